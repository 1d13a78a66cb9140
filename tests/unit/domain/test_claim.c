/*
 * test_claim.c -- heads A to D of a claim, from the figures of claim_story.h.
 */
#include "unit/domain/claim_story.h"

#include "domain/estimate_loss.h"

static struct calls_figures
calls_of(int64_t received, int64_t sum, int64_t days)
{
	return (struct calls_figures){ .received = received,
		.usual_days = days,
		.usual = days != 0 ? ratio_make(sum, days) : ratio_int(0) };
}

/* ---- A and B ------------------------------------------------------------- */

static void
credit_and_price(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	figure(&s, true);
	assert_int_equal(s.f.n_rows, 2);
	assert_int_equal(s.f.credit_minor, 1950);
	assert_int_equal(s.f.prices[0].gross_minor, 281);
	assert_int_equal(s.f.prices[0].offset_minor, 281);
	assert_int_equal(s.f.prices[0].net_minor, 0);
	assert_int_equal(s.f.prices[1].gross_minor, 20);
	assert_int_equal(s.f.prices[1].net_minor, 20);
	assert_int_equal(s.f.gross_minor, 301);
	assert_int_equal(s.f.offset_minor, 281);
	assert_int_equal(s.f.price_minor, 20);
	assert_false(s.f.combined);
	/* 19.50 + 0.20; C has no conversion, D no cost */
	assert_int_equal(s.f.total_minor, 1970);
	assert_int_equal(s.f.fallback_minor, 1970);
	/* the earlier of the two contracts' deadlines */
	assert_true(s.f.has_claim_by);
	assert_int_equal(s.f.claim_by_at, utc(31, 0, 0));
	arena_release(&s.keep);
}

/* A credit below the price reduction leaves the rest of it. */
static void
price_beyond_credit(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	s.ledger[0].settlement.credit_minor = 100;
	figure(&s, true);
	assert_int_equal(s.f.prices[0].offset_minor, 100);
	assert_int_equal(s.f.prices[0].net_minor, 181);
	assert_int_equal(s.f.total_minor, 100 + 181 + 20);
	arena_release(&s.keep);
}

/* 12 h of 24 h at 0.01: half a cent, by the contract's own mode. */
static void
price_rounded_once(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	s.ledger[1].settlement.base_minor = ratio_int(1);
	s.ledger[1].settlement.states.period_ms = 24 * HOUR;
	figure(&s, true);
	assert_int_equal(s.f.prices[1].gross_minor, 1);
	s.ledger[1].settlement.money_round = ROUND_HALF_EVEN;
	figure(&s, true);
	assert_int_equal(s.f.prices[1].gross_minor, 0);
	/* time outside service hours is no time of service: 12 h of 18 h */
	s.ledger[1].settlement.base_minor = ratio_int(900);
	s.ledger[1].settlement.states.off_hours_ms = 6 * HOUR;
	figure(&s, true);
	assert_int_equal(s.f.prices[1].gross_minor, 600);
	arena_release(&s.keep);
}

static void
interruptions(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	figure(&s, true);
	assert_int_equal(s.f.n_intervals, 4);
	/* by start: web, mail, web, web */
	assert_str(s.f.intervals[1].row->service->id, "mail");
	assert_int_equal(s.f.intervals[0].before_ms, 35 * MINUTE);
	assert_int_equal(s.f.intervals[0].after_ms, 12 * HOUR - 35 * MINUTE);
	assert_int_equal(s.f.intervals[2].before_ms, 0);
	assert_int_equal(s.f.down_ms, 63 * HOUR + 56 * MINUTE);
	assert_int_equal(s.f.before_ms + s.f.after_ms, s.f.down_ms);
	assert_int_equal(s.f.longest_ms, 31 * HOUR + 26 * MINUTE);
	assert_int_equal(s.f.span.from_at, utc(11, 16, 30));
	assert_int_equal(s.f.span.to_at, utc(13, 20, 40));
	arena_release(&s.keep);
}

/* What the incident did not touch is not claimed; without one, all is. */
static void
without_incident(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	s.outages[3].incident = STR("D-2");
	figure(&s, true);
	assert_int_equal(s.f.n_rows, 1);
	assert_int_equal(s.f.price_minor, 0);
	figure(&s, false);
	assert_int_equal(s.f.n_rows, 2);
	assert_int_equal(s.f.n_intervals, 4);
	assert_int_equal(s.f.damages.lack, DAMAGES_NO_ESTIMATE);
	assert_null(s.f.incident);
	arena_release(&s.keep);
}

static void
one_currency(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	memcpy(s.ledger[1].settlement.currency.code, "CHF", 4);
	figure(&s, true);
	assert_int_equal(s.f.n_rows, 1);
	assert_int_equal(s.f.n_other_currency, 1);
	assert_string_equal(s.f.currency.code, "EUR");
	assert_int_equal(s.f.total_minor, 1950);
	arena_release(&s.keep);
}

/* ---- C ------------------------------------------------------------------- */

static void
add_margin(struct story *s)
{
	s->claim.orders = 30;
	s->claim.orders_span = (struct span){ utc(1, 0, 0), utc(11, 0, 0) };
	s->claim.order_value = ratio_make(69, 2);
	s->claim.margin = ratio_make(42, 100);
}

/*
 * 30 orders of 4,000 views; 2,140 x 30/4000 = 16.05 orders; x 34.50 = 553.725;
 * x 0.42 = 232.5645. At the lower end 1,979: 14.8425, 512.06625, 215.067825.
 */
static void
damages(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	add_margin(&s);
	figure(&s, true);
	assert_int_equal(s.f.damages.lack, DAMAGES_COMPLETE);
	assert_int_equal(s.f.damages.visits, 4000);
	assert_int_equal(s.f.damages.lost.lost, 2140);
	assert_int_equal(s.f.damages.lost.low, 1979);
	assert_int_equal(s.f.damages.lost.high, 2381);
	assert_int_equal(s.f.damages.central_minor, 23256);
	assert_int_equal(s.f.damages.low_minor, 21507);
	assert_int_equal(s.f.total_minor, 1970 + 23256);
	assert_int_equal(s.f.fallback_minor, 1970 + 21507);
	arena_release(&s.keep);
}

static void
damages_by_rate(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	add_margin(&s);
	s.claim.orders = -1;
	s.claim.conversion = ratio_make(75, 10000);
	figure(&s, true);
	assert_int_equal(s.f.damages.visits, 0);
	assert_int_equal(s.f.damages.central_minor, 23256);
	arena_release(&s.keep);
}

/* Nothing is guessed where something is missing. */
static void
damages_lacking(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	add_margin(&s);
	s.claim.margin = (struct ratio){ 0, 0 };
	figure(&s, true);
	assert_int_equal(s.f.damages.lack, DAMAGES_NO_MARGIN);
	s.claim.orders_span = (struct span){ utc(20, 0, 0), utc(21, 0, 0) };
	figure(&s, true);
	assert_int_equal(s.f.damages.lack, DAMAGES_NO_CONVERSION);
	s.figures.lost.n_sites = 0;
	figure(&s, true);
	assert_int_equal(s.f.damages.lack, DAMAGES_NO_ESTIMATE);
	assert_int_equal(s.f.total_minor, 1970);
	arena_release(&s.keep);
}

static void
without_basis(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	add_margin(&s);
	assert_true(claim_figures(&s.d, &s.figures, &s.customers[0],
	    (struct claim_bases){ false, false }, &s.keep, &s.f));
	assert_int_equal(s.f.price_minor, 20);
	assert_int_equal(s.f.total_minor, 1950);
	assert_int_equal(s.f.fallback_minor, 1950);
	arena_release(&s.keep);
}

/* ---- D ------------------------------------------------------------------- */

/* 9 for 4, 27 for 6, 13 for 2: 37 calls too many, at 4.50 are 166.50. */
static void
costs(void **state)
{
	const struct claim_cost v[] = {
		{ .what = STR("page"), .amount = ratio_int(60) },
		{ .what = STR("post"), .amount = ratio_make(98, 10) },
	};
	struct story s;

	(void)state;
	open_story(&s);
	s.claim.costs = v;
	s.claim.n_costs = 2;
	s.claim.call_cost = ratio_make(9, 2);
	s.calls[0] = calls_of(9, 32, 8);
	s.calls[1] = calls_of(27, 48, 8);
	s.calls[2] = calls_of(13, 16, 8);
	s.figures.calls = s.calls;
	s.figures.n_calls = 3;
	figure(&s, true);
	assert_int_equal(s.f.receipts_minor, 6980);
	assert_int_equal(s.f.calls.whole, 37);
	assert_int_equal(s.f.calls.minor, 16650);
	assert_int_equal(s.f.costs_total_minor, 23630);
	assert_int_equal(s.f.total_minor, 1970 + 23630);
	arena_release(&s.keep);
}

/* 9 for 13/3 are 4 2/3 too many: 4. Days without a usual one say nothing. */
static void
calls_in_whole(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	s.claim.call_cost = ratio_int(2);
	s.calls[0] = calls_of(9, 13, 3);
	s.calls[1] = calls_of(50, 0, 0);
	s.figures.calls = s.calls;
	s.figures.n_calls = 2;
	figure(&s, true);
	assert_int_equal(s.f.calls.whole, 4);
	assert_int_equal(s.f.calls.minor, 800);
	/* fewer calls than usual are no income */
	s.calls[0] = calls_of(1, 13, 3);
	figure(&s, true);
	assert_int_equal(s.f.calls.whole, 0);
	assert_int_equal(s.f.calls.minor, 0);
	/* nobody said what one costs */
	s.calls[0] = calls_of(9, 13, 3);
	s.claim.call_cost = (struct ratio){ 0, 0 };
	figure(&s, true);
	assert_int_equal(s.f.calls.whole, 4);
	assert_false(s.f.calls.priced);
	assert_int_equal(s.f.costs_total_minor, 0);
	arena_release(&s.keep);
}

/* ---- whose, and how sure ------------------------------------------------- */

static void
about_whom(void **state)
{
	const struct customer *c;
	const struct incident *in;
	struct dossier own;
	struct story s;

	(void)state;
	open_story(&s);
	s.ledger[2] = s.ledger[1];
	s.ledger[2].customer = &s.customers[1];
	s.d.n_ledger = 3;
	s.claim.customer = STR("orto");
	assert_true(claim_about(&s.d, &c, &in));
	assert_ptr_equal(c, &s.customers[0]);
	assert_ptr_equal(in, &s.incident);
	claim_dossier(&s.d, c, &s.keep, &own);
	assert_int_equal(own.n_customers, 1);
	assert_int_equal(own.n_ledger, 2);
	s.claim.customer = STR("nobody");
	assert_false(claim_about(&s.d, &c, &in));
	s.claim.customer = STR_NONE;
	s.d.settings.claimant = false;
	assert_false(claim_about(&s.d, &c, &in));
	arena_release(&s.keep);
}

/* Nothing was down: 60.00 of costs are still 6,000 cents, and of a currency. */
static void
costs_alone(void **state)
{
	struct claim_cost cost = { .what = STR("page"),
		.amount = ratio_int(60) };
	struct story s;

	(void)state;
	open_story(&s);
	s.claim.costs = &cost;
	s.claim.n_costs = 1;
	for (size_t i = 0; i < s.d.n_ledger; i++) {
		s.ledger[i].settlement.down = (struct spans){ 0 };
		s.ledger[i].settlement.credit_minor = 0;
	}
	figure(&s, false);
	assert_int_equal(s.f.n_rows, 0);
	assert_string_equal(s.f.currency.code, "EUR");
	assert_int_equal(s.f.total_minor, 6000);
	arena_release(&s.keep);
}

static void
probe_bounds(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	figure(&s, true);
	assert_int_equal(s.f.boundary_ms, 0);
	s.claim.probe = (struct claim_probe){
		.given = true, .interval_ms = MINUTE, .retries = 1
	};
	figure(&s, true);
	assert_int_equal(s.f.boundary_ms, 30 * MS_SECOND);
	assert_int_equal(s.f.missed_ms, 2 * MINUTE);
	s.claim.probe.resolution_ms = 5 * MINUTE;
	figure(&s, true);
	assert_int_equal(s.f.missed_ms, 5 * MINUTE);
	arena_release(&s.keep);
}

/* Bins lose 10, 10, 5, 10 of a stated loss of 70: twice as much each. */
static void
loss_grows(void **state)
{
	static const double want[] = { 0, 20, 40, 50, 70 };
	const struct site_estimate *windows[1];
	struct loss_curve c;
	struct story s;
	struct err e;

	(void)state;
	open_story(&s);
	s.zones.keep = &s.keep;
	assert_int_equal(
	    zone_open(&s.zones, STR("UTC"), &s.d.settings.zone, &e), 0);
	for (int i = 0; i < 4; i++)
		s.points[i] = (struct estimate_point){ utc(11, 0, 0) + i * HOUR,
			10, i == 2 ? 5 : 0 };
	s.estimate = (struct site_estimate){ .site = s.traffic.site,
		.estimate = { .window = { utc(11, 0, 0), utc(11, 4, 0) },
		    .points = s.points,
		    .n_points = 4,
		    .step_ms = HOUR } };
	windows[0] = &s.estimate;
	s.figures.lost.windows = windows;
	s.figures.lost.n_windows = 1;
	s.figures.lost.sums = (struct lost_sums){ .lost = 70,
		.lost_lo80 = 35,
		.lost_hi80 = 140,
		.has_rebound = true,
		.rebound = 7 };
	c = estimate_loss(&s.d, &s.figures.lost, &s.keep);
	assert_int_equal(c.n, 5);
	for (size_t i = 0; i < c.n; i++) {
		assert_float_equal(c.points[i].lost, want[i], 1e-9);
		assert_float_equal(c.points[i].low, want[i] / 2, 1e-9);
		assert_float_equal(c.points[i].high, want[i] * 2, 1e-9);
	}
	assert_int_equal(c.points[0].at, utc(11, 0, 0));
	assert_int_equal(c.points[4].at, utc(11, 4, 0));
	assert_int_equal(c.after_at, utc(12, 4, 0));
	assert_float_equal(c.after, 63, 1e-9);
	arena_release(&s.keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(credit_and_price),
		cmocka_unit_test(price_beyond_credit),
		cmocka_unit_test(price_rounded_once),
		cmocka_unit_test(interruptions),
		cmocka_unit_test(without_incident),
		cmocka_unit_test(one_currency),
		cmocka_unit_test(damages),
		cmocka_unit_test(damages_by_rate),
		cmocka_unit_test(damages_lacking),
		cmocka_unit_test(without_basis),
		cmocka_unit_test(costs),
		cmocka_unit_test(calls_in_whole),
		cmocka_unit_test(about_whom),
		cmocka_unit_test(probe_bounds),
		cmocka_unit_test(costs_alone),
		cmocka_unit_test(loss_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
