/*
 * review.h -- what the sections of the quarterly review share. A section is a
 * chapter of the paper and a sheet of the workbook at once.
 */
#ifndef REPORT_REVIEW_H
#define REPORT_REVIEW_H

#include "domain/review_figures.h"
#include "domain/review_rows.h"
#include "report/build.h"

/* rows of long tables on paper; the workbook has all of them */
#define REVIEW_SHOWN 15

/* True for the workbook, false for the paper. */
bool review_is_book(const struct build *b);

/* Chapter and sheet "review.head.NAME", "review.sheet.NAME". */
void review_chapter(struct build *b, const char *name);
/* The same, but on paper a part of the chapter before it. */
void review_part(struct build *b, const char *name);

/* A table with heads "review.col.KEY". */
#define REVIEW_TABLE(b, id, spec)                                              \
	review_table((b), (id), (spec), sizeof(spec) / sizeof *(spec))
struct table *review_table(
    struct build *b, const char *id, const struct column_spec *spec, size_t n);
/* A table of data: heads are the names themselves, in every language. */
struct table *review_data_table(
    struct build *b, const char *id, const struct column_spec *spec, size_t n);

/* How many of `n` rows belong on this paper or sheet. */
size_t review_rows_shown(const struct build *b, size_t n);
/* "12 more in the workbook", where rows were left out. */
void review_more(struct build *b, size_t n);

/* ---- cells; all of them empty where there is no number ------------------- */

struct cell review_share(struct ratio share);
/* With the decimals that tell it from `target`. */
struct cell review_against(struct ratio share, struct ratio target);
struct cell review_time(int64_t ms);
/* In whole seconds, for means. */
struct cell review_about(int64_t ms);
/* Phrase `key`, the number of cases, their median, ninth decile and mean. */
void review_times_row(struct build *b, struct table *t, const char *key,
    const struct review_times *v);
/* Minutes of customers, in whole ones. */
struct cell review_minutes(int64_t ms);
struct cell review_amount(struct currency c, int64_t minor);

/* ---- words --------------------------------------------------------------- */

struct str review_share_text(const struct build *b, struct ratio share);
struct str review_minutes_text(const struct build *b, int64_t ms);
struct str review_cause(const struct build *b, struct str cause);
/* "INC-7 · title", or what stands for records of no incident. */
struct str review_incident_name(
    const struct build *b, const struct incident *in);
/* "2024 Q1" of "2024-Q1". */
struct str review_quarter_name(const struct build *b, struct str quarter);
/* Better, worse, unclear, or too few to tell. */
struct str review_trend_words(
    const struct build *b, const char *what, const struct trend_change *t);
/* A name that may be empty: of a segment, a severity. */
struct str review_name(const struct build *b, struct str name);

/* ---- formulas ------------------------------------------------------------ */

/*
 * The sum of a column of `table` over the rows whose column `key` is what
 * column `own` of this row says.
 */
const struct formula *review_sum_of(
    struct build *b, const char *table, int col, int key, int own);
/* The same where two columns must agree. */
const struct formula *review_sum_of_two(struct build *b, const char *table,
    int col, const int key[2], const int own[2]);

/* ---- sheets of data (section_review_data.c) -------------------------------
 */

struct data_sheet {
	const char *name; /* of the sheet, in every language */
	const char *id;   /* of the table */
	const struct data_column *column;
	size_t n;
};
#define REVIEW_SHEETS 5
extern const struct data_sheet review_sheets[REVIEW_SHEETS];

/* Numbers of columns that formulas ask for. */
enum {
	OUTAGE_ROW_SERVICE = 2,
	OUTAGE_ROW_EXCLUDED = 20,
	OUTAGE_ROW_COUNTED = 19,
	CREDIT_ROW_MONTH = 7,
	CREDIT_ROW_CURRENCY = 8,
	CREDIT_ROW_FEE = 9,
	CREDIT_ROW_CREDIT = 22
};

/* More rows of traffic than a sheet should hold: they lie in a CSV beside. */
#define REVIEW_TRAFFIC_MOST 1048575

/* ---- charts (charts_review.c) ---------------------------------------------
 */

struct chart *review_calendar_chart(struct build *b);
struct chart *review_window_chart(struct build *b);
struct chart *review_budget_chart(struct build *b); /* NULL: no budget */
struct chart *review_dots_chart(struct build *b);   /* NULL: no incident */
/* By minutes, customer-minutes or money; `value` says each. NULL: nothing. */
struct chart *review_pareto_chart(struct build *b, const char *what,
    const struct review_pareto *p, const struct currency *c);
struct chart *review_bridge_chart(
    struct build *b, const struct review_money *m);
struct chart *review_multiples_chart(struct build *b); /* NULL: no past */
/* What a bar of a pareto says at its end. */
struct str review_pareto_value(
    const struct build *b, const struct currency *c, int64_t value);

#endif
