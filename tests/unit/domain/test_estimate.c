/* The traffic there would have been: what must never change the answer, what
 * must, and what is no answer. */
#include "unit/domain/estimate_help.h"

#define WEEK 168

static const struct site shop = { .seed = 11,
	.per_bin = 400,
	.noise = 0.12,
	.memory = 0.6,
	.drift = 0.002,
	.step_ms = MS_HOUR };

/* ---- what is right ---- */

/* Six weeks of the same pattern and no noise: the pattern goes on. */
static void
exact_pattern(void **state)
{
	/*
	 * Tests of five days begin 2 weeks after the first bin and end 1018
	 * hours after it: they lie on 651 hours, 8 lengths count for neff, and
	 * under 10 is not an A.
	 */
	static const struct {
		size_t hours;
		char grade;
	} rows[] = {
		{ 1, 'A' },
		{ 4, 'A' },
		{ 12, 'A' },
		{ 24, 'A' },
		{ 72, 'A' },
		{ 120, 'B' },
	};
	struct site s = shop;
	struct estimate_bin *v;

	(void)state;
	s.noise = s.drift = 0;
	v = made_up(&s, 7 * WEEK);
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		size_t from = 6 * WEEK + 10, to = from + rows[k].hours;
		struct estimate_input in = outage(&s, v, from, from, to);
		struct estimate x = answered(&in);

		assert_sane(&x);
		assert_near(x.expected, truth(v, from, to), 0.01);
		assert_int_equal(x.grade, rows[k].grade);
		assert_true(x.h80 >= 0.01 && x.h95 >= 0.015);
		assert_int_equal(x.n_windows, 60);
		assert_true(x.lo80 < x.expected && x.expected < x.hi80);
	}
}

/* The points are the window's bins, and add up to the totals. */
static void
points_add_up(void **state)
{
	struct estimate_bin *v = made_up(&shop, 5 * WEEK);
	struct estimate_input in =
	    outage(&shop, v, 5 * WEEK, 4 * WEEK + 8, 4 * WEEK + 20);
	struct estimate x = answered(&in);
	double expected = 0, observed = 0;

	(void)state;
	assert_int_equal(x.n_points, 12);
	for (size_t i = 0; i < x.n_points; i++) {
		assert_int_equal(
		    x.points[i].at, in.window.from_at + (int64_t)i * MS_HOUR);
		expected += x.points[i].expected;
		observed += x.points[i].observed;
	}
	assert_near(expected, x.expected, 1e-9);
	assert_near(observed, truth(v, 4 * WEEK + 8, 4 * WEEK + 20), 1e-12);
	assert_near(x.observed, observed, 1e-12);
	assert_int_equal(x.inside_bins, 12);
}

/* Clocks in Rome went forward on 31 March 2024: slots move, the data stays. */
static void
change_of_clocks(void **state)
{
	struct zones zones = { .keep = &arena };
	struct site s = shop;
	size_t from = 13 * WEEK + 4, to = from + 4; /* Monday 1 April */
	struct estimate_bin *v;
	struct estimate_input in;
	struct estimate x;
	struct err e;

	(void)state;
	s.noise = s.drift = 0;
	assert_int_equal(zone_open(&zones, STR("Europe/Rome"), &s.zone, &e), 0);
	v = made_up(&s, from + 24);
	in = outage(&s, v, from, from, to);
	x = answered(&in);
	assert_near(x.expected, truth(v, from, to), 0.02);
	/* a clock that is not told of it is an hour late on a steep slope */
	in.zone = &utc;
	x = answered(&in);
	assert_true(x.expected < 0.96 * truth(v, from, to));
}

/* ---- what changes nothing ---- */

static void
trickle_is_no_evidence(void **state)
{
	size_t from = 5 * WEEK + 9, to = from + 24, n = from;
	struct estimate_bin *v = made_up(&shop, 6 * WEEK);
	struct estimate_input in = outage(&shop, v, n, from, to);
	struct estimate silent = answered(&in), trickle;

	(void)state;
	for (size_t i = from; i < to; i++)
		v[i].value = floor(v[i].value / 10);
	in.n_bins = to;
	trickle = answered(&in);
	assert_same(&silent, &trickle);
	assert_true(silent.observed == 0 && trickle.observed > 0);
	assert_near(trickle.lost, trickle.expected - trickle.observed, 1e-12);
	assert_near(trickle.lost_hi95, trickle.hi95 - trickle.observed, 1e-12);
	assert_int_equal(silent.inside_bins, 0);
	assert_int_equal(trickle.inside_bins, 24);
}

static void
whole_weeks_later(void **state)
{
	size_t from = 5 * WEEK + 9, n = 6 * WEEK;
	struct estimate_bin *v = made_up(&shop, n);
	struct estimate_input in = outage(&shop, v, n, from, from + 12);
	struct estimate now = answered(&in), later;

	(void)state;
	for (size_t i = 0; i < n; i++)
		v[i].at += 52 * 7 * MS_DAY;
	in.window.from_at += 52 * 7 * MS_DAY;
	in.window.to_at += 52 * 7 * MS_DAY;
	later = answered(&in);
	assert_same(&now, &later);
}

static void
larger_site_same_width(void **state)
{
	size_t from = 8 * WEEK + 9, to = from + 12;
	struct estimate_bin *v = made_up(&shop, to);
	struct estimate_input in = outage(&shop, v, from, from, to);
	struct estimate small = answered(&in), large;

	(void)state;
	for (size_t i = 0; i < from; i++)
		v[i].value *= 10;
	large = answered(&in);
	assert_near(large.expected, 10 * small.expected, 0.05);
	assert_near((large.hi80 - large.lo80) / large.expected,
	    (small.hi80 - small.lo80) / small.expected, 0.05);
	assert_near((large.hi95 - large.lo95) / large.expected,
	    (small.hi95 - small.lo95) / small.expected, 0.05);
}

/* Finer logs are summed to quarters of an hour. */
static void
five_minutes_are_quarters(void **state)
{
	struct site s = shop;
	size_t n = 4 * WEEK * 4, from = n - 16;
	struct estimate_bin *v, *fine;
	struct estimate_input in;
	struct estimate quarters, minutes;

	(void)state;
	s.step_ms = 15 * MS_MINUTE;
	s.per_bin = 100;
	v = made_up(&s, n);
	fine = arena_array(&arena, 3 * n, sizeof *fine);
	for (size_t i = 0; i < 3 * n; i++) {
		fine[i].at = v[i / 3].at + (int64_t)(i % 3) * 5 * MS_MINUTE;
		fine[i].value = i % 3 == 0 ? v[i / 3].value : 0;
	}
	in = outage(&s, v, from, from, n);
	quarters = answered(&in);
	in.bins = fine;
	in.n_bins = 3 * from;
	in.step_ms = 5 * MS_MINUTE;
	minutes = answered(&in);
	assert_same(&quarters, &minutes);
	assert_int_equal(minutes.step_ms, 15 * MS_MINUTE);
}

/* ---- windows and masks ---- */

/* The part of an edge bin outside the outage was observed: it cancels. */
static void
edges_are_whole_bins(void **state)
{
	size_t from = 5 * WEEK + 14;
	struct estimate_bin *v = made_up(&shop, 6 * WEEK);
	struct estimate_input in = outage(&shop, v, from + 3, from, from + 3);
	struct estimate x;

	(void)state;
	in.window.from_at += 20 * MS_MINUTE;
	in.window.to_at -= 20 * MS_MINUTE;
	x = answered(&in);
	assert_int_equal(x.window.from_at, in.window.from_at - 20 * MS_MINUTE);
	assert_int_equal(x.window.to_at, in.window.to_at + 20 * MS_MINUTE);
	assert_near(x.observed, truth(v, from, from + 3), 1e-12);
}

/* Five hours without traffic, two weeks earlier, are not the site's habit. */
static void
earlier_outages(void **state)
{
	size_t down = 4 * WEEK + 12, from = 6 * WEEK + 12;
	struct estimate_bin *v = made_up(&shop, from);
	struct estimate_input in = outage(&shop, v, from, from, from + 6);
	struct estimate x = answered(&in), told;
	struct spans masks = { 0 };

	(void)state;
	assert_int_equal(x.masked_bins, 0);
	for (size_t i = down; i < down + 5; i++)
		v[i].value = 0;
	x = answered(&in);
	assert_int_equal(x.masked_bins, 5);
	interval_add(
	    &arena, &masks, v[down].at + 1, v[down + 4].at + MS_MINUTE);
	interval_clean(&masks);
	in.masks = masks;
	told = answered(&in);
	assert_int_equal(told.masked_bins, 5);
	/* found only after the noise was measured, so not quite the same */
	assert_near(told.expected, x.expected, 0.01);
}

static void
gaps_are_unknown(void **state)
{
	size_t from = 6 * WEEK + 12, n = from;
	struct estimate_bin *v = made_up(&shop, from + 6);
	struct estimate_bin *gappy = without(v, &n, 4 * WEEK, 4 * WEEK + 30);
	struct estimate_input in = outage(&shop, gappy, n, from, from + 6);
	struct estimate x = answered(&in);

	(void)state;
	assert_sane(&x);
	assert_int_equal(x.missing_bins, 30);
	assert_int_equal(x.history_hours, (int64_t)from - 30);
	assert_near(x.expected, truth(v, from, from + 6), 0.25);
}

/* ---- the data after ---- */

/*
 * The site doubles in the middle of the outage. From before, that cannot be
 * seen; from both sides it must be.
 */
static void
both_sides_pull(void **state)
{
	struct site s = shop;
	size_t from = 8 * WEEK, to = from + 48, n = to + WEEK;
	struct estimate_bin *v;
	struct estimate_input in;
	struct estimate before, x;

	(void)state;
	s.noise = 0.05;
	v = made_up(&s, n);
	for (size_t i = from + 24; i < n; i++)
		v[i].value *= 2;
	in = outage(&s, v, from, from, to);
	before = answered(&in);
	in.n_bins = n;
	x = answered(&in);
	assert_false(before.used_after);
	assert_true(before.one_sided == before.expected);
	assert_true(x.used_after);
	assert_near(x.one_sided, before.expected, 0.02);
	assert_true(x.expected > 1.15 * x.one_sided);
	assert_true(x.sides_differ);
	assert_int_equal(x.guard_ms, 3 * MS_HOUR);
}

/* Less than a day of it is not used; the guard is a quarter, 1 to 3 hours. */
static void
how_much_after(void **state)
{
	static const struct {
		size_t hours, after;
		bool used;
		int64_t guard_h;
	} rows[] = {
		{ 1, 168, true, 1 },
		{ 8, 168, true, 2 },
		{ 12, 24, true, 3 },
		{ 72, 400, true, 3 },
		{ 12, 23, false, 0 },
		{ 12, 0, false, 0 },
	};
	struct estimate_bin *v = made_up(&shop, 9 * WEEK);

	(void)state;
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		size_t from = 5 * WEEK, to = from + rows[k].hours;
		struct estimate_input in =
		    outage(&shop, v, to + rows[k].after, from, to);
		struct estimate x = answered(&in);

		assert_sane(&x);
		assert_int_equal(x.used_after, rows[k].used);
		assert_int_equal(x.guard_ms, rows[k].guard_h * MS_HOUR);
		assert_int_equal(x.has_rebound, rows[k].after >= 24);
	}
}

/* Half of the visits come back over the next ten hours. */
static void
rebound_is_told(void **state)
{
	struct site s = shop;
	size_t from = 8 * WEEK + 8, to = from + 10, n = to + 5 * 24;
	struct estimate_bin *v;
	struct estimate_input in;
	struct estimate plain, x;
	double back = 0;

	(void)state;
	s.noise = 0.04;
	v = made_up(&s, n);
	in = outage(&s, v, n, from, to);
	plain = answered(&in);
	for (size_t i = from; i < to; i++) {
		v[to + i - from].value += v[i].value / 2;
		back += v[i].value / 2;
	}
	x = answered(&in);
	assert_true(x.has_rebound);
	assert_near(x.rebound - plain.rebound, back, 1e-9);
	assert_true(x.rebound_lo80 > 0);
	assert_true(x.rebound_lo80 < x.rebound && x.rebound < x.rebound_hi80);
	/* never deducted here */
	assert_near(x.lost, x.expected - x.observed, 1e-12);
}

/* ---- no answer, and answers nobody should rely on ---- */

static void
too_little(void **state)
{
	struct estimate_bin *v = made_up(&shop, 4 * WEEK);
	struct estimate_input in = outage(&shop, v, 0, 0, 4);
	struct estimate x = estimated(&in);

	(void)state;
	assert_int_equal(x.status, ESTIMATE_INSUFFICIENT);
	assert_string_equal(x.reason, "history_short");
	in = outage(&shop, v, 1, 1, 5);
	x = estimated(&in);
	assert_string_equal(x.reason, "history_short");
	in = outage(&shop, v, 47, 47, 50);
	x = estimated(&in);
	assert_string_equal(x.reason, "history_short");
	assert_int_equal(x.history_hours, 47);
	/* everything lies behind the window */
	in = outage(&shop, v, 4 * WEEK, 0, 5);
	in.window.from_at -= MS_DAY;
	x = estimated(&in);
	assert_string_equal(x.reason, "history_short");
	in.window.to_at = in.window.from_at;
	x = estimated(&in);
	assert_string_equal(x.reason, "window_empty");
	for (size_t i = 0; i < 3 * WEEK; i++)
		v[i].value = i < 19;
	in = outage(&shop, v, 3 * WEEK, 3 * WEEK, 3 * WEEK + 5);
	x = estimated(&in);
	assert_int_equal(x.status, ESTIMATE_INSUFFICIENT);
	assert_string_equal(x.reason, "counts_few");
	v[19].value = 1;
	x = answered(&in);
	assert_sane(&x);
	assert_int_equal(x.grade, 'D');
}

static void
barely_enough(void **state)
{
	struct estimate_bin *v = made_up(&shop, 4 * WEEK);
	struct estimate_input in = outage(&shop, v, 48, 48, 52);
	struct estimate x = answered(&in);

	(void)state;
	assert_sane(&x);
	assert_int_equal(x.n_windows, 0);
	assert_int_equal(x.grade, 'D');
	/* no test window: twice and four times the prior of 20 % */
	assert_near(x.h80, 0.4, 1e-12);
	assert_near(x.h95, 0.8, 1e-12);
	assert_near(x.hi80, x.expected * exp(0.4 * 1.15), 1e-12);
	assert_near(x.lo80, x.expected * exp(-0.4 * 0.85), 1e-12);
	/* an outage of three weeks after one week of history */
	in = outage(&shop, v, WEEK, WEEK, 4 * WEEK);
	x = answered(&in);
	assert_sane(&x);
	assert_int_equal(x.n_windows, 0);
	assert_int_equal(x.grade, 'D');
}

/* Only weekdays were ever seen; the window is a weekend. */
static void
never_seen_hours(void **state)
{
	struct estimate_bin *v = made_up(&shop, WEEK);
	struct estimate_input in = outage(&shop, v, 5 * 24, 5 * 24, 7 * 24);
	struct estimate x = answered(&in);

	(void)state;
	assert_sane(&x);
	assert_near(x.unseen, 1, 1e-12);
	assert_int_equal(x.grade, 'D');
	/* Thursday and Friday alone: no test, and 1.7 times the prior's 0.4 */
	in = outage(&shop, v, 5 * 24, 5 * 24, 5 * 24 + 4);
	in.bins = v + 3 * 24;
	in.n_bins = 2 * 24;
	x = answered(&in);
	assert_int_equal(x.n_windows, 0);
	assert_near(x.h80, 0.4 * 1.7, 1e-12);
}

static void
extremes(void **state)
{
	static const double levels[] = { 0.05, 1, 1e3, 1e12 };
	size_t n = 5 * WEEK;

	(void)state;
	for (size_t k = 0; k < sizeof levels / sizeof *levels; k++) {
		struct site s = shop;
		struct estimate_bin *v, *flat;
		struct estimate_input in;
		struct estimate x;

		s.per_bin = levels[k];
		v = made_up(&s, n);
		in = outage(&s, v, n - 24, n - 24, n);
		x = answered(&in);
		assert_sane(&x);
		flat = arena_array(&arena, n, sizeof *flat);
		for (size_t i = 0; i < n; i++)
			flat[i] = (struct estimate_bin){ v[i].at, levels[k] };
		in.bins = flat;
		x = answered(&in);
		assert_sane(&x);
		assert_near(x.expected, 24 * levels[k], 0.02);
	}
}

/* All zeros but one hour of the week: ratios of sums, nothing is a log. */
static void
mostly_zero(void **state)
{
	size_t n = 6 * WEEK;
	struct estimate_bin *v = made_up(&shop, n);
	struct estimate_input in = outage(&shop, v, n - 24, n - 24, n);
	struct estimate x;

	(void)state;
	for (size_t i = 0; i < n; i++)
		v[i].value = i % WEEK == 10 ? 50 : 0;
	x = answered(&in);
	assert_sane(&x);
	in = outage(&shop, v, 5 * WEEK, 5 * WEEK + 10, 5 * WEEK + 11);
	x = answered(&in);
	assert_sane(&x);
}

static void
bad_input(void **state)
{
	static const struct {
		size_t at;
		double value;
		int64_t shift_ms;
		const char *why;
	} rows[] = {
		{ 30, -1, 0, "negative" },
		{ 30, NAN, 0, "no number" },
		{ 30, INFINITY, 0, "no number" },
		{ 30, 5, -MS_HOUR, "same bin" },
		{ 30, 5, -2 * MS_HOUR, "order" },
		{ 30, 5, MS_MINUTE, "grid" },
	};
	struct err e = { 0 };
	struct estimate x;

	(void)state;
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		struct estimate_bin *v = made_up(&shop, WEEK);
		struct estimate_input in = outage(&shop, v, 100, 100, 104);

		v[rows[k].at].value = rows[k].value;
		v[rows[k].at].at += rows[k].shift_ms;
		assert_int_equal(estimate_window(&in, &arena, &x, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
		assert_non_null(strstr(e.text, rows[k].why));
	}
}

static void
bad_step(void **state)
{
	static const int64_t steps[] = { 0, -1, 7 * MS_MINUTE, 7 * MS_HOUR,
		2 * MS_DAY };
	struct err e = { 0 };
	struct estimate x;

	(void)state;
	for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
		struct estimate_input in = outage(&shop, NULL, 0, 0, 4);

		in.step_ms = steps[k];
		assert_int_equal(estimate_window(&in, &arena, &x, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
	}
}

/* A daily series: whole days, its own settings, its own prior. */
static void
days(void **state)
{
	struct site s = shop;
	size_t n = 120;
	struct estimate_bin *v;
	struct estimate_input in;
	struct estimate x;

	(void)state;
	s.step_ms = MS_DAY;
	s.per_bin = 5000;
	v = made_up(&s, n);
	in = outage(&s, v, n - 3, n - 3, n);
	x = answered(&in);
	assert_sane(&x);
	assert_near(x.expected, truth(v, n - 3, n), 0.3);
	/* last start 114, first 28: 60 tests on every day from 55 on */
	assert_int_equal(x.n_windows, 60);
	in = outage(&s, v, 13, 13, 14);
	x = estimated(&in);
	assert_string_equal(x.reason, "history_short");
	in = outage(&s, v, 14, 14, 15);
	x = answered(&in);
	assert_near(x.h80, 0.5, 1e-12); /* twice 25 % */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(exact_pattern, forget),
		cmocka_unit_test_teardown(points_add_up, forget),
		cmocka_unit_test_teardown(change_of_clocks, forget),
		cmocka_unit_test_teardown(trickle_is_no_evidence, forget),
		cmocka_unit_test_teardown(whole_weeks_later, forget),
		cmocka_unit_test_teardown(larger_site_same_width, forget),
		cmocka_unit_test_teardown(five_minutes_are_quarters, forget),
		cmocka_unit_test_teardown(edges_are_whole_bins, forget),
		cmocka_unit_test_teardown(earlier_outages, forget),
		cmocka_unit_test_teardown(gaps_are_unknown, forget),
		cmocka_unit_test_teardown(both_sides_pull, forget),
		cmocka_unit_test_teardown(how_much_after, forget),
		cmocka_unit_test_teardown(rebound_is_told, forget),
		cmocka_unit_test_teardown(too_little, forget),
		cmocka_unit_test_teardown(barely_enough, forget),
		cmocka_unit_test_teardown(never_seen_hours, forget),
		cmocka_unit_test_teardown(extremes, forget),
		cmocka_unit_test_teardown(mostly_zero, forget),
		cmocka_unit_test_teardown(bad_input, forget),
		cmocka_unit_test_teardown(bad_step, forget),
		cmocka_unit_test_teardown(days, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
