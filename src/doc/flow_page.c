/*
 * flow_page.c -- what surrounds the text: header, footer, the logo, and on
 * letters the sender, the address window and the marks for folding.
 */
#include "doc/flow.h"

#include <math.h>

#define WINDOW_INSET    14 /* so that a shifted sheet still shows all lines */
#define RETURN_LINE     7
#define RETURN_LEAST    5.5
#define WATERMARK       54
#define RECIPIENT_LINE  13 /* from line to line, at the size of the text */
#define RECIPIENT_LEAST 6
#define LOGO_SHARE      0.4 /* of the width of the text */
#define LOGO_LEAST      8

static struct str
page_label(const struct flow *f, size_t page, size_t pages)
{
	struct buf out;
	struct str label;

	buf_init(&out, 200);
	for (const char *p = f->doc->style->page_of; *p != '\0'; p++) {
		bool x = p[0] == '{' && p[1] == 'x' && p[2] == '}';
		bool y = p[0] == '{' && p[1] == 'y' && p[2] == '}';

		if (x || y) {
			buf_addf(&out, "%zu", x ? page : pages);
			p += 2;
		} else {
			buf_addc(&out, *p);
		}
	}
	label = str_dup(f->keep, buf_str(&out));
	buf_release(&out);
	return flow_text(f, label);
}

/* A text at the left and one at the right of a line, neither into the other. */
static void
two_ends(const struct flow *f, double y, struct str left, struct str right)
{
	const double gap = 18;
	struct type t = flow_type(f, f->brand->small, false);
	double have = f->width - gap, l, r;

	t.color = f->brand->secondary;
	l = type_width(&t, left);
	r = type_width(&t, right);
	if (l + r > have) {
		if (r > have / 2)
			r = l < have / 2 ? have - l : have / 2;
		right = type_cut(f->keep, &t, r, right);
		left = type_cut(f->keep, &t, have - r, left);
	}
	sheet_text(f->sheet, (struct point){ f->x, y }, ALIGN_LEFT, &t, left);
	sheet_text(f->sheet, (struct point){ f->x + f->width, y }, ALIGN_RIGHT,
	    &t, right);
}

/* What was drawn from `first` on goes behind everything before it. */
static void
send_back(struct page *page, size_t first, struct arena *keep)
{
	size_t n = page->marks.n, late = n - first;
	struct mark *v = arena_array(keep, n, sizeof *v);

	for (size_t i = 0; i < n; i++)
		v[(i + late) % n] = page->marks.v[i];
	for (size_t i = 0; i < n; i++)
		page->marks.v[i] = v[i];
}

/* Large and pale, three times a page, so that no part of it can be cut off. */
static void
watermark(const struct flow *f, struct page *page)
{
	const struct brand *b = f->brand;
	struct str text = flow_text(f, f->doc->watermark);
	struct type t = flow_type(f, WATERMARK, true);
	double wide = type_width(&t, text);
	size_t first = page->marks.n;

	if (text.n == 0)
		return;
	t.color = b->shade;
	if (wide > f->width)
		t.size *= f->width / wide;
	for (int i = 1; i <= 3; i++)
		sheet_text(f->sheet,
		    (struct point){ b->page_width / 2, b->page_height * i / 4 },
		    ALIGN_CENTER, &t, text);
	send_back(page, first, f->keep);
}

void
flow_furniture(struct flow *f)
{
	const struct brand *b = f->brand;
	struct pen hair = { .color = b->axis, .width = 0.3 };
	struct str left = flow_text(f, f->doc->header_left);
	struct str right = flow_text(f, f->doc->header_right);
	struct str foot = flow_text(f, f->doc->footer);
	size_t n = f->sheet->pages.n;

	f->sheet->decorating = true;
	for (size_t i = 0; i < n; i++) {
		double end = f->x + f->width;
		double low = b->page_height - b->bottom + 4;

		f->sheet->page = i;
		watermark(f, &f->sheet->pages.v[i]);
		two_ends(f, b->top - 9, left, right);
		sheet_line(f->sheet, (struct point){ f->x, b->top - 3 },
		    (struct point){ end, b->top - 3 }, hair);
		sheet_line(f->sheet, (struct point){ f->x, low },
		    (struct point){ end, low }, hair);
		two_ends(f, low + 11, foot, page_label(f, i + 1, n));
	}
	f->sheet->decorating = false;
}

/* The sender once more, on one small line above the address. */
static double
return_line(struct flow *f, double x, double y, double width)
{
	struct type t = flow_type(f, RETURN_LINE, false);
	struct str all = STR_NONE;

	for (size_t i = 0; i < f->doc->n_sender && i < 3; i++)
		all = str_format(f->keep, "%.*s%s%.*s", STR_ARG(all),
		    i > 0 ? " \xc2\xb7 " : "",
		    STR_ARG(flow_text(f, f->doc->sender[i])));
	t.color = f->brand->secondary;
	while (t.size > RETURN_LEAST && type_width(&t, all) > width)
		t.size -= 0.25;
	all = type_cut(f->keep, &t, width, all);
	sheet_text(f->sheet, (struct point){ x, y }, ALIGN_LEFT, &t, all);
	sheet_line(f->sheet, (struct point){ x, y + 3 },
	    (struct point){ x + width, y + 3 },
	    (struct pen){ .color = f->brand->grid, .width = 0.4 });
	return y + 18;
}

static bool
window_left(const struct flow *f)
{
	return f->brand->window_left < f->brand->page_width / 2;
}

/* As large as asked for, or as there is room; its shape is kept. */
static struct box
fit_logo(const struct flow *f, struct box room, bool right)
{
	const struct logo *l = &f->brand->logo;
	double w = l->height * l->wide / l->high, h = l->height;
	double less = fmin(1, fmin(room.w / w, room.h / h));

	w *= less;
	h *= less;
	return (
	    struct box){ right ? room.x + room.w - w : room.x, room.y, w, h };
}

struct box
flow_logo(struct flow *f)
{
	const struct brand *b = f->brand;
	bool letter = f->doc->n_sender > 0 || f->doc->n_recipient > 0;
	bool left = letter && window_left(f);
	struct box at = { f->x, f->top, f->width * LOGO_SHARE, b->logo.height };

	if (b->logo.wide == 0)
		return (struct box){ 0 };
	if (!left)
		at.x = f->x + f->width - at.w;
	/* the letterhead ends where the window begins */
	if (letter)
		at.h = fmax(LOGO_LEAST, b->window_top - 4 - f->top);
	at = fit_logo(f, at, !left);
	sheet_open(f->sheet, ROLE_FIGURE,
	    flow_text(f, b->logo.alt.n > 0 ? b->logo.alt : f->doc->author));
	sheet_logo(f->sheet, at);
	sheet_close(f->sheet);
	return at;
}

static void
sender_block(struct flow *f)
{
	const struct brand *b = f->brand;
	bool left = window_left(f);
	double x = left ? b->page_width * 0.6 : f->x;
	double width = left ? f->x + f->width - x : f->width * 0.45;
	double y = f->top + 8;

	for (size_t i = 0; i < f->doc->n_sender; i++) {
		struct type t = flow_type(f, b->table, i == 0);
		struct lines l = type_wrap(
		    f->keep, &t, width, 2, flow_text(f, f->doc->sender[i]));

		for (size_t k = 0; k < l.n; k++, y += b->table_line)
			sheet_text(f->sheet, (struct point){ x, y }, ALIGN_LEFT,
			    &t, l.v[k]);
	}
}

/* The recipient's lines, the long ones on two. */
static size_t
recipient_lines(struct flow *f, const struct type *t, double width,
    struct lines **ret_lines)
{
	struct lines *v =
	    arena_array(f->keep, f->doc->n_recipient + 1, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < f->doc->n_recipient; i++) {
		v[i] = type_wrap(
		    f->keep, t, width, 2, flow_text(f, f->doc->recipient[i]));
		n += v[i].n;
	}
	*ret_lines = v;
	return n;
}

/*
 * The recipient between `y` and `low`: smaller where there are many lines, as a
 * letter without its town does not arrive.
 */
static void
recipient_block(struct flow *f, double y, double width, double low)
{
	struct type t = flow_type(f, f->brand->body, false);
	double x = f->brand->window_left + WINDOW_INSET;
	double pitch = RECIPIENT_LINE / t.size;
	struct lines *v;
	size_t n = recipient_lines(f, &t, width, &v);

	while (t.size > RECIPIENT_LEAST &&
	       y + ((double)n - 1) * pitch * t.size + t.size / 4 > low) {
		t.size -= 0.25;
		n = recipient_lines(f, &t, width, &v);
	}
	for (size_t i = 0; i < f->doc->n_recipient; i++)
		for (size_t k = 0; k < v[i].n && y < low;
		     k++, y += pitch * t.size)
			sheet_text(f->sheet, (struct point){ x, y }, ALIGN_LEFT,
			    &t, v[i].v[k]);
}

void
flow_letter(struct flow *f)
{
	const struct brand *b = f->brand;
	struct pen fold = { .color = b->axis, .width = 0.3 };
	double x = b->window_left + WINDOW_INSET;
	double width = b->window_width - WINDOW_INSET - 4;
	double low = b->window_top + b->window_height;
	double y = b->window_top + 18;

	sheet_open(f->sheet, ROLE_P, STR_NONE);
	sender_block(f);
	sheet_close(f->sheet);
	sheet_open(f->sheet, ROLE_P, STR_NONE);
	if (f->doc->n_sender > 0)
		y = return_line(f, x, y, width);
	recipient_block(f, y, width, low);
	sheet_close(f->sheet);
	/* Marks at 105 and 210 mm from the top, for a sheet folded in three. */
	for (int i = 1; i <= 2; i++)
		sheet_line(f->sheet, (struct point){ 12, i * 297.64 },
		    (struct point){ 20, i * 297.64 }, fold);
	flow_down(f, low + 24);
}
