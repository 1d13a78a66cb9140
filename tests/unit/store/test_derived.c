/*
 * What was computed: kept, read back where it is read back, and thrown away as
 * a whole.
 */
#include "store/derived.h"
#include "store/kept.h"
#include "store/query.h"
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

#define OK(call)                                                               \
	do {                                                                   \
		struct err e = { 0 };                                          \
		if ((call) != 0)                                               \
			fail_msg("%s", e.text);                                \
	} while (0)

/* The first column of the first row, as text. */
static const char *
text_of(const char *sql)
{
	sqlite3_stmt *st;
	const char *copy;

	assert_int_equal(
	    sqlite3_prepare_v2(store->db, sql, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	copy = str_cstr(&arena, column_text(st, 0, &arena));
	sqlite3_finalize(st);
	return copy;
}

static const struct customer customer;

/* A period of 100 ms: 70 up, 20 down, 10 without data. */
static struct ledger_row
settled(void)
{
	struct ledger_row row = { .customer = &customer };
	struct settlement *s = &row.settlement;

	s->service = STR("s1");
	s->period_name = STR("2024-04");
	s->contract = STR("gold");
	s->period = (struct span){ 1000, 1100 };
	s->currency = (struct currency){ "EUR", 2 };
	s->states.period_ms = 100;
	s->states.up_ms = 70;
	s->states.down_counted_ms = 20;
	s->states.no_data_ms = 10;
	s->availability = ratio_make(8, 10);
	s->exact_minor = ratio_make(997, 2);
	s->credit_minor = 499;
	s->tier_hit = -1;
	return row;
}

static void
test_settlement(void **state)
{
	struct outage o = { .id = STR("o1"),
		.span = { 1010, 1030 },
		.from = { STR("outages/a.csv"), 7 } };
	struct outage_line line = { .outage = &o,
		.raw_ms = 20,
		.counted_ms = 20,
		.reason = STR("maintenance"),
		.clause = STR("5.2") };
	struct excluded_line excluded = {
		.kind = STR("ddos"), .refused = 2, .refused_why = STR("notice")
	};
	struct step *step;
	struct ledger_row row = settled();

	(void)state;
	row.settlement.lines = &line;
	row.settlement.n_lines = 1;
	row.settlement.exclusions = &excluded;
	row.settlement.n_exclusions = 1;
	step = vec_push(&arena, &row.settlement.trace.steps);
	step->key = "tier";
	step->clause = STR("4.2");
	step->v = arena_array(&arena, 4, sizeof *step->v);
	step->v[0] = (struct value){
		.name = "row", .kind = VALUE_TEXT, .text = STR("a \"row\"\n")
	};
	step->v[1] = (struct value){
		.name = "share", .kind = VALUE_SHARE, .ratio = ratio_make(4, 5)
	};
	step->v[2] = (struct value){
		.name = "gap", .kind = VALUE_FACTOR, .ratio = { 0 }
	};
	step->v[3] = (struct value){
		.name = "credit", .kind = VALUE_MONEY, .number = -499
	};
	step->n_values = 4;
	step = vec_push(&arena, &row.settlement.trace.steps);
	step->key = "overlap";
	step->has_time = true;
	step->delta_ms = -5;
	step->left_ms = 15;
	OK(store_add_settlement(store, &row, &e));

	assert_string_equal(
	    text_of("SELECT availability FROM settlements"), "4/5");
	assert_string_equal(
	    text_of("SELECT exact_minor FROM settlements"), "997/2");
	assert_string_equal(
	    text_of("SELECT currency || digits FROM settlements"), "EUR2");
	assert_string_equal(text_of("SELECT target IS NULL AND tier IS NULL "
				    "AND extension IS NULL FROM settlements"),
	    "1");
	assert_string_equal(
	    text_of("SELECT file || ':' || line || ' ' || reason || ' ' || "
		    "counted_ms FROM settlement_lines"),
	    "outages/a.csv:7 maintenance 20");
	assert_string_equal(text_of("SELECT kind || refused || refused_why "
				    "FROM settlement_exclusions"),
	    "ddos2notice");
	/* the view reads JSON, which views of strangers may not */
	assert_int_equal(sqlite3_exec(store->db, "PRAGMA trusted_schema = ON",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	assert_string_equal(text_of("SELECT json_extract(facts, '$.row') FROM "
				    "steps WHERE key = 'tier'"),
	    "a \"row\"\n");
	assert_string_equal(
	    text_of("SELECT json_extract(facts, '$.share') || ' ' || "
		    "json_extract(facts, '$.credit') || ' ' || "
		    "json_type(facts, '$.gap') FROM steps WHERE n = 0"),
	    "4/5 -499 null");
	assert_string_equal(text_of("SELECT delta_ms || ' ' || left_ms FROM "
				    "steps WHERE key = 'overlap'"),
	    "-5 15");
	assert_string_equal(
	    text_of("SELECT delta_ms IS NULL FROM steps WHERE n = 0"), "1");
}

/* 70 + 20 + 10 is the period; one millisecond less is refused. */
static void
test_identity(void **state)
{
	struct ledger_row row = settled();
	struct err e = { 0 };

	(void)state;
	row.settlement.states.up_ms = 69;
	assert_int_equal(store_add_settlement(store, &row, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "exactly one state"));
}

static void
test_estimates(void **state)
{
	struct estimate_point points[] = { { 3600000, 12.25, 3 },
		{ 7200000, 0.1, -1 } };
	struct site_estimate v[2] = { { .site = STR("z.example.org"),
					  .incident = STR("I1"),
					  .unit = STR("views") },
		{ .site = STR("a.example.org"),
		    .incident = STR("I1"),
		    .unit = STR("hits") } };
	struct site_estimate *got;
	size_t n;

	(void)state;
	v[0].estimate.window = (struct span){ 1, 2 };
	v[0].estimate.expected = 1.0 / 3;
	v[0].estimate.lost_hi95 = 1e12 + 0.5;
	v[0].estimate.grade = 'B';
	v[0].estimate.used_after = true;
	v[0].estimate.n_windows = 60;
	v[0].estimate.inside95 = 57;
	v[0].estimate.history_hours = 2184;
	v[0].estimate.claimed = (struct span){ 5, 6 };
	v[0].estimate.rebound_lo80 = -0.25;
	v[0].estimate.one_sided_hi80 = 7.5;
	v[0].estimate.sides_differ = true;
	v[0].estimate.guard_ms = 3 * MS_HOUR;
	v[0].estimate.first_at = NO_INSTANT;
	v[0].estimate.holidays_inside = 1;
	v[0].requests = 1000;
	v[0].robots = 77;
	v[0].estimate.points = points;
	v[0].estimate.n_points = 2;
	v[1].estimate.status = ESTIMATE_INSUFFICIENT;
	v[1].estimate.reason = "history_short";
	OK(store_add_estimate(store, 0, &v[0], &e));
	OK(store_add_estimate(store, 1, &v[1], &e));
	OK(store_load_estimates(store, &arena, &got, &n, &e));
	/* in the order in which they were added, not by name */
	assert_int_equal(n, 2);
	assert_str(got[0].site, "z.example.org");
	assert_str(got[0].unit, "views");
	/* to the last bit */
	assert_true(got[0].estimate.expected == 1.0 / 3);
	assert_true(got[0].estimate.lost_hi95 == 1e12 + 0.5);
	assert_int_equal(got[0].estimate.status, ESTIMATE_OK);
	assert_int_equal(got[0].estimate.grade, 'B');
	assert_true(got[0].estimate.used_after);
	assert_false(got[0].estimate.has_rebound);
	assert_int_equal(got[0].estimate.n_windows, 60);
	assert_int_equal(got[0].estimate.inside95, 57);
	assert_int_equal(got[0].estimate.history_hours, 2184);
	assert_int_equal(got[0].estimate.claimed.to_at, 6);
	assert_true(got[0].estimate.rebound_lo80 == -0.25);
	assert_true(got[0].estimate.one_sided_hi80 == 7.5);
	assert_true(got[0].estimate.sides_differ);
	assert_int_equal(got[0].estimate.guard_ms, 3 * MS_HOUR);
	assert_true(got[0].estimate.first_at == NO_INSTANT);
	assert_int_equal(got[0].estimate.holidays_inside, 1);
	assert_int_equal(got[0].requests, 1000);
	assert_int_equal(got[0].robots, 77);
	assert_int_equal(got[0].estimate.n_points, 2);
	assert_true(got[0].estimate.points[1].expected == 0.1);
	assert_true(got[0].estimate.points[1].observed == -1);
	assert_int_equal(got[1].estimate.status, ESTIMATE_INSUFFICIENT);
	assert_string_equal(got[1].estimate.reason, "history_short");
	assert_int_equal(got[1].estimate.n_points, 0);
}

static void
test_mark_and_drop(void **state)
{
	struct ledger_row row = settled();
	char sha256[DIGEST_HEX];

	(void)state;
	OK(store_load_settled(store, sha256, &e));
	assert_string_equal(sha256, "");
	OK(store_add_settlement(store, &row, &e));
	OK(store_mark_settled(store, "abc", 1234, &e));
	OK(store_load_settled(store, sha256, &e));
	assert_string_equal(sha256, "abc");
	OK(store_drop_settlements(
	    store, (struct kept_but){ &row.settlement.period_name, 1 }, &e));
	OK(store_load_settled(store, sha256, &e));
	assert_string_equal(sha256, "");
	assert_string_equal(text_of("SELECT count(*) FROM settlements"), "0");
	OK(store_add_settlement(store, &row, &e));
}

static struct kept_row
kept(struct kept_but but, size_t n_wanted)
{
	struct kept_row *rows;
	size_t n;

	OK(store_load_kept(store, STR("s1"), but, &arena, &rows, &n, &e));
	assert_int_equal(n, n_wanted);
	return n > 0 ? rows[0] : (struct kept_row){ .used = NULL };
}

/* A run forgets what it settles anew; the rest stays, and has a digest. */
static void
test_kept(void **state)
{
	struct str april = STR("2024-04"), march = STR("2024-03");
	struct kept_but but_april = { &april, 1 }, but_march = { &march, 1 };
	struct excluded_line excluded = { .kind = STR("maintenance"),
		.used_ms = 90000 };
	char first[DIGEST_HEX], again[DIGEST_HEX];
	struct ledger_row row = settled();
	struct kept_row old;

	(void)state;
	row.settlement.service = STR("s1");
	row.settlement.period_name = march;
	row.settlement.exclusions = &excluded;
	row.settlement.n_exclusions = 1;
	OK(store_add_settlement(store, &row, &e));
	row.settlement.period_name = april;
	OK(store_add_settlement(store, &row, &e));
	old = kept(but_april, 1);
	assert_str(old.period, "2024-03");
	assert_int_equal(old.part, 0);
	assert_int_equal(ratio_cmp(old.availability, ratio_make(4, 5)), 0);
	assert_int_equal(old.n_used, 1);
	assert_str(old.used[0].kind, "maintenance");
	assert_int_equal(old.used[0].ms, 90000);

	OK(store_digest_kept(store, but_april, first, &e));
	assert_int_equal(strlen(first), 64);
	OK(store_drop_periods(store, but_april, &e));
	assert_string_equal(
	    text_of("SELECT group_concat(period) FROM settlements"), "2024-03");
	assert_string_equal(
	    text_of("SELECT count(*) FROM settlement_exclusions"), "1");
	/* what is settled anew is not part of it */
	OK(store_digest_kept(store, but_april, again, &e));
	assert_string_equal(first, again);
	assert_int_equal(
	    sqlite3_exec(store->db, "UPDATE settlements SET credit_minor = 7",
		NULL, NULL, NULL),
	    SQLITE_OK);
	OK(store_digest_kept(store, but_april, again, &e));
	assert_string_not_equal(first, again);
	(void)kept(but_march, 0);
	OK(store_digest_kept(store, but_march, again, &e));
	assert_string_equal(again, "");
	OK(store_drop_periods(store, but_march, &e));
	assert_string_equal(text_of("SELECT count(*) FROM settlements"), "0");
}

static void
test_outputs(void **state)
{
	struct output_row one = { .file = STR("R2_b.pdf"),
		.kind = STR("statement"),
		.subject = STR("c1"),
		.input_sha256 = STR("in"),
		.sha256 = STR("out"),
		.bytes = 5 };
	struct output_row *rows;
	size_t n;

	(void)state;
	OK(store_put_output(store, &one, &e));
	one.sha256 = STR("out2");
	one.bytes = 6;
	OK(store_put_output(store, &one, &e));
	one.file = STR("R2_a.pdf");
	OK(store_put_output(store, &one, &e));
	OK(store_load_outputs(store, &arena, &rows, &n, &e));
	assert_int_equal(n, 2);
	assert_str(rows[0].file, "R2_a.pdf");
	assert_str(rows[1].sha256, "out2");
	assert_int_equal(rows[1].bytes, 6);
	OK(store_drop_output(store, STR("R2_b.pdf"), &e));
	OK(store_load_outputs(store, &arena, &rows, &n, &e));
	assert_int_equal(n, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_settlement),
		TEST(test_identity),
		TEST(test_estimates),
		TEST(test_mark_and_drop),
		TEST(test_kept),
		TEST(test_outputs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
