/*
 * chart_strip.c -- C1: states over time, one bar per row, one axis for all.
 *
 * What is too short to see is drawn at least 0.6 pt wide, outages and
 * recoveries alike, and every recovery has a tick above the bar.
 */
#include "doc/chart.h"

#define PITCH       22.0
#define BAR         12.0
#define LEAST       0.6
#define TICK_HEIGHT 3.5
#define LABEL_MOST  132.0
#define GAP         10.0

struct strip {
	struct axis axis;
	struct str *value;
	double label, value_width;
	size_t rows; /* that are drawn */
	double top, bottom;
};

static double
label_width(const struct plot *p)
{
	struct type t = plot_type(p, false);
	double most = 0;

	for (size_t i = 0; i < p->c->n_strips; i++) {
		double w =
		    type_width(&t, flow_text(p->f, p->c->strip[i].label));

		if (w > most)
			most = w;
	}
	return most < LABEL_MOST ? most : LABEL_MOST;
}

static struct strip
layout(const struct plot *p)
{
	const struct chart *c = p->c;
	struct type t = plot_type(p, true);
	struct strip s = { .rows = c->n_strips };
	double room;

	s.value = arena_array(p->keep, c->n_strips, sizeof *s.value);
	for (size_t i = 0; i < c->n_strips; i++)
		s.value[i] = flow_text(p->f, c->strip[i].value);
	s.label = label_width(p);
	s.value_width = plot_widest(&t, s.value, c->n_strips);
	s.axis = (struct axis){ c->from_at, c->to_at, p->x + s.label + GAP,
		p->width - s.label - GAP -
		    (s.value_width > 0 ? s.value_width + GAP : 0),
		c->zone != NULL ? c->zone : p->f->doc->zone };
	s.top = p->y;
	if (axis_has_change(&s.axis))
		s.top += axis_change_height(p);
	room = p->most - (s.top - p->y) - axis_height(p);
	if ((double)s.rows * PITCH > room)
		s.rows = room > 2 * PITCH ? (size_t)(room / PITCH) - 1 : 1;
	s.bottom = s.top + (double)(s.rows + (s.rows < c->n_strips)) * PITCH;
	return s;
}

static double
height(const struct plot *p)
{
	struct strip s = layout(p);

	return s.bottom - p->y + axis_height(p);
}

/* Spans that would cover the same hundredths of a point are drawn once. */
static void
spans(const struct plot *p, const struct strip *s, const struct strip_row *row,
    double y)
{
	double last_from = -1, last_to = -1;
	enum paint last = PAINT_MUTED;

	for (size_t i = 0; i < row->n_spans; i++) {
		const struct strip_span *sp = &row->span[i];
		double from = axis_x(&s->axis, sp->from_at);
		double to = axis_x(&s->axis, sp->to_at);

		if (sp->to_at <= s->axis.from_at ||
		    sp->from_at >= s->axis.to_at)
			continue;
		if (to - from < LEAST)
			to = from + LEAST;
		if (to > s->axis.x + s->axis.width) {
			to = s->axis.x + s->axis.width;
			from = from > to - LEAST ? to - LEAST : from;
		}
		if (sp->paint == last && from >= last_from - 0.005 &&
		    to <= last_to + 0.005)
			continue;
		sheet_paint(p->s, p->b, (struct box){ from, y, to - from, BAR },
		    sp->paint);
		last = sp->paint;
		last_from = from;
		last_to = to;
	}
}

static void
recoveries(const struct plot *p, const struct strip *s,
    const struct strip_row *row, double y)
{
	struct pen pen = { .color = p->b->text, .width = LEAST };
	double last = -1;

	for (size_t i = 0; i < row->n_ticks; i++) {
		double x = axis_x(&s->axis, row->tick[i]);

		if (row->tick[i] < s->axis.from_at ||
		    row->tick[i] > s->axis.to_at || x - last < 0.1)
			continue;
		last = x;
		sheet_fill(p->s, (struct box){ x - LEAST / 2, y, LEAST, BAR },
		    p->b->available);
		sheet_line(p->s, (struct point){ x, y - 1 - TICK_HEIGHT },
		    (struct point){ x, y - 1 }, pen);
	}
}

static void
draw_row(const struct plot *p, const struct strip *s, size_t i)
{
	const struct strip_row *row = &p->c->strip[i];
	struct type t = plot_type(p, false), bold = plot_type(p, true);
	double middle = s->top + ((double)i + 0.5) * PITCH;
	double y = middle - BAR / 2 + 2, line = p->b->chart_line;
	struct lines l =
	    type_wrap(p->keep, &t, s->label, 2, flow_text(p->f, row->label));

	sheet_lines(p->s,
	    (struct point){
		p->x, flow_baseline(
			  middle + 2 - line * (double)l.n / 2, t.size, line) },
	    ALIGN_LEFT, &t, line, &l);
	sheet_paint(p->s, p->b,
	    (struct box){ s->axis.x, y, s->axis.width, BAR }, PAINT_AVAILABLE);
	spans(p, s, row, y);
	recoveries(p, s, row, y);
	sheet_text(p->s,
	    (struct point){ p->x + p->width,
		flow_baseline(middle + 2 - line / 2, t.size, line) },
	    ALIGN_RIGHT, &bold, s->value[i]);
}

static void
draw(const struct plot *p)
{
	struct strip s = layout(p);
	struct ticks t = axis_ticks(p, &s.axis);
	struct type quiet = plot_quiet(p);

	axis_grid(p, &s.axis, &t, s.top, s.bottom);
	for (size_t i = 0; i < s.rows; i++)
		draw_row(p, &s, i);
	if (s.rows < p->c->n_strips)
		sheet_text(p->s,
		    (struct point){ p->x, s.bottom - PITCH / 2 + 3 },
		    ALIGN_LEFT, &quiet,
		    str_format(p->keep, "+ %zu", p->c->n_strips - s.rows));
	axis_changes(p, &s.axis, s.top, s.bottom);
	axis_labels(p, &s.axis, &t, s.bottom);
}

const struct chart_art art_strip = { height, draw };
