/* Reading terms: what is refused, what is warned about, what is understood. */
#include "domain/contract.h"
#include "unit/domain/contract_help.h"

static void
expect(const char *terms, const char *complaints)
{
	assert_str(help_complaints(terms), complaints);
}

static void
test_good(void **state)
{
	(void)state;
	expect("{ }", "");
	expect("{ target: 99.9, credit: { rule: prorata, of: excess } }", "");
	expect("{ service_hours: always, payment: refund, minimum: null }", "");
	expect("{ claim: { window: { value: 30, unit: calendar_days }, "
	       "anchor: incident_end, ticket_within: { value: 24, unit: hours "
	       "} }, gate: [ { kind: plan, value: gold, met: false } ] }",
	    "");
}

static void
test_keys(void **state)
{
	(void)state;
	expect("{ targett: 99.9 }", "error: unknown key \"targett\" in terms");
	expect("{ credit: { rule: tiers, on: availability, rows: [ { lt: 99, "
	       "percnt: 10 } ] } }",
	    "error: unknown key \"percnt\" in tier");
	expect("{ credit: { percent: 5 } }",
	    "error: a credit rule is a mapping with the key \"rule\"");
	expect("{ only_if_breached: maybe }",
	    "error: \"only_if_breached\": \"maybe\" is not true, false, yes or "
	    "no");
	/* all complaints of one text, not only the first */
	expect("{ target: 101, overlap: both, feeds: none }",
	    "error: \"overlap\": \"both\" is not union or intersection; error: "
	    "\"feeds\": \"none\" is not a whole number; error: \"target\" is "
	    "more than 100");
}

static void
test_numbers(void **state)
{
	(void)state;
	expect("{ target: 99,9 }", "error: unknown key \"9\" in terms");
	expect("{ target: .inf }",
	    "error: \"target\": \".inf\" is not a number: 99.95, or a fraction "
	    "1/30");
	expect("{ target: -1 }",
	    "error: \"target\": \"-1\" is not a number: 99.95, or a fraction "
	    "1/30");
	expect("{ credit: { rule: linear, from: 99.9, slope: 1/0 } }",
	    "error: \"slope\": \"1/0\" is not a number: 99.95, or a fraction "
	    "1/30");
	expect("{ min_duration: { seconds: 0.0001 } }",
	    "error: \"seconds\": \"0.0001\" is not a duration of whole "
	    "milliseconds, below 100 years");
	expect("{ min_duration: { seconds: 99999999999 } }",
	    "error: \"seconds\": \"99999999999\" is not a duration of whole "
	    "milliseconds, below 100 years");
	expect("{ credit: { rule: per_unit, unit_seconds: 0, percent: 1 } }",
	    "error: a unit of no length");
	expect("{ credit: { rule: per_point, from: 99, step: 0, percent: 1 } }",
	    "error: steps of no points");
}

static void
test_values(void **state)
{
	(void)state;
	expect("{ credit: { rule: bonus, longer_than_seconds: 5 } }",
	    "error: nothing says how much is given here");
	expect("{ credit: { rule: bonus, longer_than_seconds: 5, percent: 1, "
	       "days: 2 } }",
	    "error: more than one value is given here");
	expect("{ caps: [ { percent: 5, days: 2 } ] }",
	    "error: a cap has exactly one size");
}

static void
test_overlaps(void **state)
{
	(void)state;
	expect("{ credit: { rule: tiers, on: availability, rows: [ { lt: 99, "
	       "percent: 10 }, { lt: 95, percent: 25 } ] } }",
	    "error: two rows of this table overlap: \"< 99\" and \"< 95\"");
	/* both rows hold 99.0 */
	expect("{ credit: { rule: tiers, on: availability, rows: [ { ge: 99.0, "
	       "percent: 10 }, { le: 99, percent: 25 } ] } }",
	    "error: two rows of this table overlap: \"<= 99\" and \">= 99.0\"");
	expect("{ credit: { rule: tiers, on: availability, rows: [ { ge: 99, "
	       "lt: 98, percent: 10 } ] } }",
	    "error: no number can be from 99 to 98");
	expect("{ credit: { rule: tiers, on: availability, rows: [ { ge: 99, "
	       "gt: 98, percent: 10 } ] } }",
	    "error: \"ge\" and \"gt\" say the same end twice");
}

static void
test_holes(void **state)
{
	(void)state;
	expect("{ credit: { rule: tiers, on: availability, rows: [ { ge: 99.9, "
	       "percent: 0 }, { ge: 98, le: 99.8, percent: 5 }, { lt: 98, "
	       "percent: 9 } ] } }",
	    "warning: 99.85 % is in no row of this table");
	/* rounded to one decimal nothing lies between 99.8 and 99.9 */
	expect("{ tier_precision: { decimals: 1 }, credit: { rule: tiers, on: "
	       "availability, rows: [ { ge: 99.9, percent: 0 }, { ge: 98, le: "
	       "99.8, percent: 5 }, { le: 97.9, percent: 9 } ] } }",
	    "");
	/* the end itself belongs to nobody */
	expect("{ credit: { rule: tiers, on: availability, rows: [ { gt: 99, "
	       "le: 99.9, percent: 5 }, { lt: 99, percent: 9 } ] } }",
	    "warning: 99 % is in no row of this table");
	expect("{ round_time: { mode: ceil, unit_seconds: 60 }, credit: { "
	       "rule: tiers, on: incident_minutes, rows: [ { lt: 9, days: 1 }, "
	       "{ ge: 10, le: 59, days: 2 }, { ge: 60, days: 3 } ] } }",
	    "warning: 9 min is in no row of this table");
	expect("{ credit: { rule: tiers, on: availability, rows: [ { ge: 95, "
	       "lt: 99, percent: 5 } ] } }",
	    "warning: less than 95 % is in no row of this table");
	expect("{ credit: { rule: tiers, on: total_minutes, rows: [ { ge: 5, "
	       "lt: 60, percent: 5 } ] } }",
	    "warning: more than 60 min is in no row of this table");
}

static void
test_whole(void **state)
{
	(void)state;
	expect("{ target: 99.95, credit: { rule: tiers, on: availability, "
	       "rows: [ { lt: 99.9, percent: 5 } ] } }",
	    "warning: the target is 99.95 %, but the table pays only below "
	    "99.9 %: a breach without credit is possible");
	expect("{ target: 99.95, credit: { rule: per_point, from: 99.9, step: "
	       "0.1, count: full, percent: 5 } }",
	    "warning: the target is 99.95 %, but the rule pays only below "
	    "99.9 %: a breach without credit is possible");
	/* a share where a percentage is meant; 1.5 % is odd, but a promise */
	expect("{ target: 0.999 }",
	    "warning: an availability of 0.999 % is promised here");
	expect("{ target: 1 }",
	    "warning: an availability of 1 % is promised here");
	expect("{ target: 1.5 }", "");
	expect("{ target: 0 }", "");
	expect("{ credit: { rule: per_point, from: 0.999, step: 0.1, count: "
	       "full, percent: 5 } }",
	    "warning: an availability of 0.999 % is promised here");
	expect("{ only_if_breached: true }",
	    "error: \"only_if_breached\" needs a \"target\"");
	expect("{ gate: { kind: consecutive_breaches, count: 2 } }",
	    "error: consecutive breaches need a \"target\"");
	expect(
	    "{ credit: { rule: tiers, on: availability, rows: [ { lt: 0.999, "
	    "percent: 5 } ] } }",
	    "warning: all bounds of this table are at most 1 %");
	expect("{ credit: { rule: tiers, on: availability, rows: [ { lt: 101, "
	       "percent: 5 } ] } }",
	    "error: an availability of more than 100 %");
	expect("{ credit: { rule: tiers, on: incident_count, rows: [ { ge: "
	       "1.5, percent: 5 } ] } }",
	    "error: a number of incidents is whole");
	expect("{ extension: { unit: months }, credit: { rule: touched_days } "
	       "}",
	    "error: days and hours cannot be turned into months");
	expect("{ denominator: { kind: fixed } }",
	    "error: \"fixed\" and \"minutes\" (more than 0) belong together");
	expect("{ clock: { start: earliest } }",
	    "error: \"earliest\" and \"latest\" need a list \"of\"");
	expect("{ exclude: [ { kind: ddos }, { kind: ddos } ] }",
	    "error: \"ddos\" is excluded twice");
	expect("{ exclude: [ { daily_window: [ \"02:00\" ] } ] }",
	    "error: \"daily_window\" is two local times: [\"02:00\", "
	    "\"05:00\"]");
	expect("{ exclude: [ { daily_window: [ \"02:00\", \"25:00\" ] } ] }",
	    "error: \"25:00\" is not a local time from 00:00 to 24:00");
	assert_true(str_starts(
	    help_complaints("{ exclude: [ { daily_window: [ \"02:00\", "
			    "\"05:00\" ], timezone: Mars/Olympus } ] }"),
	    "error: unknown time zone \"Mars/Olympus\""));
}

#define TIERS "{ credit: { rule: tiers, on: "

/* Rows that cannot mean what they say. */
static void
test_suspicious(void **state)
{
	(void)state;
	expect(TIERS "availability, rows: [ { ge: 99, lt: 99.9, percent: 25 }, "
		     "{ lt: 99, percent: 10 } ] } }",
	    "warning: the table pays less for more downtime: \">= 99, < 99.9\" "
	    "gives 25 %, \"< 99\" only 10 %");
	expect(TIERS "total_minutes, rows: [ { ge: 60, lt: 90, days: 2 }, { "
		     "ge: 90, days: 1 } ] } }",
	    "warning: the table pays less for more downtime: \">= 60, < 90\" "
	    "gives 2 d, \">= 90\" only 1 d");
	/* days and percent cannot be compared */
	expect(TIERS "total_minutes, rows: [ { ge: 60, lt: 90, days: 2 }, { "
		     "ge: 90, percent: 1 } ] } }",
	    "");
	/* the longest month has 31 days and an hour: 44,700 minutes */
	expect(
	    TIERS "total_minutes, rows: [ { gt: 44700, percent: 5 } ] } }", "");
	expect(TIERS "total_minutes, rows: [ { gt: 44701, percent: 5 } ] } }",
	    "warning: no period has more than 44701 min: this row never "
	    "applies");
	expect("{ period: { kind: calendar_year }, credit: { rule: tiers, on: "
	       "total_minutes, rows: [ { gt: 44701, percent: 5 } ] } }",
	    "");
	expect(TIERS "incident_seconds, rows: [ { ge: 30, lt: 59, percent: 5 "
		     "}, { ge: 59, percent: 6 } ] } }",
	    "warning: all bounds of this table are less than a minute");
	expect("{ caps: [ { percent: 100 }, { percent: 150 } ] }",
	    "warning: this cap lets a credit exceed what was paid: 150 %");
	/* all is given back, and no more */
	expect(
	    TIERS "availability, rows: [ { lt: 99, percent: 100 } ] } }", "");
	expect(TIERS "availability, rows: [ { lt: 99, percent: 2500 } ] } }",
	    "warning: this gives more than was paid: 2500 %");
	expect(TIERS "availability, rows: [ { lt: 99, fraction: 25 } ] } }",
	    "warning: this gives more than was paid: 25");
	/* days and money have no such bound, nor has an extension */
	expect(TIERS "availability, rows: [ { lt: 99, days: 101 } ] } }", "");
	expect(TIERS "availability, rows: [ { lt: 99, amount: 101 } ] } }", "");
	expect("{ extension: { unit: days }, credit: { rule: tiers, on: "
	       "availability, rows: [ { lt: 99, percent: 300 } ] } }",
	    "");
	expect("{ exclude: [ { kind: maintenance, used_before_minutes: 5 } ] }",
	    "warning: \"used_before_minutes\" without "
	    "\"max_minutes_per_period\" does nothing");
	expect("{ gate: { kind: good_standing } }",
	    "warning: nothing says whether this condition is met; it is taken "
	    "as met");
	expect("{ gate: { kind: good_standing, met: yes } }", "");
}

/* Without answers the default holds, and says so. */
static void
test_open_defaults(void **state)
{
	const struct settlement *s;

	(void)state;
	expect("{ min_duration: { seconds: 300 } }",
	    "warning: the terms do not say whether an outage of exactly the "
	    "least length counts; read as \"ge\"");
	expect("{ credit: { rule: per_point, from: 99, step: 1, percent: 5 } }",
	    "warning: the terms do not say whether full or started units "
	    "count; read as \"full\"");
	expect(TIERS "availability, rows: [ { between: [ 99, 99.9 ], percent: "
		     "5 }, { lt: 99, percent: 9 } ] } }",
	    "warning: the terms do not say to which row the number between "
	    "two rows belongs; read as \"lower\"");
	expect(TIERS "availability, rows: [ { between: [ 99 ], percent: 5 } ] "
		     "} }",
	    "error: \"between\" is two numbers, [\"99.0\", \"99.9\"], and "
	    "stands alone");
	expect(TIERS "availability, rows: [ { between: [ 99, 99.9 ], lt: 98, "
		     "percent: 5 } ] } }",
	    "error: \"between\" is two numbers, [\"99.0\", \"99.9\"], and "
	    "stands alone");
	/* 432 of the 43,200 minutes of June are exactly one percent */
	s = help_june("credit: { rule: tiers, rows: [ { between: [ 99, 99.9 ], "
		      "percent: 5 }, { lt: 99, percent: 9 } ] }",
	    "{ id: a, start: 2025-06-02T00:00:00Z, end: 2025-06-02T07:12:00Z "
	    "}");
	assert_int_equal(s->credit_minor, 500);
}

/* The terms, read by a contract that answers with `assume`. */
static const struct terms *
answered(const char *assume, const char *terms)
{
	static struct contract c;
	struct str text = str_format(&help_keep,
	    "{ id: x, timezone: UTC, currency: EUR, assume: { %s }, terms: { "
	    "period: { }, %s } }",
	    assume, terms);

	diags_init(&help_diags, &help_keep);
	if (contract_parse(text, STR("x.yaml"), &help_zones, &help_keep, &c,
		&help_diags) != 0)
		return NULL;
	return c.terms;
}

static void
test_open_answers(void **state)
{
	const struct terms *t;

	(void)state;
	t = answered("ends: { reading: upper, because: so they say }",
	    "credit: { rule: tiers, rows: [ { between: [ 99, 99.9 ], percent: "
	    "5 }, { le: 99, percent: 9 } ] }");
	assert_non_null(t);
	assert_false(t->credit->u.tiers.rows[0].in.low_in);
	assert_true(t->credit->u.tiers.rows[0].in.high_in);
	assert_int_equal(t->n_readings, 1);
	assert_int_equal(t->readings[0].question, ASK_ENDS);
	assert_true(t->readings[0].confirmed);
	t = answered("longer: { reading: gt, because: so they say }",
	    "min_duration: { seconds: 300 }");
	assert_non_null(t);
	assert_int_equal(t->min_duration.op, OP_GT);
	t = answered("count: { reading: exact, because: so they say }",
	    "credit: { rule: per_unit, unit_seconds: 60, percent: 1 }");
	assert_non_null(t);
	assert_int_equal(t->credit->u.per_unit.count, COUNT_EXACT);
	/* one question, asked by two rules, has one reading */
	t = answered("count: { reading: started, because: so they say }",
	    "credit: { rule: sum, rules: [ { rule: per_unit, unit_seconds: 60, "
	    "percent: 1 }, { rule: per_point, from: 99, step: 1, percent: 1 } "
	    "] }");
	assert_non_null(t);
	assert_int_equal(t->n_readings, 1);
	assert_int_equal(t->credit->rules[1].u.per_point.count, COUNT_STARTED);
	/* no such answer, no such question, nothing asked, no reason */
	assert_null(answered("count: { reading: half, because: x }", ""));
	assert_null(answered("units: { reading: full, because: x }", ""));
	assert_null(answered("count: { reading: full, because: x }", ""));
	assert_null(answered("count: { reading: full }",
	    "credit: { rule: per_unit, unit_seconds: 60, percent: 1 }"));
}

static void
test_validity(void **state)
{
	struct contract c;

	(void)state;
	assert_int_equal(
	    contract_parse(
		STR("{ id: x, timezone: Europe/Rome, currency: EUR, "
		    "valid_from: 2024-04-01, valid_to: 2024-07-01T12:00:00Z, "
		    "on_change: one_availability, channel: by e-mail, "
		    "base_is: the fee, terms: { period: { } } }"),
		STR("x.yaml"), &help_zones, &help_keep, &c, &help_diags),
	    0);
	/* summer time: midnight in Rome is 22:00 of the day before */
	assert_int_equal(c.valid_from_at, help_at("2024-03-31T22:00:00Z"));
	assert_int_equal(c.valid_to_at, help_at("2024-07-01T12:00:00Z"));
	assert_int_equal(c.on_change, CHANGE_ONE_AVAILABILITY);
	assert_str(c.channel, "by e-mail");
	assert_str(c.base_is, "the fee");
	/* 02:30 occurs twice on that day */
	assert_int_equal(
	    contract_parse(
		STR("{ id: x, timezone: Europe/Rome, currency: EUR, "
		    "valid_from: 2024-10-27T02:30, terms: { period: { } } }"),
		STR("x.yaml"), &help_zones, &help_keep, &c, &help_diags),
	    -1);
	assert_str(help_diags.list.v[0].message,
	    "this local time occurs twice or never");
}

static void
test_depth(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10000);
	buf_adds(&b, "{ credit: ");
	for (int i = 0; i < 12; i++)
		buf_adds(&b, "{ rule: capped, percent: 5, inner: ");
	buf_adds(&b, "{ rule: none }");
	for (int i = 0; i < 12; i++)
		buf_adds(&b, " }");
	buf_adds(&b, " }");
	buf_addc(&b, '\0');
	expect(b.p, "error: credit rules nest deeper than 8");
	buf_release(&b);
}

/* No contract has so many caps: 64 are read, 65 refused. */
static void
test_many(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10000);
	buf_adds(&b, "{ caps: [ ");
	for (int i = 0; i < 64; i++)
		buf_adds(&b, "{ percent: 5 }, ");
	buf_adds(&b, "] }");
	buf_addc(&b, '\0');
	expect(b.p, "");
	buf_clear(&b);
	buf_adds(&b, "{ caps: [ ");
	for (int i = 0; i < 65; i++)
		buf_adds(&b, "{ percent: 5 }, ");
	buf_adds(&b, "] }");
	buf_addc(&b, '\0');
	expect(b.p, "error: \"caps\" has 65 rows; more than 64 are not read");
	buf_release(&b);
}

static const char contract[] =
    "id: gold\n"
    "name: Gold hosting agreement\n"
    "version: \"2.1\"\n"
    "agreed_on: 2012-01-15\n"
    "timezone: Europe/Rome\n"
    "currency: EUR\n"
    "clauses: { tiers: \"4.1\", maintenance: \"5.2\", nonsense: \"9\" }\n"
    "terms:\n"
    "  period: { kind: calendar_month }\n"
    "  exclude: [ { kind: maintenance } ]\n"
    "  credit: { rule: tiers, rows: [ { lt: 99, percent: 5 } ] }\n";

static void
test_contract(void **state)
{
	struct contract c;

	(void)state;
	assert_int_equal(contract_parse(str_of(contract), STR("gold.yaml"),
			     &help_zones, &help_keep, &c, &help_diags),
	    0);
	assert_str(c.id, "gold");
	assert_str(c.zone->name, "Europe/Rome");
	assert_string_equal(c.currency.code, "EUR");
	assert_str(terms_clause(c.terms, "tiers"), "4.1");
	assert_str(terms_clause_of(c.terms, STR("maintenance")), "5.2");
	assert_str(terms_clause(c.terms, "caps"), "");
	assert_int_equal(help_diags.warnings, 1);
	assert_int_equal(help_diags.list.v[0].at.line, 7);
	/* nothing is taken when something is wrong */
	assert_int_equal(
	    contract_parse(STR("{ id: x, timezone: Nowhere, currency: Euro, "
			       "terms: { period: { } } }"),
		STR("x.yaml"), &help_zones, &help_keep, &c, &help_diags),
	    -1);
	assert_str(c.id, "gold");
	assert_int_equal(help_diags.errors, 2);
}

static void
test_free_days(void **state)
{
	int64_t days[] = { civil_days(2025, 1, 1), civil_days(2025, 12, 25),
		civil_days(2026, 1, 1) };
	struct terms t = { .holidays = days, .n_holidays = 3 };

	(void)state;
	/* 27 December 2025 is a Saturday */
	assert_true(terms_is_free_day(&t, civil_days(2025, 12, 27)));
	assert_true(terms_is_free_day(&t, civil_days(2025, 12, 28)));
	assert_false(terms_is_free_day(&t, civil_days(2025, 12, 29)));
	assert_true(terms_is_free_day(&t, civil_days(2025, 12, 25)));
	assert_true(terms_is_free_day(&t, civil_days(2025, 1, 1)));
	assert_true(terms_is_free_day(&t, civil_days(2026, 1, 1)));
	assert_false(terms_is_free_day(&t, civil_days(2026, 1, 2)));
	assert_false(terms_is_free_day(&t, civil_days(2025, 12, 26)));
	/* 1970-01-03 was a Saturday, 1969-12-31 a Wednesday */
	assert_true(terms_is_free_day(&t, 2));
	assert_false(terms_is_free_day(&t, -1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(test_good),
		ENGINE_TEST(test_keys),
		ENGINE_TEST(test_numbers),
		ENGINE_TEST(test_values),
		ENGINE_TEST(test_overlaps),
		ENGINE_TEST(test_holes),
		ENGINE_TEST(test_whole),
		ENGINE_TEST(test_suspicious),
		ENGINE_TEST(test_open_defaults),
		ENGINE_TEST(test_open_answers),
		ENGINE_TEST(test_validity),
		ENGINE_TEST(test_depth),
		ENGINE_TEST(test_many),
		ENGINE_TEST(test_contract),
		ENGINE_TEST(test_free_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
