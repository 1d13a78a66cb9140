/*
 * estimate_level.h -- the level through a gap: a slow random walk plus a fast
 * part that returns to zero, filtered from the left and, with data behind the
 * gap, smoothed from the right as well.
 */
#ifndef DOMAIN_ESTIMATE_LEVEL_H
#define DOMAIN_ESTIMATE_LEVEL_H

#include "domain/estimate_profile.h"

/* One level dynamic. */
struct dynamic {
	struct fast_rule fast;
	double slow_per_hour;
};

/* As many as one memory is tried with. */
#define LEVEL_MAX_DYNAMICS (N_FAST * N_SLOW)

/*
 * Expected counts of the bins of the gap, by a fitted profile and each of `n`
 * dynamics; median-like: no term for the variance is added. `expected` holds
 * n rows of gap_to - gap_from values.
 */
void level_run(const struct profile *p, const struct dynamic *dynamic, size_t n,
    double noise, struct arena *scratch, double *expected);

#endif
