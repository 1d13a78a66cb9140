/*
 * chart_lanes.c -- C7: what was said in which channel while what was down.
 * Marks and blocks in lanes over grey ground, on one axis of time. The line of
 * a lane never runs through words.
 */
#include "doc/chart.h"

#include <math.h>

#define PITCH      24.0
#define BAR        10.0
#define OVER       10.0 /* more height for labels over the blocks */
#define LABEL_MOST 112.0
#define VALUE_MOST 90.0
#define GAP        10.0
#define STROKE     15.0
#define RADIUS     2.7
#define CUE        2.6 /* half of a tick or cross */
#define LEAST      0.8
#define AWAY       60.0 /* of a label from its block */
#define APART      4.0
#define CELL       16.0 /* of a mark in the legend */
#define LEGEND_GAP 14.0

struct plan {
	struct axis axis;
	double label, value;
	double top, bottom; /* of the lanes */
	double *y;          /* top of each, n + 1 of them */
	size_t shown;
};

static bool
within(const struct axis *a, int64_t from, int64_t to)
{
	return to > a->from_at && from < a->to_at && to > from;
}

static bool
inside(const struct axis *a, int64_t at)
{
	return at >= a->from_at && at <= a->to_at;
}

static struct box
block_box(const struct axis *a, const struct lane_block *b, double y)
{
	double from = axis_x(a, b->from_at), to = axis_x(a, b->to_at);

	if (to - from < LEAST) {
		from = fmin(from, a->x + a->width - LEAST);
		to = from + LEAST;
	}
	return (struct box){ from, y, to - from, BAR };
}

/* Is nothing else of the lane where this block is? */
static bool
alone(const struct lane *k, const struct lane_block *b)
{
	for (size_t i = 0; i < k->n_blocks; i++) {
		const struct lane_block *o = &k->block[i];

		if (o != b && o->from_at < b->to_at && o->to_at > b->from_at)
			return false;
	}
	for (size_t i = 0; i < k->n_marks; i++)
		if (k->mark[i].at >= b->from_at && k->mark[i].at <= b->to_at)
			return false;
	return true;
}

/* Text can stand on an outline, and on a fill without hatch. */
static bool
fits(const struct plot *p, const struct lane *k, const struct lane_block *b,
    struct box box)
{
	struct type t = plot_type(p, false);
	bool plain = !b->strong || b->paint == PAINT_DOWN ||
		     b->paint == PAINT_CREDIT || b->paint == PAINT_EXPECTED ||
		     b->paint == PAINT_OBSERVED || b->paint == PAINT_KEPT ||
		     b->paint == PAINT_AVAILABLE || b->paint == PAINT_BAND;

	return plain &&
	       type_width(&t, flow_text(p->f, b->label)) <= box.w - 5 &&
	       alone(k, b);
}

/* Has a lane labels that only fit over their blocks? */
static bool
has_over(const struct plot *p, const struct axis *a, const struct lane *l)
{
	for (size_t i = 0; i < l->n_blocks; i++) {
		const struct lane_block *b = &l->block[i];

		if (b->label.n > 0 && within(a, b->from_at, b->to_at) &&
		    !fits(p, l, b, block_box(a, b, 0)))
			return true;
	}
	return false;
}

static double
mark_room(const struct plot *p)
{
	for (size_t i = 0; i < p->c->n_grounds; i++)
		if (p->c->ground[i].label.n > 0)
			return p->b->chart_line + 3;
	return 2;
}

/* ---- the legend of marks --------------------------------------------------
 */

static void
cue(const struct plot *p, struct point at, bool kept)
{
	struct pen pen = { .color = kept ? p->b->kept_text : p->b->down,
		.width = 1.2 };
	const struct point tick[] = { { at.x - CUE, at.y },
		{ at.x - CUE * 0.25, at.y + CUE * 0.9 },
		{ at.x + CUE, at.y - CUE } };
	const struct point cross[] = { { at.x - CUE, at.y - CUE },
		{ at.x + CUE, at.y + CUE }, { at.x - CUE, at.y + CUE },
		{ at.x + CUE, at.y - CUE } };

	if (kept)
		sheet_curve(p->s, tick, 3, pen);
	else
		sheet_pairs(p->s, cross, 4, pen);
}

/* A mark whose middle is at `at`. */
static void
put_mark(const struct plot *p, struct point at, enum mark_kind kind)
{
	struct pen pen = { .color = p->b->text, .width = 0.9 };
	struct point up = { at.x, at.y - STROKE / 2 };
	struct point down = { at.x, at.y + STROKE / 2 };

	switch (kind) {
	case MARK_DOT:
		plot_dot(p, at, RADIUS, p->b->expected, 0);
		return;
	case MARK_RING:
		plot_dot(p, at, RADIUS, p->b->expected, 1.1);
		return;
	case MARK_END:
		pen.width = 2;
		sheet_line(p->s, up, down, pen);
		return;
	case MARK_KEPT:
	case MARK_MISSED:
		break;
	}
	pen.color = kind == MARK_KEPT ? p->b->kept_text : p->b->down;
	sheet_line(p->s, up, down, pen);
	cue(p, (struct point){ at.x + CUE + 2, up.y + CUE }, kind == MARK_KEPT);
}

static double
legend(const struct plot *p, double y, bool draw)
{
	struct type t = plot_type(p, false);
	double x = p->x, line = STROKE + 3, top = y;

	if (p->c->n_mark_legends == 0)
		return 0;
	for (size_t i = 0; i < p->c->n_mark_legends; i++) {
		const struct mark_legend *m = &p->c->mark_legend[i];
		struct str s = type_cut(
		    p->keep, &t, p->width - CELL, flow_text(p->f, m->label));
		double w = CELL + type_width(&t, s);

		if (x > p->x && x + w > p->x + p->width) {
			x = p->x;
			y += line;
		}
		if (draw) {
			put_mark(p,
			    (struct point){ x + RADIUS + 0.5, y + line / 2 },
			    m->kind);
			sheet_text(p->s,
			    (struct point){
				x + CELL, flow_baseline(y, t.size, line) },
			    ALIGN_LEFT, &t, s);
		}
		x += w + LEGEND_GAP;
	}
	return y + line - top;
}

/* ---- layout ----------------------------------------------------------------
 */

static void
columns(const struct plot *p, struct plan *l)
{
	struct type t = plot_type(p, false), bold = plot_type(p, true);

	for (size_t i = 0; i < p->c->n_lanes; i++) {
		const struct lane *k = &p->c->lane[i];

		l->label =
		    fmax(l->label, type_width(&t, flow_text(p->f, k->label)));
		l->value = fmax(
		    l->value, type_width(&bold, flow_text(p->f, k->value)));
	}
	l->label = fmin(l->label, LABEL_MOST);
	l->value = fmin(l->value, VALUE_MOST);
}

static struct plan
layout(const struct plot *p)
{
	const struct chart *c = p->c;
	struct plan l = { .top = p->y + mark_room(p) };
	double room, y;

	columns(p, &l);
	l.axis = (struct axis){ c->from_at, c->to_at, p->x + l.label + GAP,
		p->width - l.label - GAP - (l.value > 0 ? l.value + GAP : 0),
		c->zone != NULL ? c->zone : p->f->doc->zone };
	if (axis_has_change(&l.axis))
		l.top += axis_change_height(p);
	room = p->most - (l.top - p->y) - axis_height(p) - legend(p, 0, false) -
	       PITCH;
	l.y = arena_array(p->keep, c->n_lanes + 1, sizeof *l.y);
	y = l.top;
	l.y[0] = y;
	for (size_t i = 0; i < c->n_lanes; i++) {
		y += PITCH + (has_over(p, &l.axis, &c->lane[i]) ? OVER : 0);
		if (y - l.top > room && i > 0)
			break;
		l.y[i + 1] = y;
		l.shown = i + 1;
	}
	l.bottom = l.y[l.shown] + (l.shown < c->n_lanes ? PITCH : 0);
	return l;
}

static double
height(const struct plot *p)
{
	struct plan l = layout(p);

	return l.bottom - p->y + axis_height(p) + legend(p, 0, false);
}

/* ---- lanes ------------------------------------------------------------------
 */

/* What is taken on one line of text: other texts, and clock changes. */
struct row_texts {
	double *from, *to;
	size_t n;
};

static struct row_texts
row_texts(const struct plot *p, const struct axis *a, size_t n)
{
	struct row_texts r = { 0 };

	for (double x = axis_change_after(a, a->x - 1); !isnan(x);
	     x = axis_change_after(a, x))
		n++;
	r.from = arena_array(p->keep, n + 1, sizeof(double));
	r.to = arena_array(p->keep, n + 1, sizeof(double));
	for (double x = axis_change_after(a, a->x - 1); !isnan(x);
	     x = axis_change_after(a, x)) {
		r.from[r.n] = x - 1.5;
		r.to[r.n++] = x + 1.5;
	}
	return r;
}

static bool
is_free(const struct row_texts *r, const struct axis *a, double x, double w)
{
	if (x < a->x - 0.1 || x + w > a->x + a->width + 0.1)
		return false;
	for (size_t i = 0; i < r->n; i++)
		if (x < r->to[i] + APART - 0.1 &&
		    x + w > r->from[i] - APART + 0.1)
			return false;
	return true;
}

/* The free place for a text of this width that is nearest to `x`; NAN: none. */
static double
find_place(const struct row_texts *r, const struct axis *a, double x, double w)
{
	double best = NAN;

	if (is_free(r, a, x, w))
		return x;
	for (size_t i = 0; i < 2 * r->n; i++) {
		double at = i % 2 == 0 ? r->to[i / 2] + APART
				       : r->from[i / 2] - APART - w;

		if (fabs(at - x) > AWAY || !is_free(r, a, at, w))
			continue;
		if (isnan(best) || fabs(at - x) < fabs(best - x))
			best = at;
	}
	return best;
}

/* A text on the line at `y`, as near to `middle` as there is room. */
static void
put_over(const struct plot *p, const struct axis *a, struct row_texts *r,
    struct point middle, struct str s)
{
	struct type t = plot_type(p, false);
	double w, x;

	s = type_cut(p->keep, &t, a->width, s);
	w = type_width(&t, s);
	x = fmin(fmax(middle.x - w / 2, a->x), a->x + a->width - w);
	x = find_place(r, a, x, w);
	if (isnan(x))
		return;
	r->from[r->n] = x;
	r->to[r->n++] = x + w;
	sheet_text(p->s,
	    (struct point){
		x, flow_baseline(middle.y, t.size, p->b->chart_line) },
	    ALIGN_LEFT, &t, s);
}

static void
put_block(const struct plot *p, const struct lane *k,
    const struct lane_block *b, struct box box)
{
	struct type t = plot_type(p, false);
	uint32_t fill = b->strong ? brand_fill(p->b, b->paint) : 0xFFFFFF;

	if (b->strong) {
		sheet_paint(p->s, p->b, box, b->paint);
	} else {
		sheet_fill(p->s, box, fill);
		sheet_frame(p->s, box,
		    (struct pen){ .color = p->b->axis, .width = 0.6 });
	}
	if (b->label.n == 0 || !fits(p, k, b, box))
		return;
	t.color = plot_ink_on(p, fill);
	sheet_text(p->s,
	    (struct point){
		box.x + box.w / 2, flow_baseline(box.y, t.size, BAR) },
	    ALIGN_CENTER, &t, flow_text(p->f, b->label));
}

/* Strong blocks first, then longer ones: the order in which labels get room. */
static bool
before(const struct lane_block *a, const struct lane_block *b)
{
	if (a->strong != b->strong)
		return a->strong;
	if (a->to_at - a->from_at != b->to_at - b->from_at)
		return a->to_at - a->from_at > b->to_at - b->from_at;
	return a->from_at < b->from_at;
}

static const struct lane_block **
by_weight(const struct plot *p, const struct lane_block *b, size_t n)
{
	const struct lane_block **v = arena_array(p->keep, n + 1, sizeof *v);

	for (size_t i = 0; i < n; i++) {
		size_t k = i;

		for (; k > 0 && before(&b[i], v[k - 1]); k--)
			v[k] = v[k - 1];
		v[k] = &b[i];
	}
	return v;
}

static void
put_blocks(const struct plot *p, const struct plan *l, const struct lane *k,
    double bar_y)
{
	const struct lane_block **v = by_weight(p, k->block, k->n_blocks);
	struct row_texts r = row_texts(p, &l->axis, k->n_blocks);

	for (size_t i = 0; i < k->n_blocks; i++) {
		const struct lane_block *b = &k->block[i];

		if (within(&l->axis, b->from_at, b->to_at))
			put_block(p, k, b, block_box(&l->axis, b, bar_y));
	}
	for (size_t i = 0; i < k->n_blocks; i++) {
		struct box box = block_box(&l->axis, v[i], bar_y);

		if (v[i]->label.n > 0 &&
		    within(&l->axis, v[i]->from_at, v[i]->to_at) &&
		    !fits(p, k, v[i], box))
			put_over(p, &l->axis, &r,
			    (struct point){ box.x + box.w / 2,
				bar_y + BAR / 2 - STROKE / 2 - 1 -
				    p->b->chart_line },
			    flow_text(p->f, v[i]->label));
	}
}

static void
put_none(const struct plot *p, const struct plan *l, const struct lane *k,
    double base)
{
	struct row_texts r = row_texts(p, &l->axis, 0);
	struct type quiet = plot_quiet(p);
	struct str s = type_cut(
	    p->keep, &quiet, l->axis.width - 12, flow_text(p->f, k->none));
	double x =
	    find_place(&r, &l->axis, l->axis.x + 3, type_width(&quiet, s));

	if (!isnan(x))
		sheet_text(
		    p->s, (struct point){ x, base }, ALIGN_LEFT, &quiet, s);
}

static void
put_lane(const struct plot *p, const struct plan *l, size_t i)
{
	const struct lane *k = &p->c->lane[i];
	struct type t = plot_type(p, false), bold = plot_type(p, true);
	double line = p->b->chart_line;
	double middle = l->y[i + 1] - PITCH / 2;
	struct lines label =
	    type_wrap(p->keep, &t, l->label, 2, flow_text(p->f, k->label));
	double base = flow_baseline(middle - line / 2, t.size, line);

	sheet_lines(p->s,
	    (struct point){ p->x, base - line * (double)(label.n - 1) / 2 },
	    ALIGN_LEFT, &t, line, &label);
	if (k->n_blocks + k->n_marks == 0 && k->none.n > 0)
		put_none(p, l, k, base);
	else
		sheet_line(p->s, (struct point){ l->axis.x, middle },
		    (struct point){ l->axis.x + l->axis.width, middle },
		    (struct pen){ .color = p->b->muted, .width = 0.4 });
	put_blocks(p, l, k, middle - BAR / 2);
	for (size_t m = 0; m < k->n_marks; m++)
		if (inside(&l->axis, k->mark[m].at))
			put_mark(p,
			    (struct point){
				axis_x(&l->axis, k->mark[m].at), middle },
			    k->mark[m].kind);
	sheet_text(p->s, (struct point){ p->x + p->width, base }, ALIGN_RIGHT,
	    &bold,
	    type_cut(p->keep, &bold, VALUE_MOST, flow_text(p->f, k->value)));
}

static void
put_ground(const struct plot *p, const struct plan *l)
{
	const struct chart *c = p->c;
	const struct lane_block **v = by_weight(p, c->ground, c->n_grounds);
	struct row_texts r = row_texts(p, &l->axis, c->n_grounds);

	for (size_t i = 0; i < c->n_grounds; i++) {
		struct box b = block_box(&l->axis, v[i], l->top);

		if (!within(&l->axis, v[i]->from_at, v[i]->to_at))
			continue;
		b.h = l->bottom - l->top;
		sheet_fill(p->s, b, p->b->shade);
		if (v[i]->label.n > 0)
			put_over(p, &l->axis, &r,
			    (struct point){
				b.x + b.w / 2, l->top - p->b->chart_line - 2 },
			    flow_text(p->f, v[i]->label));
	}
}

/* The grid leaves out what is written. */
static void
put_grid(const struct plot *p, const struct plan *l, const struct ticks *t)
{
	for (size_t i = 0; i < l->shown; i++) {
		const struct lane *k = &p->c->lane[i];
		double top = l->y[i];

		if (k->n_blocks + k->n_marks == 0)
			continue;
		if (l->y[i + 1] - top > PITCH + OVER / 2)
			top = l->y[i + 1] - PITCH / 2 - BAR / 2;
		axis_grid(p, &l->axis, t, top, l->y[i + 1]);
	}
}

static void
draw(const struct plot *p)
{
	struct plan l = layout(p);
	struct ticks t = axis_ticks(p, &l.axis);
	double at = l.bottom + axis_height(p);

	put_ground(p, &l);
	put_grid(p, &l, &t);
	axis_changes(p, &l.axis, l.top - mark_room(p), l.bottom);
	for (size_t i = 0; i < l.shown; i++)
		put_lane(p, &l, i);
	plot_more(p, l.y[l.shown] + PITCH / 2 - p->b->chart_line / 2,
	    p->c->n_lanes - l.shown);
	axis_labels(p, &l.axis, &t, l.bottom);
	legend(p, at, true);
}

const struct chart_art art_lanes = { height, draw };
