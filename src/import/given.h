/*
 * given.h -- ready counters as a table gives them, one row for each site and
 * bin, so that a row that contradicts another is noticed at its line.
 */
#ifndef IMPORT_GIVEN_H
#define IMPORT_GIVEN_H

#include "import/tally.h"

struct given;

struct given *given_new(struct arena *scratch);

/* Where rows are counted in the end, and where sites get their numbers. */
struct tally *given_tally(struct given *g);

enum given_what {
	GIVEN_NEW,
	GIVEN_AGAIN, /* the same numbers: nothing was changed */
	GIVEN_OTHER, /* other numbers: nothing was changed */
	GIVEN_FULL   /* too many rows for one file */
};

/* `step_ms` as in struct site_day; counts->at is when the bin begins. */
enum given_what given_row(struct given *g, int32_t site, int64_t step_ms,
    const struct traffic *counts);

/* Everything into the tally, which is the caller's from then on. */
struct tally *given_finish(struct given *g);

/* Without given_finish(): nothing of it is wanted. NULL is fine. */
void given_drop(struct given *g);

#endif
