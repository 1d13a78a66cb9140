/*
 * ingest.h -- many logs at once, on several threads.
 *
 * The threads only read and count. Results come one by one in the order of the
 * files, on the thread that called, and do not depend on the number of threads.
 */
#ifndef IMPORT_INGEST_H
#define IMPORT_INGEST_H

#include "import/import.h"

struct ingest_file {
	const char *path;
	struct str name; /* in the case; decides which rule applies */
	/*
	 * Plain bytes counted before, and the digest of their end (see
	 * part.h): only what follows is read. 0 and NULL: from the start. When
	 * the digest does not agree, the log is another one and is read whole.
	 */
	int64_t from_byte;
	const char *tail;
};

/* What import_file() would have returned. */
struct ingest_result {
	size_t i; /* of the file */
	int rc;
	struct batch *batch; /* released after the call */
	struct diags *diags; /* of this file alone */
	struct err err;
};

/*
 * Read traffic files of any kind. `take` is called for each; when it returns
 * not 0, nothing more is read and ingest_files() returns -1 with its error.
 * `threads` < 1: one for each processor.
 */
MUST int ingest_files(const struct import_context *ctx,
    const struct ingest_file *files, size_t n, int threads,
    int (*take)(void *arg, struct ingest_result *result, struct err *e),
    void *arg, struct err *e);

#endif
