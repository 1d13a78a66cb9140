/*
 * chart_calendar.c -- C6: every day a cell, weeks from Monday, one block for a
 * month. Fixed classes of minutes (heat.h); the figure stands in the cell.
 */
#include "doc/chart.h"

#include <math.h>

#include "doc/heat.h"

#define CELL_W     31.0
#define CELL_H     23.0
#define ACROSS     2
#define NUMBER     7.0 /* size of the day's number */
#define VALUE      9.0
#define VALUE_LOW  7.0 /* where the other is too wide */
#define NOTCH      5.0
#define APART      9.0
#define SWATCH_W   14.0
#define SWATCH_H   9.0
#define LEGEND_GAP 14.0
#define MOST_DAYS  42 /* six weeks */

struct plan {
	size_t shown; /* bands */
	double label, head;
};

static struct civil
day_of(const struct plot *p, const struct calendar_day *d)
{
	const struct zone *z =
	    p->c->zone != NULL ? p->c->zone : p->f->doc->zone;

	return z != NULL ? zone_civil(z, d->at) : civil_of_ms(d->at);
}

/* The column of the first day; the others follow day by day. */
static int
first_column(const struct plot *p, const struct calendar_band *b)
{
	struct civil c;

	if (b->n_days == 0)
		return 0;
	c = day_of(p, &b->day[0]);
	return civil_weekday(c.year, c.month, c.day);
}

/* Where a day stands, by its date, whatever days are missing. */
static int
place_of(const struct plot *p, const struct calendar_band *b, size_t i)
{
	struct civil first = day_of(p, &b->day[0]), c = day_of(p, &b->day[i]);
	int64_t place = first_column(p, b) +
			civil_days(c.year, c.month, c.day) -
			civil_days(first.year, first.month, first.day);

	return place >= 0 && place < MOST_DAYS ? (int)place : -1;
}

static int
weeks(const struct plot *p, const struct calendar_band *b)
{
	int last = 0;

	for (size_t i = 0; i < b->n_days; i++) {
		int at = place_of(p, b, i);

		last = at > last ? at : last;
	}
	return last / 7 + 1;
}

static int
row_weeks(const struct plot *p, size_t first)
{
	int most = 1;

	for (size_t i = first; i < first + ACROSS && i < p->c->n_bands; i++) {
		int w = weeks(p, &p->c->band[i]);

		most = w > most ? w : most;
	}
	return most;
}

static double
row_height(const struct plot *p, size_t first)
{
	return p->b->body_line + p->b->chart_line + 3 +
	       row_weeks(p, first) * CELL_H + APART;
}

/* ---- legend ---------------------------------------------------------------
 */

static void
notch(const struct plot *p, struct box b, uint32_t color)
{
	const struct point v[] = { { b.x + b.w - NOTCH, b.y },
		{ b.x + b.w, b.y }, { b.x + b.w, b.y + NOTCH } };

	sheet_area(p->s, v, 3, color);
}

static void
swatch(const struct plot *p, struct box b, int heat)
{
	const struct pen pen = { .color = p->b->axis, .width = 0.5 };

	sheet_fill(p->s, b, heat < N_HEATS ? heats[heat].fill : 0xFFFFFF);
	sheet_frame(p->s, b, pen);
	if (heat == N_HEATS)
		notch(p, b, p->b->text);
}

/* Classes and the notch; returns the height of all. */
static double
legend(const struct plot *p, double y, bool draw)
{
	struct type t = plot_type(p, false);
	double x = p->x, line = p->b->chart_line + 3, top = y;
	int n = N_HEATS + (p->c->notch.n > 0);

	for (int i = 0; i < n; i++) {
		struct str s = i < N_HEATS
				   ? heat_label(p->keep, p->f->doc->style, i)
				   : p->c->notch;
		double w;

		s = type_cut(
		    p->keep, &t, p->width - SWATCH_W - 5, flow_text(p->f, s));
		w = SWATCH_W + 5 + type_width(&t, s);
		if (x > p->x && x + w > p->x + p->width) {
			x = p->x;
			y += line;
		}
		if (draw) {
			swatch(p,
			    (struct box){ x, y + (line - SWATCH_H) / 2,
				SWATCH_W, SWATCH_H },
			    i);
			sheet_text(p->s,
			    (struct point){ x + SWATCH_W + 5,
				flow_baseline(y, t.size, line) },
			    ALIGN_LEFT, &t, s);
		}
		x += w + LEGEND_GAP;
	}
	return y + line - top;
}

static size_t
shown(const struct plot *p)
{
	double room = p->most - legend(p, 0, false) - p->b->chart_line;
	size_t i = 0;

	while (i < p->c->n_bands) {
		room -= row_height(p, i);
		if (room < 0 && i > 0)
			return i;
		i += ACROSS;
	}
	return p->c->n_bands;
}

static double
bands_height(const struct plot *p, size_t n)
{
	double all = 0;

	for (size_t i = 0; i < n; i += ACROSS)
		all += row_height(p, i);
	return all;
}

static double
height(const struct plot *p)
{
	size_t n = shown(p);

	return bands_height(p, n) + legend(p, 0, false) +
	       (n < p->c->n_bands ? p->b->chart_line : 0);
}

/* ---- cells ----------------------------------------------------------------
 */

static void
put_value(const struct plot *p, struct box b, uint32_t ink, struct str s)
{
	struct type t = flow_type(p->f, VALUE, true);

	s = flow_text(p->f, s);
	t.color = ink;
	if (type_width(&t, s) > b.w - 5)
		t.size = VALUE_LOW;
	sheet_text(p->s, (struct point){ b.x + b.w - 2.5, b.y + b.h - 3 },
	    ALIGN_RIGHT, &t, type_cut(p->keep, &t, b.w - 4, s));
}

static void
put_day(const struct plot *p, struct box b, const struct calendar_day *d)
{
	const struct heat *h = &heats[heat_of(d->value)];
	struct pen pen = { .color = p->b->axis, .width = 0.4 };
	struct type t = flow_type(p->f, NUMBER, false);
	struct str number = str_format(p->keep, "%d", day_of(p, d).day);
	uint32_t ink = d->cue == DAY_NO_DATA || d->cue == DAY_OUTSIDE
			   ? p->b->text
			   : h->ink;

	if (d->cue == DAY_OUTSIDE)
		pen.color = p->b->grid;
	else if (d->cue == DAY_NO_DATA)
		sheet_paint(p->s, p->b, b, PAINT_NO_DATA);
	else
		sheet_fill(p->s, b, h->fill);
	sheet_frame(p->s, b, pen);
	if (d->cue == DAY_NOTCH)
		notch(p, b, ink);
	t.color = d->cue == DAY_OUTSIDE ? p->b->secondary : ink;
	if (d->cue == DAY_NO_DATA)
		sheet_fill(p->s,
		    (struct box){ b.x + 1, b.y + 1, type_width(&t, number) + 3,
			t.size + 1 },
		    0xFFFFFF);
	sheet_text(p->s, (struct point){ b.x + 2.5, b.y + 2 + t.size * 0.73 },
	    ALIGN_LEFT, &t, number);
	if (d->cue == DAY_PLAIN || d->cue == DAY_NOTCH)
		put_value(p, b, ink, d->text);
}

static void
put_band(
    const struct plot *p, const struct calendar_band *b, double x, double y)
{
	struct type bold = plot_type(p, true), quiet = plot_quiet(p);
	const struct doc_style *style = p->f->doc->style;
	double top = y + p->b->body_line + p->b->chart_line + 3;

	sheet_text(p->s,
	    (struct point){ x, flow_baseline(y, bold.size, p->b->body_line) },
	    ALIGN_LEFT, &bold,
	    type_cut(p->keep, &bold, 7 * CELL_W, flow_text(p->f, b->label)));
	for (int i = 0; i < 7; i++)
		sheet_text(p->s,
		    (struct point){ x + (i + 0.5) * CELL_W,
			flow_baseline(y + p->b->body_line, quiet.size,
			    p->b->chart_line) },
		    ALIGN_CENTER, &quiet,
		    type_cut(p->keep, &quiet, CELL_W - 4,
			flow_text(p->f, str_of(style->weekday[i]))));
	for (size_t i = 0; i < b->n_days; i++) {
		int at = place_of(p, b, i);

		if (at >= 0)
			put_day(p,
			    (struct box){ x + at % 7 * CELL_W,
				top + at / 7 * CELL_H, CELL_W, CELL_H },
			    &b->day[i]);
	}
}

static void
draw(const struct plot *p)
{
	size_t n = shown(p);
	double y = p->y, step = p->width - 7 * CELL_W;

	for (size_t i = 0; i < n; i++) {
		put_band(
		    p, &p->c->band[i], p->x + (double)(i % ACROSS) * step, y);
		if (i % ACROSS == ACROSS - 1 || i + 1 == n)
			y += row_height(p, i - i % ACROSS);
	}
	plot_more(p, y, p->c->n_bands - n);
	if (n < p->c->n_bands)
		y += p->b->chart_line;
	legend(p, y, true);
}

const struct chart_art art_calendar = { height, draw };
