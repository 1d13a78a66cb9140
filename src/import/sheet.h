/*
 * sheet.h -- what a table of the case folder holds: its columns as data.
 *
 * One generic reader finds the columns by their heads, in any order, fills the
 * row's struct by offset and reports every bad cell with its place. What only
 * makes sense for the row as a whole is checked by the sheet's finish().
 */
#ifndef IMPORT_SHEET_H
#define IMPORT_SHEET_H

#include "base/map.h"
#include "import/csv.h"
#include "import/job.h"

enum sheet_type {
	SHEET_TEXT,     /* struct str */
	SHEET_ID,       /* struct str, one line, at most 100 bytes */
	SHEET_TIME,     /* int64_t instant; a time of day is demanded */
	SHEET_DAY_TIME, /* the same, a date alone is its first instant */
	SHEET_DAY,      /* int64_t, first instant of the local date */
	SHEET_YESNO,    /* bool */
	SHEET_SHARE,    /* struct ratio within 0..1 */
	SHEET_COUNT,    /* int64_t, not negative */
	SHEET_MONEY,    /* struct money, in the row's currency */
	SHEET_CURRENCY, /* goes into the row's amounts */
	SHEET_CHOICE,   /* int: index into `choices` */
	SHEET_ZONE,     /* zone of the row's local times */
	SHEET_LANG,     /* struct str, "it", "de-CH" */
	SHEET_PERIOD,   /* struct str, "2024-03", "2024-Q1", "2024" */
	SHEET_NUMBER,   /* struct ratio, not negative */
	SHEET_PERCENT,  /* struct ratio, a share of 1: "99.95", "464/465" */
	SHEET_SITE      /* struct str, host name in lower case */
};

struct sheet_column {
	const char *name;
	enum sheet_type type;
	bool required;
	size_t offset;
	const char *alias; /* another head for the same, or NULL */
	const char *const *choices;
	const char *what; /* for people, half a line */
};

#define SHEET_MAX_COLUMNS 32

struct sheet_run;

struct sheet {
	const struct sheet_column *column;
	size_t n_columns;
	size_t row_bytes;
	size_t from_offset; /* of the row's struct origin */
	bool keeps_going;   /* bad rows are rejects and warnings, not errors */
	/* After the header row; may be NULL. False after a complaint. */
	bool (*ready)(struct sheet_run *run);
	/* Before the cells: defaults; may be NULL (all zero). */
	void (*start)(void *row);
	/* Behind the cells: more defaults, checks. False after a complaint. */
	bool (*finish)(struct sheet_run *run, void *row);
	/* Put the row into the batch. False: it was a duplicate, leave it. */
	bool (*push)(struct sheet_run *run, const void *row);
};

/* Local times a declared policy had to decide. */
struct sheet_decided {
	int64_t n, first_line;
};

struct sheet_run {
	struct job *job;
	const struct sheet *sheet;
	int at[SHEET_MAX_COLUMNS];          /* field of each column, or -1 */
	struct str head[SHEET_MAX_COLUMNS]; /* as the file writes it */
	size_t n_fields;                    /* of the header row */
	const struct csv_record *record;    /* the current one */
	const struct zone *zone;            /* of this row */
	bool currency_ok;
	struct currency currency;
	bool bad;         /* somebody complained about this row */
	char reason[400]; /* the first complaint */
	int64_t told;     /* bad rows so far */
	struct map ids;   /* to index of id_lines */
	VEC(int64_t) id_lines;
	struct sheet_decided repeated, missing;
	void *state; /* the sheet's own */
};

/* Read job->reader to its end. */
MUST int sheet_read(
    struct job *job, const struct sheet *sheet, void *state, struct err *e);

/* The column of this name, by index. */
size_t sheet_column_of(const struct sheet *sheet, const char *name);

/* Complain about the current row, at the cell of a column or (NULL) its start.
 */
void sheet_bad(struct sheet_run *run, const char *column, const char *hint,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Was the cell given in this row? */
bool sheet_given(const struct sheet_run *run, const char *column);

/*
 * False and a complaint when the id of this row was there before. The id must
 * live as long as the run; `hint` NULL: a common one.
 */
bool sheet_unique(
    struct sheet_run *run, const char *column, struct str id, const char *hint);

/* "FILE:LINE" in keep: the name of a row nobody named. */
struct str sheet_row_name(const struct sheet_run *run);

/* How much of a cell a message repeats. */
#define SHEET_SHOWN_BYTES 60

/* sheet_value.c: one cell into `row`, by the type of the column. */
void sheet_value(struct sheet_run *run, const struct sheet_column *column,
    const struct csv_field *field, void *row);

/* sheet_time.c: an instant; the zone of the rest of the row. */
void sheet_time(struct sheet_run *run, const struct sheet_column *column,
    struct str text, int64_t *to);
void sheet_zone(
    struct sheet_run *run, const struct sheet_column *column, struct str name);

/* Is this header row one of the sheet's? Share of its required columns, 0..100.
 */
int sheet_detect(const struct sheet *sheet, struct str head);

/* "it", "de-CH": a primary tag and perhaps a region. */
bool language_tag(struct str s);

#endif
