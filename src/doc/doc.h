/*
 * doc.h -- the neutral document: blocks of typed cells, no fonts, no ink.
 *
 * A report is built once and written as text, PDF and XLSX. Cells carry values,
 * never formatted numbers; each writer formats them in the document's style.
 * The document knows nothing of outages or customers. Everything lives in one
 * arena and is borrowed until the document has been written. All text must have
 * passed utf8_ok(); doc_text() makes sure of it.
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include "base/civil.h"
#include "base/err.h"
#include "base/ratio.h"
#include "base/zone.h"

struct brand; /* doc/brand.h */

/* ---- how numbers and dates look in one language ------------------------ */

struct doc_style {
	const char *lang;      /* "en", "it", "de", ... for PDF /Lang */
	const char *decimal;   /* "," */
	const char *group;     /* "." or a no-break space; may be empty */
	const char *money;     /* "{code} {amount}", "{amount} {symbol}" */
	const char *percent;   /* "{n}%" or "{n} %" with a no-break space */
	const char *date;      /* in tables: "{dd}/{mm}/{yyyy}" */
	const char *date_long; /* in prose: "{d} {month} {yyyy}" */
	const char *first_day; /* {d} of the first: "1er"; NULL: "1" */
	const char *time;      /* "{HH}:{MM}" */
	const char *month[12];
	const char *weekday[7]; /* short, Monday first: "Mon" */
	/* durations: "{h} h", "{m} min", "{s} s" */
	const char *hours, *minutes, *seconds;
	const char *quote_open, *quote_close;
	const char *empty;     /* shown for an empty cell: "-" */
	const char *page_of;   /* "Page {x} of {y}" */
	const char *continued; /* "continued" */
	const char *yes, *no;
};

/* ---- cells ------------------------------------------------------------- */

enum cell_kind {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_COUNT,    /* number */
	CELL_MONEY,    /* number of minor units; code, digits */
	CELL_PERCENT,  /* ratio of 1; floored to `decimals` */
	CELL_DURATION, /* number of ms: "96 h 12 min", "42 min 05 s" */
	CELL_INSTANT,  /* number: UTC ms, in `zone` with date and offset */
	CELL_DATE,     /* number: UTC ms, shown as local date */
	CELL_NUMBER,   /* ratio with `decimals`, half up */
	CELL_CLOCK     /* number of ms; a workbook shows [h]:mm:ss */
};

/* Meaning, not colour: the brand decides how it looks. */
enum tone {
	TONE_PLAIN,
	TONE_STRONG,
	TONE_MUTED,
	TONE_BAD,   /* down, missed */
	TONE_MONEY, /* the credit */
	TONE_GOOD   /* kept */
};

struct formula;

struct cell {
	enum cell_kind kind;
	enum tone tone;
	struct str text;
	int64_t number;
	struct ratio ratio;
	int decimals;
	char code[4]; /* currency of CELL_MONEY */
	int digits;   /* its minor digits */
	const struct zone *zone;
	const struct formula *formula; /* XLSX: live, with this value stored */
};

/* ---- live formulas, by structure; only the XLSX writer spells A1 ------- */

/*
 * Values inside formulas are what the cells show in a workbook: money in major
 * units (49.00), durations in SECONDS, percentages as shares of 1, counts as
 * they are.
 */
enum formula_op {
	FORMULA_NUMBER, /* decimal text in `text`, "100", "0.01" */
	FORMULA_COLUMN, /* column `col` of the same row */
	FORMULA_SUM,    /* of this column's body rows above; for total rows */
	FORMULA_ADD,
	FORMULA_SUB,
	FORMULA_MUL,
	FORMULA_DIV, /* a op b */
	FORMULA_MIN,
	FORMULA_MAX,        /* of a and b */
	FORMULA_ROUND,      /* a half up to `digits` decimals */
	FORMULA_ROUND_DOWN, /* toward zero */
	FORMULA_ROUND_UP,   /* away from zero */
	FORMULA_ROUND_EVEN, /* ties to the even neighbour */
	FORMULA_IF,         /* a <cmp> b ? c : d */
	FORMULA_SUM_WHERE   /* sum of `col` of table `table` over the rows that
				   satisfy all of `where`; of none: all rows */
};

enum formula_cmp { CMP_EQ, CMP_LT, CMP_LE, CMP_GT, CMP_GE };

/*
 * (table[col] * scale + table[plus_col]) <cmp> rhs, where scale NULL is 1 and
 * plus_col -1 is 0. With either, the columns must hold numbers or be empty.
 */
struct formula_where {
	int col;
	const struct formula *scale;
	int plus_col;
	enum formula_cmp cmp;
	const struct formula *rhs;
};

struct formula {
	enum formula_op op;
	const char *text;
	int col, digits;
	enum formula_cmp cmp;
	const struct formula *a, *b, *c, *d;
	const char *table; /* id of a table anywhere in the document */
	const struct formula_where *where;
	int n_where;
	size_t first, n_rows; /* SUM_WHERE: these body rows; n_rows 0: all */
};

struct doc;
struct table;
/*
 * The formula as a workbook has it, but with names of sheets and columns where
 * it has addresses: "ROUND([Fee]*[Rate],2)". Empty where it cannot be spelled.
 */
struct str formula_words(const struct doc *d, const struct table *t,
    const struct formula *f, struct arena *keep);

/* ---- tables ------------------------------------------------------------ */

enum row_role { ROW_BODY, ROW_SUBTOTAL, ROW_TOTAL };

struct column {
	struct str head;
	struct str unit; /* printed small under the head; may be empty */
	bool right;      /* figures are right-aligned */
	int weight;      /* relative width; 0 takes 10 */
	bool xlsx_only;  /* too wide for paper: left out by text and PDF */
};

struct row {
	enum row_role role;
	struct cell *cell; /* n_columns of them */
};

/*
 * Body rows that are made when a writer wants them, so that nobody needs the
 * memory for all of them at once. The same number gives the same cells every
 * time. What `make` allocates goes to `scratch`; only formulas without rows of
 * their own (formula.n_rows) live as long as the document.
 */
struct row_source {
	size_t n;
	int (*make)(void *arg, size_t i, struct arena *scratch,
	    struct cell *cell, struct err *e);
	void *arg;
};

struct table {
	const char *id; /* [a-z_]+, unique and stable; names the XLSX table */
	struct str caption;
	struct column *column;
	int n_columns;
	VEC(struct row) rows;
	struct row_source source; /* instead of rows, where n > 0 */
	struct str none;          /* sentence printed when there is no row */
	bool whole;               /* PDF: on one page, where there is room */
	/* in a workbook its columns have names: ID_HEAD, for body rows */
	bool named;
	/*
	 * PDF only: the first `paper_rows` body rows (0: all) and the totals,
	 * and `paper_rest` says in small print what stands elsewhere. Other
	 * formats have every row.
	 */
	size_t paper_rows;
	struct str paper_rest;
};

/* ---- charts: generic drawings; `paint` names a role in the palette ------ */

enum paint {
	PAINT_AVAILABLE,
	PAINT_DEGRADED,
	PAINT_EXCLUDED,
	PAINT_DOWN,
	PAINT_NO_DATA,
	PAINT_EXPECTED,
	PAINT_BAND,
	PAINT_OBSERVED,
	PAINT_LOST,
	PAINT_CREDIT,
	PAINT_KEPT,
	PAINT_MUTED
};

enum chart_kind {
	CHART_STRIP,     /* C1: rows of coloured spans on one time axis */
	CHART_SERIES,    /* C2: expected and observed with band and lost area */
	CHART_WATERFALL, /* C4: signed horizontal bars */
	CHART_LADDER,    /* C5: boxes left to right, one framed */
	CHART_BARS,      /* horizontal bars with the value at the end */
	CHART_LINES,     /* C3 C9 C10 C13: lines over time or a scale */
	CHART_MULTIPLES, /* C14: many small CHART_LINES, one scale */
	CHART_CALENDAR,  /* C6: a cell for each day, weeks in columns */
	CHART_LANES,     /* C7: marks and blocks in lanes over time */
	CHART_DOTS       /* C12: one dot per thing, in groups, median bar */
};

struct strip_span {
	int64_t from_at, to_at;
	enum paint paint;
};

struct strip_row {
	struct str label;
	struct str value;        /* at the right end: "96 h 12 min" */
	struct strip_span *span; /* later ones paint over earlier ones */
	size_t n_spans;
	int64_t *tick; /* brief recoveries: a tick above the bar */
	size_t n_ticks;
};

struct series_point {
	int64_t at;
	double expected, low, high; /* negative: none */
	double observed;            /* negative: no data */
};

struct bar {
	struct str label;
	struct str value;
	double size;  /* length of the bar */
	double start; /* where it begins (waterfall) */
	enum paint paint;
	struct str note; /* a column of text behind the values; may be empty */
};

struct ladder_box {
	struct str head;  /* "99.0 - 99.95 %" */
	struct str value; /* "10 %" */
	struct str note;  /* "up to 7 h 12 min" */
	bool hit;
};

/*
 * An axis. SCALE_TIME: values are UTC ms and the ticks are found; else the
 * ticks are given; without any, round numbers or powers of ten are found.
 * SCALE_LOG needs from > 0. A workbook shows the values as they are, so they
 * should be in a unit that reads well (minutes, not ms).
 */
enum scale_kind { SCALE_TIME, SCALE_LINEAR, SCALE_LOG };
struct scale_tick {
	double at;
	struct str label;
};
struct scale {
	enum scale_kind kind;
	double from, to;
	struct scale_tick *tick;
	size_t n_ticks;
	struct str name; /* what and unit, beside the axis in a workbook */
	bool share;      /* shares of 1: a workbook shows percentages */
	bool ms;         /* a duration in ms: a workbook shows hours */
};

struct line_point {
	double x, y;
	double low, high; /* a band around it, where the line has one */
};
struct line {
	struct str label; /* beside the line, where there is room */
	struct str value; /* at its end */
	enum paint paint;
	bool stepped, dashed, band;
	struct line_point *point; /* by x */
	size_t n_points;
};
/* A labelled place: 50 % restored, an incident at a step. */
struct line_mark {
	double x, y;
	struct str label;
};
/* A level that matters: a target, zero. Drawn across the plot. */
struct line_level {
	double y;
	struct str label;
	bool bold;
};

/* One picture of CHART_MULTIPLES; scales are those of the chart. */
struct multiple {
	struct str label;
	struct line *line;
	size_t n_lines;
};

enum day_cue { DAY_PLAIN, DAY_NOTCH, DAY_NO_DATA, DAY_OUTSIDE };
struct calendar_day {
	int64_t at;       /* its first instant */
	int64_t value;    /* minutes: its class goes by them (heat.h) */
	struct str text;  /* printed in the cell; empty for nothing */
	enum day_cue cue; /* NOTCH: clock change, holiday */
};
/* Days of one month; the label stands before its band. */
struct calendar_band {
	struct str label;
	struct calendar_day *day;
	size_t n_days;
};

enum mark_kind { MARK_DOT, MARK_RING, MARK_KEPT, MARK_MISSED, MARK_END };
struct lane_mark {
	int64_t at;
	enum mark_kind kind; /* KEPT: stroke and tick; MISSED: and cross */
};
/* What a mark means, below the lanes. */
struct mark_legend {
	enum mark_kind kind;
	struct str label;
};
struct lane_block {
	int64_t from_at, to_at;
	enum paint paint;
	struct str label; /* inside or beside it */
	bool strong;      /* filled; else outlined */
};
struct lane {
	struct str label, value;
	struct str none; /* said in an empty lane */
	struct lane_block *block;
	size_t n_blocks;
	struct lane_mark *mark;
	size_t n_marks;
};

struct dot_group {
	struct str label; /* "2024 Q1" */
	struct str note;  /* "n = 9" */
	double *value;    /* on the x scale */
	size_t n_values;
	double median; /* drawn as a bar; negative: none */
};

struct legend {
	enum paint paint;
	struct str label;
};

struct chart {
	enum chart_kind kind;
	struct str title;        /* the finding, one sentence */
	struct str subtitle;     /* what, unit, zone, source */
	struct str alt;          /* for those who do not see it: one sentence */
	int64_t from_at, to_at;  /* of the time axis */
	const struct zone *zone; /* of the time axis */
	struct strip_row *strip;
	struct series_point *point;
	struct bar *bar;
	struct ladder_box *box;
	struct legend *legend;
	size_t n_strips, n_points, n_bars, n_boxes, n_legends;
	/* LINES, MULTIPLES; DOTS: x; in a workbook BARS, WATERFALL: x is what
	 * the sizes are, SERIES: y */
	struct scale x, y;
	struct line *line;
	struct line_mark *mark;
	struct line_level *level;
	struct multiple *multiple;
	struct calendar_band *band;
	struct lane *lane;
	struct lane_block *ground; /* LANES: behind all lanes */
	struct dot_group *group;
	size_t n_lines, n_marks, n_levels, n_multiples, n_bands, n_lanes;
	size_t n_grounds, n_groups;
	struct mark_legend *mark_legend; /* LANES */
	size_t n_mark_legends;
	struct str notch; /* CALENDAR: what a notched day is, in the legend */
	bool no_xlsx;     /* a workbook shows the words only */
	struct span_mark {
		int64_t from_at, to_at;
	} shade;                                   /* C2: the outage */
	struct str label_expected, label_observed; /* C2: direct labels */
};

/* ---- blocks ------------------------------------------------------------ */

enum block_kind {
	BLOCK_HEADING, /* level 1 or 2; level 1 starts a sheet and a bookmark */
	BLOCK_PARAGRAPH,
	BLOCK_KEY_FIGURES, /* tiles: value over label */
	BLOCK_TABLE,
	BLOCK_NOTE, /* ruled box: a warning, a "not supplied" */
	BLOCK_CHART,
	BLOCK_PAGE_BREAK,
	BLOCK_RESULT /* the one sentence of the report, set large */
};

struct key_figure {
	struct cell value;
	struct str text; /* unless empty, instead of value: "6,400" */
	struct str label;
};

struct block {
	enum block_kind kind;
	int level;        /* of headings; 1 makes a paragraph small print */
	struct str text;  /* heading 1, empty: the sheet has no title */
	struct str sheet; /* heading 1: name of the sheet, <= 31 characters */
	struct key_figure *figure;
	size_t n_figures;
	struct table *table;
	struct chart *chart;
};

struct doc {
	struct arena *keep;
	const struct doc_style *style;
	const struct zone *zone;
	struct str title, subtitle; /* also the PDF's document title */
	struct str author;
	struct str header_left, header_right; /* every page */
	struct str footer;                    /* beside the page number */
	struct str watermark; /* behind the text of every page; may be empty */
	struct str *sender, *recipient; /* of letters, line by line */
	size_t n_sender, n_recipient;
	int64_t created_at; /* the run's as_of: the only date in the file */
	VEC(struct block) blocks;
	const struct brand *brand; /* NULL: the built-in one */
};

/* ---- building ----------------------------------------------------------- */

/*
 * The gate for text, utf8_shown(). The functions below and the writers all use
 * it, so that paper, text and workbook show the same.
 */
struct str doc_text(struct arena *keep, struct str s);

/* Title and everything else in the style's language; nothing is copied. */
struct doc *doc_new(struct arena *keep, const struct doc_style *style,
    const struct zone *zone, struct str title, int64_t created_at);
void doc_heading(struct doc *d, int level, struct str text, struct str sheet);
void doc_paragraph(struct doc *d, struct str text);
/* A paragraph in small print, for what must be said and is seldom read. */
void doc_small_print(struct doc *d, struct str text);
void doc_result(struct doc *d, struct str text);
void doc_note(struct doc *d, struct str text);
void doc_page_break(struct doc *d);
void doc_key_figures(struct doc *d, struct key_figure *figure, size_t n);
void doc_chart(struct doc *d, struct chart *chart);
struct table *doc_table(
    struct doc *d, const char *id, struct column *column, int n_columns);
/* A new row of empty cells; the cells are filled by the caller. */
struct row *table_row(struct doc *d, struct table *t, enum row_role role);
/* How many rows there are, kept or made. */
size_t table_rows(const struct table *t);
/*
 * The document with every row at hand: `d` itself, or a copy in `keep` where a
 * table has a source.
 */
MUST int doc_filled(const struct doc *d, struct arena *keep,
    const struct doc **ret_doc, struct err *e);

struct cell cell_text(struct str s);
struct cell cell_count(int64_t n);
struct cell cell_money(int64_t minor, const char *code, int digits);
struct cell cell_percent(struct ratio share, int decimals);
struct cell cell_duration(int64_t ms);
struct cell cell_instant(int64_t at, const struct zone *z);
struct cell cell_date(int64_t at, const struct zone *z);
struct cell cell_number(struct ratio value, int decimals);
struct cell cell_clock(int64_t ms);

/* ---- formatting (format.c), the same in every writer -------------------- */

/* What a cell shows in this style. */
struct str cell_format(
    struct arena *keep, const struct doc_style *style, const struct cell *c);
/* "EUR 1,234.56" / "1.234,56 EUR-sign" by the style's pattern. */
struct str format_money(struct arena *keep, const struct doc_style *style,
    int64_t minor, const char *code, int digits);
struct str format_count(
    struct arena *keep, const struct doc_style *style, int64_t n);
/* Floored; "100 %" only for exactly 1. */
struct str format_percent(struct arena *keep, const struct doc_style *style,
    struct ratio share, int decimals);
/*
 * The decimals, from `least` to 6, at which the floored figure of `share`
 * differs from the one of `boundary`: 99.9004 % beside a tier of 99.9 %
 * needs 4.
 */
int percent_decimals(struct ratio share, struct ratio boundary, int least);
/*
 * "96 h 12 min", with seconds where they are not whole minutes; under an hour
 * "42 min 05 s". Nothing is ever rounded away.
 */
struct str format_duration(
    struct arena *keep, const struct doc_style *style, int64_t ms);
/* "12/04/2013 18:30 (UTC+2)"; seconds only where they are not zero. */
struct str format_instant(struct arena *keep, const struct doc_style *style,
    int64_t at, const struct zone *z);
/* "18:30", seconds only where they are not zero. */
struct str format_time(struct arena *keep, const struct doc_style *style,
    int64_t at, const struct zone *z);
/* "UTC+2", "UTC-3:30", "UTC". */
struct str format_offset(struct arena *keep, int32_t offset_s);
struct str format_date(struct arena *keep, const struct doc_style *style,
    int64_t at, const struct zone *z, bool in_prose);

/* ---- writing ------------------------------------------------------------ */

/* One row per output format; see writers.c. */
struct writer {
	const char *name;      /* "text", "pdf", "xlsx" */
	const char *extension; /* "txt", "pdf", "xlsx" */
	/* Write to the file `path` (a temporary name); no partial success. */
	int (*write)(const struct doc *d, const char *path, struct err *e);
};

extern const struct writer writers[];
extern const size_t n_writers;

const struct writer *writer_named(const char *name);

/*
 * Give back what writers keep between documents (the fonts' subsets). Safe at
 * any time; called once at the end of a run.
 */
void writers_release(void);

#endif
