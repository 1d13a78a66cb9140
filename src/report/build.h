/*
 * build.h -- what a section works with, and how it says numbers.
 *
 * A section adds blocks to b->doc. It takes every number from the dossier or
 * from the figures computed for it in domain; it adds nothing up.
 */
#ifndef REPORT_BUILD_H
#define REPORT_BUILD_H

#include "domain/incident_figures.h"
#include "domain/statement_figures.h"
#include "report/report.h"

struct claim_figures;  /* domain/claim_figures.h */
struct claim_profile;  /* report/claim.h */
struct review_figures; /* domain/review_figures.h */
struct review_rows;    /* domain/review_rows.h */

/* What a column of a sheet of data holds. */
enum data_kind {
	DATA_TEXT,
	DATA_COUNT,
	DATA_SECONDS,
	DATA_CLOCK,
	DATA_SHARE,
	DATA_AMOUNT,
	DATA_DATE,
	DATA_UTC,
	DATA_LOCAL,
	DATA_FLAG,
	DATA_NUMBER
};
/* Where a column comes from: a word of "review.from". */
struct data_column {
	const char *name;
	enum data_kind kind;
	const char *from;
};

/* A column that a sheet has, for the sheet that explains all of them. */
struct book_column {
	struct str sheet;
	const struct table *table;
	int column;
	const char *group, *key;        /* phrase "GROUP.KEY": what it means */
	const struct data_column *data; /* of a sheet of data, or NULL */
};

struct build {
	const struct report_job *job;
	const struct dossier *dossier;
	struct langs *langs;
	const struct lang *lang;
	struct arena *keep;
	struct doc *doc;
	const struct zone *zone; /* of the case */
	enum edition edition;
	bool numbered; /* chapters carry numbers */
	int chapter;
	struct statement_figures statement;  /* statement, ledger */
	struct incident_figures incident;    /* incident, claim */
	const struct claim_figures *claim;   /* claim */
	const struct claim_profile *profile; /* claim */
	const struct review_figures *review; /* review and its workbook */
	const struct review_rows *rows;      /* the same */
	VEC(struct book_column) shown;       /* of a workbook */
};

/* True when customers may be named and totals shown. */
bool build_internal(const struct build *b);
/* True when the names of sites and services may be shown. */
bool build_names(const struct build *b);
/* True for a workbook: what paper shortens stands there in full. */
bool build_book(const struct build *b);
/* How many of `n` things are shown, where paper has room for `most`. */
size_t build_shown(const struct build *b, size_t n, size_t most);

#define TEXT(b, key)       lang_text((b)->lang, (key))
#define FILL(b, key, ...)  LANG_FILL((b)->lang, (key), (b)->keep, __VA_ARGS__)
#define COUNTED(b, key, n) lang_count((b)->lang, (key), (b)->keep, (n), NULL, 0)

/* ---- words for values --------------------------------------------------- */

struct str show_count(const struct build *b, int64_t n);
struct str show_time(const struct build *b, int64_t ms);
struct str show_money(const struct build *b, struct money m);
/* Amounts of several currencies: "EUR 5.00 + USD 3.00". */
struct str show_moneys(const struct build *b, const struct money *m, size_t n);
struct str show_instant(
    const struct build *b, int64_t at, const struct zone *z);
struct str show_day(const struct build *b, int64_t at, const struct zone *z);
/* A period name "2013-04" as "April 2013"; other names as they are. */
struct str show_period(const struct build *b, struct str period);
/* An estimate, rounded to two significant figures of its interval's half-width.
 */
struct str show_estimate(
    const struct build *b, double value, double low, double high);
/* A word of the case's own files ("phone", "web") where the language knows it.
 */
struct str show_word(const struct build *b, struct str word);
/* "page views": what a site's traffic counts. */
struct str show_unit(const struct build *b, struct str unit);

/* Both with a dot between them, or the one that exists. */
struct str show_joined(const struct build *b, struct str a, struct str c);
/*
 * The service's name; where the period is settled in parts, with the first and
 * last day of this one.
 */
struct str show_service(const struct build *b, const struct ledger_row *row);
/* True when the credit was not claimed in time. */
bool show_late(const struct build *b, const struct settlement *s);
/* One sentence after the other. */
struct str show_after(const struct build *b, struct str a, struct str c);
/* With the date as people write it: "11 April 2013 18:30 (UTC+2)". */
struct str show_moment(const struct build *b, int64_t at, const struct zone *z);
/* An instant in one piece, for narrow columns: no line breaks inside. */
struct str show_whole(const struct build *b, int64_t at, const struct zone *z);
/* The same text with no-break spaces. */
struct str unbroken(struct arena *keep, struct str s);
/* `long_text` cut to `max` characters with an ellipsis. */
struct str show_short(const struct build *b, struct str long_text, size_t max);

/* ---- settlements (settlement.c) ------------------------------------------ */

/* Decimals for this settlement's percentages: floored, never on a boundary. */
int share_decimals(const struct settlement *s);
/* "99.900 %": a share of this settlement. */
struct str share_text(const struct lang *l, struct arena *keep,
    const struct settlement *s, struct ratio share);
/* What was achieved; unmeasured time leaves a range instead of a number. */
struct cell show_achieved(struct build *b, const struct settlement *s);
/* V6: that time, where availability_low is a number, and what it means. */
struct str show_no_data(struct build *b, const struct settlement *s);
/* The fewest decimals, at most `most`, that show a number in full. */
int full_decimals(struct ratio n, int most);
/* A percentage in full: "10 %", "12.5 %". */
struct str percent_text(
    const struct lang *l, struct arena *keep, struct ratio percent);
/* A number with as few decimals as show it in full, at most 6. */
struct str plain_number(
    const struct lang *l, struct arena *keep, struct ratio n);
/* An amount not yet rounded: "EUR 12.4975". */
struct str exact_text(const struct lang *l, struct arena *keep,
    struct currency c, struct ratio minor);
/* A row of the contract's table in its own words or in ours. */
struct str tier_text(const struct lang *l, struct arena *keep,
    const struct ledger_row *row, size_t i);
/* What that row gives: "10 %", "3 days", "EUR 49.00". */
struct str tier_value(const struct lang *l, struct arena *keep,
    const struct ledger_row *row, size_t i);
/* "10 %", "3 d", "49.00", "1/30" as the trace has it, in this language. */
struct str value_text(const struct lang *l, struct arena *keep,
    struct currency c, struct str gives);
/* A word of the model ("maintenance", "half_up") as a phrase. */
struct str term_text(const struct lang *l, struct arena *keep, struct str word);
/* What the customer gets: an amount, or days or months of extension. */
struct str remedy_text(
    const struct lang *l, struct arena *keep, const struct settlement *s);

/* The clause that grants the credit; empty when the terms name none. */
struct str credit_clause(const struct terms *t);

/* ---- the trace (explain.c) ------------------------------------------------
 */

/* The sentence of a step. */
struct str explain_step(const struct lang *l, struct arena *keep,
    const struct ledger_row *row, const struct step *step);
/* True when the step has this word of the model as `value`. */
bool step_says(const struct step *step, const char *value, const char *word);
/* What the step leaves: a time, a share, an amount; may be empty. */
struct str explain_result(const struct lang *l, struct arena *keep,
    const struct ledger_row *row, const struct step *step);
/* A few words for a bar: "Overlaps". */
struct str explain_label(const struct lang *l, struct arena *keep,
    const struct ledger_row *row, const struct step *step);

/* ---- tables ----------------------------------------------------------------
 */

struct column_spec {
	const char *key; /* phrase "col.KEY" */
	bool right;
	int weight;
	bool xlsx_only;
};

#define TABLE(b, id, spec)                                                     \
	show_table((b), (id), (spec), sizeof(spec) / sizeof *(spec))
struct table *show_table(
    struct build *b, const char *id, const struct column_spec *spec, size_t n);

/*
 * Remember the columns of a table for the sheet that explains them; `data` NULL
 * or what each of them is.
 */
void show_columns(struct build *b, const struct table *t, const char *group,
    const char *const *key, const struct data_column *data);

/*
 * When all rows are there: paper shows only the first `most` of its body and
 * says how many more there are; text and workbook have all of them.
 */
void show_first(struct build *b, struct table *t, size_t most);

/* "steps_b" for number 1: ids of tables are letters only, and unique. */
char *table_id(struct build *b, const char *stem, size_t number);

/* Our own number of a statement: "MG-2013-04-c001". Never a fiscal one. */
struct str statement_number(const struct build *b);

/* A chapter with its number where the layout asks for numbers. */
void chapter(struct build *b, const char *key);
/* A part of a chapter on paper; a sheet of its own in a workbook. */
void part(struct build *b, const char *key);
/* Names the first sheet of a workbook; on paper nothing. */
void front_sheet(struct build *b, const char *key);
/* The box that says that a text was not supplied; `what` is its name. */
void not_supplied(struct build *b, struct str what);

#endif
