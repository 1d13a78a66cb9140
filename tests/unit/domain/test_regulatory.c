/*
 * test_regulatory.c -- every threshold of NIS 2 just below, at and just above
 * its number. The numbers are worked out by hand beside them; money is in
 * cents, time in milliseconds.
 */
#include "unit/domain/regulatory_help.h"

/* ---- loss ---------------------------------------------------------------- */

/* Both settlements together 50,000.00; 5 % of 1,200,000.00 are 60,000.00. */
static void
test_loss_of_turnover(void **state_)
{
	struct house h;

	(void)state_;
	open_house(&h);
	h.ledger[0].settlement.credit_minor = EUROS(20000);
	h.ledger[1].settlement.credit_minor = EUROS(30000);
	h.r.turnover = EUROS(1200000);
	state(&h, REG_OTHER_LOSS, EUROS(10000) - 1);
	assert_int_equal(NIS2(&h, "3(1)(a)"), 'n');
	state(&h, REG_OTHER_LOSS, EUROS(10000));
	assert_int_equal(NIS2(&h, "3(1)(a)"), 'n');
	state(&h, REG_OTHER_LOSS, EUROS(10000) + 1);
	assert_int_equal(NIS2(&h, "3(1)(a)"), 'm');
	/* 5 % of 12.01 are 60.05 cents: 60 is not more, 61 is */
	state(&h, REG_CREDITS, 0);
	h.r.turnover = 1201;
	state(&h, REG_OTHER_LOSS, 60);
	assert_int_equal(NIS2(&h, "3(1)(a)"), 'n');
	state(&h, REG_OTHER_LOSS, 61);
	assert_int_equal(NIS2(&h, "3(1)(a)"), 'm');
	close_house(&h);
}

/* 5 % of 20 million are a million: the half million is lower. */
static void
test_loss_of_half_a_million(void **state_)
{
	struct house h;

	(void)state_;
	open_house(&h);
	h.r.turnover = EUROS(20000000);
	state(&h, REG_OTHER_LOSS, EUROS(500000));
	assert_int_equal(NIS2(&h, "3(1)(a)"), 'n');
	state(&h, REG_OTHER_LOSS, EUROS(500000) + 1);
	assert_int_equal(NIS2(&h, "3(1)(a)"), 'm');
	/* whatever the turnover, this is more; the half million is not */
	h.r.turnover = -1;
	assert_int_equal(NIS2(&h, "3(1)(a)"), 'm');
	state(&h, REG_OTHER_LOSS, EUROS(500000));
	assert_int_equal(NIS2(&h, "3(1)(a)"), '?');
	missing(&h, "3(1)(a)", "turnover", NULL);
	/* nothing is more than nothing of no turnover */
	state(&h, REG_OTHER_LOSS, 0);
	assert_int_equal(NIS2(&h, "3(1)(a)"), 'n');
	close_house(&h);
}

static void
test_loss_known_from_below(void **state_)
{
	struct house h;

	(void)state_;
	open_house(&h);
	h.r.turnover = EUROS(1200000);
	h.ledger[0].settlement.credit_minor = EUROS(60000);
	assert_int_equal(NIS2(&h, "3(1)(a)"), '?');
	missing(&h, "3(1)(a)", "other_loss", NULL);
	h.ledger[0].settlement.credit_minor = EUROS(60000) + 1;
	assert_int_equal(NIS2(&h, "3(1)(a)"), 'm');
	/* dollars cannot be held against euros */
	memcpy(h.ledger[0].settlement.currency.code, "USD", 4);
	state(&h, REG_OTHER_LOSS, 0);
	assert_int_equal(NIS2(&h, "3(1)(a)"), '?');
	missing(&h, "3(1)(a)", "credits", NULL);
	state(&h, REG_CREDITS, EUROS(55000));
	assert_int_equal(NIS2(&h, "3(1)(a)"), 'n');
	assert_true(h.out.inputs[0].stated);
	assert_int_equal(h.out.inputs[0].value.n, EUROS(55000));
	assert_true(h.out.inputs[0].computed.at_least);
	close_house(&h);
}

/*
 * Two incidents of one cause. Both touch settlement 0, whose 40,000.00 count
 * once; together with 10,000.00 and 10,000.01 of other loss: 60,000.01.
 */
static void
test_recurring(void **state_)
{
	struct house h;

	(void)state_;
	open_house(&h);
	h.r.turnover = EUROS(1200000);
	assert_int_equal(NIS2(&h, "4"), '?');
	missing(&h, "4", "cause", NULL);
	h.incident.cause = STR("disk");
	assert_int_equal(NIS2(&h, "4"), 'n');
	h.earlier = (struct incident){ .id = STR("E"), .cause = STR("disk") };
	h.same[0] = &h.earlier;
	h.f.same_cause = h.same;
	h.f.n_same_cause = 1;
	h.f.same_6 = 1;
	h.ledger[0].settlement.credit_minor = EUROS(40000);
	state(&h, REG_OTHER_LOSS, EUROS(10000));
	assert_int_equal(NIS2(&h, "4"), '?');
	h.facts[1] = (struct regulatory_fact){ .incident = STR("E"),
		.name = STR("other_loss"),
		.number = EUROS(10000) };
	h.facts[2] = (struct regulatory_fact){ .incident = STR("E"),
		.name = STR("credits") };
	h.d.n_regulatory = 3;
	assert_int_equal(NIS2(&h, "4"), 'n');
	h.facts[1].number++;
	assert_int_equal(NIS2(&h, "4"), 'm');
	close_house(&h);
}

/* ---- flags --------------------------------------------------------------- */

static void
test_flags(void **state_)
{
	static const struct {
		const char *article;
		enum regulatory_id id;
	} flags[] = { { "3(1)(b)", REG_TRADE_SECRETS },
		{ "3(1)(c)", REG_DEATH }, { "3(1)(d)", REG_HEALTH_DAMAGE },
		{ "3(1)(e)", REG_MALICIOUS_ACCESS },
		{ "6(c)", REG_DATA_COMPROMISED },
		{ "8(d)", REG_PHYSICAL_ACCESS } };
	struct house h;

	(void)state_;
	open_house(&h);
	h.r.role[ROLE_TLD] = h.r.role[ROLE_DATA_CENTRE] = true;
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
		assert_int_equal(NIS2(&h, flags[i].article), '?');
		missing(&h, flags[i].article,
		    regulatory_kinds[flags[i].id].name, NULL);
		state(&h, flags[i].id, 0);
		assert_int_equal(NIS2(&h, flags[i].article), 'n');
		state(&h, flags[i].id, 1);
		assert_int_equal(NIS2(&h, flags[i].article), 'm');
	}
	/* compromised, but on purpose? */
	assert_int_equal(NIS2(&h, "8(c)"), '?');
	missing(&h, "8(c)", "data_malicious", NULL);
	state(&h, REG_DATA_MALICIOUS, 1);
	assert_int_equal(NIS2(&h, "8(c)"), 'm');
	state(&h, REG_DATA_COMPROMISED, 0);
	assert_int_equal(NIS2(&h, "8(c)"), 'n');
	close_house(&h);
}

/* ---- times --------------------------------------------------------------- */

static void
test_stated_times(void **state_)
{
	static const struct {
		const char *article;
		enum regulatory_id id;
		int64_t limit;
	} times[] = { { "5(a)", REG_UNAVAILABLE_MINUTES, 30 * MS_MINUTE },
		{ "5(b)", REG_RESPONSE_OVER_10S_MINUTES, MS_HOUR },
		{ "6(a)", REG_UNAVAILABLE_MINUTES, 0 },
		{ "6(b)", REG_RESPONSE_OVER_10S_MINUTES, MS_HOUR },
		{ "7(a)", REG_UNAVAILABLE_MINUTES, 30 * MS_MINUTE },
		{ "8(a)", REG_UNAVAILABLE_MINUTES, 0 },
		{ "8(b)", REG_LIMITED_MINUTES, MS_HOUR },
		{ "9(a)", REG_UNAVAILABLE_MINUTES, 30 * MS_MINUTE },
		{ "10(a)", REG_UNAVAILABLE_MINUTES, 30 * MS_MINUTE } };
	struct house h;

	(void)state_;
	open_house(&h);
	for (int i = 0; i < REGULATORY_ROLES; i++)
		h.r.role[i] = true;
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		state(&h, times[i].id, times[i].limit);
		assert_int_equal(NIS2(&h, times[i].article), 'n');
		state(&h, times[i].id, OVER(times[i].limit));
		assert_int_equal(NIS2(&h, times[i].article), 'm');
	}
	close_house(&h);
}

/*
 * Service a is down from 0 to 100, b from 80 to 104 and 107 to 120, slow to
 * 130. Nobody is served from 80 to 100: 20 min by the first clock. The 3 min
 * after 104 are brief (of 5), so that the former level is back at 130: 50 min
 * by the second. Somebody has trouble from 0 to 130.
 */
static void
test_both_clocks(void **state_)
{
	struct house h;

	(void)state_;
	open_house(&h);
	h.r.role[ROLE_CLOUD] = true;
	h.d.settings.min_recovery_ms = 5 * MS_MINUTE;
	down(&h, &h.affected[0].down, 0, 100);
	down(&h, &h.affected[1].down, 80, 104);
	down(&h, &h.affected[1].down, 107, 120);
	down(&h, &h.affected[1].degraded, 120, 130);
	assert_int_equal(NIS2(&h, "7(a)"), 'm');
	assert_int_equal(h.out.away[ROLE_CLOUD].first_ms, 20 * MS_MINUTE);
	assert_int_equal(h.out.away[ROLE_CLOUD].second_ms, 50 * MS_MINUTE);
	assert_int_equal(h.out.away[ROLE_CLOUD].limited_ms, 130 * MS_MINUTE);
	/* a recovery of 3 min is one: until 104, 24 min */
	h.d.settings.min_recovery_ms = 3 * MS_MINUTE;
	assert_int_equal(NIS2(&h, "7(a)"), 'n');
	assert_int_equal(h.out.away[ROLE_CLOUD].second_ms, 24 * MS_MINUTE);
	/* the role means other services, of which the case has none */
	h.r.kind[ROLE_CLOUD] = &STR("database");
	h.r.n_kinds[ROLE_CLOUD] = 1;
	assert_int_equal(NIS2(&h, "7(a)"), '?');
	missing(&h, "7(a)", "unavailable_minutes", NULL);
	close_house(&h);
}

/* Service b is sold from minute 90 on: before, a alone is the service. */
static void
test_life_of_services(void **state_)
{
	struct house h;

	(void)state_;
	open_house(&h);
	h.r.role[ROLE_CLOUD] = true;
	h.services[1].in_from = 90 * MS_MINUTE;
	h.f.n_services = 1;
	down(&h, &h.affected[0].down, 0, 100);
	assert_int_equal(NIS2(&h, "7(a)"), 'm');
	assert_int_equal(h.out.away[ROLE_CLOUD].first_ms, 90 * MS_MINUTE);
	close_house(&h);
}

/*
 * Down from 0 to 60, of which the contract takes out 10 to 50, announced
 * maintenance: 10 min twice are left. Had nobody announced it, all 60 count.
 */
static void
test_maintenance(void **state_)
{
	struct window w = { .kind = STR("maintenance"),
		.span = { 10 * MS_MINUTE, 50 * MS_MINUTE },
		.announced_at = 0 };
	struct house h;

	(void)state_;
	open_house(&h);
	h.r.role[ROLE_CLOUD] = true;
	h.d.windows = &w;
	h.d.n_windows = 1;
	for (int i = 0; i < 2; i++) {
		down(&h, &h.affected[i].down, 0, 10);
		down(&h, &h.affected[i].excluded, 10, 50);
		down(&h, &h.affected[i].down, 50, 60);
	}
	assert_int_equal(NIS2(&h, "7(a)"), 'n');
	assert_int_equal(h.out.away[ROLE_CLOUD].second_ms, 10 * MS_MINUTE);
	w.announced_at = NO_INSTANT;
	assert_int_equal(NIS2(&h, "7(a)"), 'm');
	assert_int_equal(h.out.away[ROLE_CLOUD].first_ms, 60 * MS_MINUTE);
	/* a flood of requests is no maintenance, whatever the contract says */
	w.announced_at = 0;
	w.kind = STR("ddos");
	assert_int_equal(NIS2(&h, "7(a)"), 'm');
	close_house(&h);
}

/* 20 min down, and 15 nobody measured: between 20 and 35. */
static void
test_no_data(void **state_)
{
	struct house h;

	(void)state_;
	open_house(&h);
	h.r.role[ROLE_CLOUD] = true;
	for (int i = 0; i < 2; i++) {
		down(&h, &h.affected[i].down, 0, 20);
		down(&h, &h.affected[i].no_data, 20, 35);
	}
	assert_int_equal(NIS2(&h, "7(a)"), '?');
	missing(&h, "7(a)", "unavailable_minutes", NULL);
	state(&h, REG_UNAVAILABLE_MINUTES, 30 * MS_MINUTE);
	assert_int_equal(NIS2(&h, "7(a)"), 'n');
	close_house(&h);
}

/* ---- users --------------------------------------------------------------- */

/* 5 % of 40,000 are 2,000; of 40,010, 2,000.5; of 30 million more than 1. */
static void
test_users(void **state_)
{
	static const struct {
		int64_t all, affected;
		char is;
	} rows[] = { { 40000, 2000, 'n' }, { 40000, 2001, 'm' },
		{ 40010, 2000, 'n' }, { 40010, 2001, 'm' },
		{ 30000000, 1000000, 'n' }, { 30000000, 1000001, 'm' },
		{ -1, 1000001, 'm' }, { -1, 1000000, '?' }, { -1, 0, 'n' } };
	struct house h;

	(void)state_;
	open_house(&h);
	h.r.role[ROLE_CDN] = true;
	state(&h, REG_LIMITED_MINUTES, OVER(MS_HOUR));
	state(&h, REG_DATA_COMPROMISED, 1);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		h.r.eu_users = rows[i].all;
		state(&h, REG_EU_USERS_AFFECTED, rows[i].affected);
		state(&h, REG_DATA_USERS_AFFECTED, rows[i].affected);
		assert_int_equal(NIS2(&h, "9(b)"), rows[i].is);
		assert_int_equal(NIS2(&h, "9(d)"), rows[i].is);
	}
	/* an hour is not more than an hour, however many */
	h.r.eu_users = 40000;
	state(&h, REG_EU_USERS_AFFECTED, 40000);
	state(&h, REG_LIMITED_MINUTES, MS_HOUR);
	assert_int_equal(NIS2(&h, "9(b)"), 'n');
	h.d.n_regulatory = 0;
	h.r.eu_users = -1;
	state(&h, REG_LIMITED_MINUTES, OVER(MS_HOUR));
	missing(&h, "9(b)", "eu_users_affected", "eu_users");
	close_house(&h);
}

/* 1 % of 99,900 names are 999, of 99,899 less. */
static void
test_domains(void **state_)
{
	static const struct {
		int64_t hit, all, slip;
		char is;
	} rows[] = { { 999, 99900, 1, 'n' }, { 999, 99899, 1, 'm' },
		{ 1000, 1000000, 1, 'm' }, { 999, 99900, 0, 'm' },
		{ 999, -1, 1, '?' }, { 1000, -1, 1, 'm' } };
	struct house h;

	(void)state_;
	open_house(&h);
	h.r.role[ROLE_DNS] = true;
	state(&h, REG_DATA_COMPROMISED, 1);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		h.r.domains = rows[i].all;
		state(&h, REG_DOMAINS_AFFECTED, rows[i].hit);
		state(&h, REG_MISCONFIGURATION, rows[i].slip);
		assert_int_equal(NIS2(&h, "5(c)"), rows[i].is);
	}
	state(&h, REG_DATA_COMPROMISED, 0);
	assert_int_equal(NIS2(&h, "5(c)"), 'n');
	close_house(&h);
}

/* Without a role its lines are not there. */
static void
test_roles(void **state_)
{
	struct house h;

	(void)state_;
	open_house(&h);
	regulatory_figures(&h.d, &h.f, &h.keep, &h.out);
	/* 3(1)(a) to (e) and 4 */
	assert_int_equal(h.out.tables[ACT_NIS2_SIGNIFICANT].n, 6);
	assert_false(h.out.any_role);
	h.r.role[ROLE_MANAGED_SERVICE] = true;
	regulatory_figures(&h.d, &h.f, &h.keep, &h.out);
	assert_int_equal(h.out.tables[ACT_NIS2_SIGNIFICANT].n, 10);
	h.d.settings.regulation = NULL;
	regulatory_figures(&h.d, &h.f, &h.keep, &h.out);
	assert_false(h.out.supplied);
	close_house(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_loss_of_turnover),
		cmocka_unit_test(test_loss_of_half_a_million),
		cmocka_unit_test(test_loss_known_from_below),
		cmocka_unit_test(test_recurring),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_stated_times),
		cmocka_unit_test(test_both_clocks),
		cmocka_unit_test(test_life_of_services),
		cmocka_unit_test(test_maintenance),
		cmocka_unit_test(test_no_data),
		cmocka_unit_test(test_users),
		cmocka_unit_test(test_domains),
		cmocka_unit_test(test_roles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
