/*
 * The two sides of an outage. Times are minutes of one day unless said
 * otherwise; what happens when is drawn in the comments: '#' down, '~'
 * degraded, '?' no data, '.' up, one column per ten minutes.
 */
#include "unit/domain/reconcile_help.h"

static void
expect(const struct world *w, size_t i, enum side down,
    enum difference_class class, int64_t from, int64_t to)
{
	const struct difference *d;

	assert_true(i < w->r.n_differences);
	d = &w->r.differences[i];
	assert_int_equal(d->down, down);
	assert_string_equal(
	    difference_words[d->class], difference_words[class]);
	assert_int_equal(d->span.from_at, from * MS_MINUTE);
	assert_int_equal(d->span.to_at, to * MS_MINUTE);
}

/*
 *   provider  ..####......??..    20-60 down, 120-140 no data
 *   customer  ...####...##.....   30-70 down, 100-120 down
 *   both 30, only provider 10, only customer 10 + 20, no data 20; of 200
 *   minutes neither 110. Agreement 30/70 = 3/7.
 */
static void
test_totals(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 200);
	add(&w, VIEW_PROVIDER, 20, 60);
	add_as(&w, VIEW_PROVIDER, 120, 140, COND_NO_DATA);
	add(&w, VIEW_CUSTOMER, 30, 70);
	add(&w, VIEW_PROBE, 100, 120);
	run(&w);
	expect_laws(&w.r);
	assert_int_equal(w.r.period_ms, 200 * MS_MINUTE);
	assert_int_equal(w.r.both_ms, 30 * MS_MINUTE);
	assert_int_equal(w.r.only_ms[SIDE_PROVIDER], 10 * MS_MINUTE);
	assert_int_equal(w.r.only_ms[SIDE_CUSTOMER], 30 * MS_MINUTE);
	assert_int_equal(w.r.no_data_ms, 20 * MS_MINUTE);
	assert_int_equal(w.r.neither_ms, 110 * MS_MINUTE);
	assert_int_equal(ratio_cmp(w.r.agreement, ratio_make(3, 7)), 0);
	assert_true(reconcile_needs_eyes(&w.r));
	assert_int_equal(w.r.n_differences, 3);
	expect(&w, 0, SIDE_PROVIDER, DIFFERENCE_LATER_START, 20, 30);
	expect(&w, 1, SIDE_CUSTOMER, DIFFERENCE_EARLIER_END, 60, 70);
	expect(&w, 2, SIDE_CUSTOMER, DIFFERENCE_NOT_RECORDED, 100, 120);
	assert_str(w.r.differences[0].says->id, "P0");
	assert_str(w.r.differences[0].against->id, "C2");
	assert_str(w.r.differences[1].says->id, "C2");
	assert_str(w.r.differences[1].against->id, "P0");
	assert_null(w.r.differences[2].against);
	end(&w);
}

/*
 * Time without data is in no other total, and what the other side says then is
 * a gap:
 *   provider  ..??????....    20-80 no data
 *   customer  ....##......    40-60 down
 *   provider  .......####.    then 100-140 down
 *   customer  ........??..    110-130 no data
 */
static void
test_gaps(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 2000);
	add_as(&w, VIEW_PROVIDER, 20, 80, COND_NO_DATA);
	add(&w, VIEW_CUSTOMER, 40, 60);
	add(&w, VIEW_PROVIDER, 100, 140);
	add_as(&w, VIEW_CUSTOMER, 110, 130, COND_NO_DATA);
	agree(&w);
	run(&w);
	expect_laws(&w.r);
	assert_int_equal(w.r.no_data_ms, 80 * MS_MINUTE);
	assert_int_equal(w.r.side_no_data_ms[SIDE_PROVIDER], 60 * MS_MINUTE);
	assert_int_equal(w.r.side_no_data_ms[SIDE_CUSTOMER], 20 * MS_MINUTE);
	assert_int_equal(w.r.only_ms[SIDE_CUSTOMER], 0);
	assert_int_equal(w.r.only_ms[SIDE_PROVIDER], 20 * MS_MINUTE);
	assert_int_equal(w.r.n_differences, 4);
	expect(&w, 0, SIDE_CUSTOMER, DIFFERENCE_PROVIDER_GAP, 40, 60);
	expect(&w, 1, SIDE_PROVIDER, DIFFERENCE_NOT_RECORDED, 100, 110);
	expect(&w, 2, SIDE_PROVIDER, DIFFERENCE_CUSTOMER_GAP, 110, 130);
	expect(&w, 3, SIDE_PROVIDER, DIFFERENCE_NOT_RECORDED, 130, 140);
	assert_str(w.r.differences[0].against->id, "P0");
	assert_str(w.r.differences[2].against->id, "C3");
	end(&w);
}

/*
 *   provider  #####~~~~...      0-50 down, 50-90 degraded
 *   customer  ..#########.      20-110 down
 * The slow part is slow; what follows it is the earlier end.
 */
static void
test_slow(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 2000);
	add(&w, VIEW_PROVIDER, 0, 50);
	add_as(&w, VIEW_PROVIDER, 50, 90, COND_DEGRADED);
	add(&w, VIEW_CUSTOMER, 20, 110);
	agree(&w);
	run(&w);
	expect_laws(&w.r);
	assert_int_equal(w.r.n_differences, 3);
	expect(&w, 0, SIDE_PROVIDER, DIFFERENCE_LATER_START, 0, 20);
	expect(&w, 1, SIDE_CUSTOMER, DIFFERENCE_SLOW, 50, 90);
	expect(&w, 2, SIDE_CUSTOMER, DIFFERENCE_EARLIER_END, 90, 110);
	assert_str(w.r.differences[1].against->id, "P1");
	assert_int_equal(
	    w.r.classes[SIDE_CUSTOMER][DIFFERENCE_SLOW].ms, 40 * MS_MINUTE);
	end(&w);
}

/* A substitute page is slow to those who see it, too. */
static void
test_substitute_is_slow(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 200);
	add_as(&w, VIEW_PROVIDER, 10, 50, COND_SUBSTITUTE);
	add(&w, VIEW_CUSTOMER, 20, 40);
	run(&w);
	assert_int_equal(w.r.n_differences, 1);
	expect(&w, 0, SIDE_CUSTOMER, DIFFERENCE_SLOW, 20, 40);
	end(&w);
}

/*
 * The provider says up for 4 minutes, later for exactly 5, while the customer
 * sees one outage: a flash, and an earlier end.
 */
static void
test_flash(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 400);
	add(&w, VIEW_PROVIDER, 10, 100);
	add(&w, VIEW_PROVIDER, 104, 200);
	add(&w, VIEW_PROVIDER, 205, 300);
	add(&w, VIEW_CUSTOMER, 10, 300);
	run(&w);
	expect_laws(&w.r);
	assert_int_equal(w.r.n_differences, 2);
	expect(&w, 0, SIDE_CUSTOMER, DIFFERENCE_FLASH, 100, 104);
	expect(&w, 1, SIDE_CUSTOMER, DIFFERENCE_EARLIER_END, 200, 205);
	assert_str(w.r.differences[0].against->id, "P0");
	assert_str(w.r.differences[1].against->id, "P1");
	/* 281 of 290 minutes agree */
	assert_int_equal(ratio_cmp(w.r.agreement, ratio_make(281, 290)), 0);
	assert_false(reconcile_needs_eyes(&w.r));
	end(&w);
}

/* An accepted window, 50 to 80, of which the provider wrote nothing down. */
static void
test_excluded(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 2000);
	interval_add(&w.keep, &w.in.accepted, 50 * MS_MINUTE, 80 * MS_MINUTE);
	add(&w, VIEW_CUSTOMER, 40, 90);
	agree(&w);
	run(&w);
	expect_laws(&w.r);
	assert_int_equal(w.r.n_differences, 3);
	expect(&w, 0, SIDE_CUSTOMER, DIFFERENCE_NOT_RECORDED, 40, 50);
	expect(&w, 1, SIDE_CUSTOMER, DIFFERENCE_EXCLUDED, 50, 80);
	expect(&w, 2, SIDE_CUSTOMER, DIFFERENCE_NOT_RECORDED, 80, 90);
	end(&w);
}

/*
 * Records that touch are one outage; at the bound of the period what lies
 * beyond decides: the provider's outage ended with the period before.
 *   provider  | 20-40 40-60
 *   customer  | 0-10 after one that the provider ended at 0; 20-60
 */
static void
test_touching(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 200);
	add(&w, VIEW_PROVIDER, -30, 0);
	add(&w, VIEW_CUSTOMER, -30, 10);
	add(&w, VIEW_PROVIDER, 20, 40);
	add(&w, VIEW_PROVIDER, 40, 60);
	add(&w, VIEW_CUSTOMER, 20, 60);
	run(&w);
	expect_laws(&w.r);
	assert_int_equal(w.r.both_ms, 40 * MS_MINUTE);
	assert_int_equal(w.r.n_differences, 1);
	expect(&w, 0, SIDE_CUSTOMER, DIFFERENCE_EARLIER_END, 0, 10);
	assert_str(w.r.differences[0].against->id, "P0");
	end(&w);
}

/* Nobody says anything; then only one side does. */
static void
test_empty_sides(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 100);
	run(&w);
	expect_laws(&w.r);
	assert_int_equal(w.r.neither_ms, 100 * MS_MINUTE);
	assert_false(ratio_ok(w.r.agreement));
	assert_false(reconcile_needs_eyes(&w.r));
	end(&w);
	begin(&w, 100);
	add(&w, VIEW_CUSTOMER, 10, 30);
	run(&w);
	expect_laws(&w.r);
	assert_int_equal(w.r.only_ms[SIDE_CUSTOMER], 20 * MS_MINUTE);
	assert_int_equal(ratio_cmp(w.r.agreement, ratio_int(0)), 0);
	assert_false(w.r.shift.probable);
	expect(&w, 0, SIDE_CUSTOMER, DIFFERENCE_NOT_RECORDED, 10, 30);
	end(&w);
}

/* Traffic is quoted: 10 of the 20 minutes, and in no total. */
static void
test_third_voice(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 100);
	add(&w, VIEW_PROVIDER, 60, 70);
	add(&w, VIEW_CUSTOMER, 10, 30);
	add(&w, VIEW_TRAFFIC, 20, 40);
	run(&w);
	expect_laws(&w.r);
	assert_int_equal(w.r.both_ms, 0);
	assert_int_equal(w.r.neither_ms, 70 * MS_MINUTE);
	assert_int_equal(w.r.traffic_ms, 20 * MS_MINUTE);
	assert_int_equal(w.r.differences[0].traffic_ms, 10 * MS_MINUTE);
	end(&w);
}

/* A service that begins at minute 50 has only half of the period. */
static void
test_life(void **state)
{
	struct world w;

	(void)state;
	begin(&w, 100);
	w.service.in_from = 50 * MS_MINUTE;
	add(&w, VIEW_PROVIDER, 40, 60);
	add(&w, VIEW_CUSTOMER, 40, 70);
	run(&w);
	expect_laws(&w.r);
	assert_int_equal(w.r.period_ms, 50 * MS_MINUTE);
	assert_int_equal(w.r.both_ms, 10 * MS_MINUTE);
	assert_int_equal(w.r.only_ms[SIDE_CUSTOMER], 10 * MS_MINUTE);
	end(&w);
}

/* No second viewpoint: the customer never recorded this service. */
static void
test_second_viewpoint(void **state)
{
	struct contract contract = { 0 };
	struct ledger_row row = { 0 };
	struct world w;

	(void)state;
	begin(&w, 100);
	contract.zone = &w.zone;
	row.service = &w.service;
	row.contract = &contract;
	row.settlement.period = w.in.period;
	row.settlement.min_recovery_ms = 5 * MS_MINUTE;
	add(&w, VIEW_PROVIDER, 10, 20);
	timeline_index(&w.d, &w.keep, &w.t);
	assert_false(reconcile_row(&w.t, &row, &w.keep, &w.r));
	/* a record of another month is a voice */
	add(&w, VIEW_PROBE, 1000, 1010);
	timeline_index(&w.d, &w.keep, &w.t);
	assert_true(reconcile_row(&w.t, &row, &w.keep, &w.r));
	assert_int_equal(w.r.only_ms[SIDE_PROVIDER], 10 * MS_MINUTE);
	/* the provider's voice is heard even where it is of other services */
	w.outages[0].subject = STR("mail");
	timeline_index(&w.d, &w.keep, &w.t);
	assert_true(reconcile_row(&w.t, &row, &w.keep, &w.r));
	assert_int_equal(w.r.neither_ms, 100 * MS_MINUTE);
	/* nor is there anything to compare before the service began */
	w.service.in_from = 500 * MS_MINUTE;
	assert_false(reconcile_row(&w.t, &row, &w.keep, &w.r));
	w.service.in_from = NO_INSTANT;
	w.outages[0].view = VIEW_TRAFFIC;
	timeline_index(&w.d, &w.keep, &w.t);
	assert_false(reconcile_row(&w.t, &row, &w.keep, &w.r));
	end(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_totals),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_slow),
		cmocka_unit_test(test_substitute_is_slow),
		cmocka_unit_test(test_flash),
		cmocka_unit_test(test_excluded),
		cmocka_unit_test(test_touching),
		cmocka_unit_test(test_empty_sides),
		cmocka_unit_test(test_third_voice),
		cmocka_unit_test(test_life),
		cmocka_unit_test(test_second_viewpoint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
