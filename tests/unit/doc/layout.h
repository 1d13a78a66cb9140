/*
 * layout.h -- for tests of pages: no two texts touch, nothing leaves the page.
 */
#ifndef UNIT_DOC_LAYOUT_H
#define UNIT_DOC_LAYOUT_H

#include "doc/flow.h"
#include "unit/doc/files.h"
#include "unit/doc/sample.h"

/* Capitals rise 0.73 of the size, tails fall 0.21: the ink of a text. */
static inline struct box
ink_of(const struct mark *m)
{
	double s = m->type.size;

	return (
	    struct box){ m->box.x, m->box.y - 0.73 * s, m->box.w, 0.94 * s };
}

static inline bool
touch(struct box a, struct box b)
{
	const double slack = 0.2;

	return a.x + slack < b.x + b.w && b.x + slack < a.x + a.w &&
	       a.y + slack < b.y + b.h && b.y + slack < a.y + a.h;
}

/* Ink outside the text column, but for half a dot at its edge. */
static inline bool
astray(double x, double y)
{
	const struct brand *b = &brand_default;

	return x < b->left - 2.5 || x > b->page_width - b->right + 2.5 ||
	       y < 15 || y > b->page_height - 15;
}

/* Lines and boxes; what is cut to a polygon is that polygon's business. */
static inline void
check_ink(const struct page *p, size_t number)
{
	bool clipped = false;

	for (size_t i = 0; i < p->marks.n; i++) {
		const struct mark *m = &p->marks.v[i];
		struct point at[2] = { { m->box.x, m->box.y },
			{ m->box.x + m->box.w, m->box.y + m->box.h } };
		const struct point *v = m->n > 0 ? m->point : at;
		size_t n = m->n > 0 ? m->n : 2;

		if (m->kind == MARK_CLIP || m->kind == MARK_UNCLIP)
			clipped = m->kind == MARK_CLIP;
		else if (clipped)
			continue;
		for (size_t k = 0; k < n && m->kind != MARK_UNCLIP; k++)
			if (astray(v[k].x, v[k].y))
				fail_msg("page %zu: mark %zu of kind %d leaves "
					 "the column at %.1f %.1f",
				    number, i, (int)m->kind, v[k].x, v[k].y);
	}
}

static inline void
check_page(const struct page *p, size_t number)
{
	const struct brand *b = &brand_default;

	for (size_t i = 0; i < p->marks.n; i++) {
		const struct mark *m = &p->marks.v[i];
		struct box ink = ink_of(m);

		if (m->kind != MARK_TEXT)
			continue;
		if (ink.x < b->left - 0.3 ||
		    ink.x + ink.w > b->page_width - b->right + 0.3 ||
		    ink.y < 15 || ink.y + ink.h > b->page_height - 15)
			fail_msg("page %zu: \"%.*s\" leaves the page at "
				 "%.1f %.1f, %.1f wide",
			    number, STR_ARG(m->text), ink.x, ink.y, ink.w);
		for (size_t k = i + 1; k < p->marks.n; k++) {
			const struct mark *n = &p->marks.v[k];

			if (n->kind == MARK_TEXT && touch(ink, ink_of(n)))
				fail_msg("page %zu: \"%.*s\" touches \"%.*s\"",
				    number, STR_ARG(m->text), STR_ARG(n->text));
		}
	}
}

static inline void
check_sheet(const struct sheet *s)
{
	assert_false(s->broken);
	for (size_t i = 0; i < s->pages.n; i++) {
		check_ink(&s->pages.v[i], i + 1);
		check_page(&s->pages.v[i], i + 1);
	}
}

#endif
