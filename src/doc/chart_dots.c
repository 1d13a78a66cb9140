/*
 * chart_dots.c -- C12: one dot for each thing, in groups on one scale; a bar at
 * the median. Dots that would hide each other are stacked, always the same way.
 */
#include "doc/chart.h"

#include <math.h>

#define RADIUS      2.3
#define APART       5.2 /* of dots beside each other, and of stacked ones */
#define MOST_LEVELS 9   /* of a stack; what is more lies over it */
#define LEAST       20.0
#define MEDIAN      15.0
#define LABEL_MOST  110.0
#define NOTE_MOST   110.0
#define GAP         10.0

struct plan {
	struct ruler x;
	double label, note, left;
	double *y; /* top of each group, n + 1 of them */
	size_t shown;
};

/* A dot: its value's place and how far above or below the line it lies. */
struct dot {
	double x;
	int level; /* 0, 1, 2: on the line, above, below, ... */
};

static double
offset(int level)
{
	int k = (level + 1) / 2;

	return (level % 2 == 1 ? -k : k) * APART;
}

static size_t
sorted(const struct plot *p, const struct ruler *x, const struct dot_group *g,
    struct dot **ret_dot)
{
	struct dot *v = arena_array(p->keep, g->n_values + 1, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < g->n_values; i++) {
		double at = ruler_at(x, g->value[i]);
		size_t k = n;

		if (isnan(at))
			continue;
		at = fmin(fmax(at, x->at), x->at + x->length);
		for (; k > 0 && v[k - 1].x > at; k--)
			v[k] = v[k - 1];
		v[k] = (struct dot){ at, 0 };
		n++;
	}
	*ret_dot = v;
	return n;
}

/* Levels by the ends of what lies there; returns how many are used. */
static int
stack(struct dot *v, size_t n)
{
	double end[MOST_LEVELS];
	int used = 0;

	for (int i = 0; i < MOST_LEVELS; i++)
		end[i] = -1e9;
	for (size_t i = 0; i < n; i++) {
		int level = 0;

		while (level + 1 < MOST_LEVELS && v[i].x < end[level] + APART)
			level++;
		v[i].level = level;
		end[level] = v[i].x;
		used = level + 1 > used ? level + 1 : used;
	}
	return used;
}

static double
group_height(
    const struct plot *p, const struct ruler *x, const struct dot_group *g)
{
	struct dot *v;
	size_t n = sorted(p, x, g, &v);
	int levels = stack(v, n);

	return fmax(LEAST, levels * APART + 8);
}

static struct ruler
ruler_of(const struct plot *p)
{
	double from = INFINITY, to = -INFINITY;

	for (size_t i = 0; i < p->c->n_groups; i++)
		for (size_t k = 0; k < p->c->group[i].n_values; k++) {
			double v = p->c->group[i].value[k];

			if (!isfinite(v) ||
			    (p->c->x.kind == SCALE_LOG && v <= 0))
				continue;
			from = fmin(from, v);
			to = fmax(to, v);
		}
	if (p->c->x.kind == SCALE_LOG && from <= to) {
		from = pow(10, floor(log10(from)));
		to = pow(10, ceil(log10(to)));
	} else if (from > 0 && from <= to) {
		from = 0;
	}
	return ruler_new(p, &p->c->x, from, to);
}

static struct plan
layout(const struct plot *p)
{
	const struct chart *c = p->c;
	struct type t = plot_type(p, false);
	struct plan l = { .x = ruler_of(p) };
	double room =
		   p->most - ruler_height(p, &p->c->x) - p->b->chart_line - 2,
	       y;

	for (size_t i = 0; i < c->n_groups; i++) {
		l.label = fmax(l.label,
		    type_width(&t, flow_text(p->f, c->group[i].label)));
		l.note = fmax(
		    l.note, type_width(&t, flow_text(p->f, c->group[i].note)));
	}
	l.label = fmin(l.label, LABEL_MOST);
	l.note = fmin(l.note, NOTE_MOST);
	l.left = p->x + l.label + GAP;
	l.x.at = l.left + RADIUS + 2;
	l.x.length = p->x + p->width - l.note - GAP - RADIUS - 2 - l.x.at;
	l.y = arena_array(p->keep, c->n_groups + 1, sizeof *l.y);
	l.y[0] = y = p->y;
	for (size_t i = 0; i < c->n_groups; i++) {
		y += group_height(p, &l.x, &c->group[i]);
		if (y - p->y > room && i > 0)
			break;
		l.y[i + 1] = y;
		l.shown = i + 1;
	}
	return l;
}

static double
height(const struct plot *p)
{
	struct plan l = layout(p);

	return l.y[l.shown] - p->y + ruler_height(p, &p->c->x) +
	       (l.shown < p->c->n_groups ? p->b->chart_line + 2 : 0);
}

static void
put_group(const struct plot *p, const struct plan *l, size_t i)
{
	const struct dot_group *g = &p->c->group[i];
	struct type t = plot_type(p, false), quiet = plot_quiet(p);
	double middle = (l->y[i] + l->y[i + 1]) / 2, line = p->b->chart_line;
	double median = g->median >= 0 ? ruler_at(&l->x, g->median) : NAN;
	struct lines label =
	    type_wrap(p->keep, &t, l->label, 2, flow_text(p->f, g->label));
	double base = flow_baseline(middle - line / 2, t.size, line);
	struct dot *v;
	size_t n = sorted(p, &l->x, g, &v);

	sheet_lines(p->s,
	    (struct point){ p->x, base - line * (double)(label.n - 1) / 2 },
	    ALIGN_LEFT, &t, line, &label);
	sheet_line(p->s, (struct point){ l->x.at, middle },
	    (struct point){ l->x.at + l->x.length, middle },
	    (struct pen){ .color = p->b->grid, .width = 0.5 });
	stack(v, n);
	for (size_t k = 0; k < n; k++)
		plot_dot(p,
		    (struct point){ v[k].x, middle + offset(v[k].level) },
		    RADIUS, p->b->expected, 0);
	if (!isnan(median) && median >= l->x.at - 1 &&
	    median <= l->x.at + l->x.length + 1)
		sheet_fill(p->s,
		    (struct box){
			median - 1.2, middle - MEDIAN / 2, 2.4, MEDIAN },
		    p->b->text);
	sheet_text(p->s, (struct point){ p->x + p->width, base }, ALIGN_RIGHT,
	    &quiet,
	    type_cut(p->keep, &quiet, NOTE_MOST, flow_text(p->f, g->note)));
}

static void
draw(const struct plot *p)
{
	struct plan l = layout(p);
	double bottom = l.y[l.shown];

	for (size_t i = 0; i < l.x.n; i++) {
		double x = ruler_at(&l.x, l.x.tick[i].at);

		sheet_line(p->s, (struct point){ x, p->y },
		    (struct point){ x, bottom },
		    (struct pen){ .color = p->b->grid, .width = 0.5 });
	}
	for (size_t i = 0; i < l.shown; i++)
		put_group(p, &l, i);
	ruler_level(p, &l.x, bottom);
	plot_more(
	    p, bottom + ruler_height(p, &p->c->x), p->c->n_groups - l.shown);
}

const struct chart_art art_dots = { height, draw };
