#include "domain/estimate_noise.h"

#include <math.h>
#include <stdlib.h>

#include "domain/estimate_profile.h"

double
noise_innov(double y, double m)
{
	return log((y + 1) / (m + 1));
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Residuals in units of the noise scale, the count's own noise taken out. */
static double
next_scale(const struct profile *p, double noise, double *z)
{
	const struct grid *g = p->view->grid;
	size_t n = 0;
	double m, middle;

	for (size_t i = 0; i < g->from; i++) {
		if (isnan(g->y[i]))
			continue;
		m = p->level[i] * p->loo[i];
		z[n++] = fabs(noise_innov(g->y[i], m)) /
			 sqrt(1 + 1 / ((m + COUNT_HALF) * noise));
	}
	qsort(z, n, sizeof *z, by_size);
	middle = n != 0 ? NOISE_MAD * z[n / 2] : 0;
	return fmin(fmax(NOISE_FACTOR * middle * middle, NOISE_MIN), NOISE_MAX);
}

/* False for a bin that is unknown anyway. */
static bool
is_down(const struct profile *p, size_t bin)
{
	const struct grid *g = p->view->grid;
	double fit = p->level[bin] * p->slot[g->slot[bin]];

	return fit >= OUTAGE_FIT_MIN && g->y[bin] < OUTAGE_SHARE * fit;
}

static void
mask_outages(struct grid *g, const struct profile *p)
{
	for (size_t i = 0, stop; i < g->from; i = stop + 1) {
		double hours;

		for (stop = i; stop < g->from && is_down(p, stop);)
			stop++;
		hours = (double)(stop - i) * g->hours;
		if (hours < OUTAGE_MIN_HOURS || hours > OUTAGE_MAX_HOURS)
			continue;
		g->masked += stop - i;
		for (; i < stop; i++)
			g->y[i] = NAN;
	}
}

double
noise_scale(struct grid *g, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	struct profile *p = profile_new(g, g->from, scratch);
	double *z = arena_array(scratch, g->from + 1, sizeof *z);
	struct view all = { .grid = g,
		.to = g->from,
		.gap_from = g->from,
		.gap_to = g->from,
		.guard_to = g->from };
	double noise = NOISE_START;

	for (int round = 0; round < NOISE_ROUNDS; round++) {
		profile_fit(p, &all, &g->rules->memory[0], noise, scratch);
		noise = next_scale(p, noise, z);
	}
	mask_outages(g, p);
	arena_reset(scratch, mark);
	return noise;
}
