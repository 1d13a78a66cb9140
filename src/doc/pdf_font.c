/*
 * pdf_font.c -- the fonts inside a PDF: subsets, their codes, and the objects
 * that tell readers of both. Made by hand: the library would copy the font
 * file glyph by glyph, lose the parts of composites that are composite
 * themselves, and write a map to Unicode that readers take for another kind.
 *
 * A character is written in a code of two printable bytes, which is also its
 * CID: 0x2121, 0x2122, ... in the order of the characters. So the library can
 * write them as a plain string, and maps and widths stay as small as the text
 * is poor in letters.
 */
#include "doc/pdf_ink.h"

#include "base/utf8.h"

#define N_CODES      0x3000
#define FIRST_BYTE   0x21
#define BYTES        94 /* printable, without the blank */
#define FLAGS        32 /* a font of Latin letters */
#define UNKNOWN      750
#define EFFORT       6
#define MAP_EFFORT   1 /* nearly all of it is zeros */
#define ROWS_AT_ONCE 100

static const struct {
	const char *name;
	int stem_v;
} cuts[N_FACES] = {
	[FACE_REGULAR] = { "MGAAAA+LiberationSans", 84 },
	[FACE_BOLD] = { "MGAAAB+LiberationSans-Bold", 140 },
};

static uint16_t
code_at(size_t i)
{
	return (
	    uint16_t)((FIRST_BYTE + i / BYTES) << 8 | (FIRST_BYTE + i % BYTES));
}

/* What is used gets its code; until then any code marks it. */
static void
number(struct pdf *p, struct pdf_font *font)
{
	size_t n = 0;

	font->code[' '] = 1; /* a font is never empty */
	for (uint32_t c = 0; c < N_CODES; c++)
		n += font->code[c] != 0;
	font->chars = arena_array(p->scratch, n, sizeof *font->chars);
	for (uint32_t c = 0; c < N_CODES; c++)
		if (font->code[c] != 0) {
			font->code[c] = code_at(font->n);
			font->chars[font->n++] = c;
		}
}

static void
collect(struct pdf *p)
{
	for (int f = 0; f < N_FACES; f++)
		p->font[f].code =
		    arena_array(p->scratch, N_CODES, sizeof(uint16_t));
	for (size_t i = 0; i < p->sheet->pages.n; i++)
		for (size_t k = 0; k < p->sheet->pages.v[i].marks.n; k++) {
			struct mark *m = &p->sheet->pages.v[i].marks.v[k];
			uint16_t *code = p->font[m->type.face].code;

			for (size_t at = 0; at < m->text.n;) {
				uint32_t c = utf8_next(m->text, &at);

				if (c < N_CODES)
					code[c] = 1;
			}
		}
	for (int f = 0; f < N_FACES; f++)
		number(p, &p->font[f]);
}

uint16_t
pdf_code(const struct pdf_font *font, uint32_t c)
{
	return c < N_CODES ? font->code[c] : 0;
}

/* An object of its own that holds these bytes, compressed. */
static HPDF_Dict
stream(struct pdf *p, struct str raw, int effort)
{
	HPDF_Dict d = HPDF_DictStream_New(p->hpdf->mmgr, p->hpdf->xref);

	if (d != NULL)
		pdf_fill(d, pdf_pack(p->scratch, raw, effort));
	return d;
}

/* ---- maps ---- */

/*
 * How many characters from `i` on follow one another. A row never crosses a
 * block of 256 codes or characters, which strict readers insist on.
 */
static size_t
run_from(const struct pdf_font *font, size_t i)
{
	size_t n = 1;

	while (i + n < font->n && font->chars[i + n] == font->chars[i] + n &&
	       font->chars[i + n] % 256 != 0 && (i + n) % BYTES != 0)
		n++;
	return n;
}

static void
add_rows(struct buf *out, const struct pdf_font *font)
{
	for (size_t i = 0, n; i < font->n;) {
		size_t rows = 0;

		for (size_t k = i; k < font->n && rows < ROWS_AT_ONCE;
		     k += run_from(font, k))
			rows++;
		buf_addf(out, "%zu beginbfrange\n", rows);
		for (; rows > 0; rows--, i += n) {
			n = run_from(font, i);
			buf_addf(out, "<%04X> <%04X> <%04X>\n",
			    (unsigned)code_at(i), (unsigned)code_at(i + n - 1),
			    (unsigned)font->chars[i]);
		}
		buf_adds(out, "endbfrange\n");
	}
}

static HPDF_Dict
to_unicode(struct pdf *p, const struct pdf_font *font)
{
	static const char head[] = "/CIDInit /ProcSet findresource begin\n"
				   "12 dict begin\nbegincmap\n"
				   "/CIDSystemInfo << /Registry (Adobe) "
				   "/Ordering (UCS) /Supplement 0 >> def\n"
				   "/CMapName /Adobe-Identity-UCS def\n"
				   "/CMapType 2 def\n"
				   "1 begincodespacerange\n<0000> <FFFF>\n"
				   "endcodespacerange\n";
	static const char tail[] = "endcmap\nCMapName currentdict /CMap "
				   "defineresource pop\nend\nend\n";
	struct buf out;
	HPDF_Dict d;

	buf_init(&out, (size_t)1 << 20);
	buf_adds(&out, head);
	add_rows(&out, font);
	buf_adds(&out, tail);
	d = stream(p, buf_str(&out), EFFORT);
	buf_release(&out);
	return d;
}

/* From CID to glyph, two bytes each. */
static HPDF_Dict
to_glyphs(struct pdf *p, const struct pdf_font *font)
{
	size_t bytes = (code_at(font->n - 1) + 1u) * 2;
	char *map = arena_alloc(p->scratch, bytes);

	for (size_t i = 0; i < font->n; i++) {
		map[code_at(i) * 2] = (char)(font->file.glyph[i] >> 8);
		map[code_at(i) * 2 + 1] = (char)(font->file.glyph[i] & 255);
	}
	return stream(p, (struct str){ map, bytes }, MAP_EFFORT);
}

/* One bit per CID that the font has a glyph for, highest bit first. */
static HPDF_Dict
cid_set(struct pdf *p, const struct pdf_font *font)
{
	size_t bytes = code_at(font->n - 1) / 8u + 1;
	char *bit = arena_alloc(p->scratch, bytes);

	bit[0] = (char)0x80;
	for (size_t i = 0; i < font->n; i++)
		bit[code_at(i) / 8] |= (char)(0x80 >> code_at(i) % 8);
	return stream(p, (struct str){ bit, bytes }, MAP_EFFORT);
}

/* The codes that share a first byte stand in one row. */
static HPDF_Array
widths(struct pdf *p, enum face f)
{
	const struct pdf_font *font = &p->font[f];
	HPDF_Array all = HPDF_Array_New(p->hpdf->mmgr), row = NULL;

	for (size_t i = 0; i < font->n && all != NULL; i++) {
		if (i % BYTES == 0) {
			row = HPDF_Array_New(p->hpdf->mmgr);
			HPDF_Array_AddNumber(all, code_at(i));
			HPDF_Array_Add(all, row);
		}
		HPDF_Array_AddNumber(row, face_advance(f, font->chars[i]));
	}
	return all;
}

/* ---- objects ---- */

static HPDF_Dict
object(struct pdf *p, const char *type, const char *subtype)
{
	HPDF_Dict d = HPDF_Dict_New(p->hpdf->mmgr);

	if (d == NULL)
		return NULL;
	HPDF_Xref_Add(p->hpdf->xref, d);
	HPDF_Dict_AddName(d, "Type", type);
	if (subtype != NULL)
		HPDF_Dict_AddName(d, "Subtype", subtype);
	return d;
}

static HPDF_Dict
descriptor(struct pdf *p, enum face f)
{
	const struct face_metrics *m = face_metrics(f);
	const struct pdf_font *font = &p->font[f];
	HPDF_Dict d = object(p, "FontDescriptor", NULL);
	HPDF_Array box = HPDF_Array_New(p->hpdf->mmgr);
	HPDF_Dict file = stream(p, font->file.ttf, EFFORT);

	if (d == NULL || box == NULL || file == NULL)
		return NULL;
	HPDF_Dict_AddName(d, "FontName", cuts[f].name);
	HPDF_Dict_AddNumber(d, "Flags", FLAGS);
	for (size_t i = 0; i < 4; i++)
		HPDF_Array_AddNumber(box, m->box[i]);
	HPDF_Dict_Add(d, "FontBBox", box);
	HPDF_Dict_AddNumber(d, "ItalicAngle", 0);
	HPDF_Dict_AddNumber(d, "Ascent", m->ascent);
	HPDF_Dict_AddNumber(d, "Descent", m->descent);
	HPDF_Dict_AddNumber(d, "CapHeight", m->cap_height);
	HPDF_Dict_AddNumber(d, "StemV", cuts[f].stem_v);
	HPDF_Dict_AddNumber(file, "Length1", (HPDF_INT32)font->file.ttf.n);
	HPDF_Dict_Add(d, "FontFile2", file);
	HPDF_Dict_Add(d, "CIDSet", cid_set(p, font));
	return d;
}

static HPDF_Dict
cid_font(struct pdf *p, enum face f)
{
	HPDF_Dict d = object(p, "Font", "CIDFontType2");
	HPDF_Dict info = HPDF_Dict_New(p->hpdf->mmgr);
	HPDF_Dict shape = descriptor(p, f);

	if (d == NULL || info == NULL || shape == NULL)
		return NULL;
	HPDF_Dict_AddName(d, "BaseFont", cuts[f].name);
	HPDF_Dict_Add(
	    info, "Registry", HPDF_String_New(p->hpdf->mmgr, "Adobe", NULL));
	HPDF_Dict_Add(
	    info, "Ordering", HPDF_String_New(p->hpdf->mmgr, "Identity", NULL));
	HPDF_Dict_AddNumber(info, "Supplement", 0);
	HPDF_Dict_Add(d, "CIDSystemInfo", info);
	HPDF_Dict_AddNumber(d, "DW", UNKNOWN);
	HPDF_Dict_Add(d, "W", widths(p, f));
	HPDF_Dict_Add(d, "CIDToGIDMap", to_glyphs(p, &p->font[f]));
	HPDF_Dict_Add(d, "FontDescriptor", shape);
	return d;
}

/*
 * Every text is placed, so nobody asks where the one before it ended; but what
 * has no width is not shown.
 */
static HPDF_TextWidth
some_width(HPDF_Font font, const HPDF_BYTE *text, HPDF_UINT n)
{
	(void)font;
	(void)text;
	return (HPDF_TextWidth){ .numchars = n / 2, .width = 1 };
}

static HPDF_Font
font_new(struct pdf *p, enum face f)
{
	HPDF_Dict d = object(p, "Font", "Type0");
	HPDF_Array parts = HPDF_Array_New(p->hpdf->mmgr);
	HPDF_Dict part = cid_font(p, f);

	if (d == NULL || parts == NULL || part == NULL)
		return NULL;
	HPDF_Dict_AddName(d, "BaseFont", cuts[f].name);
	HPDF_Dict_AddName(d, "Encoding", "Identity-H");
	HPDF_Array_Add(parts, part);
	HPDF_Dict_Add(d, "DescendantFonts", parts);
	HPDF_Dict_Add(d, "ToUnicode", to_unicode(p, &p->font[f]));
	/* By its type the library writes text as strings, not in digits. */
	p->font[f].attr = (HPDF_FontAttr_Rec){ .type = HPDF_FONT_TRUETYPE,
		.writing_mode = HPDF_WMODE_HORIZONTAL,
		.text_width_fn = some_width };
	d->header.obj_class |= HPDF_OSUBCLASS_FONT;
	d->attr = &p->font[f].attr;
	return d;
}

int
pdf_fonts(struct pdf *p, struct err *e)
{
	collect(p);
	for (enum face f = 0; f < N_FACES; f++) {
		struct pdf_font *font = &p->font[f];

		if (face_subset(f, font->chars, font->n, p->scratch,
			&font->file, e) != 0)
			return -1;
		font->font = font_new(p, f);
	}
	return 0;
}
