/*
 * xlsx_data.c -- the figures behind native charts, as columns of cells.
 */
#include "doc/xlsx_chart.h"

#include <math.h>

#include "doc/xlsx_look.h"

#define MOST_POINTS 4000 /* of one line; more are thinned evenly */
#define MOST_LINES  12
#define MOST_LEVELS 4
#define MOST_MARKS  20
#define MOST_BARS   40
#define MOST_GROUPS 24
#define MOST_DOTS   2000
#define MOST_TABLE  64
#define EPOCH_DAYS  25569 /* of 1970-01-01 */
#define NAME_ABOVE  0.4
#define TIME_WIDTH  17
#define VALUE_WIDTH 10

static struct chart_data *
data_new(const struct book *b, const struct chart *c)
{
	struct chart_data *d = arena_new(b->keep, struct chart_data);

	*d = (struct chart_data){ .chart = c };
	d->column = arena_array(b->keep, MOST_TABLE, sizeof *d->column);
	return d;
}

static struct data_column *
add(const struct book *b, struct chart_data *d, enum data_kind kind,
    struct str head, size_t most)
{
	struct data_column *k = &d->column[d->n++];

	*k = (struct data_column){ .kind = kind, .head = head, .label = -1 };
	k->most = most;
	if (kind == DATA_TEXT)
		k->text = arena_array(b->keep, most + 1, sizeof *k->text);
	else
		k->v = arena_array(b->keep, most + 1, sizeof *k->v);
	return k;
}

static void
put(struct chart_data *d, struct data_column *k, double v)
{
	if (k->n < k->most)
		k->v[k->n++] = v;
	d->rows = k->n > d->rows ? k->n : d->rows;
}

static void
put_text(struct chart_data *d, struct data_column *k, struct str s)
{
	if (k->n < k->most)
		k->text[k->n++] = s;
	d->rows = k->n > d->rows ? k->n : d->rows;
}

/* Of n things every stride-th, and not more than `most`. */
static size_t
stride(size_t n, size_t most)
{
	return n > most ? (n + most - 1) / most : 1;
}

/* An instant as a spreadsheet counts it, by the local clock. */
static double
serial(const struct book *b, const struct chart *c, double at)
{
	const struct zone *z = c->zone != NULL ? c->zone : b->doc->zone;
	double local;

	if (!isfinite(at) || fabs(at) > 9e17)
		return NAN;
	local = at + (z ? zone_offset_s(z, (int64_t)at) * 1e3 : 0);
	return local / MS_DAY + EPOCH_DAYS;
}

static enum data_kind
kind_of(const struct scale *s, bool may_be_time)
{
	if (may_be_time && s->kind == SCALE_TIME)
		return DATA_TIME;
	return s->share ? DATA_SHARE : DATA_NUMBER;
}

static double
place(const struct book *b, const struct chart *c, double x)
{
	return c->x.kind == SCALE_TIME ? serial(b, c, x) : x;
}

/* "h" of "{h} h": what stands in a head over hours. */
static struct str
unit_name(const struct book *b, const struct scale *s)
{
	struct str all = str_of(b->doc->style->hours);

	if (!s->ms || s->name.n > 0)
		return s->name;
	for (size_t i = 0; i + 3 <= all.n; i++)
		if (str_eq(str_sub(all, i, i + 3), STR("{h}")))
			return str_trim(str_format(b->keep, "%.*s%.*s", (int)i,
			    all.p, (int)(all.n - i - 3), all.p + i + 3));
	return STR_NONE;
}

static double
sized(const struct scale *s, double v)
{
	if (!isfinite(v))
		return NAN;
	return s->ms ? v / MS_HOUR : v;
}

/* ---- lines ------------------------------------------------------------------
 */

static struct str
side(const struct book *b, struct str label, const char *which)
{
	return str_format(
	    b->keep, "%.*s%s%s", STR_ARG(label), label.n > 0 ? " " : "", which);
}

static void
add_points(const struct book *b, struct chart_data *d, const struct line *l,
    size_t index)
{
	const struct chart *c = d->chart;
	size_t by = stride(l->n_points, MOST_POINTS);
	size_t most = 2 * (l->n_points / by + 2);
	enum data_kind kind = kind_of(&c->y, false);
	struct data_column *x =
	    add(b, d, kind_of(&c->x, true), c->x.name, most);
	int at = d->n - 1;
	struct data_column *y = add(b, d, kind, l->label, most), *edge[2];
	double last = NAN;

	for (int i = 0; i < 2 && l->band; i++) {
		edge[i] = add(b, d, kind,
		    side(b, l->label, i == 0 ? "(min)" : "(max)"), most);
		edge[i]->x = at;
		edge[i]->use = USE_EDGE;
		edge[i]->index = index;
	}
	y->x = at;
	y->use = USE_LINE;
	y->index = index;
	for (size_t i = 0; i < l->n_points; i += by) {
		const struct line_point *q = &l->point[i];

		if (l->stepped && isfinite(last)) {
			put(d, x, place(b, c, q->x));
			put(d, y, last);
		}
		put(d, x, place(b, c, q->x));
		put(d, y, q->y);
		last = q->y;
		if (l->band && !l->stepped) {
			put(d, edge[0], q->low);
			put(d, edge[1], q->high);
		}
	}
}

static void
ends_of(const struct chart *c, double ret[2])
{
	ret[0] = c->x.from;
	ret[1] = c->x.to;
	if (ret[1] > ret[0])
		return;
	ret[0] = INFINITY;
	ret[1] = -INFINITY;
	for (size_t i = 0; i < c->n_lines; i++)
		for (size_t k = 0; k < c->line[i].n_points; k++) {
			ret[0] = fmin(ret[0], c->line[i].point[k].x);
			ret[1] = fmax(ret[1], c->line[i].point[k].x);
		}
}

static void
add_levels(const struct book *b, struct chart_data *d)
{
	const struct chart *c = d->chart;
	double end[2];

	ends_of(c, end);
	for (size_t i = 0; i < c->n_levels && i < MOST_LEVELS; i++) {
		struct data_column *x =
		    add(b, d, kind_of(&c->x, true), c->x.name, 2);
		struct data_column *y =
		    add(b, d, kind_of(&c->y, false), c->level[i].label, 2);

		y->use = USE_LEVEL;
		y->index = i;
		y->x = d->n - 2;
		for (int k = 0; k < 2; k++) {
			put(d, x, place(b, c, end[k]));
			put(d, y, c->level[i].y);
		}
	}
}

static void
add_marks(const struct book *b, struct chart_data *d)
{
	const struct chart *c = d->chart;
	struct data_column *x, *y, *text;

	if (c->n_marks == 0)
		return;
	x = add(b, d, kind_of(&c->x, true), c->x.name, MOST_MARKS);
	y = add(b, d, kind_of(&c->y, false), c->y.name, MOST_MARKS);
	text = add(b, d, DATA_TEXT, STR_NONE, MOST_MARKS);
	y->use = USE_MARK;
	y->x = d->n - 3;
	y->label = d->n - 1;
	for (size_t i = 0; i < c->n_marks; i++) {
		put(d, x, place(b, c, c->mark[i].x));
		put(d, y, c->mark[i].y);
		put_text(d, text, c->mark[i].label);
	}
}

static void
lines(const struct book *b, struct chart_data *d)
{
	const struct chart *c = d->chart;

	for (size_t i = 0; i < c->n_lines && i < MOST_LINES; i++)
		if (c->line[i].n_points > 0)
			add_points(b, d, &c->line[i], i);
	if (d->n == 0)
		return;
	add_levels(b, d);
	add_marks(b, d);
}

static double
known(double v)
{
	return v >= 0 ? v : NAN;
}

/* Is there a band around what was expected? */
static bool
has_edges(const struct chart *c)
{
	for (size_t i = 0; i < c->n_points; i++)
		if (c->point[i].low >= 0 || c->point[i].high >= 0)
			return true;
	return false;
}

static void
series(const struct book *b, struct chart_data *d)
{
	const struct chart *c = d->chart;
	size_t by = stride(c->n_points, MOST_POINTS);
	bool edges = has_edges(c);
	struct data_column *k[5];

	k[0] = add(b, d, DATA_TIME, c->x.name, MOST_POINTS);
	k[1] = add(b, d, DATA_NUMBER, c->label_expected, MOST_POINTS);
	for (int i = 2; i < 4 && edges; i++) {
		k[i] = add(b, d, DATA_NUMBER,
		    side(b, c->label_expected, i == 2 ? "(min)" : "(max)"),
		    MOST_POINTS);
		k[i]->use = USE_EDGE;
	}
	k[4] = add(b, d, DATA_NUMBER, c->label_observed, MOST_POINTS);
	k[1]->use = USE_EXPECTED;
	k[4]->use = USE_OBSERVED;
	for (size_t i = 0; i < c->n_points; i += by) {
		const struct series_point *q = &c->point[i];

		put(d, k[0], serial(b, c, (double)q->at));
		put(d, k[1], known(q->expected));
		if (edges) {
			put(d, k[2], known(q->low));
			put(d, k[3], known(q->high));
		}
		put(d, k[4], known(q->observed));
	}
}

/* What a place on the common scale is called. */
static struct str
tick_name(const struct book *b, const struct chart *c, double x)
{
	const struct zone *z = c->zone != NULL ? c->zone : b->doc->zone;

	for (size_t i = 0; i < c->x.n_ticks; i++)
		if (fabs(c->x.tick[i].at - x) < 1e-9 * (1 + fabs(x)))
			return c->x.tick[i].label;
	if (c->x.kind == SCALE_TIME && isfinite(x) && fabs(x) < 9e17)
		return format_date(
		    b->keep, b->doc->style, (int64_t)x, z, false);
	return STR_NONE;
}

/* All small pictures in one: a category for each place of the first. */
static void
multiples(const struct book *b, struct chart_data *d)
{
	const struct chart *c = d->chart;
	const struct line *first = NULL;
	struct data_column *name;

	for (size_t i = 0; i < c->n_multiples; i++)
		if (c->multiple[i].n_lines > 0 &&
		    (first == NULL ||
			c->multiple[i].line->n_points > first->n_points))
			first = c->multiple[i].line;
	if (first == NULL || first->n_points == 0)
		return;
	name = add(b, d, DATA_TEXT, c->x.name, MOST_POINTS);
	for (size_t k = 0; k < first->n_points; k++)
		put_text(d, name, tick_name(b, c, first->point[k].x));
	for (size_t i = 0; i < c->n_multiples && i < MOST_LINES; i++) {
		const struct multiple *m = &c->multiple[i];
		struct data_column *y =
		    add(b, d, kind_of(&c->y, false), m->label, name->n);

		y->use = USE_LINE;
		y->index = i;
		for (size_t k = 0, at = 0; k < name->n; k++) {
			double x = first->point[k].x, v = NAN;

			while (m->n_lines > 0 && at < m->line->n_points &&
			       m->line->point[at].x < x)
				at++;
			if (m->n_lines > 0 && at < m->line->n_points &&
			    m->line->point[at].x <= x)
				v = m->line->point[at].y;
			put(d, y, v);
		}
	}
}

/* ---- bars and dots
 * ------------------------------------------------------------ */

static void
bars(const struct book *b, struct chart_data *d)
{
	const struct chart *c = d->chart;
	bool hanging = c->kind == CHART_WATERFALL;
	struct data_column *label = add(b, d, DATA_TEXT, STR_NONE, MOST_BARS);
	struct data_column *base = NULL, *size, *value, *note, *tail = NULL;

	if (hanging)
		base = add(b, d, DATA_NUMBER, STR_NONE, MOST_BARS);
	size = add(b, d, kind_of(&c->x, false), unit_name(b, &c->x), MOST_BARS);
	value = add(b, d, DATA_TEXT, STR_NONE, MOST_BARS);
	size->label = d->n - 1;
	note = add(b, d, DATA_TEXT, STR_NONE, MOST_BARS);
	size->use = USE_BAR;
	if (hanging) {
		base->use = USE_BASE;
		tail = add(b, d, DATA_NUMBER, STR_NONE, MOST_BARS);
		tail->use = USE_TAIL;
		tail->label = size->label;
	}
	for (size_t i = 0; i < c->n_bars; i++) {
		const struct bar *k = &c->bar[i];
		double v = sized(&c->x, k->size);
		double from = sized(&c->x, k->start);

		put_text(d, label, k->label);
		if (hanging) {
			put(d, base, v < 0 ? from + v : from);
			put(d, tail, 0);
			v = fabs(v);
		}
		put(d, size, v);
		put_text(d, value, k->value);
		put_text(d, note, k->note);
	}
}

static void
add_medians(const struct book *b, struct chart_data *d, size_t n)
{
	const struct chart *c = d->chart;
	double from = c->x.from, least = INFINITY;
	struct data_column *label = add(b, d, DATA_TEXT, STR_NONE, n);
	struct data_column *left =
	    add(b, d, kind_of(&c->x, false), STR_NONE, n);
	struct data_column *median =
	    add(b, d, kind_of(&c->x, false), c->x.name, n);
	struct data_column *row = add(b, d, DATA_NUMBER, STR_NONE, n);
	struct data_column *again = add(b, d, DATA_NUMBER, STR_NONE, n);

	for (size_t i = 0; !(from > 0) && i < d->column[1].n; i++)
		least = fmin(least, d->column[1].v[i]);
	from = isfinite(least) ? least : from;
	row->use = USE_MEDIAN;
	row->x = d->n - 3;
	again->use = USE_NAME;
	again->x = d->n - 4;
	again->label = d->n - 5;
	for (size_t i = 0; i < n; i++) {
		const struct dot_group *g = &c->group[i];

		put_text(d, label,
		    str_format(b->keep, "%.*s%s%.*s", STR_ARG(g->label),
			g->note.n > 0 ? ", " : "", STR_ARG(g->note)));
		put(d, left, from);
		put(d, median, known(g->median));
		put(d, row, (double)(n - i));
		/* names stand over their row, at its left end */
		put(d, again, (double)(n - i) + NAME_ABOVE);
	}
}

static void
dots(const struct book *b, struct chart_data *d)
{
	const struct chart *c = d->chart;
	size_t n = c->n_groups < MOST_GROUPS ? c->n_groups : MOST_GROUPS;
	struct data_column *label = add(b, d, DATA_TEXT, STR_NONE, MOST_DOTS);
	struct data_column *x =
	    add(b, d, kind_of(&c->x, false), c->x.name, MOST_DOTS);
	struct data_column *y = add(b, d, DATA_NUMBER, STR_NONE, MOST_DOTS);

	y->use = USE_DOT;
	y->x = 1;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < c->group[i].n_values; k++) {
			double v = c->group[i].value[k];

			if (!isfinite(v) ||
			    (c->x.kind == SCALE_LOG && !(v > 0)))
				continue;
			put_text(d, label, c->group[i].label);
			put(d, x, v);
			put(d, y, (double)(n - i));
		}
	if (d->rows > 0)
		add_medians(b, d, n);
}

struct chart_data *
chart_data_new(const struct book *b, const struct chart *c)
{
	struct chart_data *d = data_new(b, c);

	switch (c->kind) {
	case CHART_LINES:
		lines(b, d);
		break;
	case CHART_SERIES:
		series(b, d);
		break;
	case CHART_MULTIPLES:
		multiples(b, d);
		break;
	case CHART_BARS:
	case CHART_WATERFALL:
		bars(b, d);
		break;
	case CHART_DOTS:
		dots(b, d);
		break;
	default:
		break;
	}
	return c->no_xlsx || d->rows == 0 ? NULL : d;
}

size_t
chart_data_rows(const struct chart_data *d)
{
	return d->rows + 3; /* title, heads, a blank one */
}

size_t
chart_data_columns(const struct chart_data *d)
{
	return (size_t)d->n;
}

/* ---- into cells
 * ------------------------------------------------------------------ */

static const char *
format_of(struct book *b, const struct data_column *k)
{
	const struct cell instant = { .kind = CELL_DATE };

	if (k->kind == DATA_TIME)
		return str_cstr(b->keep,
		    str_format(b->keep, "%s hh:mm", look_number(b, &instant)));
	return k->kind == DATA_SHARE ? "0.000%" : NULL;
}

static void
put_column(struct book *b, const struct book_block *at,
    const struct data_column *k, int column)
{
	struct book_sheet *s = &b->sheets.v[at->sheet];
	struct look look = look_tone(b, TONE_MUTED, false);
	size_t row = at->data_row + 2;
	double least = k->kind == DATA_TIME ? TIME_WIDTH : VALUE_WIDTH;

	look.right = k->kind != DATA_TEXT;
	book_text(b, at->sheet, row - 1, (size_t)column, look, k->head);
	look.number = format_of(b, k);
	if (s->width[column] < least)
		s->width[column] = least;
	for (size_t i = 0; i < k->n; i++) {
		if (k->kind == DATA_TEXT)
			book_text(b, at->sheet, row + i, (size_t)column, look,
			    k->text[i]);
		else if (isfinite(k->v[i]))
			book_check(b, worksheet_write_number(s->ws,
					  (uint32_t)(row + i), (uint16_t)column,
					  k->v[i], book_format(b, look)));
	}
}

void
chart_data_put(struct book *b, const struct book_block *at)
{
	book_text(b, at->sheet, at->data_row, 0, look_tone(b, TONE_MUTED, true),
	    at->data->chart->title);
	for (int i = 0; i < at->data->n; i++)
		put_column(b, at, &at->data->column[i], i);
}
