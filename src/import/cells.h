/*
 * cells.h -- counters by site and bin: appended in any order, put into order
 * and added up at the end.
 *
 * Equal bins of a site may stand there several times until then. Sites are
 * numbers here; what they are called is somebody else's business.
 */
#ifndef IMPORT_CELLS_H
#define IMPORT_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/facts.h"

/* The last one counts what no other does, so that each line counts in one. */
enum cell_count {
	CELL_HITS,
	CELL_VIEWS,
	CELL_ERRORS,
	CELL_ROBOTS,
	CELL_REDIRECTS,
	CELL_CLIENT_ERRORS,
	CELL_VISITS,
	CELL_REST,
	CELL_COUNTS
};

/* Bits of `site`: what the bin is, if not an hour. */
#define CELL_DAY    UINT32_C(0x80000000)
#define CELL_MINUTE UINT32_C(0x40000000)
#define CELL_SITE   UINT32_C(0x3fffffff)

struct cell {
	uint32_t site; /* and what the bin is */
	uint32_t at;   /* when it begins, in minutes since 1970 */
	int64_t bytes;
	/* where appended, [CELL_REST] is 0, or 1 + the place in `wide` */
	uint32_t n[CELL_COUNTS];
};

/* Start with { 0 }. */
struct cells {
	struct cell *v;
	size_t n, cap;
	struct traffic *wide; /* counters too large for a cell */
	size_t n_wide, cap_wide;
};

void cells_release(struct cells *c);

/* Append copies; [CELL_REST] is not looked at. */
void cells_append(struct cells *c, const struct cell *v, size_t n);

/* The same of counters of any size; `site` with its bits. */
void cells_append_wide(
    struct cells *c, uint32_t site, uint32_t at, const struct traffic *counts);

/* Append all of `more`, where site i is called to[i] here; empties it. */
void cells_join(struct cells *c, struct cells *more, const uint32_t *to);

/*
 * Add up equal bins, and return the places of what is left by rank of the site
 * (NULL: its number), kind of bin (days last) and time: *ret_n of them, to be
 * freed by the caller. What was added to others is left over in `v`.
 */
uint32_t *cells_order(struct cells *c, const uint32_t *rank, size_t *ret_n);

/* Add up equal bins and forget what is left over. */
void cells_compact(struct cells *c);

/* The counters of one cell, saturated. */
void cells_get(
    const struct cells *c, const struct cell *one, struct traffic *ret);

#endif
