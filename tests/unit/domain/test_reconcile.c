/*
 * The two sides of an outage. Times are minutes of one day unless said
 * otherwise; what happens when is drawn in the comments: '#' down, '~'
 * degraded, '?' no data, '.' up, one column per ten minutes.
 */
#include "base/zone.h"
#include "domain/reconcile.h"
#include "unit/support.h"

#define MOST 400

struct world {
	struct arena keep;
	struct outage outages[MOST];
	struct dossier d;
	struct service service;
	struct timeline t;
	struct reconcile_input in;
	struct zone_change utc;
	struct zone zone;
	struct reconciliation r;
};

/* A day in UTC, `period` minutes long, with a minimum recovery of 5 minutes. */
static void
begin(struct world *w, int64_t period)
{
	memset(w, 0, sizeof *w);
	w->zone = (struct zone){ STR("UTC"), &w->utc, 1 };
	w->d.outages = w->outages;
	w->service = (struct service){
		.id = STR("shop"), .in_from = NO_INSTANT, .in_to = NO_INSTANT
	};
	w->in = (struct reconcile_input){ .timeline = &w->t,
		.service = &w->service,
		.period = { 0, period * MS_MINUTE },
		.min_recovery_ms = 5 * MS_MINUTE,
		.zone = &w->zone };
}

static void
add_ms(struct world *w, enum viewpoint view, int64_t from_at, int64_t to_at,
    enum condition c)
{
	size_t i = w->d.n_outages++;

	assert_true(i < MOST);
	w->outages[i] = (struct outage){
		.id = str_format(&w->keep, "%c%zu",
		    view == VIEW_PROVIDER  ? 'P'
		    : view == VIEW_TRAFFIC ? 'T'
					   : 'C',
		    i),
		.subject = STR("shop"),
		.span = { from_at, to_at },
		.condition = c,
		.view = view,
	};
}

static void
add(struct world *w, enum viewpoint view, int64_t from, int64_t to)
{
	add_ms(w, view, from * MS_MINUTE, to * MS_MINUTE, COND_DOWN);
}

static void
add_as(struct world *w, enum viewpoint view, int64_t from, int64_t to,
    enum condition c)
{
	add_ms(w, view, from * MS_MINUTE, to * MS_MINUTE, c);
}

/* A long outage on which both agree: beside it no shift of the clock pays. */
static void
agree(struct world *w)
{
	add(w, VIEW_PROVIDER, 1000, 1900);
	add(w, VIEW_CUSTOMER, 1000, 1900);
}

static void
run(struct world *w)
{
	timeline_index(&w->d, &w->keep, &w->t);
	reconcile(&w->in, &w->keep, &w->r);
}

static void
end(struct world *w)
{
	arena_release(&w->keep);
}

/* What must hold whatever the records say. */
static void
expect_laws(const struct reconciliation *r)
{
	int64_t by_side[2] = { 0, 0 }, gaps = 0;

	assert_int_equal(r->both_ms + r->only_ms[0] + r->only_ms[1] +
			     r->neither_ms + r->no_data_ms,
	    r->period_ms);
	assert_true(r->neither_ms >= 0);
	for (size_t i = 0; i < r->n_differences; i++) {
		const struct difference *d = &r->differences[i];

		assert_true(d->span.from_at < d->span.to_at);
		assert_true(d->span.from_at >= r->period.from_at);
		assert_true(d->span.to_at <= r->period.to_at);
		if (i > 0)
			assert_true(d->span.from_at >=
				    r->differences[i - 1].span.to_at);
		assert_non_null(d->says);
		assert_true(d->says->span.from_at <= d->span.from_at);
		if (d->class == DIFFERENCE_PROVIDER_GAP ||
		    d->class == DIFFERENCE_CUSTOMER_GAP)
			gaps += span_ms(d->span);
		else
			by_side[d->down] += span_ms(d->span);
	}
	assert_int_equal(by_side[0], r->only_ms[0]);
	assert_int_equal(by_side[1], r->only_ms[1]);
	assert_true(gaps <= r->no_data_ms);
}

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
	w.outages[0].view = VIEW_TRAFFIC;
	timeline_index(&w.d, &w.keep, &w.t);
	assert_false(reconcile_row(&w.t, &row, &w.keep, &w.r));
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
		cmocka_unit_test(test_totals),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_slow),
		cmocka_unit_test(test_substitute_is_slow),
		cmocka_unit_test(test_flash),
		cmocka_unit_test(test_excluded),
		cmocka_unit_test(test_shift_found),
		cmocka_unit_test(test_no_shift),
		cmocka_unit_test(test_gain_of_a_shift),
		cmocka_unit_test(test_shift_after_clock_change),
		cmocka_unit_test(test_short_day),
		cmocka_unit_test(test_touching),
		cmocka_unit_test(test_empty_sides),
		cmocka_unit_test(test_third_voice),
		cmocka_unit_test(test_life),
		cmocka_unit_test(test_second_viewpoint),
		cmocka_unit_test(test_law_random),
		cmocka_unit_test(test_law_shift),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
