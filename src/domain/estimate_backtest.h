/*
 * estimate_backtest.h -- the same procedure on gaps whose truth is known.
 *
 * Earlier windows of the same length are hidden and estimated by each of the
 * settings; the errors tell how to blend the settings and how wide the
 * interval has to be.
 */
#ifndef DOMAIN_ESTIMATE_BACKTEST_H
#define DOMAIN_ESTIMATE_BACKTEST_H

#include "domain/estimate_grid.h"

/* What is estimated, and from what. */
struct task {
	size_t hidden; /* bins of the gap */
	size_t skip;   /* the first of them are hidden but not counted */
	size_t guard;  /* bins behind the gap that count as rebound */
	size_t after;  /* bins behind the gap that are used; 0: none */
};

/* One setting's estimate of one gap. */
struct trial {
	double total[N_SETTINGS];
	double *bins; /* N_SETTINGS rows of counted bins, or NULL */
};

struct test {
	size_t from; /* first hidden bin */
	double weight;
	double actual; /* what was really counted */
	double total[N_SETTINGS];
	double error;     /* of the blend: log(actual / estimate), bias taken */
	double log_total; /* of the blend, bias added: log(estimate + half) */
	double lastweek;  /* same window a week earlier; negative: unknown */
};

struct backtest {
	struct test test[BACKTEST_MAX];
	size_t n;
	double span; /* window lengths that the tests lie on */
	double neff; /* independent tests that their weights are worth */
	double blend[N_SETTINGS]; /* sums to 1 */
	double bias;              /* added to the logarithm */
};

/* How the real gap and the tests are looked at: everything but the numbers. */
struct bench {
	const struct grid *grid;
	struct task task;
	double noise;
	struct profile *profile;
	struct arena *scratch;
};

/* Estimate by every setting; `real`: the window itself, not a test. */
void backtest_try(
    const struct bench *b, size_t from, bool real, struct trial *out);

/* Logarithm of the settings' totals blended, before the bias is added. */
double backtest_blend(const struct backtest *t, const double *total);

/* Hide, estimate, compare, and blend. */
void backtest_run(const struct bench *b, struct backtest *ret);

#endif
