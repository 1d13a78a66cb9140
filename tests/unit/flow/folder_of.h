/*
 * folder_of.h -- a small case in a temporary folder, and looks into what the
 * journeys leave there.
 *
 * One customer, one service with a fee of 100.00 EUR, April 2024 in UTC: 720 h,
 * so that 7.2 h are one percent. An outage of 3 h is 99.583... %, which the
 * table below pays with 10 %: 10.00 EUR.
 */
#ifndef TESTS_UNIT_FLOW_FOLDER_OF_H
#define TESTS_UNIT_FLOW_FOLDER_OF_H

#include "unit/support.h"

#include <dirent.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "flow/journey.h"

static char case_dir[64];

static inline const char *
in_case(const char *name)
{
	static char path[4][256];
	static int turn;
	char *p = path[turn = (turn + 1) % 4];

	snprintf(p, sizeof path[0], "%s/%s", case_dir, name);
	return p;
}

static inline void
put(const char *name, const char *text)
{
	struct err e = { 0 };
	char dir[256];

	snprintf(dir, sizeof dir, "%s", in_case(name));
	*strrchr(dir, '/') = '\0';
	if (file_mkdirs(dir, &e) != 0 ||
	    file_write(in_case(name), str_of(text), &e) != 0)
		fail_msg("%s", e.text);
}

#define CASE_YAML                                                              \
	"title: Test\n"                                                        \
	"provider: { name: P, address: A, contact: C }\n"                      \
	"zone: UTC\n"                                                          \
	"periods: [2024-04]\n"                                                 \
	"language: en\n"                                                       \
	"as_of: 2024-05-02T00:00:00Z\n"                                        \
	"reports: [statement, ledger]\n"

#define CONTRACT                                                               \
	"id: gold\n"                                                           \
	"name: Gold\n"                                                         \
	"version: \"1\"\n"                                                     \
	"timezone: UTC\n"                                                      \
	"currency: EUR\n"                                                      \
	"terms:\n"                                                             \
	"  period: { kind: calendar_month }\n"                                 \
	"  target: \"99.9\"\n"                                                 \
	"  exclude:\n"                                                         \
	"    - { kind: maintenance, min_notice_hours: 24 }\n"                  \
	"  credit:\n"                                                          \
	"    rule: tiers\n"                                                    \
	"    on: availability\n"                                               \
	"    rows:\n"                                                          \
	"      - { ge: \"99.0\", lt: \"99.9\", percent: \"10\" }\n"            \
	"      - { lt: \"99.0\", percent: \"50\" }\n"

#define OUTAGES_HEAD "id,subject,from,to\n"
#define OUTAGE_3H    "O-1,s1,2024-04-10T00:00:00Z,2024-04-10T03:00:00Z\n"
/* 10 h of 720 h: 98.61 %, below 99: 50 % */
#define OUTAGE_10H "O-1,s1,2024-04-10T00:00:00Z,2024-04-10T10:00:00Z\n"

#define TRAFFIC                                                                \
	"site,hour,hits,views,errors,bytes\n"                                  \
	"www.example.org,2024-04-01T00:00:00Z,10,5,0,1000\n"                   \
	"www.example.org,2024-04-01T01:00:00Z,20,8,1,2000\n"

static inline void
make_case(void)
{
	put("case.yaml", CASE_YAML);
	put("contracts/gold.yaml", CONTRACT);
	put("customers.csv", "id,name\nc1,Customer One\n");
	put("services.csv", "id,customer,contract,fee,currency,site\n"
			    "s1,c1,gold,100.00,EUR,www.example.org\n");
	put("outages/outages.csv", OUTAGES_HEAD OUTAGE_3H);
	put("traffic/a.csv", TRAFFIC);
}

static inline int
folder_set_up(void **state)
{
	(void)state;
	snprintf(case_dir, sizeof case_dir, "/tmp/makegood-flow-%06d", 0);
	memset(case_dir + strlen(case_dir) - 6, 'X', 6); /* for mkdtemp() */
	assert_non_null(mkdtemp(case_dir));
	make_case();
	return 0;
}

static inline int
folder_tear_down(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", case_dir);
	return system(command) == 0 ? 0 : -1;
}

static inline void
remove_reports(void)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", in_case("reports"));
	assert_int_equal(system(command), 0);
}

/* ---- looks into the database ------------------------------------------- */

static inline sqlite3 *
open_database(void)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open_v2(in_case("makegood.db"), &db,
			     SQLITE_OPEN_READWRITE, NULL),
	    SQLITE_OK);
	return db;
}

static inline int64_t
ask(const char *sql)
{
	sqlite3 *db = open_database();
	sqlite3_stmt *st;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

static inline void
tamper(const char *sql)
{
	sqlite3 *db = open_database();

	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static inline void
dump_table(sqlite3 *db, const char *table, struct buf *out)
{
	char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
	sqlite3_stmt *st;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
	sqlite3_free(sql);
	while (sqlite3_step(st) == SQLITE_ROW) {
		buf_adds(out, table);
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			const char *text =
			    (const char *)sqlite3_column_text(st, i);

			buf_addf(out, "|%s", text != NULL ? text : "NULL");
		}
		buf_addc(out, '\n');
	}
	sqlite3_finalize(st);
}

/* Every row of every table whose name matches; the digest of it all. */
static inline void
dump(const char *like, char ret_sha256[DIGEST_HEX])
{
	sqlite3 *db = open_database();
	sqlite3_stmt *st;
	struct buf out;

	buf_init(&out, (size_t)64 << 20);
	assert_int_equal(
	    sqlite3_prepare_v2(db,
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND "
		"name LIKE ?1 ORDER BY name",
		-1, &st, NULL),
	    SQLITE_OK);
	sqlite3_bind_text(st, 1, like, -1, SQLITE_STATIC);
	while (sqlite3_step(st) == SQLITE_ROW)
		dump_table(db, (const char *)sqlite3_column_text(st, 0), &out);
	sqlite3_finalize(st);
	sqlite3_close(db);
	assert_false(out.full);
	digest_bytes(buf_str(&out), ret_sha256);
	buf_release(&out);
}

/* ---- looks into reports/ ------------------------------------------------- */

/* Names, digests and, with `stamps`, inode numbers of everything in reports/.
 */
static inline void
list_reports(bool stamps, struct buf *out)
{
	struct arena scratch = { 0 };
	struct err e = { 0 };
	struct str *names;
	size_t n;

	buf_clear(out);
	if (file_exists(in_case("reports")) &&
	    file_list(in_case("reports"), &scratch, &names, &n, &e) == 0)
		for (size_t i = 0; i < n; i++) {
			char *path =
			    file_join(&scratch, in_case("reports"), names[i]);
			char sha256[DIGEST_HEX];
			struct stat st;
			int64_t bytes;

			assert_int_equal(stat(path, &st), 0);
			assert_int_equal(
			    digest_file(path, sha256, &bytes, &e), 0);
			buf_addf(out, "%s %s %lld\n",
			    str_cstr(&scratch, names[i]), sha256,
			    stamps ? (long long)st.st_ino : 0LL);
		}
	buf_addc(out, '\0');
	arena_release(&scratch);
}

#endif
