/*
 * estimate_noise.h -- how noisy a site is, and outages nobody told us of.
 */
#ifndef DOMAIN_ESTIMATE_NOISE_H
#define DOMAIN_ESTIMATE_NOISE_H

#include "domain/estimate_grid.h"

/*
 * A difference of counts: log(1 + (y - m) / (m + 1)) from below, and the same
 * with the sides changed from above. Like a difference of logarithms for large
 * counts and finite at zero.
 */
double noise_innov(double y, double m);

/*
 * The noise scale (a variance of logarithms) from all that lies before the
 * window. Earlier outages, found by the same fit, become unknown in g->y.
 */
double noise_scale(struct grid *g, struct arena *scratch);

#endif
