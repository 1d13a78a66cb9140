/*
 * lite.h -- SQLite files of other programs, which may be in use, damaged or
 * hostile: opened so that nothing is written, not even beside them, nothing of
 * their schema is trusted, and time and memory are bounded by the file's size.
 */
#ifndef IMPORT_LITE_H
#define IMPORT_LITE_H

#include <sqlite3.h>

#include "import/job.h"

/* Databases that are compressed, or have no path, are held in memory. */
#define LITE_MAX_MEMORY ((size_t)256 << 20)

/* It begins as SQLite files do. */
bool lite_is(struct str head);

struct lite {
	struct job *job;
	sqlite3 *db; /* NULL: it could not be opened, and that was told */
	struct buf bytes;
	int64_t steps; /* left, in thousands of SQLite's own */
};

/* Complaints go to the job; -1 only when the file cannot be read. */
MUST int lite_open(struct lite *l, struct job *job, struct err *e);
/* Reads job->reader to its end, as its digest wants. */
MUST int lite_close(struct lite *l, struct err *e);

/*
 * All columns of a real table, in the order of `order` (SQL of ours); NULL when
 * there is no such table, or it cannot be read.
 */
sqlite3_stmt *lite_table(struct lite *l, const char *name, const char *order);
/* True while there are rows; a failure is told once, and ends them. */
bool lite_row(struct lite *l, sqlite3_stmt *rows);

/* Where a column stands, or -1. */
int lite_column(sqlite3_stmt *rows, const char *name);
/* Its text; empty for NULL and column -1. Borrowed until the next row. */
struct str lite_text(sqlite3_stmt *rows, int column);
/* Its number, cut to an integer; `otherwise` for NULL, text and column -1. */
int64_t lite_number(sqlite3_stmt *rows, int column, int64_t otherwise);

#endif
