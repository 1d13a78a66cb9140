/*
 * xlsx_chart.h -- charts of a workbook: native ones, with their figures in
 * cells of the same sheet, and calendars as cells.
 */
#ifndef DOC_XLSX_CHART_H
#define DOC_XLSX_CHART_H

#include "doc/xlsx_book.h"

enum data_kind { DATA_TEXT, DATA_NUMBER, DATA_SHARE, DATA_TIME };

/* What a column of figures is in the picture. */
enum data_use {
	USE_NONE, /* it only helps another one */
	USE_LINE,
	USE_EDGE, /* of a band */
	USE_LEVEL,
	USE_MARK,
	USE_EXPECTED,
	USE_OBSERVED,
	USE_DOT,
	USE_MEDIAN,
	USE_NAME, /* labels of groups, at the left end */
	USE_BAR,
	USE_BASE, /* under a bar, not seen */
	USE_TAIL  /* behind it, nothing but its label */
};

struct data_column {
	enum data_kind kind;
	enum data_use use;
	struct str head;
	struct str *text; /* of DATA_TEXT */
	double *v;        /* of the others; NAN: an empty cell */
	size_t n, most;
	int x;        /* column of its places or categories */
	int label;    /* column of its labels; -1: none */
	size_t index; /* of the line or level */
};

struct chart_data {
	const struct chart *chart;
	struct data_column *column;
	int n;
	size_t rows; /* of the longest */
};

/* The figures of a chart; NULL when it has none or is not drawn natively. */
struct chart_data *chart_data_new(const struct book *b, const struct chart *c);
/* Rows and columns of the figures with their heads. */
size_t chart_data_rows(const struct chart_data *d);
size_t chart_data_columns(const struct chart_data *d);
void chart_data_put(struct book *b, const struct book_block *at);

/* Rows of the whole block without its figures. */
size_t chart_rows(
    const struct book *b, const struct chart *c, const struct chart_data *d);
/* Columns of a sheet that its tables or the picture of a chart reach. */
size_t chart_columns(const struct book_sheet *s);
void book_put_chart(struct book *b, const struct book_block *at);

/* The picture of `at->data` with its corner at `row`. */
void chart_picture(struct book *b, const struct book_block *at, size_t row);
size_t chart_picture_rows(const struct chart_data *d);

/* The type of native chart that the library draws. */
uint8_t chart_type(const struct chart *c);

/* A calendar as cells; the row after it. */
size_t calendar_rows(const struct book *b, const struct chart *c);
void calendar_put(struct book *b, const struct book_block *at, size_t row);

#endif
