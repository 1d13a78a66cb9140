/*
 * places.h -- for tests of where charts draw: one chart on a page, and its
 * marks by what they look like, in the order in which they are drawn.
 */
#ifndef UNIT_DOC_PLACES_H
#define UNIT_DOC_PLACES_H

#include <math.h>

#include "doc/chart.h"
#include "doc/heat.h"
#include "unit/doc/layout.h"

#define NEAR 1e-6

/* April 2013 in Rome: 30 days of 24 h, 720 h. */
#define APRIL     INT64_C(1364767200000)
#define APRIL_END (APRIL + 720 * MS_HOUR)

/* A document with one chart, laid out: its first page. */
struct drawn {
	struct arena keep;
	struct doc *doc;
	struct chart *c;
	struct sheet sheet;
	const struct page *page;
};

static inline struct chart *
begin(struct drawn *d, enum chart_kind kind)
{
	memset(d, 0, sizeof *d);
	d->doc = doc_new(&d->keep, &style_en, &rome, STR("Chart"), 0);
	d->c = arena_new(&d->keep, struct chart);
	d->c->kind = kind;
	d->c->title = STR("Finding");
	d->c->zone = &rome;
	return d->c;
}

static inline void
lay_out(struct drawn *d)
{
	doc_chart(d->doc, d->c);
	flow_doc(d->doc, &d->keep, &d->sheet);
	check_sheet(&d->sheet);
	d->page = &d->sheet.pages.v[0];
}

static inline void
end(struct drawn *d)
{
	arena_release(&d->keep);
}

static inline bool
near(double a, double b)
{
	return fabs(a - b) < NEAR;
}

/* The `nth` filled box of this colour and height; height 0: any. */
static inline struct box
fill_of(const struct drawn *d, uint32_t color, double height, size_t nth)
{
	for (size_t i = 0; i < d->page->marks.n; i++) {
		const struct mark *m = &d->page->marks.v[i];

		if (m->kind != MARK_FILL || m->pen.color != color ||
		    (height > 0 && !near(m->box.h, height)))
			continue;
		if (nth-- == 0)
			return m->box;
	}
	fail_msg("there is no such box");
	return (struct box){ 0 };
}

static inline const struct mark *
text_of(const struct drawn *d, const char *text)
{
	for (size_t i = 0; i < d->page->marks.n; i++) {
		const struct mark *m = &d->page->marks.v[i];

		if (m->kind == MARK_TEXT && str_is(m->text, text))
			return m;
	}
	fail_msg("\"%s\" is not on the page", text);
	return NULL;
}

static inline double
middle(const struct mark *m)
{
	return m->box.x + m->box.w / 2;
}

/* The `nth` mark of a kind with so many points and this colour. */
static inline const struct mark *
path_of(const struct drawn *d, enum sheet_mark_kind kind, size_t points,
    uint32_t color, size_t nth)
{
	for (size_t i = 0; i < d->page->marks.n; i++) {
		const struct mark *m = &d->page->marks.v[i];

		if (m->kind == kind && m->n == points &&
		    m->pen.color == color && nth-- == 0)
			return m;
	}
	return NULL;
}

/* The middle of the `nth` dot: drawn as a polygon of many corners. */
static inline struct point
dot_of(const struct drawn *d, uint32_t color, size_t nth)
{
	for (size_t i = 0; i < d->page->marks.n; i++) {
		const struct mark *m = &d->page->marks.v[i];
		double x0 = 1e9, x1 = -1e9, y0 = 1e9, y1 = -1e9;

		if (m->kind != MARK_AREA || m->n < 8 || m->pen.color != color ||
		    nth-- != 0)
			continue;
		for (size_t k = 0; k < m->n; k++) {
			x0 = fmin(x0, m->point[k].x);
			x1 = fmax(x1, m->point[k].x);
			y0 = fmin(y0, m->point[k].y);
			y1 = fmax(y1, m->point[k].y);
		}
		return (struct point){ (x0 + x1) / 2, (y0 + y1) / 2 };
	}
	fail_msg("there is no such dot");
	return (struct point){ 0 };
}

#endif
