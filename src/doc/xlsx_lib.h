/*
 * xlsx_lib.h -- the part of libxlsxwriter's interface that is used here.
 *
 * The library's own header cannot be included: it defines macros around a
 * function that base/banned.h bans, and an enumerator FORMULA_CELL of its own.
 * Written for version 1.1.4; a test compares every struct and number with the
 * real header.
 */
#ifndef DOC_XLSX_LIB_H
#define DOC_XLSX_LIB_H

#include <stdint.h>
#include <time.h>

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

#define XLSX_OK                0u
#define XLSX_BAD_PARAMETER     13u
#define XLSX_BORDER_THIN       1
#define XLSX_BORDER_HAIR       7
#define XLSX_ALIGN_LEFT        1
#define XLSX_ALIGN_RIGHT       3
#define XLSX_ALIGN_TOP         8
#define XLSX_TABLE_STYLE_LIGHT 1
#define XLSX_HIDE_GRIDLINES    0

struct lxw_datetime {
	int year, month, day;
	int hour, min;
	double sec;
};

struct lxw_doc_properties {
	char *title, *subject, *author, *manager, *company;
	char *category, *keywords, *comments, *status, *hyperlink_base;
	time_t created;
};

struct lxw_table_column {
	char *header, *formula, *total_string;
	uint8_t total_function;
	struct lxw_format *header_format, *format;
	double total_value;
};

struct lxw_table_options {
	char *name;
	uint8_t no_header_row, no_autofilter, no_banded_rows;
	uint8_t banded_columns, first_column, last_column;
	uint8_t style_type, style_type_number, total_row;
	struct lxw_table_column **columns;
};

#ifndef XLSX_LIB_TYPES_ONLY

struct lxw_workbook *workbook_new(const char *path);
struct lxw_worksheet *workbook_add_worksheet(
    struct lxw_workbook *wb, const char *name);
struct lxw_format *workbook_add_format(struct lxw_workbook *wb);
unsigned workbook_set_properties(
    struct lxw_workbook *wb, struct lxw_doc_properties *properties);
unsigned workbook_close(struct lxw_workbook *wb);
char *lxw_strerror(unsigned error);

void format_set_font_name(struct lxw_format *f, const char *name);
void format_set_font_size(struct lxw_format *f, double size);
void format_set_font_color(struct lxw_format *f, uint32_t color);
void format_set_num_format(struct lxw_format *f, const char *format);
void format_set_bold(struct lxw_format *f);
void format_set_italic(struct lxw_format *f);
void format_set_align(struct lxw_format *f, uint8_t alignment);
void format_set_indent(struct lxw_format *f, uint8_t level);
void format_set_text_wrap(struct lxw_format *f);
void format_set_top(struct lxw_format *f, uint8_t style);
void format_set_top_color(struct lxw_format *f, uint32_t color);
void format_set_bottom(struct lxw_format *f, uint8_t style);
void format_set_bottom_color(struct lxw_format *f, uint32_t color);

unsigned worksheet_write_number(struct lxw_worksheet *ws, uint32_t row,
    uint16_t column, double value, struct lxw_format *f);
unsigned worksheet_write_string(struct lxw_worksheet *ws, uint32_t row,
    uint16_t column, const char *text, struct lxw_format *f);
unsigned worksheet_write_blank(struct lxw_worksheet *ws, uint32_t row,
    uint16_t column, struct lxw_format *f);
unsigned worksheet_write_datetime(struct lxw_worksheet *ws, uint32_t row,
    uint16_t column, struct lxw_datetime *when, struct lxw_format *f);
unsigned worksheet_write_formula_num(struct lxw_worksheet *ws, uint32_t row,
    uint16_t column, const char *formula, struct lxw_format *f, double value);
unsigned worksheet_add_table(struct lxw_worksheet *ws, uint32_t first_row,
    uint16_t first_column, uint32_t last_row, uint16_t last_column,
    struct lxw_table_options *options);
unsigned worksheet_set_column(struct lxw_worksheet *ws, uint16_t first,
    uint16_t last, double width, struct lxw_format *f);
void worksheet_freeze_panes(
    struct lxw_worksheet *ws, uint32_t row, uint16_t column);
unsigned worksheet_repeat_rows(
    struct lxw_worksheet *ws, uint32_t first, uint32_t last);
unsigned worksheet_repeat_columns(
    struct lxw_worksheet *ws, uint16_t first, uint16_t last);
void worksheet_set_landscape(struct lxw_worksheet *ws);
void worksheet_set_portrait(struct lxw_worksheet *ws);
void worksheet_set_paper(struct lxw_worksheet *ws, uint8_t type);
void worksheet_fit_to_pages(
    struct lxw_worksheet *ws, uint16_t width, uint16_t height);
void worksheet_set_margins(struct lxw_worksheet *ws, double left, double right,
    double top, double bottom);
void worksheet_gridlines(struct lxw_worksheet *ws, uint8_t option);
unsigned worksheet_set_header(struct lxw_worksheet *ws, const char *text);
unsigned worksheet_set_footer(struct lxw_worksheet *ws, const char *text);

#endif

#endif
