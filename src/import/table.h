/*
 * table.h -- exports of monitors as tables: columns by name, rows one by one.
 *
 * Other than the sheets of a case, these files are nobody's to correct: columns
 * that are not needed pass in silence, and a bad row is a reject that never
 * spoils its neighbours. What the case declares under `columns:` comes first,
 * then the names below.
 */
#ifndef IMPORT_TABLE_H
#define IMPORT_TABLE_H

#include "domain/sight.h"
#include "import/csv.h"
#include "import/job.h"

#define TABLE_MAX_COLUMNS 16

struct table_column {
	const char *name; /* in case.yaml and in messages */
	/* heads in lower case with _ between words, ended by NULL */
	const char *const *heads;
	bool required;
};

/* What a format hands out, by the order of its columns. */
struct table {
	struct job *job;
	const struct table_column *column;
	size_t n_columns;
	struct csv *csv;
	struct csv_record record;
	struct arena row; /* emptied for each record */
	struct arena_mark row_mark;
	int at[TABLE_MAX_COLUMNS]; /* field of each column, or -1 */
	size_t n_fields;
	const struct zone *zone; /* named in a head: "time (UTC)"; or NULL */
	int64_t rows, told;
	bool open; /* there is a header row to read below */
};

/*
 * Take the header row. `t->open` is false after a complaint. `places` (or NULL)
 * are the fields of the columns where no head is known. -1 when it cannot be
 * read.
 */
MUST int table_open(struct job *job, const struct table_column *columns,
    size_t n, const int *places, struct table *ret_table, struct err *e);
void table_close(struct table *t);

/* The next good row; *ret_more is false at the end. */
MUST int table_next(struct table *t, bool *ret_more, struct err *e);

bool table_has(const struct table *t, size_t column);
/* Trimmed; empty where the row or the file has none. Borrowed. */
struct str table_cell(const struct table *t, size_t column);
/* The same for people: bytes that are no text are marked. Borrowed for
 * as long as the row. */
struct str table_note(struct table *t, size_t column);

/* Leave the row out: counted, kept, and the first few told. */
void table_reject(struct table *t, size_t column, const char *hint,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* After the last row: what was left out, or that there was nothing. */
void table_finish(struct table *t);

/*
 * Of the columns that are required, how many the header row has: 0..100.
 * `head` is the beginning of a file.
 */
int table_detect(struct str head, const struct table_column *columns, size_t n);

/* The words of a rule for this column or value; or NULL. */
const struct column_rule *table_rule(
    const struct file_rule *rule, const char *name);

/* A word that the rule of the file declares to be a state. */
bool table_declared(
    const struct job *job, struct str word, enum sight_state *ret_state);

/*
 * A word for a state: what the rule declares, else what monitors say in
 * several languages. False for a word nobody knows.
 */
bool table_state(
    const struct job *job, struct str word, enum sight_state *ret_state);

#endif
