/*
 * estimate_quantile.h -- quantiles of few weighted values, and of small counts.
 */
#ifndef DOMAIN_ESTIMATE_QUANTILE_H
#define DOMAIN_ESTIMATE_QUANTILE_H

#include <stddef.h>

#define QUANTILE_MAX 64

/*
 * Weighted quantile by the midpoint rule: each value stands at the middle of
 * its weight, in between lines are straight, beyond the ends they are level.
 * 1 <= n <= QUANTILE_MAX; weights are positive.
 */
double quantile(const double *value, const double *weight, size_t n, double q);

/*
 * The least count at which a negative binomial of this mean and of variance
 * mean + extra * mean^2 has reached probability q.
 */
double quantile_count(double mean, double extra, double q);

#endif
