/*
 * chart_bars.c -- C4, the downtime waterfall, and plain horizontal bars.
 *
 * Notes are a column at the right edge. A waterfall has its values in one
 * column before it; a step of nothing is a stub, a small one still 1.5 pt wide.
 * Plain bars carry the value at their end. Bars start at zero.
 */
#include "doc/chart.h"

#include <math.h>

#define PITCH       19.0
#define BAR         10.0
#define LEAST       1.5
#define STUB        0.8
#define GAP         10.0
#define LABEL_SHARE 0.42
#define NOTE_SHARE  0.2
#define VALUE_SHARE 0.25

struct bars {
	struct str *label, *value, *note;
	double label_width, value_width, note_width;
	double x, width; /* of the bars */
	double from, to; /* what they cover */
	double pitch, bar;
	size_t rows;
	bool waterfall;
};

static double
ok(double v)
{
	return isfinite(v) ? v : 0;
}

static void
range(const struct chart *c, struct bars *b)
{
	for (size_t i = 0; i < c->n_bars; i++) {
		double a = b->waterfall ? ok(c->bar[i].start) : 0;
		double e = a + ok(c->bar[i].size);

		b->from = fmin(b->from, fmin(a, e));
		b->to = fmax(b->to, fmax(a, e));
	}
}

static struct bars
layout(const struct plot *p)
{
	const struct chart *c = p->c;
	struct type t = plot_type(p, false), bold = plot_type(p, true);
	struct bars b = { .rows = c->n_bars,
		.waterfall = c->kind == CHART_WATERFALL };

	b.label = arena_array(p->keep, c->n_bars, sizeof *b.label);
	b.value = arena_array(p->keep, c->n_bars, sizeof *b.value);
	b.note = arena_array(p->keep, c->n_bars, sizeof *b.note);
	for (size_t i = 0; i < c->n_bars; i++) {
		b.label[i] = flow_text(p->f, c->bar[i].label);
		b.value[i] = flow_text(p->f, c->bar[i].value);
		b.note[i] = flow_text(p->f, c->bar[i].note);
	}
	b.label_width = plot_widest(&t, b.label, c->n_bars);
	/* labels of two lines leave no room to give way */
	b.pitch =
	    b.label_width > p->width * LABEL_SHARE ? PITCH : PITCH * p->scale;
	b.bar = BAR * b.pitch / PITCH;
	if (b.label_width > p->width * LABEL_SHARE)
		b.label_width = p->width * LABEL_SHARE;
	for (size_t i = 0; i < c->n_bars; i++)
		b.value[i] = type_cut(
		    p->keep, &bold, p->width * VALUE_SHARE, b.value[i]);
	b.value_width = plot_widest(&bold, b.value, c->n_bars);
	b.note_width =
	    fmin(plot_widest(&t, b.note, c->n_bars), p->width * NOTE_SHARE);
	b.x = p->x + b.label_width + GAP;
	b.width = p->width - b.label_width - 2 * GAP - b.value_width -
		  (b.note_width > 0 ? b.note_width + GAP : 0);
	if ((double)b.rows * b.pitch > p->most)
		b.rows =
		    p->most > 2 * b.pitch ? (size_t)(p->most / b.pitch) - 1 : 1;
	range(c, &b);
	return b;
}

static double
height(const struct plot *p)
{
	struct bars b = layout(p);

	return (double)(b.rows + (b.rows < p->c->n_bars)) * b.pitch;
}

static double
place(const struct bars *b, double v)
{
	return b->to > b->from
		   ? b->x + (v - b->from) / (b->to - b->from) * b->width
		   : b->x;
}

static struct box
bar_box(const struct bars *b, const struct bar *bar, double y)
{
	double a = b->waterfall ? ok(bar->start) : 0;
	double e = a + ok(bar->size);
	double from = place(b, fmin(a, e)), to = place(b, fmax(a, e));
	double least = ok(bar->size) != 0 ? LEAST : STUB;

	if (to - from < least) {
		to = from + least;
		if (to > b->x + b->width) {
			to = b->x + b->width;
			from = to - least;
		}
	}
	return (struct box){ from, y, to - from, b->bar };
}

static bool
same(double a, double b)
{
	return fabs(a - b) <= 1e-9 * (fabs(a) + fabs(b)) + 1e-9;
}

/* From the running total of one step down to the next one that touches it. */
static void
connect(const struct plot *p, const struct bars *b, size_t i, double y)
{
	const struct bar *m = &p->c->bar[i], *n = m + 1;
	double ends[2] = { ok(m->start) + ok(m->size), ok(m->start) };

	for (int k = 0; k < 2; k++) {
		double x = place(b, ends[k]);

		if (!same(ends[k], ok(n->start)) &&
		    !same(ends[k], ok(n->start) + ok(n->size)))
			continue;
		sheet_line(p->s, (struct point){ x, y + b->bar },
		    (struct point){ x, y + b->pitch },
		    (struct pen){ .color = p->b->axis, .width = 0.5 });
		return;
	}
}

static void
draw_bar(const struct plot *p, const struct bars *b, size_t i)
{
	const struct bar *bar = &p->c->bar[i];
	struct type t = plot_type(p, false), bold = plot_type(p, true);
	double top = p->y + (double)i * b->pitch,
	       y = top + (b->pitch - b->bar) / 2;
	double line = p->b->chart_line;
	struct box box = bar_box(b, bar, y);
	struct lines l = type_wrap(p->keep, &t, b->label_width, 2, b->label[i]);
	struct point at = { p->x + p->width,
		flow_baseline(top + (b->pitch - line) / 2, t.size, line) };

	sheet_lines(p->s,
	    (struct point){
		p->x, flow_baseline(top + (b->pitch - line * (double)l.n) / 2,
			  t.size, line) },
	    ALIGN_LEFT, &t, line, &l);
	if (ok(bar->size) == 0)
		sheet_fill(p->s, box, p->b->axis);
	else
		sheet_paint(p->s, p->b, box, bar->paint);
	if (b->note_width > 0) {
		sheet_text(p->s, at, ALIGN_RIGHT, &t,
		    type_cut(p->keep, &t, b->note_width, b->note[i]));
		at.x -= b->note_width + GAP;
	}
	if (!b->waterfall) {
		at.x = box.x + box.w + GAP / 2;
		sheet_text(p->s, at, ALIGN_LEFT, &bold, b->value[i]);
		return;
	}
	if (i + 1 < b->rows)
		connect(p, b, i, y);
	sheet_text(p->s, at, ALIGN_RIGHT, &bold, b->value[i]);
}

static void
draw(const struct plot *p)
{
	struct bars b = layout(p);
	struct type quiet = plot_quiet(p);
	double zero = place(&b, 0);
	double bottom = p->y + (double)b.rows * b.pitch;

	sheet_line(p->s, (struct point){ zero, p->y },
	    (struct point){ zero, bottom },
	    (struct pen){ .color = p->b->axis, .width = 0.7 });
	for (size_t i = 0; i < b.rows; i++)
		draw_bar(p, &b, i);
	if (b.rows < p->c->n_bars)
		sheet_text(p->s,
		    (struct point){ p->x, bottom + b.pitch / 2 + 3 },
		    ALIGN_LEFT, &quiet,
		    str_format(p->keep, "+ %zu", p->c->n_bars - b.rows));
}

const struct chart_art art_waterfall = { height, draw };
const struct chart_art art_bars = { height, draw };
