/* Case documents: what is refused, and how a result is compared. */
#include <gmp.h>

#include "unit/domain/contract_help.h"

/* The first complaint about a document, or about settling it; empty if none. */
static struct str
complaint(const char *yaml)
{
	struct casedocs docs;
	struct node *root;
	int rc;

	diags_init(&help_diags, &help_keep);
	rc = node_parse(str_of(yaml), STR("t"), &help_keep, &root, &help_diags);
	rc = rc != 0 ? rc
		     : casedoc_parse(
			   root, &help_zones, &help_keep, &docs, &help_diags);
	rc = rc != 0 ? rc : casedoc_settle(&docs.v[0], &help_keep, &help_diags);
	if (rc == 0)
		return STR_NONE;
	for (size_t i = 0; i < help_diags.list.n; i++)
		if (help_diags.list.v[i].level == DIAG_ERROR)
			return help_diags.list.v[i].message;
	fail_msg("failed without an error");
	return STR_NONE;
}

/* The head of a document; what follows is services, incidents and so on. */
#define HEAD(terms)                                                            \
	"{ timezone: Europe/Rome, currency: EUR, period: { kind: "             \
	"calendar_month, year: 2025, month: 10 }, terms: { " terms " }, "
#define ONE "services: [ { id: s, base: 10.00 } ]"

static void
test_refused(void **state)
{
	(void)state;
	assert_str(complaint(HEAD("") ONE " }"), "");
	assert_str(complaint(HEAD("") ONE ", incident: [] }"),
	    "unknown key \"incident\" in case");
	assert_str(
	    complaint(HEAD("") "services: [] }"), "a case without services");
	assert_str(
	    complaint(HEAD("") "services: [ { id: s, base: 1 }, { id: s, "
			       "base: 2 } ] }"),
	    "two services are called \"s\"");
	assert_str(complaint(HEAD("") "services: [ { id: s, base: ten } ] }"),
	    "\"base\" is not an amount of money");
	assert_str(complaint(HEAD("") ONE ", incidents: [ { service: x, start: "
					  "2025-10-01T00:00Z, end: "
					  "2025-10-01T01:00Z } ] }"),
	    "no service of this case is called \"x\"");
	assert_str(complaint(HEAD("") ONE ", incidents: [ { start: "
					  "2025-10-01T02:00Z, end: "
					  "2025-10-01T01:00Z } ] }"),
	    "this ends before it begins");
	assert_str(complaint(HEAD("") "services: [ { id: s, base: 1, "
				      "in_service_from: 2025-10-02T00:00Z, "
				      "in_service_to: 2025-10-01T00:00Z } ] }"),
	    "its life ends before it begins");
	assert_str(
	    complaint(HEAD("") ONE ", history: [ { period: 2025-09, "
				   "minutes: 1 }, { period: 2025-08 }, "
				   "{ period: 2025-09, service: s } ] }"),
	    "the history has 2025-09 twice");
	assert_str(
	    complaint(HEAD("pool: resource_minutes") "services: [ { id: s, "
						     "base: 1, resources: [ { "
						     "id: a }, { id: a } ] } ] "
						     "}"),
	    "two resources of the pool are called \"a\"");
	assert_str(
	    complaint(HEAD("pool: resource_minutes") "services: [ { id: s, "
						     "base: 1, resources: [ { "
						     "id: a } ] } ], "
						     "incidents: [ { resource: "
						     "b, start: "
						     "2025-10-01T00:00Z, end: "
						     "2025-10-01T01:00Z } ] }"),
	    "no resource of this case is called \"b\"");
	assert_str(complaint("{ timezone: UTC, currency: EUR, period: { kind: "
			     "calendar_quarter, year: 2025, month: 3 }, terms: "
			     "{ }, " ONE " }"),
	    "the period does not say which one is meant");
	assert_str(
	    complaint("{ timezone: UTC, currency: Euro, period: { kind: "
		      "calendar_year, year: 2025 }, terms: { }, " ONE " }"),
	    "\"Euro\" is not a currency");
}

static void
test_local_times(void **state)
{
	(void)state;
	/* 02:30 on 26 October 2025 occurs twice in Rome */
	assert_str(complaint(HEAD("") ONE ", incidents: [ { start: "
					  "2025-10-26T02:30, end: "
					  "2025-10-26T05:00 } ] }"),
	    "this local time occurs twice in the zone");
	assert_str(complaint(HEAD("") ONE ", incidents: [ { start: "
					  "2025-03-30T02:30, end: "
					  "2025-03-30T05:00 } ] }"),
	    "this local time does not exist in the zone");
	/* an offset says which, and a local time without doubt needs none */
	assert_str(complaint(HEAD("") ONE ", incidents: [ { start: "
					  "2025-10-26T02:30+01:00, end: "
					  "2025-10-26T05:00 } ] }"),
	    "");
	assert_str(complaint(HEAD("") ONE ", incidents: [ { start: yesterday, "
					  "end: 2025-10-26T05:00 } ] }"),
	    "\"start\" is not a time");
}

static void
test_not_settled(void **state)
{
	(void)state;
	assert_str(
	    complaint(HEAD("") ONE
		", incidents: [ { id: a, weight: 0.5, start: "
		"2025-10-01T00:00Z, end: 2025-10-01T02:00Z }, { id: b, weight: "
		"0.2, start: 2025-10-01T01:00Z, end: 2025-10-01T03:00Z } ] }"),
	    "outages \"a\" and \"b\" overlap, but with different weights (1/2 "
	    "and 1/5)");
	assert_str(complaint(HEAD("credit: { rule: hourly_prorata }") ONE " }"),
	    "the terms price hours, but service \"s\" has no hourly price");
	assert_str(
	    complaint(HEAD("credit: { rule: prorata, of: excess }") ONE " }"),
	    "the rule prices time beyond what is promised, but service \"s\" "
	    "has no target");
	assert_str(complaint(HEAD("caps: [ { field: renewal } ]") ONE " }"),
	    "the cap refers to \"renewal\", but service \"s\" has no such "
	    "amount");
	assert_str(
	    complaint(HEAD("availability: { kind: requests }") "services: [ { "
							       "id: s, base: "
							       "1, requests: { "
							       "total: 5, "
							       "failed: 6 } } "
							       "] }"),
	    "service \"s\": more requests failed than there were");
	assert_str(
	    complaint(HEAD("availability: { kind: interval_error, "
			   "interval_minutes: 60 }") "services: [ { id: s, "
						     "base: 1, intervals: [ { "
						     "start: 2025-10-02T00:00Z,"
						     " requests: 5, errors: 1 "
						     "}, { start: "
						     "2025-10-02T00:00Z, "
						     "requests: 5, errors: 1 } "
						     "] } ] }"),
	    "service \"s\": an interval stands twice in the counts");
}

/*
 * Hourly errors over the first forty primes above 1,000: the sum has a
 * denominator of about 400 bits. October in Rome has 745 hours.
 */
static void
test_any_size(void **state)
{
	const struct settlement *s;
	char expected[600];
	struct buf b;
	mpq_t share, one;
	int primes = 0;

	(void)state;
	mpq_init(share);
	mpq_init(one);
	mpq_set_ui(share, 745, 1);
	buf_init(&b, 100000);
	buf_adds(&b, HEAD("availability: { kind: interval_error, "
			  "interval_minutes: 60 }") "services: [ { id: s, "
						    "base: 1, intervals: [ ");
	for (unsigned long n = 1001; primes < 40; n += 2) {
		bool prime = true;

		for (unsigned long k = 3; k * k <= n; k += 2)
			prime &= n % k != 0;
		if (!prime)
			continue;
		buf_addf(&b,
		    "%s{ start: 2025-10-%02dT%02d:00Z, requests: %lu, errors: "
		    "1 }",
		    primes > 0 ? ", " : "", 2 + primes / 24, primes % 24, n);
		mpq_set_ui(one, 1, n);
		mpq_sub(share, share, one);
		primes++;
	}
	buf_adds(&b, " ] } ] }");
	buf_addc(&b, '\0');
	mpq_set_ui(one, 1, 745);
	mpq_mul(share, share, one);
	gmp_snprintf(expected, sizeof expected, "%Qd", share);
	s = &help_settle(b.p)->services[0].settlement;
	assert_str(s->availability_text, expected);
	/* 40 errors of about 1/1,090 each over 745 hours: 0.005 % */
	assert_str(
	    ratio_decimal(&help_keep,
		ratio_mul(s->availability, ratio_int(100)), 2, ROUND_HALF_UP),
	    "100.00");
	buf_release(&b);
	mpq_clear(share);
	mpq_clear(one);
}

/* The same numbers of requests in every hour add up without growing. */
static void
test_exact_enough(void **state)
{
	struct buf b;
	const struct casedoc *doc;

	(void)state;
	buf_init(&b, 200000);
	buf_adds(&b,
	    "{ timezone: UTC, currency: EUR, period: { kind: calendar_month, "
	    "year: 2025, month: 6 }, terms: { availability: { kind: "
	    "interval_error, interval_minutes: 60 } }, services: [ { id: s, "
	    "base: 1, intervals: [ ");
	for (int i = 0; i < 720; i++)
		buf_addf(&b,
		    "%s{ start: 2025-06-%02dT%02d:00Z, requests: %d, errors: 7 "
		    "}",
		    i > 0 ? ", " : "", 1 + i / 24, i % 24, i % 2 ? 1009 : 1013);
	buf_adds(&b, " ] } ] }");
	buf_addc(&b, '\0');
	doc = help_settle(b.p);
	/*
	 * 1 - 360 (7/1009 + 7/1013) / 720 = 1 - 7 (2022) / (2 x 1009 x 1013)
	 * = 1 - 7077/1022117 = 1015040/1022117
	 */
	assert_str(
	    ratio_text(&help_keep, doc->services[0].settlement.availability),
	    "1015040/1022117");
	buf_release(&b);
}

static void
test_huge_numbers(void **state)
{
	(void)state;
	/* 18 digits of money times a slope of 18 digits: words, not nonsense */
	assert_str(complaint(HEAD("credit: { rule: linear, from: 100, slope: "
				  "999999999999999999 }") "services: [ { id: s,"
							  " base: "
							  "999999999999999999 "
							  "} ], incidents: [ { "
							  "start: "
							  "2025-10-02T00:00Z, "
							  "end: "
							  "2025-10-09T00:00:00."
							  "001Z } ] }"),
	    "service \"s\": the numbers of these terms do not fit exact "
	    "fractions of 128 bits");
}

static void
test_compare(void **state)
{
	const struct casedoc *doc = help_settle(
	    "{ timezone: UTC, currency: EUR, period: { kind: calendar_month, "
	    "year: 2025, month: 6 }, terms: { credit: { rule: prorata } }, "
	    "services: [ { id: a.b, base: 720.00 } ], incidents: [ { start: "
	    "2025-06-02T00:00Z, end: 2025-06-02T01:00Z } ], expect: { "
	    "services: { a.b: { credit_minor: 100, downtime_minutes: 61, "
	    "extension: 3 } }, total_minor: null, claim_in_time: true } }");
	struct case_mismatches m = casedoc_compare(doc, &help_keep);

	(void)state;
	assert_int_equal(m.n, 4);
	assert_str(m.v[0].service, "a.b");
	assert_str(m.v[0].key, "downtime_minutes");
	assert_str(m.v[0].expected, "61");
	assert_str(m.v[0].got, "60");
	assert_str(m.v[1].key, "extension");
	assert_str(m.v[1].got, "nothing");
	assert_str(m.v[2].key, "total_minor");
	assert_str(m.v[2].expected, "null");
	assert_str(m.v[2].got, "100");
	assert_str(m.v[3].key, "claim_in_time");
}

/* JSON is read as the subset of YAML that it is. */
static void
test_json(void **state)
{
	const struct casedoc *doc = help_settle(
	    "{\"id\": \"j\", \"title\": \"caf\\u00e9\", \"timezone\": \"UTC\", "
	    "\"currency\": \"JPY\", \"minor_digits\": 0, \"period\": {\"kind\":"
	    " \"calendar_year\", \"year\": 2025}, \"terms\": {\"minimum\": "
	    "null}, \"services\": [{\"id\": \"s\", \"base\": \"5\"}], "
	    "\"incidents\": [], \"work\": [\"a\"], \"note\": null}");

	(void)state;
	assert_str(doc->title, "caf\xC3\xA9");
	assert_int_equal(doc->currency.digits, 0);
	assert_int_equal(doc->combined.total_minor, 0);
	assert_str(zone_iso(&help_keep, help_zone("Asia/Kathmandu"),
		       help_at("2026-01-31T18:15:00Z")),
	    "2026-02-01T00:00:00+05:45");
	assert_str(zone_iso(&help_keep, help_zone("America/New_York"),
		       help_at("2026-01-31T18:15:00Z")),
	    "2026-01-31T13:15:00-05:00");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(test_refused),
		ENGINE_TEST(test_local_times),
		ENGINE_TEST(test_not_settled),
		ENGINE_TEST(test_any_size),
		ENGINE_TEST(test_exact_enough),
		ENGINE_TEST(test_huge_numbers),
		ENGINE_TEST(test_compare),
		ENGINE_TEST(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
