/*
 * engine_sql.h -- the questions put to an engine, as text.
 *
 * Names come quoted already; the limits of a day are parameters, or numbers
 * made here. Nothing that was typed is ever pasted unquoted.
 */
#ifndef IMPORT_ENGINE_SQL_H
#define IMPORT_ENGINE_SQL_H

#include "import/engine.h"

enum engine_type {
	TYPE_NONE, /* the table has no such column */
	TYPE_TEXT,
	TYPE_NUMBER,
	TYPE_BOOL,
	TYPE_TIME,
	TYPE_OTHER
};

/* A table as it was found; names quoted for the engine. */
struct engine_table {
	struct str name;
	struct str columns[ENGINE_COLUMNS];
	enum engine_type types[ENGINE_COLUMNS];
};

/* The order in which the made queries return their columns. */
enum engine_value {
	VALUE_SITE,
	VALUE_AT,
	VALUE_HITS,
	VALUE_BYTES,
	VALUE_ERRORS,
	VALUE_CLIENT_ERRORS,
	VALUE_REDIRECTS,
	VALUE_ROBOTS,
	VALUE_VIEWS,
	VALUE_VISITS, /* only an own query tells them */
	ENGINE_VALUES
};
/* "site", "at", "hits", ...: what an own query calls them. */
extern const char *const engine_value_names[];

enum engine_sql {
	SQL_DATE_BIN,  /* PostgreSQL from 14 on */
	SQL_PLAIN,     /* date_trunc and CASE */
	SQL_CLICKHOUSE /* with `from` and `to` written in */
};

/*
 * Which column of the table is which: `names` (n of them, with their types) as
 * the table has them. Fills ret_found (index into names, or -1). False after
 * trouble.
 */
MUST bool engine_find_columns(const struct engine_source *source,
    const struct str *names, const enum engine_type *types, size_t n,
    int ret_found[ENGINE_COLUMNS], struct engine_trouble *trouble);

/*
 * The counters of [from_s, to_s), or only how many rows lie in it. In
 * PostgreSQL's dialects $1 and $2 are the limits.
 */
struct engine_range {
	int64_t from_s, to_s;
	bool by_minute;
};
void engine_sql_day(enum engine_sql sql, const struct engine_table *table,
    const struct engine_range *range, struct buf *out);
void engine_sql_count(enum engine_sql sql, const struct engine_table *table,
    const struct engine_range *range, struct buf *out);

/* An own query for ClickHouse: $1 and $2 become times. */
void engine_sql_own(
    struct str query, const struct engine_range *range, struct buf *out);

#endif
