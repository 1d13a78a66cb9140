/*
 * rollup.h -- what the lines of one part add up to.
 *
 * In order of site name (bytes) and time; each bin of a site stands once. The
 * same lines give the same rollup, whatever the number of threads.
 */
#ifndef IMPORT_ROLLUP_H
#define IMPORT_ROLLUP_H

#include "domain/counters.h"

struct rollup;

void rollup_release(struct rollup *r); /* NULL is fine */

/*
 * One site and day after another, from the first; false at the end. What is
 * returned is borrowed until the next call. Days asked for by minute come as
 * minutes only.
 */
void rollup_rewind(struct rollup *r);
bool rollup_next(struct rollup *r, struct site_day *ret_day);

/* A sketch of the different visitors of a site on a UTC day (visitors.h). */
struct site_visitors {
	struct str site;
	int64_t day;
	struct str sketch;
};
bool rollup_next_visitors(struct rollup *r, struct site_visitors *ret);

/* ---- making one ---- */

struct rollup *rollup_new(void);

/*
 * Append what lies in order already: by site name, then day; the cells of one
 * site and day at once. Copied.
 */
void rollup_add(struct rollup *r, const struct site_day *day);
void rollup_add_visitors(struct rollup *r, const struct site_visitors *v);

/* For the tally: names in any order; cells in any order, then empty. */
struct cells;
void rollup_take_names(struct rollup *r, const struct str *names, size_t n);
void rollup_take_cells(
    struct rollup *r, struct cells *cells, const uint32_t *rank);

/* The rollup's from now on; NULL is fine. */
struct visitors;
void rollup_take_visitors(struct rollup *r, struct visitors *v);

#endif
