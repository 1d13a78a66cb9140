/*
 * Databases of earlier versions: made by the statements of their version, with
 * rows as they wrote them, then opened by this program. Facts are intact,
 * traffic is what it was, and nothing else changed.
 */
#include <unistd.h>

#include "store/fact_tables.h"
#include "store/query.h"
#include "store/traffic.h"
#include "unit/support.h"

static struct arena arena;
static char path[64];

static int
set_up(void **state)
{
	(void)state;
	snprintf(path, sizeof path, "/tmp/makegood-old-%d.db", getpid());
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	unlink(path);
	arena_release(&arena);
	return 0;
}

static void
run(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s\n%s", why, sql);
}

/* The statements whose names begin so make a version. */
static void
run_version(sqlite3 *db, const char *prefix)
{
	for (int id = 0; id < SQL_COUNT; id++)
		if (strncmp(sql_statements[id].name, prefix, strlen(prefix)) ==
		    0)
			run(db, sql_statements[id].text);
}

/*
 * services.csv names two sites. Log 2 was replaced by log 3, which stands
 * beside log 4; log 5 has the bytes of log 4, was read by the same rules under
 * another name and is gone. Hour 482136 is 2025-01-01T00Z: day 20089.
 */
static const char *const rows =
    "WITH v (id, name, kind, digit, read_as, bytes, rows, rejected, first_at, "
    "last_at) AS (VALUES "
    "(1, 'services.csv', 'services', 1, '', 10, 2, 0, NULL, NULL), "
    "(2, 'traffic/a.log', 'traffic', 2, 'r', 500, 8, 1, 1000, 2000), "
    "(3, 'traffic/a.log', 'traffic', 3, 'r', 900, 18, 2, 1000, 3000), "
    "(4, 'traffic/b.log', 'traffic', 4, 'r', 70, 5, 0, 1000, 3000), "
    "(5, 'traffic/c.log', 'traffic', 4, 'r', 70, 5, 0, 1000, 3000)) "
    "INSERT INTO source_files (id, name, kind, sha256, read_as, zone, bytes, "
    "rows, rejected, duplicates, first_at, last_at) "
    "SELECT id, name, kind, replace(printf('%064d', digit), '0', digit), "
    "read_as, 'UTC', bytes, rows, rejected, 0, first_at, last_at FROM v;"
    "INSERT INTO source_states (name, state, source_id, superseded_by) VALUES "
    "('services.csv', 'current', 1, NULL), "
    "('traffic/a.log', 'current', 2, NULL), "
    "('traffic/c.log', 'current', 5, NULL), "
    "('traffic/c.log', 'gone', 5, NULL), "
    "('traffic/a.log', 'superseded', 2, 3), "
    "('traffic/a.log', 'current', 3, NULL), "
    "('traffic/b.log', 'current', 4, NULL);"
    "INSERT INTO sites (id, name) VALUES (1, 'www.z.example'), "
    "(2, 'www.a.example');"
    "INSERT INTO traffic (site_id, hour, source_id, hits, views, errors, "
    "bytes) VALUES "
    "(1, 482136, 2, 5, 4, 0, 500), (1, 482136, 3, 6, 5, 0, 600),"
    "(1, 482159, 3, 7, 0, 1, 9223372036854775807),"
    "(1, 482160, 3, 8, 8, 8, 8), (1, 482160, 4, 2, 1, 0, 20),"
    "(2, 482136, 4, 3, 1, 0, 30), (1, 482160, 5, 2, 1, 0, 20),"
    "(2, 482136, 5, 3, 1, 0, 30), (2, -1, 4, 1, 1, 1, 1);"
    "INSERT INTO rejects VALUES (3, 0, 17, 800, 850, 'no date', '');";

static const char *const services_1 =
    "INSERT INTO services VALUES "
    "(1, 0, 2, 's1', 'c1', 'web', 'One', 'www.z.example', 'k', 100, 'EUR', 2, "
    "0, 'EUR', 2, NULL, NULL),"
    "(1, 1, 3, 's2', 'c1', 'web', 'Two', 'www.a.example', 'k', 100, 'EUR', 2, "
    "0, 'EUR', 2, NULL, NULL);";

static void
make_old(int version)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	run_version(db, "v1_");
	if (version >= 2)
		run_version(db, "v2_");
	run(db, rows);
	run(db, services_1);
	sqlite3_close(db);
}

static int64_t
number(struct store *s, const char *sql)
{
	sqlite3_stmt *st;
	int64_t n;

	if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(s->db));
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

static struct store *
open_ok(void)
{
	struct store *s = NULL;
	struct err e = { 0 };

	if (store_open(path, STORE_EXISTING, &s, &e) != 0)
		fail_msg("%s", e.text);
	return s;
}

static void
check_traffic(struct store *s)
{
	struct dossier d = { .keep = &arena };
	const struct site_traffic *a, *z;
	struct err e = { 0 };

	if (store_load(s, &d, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(d.n_services, 2);
	assert_int_equal(d.n_sources, 3);
	assert_int_equal(d.n_traffic, 2);
	a = &d.traffic[0];
	z = &d.traffic[1];
	assert_str(a->site, "www.a.example");
	assert_int_equal(a->n, 2);
	assert_int_equal(a->v[0].at, -MS_HOUR);
	assert_int_equal(a->v[0].errors, 1);
	assert_int_equal(a->v[1].at, 482136 * MS_HOUR);
	assert_int_equal(a->v[1].hits, 3);
	assert_str(z->site, "www.z.example");
	assert_int_equal(z->n, 3);
	/* log 2 is superseded, log 5 gone: 6, 7, and 8 + 2 of log 4 */
	assert_int_equal(z->v[0].hits, 6);
	assert_int_equal(z->v[0].views, 5);
	assert_int_equal(z->v[0].bytes, 600);
	assert_int_equal(z->v[1].at, 482159 * MS_HOUR);
	assert_int_equal(z->v[1].bytes, INT64_MAX);
	assert_int_equal(z->v[1].robots, 0);
	assert_int_equal(z->v[2].hits, 10);
	assert_int_equal(z->v[2].views, 9);
	assert_int_equal(z->v[2].errors, 8);
	assert_int_equal(z->v[2].bytes, 28);
	/* log 4: three hours apart; log 3 adds the one before the last */
	assert_int_equal(a->alive.n, 3);
	assert_int_equal(a->alive.v[2].from_at, 482160 * MS_HOUR);
	assert_int_equal(z->alive.n, 3);
	assert_int_equal(z->alive.v[2].from_at, 482159 * MS_HOUR);
	assert_int_equal(z->alive.v[2].to_at, 482161 * MS_HOUR);
}

static void
check_parts(struct store *s)
{
	struct part_row *parts;
	struct err e = { 0 };
	size_t n;

	/* a part of each version of a log, the two of the same bytes one */
	assert_int_equal(number(s, "SELECT count(*) FROM parts"), 3);
	assert_int_equal(number(s, "SELECT count(*) FROM source_parts"), 4);
	if (store_load_parts(s, &arena, &parts, &n, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(n, 2);
	assert_int_equal(parts[0].part.fingerprint[0], '3');
	assert_int_equal(parts[0].part.from_byte, 0);
	assert_int_equal(parts[0].part.to_byte, 900);
	assert_int_equal(parts[0].part.lines, 20);
	assert_int_equal(parts[0].part.rejected, 2);
	assert_int_equal(parts[0].part.first_at, 1000);
	assert_str(parts[0].part.name, "traffic/a.log");
	assert_str(parts[0].part.read_as, "r");
	assert_int_equal(parts[1].part.fingerprint[0], '4');
	/* what was superseded is kept, too */
	assert_int_equal(
	    number(s, "SELECT count(*) FROM site_days d JOIN parts p ON "
		      "p.id = d.part_id WHERE p.fingerprint LIKE '2%'"),
	    1);
}

static void
check(int version)
{
	struct store *s;

	make_old(version);
	s = open_ok();
	assert_int_equal(number(s, "PRAGMA user_version"), 4);
	assert_int_equal(number(s, "SELECT count(*) FROM sqlite_schema WHERE "
				   "name = 'traffic'"),
	    0);
	assert_int_equal(
	    number(s, "SELECT count(*) FROM rejects WHERE line = 17"), 1);
	assert_int_equal(number(s, "SELECT count(*) FROM source_states"), 7);
	assert_int_equal(
	    number(s, "SELECT count(*) FROM pragma_integrity_check "
		      "WHERE integrity_check = 'ok'"),
	    1);
	assert_int_equal(
	    number(s, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
	check_traffic(s);
	check_parts(s);
	store_close(s);
	/* again: nothing is left to do */
	s = open_ok();
	check_traffic(s);
	check_parts(s);
	store_close(s);
}

static void
test_version_1(void **state)
{
	(void)state;
	check(1);
}

static void
test_version_2(void **state)
{
	(void)state;
	check(2);
}

/*
 * Version 3: one log of 20 lines with one site, packed; an incident, what was
 * said about it, a claim that was paid and a period that was restated.
 */
static const char *const rows_3 =
    "DROP TABLE traffic;"
    "INSERT INTO source_files (id, name, kind, sha256, read_as, zone, bytes, "
    "rows, rejected, duplicates, first_at, last_at, policy) VALUES "
    "(1, 'incidents.csv', 'incidents', replace(printf('%064d', 1), '0', '1'), "
    "'', 'UTC', 10, 2, 0, 0, NULL, NULL, '');"
    "INSERT INTO source_states (name, state, source_id, superseded_by) VALUES "
    "('incidents.csv', 'current', 1, NULL);"
    "INSERT INTO incidents VALUES "
    "(1, 0, 2, 'INC-1', 'One', 'high', 'final', 'disk', NULL, 1000, NULL, "
    "2000, NULL, NULL, 9000, NULL, 'the operators'),"
    "(1, 1, 3, 'INC-2', 'Two', '', '', '', 5, 6, 7, 8, 9, 10, 11, 12, '');"
    "INSERT INTO notices (source_id, seq, line, id, incident, channel, at, "
    "promised_at, author, text, public, hidden, direction, says) VALUES "
    "(1, 0, 4, 'n1', 'INC-1', 'mail', 3000, NULL, '', 'We look', 1, 0, 'out', "
    "'investigating');"
    "INSERT INTO claims VALUES (1, 0, 5, 's1', '2025-01', NULL, NULL, NULL, 1, "
    "1250, 'EUR', 2, 7000);"
    "INSERT INTO past_periods VALUES (1, 0, 6, 's1', '2024-12', '999/1000', "
    "NULL, 0, 0, '', 0, '', NULL, 'a late record');"
    "INSERT INTO holidays VALUES (1, 0, 7, 20089, '', 'New Year');";

static void
make_version_3(void)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	run_version(db, "v1_");
	run_version(db, "v2_");
	run_version(db, "v3_");
	run(db, rows_3);
	sqlite3_close(db);
}

static void
check_version_3(struct store *s)
{
	struct dossier d = { .keep = &arena };
	struct err e = { 0 };

	assert_int_equal(number(s, "PRAGMA user_version"), 4);
	assert_int_equal(
	    number(s, "SELECT count(*) FROM pragma_integrity_check "
		      "WHERE integrity_check = 'ok'"),
	    1);
	assert_int_equal(number(s, "SELECT count(*) FROM about WHERE "
				   "topic = 'facts' AND instr(words, "
				   "'calls, backups, restorations,') > 0"),
	    1);
	assert_int_equal(number(s, "SELECT count(*) FROM about WHERE "
				   "topic = 'facts' AND instr(words, "
				   "'holidays, call_tests, coverage, "
				   "sites') > 0"),
	    1);
	if (store_load(s, &d, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(d.n_incidents, 2);
	assert_str(d.incidents[0].title, "One");
	assert_int_equal(d.incidents[0].first_impact_at, 1000);
	assert_int_equal(d.incidents[0].restored_at, 9000);
	assert_str(d.incidents[0].author, "the operators");
	assert_int_equal(d.incidents[1].closed_at, 12);
	assert_int_equal(d.n_notices, 1);
	assert_int_equal(d.notices[0].says, SAYS_INVESTIGATING);
	assert_int_equal(d.n_claims, 1);
	assert_int_equal(d.claims[0].paid.minor, 1250);
	assert_int_equal(d.claims[0].paid_at, 7000);
	assert_str(d.past[0].restated, "a late record");
	assert_int_equal(d.n_holidays, 1);
}

static void
test_version_3(void **state)
{
	struct store *s;

	(void)state;
	make_version_3();
	s = open_ok();
	check_version_3(s);
	/* nor what customers are, and what authorities were told */
	assert_int_equal(number(s, "SELECT count(*) FROM customers WHERE "
				   "financial_entity <> 'unknown'"),
	    0);
	assert_int_equal(number(s, "SELECT (SELECT count(*) FROM "
				   "regulatory_facts) + (SELECT count(*) FROM "
				   "submissions)"),
	    0);
	assert_int_equal(number(s, "SELECT count(*) FROM about WHERE "
				   "topic = 'facts' AND instr(words, "
				   "'incidents, regulatory_facts, "
				   "submissions, notices') > 0"),
	    1);
	/* of what was imported before nobody said who may have seen data */
	assert_int_equal(number(s, "SELECT count(*) FROM incidents WHERE "
				   "data_access = 'not_supplied' AND "
				   "access_confirmed_by = '' AND "
				   "access_confirmed_at IS NULL AND "
				   "access_basis = ''"),
	    2);
	assert_int_equal(number(s, "SELECT (SELECT count(*) FROM backups) + "
				   "(SELECT count(*) FROM restorations)"),
	    0);
	/* and all reports were first versions */
	assert_int_equal(number(s, "SELECT count(*) FROM incidents WHERE "
				   "version = 1 AND changed_because = ''"),
	    2);
	assert_int_equal(number(s, "SELECT count(*) FROM printed_figures"), 0);
	store_close(s);
	s = open_ok();
	check_version_3(s);
	store_close(s);
}

/* What cannot be true is refused, and the file stays as it is. */
static void
test_damaged(void **state)
{
	struct store *s = NULL;
	struct err e = { 0 };
	sqlite3_stmt *st;
	sqlite3 *db;

	(void)state;
	make_old(2);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	run(db, "UPDATE traffic SET hour = 1 << 60 WHERE hour = -1");
	sqlite3_close(db);
	assert_int_equal(store_open(path, STORE_EXISTING, &s, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
			     "SELECT (SELECT count(*) FROM traffic), "
			     "user_version FROM pragma_user_version",
			     -1, &st, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(st, 0), 9);
	assert_int_equal(sqlite3_column_int(st, 1), 2);
	sqlite3_finalize(st);
	sqlite3_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_version_1),
		TEST(test_version_2),
		TEST(test_version_3),
		TEST(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
