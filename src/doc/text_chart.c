/*
 * text_chart.c -- charts of the text writer: title, subtitle, a small drawing
 * in characters where one helps, and the sentence for those who do not see it.
 */
#include "doc/text.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

#define STRIP_MOST    56
#define CURVE_COLUMNS 60
#define BAR_COLUMNS   32
#define LABEL_MOST    26
#define NOTE_MOST     14

/* How a paint looks, and which wins where two share a column. */
static const struct {
	char sign;
	int weight;
} signs[] = {
	[PAINT_AVAILABLE] = { '.', 0 },
	[PAINT_BAND] = { ':', 1 },
	[PAINT_MUTED] = { '=', 2 },
	[PAINT_KEPT] = { '+', 2 },
	[PAINT_EXPECTED] = { 'o', 3 },
	[PAINT_OBSERVED] = { '*', 3 },
	[PAINT_CREDIT] = { '$', 3 },
	[PAINT_LOST] = { 'x', 4 },
	[PAINT_EXCLUDED] = { '-', 4 },
	[PAINT_NO_DATA] = { '?', 5 },
	[PAINT_DEGRADED] = { '~', 6 },
	[PAINT_DOWN] = { '#', 7 },
};

size_t
text_label(struct text_out *o, struct str label, size_t most)
{
	size_t w = utf8_count(text_clean(o->scratch, label));

	if (w > LABEL_MOST)
		w = LABEL_MOST;
	return w > most ? w : most;
}

/* A strip is as wide as labels and values leave room for. */
struct strip {
	const struct chart *c;
	size_t label, columns;
};

/* Column of an instant, scaled to [0, columns]. */
static double
column_of(const struct strip *s, int64_t at)
{
	double span = (double)s->c->to_at - (double)s->c->from_at;

	if (span <= 0)
		return 0;
	return ((double)at - (double)s->c->from_at) / span * (double)s->columns;
}

static size_t
clamp_column(const struct strip *s, double x)
{
	if (!(x > 0))
		return 0;
	return x >= (double)s->columns ? s->columns - 1 : (size_t)x;
}

static void
strip_cells(const struct strip *s, const struct strip_row *row,
    enum paint cell[STRIP_MOST])
{
	for (size_t i = 0; i < s->columns; i++)
		cell[i] = PAINT_AVAILABLE;
	for (size_t k = 0; k < row->n_spans; k++) {
		const struct strip_span *sp = &row->span[k];
		double from = column_of(s, sp->from_at);
		double to = column_of(s, sp->to_at);

		if (to < 0 || from >= (double)s->columns || to <= from)
			continue;
		for (size_t i = clamp_column(s, from);
		     i < s->columns && (double)i < to; i++) {
			bool whole = from <= (double)i && to >= (double)i + 1;

			if (whole ||
			    signs[sp->paint].weight >= signs[cell[i]].weight)
				cell[i] = sp->paint;
		}
	}
}

static void
strip_ticks(
    struct text_out *o, const struct strip *s, const struct strip_row *row)
{
	char line[STRIP_MOST];

	if (row->n_ticks == 0)
		return;
	memset(line, ' ', sizeof line);
	for (size_t i = 0; i < row->n_ticks; i++) {
		double x = column_of(s, row->tick[i]);

		if (x >= 0 && x <= (double)s->columns)
			line[clamp_column(s, x)] = '\'';
	}
	text_repeat(o, " ", s->label + 2);
	buf_add(&o->buf, line, s->columns);
	text_end(o);
}

static struct strip
strip_new(struct text_out *o, const struct chart *c)
{
	struct strip s = { .c = c };
	size_t value = 0, room;

	for (size_t i = 0; i < c->n_strips; i++) {
		size_t n =
		    utf8_count(text_clean(o->scratch, c->strip[i].value));

		value = n > value ? n : value;
		s.label = text_label(o, c->strip[i].label, s.label);
	}
	value = value > LABEL_MOST ? LABEL_MOST : value;
	room = TEXT_COLUMNS - s.label - value - 4;
	s.columns = room < STRIP_MOST ? room : STRIP_MOST;
	return s;
}

static void
strip(struct text_out *o, const struct chart *c)
{
	const struct doc_style *style = o->doc->style;
	struct strip s = strip_new(o, c);
	enum paint cell[STRIP_MOST];
	struct str from, to;

	for (size_t i = 0; i < c->n_strips; i++) {
		const struct strip_row *row = &c->strip[i];
		struct str value = text_clean(o->scratch, row->value);

		strip_ticks(o, &s, row);
		text_pad(o, text_clean(o->scratch, row->label), s.label, false);
		buf_adds(&o->buf, " |");
		strip_cells(&s, row, cell);
		for (size_t k = 0; k < s.columns; k++)
			buf_addc(&o->buf, signs[cell[k]].sign);
		buf_adds(&o->buf, "| ");
		text_pad(
		    o, value, TEXT_COLUMNS - s.label - s.columns - 4, false);
		text_end(o);
	}
	from = format_date(o->scratch, style, c->from_at, c->zone, false);
	to = format_date(o->scratch, style, c->to_at, c->zone, false);
	text_repeat(o, " ", s.label + 2);
	text_pad(o, from, s.columns - utf8_count(to), false);
	buf_addstr(&o->buf, to);
	text_end(o);
}

/* The mean of the points of each column; negative: none. */
static double
curve(const struct chart *c, bool observed, double out[CURVE_COLUMNS])
{
	double sum[CURVE_COLUMNS] = { 0 }, n[CURVE_COLUMNS] = { 0 };
	double most = 0;

	for (size_t i = 0; i < c->n_points; i++) {
		size_t k = i * CURVE_COLUMNS / c->n_points;
		double v =
		    observed ? c->point[i].observed : c->point[i].expected;

		if (isfinite(v) && v >= 0) {
			sum[k] += v;
			n[k]++;
		}
	}
	for (size_t k = 0; k < CURVE_COLUMNS; k++) {
		out[k] = n[k] > 0 ? sum[k] / n[k] : -1;
		if (out[k] > most)
			most = out[k];
	}
	return most;
}

static void
put_curve(struct text_out *o, struct str label, size_t width,
    const double v[CURVE_COLUMNS], double most)
{
	static const char *const level[] = { "\xe2\x96\x81", "\xe2\x96\x82",
		"\xe2\x96\x83", "\xe2\x96\x84", "\xe2\x96\x85", "\xe2\x96\x86",
		"\xe2\x96\x87", "\xe2\x96\x88" };

	text_pad(o, text_clean(o->scratch, label), width, false);
	buf_adds(&o->buf, " |");
	for (size_t k = 0; k < CURVE_COLUMNS; k++) {
		int i = v[k] > 0 ? (int)(v[k] / most * 7.999) : 0;

		buf_adds(&o->buf, v[k] < 0 ? " " : level[i]);
	}
	buf_adds(&o->buf, "|");
	text_end(o);
}

static void
series(struct text_out *o, const struct chart *c)
{
	double a[CURVE_COLUMNS], b[CURVE_COLUMNS], most, other;
	size_t width;

	if (c->n_points == 0)
		return;
	most = curve(c, false, a);
	other = curve(c, true, b);
	if (other > most)
		most = other;
	width = text_label(o, c->label_expected, 0);
	width = text_label(o, c->label_observed, width);
	put_curve(o, c->label_expected, width, a, most);
	put_curve(o, c->label_observed, width, b, most);
}

/* Left and right end of all bars. */
static void
bar_range(const struct chart *c, double *ret_from, double *ret_to)
{
	double from = 0, to = 0;

	for (size_t i = 0; i < c->n_bars; i++) {
		double a = c->bar[i].start, b = a + c->bar[i].size;

		if (!isfinite(a) || !isfinite(b))
			continue;
		from = fmin(from, fmin(a, b));
		to = fmax(to, fmax(a, b));
	}
	*ret_from = from;
	*ret_to = to;
}

static void
put_bar(struct text_out *o, const struct bar *b, double from, double to)
{
	double scale = to > from ? BAR_COLUMNS / (to - from) : 0;
	double lo = fmin(b->start, b->start + b->size);
	double hi = fmax(b->start, b->start + b->size);
	size_t at = 0, end = 0;
	char sign[2] = { signs[b->paint].sign, '\0' };

	if (isfinite(lo) && isfinite(hi)) {
		at = (size_t)((lo - from) * scale + 0.5);
		end = (size_t)((hi - from) * scale + 0.5);
	}
	if (hi > lo && end == at)
		end = at + 1;
	text_repeat(o, " ", at);
	text_repeat(o, sign, end - at);
}

static void
bars(struct text_out *o, const struct chart *c)
{
	size_t label = 0, value = 0, note = 0, used;
	double from, to;

	for (size_t i = 0; i < c->n_bars; i++) {
		size_t n = utf8_count(text_clean(o->scratch, c->bar[i].value));
		size_t w = utf8_count(text_clean(o->scratch, c->bar[i].label));

		label = w > label ? w : label;
		value = n > value ? n : value;
		note = text_label(o, c->bar[i].note, note);
	}
	if (value > 24)
		value = 24;
	note = note > NOTE_MOST ? NOTE_MOST : note;
	used = BAR_COLUMNS + value + 4 + (note > 0 ? note + 2 : 0);
	if (label > TEXT_COLUMNS - used)
		label = TEXT_COLUMNS - used;
	bar_range(c, &from, &to);
	for (size_t i = 0; i < c->n_bars; i++) {
		const struct bar *b = &c->bar[i];

		text_pad(o, text_clean(o->scratch, b->label), label, false);
		buf_adds(&o->buf, "  ");
		text_pad(o, text_clean(o->scratch, b->value), value, true);
		buf_adds(&o->buf, "  ");
		if (note > 0) {
			text_pad(
			    o, text_clean(o->scratch, b->note), note, true);
			buf_adds(&o->buf, "  ");
		}
		put_bar(o, b, from, to);
		text_end(o);
	}
}

static void
ladder(struct text_out *o, const struct chart *c)
{
	size_t head = 0, value = 0;

	for (size_t i = 0; i < c->n_boxes; i++) {
		size_t h = utf8_count(c->box[i].head);
		size_t v = utf8_count(c->box[i].value);

		head = h > head ? h : head;
		value = v > value ? v : value;
	}
	head = head > 40 ? 40 : head;
	value = value > 24 ? 24 : value;
	for (size_t i = 0; i < c->n_boxes; i++) {
		const struct ladder_box *b = &c->box[i];

		buf_adds(&o->buf, b->hit ? "> " : "  ");
		text_pad(o, text_clean(o->scratch, b->head), head, false);
		buf_adds(&o->buf, "  ");
		text_pad(o, text_clean(o->scratch, b->value), value, true);
		buf_adds(&o->buf, "  ");
		text_pad(o, text_clean(o->scratch, b->note),
		    TEXT_COLUMNS - head - value - 6, false);
		text_end(o);
	}
}

static void
legend(struct text_out *o, const struct chart *c)
{
	struct str all = STR_NONE;

	if (c->kind != CHART_STRIP || c->n_legends == 0)
		return;
	for (size_t i = 0; i < c->n_legends; i++)
		all = str_format(o->scratch, "%.*s%s%c %.*s", STR_ARG(all),
		    i > 0 ? "   " : "", signs[c->legend[i].paint].sign,
		    STR_ARG(text_clean(o->scratch, c->legend[i].label)));
	text_block(o, "", all);
}

void
text_chart(struct text_out *o, const struct chart *c)
{
	if (c->title.n > 0)
		text_block(o, "", c->title);
	if (c->subtitle.n > 0)
		text_block(o, "", c->subtitle);
	buf_addc(&o->buf, '\n');
	switch (c->kind) {
	case CHART_STRIP:
		strip(o, c);
		break;
	case CHART_SERIES:
		series(o, c);
		break;
	case CHART_WATERFALL:
	case CHART_BARS:
		bars(o, c);
		break;
	case CHART_LADDER:
		ladder(o, c);
		break;
	case CHART_LINES:
		text_lines(o, c);
		break;
	case CHART_MULTIPLES:
		text_multiples(o, c);
		break;
	case CHART_CALENDAR:
		text_calendar(o, c);
		break;
	case CHART_LANES:
		text_lanes(o, c);
		break;
	case CHART_DOTS:
		text_dots(o, c);
		break;
	}
	legend(o, c);
	if (c->alt.n > 0) {
		buf_addc(&o->buf, '\n');
		text_block(o, "", c->alt);
	}
}
