/*
 * A period cut where a contract or a plan changes. April 2024 in Rome: 30 days;
 * 720 h from 31 March 22:00 UTC.
 */
#include "base/zone.h"
#include "flow/case_parts.h"
#include "flow/case_plans.h"
#include "unit/support.h"

static struct arena arena;
static struct zones zones = { .keep = &arena };
static const struct terms terms = { .period = {
					.kind = PERIOD_CALENDAR_MONTH } };

/* Local midnight of a day of April, or so many hours after. */
static int64_t
april(int day, int hours)
{
	const struct zone *rome;
	struct err e;

	assert_int_equal(zone_open(&zones, STR("Europe/Rome"), &rome, &e), 0);
	return zone_day(rome, 2024, 4, day) + hours * MS_HOUR;
}

static struct contract
contract(const char *file, int64_t from, int64_t to, enum on_change change)
{
	struct contract k = { .id = STR("k"),
		.file = str_of(file),
		.valid_from_at = from,
		.valid_to_at = to,
		.on_change = change,
		.terms = &terms };
	struct err e;

	assert_int_equal(zone_open(&zones, STR("Europe/Rome"), &k.zone, &e), 0);
	return k;
}

static struct service
plan(int64_t fee, int64_t from, int64_t to)
{
	return (struct service){ .id = STR("s"),
		.contract = STR("k"),
		.fee = { fee, { "EUR", 2 } },
		.in_from = from,
		.in_to = to,
		.from = { STR("services.csv"), 2 } };
}

static struct case_parts
parts_of(struct dossier *d, struct diags *diags)
{
	struct case_versions v;
	struct case_parts parts;

	d->keep = &arena;
	diags_init(diags, &arena);
	case_plans(d);
	assert_int_equal(d->n_services, 1);
	case_versions_index(&v, d, &arena);
	case_parts_of(
	    &v, &d->services[0], STR("2024-04"), &arena, &parts, diags);
	return parts;
}

static void
assert_ratio(struct ratio r, int64_t num, int64_t den)
{
	assert_int_equal(ratio_cmp(r, ratio_make(num, den)), 0);
}

static void
test_whole(void **state)
{
	struct contract k =
	    contract("a", NO_INSTANT, NO_INSTANT, CHANGE_EACH_PART);
	struct service s = plan(10000, NO_INSTANT, NO_INSTANT);
	struct dossier d = { .contracts = &k,
		.n_contracts = 1,
		.services = &s,
		.n_services = 1 };
	struct case_parts p;
	struct diags diags;

	(void)state;
	p = parts_of(&d, &diags);
	assert_int_equal(p.n, 1);
	assert_int_equal(p.v[0].number, 0);
	assert_int_equal(p.v[0].span.from_at, april(1, 0));
	assert_int_equal(p.v[0].span.to_at, april(31, 0));
	assert_ratio(p.v[0].share, 1, 1);
	assert_ratio(p.v[0].fee_minor, 10000, 1);
	/* a life that begins inside the month does not cut it */
	s.in_from = april(10, 0);
	p = parts_of(&d, &diags);
	assert_int_equal(p.n, 1);
	assert_int_equal(p.v[0].span.from_at, april(1, 0));
	/* one that ended before has nothing due */
	s.in_from = NO_INSTANT;
	s.in_to = april(1, 0);
	p = parts_of(&d, &diags);
	assert_int_equal(p.n, 0);
	assert_int_equal(diags.errors, 0);
}

/* The 16th at midnight: 15 days and 15 days. */
static void
test_by_days(void **state)
{
	struct contract k[] = {
		contract("a", NO_INSTANT, april(16, 0), CHANGE_EACH_PART),
		contract("b", april(16, 0), NO_INSTANT, CHANGE_EACH_PART),
	};
	struct service s = plan(10000, NO_INSTANT, NO_INSTANT);
	struct dossier d = { .contracts = k,
		.n_contracts = 2,
		.services = &s,
		.n_services = 1 };
	struct case_parts p;
	struct diags diags;

	(void)state;
	p = parts_of(&d, &diags);
	assert_int_equal(p.n, 2);
	assert_str(p.v[0].contract->file, "a");
	assert_str(p.v[1].contract->file, "b");
	assert_int_equal(p.v[0].number, 1);
	assert_int_equal(p.v[1].number, 2);
	assert_int_equal(p.v[0].span.to_at, april(16, 0));
	assert_int_equal(p.v[1].span.from_at, april(16, 0));
	assert_ratio(p.v[0].fee_minor, 5000, 1);
	assert_ratio(p.v[1].fee_minor, 5000, 1);
}

/* Noon of the 16th: 372 h and 348 h of 720. */
static void
test_by_time(void **state)
{
	struct contract k =
	    contract("a", NO_INSTANT, NO_INSTANT, CHANGE_EACH_PART);
	struct service s[] = { plan(10000, NO_INSTANT, april(16, 12)),
		plan(20000, april(16, 12), NO_INSTANT) };
	struct dossier d = { .contracts = &k,
		.n_contracts = 1,
		.services = s,
		.n_services = 2 };
	struct case_parts p;
	struct diags diags;

	(void)state;
	p = parts_of(&d, &diags);
	assert_int_equal(p.n, 2);
	assert_ratio(p.v[0].share, 372, 720);
	/* 20000 x 348 / 720 = 9666.67 */
	assert_ratio(p.v[1].fee_minor, 29000, 3);
}

/* 100.00 x 10/30 + 200.00 x 20/30 = 166.67, under the terms of the end. */
static void
test_one_availability(void **state)
{
	struct contract k[] = {
		contract(
		    "b", april(21, 0), NO_INSTANT, CHANGE_ONE_AVAILABILITY),
		contract("a", NO_INSTANT, april(21, 0), CHANGE_EACH_PART),
	};
	struct service s[] = { plan(20000, april(11, 0), NO_INSTANT),
		plan(10000, NO_INSTANT, april(11, 0)) };
	struct dossier d = {
		.contracts = k, .n_contracts = 2, .services = s, .n_services = 2
	};
	struct case_parts p;
	struct diags diags;

	(void)state;
	p = parts_of(&d, &diags);
	assert_int_equal(p.n, 1);
	assert_int_equal(p.v[0].number, 0);
	assert_str(p.v[0].contract->file, "b");
	assert_int_equal(p.v[0].span.from_at, april(1, 0));
	assert_int_equal(p.v[0].span.to_at, april(31, 0));
	assert_ratio(p.v[0].fee_minor, 50000, 3);
	assert_ratio(p.v[0].share, 1, 1);
}

/* A row that changes only the name is no change of the plan. */
static void
test_same_plan(void **state)
{
	struct contract k =
	    contract("a", NO_INSTANT, NO_INSTANT, CHANGE_EACH_PART);
	struct service s[] = { plan(10000, NO_INSTANT, april(16, 0)),
		plan(10000, april(16, 0), NO_INSTANT) };
	struct dossier d = { .contracts = &k,
		.n_contracts = 1,
		.services = s,
		.n_services = 2 };
	struct diags diags;

	(void)state;
	assert_int_equal(parts_of(&d, &diags).n, 1);
}

static void
test_hole(void **state)
{
	struct contract k =
	    contract("a", NO_INSTANT, april(16, 0), CHANGE_EACH_PART);
	struct service s = plan(10000, NO_INSTANT, NO_INSTANT);
	struct dossier d = { .contracts = &k,
		.n_contracts = 1,
		.services = &s,
		.n_services = 1 };
	struct diags diags;

	(void)state;
	assert_int_equal(parts_of(&d, &diags).n, 0);
	assert_int_equal(diags.errors, 1);
	assert_non_null(
	    strstr(str_cstr(&arena, diags.list.v[0].message), "2024-04-30"));
	/* nobody lives in it */
	s.in_to = april(16, 0);
	assert_int_equal(parts_of(&d, &diags).n, 1);
	assert_int_equal(diags.errors, 0);
}

static int
tear_down(void **state)
{
	(void)state;
	zones = (struct zones){ .keep = &arena };
	arena_release(&arena);
	return 0;
}

#define TEST(name) cmocka_unit_test_teardown(name, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_whole),
		TEST(test_by_days),
		TEST(test_by_time),
		TEST(test_one_availability),
		TEST(test_same_plan),
		TEST(test_hole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
