/*
 * The order of things: lay out, decide whether there is evidence enough, find
 * the noise, test, blend, and tell how sure.
 */
#include "domain/estimate.h"

#include <math.h>

#include "base/civil.h"
#include "domain/estimate_interval.h"
#include "domain/estimate_noise.h"
#include "domain/estimate_profile.h"
#include "domain/estimate_quantile.h"

/* What one run of the whole procedure says about one task. */
struct answer {
	double expected, unseen;
	struct width width;
	struct band band;
	struct backtest tests;
	double *bins; /* expected, bin by bin of the counted part */
};

/* ---- one task ---- */

/*
 * Expected bins: each setting's by its weight in the blend, scaled to the
 * total.
 */
static double *
blend_bins(const struct backtest *t, const struct trial *trial, size_t n,
    double expected, struct arena *keep)
{
	double *bins = arena_array(keep, n + 1, sizeof *bins), sum = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t c = 0; c < N_SETTINGS; c++)
			bins[i] += t->blend[c] * trial->bins[c * n + i];
		sum += bins[i];
	}
	for (size_t i = 0; i < n; i++)
		bins[i] =
		    sum > 0 ? bins[i] / sum * expected : expected / (double)n;
	return bins;
}

/* Share of the counted bins whose time and kind of day was never observed. */
static double
unseen_share(const struct bench *b)
{
	const struct grid *g = b->grid;
	struct arena_mark mark = arena_mark(b->scratch);
	bool *seen = arena_array(b->scratch, 2 * g->day, sizeof *seen);
	size_t gap_to = g->from + b->task.hidden, unseen = 0;
	size_t from = g->from + b->task.skip;

	for (size_t i = 0; i < g->n; i++) {
		bool shown = i < g->from || (b->task.after != 0 &&
						i >= gap_to + b->task.guard);

		if (shown && !isnan(g->y[i]))
			seen[grid_weekend(g, i) * g->day + g->of_day[i]] = true;
	}
	for (size_t i = from; i < gap_to; i++)
		unseen += !seen[grid_weekend(g, i) * g->day + g->of_day[i]];
	arena_reset(b->scratch, mark);
	return (double)unseen / (double)(gap_to - from);
}

static void
answer_task(const struct bench *b, struct arena *keep, struct answer *ret)
{
	struct arena_mark mark = arena_mark(b->scratch);
	size_t n = b->task.hidden - b->task.skip;
	struct trial real = {
		.bins =
		    arena_array(b->scratch, n * N_SETTINGS, sizeof *real.bins),
	};
	struct answer a;

	backtest_run(b, &a.tests);
	backtest_try(b, b->grid->from, true, &real);
	a.expected =
	    fmax(0, exp(backtest_blend(&a.tests, real.total) + a.tests.bias) -
			HALF_COUNT);
	a.unseen = unseen_share(b);
	a.width = interval_width(b, &a.tests, a.unseen);
	a.band = interval_band(a.expected, &a.width);
	a.bins = blend_bins(&a.tests, &real, n, a.expected, keep);
	arena_reset(b->scratch, mark);
	*ret = a;
}

/* ---- what the tests say, for people ---- */

static double
share_off(double actual, double estimate)
{
	return (estimate + HALF_COUNT) / (actual + HALF_COUNT) - 1;
}

static void
tell_errors(const struct backtest *t, const struct width *w, struct estimate *x)
{
	double off[BACKTEST_MAX], absolute[BACKTEST_MAX], log_off[BACKTEST_MAX];
	double weight[BACKTEST_MAX];

	x->n_windows = (int)t->n;
	x->neff = t->neff;
	x->error_median = -1;
	for (size_t k = 0; k < t->n; k++) {
		const struct test *test = &t->test[k];
		double estimate = exp(test->log_total) - HALF_COUNT;
		struct band b = interval_band(fmax(0, estimate), w);

		off[k] = share_off(test->actual, estimate);
		absolute[k] = fabs(off[k]);
		log_off[k] = fabs(test->error);
		weight[k] = test->weight;
		x->inside80 += test->actual >= b.lo80 && test->actual <= b.hi80;
		x->inside95 += test->actual >= b.lo95 && test->actual <= b.hi95;
	}
	if (t->n == 0)
		return;
	x->backtest_median = quantile(absolute, weight, t->n, 0.5);
	x->backtest_p90 = quantile(absolute, weight, t->n, 0.9);
	x->backtest_bias = quantile(off, weight, t->n, 0.5);
	if (t->n >= FEW_WINDOWS)
		x->error_median = quantile(log_off, weight, t->n, 0.5);
}

static void
tell_lastweek(const struct backtest *t, struct estimate *x)
{
	double absolute[BACKTEST_MAX], weight[BACKTEST_MAX];
	size_t n = 0;

	for (size_t k = 0; k < t->n; k++) {
		const struct test *test = &t->test[k];

		if (test->lastweek < 0)
			continue;
		absolute[n] = fabs(share_off(test->actual, test->lastweek));
		weight[n++] = test->weight;
	}
	x->has_lastweek = n != 0;
	if (n != 0)
		x->lastweek_median = quantile(absolute, weight, n, 0.5);
}

/* ---- the window itself ---- */

static void
tell_observed(const struct grid *g, struct arena *keep, struct estimate *x)
{
	x->n_points = g->to - g->from;
	x->points = arena_array(keep, x->n_points, sizeof *x->points);
	for (size_t i = 0; i < x->n_points; i++) {
		bool known = !isnan(g->inside[i]);

		x->points[i].at = grid_at(g, g->from + i);
		x->points[i].observed = known ? g->inside[i] : -1;
		x->observed += known ? g->inside[i] : 0;
		x->inside_bins += known;
	}
}

static void
tell_answer(const struct answer *a, struct estimate *x)
{
	x->expected = a->expected;
	x->lo80 = a->band.lo80;
	x->hi80 = a->band.hi80;
	x->lo95 = a->band.lo95;
	x->hi95 = a->band.hi95;
	x->lost = fmax(0, x->expected - x->observed);
	x->lost_lo80 = fmax(0, x->lo80 - x->observed);
	x->lost_hi80 = fmax(0, x->hi80 - x->observed);
	x->lost_lo95 = fmax(0, x->lo95 - x->observed);
	x->lost_hi95 = fmax(0, x->hi95 - x->observed);
	x->h80 = a->width.h80;
	x->h95 = a->width.h95;
	x->unseen = a->unseen;
	x->grade = interval_grade(a->expected, &a->tests, &a->width, a->unseen);
	for (size_t i = 0; i < x->n_points; i++)
		x->points[i].expected = a->bins[i];
	tell_errors(&a->tests, &a->width, x);
	tell_lastweek(&a->tests, x);
}

/* ---- the other figures beside it ---- */

/* From the data before alone: traffic after an outage is affected by it. */
static void
tell_one_sided(
    const struct bench *two_sided, struct arena *keep, struct estimate *x)
{
	struct bench b = *two_sided;
	struct answer a;

	x->one_sided = x->expected;
	x->one_sided_lo80 = x->lo80;
	x->one_sided_hi80 = x->hi80;
	if (b.task.after == 0)
		return;
	b.task.after = 0;
	b.task.guard = 0;
	answer_task(&b, keep, &a);
	x->one_sided = a.expected;
	x->one_sided_lo80 = a.band.lo80;
	x->one_sided_hi80 = a.band.hi80;
	x->sides_differ =
	    fabs(log((a.expected + HALF_COUNT) / (x->expected + HALF_COUNT))) >
	    x->h80 / 2;
}

/* The first day after the window, against a forecast from before it. */
static void
tell_rebound(
    const struct bench *main_bench, struct arena *keep, struct estimate *x)
{
	const struct grid *g = main_bench->grid;
	size_t bins = (size_t)(REBOUND_HOURS / g->hours);
	struct bench b = *main_bench;
	struct answer a;
	double observed, known;

	if (g->to + bins > g->n)
		return;
	known = (double)grid_known(g, g->to, g->to + bins);
	if (known < BACKTEST_OBSERVED * (double)bins)
		return;
	b.task = (struct task){ .hidden = g->to - g->from + bins,
		.skip = g->to - g->from };
	answer_task(&b, keep, &a);
	observed = grid_sum(g, g->to, g->to + bins) * (double)bins / known;
	x->has_rebound = true;
	x->rebound = observed - a.expected;
	x->rebound_lo80 = observed - a.band.hi80;
	x->rebound_hi80 = observed - a.band.lo80;
}

/* ---- all of it ---- */

static size_t
guard_of(const struct grid *g)
{
	double hours = (double)(g->to - g->from) * g->hours * GUARD_SHARE;

	hours = fmin(fmax(hours, GUARD_MIN_HOURS), GUARD_MAX_HOURS);
	return (size_t)(hours / g->hours);
}

/* NULL when there is evidence enough, else why there is not. */
static const char *
too_little(const struct grid *g)
{
	if (grid_known(g, 0, g->from) < g->rules->history_min_bins ||
	    (double)grid_known(g, 0, g->from) * g->hours < HISTORY_MIN_HOURS)
		return "history_short";
	if (grid_sum(g, 0, g->from) < HISTORY_MIN_COUNT)
		return "counts_few";
	return NULL;
}

static void
estimate_grid(struct grid *g, struct arena *keep, struct arena *scratch,
    struct estimate *x)
{
	struct bench b = { .grid = g, .scratch = scratch };
	struct answer a;

	b.noise = noise_scale(g, scratch);
	b.profile = profile_new(g, g->n, scratch);
	b.task.hidden = g->to - g->from;
	if ((double)grid_known(g, g->to, g->n) * g->hours >= AFTER_MIN_HOURS) {
		b.task.after = g->n - g->to;
		b.task.guard = guard_of(g);
	}
	x->used_after = b.task.after != 0;
	x->guard_ms = (int64_t)b.task.guard * g->step_ms;
	answer_task(&b, keep, &a);
	tell_answer(&a, x);
	tell_one_sided(&b, keep, x);
	tell_rebound(&b, keep, x);
}

int
estimate_window(const struct estimate_input *in, struct arena *keep,
    struct estimate *ret_estimate, struct err *e)
{
	struct estimate x = { .status = ESTIMATE_INSUFFICIENT,
		.window = in->window,
		.claimed = in->window,
		.first_at = in->n_bins != 0 ? in->bins[0].at : NO_INSTANT,
		.step_ms = in->step_ms };
	struct arena scratch = { 0 };
	struct grid g;

	if (in->window.from_at >= in->window.to_at) {
		x.reason = "window_empty";
		*ret_estimate = x;
		return 0;
	}
	if (grid_build(in, keep, &g, e) != 0)
		return -1;
	x.window = (struct span){ grid_at(&g, g.from), grid_at(&g, g.to) };
	x.step_ms = g.step_ms;
	x.daily = g.daily;
	x.holidays_before = (int64_t)g.holidays_before;
	x.holidays_inside = (int64_t)g.holidays_inside;
	x.missing_bins = (int64_t)g.missing;
	x.history_hours =
	    (int64_t)((double)grid_known(&g, 0, g.from) * g.hours);
	tell_observed(&g, keep, &x);
	x.reason = too_little(&g);
	if (x.reason == NULL) {
		x.status = ESTIMATE_OK;
		estimate_grid(&g, keep, &scratch, &x);
	}
	x.masked_bins = (int64_t)g.masked;
	arena_release(&scratch);
	*ret_estimate = x;
	return 0;
}

const char *
estimate_why(const struct estimate *x)
{
	if (x->n_windows < GRADE_D_WINDOWS || x->neff < GRADE_D_NEFF)
		return "few_tests";
	if (x->unseen > GRADE_D_UNSEEN)
		return "unseen";
	if (x->h95 > GRADE_D_95)
		return "factor";
	if (x->expected < GRADE_D_EXPECTED)
		return "few_counts";
	if (x->h80 > GRADE_C_80)
		return "wide";
	if (x->h80 > GRADE_B_80)
		return "middling";
	return x->neff < GRADE_B_NEFF ? "overlap" : "narrow";
}
