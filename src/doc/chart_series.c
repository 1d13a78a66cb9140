/*
 * chart_series.c -- C2: what was expected and what came, with the range of the
 * estimate and the lost area between the lines. The scale begins at zero.
 */
#include "doc/chart_series.h"

#include <math.h>

#define PLOT_HEIGHT    150.0
#define ABOVE          12.0 /* room for labels that found no place below */
#define NO_DATA_HEIGHT 6.0

static double
field(const struct sample *s, int which)
{
	const double v[] = { s->expected, s->observed, s->low, s->high };

	return v[which];
}

/* The line of one field, broken where there is no value. */
static void
line(const struct plot *p, const struct curves *c, int which, struct pen pen)
{
	struct point *pt = arena_array(p->keep, c->n + 1, sizeof *pt);
	size_t n = 0;

	for (size_t i = 0; i <= c->n; i++) {
		double y = i < c->n ? field(&c->v[i], which) : NAN;

		if (!isnan(y)) {
			pt[n++] = (struct point){ c->v[i].x, y };
			continue;
		}
		if (n == 1)
			pt[n++] = (struct point){ pt[0].x + 1, pt[0].y };
		sheet_curve(p->s, pt, n, pen);
		n = 0;
	}
}

/* What to do with the polygon between two fields over an unbroken stretch. */
typedef void area_fn(const struct plot *p, const struct point *pt, size_t n);

static void
fill_band(const struct plot *p, const struct point *pt, size_t n)
{
	sheet_area(p->s, pt, n, p->b->band);
}

static void
fill_lost(const struct plot *p, const struct point *pt, size_t n)
{
	struct box b = { pt[0].x, pt[0].y, 0, 0 };
	double right = b.x, bottom = b.y;

	for (size_t i = 1; i < n; i++) {
		b.x = fmin(b.x, pt[i].x);
		b.y = fmin(b.y, pt[i].y);
		right = fmax(right, pt[i].x);
		bottom = fmax(bottom, pt[i].y);
	}
	b.w = right - b.x;
	b.h = bottom - b.y;
	if (b.w < 0.05 || b.h < 0.05)
		return;
	sheet_clip(p->s, pt, n);
	sheet_paint(p->s, p->b, b, PAINT_LOST);
	sheet_unclip(p->s);
}

struct stretch {
	double from, to; /* on the page, only what lies between */
	int upper, lower;
	bool clamp; /* the lower edge never rises above the upper one */
};

static void
areas(const struct plot *p, const struct curves *c, const struct stretch *s,
    area_fn *draw)
{
	struct point *pt = arena_array(p->keep, 2 * c->n + 2, sizeof *pt);
	double *low = arena_array(p->keep, c->n + 1, sizeof *low);
	size_t n = 0;

	for (size_t i = 0; i <= c->n; i++) {
		const struct sample *v = i < c->n ? &c->v[i] : NULL;
		bool in = v != NULL && v->x >= s->from && v->x <= s->to &&
			  !isnan(field(v, s->upper)) &&
			  !isnan(field(v, s->lower));

		if (in) {
			pt[n] = (struct point){ v->x, field(v, s->upper) };
			low[n] = field(v, s->lower);
			if (s->clamp && low[n] < pt[n].y)
				low[n] = pt[n].y;
			n++;
			continue;
		}
		/* The way back follows the way out. */
		for (size_t k = 0; k < n; k++)
			pt[n + k] =
			    (struct point){ pt[n - 1 - k].x, low[n - 1 - k] };
		if (n >= 2)
			draw(p, pt, 2 * n);
		n = 0;
	}
}

static void
no_data(const struct plot *p, const struct curves *c)
{
	for (size_t i = 0; i < c->n; i++) {
		size_t end = i;
		double from, to;

		while (end < c->n && isnan(c->v[end].observed))
			end++;
		if (end == i)
			continue;
		from = i > 0 ? c->v[i - 1].x : c->v[i].x;
		to = end < c->n ? c->v[end].x : c->v[end - 1].x;
		sheet_paint(p->s, p->b,
		    (struct box){ from, c->bottom - NO_DATA_HEIGHT, to - from,
			NO_DATA_HEIGHT },
		    PAINT_NO_DATA);
		i = end;
	}
}

static void
scale(const struct plot *p, const struct curves *c)
{
	struct type t = plot_quiet(p);
	double unit = (c->bottom - c->top) / c->most;
	int n = (int)round(c->most / c->step);

	for (int i = 0; i <= n; i++) {
		double y = c->bottom - i * c->step * unit;
		struct str s =
		    flow_text(p->f, scale_number(p, i * c->step, c->step));

		if (i > 0)
			sheet_line(p->s, (struct point){ c->left, y },
			    (struct point){ c->right, y },
			    (struct pen){ .color = p->b->grid, .width = 0.5 });
		sheet_text(p->s,
		    (struct point){ c->left - 6, y + t.size * 0.35 },
		    ALIGN_RIGHT, &t, s);
	}
}

/* Beside its line where there is room, else above the plot after a sample of
 * it. */
static void
labels(const struct plot *p, const struct curves *c, const struct pen pen[2])
{
	const struct str text[2] = { flow_text(p->f, p->c->label_expected),
		flow_text(p->f, p->c->label_observed) };
	struct box box[2], *taken = NULL;
	double x = c->left;

	for (int i = 0; i < 2; i++) {
		struct type t = plot_type(p, true);
		double w = type_width(&t, text[i]);
		double y = p->y + ABOVE - 3;

		t.color = pen[i].color;
		if (text[i].n == 0)
			continue;
		if (curves_place(c, i, w, t.size, taken, &box[i])) {
			taken = &box[i];
			sheet_text(p->s,
			    (struct point){
				box[i].x, box[i].y + t.size * 0.82 },
			    ALIGN_LEFT, &t, text[i]);
			continue;
		}
		sheet_line(p->s, (struct point){ x, y - 2.5 },
		    (struct point){ x + 16, y - 2.5 }, pen[i]);
		sheet_text(
		    p->s, (struct point){ x + 20, y }, ALIGN_LEFT, &t, text[i]);
		x += 20 + w + 18;
	}
}

/* Above the plot: labels without a place, and the offsets of a clock change. */
static double
above(const struct plot *p)
{
	const struct axis a = { p->c->from_at, p->c->to_at, 0, 0,
		p->c->zone != NULL ? p->c->zone : p->f->doc->zone };

	return ABOVE + (axis_has_change(&a) ? axis_change_height(p) : 0);
}

static struct curves
layout(const struct plot *p)
{
	struct plot inner = *p;

	inner.y += above(p);
	return curves_new(&inner, PLOT_HEIGHT * p->scale);
}

static double
height(const struct plot *p)
{
	return above(p) + PLOT_HEIGHT * p->scale + axis_height(p);
}

static void
draw(const struct plot *p)
{
	struct curves c = layout(p);
	struct ticks ticks = axis_ticks(p, &c.axis);
	const struct span_mark *shade = &p->c->shade;
	const struct pen pen[2] = {
		{ .color = p->b->expected, .width = 1.1, .on = 4, .off = 2 },
		{ .color = p->b->observed, .width = 1.2 },
	};
	struct stretch band = { c.left, c.right, 3, 2, false };
	struct stretch lost = { c.left, c.right, 0, 1, true };

	if (shade->to_at > shade->from_at) {
		lost.from = axis_x(&c.axis, shade->from_at);
		lost.to = axis_x(&c.axis, shade->to_at);
		sheet_fill(p->s,
		    (struct box){ lost.from, c.top, lost.to - lost.from,
			c.bottom - c.top },
		    p->b->shade);
	}
	scale(p, &c);
	areas(p, &c, &band, fill_band);
	areas(p, &c, &lost, fill_lost);
	no_data(p, &c);
	line(p, &c, 0, pen[0]);
	line(p, &c, 1, pen[1]);
	axis_changes(p, &c.axis, c.top, c.bottom);
	labels(p, &c, pen);
	axis_labels(p, &c.axis, &ticks, c.bottom);
}

const struct chart_art art_series = { height, draw };
