/*
 * Exports of monitors as tables: what each tells. Every file here tells of
 * www.example.org; the seconds are those between the times that it shows.
 */
#include "unit/import/sights.h"

#define DE "Monitor;Monitor URL;Event;Date-Time;Reason;Duration\r\n"

static struct watching *
watch_in(const struct format_info *info, const char *zone, const char *text)
{
	struct watching *w = watching_new();

	if (zone != NULL)
		assert_int_equal(zone_open(&w->trial->zones, str_of(zone),
				     &w->trial->rule.zone, &w->trial->e),
		    0);
	watch_text(w, info, text);
	return w;
}

/* Newest first becomes oldest first; Berlin is at +02:00 from 29 March on. */
static void
uptimerobot(void **state)
{
	static const char text[] =
	    "\"Monitor\",\"Monitor URL\",\"Event\",\"Date-Time\",\"Reason\","
	    "\"Duration\",\"Duration (in mins.)\"\n"
	    "\"Shop\",\"https://www.example.org/\",\"Up\","
	    "\"2026-04-01 02:30:10\",\"OK\",\"1 hrs, 0 mins\",\"60\"\n"
	    "\"Shop\",\"https://www.example.org/\",\"Down\","
	    "\"2026-03-31 23:30:00\",\"HTTP 500\",\"3 hrs, 0 mins\",\"180\"\n"
	    "\"Shop\",\"https://www.example.org/\",\"Started\","
	    "\"2026-03-20 09:00:00\",\"\",\"0 hrs, 0 mins\",\"0\"\n"
	    "\"Old\",\"https://www.example.org/\",\"Paused\","
	    "\"2026-03-20 08:00:00\",\"\",\"1 hrs, 0 mins\",\"60\"\n";
	struct watching *w =
	    watch_in(&format_info_uptimerobot_csv, "Europe/Berlin", text);

	(void)state;
	assert_quiet(w->trial);
	/* one address, two names: renamed, not another monitor */
	assert_string_equal(w->told.p,
	    "event nothing https://www.example.org/ 2026-03-20T07:00:00Z\n"
	    "event nothing https://www.example.org/ 2026-03-20T08:00:00Z\n"
	    "event down https://www.example.org/ 2026-03-31T21:30:00Z\n"
	    "event up https://www.example.org/ 2026-04-01T00:30:10Z\n");
	assert_int_equal(w->trial->batch.source.rows, 4);
	watching_free(w);

	/* local times of nobody knows where */
	w = watch_in(&format_info_uptimerobot_csv, NULL, text);
	assert_int_equal(w->n, 0);
	assert_said(w->trial, "file: error: the times of this file are local");
	assert_said(w->trial, "match: \"file\", zone: Europe/Berlin");
	watching_free(w);
}

/* 23:30 to 02:30 is what a spreadsheet leaves of the seconds. */
static void
through_a_spreadsheet(void **state)
{
	static const char *const texts[] = {
		"\xef\xbb\xbf" DE
		"Shop;;Up;01.04.2026 02:30;OK;1\r\nShop;;Down;31.03.2026 "
		"23:30;;1\r\n",
		"sep=;\r\n" DE
		"Shop;;Up;01.04.2026 02:30;OK;1\r\nShop;;Down;31.03.2026 "
		"23:30;;1\r\n",
		"Monitor,Event,Date-Time,Reason,Duration\n"
		"Shop,Up,4/1/2026 2:30 AM,OK,1\n"
		"Shop,Down,3/31/2026 11:30 PM,,1\n"
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct watching *w = watch_in(
		    &format_info_uptimerobot_csv, "Europe/Berlin", texts[i]);

		assert_string_equal(w->told.p,
		    "event down Shop 2026-03-31T21:30:00Z\n"
		    "event up Shop 2026-04-01T00:30:00Z\n");
		assert_int_equal(w->trial->diags.errors, 0);
		assert_int_equal(w->trial->diags.warnings, 1);
		assert_said(w->trial, "have no seconds");
		watching_free(w);
	}
}

static void
events(void **state)
{
	(void)state;
	assert_told(&format_info_events,
	    "monitor,event,time,reason\n"
	    "\"A, \"\"main\"\"\",down,2026-03-02T01:00:00Z,\"one\ntwo\"\n"
	    "\"A, \"\"main\"\"\",up,2026-03-02T01:30:00Z,OK\n",
	    "event down A, \"main\" 2026-03-02T01:00:00Z\n"
	    "event up A, \"main\" 2026-03-02T01:30:00Z\n");
	/* the head names the zone; Rome is at +01:00 then */
	assert_told(&format_info_events,
	    "state\ttime (Europe/Rome)\n"
	    "Ausfall\t2026-03-02 01:00:00\nOK\t2026-03-02 01:30:00\n",
	    "event down - 2026-03-02T00:00:00Z\n"
	    "event ok - 2026-03-02T00:30:00Z\n");
	assert_told_but(&format_info_events,
	    "subject,state,time\n"
	    "a,broken,2026-03-02T01:00:00Z\n"
	    ",down,2026-03-02T01:00:00Z\n"
	    "a,down,01:00:00\n"
	    "a,down\n"
	    "a,down,2026-03-02T01:30:00Z\n",
	    "event down a 2026-03-02T01:30:00Z\n", 4,
	    "the state \"broken\" is not known");
	assert_refused(&format_info_events,
	    "state,time\ndown,03/04/2026 10:00\nup,05/04/2026 10:00\n",
	    "file:2: error: this can be 2026-04-03 10:00 or 2026-03-04 10:00, "
	    "and no row of the file proves which");
	assert_refused(&format_info_events,
	    "state,time\ndown,13/04/2026 10:00\nup,04/14/2026 10:00\n",
	    "file:3: error: here the month stands first, in line 2 the day");
	assert_refused(&format_info_events,
	    "state,time\ndown,46112.5\nup,46112.75\n",
	    "it is 2026-03-31 12:00:00");
}

/* What a file of two exports, or half a file, holds. */
static void
again_and_again(void **state)
{
	struct watching *w = watch_in(&format_info_events, NULL,
	    "monitor,event,time\n"
	    "A,down,2026-03-02T01:00:00Z\n"
	    "A,up,2026-03-02T01:30:00Z\n"
	    "A,down,2026-03-02T01:00:00Z\n"
	    "A,up,2026-03-02T01:30:00Z\n"
	    "A,down,2026-03-02T05:00:00Z\n"
	    "A,down,2026-03-02T05:00:01Z\n"
	    "A,up,2026-03-02T05:20:00Z\n");

	(void)state;
	assert_string_equal(w->told.p, "event down A 2026-03-02T01:00:00Z\n"
				       "event up A 2026-03-02T01:30:00Z\n"
				       "event down A 2026-03-02T05:00:00Z\n"
				       "event down A 2026-03-02T05:00:01Z\n"
				       "event up A 2026-03-02T05:20:00Z\n");
	assert_int_equal(w->trial->batch.source.duplicates, 2);
	assert_said(w->trial, "file:7: warning: 1 row tells the state that");
	watching_free(w);

	w = watch_in(&format_info_events, NULL, "monitor,event,time\n");
	assert_int_equal(w->n, 0);
	assert_said(w->trial, "there is no row below the header row");
	assert_said(w->trial, "no data is not the same as no outage");
	watching_free(w);
}

#define S(text)                                                                \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

static const struct str problem[] = { S("PROBLEM"), S("gest\xc3\xb6rt") };
static const struct str fine[] = { S("wieder da") };
static const struct str when_head[] = { S("Wann") };
static const struct str host_head[] = { S("Ger\xc3\xa4t") };
static const struct str state_head[] = { S("Lage") };

static const struct column_rule german[] = {
	{ S("down"), problem, 2, true },
	{ S("up"), fine, 1, true },
	{ S("time"), when_head, 1, false },
	{ S("subject"), host_head, 1, false },
	{ S("state"), state_head, 1, false },
};

static void
columns_of_the_case(void **state)
{
	static const char text[] = "Lage;Wann;Ger\xc3\xa4t;time\n"
				   "Problem;3.4.2026 10:00:05;web1;x\n"
				   "Wieder da;3.4.2026 10:00:55;web1;y\n";
	static const struct column_rule wrong[] = { { S("colour"), fine, 1,
	    false } };
	struct watching *w = watching_new();

	(void)state;
	w->trial->rule.columns = german;
	w->trial->rule.n_columns = 5;
	w->trial->rule.zone = w->trial->settings.zone;
	watch_text(w, &format_info_events, text);
	assert_quiet(w->trial);
	assert_string_equal(w->told.p, "event down web1 2026-04-03T08:00:05Z\n"
				       "event up web1 2026-04-03T08:00:55Z\n");
	watching_free(w);

	w = watching_new();
	w->trial->rule.columns = german;
	w->trial->rule.n_columns = 5;
	watch_text(w, &format_info_events, "state,time\ndown,x\n");
	assert_said(w->trial,
	    "there is no column \"Wann\", which case.yaml declares as "
	    "\"time\"");
	watching_free(w);

	w = watching_new();
	w->trial->rule.columns = wrong;
	w->trial->rule.n_columns = 1;
	watch_text(w, &format_info_events, "state,time\ndown,x\n");
	assert_said(w->trial, "maps a column \"colour\"");
	watching_free(w);
}

/* ---- hours that occur twice: Rome, 25 October 2026, 03:00 is 02:00 again
 * ---- */

static struct watching *
autumn(const char *rows, enum local_policy policy)
{
	struct watching *w = watching_new();
	char text[400];

	snprintf(text, sizeof text, "state,time\n%s", rows);
	w->trial->rule.zone = w->trial->settings.zone;
	w->trial->rule.repeated = policy;
	w->trial->rule.missing = policy;
	watch_text(w, &format_info_events, text);
	return w;
}

static void
order_proves_the_hour(void **state)
{
	static const char proven[] = "event down - 2026-10-25T00:40:00Z\n"
				     "event up - 2026-10-25T01:10:00Z\n"
				     "event down - 2026-10-25T01:50:00Z\n"
				     "event up - 2026-10-25T02:20:00Z\n";
	struct watching *w;

	(void)state;
	/* 02:10 comes after 02:40: the clocks went back in between */
	w = autumn("down,2026-10-25 02:40:00\nup,2026-10-25 02:10:00\n"
		   "down,2026-10-25 02:50:00\nup,2026-10-25 03:20:00\n",
	    LOCAL_REFUSE);
	assert_quiet(w->trial);
	assert_string_equal(w->told.p, proven);
	watching_free(w);
	/* newest first says the same */
	w = autumn("up,2026-10-25 03:20:00\ndown,2026-10-25 02:50:00\n"
		   "up,2026-10-25 02:10:00\ndown,2026-10-25 02:40:00\n",
	    LOCAL_REFUSE);
	assert_quiet(w->trial);
	assert_string_equal(w->told.p, proven);
	watching_free(w);
}

static void
what_order_does_not_prove(void **state)
{
	struct watching *w;

	(void)state;
	w = autumn(
	    "down,2026-10-25 02:30:00\nup,2026-10-25 04:00:00\n", LOCAL_REFUSE);
	assert_int_equal(w->n, 0);
	assert_said(w->trial,
	    "file:2: error: 2026-10-25 02:30 occurs twice in Europe/Rome");
	assert_said(w->trial,
	    "it can mean 2026-10-25T02:30:00+02:00 or "
	    "2026-10-25T02:30:00+01:00: declare \"repeated: earlier\"");
	watching_free(w);
	w = autumn(
	    "down,2026-10-25 02:30:00\nup,2026-10-25 04:00:00\n", LOCAL_LATER);
	assert_string_equal(w->told.p, "event down - 2026-10-25T01:30:00Z\n"
				       "event up - 2026-10-25T03:00:00Z\n");
	assert_said(w->trial, "a local time that occurs twice was read as the "
			      "later instant");
	watching_free(w);
	/* 29 March: 02:00 is 03:00 */
	w = autumn(
	    "down,2026-03-29 02:30:00\nup,2026-03-29 03:10:00\n", LOCAL_REFUSE);
	assert_int_equal(w->n, 0);
	assert_said(w->trial, "2026-03-29 02:30 does not exist in Europe/Rome");
	watching_free(w);
	w = autumn("down,2026-03-29 02:30:00\nup,2026-03-29 03:50:00\n",
	    LOCAL_EARLIER);
	assert_string_equal(w->told.p, "event down - 2026-03-29T00:30:00Z\n"
				       "event up - 2026-03-29T01:50:00Z\n");
	watching_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uptimerobot),
		cmocka_unit_test(through_a_spreadsheet),
		cmocka_unit_test(events),
		cmocka_unit_test(again_and_again),
		cmocka_unit_test(columns_of_the_case),
		cmocka_unit_test(order_proves_the_hour),
		cmocka_unit_test(what_order_does_not_prove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
