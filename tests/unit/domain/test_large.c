/* Documents that are large, or meant to hurt: what is bounded, and how. */
#include "unit/domain/contract_help.h"

#define HEAD                                                                   \
	"timezone: UTC\ncurrency: EUR\n"                                       \
	"period: { kind: calendar_month, year: 2025, month: 10 }\n"

static struct buf text;

static int
setup(void **state)
{
	buf_init(&text, (size_t)1 << 20);
	return help_setup(state);
}

static int
teardown(void **state)
{
	buf_release(&text);
	return help_teardown(state);
}

static const char *
written(void)
{
	return str_cstr(&help_keep, buf_str(&text));
}

/* The error in what was written; empty if there is none. */
static struct str
complaint(void)
{
	struct casedocs docs;
	struct node *root;
	int rc = node_parse(
	    buf_str(&text), STR("t"), &help_keep, &root, &help_diags);

	rc = rc != 0 ? rc
		     : casedoc_parse(
			   root, &help_zones, &help_keep, &docs, &help_diags);
	rc = rc != 0 ? rc : casedoc_settle(&docs.v[0], &help_keep, &help_diags);
	return rc == 0 ? STR_NONE : help_diags.list.v[0].message;
}

/* `n` records of a minute each on the 2nd, one after the other. */
static void
add_incidents(size_t n)
{
	buf_addf(&text, "incidents:\n");
	for (size_t i = 0; i < n; i++)
		buf_addf(&text,
		    "  - { start: 2025-10-02T%02zu:%02zu:00Z, "
		    "end: 2025-10-02T%02zu:%02zu:30Z }\n",
		    i / 60, i % 60, i / 60, i % 60);
}

static size_t
count_steps(const struct settlement *s, const char *key)
{
	size_t n = 0;

	for (size_t i = 0; i < s->trace.steps.n; i++)
		n += str_eq(str_of(s->trace.steps.v[i].key), str_of(key));
	return n;
}

/* Thirty kinds that no contract knows: all are listed, 25 are told. */
static void
test_unknown_kinds(void **state)
{
	const struct settlement *s;

	(void)state;
	buf_addf(&text, HEAD "terms: {}\nservices: [ { id: s, base: 1 } ]\n"
			     "exclusions:\n");
	for (int i = 0; i < 30; i++)
		buf_addf(&text,
		    "  - { kind: k%d, start: 2025-10-02T%02d:10:00Z, end: "
		    "2025-10-02T%02d:20:00Z }\n",
		    i, i % 24, i % 24);
	s = &help_settle(written())->services[0].settlement;
	assert_int_equal(s->n_exclusions, 30);
	assert_int_equal(count_steps(s, "excluded"), 25);
	assert_int_equal(s->n_warnings, 26);
	assert_str(s->warnings[25],
	    "5 more kinds are no exclusions of this contract: all refused");
}

/*
 * A waits from 11:00 to 12:30 and touches the hours of 10 and 12; B lies in the
 * hour of 12, before A goes on in it. A began earlier, so both hours are A's:
 * one full unit of two hours, one percent of 100.00. Were the hour of 12 that
 * of B, no incident would have a full unit.
 */
static void
test_shared_unit(void **state)
{
	const struct casedoc *doc = help_settle(
	    HEAD "terms: { clock: { pause: true }, round_time: { mode: "
		 "touched_clock, unit_seconds: 3600 }, credit: { rule: "
		 "each_incident, inner: { rule: per_unit, unit_seconds: 7200, "
		 "count: full, percent: 1 } } }\n"
		 "services: [ { id: s, base: 100.00 } ]\n"
		 "incidents:\n"
		 "  - { id: A, start: 2025-10-02T10:50:00Z, end: "
		 "2025-10-02T12:40:00Z, waits: [ [ 2025-10-02T11:00:00Z, "
		 "2025-10-02T12:30:00Z ] ] }\n"
		 "  - { id: B, start: 2025-10-02T12:10:00Z, end: "
		 "2025-10-02T12:20:00Z }\n");

	(void)state;
	assert_int_equal(doc->services[0].settlement.downtime_ms, 2 * MS_HOUR);
	assert_int_equal(doc->combined.total_minor, 100);
}

/* 800 resources times 700 records of all of them, and the one of each. */
static void
test_large_pool(void **state)
{
	(void)state;
	buf_addf(&text, HEAD "terms: { pool: resource_minutes }\n"
			     "services:\n  - { id: s, base: 1, resources: [");
	for (int i = 0; i < 800; i++)
		buf_addf(&text, "{ id: r%d },\n", i);
	buf_addf(&text, "] }\n");
	add_incidents(700);
	assert_str(complaint(),
	    "service \"s\": a pool of 800 resources with 701 records, windows "
	    "and days that concern all of them is too large");
}

static void
test_many_services(void **state)
{
	(void)state;
	buf_addf(&text, HEAD "terms: {}\nservices:\n");
	for (int i = 0; i < 800; i++)
		buf_addf(&text, "  - { id: s%d, base: 1 }\n", i);
	add_incidents(700);
	assert_str(complaint(),
	    "700 records that concern each of 800 services are too many");
}

/*
 * Windows of every hour of every day: after the last of 24 rules each of 100
 * records of 28 days is in 672 pieces, and all rules have left copies.
 */
static void
test_torn(void **state)
{
	(void)state;
	buf_addf(&text, HEAD "terms: { exclude: [");
	for (int i = 0; i < 24; i++)
		buf_addf(&text,
		    "{ kind: k%d, daily_window: [ \"%02d:00\", \"%02d:10\" ] "
		    "},\n",
		    i, i, i);
	buf_addf(&text, "] }\nservices: [ { id: s, base: 1 } ]\nincidents:\n");
	for (int i = 0; i < 100; i++)
		buf_addf(&text,
		    "  - { start: 2025-10-02T00:%02d:%02dZ, end: "
		    "2025-10-30T00:00:00Z }\n",
		    i / 60, i % 60);
	assert_str(complaint(),
	    "service \"s\": records and windows cut each other into more than "
	    "500000 pieces");
}

#define LARGE_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LARGE_TEST(test_unknown_kinds),
		LARGE_TEST(test_shared_unit),
		LARGE_TEST(test_large_pool),
		LARGE_TEST(test_many_services),
		LARGE_TEST(test_torn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
