/*
 * estimate_grid.h -- a series laid out on its grid, for the estimate's parts.
 *
 * Bins are numbered from the first one. Unknown bins, masked ones and the
 * window itself are NAN in y: whoever reads y cannot take the window for
 * evidence. Everything else about a bin is its slot, the local step of the
 * week, so a change of the clock moves slots and not data.
 */
#ifndef DOMAIN_ESTIMATE_GRID_H
#define DOMAIN_ESTIMATE_GRID_H

#include "domain/estimate.h"
#include "domain/estimate_rules.h"

struct grid {
	const struct grid_rules *rules;
	size_t n;
	size_t from, to;  /* the window: [from, to) */
	size_t day, week; /* bins */
	double hours;     /* of one bin */
	bool daily;
	int64_t first_at, step_ms;
	double *y;              /* counts, NAN where nothing is known */
	double *inside;         /* of the window, NAN where there is no row */
	size_t *slot;           /* local step of the week, Monday first */
	size_t *of_day;         /* local step of the day */
	size_t *weekday;        /* 0 Monday .. 6 Sunday */
	size_t missing, masked; /* bins before the window */
	size_t holidays_before, holidays_inside; /* dates, not bins */
};

/* 1 on Saturday and Sunday, else 0. */
static inline size_t
grid_weekend(const struct grid *g, size_t bin)
{
	return g->weekday[bin] >= 5;
}

/*
 * Lay the input out; finer steps are summed to quarters of an hour. ERR_INPUT
 * when the bins are not on one grid, not sorted, doubled, negative or not
 * finite, or when the step does not divide a day.
 */
MUST int grid_build(const struct estimate_input *in, struct arena *keep,
    struct grid *ret_grid, struct err *e);

/* Known bins in [from, to), and their sum. */
size_t grid_known(const struct grid *g, size_t from, size_t to);
double grid_sum(const struct grid *g, size_t from, size_t to);

int64_t grid_at(const struct grid *g, size_t bin);

#endif
