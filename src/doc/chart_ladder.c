/*
 * chart_ladder.c -- C5: the tiers of a contract left to right as printed there,
 * the one that was hit framed and pointed at. Many tiers take several rows.
 */
#include "doc/chart.h"

#define GAP         6.0
#define PAD         7.0
#define MOST_WIDTH  160.0
#define LEAST_WIDTH 64.0
#define POINTER     7.0  /* room above for the triangle */
#define MORE        14.0 /* for the number of boxes left out */
#define FRAME       1.8

struct box_text {
	struct lines head, value, note;
};

struct ladder {
	struct type head, value, note;
	struct box_text *box;
	size_t per_row, rows; /* rows that are drawn */
	size_t first, end;    /* boxes that are drawn */
	double width, height; /* of a box */
};

static double
greater(double a, double b)
{
	return a > b ? a : b;
}

/* The narrowest box in which no word is broken. */
static double
least_width(const struct plot *p, const struct ladder *l)
{
	double w = LEAST_WIDTH;

	for (size_t i = 0; i < p->c->n_boxes; i++) {
		const struct ladder_box *b = &p->c->box[i];

		w = greater(w, 2 * PAD + type_widest_word(&l->head,
					     flow_text(p->f, b->head)));
		w = greater(w, 2 * PAD + type_widest_word(&l->value,
					     flow_text(p->f, b->value)));
		w = greater(w, 2 * PAD + type_widest_word(&l->note,
					     flow_text(p->f, b->note)));
	}
	return w > p->width ? p->width : w;
}

static double
line_of(const struct type *t)
{
	return t->size * 1.28;
}

static double
text_height(const struct ladder *l, const struct box_text *b)
{
	double h = 2 * PAD + (double)b->head.n * line_of(&l->head) +
		   (double)b->value.n * line_of(&l->value) + 2;

	if (b->note.n > 0 && b->note.v[0].n > 0)
		h += (double)b->note.n * line_of(&l->note) + 2;
	return h;
}

static double
pitch(const struct ladder *l)
{
	return l->height + POINTER + FRAME + GAP;
}

/* As many rows as there is height for, the one that was hit among them. */
static void
limit(const struct plot *p, struct ladder *l)
{
	size_t all = l->rows, hit = 0, from = 0;

	l->end = p->c->n_boxes;
	if ((double)all * pitch(l) <= p->most)
		return;
	for (size_t i = 0; i < p->c->n_boxes; i++)
		if (p->c->box[i].hit)
			hit = i / l->per_row;
	l->rows = (size_t)((p->most - MORE) / pitch(l));
	l->rows = l->rows > 0 ? l->rows : 1;
	if (hit >= l->rows)
		from = hit - l->rows + 1;
	l->first = from * l->per_row;
	if (l->first + l->rows * l->per_row < l->end)
		l->end = l->first + l->rows * l->per_row;
}

static struct ladder
layout(const struct plot *p)
{
	const struct chart *c = p->c;
	struct ladder l = { .head = plot_type(p, false),
		.value = flow_type(p->f, p->b->heading_2, true),
		.note = plot_quiet(p) };
	size_t fit;

	if (c->n_boxes == 0)
		return l;
	fit = (size_t)((p->width + GAP) / (least_width(p, &l) + GAP));
	fit = fit > 0 ? fit : 1;
	l.rows = (c->n_boxes + fit - 1) / fit;
	l.per_row = (c->n_boxes + l.rows - 1) / l.rows;
	l.width =
	    (p->width - GAP * (double)(l.per_row - 1)) / (double)l.per_row;
	if (l.width > MOST_WIDTH && l.width > least_width(p, &l))
		l.width = greater(MOST_WIDTH, least_width(p, &l));
	l.box = arena_array(p->keep, c->n_boxes, sizeof *l.box);
	for (size_t i = 0; i < c->n_boxes; i++) {
		const struct ladder_box *b = &c->box[i];
		double w = l.width - 2 * PAD;

		l.box[i] = (struct box_text){ type_wrap(p->keep, &l.head, w, 3,
						  flow_text(p->f, b->head)),
			type_wrap(
			    p->keep, &l.value, w, 2, flow_text(p->f, b->value)),
			type_wrap(
			    p->keep, &l.note, w, 4, flow_text(p->f, b->note)) };
		l.height = greater(l.height, text_height(&l, &l.box[i]));
	}
	limit(p, &l);
	return l;
}

static double
height(const struct plot *p)
{
	struct ladder l = layout(p);
	double h = (double)l.rows * pitch(&l) - GAP;

	if (l.rows == 0)
		return 0;
	return l.end - l.first < p->c->n_boxes ? h + MORE : h;
}

static double
put(const struct plot *p, double x, double y, const struct type *t,
    const struct lines *l)
{
	sheet_lines(p->s,
	    (struct point){ x, flow_baseline(y, t->size, line_of(t)) },
	    ALIGN_LEFT, t, line_of(t), l);
	return y + (double)l->n * line_of(t);
}

static void
draw_box(const struct plot *p, const struct ladder *l, size_t i, struct box b)
{
	const struct box_text *text = &l->box[i];
	struct type value = l->value;
	double y = b.y + PAD, middle = b.x + b.w / 2;

	if (p->c->box[i].hit) {
		const struct point arrow[] = { { middle - 5, b.y - POINTER },
			{ middle + 5, b.y - POINTER },
			{ middle, b.y - FRAME / 2 } };

		value.color = p->b->credit;
		sheet_area(p->s, arrow, 3, p->b->credit);
		sheet_frame(p->s,
		    (struct box){ b.x + FRAME / 2, b.y + FRAME / 2, b.w - FRAME,
			b.h - FRAME },
		    (struct pen){ .color = p->b->credit, .width = FRAME });
	} else {
		sheet_fill(p->s, b, p->b->shade);
	}
	y = put(p, b.x + PAD, y, &l->head, &text->head);
	y = put(p, b.x + PAD, y + 2, &value, &text->value);
	put(p, b.x + PAD, y + 2, &l->note, &text->note);
}

static void
draw(const struct plot *p)
{
	struct ladder l = layout(p);
	struct type quiet = plot_quiet(p);
	size_t left = p->c->n_boxes - (l.end - l.first);

	for (size_t i = l.first; i < l.end; i++) {
		double row = (double)((i - l.first) / l.per_row);
		double column = (double)((i - l.first) % l.per_row);

		draw_box(p, &l, i,
		    (struct box){ p->x + column * (l.width + GAP),
			p->y + POINTER + row * pitch(&l), l.width, l.height });
	}
	if (left > 0)
		sheet_text(p->s,
		    (struct point){
			p->x, p->y + (double)l.rows * pitch(&l) + MORE - 6 },
		    ALIGN_LEFT, &quiet, str_format(p->keep, "+ %zu", left));
}

const struct chart_art art_ladder = { height, draw };
