/* Times as people write them: each form, each doubt, each refusal. */
#include "unit/import/help.h"

#include "import/when.h"

static struct when_column column;

/* One cell of a fresh column, in UTC where it has no zone. */
static int64_t
read_as(enum when_dates dates, const char *text)
{
	struct when w;
	const char *hint;

	column = (struct when_column){ .dates = dates };
	if (!when_read(&column, str_of(text), 2, &w, &hint))
		fail_msg("\"%s\" is no time: %s", text, hint);
	assert_true(when_settle(when_order(&column), &w));
	return w.ms;
}

static void
assert_refused(enum when_dates dates, const char *text, const char *why)
{
	struct when w;
	const char *hint;

	column = (struct when_column){ .dates = dates };
	if (when_read(&column, str_of(text), 2, &w, &hint))
		fail_msg("\"%s\" was taken", text);
	if (strstr(hint, why) == NULL)
		fail_msg("\"%s\": \"%s\" is not in \"%s\"", text, why, hint);
	assert_int_equal(w.shape, WHEN_NONE);
}

static void
year_first(void **state)
{
	static const char *const same[] = { "2026-03-31 23:30",
		"2026-03-31T23:30:00Z", "2026-03-31 23:30:00.000 UTC",
		"2026/03/31 23:30", "2026.03.31 23.30", "2026-3-31 11:30 PM",
		"2026-04-01T01:30:00+02:00", "2026-03-31T18:30:00-0500",
		" 2026-03-31\t23:30:00,000 ", "2026-03-31 23:30:00 GMT" };

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_int_equal(
		    read_as(WHEN_AUTO, same[i]), at("2026-03-31T23:30Z"));
	assert_int_equal(read_as(WHEN_AUTO, "2026-03-31T23:30:01.123456789Z"),
	    at("2026-03-31T23:30:01.123Z"));
	assert_int_equal(column.n_local, 0);
	(void)read_as(WHEN_AUTO, "2026-03-31 23:30");
	assert_int_equal(column.n_local, 1);
	assert_int_equal(column.n_seconds, 0);
}

static void
year_last(void **state)
{
	static const char *const same[] = { "31.03.2026 23:30",
		"31.3.2026 23.30", "31. 3. 2026 23:30", "31/03/2026 23:30",
		"31-3-2026, 11:30 pm", "3/31/2026 11:30 PM",
		"03/31/2026 11:30:00 p.m.", "31 Mar 2026 23:30",
		"Mar 31, 2026 11:30 PM", "Tuesday, 31 March 2026 23:30",
		"31-MAR-2026 23:30:00" };

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_int_equal(
		    read_as(WHEN_AUTO, same[i]), at("2026-03-31T23:30Z"));
	/* noon and midnight of the twelve-hour clock */
	assert_int_equal(
	    read_as(WHEN_AUTO, "3/31/2026 12:05 AM"), at("2026-03-31T00:05Z"));
	assert_int_equal(
	    read_as(WHEN_AUTO, "3/31/2026 12:05 PM"), at("2026-03-31T12:05Z"));
	/* dots are never the American order */
	assert_int_equal(
	    read_as(WHEN_AUTO, "03.04.2026 10:00"), at("2026-04-03T10:00Z"));
	/* the same number twice has no order */
	assert_int_equal(
	    read_as(WHEN_AUTO, "5/5/2026 10:00"), at("2026-05-05T10:00Z"));
	assert_int_equal(
	    read_as(WHEN_DMY, "03/04/26 10:00"), at("2026-04-03T10:00Z"));
	assert_int_equal(
	    read_as(WHEN_MDY, "03/04/26 10:00"), at("2026-03-04T10:00Z"));
	assert_int_equal(
	    read_as(WHEN_YMD, "26/03/04 10:00"), at("2026-03-04T10:00Z"));
	assert_int_equal(read_as(WHEN_MDY, "03/04/2026 10:00 +01:00"),
	    at("2026-03-04T09:00Z"));
}

/* 46112 days after 1899-12-30 is 2026-03-31 (25569 of them lie before 1970);
 * 0.979167 of a day is 84600.03 s, 23:30. */
static void
numbers(void **state)
{
	(void)state;
	assert_int_equal(
	    read_as(WHEN_EXCEL, "46112.979167"), at("2026-03-31T23:30Z"));
	assert_int_equal(column.n_seconds, 1);
	assert_int_equal(
	    read_as(WHEN_EXCEL, "46112,5"), at("2026-03-31T12:00Z"));
	assert_int_equal(
	    read_as(WHEN_EXCEL, "42000.5"), at("2014-12-27T12:00Z"));
	assert_int_equal(
	    read_as(WHEN_AUTO, "1774999800"), at("2026-03-31T23:30Z"));
	assert_int_equal(
	    read_as(WHEN_AUTO, "1774999800000"), at("2026-03-31T23:30Z"));
	assert_int_equal(
	    read_as(WHEN_AUTO, "1774999800000000"), at("2026-03-31T23:30Z"));
	assert_int_equal(
	    read_as(WHEN_AUTO, "1774999800000000000"), at("2026-03-31T23:30Z"));
	assert_int_equal(read_as(WHEN_AUTO, "1774999800.25"),
	    at("2026-03-31T23:30:00.250Z"));
	assert_int_equal(read_as(WHEN_EPOCH, "86400"), at("1970-01-02T00:00Z"));
	assert_refused(WHEN_AUTO, "46112.979167", "dates: excel");
	assert_refused(WHEN_AUTO, "20260331", "dates: excel");
	assert_refused(WHEN_AUTO, "99999999999999999999999", "write it as");
	assert_refused(WHEN_EXCEL, "99999999", "1970 to 2100");
}

static void
refusals(void **state)
{
	(void)state;
	assert_refused(WHEN_AUTO, "23:30:00", "date is missing");
	assert_refused(WHEN_AUTO, "2026-03-31", "time of day is missing");
	assert_refused(WHEN_AUTO, "31.03.2026", "time of day is missing");
	assert_refused(WHEN_AUTO, "31/03/26 23:30", "two digits");
	assert_refused(WHEN_AUTO, "30.02.2026 10:00", "no such day");
	assert_refused(WHEN_AUTO, "13/13/2026 10:00", "no such day");
	assert_refused(WHEN_MDY, "31/03/2026 10:00", "no such day");
	assert_refused(WHEN_AUTO, "2026-03-31 24:10", "write it as");
	assert_refused(WHEN_AUTO, "3/31/2026 13:30 PM", "write it as");
	assert_refused(WHEN_AUTO, "31.03.1926 10:00", "1970 to 2100");
	/* an abbreviation names several zones */
	assert_refused(WHEN_AUTO, "2026-03-31 23:30 CST", "write it as");
	assert_refused(WHEN_AUTO, "Mar Apr 2026 10:00", "write it as");
	assert_refused(WHEN_AUTO, "", "write it as");
	assert_refused(WHEN_AUTO, "never", "write it as");
}

static enum when_order
order_of(const char *a, const char *b)
{
	struct when w;
	const char *hint;

	column = (struct when_column){ 0 };
	assert_true(when_read(&column, str_of(a), 2, &w, &hint));
	assert_true(when_read(&column, str_of(b), 3, &w, &hint));
	return when_order(&column);
}

static void
any_row_proves_the_order(void **state)
{
	struct arena keep = { 0 };

	(void)state;
	assert_int_equal(
	    order_of("03/04/2026 10:00", "13/04/2026 10:00"), ORDER_DAY);
	assert_int_equal(
	    order_of("03/04/2026 10:00", "04/13/2026 10:00"), ORDER_MONTH);
	assert_int_equal(
	    order_of("13/04/2026 10:00", "04/13/2026 10:00"), ORDER_BOTH);
	assert_int_equal(
	    order_of("03/04/2026 10:00", "05/05/2026 10:00"), ORDER_OPEN);
	assert_str(when_shown_order(&keep, &column.open, ORDER_DAY),
	    "2026-04-03 10:00");
	assert_str(when_shown_order(&keep, &column.open, ORDER_MONTH),
	    "2026-03-04 10:00");
	arena_release(&keep);
}

static void
two_readings_of_local_times(void **state)
{
	struct trial *t = trial_new();
	struct when w = { .shape = WHEN_LOCAL };
	int64_t a, b;

	(void)state;
	/* Rome: 25 October 2026 03:00 +02:00 becomes 02:00 +01:00 */
	w.ms = at("2026-10-25T02:30Z");
	assert_int_equal(
	    when_readings(t->settings.zone, &w, &a, &b), ZONE_REPEATED);
	assert_int_equal(a, at("2026-10-25T02:30+02:00"));
	assert_int_equal(b, at("2026-10-25T02:30+01:00"));
	assert_str(zone_iso(&t->keep, t->settings.zone, b),
	    "2026-10-25T02:30:00+01:00");
	/* and 29 March 02:00 +01:00 becomes 03:00 +02:00 */
	w.ms = at("2026-03-29T02:30Z");
	assert_int_equal(
	    when_readings(t->settings.zone, &w, &a, &b), ZONE_MISSING);
	assert_int_equal(a, at("2026-03-29T02:30+02:00"));
	assert_int_equal(b, at("2026-03-29T02:30+01:00"));
	w.ms = at("2026-03-29T12:30Z");
	assert_int_equal(
	    when_readings(t->settings.zone, &w, &a, &b), ZONE_ONCE);
	assert_int_equal(a, at("2026-03-29T12:30+02:00"));
	assert_int_equal(b, a);
	trial_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(year_first),
		cmocka_unit_test(year_last),
		cmocka_unit_test(numbers),
		cmocka_unit_test(refusals),
		cmocka_unit_test(any_row_proves_the_order),
		cmocka_unit_test(two_readings_of_local_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
