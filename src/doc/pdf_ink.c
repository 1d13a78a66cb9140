/*
 * pdf_ink.c -- marks to page contents. Turns the page upside down: sheets grow
 * downward, PDF pages upward. Lengths are rounded to hundredths of a point.
 */
#include "doc/pdf_ink.h"

#include <math.h>

#include "base/utf8.h"

/* The state of the page being printed, so that it is set only when it changes.
 */
struct state {
	struct pdf *pdf;
	HPDF_Page page;
	double height;
	uint32_t fill, stroke;
	double width, on, off;
	struct type type; /* its cut and size are set */
	bool in_mark;     /* inside a marked content sequence */
	int elem;         /* whose */
	int mcid;         /* the next one */
	size_t number;
};

#define UNKNOWN_COLOR UINT32_MAX
#define PAGE_EFFORT   4 /* of 9: half the time of 6, a tenth more bytes */

static HPDF_REAL
len(double v)
{
	return (HPDF_REAL)(round(v * 100) / 100);
}

static HPDF_REAL
up(const struct state *s, double y)
{
	return len(s->height - y);
}

static HPDF_REAL
part(uint32_t color, int shift)
{
	return (HPDF_REAL)(round((color >> shift & 255) / 255.0 * 1000) / 1000);
}

static void
forget(struct state *s)
{
	s->fill = s->stroke = UNKNOWN_COLOR;
	s->width = s->on = s->off = s->type.size = -1;
}

static void
set_fill(struct state *s, uint32_t color)
{
	if (s->fill == color)
		return;
	s->fill = color;
	HPDF_Page_SetRGBFill(
	    s->page, part(color, 16), part(color, 8), part(color, 0));
}

static void
set_pen(struct state *s, struct pen pen)
{
	if (s->stroke != pen.color)
		HPDF_Page_SetRGBStroke(s->page, part(pen.color, 16),
		    part(pen.color, 8), part(pen.color, 0));
	if (s->width != pen.width)
		HPDF_Page_SetLineWidth(s->page, len(pen.width));
	if (s->on != pen.on || s->off != pen.off) {
		HPDF_UINT16 dash[2] = { (HPDF_UINT16)pen.on,
			(HPDF_UINT16)pen.off };

		HPDF_Page_SetDash(
		    s->page, pen.on > 0 ? dash : NULL, pen.on > 0 ? 2 : 0, 0);
	}
	s->stroke = pen.color;
	s->width = pen.width;
	s->on = pen.on;
	s->off = pen.off;
}

static void
set_type(struct state *s, struct type type)
{
	if (s->type.face == type.face && s->type.size == type.size)
		return;
	s->type = type;
	HPDF_Page_SetFontAndSize(
	    s->page, s->pdf->font[type.face].font, len(type.size));
}

static void
ink_text(struct state *s, const struct mark *m)
{
	const struct pdf_font *font = &s->pdf->font[m->type.face];
	char *codes = arena_alloc(s->pdf->scratch, m->text.n * 2 + 3);
	size_t n = 0;

	for (size_t at = 0; at < m->text.n;) {
		uint32_t c = utf8_next(m->text, &at);
		uint16_t code = pdf_code(font, c);

		if (code == 0)
			continue;
		codes[n++] = (char)(code >> 8);
		codes[n++] = (char)(code & 255);
	}
	if (n == 0)
		return;
	/* Read aloud, the words of two marks must not run together. */
	if (m->elem != NO_ELEM) {
		codes[n++] = (char)(pdf_code(font, ' ') >> 8);
		codes[n++] = (char)(pdf_code(font, ' ') & 255);
	}
	set_fill(s, m->type.color);
	HPDF_Page_BeginText(s->page);
	set_type(s, m->type);
	HPDF_Page_MoveTextPos(s->page, len(m->box.x), up(s, m->box.y));
	HPDF_Page_ShowText(s->page, codes);
	HPDF_Page_EndText(s->page);
}

static void
path(struct state *s, const struct mark *m)
{
	HPDF_Page_MoveTo(s->page, len(m->point[0].x), up(s, m->point[0].y));
	for (size_t i = 1; i < m->n; i++) {
		HPDF_REAL x = len(m->point[i].x), y = up(s, m->point[i].y);

		if (m->kind == MARK_PAIRS && i % 2 == 0)
			HPDF_Page_MoveTo(s->page, x, y);
		else
			HPDF_Page_LineTo(s->page, x, y);
	}
}

static void
box_path(struct state *s, struct box b)
{
	HPDF_Page_Rectangle(
	    s->page, len(b.x), up(s, b.y + b.h), len(b.w), len(b.h));
}

/* Only once in a document, and compressed already. */
static void
ink_logo(struct state *s, struct box b)
{
	const struct logo *l = &brand_of(s->pdf->doc)->logo;
	HPDF_Dict d =
	    HPDF_DictStream_New(s->pdf->hpdf->mmgr, s->pdf->hpdf->xref);

	if (d == NULL)
		return;
	d->header.obj_class |= HPDF_OSUBCLASS_XOBJECT;
	HPDF_Dict_AddName(d, "Type", "XObject");
	HPDF_Dict_AddName(d, "Subtype", "Image");
	HPDF_Dict_AddName(d, "ColorSpace", "DeviceRGB");
	HPDF_Dict_AddNumber(d, "Width", (HPDF_INT32)l->wide);
	HPDF_Dict_AddNumber(d, "Height", (HPDF_INT32)l->high);
	HPDF_Dict_AddNumber(d, "BitsPerComponent", 8);
	pdf_fill(d, l->packed);
	HPDF_Page_DrawImage(
	    s->page, d, len(b.x), up(s, b.y + b.h), len(b.w), len(b.h));
}

/* Colours first: between path and paint the library allows nothing else. */
static void
ink_mark(struct state *s, const struct mark *m)
{
	switch (m->kind) {
	case MARK_TEXT:
		ink_text(s, m);
		break;
	case MARK_FILL:
		set_fill(s, m->pen.color);
		box_path(s, m->box);
		HPDF_Page_Fill(s->page);
		break;
	case MARK_FRAME:
		set_pen(s, m->pen);
		box_path(s, m->box);
		HPDF_Page_Stroke(s->page);
		break;
	case MARK_CURVE:
	case MARK_PAIRS:
		set_pen(s, m->pen);
		path(s, m);
		HPDF_Page_Stroke(s->page);
		break;
	case MARK_AREA:
		set_fill(s, m->pen.color);
		path(s, m);
		HPDF_Page_Fill(s->page);
		break;
	case MARK_CLIP:
		HPDF_Page_GSave(s->page);
		path(s, m);
		HPDF_Page_ClosePath(s->page);
		HPDF_Page_Clip(s->page);
		HPDF_Page_EndPath(s->page);
		break;
	case MARK_UNCLIP:
		HPDF_Page_GRestore(s->page);
		forget(s);
		break;
	case MARK_LOGO:
		ink_logo(s, m->box);
		break;
	}
}

static void
write_raw(struct state *s, const char *text)
{
	HPDF_Stream_WriteStr(((HPDF_PageAttr)s->page->attr)->stream, text);
}

/* Wrap what follows into the element it belongs to, or into an artifact. */
static void
begin_mark(struct state *s, int elem, struct pdf_marks *marks)
{
	char text[64];

	if (s->in_mark && s->elem == elem)
		return;
	if (s->in_mark)
		write_raw(s, "EMC\n");
	s->in_mark = true;
	s->elem = elem;
	if (elem == NO_ELEM) {
		write_raw(s, "/Artifact BMC\n");
		return;
	}
	snprintf(text, sizeof text, "/%s <</MCID %d>> BDC\n",
	    pdf_tag_name(s->pdf->sheet->elems.v[elem].role), s->mcid);
	write_raw(s, text);
	*vec_push(s->pdf->scratch, &marks->list) =
	    (struct pdf_marked){ elem, s->number, s->mcid++ };
}

static void
ink_page(struct pdf *p, size_t number, struct pdf_marks *marks)
{
	const struct brand *b = brand_of(p->doc);
	const struct page *page = &p->sheet->pages.v[number];
	struct state s = { .pdf = p,
		.page = p->page[number],
		.height = b->page_height,
		.number = number };
	int clips = 0;

	HPDF_Page_SetWidth(s.page, len(b->page_width));
	HPDF_Page_SetHeight(s.page, len(b->page_height));
	forget(&s);
	for (size_t i = 0; i < page->marks.n; i++) {
		const struct mark *m = &page->marks.v[i];

		/* A clip and what it clips stay in one sequence. */
		if (clips == 0)
			begin_mark(&s, m->elem, marks);
		clips += (m->kind == MARK_CLIP) - (m->kind == MARK_UNCLIP);
		ink_mark(&s, m);
	}
	if (s.in_mark)
		write_raw(&s, "EMC\n");
	pdf_pack_again(
	    p->scratch, ((HPDF_PageAttr)s.page->attr)->contents, PAGE_EFFORT);
}

/* "This page, this height, the zoom as it is": the library knows no such zoom.
 */
static HPDF_Array
destination(struct pdf *p, const struct bookmark *m)
{
	HPDF_Array a = HPDF_Array_New(p->hpdf->mmgr);
	double y = brand_of(p->doc)->page_height - m->y;

	if (a == NULL)
		return NULL;
	HPDF_Array_Add(a, p->page[m->page]);
	HPDF_Array_AddName(a, "XYZ");
	HPDF_Array_AddNumber(a, 0);
	HPDF_Array_AddReal(a, len(y));
	HPDF_Array_Add(a, HPDF_Null_New(p->hpdf->mmgr));
	return a;
}

static void
bookmarks(struct pdf *p)
{
	for (size_t i = 0; i < p->sheet->bookmarks.n; i++) {
		const struct bookmark *m = &p->sheet->bookmarks.v[i];
		HPDF_Outline o = HPDF_CreateOutline(p->hpdf, NULL, "x", NULL);

		if (o == NULL)
			return;
		HPDF_Dict_Add(o, "Title", pdf_string(p, m->text));
		HPDF_Dict_Add(o, "Dest", destination(p, m));
	}
}

void
pdf_ink(struct pdf *p)
{
	struct pdf_marks marks = { 0 };
	size_t n = p->sheet->pages.n;

	/* More than 32,767 pages do not fit in one node of the page tree. */
	if (n > 1000)
		HPDF_SetPagesConfiguration(p->hpdf, 100);
	p->page = arena_array(p->scratch, n, sizeof(HPDF_Page));
	for (size_t i = 0; i < n; i++) {
		p->page[i] = HPDF_AddPage(p->hpdf);
		if (p->page[i] == NULL)
			return;
		ink_page(p, i, &marks);
	}
	bookmarks(p);
	pdf_tags(p, &marks);
}
