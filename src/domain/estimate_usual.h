/*
 * estimate_usual.h -- what a site usually does at any time of a series: for
 * detection, which looks everywhere and not at one window.
 *
 * Stretches that look like an outage are hidden before the pattern is fitted,
 * so they are no evidence of what was to be expected in them.
 */
#ifndef DOMAIN_ESTIMATE_USUAL_H
#define DOMAIN_ESTIMATE_USUAL_H

#include "domain/estimate_detect.h"
#include "domain/estimate_grid.h"

/* A cell as the scan sees it. */
struct usual_cell {
	double served, errors;
	double expected; /* answers, by the pattern and the week's level */
	size_t bin;      /* of the grid */
	bool hidden;     /* looks like an outage: no evidence */
	bool known;      /* somebody wrote it down: no evidence either */
};

struct usual {
	struct grid grid;
	struct usual_cell *cell; /* as many as the input has */
	size_t n;
	int64_t least_ms; /* the shortest cell */
	double *y;        /* answers of each bin, NAN: unknown */
	double *expected; /* of each bin */
	double *doubt;    /* variance of its logarithm: slot seldom seen */
	/* sums of known, evident bins before each bin */
	double *sum_y, *sum_expected;
	double spread, wander; /* see struct detection */
	double error_share;    /* of the answers, as a rule */
};

/* Lay the cells out; nothing is hidden, nothing is fitted yet. */
MUST int usual_build(const struct detect_input *in, struct arena *keep,
    struct usual *ret, struct err *e);

/* Pattern, level and noise from all that is not hidden. */
void usual_fit(
    struct usual *u, const struct detect_input *in, struct arena *scratch);

/*
 * How the days around the bins [from, to) compare with what is expected there,
 * as a factor; at most 1, for a busy day proves nothing about a silence.
 */
double usual_around(const struct usual *u, size_t from, size_t to);

#endif
