/*
 * chart_axis.c -- an axis of local time: where the ticks are and what they say.
 */
#include "doc/chart.h"

#include <math.h>
#include <string.h>

#define LABEL_GAP  6.0
#define TICK       3.0
#define MOST_TICKS 64

enum step_kind { STEP_MINUTE, STEP_HOUR, STEP_DAY, STEP_WEEK, STEP_MONTH };

static const struct step {
	enum step_kind kind;
	int n;
	int64_t about_ms;
} steps[] = {
	{ STEP_MINUTE, 1, MS_MINUTE },
	{ STEP_MINUTE, 5, 5 * MS_MINUTE },
	{ STEP_MINUTE, 10, 10 * MS_MINUTE },
	{ STEP_MINUTE, 15, 15 * MS_MINUTE },
	{ STEP_MINUTE, 30, 30 * MS_MINUTE },
	{ STEP_HOUR, 1, MS_HOUR },
	{ STEP_HOUR, 2, 2 * MS_HOUR },
	{ STEP_HOUR, 3, 3 * MS_HOUR },
	{ STEP_HOUR, 6, 6 * MS_HOUR },
	{ STEP_HOUR, 12, 12 * MS_HOUR },
	{ STEP_DAY, 1, MS_DAY },
	{ STEP_DAY, 2, 2 * MS_DAY },
	{ STEP_WEEK, 1, 7 * MS_DAY },
	{ STEP_WEEK, 2, 14 * MS_DAY },
	{ STEP_MONTH, 1, 30 * MS_DAY },
	{ STEP_MONTH, 3, 91 * MS_DAY },
	{ STEP_MONTH, 12, 365 * MS_DAY },
};

double
axis_x(const struct axis *a, int64_t at)
{
	double span = (double)a->to_at - (double)a->from_at;
	double part = ((double)at - (double)a->from_at) / span;

	if (!(span > 0) || part < 0)
		return a->x;
	return part > 1 ? a->x + a->width : a->x + part * a->width;
}

static struct civil
local(const struct axis *a, int64_t at)
{
	return a->zone != NULL ? zone_civil(a->zone, at) : civil_of_ms(at);
}

static int64_t
day_start(const struct axis *a, int year, int month, int day)
{
	if (a->zone != NULL)
		return zone_day(a->zone, year, month, day);
	return civil_days(year, month, 1) * MS_DAY + (day - 1) * MS_DAY;
}

/* The full hour `hour` of the local day of `c`; 24 is the next midnight. */
static int64_t
hour_start(const struct axis *a, struct civil c, int hour)
{
	int64_t at;

	if (hour >= 24)
		return day_start(a, c.year, c.month, c.day + 1);
	c = (struct civil){ c.year, c.month, c.day, hour, 0, 0, 0 };
	if (a->zone == NULL)
		return civil_ms(c);
	zone_instant(a->zone, c, &at, NULL);
	return at;
}

/* The tick at or before `at`. */
static int64_t
floor_tick(const struct axis *a, const struct step *s, int64_t at)
{
	struct civil c = local(a, at);
	int64_t into = at - day_start(a, c.year, c.month, c.day);
	int64_t days;

	switch (s->kind) {
	case STEP_MINUTE:
		return at - into % s->about_ms;
	case STEP_HOUR:
		return hour_start(a, c, c.hour - c.hour % s->n);
	case STEP_DAY:
		days = civil_days(c.year, c.month, c.day);
		return day_start(
		    a, c.year, c.month, c.day - (int)(days % s->n));
	case STEP_WEEK:
		return day_start(a, c.year, c.month,
		    c.day - civil_weekday(c.year, c.month, c.day));
	case STEP_MONTH:
		break;
	}
	return day_start(a, c.year, c.month - (c.month - 1) % s->n, 1);
}

/* The tick after one, by the local clock, whatever it does. */
static int64_t
next_tick(const struct axis *a, const struct step *s, int64_t at)
{
	struct civil c = local(a, at);
	int64_t next;

	switch (s->kind) {
	case STEP_MINUTE:
		return at + s->about_ms;
	case STEP_HOUR:
		next = hour_start(a, c, c.hour - c.hour % s->n + s->n);
		return next > at ? next : at + MS_HOUR;
	case STEP_DAY:
		return day_start(a, c.year, c.month, c.day + s->n);
	case STEP_WEEK:
		return day_start(a, c.year, c.month, c.day + 7 * s->n);
	case STEP_MONTH:
		break;
	}
	return day_start(a, c.year, c.month + s->n, 1);
}

/* The date in tables without its year: "12/04", "12.04.", "04-12". */
static struct str
short_date(const struct plot *p, const struct axis *a, int64_t at)
{
	struct doc_style style = *p->f->doc->style;
	struct str all = str_of(style.date);
	const char *year = strstr(style.date, "{yyyy}");
	struct str head, rest;

	if (year != NULL) {
		head = str_sub(all, 0, (size_t)(year - all.p));
		rest = str_sub(all, (size_t)(year - all.p) + 6, all.n);
		while (head.n > 0 && strchr("/- ", head.p[head.n - 1]))
			head.n--;
		if (head.n == 0)
			while (rest.n > 0 && strchr("/-. ", rest.p[0]))
				rest = str_sub(rest, 1, rest.n);
		style.date =
		    str_cstr(p->keep, str_format(p->keep, "%.*s%.*s",
					  STR_ARG(head), STR_ARG(rest)));
	}
	return flow_text(
	    p->f, format_date(p->keep, &style, at, a->zone, false));
}

static void
label(const struct plot *p, const struct axis *a, const struct step *s,
    bool first, struct tick *t)
{
	const struct doc_style *style = p->f->doc->style;
	struct civil c = local(a, t->at);
	const char *day = style->weekday[civil_weekday(c.year, c.month, c.day)];

	switch (s->kind) {
	case STEP_MINUTE:
	case STEP_HOUR:
		t->upper = flow_text(
		    p->f, format_time(p->keep, style, t->at, a->zone));
		if (first || (c.hour == 0 && c.minute == 0))
			t->lower = str_format(p->keep, "%s %.*s", day,
			    STR_ARG(short_date(p, a, t->at)));
		break;
	case STEP_DAY:
	case STEP_WEEK:
		t->upper = str_of(day);
		t->lower = short_date(p, a, t->at);
		break;
	case STEP_MONTH:
		t->upper = str_of(style->month[c.month - 1]);
		t->lower = str_format(p->keep, "%d", c.year);
		break;
	}
	t->upper = flow_text(p->f, t->upper);
	t->lower = flow_text(p->f, t->lower);
}

/* False when two labels would touch. A last label that sticks out is blanked.
 */
static bool
make_ticks(const struct plot *p, const struct axis *a, const struct step *s,
    struct ticks *out)
{
	struct type t = plot_quiet(p);
	int64_t at = floor_tick(a, s, a->from_at);
	double taken = a->x - LABEL_GAP, taken_lower = taken;

	out->n = 0;
	for (; at <= a->to_at; at = next_tick(a, s, at)) {
		struct tick *k = &out->v[out->n];
		double x, upper, lower;

		if (at < a->from_at)
			continue;
		if (out->n == MOST_TICKS)
			return false;
		*k = (struct tick){ .at = at };
		label(p, a, s, out->n == 0, k);
		out->n++;
		x = axis_x(a, at) + 2;
		upper = type_width(&t, k->upper);
		lower = type_width(&t, k->lower);
		if (x + upper > a->x + a->width)
			k->upper = STR_NONE;
		if (x + lower > a->x + a->width)
			k->lower = STR_NONE;
		if ((k->upper.n > 0 && x < taken + LABEL_GAP) ||
		    (k->lower.n > 0 && x < taken_lower + LABEL_GAP))
			return false;
		if (k->upper.n > 0)
			taken = x + upper;
		if (k->lower.n > 0)
			taken_lower = x + lower;
	}
	return true;
}

struct ticks
axis_ticks(const struct plot *p, const struct axis *a)
{
	struct ticks out = {
		arena_array(p->keep, MOST_TICKS + 1, sizeof *out.v), 0
	};
	const size_t n = sizeof steps / sizeof steps[0];

	if (a->to_at <= a->from_at)
		return out;
	for (size_t i = 0; i < n; i++) {
		if ((a->to_at - a->from_at) / steps[i].about_ms > MOST_TICKS)
			continue;
		if (make_ticks(p, a, &steps[i], &out))
			return out;
	}
	out.n = 0;
	return out;
}

void
axis_grid(const struct plot *p, const struct axis *a, const struct ticks *t,
    double top, double bottom)
{
	for (size_t i = 0; i < t->n; i++) {
		double x = axis_x(a, t->v[i].at);

		sheet_line(p->s, (struct point){ x, top },
		    (struct point){ x, bottom },
		    (struct pen){ .color = p->b->grid, .width = 0.5 });
	}
}

void
axis_labels(
    const struct plot *p, const struct axis *a, const struct ticks *t, double y)
{
	struct type type = plot_quiet(p);
	double line = p->b->chart_line;
	struct pen pen = { .color = p->b->axis, .width = 0.7 };

	sheet_line(p->s, (struct point){ a->x, y },
	    (struct point){ a->x + a->width, y }, pen);
	pen.width = 0.5;
	for (size_t i = 0; i < t->n; i++) {
		double x = axis_x(a, t->v[i].at);
		struct point at = { x + 2,
			flow_baseline(y + TICK, type.size, line) };

		sheet_line(p->s, (struct point){ x, y },
		    (struct point){ x, y + TICK + 4 }, pen);
		sheet_text(p->s, at, ALIGN_LEFT, &type, t->v[i].upper);
		at.y += line;
		sheet_text(p->s, at, ALIGN_LEFT, &type, t->v[i].lower);
	}
}

double
axis_height(const struct plot *p)
{
	return TICK + 2 * p->b->chart_line + 2;
}

static size_t
next_change(const struct axis *a, size_t i)
{
	if (a->zone == NULL)
		return SIZE_MAX;
	for (; i < a->zone->n; i++)
		if (a->zone->v[i].from_at > a->from_at &&
		    a->zone->v[i].from_at < a->to_at && i > 0 &&
		    a->zone->v[i].offset_s != a->zone->v[i - 1].offset_s)
			return i;
	return SIZE_MAX;
}

bool
axis_has_change(const struct axis *a)
{
	return next_change(a, 1) != SIZE_MAX;
}

double
axis_change_after(const struct axis *a, double after)
{
	for (size_t i = next_change(a, 1); i != SIZE_MAX;
	     i = next_change(a, i + 1)) {
		double x = axis_x(a, a->zone->v[i].from_at);

		if (x > after)
			return x;
	}
	return NAN;
}

double
axis_change_height(const struct plot *p)
{
	return p->b->chart_line + 3;
}

void
axis_changes(
    const struct plot *p, const struct axis *a, double top, double bottom)
{
	struct type t = plot_quiet(p);
	struct pen pen = { .color = p->b->axis, .width = 0.4 };
	double taken = a->x - LABEL_GAP;

	for (size_t i = next_change(a, 1); i != SIZE_MAX;
	     i = next_change(a, i + 1)) {
		const struct zone_change *z = &a->zone->v[i];
		double x = axis_x(a, z->from_at), half, middle;
		struct str s = flow_text(
		    p->f, str_format(p->keep, "%.*s \xe2\x86\x92 %.*s",
			      STR_ARG(format_offset(p->keep, z[-1].offset_s)),
			      STR_ARG(format_offset(p->keep, z->offset_s))));

		for (int k = -1; k <= 1; k += 2)
			sheet_line(p->s, (struct point){ x + k * 0.9, top },
			    (struct point){ x + k * 0.9, bottom }, pen);
		half = type_width(&t, s) / 2;
		middle = x;
		if (middle - half < a->x)
			middle = a->x + half;
		if (middle + half > a->x + a->width)
			middle = a->x + a->width - half;
		if (middle - half < taken + LABEL_GAP)
			continue;
		taken = middle + half;
		sheet_text(p->s, (struct point){ middle, top - 3.5 },
		    ALIGN_CENTER, &t, s);
	}
}
