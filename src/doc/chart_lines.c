/*
 * chart_lines.c -- C3, C9, C10, C13: lines over time or another scale. What a
 * line or level is stands at its right end; marks are labelled where there is
 * room.
 */
#include "doc/chart_field.h"

#include <math.h>

#define PLOT_HEIGHT 150.0
#define MOST_LINES  8
#define MOST_LEVELS 4
#define END_MOST    112.0
#define END_GAP     9.0
#define END_APART   2.0
#define LABEL_LINES 2
#define MARK_RADIUS 2.4
#define MARK_WIDTH  120.0
#define MARK_AWAY   70.0
#define CLEAR       2.5

/* What is said at the right end of a line or level. */
struct ending {
	struct point from; /* the end itself */
	double height, y;  /* top, once it has been spread */
	struct lines label;
	struct str value;
};

struct plan {
	struct field field;
	struct ending end[MOST_LINES + MOST_LEVELS];
	int n;
	size_t lines; /* that are drawn */
	double above, column;
};

static double
line_height(const struct plot *p)
{
	return p->b->chart_line;
}

static double
widest(const struct plot *p, size_t lines)
{
	struct type t = plot_type(p, false), bold = plot_type(p, true);
	double most = 0;

	for (size_t i = 0; i < lines; i++) {
		const struct line *l = &p->c->line[i];

		most = fmax(most, type_width(&t, flow_text(p->f, l->label)));
		most = fmax(most, type_width(&bold, flow_text(p->f, l->value)));
	}
	for (size_t i = 0; i < p->c->n_levels && i < MOST_LEVELS; i++)
		most = fmax(most,
		    type_width(&t, flow_text(p->f, p->c->level[i].label)));
	return fmin(ceil(most), END_MOST);
}

static void
add_end(const struct plot *p, struct plan *l, struct point from,
    struct str label, struct str value)
{
	struct type t = plot_type(p, false), bold = plot_type(p, true);
	struct ending *e = &l->end[l->n];

	*e = (struct ending){ .from = from };
	if (label.n > 0)
		e->label = type_wrap(p->keep, &t, l->column, LABEL_LINES,
		    flow_text(p->f, label));
	if (value.n > 0)
		e->value =
		    type_cut(p->keep, &bold, l->column, flow_text(p->f, value));
	e->height = (double)(e->label.n + (e->value.n > 0)) * line_height(p);
	if (e->height > 0)
		l->n++;
}

static void
add_ends(const struct plot *p, struct plan *l)
{
	const struct field *f = &l->field;
	struct point at;

	for (size_t i = 0; i < l->lines; i++)
		if (field_end(f, &p->c->line[i], &at))
			add_end(
			    p, l, at, p->c->line[i].label, p->c->line[i].value);
	at.x = f->box.x + f->box.w;
	for (size_t i = 0; i < p->c->n_levels && i < MOST_LEVELS; i++)
		if (field_level(f, p->c->level[i].y, &at.y))
			add_end(p, l, at, p->c->level[i].label, STR_NONE);
}

/* From top to bottom, none over another, none outside where it can be. */
static void
spread(struct plan *l)
{
	double top = l->field.box.y - 4;
	double bottom = l->field.box.y + l->field.box.h + 4, taken = top;

	for (int i = 1; i < l->n; i++)
		for (int k = i;
		     k > 0 && l->end[k].from.y < l->end[k - 1].from.y; k--) {
			struct ending e = l->end[k];

			l->end[k] = l->end[k - 1];
			l->end[k - 1] = e;
		}
	for (int i = 0; i < l->n; i++) {
		struct ending *e = &l->end[i];

		e->y = fmax(e->from.y - e->height / 2, taken);
		taken = e->y + e->height + END_APART;
	}
	for (int i = l->n; i-- > 0;) {
		struct ending *e = &l->end[i];

		e->y = fmin(e->y, bottom - e->height);
		bottom = e->y - END_APART;
	}
}

/* A plot is as high as what is said at its right needs. */
static double
needed(const struct plot *p, size_t lines)
{
	size_t levels =
	    p->c->n_levels < MOST_LEVELS ? p->c->n_levels : MOST_LEVELS;
	double most =
	    (double)lines * ((LABEL_LINES + 1) * line_height(p) + END_APART) +
	    (double)levels * (LABEL_LINES * line_height(p) + END_APART);

	return fmin(fmax(PLOT_HEIGHT, most), fmax(p->most - 60, 60));
}

static struct range
range_of(const struct plot *p)
{
	struct range r;

	range_init(&r);
	range_lines(&r, p->c->line, p->c->n_lines);
	range_levels(&r, p->c->level, p->c->n_levels);
	range_close(&r);
	return r;
}

static struct plan
layout(const struct plot *p)
{
	const struct chart *c = p->c;
	struct plan l = { .lines = c->n_lines < MOST_LINES ? c->n_lines
							   : MOST_LINES };
	struct range r = range_of(p);
	struct box box = { p->x, p->y, p->width, needed(p, l.lines) };
	struct axis a;
	double left;

	l.field = field_new(p, box, &r);
	l.above = 4;
	if (c->x.kind == SCALE_TIME) {
		a = ruler_axis(p, &l.field.x);
		l.above += axis_has_change(&a) ? axis_change_height(p) : 0;
	}
	left = ruler_room(p, &l.field.y);
	l.column = widest(p, l.lines);
	box.x += left;
	box.y += l.above;
	box.w -= left + (l.column > 0 ? l.column + END_GAP : 8);
	l.field = field_new(p, box, &r);
	add_ends(p, &l);
	spread(&l);
	return l;
}

static bool
cut_short(const struct plot *p, const struct plan *l)
{
	return l->lines < p->c->n_lines;
}

static double
height(const struct plot *p)
{
	struct plan l = layout(p);

	return l.above + l.field.box.h + axis_height(p) +
	       (cut_short(p, &l) ? line_height(p) : 0);
}

static void
put_ends(const struct plot *p, const struct plan *l)
{
	struct type t = plot_type(p, false), bold = plot_type(p, true);
	double x = l->field.box.x + l->field.box.w, line = line_height(p);

	for (int i = 0; i < l->n; i++) {
		const struct ending *e = &l->end[i];
		struct point at = { x + END_GAP,
			flow_baseline(e->y, t.size, line) };
		struct pen pen = { .color = p->b->axis, .width = 0.4 };

		if (e->from.x > x - 1)
			sheet_line(p->s, (struct point){ x + 1, e->from.y },
			    (struct point){
				x + END_GAP - 2, e->y + e->height / 2 },
			    pen);
		sheet_lines(p->s, at, ALIGN_LEFT, &t, line, &e->label);
		at.y += (double)e->label.n * line;
		sheet_text(p->s, at, ALIGN_LEFT, &bold, e->value);
	}
}

/* ---- marks --------------------------------------------------------------- */

static struct room
room_of(const struct plot *p, const struct plan *l)
{
	const struct field *f = &l->field;
	struct room r = room_new(p->keep, f->box);

	for (size_t i = 0; i < f->y.n; i++) {
		double y = ruler_at(&f->y, f->y.tick[i].at);

		room_take(&r, (struct box){ f->box.x, y - 1, f->box.w, 2 });
	}
	for (size_t i = 0; i < p->c->n_levels; i++) {
		double y;

		if (field_level(f, p->c->level[i].y, &y))
			room_take(
			    &r, (struct box){ f->box.x, y - 1.5, f->box.w, 3 });
	}
	for (size_t i = 0; i < l->lines; i++) {
		size_t n;
		struct point *v = field_path(p, f, &p->c->line[i], &n);

		for (size_t k = 1; k < n; k++)
			room_take_line(&r, v[k - 1], v[k], CLEAR);
	}
	return r;
}

static bool
mark_at(const struct plan *l, const struct line_mark *m, struct point *ret_at)
{
	const struct box *b = &l->field.box;

	ret_at->x = ruler_at(&l->field.x, m->x);
	ret_at->y = ruler_at(&l->field.y, m->y);
	return ret_at->x >= b->x - 0.5 && ret_at->x <= b->x + b->w + 0.5 &&
	       ret_at->y >= b->y - 0.5 && ret_at->y <= b->y + b->h + 0.5;
}

/* From a mark to its label, where they are apart. */
static void
lead(const struct plot *p, struct point from, struct box b)
{
	struct point to = { fmin(fmax(from.x, b.x), b.x + b.w),
		fmin(fmax(from.y, b.y), b.y + b.h) };

	if (hypot(to.x - from.x, to.y - from.y) > 2.5 * MARK_RADIUS)
		sheet_line(p->s, from, to,
		    (struct pen){ .color = p->b->axis, .width = 0.4 });
}

static bool
put_label(const struct plot *p, struct room *r, struct point at, struct str s)
{
	struct type t = plot_type(p, false);
	struct lines l = type_wrap(p->keep, &t, MARK_WIDTH, LABEL_LINES, s);
	double line = line_height(p), w = plot_widest(&t, l.v, l.n);
	double h = (double)l.n * line;
	struct box b;

	if (!room_find(r, at, w + 4, h + 2, MARK_AWAY, &b))
		return false;
	lead(p, at, (struct box){ b.x + 1, b.y, b.w - 2, b.h });
	room_take_line(
	    r, at, (struct point){ b.x + b.w / 2, b.y + b.h / 2 }, 1);
	room_take(r, b);
	sheet_lines(p->s,
	    (struct point){ b.x + 2, flow_baseline(b.y + 1, t.size, line) },
	    ALIGN_LEFT, &t, line, &l);
	return true;
}

static void
put_marks(const struct plot *p, const struct plan *l)
{
	struct room r = room_of(p, l);
	struct point at;
	bool full = false;

	for (size_t i = 0; i < p->c->n_marks; i++)
		if (mark_at(l, &p->c->mark[i], &at))
			room_take(
			    &r, (struct box){ at.x - MARK_RADIUS - 1,
				    at.y - MARK_RADIUS - 1, 2 * MARK_RADIUS + 2,
				    2 * MARK_RADIUS + 2 });
	for (size_t i = 0; i < p->c->n_marks; i++) {
		const struct line_mark *m = &p->c->mark[i];

		if (!mark_at(l, m, &at))
			continue;
		plot_dot(p, at, MARK_RADIUS, p->b->text, 0);
		if (!full && m->label.n > 0)
			full = !put_label(p, &r, at, flow_text(p->f, m->label));
	}
}

static void
draw(const struct plot *p)
{
	struct plan l = layout(p);
	struct field *f = &l.field;
	double bottom = f->box.y + f->box.h;
	const struct span_mark *s = &p->c->shade;
	struct axis a = ruler_axis(p, &f->x);

	if (f->x.kind == SCALE_TIME && s->to_at > s->from_at)
		sheet_fill(p->s,
		    (struct box){ axis_x(&a, s->from_at), f->box.y,
			axis_x(&a, s->to_at) - axis_x(&a, s->from_at),
			f->box.h },
		    p->b->shade);
	for (size_t i = 0; i < l.lines; i++)
		field_band(p, f, &p->c->line[i]);
	ruler_upright(p, &f->y, f->box.x, f->box.x + f->box.w);
	field_levels(p, f);
	for (size_t i = l.lines; i-- > 0;)
		field_line(p, f, &p->c->line[i]);
	put_marks(p, &l);
	if (f->x.kind == SCALE_TIME) {
		struct ticks t = axis_ticks(p, &a);

		axis_changes(p, &a, f->box.y, bottom);
		axis_labels(p, &a, &t, bottom);
	} else {
		ruler_level(p, &f->x, bottom);
	}
	put_ends(p, &l);
	if (cut_short(p, &l))
		plot_more(p, bottom + axis_height(p), p->c->n_lines - l.lines);
}

const struct chart_art art_lines = { height, draw };
