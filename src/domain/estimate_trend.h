/*
 * estimate_trend.h -- better, worse, or too little to tell.
 *
 * Two quarters of incident durations are drawn again 4,000 times and the middle
 * 80 % of the differences looked at. The draws come from a generator of our own
 * with a fixed start, so that the same incidents give the same range; all of it
 * is whole numbers.
 */
#ifndef DOMAIN_ESTIMATE_TREND_H
#define DOMAIN_ESTIMATE_TREND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define TREND_LEAST 8 /* incidents in each quarter */

enum trend_of {
	TREND_MEDIAN, /* each draw has as many incidents as there were */
	TREND_SUM     /* each incident happens 0, 1, 2... times (Poisson) */
};

enum trend {
	TREND_TOO_FEW,
	TREND_UNCLEAR, /* the range holds 0 */
	TREND_BETTER,  /* less than before */
	TREND_WORSE
};

struct trend_change {
	enum trend trend;
	int64_t n_before, n_now;
	int64_t before, now; /* median or sum, ms; 0 of nothing */
	int64_t low, high;   /* of now - before; 0 when too few */
};

/* All durations are >= 0, in any order. */
struct trend_change estimate_trend(enum trend_of of, const int64_t *before,
    size_t n_before, const int64_t *now, size_t n_now, struct arena *scratch);

#endif
