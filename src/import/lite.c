#include "import/lite.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define MAGIC_BYTES  16
#define HEADER_BYTES 100
/* SQLite's own steps for one byte of the file; a row takes about ten a column
 * and is never shorter than a byte a column. */
#define STEPS_A_BYTE 100

bool
lite_is(struct str head)
{
	return head.n >= HEADER_BYTES &&
	       memcmp(head.p, "SQLite format 3", MAGIC_BYTES) == 0;
}

static void
damaged(struct lite *l, const char *what)
{
	job_complain(l->job, DIAG_ERROR, 0,
	    "stop the program that writes it, and copy the file again",
	    "the database cannot be read: %s",
	    l->db != NULL ? sqlite3_errmsg(l->db) : what);
}

/* ---- opening
 * ------------------------------------------------------------------------ */

/* "file:/a%20b?mode=ro&immutable=1": no locks, no files beside it. */
static void
add_uri(struct buf *b, const char *path)
{
	buf_adds(b, "file:");
	for (; *path != '\0'; path++) {
		if (*path == '%' || *path == '?' || *path == '#')
			buf_addf(b, "%%%02X", (unsigned)(unsigned char)*path);
		else
			buf_addc(b, *path);
	}
	buf_adds(b, "?mode=ro&immutable=1");
	buf_addc(b, '\0');
}

/* What a program that is still running has not put into the file yet. */
static void
tell_pending(struct lite *l, const char *suffix)
{
	struct str path =
	    str_format(l->job->scratch, "%s%s", l->job->path, suffix);
	struct stat st;

	if (stat(str_cstr(l->job->scratch, path), &st) != 0 || st.st_size == 0)
		return;
	job_complain(l->job, DIAG_WARNING, 0,
	    "stop the program, or copy its database with sqlite3 FILE "
	    "\".backup COPY\"",
	    "the database is in use: what stands in its \"%s\" file only is "
	    "not read",
	    suffix);
}

static int
open_path(struct lite *l)
{
	struct buf uri;
	int rc;

	tell_pending(l, "-wal");
	tell_pending(l, "-journal");
	buf_init(&uri, 3 * strlen(l->job->path) + 64);
	add_uri(&uri, l->job->path);
	rc = sqlite3_open_v2(uri.p, &l->db,
	    SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
	buf_release(&uri);
	return rc;
}

/* All of the reader into l->bytes. */
static int
load(struct lite *l, struct err *e)
{
	char block[16384];
	size_t n;

	buf_init(&l->bytes, LITE_MAX_MEMORY);
	do {
		if (reader_read(l->job->reader, block, sizeof block, &n, e) !=
		    0)
			return -1;
		buf_add(&l->bytes, block, n);
	} while (n != 0 && !l->bytes.full);
	return 0;
}

static int
open_bytes(struct lite *l)
{
	unsigned char *bytes = (unsigned char *)l->bytes.p;
	int rc = sqlite3_open_v2(":memory:", &l->db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	/* a copy has no write-ahead log beside it */
	bytes[18] = bytes[19] = 1;
	if (rc != SQLITE_OK)
		return rc;
	return sqlite3_deserialize(l->db, "main", bytes,
	    (sqlite3_int64)l->bytes.n, (sqlite3_int64)l->bytes.n,
	    SQLITE_DESERIALIZE_READONLY);
}

static int
count_steps(void *arg)
{
	struct lite *l = arg;

	return l->steps-- <= 0;
}

static int
harden(struct lite *l)
{
	static const struct {
		int what, limit;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, 16 << 20 },
		{ SQLITE_LIMIT_SQL_LENGTH, 100000 },
		{ SQLITE_LIMIT_COLUMN, 500 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 50 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 5 },
		{ SQLITE_LIMIT_VDBE_OP, 25000 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 20 },
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 5 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(l->db, limits[i].what, limits[i].limit);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_progress_handler(l->db, 1000, count_steps, l);
	return sqlite3_exec(l->db,
	    "PRAGMA query_only = 1; PRAGMA cell_size_check = 1;"
	    "PRAGMA mmap_size = 0; PRAGMA cache_size = -8000",
	    NULL, NULL, NULL);
}

/* The file itself is the database: not compressed, and on disk. */
static bool
plain(const struct job *job)
{
	char magic[MAGIC_BYTES] = "";
	FILE *f = job->path != NULL ? fopen(job->path, "rbe") : NULL;
	size_t n = 0;

	if (f == NULL)
		return false;
	n = fread(magic, 1, sizeof magic, f);
	fclose(f);
	return n == sizeof magic &&
	       memcmp(magic, "SQLite format 3", MAGIC_BYTES) == 0;
}

int
lite_open(struct lite *l, struct job *job, struct err *e)
{
	int rc;

	*l = (struct lite){ .job = job };
	l->steps = 50000 + reader_all_bytes(job->reader) / 1000 * STEPS_A_BYTE;
	if (plain(job)) {
		rc = open_path(l);
	} else {
		if (load(l, e) != 0)
			return -1;
		l->steps += (int64_t)l->bytes.n / 1000 * STEPS_A_BYTE;
		if (l->bytes.full)
			job_complain(job, DIAG_ERROR, 0, "decompress it first",
			    "a compressed database of more than %zu MB",
			    LITE_MAX_MEMORY >> 20);
		if (l->bytes.full || !lite_is(buf_str(&l->bytes)))
			return 0;
		rc = open_bytes(l);
	}
	if (rc == SQLITE_OK)
		rc = harden(l);
	if (rc == SQLITE_OK)
		return 0;
	damaged(l, "out of memory");
	sqlite3_close(l->db);
	l->db = NULL;
	return 0;
}

int
lite_close(struct lite *l, struct err *e)
{
	char block[4096];
	size_t n;

	sqlite3_close(l->db);
	buf_release(&l->bytes);
	do {
		if (reader_read(l->job->reader, block, sizeof block, &n, e) !=
		    0)
			return -1;
	} while (n != 0);
	return 0;
}

/* ---- tables
 * ------------------------------------------------------------------------- */

static bool
is_table(struct lite *l, const char *name)
{
	sqlite3_stmt *rows = NULL;
	bool found = false;

	if (sqlite3_prepare_v2(l->db,
		"SELECT sql FROM sqlite_schema WHERE type = 'table' AND "
		"name = ?1",
		-1, &rows, NULL) != SQLITE_OK) {
		damaged(l, "");
		return false;
	}
	sqlite3_bind_text(rows, 1, name, -1, SQLITE_STATIC);
	if (lite_row(l, rows))
		/* no module of the schema may run */
		found = str_starts(lite_text(rows, 0), "CREATE TABLE");
	sqlite3_finalize(rows);
	return found;
}

sqlite3_stmt *
lite_table(struct lite *l, const char *name, const char *order)
{
	struct str sql = str_format(
	    l->job->scratch, "SELECT * FROM main.\"%s\" %s", name, order);
	sqlite3_stmt *rows = NULL;

	if (l->db == NULL || !is_table(l, name))
		return NULL;
	if (sqlite3_prepare_v2(l->db, sql.p, (int)sql.n, &rows, NULL) !=
	    SQLITE_OK) {
		damaged(l, "");
		return NULL;
	}
	return rows;
}

bool
lite_row(struct lite *l, sqlite3_stmt *rows)
{
	int rc = rows != NULL ? sqlite3_step(rows) : SQLITE_DONE;

	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		damaged(l, "");
	return rc == SQLITE_ROW;
}

int
lite_column(sqlite3_stmt *rows, const char *name)
{
	int n = rows != NULL ? sqlite3_column_count(rows) : 0;

	for (int i = 0; i < n; i++)
		if (str_is_nocase(str_of(sqlite3_column_name(rows, i)), name))
			return i;
	return -1;
}

struct str
lite_text(sqlite3_stmt *rows, int column)
{
	const char *p;

	if (column < 0)
		return STR_NONE;
	p = (const char *)sqlite3_column_text(rows, column);
	return p == NULL ? STR_NONE
			 : (struct str){ p,
				   (size_t)sqlite3_column_bytes(rows, column) };
}

int64_t
lite_number(sqlite3_stmt *rows, int column, int64_t otherwise)
{
	int type = column < 0 ? SQLITE_NULL : sqlite3_column_type(rows, column);

	if (type != SQLITE_INTEGER && type != SQLITE_FLOAT)
		return otherwise;
	return sqlite3_column_int64(rows, column);
}
