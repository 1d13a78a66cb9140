/*
 * tally.h -- counters per site and UTC hour; memory grows with site-hours only.
 */
#ifndef IMPORT_TALLY_H
#define IMPORT_TALLY_H

#include "base/map.h"
#include "import/import.h"

/* More distinct sites than this in one file are no sites. */
#define TALLY_MAX_SITES 10000
#define TALLY_MAX_CELLS ((size_t)32 << 20)

struct tally_cell {
	int32_t site, hour; /* index of the site; hours since 1970 */
	int64_t hits, views, errors, bytes;
};

struct tally;

/* Lives in `scratch`. */
struct tally *tally_new(struct arena *scratch);

/*
 * The number of a site by its name as written, whatever the case. Negative: not
 * a host name (TALLY_NO_HOST), or one site too many (TALLY_FULL).
 */
enum { TALLY_NO_HOST = -1, TALLY_FULL = -2 };
int32_t tally_site(struct tally *t, struct str name);

/*
 * The counters of a site in an hour, made when new (*ret_new); borrowed until
 * the next call. NULL when there are too many.
 */
struct tally_cell *tally_at(
    struct tally *t, int32_t site, int32_t hour, bool *ret_new);

/* All cells by site name and hour, appended to the batch. */
void tally_finish(struct tally *t, struct arena *keep, struct batch *batch);

#endif
