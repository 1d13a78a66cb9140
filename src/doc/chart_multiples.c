/*
 * chart_multiples.c -- C14: many small fields on one scale. Each says what it
 * is above, and its last value at the right.
 */
#include "doc/chart_field.h"

#include <math.h>

#define ACROSS      3
#define GAP         14.0
#define FIELD       46.0
#define BELOW       5.0
#define LABEL_LINES 2
#define VALUE_MOST  60.0
#define VALUE_GAP   5.0
#define APART       10.0
#define MOST_LINES  4

struct plan {
	struct range range;
	double left, value, width; /* of one: scale, last values, all */
	double head, pitch;
	size_t across, shown;
};

static struct range
range_of(const struct plot *p)
{
	struct range r;

	range_init(&r);
	for (size_t i = 0; i < p->c->n_multiples; i++)
		range_lines(
		    &r, p->c->multiple[i].line, p->c->multiple[i].n_lines);
	range_levels(&r, p->c->level, p->c->n_levels);
	range_close(&r);
	return r;
}

static double
value_width(const struct plot *p)
{
	struct type bold = plot_type(p, true);
	double most = 0;

	for (size_t i = 0; i < p->c->n_multiples; i++)
		for (size_t k = 0; k < p->c->multiple[i].n_lines; k++)
			most = fmax(
			    most, type_width(&bold,
				      flow_text(p->f,
					  p->c->multiple[i].line[k].value)));
	return fmin(most, VALUE_MOST);
}

static struct plan
layout(const struct plot *p)
{
	size_t n = p->c->n_multiples, rows;
	struct plan l = { .range = range_of(p), .value = value_width(p) };
	struct type bold = plot_type(p, true);
	struct box box = { 0, 0, 100, FIELD };
	struct field f = field_new(p, box, &l.range);
	size_t lines = 1;

	l.left = ruler_room(p, &f.y);
	l.across = n < ACROSS ? (n > 0 ? n : 1) : ACROSS;
	l.width = (p->width - (double)(ACROSS - 1) * GAP) / ACROSS;
	if (l.across < ACROSS)
		l.width = (p->width - GAP) / 2;
	for (size_t i = 0; i < n; i++) {
		struct lines w = type_wrap(p->keep, &bold, l.width, LABEL_LINES,
		    flow_text(p->f, p->c->multiple[i].label));

		lines = w.n > lines ? w.n : lines;
	}
	l.head = (double)lines * p->b->chart_line + 6;
	l.pitch = l.head + FIELD + ruler_height(p, &p->c->x) + APART;
	rows = (n + l.across - 1) / l.across;
	if ((double)rows * l.pitch + p->b->chart_line > p->most)
		rows = p->most > 2 * l.pitch
			   ? (size_t)((p->most - p->b->chart_line) / l.pitch)
			   : 1;
	l.shown = rows * l.across < n ? rows * l.across : n;
	return l;
}

static double
height(const struct plot *p)
{
	struct plan l = layout(p);
	size_t rows = (l.shown + l.across - 1) / l.across;

	if (p->c->n_multiples == 0)
		return 0;
	return (double)rows * l.pitch - APART +
	       (l.shown < p->c->n_multiples ? p->b->chart_line + 2 : 0);
}

/* The last value of a line. */
struct last {
	double y;
	struct str text;
};

/* From top to bottom, a line apart, none below the field. */
static void
spread(struct last *v, int n, double line, double bottom)
{
	for (int i = 1; i < n; i++)
		for (int k = i; k > 0 && v[k].y < v[k - 1].y; k--) {
			struct last l = v[k];

			v[k] = v[k - 1];
			v[k - 1] = l;
		}
	for (int i = 1; i < n; i++)
		v[i].y = fmax(v[i].y, v[i - 1].y + line);
	for (int i = n; i-- > 0; bottom -= line)
		v[i].y = fmin(v[i].y, bottom);
}

static void
put_values(
    const struct plot *p, const struct field *f, const struct multiple *m)
{
	struct type bold = plot_type(p, true);
	double x = f->box.x + f->box.w + VALUE_GAP;
	struct last v[MOST_LINES];
	int n = 0;

	for (size_t i = 0; i < m->n_lines && i < MOST_LINES; i++) {
		struct point at;

		v[n].text = type_cut(p->keep, &bold, VALUE_MOST,
		    flow_text(p->f, m->line[i].value));
		if (!field_end(f, &m->line[i], &at))
			continue;
		plot_dot(p, at, 1.8, brand_line(p->b, m->line[i].paint), 0);
		v[n].y = at.y;
		n += v[n].text.n > 0;
	}
	spread(v, n, p->b->chart_line, f->box.y + f->box.h);
	for (int i = 0; i < n; i++)
		sheet_text(p->s, (struct point){ x, v[i].y + bold.size * 0.35 },
		    ALIGN_LEFT, &bold, v[i].text);
}

/* First and last label of the common scale. */
static void
put_foot(const struct plot *p, const struct field *f)
{
	struct plot own = *p;
	double bottom = f->box.y + f->box.h;

	own.x = f->box.x;
	own.width = f->box.w;
	if (f->x.kind == SCALE_TIME) {
		struct axis a = ruler_axis(&own, &f->x);
		struct ticks t = axis_ticks(&own, &a);

		axis_labels(&own, &a, &t, bottom);
	} else {
		ruler_level(&own, &f->x, bottom);
	}
}

static void
put_one(const struct plot *p, const struct plan *l, size_t i)
{
	const struct multiple *m = &p->c->multiple[i];
	struct type bold = plot_type(p, true);
	double x = p->x + (double)(i % l->across) * (l->width + GAP);
	double y = p->y + (double)(i / l->across) * l->pitch;
	double line = p->b->chart_line;
	struct lines label = type_wrap(
	    p->keep, &bold, l->width, LABEL_LINES, flow_text(p->f, m->label));
	struct box box = { x + l->left, y + l->head,
		l->width - l->left - l->value - VALUE_GAP, FIELD };
	struct field f = field_new(p, box, &l->range);
	size_t n = m->n_lines < MOST_LINES ? m->n_lines : MOST_LINES;

	sheet_lines(p->s,
	    (struct point){ x, flow_baseline(y, bold.size, line) }, ALIGN_LEFT,
	    &bold, line, &label);
	for (size_t k = 0; k < n; k++)
		field_band(p, &f, &m->line[k]);
	ruler_upright(p, &f.y, box.x, box.x + box.w);
	field_levels(p, &f);
	for (size_t k = n; k-- > 0;)
		field_line(p, &f, &m->line[k]);
	put_values(p, &f, m);
	put_foot(p, &f);
}

static void
draw(const struct plot *p)
{
	struct plan l = layout(p);

	for (size_t i = 0; i < l.shown; i++)
		put_one(p, &l, i);
	if (l.shown < p->c->n_multiples)
		plot_more(p, p->y + height(p) - p->b->chart_line,
		    p->c->n_multiples - l.shown);
}

const struct chart_art art_multiples = { height, draw };
