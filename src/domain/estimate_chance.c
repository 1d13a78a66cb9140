#include "domain/estimate_chance.h"

#include <math.h>

/* Below this there is no telling it from a Poisson. */
#define EXTRA_MIN 1e-9
/* Terms of a sum that falls geometrically; what is left is negligible. */
#define TERMS_MAX  100000
#define TERM_SMALL 1e-12

/* The logarithm of one term of the distribution. */
static double
log_term(double count, double mean, double extra)
{
	double shape;

	if (extra < EXTRA_MIN)
		return count * log(mean) - mean - lgamma(count + 1);
	shape = 1 / extra;
	return lgamma(count + shape) - lgamma(shape) - lgamma(count + 1) +
	       count * log(mean / (mean + shape)) - shape * log1p(mean / shape);
}

double
chance_at_most(double count, double mean, double extra)
{
	double sum = 1, term = 1;

	if (mean <= 0 || count >= mean)
		return 0;
	/* from the largest term downward: P(k - 1) / P(k) */
	for (double k = count; k >= 1 && count - k < TERMS_MAX; k--) {
		double ratio = extra < EXTRA_MIN
				   ? k / mean
				   : k * (1 + extra * mean) /
					 (mean * (1 + extra * (k - 1)));

		term *= ratio;
		sum += term;
		if (term < TERM_SMALL * sum)
			break;
	}
	return fmin(0, log_term(count, mean, extra) + log(sum));
}

double
chance_at_least(double hits, double n, double probability)
{
	double share = n > 0 ? hits / n : 0, kl;

	if (share <= probability || probability >= 1)
		return 0;
	if (probability <= 0)
		return -INFINITY;
	kl = share * log(share / probability);
	if (share < 1)
		kl += (1 - share) * log((1 - share) / (1 - probability));
	return -n * kl;
}
