/*
 * columns.h -- a struct and a row of a table, described once.
 *
 * The same list binds the struct to an INSERT and reads it back from a
 * SELECT, so the two cannot drift apart. For this room only.
 */
#ifndef STORE_COLUMNS_H
#define STORE_COLUMNS_H

#include "store/query.h"

enum column_kind {
	COLUMN_TEXT,     /* struct str */
	COLUMN_CSTR,     /* const char * */
	COLUMN_INT64,    /* int64_t */
	COLUMN_INT,      /* int */
	COLUMN_BOOL,     /* bool: 0 or 1 */
	COLUMN_CHAR,     /* char, as text of one letter */
	COLUMN_REAL,     /* double */
	COLUMN_INSTANT,  /* int64_t; NO_INSTANT is NULL */
	COLUMN_CHOICE,   /* an enum, by its names */
	COLUMN_RATIO,    /* struct ratio, as a fraction; no number is NULL */
	COLUMN_CURRENCY, /* struct currency: code, digits */
	COLUMN_MONEY     /* struct money: minor, code, digits */
};

struct column {
	enum column_kind kind;
	size_t offset;
	const char *const *names; /* COLUMN_CHOICE: NULL-ended */
};

/* Bind `row` from parameter `first` on; returns the parameter after it. */
int columns_bind(sqlite3_stmt *st, int first, const struct column *v, size_t n,
    const void *row, struct arena *scratch);

/*
 * Read the current result from column `first` on into `row`; text lives in
 * `keep`. `above`, or NULL, is the row read before: a text that stands there
 * too is shared. Returns the column after the last.
 */
int columns_read(sqlite3_stmt *st, int first, const struct column *v, size_t n,
    void *row, const void *above, struct arena *keep);

#define COLUMNS(array) (array), sizeof(array) / sizeof *(array)

#endif
