/*
 * chart_field.c -- see chart_field.h.
 */
#include "doc/chart_field.h"

#include <math.h>

#define SAME  0.05
#define WIDTH 1.3
#define BOLD  1.5

static void
widen(double *lo, double *hi, double v)
{
	if (!isfinite(v))
		return;
	*lo = fmin(*lo, v);
	*hi = fmax(*hi, v);
}

void
range_init(struct range *r)
{
	*r = (struct range){ INFINITY, -INFINITY, INFINITY, -INFINITY };
}

void
range_lines(struct range *r, const struct line *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < l[i].n_points; k++) {
			const struct line_point *q = &l[i].point[k];

			widen(&r->x0, &r->x1, q->x);
			widen(&r->y0, &r->y1, q->y);
			if (!l[i].band)
				continue;
			widen(&r->y0, &r->y1, q->low);
			widen(&r->y0, &r->y1, q->high);
		}
}

void
range_levels(struct range *r, const struct line_level *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		widen(&r->y0, &r->y1, l[i].y);
}

void
range_close(struct range *r)
{
	if (!(r->x1 >= r->x0)) {
		r->x0 = 0;
		r->x1 = 1;
	}
	if (!(r->y1 >= r->y0)) {
		r->y0 = 0;
		r->y1 = 1;
	}
	/* Zero belongs to the scale, unless all lies on its other side. */
	if (r->y0 > 0)
		r->y0 = 0;
	if (r->y1 < 0)
		r->y1 = 0;
}

struct field
field_new(const struct plot *p, struct box box, const struct range *r)
{
	struct field f = { .box = box };
	struct scale y = p->c->y;
	double y0 = r->y0;

	f.x = ruler_new(p, &p->c->x, r->x0, r->x1);
	/* time runs to the right only */
	if (y.kind == SCALE_TIME)
		y.kind = SCALE_LINEAR;
	if (y.kind == SCALE_LOG && !(y0 > 0))
		y0 = r->y1 / 1000;
	f.y = ruler_new(p, &y, y0, r->y1);
	f.x.at = box.x;
	f.x.length = box.w;
	f.y.at = box.y + box.h;
	f.y.length = -box.h;
	return f;
}

static void
add(struct point *v, size_t *n, struct point at)
{
	const struct point *last = *n > 0 ? &v[*n - 1] : NULL;

	if (last != NULL && isnan(last->y) && isnan(at.y))
		return;
	if (last != NULL && fabs(at.x - last->x) < SAME &&
	    fabs(at.y - last->y) < SAME)
		return;
	v[(*n)++] = at;
}

struct point *
field_path(const struct plot *p, const struct field *f, const struct line *l,
    size_t *ret_n)
{
	struct point *v = arena_array(p->keep, 2 * l->n_points + 1, sizeof *v);
	double last = NAN;
	size_t n = 0;

	for (size_t i = 0; i < l->n_points; i++) {
		struct point at = { ruler_at(&f->x, l->point[i].x),
			ruler_at(&f->y, l->point[i].y) };

		if (isnan(at.x) || isnan(at.y)) {
			add(v, &n, (struct point){ NAN, NAN });
			last = NAN;
			continue;
		}
		if (l->stepped && !isnan(last))
			add(v, &n, (struct point){ at.x, last });
		add(v, &n, at);
		last = at.y;
	}
	*ret_n = n;
	return v;
}

/* Only the box, and the width of a line around it. */
static void
clip(const struct plot *p, struct box b)
{
	const double m = 1;
	const struct point corner[] = { { b.x - m, b.y - m },
		{ b.x + b.w + m, b.y - m }, { b.x + b.w + m, b.y + b.h + m },
		{ b.x - m, b.y + b.h + m } };

	sheet_clip(p->s, corner, 4);
}

void
field_band(const struct plot *p, const struct field *f, const struct line *l)
{
	struct point *v = arena_array(p->keep, 2 * l->n_points + 2, sizeof *v);
	double *low = arena_array(p->keep, l->n_points + 1, sizeof *low);
	size_t n = 0;

	for (size_t i = 0; l->band && i < l->n_points; i++) {
		double x = ruler_at(&f->x, l->point[i].x);
		double top = ruler_at(&f->y, l->point[i].high);
		double end = ruler_at(&f->y, l->point[i].low);

		if (isnan(x) || isnan(top) || isnan(end))
			continue;
		if (n > 0 && fabs(x - v[n - 1].x) < SAME &&
		    fabs(top - v[n - 1].y) < SAME)
			continue;
		v[n] = (struct point){ x, top };
		low[n++] = end;
	}
	for (size_t k = 0; k < n; k++)
		v[n + k] = (struct point){ v[n - 1 - k].x, low[n - 1 - k] };
	if (n < 2)
		return;
	clip(p, f->box);
	sheet_area(p->s, v, 2 * n, p->b->band);
	sheet_unclip(p->s);
}

void
field_line(const struct plot *p, const struct field *f, const struct line *l)
{
	struct pen pen = { .color = brand_line(p->b, l->paint),
		.width = WIDTH };
	size_t n, from = 0;
	struct point *v = field_path(p, f, l, &n);

	if (l->dashed) {
		pen.on = 4;
		pen.off = 2;
	}
	clip(p, f->box);
	for (size_t i = 0; i <= n; i++) {
		if (i < n && !isnan(v[i].y))
			continue;
		if (i - from == 1)
			plot_dot(p, v[from], 1.6, pen.color, 0);
		else if (i - from > 1)
			sheet_curve(p->s, v + from, i - from, pen);
		from = i + 1;
	}
	sheet_unclip(p->s);
}

bool
field_level(const struct field *f, double y, double *ret_at)
{
	*ret_at = ruler_at(&f->y, y);
	return !isnan(*ret_at) && *ret_at >= f->box.y - 0.1 &&
	       *ret_at <= f->box.y + f->box.h + 0.1;
}

void
field_levels(const struct plot *p, const struct field *f)
{
	for (size_t i = 0; i < p->c->n_levels; i++) {
		const struct line_level *l = &p->c->level[i];
		struct pen pen = { .color = p->b->secondary,
			.width = 0.9,
			.on = 2,
			.off = 2 };
		double y;

		if (l->bold)
			pen =
			    (struct pen){ .color = p->b->text, .width = BOLD };
		if (field_level(f, l->y, &y))
			sheet_line(p->s, (struct point){ f->box.x, y },
			    (struct point){ f->box.x + f->box.w, y }, pen);
	}
}

bool
field_end(const struct field *f, const struct line *l, struct point *ret_at)
{
	for (size_t i = l->n_points; i-- > 0;) {
		struct point at = { ruler_at(&f->x, l->point[i].x),
			ruler_at(&f->y, l->point[i].y) };

		if (isnan(at.x) || isnan(at.y))
			continue;
		at.x = fmin(fmax(at.x, f->box.x), f->box.x + f->box.w);
		at.y = fmin(fmax(at.y, f->box.y), f->box.y + f->box.h);
		*ret_at = at;
		return true;
	}
	return false;
}
