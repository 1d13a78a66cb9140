/* From a site's hourly traffic to what it lost in an incident. */
#include "domain/estimate_site.h"
#include "unit/domain/estimate_help.h"

#define WEEK 168

static const struct site shop = { .seed = 5,
	.per_bin = 400,
	.noise = 0.1,
	.memory = 0.5,
	.drift = 0.001,
	.step_ms = MS_HOUR };

/* Hits as made up, and a fifth of them views. */
static struct site_traffic
traffic_of(const struct estimate_bin *v, size_t n)
{
	struct site_traffic t = {
		.site = STR("shop.example.org"), .step_ms = MS_HOUR, .n = n
	};

	t.v = arena_array(&arena, n, sizeof *t.v);
	for (size_t i = 0; i < n; i++) {
		t.v[i].at = v[i].at;
		t.v[i].hits = (int64_t)v[i].value;
		t.v[i].views = t.v[i].hits / 5;
	}
	return t;
}

static struct site_estimate
estimate_of(const struct site_input *in)
{
	struct site_estimate x;
	struct err e = { 0 };

	if (estimate_site(in, &arena, &x, &e) != 0)
		fail_msg("not estimated: %s", e.text);
	return x;
}

static void
units(void **state)
{
	size_t from = 5 * WEEK + 9, n = 6 * WEEK;
	struct estimate_bin *v = made_up(&shop, n);
	struct site_traffic t = traffic_of(v, n);
	struct site_input in = { .traffic = &t,
		.zone = &utc,
		.unit = STR("hits"),
		.incident = STR("INC-1"),
		.window = { v[from].at, v[from + 8].at } };
	struct site_estimate hits = estimate_of(&in), views;
	struct estimate_input same = outage(&shop, v, n, from, from + 8);
	struct estimate plain = answered(&same);

	(void)state;
	assert_same(&hits.estimate, &plain);
	assert_str(hits.unit, "hits");
	assert_str(hits.site, "shop.example.org");
	assert_str(hits.incident, "INC-1");
	in.unit = STR("views");
	views = estimate_of(&in);
	assert_str(views.unit, "views");
	assert_near(views.estimate.expected, hits.estimate.expected / 5, 0.05);
	in.unit = STR_NONE;
	assert_str(estimate_of(&in).unit, "hits");
}

/* An hour without a row is unknown; another outage is masked. */
static void
unknown_hours(void **state)
{
	size_t from = 5 * WEEK + 9, n = from + 8, down = 4 * WEEK + 10;
	struct estimate_bin *v = made_up(&shop, n);
	struct estimate_bin *gappy = without(v, &n, down, down + 6);
	struct site_traffic t = traffic_of(gappy, n - 8);
	struct spans others = { 0 };
	struct site_input in = { .traffic = &t,
		.zone = &utc,
		.unit = STR("hits"),
		.window = { v[from].at, v[from].at + 8 * MS_HOUR } };
	struct site_estimate x = estimate_of(&in);

	(void)state;
	assert_int_equal(x.estimate.missing_bins, 6);
	assert_int_equal(x.estimate.masked_bins, 0);
	assert_int_equal(x.estimate.inside_bins, 0);
	assert_true(x.estimate.points[0].observed < 0);
	interval_add(&arena, &others, v[WEEK].at, v[WEEK + 3].at);
	interval_add(&arena, &others, v[from].at, v[from].at + MS_HOUR);
	interval_clean(&others);
	in.others = others;
	x = estimate_of(&in);
	assert_int_equal(x.estimate.masked_bins, 3);
}

static void
troubles(void **state)
{
	struct estimate_bin *v = made_up(&shop, WEEK);
	struct site_traffic t = traffic_of(v, 30);
	struct site_input in = { .traffic = &t,
		.zone = &utc,
		.unit = STR("hits"),
		.window = { v[30].at, v[33].at } };
	struct site_estimate x = estimate_of(&in);
	struct err e = { 0 };

	(void)state;
	assert_int_equal(x.estimate.status, ESTIMATE_INSUFFICIENT);
	assert_string_equal(x.estimate.reason, "history_short");
	t.v[3].hits = -1;
	assert_int_equal(estimate_site(&in, &arena, &x, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "shop.example.org"));
}

/* 15 minutes past and 50 minutes to, an hour, three hours, and far away. */
static void
windows_of_trouble(void **state)
{
	struct spans trouble = { 0 }, w;

	(void)state;
	interval_add(&arena, &trouble, MS_HOUR, 2 * MS_HOUR);
	/* less than three hours later: one with the first */
	interval_add(&arena, &trouble, 5 * MS_HOUR - 1, 6 * MS_HOUR);
	/* exactly three hours later: another one */
	interval_add(&arena, &trouble, 9 * MS_HOUR, 10 * MS_HOUR);
	w = estimate_windows(&trouble, MS_HOUR, &arena);
	assert_int_equal(w.n, 2);
	assert_int_equal(w.v[0].from_at, MS_HOUR);
	assert_int_equal(w.v[0].to_at, 6 * MS_HOUR);
	assert_int_equal(w.v[1].from_at, 9 * MS_HOUR);
	/* of days, what lies within a day */
	assert_int_equal(estimate_windows(&trouble, MS_DAY, &arena).n, 1);

	/* twenty outages, a day longer apart each time: the first are joined */
	trouble = (struct spans){ 0 };
	for (int64_t i = 0, at = 0; i < 20; at += (++i + 1) * MS_DAY)
		interval_add(&arena, &trouble, at, at + MS_HOUR);
	w = estimate_windows(&trouble, MS_HOUR, &arena);
	assert_int_equal(w.n, SITE_WINDOWS_MAX);
	assert_int_equal(w.v[0].from_at, 0);
	/* nine of them: 2 + 3 + ... + 9 days after the first, 1 hour long */
	assert_int_equal(w.v[0].to_at, 44 * MS_DAY + MS_HOUR);
}

/* Robots visit nothing; what they ask for is no visitor's loss. */
static void
what_counts(void **state)
{
	struct traffic t = {
		.hits = 100, .robots = 30, .views = 20, .visits = 7
	};

	(void)state;
	assert_int_equal(estimate_count(STR("hits"), &t), 70);
	assert_int_equal(estimate_count(STR_NONE, &t), 70);
	assert_int_equal(estimate_count(STR("views"), &t), 20);
	assert_int_equal(estimate_count(STR("visits"), &t), 7);
	t.robots = 200;
	assert_int_equal(estimate_count(STR("hits"), &t), 0);
}

/*
 * Totals of local days, of which one in spring has 23 hours in Rome: 300 on
 * weekdays, 150 at weekends and on a holiday. Half an hour after midnight of 2
 * April is that day, not the one before.
 */
static void
whole_local_days(void **state)
{
	struct zones zones = { .keep = &arena };
	const int64_t feast = civil_days(2024, 4, 2);
	struct site_traffic t = { .site = STR("a"), .step_ms = MS_DAY };
	struct site_input in = { .traffic = &t, .unit = STR("views") };
	struct site_estimate x;
	struct err e;

	(void)state;
	assert_int_equal(
	    zone_open(&zones, STR("Europe/Rome"), &in.zone, &e), 0);
	t.v = arena_array(&arena, 120, sizeof *t.v);
	for (int i = 0; i < 100; i++) {
		struct civil c = civil_of_days(civil_days(2024, 1, 1) + i);

		t.v[i].at = zone_day(in.zone, c.year, c.month, c.day);
		t.v[i].views = i % 7 < 5 ? 300 : 150; /* 1 January: Monday */
		t.n++;
	}
	in.window.from_at = zone_day(in.zone, 2024, 4, 2) + 30 * MS_MINUTE;
	in.window.to_at = in.window.from_at + 2 * MS_HOUR;
	x = estimate_of(&in);
	assert_int_equal(x.estimate.status, ESTIMATE_OK);
	assert_true(x.estimate.daily);
	assert_int_equal(
	    x.estimate.window.from_at, zone_day(in.zone, 2024, 4, 2));
	assert_int_equal(
	    x.estimate.window.to_at, zone_day(in.zone, 2024, 4, 3));
	assert_int_equal(x.estimate.claimed.from_at, in.window.from_at);
	assert_int_equal(x.estimate.n_points, 1);
	assert_int_equal(
	    x.estimate.points[0].at, zone_day(in.zone, 2024, 4, 2));
	assert_near(x.estimate.expected, 300, 0.02);
	in.holidays = &feast;
	in.n_holidays = 1;
	x = estimate_of(&in);
	assert_near(x.estimate.expected, 150, 0.02);
	assert_int_equal(x.estimate.holidays_inside, 1);
	assert_int_equal(x.estimate.holidays_before, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(units, forget),
		cmocka_unit_test_teardown(windows_of_trouble, forget),
		cmocka_unit_test_teardown(what_counts, forget),
		cmocka_unit_test_teardown(whole_local_days, forget),
		cmocka_unit_test_teardown(unknown_hours, forget),
		cmocka_unit_test_teardown(troubles, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
