#include "domain/estimate_quantile.h"

#include <math.h>

/* No count whose mean is below SMALL_TOTAL gets here. */
#define MOST_COUNT 1e6

double
quantile(const double *value, const double *weight, size_t n, double q)
{
	size_t order[QUANTILE_MAX];
	double all = 0, seen = 0, at = 0, before_at = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = i;

		all += weight[i];
		for (; k > 0 && value[order[k - 1]] > value[i]; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	for (size_t i = 0; i < n; i++, before_at = at) {
		double w = weight[order[i]], x = value[order[i]], before;

		at = (seen + w / 2) / all;
		seen += w;
		if (at < q)
			continue;
		if (i == 0)
			return x;
		before = value[order[i - 1]];
		return before +
		       (x - before) * (q - before_at) / (at - before_at);
	}
	return value[order[n - 1]];
}

double
quantile_count(double mean, double extra, double q)
{
	double size = 1 / extra, p = size / (size + mean);
	double log_chance = size * log(p), reached = 0;

	if (mean <= 0)
		return 0;
	for (double k = 0; k < MOST_COUNT; k++) {
		reached += exp(log_chance);
		if (reached >= q)
			return k;
		log_chance += log((k + size) / (k + 1) * (1 - p));
	}
	return MOST_COUNT;
}
