/*
 * Backups, restorations and the statement on access: in and out of their
 * tables, and what a table refuses.
 */
#include "store/fact_tables.h"
#include "store/sources.h"
#include "unit/support.h"

static struct arena arena;
static struct store *store;

static int
set_up(void **state)
{
	struct err e = { 0 };

	(void)state;
	if (store_open(NULL, STORE_MEMORY, &store, &e) != 0)
		fail_msg("%s", e.text);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	store_close(store);
	arena_release(&arena);
	return 0;
}

/* A file that counts, without facts yet. */
static int64_t
version(void)
{
	const struct str name = STR("recovery.csv");
	struct source source = { .file = name,
		.kind = STR("restorations"),
		.sha256 = STR("0123456789abcdef0123456789abcdef"
			      "0123456789abcdef0123456789abcdef"),
		.first_at = NO_INSTANT,
		.last_at = NO_INSTANT };
	struct err e = { 0 };
	int64_t id = 0;

	if (store_add_source(store, &source, STR("rules"), &id, &e) != 0 ||
	    store_mark_source(store, name, SOURCE_CURRENT, id, 0, &e) != 0)
		fail_msg("%s", e.text);
	return id;
}

static void
add(enum fact_kind kind, int64_t source, const void *rows, size_t n)
{
	struct err e = { 0 };

	if (store_add_facts(store, kind, source, rows, n, &e) != 0)
		fail_msg("%s", e.text);
}

static struct dossier
load(void)
{
	struct dossier d = { .keep = &arena };
	struct err e = { 0 };

	if (store_load(store, &d, &e) != 0)
		fail_msg("%s", e.text);
	return d;
}

static void
test_recovery(void **state)
{
	int64_t id = version();
	struct incident in[] = { { .id = STR("I1"),
				     .data_access = ACCESS_NO,
				     .access_confirmed_by = STR("an expert"),
				     .access_confirmed_at = 9,
				     .access_basis = STR("logs") },
		{ .id = STR("I2"), .access_confirmed_at = NO_INSTANT } };
	struct backup b = { .incident = STR("I1"),
		.customer = STR("c1"),
		.service = STR("s1"),
		.last_good_at = 5,
		.restore_point_at = NO_INSTANT,
		.restored_from = STR("nightly"),
		.note = STR("n") };
	struct restoration r = { .incident = STR("I1"),
		.at = 7,
		.object = OBJECT_MESSAGE,
		.lost = 3,
		.restored = 1,
		.reissued = 2,
		.source = STR("list"),
		.from = { STR("recovery.csv"), 4 } };
	struct call_test tests[2] = { { .at = 11,
					  .channel = STR("phone"),
					  .result = CALL_QUEUE,
					  .wait_s = 900,
					  .by = STR("us") },
		{ .at = 12, .result = CALL_DEAD, .wait_s = -1 } };
	struct coverage c = { .subject = STR("web"),
		.span = { 13, 14 },
		.view = VIEW_PROBE,
		.from = { STR("recovery.csv"), 5 } };
	struct dossier d;

	(void)state;
	add(FACT_COVERAGE, id, &c, 1);
	add(FACT_INCIDENTS, id, in, 2);
	add(FACT_BACKUPS, id, &b, 1);
	add(FACT_RESTORATIONS, id, &r, 1);
	add(FACT_CALL_TESTS, id, tests, 2);
	d = load();
	assert_int_equal(d.incidents[0].data_access, ACCESS_NO);
	assert_str(d.incidents[0].access_confirmed_by, "an expert");
	assert_int_equal(d.incidents[0].access_confirmed_at, 9);
	assert_str(d.incidents[0].access_basis, "logs");
	assert_int_equal(d.incidents[1].data_access, ACCESS_NOT_SUPPLIED);
	assert_true(d.incidents[1].access_confirmed_at == NO_INSTANT);
	assert_int_equal(d.n_coverage, 1);
	assert_str(d.coverage[0].subject, "web");
	assert_int_equal(d.coverage[0].span.from_at, 13);
	assert_int_equal(d.coverage[0].span.to_at, 14);
	assert_int_equal(d.coverage[0].view, VIEW_PROBE);
	assert_int_equal(d.coverage[0].from.line, 5);
	assert_int_equal(d.n_call_tests, 2);
	assert_int_equal(d.call_tests[0].at, 11);
	assert_int_equal(d.call_tests[0].result, CALL_QUEUE);
	assert_int_equal(d.call_tests[0].wait_s, 900);
	assert_str(d.call_tests[0].by, "us");
	assert_int_equal(d.call_tests[1].result, CALL_DEAD);
	assert_int_equal(d.call_tests[1].wait_s, -1);
	assert_int_equal(d.n_backups, 1);
	assert_str(d.backups[0].customer, "c1");
	assert_str(d.backups[0].service, "s1");
	assert_int_equal(d.backups[0].last_good_at, 5);
	assert_true(d.backups[0].restore_point_at == NO_INSTANT);
	assert_str(d.backups[0].restored_from, "nightly");
	assert_str(d.backups[0].note, "n");
	assert_int_equal(d.n_restorations, 1);
	assert_int_equal(d.restorations[0].at, 7);
	assert_int_equal(d.restorations[0].object, OBJECT_MESSAGE);
	assert_int_equal(d.restorations[0].lost, 3);
	assert_int_equal(d.restorations[0].restored, 1);
	assert_int_equal(d.restorations[0].reissued, 2);
	assert_str(d.restorations[0].source, "list");
	assert_int_equal(d.restorations[0].from.line, 4);
}

/* More back than lost is refused by the table itself. */
static void
test_recovery_refused(void **state)
{
	int64_t id = version();
	struct restoration r = { .incident = STR("I1"),
		.at = 7,
		.lost = 2,
		.restored = 1,
		.reissued = 2,
		.from = { STR("recovery.csv"), 4 } };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(
	    store_add_facts(store, FACT_RESTORATIONS, id, &r, 1, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "no more comes back than was lost"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_recovery),
		TEST(test_recovery_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
