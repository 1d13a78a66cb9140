/*
 * pdf_font.c -- fonts inside a PDF: subsets, codes, and what the library gets
 * wrong about them.
 *
 * Text is written in codes of two bytes, neither of them 0 (the library takes C
 * strings), which are also the CIDs: 0x0101, 0x0102, ... in the order of the
 * characters. So maps and widths stay as small as the text is poor in letters.
 */
#include "doc/pdf_ink.h"

#include <string.h>

#include "base/utf8.h"

#define N_CODES 0x3000
#define RANGES  4 /* first size of lists that stay empty */

static const struct {
	const char *name, *tagged, *encoder;
	int stem_v;
} cuts[N_FACES] = {
	[FACE_REGULAR] = { "LiberationSans", "MGAAAA+LiberationSans", "MG-R",
	    84 },
	[FACE_BOLD] = { "LiberationSans-Bold", "MGAAAB+LiberationSans-Bold",
	    "MG-B", 140 },
};

static uint16_t
code_at(size_t i)
{
	return (uint16_t)((1 + i / 255) << 8 | (1 + i % 255));
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

/* Every code is a lead byte and a trail byte. */
static HPDF_ByteType
pair_type(HPDF_Encoder encoder, HPDF_ParseText_Rec *state)
{
	(void)encoder;
	return state->index++ % 2 == 0 ? HPDF_BYTE_TYPE_LEAD
				       : HPDF_BYTE_TYPE_TRIAL;
}

/*
 * The tables of an encoder. The library's own initialiser clears them byte by
 * byte and fills them for nothing, which is a tenth of the time of a document.
 */
static HPDF_CMapEncoderAttr
attr_new(HPDF_MMgr mmgr)
{
	HPDF_CMapEncoderAttr attr = HPDF_GetMem(mmgr, sizeof *attr);

	if (attr == NULL)
		return NULL;
	memset(attr, 0, sizeof *attr);
	attr->writing_mode = HPDF_WMODE_HORIZONTAL;
	attr->cmap_range = HPDF_List_New(mmgr, RANGES);
	attr->notdef_range = HPDF_List_New(mmgr, RANGES);
	attr->code_space_range = HPDF_List_New(mmgr, RANGES);
	memcpy(attr->registry, "Adobe", sizeof "Adobe");
	/* By this name the library takes the predefined Identity-H. */
	memcpy(attr->ordering, "Identity-H", sizeof "Identity-H");
	if (attr->cmap_range == NULL || attr->notdef_range == NULL ||
	    attr->code_space_range == NULL)
		return NULL;
	return attr;
}

static HPDF_Encoder
encoder_new(struct pdf *p, enum face f)
{
	const struct pdf_font *font = &p->font[f];
	char name[8];
	HPDF_CMapEncoderAttr attr;
	HPDF_Encoder en;

	memcpy(name, cuts[f].encoder, strlen(cuts[f].encoder) + 1);
	en = HPDF_CMapEncoder_New(p->hpdf->mmgr, name, NULL);
	attr = attr_new(p->hpdf->mmgr);
	if (en == NULL || attr == NULL)
		return NULL;
	en->attr = attr;
	en->type = HPDF_ENCODER_TYPE_DOUBLE_BYTE;
	en->byte_type_fn = pair_type;
	/* Its tables end before the last code: one more than is used. */
	for (size_t i = 0; i <= font->n; i++) {
		uint16_t code = code_at(i);

		attr->cid_map[code >> 8][code & 255] = code;
		attr->unicode_map[code >> 8][code & 255] =
		    (HPDF_UNICODE)(i < font->n ? font->chars[i] : ' ');
	}
	HPDF_Doc_RegisterEncoder(p->hpdf, en);
	return en;
}

/* The font file goes in through a stream in memory. */
static HPDF_FontDef
fontdef_new(struct pdf *p, enum face f, struct str ttf)
{
	HPDF_Stream s = HPDF_MemStream_New(p->hpdf->mmgr, (HPDF_UINT)ttf.n);
	HPDF_TTFontDefAttr attr;
	HPDF_FontDef def;
	char tag[HPDF_TTF_FONT_TAG_LEN + 1];

	if (s == NULL)
		return NULL;
	HPDF_Stream_Write(s, (const HPDF_BYTE *)ttf.p, (HPDF_UINT)ttf.n);
	def = HPDF_TTFontDef_Load(p->hpdf->mmgr, s, HPDF_TRUE);
	if (def == NULL)
		return NULL;
	memcpy(tag, cuts[f].tagged, HPDF_TTF_FONT_TAG_LEN);
	tag[HPDF_TTF_FONT_TAG_LEN] = '\0';
	HPDF_TTFontDef_SetTagName(def, tag);
	/* The library writes "Family,Bold" and asks readers to embolden. */
	attr = def->attr;
	memset(def->base_font, 0, sizeof def->base_font);
	memset(attr->base_font, 0, sizeof attr->base_font);
	memcpy(def->base_font, cuts[f].name, strlen(cuts[f].name));
	memcpy(attr->base_font, cuts[f].tagged, strlen(cuts[f].tagged));
	def->flags &= ~(HPDF_UINT)HPDF_FONT_FOURCE_BOLD;
	def->stemv = (HPDF_UINT16)cuts[f].stem_v;
	HPDF_Doc_RegisterFontDef(p->hpdf, def);
	return def;
}

/*
 * How many characters from `i` on follow one another. A row never crosses a
 * block of 256 codes or characters, which strict readers insist on.
 */
static size_t
run_from(const struct pdf_font *font, size_t i)
{
	size_t n = 1;

	while (i + n < font->n && font->chars[i + n] == font->chars[i] + n &&
	       font->chars[i + n] % 256 != 0 && (i + n) % 255 != 0)
		n++;
	return n;
}

static void
add_rows(struct buf *out, const struct pdf_font *font)
{
	for (size_t i = 0, n; i < font->n;) {
		size_t rows = 0;

		for (size_t k = i; k < font->n && rows < 100;
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

/*
 * What the library writes for /ToUnicode maps codes to CIDs, which is another
 * kind of map; its stream is filled anew.
 */
static void
fix_to_unicode(struct pdf *p, struct pdf_font *font)
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
	static const char *const drop[] = { "Type", "CMapName", "CIDSystemInfo",
		"WMode" };
	HPDF_FontAttr attr = font->font->attr;
	struct buf out;

	if (attr->cmap_stream == NULL)
		return;
	buf_init(&out, (size_t)1 << 20);
	buf_adds(&out, head);
	add_rows(&out, font);
	buf_adds(&out, tail);
	HPDF_MemStream_FreeData(attr->cmap_stream->stream);
	HPDF_Stream_Write(
	    attr->cmap_stream->stream, (HPDF_BYTE *)out.p, (HPDF_UINT)out.n);
	for (size_t i = 0; i < sizeof drop / sizeof drop[0]; i++)
		HPDF_Dict_RemoveElement(attr->cmap_stream, drop[i]);
	buf_release(&out);
	(void)p;
}

static void
fix_ordering(struct pdf *p, struct pdf_font *font)
{
	HPDF_FontAttr attr = font->font->attr;
	HPDF_Dict info = HPDF_Dict_GetItem(
	    attr->descendant_font, "CIDSystemInfo", HPDF_OCLASS_DICT);

	if (info != NULL)
		HPDF_Dict_Add(info, "Ordering",
		    HPDF_String_New(p->hpdf->mmgr, "Identity", NULL));
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

int
pdf_fonts(struct pdf *p, struct err *e)
{
	collect(p);
	for (enum face f = 0; f < N_FACES; f++) {
		struct pdf_font *font = &p->font[f];

		if (face_subset(f, font->chars, font->n, p->scratch, &font->ttf,
			e) != 0)
			return -1;
		if (fontdef_new(p, f, font->ttf) == NULL ||
		    encoder_new(p, f) == NULL)
			return 0;
		font->font =
		    HPDF_GetFont(p->hpdf, cuts[f].name, cuts[f].encoder);
		if (font->font == NULL)
			return 0;
		((HPDF_FontAttr)font->font->attr)->text_width_fn = some_width;
		fix_to_unicode(p, font);
		fix_ordering(p, font);
	}
	return 0;
}

/* One bit per CID that the font has a glyph for, highest bit first. */
static void
add_cid_set(struct pdf *p, const struct pdf_font *font, HPDF_Dict descriptor)
{
	HPDF_Dict set = HPDF_DictStream_New(p->hpdf->mmgr, p->hpdf->xref);
	size_t bytes = code_at(font->n) / 8u + 1;
	unsigned char *bit = arena_alloc(p->scratch, bytes);

	if (set == NULL)
		return;
	bit[0] = 0x80;
	for (size_t i = 0; i <= font->n; i++)
		bit[code_at(i) / 8] |= (unsigned char)(0x80 >> code_at(i) % 8);
	HPDF_Stream_Write(set->stream, bit, (HPDF_UINT)bytes);
	HPDF_Dict_Add(descriptor, "CIDSet", set);
}

/*
 * The library would copy the file glyph by glyph, lose the parts of composites
 * that are composite themselves, and fail where a font ends with one of its
 * buffers.
 */
static void
add_file(struct pdf *p, struct str ttf, HPDF_Dict descriptor)
{
	HPDF_Dict file = HPDF_DictStream_New(p->hpdf->mmgr, p->hpdf->xref);

	if (file == NULL)
		return;
	file->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
	HPDF_Dict_AddNumber(file, "Length1", (HPDF_INT32)ttf.n);
	HPDF_Stream_Write(
	    file->stream, (const HPDF_BYTE *)ttf.p, (HPDF_UINT)ttf.n);
	HPDF_Dict_Add(descriptor, "FontFile2", file);
}

void
pdf_fonts_finish(struct pdf *p)
{
	for (enum face f = 0; f < N_FACES; f++) {
		HPDF_Font font = p->font[f].font;
		HPDF_FontDef def;

		/* The descriptor comes into being just before writing. */
		if (font == NULL || font->before_write_fn == NULL)
			continue;
		def = ((HPDF_FontAttr)font->attr)->fontdef;
		((HPDF_TTFontDefAttr)def->attr)->embedding = HPDF_FALSE;
		if (font->before_write_fn(font) != HPDF_OK ||
		    def->descriptor == NULL)
			continue;
		HPDF_Dict_AddNumber(
		    def->descriptor, "CapHeight", face_cap_height(f));
		add_file(p, p->font[f].ttf, def->descriptor);
		add_cid_set(p, &p->font[f], def->descriptor);
	}
}
