/*
 * Clocks that differ, the days on which they change, and what must hold
 * whatever two sides say.
 */
#include "unit/domain/reconcile_help.h"

/*
 * Three short outages at hours 1, 5 and 9, of 10, 20 and 30 minutes; the
 * customer has each exactly one hour later. Nothing agrees; with 60 minutes
 * taken away all does.
 */
static void
test_shift_found(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 24 * 60);
	for (int64_t i = 0; i < 3; i++) {
		int64_t at = 60 + i * 240;

		add(&w, VIEW_PROVIDER, at, at + 10 * (i + 1));
		add(&w, VIEW_CUSTOMER, at + 60, at + 60 + 10 * (i + 1));
	}
	run(&w);
	expect_laws(&w.r);
	assert_true(w.r.shift.probable);
	assert_int_equal(w.r.shift.ms, -60 * MS_MINUTE);
	assert_int_equal(w.r.shift.part, SHIFT_ALL);
	assert_int_equal(ratio_cmp(w.r.shift.agreement, ratio_int(1)), 0);
	assert_int_equal(ratio_cmp(w.r.agreement, ratio_int(0)), 0);
	assert_true(reconcile_needs_eyes(&w.r));
	assert_int_equal(w.r.n_differences, 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(
		    w.r.differences[i].class, DIFFERENCE_ZONE_SHIFT);
	/* each points at the record an hour away */
	assert_str(w.r.differences[0].against->id, "C1");
	assert_str(w.r.differences[1].against->id, "P0");
	end(&w);
}

/* The same story told well, to the minute: no shift would help. */
static void
test_no_shift(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 24 * 60);
	for (int64_t i = 0; i < 3; i++) {
		int64_t at = 60 + i * 240;

		add(&w, VIEW_PROVIDER, at, at + 10 * (i + 1));
		add(&w, VIEW_CUSTOMER, at + 1, at + 1 + 10 * (i + 1));
	}
	run(&w);
	assert_false(w.r.shift.probable);
	/* both 9 + 19 + 29 = 57 of 63 */
	assert_int_equal(ratio_cmp(w.r.agreement, ratio_make(57, 63)), 0);
	end(&w);
}

/*
 * More than 20 points must be won. An outage of 100 minutes that the customer
 * has 30 late: 70 of 130, and all once moved. Of 900 minutes: 870 of 930, not
 * 7 points to win. Of 270 minutes: 240 of 300, exactly 20 to win.
 */
static void
test_gain_of_a_shift(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 24 * 60);
	add(&w, VIEW_PROVIDER, 200, 300);
	add(&w, VIEW_CUSTOMER, 230, 330);
	run(&w);
	assert_true(w.r.shift.probable);
	assert_int_equal(w.r.shift.ms, -30 * MS_MINUTE);
	end(&w);
	begin(&w, 24 * 60);
	add(&w, VIEW_PROVIDER, 200, 1100);
	add(&w, VIEW_CUSTOMER, 230, 1130);
	run(&w);
	assert_false(w.r.shift.probable);
	end(&w);
	begin(&w, 24 * 60);
	add(&w, VIEW_PROVIDER, 200, 470);
	add(&w, VIEW_CUSTOMER, 230, 500);
	run(&w);
	assert_int_equal(ratio_cmp(w.r.agreement, ratio_make(4, 5)), 0);
	assert_false(w.r.shift.probable);
	assert_false(reconcile_needs_eyes(&w.r));
	end(&w);
}

/*
 * Rome, 31 March 2013: at 01:00Z the offset goes from one hour to two. The
 * customer's clock stayed in winter and its local times were read as summer
 * time: from the change on everything is one hour early. Before the change
 * both agree.
 */
static void
test_shift_after_clock_change(void **state)
{
	struct zones zones = { 0 };
	struct err e = { 0 };
	struct world w;
	int64_t change = civil_ms((struct civil){ 2013, 3, 31, 1, 0, 0, 0 });

	(void)state;
	begin(&w, 1);
	zones.keep = &w.keep;
	assert_int_equal(
	    zone_open(&zones, STR("Europe/Rome"), &w.in.zone, &e), 0);
	w.in.period = (struct span){ change - MS_DAY, change + 2 * MS_DAY };
	for (int64_t i = -2; i < 4; i++) {
		int64_t at = change + i * 10 * MS_HOUR + MS_HOUR;
		int64_t lag = i < 0 ? 0 : -MS_HOUR;

		add_ms(&w, VIEW_PROVIDER, at, at + MS_HOUR / 2, COND_DOWN);
		add_ms(&w, VIEW_CUSTOMER, at + lag, at + lag + MS_HOUR / 2,
		    COND_DOWN);
	}
	run(&w);
	expect_laws(&w.r);
	/* two of six agree: 1 hour of 1 + 4 halves twice = 5: 1/5 */
	assert_int_equal(ratio_cmp(w.r.agreement, ratio_make(1, 5)), 0);
	assert_true(w.r.shift.probable);
	assert_int_equal(w.r.shift.part, SHIFT_AFTER);
	assert_int_equal(w.r.shift.ms, MS_HOUR);
	assert_int_equal(w.r.shift.change_at, change);
	assert_int_equal(ratio_cmp(w.r.shift.agreement, ratio_int(1)), 0);
	end(&w);
}

/* The day of the change has 23 hours, and the totals add up to them. */
static void
test_short_day(void **state)
{
	struct zones zones = { 0 };
	struct err e = { 0 };
	struct world w;
	const struct zone *z;

	(void)state;
	begin(&w, 1);
	zones.keep = &w.keep;
	assert_int_equal(zone_open(&zones, STR("Europe/Rome"), &z, &e), 0);
	w.in.zone = z;
	w.in.period =
	    (struct span){ zone_day(z, 2013, 3, 31), zone_day(z, 2013, 4, 1) };
	/* both all day; the customer's record reaches beyond it */
	add_ms(&w, VIEW_PROVIDER, w.in.period.from_at, w.in.period.to_at,
	    COND_DOWN);
	add_ms(&w, VIEW_CUSTOMER, w.in.period.from_at + MS_HOUR,
	    w.in.period.to_at + MS_DAY, COND_DOWN);
	run(&w);
	expect_laws(&w.r);
	assert_int_equal(w.r.period_ms, 23 * MS_HOUR);
	assert_int_equal(w.r.both_ms, 22 * MS_HOUR);
	assert_int_equal(w.r.only_ms[SIDE_PROVIDER], MS_HOUR);
	assert_int_equal(w.r.neither_ms, 0);
	end(&w);
}

static void
scatter(struct world *w, uint64_t *seed, bool swap)
{
	static const enum condition conditions[] = { COND_DOWN, COND_DOWN,
		COND_DEGRADED, COND_NO_DATA, COND_SUBSTITUTE };
	int64_t n = dice_between(seed, 0, 30);

	begin(w, 2000);
	for (int64_t i = 0; i < n; i++) {
		bool customer = dice_between(seed, 0, 1) != 0;
		int64_t from = dice_between(seed, -200, 2100);
		int64_t to = from + dice_between(seed, 1, 200);
		enum condition c = conditions[dice_between(seed, 0, 4)];

		add_as(w, customer != swap ? VIEW_CUSTOMER : VIEW_PROVIDER,
		    from, to, c);
	}
	if (dice_between(seed, 0, 1)) {
		int64_t from = dice_between(seed, 0, 1500);

		interval_add(&w->keep, &w->in.accepted, from * MS_MINUTE,
		    (from + 300) * MS_MINUTE);
	}
	run(w);
}

/*
 * Minute by minute: an oracle that knows no sets. Down beats no data, for both
 * sides; everything else is up.
 */
static void
expect_minutes(const struct world *w)
{
	int64_t both = 0, only[2] = { 0, 0 }, unknown = 0;

	for (int64_t m = 0; m < 2000; m++) {
		bool down[2] = { false, false }, gap[2] = { false, false };

		for (size_t i = 0; i < w->d.n_outages; i++) {
			const struct outage *o = &w->outages[i];
			int side = o->view != VIEW_PROVIDER;

			if (o->span.from_at > m * MS_MINUTE ||
			    o->span.to_at <= m * MS_MINUTE)
				continue;
			down[side] |= o->condition == COND_DOWN;
			gap[side] |= o->condition == COND_NO_DATA;
		}
		if (down[0] && down[1])
			both++;
		else if ((gap[0] && !down[0]) || (gap[1] && !down[1]))
			unknown++;
		else if (down[0] || down[1])
			only[down[1]]++;
	}
	assert_int_equal(w->r.both_ms, both * MS_MINUTE);
	assert_int_equal(w->r.no_data_ms, unknown * MS_MINUTE);
	assert_int_equal(w->r.only_ms[0], only[0] * MS_MINUTE);
	assert_int_equal(w->r.only_ms[1], only[1] * MS_MINUTE);
}

/* Exchanging the sides exchanges their totals; the agreement stays. */
static void
test_law_random(void **state)
{
	(void)state;
	for (uint64_t i = 1; i <= 400; i++) {
		uint64_t seed = i * 7919, again = i * 7919;
		struct world a, b;

		scatter(&a, &seed, false);
		scatter(&b, &again, true);
		expect_laws(&a.r);
		expect_laws(&b.r);
		expect_minutes(&a);
		assert_int_equal(a.r.only_ms[0], b.r.only_ms[1]);
		assert_int_equal(a.r.only_ms[1], b.r.only_ms[0]);
		assert_int_equal(a.r.no_data_ms, b.r.no_data_ms);
		assert_int_equal(
		    ratio_ok(a.r.agreement), ratio_ok(b.r.agreement));
		if (ratio_ok(a.r.agreement))
			assert_int_equal(
			    ratio_cmp(a.r.agreement, b.r.agreement), 0);
		end(&a);
		end(&b);
	}
}

/* A random record and its copy, an hour late: found whenever it matters. */
static void
test_law_shift(void **state)
{
	(void)state;
	for (uint64_t i = 1; i <= 200; i++) {
		uint64_t seed = i * 104729;
		struct world w;

		begin(&w, 2000);
		for (int64_t k = 0; k < 5; k++) {
			int64_t at = 100 + k * 370 + dice_between(&seed, 0, 40);
			int64_t n = dice_between(&seed, 1, 50);

			add(&w, VIEW_PROVIDER, at, at + n);
			add(&w, VIEW_CUSTOMER, at + 60, at + 60 + n);
		}
		run(&w);
		expect_laws(&w.r);
		/* no outage is longer than the shift: nothing agrees */
		assert_true(w.r.shift.probable);
		assert_int_equal(w.r.shift.ms, -60 * MS_MINUTE);
		end(&w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shift_found),
		cmocka_unit_test(test_no_shift),
		cmocka_unit_test(test_gain_of_a_shift),
		cmocka_unit_test(test_shift_after_clock_change),
		cmocka_unit_test(test_short_day),
		cmocka_unit_test(test_law_random),
		cmocka_unit_test(test_law_shift),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
