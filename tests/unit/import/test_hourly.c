/* Hourly counters as tables. */
#include "unit/import/help.h"

#include "base/zone.h"

static void
counters(void **state)
{
	struct trial *t = trial_new();
	const struct told_cell *c;

	(void)state;
	trial_text(t, SOURCE_TRAFFIC,
	    "site,hour,hits,views,errors,bytes\n"
	    "www.example.org,2013-04-11T17:00:00Z,790,322,118,8001207\n"
	    "WWW.example.org,2013-04-11T18:00:00+02:00,812,340,2,9120333\n"
	    "shop.example.net,2013-04-11 16:00,5,,,\n");
	assert_quiet(t);
	assert_int_equal(t->traffic.n, 3);
	c = t->traffic.v;
	/* by name, then by hour; without zone and offset: UTC */
	assert_str(c[0].site, "shop.example.net");
	assert_int_equal(c[0].counts.at, at("2013-04-11T16:00:00Z"));
	assert_int_equal(c[0].counts.hits, 5);
	assert_int_equal(c[0].counts.views, 0);
	assert_str(c[1].site, "www.example.org");
	assert_int_equal(c[1].counts.at, at("2013-04-11T16:00:00Z"));
	assert_int_equal(c[1].counts.errors, 2);
	assert_int_equal(c[2].counts.bytes, 8001207);
	assert_int_equal(t->batch.source.rows, 3);
	assert_str(t->batch.source.zone, "UTC");
	trial_free(t);
}

static void
zone_of_the_rule(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	t->rule.site = STR("www.example.org");
	t->rule.zone = t->settings.zone;
	trial_text(t, SOURCE_TRAFFIC, "hour,hits\n2013-04-11 18:00,5\n");
	assert_quiet(t);
	assert_int_equal(t->traffic.v[0].counts.at, at("2013-04-11T16:00:00Z"));
	assert_str(t->batch.source.zone, "Europe/Rome");
	trial_free(t);

	/* a head that says UTC is believed more than the rule */
	t = trial_new();
	t->rule.site = STR("www.example.org");
	t->rule.zone = t->settings.zone;
	trial_text(
	    t, SOURCE_TRAFFIC, "hour_utc,pageviews\n2013-04-11 18:00,5\n");
	assert_quiet(t);
	assert_int_equal(t->traffic.v[0].counts.at, at("2013-04-11T18:00:00Z"));
	assert_int_equal(t->traffic.v[0].counts.views, 5);
	trial_free(t);
}

static void
bad_rows_are_left_out(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_TRAFFIC,
	    "site,hour,hits\n"
	    "www.example.org,2013-04-11T16:00:00Z,812\n"
	    "www.example.org,2013-04-11T16:30:00Z,5\n"
	    "www.example.org,2013-02-30T16:00:00Z,5\n"
	    "www.example.org,2013-04-11T17:00:00Z,-5\n"
	    "www.example.org,2013-04-11T18:00:00Z\n"
	    "www.example.org,\"2013-04-11T18:00:00Z\"x,5\n"
	    ",2013-04-11T19:00:00Z,5\n"
	    "www.example.org,2013-04-11T16:00:00Z,812\n"
	    "www.example.org,2013-04-11T16:00:00Z,813\n"
	    "www.example.org,2013-04-11T20:00:00Z,9\n");
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->diags.errors, 0);
	assert_int_equal(t->diags.warnings, 7);
	assert_int_equal(t->batch.source.rows, 2);
	assert_int_equal(t->batch.source.duplicates, 1);
	assert_int_equal(t->batch.source.rejected, 7);
	assert_int_equal(t->traffic.n, 2);
	assert_int_equal(t->traffic.v[0].counts.hits, 812);
	assert_said(t, "file:3:17: warning: \"hour\" is not the beginning of "
		       "an hour");
	assert_said(t, "file:4:17: warning: \"hour\": there is no day "
		       "2013-02-30");
	assert_said(t, "file:5:38: warning: \"hits\": -5 is negative");
	assert_said(t, "file:7:39: warning: a quotation mark in the wrong "
		       "place");
	assert_said(t, "file:8:1: warning: \"site\" is empty");
	assert_said(t, "file:10:17: warning: this hour of the site was given "
		       "before, with other numbers");
	/* no log: the excerpt may stay */
	assert_int_equal(t->batch.rejects.v[0].line, 3);
	assert_str(t->batch.rejects.v[0].excerpt,
	    "www.example.org,2013-04-11T16:30:00Z,5");
	trial_free(t);
}

/* Thousands of bad rows must not hide the mistakes of other files. */
static void
many_bad_rows(void **state)
{
	struct trial *t = trial_new();
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_adds(&b, "site,hour,hits\n"
		     "www.example.org,2013-04-11T16:00:00Z,812\n");
	for (int i = 0; i < 5000; i++)
		buf_adds(&b, "x y,then,-1\n");
	t->ctx.max_rejects = 20;
	trial_bytes(t, SOURCE_TRAFFIC, b.p, b.n);
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->batch.source.rejected, 5000);
	assert_int_equal(t->batch.rejects.n, 20);
	/* three cells of each of ten rows, and a sum */
	assert_int_equal(t->diags.warnings, 31);
	assert_said(t, "file: warning: 4990 more rows were left out");
	buf_release(&b);
	trial_free(t);
}

static void
what_the_case_counts(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	t->rule.site = STR("www.example.org");
	t->settings.traffic_unit = STR("views");
	trial_text(t, SOURCE_TRAFFIC, "hour,hits\n2013-04-11 18:00,5\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:1: error: there is no column \"views\", which is "
		       "what the case counts");
	trial_free(t);

	t = trial_new();
	t->rule.site = STR("www.example.org");
	trial_text(t, SOURCE_TRAFFIC, "hour,bytes\n2013-04-11 18:00,5\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "there is no column \"hits\", \"views\" or \"visits\"");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_TRAFFIC, "hour,hits\n2013-04-11 18:00,5\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file: error: there is no column \"site\"");
	trial_free(t);

	t = trial_new();
	t->rule.site = STR("www.example.org");
	trial_text(t, SOURCE_TRAFFIC, "hour,hits\nx,5\ny,6\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file: error: no row could be read");
	trial_free(t);
}

/* Visits and robots are columns, too; without visits nothing can be lost. */
static void
visits_and_robots(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	t->rule.site = STR("www.example.org");
	t->settings.traffic_unit = STR("visits");
	trial_text(t, SOURCE_TRAFFIC,
	    "hour,hits,sessions,robots\n2013-04-11 18:00,50,7,20\n");
	assert_quiet(t);
	assert_int_equal(t->traffic.n, 1);
	assert_int_equal(t->traffic.v[0].counts.hits, 50);
	assert_int_equal(t->traffic.v[0].counts.visits, 7);
	assert_int_equal(t->traffic.v[0].counts.robots, 20);
	trial_free(t);

	t = trial_new();
	t->rule.site = STR("www.example.org");
	t->settings.traffic_unit = STR("visits");
	trial_text(t, SOURCE_TRAFFIC, "hour,hits\n2013-04-11 18:00,5\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:1: error: there is no column \"visits\", which is "
		       "what the case counts");
	trial_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counters),
		cmocka_unit_test(zone_of_the_rule),
		cmocka_unit_test(bad_rows_are_left_out),
		cmocka_unit_test(many_bad_rows),
		cmocka_unit_test(what_the_case_counts),
		cmocka_unit_test(visits_and_robots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
