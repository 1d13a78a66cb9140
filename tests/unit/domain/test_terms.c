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
	int64_t days[] = { civil_days(2025, 12, 25) };
	struct terms t = { .holidays = days, .n_holidays = 1 };

	(void)state;
	/* 27 December 2025 is a Saturday */
	assert_true(terms_is_free_day(&t, civil_days(2025, 12, 27)));
	assert_true(terms_is_free_day(&t, civil_days(2025, 12, 28)));
	assert_false(terms_is_free_day(&t, civil_days(2025, 12, 29)));
	assert_true(terms_is_free_day(&t, civil_days(2025, 12, 25)));
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
		ENGINE_TEST(test_depth),
		ENGINE_TEST(test_contract),
		ENGINE_TEST(test_free_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
