/* Local time across clock changes, against hand values and against glibc. */
#include <time.h>

#include "base/zone.h"
#include "unit/support.h"

static struct arena arena;
static struct zones zones = { .keep = &arena };

static const struct zone *
opened(const char *name)
{
	const struct zone *z = NULL;
	struct err e = { 0 };

	if (zone_open(&zones, str_of(name), &z, &e) != 0)
		fail_msg("%s", e.text);
	return z;
}

static int64_t
utc(const char *text)
{
	struct iso t;

	assert_true(iso_parse(str_of(text), &t));
	return civil_ms(t.at) - t.offset_s * MS_SECOND;
}

static void
test_month_lengths(void **state)
{
	const struct zone *rome = opened("Europe/Rome");
	const struct zone *york = opened("America/New_York");
	const struct zone *howe = opened("Australia/Lord_Howe");

	(void)state;
	/* 31 days less the hour skipped on the last Sunday of March */
	assert_int_equal(
	    zone_day(rome, 2024, 4, 1) - zone_day(rome, 2024, 3, 1),
	    743 * MS_HOUR);
	assert_int_equal(
	    zone_day(rome, 2024, 11, 1) - zone_day(rome, 2024, 10, 1),
	    745 * MS_HOUR);
	/* 30 days and the repeated hour of the first Sunday of November */
	assert_int_equal(
	    zone_day(york, 2024, 12, 1) - zone_day(york, 2024, 11, 1),
	    721 * MS_HOUR);
	/* Lord Howe Island moves by half an hour: back in April */
	assert_int_equal(
	    zone_day(howe, 2024, 5, 1) - zone_day(howe, 2024, 4, 1),
	    720 * MS_HOUR + 30 * MS_MINUTE);
}

static void
test_repeated_and_missing(void **state)
{
	const struct zone *rome = opened("Europe/Rome");
	struct civil c = { 2024, 10, 27, 2, 30, 0, 0 };
	int64_t at, later;

	(void)state;
	assert_int_equal(zone_instant(rome, c, &at, &later), ZONE_REPEATED);
	assert_int_equal(at, utc("2024-10-27T00:30:00Z"));
	assert_int_equal(later, utc("2024-10-27T01:30:00Z"));
	c = (struct civil){ 2024, 3, 31, 2, 30, 0, 0 };
	assert_int_equal(zone_instant(rome, c, &at, &later), ZONE_MISSING);
	assert_int_equal(at, utc("2024-03-31T01:00:00Z"));
	c = (struct civil){ 2024, 3, 31, 3, 0, 0, 0 };
	assert_int_equal(zone_instant(rome, c, &at, &later), ZONE_ONCE);
	assert_int_equal(at, utc("2024-03-31T01:00:00Z"));
	assert_int_equal(later, at);
}

/* In Beirut 27 March 2022 began at 01:00. */
static void
test_midnight_that_does_not_exist(void **state)
{
	const struct zone *beirut = opened("Asia/Beirut");

	(void)state;
	assert_int_equal(
	    zone_day(beirut, 2022, 3, 27), utc("2022-03-26T22:00:00Z"));
	assert_int_equal(
	    zone_day(beirut, 2022, 3, 28) - zone_day(beirut, 2022, 3, 27),
	    23 * MS_HOUR);
}

static void
test_date_arithmetic_runs_over(void **state)
{
	const struct zone *z = opened("UTC");

	(void)state;
	assert_int_equal(zone_day(z, 2023, 14, 1), utc("2024-02-01T00:00:00Z"));
	assert_int_equal(zone_day(z, 2024, 2, 30), utc("2024-03-01T00:00:00Z"));
	assert_int_equal(zone_day(z, 2024, 0, 1), utc("2023-12-01T00:00:00Z"));
	assert_int_equal(
	    zone_day(z, 2024, -11, 1), utc("2023-01-01T00:00:00Z"));
}

static void
test_unknown_zones_are_refused(void **state)
{
	static const char *const bad[] = { "", "Europe/Roma", "../etc/passwd",
		"/etc/localtime", "Europe", "UTC+1", "Europe/Rome\n" };
	const struct zone *z;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		e.kind = ERR_NONE;
		assert_int_equal(zone_open(&zones, str_of(bad[i]), &z, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
	}
}

/* 1970 to 2100, at odd instants, against the C library itself. */
static void
test_against_glibc(void **state)
{
	static const char *const names[] = { "Europe/Rome", "Europe/Berlin",
		"America/New_York", "America/Sao_Paulo", "Asia/Kolkata",
		"Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",
		"Europe/London", "Antarctica/Troll" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct zone *z = opened(names[i]);

		setenv("TZ", names[i], 1);
		tzset();
		for (time_t t = 0; t < 4102444800; t += 40009) {
			struct tm tm;

			localtime_r(&t, &tm);
			assert_int_equal(
			    zone_offset_s(z, t * MS_SECOND), tm.tm_gmtoff);
		}
		unsetenv("TZ");
	}
}

/* Every local time that exists leads back to itself. */
static void
test_round_trip(void **state)
{
	const struct zone *z = opened("America/St_Johns");
	uint64_t seed = 99;

	(void)state;
	for (int i = 0; i < 50000; i++) {
		int64_t at = dice_between(&seed, 0, 4000000000) * MS_SECOND;
		int64_t one, two;

		assert_int_not_equal(
		    zone_instant(z, zone_civil(z, at), &one, &two),
		    ZONE_MISSING);
		assert_true(one == at || two == at);
	}
}

static int
done(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_month_lengths),
		cmocka_unit_test(test_repeated_and_missing),
		cmocka_unit_test(test_midnight_that_does_not_exist),
		cmocka_unit_test(test_date_arithmetic_runs_over),
		cmocka_unit_test(test_unknown_zones_are_refused),
		cmocka_unit_test(test_against_glibc),
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
