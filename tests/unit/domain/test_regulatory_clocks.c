/*
 * test_regulatory_clocks.c -- the thresholds of DORA, the lines of the GDPR,
 * and the clocks of the reports, worked out by hand.
 */
#include "unit/domain/regulatory_help.h"

/* ---- DORA and GDPR ------------------------------------------------------- */

static void
test_dora_numbers(void **state_)
{
	static const struct {
		const char *article;
		enum regulatory_id id;
		int64_t limit;
	} rows[] = { { "9(1)(b)", REG_CLIENTS_AFFECTED, 100000 },
		{ "9(3)(a)", REG_DURATION_MINUTES, 24 * MS_HOUR },
		{ "9(3)(b)", REG_DOWNTIME_MINUTES, 2 * MS_HOUR },
		{ "9(4)", REG_MEMBER_STATES, 1 },
		{ "9(6)", REG_DORA_LOSS, EUROS(100000) } };
	struct house h;

	(void)state_;
	open_house(&h);
	state(&h, REG_CRITICAL_FUNCTION, 1);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		state(&h, rows[i].id, rows[i].limit);
		assert_int_equal(DORA(&h, rows[i].article), 'n');
		state(&h, rows[i].id, rows[i].limit + 1);
		assert_int_equal(DORA(&h, rows[i].article), 'm');
	}
	state(&h, REG_CRITICAL_FUNCTION, 0);
	assert_int_equal(DORA(&h, "9(3)(b)"), 'n');
	/* a tenth of 100 clients are 10 */
	state(&h, REG_CLIENTS_ALL, 100);
	state(&h, REG_CLIENTS_AFFECTED, 10);
	assert_int_equal(DORA(&h, "9(1)(a)"), 'n');
	state(&h, REG_CLIENTS_AFFECTED, 11);
	assert_int_equal(DORA(&h, "9(1)(a)"), 'm');
	assert_true(line_of(&h, ACT_DORA_MAJOR, "9(4)")->unverified);
	assert_false(line_of(&h, ACT_DORA_MAJOR, "9(6)")->unverified);
	close_house(&h);
}

static void
test_dora_shares(void **state_)
{
	static const struct {
		const char *article;
		enum regulatory_id id;
		int64_t percent;
	} rows[] = { { "9(1)(c)", REG_COUNTERPARTS_SHARE, 30 },
		{ "9(1)(d)", REG_TRANSACTIONS_SHARE, 10 },
		{ "9(1)(e)", REG_TRANSACTIONS_VALUE_SHARE, 10 } };
	struct house h;

	(void)state_;
	open_house(&h);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		state(&h, rows[i].id, 0);
		h.facts[i].share = ratio_make(rows[i].percent, 100);
		assert_int_equal(DORA(&h, rows[i].article), 'n');
		h.facts[i].share =
		    ratio_make(rows[i].percent * 1000000 + 1, 100000000);
		assert_int_equal(DORA(&h, rows[i].article), 'm');
	}
	close_house(&h);
}

/*
 * Major: critical services, and malicious access or two of six criteria. The
 * two lines of 9(1) are one criterion.
 */
static void
test_dora_major(void **state_)
{
	static const enum regulatory_id no[] = { REG_RELEVANT_CLIENTS,
		REG_REPUTATION, REG_DATA_LOSSES, REG_MALICIOUS_ACCESS,
		REG_CRITICAL_FUNCTION };
	struct house h;

	(void)state_;
	open_house(&h);
	state(&h, REG_CRITICAL_SERVICES, 1);
	assert_int_equal(DORA(&h, "8(1)"), '?');
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		state(&h, no[i], 0);
	state(&h, REG_DURATION_MINUTES, 0);
	state(&h, REG_MEMBER_STATES, 1);
	state(&h, REG_DORA_LOSS, 0);
	/* one criterion, 9(1), is open: never two */
	assert_int_equal(DORA(&h, "8(1)"), 'n');
	state(&h, REG_REPUTATION, 1);
	assert_int_equal(DORA(&h, "8(1)"), '?');
	state(&h, REG_MEMBER_STATES, 2);
	assert_int_equal(DORA(&h, "8(1)"), 'm');
	state(&h, REG_REPUTATION, 0);
	state(&h, REG_MEMBER_STATES, 1);
	state(&h, REG_MALICIOUS_ACCESS, 1);
	assert_int_equal(DORA(&h, "8(1)"), 'm');
	state(&h, REG_CRITICAL_SERVICES, 0);
	assert_int_equal(DORA(&h, "8(1)"), 'n');
	close_house(&h);
}

/* DORA has lines when a financial entity is affected, or a fact is stated. */
static void
test_dora_applies(void **state_)
{
	struct house h;

	(void)state_;
	open_house(&h);
	regulatory_figures(&h.d, &h.f, &h.keep, &h.out);
	assert_false(h.out.dora);
	assert_int_equal(h.out.customers.unknown, 1);
	/* how long it was down for financial entities nobody can tell */
	state(&h, REG_CRITICAL_SERVICES, 1);
	state(&h, REG_CRITICAL_FUNCTION, 1);
	assert_int_equal(DORA(&h, "9(3)(b)"), '?');
	h.customer.financial_entity = YESNO_YES;
	down(&h, &h.affected[0].down, 0, 120);
	state(&h, REG_CRITICAL_FUNCTION, 1);
	/* two hours are not more than two hours; another is slow */
	assert_int_equal(DORA(&h, "9(3)(b)"), 'n');
	down(&h, &h.affected[1].degraded, 0, 121);
	assert_int_equal(DORA(&h, "9(3)(b)"), 'm');
	assert_int_equal(h.out.customers.yes, 1);
	close_house(&h);
}

static void
test_gdpr(void **state_)
{
	struct house h;

	(void)state_;
	open_house(&h);
	assert_int_equal(GDPR(&h, "33(1)"), '?');
	state(&h, REG_PERSONAL_DATA, 1);
	assert_int_equal(GDPR(&h, "33(5)"), 'm');
	h.r.controller = true;
	assert_int_equal(GDPR(&h, "33(1)"), '?');
	state(&h, REG_PERSONAL_DATA_RISK, 1);
	assert_int_equal(GDPR(&h, "33(1)"), 'm');
	assert_int_equal(GDPR(&h, "33(2)"), 'n');
	h.r.controller = false;
	h.r.processor = true;
	assert_int_equal(GDPR(&h, "33(1)"), 'n');
	assert_int_equal(GDPR(&h, "33(2)"), 'm');
	state(&h, REG_PERSONAL_DATA, 0);
	regulatory_figures(&h.d, &h.f, &h.keep, &h.out);
	assert_false(h.out.gdpr);
	close_house(&h);
}

/* ---- clocks -------------------------------------------------------------- */

static int64_t
rome(const struct house *h, int year, int month, int day, int hour)
{
	const struct civil c = { year, month, day, hour, 30, 0, 0 };
	int64_t at = 0;

	(void)zone_instant(h->d.settings.zone, c, &at, NULL);
	return at;
}

/*
 * A month later at the same local time: 31 January becomes the 28th or, in
 * 2024, the 29th; a month across the change of clocks is an hour short. On 31
 * March 2024 02:30 does not exist: the clocks changed at 01:00Z. On 26 October
 * 2025 it exists twice, first at 00:30Z.
 */
static void
test_months(void **state_)
{
	struct house h;
	const struct zone *z;
	const struct civil change = { 2024, 3, 31, 1, 0, 0, 0 };
	const struct civil twice = { 2025, 10, 26, 0, 30, 0, 0 };

	(void)state_;
	open_house(&h);
	z = h.d.settings.zone;
	assert_int_equal(regulatory_months(z, rome(&h, 2025, 1, 31, 9), 1),
	    rome(&h, 2025, 2, 28, 9));
	assert_int_equal(regulatory_months(z, rome(&h, 2024, 1, 31, 9), 1),
	    rome(&h, 2024, 2, 29, 9));
	assert_int_equal(regulatory_months(z, rome(&h, 2024, 12, 5, 9), 1),
	    rome(&h, 2025, 1, 5, 9));
	assert_int_equal(regulatory_months(z, rome(&h, 2025, 3, 5, 9), 1) -
			     rome(&h, 2025, 3, 5, 9),
	    31 * MS_DAY - MS_HOUR);
	assert_int_equal(regulatory_months(z, rome(&h, 2024, 1, 31, 2), 2),
	    civil_ms(change));
	assert_int_equal(
	    regulatory_months(z, rome(&h, 2025, 9, 26, 2), 1), civil_ms(twice));
	close_house(&h);
}

static const struct regulatory_clock *
clock_of(
    struct house *h, enum regulatory_regime regime, enum regulatory_step step)
{
	regulatory_figures(&h->d, &h->f, &h->keep, &h->out);
	for (size_t i = 0; i < h->out.n_clocks; i++)
		if (h->out.clocks[i].regime == regime &&
		    h->out.clocks[i].step == step)
			return &h->out.clocks[i];
	return NULL;
}

/*
 * Aware at hour 0; warned after 24 h sharp, notified 10 min before 72 h. The
 * final report is due a month after the notification, not after hour 0.
 */
static void
test_nis2_clocks(void **state_)
{
	const struct regulatory_clock *c;
	struct house h;
	int64_t t;

	(void)state_;
	open_house(&h);
	t = rome(&h, 2025, 1, 28, 9);
	c = clock_of(&h, REGIME_NIS2, STEP_EARLY_WARNING);
	assert_int_equal(c->state, CLOCK_UNKNOWN);
	assert_string_equal(c->missing, "aware_at");
	state(&h, REG_AWARE_AT, t);
	submit(&h, REGIME_NIS2, STEP_EARLY_WARNING, t + 24 * MS_HOUR);
	submit(&h, REGIME_NIS2, STEP_NOTIFICATION,
	    t + 72 * MS_HOUR + 10 * MS_MINUTE);
	h.incident.closed_at = t + 30 * MS_HOUR;
	h.d.settings.as_of = t + 40 * MS_DAY;
	c = clock_of(&h, REGIME_NIS2, STEP_EARLY_WARNING);
	assert_int_equal(c->deadline_at, t + 24 * MS_HOUR);
	assert_int_equal(c->state, CLOCK_IN_TIME);
	assert_int_equal(c->margin_ms, 0);
	c = clock_of(&h, REGIME_NIS2, STEP_NOTIFICATION);
	assert_int_equal(c->state, CLOCK_LATE);
	assert_int_equal(c->margin_ms, 10 * MS_MINUTE);
	/* notified on 31 January at 09:40: due on 28 February at 09:40,
	 * which is 31 days and 10 min after hour 0 */
	c = clock_of(&h, REGIME_NIS2, STEP_FINAL);
	assert_int_equal(c->deadline_at, t + 31 * MS_DAY + 10 * MS_MINUTE);
	assert_int_equal(c->state, CLOCK_OVERDUE);
	assert_int_equal(c->margin_ms, 9 * MS_DAY - 10 * MS_MINUTE);
	assert_null(clock_of(&h, REGIME_NIS2, STEP_PROGRESS));
	h.d.settings.as_of = t + 31 * MS_DAY;
	c = clock_of(&h, REGIME_NIS2, STEP_FINAL);
	assert_int_equal(c->state, CLOCK_RUNNING);
	assert_int_equal(c->margin_ms, 10 * MS_MINUTE);
	close_house(&h);
}

/* Still handled when the month is over: progress then, final a month after. */
static void
test_progress(void **state_)
{
	const struct regulatory_clock *c;
	struct house h;
	int64_t t;

	(void)state_;
	open_house(&h);
	t = rome(&h, 2025, 1, 10, 9);
	h.d.settings.as_of = t + 100 * MS_DAY;
	state(&h, REG_AWARE_AT, t - MS_HOUR);
	assert_string_equal(
	    clock_of(&h, REGIME_NIS2, STEP_FINAL)->missing, "notification");
	submit(&h, REGIME_NIS2, STEP_NOTIFICATION, t);
	c = clock_of(&h, REGIME_NIS2, STEP_PROGRESS);
	assert_int_equal(c->deadline_at, rome(&h, 2025, 2, 10, 9));
	c = clock_of(&h, REGIME_NIS2, STEP_FINAL);
	assert_int_equal(c->state, CLOCK_UNKNOWN);
	assert_string_equal(c->missing, "handled_at");
	state(&h, REG_HANDLED_AT, rome(&h, 2025, 2, 20, 9));
	c = clock_of(&h, REGIME_NIS2, STEP_FINAL);
	assert_int_equal(c->deadline_at, rome(&h, 2025, 3, 20, 9));
	/* handled in the minute in which the month ends: not running then */
	state(&h, REG_HANDLED_AT, rome(&h, 2025, 2, 10, 9));
	assert_null(clock_of(&h, REGIME_NIS2, STEP_PROGRESS));
	close_house(&h);
}

/* Each clock of DORA begins with the submission before it. */
static void
test_dora_clocks(void **state_)
{
	const struct regulatory_clock *c;
	struct house h;
	int64_t t;

	(void)state_;
	open_house(&h);
	t = rome(&h, 2025, 5, 6, 9);
	h.d.settings.as_of = t + 100 * MS_DAY;
	state(&h, REG_AWARE_AT, t);
	state(&h, REG_CRITICAL_SERVICES, 1);
	c = clock_of(&h, REGIME_DORA, STEP_INITIAL);
	assert_string_equal(c->missing, "classified_at");
	/* 4 h after 19 h are before 24 h; 4 h after 21 h are not */
	state(&h, REG_CLASSIFIED_AT, t + 19 * MS_HOUR);
	c = clock_of(&h, REGIME_DORA, STEP_INITIAL);
	assert_int_equal(c->deadline_at, t + 23 * MS_HOUR);
	state(&h, REG_CLASSIFIED_AT, t + 21 * MS_HOUR);
	c = clock_of(&h, REGIME_DORA, STEP_INITIAL);
	assert_int_equal(c->deadline_at, t + 24 * MS_HOUR);
	assert_string_equal(
	    clock_of(&h, REGIME_DORA, STEP_INTERMEDIATE)->missing, "initial");
	submit(&h, REGIME_DORA, STEP_INITIAL, t + 20 * MS_HOUR);
	c = clock_of(&h, REGIME_DORA, STEP_INTERMEDIATE);
	assert_int_equal(c->deadline_at, t + 92 * MS_HOUR);
	submit(&h, REGIME_DORA, STEP_INTERMEDIATE, t + 48 * MS_HOUR);
	c = clock_of(&h, REGIME_DORA, STEP_FINAL);
	assert_int_equal(c->deadline_at, rome(&h, 2025, 6, 8, 9));
	close_house(&h);
}

/* The controller has 72 h; the processor no hour, but tells it. */
static void
test_gdpr_clocks(void **state_)
{
	const struct regulatory_clock *c;
	struct house h;

	(void)state_;
	open_house(&h);
	state(&h, REG_AWARE_AT, MS_DAY);
	state(&h, REG_GDPR_AWARE_AT, 2 * MS_DAY);
	h.r.controller = true;
	c = clock_of(&h, REGIME_GDPR, STEP_NOTIFICATION);
	assert_int_equal(c->deadline_at, 5 * MS_DAY);
	assert_null(clock_of(&h, REGIME_GDPR, STEP_CONTROLLER));
	h.r.controller = false;
	h.r.processor = true;
	assert_null(clock_of(&h, REGIME_GDPR, STEP_NOTIFICATION));
	c = clock_of(&h, REGIME_GDPR, STEP_CONTROLLER);
	assert_int_equal(c->state, CLOCK_UNKNOWN);
	submit(&h, REGIME_GDPR, STEP_CONTROLLER, 3 * MS_DAY);
	c = clock_of(&h, REGIME_GDPR, STEP_CONTROLLER);
	assert_int_equal(c->state, CLOCK_SENT);
	close_house(&h);
}

static void
test_countries(void **state_)
{
	struct house h;

	(void)state_;
	open_house(&h);
	assert_true(regulatory_member_state(STR("IT")));
	assert_true(regulatory_member_state(STR("gr")));
	assert_false(regulatory_member_state(STR("CH")));
	assert_false(regulatory_member_state(STR_NONE));
	regulatory_figures(&h.d, &h.f, &h.keep, &h.out);
	assert_int_equal(h.out.customers.without_country, 1);
	h.customer.country = STR("SI");
	regulatory_figures(&h.d, &h.f, &h.keep, &h.out);
	assert_int_equal(h.out.customers.member_states, 1);
	assert_int_equal(h.out.customers.in_union, 1);
	close_house(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dora_numbers),
		cmocka_unit_test(test_dora_shares),
		cmocka_unit_test(test_dora_major),
		cmocka_unit_test(test_dora_applies),
		cmocka_unit_test(test_gdpr),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_nis2_clocks),
		cmocka_unit_test(test_progress),
		cmocka_unit_test(test_dora_clocks),
		cmocka_unit_test(test_gdpr_clocks),
		cmocka_unit_test(test_countries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
