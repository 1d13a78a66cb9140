/*
 * What must hold of any quarter: worst windows against all windows, splits
 * that add up, quarters with a clock change, without anything, of many.
 */
#include "domain/review_run.h"
#include "unit/domain/review_help.h"

#define CELLS 240

static struct world w;

static int
setup(void **state)
{
	(void)state;
	world_open(&w, "Europe/Rome", 2100);
	w.periods[0] = STR("2024-01");
	w.periods[1] = STR("2024-02");
	w.periods[2] = STR("2024-03");
	w.d.settings.n_periods = 3;
	w.d.settings.as_of = world_at(&w, "2024-04-10");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

/* ---- windows ----------------------------------------------------------- */

/* Every start there is, on a line of CELLS units. */
static int64_t
worst_of_all(const int64_t *level, int64_t length, int64_t *ret_at)
{
	int64_t most = -1;

	for (int64_t at = 0; at + length <= CELLS; at++) {
		int64_t held = 0;

		for (int64_t i = at; i < at + length; i++)
			held += level[i];
		if (held > most) {
			most = held;
			*ret_at = at;
		}
	}
	return most;
}

static void
draw_sets(struct arena *keep, uint64_t *seed, struct spans *sets, size_t n,
    int64_t *level)
{
	for (size_t i = 0; i < n; i++) {
		int64_t spans = dice_between(seed, 0, 6);

		while (spans-- > 0) {
			int64_t from = dice_between(seed, -20, CELLS - 1);

			interval_add(keep, &sets[i], from,
			    from + dice_between(seed, 1, 40));
		}
		interval_clean(&sets[i]);
		for (size_t k = 0; k < sets[i].n; k++)
			for (int64_t at = sets[i].v[k].from_at;
			     at < sets[i].v[k].to_at; at++)
				if (at >= 0 && at < CELLS)
					level[at]++;
	}
}

static void
test_worst_window(void **state)
{
	const struct span all = { 0, CELLS };
	uint64_t seed = 20240331;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct arena keep = { 0 };
		struct spans sets[5] = { 0 };
		const struct spans *list[5];
		int64_t level[CELLS] = { 0 };
		size_t n = (size_t)dice_between(&seed, 1, 5);
		struct review_levels l;

		draw_sets(&keep, &seed, sets, n, level);
		for (size_t i = 0; i < n; i++)
			list[i] = &sets[i];
		l = quarter_levels_of(list, n, all, &keep);
		for (int64_t length = 1; length <= CELLS; length += 7) {
			int64_t at = 0, want_at = 0;
			int64_t want = worst_of_all(level, length, &want_at);

			assert_int_equal(
			    quarter_worst(&l, all, length, &at), want);
			assert_int_equal(at, want_at);
		}
		arena_release(&keep);
	}
}

static void
test_apportion(void **state)
{
	const int64_t weight[] = { 1, 1, 1, 0 }, none[] = { 0, 0 };
	int64_t part[4];
	uint64_t seed = 7;

	(void)state;
	/* 100 in three: the first has the cent left over */
	quarter_apportion(100, weight, 4, part);
	assert_int_equal(part[0], 34);
	assert_int_equal(part[1], 33);
	assert_int_equal(part[3], 0);
	quarter_apportion(100, none, 2, part);
	assert_int_equal(part[0] + part[1], 0);
	for (int round = 0; round < 500; round++) {
		int64_t v[40], got[40], sum = 0;
		int64_t total = dice_between(&seed, 0, 1000000);
		size_t n = (size_t)dice_between(&seed, 1, 40);

		for (size_t i = 0; i < n; i++)
			v[i] = dice_between(&seed, 1, 1000000000000);
		quarter_apportion(total, v, n, got);
		for (size_t i = 0; i < n; i++)
			sum += got[i];
		assert_int_equal(sum, total);
	}
}

/* ---- many ------------------------------------------------------------------
 */

static const char *const months[] = { "2024-01", "2024-02", "2024-03" };

#define RECORDS 60

/* Records that overlap, of 20 incidents, of none, and without a name. */
static void
many_records(uint64_t *seed)
{
	int64_t from = world_at(&w, "2024-01-01");

	for (size_t i = 0; i < 20; i++) {
		char *id = str_cstr(&w.keep, str_format(&w.keep, "I%zu", i));
		struct incident *in =
		    world_incident(&w, id, i % 5 ? "disk" : "network", "1",
			from + dice_between(seed, 0, 90 * MS_DAY));

		in->restored_at = in->first_impact_at + 5 * MS_HOUR;
		if (i % 7 == 0)
			in->cause = STR("");
	}
	for (size_t i = 0; i < RECORDS; i++) {
		char *id = str_cstr(&w.keep,
		    str_format(&w.keep, "I%d", (int)dice_between(seed, 0, 24)));

		(void)world_outage(&w, i % 4 ? id : "", "box",
		    from + dice_between(seed, -MS_DAY, 91 * MS_DAY),
		    dice_between(seed, 1, 2 * MS_DAY));
	}
}

static void
many_customers(uint64_t *seed, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *id = str_cstr(&w.keep, str_format(&w.keep, "c%05zu", i));
		struct customer *c =
		    world_customer(&w, id, i % 3 ? "shop" : "club");
		struct service *s =
		    world_service(&w, id, c, i % 2 ? "web" : "mail",
			(struct money){
			    dice_between(seed, 1, 9999), i % 10 ? eur : chf });
		int64_t hits[4];

		for (size_t k = 0; k < 4; k++)
			hits[k] = dice_between(seed, 0, RECORDS - 1);
		for (size_t m = 0; m < 3; m++) {
			struct settlement *x = world_month(&w, c, s, months[m]);

			for (size_t k = 0; k < 4; k++)
				if (span_ms(span_intersect(x->period,
					w.outages[hits[k]].span)) > 0)
					world_hit(&w, x, &w.outages[hits[k]]);
			if (x->n_lines)
				x->credit_minor = dice_between(seed, 0, 5000);
			x->has_target = i % 4 != 0;
		}
	}
}

static int64_t
total_of(const struct review_pareto *p)
{
	int64_t sum = 0;

	for (size_t i = 0; i < p->n; i++)
		sum += p->cause[i].value;
	assert_int_equal(sum, p->total);
	return sum;
}

static void
expect_sums(const struct review_figures *f)
{
	int64_t wall = 0, customer = 0, service = 0, burn = 0, downtime = 0;
	int64_t day_wall = 0, day_customer = 0, time = 0;

	for (size_t i = 0; i < f->n_incidents; i++) {
		wall += f->incidents[i].wall_ms;
		customer += f->incidents[i].customer_ms;
		service += f->incidents[i].service_ms;
		burn += f->incidents[i].burn_ms;
		downtime += f->incidents[i].downtime_ms;
	}
	for (size_t i = 0; i < f->n_days; i++) {
		day_wall += f->days[i].wall_ms;
		day_customer += f->days[i].customer_ms;
		time += f->days[i].long_ms;
	}
	assert_int_equal(service, f->all.down_ms);
	assert_int_equal(downtime, f->all.downtime_ms);
	assert_int_equal(burn, f->all.spent_ms);
	assert_int_equal(customer, f->customers.customer_ms);
	assert_int_equal(day_customer, customer);
	assert_int_equal(day_wall, wall);
	assert_int_equal(time, span_ms(f->span));
	assert_int_equal(total_of(&f->by_wall), wall);
	assert_int_equal(total_of(&f->by_customer), customer);
	assert_int_equal(f->steps[f->n_steps - 1].spent_ms, f->all.spent_ms);
}

static void
expect_scopes(const struct review_scope *v, size_t n,
    const struct review_sum *all, bool customers)
{
	int64_t down = 0, budget = 0, failures = 0, customer = 0;

	for (size_t i = 0; i < n; i++) {
		down += v[i].sum.downtime_ms;
		budget += v[i].sum.spent_ms;
		failures += v[i].sum.failures;
		customer += v[i].sum.customer_ms;
	}
	assert_int_equal(down, all->downtime_ms);
	assert_int_equal(budget, all->spent_ms);
	assert_int_equal(failures, all->failures);
	if (customers)
		assert_int_equal(customer, all->customer_ms);
}

/* Two thousand customers in three months: whatever is split adds up. */
static void
test_many(void **state)
{
	struct review_figures f, again;
	uint64_t seed = 5;

	(void)state;
	many_records(&seed);
	many_customers(&seed, 2000);
	assert_true(review_figures(&w.d, STR("2024-Q1"), &w.keep, &f));
	assert_int_equal(f.customers.n, 2000);
	expect_sums(&f);
	expect_scopes(f.kinds, f.n_kinds, &f.all, true);
	expect_scopes(f.segments, f.n_segments, &f.all, true);
	expect_scopes(f.services, f.n_services, &f.all, true);
	assert_int_equal(f.n_top, REVIEW_TOP);
	for (size_t i = 0; i < f.n_money; i++) {
		const struct review_money *m = &f.money[i];

		assert_int_equal(
		    m->closing, m->opening + m->accrued - m->paid - m->expired);
		assert_int_equal(total_of(&m->by_cause), m->accrued);
		assert_int_equal(total_of(&m->by_tier), m->accrued);
	}
	/* the curve of longer windows ends at all that was lost */
	assert_ratio(f.curve.window[f.curve.n - 1].availability,
	    2000 * span_ms(f.span) - f.customers.customer_ms,
	    2000 * span_ms(f.span));
	assert_true(review_figures(&w.d, STR("2024-Q1"), &w.keep, &again));
	assert_int_equal(ratio_cmp(f.customers.mean, again.customers.mean), 0);
	assert_int_equal(f.n_incidents, again.n_incidents);
	assert_int_equal(f.minutes.low, again.minutes.low);
}

/* ---- special quarters -----------------------------------------------------
 */

/*
 * 2,183 hours in Rome: 31 March has 23. An outage from 01:30 to 03:30 of that
 * night lasts one hour; the service before and after the change is the same.
 */
static void
test_clock_change(void **state)
{
	struct review_figures f;
	struct customer *c = world_customer(&w, "c", "");
	struct service *s =
	    world_service(&w, "s", c, "web", (struct money){ 1000, eur });
	int64_t from = world_at(&w, "2024-03-31 01:30");
	const struct outage *o = world_outage(
	    &w, "", "box", from, world_at(&w, "2024-03-31 03:30") - from);

	(void)state;
	for (size_t m = 0; m < 3; m++) {
		struct settlement *x = world_month(&w, c, s, months[m]);

		if (m == 2)
			world_hit(&w, x, o);
	}
	assert_true(review_figures(&w.d, STR("2024-Q1"), &w.keep, &f));
	assert_int_equal(span_ms(f.span), 2183 * MS_HOUR);
	assert_int_equal(f.all.time_ms, 2183 * MS_HOUR);
	assert_ratio(f.all.availability, 2182, 2183);
	assert_int_equal(f.n_days, 91);
	assert_true(f.days[90].clock_change);
	assert_int_equal(f.days[90].long_ms, 23 * MS_HOUR);
	assert_int_equal(f.days[90].wall_ms, MS_HOUR);
	assert_false(f.days[89].clock_change);
	assert_ratio(f.curve.window[f.curve.n - 1].availability, 2182, 2183);
}

/* No settlement at all: no figure is made up. */
static void
test_nothing(void **state)
{
	struct review_figures f;

	(void)state;
	assert_true(review_figures(&w.d, STR("2024-Q1"), &w.keep, &f));
	assert_false(ratio_ok(f.all.availability));
	assert_false(ratio_ok(f.all.budget));
	assert_false(ratio_ok(f.customers.mean));
	assert_int_equal(f.n_incidents + f.n_services + f.n_money, 0);
	assert_int_equal(f.n_steps + f.n_repeats + f.n_top, 0);
	assert_int_equal(f.curve.n, 0);
	assert_int_equal(f.n_days, 91);
	assert_false(f.all_trend.point[7].known);
	assert_int_equal(f.minutes.trend, TREND_TOO_FEW);
	assert_null(f.longest);
}

/* A quarter without downtime and history: all is up, nothing is compared. */
static void
test_quiet(void **state)
{
	struct review_figures f;
	struct customer *c = world_customer(&w, "c", "");
	struct service *s =
	    world_service(&w, "s", c, "web", (struct money){ 1000, eur });

	(void)state;
	for (size_t m = 0; m < 3; m++)
		(void)world_month(&w, c, s, months[m]);
	assert_true(review_figures(&w.d, STR("2024-Q1"), &w.keep, &f));
	assert_ratio(f.all.availability, 1, 1);
	assert_ratio(f.customers.tenth, 1, 1);
	assert_ratio(f.all.left, 1, 1);
	assert_ratio(f.curve.window[0].availability, 1, 1);
	assert_ratio(f.curve.window[0].spread, 1, 1);
	assert_int_equal(f.n_steps + f.n_top + f.n_incidents, 0);
	assert_int_equal(f.by_wall.n, 0);
	assert_true(f.all_trend.point[7].known);
	assert_false(f.all_trend.point[6].known);
	assert_false(f.has_before);
}

/* Both quarters settled: the one before has its own curve. */
static void
test_before(void **state)
{
	static const char *const all[] = { "2023-10", "2023-11", "2023-12",
		"2024-01", "2024-02", "2024-03" };
	struct review_figures f;
	struct customer *c = world_customer(&w, "c", "");
	struct service *s =
	    world_service(&w, "s", c, "web", (struct money){ 1000, eur });
	const struct outage *o = world_outage(
	    &w, "", "box", world_at(&w, "2023-12-24"), 2 * MS_HOUR);

	(void)state;
	for (size_t m = 0; m < 6; m++) {
		struct settlement *x = world_month(&w, c, s, all[m]);

		if (m == 2)
			world_hit(&w, x, o);
	}
	assert_true(review_figures(&w.d, STR("2024-Q1"), &w.keep, &f));
	assert_true(f.has_before);
	assert_ratio(f.before.window[0].availability, 0, 1);
	assert_ratio(f.curve.window[0].availability, 1, 1);
	/* 2 hours of 2,209: October has the hour twice */
	assert_ratio(f.before.window[f.before.n - 1].availability, 2207, 2209);
	assert_ratio(f.all_trend.point[6].availability, 2207, 2209);
	assert_int_equal(f.all.downtime_ms, 0);
}

/* ---- better or worse ------------------------------------------------------
 */

static void
test_trend(void **state)
{
	int64_t few[7], low[12], high[12], mixed[12];
	struct trend_change t, again;

	(void)state;
	for (int64_t i = 0; i < 12; i++) {
		low[i] = 10 + i % 3;
		high[i] = 100 + i % 3;
		mixed[i] = i % 2 ? 5 : 500;
	}
	memcpy(few, low, sizeof few);
	t = estimate_trend(TREND_MEDIAN, few, 7, high, 12, &w.keep);
	assert_int_equal(t.trend, TREND_TOO_FEW);
	assert_int_equal(t.low, 0);
	t = estimate_trend(TREND_MEDIAN, high, 12, low, 12, &w.keep);
	assert_int_equal(t.trend, TREND_BETTER);
	/* medians are 10..12 and 100..102: no draw can leave -92..-88 */
	assert_int_equal(t.before, 101);
	assert_int_equal(t.now, 11);
	assert_in_range(-t.low, 88, 92);
	assert_in_range(-t.high, 88, 92);
	t = estimate_trend(TREND_SUM, low, 12, high, 12, &w.keep);
	assert_int_equal(t.trend, TREND_WORSE);
	assert_int_equal(t.now - t.before, 12 * 90);
	t = estimate_trend(TREND_SUM, mixed, 12, mixed, 12, &w.keep);
	assert_int_equal(t.trend, TREND_UNCLEAR);
	assert_true(t.low < 0 && t.high > 0);
	again = estimate_trend(TREND_SUM, mixed, 12, mixed, 12, &w.keep);
	assert_int_equal(t.low, again.low);
	assert_int_equal(t.high, again.high);
}

/*
 * Twelve incidents of one length, each 0, 1, 2... times: the number is Poisson
 * of mean 12 in both quarters, the difference has a deviation of sqrt(24) =
 * 4.9, and the middle 80 % of a normal one are 1.2816 of it: 6.28.
 */
static void
test_trend_range(void **state)
{
	int64_t same[12];
	struct trend_change t;

	(void)state;
	for (size_t i = 0; i < 12; i++)
		same[i] = 1000;
	t = estimate_trend(TREND_SUM, same, 12, same, 12, &w.keep);
	assert_in_range(-t.low, 6000, 7000);
	assert_in_range(t.high, 6000, 7000);
	t = estimate_trend(TREND_MEDIAN, same, 12, same, 12, &w.keep);
	assert_int_equal(t.low, 0);
	assert_int_equal(t.high, 0);
	assert_int_equal(t.trend, TREND_UNCLEAR);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_worst_window),
		T(test_apportion),
		T(test_many),
		T(test_clock_change),
		T(test_nothing),
		T(test_quiet),
		T(test_before),
		T(test_trend),
		T(test_trend_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
