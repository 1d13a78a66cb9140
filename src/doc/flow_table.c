/*
 * flow_table.c -- tables down the page: no row is split, the head comes again
 * on every page, totals never stand alone.
 *
 * Names get two lines and are then cut; what was cut is listed in full under
 * the table. Longer texts are prose and take the lines they need. Of a table
 * with more rows than paper has room for, a line says what stands elsewhere.
 */
#include <string.h>

#include "doc/flow_table.h"

#include "base/utf8.h"

#define SMALL_TABLE   8    /* rows; not torn apart by the end of a page */
#define WHITE_MOST    0.15 /* of a page, left empty for a small table's sake */
#define TORN_LEAST    3    /* rows before the tear, and behind it */
#define CAPTION_AFTER 2
#define NAME_MOST     70 /* code points; more is prose */
#define SHORT_MOST    32
#define NAME_LINES    2
#define CELLS_MOST    12 /* rows up to which every cell is an element */
#define CHILDREN_MOST 4000
#define PROSE_LINES   20
#define REST_BEFORE   4
#define REST_LINES    2 /* so many stay with the last row */

/* One row, laid out. */
struct set_row {
	struct lines *cell;
	double height;
};

struct setting {
	struct flow *f;
	const struct table *of; /* with all its rows */
	struct grid *g;         /* of those on paper */
	struct set_row *row;
	struct lines rest;    /* what is said of the other rows */
	bool torn;            /* a small table that may be torn apart */
	VEC(struct str) cuts; /* names listed under the table */
};

/* Is the sign of two or three bytes that ends at `last` one between parts? */
static bool
parts_at(struct str s, size_t last)
{
	return (last > 0 && memcmp(s.p + last - 1, "\xc2\xb7", 2) == 0) ||
	       (last > 1 && memcmp(s.p + last - 2, "\xe2\x80\x93", 3) == 0);
}

/* Several sentences, a list with dots, from one instant to another: no name. */
static bool
has_parts(struct str s)
{
	for (size_t i = 1; i + 1 < s.n; i++)
		if (s.p[i + 1] == ' ' && (s.p[i] == '.' || s.p[i] == '!' ||
					     s.p[i] == '?' || parts_at(s, i)))
			return true;
	return false;
}

static bool
is_prose(const struct grid *g, size_t row, size_t column)
{
	struct str s = g->cell[row][column];

	return !g->column[column].column->right &&
	       (utf8_count(s) > NAME_MOST || has_parts(s));
}

/* What is short is never cut, however narrow its column. */
static bool
is_short(const struct grid *g, size_t row, size_t column)
{
	return utf8_count(g->cell[row][column]) <= SHORT_MOST;
}

static size_t
cut_number(struct setting *s, struct str name)
{
	for (size_t i = 0; i < s->cuts.n; i++)
		if (str_eq(s->cuts.v[i], name))
			return i + 1;
	*vec_push(s->f->keep, &s->cuts) = name;
	return s->cuts.n;
}

/* A name that needs more lines than it has ends in dots and a number. */
static struct lines
cut_name(struct setting *s, struct str name, const struct type *t, double width)
{
	size_t number = cut_number(s, name);
	struct str mark = str_format(s->f->keep, " [%zu]", number);
	double room = type_width(t, mark);
	struct lines l = type_wrap(s->f->keep, t, width, NAME_LINES, name);
	size_t begin;
	struct str tail;

	if (room > width / 2)
		return l;
	begin = (size_t)(l.v[0].p - name.p) + l.v[0].n;
	tail = str_trim(str_sub(name, begin, name.n));
	l.v[l.n - 1] = str_format(s->f->keep, "%.*s%.*s",
	    STR_ARG(type_cut(s->f->keep, t, width - room, tail)),
	    STR_ARG(mark));
	return l;
}

static struct set_row
set_row(struct setting *s, size_t row)
{
	struct grid *g = s->g;
	struct set_row out = { arena_array(s->f->keep, g->n, sizeof *out.cell),
		0 };
	size_t most = 1, limit = NAME_LINES;

	for (size_t k = 0; k < g->n; k++)
		if (is_prose(g, row, k))
			limit = PROSE_LINES;
	for (size_t k = 0; k < g->n; k++) {
		struct type t = grid_type(s->f, g, row, k);
		double width = g->column[k].width;
		size_t lines = is_short(g, row, k) ? PROSE_LINES : limit;

		out.cell[k] =
		    type_wrap(s->f->keep, &t, width, lines, g->cell[row][k]);
		if (out.cell[k].cut && lines == NAME_LINES)
			out.cell[k] = cut_name(s, g->cell[row][k], &t, width);
		if (out.cell[k].n > most)
			most = out.cell[k].n;
	}
	out.height = (double)most * g->line + 2 * s->f->ease->row;
	return out;
}

static void
put_cell(struct setting *s, size_t k, double y, const struct type *t,
    const struct lines *l)
{
	const struct grid_column *c = &s->g->column[k];
	bool right = c->column->right;

	sheet_lines(s->f->sheet,
	    (struct point){ right ? c->x + c->width : c->x,
		flow_baseline(y, t->size, s->g->line) },
	    right ? ALIGN_RIGHT : ALIGN_LEFT, t, s->g->line, l);
}

/*
 * In a long table a row is one element: cell by cell they would be most of the
 * file, and nobody walks through hundreds of rows by ear.
 */
static void
put_cells(struct setting *s, size_t row, const struct set_row *set)
{
	struct sheet *sheet = s->f->sheet;
	bool each = s->g->table->rows.n <= CELLS_MOST;

	sheet_open(sheet, ROLE_TR, STR_NONE);
	for (size_t k = 0; k < s->g->n; k++) {
		struct type t = grid_type(s->f, s->g, row, k);

		if (each || k == 0)
			sheet_open(sheet, ROLE_TD, STR_NONE);
		if (!each)
			sheet->elems.v[sheet->elem].span = s->g->n;
		put_cell(s, k, s->f->y + s->f->ease->row, &t, &set->cell[k]);
		if (each || k + 1 == s->g->n)
			sheet_close(sheet);
	}
	sheet_close(sheet);
}

static double
head_height(const struct flow *f, const struct grid *g)
{
	double most = 0;

	for (size_t k = 0; k < g->n; k++) {
		double h = (double)(g->column[k].head_lines.n +
				    g->column[k].unit_lines.n) *
			   (g->line - 1.5);

		if (h > most)
			most = h;
	}
	return most + 2 * f->ease->row;
}

/* Heads stand on the rule, whatever their number of lines. */
static void
put_head(struct setting *s)
{
	struct flow *f = s->f;
	struct grid *g = s->g;
	struct type head = grid_head_type(f, g), unit = grid_unit_type(f, g);
	double height = head_height(f, g), line = g->line - 1.5;

	sheet_open(f->sheet, ROLE_TR, STR_NONE);
	for (size_t k = 0; k < g->n; k++) {
		struct grid_column *c = &g->column[k];
		enum align align = c->column->right ? ALIGN_RIGHT : ALIGN_LEFT;
		double x = c->column->right ? c->x + c->width : c->x;
		double y = f->y + height - f->ease->row -
			   (double)(c->head_lines.n + c->unit_lines.n) * line;

		sheet_open(f->sheet, ROLE_TH, STR_NONE);
		sheet_lines(f->sheet,
		    (struct point){ x, flow_baseline(y, head.size, line) },
		    align, &head, line, &c->head_lines);
		y += (double)c->head_lines.n * line;
		sheet_lines(f->sheet,
		    (struct point){ x, flow_baseline(y, unit.size, line) },
		    align, &unit, line, &c->unit_lines);
		sheet_close(f->sheet);
	}
	sheet_close(f->sheet);
	flow_down(f, f->y + height);
	sheet_fill(f->sheet, (struct box){ f->x, f->y - 0.3, f->width, 0.6 },
	    f->brand->rule);
}

static void
put_row(struct setting *s, size_t row, const struct set_row *set)
{
	struct flow *f = s->f;
	const struct row *r = &s->g->table->rows.v[row];
	bool first_total =
	    r->role == ROW_TOTAL &&
	    (row == 0 || s->g->table->rows.v[row - 1].role != ROW_TOTAL);

	if (first_total && row > 0)
		sheet_fill(f->sheet,
		    (struct box){ f->x, f->y - 0.3, f->width, 0.6 },
		    f->brand->rule);
	put_cells(s, row, set);
	flow_down(f, f->y + set->height);
	sheet_line(f->sheet, (struct point){ f->x, f->y },
	    (struct point){ f->x + f->width, f->y },
	    (struct pen){ .color = r->role == ROW_SUBTOTAL ? f->brand->axis
							   : f->brand->grid,
		.width = 0.3 });
}

/* Caption of the table, and whether it goes on from the page before. */
static void
put_caption(struct setting *s, bool again)
{
	struct flow *f = s->f;
	struct type t = flow_type(f, f->brand->body, true);
	struct type note = flow_type(f, f->brand->small, false);
	struct str caption = flow_text(f, s->g->table->caption);
	struct str more = flow_text(f, str_of(f->doc->style->continued));
	struct lines l;
	double x = f->x;

	note.color = f->brand->secondary;
	if (caption.n == 0 && !again)
		return;
	l = type_wrap(f->keep, &t,
	    f->width - (again ? type_width(&note, more) + 8 : 0), 3, caption);
	sheet_open(f->sheet, ROLE_P, STR_NONE);
	sheet_lines(f->sheet,
	    (struct point){
		x, flow_baseline(f->y, t.size, f->brand->body_line) },
	    ALIGN_LEFT, &t, f->brand->body_line, &l);
	sheet_close(f->sheet);
	flow_down(f, f->y + (double)l.n * f->brand->body_line);
	if (again)
		sheet_text(f->sheet,
		    (struct point){ f->x + f->width,
			flow_baseline(f->y - f->brand->body_line, note.size,
			    f->brand->body_line) },
		    ALIGN_RIGHT, &note, more);
	f->y += CAPTION_AFTER;
}

/* How many rows from `row` on must stand on one page; a small table as a whole.
 */
static size_t
together(const struct setting *s, size_t row)
{
	const struct table *t = s->g->table;
	size_t n = 1;

	if (row == 0 && t->rows.n <= SMALL_TABLE && !s->torn)
		return t->rows.n;
	if (s->torn && row == 0)
		n = TORN_LEAST;
	while (row + n < t->rows.n && t->rows.v[row + n].role != ROW_BODY)
		n++;
	if (row == 0 && n == 1 && t->rows.n > 1)
		n = 2;
	/* nor do the last rows stand on a page of their own */
	if (row >= TORN_LEAST && row + TORN_LEAST >= t->rows.n)
		n = t->rows.n - row;
	return n;
}

static double
rest_height(const struct setting *s)
{
	return s->rest.n > REST_LINES
		   ? 0
		   : REST_BEFORE + (double)s->rest.n * s->f->brand->small_line;
}

/* Height of the row and of those that must follow it on the same page. */
static double
height_together(const struct setting *s, size_t row)
{
	size_t n = together(s, row);
	double h = row + n == s->g->table->rows.n ? rest_height(s) : 0;

	for (size_t i = row; i < row + n; i++)
		h += s->row[i].height;
	return h;
}

static void
put_rows(struct setting *s)
{
	struct flow *f = s->f;
	const struct table *t = s->g->table;

	for (size_t r = 0; r < t->rows.n; r++) {
		if (r > 0 && f->y + height_together(s, r) > f->bottom) {
			flow_page(f);
			f->sheet->decorating = true;
			put_caption(s, true);
			put_head(s);
			f->sheet->decorating = false;
		}
		/* PDF/A-1 allows no list of more than 8,191 children. */
		if (r > 0 && r % CHILDREN_MOST == 0) {
			sheet_close(f->sheet);
			sheet_open(f->sheet, ROLE_TABLE, STR_NONE);
		}
		put_row(s, r, &s->row[r]);
	}
}

static struct type
small_type(const struct flow *f)
{
	struct type t = flow_type(f, f->brand->small, false);

	t.color = f->brand->secondary;
	return t;
}

static void
put_small(struct flow *f, const struct lines *l)
{
	struct type t = small_type(f);
	double line = f->brand->small_line;

	sheet_open(f->sheet, ROLE_P, STR_NONE);
	for (size_t i = 0; i < l->n; i++) {
		flow_room(f, line);
		sheet_text(f->sheet,
		    (struct point){ f->x, flow_baseline(f->y, t.size, line) },
		    ALIGN_LEFT, &t, l->v[i]);
		flow_down(f, f->y + line);
	}
	sheet_close(f->sheet);
}

static void
put_cuts(struct setting *s)
{
	struct flow *f = s->f;
	struct type t = small_type(f);

	f->y += 4;
	for (size_t i = 0; i < s->cuts.n; i++) {
		struct str all = str_format(
		    f->keep, "[%zu] %.*s", i + 1, STR_ARG(s->cuts.v[i]));
		struct lines l = type_wrap(f->keep, &t, f->width, 0, all);

		put_small(f, &l);
	}
}

static void
put_rest(struct setting *s)
{
	if (s->rest.n == 0)
		return;
	s->f->y += REST_BEFORE;
	put_small(s->f, &s->rest);
}

/* The table as paper shows it; `t` itself when that is all of it. */
static const struct table *
on_paper(struct flow *f, const struct table *t)
{
	struct table *own;
	size_t body = 0, kept = 0;

	for (size_t i = 0; i < t->rows.n; i++)
		body += t->rows.v[i].role == ROW_BODY;
	if (t->paper_rows == 0 || body <= t->paper_rows)
		return t;
	own = arena_new(f->keep, struct table);
	*own = *t;
	own->rows.n = own->rows.cap = 0;
	own->rows.v = NULL;
	for (size_t i = 0; i < t->rows.n; i++) {
		kept += t->rows.v[i].role == ROW_BODY;
		if (kept <= t->paper_rows || t->rows.v[i].role == ROW_TOTAL)
			*vec_push(f->keep, &own->rows) = t->rows.v[i];
	}
	return own;
}

static void
put_none(struct setting *s)
{
	struct flow *f = s->f;
	struct type t = flow_type(f, f->brand->table, false);
	struct lines l = type_wrap(f->keep, &t, f->width, 0,
	    flow_text(f, s->g->table->none.n > 0
			     ? s->g->table->none
			     : str_of(f->doc->style->empty)));

	t.color = f->brand->secondary;
	sheet_open(f->sheet, ROLE_P, STR_NONE);
	sheet_lines(f->sheet,
	    (struct point){
		f->x, flow_baseline(f->y, t.size, f->brand->table_line) },
	    ALIGN_LEFT, &t, f->brand->table_line, &l);
	sheet_close(f->sheet);
	flow_down(f, f->y + (double)l.n * f->brand->table_line);
}

/* A small table goes on the next page, unless that leaves too much white. */
static bool
may_tear(const struct setting *s)
{
	const struct flow *f = s->f;

	return !s->g->table->whole && s->g->table->rows.n >= 2 * TORN_LEAST &&
	       f->bottom - f->y > WHITE_MOST * (f->bottom - f->top);
}

/* The layout of a table; the last one is remembered. */
static struct setting *
plan(struct flow *f, const struct table *t)
{
	struct setting *s = f->table_plan;
	struct type small = small_type(f);
	const struct table *paper;

	if (s != NULL && s->of == t)
		return s;
	s = arena_new(f->keep, struct setting);
	s->f = f;
	s->of = t;
	paper = on_paper(f, t);
	s->g = grid_new(f, paper);
	s->row = arena_array(f->keep, paper->rows.n, sizeof *s->row);
	for (size_t r = 0; r < paper->rows.n; r++)
		s->row[r] = set_row(s, r);
	if (paper != t && t->paper_rest.n > 0)
		s->rest = type_wrap(
		    f->keep, &small, f->width, 0, flow_text(f, t->paper_rest));
	s->torn = may_tear(s);
	f->table_plan = s;
	return s;
}

static double
caption_height(const struct setting *s)
{
	const struct flow *f = s->f;
	struct type t = flow_type(f, f->brand->body, true);
	struct str text = flow_text(f, s->g->table->caption);

	if (text.n == 0)
		return 0;
	return (double)type_wrap(f->keep, &t, f->width, 3, text).n *
		   f->brand->body_line +
	       CAPTION_AFTER;
}

double
flow_table_least(struct flow *f, const struct table *t)
{
	const struct setting *s = plan(f, t);
	double caption = caption_height(s);

	if (t->rows.n == 0)
		return caption + 2 * f->brand->table_line;
	return caption + head_height(f, s->g) + height_together(s, 0);
}

void
flow_table(struct flow *f, const struct table *t)
{
	struct setting *s = plan(f, t);

	flow_gap(f, TABLE_BEFORE);
	flow_room(f, flow_table_least(f, t));
	put_caption(s, false);
	if (t->rows.n == 0) {
		put_none(s);
	} else {
		sheet_open(f->sheet, ROLE_TABLE, STR_NONE);
		put_head(s);
		put_rows(s);
		sheet_close(f->sheet);
		put_rest(s);
		if (s->cuts.n > 0)
			put_cuts(s);
	}
	flow_after(f, 12);
}
