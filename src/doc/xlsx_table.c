/*
 * xlsx_table.c -- a table on its sheet: a real table with filters where it
 * holds only body rows, live formulas with their values stored, totals below.
 */
#include "doc/xlsx_look.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

#define MOST_HEAD 250
#define WIDEST    60.0
#define WRAP_FROM 48.0
#define PADDING   2.2
#define CHARACTER 1.06 /* width of one, in the unit of column widths */

struct put {
	struct book *b;
	const struct book_block *at;
	const struct book_table *place;
	char **head;                /* as written, unique */
	struct book_column *column; /* of rows that were streamed, or NULL */
};

/* The zone belongs to the name of a column of instants. */
static struct str
zone_of(const struct put *p, int column)
{
	const struct table *t = p->place->table;

	if (p->column != NULL)
		return p->column[column].zone;
	for (size_t r = 0; r < t->rows.n; r++) {
		const struct cell *c = &t->rows.v[r].cell[column];

		if (c->kind == CELL_INSTANT && c->zone != NULL)
			return c->zone->name;
	}
	return STR_NONE;
}

static bool
contains(struct str s, struct str part)
{
	for (size_t i = 0; i + part.n <= s.n; i++)
		if (str_eq(str_sub(s, i, i + part.n), part))
			return true;
	return false;
}

static struct str
head_text(const struct put *p, int column)
{
	const struct column *c = &p->place->table->column[column];
	struct arena *keep = p->b->keep;
	struct str zone = zone_of(p, column);
	struct str s = doc_text(keep, c->head);
	struct str unit = doc_text(keep, c->unit);

	if (unit.n > 0)
		s = str_format(keep, "%.*s (%.*s)", STR_ARG(s), STR_ARG(unit));
	if (zone.n > 0 && !contains(s, zone))
		s = str_format(keep, "%.*s (%.*s)", STR_ARG(s), STR_ARG(zone));
	s = str_trim(s);
	return s.n > 0 ? s : str_format(keep, "%d", column + 1);
}

/* A table's columns must have different names, even without case. */
static void
make_heads(struct put *p)
{
	int n = p->place->table->n_columns;

	p->head = arena_array(p->b->keep, (size_t)n, sizeof *p->head);
	for (int i = 0; i < n; i++) {
		struct str name = head_text(p, i), s = name;
		int again = 1;

		for (int k = 0; k < i; k++)
			if (str_is_nocase(s, p->head[k])) {
				s = str_format(p->b->keep, "%.*s (%d)",
				    STR_ARG(name), ++again);
				k = -1;
			}
		p->head[i] = book_cstr(p->b, s, MOST_HEAD);
	}
}

/* Left or right; a text beside a figure keeps a distance from it. */
static void
set_side(const struct table *t, int column, struct look *l)
{
	const struct column *c = t->column;

	l->right = c[column].right;
	l->left = !l->right;
	l->indented = l->left && column > 0 && c[column - 1].right;
}

static struct look
head_look(const struct put *p, int column)
{
	struct look l = look_tone(p->b, TONE_PLAIN, true);

	set_side(p->place->table, column, &l);
	l.wrap = true;
	l.below = LXW_BORDER_THIN;
	return l;
}

bool
book_wraps(const struct cell *c)
{
	return c->kind == CELL_TEXT && utf8_count(c->text) > WRAP_FROM;
}

bool
book_digits(const struct cell *c)
{
	struct str s = c->text;

	if (c->kind != CELL_TEXT || s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.' &&
		    s.p[i] != ',' && s.p[i] != '-' && s.p[i] != '%')
			return false;
	return true;
}

struct look
look_body(const struct book *b, const struct table *t, int column,
    const struct cell *c)
{
	struct look l = look_tone(b, c->tone, false);

	set_side(t, column, &l);
	l.top = true;
	l.below = LXW_BORDER_HAIR;
	l.wrap = book_wraps(c);
	return l;
}

/* Wider than its column, or more than one line anyway. */
static bool
wraps_here(const struct put *p, int column, const struct cell *c)
{
	const struct book_sheet *s = &p->b->sheets.v[p->at->sheet];

	return c->kind == CELL_TEXT &&
	       (double)utf8_count(c->text) * CHARACTER + PADDING >
		   s->width[column] + 0.01;
}

static struct look
row_look(const struct put *p, size_t row, int column)
{
	const struct table *t = p->place->table;
	const struct row *r = &t->rows.v[row];
	struct look l = look_body(p->b, t, column, &r->cell[column]);

	l.wrap = wraps_here(p, column, &r->cell[column]);
	l.bold |= r->role != ROW_BODY;
	if (r->role == ROW_SUBTOTAL)
		l.below = LXW_BORDER_THIN;
	if (r->role == ROW_TOTAL &&
	    (row == 0 || t->rows.v[row - 1].role != ROW_TOTAL))
		l.above = LXW_BORDER_THIN;
	return l;
}

/* A value may stand alone; a formula always brings its value with it. */
static void
put_value(struct put *p, size_t row, int column)
{
	const struct cell *c = &p->place->table->rows.v[row].cell[column];
	struct look look = row_look(p, row, column);
	size_t at = p->place->head + 1 + row;
	char *formula = NULL;
	double value;

	if (c->formula != NULL && book_value(c, &value))
		formula = book_formula(
		    p->b, p->place, row, (size_t)column, c->formula);
	if (formula == NULL) {
		book_cell(p->b, p->at, at, (size_t)column, look, c);
		return;
	}
	look.number = look_number(p->b, c);
	book_check(
	    p->b, worksheet_write_formula_num(p->b->sheets.v[p->at->sheet].ws,
		      (uint32_t)at, (uint16_t)column, formula,
		      book_format(p->b, look), value));
}

/*
 * The library copies what it needs, so that a large table need not fill the
 * arena; a look that is new has to stay, though.
 */
static void
put_cell(struct put *p, size_t row, int column)
{
	struct arena_mark mark = arena_mark(p->b->keep);
	size_t looks = p->b->looks.n;

	put_value(p, row, column);
	if (p->b->looks.n == looks)
		arena_reset(p->b->keep, mark);
}

/* Figures and heads take the room they need; words may wrap. */
static void
widen(struct put *p, int column, double characters, bool words)
{
	struct book_sheet *s = &p->b->sheets.v[p->at->sheet];
	double w = characters * CHARACTER + PADDING;

	w = w > WIDEST ? WIDEST : w;
	if (w > s->width[column])
		s->width[column] = w;
	if (!words && w > s->least[column])
		s->least[column] = w;
}

/* Heads may wrap into two or three lines, but not inside a word. */
static double
head_width(const char *head)
{
	struct str s = str_of(head);
	double word = 0, most = 0, all = (double)utf8_count(s);

	for (size_t i = 0; i < s.n;) {
		word = utf8_next(s, &i) == ' ' ? 0 : word + 1;
		most = word > most ? word : most;
	}
	/* The filter button takes the room of two characters. */
	return (all / 2 > most ? all / 2 : most) + 2;
}

static void
measure(struct put *p)
{
	const struct table *t = p->place->table;

	for (int k = 0; k < t->n_columns; k++) {
		widen(p, k, head_width(p->head[k]), false);
		if (p->column != NULL)
			widen(p, k, p->column[k].most, false);
		for (size_t r = 0; r < t->rows.n; r++) {
			const struct cell *c = &t->rows.v[r].cell[k];
			struct arena_mark mark = arena_mark(p->b->keep);

			if (c->kind != CELL_EMPTY)
				widen(p, k, (double)book_characters(p->b, c),
				    c->kind == CELL_TEXT);
			arena_reset(p->b->keep, mark);
		}
	}
}

static double
lines_of(const struct put *p, int column, struct str text)
{
	const struct book_sheet *s = &p->b->sheets.v[p->at->sheet];
	size_t width = (size_t)s->width[column];

	return (double)wrap_columns(p->b->keep, width, text).n;
}

/* Not every program that reads a workbook makes room for wrapped text. */
static void
set_height(struct put *p, size_t row)
{
	const struct table *t = p->place->table;
	double most = 1;

	for (int k = 0; k < t->n_columns; k++) {
		const struct cell *c = &t->rows.v[row].cell[k];
		double lines;

		if (!wraps_here(p, k, c))
			continue;
		lines = lines_of(p, k, doc_text(p->b->keep, c->text));
		most = lines > most ? lines : most;
	}
	book_height(p->b, p->at->sheet, p->place->head + 1 + row,
	    most * LXW_DEF_ROW_HEIGHT);
}

static void
set_head_height(struct put *p)
{
	double most = 1;

	for (int k = 0; k < p->place->table->n_columns; k++) {
		/* bold, and beside the button of the filter */
		double lines =
		    ceil(((double)utf8_count(str_of(p->head[k])) + 3) /
			 p->b->sheets.v[p->at->sheet].width[k]);

		most = lines > most ? lines : most;
	}
	book_height(
	    p->b, p->at->sheet, p->place->head, most * LXW_DEF_ROW_HEIGHT);
}

/*
 * The name of the table object: the id, made legal, with a number where an
 * earlier table of the document has the same. "mg_" keeps it from looking like
 * an address.
 */
static char *
table_name(const struct put *p)
{
	const struct book *b = p->b;
	struct str name = str_format(b->keep, "mg_%s", p->place->table->id);
	char *text;
	int same = 1;

	for (size_t i = 0; i < p->at->table; i++)
		same +=
		    strcmp(b->tables.v[i].table->id, p->place->table->id) == 0;
	if (same > 1)
		name = str_format(b->keep, "%.*s_%d", STR_ARG(name), same);
	text = str_cstr(b->keep, name);
	for (char *c = text; *c != '\0'; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
			(*c >= '0' && *c <= '9')))
			*c = '_';
	return text;
}

static void
make_table(struct put *p)
{
	const struct table *t = p->place->table;
	size_t n = (size_t)t->n_columns;
	lxw_table_column *column = arena_array(p->b->keep, n, sizeof *column);
	lxw_table_column **list =
	    arena_array(p->b->keep, n + 1, sizeof(lxw_table_column *));
	lxw_table_options options = { .columns = list,
		.name = table_name(p),
		.style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
		.style_type_number = 0 };

	for (size_t i = 0; i < n; i++) {
		column[i].header = p->head[i];
		column[i].header_format =
		    book_format(p->b, head_look(p, (int)i));
		list[i] = &column[i];
	}
	book_check(p->b, worksheet_add_table(p->b->sheets.v[p->at->sheet].ws,
			     (uint32_t)p->place->head, 0,
			     (uint32_t)(p->place->head + p->place->body),
			     (uint16_t)(n - 1), &options));
}

static void
put_heads(struct put *p)
{
	for (int i = 0; i < p->place->table->n_columns; i++)
		book_check(p->b,
		    worksheet_write_string(p->b->sheets.v[p->at->sheet].ws,
			(uint32_t)p->place->head, (uint16_t)i, p->head[i],
			book_format(p->b, head_look(p, i))));
}

static void
add_range(struct put *p, struct str *list, int column)
{
	struct arena *keep = p->b->keep;
	size_t from = p->place->head + 1, to = p->place->head + p->place->rows;

	*list = str_format(keep, "%.*s%s%.*s:%.*s", STR_ARG(*list),
	    list->n > 0 ? " " : "",
	    STR_ARG(book_a1(keep, from, (size_t)column, false)),
	    STR_ARG(book_a1(keep, to, (size_t)column, false)));
}

/* What a spreadsheet would call an error in this column and is none. */
static void
note_ranges(struct put *p)
{
	struct book_sheet *s = &p->b->sheets.v[p->at->sheet];
	const struct table *t = p->place->table;

	for (int k = 0; k < t->n_columns; k++) {
		bool digits = p->column != NULL && p->column[k].digits;
		bool live = p->column != NULL && p->column[k].live;

		for (size_t r = 0; r < t->rows.n; r++) {
			const struct cell *c = &t->rows.v[r].cell[k];

			digits |= book_digits(c);
			live |= c->formula != NULL;
		}
		if (digits)
			add_range(p, &s->as_text, k);
		if (live)
			add_range(p, &s->varied, k);
	}
}

void
book_measure(struct book *b, const struct book_block *at)
{
	const struct table *t = at->block->table;
	struct put p = { .b = b, .at = at, .place = &b->tables.v[at->table] };

	if (table_rows(t) == 0 || t->n_columns == 0 || t->source.n > 0)
		return;
	make_heads(&p);
	measure(&p);
}

void
book_put_table(struct book *b, const struct book_block *at)
{
	const struct table *t = at->block->table;
	struct put p = { .b = b, .at = at, .place = &b->tables.v[at->table] };
	struct look caption = look_tone(b, TONE_STRONG, true);

	if (t->caption.n > 0)
		book_text(b, at->sheet, at->row, 0, caption, t->caption);
	if (table_rows(t) == 0 || t->n_columns == 0) {
		book_text(b, at->sheet, p.place->head, 0,
		    look_tone(b, TONE_MUTED, false),
		    t->none.n > 0 ? t->none : str_of(b->doc->style->empty));
		return;
	}
	if (t->source.n > 0) {
		p.column = arena_array(
		    b->keep, (size_t)t->n_columns, sizeof *p.column);
		book_stream_rows(b, at, p.column);
	}
	make_heads(&p);
	if (p.column != NULL)
		measure(&p);
	note_ranges(&p);
	set_head_height(&p);
	/* The library writes the heads of a table itself. */
	if (p.place->plain && p.place->body > 0)
		make_table(&p);
	else
		put_heads(&p);
	for (size_t r = 0; r < t->rows.n; r++) {
		set_height(&p, r);
		for (int k = 0; k < t->n_columns; k++)
			put_cell(&p, r, k);
	}
}
