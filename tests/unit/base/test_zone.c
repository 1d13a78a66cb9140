/* Local time across clock changes, against hand values and against glibc. */
#include <errno.h>
#include <sys/stat.h>
#include <time.h>

#include "base/zone.h"
#include "unit/base/hard_zones.h"
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

/* The C library would take all of these for UTC. */
static void
test_unreadable_zones_are_refused(void **state)
{
	const char *saved = getenv("TZDIR");
	char dir[] = "/tmp/makegood-zones", path[64];
	const struct zone *z;
	struct err e;
	FILE *f;

	(void)state;
	assert_true(mkdir(dir, 0777) == 0 || errno == EEXIST);
	snprintf(path, sizeof path, "%s/Garbage", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("# leap seconds, a list\n", f);
	assert_int_equal(fclose(f), 0);
	snprintf(path, sizeof path, "%s/Folder", dir);
	assert_true(mkdir(path, 0777) == 0 || errno == EEXIST);
	setenv("TZDIR", dir, 1);
	assert_int_equal(zone_open(&zones, STR("Garbage"), &z, &e), -1);
	assert_int_equal(zone_open(&zones, STR("Folder"), &z, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	if (saved != NULL)
		setenv("TZDIR", saved, 1);
	else
		unsetenv("TZDIR");
	assert_int_equal(system("rm -r /tmp/makegood-zones"), 0);
}

/* ---- against glibc, and the changes as the zone files list them --------- */

#define END_S (INT64_C(47482) * 86400) /* 2100-01-01 */

static int64_t
big_endian(const unsigned char *p, int bytes)
{
	uint64_t v = 0;

	for (int i = 0; i < bytes; i++)
		v = v << 8 | p[i];
	return (int64_t)v;
}

/* Bytes of the block behind a header of RFC 8536 with times of `width`. */
static size_t
block_bytes(const unsigned char *header, int64_t width)
{
	int64_t n[6];

	for (int i = 0; i < 6; i++)
		n[i] = big_endian(header + 20 + 4 * i, 4);
	/* ut and standard flags, leap seconds, times with types, types, names
	 */
	return (size_t)(n[0] + n[1] + n[2] * (width + 4) + n[3] * (width + 1) +
			n[4] * 6 + n[5]);
}

/* The instants of change that the file of a zone lists, in seconds. */
static size_t
listed_changes(const char *name, int64_t *out, size_t most)
{
	static unsigned char file[32768];
	char path[200];
	const unsigned char *second;
	size_t n, count = 0;
	FILE *f;

	snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
	f = fopen(path, "rb");
	assert_non_null(f);
	n = fread(file, 1, sizeof file, f);
	fclose(f);
	assert_true(n > 44 && memcmp(file, "TZif", 4) == 0 && file[4] >= '2');
	second = file + 44 + block_bytes(file, 4);
	for (int64_t i = 0; i < big_endian(second + 32, 4); i++) {
		int64_t at = big_endian(second + 44 + 8 * i, 8);

		if (at >= 0 && at < END_S && count < most)
			out[count++] = at;
	}
	return count;
}

static int32_t
glibc_offset_s(int64_t at_s)
{
	time_t t = (time_t)at_s;
	struct tm tm;

	assert_non_null(localtime_r(&t, &tm));
	return (int32_t)tm.tm_gmtoff;
}

static void
same_as_glibc(const struct zone *z, int64_t at_s)
{
	int32_t ours = zone_offset_s(z, at_s * MS_SECOND);

	if (ours != glibc_offset_s(at_s))
		fail_msg("%.*s at %lld: %d s, glibc %d s", STR_ARG(z->name),
		    (long long)at_s, ours, glibc_offset_s(at_s));
}

/* A wall clock reading between the two that a change joins. */
static void
odd_hour(const struct zone *z, int64_t wall_s, int64_t at_s)
{
	struct civil c = civil_of_ms(wall_s * MS_SECOND);
	int32_t before = glibc_offset_s(at_s - 1), after = glibc_offset_s(at_s);
	int64_t one = 0, two = 0;
	enum zone_local how = zone_instant(z, c, &one, &two);

	if (after > before) {
		assert_int_equal(how, ZONE_MISSING);
		assert_int_equal(one, at_s * MS_SECOND);
	} else {
		assert_int_equal(how, ZONE_REPEATED);
		assert_int_equal(one, (wall_s - before) * MS_SECOND);
		assert_int_equal(two, (wall_s - after) * MS_SECOND);
	}
}

/* Both sides of a change, and every local time that it skips or repeats. */
static void
around(const struct zone *z, int64_t at_s)
{
	int64_t before = at_s + glibc_offset_s(at_s - 1);
	int64_t after = at_s + glibc_offset_s(at_s);
	int64_t low = before < after ? before : after;
	int64_t high = before < after ? after : before;

	for (int64_t k = -1; k <= 1; k++)
		same_as_glibc(z, at_s + k);
	if (low == high)
		return;
	odd_hour(z, low, at_s);
	odd_hour(z, (low + high) / 2, at_s);
	odd_hour(z, high - 1, at_s);
}

static void
test_against_glibc(void **state)
{
	static int64_t listed[1000];
	size_t all = 0;

	(void)state;
	for (size_t i = 0; i < N_HARD_ZONES; i++) {
		const struct zone *z = opened(hard_zones[i]);
		size_t n = listed_changes(hard_zones[i], listed, 1000);

		setenv("TZ", hard_zones[i], 1);
		tzset();
		assert_true(n < 1000);
		all += n;
		for (size_t k = 0; k < n; k++)
			around(z, listed[k]);
		/* the files leave the years from 2038 on to a rule */
		for (size_t k = 1; k < z->n; k++)
			if (z->v[k].from_at < END_S * MS_SECOND)
				around(z, z->v[k].from_at / MS_SECOND);
		for (int64_t at = 0; at < END_S; at += 400009)
			same_as_glibc(z, at);
		unsetenv("TZ");
	}
	assert_true(all > 3000);
}

/* What holds everywhere: rows in order, each a change, days that are days. */
static void
test_tables_and_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_HARD_ZONES; i++) {
		const struct zone *z = opened(hard_zones[i]);
		uint64_t seed = i + 1;

		for (size_t k = 1; k < z->n; k++)
			assert_true(z->v[k - 1].from_at < z->v[k].from_at);
		for (int k = 0; k < 200; k++) {
			int64_t at = dice_between(&seed, 365, 47000) * MS_DAY;
			struct civil c = zone_civil(z, at), d;
			int64_t day = zone_day(z, c.year, c.month, c.day);
			int64_t next = zone_add_days(z, day, 1);

			d = zone_civil(z, day);
			assert_true(day <= at && at < next);
			assert_int_equal(civil_days(d.year, d.month, d.day),
			    civil_days(c.year, c.month, c.day));
			/* nothing earlier is of that date */
			d = zone_civil(z, day - 1);
			assert_true(civil_days(d.year, d.month, d.day) <
				    civil_days(c.year, c.month, c.day));
			assert_int_equal(
			    next, zone_day(z, c.year, c.month, c.day + 1));
		}
	}
}

/* Every local time that exists leads back to itself. */
static void
test_round_trip(void **state)
{
	(void)state;
	for (size_t k = 0; k < N_HARD_ZONES; k++) {
		const struct zone *z = opened(hard_zones[k]);
		uint64_t seed = 99 + k;

		for (int i = 0; i < 2000; i++) {
			int64_t at =
			    dice_between(&seed, 0, 4000000000) * MS_SECOND;
			int64_t one, two;

			assert_int_not_equal(
			    zone_instant(z, zone_civil(z, at), &one, &two),
			    ZONE_MISSING);
			assert_true(one == at || two == at);
		}
	}
}

/*
 * Rome, 30 March 2025: the clock goes from 2:00 to 3:00, 1:00 UTC; and 26
 * October: from 3:00 to 2:00, so that 2:30 is 0:30 and 1:30 UTC. Days since
 * 1970: 20177 (55 years are 20089, 88 more to 30 March) and 20387 (210 later).
 */
static void
test_clock_times_of_dates(void **state)
{
	const struct zone *z = opened("Europe/Rome");
	int64_t spring = INT64_C(20177) * MS_DAY;
	int64_t autumn = INT64_C(20387) * MS_DAY;

	(void)state;
	assert_int_equal(zone_date_begins(z, 20177), spring - MS_HOUR);
	assert_int_equal(zone_date(z, spring - MS_HOUR), 20177);
	assert_int_equal(zone_date(z, spring - MS_HOUR - 1), 20176);
	assert_int_equal(
	    zone_clock(z, 20177, 5400, true), spring + MS_HOUR / 2);
	assert_int_equal(zone_clock(z, 20177, 9000, true), spring + MS_HOUR);
	assert_int_equal(
	    zone_clock(z, 20387, 9000, false), autumn + MS_HOUR / 2);
	assert_int_equal(
	    zone_clock(z, 20387, 9000, true), autumn + 3 * MS_HOUR / 2);
	/* 26:30 of the day before is 2:30 */
	assert_int_equal(
	    zone_clock(z, 20386, 95400, false), autumn + MS_HOUR / 2);
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
		cmocka_unit_test(test_unreadable_zones_are_refused),
		cmocka_unit_test(test_against_glibc),
		cmocka_unit_test(test_tables_and_days),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_clock_times_of_dates),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
