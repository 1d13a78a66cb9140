/*
 * Databases of Uptime Kuma, built from SQL; each is read twice, from its path
 * and from memory. Monitors are asked each minute, and Kuma waits 0.8 of that
 * for an answer: a beat speaks for at most 108 seconds.
 */
#include <sqlite3.h>
#include <sys/stat.h>

#include "import/lite.h"
#include "unit/import/sights.h"

/* A small generator, the same on every machine (xorshift by Marsaglia). */
static uint64_t
dice(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static const struct format_info *const kuma = &format_info_kuma_db;

#define TABLES                                                                 \
	"CREATE TABLE monitor(id INTEGER PRIMARY KEY, name TEXT, "             \
	"interval INTEGER, retry_interval INTEGER);"                           \
	"CREATE TABLE heartbeat(id INTEGER PRIMARY KEY, important BOOLEAN, "   \
	"monitor_id INTEGER, status SMALLINT, msg TEXT, time DATETIME, "       \
	"ping INTEGER);"                                                       \
	"CREATE TABLE maintenance(id INTEGER PRIMARY KEY, title TEXT, "        \
	"active BOOLEAN DEFAULT 1, strategy TEXT, start_date DATETIME, "       \
	"end_date DATETIME, timezone TEXT);"                                   \
	"CREATE TABLE monitor_maintenance(id INTEGER PRIMARY KEY, "            \
	"monitor_id INTEGER, maintenance_id INTEGER);"                         \
	"CREATE TABLE setting(key TEXT, value TEXT);"
#define MONITOR "INSERT INTO monitor VALUES(7, 'shop', 60, 0);"
#define BEAT(id, important, monitor, status, time)                             \
	"INSERT INTO heartbeat VALUES(" #id "," #important "," #monitor        \
	"," #status ", 'text', '2013-04-11 " time "', NULL);"

struct base {
	char path[64];
	struct buf bytes;
};

static void
build(struct base *b, const char *sql)
{
	char block[4096], *why = NULL;
	sqlite3 *db;
	FILE *f;
	size_t n;
	int fd;

	snprintf(b->path, sizeof b->path, "/tmp/makegood-kuma?%%XXXXXX");
	fd = mkstemp(b->path);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(sqlite3_open(b->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s", why);
	sqlite3_close(db);
	buf_init(&b->bytes, 64 << 20);
	f = fopen(b->path, "rb");
	assert_non_null(f);
	while ((n = fread(block, 1, sizeof block, f)) != 0)
		buf_add(&b->bytes, block, n);
	fclose(f);
}

static void
unbuild(struct base *b)
{
	unlink(b->path);
	buf_release(&b->bytes);
}

/* As watch_bytes(), from the file. */
static void
watch_path(struct watching *w, const char *path)
{
	struct trial *t = w->trial;

	w->job = (struct job){ .ctx = &t->ctx,
		.rule = t->rule,
		.zone_given = t->rule.zone != NULL,
		.file = STR("file"),
		.path = path,
		.keep = &t->keep,
		.scratch = &t->keep,
		.batch = &t->batch,
		.d = &t->diags,
		.see = sight_add,
		.see_arg = w };
	assert_int_equal(reader_open(path, &w->job.reader, &t->e), 0);
	t->batch.source.first_at = t->batch.source.last_at = NO_INSTANT;
	w->rc = kuma->format->watch(&w->job, &t->e);
	/* all of the file was read: its digest must fit */
	assert_int_equal(
	    reader_done_bytes(w->job.reader), reader_all_bytes(w->job.reader));
	reader_close(w->job.reader);
	for (size_t i = 0; i < t->diags.list.n; i++)
		diag_format(&t->diags.list.v[i], &t->said);
	buf_addc(&t->said, '\0');
	buf_addc(&w->told, '\0');
	assert_false(w->disorder);
}

/* Both ways tell these lines; `said` is among the complaints, if not NULL. */
static void
assert_database(
    const char *sql, const char *expected, size_t rejects, const char *said)
{
	struct watching *w = watching_new();
	struct base b;

	build(&b, sql);
	assert_true(kuma->format->detect(buf_str(&b.bytes)) >= 90);
	watch_path(w, b.path);
	assert_int_equal(w->rc, 0);
	assert_string_equal(w->told.p, expected);
	assert_int_equal(w->trial->batch.source.rejected, rejects);
	if (said == NULL)
		assert_quiet(w->trial);
	else
		assert_said(w->trial, said);
	watching_free(w);
	w = watching_new();
	watch_bytes(w, kuma, buf_str(&b.bytes));
	assert_string_equal(w->told.p, expected);
	watching_free(w);
	unbuild(&b);
}

static void
beats(void **state)
{
	(void)state;
	assert_database(TABLES MONITOR BEAT(1, 1, 7, 1, "16:29:40.120")
			    BEAT(2, 0, 7, 2, "16:30:40.310")
				BEAT(3, 1, 7, 0, "16:31:40.290")
				    BEAT(4, 1, 7, 3, "16:32:40.110"),
	    /* until the first beat that is none, changes speak on */
	    "event up shop 2013-04-11T16:29:40.120Z\n"
	    "sample down shop 2013-04-11T16:30:40.310Z.."
	    "2013-04-11T16:32:28.310Z soft\n"
	    "sample down shop 2013-04-11T16:31:40.290Z.."
	    "2013-04-11T16:33:28.290Z\n"
	    "sample maintenance shop 2013-04-11T16:32:40.110Z.."
	    "2013-04-11T16:34:28.110Z\n",
	    0, NULL);
}

/* Two monitors of one name; the second asks each 20 s, and again after 30. */
static void
monitors(void **state)
{
	(void)state;
	assert_database(TABLES MONITOR
	    "ALTER TABLE monitor ADD COLUMN timeout DOUBLE;"
	    "INSERT INTO monitor VALUES(8, 'shop', 20, 30, 16);" BEAT(
		1, 0, 7, 1, "16:29:40.500") BEAT(2, 0, 8, 1, "16:29:40.400")
		BEAT(3, 0, 9, 1, "16:29:41.000"),
	    /* 30 + 16 s; and in order of time, not of ids */
	    "sample up shop #8 2013-04-11T16:29:40.400Z.."
	    "2013-04-11T16:30:26.400Z\n"
	    "sample up shop #7 2013-04-11T16:29:40.500Z.."
	    "2013-04-11T16:31:28.500Z\n",
	    1, "");
}

static void
only_changes(void **state)
{
	(void)state;
	assert_database(TABLES MONITOR BEAT(1, 1, 7, 1, "10:00:00")
			    BEAT(2, 1, 7, 0, "16:30:00"),
	    "event up shop 2013-04-11T10:00:00Z\n"
	    "event down shop 2013-04-11T16:30:00Z\n",
	    0, NULL);
}

static void
bad_beats(void **state)
{
	(void)state;
	assert_database(TABLES MONITOR BEAT(1, 0, 7, 4, "10:00:00")
			    BEAT(2, 0, 7, 1, "25:00:00") BEAT(3, 0, 7, 1, "")
				BEAT(4, 0, 7, 1, "11:00:00"),
	    "sample up shop 2013-04-11T11:00:00Z..2013-04-11T11:01:48Z\n", 3,
	    "");
	assert_database(
	    TABLES MONITOR, "", 0, "warning: the database holds no heartbeats");
}

/* Rome is two hours ahead in April, New York four behind. */
static void
planned_work(void **state)
{
	(void)state;
	assert_database(TABLES MONITOR
	    "INSERT INTO monitor VALUES(8, 'blog', 60, 0);"
	    "INSERT INTO setting VALUES('serverTimezone', "
	    "'\"America/New_York\"');"
	    "INSERT INTO maintenance VALUES(1, 'Kernel', 1, 'single', "
	    "'2013-04-11 12:00:00', '2013-04-11 13:00', 'Europe/Rome');"
	    "INSERT INTO maintenance VALUES(2, 'Disks', 1, 'single', "
	    "'2013-04-11 12:00:00', '2013-04-11 13:00:00', 'SAME_AS_SERVER');"
	    "INSERT INTO maintenance VALUES(3, 'Off', 0, 'single', "
	    "'2013-04-11 12:00:00', '2013-04-11 13:00:00', 'UTC');"
	    "INSERT INTO maintenance VALUES(4, 'Sundays', 1, "
	    "'recurring-weekday', NULL, NULL, 'UTC');"
	    "INSERT INTO monitor_maintenance VALUES(1, 7, 1);"
	    "INSERT INTO monitor_maintenance VALUES(2, 8, 1);"
	    "INSERT INTO monitor_maintenance VALUES(3, 8, 2);"
	    "INSERT INTO monitor_maintenance VALUES(4, 8, 3);" BEAT(
		1, 0, 7, 1, "11:00:00"),
	    "window maintenance blog 2013-04-11T10:00:00Z.."
	    "2013-04-11T11:00:00Z\n"
	    "window maintenance shop 2013-04-11T10:00:00Z.."
	    "2013-04-11T11:00:00Z\n"
	    "sample up shop 2013-04-11T11:00:00Z..2013-04-11T11:01:48Z\n"
	    "window maintenance blog 2013-04-11T16:00:00Z.."
	    "2013-04-11T17:00:00Z\n",
	    0, "warning: 1 planned work is not single and left out");
}

/* A view in place of a table would run whatever the file says. */
static void
hostile_schema(void **state)
{
	struct watching *w = watching_new();
	struct base b;

	(void)state;
	build(&b,
	    "CREATE TABLE monitor(id, name);"
	    "CREATE VIEW heartbeat AS WITH RECURSIVE n(id) AS (SELECT 1 UNION "
	    "ALL SELECT id + 1 FROM n) SELECT id, 1 AS monitor_id, 1 AS "
	    "status, '2013-04-11 16:30:00' AS time FROM n;");
	watch_path(w, b.path);
	assert_said(w->trial, "error: there is no table heartbeat of Uptime "
			      "Kuma in this database");
	watching_free(w);
	unbuild(&b);
	/* a computed column that takes for ever */
	w = watching_new();
	build(&b, "CREATE TABLE monitor(id INTEGER, name TEXT AS (hex(zeroblob("
		  "100000000))));"
		  "CREATE TABLE heartbeat(id, monitor_id, status, time);"
		  "INSERT INTO monitor(id) VALUES(7);");
	watch_path(w, b.path);
	assert_true(w->trial->diags.errors > 0);
	watching_free(w);
	unbuild(&b);
}

/* A database that is open elsewhere: it is read, nothing is written, told. */
static void
in_use(void **state)
{
	struct watching *w = watching_new();
	char wal[80], shm[80];
	struct stat before, after;
	struct base b;
	sqlite3 *db;

	(void)state;
	build(&b, "PRAGMA journal_mode = WAL;" TABLES MONITOR BEAT(1, 0, 7, 1,
		      "11:00:00") "PRAGMA wal_checkpoint(TRUNCATE)");
	assert_int_equal(sqlite3_open(b.path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, BEAT(2, 0, 7, 0, "11:01:00"), NULL, NULL, NULL),
	    SQLITE_OK);
	snprintf(wal, sizeof wal, "%s-wal", b.path);
	snprintf(shm, sizeof shm, "%s-shm", b.path);
	assert_int_equal(stat(wal, &before), 0);
	watch_path(w, b.path);
	assert_string_equal(w->told.p,
	    "sample up shop 2013-04-11T11:00:00Z..2013-04-11T11:01:48Z\n");
	assert_said(w->trial, "warning: the database is in use: what stands in "
			      "its \"-wal\" file only is not read");
	assert_int_equal(stat(wal, &after), 0);
	assert_int_equal(before.st_size, after.st_size);
	watching_free(w);
	sqlite3_close(db);
	unlink(wal);
	unlink(shm);
	unbuild(&b);
}

/* Every page cut off, and bytes turned over: complaints, never a crash. */
static void
damage(void **state)
{
	uint64_t seed = 20130411;
	struct base b;

	(void)state;
	build(&b, TABLES MONITOR BEAT(1, 1, 7, 1, "16:29:40.120") BEAT(2, 0, 7,
		      2, "16:30:40.310") BEAT(3, 1, 7, 0, "16:31:40.290"));
	for (int i = 0; i < 400; i++) {
		struct watching *w = watching_new();
		struct str text = buf_str(&b.bytes);
		char *copy = malloc(text.n);

		assert_non_null(copy);
		memcpy(copy, text.p, text.n);
		if (i % 4 == 0)
			text.n = text.n * (size_t)(i / 4) / 100;
		for (int k = 0; i % 4 != 0 && k < 20; k++)
			copy[dice(&seed) % text.n] = (char)dice(&seed);
		text.p = copy;
		/* as a file that somebody forced to be of this format */
		w->trial->diags.limit = 5;
		w->rc = 0;
		watch_bytes(w, kuma, text);
		assert_int_equal(w->rc, 0);
		watching_free(w);
		free(copy);
	}
	unbuild(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(beats),
		cmocka_unit_test(monitors),
		cmocka_unit_test(only_changes),
		cmocka_unit_test(bad_beats),
		cmocka_unit_test(planned_work),
		cmocka_unit_test(hostile_schema),
		cmocka_unit_test(in_use),
		cmocka_unit_test(damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
