/*
 * sheet.h -- pages as lists of marks: what is where, before any ink.
 *
 * The layout fills sheets, pdf_ink.c prints them, tests read them. Lengths are
 * points, y grows downward from the top edge. A coordinate that is no number is
 * never stored: it sets `broken`, and the document is not written. Every text
 * is made drawable (face.h) before it is measured.
 */
#ifndef DOC_SHEET_H
#define DOC_SHEET_H

#include "doc/brand.h"
#include "doc/face.h"
#include "doc/wrap.h"

struct point {
	double x, y;
};

struct box {
	double x, y, w, h;
};

struct type {
	enum face face;
	double size;
	uint32_t color;
};

struct pen {
	uint32_t color;
	double width;
	double on, off; /* dashes; 0: solid */
};

enum sheet_mark_kind {
	MARK_TEXT,  /* baseline starts at box.x, box.y; box.w wide */
	MARK_FILL,  /* box, pen.color */
	MARK_FRAME, /* box, pen */
	MARK_CURVE, /* open line through the points, pen */
	MARK_PAIRS, /* separate lines between points 0-1, 2-3, ..., pen */
	MARK_AREA,  /* closed polygon, pen.color */
	MARK_CLIP,  /* from here on only inside the polygon */
	MARK_UNCLIP,
	MARK_LOGO /* the picture of the brand, filling the box */
};

struct mark {
	enum sheet_mark_kind kind;
	struct box box;
	struct type type;
	struct pen pen;
	struct str text;
	struct point *point;
	size_t n;
	int elem; /* of the structure; NO_ELEM: decoration */
};

/* What a mark means to a reader who does not see the page. */
enum role {
	ROLE_TITLE,
	ROLE_H1,
	ROLE_H2,
	ROLE_P,
	ROLE_NOTE,
	ROLE_TABLE,
	ROLE_TR,
	ROLE_TH,
	ROLE_TD,
	ROLE_FIGURE
};

#define NO_ELEM (-1)

struct elem {
	enum role role;
	int parent; /* NO_ELEM: the document */
	struct str alt;
	size_t span; /* columns that a cell covers; 0 and 1: one */
};

struct bookmark {
	struct str text;
	size_t page;
	double y;
};

struct page {
	VEC(struct mark) marks;
};

struct sheet {
	struct arena *keep;
	VEC(struct page) pages;
	VEC(struct elem) elems;
	VEC(struct bookmark) bookmarks;
	size_t page;     /* that receives marks; pages.n - 1 while laying out */
	int elem;        /* that owns marks */
	bool decorating; /* marks belong to nobody */
	bool broken;
};

void sheet_init(struct sheet *s, struct arena *keep);
void sheet_page(struct sheet *s);

/* Structure: begin an element inside the current one, and end it. */
void sheet_open(struct sheet *s, enum role role, struct str alt);
void sheet_close(struct sheet *s);

/* Text that is not yet clean is cleaned by type_width() and sheet_text() alike.
 */
double type_width(const struct type *t, struct str s);
struct lines type_wrap(struct arena *keep, const struct type *t, double width,
    size_t max_lines, struct str s);
struct lines type_balanced(
    struct arena *keep, const struct type *t, double width, struct str s);
double type_widest_word(const struct type *t, struct str s);
/* The same, but hyphens do not divide words. */
double type_widest_whole(const struct type *t, struct str s);
struct str type_cut(
    struct arena *keep, const struct type *t, double width, struct str s);

enum align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER };

/* `at` is the left end, right end or middle of the baseline. */
void sheet_text(struct sheet *s, struct point at, enum align align,
    const struct type *t, struct str text);
/* Lines below each other; the first baseline is at `at`. */
void sheet_lines(struct sheet *s, struct point at, enum align align,
    const struct type *t, double line, const struct lines *l);
void sheet_fill(struct sheet *s, struct box b, uint32_t color);
void sheet_frame(struct sheet *s, struct box b, struct pen pen);
void sheet_logo(struct sheet *s, struct box b);
void sheet_line(
    struct sheet *s, struct point from, struct point to, struct pen pen);
/* The points are copied. */
void sheet_curve(
    struct sheet *s, const struct point *p, size_t n, struct pen pen);
void sheet_pairs(
    struct sheet *s, const struct point *p, size_t n, struct pen pen);
void sheet_area(
    struct sheet *s, const struct point *p, size_t n, uint32_t color);
void sheet_clip(struct sheet *s, const struct point *p, size_t n);
void sheet_unclip(struct sheet *s);

/* A box in a paint of the brand, with its hatch. */
void sheet_paint(
    struct sheet *s, const struct brand *b, struct box box, enum paint paint);

#endif
