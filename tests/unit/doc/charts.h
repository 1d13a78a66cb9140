/*
 * charts.h -- every kind of chart for the tests of the printing house, in sizes
 * and shapes that are hard to draw.
 */
#ifndef UNIT_DOC_CHARTS_H
#define UNIT_DOC_CHARTS_H

#include "unit/doc/sample.h"

/* What makes a chart hard. */
struct hard {
	size_t n;       /* things in it */
	bool long_text; /* names of 60 characters */
	bool equal;     /* all values the same */
	bool negative;
	int64_t from_at, to_at; /* of the axis of time */
};

/* Sunday 27 October 2013 in Rome: 25 hours. */
#define LONG_DAY       INT64_C(1382824800000)
#define LONG_DAY_AFTER INT64_C(1382914800000)
/* 1 October 2013 to 1 January 2014. */
#define QUARTER       INT64_C(1380578400000)
#define QUARTER_AFTER INT64_C(1388530800000)

#define NAME_60 "a-very-long-name-with-sixty-characters-in-it-for-a-shop.test"

static inline struct str
hard_name(struct arena *keep, const struct hard *h, size_t i)
{
	static const char *const names[] = { "status page", "e-mail",
		"telephone", "social network", "customer portal" };

	if (h->long_text)
		return str_format(keep, "%zu %s", i + 1, NAME_60);
	return i < 5 ? str_of(names[i])
		     : str_format(keep, "%s %zu", names[i % 5], i + 1);
}

static inline int64_t
hard_at(const struct hard *h, double part)
{
	return h->from_at +
	       (int64_t)llround((double)(h->to_at - h->from_at) * part);
}

static inline struct chart *
hard_chart(struct doc *d, const struct hard *h, enum chart_kind kind,
    const char *title)
{
	struct chart *c = arena_new(d->keep, struct chart);

	*c = (struct chart){ .kind = kind,
		.title = str_of(title),
		.subtitle = STR("What is shown, unit, Europe/Rome; source: "
				"samples"),
		.alt = STR("One sentence for those who do not see it."),
		.from_at = h->from_at,
		.to_at = h->to_at,
		.zone = &rome };
	doc_chart(d, c);
	return c;
}

/* C13: steps down from 100 %, with labelled incidents; C3: with a fan. */
static inline struct chart *
hard_burn(struct doc *d, const struct hard *h)
{
	static struct line_level level[2] = { { 0, { "budget used up", 14 },
						  true },
		{ 0.5, { "half of it", 10 }, false } };
	struct chart *c = hard_chart(d, h, CHART_LINES,
	    "The error budget of the quarter was used up on 12 November");

	c->x.kind = SCALE_TIME;
	c->x.from = (double)h->from_at;
	c->x.to = (double)h->to_at;
	c->x.name = STR("Date");
	c->y = (struct scale){ .kind = SCALE_LINEAR,
		.share = true,
		.name = STR("Budget left (%)") };
	c->level = level;
	c->n_levels = 2;
	c->n_lines = 2;
	c->line = arena_array(d->keep, 2, sizeof *c->line);
	c->mark = arena_array(d->keep, h->n + 1, sizeof *c->mark);
	for (int l = 0; l < 2; l++) {
		struct line *k = &c->line[l];
		double left = 1;

		*k = (struct line){ .label = hard_name(d->keep, h, (size_t)l),
			.value = str_of(l == 0 ? "\xe2\x88\x92"
						 "12 %"
					       : "31 %"),
			.paint = l == 0 ? PAINT_DOWN : PAINT_EXPECTED,
			.stepped = true,
			.dashed = l == 1 };
		k->point = arena_array(d->keep, h->n + 2, sizeof *k->point);
		for (size_t i = 0; i < h->n + 2; i++) {
			double part = (double)i / (double)(h->n + 1);
			double x = (double)hard_at(h, part);

			if (!h->equal && i > 0 && i <= h->n)
				left -= (h->negative ? 1.6 : 0.9) /
					(double)(h->n * (size_t)(l + 1));
			k->point[k->n_points++] =
			    (struct line_point){ x, left, 0, 0 };
			if (l == 0 && i > 0 && i <= h->n)
				c->mark[c->n_marks++] =
				    (struct line_mark){ x, left,
					    h->long_text ? str_of(NAME_60)
							 : str_format(d->keep,
							       "INC-%zu", i) };
		}
	}
	return c;
}

static inline struct chart *
hard_fan(struct doc *d, const struct hard *h)
{
	struct chart *c = hard_chart(d, h, CHART_LINES,
	    "The loss grew to about 6,400 visits (80 % interval "
	    "5,600\xe2\x80\x93"
	    "7,200)");
	struct line *l;

	c->x.kind = SCALE_TIME;
	c->x.from = (double)h->from_at;
	c->x.to = (double)h->to_at;
	c->x.name = STR("Time");
	c->y.name = STR("Visits lost");
	c->shade.from_at = hard_at(h, 0.1);
	c->shade.to_at = hard_at(h, 0.7);
	c->n_lines = 2;
	c->line = l = arena_array(d->keep, 2, sizeof *c->line);
	l[0] = (struct line){ .label = STR("lost visits"),
		.value = STR("6,400 (5,600\xe2\x80\x93"
			     "7,200)"),
		.paint = PAINT_DOWN,
		.band = true };
	l[1] = (struct line){ .label = STR("after the outage"),
		.paint = PAINT_DOWN,
		.dashed = true };
	for (int k = 0; k < 2; k++)
		l[k].point = arena_array(d->keep, h->n + 1, sizeof *l->point);
	for (size_t i = 0; i < h->n; i++) {
		double part = h->n > 1 ? (double)i / (double)(h->n - 1) : 0;
		double v = h->equal ? 0 : 6400 * fmin(part / 0.7, 1);
		struct line_point q = { (double)hard_at(h, part), v,
			v - 800 * part, v + 800 * part };

		if (part <= 0.7)
			l[0].point[l[0].n_points++] = q;
		if (part >= 0.7) {
			q.y -= 2000 * (part - 0.7);
			l[1].point[l[1].n_points++] = q;
		}
	}
	return c;
}

/* C10: minutes on a logarithmic scale with human ticks. */
static inline struct chart *
hard_window(struct doc *d, const struct hard *h)
{
	static struct scale_tick tick[] = { { 1, { "1 min", 5 } },
		{ 10, { "10 min", 6 } }, { 60, { "1 h", 3 } },
		{ 360, { "6 h", 3 } }, { 1440, { "1 d", 3 } },
		{ 10080, { "7 d", 3 } }, { 43200, { "30 d", 4 } } };
	static struct line_level level[1] = { { 0.999, { "target 99.9 %", 13 },
	    false } };
	struct chart *c = hard_chart(d, h, CHART_LINES,
	    "In its worst day the service was available for 12.5 %");

	c->x = (struct scale){ SCALE_LOG, 1, 132480, tick, 7,
		STR("Length of the window (min)"), false, false };
	c->y = (struct scale){
		.from = 0, .to = 1, .share = true, .name = STR("Availability")
	};
	c->level = level;
	c->n_levels = 1;
	c->n_lines = h->n;
	c->line = arena_array(d->keep, h->n + 1, sizeof *c->line);
	for (size_t k = 0; k < h->n; k++) {
		struct line *l = &c->line[k];

		*l = (struct line){ .label = hard_name(d->keep, h, k),
			.value = STR("95.9 %"),
			.paint = k == 0 ? PAINT_DOWN : PAINT_MUTED,
			.dashed = k > 0 };
		l->point = arena_array(d->keep, 40, sizeof *l->point);
		for (int i = 0; i < 40; i++) {
			double x = pow(10, i * 5.122 / 39);
			double down = fmin(x, 5400.0 / (double)(k + 1));

			l->point[l->n_points++] = (struct line_point){ x,
				h->equal ? 1 : 1 - down / x, 0, 0 };
		}
	}
	return c;
}

static inline struct chart *
hard_multiples(struct doc *d, const struct hard *h)
{
	static struct scale_tick tick[] = { { 0, { "2012 Q1", 7 } },
		{ 3, { "Q4", 2 } }, { 7, { "2013 Q4", 7 } } };
	static struct line_level level[1] = { { 0.999, { NULL, 0 }, false } };
	struct chart *c = hard_chart(d, h, CHART_MULTIPLES,
	    "Mail fell below its target in two of eight quarters");

	c->x = (struct scale){ SCALE_LINEAR, 0, 7, tick, 3, STR("Quarter"),
		false, false };
	c->y = (struct scale){ .from = 0.95,
		.to = 1,
		.share = true,
		.name = STR("Availability") };
	c->level = level;
	c->n_levels = 1;
	c->n_multiples = h->n;
	c->multiple = arena_array(d->keep, h->n + 1, sizeof *c->multiple);
	for (size_t k = 0; k < h->n; k++) {
		struct multiple *m = &c->multiple[k];

		m->label = hard_name(d->keep, h, k);
		m->n_lines = 1;
		m->line = arena_array(d->keep, 1, sizeof *m->line);
		*m->line = (struct line){ .label = STR("Availability"),
			.value = STR("99.912 %"),
			.paint = PAINT_EXPECTED };
		m->line->point =
		    arena_array(d->keep, 8, sizeof *m->line->point);
		for (size_t i = 0; i < 8; i++)
			m->line->point[m->line->n_points++] =
			    (struct line_point){ (double)i,
				    h->equal
					? 0.999
					: 0.9995 -
					      (double)(i * i * k % 31) / 700,
				    0, 0 };
	}
	return c;
}

static inline struct chart *
hard_calendar(struct doc *d, const struct hard *h)
{
	static struct legend legend[1] = { { PAINT_NO_DATA,
	    { "no measurements", 15 } } };
	static const int64_t minutes[] = { 0, 0, 7, 0, 45, 0, 200, 0, 0, 500, 0,
		1440, 0, 0, 0, 12, 1500 };
	struct chart *c = hard_chart(d, h, CHART_CALENDAR,
	    "Nine days of the quarter had an outage of an hour or more");
	struct calendar_band *b = NULL;

	c->legend = legend;
	c->n_legends = 1;
	c->notch = STR("clock change or holiday");
	c->band = arena_array(d->keep, h->n / 28 + 14, sizeof *c->band);
	for (size_t i = 0; i < h->n; i++) {
		int64_t at = zone_day(&rome, 2013, 10, (int)i + 1);
		struct civil day = zone_civil(&rome, at);
		int64_t v = h->equal ? 15 : minutes[i % 17];

		if (i == 0 || day.day == 1) {
			b = &c->band[c->n_bands++];
			b->label =
			    h->long_text
				? str_of(NAME_60)
				: str_format(d->keep, "%s %d",
				      d->style->month[day.month - 1], day.year);
			b->day = arena_array(d->keep, 31, sizeof *b->day);
		}
		b->day[b->n_days++] = (struct calendar_day){ at, v,
			v > 0 ? format_count(d->keep, d->style, v) : STR_NONE,
			i == 26 ? DAY_NOTCH
				: (i % 19 == 8 ? DAY_NO_DATA : DAY_PLAIN) };
	}
	if (b != NULL && h->n > 2)
		b->day[b->n_days - 1].cue = DAY_OUTSIDE;
	return c;
}

static inline void
hard_lane(struct doc *d, const struct hard *h, struct lane *k, size_t i)
{
	k->label = hard_name(d->keep, h, i);
	k->value = str_format(d->keep, "%zu messages", i);
	if (i % 5 == 4) {
		k->none = STR("nothing was said here");
		return;
	}
	if (i % 5 == 3) {
		k->block = arena_array(d->keep, 4, sizeof *k->block);
		for (size_t b = 0; b < 4; b++)
			k->block[k->n_blocks++] = (struct lane_block){
				hard_at(h, 0.1 + 0.12 * (double)(b * b) / 2),
				hard_at(h,
				    0.1 +
					0.12 * (double)((b + 1) * (b + 1)) / 2),
				b == 3 ? PAINT_DOWN : PAINT_MUTED,
				str_format(d->keep, "%zu h 18 min", 2 + b * 13),
				b == 3
			};
		return;
	}
	k->mark = arena_array(d->keep, 24, sizeof *k->mark);
	for (size_t m = 0; m < 24; m++)
		k->mark[k->n_marks++] = (struct lane_mark){
			hard_at(
			    h, h->equal ? 0.4 : (double)(m * m + i) / 560.0),
			(enum mark_kind)(i % 5 == 0 ? MARK_DOT : m % 5)
		};
}

static inline struct chart *
hard_lanes(struct doc *d, const struct hard *h)
{
	static struct mark_legend legend[] = { { MARK_DOT, { "message", 7 } },
		{ MARK_RING, { "edited or hidden message", 24 } },
		{ MARK_KEPT, { "promised update, kept", 21 } },
		{ MARK_MISSED, { "promised update, missed", 23 } },
		{ MARK_END, { "service restored", 16 } } };
	struct chart *c = hard_chart(d, h, CHART_LANES,
	    "For 41 h 18 min nothing was said in any channel");

	c->mark_legend = legend;
	c->n_mark_legends = 5;
	c->n_grounds = 2;
	c->ground = arena_array(d->keep, 2, sizeof *c->ground);
	c->ground[0] =
	    (struct lane_block){ hard_at(h, 0.1), hard_at(h, 0.5), PAINT_DOWN,
		    h->long_text ? str_of(NAME_60) : STR("down"), true };
	c->ground[1] = (struct lane_block){ hard_at(h, 0.6), hard_at(h, 0.8),
		PAINT_DEGRADED,
		h->long_text ? str_of(NAME_60) : STR("degraded"), false };
	c->n_lanes = h->n;
	c->lane = arena_array(d->keep, h->n + 1, sizeof *c->lane);
	for (size_t i = 0; i < h->n; i++)
		hard_lane(d, h, &c->lane[i], i);
	return c;
}

static inline struct chart *
hard_dots(struct doc *d, const struct hard *h)
{
	static struct scale_tick tick[] = { { 1, { "1 min", 5 } },
		{ 10, { "10 min", 6 } }, { 60, { "1 h", 3 } },
		{ 360, { "6 h", 3 } }, { 1440, { "1 d", 3 } },
		{ 10080, { "7 d", 3 } } };
	struct chart *c = hard_chart(d, h, CHART_DOTS,
	    "The median incident lasted 42 min; too few incidents to call a "
	    "trend");

	c->x = (struct scale){ SCALE_LOG, 1, 20000, tick, 6,
		STR("Duration (min)"), false, false };
	c->n_groups = h->n;
	c->group = arena_array(d->keep, h->n + 1, sizeof *c->group);
	for (size_t k = 0; k < h->n; k++) {
		struct dot_group *g = &c->group[k];

		g->label = h->long_text ? hard_name(d->keep, h, k)
					: str_format(d->keep, "%zu Q%zu",
					      2012 + k / 4, k % 4 + 1);
		g->n_values = k == 2 ? 60 : 9 + k % 3;
		g->note = str_format(d->keep, "n = %zu", g->n_values);
		g->value = arena_array(d->keep, g->n_values, sizeof *g->value);
		for (size_t i = 0; i < g->n_values; i++)
			g->value[i] =
			    h->equal
				? 42
				: pow(10,
				      (double)((i * 37 + k * 11) % 40) / 10);
		g->median = h->equal ? 42 : 90 + (double)k;
	}
	return c;
}

/* C11: bars with a column of notes. */
static inline struct chart *
hard_pareto(struct doc *d, const struct hard *h)
{
	struct chart *c = hard_chart(d, h, CHART_BARS,
	    "Two causes made up 81 % of the customer-minutes");
	double all = 0, sum = 0;

	c->x.name = STR("Customer-minutes");
	c->n_bars = h->n;
	c->bar = arena_array(d->keep, h->n + 1, sizeof *c->bar);
	for (size_t i = 0; i < h->n; i++)
		all += h->equal ? 100 : 5000 / (double)(i * i + 1);
	for (size_t i = 0; i < h->n; i++) {
		double v = h->equal ? 100 : 5000 / (double)(i * i + 1);

		sum += v;
		c->bar[i] = (struct bar){ hard_name(d->keep, h, i),
			format_count(d->keep, d->style, (int64_t)v),
			h->negative ? -v : v, 0,
			sum - v < 0.8 * all ? PAINT_DOWN : PAINT_MUTED,
			str_format(d->keep, "%d %%",
			    (int)floor(sum / all * 100 + 1e-9)) };
	}
	return c;
}

typedef struct chart *hard_fn(struct doc *d, const struct hard *h);

static hard_fn *const hard_charts[] = { hard_burn, hard_fan, hard_window,
	hard_multiples, hard_calendar, hard_lanes, hard_dots, hard_pareto };
#define N_HARD_CHARTS (sizeof hard_charts / sizeof hard_charts[0])

static const struct hard hard_cases[] = {
	{ 5, false, false, false, INT64_C(1365631200000),
	    INT64_C(1366236000000) },
	{ 92, false, false, true, QUARTER, QUARTER_AFTER },
	{ 0, false, false, false, LONG_DAY, LONG_DAY_AFTER },
	{ 1, true, false, false, LONG_DAY, LONG_DAY_AFTER },
	{ 6, true, true, true, LONG_DAY, LONG_DAY_AFTER },
	{ 500, false, false, false, QUARTER, QUARTER_AFTER },
	{ 500, true, true, true, QUARTER, QUARTER_AFTER },
};
#define N_HARD_CASES (sizeof hard_cases / sizeof hard_cases[0])

/* All charts of one case, each kind under its own heading. */
static inline struct doc *
hard_doc(
    struct arena *keep, const struct doc_style *style, const struct hard *h)
{
	struct doc *d =
	    doc_new(keep, style, &rome, STR("Charts"), INT64_C(1366279200000));

	for (size_t i = 0; i < N_HARD_CHARTS; i++)
		hard_charts[i](d, h);
	return d;
}

#endif
