/*
 * flow.c -- the order of blocks on pages. See flow.h.
 */
#include "doc/flow.h"

#define HEAD_ROOM 16 /* between header and text */
#define FOOT_ROOM 6
#define PROSE_EMS 45 /* about 90 characters */
#define NOTE_PAD  9

#define LOGO_BESIDE 18

#define BODY_AFTER  6 /* below a paragraph */
#define SMALL_AFTER 3
#define INTRO_LINES 6 /* a longer paragraph stands for itself */

#define PAGES_MOST 40 /* in a longer document a page less is no gain */

/* From the most white to the least. */
static const struct ease eases[] = {
	{ 1.0, 2.6, 1.0 },
	{ 0.85, 2.2, 0.92 },
	{ 0.7, 1.8, 0.85 },
};

#define N_EASES (sizeof eases / sizeof *eases)

struct str
flow_text(const struct flow *f, struct str s)
{
	return face_clean(f->keep, doc_text(f->keep, s));
}

struct type
flow_type(const struct flow *f, double size, bool bold)
{
	return (struct type){ bold ? FACE_BOLD : FACE_REGULAR, size,
		f->brand->text };
}

double
flow_baseline(double y, double size, double line)
{
	return y + (line - size) / 2 + size * 0.84;
}

void
flow_page(struct flow *f)
{
	sheet_page(f->sheet);
	f->y = f->top;
	f->fresh = true;
}

void
flow_room(struct flow *f, double height)
{
	if (!f->fresh && f->y + height > f->bottom)
		flow_page(f);
}

void
flow_gap(struct flow *f, double height)
{
	if (!f->fresh)
		f->y += flow_space(f, height);
}

void
flow_after(struct flow *f, double height)
{
	f->y += flow_space(f, height);
}

double
flow_space(const struct flow *f, double height)
{
	return height * f->ease->between;
}

void
flow_down(struct flow *f, double y)
{
	f->y = y;
	f->fresh = false;
}

/* Lines of text, breaking the page between them where it must. */
static void
set_lines(struct flow *f, double x, const struct type *t, double line,
    const struct lines *l)
{
	for (size_t i = 0; i < l->n; i++) {
		flow_room(f, line);
		sheet_text(f->sheet,
		    (struct point){ x, flow_baseline(f->y, t->size, line) },
		    ALIGN_LEFT, t, l->v[i]);
		flow_down(f, f->y + line);
	}
}

/* Beside the logo, unless that is above the address. */
static void
title(struct flow *f, struct box logo)
{
	const struct brand *b = f->brand;
	struct type t = flow_type(f, b->title, true);
	struct type sub = flow_type(f, b->heading_2, false);
	bool beside = logo.w > 0 && f->fresh;
	double width = f->width - (beside ? logo.w + LOGO_BESIDE : 0);
	struct lines l =
	    type_balanced(f->keep, &t, width, flow_text(f, f->doc->title));

	sheet_open(f->sheet, ROLE_TITLE, STR_NONE);
	set_lines(f, f->x, &t, b->title_line, &l);
	sheet_close(f->sheet);
	if (f->doc->subtitle.n > 0) {
		sub.color = b->secondary;
		f->y += 2;
		l = type_wrap(
		    f->keep, &sub, width, 0, flow_text(f, f->doc->subtitle));
		sheet_open(f->sheet, ROLE_P, STR_NONE);
		set_lines(f, f->x, &sub, b->heading_2_line, &l);
		sheet_close(f->sheet);
	}
	if (beside && f->y < logo.y + logo.h)
		f->y = logo.y + logo.h;
	flow_after(f, 12);
}

struct heading_style {
	double size, line, before, after;
};

static struct heading_style
heading_style(const struct flow *f, const struct block *b)
{
	const struct brand *br = f->brand;

	if (b->level <= 1)
		return (struct heading_style){ br->heading_1,
			br->heading_1_line, 20, 7 };
	return (
	    struct heading_style){ br->heading_2, br->heading_2_line, 12, 4 };
}

static struct lines
heading_lines(const struct flow *f, const struct block *b)
{
	struct type t = flow_type(f, heading_style(f, b).size, true);

	return type_balanced(f->keep, &t, f->width, flow_text(f, b->text));
}

static void
heading(struct flow *f, const struct block *b)
{
	struct heading_style h = heading_style(f, b);
	struct type t = flow_type(f, h.size, true);
	struct lines l = heading_lines(f, b);

	flow_gap(f, h.before);
	if (b->level <= 1)
		*vec_push(f->sheet->keep, &f->sheet->bookmarks) =
		    (struct bookmark){ b->text, f->sheet->page, f->y };
	sheet_open(f->sheet, b->level <= 1 ? ROLE_H1 : ROLE_H2, STR_NONE);
	set_lines(f, f->x, &t, h.line, &l);
	sheet_close(f->sheet);
	flow_after(f, h.after);
}

static struct lines
paragraph_lines(const struct flow *f, const struct block *b)
{
	const struct brand *br = f->brand;
	bool small = b->level > 0;
	struct type t = flow_type(f, small ? br->small : br->body, false);
	double width = small ? f->width : PROSE_EMS * t.size;

	return type_wrap(f->keep, &t, width < f->width ? width : f->width, 0,
	    flow_text(f, b->text));
}

static void
paragraph(struct flow *f, const struct block *b)
{
	const struct brand *br = f->brand;
	bool small = b->level > 0;
	struct type t = flow_type(f, small ? br->small : br->body, false);
	double line = small ? br->small_line : br->body_line;
	struct lines l = paragraph_lines(f, b);

	if (small)
		t.color = br->secondary;
	/* Neither the first nor the last line stands alone. */
	flow_room(f, (l.n < 4 ? (double)l.n : 2) * line);
	sheet_open(f->sheet, ROLE_P, STR_NONE);
	for (size_t i = 0; i < l.n; i++) {
		struct lines one = { &l.v[i], 1, false };

		if (i + 2 == l.n)
			flow_room(f, 2 * line);
		set_lines(f, f->x, &t, line, &one);
	}
	sheet_close(f->sheet);
	flow_after(f, small ? SMALL_AFTER : BODY_AFTER);
}

/* The answer: large, beside a bar. */
static struct lines
result_lines(const struct flow *f, const struct block *b)
{
	struct type t = flow_type(f, f->brand->result, false);

	return type_balanced(f->keep, &t, f->width - 14, flow_text(f, b->text));
}

static void
result(struct flow *f, const struct block *b)
{
	struct type t = flow_type(f, f->brand->result, false);
	struct lines l = result_lines(f, b);
	double line = f->brand->result_line, height = (double)l.n * line;

	flow_gap(f, 6);
	flow_room(f, height);
	sheet_fill(f->sheet, (struct box){ f->x, f->y + 2, 3, height - 4 },
	    f->brand->rule);
	sheet_open(f->sheet, ROLE_P, STR_NONE);
	set_lines(f, f->x + 14, &t, line, &l);
	sheet_close(f->sheet);
	flow_after(f, 12);
}

static struct lines
note_lines(const struct flow *f, const struct block *b)
{
	struct type t = flow_type(f, f->brand->table, false);

	return type_wrap(
	    f->keep, &t, f->width - 2 * NOTE_PAD, 0, flow_text(f, b->text));
}

/* A ruled box; a very long note runs on without one. */
static void
note(struct flow *f, const struct block *b)
{
	struct type t = flow_type(f, f->brand->table, false);
	struct lines l = note_lines(f, b);
	double line = f->brand->table_line;
	double height = (double)l.n * line + 2 * NOTE_PAD - 3;

	flow_gap(f, 4);
	if (height < f->bottom - f->top) {
		flow_room(f, height);
		sheet_frame(f->sheet,
		    (struct box){ f->x, f->y, f->width, height },
		    (struct pen){ .color = f->brand->axis, .width = 0.6 });
		f->y += NOTE_PAD - 1.5;
	}
	sheet_open(f->sheet, ROLE_NOTE, STR_NONE);
	set_lines(f, f->x + NOTE_PAD, &t, line, &l);
	sheet_close(f->sheet);
	f->y += NOTE_PAD;
	flow_after(f, 7);
}

static void
block(struct flow *f, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_HEADING:
		heading(f, b);
		break;
	case BLOCK_PARAGRAPH:
		paragraph(f, b);
		break;
	case BLOCK_KEY_FIGURES:
		flow_tiles(f, b);
		break;
	case BLOCK_TABLE:
		flow_table(f, b->table);
		break;
	case BLOCK_NOTE:
		note(f, b);
		break;
	case BLOCK_CHART:
		flow_chart(f, b->chart);
		break;
	case BLOCK_PAGE_BREAK:
		if (!f->fresh)
			flow_page(f);
		break;
	case BLOCK_RESULT:
		result(f, b);
		break;
	}
}

/* A picture that the text before it speaks of. */
static bool
is_shown(const struct flow *f, size_t i)
{
	const struct block *b =
	    i < f->doc->blocks.n ? &f->doc->blocks.v[i] : NULL;

	return b != NULL && (b->kind == BLOCK_TABLE || b->kind == BLOCK_CHART ||
				b->kind == BLOCK_KEY_FIGURES);
}

static double least(struct flow *f, size_t i);

/* A short paragraph introduces what follows and goes with it. */
static double
least_paragraph(struct flow *f, size_t i)
{
	const struct block *b = &f->doc->blocks.v[i];
	size_t n = paragraph_lines(f, b).n;
	double line = b->level > 0 ? f->brand->small_line : f->brand->body_line;
	double after = flow_space(f, b->level > 0 ? SMALL_AFTER : BODY_AFTER);

	if (n <= INTRO_LINES && is_shown(f, i + 1))
		return (double)n * line + after + least(f, i + 1);
	return (double)(n < 3 ? n : 3) * line;
}

/* The room below which block `i` should rather begin on the next page. */
static double
least(struct flow *f, size_t i)
{
	const struct block *b;
	struct heading_style h;

	if (i >= f->doc->blocks.n)
		return 0;
	b = &f->doc->blocks.v[i];
	switch (b->kind) {
	case BLOCK_HEADING:
		h = heading_style(f, b);
		return h.line * (double)heading_lines(f, b).n +
		       flow_space(f, h.before + h.after) + least(f, i + 1);
	case BLOCK_PARAGRAPH:
		return least_paragraph(f, i);
	case BLOCK_KEY_FIGURES:
		return flow_space(f, TILES_BEFORE) + flow_tiles_height(f, b);
	case BLOCK_TABLE:
		return flow_space(f, TABLE_BEFORE) +
		       flow_table_least(f, b->table);
	case BLOCK_NOTE:
		return (double)note_lines(f, b).n * f->brand->table_line +
		       2 * NOTE_PAD;
	case BLOCK_CHART:
		return flow_space(f, CHART_BEFORE) +
		       flow_chart_least(f, b->chart);
	case BLOCK_RESULT:
		return (double)result_lines(f, b).n * f->brand->result_line + 6;
	case BLOCK_PAGE_BREAK:
		break;
	}
	return 0;
}

/* Headings and what introduces a picture do not stay behind alone. */
static void
keep_together(struct flow *f, size_t i)
{
	enum block_kind kind = f->doc->blocks.v[i].kind;
	double need, most = f->bottom - f->top;

	if (kind != BLOCK_HEADING &&
	    !(kind == BLOCK_PARAGRAPH && is_shown(f, i + 1)))
		return;
	need = least(f, i);
	flow_room(f, need < most ? need : most);
}

/* The whole document at one ease. */
static void
lay_out(const struct doc *d, const struct ease *ease, struct arena *keep,
    struct sheet *ret_sheet)
{
	const struct brand *b = brand_of(d);
	struct flow f = { .doc = d,
		.brand = b,
		.sheet = ret_sheet,
		.keep = keep,
		.ease = ease,
		.x = b->left,
		.width = b->page_width - b->left - b->right,
		.top = b->top + HEAD_ROOM,
		.bottom = b->page_height - b->bottom - FOOT_ROOM };
	struct box logo;

	sheet_init(ret_sheet, keep);
	flow_page(&f);
	logo = flow_logo(&f);
	if (d->n_recipient > 0 || d->n_sender > 0)
		flow_letter(&f);
	title(&f, logo);
	for (size_t i = 0; i < d->blocks.n; i++) {
		keep_together(&f, i);
		block(&f, &d->blocks.v[i]);
	}
	flow_furniture(&f);
}

/* The fewest pages, and among these the most white. */
void
flow_doc(const struct doc *d, struct arena *keep, struct sheet *ret_sheet)
{
	struct sheet tight;
	size_t least;

	lay_out(d, &eases[0], keep, ret_sheet);
	if (ret_sheet->pages.n == 1 || ret_sheet->pages.n > PAGES_MOST)
		return;
	lay_out(d, &eases[N_EASES - 1], keep, &tight);
	least = tight.pages.n;
	for (size_t i = 1; ret_sheet->pages.n > least && i < N_EASES - 1; i++)
		lay_out(d, &eases[i], keep, ret_sheet);
	if (ret_sheet->pages.n > least)
		*ret_sheet = tight;
}
