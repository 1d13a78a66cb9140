/* Calendar and ISO 8601. */
#include "base/civil.h"
#include "unit/support.h"

static void
test_days(void **state)
{
	(void)state;
	assert_int_equal(civil_days(1970, 1, 1), 0);
	assert_int_equal(civil_days(1969, 12, 31), -1);
	/* 30 years of 365 days, and 7 leap days: 1972 .. 1996 */
	assert_int_equal(civil_days(2000, 1, 1), 30 * 365 + 7);
	assert_int_equal(civil_days(2000, 3, 1), 30 * 365 + 7 + 60);
	for (int64_t d = -1000; d < 60000; d++) {
		struct civil c = civil_of_days(d);

		assert_int_equal(civil_days(c.year, c.month, c.day), d);
		assert_in_range(c.day, 1, civil_month_days(c.year, c.month));
	}
}

static void
test_weekday(void **state)
{
	(void)state;
	assert_int_equal(civil_weekday(1970, 1, 1), 3);  /* Thursday */
	assert_int_equal(civil_weekday(2013, 4, 11), 3); /* Thursday */
	assert_int_equal(civil_weekday(2023, 3, 26), 6); /* Sunday */
	assert_int_equal(civil_weekday_of_days(-1), 2);  /* Wednesday */
}

static void
test_iso_accepts(void **state)
{
	static const struct {
		const char *text;
		int64_t utc;
		bool time, offset;
	} rows[] = {
		/* 20517 days after the epoch */
		{ "2026-03-05", 20517 * MS_DAY, false, false },
		{ "2026-03-05T14:03", 20517 * MS_DAY + 50580 * MS_SECOND, true,
		    false },
		{ "2026-03-05 14:03:09.250",
		    20517 * MS_DAY + 50589 * MS_SECOND + 250, true, false },
		{ "2026-03-05T14:03:09Z", 20517 * MS_DAY + 50589 * MS_SECOND,
		    true, true },
		{ "2026-03-05T14:03:09+02:00",
		    20517 * MS_DAY + (50589 - 7200) * MS_SECOND, true, true },
		{ "2026-03-05T14:03:09-0330",
		    20517 * MS_DAY + (50589 + 12600) * MS_SECOND, true, true },
		{ "2026-03-05T14:03+02", 20517 * MS_DAY + 43380 * MS_SECOND,
		    true, true },
		/* a leap second is read as the next second */
		{ "2016-12-31T23:59:60Z", 17167 * MS_DAY, true, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct iso t;

		assert_true(iso_parse(str_of(rows[i].text), &t));
		assert_int_equal(
		    civil_ms(t.at) - t.offset_s * MS_SECOND, rows[i].utc);
		assert_int_equal(t.has_time, rows[i].time);
		assert_int_equal(t.has_offset, rows[i].offset);
	}
}

static void
test_iso_refuses(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-3-5", "2026-02-29",
		"2026-13-01", "2026-00-10", "2026-03-05T24:00",
		"2026-03-05T14:60", "2026-03-05T14:03:61",
		"2026-03-05T14:03:60Z", "2026-03-05T14", "2026-03-05Tnoon",
		"05.03.2026", "2026-03-05 14:03 CET", "1969-12-31",
		"2101-01-01", "2026-03-05T14:03+19:00", "2026-03-05T14:03:09.Z",
		" 2026-03-05" };
	struct iso t;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (iso_parse(str_of(bad[i]), &t))
			fail_msg("accepted \"%s\"", bad[i]);
}

static void
test_iso_prints(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_str(iso_utc(&a, 0), "1970-01-01T00:00:00Z");
	assert_str(iso_utc(&a, 20517 * MS_DAY + 50589 * MS_SECOND + 250),
	    "2026-03-05T14:03:09.250Z");
	assert_str(iso_utc(&a, -1000), "1969-12-31T23:59:59Z");
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_weekday),
		cmocka_unit_test(test_iso_accepts),
		cmocka_unit_test(test_iso_refuses),
		cmocka_unit_test(test_iso_prints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
