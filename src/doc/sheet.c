/*
 * sheet.c -- see sheet.h.
 */
#include "doc/sheet.h"

#include <math.h>
#include <string.h>

void
sheet_init(struct sheet *s, struct arena *keep)
{
	*s = (struct sheet){ .keep = keep, .elem = NO_ELEM };
}

void
sheet_page(struct sheet *s)
{
	vec_push(s->keep, &s->pages);
	s->page = s->pages.n - 1;
}

void
sheet_open(struct sheet *s, enum role role, struct str alt)
{
	struct elem *e = vec_push(s->keep, &s->elems);

	*e = (struct elem){ role, s->elem, alt, 1 };
	s->elem = (int)(s->elems.n - 1);
}

void
sheet_close(struct sheet *s)
{
	s->elem = s->elems.v[s->elem].parent;
}

static double
advance(const void *ctx, uint32_t c)
{
	const struct type *t = ctx;

	return face_advance(t->face, c) * t->size / 1000;
}

double
type_width(const struct type *t, struct str s)
{
	struct wrap_rule rule = { .advance = advance, .ctx = t };

	return wrap_width(&rule, s);
}

struct lines
type_wrap(struct arena *keep, const struct type *t, double width,
    size_t max_lines, struct str s)
{
	struct wrap_rule rule = { width, max_lines, advance, t };

	return wrap_text(keep, &rule, s);
}

struct lines
type_balanced(
    struct arena *keep, const struct type *t, double width, struct str s)
{
	struct wrap_rule rule = { width, 0, advance, t };

	return wrap_balanced(keep, &rule, s);
}

double
type_widest_word(const struct type *t, struct str s)
{
	struct wrap_rule rule = { .advance = advance, .ctx = t };

	return wrap_widest_word(&rule, s, WORDS_HYPHENS);
}

double
type_widest_whole(const struct type *t, struct str s)
{
	struct wrap_rule rule = { .advance = advance, .ctx = t };

	return wrap_widest_word(&rule, s, WORDS_WHOLE);
}

struct str
type_cut(struct arena *keep, const struct type *t, double width, struct str s)
{
	struct wrap_rule rule = { width, 1, advance, t };

	return wrap_cut(keep, &rule, s);
}

static bool
sound(struct sheet *s, double a, double b)
{
	if (isfinite(a) && isfinite(b) && fabs(a) < 15000 && fabs(b) < 15000)
		return true;
	s->broken = true;
	return false;
}

static bool
sound_box(struct sheet *s, struct box b)
{
	return sound(s, b.x, b.y) && sound(s, b.w, b.h);
}

static struct mark *
add(struct sheet *s, enum sheet_mark_kind kind)
{
	struct mark *m = vec_push(s->keep, &s->pages.v[s->page].marks);
	bool figure =
	    s->elem != NO_ELEM && s->elems.v[s->elem].role == ROLE_FIGURE;

	m->kind = kind;
	m->elem = NO_ELEM;
	if (!s->decorating && (kind == MARK_TEXT || figure))
		m->elem = s->elem;
	return m;
}

void
sheet_text(struct sheet *s, struct point at, enum align align,
    const struct type *t, struct str text)
{
	double w = type_width(t, text);
	struct mark *m;

	if (text.n == 0 || !sound(s, at.x, at.y) || !sound(s, w, t->size))
		return;
	if (align == ALIGN_RIGHT)
		at.x -= w;
	else if (align == ALIGN_CENTER)
		at.x -= w / 2;
	m = add(s, MARK_TEXT);
	m->box = (struct box){ at.x, at.y, w, 0 };
	m->type = *t;
	m->text = text;
}

void
sheet_lines(struct sheet *s, struct point at, enum align align,
    const struct type *t, double line, const struct lines *l)
{
	for (size_t i = 0; i < l->n; i++, at.y += line)
		sheet_text(s, at, align, t, l->v[i]);
}

void
sheet_fill(struct sheet *s, struct box b, uint32_t color)
{
	struct mark *m;

	if (!sound_box(s, b))
		return;
	m = add(s, MARK_FILL);
	m->box = b;
	m->pen.color = color;
}

void
sheet_logo(struct sheet *s, struct box b)
{
	if (sound_box(s, b))
		add(s, MARK_LOGO)->box = b;
}

void
sheet_frame(struct sheet *s, struct box b, struct pen pen)
{
	struct mark *m;

	if (!sound_box(s, b))
		return;
	m = add(s, MARK_FRAME);
	m->box = b;
	m->pen = pen;
}

static void
points(struct sheet *s, enum sheet_mark_kind kind, const struct point *p,
    size_t n, struct pen pen)
{
	struct mark *m;

	for (size_t i = 0; i < n; i++)
		if (!sound(s, p[i].x, p[i].y))
			return;
	if (n < 2)
		return;
	m = add(s, kind);
	m->point = arena_array(s->keep, n, sizeof *p);
	memcpy(m->point, p, n * sizeof *p);
	m->n = n;
	m->pen = pen;
}

void
sheet_line(struct sheet *s, struct point from, struct point to, struct pen pen)
{
	points(s, MARK_CURVE, (struct point[]){ from, to }, 2, pen);
}

void
sheet_curve(struct sheet *s, const struct point *p, size_t n, struct pen pen)
{
	points(s, MARK_CURVE, p, n, pen);
}

void
sheet_pairs(struct sheet *s, const struct point *p, size_t n, struct pen pen)
{
	points(s, MARK_PAIRS, p, n / 2 * 2, pen);
}

void
sheet_area(struct sheet *s, const struct point *p, size_t n, uint32_t color)
{
	points(s, MARK_AREA, p, n, (struct pen){ .color = color });
}

void
sheet_clip(struct sheet *s, const struct point *p, size_t n)
{
	points(s, MARK_CLIP, p, n, (struct pen){ 0 });
}

void
sheet_unclip(struct sheet *s)
{
	add(s, MARK_UNCLIP);
}
