/*
 * xlsx_book.h -- what the parts of the workbook writer share.
 *
 * The workbook is planned first, so that every table has its place before a
 * formula asks for it; then it is written block by block. Rows and columns
 * count from 0. The library formats numbers by the process locale: it must be
 * C.
 */
#ifndef DOC_XLSX_BOOK_H
#define DOC_XLSX_BOOK_H

#include <xlsxwriter.h>

#include "doc/brand.h"
#include "doc/wrap.h"
#include "doc/xlsx_part.h"

#define XLSX_MOST_ROWS    1048576u
#define XLSX_MOST_COLUMNS 16384u
#define BOOK_MOST_TEXT    32767 /* UTF-16 units in one cell */

/* A table on its sheet. Body rows follow the head without a gap. */
struct book_table {
	const struct table *table;
	size_t sheet;
	size_t head; /* row of the head */
	size_t rows; /* all rows: body, subtotals, totals */
	size_t body; /* rows before the totals at the end */
	bool plain;  /* nothing but body rows before them */
};

struct book_sheet {
	lxw_worksheet *ws;
	struct str name;
	size_t rows; /* used */
	size_t columns;
	double *width;       /* of columns, in characters; 0: as it is */
	double *least;       /* what figures and heads need of it */
	double *height;      /* of rows, in points; NULL where they stream */
	size_t tables, only; /* how many; index of the last one */
	struct str as_text;  /* ranges where texts may look like numbers */
	struct str varied;   /* ranges where formulas may differ */
	size_t printed;      /* rows above the figures of charts; 0: all */
	size_t wide;         /* columns of those figures */
	bool streamed;       /* rows come from elsewhere */
};

struct chart_data; /* xlsx_chart.h */

/* Where a block begins. */
struct book_block {
	const struct block *block;
	size_t sheet, row, table; /* index of its table */
	struct chart_data *data;  /* of a native chart */
	size_t data_row;          /* where its figures stand */
};

/* A cell format asked for by its properties. */
struct look {
	const char *number; /* number format; NULL: general */
	uint32_t color;
	double size;
	bool bold, left, right, wrap, top;
	uint8_t above, below; /* border styles */
	bool italic, indented;
	bool framed, filled; /* a cell of a calendar */
	uint32_t fill;
	bool hatched;
};

struct book_look {
	struct look look;
	lxw_format *format;
};

/* Rows that wait for their place in a sheet. */
struct book_stream {
	size_t sheet, head; /* they follow this row */
	struct part part;
};

struct book {
	lxw_workbook *wb;
	const struct doc *doc;
	const struct brand *brand;
	struct arena *keep;
	VEC(struct book_sheet) sheets;
	VEC(struct book_block) blocks;
	VEC(struct book_table) tables;
	VEC(struct book_look) looks;
	VEC(struct book_stream) streams;
	unsigned first_error;
	struct err *why; /* what else went wrong, where `failed` */
	bool failed;
};

/* Sheets, and where every block goes; ERR_INPUT when a table is too long. */
MUST int book_plan(struct book *b, struct err *e);
/* How many rows a block takes, with the blank one after it; charts: none. */
size_t book_rows(const struct book *b, const struct block *block);
/* Running text as lines, one row each. */
struct lines book_lines(const struct book *b, struct str s);

/* Remembers the first failure; the rest follows from it. */
void book_check(struct book *b, unsigned error);
lxw_format *book_format(struct book *b, struct look look);
/* A string cell, safe for every spreadsheet: never a formula, never cut
 * wrongly. */
void book_text(struct book *b, size_t sheet, size_t row, size_t column,
    struct look look, struct str s);
/* Text as the library may have it: valid, escaped, at most `most` characters.
 */
char *book_cstr(const struct book *b, struct str s, size_t most);

/* Running text from the first column on, one row a line; the row after it. */
size_t book_prose(struct book *b, const struct book_block *at, size_t row,
    struct look look, struct str s);

/* One value with its number format; `look` says the rest. */
void book_cell(struct book *b, const struct book_block *at, size_t row,
    size_t column, struct look look, const struct cell *c);
/* Local time as spreadsheets know it; false outside their years. */
bool book_local(const struct cell *c, struct civil *ret_time);
/* How many characters a cell shows. */
size_t book_characters(const struct book *b, const struct cell *c);
/* A text so long that it takes several lines. */
bool book_wraps(const struct cell *c);
/* A text that a spreadsheet would take for a number: "48213". */
bool book_digits(const struct cell *c);
/* The share that a cell of CELL_PERCENT holds. */
struct ratio book_share(const struct cell *c);
/* What the cell holds as a number; false for text and for what is no number. */
bool book_value(const struct cell *c, double *ret_value);
/* The widths that a table asks for, but one with a source. */
void book_measure(struct book *b, const struct book_block *at);
void book_put_table(struct book *b, const struct book_block *at);
/* Columns of words wrap where a sheet of paper would be too narrow. */
void book_give_way(struct book_sheet *s);
/* A row higher than one line. */
void book_height(struct book *b, size_t sheet, size_t row, double height);
/* Everything about a sheet that only paper shows. */
void book_paper(struct book *b, size_t number);

/*
 * The rows of a table with a source, as text of their sheet in a file of their
 * own: however many there are, no memory holds them. Tells the zone of the
 * instants in each column, empty where there are none, and the most characters
 * that a cell shows.
 */
struct book_column {
	struct str zone;
	double most;
	bool digits, live; /* texts like numbers; formulas */
};
void book_stream_rows(
    struct book *b, const struct book_block *at, struct book_column *column);
/* Put those rows where they belong, and the language among the properties, when
 * the library has closed the file. */
MUST int book_splice(struct book *b, const char *path, struct err *e);
void book_streams_release(struct book *b);

/*
 * A formula in A1 spelling for the cell at `row`, `column` of a table, with its
 * leading "="; NULL when it cannot be spelled: then only the value is written.
 */
char *book_formula(const struct book *b, const struct book_table *t, size_t row,
    size_t column, const struct formula *f);
/* The same for every row of the table: BOOK_ROW stands for its number. */
#define BOOK_ROW '\1'
char *book_pattern(
    const struct book *b, const struct book_table *t, const struct formula *f);
/* Rows of a column, as an address with its sheet. */
struct str book_range(const struct book *b, const struct book_table *t,
    int column, size_t first, size_t n);
/* The name of a column of a table that has such names. */
struct str book_column_name(
    struct arena *keep, const struct table *t, int column);
/* "AB" */
struct str book_letters(struct arena *keep, size_t column);
/* "$B$5", or "B5" where `fixed` is false. */
struct str book_a1(struct arena *keep, size_t row, size_t column, bool fixed);

#endif
