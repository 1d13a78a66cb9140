/*
 * chart_lines.c -- C3, C9, C10, C13: lines over time or another scale. What a
 * line or level is stands at its right end; marks are labelled where there is
 * room.
 */
#include "doc/chart_field.h"

#include <math.h>

#define PLOT_HEIGHT  150.0
#define MOST_LINES   8
#define MOST_LEVELS  4
#define END_MOST     112.0
#define END_GAP      9.0
#define END_APART    2.0
#define LABEL_LINES  2
#define MARK_RADIUS  2.4
#define MARK_WIDTH   120.0
#define MARK_NARROW  84.0
#define MARK_AWAY    40.0
#define MARK_FAR     140.0 /* of a few, so that each has its label */
#define FEW_MARKS    10
#define MANY         40 /* marks that would hide their line */
#define MOST_LABELS  40
#define MOST_FAILED  12
#define SMALL_RADIUS 1.0
#define CLEAR        2.5
#define SHORT        0.04 /* of the width: a line that ends before the edge */
#define END_AWAY     200.0

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

/* What ends before the edge is labelled there, not at the edge. */
static bool
ends_short(const struct field *f, struct point end)
{
	return end.x < f->box.x + f->box.w * (1 - SHORT);
}

static double
widest(const struct plot *p, const struct plan *l)
{
	struct type t = plot_type(p, false), bold = plot_type(p, true);
	double most = 0;

	for (size_t i = 0; i < l->lines; i++) {
		const struct line *k = &p->c->line[i];
		struct point at;

		if (!field_end(&l->field, k, &at) || ends_short(&l->field, at))
			continue;
		most = fmax(most, type_width(&t, flow_text(p->f, k->label)));
		most = fmax(most, type_width(&bold, flow_text(p->f, k->value)));
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
		if (field_end(f, &p->c->line[i], &at) && !ends_short(f, at))
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
needed(const struct plot *p, const struct plan *l)
{
	double most = 0;

	for (int i = 0; i < l->n; i++)
		most += l->end[i].height + END_APART;
	return fmin(fmax(PLOT_HEIGHT * p->scale, most), fmax(p->most - 60, 60));
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
	struct box box = { p->x, p->y, p->width, PLOT_HEIGHT * p->scale };
	struct axis a;
	double left;

	l.field = field_new(p, box, &r);
	l.above = 4;
	if (c->x.kind == SCALE_TIME) {
		a = ruler_axis(p, &l.field.x);
		l.above += axis_has_change(&a) ? axis_change_height(p) : 0;
	}
	left = ruler_room(p, &l.field.y);
	l.column = widest(p, &l);
	box.x += left;
	box.y += l.above;
	box.w -= left + (l.column > 0 ? l.column + END_GAP : 8);
	l.field = field_new(p, box, &r);
	add_ends(p, &l);
	box.h = needed(p, &l);
	l.field = field_new(p, box, &r);
	l.n = 0;
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

	return l.above + l.field.box.h + ruler_height(p, &p->c->x) +
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
	if (f->x.kind == SCALE_TIME) {
		struct axis a = ruler_axis(p, &f->x);

		for (double x = axis_change_after(&a, a.x - 1); !isnan(x);
		     x = axis_change_after(&a, x))
			room_take(
			    &r, (struct box){ x - 2, f->box.y, 4, f->box.h });
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

/* Labels that have their place, and the raster they are in. */
struct labels {
	struct room room;
	struct box box[MOST_LABELS];
	int n, failed;
};

static bool
crosses(const struct labels *l, struct point a, struct point b)
{
	for (int k = 0; k <= 40; k++) {
		double x = a.x + (b.x - a.x) * k / 40;
		double y = a.y + (b.y - a.y) * k / 40;

		for (int i = 0; i < l->n; i++)
			if (x > l->box[i].x && x < l->box[i].x + l->box[i].w &&
			    y > l->box[i].y && y < l->box[i].y + l->box[i].h)
				return true;
	}
	return false;
}

/* These lines near their place, with a stroke to them where apart. */
static bool
put_lines(const struct plot *p, struct labels *k, struct point at, double most,
    const struct lines *l)
{
	struct type t = plot_type(p, false);
	double line = line_height(p), w = plot_widest(&t, l->v, l->n);
	struct point to;
	struct box b;

	if (!room_find(&k->room, at, w + 4, (double)l->n * line + 2, most, &b))
		return false;
	to = (struct point){ fmin(fmax(at.x, b.x + 1), b.x + b.w - 1),
		fmin(fmax(at.y, b.y), b.y + b.h) };
	if (crosses(k, at, to))
		return false;
	if (hypot(to.x - at.x, to.y - at.y) > 2.5 * MARK_RADIUS)
		sheet_line(p->s, at, to,
		    (struct pen){ .color = p->b->axis, .width = 0.4 });
	room_take_line(&k->room, at, to, 1);
	room_take(&k->room, b);
	k->box[k->n++] = b;
	sheet_lines(p->s,
	    (struct point){ b.x + 2, flow_baseline(b.y + 1, t.size, line) },
	    ALIGN_LEFT, &t, line, l);
	return true;
}

/* In one line or two; where that is too wide, narrower. */
static void
put_label(const struct plot *p, struct labels *k, struct point at, double most,
    struct str s)
{
	static const double widths[] = { MARK_WIDTH, MARK_NARROW };
	struct type t = plot_type(p, false);
	bool put = false;

	for (size_t i = 0; i < 2 && k->n < MOST_LABELS && !put; i++) {
		struct lines l =
		    type_wrap(p->keep, &t, widths[i], LABEL_LINES, s);

		put = put_lines(p, k, at, most, &l);
	}
	k->failed += !put;
}

/* What lines are that end before the edge. */
static void
put_short(const struct plot *p, const struct plan *l, struct labels *r)
{
	for (size_t i = 0; i < l->lines; i++) {
		const struct line *k = &p->c->line[i];
		struct point at;

		if (k->label.n + k->value.n > 0 &&
		    field_end(&l->field, k, &at) && ends_short(&l->field, at))
			put_label(p, r, at, END_AWAY,
			    flow_text(p->f, str_format(p->keep, "%.*s%s%.*s",
						STR_ARG(k->label),
						k->label.n > 0 ? "  " : "",
						STR_ARG(k->value))));
	}
}

static void
put_marks(const struct plot *p, const struct plan *l)
{
	struct labels k = { .room = room_of(p, l) };
	const size_t n = p->c->n_marks;
	struct point at;

	for (size_t i = 0; i < n; i++)
		if (mark_at(l, &p->c->mark[i], &at))
			room_take(&k.room,
			    (struct box){ at.x - MARK_RADIUS - 1,
				at.y - MARK_RADIUS - 1, 2 * MARK_RADIUS + 2,
				2 * MARK_RADIUS + 2 });
	put_short(p, l, &k);
	for (size_t i = 0; i < n; i++) {
		const struct line_mark *m = &p->c->mark[i];

		if (!mark_at(l, m, &at))
			continue;
		plot_dot(p, at, n > MANY ? SMALL_RADIUS : MARK_RADIUS,
		    p->b->text, 0);
		if (k.failed < MOST_FAILED && m->label.n > 0)
			put_label(p, &k, at,
			    n > FEW_MARKS ? MARK_AWAY : MARK_FAR,
			    flow_text(p->f, m->label));
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
	if (f->x.kind == SCALE_TIME)
		axis_changes(p, &a, f->box.y, bottom);
	put_marks(p, &l);
	if (f->x.kind == SCALE_TIME) {
		struct ticks t = axis_ticks(p, &a);

		axis_labels(p, &a, &t, bottom);
	} else {
		ruler_level(p, &f->x, bottom);
	}
	put_ends(p, &l);
	if (cut_short(p, &l))
		plot_more(p, bottom + ruler_height(p, &p->c->x),
		    p->c->n_lines - l.lines);
}

const struct chart_art art_lines = { height, draw };
