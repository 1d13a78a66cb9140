/*
 * The schema and the statements: all of them prepare, use the index they
 * name, and never sort; files of others are refused; nothing is half written.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/query.h"
#include "unit/support.h"

static char path[64];

static int
set_up(void **state)
{
	(void)state;
	snprintf(path, sizeof path, "/tmp/makegood-store-%d.db", getpid());
	return 0;
}

static int
tear_down(void **state)
{
	char name[80];

	(void)state;
	unlink(path);
	snprintf(name, sizeof name, "%s-wal", path);
	unlink(name);
	snprintf(name, sizeof name, "%s-shm", path);
	unlink(name);
	return 0;
}

static struct store *
open_ok(enum store_mode mode)
{
	struct store *s = NULL;
	struct err e = { 0 };

	if (store_open(path, mode, &s, &e) != 0)
		fail_msg("%s", e.text);
	return s;
}

static int64_t
number(struct store *s, const char *sql)
{
	sqlite3_stmt *st;
	int64_t n;

	assert_int_equal(
	    sqlite3_prepare_v2(s->db, sql, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

static bool
is_schema(const char *name)
{
	return name[0] == 'v' && name[1] >= '1' && name[1] <= '9';
}

static void
test_every_statement_prepares(void **state)
{
	struct store *s = open_ok(STORE_MEMORY);

	(void)state;
	for (int id = 0; id < SQL_COUNT; id++) {
		sqlite3_stmt *st = NULL;
		const char *tail;

		/* those of the schema have just run, or nothing would open */
		if (is_schema(sql_statements[id].name))
			continue;
		if (sqlite3_prepare_v2(s->db, sql_statements[id].text, -1, &st,
			&tail) != SQLITE_OK)
			fail_msg("%s: %s", sql_statements[id].name,
			    sqlite3_errmsg(s->db));
		assert_non_null(st);
		/* one statement each: nothing but blanks behind it */
		assert_int_equal(strspn(tail, " \t\n"), strlen(tail));
		sqlite3_finalize(st);
	}
	store_close(s);
}

/* What EXPLAIN QUERY PLAN says, all lines in one text. */
static void
plan_of(struct store *s, const char *sql, char *ret, size_t size)
{
	char *text = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *st;

	ret[0] = '\0';
	assert_int_equal(
	    sqlite3_prepare_v2(s->db, text, -1, &st, NULL), SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		size_t n = strlen(ret);

		snprintf(ret + n, size - n, "%s\n",
		    (const char *)sqlite3_column_text(st, 3));
	}
	sqlite3_finalize(st);
	sqlite3_free(text);
}

static void
test_plans(void **state)
{
	struct store *s = open_ok(STORE_MEMORY);
	int checked = 0;
	char plan[4000];

	(void)state;
	for (int id = 0; id < SQL_COUNT; id++) {
		const struct sql_statement *one = &sql_statements[id];

		if (one->plan[0] == '\0')
			continue;
		checked++;
		plan_of(s, one->text, plan, sizeof plan);
		if (strstr(plan, one->plan) == NULL)
			fail_msg("%s does not use %s:\n%s", one->name,
			    one->plan, plan);
		if (strstr(plan, "TEMP B-TREE") != NULL)
			fail_msg("%s sorts:\n%s", one->name, plan);
	}
	/* twelve kinds of facts, waits and what surrounds them */
	assert_true(checked >= 18);
	store_close(s);
}

static void
test_identity(void **state)
{
	struct store *s = open_ok(STORE_CREATE);

	(void)state;
	/* "MKGD" in ASCII: 4d 4b 47 44 */
	assert_int_equal(number(s, "PRAGMA application_id"), 0x4d4b4744);
	assert_int_equal(number(s, "PRAGMA user_version"), 4);
	assert_int_equal(number(s, "PRAGMA foreign_keys"), 1);
	assert_int_equal(number(s, "PRAGMA trusted_schema"), 0);
	assert_int_equal(number(s, "PRAGMA synchronous"), 2);
	assert_int_equal(number(s, "SELECT count(*) FROM pragma_journal_mode "
				   "WHERE journal_mode = 'wal'"),
	    1);
	assert_int_equal(
	    number(s, "SELECT count(*) FROM pragma_integrity_check "
		      "WHERE integrity_check = 'ok'"),
	    1);
	store_close(s);
	/* opened again, nothing is made anew */
	s = open_ok(STORE_EXISTING);
	assert_int_equal(number(s, "PRAGMA user_version"), 4);
	store_close(s);
}

static void
test_says_what_it_holds(void **state)
{
	struct store *s = open_ok(STORE_MEMORY);

	(void)state;
	assert_int_equal(number(s, "SELECT count(*) FROM about WHERE topic IN "
				   "('purpose', 'facts', 'derived', 'privacy', "
				   "'units', 'packed')"),
	    6);
	/* every table is STRICT and stands in the words */
	assert_int_equal(
	    number(s, "SELECT count(*) FROM pragma_table_list WHERE "
		      "schema = 'main' AND type = 'table' AND "
		      "strict = 0 AND name NOT LIKE 'sqlite%'"),
	    0);
	assert_int_equal(number(s, "SELECT count(*) FROM sqlite_schema t WHERE "
				   "t.type = 'table' AND t.name <> 'about' AND "
				   "NOT EXISTS (SELECT 1 FROM about a WHERE "
				   "instr(a.words, t.name) > 0)"),
	    0);
	/* comments stay in the file */
	assert_int_equal(
	    number(s, "SELECT count(*) FROM sqlite_schema WHERE name = "
		      "'site_days' AND instr(sql, '-- Counters') > 0"),
	    1);
	store_close(s);
}

static void
refused(enum err_kind kind, const char *why)
{
	struct store *s = NULL;
	struct err e = { 0 };

	assert_int_equal(store_open(path, STORE_EXISTING, &s, &e), -1);
	assert_null(s);
	if (e.kind != kind || strstr(e.text, why) == NULL)
		fail_msg("kind %d: %s", (int)e.kind, e.text);
}

static void
run_sql(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void
test_refuses_others(void **state)
{
	FILE *f;

	(void)state;
	refused(ERR_USAGE, "nothing has been imported");
	run_sql("CREATE TABLE notes (id INTEGER)");
	refused(ERR_INPUT, "another program");
	run_sql("PRAGMA application_id = 7");
	refused(ERR_INPUT, "another program");
	run_sql("PRAGMA application_id = 0x4d4b4744; PRAGMA user_version = 99");
	refused(ERR_ENV, "newer makegood");
	tear_down(NULL);
	f = fopen(path, "w");
	for (int i = 0; i < 400; i++)
		fputs("this is a letter\n", f);
	fclose(f);
	refused(ERR_INPUT, "not a database");
}

static void
test_one_file_after_closing(void **state)
{
	struct store *s = open_ok(STORE_CREATE);
	char name[80];

	(void)state;
	store_close(s);
	snprintf(name, sizeof name, "%s-wal", path);
	assert_int_not_equal(access(name, F_OK), 0);
	snprintf(name, sizeof name, "%s-shm", path);
	assert_int_not_equal(access(name, F_OK), 0);
}

static void
test_one_writer(void **state)
{
	struct store *a = open_ok(STORE_CREATE), *b = open_ok(STORE_CREATE);
	struct err e = { 0 };

	(void)state;
	/* do not wait the usual five seconds */
	sqlite3_busy_timeout(b->db, 10);
	assert_int_equal(store_begin(a, &e), 0);
	assert_int_equal(store_begin(b, &e), -1);
	assert_int_equal(e.kind, ERR_ENV);
	assert_non_null(strstr(e.text, "in use"));
	store_rollback(a);
	store_rollback(a); /* harmless */
	assert_int_equal(store_begin(b, &e), 0);
	assert_int_equal(store_commit(b, &e), 0);
	store_close(a);
	store_close(b);
	store_close(NULL);
}

/* Killed inside a transaction: it never happened. */
static void
test_kill(void **state)
{
	struct store *s = open_ok(STORE_CREATE);
	struct err e = { 0 };
	int status;
	pid_t pid;

	(void)state;
	store_close(s);
	pid = fork();
	if (pid == 0) {
		s = open_ok(STORE_EXISTING);
		if (store_begin(s, &e) == 0 &&
		    sqlite3_exec(s->db,
			"INSERT INTO sites (name) "
			"VALUES ('lost')",
			NULL, NULL, NULL) == SQLITE_OK)
			raise(SIGKILL);
		_exit(1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	s = open_ok(STORE_EXISTING);
	assert_int_equal(number(s, "SELECT count(*) FROM sites"), 0);
	store_close(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_statement_prepares),
		TEST(test_plans),
		TEST(test_identity),
		TEST(test_says_what_it_holds),
		TEST(test_refuses_others),
		TEST(test_one_file_after_closing),
		TEST(test_one_writer),
		TEST(test_kill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
