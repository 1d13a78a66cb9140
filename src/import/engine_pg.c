/*
 * engine_pg.c -- everything that speaks PostgreSQL's protocol, through libpq.
 *
 * A connection reads one day after another, each in a read-only transaction of
 * its own in which rows and count see the same data. No wait is without end:
 * the server has statement_timeout, and what it does not keep is kept here.
 */
#include <poll.h>
#include <postgresql/libpq-fe.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/civil.h"
#include "import/engine_adapter.h"
#include "import/engine_types.h"

#define SQL_BYTES ((size_t)1 << 16)
/* 2000-01-01, from which times are counted in binary answers */
#define PG_EPOCH_S INT64_C(946684800)

/* The library is opened when an engine is asked, and not before. */
#define FUNCTIONS(F)                                                           \
	F(PQconnectdbParams)                                                   \
	F(PQstatus)                                                            \
	F(PQerrorMessage)                                                      \
	F(PQfinish)                                                            \
	F(PQconnectionNeedsPassword)                                           \
	F(PQconnectionUsedPassword)                                            \
	F(PQserverVersion)                                                     \
	F(PQparameterStatus)                                                   \
	F(PQsendQueryParams)                                                   \
	F(PQsetSingleRowMode)                                                  \
	F(PQisBusy)                                                            \
	F(PQconsumeInput)                                                      \
	F(PQsocket)                                                            \
	F(PQgetResult)                                                         \
	F(PQresultStatus)                                                      \
	F(PQresultErrorField)                                                  \
	F(PQclear)                                                             \
	F(PQntuples)                                                           \
	F(PQnfields)                                                           \
	F(PQfname)                                                             \
	F(PQftype)                                                             \
	F(PQfformat)                                                           \
	F(PQgetvalue)                                                          \
	F(PQgetlength) F(PQgetisnull) F(PQescapeIdentifier) F(PQfreemem)
#define MEMBER(f) __typeof__(f) *f;
static struct {
	FUNCTIONS(MEMBER)
} pg;

struct engine_link {
	struct arena keep;
	const struct engine_source *source;
	PGconn *conn;
	enum engine_sql sql;
	struct engine_table table;
};

static int
prepare(struct engine_trouble *trouble)
{
#define ENTRY(f) { #f, &pg.f },
	static const struct engine_entry all[] = { FUNCTIONS(ENTRY) };

	return engine_library("libpq.so.5", "apt-get install libpq5", all,
	    sizeof all / sizeof *all, trouble);
}

/* ---- troubles ---- */

/* The first line is enough. */
static int
first_line(const char *text)
{
	return (int)strcspn(text, "\n");
}

static int
blame_result(const PGresult *res, struct engine_trouble *trouble)
{
	const char *state = pg.PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *text = pg.PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	const char *hint;
	bool input = engine_pg_trouble(state == NULL ? "" : state, &hint);

	if (text == NULL)
		text = "the connection was lost";
	return engine_blame(
	    trouble, input, hint, "%.*s", first_line(text), text);
}

static int
blame_connection(struct engine_link *l, struct engine_trouble *trouble)
{
	const char *text = pg.PQerrorMessage(l->conn);
	bool password = pg.PQconnectionNeedsPassword(l->conn) ||
			pg.PQconnectionUsedPassword(l->conn);

	return engine_blame(trouble, false,
	    password ? "the password belongs into ~/.pgpass, mode 0600: "
		       "host:port:database:user:password"
		     : "is the server running, and does psql reach it from "
		       "here?",
	    "%.*s", first_line(text), text);
}

/* ---- questions ---- */

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Until the next result can be had without waiting. */
static int
wait_result(struct engine_link *l, struct engine_trouble *trouble)
{
	int64_t end = now_ms() + l->source->timeout_ms + ENGINE_GRACE_MS;

	while (pg.PQisBusy(l->conn)) {
		struct pollfd fd = { .fd = pg.PQsocket(l->conn),
			.events = POLLIN };
		int64_t left = end - now_ms();

		if (left <= 0)
			return engine_blame(trouble, false,
			    "timeout: 30 min gives it more time",
			    "the engine does not answer any more");
		poll(&fd, 1, left > 60000 ? 60000 : (int)left);
		if (!pg.PQconsumeInput(l->conn))
			return engine_blame(trouble, false,
			    "import again: what has come stays, the rest "
			    "follows",
			    "the connection was lost half way");
	}
	return 0;
}

struct question {
	const char *sql;
	const char *limits[2]; /* $1, $2; or NULL */
	bool binary;
};

/* How answers are taken: row by row. */
struct ear {
	int (*row)(void *arg, const PGresult *res, struct engine_trouble *t);
	void *arg;
};

static int
hear(struct engine_link *l, const struct ear *ear,
    struct engine_trouble *trouble)
{
	PGresult *res;
	int rc = 0;

	while (rc == 0) {
		if (wait_result(l, trouble) != 0)
			return -1;
		res = pg.PQgetResult(l->conn);
		if (res == NULL)
			break;
		switch (pg.PQresultStatus(res)) {
		case PGRES_SINGLE_TUPLE:
			if (ear != NULL)
				rc = ear->row(ear->arg, res, trouble);
			break;
		case PGRES_TUPLES_OK:
		case PGRES_COMMAND_OK:
			break;
		default:
			rc = blame_result(res, trouble);
		}
		pg.PQclear(res);
	}
	return rc;
}

static int
ask(struct engine_link *l, const struct question *q, const struct ear *ear,
    struct engine_trouble *trouble)
{
	if (!pg.PQsendQueryParams(l->conn, q->sql, q->limits[0] != NULL ? 2 : 0,
		NULL, q->limits, NULL, NULL, q->binary) ||
	    !pg.PQsetSingleRowMode(l->conn))
		return blame_connection(l, trouble);
	return hear(l, ear, trouble);
}

static int
say(struct engine_link *l, const char *sql, struct engine_trouble *trouble)
{
	return ask(l, &(struct question){ .sql = sql }, NULL, trouble);
}

/* ---- values ---- */

static int64_t
big_endian(const char *p, int n)
{
	uint64_t v = (unsigned char)p[0] & 0x80 ? ~UINT64_C(0) : 0;

	for (int i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	return (int64_t)v;
}

static struct str
cell(const PGresult *res, int i)
{
	return (struct str){ pg.PQgetvalue(res, 0, i),
		(size_t)pg.PQgetlength(res, 0, i) };
}

/* An integer, however it travelled; what is not there counts nothing. */
static int
number(const PGresult *res, int i, const char *what, int64_t *ret,
    struct engine_trouble *trouble)
{
	struct str s = cell(res, i);

	*ret = 0;
	if (pg.PQgetisnull(res, 0, i))
		return 0;
	if (pg.PQfformat(res, i) == 1 && (s.n == 8 || s.n == 4)) {
		*ret = big_endian(s.p, (int)s.n);
		return 0;
	}
	if (pg.PQfformat(res, i) == 0 && str_int64(s, ret))
		return 0;
	return engine_blame(trouble, true, "CAST(... AS bigint)",
	    "\"%s\" is not a whole number", what);
}

/* Seconds since 1970 of a timestamp; a fraction is no start of a bin. */
static int
instant(
    const PGresult *res, int i, int64_t *ret_s, struct engine_trouble *trouble)
{
	struct str s = cell(res, i);
	struct iso t;
	Oid type = pg.PQftype(res, i);

	if (pg.PQfformat(res, i) == 1 && s.n == 8 &&
	    (type == 1114 || type == 1184)) {
		int64_t us = big_endian(s.p, 8);

		*ret_s = us / 1000000 + PG_EPOCH_S;
		if (us % 1000000 == 0)
			return 0;
	} else if (pg.PQfformat(res, i) == 0 && iso_parse(s, &t)) {
		*ret_s = civil_ms(t.at) / MS_SECOND - t.offset_s;
		if (t.at.ms == 0)
			return 0;
	}
	return engine_blame(trouble, true,
	    "an hour in UTC: date_trunc('hour', ts) AS at",
	    "\"at\" is no timestamp");
}

static int
one_number(void *arg, const PGresult *res, struct engine_trouble *trouble)
{
	return number(res, 0, "count", arg, trouble);
}

static int
one_line(void *arg, const PGresult *res, struct engine_trouble *trouble)
{
	struct str line = cell(res, 0);

	(void)trouble;
	buf_addf(arg, "  %.*s\n", STR_ARG(line));
	return 0;
}

/* ---- the rows of a day ---- */

struct day {
	struct engine_rows *rows;
	bool own;
	int where[ENGINE_VALUES]; /* columns of the answer; -1: none */
	bool placed;
};

static int
place_columns(
    struct day *d, const PGresult *res, struct engine_trouble *trouble)
{
	for (int v = 0; v < ENGINE_VALUES; v++) {
		d->where[v] = d->own || v == VALUE_VISITS ? -1 : v;
		for (int i = 0; d->own && i < pg.PQnfields(res); i++)
			if (strcmp(pg.PQfname(res, i), engine_value_names[v]) ==
			    0)
				d->where[v] = i;
		if (d->where[v] < 0 && v <= VALUE_HITS)
			return engine_blame(trouble, true,
			    "SELECT host AS site, date_trunc('hour', ts) AS "
			    "at, count(*) AS hits ...",
			    "query: returns no column \"%s\"",
			    engine_value_names[v]);
	}
	d->placed = true;
	return 0;
}

static int
take_row(void *arg, const PGresult *res, struct engine_trouble *trouble)
{
	struct day *d = arg;
	int64_t values[ENGINE_VALUES] = { 0 }, at_s = 0;
	struct str site = STR_NONE;

	if (!d->placed && place_columns(d, res, trouble) != 0)
		return -1;
	for (int i = 0; i < pg.PQnfields(res); i++)
		d->rows->bytes += 4 + pg.PQgetlength(res, 0, i);
	d->rows->bytes += 7;
	if (!pg.PQgetisnull(res, 0, d->where[VALUE_SITE]))
		site = str_trim(cell(res, d->where[VALUE_SITE]));
	if (instant(res, d->where[VALUE_AT], &at_s, trouble) != 0)
		return -1;
	for (int v = VALUE_HITS; v < ENGINE_VALUES; v++)
		if (d->where[v] >= 0 &&
		    number(res, d->where[v], engine_value_names[v], &values[v],
			trouble) != 0)
			return -1;
	return engine_rows_add(d->rows, site, at_s, values, trouble);
}

static char *
limit_text(struct arena *keep, int64_t day)
{
	return str_cstr(keep, iso_utc(keep, day * MS_DAY));
}

static void
day_question(const struct engine_link *l, const struct engine_task *task,
    struct arena *keep, struct question *q)
{
	struct engine_range range = { .by_minute = task->by_minute };
	struct buf b;

	*q = (struct question){ .limits = { limit_text(keep, task->day),
				    limit_text(keep, task->day + 1) } };
	if (l->source->query.n != 0) {
		q->sql = str_cstr(keep, l->source->query);
		return;
	}
	buf_init(&b, SQL_BYTES);
	engine_sql_day(l->sql, &l->table, &range, &b);
	q->sql = str_cstr(keep, buf_str(&b));
	q->binary = l->sql == SQL_DATE_BIN;
	buf_release(&b);
}

static void
count_question(
    const struct engine_link *l, struct arena *keep, struct question *q)
{
	struct engine_range range = { 0 };
	struct buf b;

	buf_init(&b, SQL_BYTES);
	engine_sql_count(l->sql, &l->table, &range, &b);
	q->sql = str_cstr(keep, buf_str(&b));
	q->binary = false;
	buf_release(&b);
}

static int
fetch(struct engine_link *l, const struct engine_task *task,
    struct engine_rows *rows, int64_t *ret_now, int64_t *ret_count,
    struct engine_trouble *trouble)
{
	struct day d = { .rows = rows, .own = l->source->query.n != 0 };
	struct question q;

	*ret_count = -1;
	if (say(l, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		trouble) != 0 ||
	    ask(l,
		&(struct question){
		    .sql = "SELECT CAST(floor(extract(epoch FROM now())) AS "
			   "bigint)" },
		&(struct ear){ one_number, ret_now }, trouble) != 0)
		return -1;
	day_question(l, task, rows->keep, &q);
	if (ask(l, &q, &(struct ear){ take_row, &d }, trouble) != 0)
		return -1;
	if (!d.own) {
		count_question(l, rows->keep, &q);
		if (ask(l, &q, &(struct ear){ one_number, ret_count },
			trouble) != 0)
			return -1;
	}
	return say(l, "COMMIT", trouble);
}

/* ---- the connection ---- */

/* Names as they stand in the text, safe whatever they hold. */
static struct str
quoted(struct engine_link *l, struct str name)
{
	char *q = pg.PQescapeIdentifier(l->conn, name.p, name.n);
	struct str s = q == NULL ? STR_NONE : str_dup(&l->keep, str_of(q));

	pg.PQfreemem(q);
	return s;
}

/* schema.table, each quoted */
static struct str
quoted_table(struct engine_link *l, struct str name)
{
	struct str rest = name, all = STR_NONE;

	while (rest.n != 0) {
		struct str part = quoted(l, str_cut(rest, '.', &rest));

		all = all.n == 0 ? part
				 : str_format(&l->keep, "%.*s.%.*s",
				       STR_ARG(all), STR_ARG(part));
	}
	return all;
}

/* What the columns of the table are, from the engine itself. */
static int
look(struct engine_link *l, const PGresult *res, struct engine_trouble *trouble)
{
	int n = pg.PQnfields(res), found[ENGINE_COLUMNS];
	struct str *names = arena_array(&l->keep, (size_t)n + 1, sizeof *names);
	enum engine_type *types =
	    arena_array(&l->keep, (size_t)n + 1, sizeof *types);

	for (int i = 0; i < n; i++) {
		names[i] = str_dup(&l->keep, str_of(pg.PQfname(res, i)));
		types[i] = engine_pg_type(pg.PQftype(res, i));
	}
	if (!engine_find_columns(
		l->source, names, types, (size_t)n, found, trouble))
		return -1;
	for (size_t i = 0; i < ENGINE_COLUMNS; i++) {
		if (found[i] < 0)
			continue;
		l->table.columns[i] = quoted(l, names[found[i]]);
		l->table.types[i] = types[found[i]];
	}
	return 0;
}

static int
look_at_table(struct engine_link *l, struct engine_trouble *trouble)
{
	char *sql;
	PGresult *res;
	int rc;

	l->table.name = quoted_table(l, l->source->table);
	sql = str_cstr(
	    &l->keep, str_format(&l->keep, "SELECT * FROM %.*s LIMIT 0",
			  STR_ARG(l->table.name)));
	if (!pg.PQsendQueryParams(l->conn, sql, 0, NULL, NULL, NULL, NULL, 0))
		return blame_connection(l, trouble);
	if (wait_result(l, trouble) != 0)
		return -1;
	res = pg.PQgetResult(l->conn);
	rc = pg.PQresultStatus(res) == PGRES_TUPLES_OK
		 ? look(l, res, trouble)
		 : blame_result(res, trouble);
	pg.PQclear(res);
	return rc != 0 ? rc : hear(l, NULL, trouble);
}

static enum engine_sql
choose_sql(const struct engine_link *l)
{
	if (l->source->dialect == DIALECT_POSTGRESQL)
		return SQL_DATE_BIN;
	if (l->source->dialect == DIALECT_PLAIN ||
	    pg.PQserverVersion(l->conn) < 140000 ||
	    pg.PQparameterStatus(l->conn, "crdb_version") != NULL)
		return SQL_PLAIN;
	return SQL_DATE_BIN;
}

static int
set_up(struct engine_link *l, struct engine_trouble *trouble)
{
	char *timeout = str_cstr(
	    &l->keep, str_format(&l->keep, "SET statement_timeout = %lld",
			  (long long)l->source->timeout_ms));

	if (say(l, "SET TIME ZONE 'UTC'", trouble) != 0 ||
	    say(l, timeout, trouble) != 0 ||
	    say(l, "SET datestyle = 'ISO'", trouble) != 0)
		return -1;
	l->sql = choose_sql(l);
	/* nobody told the planner how few groups there are: it would sort */
	if (l->sql == SQL_DATE_BIN &&
	    (say(l, "SET enable_sort = off", trouble) != 0 ||
		say(l, "SET work_mem = '64MB'", trouble) != 0))
		return -1;
	return l->source->query.n != 0 ? 0 : look_at_table(l, trouble);
}

static void
hang_up(struct engine_link *l)
{
	struct arena keep = l->keep; /* holds the link itself */

	pg.PQfinish(l->conn);
	arena_release(&keep);
}

static struct engine_link *
call(const struct engine_source *source, struct engine_trouble *trouble)
{
	/* what stands behind dbname wins over it */
	static const char *const keys[] = { "connect_timeout", "dbname",
		"fallback_application_name", "client_encoding", NULL };
	struct arena keep = { 0 };
	char seconds[16];
	const char *values[] = { seconds, str_cstr(&keep, source->from),
		"makegood", "UTF8", NULL };
	struct engine_link *l = arena_alloc(&keep, sizeof *l);
	int64_t limit_s = source->timeout_ms / MS_SECOND;

	snprintf(seconds, sizeof seconds, "%d",
	    limit_s < ENGINE_CONNECT_S ? (int)limit_s : ENGINE_CONNECT_S);
	l->keep = keep;
	l->source = source;
	l->conn = pg.PQconnectdbParams(keys, values, 1);
	if (pg.PQstatus(l->conn) != CONNECTION_OK)
		blame_connection(l, trouble);
	else if (set_up(l, trouble) == 0)
		return l;
	hang_up(l);
	return NULL;
}

static int
explain(struct engine_link *l, const struct engine_task *task, bool plan,
    struct buf *out, struct engine_trouble *trouble)
{
	struct question q;

	day_question(l, task, &l->keep, &q);
	buf_addf(out, "server: %s, %s\nquery, with $1 = %s and $2 = %s:\n%s\n",
	    pg.PQparameterStatus(l->conn, "server_version"),
	    l->sql == SQL_DATE_BIN ? "SQL of PostgreSQL 14" : "plain SQL",
	    q.limits[0], q.limits[1], q.sql);
	if (!plan)
		return 0;
	q.sql = str_cstr(&l->keep, str_format(&l->keep, "EXPLAIN %s", q.sql));
	q.binary = false;
	buf_adds(out, "plan:\n");
	return ask(l, &q, &(struct ear){ one_line, out }, trouble);
}

const struct engine_adapter engine_pg = {
	.prepare = prepare,
	.open = call,
	.close = hang_up,
	.day = fetch,
	.explain = explain,
};
