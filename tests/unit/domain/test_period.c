/* Periods over clock changes, anchors past the end of a month, names. */
#include "domain/period.h"
#include "unit/domain/contract_help.h"

static int64_t
hours(const char *zone, struct period p)
{
	struct span s = period_span(help_zone(zone), &p);

	assert_int_equal(span_ms(s) % (MS_HOUR / 2), 0);
	/* in half hours, so that Lord Howe fits */
	return span_ms(s) / (MS_HOUR / 2);
}

static struct period
month(int year, int part)
{
	return (struct period){
		.kind = PERIOD_CALENDAR_MONTH, .year = year, .part = part
	};
}

static void
test_clock_changes(void **state)
{
	(void)state;
	/* 31 days less, 31 days and 30 days more one hour */
	assert_int_equal(hours("Europe/Rome", month(2025, 3)), 743 * 2);
	assert_int_equal(hours("Europe/Rome", month(2025, 10)), 745 * 2);
	assert_int_equal(hours("America/New_York", month(2025, 11)), 721 * 2);
	assert_int_equal(hours("UTC", month(2025, 3)), 744 * 2);
	/* half an hour, in April and October */
	assert_int_equal(
	    hours("Australia/Lord_Howe", month(2025, 4)), 720 * 2 + 1);
	assert_int_equal(
	    hours("Australia/Lord_Howe", month(2025, 10)), 744 * 2 - 1);
}

static void
test_anchor(void **state)
{
	const struct zone *z = help_zone("UTC");
	struct period p = { .kind = PERIOD_BILLING_MONTH,
		.year = 2025,
		.part = 1,
		.anchor_day = 31 };
	struct span s = period_span(z, &p);

	(void)state;
	/* 31 January to 28 February, and back to the 31st */
	assert_int_equal(s.from_at, help_at("2025-01-31T00:00:00Z"));
	assert_int_equal(s.to_at, help_at("2025-02-28T00:00:00Z"));
	p.part = 2;
	s = period_span(z, &p);
	assert_int_equal(s.from_at, help_at("2025-02-28T00:00:00Z"));
	assert_int_equal(s.to_at, help_at("2025-03-31T00:00:00Z"));
	p.part = 12;
	s = period_span(z, &p);
	assert_int_equal(s.to_at, help_at("2026-01-31T00:00:00Z"));
}

static void
test_long_periods(void **state)
{
	const struct zone *z = help_zone("Europe/Rome");
	struct period p = {
		.kind = PERIOD_CALENDAR_HALF, .year = 2025, .part = 2
	};
	struct span s = period_span(z, &p);

	(void)state;
	assert_int_equal(s.from_at, help_at("2025-07-01T00:00:00+02:00"));
	assert_int_equal(s.to_at, help_at("2026-01-01T00:00:00+01:00"));
	assert_int_equal(period_days(z, s), 184);
	p = (struct period){ .kind = PERIOD_TRAILING_DAYS,
		.days = 7,
		.until_at = help_at("2025-03-31T09:30:00+02:00") };
	s = period_span(z, &p);
	/* the same local time, an hour less in between */
	assert_int_equal(s.from_at, help_at("2025-03-24T09:30:00+01:00"));
	assert_int_equal(span_ms(s), 167 * MS_HOUR);
	assert_int_equal(period_days(z, s), 7);
}

static void
test_names(void **state)
{
	struct period p;

	(void)state;
	assert_true(period_parse(STR("2013-04"), &p));
	assert_int_equal(p.kind, PERIOD_CALENDAR_MONTH);
	assert_int_equal(p.part, 4);
	assert_true(period_parse(STR("2013-Q2"), &p));
	assert_int_equal(p.kind, PERIOD_CALENDAR_QUARTER);
	assert_int_equal(p.part, 2);
	assert_true(period_parse(STR("2013-H1"), &p));
	assert_int_equal(p.kind, PERIOD_CALENDAR_HALF);
	assert_true(period_parse(STR("2013"), &p));
	assert_int_equal(p.kind, PERIOD_CALENDAR_YEAR);
	assert_false(period_parse(STR("2013-13"), &p));
	assert_false(period_parse(STR("2013-00"), &p));
	assert_false(period_parse(STR("2013-Q5"), &p));
	assert_false(period_parse(STR("2013-H3"), &p));
	assert_false(period_parse(STR("2013-4"), &p));
	assert_false(period_parse(STR("2013-"), &p));
	assert_false(period_parse(STR("213"), &p));
	assert_false(period_parse(STR("1969-12"), &p));
	assert_false(period_parse(STR(""), &p));
	assert_false(period_parse(STR("2013-04-01"), &p));
}

static void
test_for_name(void **state)
{
	const struct zone *z = help_zone("Europe/Rome");
	struct period_rule quarter = { PERIOD_CALENDAR_QUARTER, 1, 30 };
	struct period_rule billing = { PERIOD_BILLING_MONTH, 6, 30 };
	struct period_rule trailing = { PERIOD_TRAILING_DAYS, 1, 30 };
	struct period_rule monthly = { PERIOD_CALENDAR_MONTH, 1, 30 };
	struct span s;

	(void)state;
	/* a quarter is settled with its last month */
	assert_false(period_for_name(z, &quarter, STR("2013-05"), &s));
	assert_true(period_for_name(z, &quarter, STR("2013-06"), &s));
	assert_int_equal(s.from_at, help_at("2013-04-01T00:00:00+02:00"));
	assert_true(period_for_name(z, &quarter, STR("2013-Q2"), &s));
	assert_int_equal(s.to_at, help_at("2013-07-01T00:00:00+02:00"));
	/* a year holds four quarters: which one is not said */
	assert_false(period_for_name(z, &quarter, STR("2013"), &s));
	assert_true(period_for_name(z, &billing, STR("2013-04"), &s));
	assert_int_equal(s.from_at, help_at("2013-04-06T00:00:00+02:00"));
	assert_int_equal(s.to_at, help_at("2013-05-06T00:00:00+02:00"));
	assert_true(period_for_name(z, &trailing, STR("2013-04"), &s));
	assert_int_equal(s.from_at, help_at("2013-04-01T00:00:00+02:00"));
	assert_true(period_for_name(z, &monthly, STR("2013-03"), &s));
	assert_int_equal(span_ms(s), 743 * MS_HOUR);
	assert_false(period_for_name(z, &monthly, STR("2013-Q1"), &s));
	assert_false(period_for_name(z, &monthly, STR("April"), &s));
}

static void
test_follows(void **state)
{
	(void)state;
	assert_true(period_follows(STR("2013-12"), STR("2014-01")));
	assert_true(period_follows(STR("2013-Q4"), STR("2014-Q1")));
	assert_false(period_follows(STR("2013-11"), STR("2014-01")));
	assert_false(period_follows(STR("2014-01"), STR("2013-12")));
	assert_false(period_follows(STR("2013-12"), STR("2014-Q1")));
	assert_false(period_follows(STR("May"), STR("June")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(test_clock_changes),
		ENGINE_TEST(test_anchor),
		ENGINE_TEST(test_long_periods),
		ENGINE_TEST(test_names),
		ENGINE_TEST(test_for_name),
		ENGINE_TEST(test_follows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
