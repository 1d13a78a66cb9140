/*
 * flow_tiles.c -- key figures: a value, large, over its label, under a rule.
 */
#include "doc/flow.h"

#define GAP         16
#define MAX_COLUMNS 4

struct tile {
	struct type value_type, label_type;
	struct lines value, label;
	double value_line;
};

static size_t
columns(size_t n)
{
	if (n == 4 || n > 6)
		return MAX_COLUMNS;
	return 3;
}

static double
tile_width(const struct flow *f, size_t n)
{
	double c = (double)columns(n);

	return (f->width - GAP * (c - 1)) / c;
}

static struct str
value_text(const struct flow *f, const struct key_figure *k)
{
	if (k->text.n > 0)
		return flow_text(f, k->text);
	return flow_text(f, cell_format(f->keep, f->doc->style, &k->value));
}

/* The largest size at which the value stands on one line; else two lines. */
static struct tile
make_tile(const struct flow *f, const struct key_figure *k, double width)
{
	static const double shrink[] = { 1, 0.875, 0.75, 0.6875 };
	const struct brand *b = f->brand;
	struct str s = value_text(f, k);
	struct tile t = { 0 };

	for (size_t i = 0; i < sizeof shrink / sizeof shrink[0]; i++) {
		t.value_type = flow_type(f, b->figure * shrink[i], true);
		t.value_line = b->figure_line * shrink[i];
		if (type_width(&t.value_type, s) <= width)
			break;
	}
	t.value_type.color = brand_tone(b, k->value.tone);
	t.value = type_wrap(f->keep, &t.value_type, width, 2, s);
	t.label_type = flow_type(f, b->chart + 0.5, false);
	t.label_type.color = b->secondary;
	t.label =
	    type_wrap(f->keep, &t.label_type, width, 3, flow_text(f, k->label));
	return t;
}

static double
tile_height(const struct flow *f, const struct tile *t)
{
	return 6 + (double)t->value.n * t->value_line +
	       (double)t->label.n * (f->brand->chart_line + 1) + 4;
}

static double
row_height(const struct flow *f, const struct block *b, size_t from)
{
	double width = tile_width(f, b->n_figures), most = 0;

	for (size_t i = from;
	     i < b->n_figures && i < from + columns(b->n_figures); i++) {
		struct tile t = make_tile(f, &b->figure[i], width);
		double h = tile_height(f, &t);

		if (h > most)
			most = h;
	}
	return most;
}

double
flow_tiles_height(const struct flow *f, const struct block *b)
{
	size_t n = columns(b->n_figures);
	double all = 0;

	/* two rows of tiles are one picture; more may be divided */
	for (size_t i = 0; i < b->n_figures && i < 2 * n; i += n)
		all += row_height(f, b, i) + 6;
	return all;
}

static void
set_tile(struct flow *f, const struct tile *t, double x, double width)
{
	double line = f->brand->chart_line + 1, y = f->y;

	sheet_fill(f->sheet, (struct box){ x, y, width, 0.8 }, f->brand->rule);
	y += 6;
	sheet_open(f->sheet, ROLE_P, STR_NONE);
	sheet_lines(f->sheet,
	    (struct point){
		x, flow_baseline(y, t->value_type.size, t->value_line) },
	    ALIGN_LEFT, &t->value_type, t->value_line, &t->value);
	y += (double)t->value.n * t->value_line;
	sheet_lines(f->sheet,
	    (struct point){ x, flow_baseline(y, t->label_type.size, line) },
	    ALIGN_LEFT, &t->label_type, line, &t->label);
	sheet_close(f->sheet);
}

void
flow_tiles(struct flow *f, const struct block *b)
{
	double width = tile_width(f, b->n_figures);
	size_t n = columns(b->n_figures);

	flow_gap(f, TILES_BEFORE);
	for (size_t i = 0; i < b->n_figures; i += n) {
		double height = row_height(f, b, i);

		flow_room(f, height);
		for (size_t k = i; k < b->n_figures && k < i + n; k++) {
			struct tile t = make_tile(f, &b->figure[k], width);

			set_tile(f, &t, f->x + (double)(k - i) * (width + GAP),
			    width);
		}
		flow_down(f, f->y + height + 6);
	}
	flow_after(f, 6);
}
