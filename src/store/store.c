#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/query.h"
#include "store/traffic_memory.h"

/* "MKGD": marks the file as ours, see `file makegood.db`. */
#define APPLICATION_ID 0x4d4b4744
#define SCHEMA_VERSION 4

#define PATH_BYTES 4096

/* What SQLite complains about, as an error; returns -1. */
static int
query_fail(struct store *s, struct err *e)
{
	int code = sqlite3_errcode(s->db);

	switch (code) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(
		    e, ERR_ENV, "the database is in use by another program");
	case SQLITE_CONSTRAINT:
		return err_set(e, ERR_INPUT, "%s", sqlite3_errmsg(s->db));
	case SQLITE_NOTADB:
		return err_set(e, ERR_INPUT, "it is not a database");
	case SQLITE_NOMEM:
		fputs("makegood: out of memory\n", stderr);
		_Exit(4);
	default:
		return err_set(e, ERR_ENV, "%s", sqlite3_errmsg(s->db));
	}
}

sqlite3_stmt *
query_get(struct store *s, enum sql_id id, struct err *e)
{
	if (s->stmt[id] == NULL &&
	    sqlite3_prepare_v3(s->db, sql_statements[id].text, -1,
		SQLITE_PREPARE_PERSISTENT, &s->stmt[id], NULL) != SQLITE_OK) {
		query_fail(s, e);
		return NULL;
	}
	return s->stmt[id];
}

int
query_next(struct store *s, sqlite3_stmt *st, struct err *e)
{
	int code = sqlite3_step(st);

	if (code == SQLITE_ROW)
		return 1;
	if (code != SQLITE_DONE)
		query_fail(s, e);
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	return code == SQLITE_DONE ? 0 : -1;
}

int
query_run(struct store *s, sqlite3_stmt *st, struct err *e)
{
	int rc;

	/* some pragmas answer with a row */
	while ((rc = query_next(s, st, e)) > 0)
		continue;
	return rc;
}

int
query_number(struct store *s, sqlite3_stmt *st, int64_t otherwise,
    int64_t *ret_value, struct err *e)
{
	int64_t value = otherwise;
	int rc;

	while ((rc = query_next(s, st, e)) > 0)
		value = sqlite3_column_int64(st, 0);
	if (rc == 0)
		*ret_value = value;
	return rc;
}

int
query_do(struct store *s, enum sql_id id, struct err *e)
{
	sqlite3_stmt *st = query_get(s, id, e);

	return st == NULL ? -1 : query_run(s, st, e);
}

static void
bound(int code)
{
	if (code == SQLITE_NOMEM) {
		fputs("makegood: out of memory\n", stderr);
		_Exit(4);
	}
	if (code != SQLITE_OK)
		BUG("a statement has fewer parameters than it is given");
}

void
bind_text(sqlite3_stmt *st, int at, struct str text)
{
	bound(sqlite3_bind_text64(st, at, text.p != NULL ? text.p : "", text.n,
	    SQLITE_STATIC, SQLITE_UTF8));
}

void
bind_cstr(sqlite3_stmt *st, int at, const char *text)
{
	bind_text(st, at, str_of(text != NULL ? text : ""));
}

void
bind_blob(sqlite3_stmt *st, int at, struct str bytes)
{
	bound(sqlite3_bind_blob64(
	    st, at, bytes.p != NULL ? bytes.p : "", bytes.n, SQLITE_STATIC));
}

void
bind_int(sqlite3_stmt *st, int at, int64_t n)
{
	bound(sqlite3_bind_int64(st, at, n));
}

void
bind_instant(sqlite3_stmt *st, int at, int64_t instant)
{
	if (instant == NO_INSTANT)
		bound(sqlite3_bind_null(st, at));
	else
		bind_int(st, at, instant);
}

void
bind_real(sqlite3_stmt *st, int at, double x)
{
	bound(sqlite3_bind_double(st, at, x));
}

struct str
column_text(sqlite3_stmt *st, int at, struct arena *keep)
{
	const void *p = sqlite3_column_text(st, at);
	int n = sqlite3_column_bytes(st, at);

	if (p == NULL || n == 0)
		return STR("");
	return str_dup(keep, (struct str){ p, (size_t)n });
}

struct str
column_blob(sqlite3_stmt *st, int at)
{
	const char *p = sqlite3_column_blob(st, at);

	return (struct str){ p,
		p == NULL ? 0 : (size_t)sqlite3_column_bytes(st, at) };
}

int64_t
column_instant(sqlite3_stmt *st, int at)
{
	return sqlite3_column_type(st, at) == SQLITE_NULL
		   ? NO_INSTANT
		   : sqlite3_column_int64(st, at);
}

int
query_do_all(struct store *s, const char *prefix, struct err *e)
{
	for (int id = 0; id < SQL_COUNT; id++)
		if (str_starts(str_of(sql_statements[id].name), prefix) &&
		    query_do(s, (enum sql_id)id, e) != 0)
			return -1;
	return 0;
}

static int
ask(struct store *s, enum sql_id id, int64_t *ret_value, struct err *e)
{
	sqlite3_stmt *st = query_get(s, id, e);

	return st == NULL ? -1 : query_number(s, st, 0, ret_value, e);
}

static int
check_owner(struct store *s, int64_t *ret_version, struct err *e)
{
	int64_t id, version, tables;

	if (ask(s, SQL_APPLICATION_ID, &id, e) != 0 ||
	    ask(s, SQL_USER_VERSION, &version, e) != 0 ||
	    ask(s, SQL_TABLE_COUNT, &tables, e) != 0)
		return -1;
	if (id != APPLICATION_ID && (id != 0 || version != 0 || tables != 0))
		return err_set(
		    e, ERR_INPUT, "it is a database of another program");
	if (version > SCHEMA_VERSION)
		return err_set(e, ERR_ENV,
		    "it was written by a newer makegood (schema %lld, this "
		    "program knows %d)",
		    (long long)version, SCHEMA_VERSION);
	*ret_version = version;
	return 0;
}

/*
 * Bring the schema up to date, one numbered step after the other, in one
 * transaction. The version is asked again inside it: another program may have
 * been faster.
 */
static int
migrate(struct store *s, struct err *e)
{
	int64_t version;
	char prefix[16];

	if (check_owner(s, &version, e) != 0)
		return -1;
	if (version == SCHEMA_VERSION)
		return 0;
	if (store_begin(s, e) != 0)
		return -1;
	if (check_owner(s, &version, e) != 0)
		goto fail;
	for (int64_t v = version + 1; v <= SCHEMA_VERSION; v++) {
		snprintf(prefix, sizeof prefix, "v%d_", (int)v);
		if (query_do_all(s, prefix, e) != 0 ||
		    (v == 3 && traffic_migrate(s, e) != 0))
			goto fail;
	}
	return store_commit(s, e);
fail:
	store_rollback(s);
	return -1;
}

/* What came of opening it. */
static int
opened(struct store *s, int code, struct err *e)
{
	if (code == SQLITE_OK)
		return 0;
	if (s->db == NULL)
		return err_set(e, ERR_ENV, "out of memory");
	return query_fail(s, e);
}

/* ---- where nothing can be written ---- */

static bool
folder_may_write(const char *path)
{
	const char *slash = strrchr(path, '/');
	char dir[PATH_BYTES];

	snprintf(dir, sizeof dir, "%.*s",
	    slash == NULL ? 1 : (int)(slash - path) + 1,
	    slash == NULL ? "." : path);
	return access(dir, W_OK) == 0;
}

bool
store_may_write(const char *path)
{
	/* the database grows beside itself first */
	return folder_may_write(path) &&
	       (access(path, F_OK) != 0 || access(path, W_OK) == 0);
}

static int
missing(const char *path, struct err *e)
{
	if (folder_may_write(path))
		return err_set(e, ERR_USAGE, "nothing has been imported yet");
	return err_set(e, ERR_ENV,
	    "nothing has been imported yet, and nothing can be written there; "
	    "copy the folder to where it can be written");
}

/* Is there such a companion of the database; with how many bytes? */
static bool
companion(const char *path, const char *suffix, int64_t *ret_bytes)
{
	char name[PATH_BYTES];
	struct stat st;

	snprintf(name, sizeof name, "%s%s", path, suffix);
	if (stat(name, &st) != 0)
		return false;
	*ret_bytes = st.st_size;
	return true;
}

/* The name as an address; no byte of it may mean anything there. */
static void
add_address(struct buf *b, const char *path, bool alone)
{
	/* two slashes at the beginning would name a host */
	buf_adds(b, path[0] == '/' ? "file://" : "file:");
	for (const char *p = path; *p != '\0'; p++)
		if (strchr("%?#", *p) != NULL)
			buf_addf(b, "%%%02x", (unsigned)(unsigned char)*p);
		else
			buf_addc(b, *p);
	buf_adds(b, alone ? "?mode=ro&immutable=1" : "?mode=ro");
}

/*
 * A reader, too, needs the companions of the database, and where it cannot make
 * them it may do without as long as all is in the one file.
 */
static int
open_reading(struct store *s, const char *path, struct err *e)
{
	int64_t index = 0, log = 0;
	bool shared = companion(path, "-shm", &index);
	struct buf name;
	int code;

	s->reading = true;
	if (companion(path, "-wal", &log) && log != 0 && !shared)
		return err_set(e, ERR_ENV,
		    "its last changes wait in \"%s-wal\"; run makegood once "
		    "where the folder can be written",
		    path);
	buf_init(&name, 4 * PATH_BYTES);
	add_address(&name, path, !shared);
	buf_addc(&name, '\0');
	code = sqlite3_open_v2(name.p, &s->db,
	    SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
	buf_release(&name);
	return opened(s, code, e);
}

static int
check_current(struct store *s, struct err *e)
{
	int64_t version;

	if (check_owner(s, &version, e) != 0)
		return -1;
	if (version != SCHEMA_VERSION)
		return err_set(e, ERR_ENV,
		    "it was written by an older makegood (schema %lld, this "
		    "program needs %d) and cannot be brought up to date here; "
		    "copy the folder to where it can be written",
		    (long long)version, SCHEMA_VERSION);
	return 0;
}

/* ---- opening ---- */

static int
open_writing(
    struct store *s, const char *path, enum store_mode mode, struct err *e)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

	if (mode != STORE_EXISTING)
		flags |= SQLITE_OPEN_CREATE;
	return opened(s,
	    sqlite3_open_v2(
		mode == STORE_MEMORY ? ":memory:" : path, &s->db, flags, NULL),
	    e);
}

static int
open_file(
    struct store *s, const char *path, enum store_mode mode, struct err *e)
{
	bool reading = mode == STORE_EXISTING && !store_may_write(path);

	if (mode == STORE_EXISTING && access(path, F_OK) != 0)
		return missing(path, e);
	if ((reading ? open_reading(s, path, e)
		     : open_writing(s, path, mode, e)) != 0)
		return -1;
	/* refuse tricks that a prepared file could play on its reader */
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	if (query_do_all(s, "open_", e) != 0)
		return -1;
	if (reading)
		return check_current(s, e);
	if (query_do_all(s, "write_", e) != 0)
		return -1;
	return migrate(s, e);
}

int
store_open(const char *path, enum store_mode mode, struct store **ret_store,
    struct err *e)
{
	struct store *s = calloc(1, sizeof *s);

	if (s == NULL)
		return err_set(e, ERR_ENV, "out of memory");
	/* One thread, and nobody asks for its statistics; refused, and not
	 * missed, when the library is at work already. */
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (open_file(s, path, mode, e) != 0) {
		store_close(s);
		return err_while(e, "could not open \"%s\"", path);
	}
	*ret_store = s;
	return 0;
}

void
store_close(struct store *s)
{
	struct err ignored;

	if (s == NULL)
		return;
	store_rollback(s);
	/*
	 * Leave one file instead of three. Where that is not possible, because
	 * somebody else is reading, nothing is lost.
	 */
	if (s->db != NULL && sqlite3_total_changes(s->db) != 0)
		(void)!query_do(s, SQL_CHECKPOINT, &ignored);
	for (int id = 0; id < SQL_COUNT; id++)
		sqlite3_finalize(s->stmt[id]);
	sqlite3_close(s->db);
	traffic_forget(s);
	free(s);
}

int
store_begin(struct store *s, struct err *e)
{
	if (s->reading)
		return err_set(
		    e, ERR_ENV, "the database can only be read here");
	if (query_do(s, SQL_BEGIN, e) != 0)
		return -1;
	s->begun = true;
	return 0;
}

int
store_commit(struct store *s, struct err *e)
{
	if (query_do(s, SQL_COMMIT, e) != 0)
		return -1;
	s->begun = false;
	return 0;
}

void
store_rollback(struct store *s)
{
	struct err ignored;

	/* a full disk may have ended the transaction already */
	if (s->begun && sqlite3_get_autocommit(s->db) == 0)
		(void)!query_do(s, SQL_ROLLBACK, &ignored);
	s->begun = false;
	traffic_forget(s);
}
