/* Figures as text: the formats of each language, floors, signs, clock changes.
 */
#include "unit/doc/sample.h"
#include "unit/support.h"

#define MINUS "\xe2\x88\x92"

static struct doc_style
french(void)
{
	struct doc_style s = style_it;

	s.group = NBSP;
	s.money = "{amount}" NBSP "{symbol}";
	s.percent = "{n}" NBSP "%";
	s.time = "{HH} h {MM}";
	s.date_long = "{d} {month} {yyyy}";
	s.month[3] = "avril";
	return s;
}

static struct doc_style
spanish(void)
{
	struct doc_style s = style_it;

	s.money = "{amount}" NBSP "{symbol}";
	s.percent = "{n}" NBSP "%";
	s.date_long = "{d} de {month} de {yyyy}";
	s.month[3] = "abril";
	return s;
}

/* One line per format of the language table; 12 April 2024, 18:30 in Rome. */
static void
test_languages(void **state)
{
	const struct doc_style fr = french(), es = spanish();
	const struct {
		const struct doc_style *style;
		const char *money, *percent, *prose, *table, *clock, *duration;
	} row[] = {
		{ &style_en, "EUR 1,234.56", "99.950%", "12 April 2024",
		    "2024-04-12", "18:30", "96 h 12 min" },
		{ &style_it, "\xe2\x82\xac 1.234,56", "99,950%",
		    "12 aprile 2024", "12/04/2024", "18:30", "96 h 12 min" },
		{ &style_de, "1.234,56" NBSP "\xe2\x82\xac", "99,950" NBSP "%",
		    "12. April 2024", "12.04.2024", "18:30 Uhr",
		    "96 Std. 12 Min." },
		{ &fr, "1" NBSP "234,56" NBSP "\xe2\x82\xac", "99,950" NBSP "%",
		    "12 avril 2024", "12/04/2024", "18 h 30", "96 h 12 min" },
		{ &es, "1.234,56" NBSP "\xe2\x82\xac", "99,950" NBSP "%",
		    "12 de abril de 2024", "12/04/2024", "18:30",
		    "96 h 12 min" },
	};
	/* 2024-04-12T16:30:00Z: 19825 days and 59,400 s after the epoch. */
	const int64_t at = INT64_C(19825) * MS_DAY + 59400 * MS_SECOND;
	const struct zone_change summer[] = { { INT64_MIN, 7200, "CEST" } };
	const struct zone z = { { "Europe/Rome", 11 }, summer, 1 };
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		const struct doc_style *s = row[i].style;
		struct ratio share = ratio_make(9995, 10000);
		int64_t ms = 96 * MS_HOUR + 12 * MS_MINUTE;
		struct str both =
		    str_format(&a, "%s %s (UTC+2)", row[i].table, row[i].clock);

		assert_str(format_money(&a, s, 123456, "EUR", 2), row[i].money);
		assert_str(format_percent(&a, s, share, 3), row[i].percent);
		assert_str(format_date(&a, s, at, &z, true), row[i].prose);
		assert_str(format_date(&a, s, at, &z, false), row[i].table);
		assert_str(format_time(&a, s, at, &z), row[i].clock);
		assert_str(format_duration(&a, s, ms), row[i].duration);
		assert_str(format_instant(&a, s, at, &z), str_cstr(&a, both));
	}
	arena_release(&a);
}

static void
test_durations(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} row[] = {
		{ 0, "0 min" },
		{ 45 * MS_SECOND, "45 s" },
		{ 20 * MS_MINUTE, "20 min" },
		{ 42 * MS_MINUTE + 5 * MS_SECOND, "42 min 05 s" },
		{ 59 * MS_MINUTE + 59 * MS_SECOND, "59 min 59 s" },
		{ 21 * MS_HOUR, "21 h 00 min" },
		{ 96 * MS_HOUR + 12 * MS_MINUTE, "96 h 12 min" },
		{ 96 * MS_HOUR + 12 * MS_MINUTE + 5 * MS_SECOND,
		    "96 h 12 min 05 s" },
		{ 4 * MS_HOUR + 5 * MS_SECOND, "4 h 00 min 05 s" },
		{ 1250, "1.250 s" },
		{ MS_MINUTE + 250, "1 min 00.250 s" },
		{ -4 * MS_HOUR, MINUS "4 h 00 min" },
		{ 2558 * MS_HOUR, "2,558 h 00 min" },
	};
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		assert_str(
		    format_duration(&a, &style_en, row[i].ms), row[i].text);
	arena_release(&a);
}

static void
test_money(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_str(format_money(&a, &style_en, 0, "EUR", 2), "EUR 0.00");
	assert_str(format_money(&a, &style_en, 5, "EUR", 2), "EUR 0.05");
	assert_str(
	    format_money(&a, &style_en, -4900, "EUR", 2), MINUS "EUR 49.00");
	assert_str(
	    format_money(&a, &style_en, 1234567, "JPY", 0), "JPY 1,234,567");
	assert_str(format_money(&a, &style_de, 1234567, "KWD", 3),
	    "1.234,567" NBSP "KWD");
	/* The least of 64 bits has no positive twin there. */
	assert_str(format_money(&a, &style_en, INT64_MIN, "EUR", 2),
	    MINUS "EUR 92,233,720,368,547,758.08");
	arena_release(&a);
}

/* 1 s of 30 days: 2591999/2592000 = 99.99996 %; never 100, never rounded up. */
static void
test_percent_is_floored(void **state)
{
	struct ratio second = ratio_make(2591999, 2592000);
	struct ratio near = ratio_make(999004, 1000000);
	struct ratio tier = ratio_make(999, 1000);
	struct arena a = { 0 };

	(void)state;
	assert_str(format_percent(&a, &style_en, second, 3), "99.999%");
	assert_str(format_percent(&a, &style_en, second, 5), "99.99996%");
	assert_str(format_percent(&a, &style_en, ratio_int(1), 3), "100.000%");
	assert_str(
	    format_percent(&a, &style_en, ratio_make(1, 3), 3), "33.333%");
	/* March in Rome: 2676 s of 743 h, and of the 744 h it has not. */
	assert_str(format_percent(
		       &a, &style_en, ratio_make(2674800 - 2676, 2674800), 4),
	    "99.8999%");
	assert_str(format_percent(
		       &a, &style_en, ratio_make(2678400 - 2676, 2678400), 4),
	    "99.9000%");
	assert_int_equal(percent_decimals(near, tier, 3), 4);
	assert_str(format_percent(&a, &style_en, near, 4), "99.9004%");
	assert_int_equal(percent_decimals(tier, tier, 3), 3);
	assert_int_equal(percent_decimals(ratio_make(8664, 10000), tier, 3), 3);
	assert_str(format_percent(&a, &style_en, ratio_make(1, 0), 3), "-");
	arena_release(&a);
}

static void
test_counts_and_numbers(void **state)
{
	struct arena a = { 0 };
	struct cell c = cell_number(ratio_make(5, 2), 0);

	(void)state;
	assert_str(format_count(&a, &style_en, 999), "999");
	assert_str(format_count(&a, &style_en, 1000), "1,000");
	assert_str(format_count(&a, &style_it, -1234567), MINUS "1.234.567");
	assert_str(format_count(&a, &style_en, INT64_MIN),
	    MINUS "9,223,372,036,854,775,808");
	assert_str(cell_format(&a, &style_en, &c), "3");
	c = cell_number(ratio_make(-1, 3), 2);
	assert_str(cell_format(&a, &style_it, &c), MINUS "0,33");
	c = (struct cell){ .kind = CELL_EMPTY };
	assert_str(cell_format(&a, &style_it, &c), "\xe2\x80\x93");
	c = cell_text((struct str){ "a\xC3\x41", 3 });
	assert_str(cell_format(&a, &style_en, &c), "a\xEF\xBF\xBD"
						   "A");
	arena_release(&a);
}

/* The repeated hour of 27 October 2013: 02:30 comes twice. */
static void
test_instants(void **state)
{
	const int64_t first = INT64_C(1382833800000);
	const struct zone_change half[] = { { INT64_MIN, 19800, "IST" } };
	const struct zone_change west[] = { { INT64_MIN, -12600, "NST" } };
	const struct zone india = { { "Asia/Kolkata", 12 }, half, 1 };
	const struct zone john = { { "America/St_Johns", 16 }, west, 1 };
	const struct doc_style fr = french();
	struct arena a = { 0 };

	(void)state;
	assert_str(format_instant(&a, &style_it, first, &rome),
	    "27/10/2013 02:30 (UTC+2)");
	assert_str(format_instant(&a, &style_it, first + MS_HOUR, &rome),
	    "27/10/2013 02:30 (UTC+1)");
	assert_str(format_instant(&a, &style_en, first + 5 * MS_SECOND, &rome),
	    "2013-10-27 02:30:05 (UTC+2)");
	assert_str(format_time(&a, &fr, first + 5 * MS_SECOND, &rome),
	    "02 h 30 min 05 s");
	assert_str(format_instant(&a, &style_en, first, NULL),
	    "2013-10-27 00:30 (UTC)");
	assert_str(format_instant(&a, &style_en, first, &india),
	    "2013-10-27 06:00 (UTC+5:30)");
	assert_str(format_instant(&a, &style_en, first, &john),
	    "2013-10-26 21:00 (UTC" MINUS "3:30)");
	assert_str(format_instant(&a, &style_en, NO_INSTANT, &rome), "-");
	assert_str(format_date(&a, &style_en, NO_INSTANT, &rome, true), "-");
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_durations),
		cmocka_unit_test(test_money),
		cmocka_unit_test(test_percent_is_floored),
		cmocka_unit_test(test_counts_and_numbers),
		cmocka_unit_test(test_instants),
	};

	return cmocka_run_group_tests_name("doc/format", tests, NULL, NULL);
}
