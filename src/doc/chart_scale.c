/*
 * chart_scale.c -- scales that are not of time alone: where values stand, round
 * ticks, and their labels, of which none touches another.
 */
#include "doc/chart.h"

#include <math.h>

#define LABEL_GAP  6.0
#define LABEL_MOST 80.0
#define TICK       3.0
#define MOST_FOUND 24
#define BEYOND     0.125

double
scale_step(double most)
{
	static const double nice[] = { 1, 2, 2.5, 5, 10 };
	double power = pow(10, floor(log10(most / 4)));

	for (size_t i = 0; i < sizeof nice / sizeof nice[0]; i++)
		if (nice[i] * power * 4.6 >= most)
			return nice[i] * power;
	return 10 * power;
}

struct str
scale_number(const struct plot *p, double v, double step)
{
	const struct doc_style *style = p->f->doc->style;

	if (step >= 1 && fabs(v) < 9e15 && fabs(step - round(step)) < 1e-9)
		return format_count(p->keep, style, (int64_t)llround(v));
	if (step < 1e-4 || fabs(v) > 9e14)
		return str_format(p->keep, "%g", v);
	return cell_format(p->keep, style,
	    &(struct cell){ .kind = CELL_NUMBER,
		.ratio = ratio_make((int128)llround(v * 10000), 10000),
		.decimals = step >= 1 ? 1 : (step >= 0.1 ? 2 : 4) });
}

static struct str
found_label(const struct plot *p, const struct scale *s, double v, double step)
{
	if (s->share)
		return format_percent(p->keep, p->f->doc->style,
		    ratio_make((int128)llround(v * 1e6), 1000000),
		    step >= 0.01 ? 0 : (step >= 0.001 ? 1 : 2));
	return scale_number(p, v, step);
}

static void
add_tick(struct ruler *r, double at, struct str label)
{
	double slack = fabs(r->to - r->from) * 1e-9;

	if (r->kind == SCALE_LOG)
		slack = r->from * 1e-9;
	if (isfinite(at) && at >= r->from - slack && at <= r->to + slack)
		r->tick[r->n++] = (struct scale_tick){ at, label };
}

/* Powers of ten, with 2 and 5 between where these are few. */
static void
find_log(const struct plot *p, const struct scale *s, struct ruler *r)
{
	static const double part[] = { 1, 2, 5 };
	double first = floor(log10(r->from)), last = ceil(log10(r->to));
	int parts = last - first <= 3 ? 3 : 1;
	double by = ceil((last - first + 1) * parts / MOST_FOUND);

	for (double e = first; e <= last && r->n + 3 <= MOST_FOUND; e += by)
		for (int i = 0; i < parts; i++) {
			double v = part[i] * pow(10, e);

			add_tick(
			    r, v, found_label(p, s, v, v < 1 ? v : floor(v)));
		}
}

static void
find_linear(const struct plot *p, const struct scale *s, struct ruler *r)
{
	double step = scale_step(r->to - r->from);
	double k = ceil(r->from / step - 1e-9);

	for (int i = 0; i < MOST_FOUND; i++) {
		double v = (k + i) * step;

		if (v > r->to + step * 1e-6)
			break;
		add_tick(r, v, found_label(p, s, v, step));
	}
}

static void
find_ticks(const struct plot *p, const struct scale *s, struct ruler *r)
{
	size_t most = s->n_ticks > MOST_FOUND ? s->n_ticks : MOST_FOUND;

	r->tick = arena_array(p->keep, most + 1, sizeof *r->tick);
	if (r->kind == SCALE_TIME)
		return;
	for (size_t i = 0; i < s->n_ticks; i++)
		add_tick(r, s->tick[i].at, flow_text(p->f, s->tick[i].label));
	if (r->n > 0 || s->n_ticks > 0)
		return;
	if (r->kind == SCALE_LOG)
		find_log(p, s, r);
	else
		find_linear(p, s, r);
	for (size_t i = 0; i < r->n; i++)
		r->tick[i].label = flow_text(p->f, r->tick[i].label);
}

struct ruler
ruler_new(const struct plot *p, const struct scale *s, double from, double to)
{
	struct ruler r = { .kind = s->kind, .from = s->from, .to = s->to };

	if (!(r.to > r.from) || !isfinite(r.to - r.from)) {
		r.from = from;
		r.to = to;
	}
	if (!isfinite(r.from) || !isfinite(r.to)) {
		r.from = 0;
		r.to = 1;
	}
	if (r.kind == SCALE_LOG && !(r.from > 0))
		r.from = r.to > 0 ? r.to / 1000 : 1;
	if (!(r.to > r.from)) {
		double wide = fabs(r.from) > 1 ? fabs(r.from) : 1;

		r.to = r.kind == SCALE_LOG ? r.from * 10 : r.from + wide;
	}
	find_ticks(p, s, &r);
	return r;
}

double
ruler_at(const struct ruler *r, double v)
{
	double part;

	if (!isfinite(v) || (r->kind == SCALE_LOG && !(v > 0)))
		return NAN;
	if (r->kind == SCALE_LOG)
		part = (log(v) - log(r->from)) / (log(r->to) - log(r->from));
	else
		part = (v - r->from) / (r->to - r->from);
	part = fmin(fmax(part, -BEYOND), 1 + BEYOND);
	return r->at + part * r->length;
}

static struct str
cut(const struct plot *p, const struct type *t, struct str s)
{
	return type_cut(p->keep, t, LABEL_MOST, s);
}

double
ruler_room(const struct plot *p, const struct ruler *r)
{
	struct type t = plot_quiet(p);
	double most = 0;

	for (size_t i = 0; i < r->n; i++)
		most = fmax(most, type_width(&t, cut(p, &t, r->tick[i].label)));
	return most > 0 ? most + LABEL_GAP : 0;
}

void
ruler_upright(
    const struct plot *p, const struct ruler *r, double x, double right)
{
	struct type t = plot_quiet(p);
	double *taken = arena_array(p->keep, r->n + 1, sizeof *taken);
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		double y = ruler_at(r, r->tick[i].at);
		size_t k = 0;

		sheet_line(p->s, (struct point){ x, y },
		    (struct point){ right, y },
		    (struct pen){ .color = p->b->grid, .width = 0.5 });
		while (k < n && fabs(y - taken[k]) >= p->b->chart_line)
			k++;
		if (k < n)
			continue;
		taken[n++] = y;
		sheet_text(p->s,
		    (struct point){ x - LABEL_GAP, y + t.size * 0.35 },
		    ALIGN_RIGHT, &t, cut(p, &t, r->tick[i].label));
	}
}

void
ruler_level(const struct plot *p, const struct ruler *r, double y)
{
	struct type t = plot_quiet(p);
	struct pen pen = { .color = p->b->axis, .width = 0.7 };
	double taken = -1e9, end = p->x + p->width;

	sheet_line(p->s, (struct point){ r->at, y },
	    (struct point){ r->at + r->length, y }, pen);
	pen.width = 0.5;
	for (size_t i = 0; i < r->n; i++) {
		double x = ruler_at(r, r->tick[i].at), left;
		struct str s = type_cut(
		    p->keep, &t, fmin(LABEL_MOST, p->width), r->tick[i].label);
		double w = type_width(&t, s);

		left = fmin(fmax(x - w / 2, p->x), end - w);
		sheet_line(p->s, (struct point){ x, y },
		    (struct point){ x, y + TICK }, pen);
		if (left < taken + LABEL_GAP)
			continue;
		taken = left + w;
		sheet_text(p->s,
		    (struct point){ left,
			flow_baseline(y + TICK + 1, t.size, p->b->chart_line) },
		    ALIGN_LEFT, &t, s);
	}
}

double
ruler_height(const struct plot *p, const struct scale *s)
{
	return s->kind == SCALE_TIME ? axis_height(p)
				     : TICK + p->b->chart_line + 3;
}

struct axis
ruler_axis(const struct plot *p, const struct ruler *r)
{
	const double most = 9e17;

	return (struct axis){ (int64_t)fmin(fmax(r->from, -most), most),
		(int64_t)fmin(fmax(r->to, -most), most), r->at, r->length,
		p->c->zone != NULL ? p->c->zone : p->f->doc->zone };
}
