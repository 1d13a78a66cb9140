/* Calendar arithmetic against glibc's timegm and gmtime, over all years. */
#include <time.h>

#include "base/civil.h"
#include "unit/support.h"

/* Every day from 1900 to 2400: a whole cycle of leap years and a century. */
static void
test_every_day(void **state)
{
	int64_t first = civil_days(1900, 1, 1), last = civil_days(2400, 12, 31);

	(void)state;
	for (int64_t day = first; day <= last; day++) {
		time_t t = (time_t)(day * 86400);
		struct civil c = civil_of_days(day);
		struct tm tm;

		assert_non_null(gmtime_r(&t, &tm));
		if (c.year != tm.tm_year + 1900 || c.month != tm.tm_mon + 1 ||
		    c.day != tm.tm_mday ||
		    (civil_weekday(c.year, c.month, c.day) + 1) % 7 !=
			tm.tm_wday ||
		    civil_days(c.year, c.month, c.day) != day)
			fail_msg("day %lld", (long long)day);
	}
}

/* Instants of every size, also long before and after any contract. */
static void
test_instants(void **state)
{
	uint64_t seed = 1752;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int64_t span = INT64_C(1) << dice_between(&seed, 8, 45);
		int64_t at = dice_between(&seed, -span, span) * 1000 +
			     dice_between(&seed, 0, 999);
		int64_t ms = ((at % 1000) + 1000) % 1000;
		time_t t = (time_t)((at - ms) / 1000);
		struct civil c;
		struct tm tm;

		/* years of more than 32 bits are nobody's */
		if (gmtime_r(&t, &tm) == NULL)
			continue;
		c = civil_of_ms(at);
		if (c.year != tm.tm_year + 1900 || c.month != tm.tm_mon + 1 ||
		    c.day != tm.tm_mday || c.hour != tm.tm_hour ||
		    c.minute != tm.tm_min || c.second != tm.tm_sec ||
		    c.ms != ms)
			fail_msg("instant %lld", (long long)at);
		assert_int_equal(civil_ms(c), at);
		assert_int_equal(timegm(&tm), t);
	}
}

/* The length of a month is the way from its first day to the next one's. */
static void
test_month_lengths(void **state)
{
	(void)state;
	for (int year = 1600; year <= 2400; year++)
		for (int month = 1; month <= 12; month++) {
			int64_t next =
			    civil_days(year + month / 12, month % 12 + 1, 1);

			assert_int_equal(civil_month_days(year, month),
			    next - civil_days(year, month, 1));
		}
}

/* What is printed is read back as the same instant. */
static void
test_text_round_trip(void **state)
{
	struct arena keep = { 0 };
	uint64_t seed = 2100;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int64_t at = dice_between(&seed, 0, INT64_C(4102444799999));
		struct str text = iso_utc(&keep, at);
		struct iso iso;

		assert_true(iso_parse(text, &iso));
		assert_true(iso.has_time && iso.has_offset);
		assert_int_equal(
		    civil_ms(iso.at) - iso.offset_s * MS_SECOND, at);
	}
	arena_release(&keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_instants),
		cmocka_unit_test(test_month_lengths),
		cmocka_unit_test(test_text_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
