/*
 * xlsx_pages.c -- sheets on paper: A4 across, as small as needed but not
 * smaller than can be read, and no table or chart cut where it fits on a page.
 *
 * The scale is computed here and not left to "fit to one page": a spreadsheet
 * that fits by itself forgets the page breaks.
 */
#include "doc/xlsx_book.h"

#include "doc/xlsx_chart.h"

#define PAGE_WIDTH    752.0 /* points between the margins */
#define PAGE_HEIGHT   478.0
#define PROSE_WIDTH   560.0
#define SCALE_LEAST   50 /* of a hundred; beyond, several pages across */
#define SCALE_ACROSS  65
#define SCALE_FIT     60   /* columns give way until it holds */
#define NARROWEST     20.0 /* a column of words that gives way */
#define NAME_COLUMNS  2
#define MOST_BREAKS   1000
#define FREEZE_BEFORE 14 /* a head further down is not frozen */
#define MANY_COLUMNS  12 /* beyond, the first ones stay in sight */

/* Of a column so many characters wide. */
static double
points(double width)
{
	return width > 0 ? width * 5.6 + 4 : 48;
}

static double
sheet_points(const struct book_sheet *s)
{
	double all = 0;

	for (size_t k = 0; k < s->columns && s->tables > 0; k++)
		all += points(s->width[k]);
	return all > PROSE_WIDTH ? all : PROSE_WIDTH;
}

static double
capped_points(const struct book_sheet *s, double cap)
{
	double all = 0;

	for (size_t k = 0; k < s->columns; k++) {
		double w = s->width[k] > cap ? cap : s->width[k];

		all += points(w > s->least[k] ? w : s->least[k]);
	}
	return all;
}

void
book_give_way(struct book_sheet *s)
{
	double room = PAGE_WIDTH * 100 / SCALE_FIT, cap = NARROWEST;

	/* a sheet that stays too wide keeps its columns */
	if (s->tables == 0 || sheet_points(s) <= room ||
	    capped_points(s, NARROWEST) > room)
		return;
	while (capped_points(s, cap + 1) <= room)
		cap++;
	for (size_t k = 0; k < s->columns; k++) {
		if (s->width[k] > cap)
			s->width[k] = cap;
		if (s->width[k] < s->least[k])
			s->width[k] = s->least[k];
	}
}

void
book_height(struct book *b, size_t sheet, size_t row, double height)
{
	struct book_sheet *s = &b->sheets.v[sheet];

	if (height <= LXW_DEF_ROW_HEIGHT)
		return;
	book_check(b, worksheet_set_row(s->ws, (uint32_t)row, height, NULL));
	if (s->height != NULL && height > s->height[row])
		s->height[row] = height;
}

/* ---- page breaks ----------------------------------------------------------
 */

struct pager {
	const struct book_sheet *sheet;
	double page; /* points that fit on one */
	double used;
	VEC(lxw_row_t) breaks;
	struct arena *keep;
};

static double
height_of(const struct pager *p, size_t from, size_t to)
{
	double all = 0;

	for (size_t i = from; i < to; i++)
		all += p->sheet->height[i];
	return all;
}

static void
break_before(struct pager *p, size_t row)
{
	if (row == 0 || p->breaks.n >= MOST_BREAKS)
		return;
	*vec_push(p->keep, &p->breaks) = (lxw_row_t)row;
	p->used = 0;
}

/* Rows that follow each other, on as many pages as they need. */
static void
flow(struct pager *p, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		double h = p->sheet->height[i];

		if (p->used > 0 && p->used + h > p->page)
			break_before(p, i);
		p->used += h;
	}
}

/* The first block of a sheet from `i` on; blocks stand in the order of rows. */
static size_t
next_on(const struct book *b, size_t sheet, size_t i)
{
	while (i < b->blocks.n && b->blocks.v[i].sheet != sheet)
		i++;
	return i;
}

static void
place_blocks(struct pager *p, const struct book *b, size_t sheet)
{
	const struct book_sheet *s = p->sheet;
	size_t end = s->printed > 0 ? s->printed : s->rows;
	size_t i = next_on(b, sheet, 0), start;

	if (i == b->blocks.n)
		return;
	start = b->blocks.v[i].row;
	p->used = height_of(p, 0, start);
	while (i < b->blocks.n) {
		bool heading = b->blocks.v[i].block->kind == BLOCK_HEADING;
		size_t next = next_on(b, sheet, i + 1);
		size_t to = next < b->blocks.n ? b->blocks.v[next].row : end;
		double need;

		i = next;
		/* a heading goes with what it is over */
		if (heading && next < b->blocks.n)
			continue;
		need = height_of(p, start, to);
		if (need > p->page)
			need = p->page / 2;
		if (p->used > 0 && p->used + need > p->page)
			break_before(p, start);
		flow(p, start, to);
		start = to;
	}
}

static void
set_breaks(struct book *b, size_t number, double scale)
{
	const struct book_sheet *s = &b->sheets.v[number];
	struct pager p = {
		.sheet = s, .page = PAGE_HEIGHT * 100 / scale, .keep = b->keep
	};

	/* one table alone flows from page to page under its head */
	if (s->height == NULL || (s->tables == 1 && s->printed == 0))
		return;
	place_blocks(&p, b, number);
	if (p.breaks.n == 0)
		return;
	*vec_push(b->keep, &p.breaks) = 0;
	book_check(b, worksheet_set_h_pagebreaks(s->ws, p.breaks.v));
}

/* ---- the sheet ------------------------------------------------------------
 */

/*
 * The head stays in sight, and comes again on every page: that of the only
 * table, or of the last one where it takes more than a page.
 */
static void
set_head(struct book *b, const struct book_sheet *s, double scale)
{
	const struct book_table *t = &b->tables.v[s->only];
	uint32_t head = (uint32_t)t->head;
	bool many = t->table->n_columns > MANY_COLUMNS;
	bool alone = s->tables == 1 && s->printed == 0;
	double high = (double)t->rows * LXW_DEF_ROW_HEIGHT;

	if (t->rows == 0)
		return;
	if (alone || high >= PAGE_HEIGHT * 100 / scale)
		book_check(b, worksheet_repeat_rows(s->ws, head, head));
	if (s->tables == 1 && head < FREEZE_BEFORE)
		worksheet_freeze_panes(
		    s->ws, head + 1, many ? NAME_COLUMNS : 0);
}

void
book_paper(struct book *b, size_t number)
{
	struct book_sheet *s = &b->sheets.v[number];
	double scale = PAGE_WIDTH * 100 / sheet_points(s);
	bool across = scale < SCALE_LEAST;

	if (across)
		scale = SCALE_ACROSS;
	if (scale > 100)
		scale = 100;
	worksheet_set_landscape(s->ws);
	worksheet_set_paper(s->ws, 9);
	worksheet_set_print_scale(s->ws, (uint16_t)scale);
	if (across)
		book_check(
		    b, worksheet_repeat_columns(s->ws, 0, NAME_COLUMNS - 1));
	worksheet_set_margins(s->ws, 0.5, 0.5, 0.75, 0.75);
	if (s->printed > 0)
		book_check(b,
		    worksheet_print_area(s->ws, 0, 0, (uint32_t)s->printed - 1,
			(uint16_t)(chart_columns(s) - 1)));
	if (s->tables > 0)
		set_head(b, s, (uint16_t)scale);
	set_breaks(b, number, (uint16_t)scale);
}
