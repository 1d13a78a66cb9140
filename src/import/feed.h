/*
 * feed.h -- the entries of an Atom or RSS feed, as text.
 *
 * XML is read by expat. A document type declaration ends the reading, so that
 * no entity is ever expanded; depth and sizes are bounded.
 */
#ifndef IMPORT_FEED_H
#define IMPORT_FEED_H

#include "import/job.h"

#define FEED_MAX_ENTRIES 10000
/* Of one entry, and of all. */
#define FEED_MAX_TEXT  ((size_t)1 << 20)
#define FEED_MAX_BYTES ((size_t)64 << 20)

struct feed_entry {
	int64_t line;
	/* Atom published, updated; RSS pubDate twice */
	struct str published, updated;
	struct str id, title, html;
};

struct feed {
	VEC(struct feed_entry) entries;
};

/*
 * All of job->reader. What is not well-formed is a complaint; what stood before
 * it is in *ret_feed all the same.
 */
MUST int feed_read(
    struct job *job, struct arena *keep, struct feed *ret_feed, struct err *e);

#endif
