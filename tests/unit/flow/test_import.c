/*
 * Files to facts: what changes, what does not, and that an error changes
 * nothing at all.
 */
#include "unit/flow/folder_of.h"

#include "flow/case_load.h"
#include "flow/run_import.h"
#include "store/traffic.h"

/* A whole import; what it says stays good until the next one. */
static struct arena arena;
static struct journey journey;
static struct import_result result;
static struct err err;

static int
import_files(char **files, size_t n)
{
	int rc;

	arena_release(&arena);
	err = (struct err){ 0 };
	journey_begin(&journey, case_dir, &arena);
	rc = run_import(&journey, files, n, &result, &err);
	journey_end(&journey);
	return rc;
}

static void
import_ok(void)
{
	if (import_files(NULL, 0) != 0)
		fail_msg("%s; %s", err.text,
		    journey.diags.list.n != 0
			? str_cstr(&arena, journey.diags.list.v[0].message)
			: "");
}

static int
fate_of(const char *file)
{
	for (size_t i = 0; i < result.n_notes; i++)
		if (str_is(result.notes[i].file, file))
			return (int)result.notes[i].fate;
	return -1;
}

static int
add_day(void *arg, const struct site_day *day, struct err *e)
{
	(void)e;
	for (size_t i = 0; i < day->n; i++)
		counters_add(arg, &day->cells[i]);
	return 0;
}

/* All traffic that counts. */
static struct traffic
counted(void)
{
	struct traffic sum = { 0 };
	struct journey j;

	journey_begin(&j, case_dir, &arena);
	assert_int_equal(journey_store(&j, &err), 0);
	assert_int_equal(
	    store_each_site_day(j.store, false, add_day, &sum, &err), 0);
	journey_end(&j);
	return sum;
}

/* Facts that count: those of files whose last state is current.
 */
#define COUNTING(table)                                                        \
	"SELECT count(*) FROM " table " x JOIN current_sources c ON "          \
	"c.source_id = x.source_id AND c.state = 'current'"

static void
test_first_and_second(void **state)
{
	char first[DIGEST_HEX], second[DIGEST_HEX];

	(void)state;
	import_ok();
	assert_true(result.changed);
	assert_int_equal(result.n_notes, 6);
	assert_int_equal(result.n_read, 6);
	/* 1 case, 1 contract, 1 customer, 1 service, 1 outage, 2 hours */
	assert_int_equal(result.rows, 7);
	assert_int_equal(ask("SELECT count(*) FROM outages"), 1);
	assert_int_equal(counted().views, 13);
	assert_int_equal(ask("SELECT count(*) FROM source_texts"), 2);
	dump("%", first);
	import_ok();
	assert_false(result.changed);
	assert_int_equal(result.n_known, 6);
	assert_int_equal(result.n_read, 0);
	assert_int_equal(result.rows, 7);
	dump("%", second);
	assert_string_equal(first, second);
}

static void
test_changed_and_back(void **state)
{
	(void)state;
	import_ok();
	put("outages/outages.csv", OUTAGES_HEAD OUTAGE_10H);
	import_ok();
	assert_int_equal(result.n_read, 1);
	assert_int_equal(fate_of("outages/outages.csv"), IMPORT_READ);
	assert_int_equal(fate_of("customers.csv"), IMPORT_KNOWN);
	/* the old row stays, and says by what it was superseded */
	assert_int_equal(ask("SELECT count(*) FROM outages"), 2);
	assert_int_equal(ask(COUNTING("outages")), 1);
	assert_int_equal(ask("SELECT max(to_at - from_at) / 3600000 FROM "
			     "outages x JOIN current_sources c ON "
			     "c.source_id = x.source_id"),
	    10);
	assert_int_equal(ask("SELECT count(*) FROM source_states WHERE state = "
			     "'superseded' AND superseded_by > source_id"),
	    1);

	put("outages/outages.csv", OUTAGES_HEAD OUTAGE_3H);
	import_ok();
	assert_int_equal(fate_of("outages/outages.csv"), IMPORT_AGAIN);
	assert_int_equal(result.n_read, 0);
	assert_int_equal(ask("SELECT count(*) FROM outages"), 2);
	assert_int_equal(ask("SELECT max(to_at - from_at) / 3600000 FROM "
			     "outages x JOIN current_sources c ON "
			     "c.source_id = x.source_id"),
	    3);
}

static void
test_gone(void **state)
{
	(void)state;
	import_ok();
	unlink(in_case("traffic/a.csv"));
	import_ok();
	assert_int_equal(result.n_gone, 1);
	assert_int_equal(fate_of("traffic/a.csv"), IMPORT_GONE);
	assert_true(result.changed);
	assert_int_equal(ask("SELECT count(*) FROM site_days"), 1);
	assert_int_equal(counted().hits, 0);
	/* it is said once */
	import_ok();
	assert_int_equal(result.n_gone, 0);
	assert_false(result.changed);
}

static void
test_same_bytes(void **state)
{
	(void)state;
	put("traffic/b.csv", TRAFFIC);
	import_ok();
	assert_int_equal(fate_of("traffic/a.csv"), IMPORT_READ);
	assert_int_equal(fate_of("traffic/b.csv"), IMPORT_SAME);
	assert_int_equal(counted().hits, 30);
	import_ok();
	assert_int_equal(result.n_known, 7);
	/* without the first the second is evidence of its own */
	unlink(in_case("traffic/a.csv"));
	import_ok();
	assert_int_equal(fate_of("traffic/b.csv"), IMPORT_READ);
	assert_int_equal(counted().hits, 30);
	/* and what comes earlier by name takes over again */
	put("traffic/a.csv", TRAFFIC);
	import_ok();
	assert_int_equal(fate_of("traffic/a.csv"), IMPORT_AGAIN);
	assert_int_equal(fate_of("traffic/b.csv"), IMPORT_SAME);
	assert_int_equal(counted().hits, 30);
}

static void
digest_case(char ret_sha256[DIGEST_HEX])
{
	struct journey j;

	journey_begin(&j, case_dir, &arena);
	assert_int_equal(journey_store(&j, &err), 0);
	assert_int_equal(case_digest(&j, ret_sha256, &err), 0);
	journey_end(&j);
}

/* The order of imports leaves no trace: both ways count the same files. */
static void
test_history_does_not_matter(void **state)
{
	char first[DIGEST_HEX], grown[DIGEST_HEX], fresh[DIGEST_HEX];

	(void)state;
	put("outages/outages.csv", OUTAGES_HEAD OUTAGE_10H);
	import_ok();
	digest_case(first);
	put("outages/outages.csv", OUTAGES_HEAD OUTAGE_3H);
	put("traffic/0.csv", TRAFFIC);
	import_ok();
	digest_case(grown);
	assert_string_not_equal(first, grown);
	assert_int_equal(fate_of("traffic/0.csv"), IMPORT_READ);
	assert_int_equal(fate_of("traffic/a.csv"), IMPORT_SAME);
	unlink(in_case("makegood.db"));
	import_ok();
	digest_case(fresh);
	assert_string_equal(grown, fresh);
	assert_int_equal(fate_of("traffic/a.csv"), IMPORT_SAME);
}

static void
test_other_rules(void **state)
{
	(void)state;
	put("outages/outages.csv",
	    OUTAGES_HEAD "O-1,s1,2024-04-10T00:00:00,2024-04-10T03:00:00\n");
	import_ok();
	/* midnight UTC */
	assert_int_equal(ask("SELECT from_at / 1000 FROM outages"), 1712707200);
	put("case.yaml", CASE_YAML "files:\n  - { match: \"outages/*\", zone: "
				   "Europe/Rome }\n");
	import_ok();
	assert_int_equal(fate_of("outages/outages.csv"), IMPORT_READ);
	assert_int_equal(fate_of("traffic/a.csv"), IMPORT_KNOWN);
	/* midnight in Rome in April is 22:00 UTC, two hours earlier */
	assert_int_equal(
	    ask("SELECT min(from_at) / 1000 FROM outages"), 1712700000);
	assert_int_equal(ask(COUNTING("outages")), 1);
}

static bool
complained(const char *file)
{
	for (size_t i = 0; i < journey.diags.list.n; i++)
		if (journey.diags.list.v[i].level == DIAG_ERROR &&
		    str_is(journey.diags.list.v[i].at.file, file))
			return true;
	return false;
}

static void
test_error_changes_nothing(void **state)
{
	char before[DIGEST_HEX], after[DIGEST_HEX];

	(void)state;
	import_ok();
	dump("%", before);
	put("customers.csv", "id,name\nc1,New Name\nc2,Another\n");
	put("outages/outages.csv", OUTAGES_HEAD "O-1,s1,yesterday,today\n");
	put("contracts/gold.yaml", "id: gold\nterms: { targett: \"99\" }\n");
	assert_int_equal(import_files(NULL, 0), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	/* every file that is wrong says so in the same go */
	assert_true(complained("outages/outages.csv"));
	assert_true(complained("contracts/gold.yaml"));
	dump("%", after);
	assert_string_equal(before, after);
}

static void
test_cross_check(void **state)
{
	char before[DIGEST_HEX], after[DIGEST_HEX];

	(void)state;
	import_ok();
	dump("%", before);
	/* each file is fine by itself, but s1 belongs to nobody now */
	put("customers.csv", "id,name\nc7,Somebody Else\n");
	assert_int_equal(import_files(NULL, 0), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_true(complained("services.csv"));
	/* services.csv was not read now, but its line is quoted */
	assert_str(journey.diags.list.v[0].excerpt,
	    "s1,c1,gold,100.00,EUR,www.example.org");
	dump("%", after);
	assert_string_equal(before, after);
}

static void
test_first_import_fails(void **state)
{
	(void)state;
	put("services.csv", "id,customer,contract,fee,currency\ns1,c1,gold\n");
	assert_int_equal(import_files(NULL, 0), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_false(file_exists(in_case("makegood.db")));
	assert_false(file_exists(in_case("makegood.db-wal")));
}

static void
test_missing_files(void **state)
{
	(void)state;
	unlink(in_case("customers.csv"));
	put("costumers.csv", "id,name\nc1,Customer One\n");
	unlink(in_case("contracts/gold.yaml"));
	assert_int_equal(import_files(NULL, 0), -1);
	assert_true(complained("customers.csv"));
	assert_true(complained("contracts"));
	/* and the slip is pointed at */
	assert_int_equal(journey.diags.warnings, 1);
	unlink(in_case("case.yaml"));
	assert_int_equal(import_files(NULL, 0), -1);
	assert_true(complained("case.yaml"));
}

/* What stands where a record is looked for is never left out in silence. */
static void
test_not_files(void **state)
{
	static const char *const names[] = { "outages/gone.csv",
		"traffic/pipe.log", "maintenance", "incidents.csv",
		"contracts/gone.yaml" };

	(void)state;
	assert_int_equal(symlink("/nowhere/x.csv", in_case(names[0])), 0);
	/* opening it would wait for somebody who writes */
	assert_int_equal(mkfifo(in_case(names[1]), 0600), 0);
	assert_int_equal(symlink("/nowhere/dir", in_case(names[2])), 0);
	assert_int_equal(mkfifo(in_case(names[3]), 0600), 0);
	assert_int_equal(symlink("x.yaml", in_case(names[4])), 0);
	/* no contract by its name */
	assert_int_equal(symlink("x", in_case("contracts/README")), 0);
	assert_int_equal(import_files(NULL, 0), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_int_equal(journey.diags.errors, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_true(complained(names[i]));
		unlink(in_case(names[i]));
	}
	/* a folder is no file either, but people keep old ones in them */
	put("outages/old/outages.csv", OUTAGES_HEAD OUTAGE_10H);
	put("contracts/old/x.yaml", "nothing\n");
	import_ok();
	assert_int_equal(journey.diags.warnings, 1);
	assert_str(journey.diags.list.v[0].at.file, "outages/old");
	assert_int_equal(ask(COUNTING("outages")), 1);
}

static void
test_only_one_file(void **state)
{
	char outages[] = "outages/outages.csv", nothing[] = "outages/no.csv";
	char *one[] = { outages };
	char *none[] = { nothing };

	(void)state;
	import_ok();
	put("outages/outages.csv", OUTAGES_HEAD OUTAGE_10H);
	put("traffic/c.csv", "site,hour,hits\nx,2024-04-01T00:00:00Z,1\n");
	unlink(in_case("traffic/a.csv"));
	assert_int_equal(import_files(one, 1), 0);
	/* case.yaml is always looked at; the others are not */
	assert_int_equal(result.n_notes, 2);
	assert_int_equal(fate_of("outages/outages.csv"), IMPORT_READ);
	assert_int_equal(counted().hits, 30);
	assert_int_equal(import_files(none, 1), -1);
	assert_int_equal(err.kind, ERR_USAGE);
}

static void
test_check(void **state)
{
	(void)state;
	arena_release(&arena);
	journey_begin(&journey, case_dir, &arena);
	assert_int_equal(run_check(&journey, &result, &err), 0);
	journey_end(&journey);
	assert_int_equal(result.n_read, 6);
	assert_false(file_exists(in_case("makegood.db")));
}

/*
 * Two outages at the same time that say to have hit different shares of the
 * users: terms and facts do not fit together, and check already says so.
 */
static void
test_check_settles(void **state)
{
	(void)state;
	put("outages/outages.csv",
	    "id,subject,from,to,weight\n"
	    "O-1,s1,2024-04-10T00:00:00Z,2024-04-10T03:00:00Z,0.5\n"
	    "O-2,s1,2024-04-10T01:00:00Z,2024-04-10T02:00:00Z,1\n");
	arena_release(&arena);
	journey_begin(&journey, case_dir, &arena);
	assert_int_equal(run_check(&journey, &result, &err), -1);
	journey_end(&journey);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_int_equal(journey.diags.errors, 1);
}

static void
test_no_folder(void **state)
{
	(void)state;
	folder_tear_down(NULL);
	assert_int_equal(import_files(NULL, 0), -1);
	assert_int_equal(err.kind, ERR_ENV);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, folder_set_up, folder_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_first_and_second),
		TEST(test_changed_and_back),
		TEST(test_gone),
		TEST(test_same_bytes),
		TEST(test_history_does_not_matter),
		TEST(test_other_rules),
		TEST(test_error_changes_nothing),
		TEST(test_cross_check),
		TEST(test_first_import_fails),
		TEST(test_missing_files),
		TEST(test_not_files),
		TEST(test_only_one_file),
		TEST(test_check),
		TEST(test_check_settles),
		TEST(test_no_folder),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
