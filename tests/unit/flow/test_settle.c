/*
 * Facts to settlements, kept and made again.
 */
#include "unit/flow/folder_of.h"

#include "flow/case_load.h"
#include "flow/run_import.h"
#include "flow/run_settle.h"

static struct arena arena;
static struct journey journey;
static struct dossier dossier;
static struct err err;
static bool changed;

static void
import_ok(void)
{
	struct import_result result;
	struct journey j;

	arena_release(&arena);
	journey_begin(&j, case_dir, &arena);
	if (run_import(&j, NULL, 0, &result, &err) != 0)
		fail_msg("%s; %s", err.text,
		    j.diags.list.n != 0
			? str_cstr(&arena, j.diags.list.v[0].message)
			: "");
	journey_end(&j);
}

static void
settle(bool all)
{
	err = (struct err){ 0 };
	journey_begin(&journey, case_dir, &arena);
	if (run_settle(&journey, all, COPY_ALL, &dossier, &changed, &err) != 0)
		fail_msg("%s", err.text);
	journey_end(&journey);
}

/*
 * 3 h of 720 h: 1 - 3/720 = 239/240, in the row from 99.0 to 99.9: 10 % of
 * 100.00 EUR.
 */
static void
test_figures(void **state)
{
	const struct settlement *s;

	(void)state;
	import_ok();
	settle(false);
	assert_true(changed);
	assert_int_equal(dossier.n_ledger, 1);
	s = &dossier.ledger[0].settlement;
	assert_int_equal(s->credit_minor, 1000);
	assert_int_equal(ratio_cmp(s->availability, ratio_make(239, 240)), 0);
	assert_str(dossier.ledger[0].customer->id, "c1");
	assert_str(dossier.ledger[0].contract->id, "gold");
	assert_str(dossier.command, "makegood run .");
	assert_int_equal(dossier.run_id.n, 12);

	/* the database says the same, down to the line of the file */
	assert_int_equal(ask("SELECT credit_minor FROM settlements WHERE "
			     "service = 's1' AND period = '2024-04'"),
	    1000);
	assert_int_equal(ask("SELECT availability = '239/240' FROM "
			     "settlements"),
	    1);
	assert_int_equal(ask("SELECT counted_ms FROM settlement_lines WHERE "
			     "file = 'outages/outages.csv' AND line = 2"),
	    3 * 3600 * 1000);
	assert_int_equal(ask("SELECT count(*) FROM steps WHERE NOT "
			     "json_valid(facts)"),
	    0);
	assert_true(ask("SELECT count(*) FROM steps") >= 10);
}

static void
test_only_what_changed(void **state)
{
	char first[DIGEST_HEX], again[DIGEST_HEX], other[DIGEST_HEX];

	(void)state;
	import_ok();
	settle(false);
	dump("%", first);
	settle(false);
	assert_false(changed);
	dump("%", again);
	assert_string_equal(first, again);

	put("outages/outages.csv", OUTAGES_HEAD OUTAGE_10H);
	import_ok();
	settle(false);
	assert_true(changed);
	/* 10 h: 98.6 %, below 99: 50 % */
	assert_int_equal(ask("SELECT credit_minor FROM settlements"), 5000);
	dump("settle%", other);

	/* back to the first content: the first figures, to the letter */
	put("outages/outages.csv", OUTAGES_HEAD OUTAGE_3H);
	import_ok();
	settle(false);
	assert_int_equal(ask("SELECT credit_minor FROM settlements"), 1000);
}

static void
test_rebuilt_equals(void **state)
{
	char first[DIGEST_HEX], again[DIGEST_HEX];

	(void)state;
	put("incidents.csv", "id,title,first_impact,restored\n"
			     "I1,Down,2024-04-10T00:00:00Z,"
			     "2024-04-10T03:00:00Z\n");
	import_ok();
	settle(false);
	dump("%", first);
	settle(true);
	assert_true(changed);
	dump("%", again);
	assert_string_equal(first, again);
	/* something that nobody computed does not survive */
	tamper("UPDATE settlements SET credit_minor = 7; DELETE FROM traces");
	settle(true);
	dump("%", again);
	assert_string_equal(first, again);
}

static void
test_report_wants_fresh(void **state)
{
	(void)state;
	import_ok();
	journey_begin(&journey, case_dir, &arena);
	assert_int_equal(run_resettle(&journey, &dossier, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	journey_end(&journey);
	settle(false);
	journey_begin(&journey, case_dir, &arena);
	assert_int_equal(run_resettle(&journey, &dossier, &err), 0);
	assert_int_equal(dossier.ledger[0].settlement.credit_minor, 1000);
	journey_end(&journey);
	put("outages/outages.csv", OUTAGES_HEAD OUTAGE_10H);
	import_ok();
	journey_begin(&journey, case_dir, &arena);
	assert_int_equal(run_resettle(&journey, &dossier, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	journey_end(&journey);
}

/* Every hour of 28 days has 100 views, but for the three hours of the outage.
 */
static void
put_steady_traffic(void)
{
	struct buf text;

	buf_init(&text, 1 << 20);
	buf_adds(&text, "site,hour,hits,views\n");
	for (int day = 1; day <= 28; day++)
		for (int hour = 0; hour < 24; hour++)
			buf_addf(&text,
			    "www.example.org,2024-04-%02dT%02d:00:00Z,%d,%d\n",
			    day, hour, day == 10 && hour < 3 ? 0 : 300,
			    day == 10 && hour < 3 ? 0 : 100);
	buf_addc(&text, '\0');
	put("traffic/a.csv", text.p);
	buf_release(&text);
}

/*
 * What was lost of a steady 100 views an hour in three hours is about 300, and
 * it is the same whether it was just computed or comes from the database.
 */
static void
test_estimates(void **state)
{
	struct estimate first, kept;

	(void)state;
	put_steady_traffic();
	put("incidents.csv", "id,title,first_impact,restored\n"
			     "I1,Down,2024-04-10T00:00:00Z,"
			     "2024-04-10T03:00:00Z\n");
	import_ok();
	settle(false);
	assert_int_equal(dossier.n_estimates, 1);
	assert_str(dossier.estimates[0].site, "www.example.org");
	assert_str(dossier.estimates[0].incident, "I1");
	assert_str(dossier.estimates[0].unit, "views");
	first = dossier.estimates[0].estimate;
	assert_int_equal(first.status, ESTIMATE_OK);
	assert_true(first.lost > 285 && first.lost < 315);
	assert_true(first.observed == 0);
	assert_int_equal(first.n_points, 3);

	settle(false);
	assert_false(changed);
	kept = dossier.estimates[0].estimate;
	assert_true(kept.lost == first.lost);
	assert_true(kept.lost_lo80 == first.lost_lo80);
	assert_int_equal(kept.grade, first.grade);
	assert_int_equal(kept.n_points, 3);
	assert_true(kept.points[2].expected == first.points[2].expected);
}

static void
test_nothing_imported(void **state)
{
	(void)state;
	journey_begin(&journey, case_dir, &arena);
	assert_int_equal(
	    run_settle(&journey, false, COPY_ALL, &dossier, &changed, &err),
	    -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.text, "nothing has been imported"));
	journey_end(&journey);
	assert_false(file_exists(in_case("makegood.db")));
}

/*
 * A service whose database is one of two that stand in for each other: only
 * while both are down is it down. db-1 01:00-03:00, db-2 02:00-04:00: one hour
 * of 720: 719/720 = 99.86 %, 10 %.
 */
static void
test_stand_ins(void **state)
{
	(void)state;
	put("resources.csv", "service,resource,group\n"
			     "s1,db-1,db\ns1,db-2,db\n");
	put("outages/outages.csv", OUTAGES_HEAD
	    "O-1,db-1,2024-04-10T01:00:00Z,2024-04-10T03:00:00Z\n"
	    "O-2,db-2,2024-04-10T02:00:00Z,2024-04-10T04:00:00Z\n");
	import_ok();
	settle(false);
	assert_int_equal(dossier.ledger[0].settlement.downtime_ms, 3600000);
	assert_int_equal(dossier.ledger[0].settlement.credit_minor, 1000);
}

/* A service that began after the month has no settlement in it. */
static void
test_life(void **state)
{
	(void)state;
	put("services.csv", "id,customer,contract,fee,currency,from\n"
			    "s1,c1,gold,100.00,EUR,2024-05-01T00:00:00Z\n"
			    "s2,c1,gold,50.00,EUR,\n");
	import_ok();
	settle(false);
	assert_int_equal(dossier.n_ledger, 1);
	assert_str(dossier.ledger[0].service->id, "s2");
	/* the outage was not its own */
	assert_int_equal(dossier.ledger[0].settlement.credit_minor, 0);
}

/*
 * The case moves on to May: April, 3 h of 720 h, is history; then also where
 * history.csv says why it told another figure.
 */
static void
test_moving_on(void **state)
{
	(void)state;
	import_ok();
	settle(false);
	assert_int_equal(dossier.n_past, 0);
	put("case.yaml", "title: Test\n"
			 "provider: { name: P, address: A, contact: C }\n"
			 "zone: UTC\n"
			 "periods: [2024-05]\n"
			 "language: en\n"
			 "as_of: 2024-06-02T00:00:00Z\n"
			 "reports: [statement, ledger]\n");
	for (int round = 0; round < 3; round++) {
		const struct past_period *p;

		/* settled, loaded, and with a row of history.csv */
		if (round == 2)
			put("history.csv",
			    "service,period,availability,restated\n"
			    "s1,2024-04,99.9,a record came late\n");
		import_ok();
		settle(false);
		assert_int_equal(changed, round != 1);
		assert_int_equal(dossier.n_past, 1);
		p = dossier.past;
		assert_str(p->service, "s1");
		assert_str(p->period, "2024-04");
		assert_int_equal(
		    ratio_cmp(p->availability, ratio_make(239, 240)), 0);
		assert_int_equal(ratio_cmp(p->minutes, ratio_int(180)), 0);
		assert_true(p->has_credit);
		assert_int_equal(p->credit.minor, 1000);
		assert_string_equal(p->credit.currency.code, "EUR");
		assert_int_equal(p->restated.n, round == 2 ? 18 : 0);
	}
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, folder_set_up, folder_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_figures),
		TEST(test_only_what_changed),
		TEST(test_rebuilt_equals),
		TEST(test_report_wants_fresh),
		TEST(test_estimates),
		TEST(test_nothing_imported),
		TEST(test_stand_ins),
		TEST(test_life),
		TEST(test_moving_on),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
