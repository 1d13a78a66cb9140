/* Page views by the hour from tools of web analytics, and days refused. */
#include "unit/import/help.h"

static struct trial *
trial_of_a_site(const char *unit)
{
	struct trial *t = trial_new();

	t->rule.site = STR("www.example.org");
	t->settings.traffic_unit = str_of(unit);
	return t;
}

static void
cell(const struct trial *t, size_t i, const char *hour, int64_t views)
{
	assert_true(i < t->traffic.n);
	assert_str(t->traffic.v[i].site, "www.example.org");
	assert_int_equal(t->traffic.v[i].counts.at, at(hour));
	assert_int_equal(t->traffic.v[i].counts.views, views);
}

static void
refused(const char *text, const char *said)
{
	struct trial *t = trial_of_a_site("views");

	trial_text(t, SOURCE_TRAFFIC, text);
	assert_int_equal(t->rc, -1);
	assert_said(t, said);
	assert_int_equal(t->traffic.n, 0);
	trial_free(t);
}

#define GA4_TOP                                                                \
	"# ----------------------------------------\n"                         \
	"# www.example.org - GA4\n"                                            \
	"# 20130401-20130430\n"                                                \
	"# ----------------------------------------\n\n"

/*
 * Rome is two hours ahead in April: 18 o'clock is 16 UTC. The hour of 19 is
 * missing and stays unknown. Another table stands between two of ours; its
 * numbers are of no hour.
 */
static void
ga4(void **state)
{
	struct trial *t = trial_of_a_site("views");

	(void)state;
	trial_text(t, SOURCE_TRAFFIC,
	    GA4_TOP "Date + hour (YYYYMMDDHH),Sessions,Views\n"
		    ",700,1500,Grand total\n"
		    "2013041118,320,812\n"
		    "2013041120,290,340\n"
		    "\n"
		    "Country,Sessions,Views\n"
		    "Italy,700,1500\n"
		    "2013041121,1,1\n"
		    "\n"
		    "# Start date: 20130401\n"
		    "Views,Date + hour (YYYYMMDDHH)\n"
		    "12,2013041122\n");
	assert_quiet(t);
	assert_int_equal(t->traffic.n, 3);
	cell(t, 0, "2013-04-11T16:00:00Z", 812);
	cell(t, 1, "2013-04-11T18:00:00Z", 340);
	cell(t, 2, "2013-04-11T20:00:00Z", 12);
	assert_int_equal(t->batch.source.rows, 3);
	assert_str(t->batch.source.zone, "Europe/Rome");
	trial_free(t);
}

/* Bad rows are left out one by one. */
static void
ga4_rejects(void **state)
{
	static const char *const reasons[] = {
		"the date or time does not exist",
		"the date or time does not exist",
		"the number of views is not a count",
		"there are fewer values than columns",
		"this hour was given before, with another number",
		"this local time occurs twice: set repeated: in case.yaml",
		"the date or time does not exist",
	};
	struct trial *t = trial_of_a_site("views");

	(void)state;
	trial_text(t, SOURCE_TRAFFIC,
	    GA4_TOP "Date + hour (YYYYMMDDHH),Views\n"
		    "2013041118,812\n"
		    "2013041118,812\n"
		    "2013023018,1\n"
		    "2013041124,1\n"
		    "2013041119,1.5\n"
		    "2013041120\n"
		    "2013041118,813\n"
		    "2013102702,7\n"
		    "(other),7\n"
		    "2013041121,9\n");
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->traffic.n, 2);
	cell(t, 0, "2013-04-11T16:00:00Z", 812);
	cell(t, 1, "2013-04-11T19:00:00Z", 9);
	assert_int_equal(t->batch.rejects.n, 7);
	for (size_t i = 0; i < 7; i++)
		assert_str(t->batch.rejects.v[i].reason, reasons[i]);
	assert_int_equal(t->batch.rejects.v[0].line, 9);
	assert_said(t, "file:9: warning: the date or time does not exist; the "
		       "row was left out\n    2013023018,1");
	trial_free(t);
}

/* Half-hour zones: such bins are no hours of UTC. */
static void
half_hours(void **state)
{
	struct trial *t = trial_of_a_site("views");

	(void)state;
	assert_int_equal(
	    zone_open(&t->zones, STR("Asia/Kolkata"), &t->rule.zone, &t->e), 0);
	trial_text(t, SOURCE_TRAFFIC,
	    "Date + hour (YYYYMMDDHH),Views\n2013041118,812\n");
	assert_int_equal(t->batch.rejects.n, 1);
	assert_str(t->batch.rejects.v[0].reason,
	    "it does not begin with an hour of UTC");
	trial_free(t);
}

/* A column that the file calls something else. */
static void
named_by_the_rule(void **state)
{
	static const struct str views[] = { { "Visualizzazioni", 15 } };
	static const struct str hour[] = { { "Data e ora", 10 } };
	const struct column_rule columns[] = {
		{ STR("views"), views, 1, false },
		{ STR("hour"), hour, 1, false },
	};
	struct trial *t = trial_of_a_site("views");

	(void)state;
	t->rule.format = STR("ga4");
	t->rule.columns = columns;
	t->rule.n_columns = 2;
	trial_text(t, SOURCE_TRAFFIC,
	    "# x\nData e ora,Visualizzazioni\n2013041118,812\n");
	assert_quiet(t);
	cell(t, 0, "2013-04-11T16:00:00Z", 812);
	trial_free(t);
}

static void
matomo(void **state)
{
	static const char text[] = "date,label,nb_visits,nb_actions\n"
				   "2013-04-11,18,320,812\n"
				   "2013-04-11,19h,290,\"340\"\n"
				   "2013-04-11,24,290,340\n"
				   "2013-04-12,00,2,5";
	struct trial *t;
	char wide[600] = "\xff\xfe";

	(void)state;
	/* as it comes: UTF-16 with a byte order mark; and as UTF-8 */
	for (size_t i = 0; i < sizeof text - 1; i++)
		wide[2 + 2 * i] = text[i];
	for (int round = 0; round < 2; round++) {
		t = trial_of_a_site("views");
		if (round == 0)
			trial_bytes(t, SOURCE_TRAFFIC, wide, 2 * sizeof text);
		else
			trial_text(t, SOURCE_TRAFFIC, text);
		assert_int_equal(t->rc, -1);
		assert_said(t, "file:4: error: the file counts whole days");
		trial_free(t);
	}
	/* without the hour that is none */
	t = trial_of_a_site("views");
	trial_text(t, SOURCE_TRAFFIC,
	    "date,label,nb_visits,nb_actions\n"
	    "2013-04-11,18,320,812\n"
	    "2013-04-11,19h,290,\"340\"\n"
	    "2013-04-12,00,2,5");
	assert_quiet(t);
	assert_int_equal(t->traffic.n, 3);
	cell(t, 0, "2013-04-11T16:00:00Z", 812);
	cell(t, 1, "2013-04-11T17:00:00Z", 340);
	cell(t, 2, "2013-04-11T22:00:00Z", 5);
	trial_free(t);
}

static void
plausible(void **state)
{
	struct trial *t = trial_of_a_site("views");

	(void)state;
	trial_text(t, SOURCE_TRAFFIC,
	    "date,visitors,pageviews,visits,bounce_rate\n"
	    "2013-04-11 18:00:00,1,812,1,\n"
	    "2013-04-11 18:30:00,1,812,1,\n"
	    "2013-04-11 19:00:00,0,0,0,\n");
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->traffic.n, 2);
	cell(t, 0, "2013-04-11T16:00:00Z", 812);
	cell(t, 1, "2013-04-11T17:00:00Z", 0);
	assert_int_equal(t->batch.source.rejected, 1);
	trial_free(t);
}

/* Nobody invents how a day was spread over its hours. */
static void
days(void **state)
{
	static const char whole_days[] =
	    "error: the file counts whole days, and lost traffic is judged by "
	    "the hour\nhint: export it by the hour; nothing of this file was "
	    "used";

	(void)state;
	refused(
	    "date,visitors,pageviews,visits\n2013-04-11,1,812,1\n", whole_days);
	refused("date,nb_uniq_visitors,nb_visits,nb_actions\n"
		"2013-04-11,1,1,812\n",
	    whole_days);
	refused(GA4_TOP "Date,Views\n20130411,812\n", whole_days);
	refused("# ---\n# Start date: 20130401\nNth day,Views\n0000,812\n",
	    whole_days);
	refused("day,hits,ratio\n2013-04-11,812,1\n",
	    "file:1: error: the table counts whole days");
	refused("Date;Page views;Visits\n2013-04-11;812;3\n",
	    "file:1: error: the table counts whole days");
	refused("AWSTATS DATA FILE 7.9 (build 20230108)\n"
		"BEGIN_DAY 1\n20130411 4263 14211 473700000 1579\n",
	    "file:3: error: the days are missing, or end in the middle");
}

static void
not_what_is_counted(void **state)
{
	struct trial *t = trial_of_a_site("hits");

	(void)state;
	trial_text(t, SOURCE_TRAFFIC,
	    "Date + hour (YYYYMMDDHH),Views\n2013041118,812\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file: error: the file holds page views, and the case "
		       "counts hits");
	trial_free(t);
	refused("Date + hour (YYYYMMDDHH),Sessions\n2013041118,812\n",
	    "file: error: there is no column of page views");
	t = trial_of_a_site("views");
	trial_text(t, SOURCE_TRAFFIC, "Date + hour (YYYYMMDDHH),Views\n");
	assert_int_equal(t->rc, 0);
	assert_said(t, "file: warning: there is no hour in this file\n"
		       "hint: no data is not the same as no visitors");
	trial_free(t);
}

#define GROUP(time, requests, views, more)                                     \
	"{\"dimensions\":{\"datetime\":\"" time                                \
	"\"},\"sum\":{\"requests\":" requests ",\"pageViews\":" views          \
	",\"bytes\":100,\"responseStatusMap\":[" more "]}}"
#define STATUS(status, n)                                                      \
	"{\"edgeResponseStatus\":" status ",\"requests\":" n "}"
#define ZONES(groups)                                                          \
	"{\"data\":{\"viewer\":{\"zones\":[{\"httpRequests1hGroups\":[" groups \
	"]}]}}}"

static void
cloudflare(void **state)
{
	struct trial *t = trial_of_a_site("views");
	const struct traffic *c;

	/* 500, 522 and 599 are errors: 3 + 4 + 5; 499 and 600 are none */
	(void)state;
	trial_text(t, SOURCE_TRAFFIC,
	    ZONES(GROUP("2013-04-11T17:00:00Z", "50", "20",
		STATUS("200", "10") "," STATUS("500", "3") "," STATUS(
		    "522", "4") "," STATUS("599", "5") "," STATUS("499",
		    "7") "," STATUS("600",
		    "9")) ",\n" GROUP("2013-04-11T16:00:00Z", "5", "2",
		"") ",\n" GROUP("2013-04-11T16:30:00Z", "5", "2",
		"") ",\n" GROUP("2013-04-11T16:00:00Z", "6", "2",
		"") ",\n" GROUP("2013-02-30T16:00:00Z", "6", "2",
		"") ",\n" GROUP("2013-04-11T18:00:00Z", "-6", "2", "")));
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->traffic.n, 2);
	assert_int_equal(t->batch.source.rejected, 4);
	cell(t, 0, "2013-04-11T16:00:00Z", 2);
	cell(t, 1, "2013-04-11T17:00:00Z", 20);
	c = &t->traffic.v[1].counts;
	assert_int_equal(c->hits, 50);
	assert_int_equal(c->errors, 12);
	assert_int_equal(c->bytes, 100);
	assert_str(t->batch.source.zone, "UTC");
	trial_free(t);
	refused("{\"data\":{\"viewer\":{\"zones\":["
		"{\"httpRequests1dGroups\":[]}]}}}",
	    "there are no groups by the hour");
	refused("{\"data\":{\"viewer\":{\"zones\":["
		"{\"httpRequests1hGroups\":[]},{\"httpRequests1hGroups\":[]}]"
		"}}}",
	    "there are 2 zones in one file, without names");
}

/* The same files hold visits; a case that counts them reads those. */
static void
visits(void **state)
{
	static const char *const files[] = {
		"Date + hour (YYYYMMDDHH),Sessions,Views\n2013041118,320,812\n",
		"date,label,nb_visits,nb_actions\n2013-04-11,18,320,812\n",
		"date,visitors,pageviews,visits\n"
		"2013-04-11 18:00:00,301,812,320\n",
	};
	struct trial *t;

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		t = trial_of_a_site("visits");
		trial_text(t, SOURCE_TRAFFIC, files[i]);
		assert_quiet(t);
		cell(t, 0, "2013-04-11T16:00:00Z", 0);
		assert_int_equal(t->traffic.v[0].counts.visits, 320);
		trial_free(t);
	}
	t = trial_of_a_site("visits");
	trial_text(t, SOURCE_TRAFFIC,
	    "Date + hour (YYYYMMDDHH),Views\n2013041118,812\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "there is no column of visits");
	trial_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ga4),
		cmocka_unit_test(ga4_rejects),
		cmocka_unit_test(half_hours),
		cmocka_unit_test(named_by_the_rule),
		cmocka_unit_test(matomo),
		cmocka_unit_test(plausible),
		cmocka_unit_test(days),
		cmocka_unit_test(not_what_is_counted),
		cmocka_unit_test(cloudflare),
		cmocka_unit_test(visits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
