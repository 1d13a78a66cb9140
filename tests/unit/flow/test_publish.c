/*
 * Settlements to files: whole or not at all, and only when something changed.
 */
#include "unit/flow/folder_of.h"

#include "flow/run_import.h"
#include "flow/run_publish.h"
#include "flow/run_settle.h"

static struct arena arena;
static struct publish_result result;
static struct err err;

static int
publish(const char *const *kinds)
{
	struct dossier dossier;
	struct journey j;
	int rc;

	err = (struct err){ 0 };
	journey_begin(&j, case_dir, &arena);
	rc = run_resettle(&j, &dossier, &err);
	if (rc == 0)
		rc = run_publish(&j, &dossier, kinds, &result, &err);
	journey_end(&j);
	return rc;
}

static void
settle_ok(void)
{
	struct import_result imported;
	struct dossier dossier;
	struct journey j;
	bool changed;

	arena_release(&arena);
	journey_begin(&j, case_dir, &arena);
	if (run_import(&j, NULL, 0, &imported, &err) != 0 ||
	    run_settle(&j, false, COPY_ALL, &dossier, &changed, &err) != 0)
		fail_msg("%s", err.text);
	journey_end(&j);
}

static void
publish_ok(const char *const *kinds)
{
	if (publish(kinds) != 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < result.n_notes; i++)
		if (result.notes[i].fate == PUBLISH_FAILED)
			fail_msg("%s: %s",
			    str_cstr(&arena, result.notes[i].file),
			    str_cstr(&arena, result.notes[i].why));
}

/* One statement as PDF and text, one ledger as workbook. */
static void
test_written_and_kept(void **state)
{
	struct buf first, second;

	(void)state;
	buf_init(&first, 1 << 20);
	buf_init(&second, 1 << 20);
	settle_ok();
	publish_ok(NULL);
	assert_int_equal(result.n_written, 3);
	assert_int_equal(result.n_kept, 0);
	list_reports(true, &first);
	assert_non_null(strstr(first.p, "R2_c1_2024-04_en.pdf "));
	assert_non_null(strstr(first.p, "R2_c1_2024-04_en.txt "));
	assert_non_null(strstr(first.p, ".xlsx "));
	publish_ok(NULL);
	assert_int_equal(result.n_written, 0);
	assert_int_equal(result.n_kept, 3);
	/* the very same files, not equal ones */
	list_reports(true, &second);
	assert_string_equal(first.p, second.p);
	buf_release(&first);
	buf_release(&second);
}

static void
test_same_bytes_anew(void **state)
{
	struct buf first, second;

	(void)state;
	buf_init(&first, 1 << 20);
	buf_init(&second, 1 << 20);
	settle_ok();
	publish_ok(NULL);
	list_reports(false, &first);
	remove_reports();
	unlink(in_case("makegood.db"));
	settle_ok();
	publish_ok(NULL);
	assert_int_equal(result.n_written, 3);
	list_reports(false, &second);
	assert_string_equal(first.p, second.p);
	buf_release(&first);
	buf_release(&second);
}

static void
test_lost_and_altered(void **state)
{
	struct buf first, second;

	(void)state;
	buf_init(&first, 1 << 20);
	buf_init(&second, 1 << 20);
	settle_ok();
	publish_ok(NULL);
	list_reports(false, &first);
	unlink(in_case("reports/R2_c1_2024-04_en.pdf"));
	put("reports/R2_c1_2024-04_en.txt", "somebody wrote into this\n");
	publish_ok(NULL);
	assert_int_equal(result.n_written, 2);
	assert_int_equal(result.n_kept, 1);
	list_reports(false, &second);
	assert_string_equal(first.p, second.p);
	buf_release(&first);
	buf_release(&second);
}

static void
test_changed(void **state)
{
	(void)state;
	settle_ok();
	publish_ok(NULL);
	put("outages/outages.csv", OUTAGES_HEAD OUTAGE_10H);
	settle_ok();
	publish_ok(NULL);
	/* every page names the run, so every file is another */
	assert_int_equal(result.n_written, 3);
}

static void
test_orphan(void **state)
{
	(void)state;
	settle_ok();
	publish_ok(NULL);
	put("customers.csv", "id,name\nc2,Customer Two\n");
	put("services.csv", "id,customer,contract,fee,currency\n"
			    "s1,c2,gold,100.00,EUR\n");
	settle_ok();
	publish_ok(NULL);
	assert_int_equal(result.n_orphans, 2);
	assert_true(file_exists(in_case("reports/R2_c1_2024-04_en.pdf")));
	assert_true(file_exists(in_case("reports/R2_c2_2024-04_en.pdf")));
	/* until somebody removes it */
	unlink(in_case("reports/R2_c1_2024-04_en.pdf"));
	unlink(in_case("reports/R2_c1_2024-04_en.txt"));
	publish_ok(NULL);
	assert_int_equal(result.n_orphans, 0);
	assert_int_equal(ask("SELECT count(*) FROM outputs"), 3);
}

static void
test_kinds(void **state)
{
	const char *const ledger[] = { "ledger", NULL };

	(void)state;
	settle_ok();
	publish_ok(ledger);
	assert_int_equal(result.n_written, 1);
	publish_ok(NULL);
	assert_int_equal(result.n_written, 2);
	/* what this call did not ask for is no orphan */
	publish_ok(ledger);
	assert_int_equal(result.n_orphans, 0);
	assert_int_equal(result.n_kept, 1);
}

/* A folder stands where the PDF should go: the others are written. */
static void
test_one_fails(void **state)
{
	(void)state;
	settle_ok();
	put("reports/R2_c1_2024-04_en.pdf/in-the-way", "x");
	assert_int_equal(publish(NULL), 0);
	assert_int_equal(result.n_failed, 1);
	assert_int_equal(result.n_written, 2);
	assert_int_equal(result.worst, ERR_ENV);
	assert_false(file_exists(in_case("reports/.R2_c1_2024-04_en.pdf.tmp")));
	unlink(in_case("reports/R2_c1_2024-04_en.pdf/in-the-way"));
	rmdir(in_case("reports/R2_c1_2024-04_en.pdf"));
	publish_ok(NULL);
	assert_int_equal(result.n_written, 1);
}

static void
test_no_place(void **state)
{
	(void)state;
	settle_ok();
	put("reports", "a file, not a folder\n");
	assert_int_equal(publish(NULL), 0);
	assert_int_equal(result.n_failed, 3);
	assert_int_equal(result.worst, ERR_ENV);
	assert_int_equal(ask("SELECT count(*) FROM outputs"), 0);
}

/* What a killed run left behind is overwritten. */
static void
test_stale_temp(void **state)
{
	(void)state;
	settle_ok();
	put("reports/.R2_c1_2024-04_en.pdf.tmp", "half a report");
	publish_ok(NULL);
	assert_int_equal(result.n_written, 3);
	assert_false(file_exists(in_case("reports/.R2_c1_2024-04_en.pdf.tmp")));
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, folder_set_up, folder_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_written_and_kept),
		TEST(test_same_bytes_anew),
		TEST(test_lost_and_altered),
		TEST(test_changed),
		TEST(test_orphan),
		TEST(test_kinds),
		TEST(test_one_fails),
		TEST(test_no_place),
		TEST(test_stale_temp),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
