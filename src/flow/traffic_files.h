/*
 * traffic_files.h -- files of traffic: which are known, and the others into
 * the database.
 *
 * Each is stored in a transaction of its own (small ones together) as a version
 * that does not count yet: so a killed import of hundreds of gigabytes goes on
 * where it was, and whether anything counts is decided at the end, over all.
 */
#ifndef FLOW_TRAFFIC_FILES_H
#define FLOW_TRAFFIC_FILES_H

#include "flow/journey.h"
#include "flow/minute_days.h"
#include "import/import.h"
#include "store/versions.h"

struct traffic_file {
	const char *path;
	struct str name;
	const char *digest; /* of its bytes, see flow/digest.h */
	int64_t bytes, stamp;
	struct str rules; /* what it is read by, without days by minute */

	/* The answers. */
	int64_t id;  /* the version; 0: not known, or it has complained */
	bool read;   /* just now */
	size_t copy; /* the earlier file with these bytes; itself: none */

	/* What of it is known: the parts it continues. */
	const struct known_part **chain;
	size_t n_chain;
	int64_t from_byte;
	bool again; /* it continues nothing: to be read whole */
};

struct traffic_files {
	struct journey *j;
	struct store *store;
	struct import_context ctx;
	struct minute_days days;
	int threads;     /* < 1: one for each processor, at most 8 */
	bool steady;     /* a file that changes while it is read is an error */
	bool leave_open; /* the last transaction is the caller's to end */
	struct traffic_file *v;
	size_t n;

	int64_t stored_bytes; /* of the files that were read */
	bool open;            /* a transaction has begun */
	int64_t open_bytes;
	const size_t *order; /* of the files being read */
};

/* Find the versions that are there already. */
MUST int traffic_files_known(struct traffic_files *t, struct err *e);

/* Does any file have to be read? */
bool traffic_files_wanted(const struct traffic_files *t);

/*
 * Read and store what is not known. No transaction may be open before.
 * Complaints go to j->diags.
 */
MUST int traffic_files_read(struct traffic_files *t, struct err *e);

#endif
