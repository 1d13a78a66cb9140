/*
 * test_figures.c -- what reports count: the incident's and the statement's
 * figures, each worked out by hand beside it.
 */
#include "unit/report/fixture.h"

#include "domain/incident_figures.h"
#include "domain/statement_figures.h"

#define HOURS(h, m) ((h)*MS_HOUR + (m)*MS_MINUTE)

static void
test_incident_services(void **state)
{
	struct fixture f;
	struct incident_figures g;

	(void)state;
	fixture_open(&f);
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	/* Two web sites share 96 h 12; mail had nothing. */
	assert_int_equal(g.n_services, 2);
	assert_int_equal(g.hit_services, 2);
	assert_int_equal(g.all_services, 3);
	assert_int_equal(g.n_groups, 1);
	assert_int_equal(g.groups[0].services, 2);
	assert_int_equal(g.groups[0].customers, 2);
	assert_int_equal(g.services[0].down_ms, HOURS(96, 12));
	assert_int_equal(g.services[0].interruptions, 1);
	assert_int_equal(g.n_customers, 2);
	assert_int_equal(g.all_customers, 2);
	assert_int_equal(g.customer_ms, 2 * HOURS(96, 12));
	assert_int_equal(g.n_segments, 1);
	assert_int_equal(g.segments[0].median_ms, HOURS(96, 12));
	/* kinds by name: mail, web */
	assert_int_equal(g.n_kinds, 2);
	assert_int_equal(g.kinds[0].spared, 1);
	assert_int_equal(g.kinds[1].affected, 2);
	/* The first site's other outages make its month the worse one. */
	assert_ptr_equal(g.groups[0].lowest->service, &f.services[0]);
	fixture_close(&f);
}

/* Stated instants win; the span is 11 Apr 18:30 to 17 Apr 08:00 = 133 h 30. */
static void
test_incident_instants(void **state)
{
	struct fixture f;
	struct incident_figures g;

	(void)state;
	fixture_open(&f);
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	assert_int_equal(g.span_ms, HOURS(133, 30));
	assert_true(g.first_impact.stated);
	assert_string_equal(g.instants[5].key, "first_notice");
	assert_int_equal(g.instants[5].since_ms, HOURS(21, 0));
	f.incidents[0].first_impact_at = NO_INSTANT;
	f.incidents[0].restored_at = NO_INSTANT;
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	/* Now the records speak: 11 Apr 18:30 to 15 Apr 18:42. */
	assert_int_equal(g.span_ms, HOURS(96, 12));
	assert_false(g.first_impact.stated);
	fixture_close(&f);
}

/*
 * The design's example: gaps 21:00, 4:30, 22:00, 41:18, 23:42, 18:00, 3:00.
 * Sorted: 3:00 4:30 18:00 21:00 22:00 23:42 41:18, so the median is 21:00.
 */
static void
test_incident_silence(void **state)
{
	struct fixture f;
	struct incident_figures g;

	(void)state;
	fixture_open(&f);
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	assert_int_equal(g.comms.n_public, 6);
	assert_int_equal(g.comms.first_notice_ms, HOURS(21, 0));
	assert_int_equal(g.comms.median_gap_ms, HOURS(21, 0));
	assert_int_equal(g.comms.silence_ms, HOURS(41, 18));
	assert_int_equal(g.comms.silence.from_at, rome(&f, 4, 13, 18, 0));
	assert_int_equal(g.comms.promises, 2);
	assert_int_equal(g.comms.kept, 1);
	assert_int_equal(g.comms.notices[1].promise, PROMISE_KEPT);
	assert_int_equal(g.comms.notices[2].promise, PROMISE_LATE);
	/* promised 14 Apr 12:00, came 15 Apr 11:18 */
	assert_int_equal(g.comms.notices[2].late_ms, HOURS(23, 18));
	/* 17 Apr 08:00 to 2 May 09:00: 15 days and an hour */
	assert_int_equal(g.comms.report_delay_ms, HOURS(361, 0));
	fixture_close(&f);
}

/* Records that reach beyond the stated end move it, and the statement is kept.
 */
static void
test_incident_overruled(void **state)
{
	struct fixture f;
	struct incident_figures g;

	(void)state;
	fixture_open(&f);
	f.incidents[0].restored_at = rome(&f, 4, 14, 12, 0);
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	/* the record ends 15 Apr 18:42, so the span covers the downtime */
	assert_int_equal(g.restored.at, rome(&f, 4, 15, 18, 42));
	assert_false(g.restored.stated);
	assert_int_equal(g.restored.said_at, rome(&f, 4, 14, 12, 0));
	assert_int_equal(g.span_ms, HOURS(96, 12));
	assert_true(g.first_impact.stated);
	assert_int_equal(g.first_impact.said_at, NO_INSTANT);
	fixture_close(&f);
}

/*
 * The fourth message, 15 Apr 11:18, was hidden later: the silence lasts from 13
 * Apr 18:00 to 16 Apr 11:00 = 65 h.
 */
static void
test_incident_hidden(void **state)
{
	struct fixture f;
	struct incident_figures g;

	(void)state;
	fixture_open(&f);
	f.notices[3].hidden = true;
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	assert_int_equal(g.comms.n_public, 5);
	assert_int_equal(g.comms.n_hidden, 1);
	assert_int_equal(g.comms.silence_ms, HOURS(65, 0));
	/* promised 14 Apr 12:00, came 16 Apr 11:00 */
	assert_int_equal(g.comms.notices[2].late_ms, HOURS(47, 0));
	fixture_close(&f);
}

/* Private messages break no silence and keep no promise. */
static void
test_incident_private(void **state)
{
	struct fixture f;
	struct incident_figures g;

	(void)state;
	fixture_open(&f);
	for (size_t i = 0; i < 6; i++)
		f.notices[i].public_ = i == 1;
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	assert_int_equal(g.comms.n_public, 1);
	assert_int_equal(g.comms.n_private, 5);
	/* 12 Apr 20:00 to 17 Apr 08:00 */
	assert_int_equal(g.comms.silence_ms, HOURS(108, 0));
	assert_int_equal(g.comms.kept, 0);
	assert_int_equal(g.comms.notices[1].promise, PROMISE_MISSED);
	f.d.n_notices = 0;
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	assert_false(g.comms.has_first);
	assert_int_equal(g.comms.silence_ms, HOURS(133, 30));
	fixture_close(&f);
}

/* Friday 12 April: 90 + 10 against 20 on the Friday before, five times. */
static void
test_incident_calls(void **state)
{
	struct fixture f;
	struct incident_figures g;

	(void)state;
	fixture_open(&f);
	f.calls[2].abandoned = -1; /* nobody counts abandoned tickets */
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	assert_int_equal(g.n_calls, 1);
	assert_int_equal(g.calls[0].received, 100);
	assert_int_equal(g.calls[0].answered, 50);
	assert_int_equal(g.calls[0].abandoned, 50);
	assert_int_equal(g.calls[0].usual_days, 1);
	assert_int_equal(ratio_cmp(g.calls[0].usual, ratio_int(20)), 0);
	assert_int_equal(ratio_cmp(g.calls[0].times, ratio_int(5)), 0);
	fixture_close(&f);
}

static void
test_incident_actions(void **state)
{
	struct incident more[3];
	struct fixture f;
	struct incident_figures g;

	(void)state;
	fixture_open(&f);
	more[0] = more[1] = more[2] = f.incidents[0];
	more[1].id = STR("INC-0"); /* five months before */
	more[1].first_impact_at -= 150 * MS_DAY;
	more[2].id = STR("INC-00"); /* eight months before */
	more[2].first_impact_at -= 240 * MS_DAY;
	f.d.incidents = more;
	f.d.n_incidents = 3;
	incident_figures(&f.d, &more[0], &f.keep, &g);
	assert_int_equal(g.n_actions, 2);
	assert_true(g.actions[0].has_overdue);
	/* due 30 April, today 2 May */
	assert_int_equal(g.actions[0].overdue_days, 2);
	assert_true(g.actions[1].done);
	assert_false(g.actions[1].has_overdue);
	assert_int_equal(g.same_6, 1);
	assert_int_equal(g.same_12, 2);
	assert_str(g.same_cause[0]->id, "INC-00");
	fixture_close(&f);
}

/* Down, up for 2 min, down, up for 10 min, down: one brief recovery of 2 min.
 */
static void
test_incident_recoveries(void **state)
{
	struct fixture f;
	struct incident_figures g;
	struct outage o[3];
	int64_t at;

	(void)state;
	fixture_open(&f);
	at = rome(&f, 4, 11, 18, 0);
	o[0] = fixture_outage("A", "web2", at, at + HOURS(2, 0));
	o[1] = fixture_outage("B", "web2", at + HOURS(2, 2), at + HOURS(4, 0));
	o[2] = fixture_outage("C", "web2", at + HOURS(4, 10), at + HOURS(5, 0));
	for (size_t i = 0; i < 3; i++)
		o[i].incident = STR("INC-1");
	fixture_settle(&f, 2, o, 3);
	fixture_settle(&f, 0, o, 0);
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	assert_int_equal(g.n_services, 1);
	/* 2:00 + 1:58 + 0:50 */
	assert_int_equal(g.services[0].down_ms, HOURS(4, 48));
	assert_int_equal(g.services[0].interruptions, 3);
	assert_int_equal(g.services[0].recoveries.n, 1);
	assert_int_equal(g.services[0].recovered_ms, HOURS(0, 2));
	assert_int_equal(g.services[0].second_clock_ms, HOURS(4, 50));
	assert_int_equal(g.services[0].longest_ms, HOURS(2, 0));
	fixture_close(&f);
}

/* Records without a name belong to the incident whose bounds they touch. */
static void
test_incident_unnamed(void **state)
{
	struct fixture f;
	struct incident_figures g;

	(void)state;
	fixture_open(&f);
	for (size_t i = 0; i < 6; i++)
		f.outages[i].incident = STR_NONE;
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	assert_int_equal(g.n_services, 2);
	assert_int_equal(g.services[0].down_ms, HOURS(96, 12));
	f.incidents[0].restored_at = NO_INSTANT; /* no bounds any more */
	incident_figures(&f.d, &f.incidents[0], &f.keep, &g);
	assert_int_equal(g.n_services, 0);
	fixture_close(&f);
}

/* Two sites: losses and interval ends add, the worse grade stands. */
static void
test_lost(void **state)
{
	struct site_estimate v[3] = {
		{ .incident = STR("INC-1"),
		    .unit = STR("views"),
		    .estimate = { .status = ESTIMATE_OK,
			.expected = 1000,
			.observed = 100,
			.lost = 900,
			.lost_lo80 = 700,
			.lost_hi80 = 1100,
			.grade = 'A',
			.inside80 = 30,
			.n_windows = 40 } },
		{ .incident = STR("INC-1"),
		    .site = STR("b"),
		    .unit = STR("views"),
		    .estimate = { .status = ESTIMATE_OK,
			.expected = 500,
			.lost = 500,
			.lost_lo80 = 200,
			.lost_hi80 = 900,
			.grade = 'C',
			.inside80 = 8,
			.n_windows = 10 } },
		{ .incident = STR("INC-1"),
		    .site = STR("c"),
		    .estimate = { .status = ESTIMATE_INSUFFICIENT } },
	};
	struct dossier d = { .estimates = v, .n_estimates = 3 };
	struct arena keep = { 0 };
	struct lost_figures l;

	(void)state;
	l = estimate_sum(&d, STR("INC-1"), &keep);
	assert_int_equal(l.n_sites, 2);
	assert_int_equal(l.n_insufficient, 1);
	assert_true(l.sums.lost == 1400);
	assert_true(l.sums.lost_lo80 == 900 && l.sums.lost_hi80 == 2000);
	assert_int_equal(l.sums.grade, 'C');
	assert_int_equal(l.sums.inside80, 38);
	assert_int_equal(l.sums.n_tests, 50);
	assert_int_equal(l.n_windows, 2);
	assert_int_equal(estimate_sum(&d, STR("X"), &keep).n_sites, 0);
	arena_release(&keep);
}

static void
test_statement(void **state)
{
	struct fixture f;
	struct statement_figures g;

	(void)state;
	fixture_open(&f);
	statement_figures(&f.d, &f.customers[0], STR("2013-04"), &f.keep, &g);
	assert_int_equal(g.n_lines, 2);
	assert_int_equal(g.n_totals, 1);
	assert_int_equal(g.totals[0].minor, 4900);
	assert_int_equal(g.counts[0].settlements, 2);
	assert_int_equal(g.counts[0].with_credit, 1);
	assert_ptr_equal(g.largest->row, &f.ledger[0]);
	/* 104:54 = 0:42 short + 4:00 excluded + 4:00 overlap + 96:12 */
	assert_int_equal(g.lines[0].raw_ms, HOURS(104, 54));
	assert_int_equal(g.lines[0].short_ms, HOURS(0, 42));
	assert_int_equal(g.lines[0].excluded_ms, HOURS(4, 0));
	assert_int_equal(g.lines[0].overlap_ms, HOURS(4, 0));
	assert_int_equal(g.lines[0].counted_ms, HOURS(96, 12));
	/* 0.1 % of 720 h = 43 min 12 s are allowed */
	assert_int_equal(
	    g.lines[0].allowance_ms, 43 * MS_MINUTE + 12 * MS_SECOND);
	assert_false(g.lines[1].touched);
	statement_figures(&f.d, NULL, STR_NONE, &f.keep, &g);
	assert_int_equal(g.n_lines, 3);
	assert_int_equal(g.totals[0].minor, 7900);
	fixture_close(&f);
}

/* A contract that pays one service only: 49.00 and 9.00 give 49.00. */
static void
test_statement_combined(void **state)
{
	struct fixture f;
	struct statement_figures g;
	struct terms t;

	(void)state;
	fixture_open(&f);
	t = *f.contract.terms;
	t.combine = COMBINE_MAX;
	f.contract.terms = &t;
	f.ledger[1].settlement.credit_minor = 900;
	statement_figures(&f.d, &f.customers[0], STR("2013-04"), &f.keep, &g);
	assert_int_equal(g.n_combined, 1);
	assert_int_equal(g.combined[0].services, 2);
	assert_int_equal(g.totals[0].minor, 4900);
	/* the rows add up to it: all to the larger, nothing to the other */
	assert_true(g.lines[0].combined && g.lines[1].combined);
	assert_int_equal(g.lines[0].granted_minor, 4900);
	assert_int_equal(g.lines[1].granted_minor, 0);
	assert_int_equal(g.counts[0].with_credit, 1);
	fixture_close(&f);
}

/*
 * A contract that rounds the total and pays nothing below 50.00: the customer's
 * one service has 49.00, so its row and the total are nothing.
 */
static void
test_statement_combined_alone(void **state)
{
	struct fixture f;
	struct statement_figures g;
	struct terms t;

	(void)state;
	fixture_open(&f);
	t = *f.contract.terms;
	t.round_total = true;
	t.minimum = (struct minimum_rule){ .given = true,
		.amount = ratio_int(50),
		.op = OP_GE,
		.test_exact = false };
	f.contract.terms = &t;
	f.ledger[1].customer = &f.customers[1];
	f.ledger[0].settlement.exact_minor = ratio_int(4900);
	statement_figures(&f.d, &f.customers[0], STR("2013-04"), &f.keep, &g);
	assert_int_equal(g.n_lines, 1);
	assert_int_equal(g.combined[0].services, 1);
	assert_int_equal(g.totals[0].minor, 0);
	assert_int_equal(g.lines[0].granted_minor, 0);
	assert_int_equal(g.counts[0].with_credit, 0);
	fixture_close(&f);
}

static void
test_moneys(void **state)
{
	const struct currency eur = { "EUR", 2 }, usd = { "USD", 2 };
	struct arena keep = { 0 };
	struct money *v = NULL;
	size_t n = 0;

	(void)state;
	money_tally(&keep, &v, &n, (struct money){ 100, eur });
	money_tally(&keep, &v, &n, (struct money){ 7, usd });
	money_tally(&keep, &v, &n, (struct money){ 250, eur });
	assert_int_equal(n, 2);
	assert_int_equal(v[0].minor, 350);
	assert_int_equal(v[1].minor, 7);
	arena_release(&keep);
}

/* Rows of the fixture's table in millionths. */
static void
test_plain(void **state)
{
	struct fixture f;
	struct plain_credit p;
	struct tier_ppm t;
	const struct credit_tiers *table;
	struct settlement s;
	struct terms half;
	int64_t reach_ms;

	(void)state;
	fixture_open(&f);
	table = credit_table(f.contract.terms->credit);
	assert_true(tier_in_ppm(&table->rows[0], &t));
	assert_int_equal(t.low, 990000);
	assert_int_equal(t.high, 999000);
	assert_int_equal(t.low_open, 0);
	assert_int_equal(t.high_in, 0);
	assert_int_equal(t.percent, 100000);
	assert_true(tier_in_ppm(&table->rows[2], &t));
	assert_int_equal(t.low, -1);
	s = f.ledger[0].settlement;
	assert_true(settlement_is_plain(&s, f.contract.terms, &p));
	assert_int_equal(p.percent_ppm, 1000000);
	assert_true(p.has_cap);
	assert_int_equal(p.cap_minor.num, 4900);
	assert_int_equal(p.cap_minor.den, 1);
	assert_true(settlement_up(&s, &reach_ms));
	assert_int_equal(reach_ms, HOURS(720, 0) - HOURS(96, 12));
	/* Row "99 to below 99.9" is reached with 1 % of 720 h. */
	assert_true(tier_reach(&s, 0, &reach_ms));
	assert_int_equal(reach_ms, HOURS(7, 12));
	assert_false(tier_reach(&s, 2, &reach_ms));
	/* Of 49.85 a cap of 50 % is 24.925: 2492.5 cents, paid as 24.93. */
	half = *f.contract.terms;
	half.caps =
	    &(struct cap_rule){ .kind = CAP_PERCENT, .n = ratio_int(50) };
	half.n_caps = 1;
	half.money_round = s.money_round = ROUND_HALF_UP;
	s.base_minor = ratio_int(4985);
	s.credit_minor = 2493;
	assert_true(settlement_is_plain(&s, &half, &p));
	assert_int_equal(p.cap_minor.num, 4985);
	assert_int_equal(p.cap_minor.den, 2);
	/* A credit that does not follow from the table stays a value. */
	s.credit_minor = 4800;
	assert_false(settlement_is_plain(&s, f.contract.terms, &p));
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_incident_services),
		cmocka_unit_test(test_incident_instants),
		cmocka_unit_test(test_incident_silence),
		cmocka_unit_test(test_incident_overruled),
		cmocka_unit_test(test_incident_hidden),
		cmocka_unit_test(test_incident_private),
		cmocka_unit_test(test_incident_calls),
		cmocka_unit_test(test_incident_actions),
		cmocka_unit_test(test_incident_recoveries),
		cmocka_unit_test(test_incident_unnamed),
		cmocka_unit_test(test_lost),
		cmocka_unit_test(test_statement),
		cmocka_unit_test(test_statement_combined),
		cmocka_unit_test(test_statement_combined_alone),
		cmocka_unit_test(test_moneys),
		cmocka_unit_test(test_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
