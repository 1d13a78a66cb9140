/*
 * flow_grid.c -- how wide the columns of a table are.
 *
 * Columns of figures and instants are as wide as the widest of them and do not
 * wrap. What is left goes to the columns of text, by want and by weight.
 * When nothing fits the columns move closer, then the type becomes smaller, and
 * only then is text squeezed.
 */
#include "doc/flow_table.h"

#include <math.h>

#include "base/utf8.h"

#define LEAST_COLUMN 12.0
#define LEAST_TEXT   36.0  /* a text column narrower than this is no use */
#define FIGURE_MOST  32    /* code points; right-aligned text beyond is prose */
#define WHOLE_MOST   64.0  /* longer ones may be divided at hyphens */
#define WORD_MOST    120.0 /* a longer word may be broken */
#define SMALLEST     0.76  /* of the brand's size */
#define HEAD_LEAST   6.5
#define UNIT_LEAST   6.0

struct type
grid_type(const struct flow *f, const struct grid *g, size_t row, size_t column)
{
	const struct row *r = &g->table->rows.v[row];
	const struct cell *c = &r->cell[g->column[column].of];
	bool bold = r->role != ROW_BODY || c->tone == TONE_STRONG ||
		    c->tone == TONE_MONEY;
	struct type t = flow_type(f, g->size, bold);

	t.color = brand_tone(f->brand, c->tone);
	return t;
}

/* Smaller than the body by this much, unless nobody could read it. */
static double
smaller(const struct grid *g, double by, double least)
{
	least = fmin(least, fmin(g->size, g->line - 1.5));
	return fmax(g->size - by, least);
}

struct type
grid_head_type(const struct flow *f, const struct grid *g)
{
	return flow_type(f, smaller(g, 0.5, HEAD_LEAST), true);
}

struct type
grid_unit_type(const struct flow *f, const struct grid *g)
{
	struct type t = flow_type(f, smaller(g, 1.5, UNIT_LEAST), false);

	t.color = f->brand->secondary;
	return t;
}

static void
take_columns(struct flow *f, const struct table *t, struct grid *g)
{
	g->column =
	    arena_array(f->keep, (size_t)t->n_columns, sizeof *g->column);
	for (int i = 0; i < t->n_columns; i++) {
		struct grid_column *c = &g->column[g->n];

		if (t->column[i].xlsx_only)
			continue;
		c->column = &t->column[i];
		c->of = i;
		c->head = flow_text(f, t->column[i].head);
		c->unit = flow_text(f, t->column[i].unit);
		g->n++;
	}
}

static void
take_cells(struct flow *f, const struct table *t, struct grid *g)
{
	g->cell = arena_array(f->keep, t->rows.n, sizeof *g->cell);
	for (size_t r = 0; r < t->rows.n; r++) {
		g->cell[r] = arena_array(f->keep, g->n, sizeof **g->cell);
		for (size_t k = 0; k < g->n; k++) {
			const struct cell *c =
			    &t->rows.v[r].cell[g->column[k].of];

			if (c->kind == CELL_EMPTY &&
			    t->rows.v[r].role != ROW_BODY)
				continue;
			g->cell[r][k] = flow_text(
			    f, cell_format(f->keep, f->doc->style, c));
			if (c->kind == CELL_TEXT &&
			    t->rows.v[r].role == ROW_BODY &&
			    (!g->column[k].column->right ||
				utf8_count(g->cell[r][k]) > FIGURE_MOST))
				g->column[k].wraps = true;
		}
	}
}

static double
greater(double a, double b)
{
	return a > b ? a : b;
}

/*
 * The narrowest a text may be set: a short one on one line, others with whole
 * words, unless those are very long.
 */
static double
least_of(const struct type *t, struct str s, double width)
{
	double whole = type_widest_whole(t, s);

	if (width <= WHOLE_MOST)
		return width;
	return whole <= WHOLE_MOST ? whole : type_widest_word(t, s);
}

/* Figures and instants stay on one line, even among texts. */
static bool
is_figure(const struct grid *g, size_t row, size_t k)
{
	enum cell_kind kind = g->table->rows.v[row].cell[g->column[k].of].kind;

	return kind != CELL_TEXT && kind != CELL_EMPTY;
}

/* What each column needs and would like at the present size. */
static void
measure(const struct flow *f, struct grid *g)
{
	struct type head = grid_head_type(f, g), unit = grid_unit_type(f, g);

	for (size_t k = 0; k < g->n; k++) {
		struct grid_column *c = &g->column[k];
		double word = 0, whole = 0;

		for (size_t r = 0; r < g->table->rows.n; r++) {
			struct type t = grid_type(f, g, r, k);
			double w = type_width(&t, g->cell[r][k]);

			whole = greater(whole, w);
			if (w > word && c->wraps)
				word = greater(
				    word, is_figure(g, r, k)
					      ? w
					      : least_of(&t, g->cell[r][k], w));
		}
		if (word > WORD_MOST)
			word = WORD_MOST;
		c->least = greater(c->wraps ? word : whole,
		    greater(type_widest_word(&head, c->head),
			type_widest_word(&unit, c->unit)));
		c->natural = greater(c->least,
		    greater(whole, greater(type_width(&head, c->head) * 0.6,
				       type_width(&unit, c->unit))));
	}
}

static double
sum(const struct grid *g, bool natural)
{
	double all = g->n > 0 ? g->gap * (double)(g->n - 1) : 0;

	for (size_t k = 0; k < g->n; k++)
		all += natural ? g->column[k].natural : g->column[k].least;
	return all;
}

static double
weight(const struct grid_column *c)
{
	return c->column->weight > 0 ? c->column->weight : 10;
}

/* More than everybody would like: the rest by weight. */
static void
share_surplus(struct grid *g, double rest)
{
	double all = 0;

	for (size_t k = 0; k < g->n; k++)
		all += weight(&g->column[k]);
	for (size_t k = 0; k < g->n; k++)
		g->column[k].width =
		    g->column[k].natural + rest * weight(&g->column[k]) / all;
}

/* Less than they would like: what they need, and the rest by want and weight.
 */
static void
share_scarce(struct grid *g, double rest)
{
	for (size_t k = 0; k < g->n; k++)
		g->column[k].width = g->column[k].least;
	for (int round = 0; round < 8 && rest > 0.5; round++) {
		double all = 0, given = 0;

		for (size_t k = 0; k < g->n; k++)
			all += (g->column[k].natural - g->column[k].width) *
			       weight(&g->column[k]);
		if (all <= 0)
			break;
		for (size_t k = 0; k < g->n; k++) {
			struct grid_column *c = &g->column[k];
			double want = c->natural - c->width;
			double part = rest * want * weight(c) / all;

			part = part > want ? want : part;
			c->width += part;
			given += part;
		}
		rest -= given;
	}
}

/* All columns by the same factor, but none narrower than a few letters. */
static void
scale_down(struct grid *g, double width)
{
	double least = width / (double)g->n, all = 0, part;

	least = least < LEAST_COLUMN ? least : LEAST_COLUMN;
	for (size_t k = 0; k < g->n; k++)
		if (g->column[k].width < least)
			g->column[k].width = least;
	for (size_t k = 0; k < g->n; k++)
		all += g->column[k].width - least;
	part = width - least * (double)g->n;
	if (all <= part)
		return;
	for (size_t k = 0; k < g->n; k++)
		g->column[k].width =
		    least + (g->column[k].width - least) * part / all;
}

/* Not even what they need: text columns give way, then all of them. */
static void
squeeze(struct grid *g, double width)
{
	double over = sum(g, false) - width, can = 0;

	for (size_t k = 0; k < g->n; k++) {
		g->column[k].width = g->column[k].least;
		if (g->column[k].wraps && g->column[k].least > LEAST_TEXT)
			can += g->column[k].least - LEAST_TEXT;
	}
	for (size_t k = 0; k < g->n && can > 0; k++) {
		struct grid_column *c = &g->column[k];

		if (c->wraps && c->least > LEAST_TEXT)
			c->width -= (c->least - LEAST_TEXT) *
				    (over < can ? over / can : 1);
	}
	scale_down(g, width - g->gap * (double)(g->n - 1));
}

static void
set_widths(const struct flow *f, struct grid *g)
{
	double size = g->size, line = g->line, factor = 1;

	measure(f, g);
	if (sum(g, false) > f->width)
		g->gap = NARROW_GAP;
	while (sum(g, false) > f->width && factor > SMALLEST) {
		factor -= 0.06;
		g->size = size * factor;
		g->line = line * factor;
		measure(f, g);
	}
	if (sum(g, true) <= f->width)
		share_surplus(g, f->width - sum(g, true));
	else if (sum(g, false) <= f->width)
		share_scarce(g, f->width - sum(g, false));
	else
		squeeze(g, f->width);
}

struct grid *
grid_new(struct flow *f, const struct table *t)
{
	struct grid *g = arena_new(f->keep, struct grid);
	double x = f->x;
	struct type head, unit;

	g->table = t;
	g->size = f->brand->table;
	g->line = f->brand->table_line;
	g->gap = TABLE_GAP;
	take_columns(f, t, g);
	take_cells(f, t, g);
	set_widths(f, g);
	head = grid_head_type(f, g);
	unit = grid_unit_type(f, g);
	for (size_t k = 0; k < g->n; k++) {
		struct grid_column *c = &g->column[k];

		c->x = x;
		x += c->width + g->gap;
		c->head_lines = type_wrap(f->keep, &head, c->width, 4, c->head);
		if (c->unit.n > 0)
			c->unit_lines =
			    type_wrap(f->keep, &unit, c->width, 2, c->unit);
	}
	return g;
}
