/*
 * query.h -- prepared statements, by name; for this room only.
 *
 * Each statement is prepared when it is first used and kept until the store is
 * closed. A statement that has been asked for is bound, then run to its end.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/civil.h"
#include "store/sql.gen.h"
#include "store/store.h"

struct store {
	sqlite3 *db;
	sqlite3_stmt *stmt[SQL_COUNT];
	bool begun;
	bool reading; /* the file or its folder cannot be written */
	struct traffic_memory *memory; /* traffic_memory.h; may be NULL */
};

/* Ready to be bound; NULL when it could not be prepared. */
sqlite3_stmt *query_get(struct store *s, enum sql_id id, struct err *e);

/* Run a statement that gives no rows. */
MUST int query_run(struct store *s, sqlite3_stmt *st, struct err *e);

/*
 * The next row of a query: 1, or 0 at the end, or -1. After 0 and -1 the
 * statement is ready for the next use.
 */
MUST int query_next(struct store *s, sqlite3_stmt *st, struct err *e);

/* The one number a query gives; `otherwise` when it gives no row. */
MUST int query_number(struct store *s, sqlite3_stmt *st, int64_t otherwise,
    int64_t *ret_value, struct err *e);

/* Get and run, for statements without parameters. */
MUST int query_do(struct store *s, enum sql_id id, struct err *e);

/* Binding that cannot fail but for memory, which ends the program. */
void bind_text(sqlite3_stmt *st, int at, struct str text); /* borrowed */
void bind_cstr(sqlite3_stmt *st, int at, const char *text);
void bind_blob(sqlite3_stmt *st, int at, struct str bytes); /* borrowed */
void bind_int(sqlite3_stmt *st, int at, int64_t n);
void bind_instant(sqlite3_stmt *st, int at, int64_t instant);
void bind_real(sqlite3_stmt *st, int at, double x);

struct str column_text(sqlite3_stmt *st, int at, struct arena *keep);
/* Borrowed until the statement moves on. */
struct str column_blob(sqlite3_stmt *st, int at);
int64_t column_instant(sqlite3_stmt *st, int at);

/* All statements whose name begins so, in their order. */
MUST int query_do_all(struct store *s, const char *prefix, struct err *e);

#endif
