#include "domain/estimate_backtest.h"

#include <math.h>

#include "domain/estimate_level.h"
#include "domain/estimate_quantile.h"

/* ---- one gap, by every setting ---- */

static size_t
minus(size_t a, size_t b)
{
	return a > b ? a - b : 0;
}

/*
 * What may be looked at for a gap that begins at `from`. With a short history
 * and nothing behind the window, a test's profile may look past the test: its
 * training set would else be much shorter than the real one.
 */
static struct view
view_of(const struct bench *b, size_t from, bool real)
{
	const struct grid *g = b->grid;
	size_t gap_to = from + b->task.hidden;
	size_t last = real ? g->n : g->from;
	struct view v = { .grid = g, .gap_from = from, .gap_to = gap_to };

	v.from = minus(from, g->rules->profile_weeks * g->week);
	v.to = from;
	v.guard_to = v.level_to = gap_to;
	if (b->task.after != 0) {
		v.to = gap_to + b->task.after;
		v.to = v.to < last ? v.to : last;
		v.guard_to = gap_to + b->task.guard;
		v.level_to = v.to > gap_to ? v.to : gap_to;
	} else if (!real && g->from < SHORT_HISTORY_WEEKS * g->week) {
		v.to = g->from;
	}
	v.level_from = minus(from, g->rules->level_days * g->day);
	v.level_from = v.level_from > v.from ? v.level_from : v.from;
	return v;
}

static void
try_memory(
    const struct bench *b, size_t memory, double *expected, struct trial *out)
{
	const struct grid_rules *rules = b->grid->rules;
	size_t hidden = b->task.hidden, counted = hidden - b->task.skip;
	struct dynamic dynamic[LEVEL_MAX_DYNAMICS];

	for (size_t k = 0; k < LEVEL_MAX_DYNAMICS; k++)
		dynamic[k] = (struct dynamic){ rules->fast[k / N_SLOW],
			rules->slow_per_hour[k % N_SLOW] };
	level_run(b->profile, dynamic, LEVEL_MAX_DYNAMICS, b->noise, b->scratch,
	    expected);
	for (size_t k = 0; k < LEVEL_MAX_DYNAMICS; k++) {
		size_t setting = memory * LEVEL_MAX_DYNAMICS + k;

		out->total[setting] = 0;
		for (size_t i = 0; i < counted; i++) {
			double bin = expected[k * hidden + b->task.skip + i];

			out->total[setting] += bin;
			if (out->bins)
				out->bins[setting * counted + i] = bin;
		}
	}
}

void
backtest_try(const struct bench *b, size_t from, bool real, struct trial *out)
{
	struct arena_mark mark = arena_mark(b->scratch);
	struct view v = view_of(b, from, real);
	double *expected = arena_array(
	    b->scratch, LEVEL_MAX_DYNAMICS * b->task.hidden, sizeof *expected);

	for (size_t m = 0; m < N_MEMORIES; m++) {
		profile_fit(b->profile, &v, &b->grid->rules->memory[m],
		    b->noise, b->scratch);
		try_memory(b, m, expected, out);
	}
	arena_reset(b->scratch, mark);
}

/* ---- which windows ---- */

/* Where tests may begin: first and last, and how many places that is. */
struct range {
	size_t first, last;
	bool any;
};

static size_t
first_start(const struct bench *b)
{
	const struct grid *g = b->grid;

	if (g->daily)
		return g->from >= 42 ? 28 : 14;
	if (g->from >= 4 * g->week)
		return 2 * g->week;
	if (g->from > g->week + 2 * g->day)
		return b->task.after != 0 ? g->week : 3 * g->day;
	return 2 * g->day;
}

static struct range
range_of(const struct bench *b)
{
	const struct grid *g = b->grid;
	size_t behind = b->task.hidden;
	struct range r = { .first = first_start(b) };

	if (b->task.after != 0)
		behind += b->task.guard + g->rules->after_gap_days * g->day;
	r.any = g->from >= behind && g->from - behind >= r.first;
	r.last = minus(g->from, behind);
	return r;
}

static bool
enough_known(const struct bench *b, size_t from)
{
	size_t counted = b->task.hidden - b->task.skip;
	size_t known =
	    grid_known(b->grid, from + b->task.skip, from + b->task.hidden);

	return (double)known >= BACKTEST_OBSERVED * (double)counted;
}

static void
add_test(const struct bench *b, struct backtest *t, size_t from, double weight)
{
	if (t->n < BACKTEST_MAX && enough_known(b, from))
		t->test[t->n++] =
		    (struct test){ .from = from, .weight = weight };
}

/* Tests on the other kind of day say less about this window. */
static double
weight_of_kind(const struct grid *g, size_t from)
{
	return grid_weekend(g, from) == grid_weekend(g, g->from)
		   ? 1
		   : OTHER_DAY_KIND;
}

/* The closer the time of day, the more. */
static double
weight_of_hour(const struct grid *g, size_t from)
{
	double far = (double)g->of_day[from] - (double)g->of_day[g->from];

	far = fabs(far) * g->hours;
	far = fmin(far, 24 - far) / HOUR_SIGMA;
	return exp(-far * far / 2) + HOUR_FLOOR;
}

/* One a day, going back, at the window's own time of day. */
static void
add_same_hour(const struct bench *b, struct range r, struct backtest *t)
{
	const struct grid *g = b->grid;

	for (size_t at = g->from; at >= r.first + g->day;) {
		at -= g->day;
		if (at <= r.last && t->n < BACKTEST_SAME_HOUR)
			add_test(b, t, at, weight_of_kind(g, at));
	}
}

/* The rest evenly, from the last start back. */
static void
add_comb(
    const struct bench *b, struct range r, bool by_hour, struct backtest *t)
{
	const struct grid *g = b->grid;
	size_t step = (r.last - r.first + 1) / (BACKTEST_MAX - t->n);

	step = step != 0 ? step : 1;
	for (size_t at = r.last;; at -= step) {
		add_test(b, t, at,
		    by_hour ? weight_of_hour(g, at) * weight_of_kind(g, at)
			    : 1);
		if (at < r.first + step || t->n == BACKTEST_MAX)
			break;
	}
}

/*
 * neff: how many tests of equal weight these are worth, but never more than
 * SPAN_CAP for each length of the window that they lie on.
 */
static void
choose(const struct bench *b, struct backtest *t)
{
	double length = (double)b->task.hidden, sum = 0, squares = 0;
	bool by_hour = length * b->grid->hours < 24 && !b->grid->daily;
	struct range r = range_of(b);

	t->n = 0;
	t->span = t->neff = 0;
	if (!r.any)
		return;
	if (by_hour)
		add_same_hour(b, r, t);
	add_comb(b, r, by_hour, t);
	if (t->n == 0)
		return;
	for (size_t k = 0; k < t->n; k++) {
		sum += t->test[k].weight;
		squares += t->test[k].weight * t->test[k].weight;
	}
	t->span =
	    ((double)r.last + length - (double)t->test[t->n - 1].from) / length;
	t->neff = fmin(sum * sum / squares, SPAN_CAP * t->span);
}

/* ---- truth against estimates ---- */

/* What was counted in a test window, gaps filled in proportion. */
static double
actual_of(const struct bench *b, size_t from)
{
	size_t first = from + b->task.skip, last = from + b->task.hidden;
	double known = (double)grid_known(b->grid, first, last);

	return grid_sum(b->grid, first, last) * (double)(last - first) / known;
}

/* The yardstick: the same window a week earlier. */
static double
lastweek_of(const struct bench *b, size_t from)
{
	const struct grid *g = b->grid;
	size_t first = from + b->task.skip, last = from + b->task.hidden;
	double known;

	if (first < g->week)
		return -1;
	first -= g->week;
	last -= g->week;
	known = (double)grid_known(g, first, last);
	if (known < YARDSTICK_OBSERVED * (double)(last - first))
		return -1;
	return grid_sum(g, first, last) * (double)(last - first) / known;
}

static void
hide_and_try(const struct bench *b, struct backtest *t)
{
	struct trial trial = { .bins = NULL };

	for (size_t k = 0; k < t->n; k++) {
		struct test *test = &t->test[k];

		backtest_try(b, test->from, false, &trial);
		for (size_t c = 0; c < N_SETTINGS; c++)
			test->total[c] = trial.total[c];
		test->actual = actual_of(b, test->from);
		test->lastweek = lastweek_of(b, test->from);
	}
}

static double
error_of(const struct test *t, size_t setting)
{
	return log((t->actual + HALF_COUNT) / (t->total[setting] + HALF_COUNT));
}

/* Mean absolute error of each setting, drawn to the mean of all settings. */
static void
mean_errors(const struct backtest *t, double *error)
{
	double weights = 0, mean = 0;

	for (size_t k = 0; k < t->n; k++)
		weights += t->test[k].weight;
	for (size_t c = 0; c < N_SETTINGS; c++) {
		error[c] = 0;
		for (size_t k = 0; k < t->n; k++)
			error[c] +=
			    t->test[k].weight *
			    fmin(fabs(error_of(&t->test[k], c)), ERROR_CAP);
		error[c] /= weights;
		mean += error[c] / N_SETTINGS;
	}
	for (size_t c = 0; c < N_SETTINGS; c++)
		error[c] = (t->neff * error[c] + BLEND_PRIOR * mean) /
			   (t->neff + BLEND_PRIOR);
}

/* Without tests, or when no setting ever erred, all count the same. */
static void
blend(struct backtest *t)
{
	double error[N_SETTINGS], best = INFINITY, sum = 0;

	for (size_t c = 0; c < N_SETTINGS; c++)
		t->blend[c] = 1.0 / N_SETTINGS;
	if (t->n == 0)
		return;
	mean_errors(t, error);
	for (size_t c = 0; c < N_SETTINGS; c++)
		best = fmin(best, error[c]);
	if (best <= 0)
		return;
	for (size_t c = 0; c < N_SETTINGS; c++)
		sum += t->blend[c] = pow(best / error[c], BLEND_POWER);
	for (size_t c = 0; c < N_SETTINGS; c++)
		t->blend[c] /= sum;
}

/* Part of the median error of the blend is taken for bias. */
static void
correct(struct backtest *t)
{
	double errors[BACKTEST_MAX], weights[BACKTEST_MAX];

	for (size_t k = 0; k < t->n; k++) {
		struct test *test = &t->test[k];

		test->log_total = backtest_blend(t, test->total);
		errors[k] = log(test->actual + HALF_COUNT) - test->log_total;
		weights[k] = test->weight;
	}
	t->bias = 0;
	if (t->n >= FEW_WINDOWS)
		t->bias = BIAS_SHARE * quantile(errors, weights, t->n, 0.5) *
			  t->neff / (t->neff + BIAS_PRIOR);
	t->bias = fmin(fmax(t->bias, -BIAS_MAX), BIAS_MAX);
	for (size_t k = 0; k < t->n; k++) {
		t->test[k].log_total += t->bias;
		t->test[k].error = errors[k] - t->bias;
	}
}

double
backtest_blend(const struct backtest *t, const double *total)
{
	double sum = 0;

	for (size_t c = 0; c < N_SETTINGS; c++)
		sum += t->blend[c] * log(total[c] + HALF_COUNT);
	return sum;
}

void
backtest_run(const struct bench *b, struct backtest *ret)
{
	choose(b, ret);
	hide_and_try(b, ret);
	blend(ret);
	correct(ret);
}
