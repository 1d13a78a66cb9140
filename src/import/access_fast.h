/*
 * access_fast.h -- lines of access logs at the speed of memory.
 *
 * Only lines of the plainest shape are read here; every other one is left to
 * the complete parser (access.h), which alone says what is malformed. Of what
 * is read here it would say the same.
 */
#ifndef IMPORT_ACCESS_FAST_H
#define IMPORT_ACCESS_FAST_H

#include "import/access.h"
#include "import/count.h"

struct access_fast;

/* The fastest this machine can do. */
struct access_fast *access_fast_new(enum access_kind kind);
/* Each one by itself, for tests; NULL: this machine has none of that number. */
struct access_fast *access_fast_number(enum access_kind kind, int i);
void access_fast_free(struct access_fast *f); /* NULL is fine */

/* A text of lines, behind which 64 bytes may be read; borrowed. */
void access_fast_text(struct access_fast *f, struct str text);

/*
 * Count lines from `from` on as long as they are plain; *lines grows by their
 * number. Returns where the first other line begins, or the end of the text.
 * The next call begins behind that line.
 */
size_t access_fast_run(struct access_fast *f, struct access_clock *clock,
    struct count *c, size_t from, int64_t *lines);

#endif
