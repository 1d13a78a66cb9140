#include "domain/estimate_interval.h"

#include <math.h>

#include "domain/estimate_quantile.h"

/* Quantiles of the tests' errors, absolute and signed. */
struct spread {
	double q80, q95, q10, q90;
};

static struct spread
spread_of(const struct backtest *t)
{
	double error[BACKTEST_MAX], absolute[BACKTEST_MAX];
	double weight[BACKTEST_MAX];

	for (size_t k = 0; k < t->n; k++) {
		error[k] = t->test[k].error;
		absolute[k] = fabs(error[k]);
		weight[k] = t->test[k].weight;
	}
	return (struct spread){
		.q80 = quantile(absolute, weight, t->n, 0.80),
		.q95 = quantile(absolute, weight, t->n, 0.95),
		.q10 = quantile(error, weight, t->n, 0.10),
		.q90 = quantile(error, weight, t->n, 0.90),
	};
}

/* A mean of logarithms: `n` tests say a, the prior says b. */
static double
drawn(double n, double a, double prior_n, double b)
{
	return exp((n * log(a) + prior_n * log(b)) / (n + prior_n));
}

/* Errors to one side may be larger; little evidence leans upward a little. */
static double
skew(const struct backtest *t, const struct spread *s, double h80)
{
	double least = SKEW_FLOOR * h80;
	double up = fmax(s->q90, least), down = fmax(-s->q10, least);
	double r = (t->neff / 2 * log(up / down) +
		       SKEW_PRIOR * log(SKEW_PRIOR_UP / SKEW_PRIOR_DOWN)) /
		   (t->neff + SKEW_WINDOWS);

	return fmin(fmax(r, -SKEW_MAX), SKEW_MAX);
}

/* The prior alone; few tests are what it is made for. */
static struct width
width_of_few(double prior, double unseen)
{
	double wider = 1 + UNSEEN_INFLATION * unseen;

	return (struct width){
		.h80 = FEW_80 * prior * wider,
		.h95 = FEW_95 * prior * wider,
		.up = FEW_UP,
		.down = FEW_DOWN,
	};
}

struct width
interval_width(const struct bench *b, const struct backtest *t, double unseen)
{
	const struct grid *g = b->grid;
	double hours = (double)(b->task.hidden - b->task.skip) * g->hours;
	double prior = hours <= 1 ? g->rules->prior80_short : g->rules->prior80;
	struct spread s;
	struct width w;
	double wider, r;

	if (t->n < FEW_WINDOWS)
		return width_of_few(prior, unseen);
	s = spread_of(t);
	w.h80 = drawn(t->neff, s.q80 + ERROR_FLOOR, PRIOR_WINDOWS_80, prior);
	w.h95 = drawn(
	    t->neff, s.q95 + ERROR_FLOOR, PRIOR_WINDOWS_95, RATIO_95 * w.h80);
	w.h95 = fmax(w.h95, RATIO_95_MIN * w.h80);
	wider = (1 + FEW_INFLATION / (fmin(t->neff, t->span) + 1)) *
		(1 + UNSEEN_INFLATION * unseen);
	w.h80 = fmax(w.h80 * wider, FLOOR_80);
	w.h95 = fmax(w.h95 * wider, FLOOR_95);
	r = skew(t, &s, w.h80);
	w.up = exp(r);
	w.down = exp(-r);
	return w;
}

/* Small totals are counts: their own noise is not symmetric. */
static void
count_ends(double x, double h, double normal, double q, double *lo, double *hi)
{
	double extra = fmax(SMALL_EXTRA_MIN,
	    (h / normal) * (h / normal) - 1 / (x + HALF_COUNT));

	*lo = quantile_count(x, extra, q);
	*hi = quantile_count(x, extra, 1 - q);
}

struct band
interval_band(double expected, const struct width *w)
{
	struct band b = {
		.lo80 = expected * exp(-w->h80 * w->down),
		.hi80 = expected * exp(w->h80 * w->up),
		.lo95 = expected * exp(-w->h95 * w->down),
		.hi95 = expected * exp(w->h95 * w->up),
	};

	if (expected >= SMALL_TOTAL)
		return b;
	count_ends(expected, w->h80, NORMAL_80, 0.1, &b.lo80, &b.hi80);
	count_ends(expected, w->h95, NORMAL_95, 0.025, &b.lo95, &b.hi95);
	b.lo95 = fmin(b.lo95, b.lo80);
	b.hi95 = fmax(b.hi95, b.hi80);
	return b;
}

char
interval_grade(double expected, const struct backtest *t, const struct width *w,
    double unseen)
{
	if (t->n < GRADE_D_WINDOWS || t->neff < GRADE_D_NEFF ||
	    unseen > GRADE_D_UNSEEN || w->h95 > GRADE_D_95 ||
	    expected < GRADE_D_EXPECTED)
		return 'D';
	if (w->h80 > GRADE_C_80)
		return 'C';
	return w->h80 > GRADE_B_80 || t->neff < GRADE_B_NEFF ? 'B' : 'A';
}
