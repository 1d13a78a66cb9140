/*
 * Each figure of the quarter in review_story.h against a number worked out by
 * hand.
 */
#include "domain/review_rows.h"
#include "unit/domain/review_story.h"

static void
test_quarters(void **state)
{
	struct str *names, named = STR("2024-Q1");
	struct review_figures none;
	size_t n;

	(void)state;
	names = review_quarters(&w.d.settings, &w.keep, &n);
	assert_int_equal(n, 1);
	assert_string_equal(str_cstr(&w.keep, names[0]), "2024-Q1");
	/* out of order, twice, and a quarter with a hole */
	w.periods[0] = STR("2024-06");
	w.periods[1] = STR("2024-04");
	w.periods[2] = STR("2024-05");
	w.periods[3] = STR("2024-05");
	w.periods[4] = STR("2024-01");
	w.periods[5] = STR("2024-03");
	w.d.settings.n_periods = 6;
	names = review_quarters(&w.d.settings, &w.keep, &n);
	assert_int_equal(n, 1);
	assert_string_equal(str_cstr(&w.keep, names[0]), "2024-Q2");
	/* of two full quarters the one that is named */
	w.periods[4] = STR("2024-01");
	w.periods[3] = STR("2024-02");
	w.d.settings.quarters = &named;
	w.d.settings.n_quarters = 1;
	names = review_quarters(&w.d.settings, &w.keep, &n);
	assert_int_equal(n, 1);
	assert_string_equal(str_cstr(&w.keep, names[0]), "2024-Q1");
	w.d.settings.n_quarters = 0;
	names = review_quarters(&w.d.settings, &w.keep, &n);
	assert_int_equal(n, 2);
	assert_false(review_figures(&w.d, STR("2024-01"), &w.keep, &none));
	assert_false(review_figures(&w.d, STR("Q1"), &w.keep, &none));
}

/* D is 635 of 5 x 131,040; 465 of it where 99.9 % leave 4 x 131.04. */
static void
test_all(void **state)
{
	(void)state;
	assert_int_equal(f.all.services, 5);
	assert_int_equal(f.all.customers, 4);
	assert_int_equal(f.all.settlements, 15);
	assert_int_equal(f.all.time_ms, 655200 * MIN);
	assert_int_equal(f.all.downtime_ms, 635 * MIN);
	assert_int_equal(f.all.down_ms, 635 * MIN);
	assert_ratio(f.all.availability, 655200 - 635, 655200);
	assert_ratio(f.all.experienced, 655200 - 635, 655200);
	assert_ratio(f.all.availability_low, 655200 - 635 - 2880, 655200);
	assert_ratio(f.all.coverage, 655200 - 2880, 655200);
	assert_ratio(f.all.budget, 52416 * MIN, 100);
	assert_int_equal(f.all.spent_ms, 465 * MIN);
	assert_ratio(f.all.used, 46500, 52416);
	assert_ratio(f.all.left, 5916, 52416);
	assert_ratio(f.all.target, 999, 1000);
	/* January allows 44.64, February 41.76: web-a 2, web-b 2, c, d */
	assert_int_equal(f.all.breaches, 6);
	assert_int_equal(f.all.customers_in_breach, 4);
	assert_int_equal(f.quality.longer, 1);
	assert_int_equal(f.quality.unsettled, 3);
	assert_int_equal(f.quality.no_data_ms, 2880 * MIN);
}

static void
test_scopes(void **state)
{
	const struct review_scope *s = f.services;

	(void)state;
	/* most downtime first: web-b 175, mail-a 170, web-a 150, db-d, web-c */
	assert_int_equal(f.n_services, 5);
	assert_string_equal(s[0].service->id.p, "web-b");
	assert_string_equal(s[1].service->id.p, "mail-a");
	assert_string_equal(s[4].service->id.p, "web-c");
	assert_ratio(s[0].sum.availability, 131040 - 175, 131040);
	/* the worst day of web-b has I1 */
	assert_ratio(s[0].worst_day, 1340, 1440);
	/* a target is a promise: mail-a has none */
	assert_false(ratio_ok(s[1].sum.budget));
	assert_ratio(s[0].sum.target, 999, 1000);
	assert_int_equal(f.n_kinds, 3);
	assert_string_equal(f.kinds[0].name.p, "db");
	assert_ratio(f.kinds[2].sum.availability, 393120 - 385, 393120);
	/* 2 + 3 + 2 failures; (393120 - 385) / 7 = 56105 */
	assert_true(f.kinds[2].sum.has_mtbf);
	assert_int_equal(f.kinds[2].sum.mtbf_ms, 56105 * MIN);
	assert_false(f.kinds[1].sum.has_mtbf);
	assert_int_equal(f.kinds[1].sum.failures, 3);
	assert_int_equal(f.kinds[2].sum.customer_ms, 385 * MIN);
	assert_int_equal(f.n_segments, 2);
	assert_string_equal(f.segments[0].name.p, "club");
	assert_ratio(f.segments[0].sum.availability, 262080 - 140, 262080);
	assert_ratio(f.segments[1].sum.availability, 393120 - 495, 393120);
	assert_int_equal(f.segments[1].sum.customer_ms, (230 + 175) * MIN);
}

/*
 * a has 320 of two services, so 160 of one; with 175, 60 and 80 the mean is
 * 118.75. By fee: (60 x 170 + 300 x 150 + 300 x 175 + 150 x 60) / 810.
 */
static void
test_customers(void **state)
{
	(void)state;
	assert_int_equal(f.customers.n, 4);
	assert_ratio(f.customers.mean, 13104000 - 11875, 13104000);
	assert_ratio(f.customers.worst, 131040 - 175, 131040);
	assert_string_equal(f.customers.worst_customer->id.p, "b");
	assert_ratio(f.customers.tenth, 131040 - 175, 131040);
	/* a: 10:00-12:00 once, 50, 60: 230; 175; 60; 80 */
	assert_int_equal(f.customers.customer_ms, 545 * MIN);
	assert_int_equal(f.n_by_fee, 2);
	assert_ratio(f.by_fee[0].availability, INT64_C(810) * 131040 - 116700,
	    INT64_C(810) * 131040);
	assert_ratio(f.by_fee[1].availability, 131040 - 80, 131040);
}

static void
test_incidents(void **state)
{
	static const struct {
		int64_t wall, customer, service, burn;
	} want[] = {
		{ 100, 200, 200, 200 }, /* I1 */
		{ 50, 200, 250, 200 },  /* I2: mail-a has no budget */
		{ 10, 10, 10, 10 },     /* I3 */
		{ 30, 30, 30, 30 },     /* I4 */
		{ 60, 60, 60, 0 },      /* I5 */
		{ 45, 45, 85, 25 },     /* none: what I1 left of an hour, 25 */
	};

	(void)state;
	assert_int_equal(f.n_incidents, 6);
	assert_int_equal(f.named_incidents, 5);
	assert_null(f.incidents[5].incident);
	for (size_t i = 0; i < 6; i++) {
		const struct review_incident *r = &f.incidents[i];

		assert_int_equal(r->wall_ms, want[i].wall * MIN);
		assert_int_equal(r->customer_ms, want[i].customer * MIN);
		assert_int_equal(r->service_ms, want[i].service * MIN);
		assert_int_equal(r->burn_ms, want[i].burn * MIN);
	}
	assert_string_equal(f.longest->incident->id.p, "I1");
	assert_int_equal(f.incidents[1].customers, 4);
	assert_int_equal(f.incidents[1].services, 5);
	assert_ratio(f.incidents[0].burn, 20000, 52416);
	/* 500 of web-b in February by 50 : 25, the cent to the larger rest */
	assert_int_equal(f.incidents[0].credits[0].minor, 2000);
	assert_int_equal(f.incidents[1].credits[0].minor, 500 + 333 + 250);
	assert_int_equal(f.incidents[5].credits[0].minor, 167);
	assert_int_equal(f.incidents[3].credits[1].minor, 400);
}

static void
test_clocks(void **state)
{
	(void)state;
	/* 2, 5, 10, 60 */
	assert_int_equal(f.detect.n, 4);
	assert_int_equal(f.detect.median_ms, 450 * MS_SECOND);
	assert_int_equal(f.detect.p90_ms, 60 * MIN);
	assert_int_equal(f.detect.mean_ms, 1155 * MS_SECOND);
	/* 10, 30, 50, 60, 100 */
	assert_int_equal(f.restore.n, 5);
	assert_int_equal(f.restore.median_ms, 50 * MIN);
	assert_int_equal(f.restore.p90_ms, 100 * MIN);
	assert_int_equal(f.restore.mean_ms, 50 * MIN);
	assert_int_equal(f.mitigate.n, 1);
	assert_int_equal(f.notice.n, 0);
	assert_int_equal(f.comms.unannounced, 5);
	assert_int_equal(f.n_severities, 3);
	assert_int_equal(f.severities[0].incidents, 2);
	assert_int_equal(f.severities[1].customer_ms, 100 * MIN);
	assert_int_equal(f.severities[2].severity.n, 0);
}

static void
expect_causes(const struct review_pareto *p, const char *const *names,
    const int64_t *values, int64_t unit)
{
	int64_t sum = 0, total = 0;

	assert_int_equal(p->n, 4);
	for (size_t i = 0; i < 4; i++)
		total += values[i];
	assert_int_equal(p->total, total * unit);
	for (size_t i = 0; i < 4; i++) {
		sum += values[i];
		assert_string_equal(
		    str_cstr(&w.keep, p->cause[i].cause), names[i]);
		assert_int_equal(p->cause[i].value, values[i] * unit);
		assert_ratio(p->cause[i].cumulative, sum, total);
	}
}

/* Three orders of the same causes, unknown (I4 and none) at the end. */
static void
test_paretos(void **state)
{
	static const char *const wall[] = { "disk", "release", "network", "" };
	static const char *const customer[] = { "disk", "network", "release",
		"" };
	static const int64_t wall_min[] = { 110, 60, 50, 75 };
	static const int64_t customer_min[] = { 210, 200, 60, 75 };
	static const int64_t cents[] = { 2000, 1083, 0, 167 };

	(void)state;
	expect_causes(&f.by_wall, wall, wall_min, MIN);
	expect_causes(&f.by_customer, customer, customer_min, MIN);
	expect_causes(&f.money[0].by_cause, customer, cents, 1);
	/* 61.5 % are before network, 94.8 % before release */
	assert_true(f.money[0].by_cause.cause[1].major);
	assert_false(f.money[0].by_cause.cause[2].major);
	assert_int_equal(f.by_wall.cause[0].incidents, 2);
	assert_int_equal(f.by_wall.cause[3].incidents, 1);
}

/* I1 at 10:00, none at 11:00, I2, I3, I4: 200, 225, 425, 435, 465 */
static void
test_steps(void **state)
{
	static const int64_t spent[] = { 200, 225, 425, 435, 465 };

	(void)state;
	assert_int_equal(f.n_steps, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(f.steps[i].spent_ms, spent[i] * MIN);
		assert_ratio(f.steps[i].left, 52416 - spent[i] * 100, 52416);
	}
	assert_int_equal(f.steps[1].at, world_at(&w, "2024-01-10 11:00"));
}

static void
test_repeats(void **state)
{
	const struct review_repeat *r = f.repeats;

	(void)state;
	assert_int_equal(f.n_repeats, 2);
	assert_string_equal(r[0].later->id.p, "I3");
	assert_true(r[0].same_cause);
	assert_int_equal(r[0].component.n, 0);
	/* A1 was done the day after */
	assert_int_equal(r[0].n_open, 2);
	assert_string_equal(r[1].later->id.p, "I4");
	assert_false(r[1].same_cause);
	assert_string_equal(r[1].component.p, "box-1");
	assert_int_equal(r[1].n_open, 1);
	assert_string_equal(r[1].open[0]->id.p, "A2");
}

/*
 * 700 owed since December less 200 paid then; 3,250 accrued, 1,000 paid in
 * March, 1,000 ran out on 1 April.
 */
static void
test_bridge(void **state)
{
	const struct review_money *m = &f.money[0];

	(void)state;
	assert_int_equal(f.n_money, 2);
	assert_string_equal(m->currency.code, "EUR");
	assert_true(m->has_opening);
	assert_int_equal(m->opening, 500);
	assert_int_equal(m->accrued, 3250);
	assert_int_equal(m->paid, 1000);
	assert_int_equal(m->expired, 1000);
	assert_int_equal(m->closing, 1750);
	/* 1,000 asked for, 500 and 250 by themselves */
	assert_int_equal(m->claimed, 1750);
	assert_int_equal(m->unclaimed, 500);
	assert_int_equal(m->credited, 5);
	assert_int_equal(m->need_claim, 3);
	assert_ratio(m->claim_rate, 1, 3);
	assert_int_equal(m->expired_claims, 1);
	/* (20 + 100 + 100 + 50) x 3 */
	assert_int_equal(m->revenue, 81000);
	assert_int_equal(m->affected_revenue, 81000);
	assert_ratio(m->ratio, 3250, 81000);
	/* nobody recorded a payment in francs */
	assert_false(f.money[1].has_opening);
	assert_int_equal(f.money[1].closing, 400);
	assert_int_equal(f.money[1].revenue, 24000);
}

/*
 * The contract grants the larger of a customer's credits of a month. In
 * February web-a has 500 and mail-a, without a claim, 300: nothing is added to
 * the 3,250 of before, of which 1,750 were asked for. In that month 500 + 500 +
 * 250 are granted to three services.
 */
static void
test_combined(void **state)
{
	const struct review_money *m = &f.money[0];
	struct review_rows rows;
	int64_t granted = 0;

	(void)state;
	w.terms.combine = COMBINE_MAX;
	month_of(&w.ledger[0].settlement, 1)->credit_minor = 300;
	assert_true(review_figures(&w.d, STR("2024-Q1"), &w.keep, &f));
	assert_int_equal(m->accrued, 3250);
	assert_int_equal(m->claimed, 1750);
	assert_int_equal(m->credited, 5);
	assert_int_equal(m->closing, 1750);
	assert_int_equal(m->by_tier.cause[0].value, 3250);
	assert_int_equal(f.top[0].credits[0].minor, 1500);
	assert_int_equal(f.quarters[REVIEW_PAST - 1].credits[0], 3250);
	for (size_t i = 0; i < f.n_incidents; i++)
		granted += f.incidents[i].credits[0].minor;
	assert_int_equal(granted, 3250);
	assert_true(review_rows(&w.d, STR("2024-Q1"), &w.keep, &rows));
	/* the months of mail-a come first */
	assert_int_equal(rows.settled[1].granted_minor, 0);
	assert_string_equal(rows.months[2].month.p, "2024-02");
	assert_string_equal(rows.months[2].currency.code, "CHF");
	assert_string_equal(rows.months[3].currency.code, "EUR");
	assert_int_equal(rows.months[3].credit, 1250);
	assert_int_equal(rows.months[3].with_credit, 3);
}

static void
test_top(void **state)
{
	const struct review_customer *c = f.top;

	(void)state;
	assert_int_equal(f.n_top, 4);
	assert_string_equal(c[0].customer->id.p, "a");
	assert_string_equal(c[1].customer->id.p, "b");
	assert_string_equal(c[2].customer->id.p, "d");
	assert_int_equal(c[0].customer_ms, 230 * MIN);
	assert_ratio(c[0].availability, 262080 - 320, 262080);
	assert_int_equal(c[0].credits[0].minor, 1500);
	assert_int_equal(c[0].fees[0].minor, 36000);
	/* January, February, December of five known months */
	assert_int_equal(c[0].months_in_breach, 3);
	assert_int_equal(c[0].months_known, 5);
	assert_int_equal(c[0].last_contact_at, world_at(&w, "2024-02-09"));
	assert_int_equal(c[2].fees[1].minor, 24000);
	assert_true(c[2].last_contact_at == NO_INSTANT);
}

/* A2 is open for 81 days and 14 hours, A3 for 56 days. */
static void
test_actions(void **state)
{
	(void)state;
	assert_int_equal(f.actions.opened, 4);
	assert_int_equal(f.actions.closed, 2);
	assert_int_equal(f.actions.open, 2);
	assert_int_equal(f.actions.overdue, 1);
	assert_string_equal(f.actions.late[0]->id.p, "A3");
	assert_int_equal(f.actions.median_age_ms, 68 * MS_DAY + 19 * MS_HOUR);
}

static void
test_days(void **state)
{
	int64_t wall = 0, customer = 0;

	(void)state;
	assert_int_equal(f.n_days, 91);
	for (size_t i = 0; i < f.n_days; i++) {
		wall += f.days[i].wall_ms;
		customer += f.days[i].customer_ms;
		assert_false(f.days[i].clock_change);
		assert_false(f.days[i].no_data);
	}
	assert_int_equal(wall, 295 * MIN);
	assert_int_equal(customer, 545 * MIN);
	assert_non_null(f.days[0].holiday);
	assert_null(f.days[1].holiday);
	/* 10 January: a two hours, b 100 minutes */
	assert_int_equal(f.days[9].wall_ms, 120 * MIN);
	assert_int_equal(f.days[9].customer_ms, 220 * MIN);
	assert_int_equal(f.days[31 + 29 + 9].no_data_ms, MS_DAY);
}

static const struct review_window *
window_of(const struct review_curve *c, int64_t length_ms)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->window[i].length_ms == length_ms)
			return &c->window[i];
	fail_msg("no window of %lld ms", (long long)length_ms);
	return NULL;
}

/* I2 had all four; over two hours and a day I1 and what followed is worse. */
static void
test_curve(void **state)
{
	const struct review_window *x;

	(void)state;
	assert_ratio(window_of(&f.curve, MIN)->availability, 0, 1);
	assert_ratio(window_of(&f.curve, MS_HOUR)->availability, 40, 240);
	x = window_of(&f.curve, 2 * MS_HOUR);
	assert_ratio(x->availability, 480 - 220, 480);
	assert_int_equal(x->at, world_at(&w, "2024-01-10 10:00"));
	x = window_of(&f.curve, MS_DAY);
	assert_ratio(x->availability, 5760 - 220, 5760);
	x = &f.curve.window[f.curve.n - 1];
	assert_int_equal(x->length_ms, 131040 * MIN);
	assert_ratio(x->availability, 524160 - 545, 524160);
	assert_ratio(x->spread, 524160 - 545, 524160);
	/* 136.25 minutes a customer: 137 outages of 136.25 / 137 minutes */
	assert_ratio(window_of(&f.curve, MIN)->spread, 75, 13700);
	assert_false(f.has_before);
}

/*
 * December: 744 hours at 99.8 % lack 89.28 minutes, though 90 were told;
 * November: 720 hours at 99.95 % lack 21.6.
 */
static void
test_trend(void **state)
{
	const struct review_point *p = f.all_trend.point;

	(void)state;
	assert_string_equal(str_cstr(&w.keep, f.quarters[6].name), "2023-Q4");
	assert_true(p[6].known);
	assert_int_equal(p[6].services, 1);
	assert_int_equal(p[6].months, 2);
	assert_ratio(p[6].availability, 8784000 - 11088, 8784000);
	assert_int_equal(p[6].downtime_ms, 6696 * MS_SECOND);
	assert_int_equal(f.quarters[6].credits[0], 700);
	assert_int_equal(f.quarters[6].incidents, 0);
	/* March 2023 is in the first quarter of that year */
	assert_true(p[3].known);
	assert_false(p[4].known);
	assert_false(f.quarters[4].has_credits);
	assert_ratio(p[7].availability, 655200 - 635, 655200);
	assert_int_equal(f.quarters[7].credits[0], 3250);
	assert_int_equal(f.quarters[7].incidents, 5);
	assert_int_equal(f.quarters[7].median_ms, 50 * MIN);
	assert_int_equal(f.durations.trend, TREND_TOO_FEW);
	assert_true(f.kind_trends[2].point[6].known);
	assert_false(f.kind_trends[0].point[6].known);
	assert_true(f.segment_trends[1].point[6].known);
}

/* 99.77 % is what 99.7759... was told as; minutes and credit changed. */
static void
test_restated(void **state)
{
	(void)state;
	assert_int_equal(f.n_restated, 2);
	assert_int_equal(f.restated[0].what, RESTATED_MINUTES);
	assert_ratio(f.restated[0].old, 95, 1);
	assert_ratio(f.restated[0].now, 100, 1);
	assert_int_equal(f.restated[1].what, RESTATED_CREDIT);
	assert_ratio(f.restated[1].now, 1000, 1);
}

#define T(test)                                                                \
	cmocka_unit_test_setup_teardown(test, story_setup, story_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_quarters),
		T(test_all),
		T(test_scopes),
		T(test_customers),
		T(test_incidents),
		T(test_clocks),
		T(test_paretos),
		T(test_steps),
		T(test_repeats),
		T(test_bridge),
		T(test_combined),
		T(test_top),
		T(test_actions),
		T(test_days),
		T(test_curve),
		T(test_trend),
		T(test_restated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
