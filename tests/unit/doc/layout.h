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
	for (size_t i = 0; i < s->pages.n; i++)
		check_page(&s->pages.v[i], i + 1);
}

#endif
