/*
 * text_plot.c -- lines, calendars, lanes and dots in characters: their course,
 * not their figures, which stand in the labels and in the table beside.
 */
#include "doc/text.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/heat.h"

#define COURSE     44 /* columns of a line's course */
#define LANE       50
#define SMALL      24
#define VALUE_MOST 24
#define MOST_MARKS 12
#define CELL       12 /* of a day */

/* A scale in columns. */
struct columns {
	bool log;
	double from, to;
	int n;
};

static void
widen(struct columns *c, double v)
{
	if (!isfinite(v) || (c->log && v <= 0))
		return;
	c->from = fmin(c->from, v);
	c->to = fmax(c->to, v);
}

static struct columns
columns_new(const struct scale *s, int n)
{
	struct columns c = { s->kind == SCALE_LOG, s->from, s->to, n };

	if (!(c.to > c.from) || (c.log && c.from <= 0)) {
		c.from = INFINITY;
		c.to = -INFINITY;
	}
	return c;
}

/* The column of a value; -1: none. */
static int
column_of(const struct columns *c, double v)
{
	double part;

	if (!isfinite(v) || !(c->to >= c->from) || (c->log && v <= 0))
		return -1;
	if (!(c->to > c->from))
		return 0;
	part = c->log ? (log(v) - log(c->from)) / (log(c->to) - log(c->from))
		      : (v - c->from) / (c->to - c->from);
	if (!(part >= 0 && part <= 1))
		return -1;
	return part * c->n >= c->n ? c->n - 1 : (int)(part * c->n);
}

static bool
given(const struct scale *s)
{
	return s->to > s->from && isfinite(s->from) && isfinite(s->to);
}

/* The ends of the scale below a drawing of `width` columns. */
static void
put_ends(struct text_out *o, const struct chart *c, size_t label, size_t width)
{
	const struct scale *s = &c->x;
	const struct doc_style *style = o->doc->style;
	struct str from = STR_NONE, to = STR_NONE;
	size_t n;

	if (s->kind == SCALE_TIME && given(s) && fabs(s->to) < 9e17) {
		from = format_date(
		    o->scratch, style, (int64_t)s->from, c->zone, false);
		to = format_date(
		    o->scratch, style, (int64_t)s->to, c->zone, false);
	} else if (s->n_ticks > 0) {
		from = text_clean(o->scratch, s->tick[0].label);
		to = text_clean(o->scratch, s->tick[s->n_ticks - 1].label);
	}
	n = utf8_count(to);
	if (from.n == 0 || n >= width)
		return;
	text_repeat(o, " ", label + 2);
	text_pad(o, from, width - n, false);
	buf_addstr(&o->buf, to);
	text_end(o);
}

/* ---- lines ------------------------------------------------------------------
 */

static void
course(struct text_out *o, const struct line *l, const struct columns *x,
    const struct columns *y)
{
	static const char *const level[] = { "\xe2\x96\x81", "\xe2\x96\x82",
		"\xe2\x96\x83", "\xe2\x96\x84", "\xe2\x96\x85", "\xe2\x96\x86",
		"\xe2\x96\x87", "\xe2\x96\x88" };
	struct columns rows = *y;
	int row[COURSE];

	for (int i = 0; i < x->n; i++)
		row[i] = -1;
	rows.n = 8;
	for (size_t i = 0; i < l->n_points; i++) {
		int at = column_of(x, l->point[i].x);

		if (at >= 0)
			row[at] = column_of(&rows, l->point[i].y);
	}
	/* What is between two points goes on from the first. */
	for (int i = 1, last = x->n; i < x->n; i++) {
		while (last > 0 && last >= x->n - 1 && row[last - 1] < 0)
			last--;
		if (row[i] < 0 && i < last)
			row[i] = row[i - 1];
	}
	buf_adds(&o->buf, " |");
	for (int i = 0; i < x->n; i++)
		buf_adds(&o->buf, row[i] < 0 ? " " : level[row[i]]);
	buf_adds(&o->buf, "| ");
}

static void
widen_lines(struct columns *x, struct columns *y, const struct chart *c,
    const struct line *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < l[i].n_points; k++) {
			if (!given(&c->x))
				widen(x, l[i].point[k].x);
			if (!given(&c->y))
				widen(y, l[i].point[k].y);
		}
}

static void
put_line(struct text_out *o, const struct line *l, struct str label,
    size_t width, const struct columns scale[2])
{
	struct str value = text_clean(o->scratch, l->value);
	size_t room = TEXT_COLUMNS - width - (size_t)scale[0].n - 4;

	text_pad(o, text_clean(o->scratch, label), width, false);
	course(o, l, &scale[0], &scale[1]);
	text_pad(o, value, room, false);
	text_end(o);
}

/* Marks and levels by name: where they are is in the sentence below. */
static void
put_marks(struct text_out *o, const struct chart *c)
{
	size_t shown = c->n_marks < MOST_MARKS ? c->n_marks : MOST_MARKS;

	for (size_t i = 0; i < c->n_levels; i++)
		if (c->level[i].label.n > 0)
			text_block(o, "-- ",
			    text_clean(o->scratch, c->level[i].label));
	for (size_t i = 0; i < shown; i++)
		if (c->mark[i].label.n > 0)
			text_block(
			    o, "*  ", text_clean(o->scratch, c->mark[i].label));
	if (shown < c->n_marks)
		text_block(
		    o, "", str_format(o->scratch, "+ %zu", c->n_marks - shown));
}

void
text_lines(struct text_out *o, const struct chart *c)
{
	struct columns scale[2] = { columns_new(&c->x, COURSE),
		columns_new(&c->y, 8) };
	size_t label = 0;

	widen_lines(&scale[0], &scale[1], c, c->line, c->n_lines);
	for (size_t i = 0; i < c->n_lines; i++)
		label = text_label(o, c->line[i].label, label);
	for (size_t i = 0; i < c->n_lines; i++)
		put_line(o, &c->line[i], c->line[i].label, label, scale);
	if (c->n_lines > 0)
		put_ends(o, c, label, COURSE);
	put_marks(o, c);
}

void
text_multiples(struct text_out *o, const struct chart *c)
{
	struct columns scale[2] = { columns_new(&c->x, SMALL),
		columns_new(&c->y, 8) };
	size_t label = 0;

	for (size_t i = 0; i < c->n_multiples; i++) {
		const struct multiple *m = &c->multiple[i];

		widen_lines(&scale[0], &scale[1], c, m->line, m->n_lines);
		label = text_label(o, m->label, label);
	}
	for (size_t i = 0; i < c->n_multiples; i++)
		for (size_t k = 0; k < c->multiple[i].n_lines; k++)
			put_line(o, &c->multiple[i].line[k],
			    k == 0 ? c->multiple[i].label : STR_NONE, label,
			    scale);
	if (c->n_multiples > 0)
		put_ends(o, c, label, SMALL);
}

/* ---- calendar
 * ---------------------------------------------------------------- */

static void
put_day(struct text_out *o, const struct calendar_day *d, int day)
{
	const char *sign = heats[heat_of(d->value)].sign;
	struct str text = text_clean(o->scratch, d->text);

	if (d->cue == DAY_NO_DATA)
		sign = "?";
	else if (d->cue == DAY_OUTSIDE)
		sign = " ";
	if (d->cue == DAY_NO_DATA || d->cue == DAY_OUTSIDE)
		text = STR_NONE;
	text_pad(o,
	    str_format(o->scratch, "%2d %s%s%.*s", day, sign,
		d->cue == DAY_NOTCH ? "'" : " ", STR_ARG(text)),
	    CELL, false);
}

static void
put_band(
    struct text_out *o, const struct chart *c, const struct calendar_band *b)
{
	int at = 0;

	text_block(o, "", text_clean(o->scratch, b->label));
	for (int i = 0; i < 7; i++)
		text_pad(o,
		    text_clean(o->scratch, str_of(o->doc->style->weekday[i])),
		    CELL, false);
	text_end(o);
	for (size_t i = 0; i < b->n_days; i++) {
		const struct zone *z = c->zone != NULL ? c->zone : o->doc->zone;
		struct civil d = z != NULL ? zone_civil(z, b->day[i].at)
					   : civil_of_ms(b->day[i].at);
		int column = civil_weekday(d.year, d.month, d.day);

		if (column < at) {
			text_end(o);
			at = 0;
		}
		text_repeat(o, " ", (size_t)(column - at) * CELL);
		put_day(o, &b->day[i], d.day);
		at = column + 1;
	}
	text_end(o);
	buf_addc(&o->buf, '\n');
}

void
text_calendar(struct text_out *o, const struct chart *c)
{
	struct str all = STR_NONE;

	for (size_t i = 0; i < c->n_bands; i++)
		put_band(o, c, &c->band[i]);
	for (int i = 0; i < N_HEATS; i++)
		all = str_format(o->scratch, "%.*s%s%s %.*s", STR_ARG(all),
		    i > 0 ? "   " : "", heats[i].sign,
		    STR_ARG(heat_label(o->scratch, o->doc->style, i)));
	if (c->notch.n > 0)
		all = str_format(o->scratch, "%.*s   ' %.*s", STR_ARG(all),
		    STR_ARG(text_clean(o->scratch, c->notch)));
	for (size_t i = 0; i < c->n_legends; i++)
		if (c->legend[i].paint == PAINT_NO_DATA)
			all = str_format(o->scratch, "%.*s   ? %.*s",
			    STR_ARG(all),
			    STR_ARG(
				text_clean(o->scratch, c->legend[i].label)));
	text_block(o, "", all);
}

/* ---- lanes
 * --------------------------------------------------------------------- */

static const char mark_signs[] = {
	[MARK_DOT] = 'o',
	[MARK_RING] = 'O',
	[MARK_KEPT] = 'v',
	[MARK_MISSED] = 'x',
	[MARK_END] = '!',
};

static void
put_blocks(char cell[LANE], const struct columns *x, const struct lane_block *b,
    size_t n, const char *signs)
{
	for (size_t i = 0; i < n; i++) {
		double from = fmax((double)b[i].from_at, x->from);
		double to = fmin((double)b[i].to_at, x->to);
		int at = column_of(x, from), end = column_of(x, to - 1);

		for (int k = at; to > from && at >= 0 && k <= end; k++)
			cell[k] = signs[b[i].strong];
	}
}

/* What the strong blocks of a lane say: the longest silence. */
static void
put_strong(struct text_out *o, const struct lane *k, size_t label)
{
	for (size_t i = 0; i < k->n_blocks; i++)
		if (k->block[i].strong && k->block[i].label.n > 0) {
			text_repeat(o, " ", label + 2);
			text_pad(o,
			    str_format(o->scratch, "# %.*s",
				STR_ARG(
				    text_clean(o->scratch, k->block[i].label))),
			    TEXT_COLUMNS - label - 2, false);
			text_end(o);
		}
}

static void
put_lane(struct text_out *o, const struct lane *k, size_t label,
    const struct columns *x)
{
	struct str value = text_clean(o->scratch, k->value);
	char cell[LANE];

	memset(cell, '.', sizeof cell);
	put_blocks(cell, x, k->block, k->n_blocks, "=#");
	for (size_t i = 0; i < k->n_marks; i++) {
		int at = column_of(x, (double)k->mark[i].at);

		if (at >= 0)
			cell[at] = mark_signs[k->mark[i].kind];
	}
	text_pad(o, text_clean(o->scratch, k->label), label, false);
	buf_adds(&o->buf, " |");
	if (k->n_blocks + k->n_marks == 0 && k->none.n > 0)
		text_pad(o, text_clean(o->scratch, k->none), LANE, false);
	else
		buf_add(&o->buf, cell, LANE);
	buf_adds(&o->buf, "| ");
	text_pad(o, value, TEXT_COLUMNS - label - LANE - 4, false);
	text_end(o);
	put_strong(o, k, label);
}

static void
put_ground(struct text_out *o, const struct chart *c, size_t label,
    const struct columns *x)
{
	struct str names = STR_NONE;
	char cell[LANE];

	if (c->n_grounds == 0)
		return;
	memset(cell, ' ', sizeof cell);
	put_blocks(cell, x, c->ground, c->n_grounds, ":%");
	for (size_t i = 0; i < c->n_grounds; i++) {
		struct str s = text_clean(o->scratch, c->ground[i].label);

		if (s.n > 0 && i < 2)
			names = str_format(o->scratch, "%.*s%s%c %.*s",
			    STR_ARG(names), i > 0 ? "  " : "",
			    c->ground[i].strong ? '%' : ':', STR_ARG(s));
	}
	text_repeat(o, " ", label + 2);
	buf_add(&o->buf, cell, LANE);
	buf_adds(&o->buf, "  ");
	text_pad(o, names, TEXT_COLUMNS - label - LANE - 4, false);
	text_end(o);
}

void
text_lanes(struct text_out *o, const struct chart *c)
{
	struct columns x = { false, (double)c->from_at, (double)c->to_at,
		LANE };
	struct chart axis = *c;
	struct str all = STR_NONE;
	size_t label = 0;

	for (size_t i = 0; i < c->n_lanes; i++)
		label = text_label(o, c->lane[i].label, label);
	put_ground(o, c, label, &x);
	for (size_t i = 0; i < c->n_lanes; i++)
		put_lane(o, &c->lane[i], label, &x);
	axis.x =
	    (struct scale){ .kind = SCALE_TIME, .from = x.from, .to = x.to };
	put_ends(o, &axis, label, LANE);
	for (size_t i = 0; i < c->n_mark_legends; i++)
		all = str_format(o->scratch, "%.*s%s%c %.*s", STR_ARG(all),
		    i > 0 ? "   " : "", mark_signs[c->mark_legend[i].kind],
		    STR_ARG(text_clean(o->scratch, c->mark_legend[i].label)));
	if (all.n > 0)
		text_block(o, "", all);
}

/* ---- dots
 * ------------------------------------------------------------------------ */

static void
put_group(struct text_out *o, const struct dot_group *g, size_t label,
    const struct columns *x)
{
	int count[LANE] = { 0 };
	int median = g->median >= 0 ? column_of(x, g->median) : -1;

	for (size_t i = 0; i < g->n_values; i++) {
		int at = column_of(x, g->value[i]);

		if (at >= 0)
			count[at]++;
	}
	text_pad(o, text_clean(o->scratch, g->label), label, false);
	buf_adds(&o->buf, " |");
	for (int i = 0; i < LANE; i++) {
		char sign = count[i] > 9 ? '+' : (char)('0' + count[i]);

		if (count[i] == 0)
			sign = i == median ? '^' : '.';
		buf_addc(&o->buf, sign);
	}
	buf_adds(&o->buf, "| ");
	text_pad(o, text_clean(o->scratch, g->note),
	    TEXT_COLUMNS - label - LANE - 4, false);
	text_end(o);
}

void
text_dots(struct text_out *o, const struct chart *c)
{
	struct columns x = columns_new(&c->x, LANE);
	size_t label = 0;

	for (size_t i = 0; i < c->n_groups; i++) {
		label = text_label(o, c->group[i].label, label);
		for (size_t k = 0; !given(&c->x) && k < c->group[i].n_values;
		     k++)
			widen(&x, c->group[i].value[k]);
	}
	for (size_t i = 0; i < c->n_groups; i++)
		put_group(o, &c->group[i], label, &x);
	if (c->n_groups > 0)
		put_ends(o, c, label, LANE);
}
