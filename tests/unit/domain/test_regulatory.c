/*
 * test_regulatory.c -- every threshold of the regulatory sheet just below, at
 * and just above its number, and the clocks of the reports. The numbers are
 * worked out by hand beside them; money is in cents, time in milliseconds.
 */
#include "unit/support.h"

#include "domain/regulatory.h"

#define FACTS    12
#define EUROS(n) ((n)*INT64_C(100))
#define OVER(ms) ((ms) + 1)

struct house {
	struct arena keep;
	struct zones zones;
	struct dossier d;
	struct regulation_settings r;
	struct regulatory_fact facts[FACTS];
	struct submission submissions[4];
	struct incident incident, earlier;
	const struct incident *same[1];
	struct outage outage;
	struct outage_line line;
	struct service services[2];
	struct customer customer;
	struct ledger_row ledger[2];
	struct affected_service affected[2];
	struct affected_customer hit;
	struct kind_figures kind;
	struct incident_figures f;
	struct regulatory_figures out;
};

/* An incident of which the case knows nothing but a credit of nothing. */
static void
open_house(struct house *h)
{
	struct err e = { 0 };
	static const int64_t none = NO_INSTANT;

	memset(h, 0, sizeof *h);
	h->zones.keep = &h->keep;
	assert_int_equal(
	    zone_open(&h->zones, STR("Europe/Rome"), &h->d.settings.zone, &e),
	    0);
	h->r = (struct regulation_settings){
		.turnover = -1, .eu_users = -1, .domains = -1
	};
	h->d.keep = &h->keep;
	h->d.settings.regulation = &h->r;
	h->d.settings.as_of = 1000 * MS_DAY;
	h->d.regulatory = h->facts;
	h->d.submissions = h->submissions;
	h->incident = (struct incident){
		.id = STR("I"), .fault_at = none, .closed_at = none
	};
	h->outage = (struct outage){ .incident = STR("I") };
	h->line = (struct outage_line){ .outage = &h->outage, .inside_ms = 1 };
	for (int i = 0; i < 2; i++) {
		h->services[i] =
		    (struct service){ .id = i ? STR("b") : STR("a"),
			    .kind = STR("web"),
			    .in_from = none,
			    .in_to = none };
		h->ledger[i] = (struct ledger_row){ .customer = &h->customer,
			.service = &h->services[i] };
		h->ledger[i].settlement.lines = &h->line;
		h->ledger[i].settlement.n_lines = 1;
		h->ledger[i].settlement.currency =
		    (struct currency){ "EUR", 2 };
		h->affected[i] =
		    (struct affected_service){ .customer = &h->customer,
			    .service = &h->services[i] };
	}
	h->d.ledger = h->ledger;
	h->d.n_ledger = 2;
	h->kind.kind = STR("web");
	h->hit.customer = &h->customer;
	h->f = (struct incident_figures){ .incident = &h->incident,
		.first_impact.at = none,
		.restored.at = none,
		.kinds = &h->kind,
		.n_kinds = 1,
		.services = h->affected,
		.n_services = 2,
		.customers = &h->hit,
		.n_customers = 1 };
}

static void
close_house(struct house *h)
{
	arena_release(&h->keep);
}

/* State a fact, or change it. */
static void
state(struct house *h, enum regulatory_id id, int64_t number)
{
	const char *name = regulatory_kinds[id].name;
	struct regulatory_fact *f = h->facts;

	while (f < h->facts + h->d.n_regulatory && !str_is(f->name, name))
		f++;
	if (f == h->facts + h->d.n_regulatory)
		h->d.n_regulatory++;
	assert_true(h->d.n_regulatory <= FACTS);
	*f = (struct regulatory_fact){ .incident = STR("I"),
		.name = str_of(name),
		.source = STR("test"),
		.at = number,
		.number = number };
}

static void
submit(struct house *h, enum regulatory_regime regime,
    enum regulatory_step step, int64_t at)
{
	h->submissions[h->d.n_submissions++] =
	    (struct submission){ .incident = STR("I"),
		    .regime = (int)regime,
		    .step = (int)step,
		    .submitted_at = at };
}

static const struct regulatory_line *
line_of(struct house *h, enum regulatory_act act, const char *article)
{
	regulatory_figures(&h->d, &h->f, &h->keep, &h->out);
	for (size_t i = 0; i < h->out.tables[act].n; i++)
		if (strcmp(h->out.tables[act].lines[i].article, article) == 0)
			return &h->out.tables[act].lines[i];
	fail_msg("there is no line %s", article);
	return NULL;
}

/* 'm' met, 'n' not met, '?' cannot tell. */
static char
answer(struct house *h, enum regulatory_act act, const char *article)
{
	return "nm?"[line_of(h, act, article)->answer];
}

#define NIS2(h, article) answer((h), ACT_NIS2_SIGNIFICANT, article)
#define DORA(h, article) answer((h), ACT_DORA_MAJOR, article)
#define GDPR(h, article) answer((h), ACT_GDPR, article)

static void
missing(
    struct house *h, const char *article, const char *first, const char *second)
{
	const struct regulatory_line *l =
	    line_of(h, ACT_NIS2_SIGNIFICANT, article);

	assert_int_equal(l->n_missing, second != NULL ? 2 : 1);
	assert_string_equal(l->missing[0], first);
	if (second != NULL)
		assert_string_equal(l->missing[1], second);
}

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

static void
down(struct house *h, struct spans *set, int from_min, int to_min)
{
	interval_add(&h->keep, set, from_min * MS_MINUTE, to_min * MS_MINUTE);
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
