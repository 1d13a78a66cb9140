/* The parts of the estimate, against figures worked out by hand. */
#include "domain/estimate_interval.h"
#include "domain/estimate_level.h"
#include "domain/estimate_noise.h"
#include "domain/estimate_profile.h"
#include "domain/estimate_quantile.h"
#include "unit/domain/estimate_help.h"

#define WEEK 168

static void
quantiles(void **state)
{
	static const double v[] = { 3, 1, 2 }, same[] = { 1, 1, 1 };
	static const double two[] = { 10, 20 }, weights[] = { 3, 1 };

	(void)state;
	/* 1, 2, 3 stand at 1/6, 3/6, 5/6 */
	assert_near(quantile(v, same, 3, 0.5), 2, 1e-12);
	assert_near(quantile(v, same, 3, 0.8), 2.9, 1e-12);
	assert_near(quantile(v, same, 3, 0.95), 3, 1e-12);
	assert_near(quantile(v, same, 3, 0.1), 1, 1e-12);
	/* 10 stands at 3/8, 20 at 7/8: a quarter of the way at 1/2 */
	assert_near(quantile(two, weights, 2, 0.5), 12.5, 1e-12);
	assert_near(quantile(two, weights, 1, 0.5), 10, 1e-12);
}

static void
counts(void **state)
{
	(void)state;
	/*
	 * Mean 1 and variance 1 + 1 make it geometric with p = 1/2: 0.5, 0.75,
	 * 0.875, 0.9375 up to 0, 1, 2, 3.
	 */
	assert_near(quantile_count(1, 1, 0.49) + 1, 1, 1e-12);
	assert_near(quantile_count(1, 1, 0.6), 1, 1e-12);
	assert_near(quantile_count(1, 1, 0.8), 2, 1e-12);
	assert_near(quantile_count(1, 1, 0.9), 3, 1e-12);
	assert_true(quantile_count(0, 1, 0.975) == 0);
	/* nearly Poisson of mean 4: 0.889 up to 6, 0.949 up to 7 */
	assert_near(quantile_count(4, 1e-6, 0.90), 7, 1e-12);
}

static void
surprises(void **state)
{
	(void)state;
	/* log(1 + (3 - 1) / 2), and -log(1 + (3 - 1) / 2) */
	assert_near(noise_innov(3, 1), log(2), 1e-12);
	assert_near(noise_innov(1, 3), -log(2), 1e-12);
	assert_true(noise_innov(7, 7) == 0);
	assert_true(isfinite(noise_innov(0, 1e12)));
}

/* The grid of a site with so many bins, and its window. */
static struct grid
grid_of(const struct site *s, size_t n, size_t from, size_t to)
{
	struct estimate_bin *v = made_up(s, n);
	struct estimate_input in = outage(s, v, n, from, to);
	struct grid g;
	struct err e;

	assert_int_equal(grid_build(&in, &arena, &g, &e), 0);
	return g;
}

static void
slots(void **state)
{
	struct site s = { .seed = 1, .per_bin = 10, .step_ms = MS_HOUR };
	struct grid g = grid_of(&s, 3 * WEEK, 2 * WEEK, 2 * WEEK + 5);

	(void)state;
	/* the first bin is Monday 00:00 UTC */
	assert_int_equal(g.slot[0], 0);
	assert_int_equal(g.slot[WEEK + 25], 25);
	assert_int_equal(g.weekday[5 * 24], 5);
	assert_int_equal(grid_weekend(&g, 5 * 24 - 1), 0);
	assert_int_equal(grid_weekend(&g, 5 * 24), 1);
	assert_int_equal(grid_known(&g, 0, 3 * WEEK), 3 * WEEK - 5);
	assert_int_equal(g.n, 3 * WEEK);
	assert_true(isnan(g.y[2 * WEEK]));
}

/*
 * Without noise the profile is the pattern, with or without a bin itself, but
 * for what the separable shape pulls it: there weekends are less different.
 */
static void
profile_of_pattern(void **state)
{
	struct site s = { .seed = 1, .per_bin = 1000, .step_ms = MS_HOUR };
	size_t from = 6 * WEEK;
	struct grid g = grid_of(&s, from + 24, from, from + 24);
	struct profile *p = profile_new(&g, g.n, &arena);
	struct arena scratch = { 0 };
	struct view v = { .grid = &g,
		.to = from,
		.gap_from = from,
		.gap_to = from + 24,
		.guard_to = from + 24,
		.level_from = 3 * WEEK,
		.level_to = from + 24 };
	double expected[24];

	(void)state;
	profile_fit(p, &v, &g.rules->memory[0], NOISE_START, &scratch);
	for (size_t i = 0; i < from; i++) {
		assert_near(p->level[i] * p->loo[i], g.y[i], 0.08);
		assert_near(p->level[i] * p->slot[g.slot[i]], g.y[i], 0.08);
	}
	level_run(p, &(struct dynamic){ g.rules->fast[0], 5e-4 }, 1,
	    NOISE_START, &scratch, expected);
	for (size_t i = 0; i < 24; i++)
		assert_near(expected[i],
		    1000 * pattern(&s, grid_at(&g, from + i)), 0.08);
	arena_release(&scratch);
}

/* One bin a hundred times too large does not bend the profile. */
static void
spikes_are_clipped(void **state)
{
	struct site s = { .seed = 1, .per_bin = 1000, .step_ms = MS_HOUR };
	size_t from = 6 * WEEK, spike = 3 * WEEK + 50;
	struct grid g = grid_of(&s, from + 1, from, from + 1);
	struct profile *p = profile_new(&g, g.n, &arena);
	struct arena scratch = { 0 };
	struct view v = { .grid = &g,
		.to = from,
		.gap_from = from,
		.gap_to = from + 1,
		.guard_to = from + 1 };
	double was = g.y[spike];

	(void)state;
	g.y[spike] *= 100;
	profile_fit(p, &v, &g.rules->memory[0], 0.01, &scratch);
	/* the first pass still believes it a little */
	assert_true(p->y[spike] > was && p->y[spike] < 3 * was);
	assert_near(p->slot[g.slot[spike]] * p->level[spike], was, 0.3);
	arena_release(&scratch);
}

/*
 * With each slot 20 % high in one week and 20 % low in the next, a bin is log
 * 1.2 away from its slot, and up to 6/5 of that when it is left out of the six
 * weeks itself: 0.6 (1.4826 log 1.2)^2 = 0.0438, times up to 1.44.
 */
static void
noise(void **state)
{
	struct site s = { .seed = 1, .per_bin = 1e6, .step_ms = MS_HOUR };
	size_t from = 6 * WEEK;
	struct grid g = grid_of(&s, from + 1, from, from + 1);
	struct arena scratch = { 0 };
	double scale;

	(void)state;
	assert_near(noise_scale(&g, &scratch), NOISE_MIN, 1e-12);
	for (size_t i = 0; i < from; i++)
		g.y[i] *= (i / WEEK + i / 7) % 2 ? 1.2 : 1 / 1.2;
	scale = noise_scale(&g, &scratch);
	assert_true(scale > 0.0438 && scale < 0.0438 * 1.44);
	assert_int_equal(g.masked, 0);
	arena_release(&scratch);
}

static void
bands(void **state)
{
	struct width w = { 0.2, 0.4, 1.1, 1 / 1.1 };
	struct band b = interval_band(1000, &w);

	(void)state;
	assert_near(b.lo80, 1000 * exp(-0.2 / 1.1), 1e-12);
	assert_near(b.hi80, 1000 * exp(0.22), 1e-12);
	assert_near(b.lo95, 1000 * exp(-0.4 / 1.1), 1e-12);
	assert_near(b.hi95, 1000 * exp(0.44), 1e-12);
	b = interval_band(0, &w);
	assert_true(b.lo95 == 0 && b.hi95 == 0);
	b = interval_band(12, &w);
	assert_true(b.lo80 == floor(b.lo80) && b.hi95 == floor(b.hi95));
	assert_true(b.lo95 <= b.lo80 && b.lo80 < 12);
	assert_true(12 < b.hi80 && b.hi80 <= b.hi95);
}

/* Each condition of the table, one at a time. */
static void
letters(void **state)
{
	static const struct {
		size_t n;
		double neff, unseen, h80, h95, expected;
		char grade;
	} rows[] = {
		{ 60, 40, 0, 0.10, 0.2, 100, 'A' },
		{ 60, 40, 0, 0.16, 0.3, 100, 'B' },
		{ 60, 9.9, 0, 0.10, 0.2, 100, 'B' },
		{ 60, 40, 0, 0.36, 0.7, 100, 'C' },
		{ 7, 40, 0, 0.10, 0.2, 100, 'D' },
		{ 60, 2.9, 0, 0.10, 0.2, 100, 'D' },
		{ 60, 40, 0.21, 0.10, 0.2, 100, 'D' },
		{ 60, 40, 0, 0.50, 1.11, 100, 'D' },
		{ 60, 40, 0, 0.10, 0.2, 4.9, 'D' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct backtest t = { .n = rows[i].n, .neff = rows[i].neff };
		struct width w = { rows[i].h80, rows[i].h95, 1, 1 };

		assert_int_equal(
		    interval_grade(rows[i].expected, &t, &w, rows[i].unseen),
		    rows[i].grade);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(quantiles, forget),
		cmocka_unit_test_teardown(counts, forget),
		cmocka_unit_test_teardown(surprises, forget),
		cmocka_unit_test_teardown(slots, forget),
		cmocka_unit_test_teardown(profile_of_pattern, forget),
		cmocka_unit_test_teardown(spikes_are_clipped, forget),
		cmocka_unit_test_teardown(noise, forget),
		cmocka_unit_test_teardown(bands, forget),
		cmocka_unit_test_teardown(letters, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
