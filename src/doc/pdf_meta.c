/*
 * pdf_meta.c -- what a PDF says about itself: title, language, dates, identity,
 * colour profile, XMP. The forms are those of PDF/A-1b; the library's own calls
 * for them write broken keys, so the objects are made by hand.
 */
#include "doc/pdf_ink.h"

#include <pthread.h>

#include "base/file.h"
#include "base/utf8.h"

#define PROFILE           "/usr/share/color/icc/sRGB.icc"
#define PROFILE_PACKAGE   "icc-profiles-free"
#define PROFILE_MAX_BYTES ((size_t)1 << 20)
#define PROFILE_EFFORT    9
#define PRODUCER          "makegood"

HPDF_Binary
pdf_string(struct pdf *p, struct str s)
{
	unsigned char *out = arena_alloc(p->scratch, s.n * 4 + 2);
	struct str clean = doc_text(p->scratch, s);
	HPDF_UINT n = 0;

	out[n++] = 0xFE;
	out[n++] = 0xFF;
	for (size_t at = 0; at < clean.n;) {
		uint32_t c = utf8_next(clean, &at);
		uint32_t unit[2] = { c, 0 };
		int units = 1;

		if (c > 0xFFFF) {
			unit[0] = 0xD7C0 + (c >> 10);
			unit[1] = 0xDC00 | (c & 0x3FF);
			units = 2;
		}
		for (int i = 0; i < units; i++) {
			out[n++] = (unsigned char)(unit[i] >> 8);
			out[n++] = (unsigned char)(unit[i] & 255);
		}
	}
	return HPDF_Binary_New(p->hpdf->mmgr, out, n);
}

static HPDF_String
plain(struct pdf *p, struct str s)
{
	return HPDF_String_New(p->hpdf->mmgr, str_cstr(p->scratch, s), NULL);
}

/* Text and places of all marks, as hexadecimal digest: who the file is. */
static void
identity(struct pdf *p, char hex[DIGEST_HEX])
{
	struct buf all;

	buf_init(&all, (size_t)512 << 20);
	buf_addf(&all, "%lld\n", (long long)p->doc->created_at);
	buf_addstr(&all, p->doc->title);
	for (size_t i = 0; i < p->sheet->pages.n; i++)
		for (size_t k = 0; k < p->sheet->pages.v[i].marks.n; k++) {
			const struct mark *m = &p->sheet->pages.v[i].marks.v[k];

			const int32_t place[] = { (int32_t)m->kind,
				(int32_t)(m->box.x * 100),
				(int32_t)(m->box.y * 100) };

			buf_add(&all, place, sizeof place);
			buf_addstr(&all, m->text);
		}
	digest_bytes(buf_str(&all), hex);
	buf_release(&all);
}

static void
add_id(struct pdf *p)
{
	HPDF_Array id = HPDF_Array_New(p->hpdf->mmgr);
	char hex[DIGEST_HEX];
	HPDF_BYTE raw[16];

	if (id == NULL)
		return;
	identity(p, hex);
	for (size_t i = 0; i < sizeof raw; i++) {
		int hi = hex[2 * i], lo = hex[2 * i + 1];

		hi = hi <= '9' ? hi - '0' : hi - 'a' + 10;
		lo = lo <= '9' ? lo - '0' : lo - 'a' + 10;
		raw[i] = (HPDF_BYTE)(hi << 4 | lo);
	}
	for (int i = 0; i < 2; i++)
		HPDF_Array_Add(
		    id, HPDF_Binary_New(p->hpdf->mmgr, raw, sizeof raw));
	HPDF_Dict_Add(p->hpdf->trailer, "ID", id);
}

static void
add_info(struct pdf *p)
{
	struct civil c = civil_of_ms(p->doc->created_at);
	struct str date =
	    str_format(p->scratch, "D:%04d%02d%02d%02d%02d%02d+00'00'", c.year,
		c.month, c.day, c.hour, c.minute, c.second);
	HPDF_Dict info;

	/* The library makes the dictionary on first use. */
	HPDF_SetInfoAttr(p->hpdf, HPDF_INFO_PRODUCER, PRODUCER);
	info = p->hpdf->info;
	if (info == NULL)
		return;
	HPDF_Dict_Add(info, "Title", pdf_string(p, p->doc->title));
	if (p->doc->author.n > 0)
		HPDF_Dict_Add(info, "Author", pdf_string(p, p->doc->author));
	HPDF_Dict_Add(info, "CreationDate", plain(p, date));
	HPDF_Dict_Add(info, "ModDate", plain(p, date));
}

static void
add_escaped(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '&':
			buf_adds(out, "&amp;");
			break;
		case '<':
			buf_adds(out, "&lt;");
			break;
		case '>':
			buf_adds(out, "&gt;");
			break;
		default:
			buf_addc(out, s.p[i]);
		}
	}
}

static void
fill_xmp(struct pdf *p, struct buf *out)
{
	const struct doc *d = p->doc;
	struct civil c = civil_of_ms(d->created_at);
	struct str date =
	    str_format(p->scratch, "%04d-%02d-%02dT%02d:%02d:%02d+00:00",
		c.year, c.month, c.day, c.hour, c.minute, c.second);

	buf_adds(out,
	    "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
	    "\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
	    "<rdf:RDF "
	    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	    "<rdf:Description rdf:about=\"\" "
	    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
	    "<dc:format>application/pdf</dc:format>"
	    "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
	add_escaped(out, doc_text(p->scratch, d->title));
	buf_adds(out, "</rdf:li></rdf:Alt></dc:title>");
	if (d->author.n > 0) {
		buf_adds(out, "<dc:creator><rdf:Seq><rdf:li>");
		add_escaped(out, doc_text(p->scratch, d->author));
		buf_adds(out, "</rdf:li></rdf:Seq></dc:creator>");
	}
	buf_addf(out,
	    "</rdf:Description>\n<rdf:Description rdf:about=\"\" "
	    "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">"
	    "<xmp:CreateDate>%.*s</xmp:CreateDate>"
	    "<xmp:ModifyDate>%.*s</xmp:ModifyDate></rdf:Description>\n",
	    STR_ARG(date), STR_ARG(date));
	buf_adds(out,
	    "<rdf:Description rdf:about=\"\" "
	    "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">"
	    "<pdf:Producer>" PRODUCER "</pdf:Producer></rdf:Description>\n"
	    "<rdf:Description rdf:about=\"\" "
	    "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">"
	    "<pdfaid:part>1</pdfaid:part>"
	    "<pdfaid:conformance>B</pdfaid:conformance></rdf:Description>\n"
	    "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

static void
add_xmp(struct pdf *p)
{
	HPDF_Dict meta = HPDF_DictStream_New(p->hpdf->mmgr, p->hpdf->xref);
	struct buf out;

	if (meta == NULL)
		return;
	buf_init(&out, (size_t)1 << 20);
	fill_xmp(p, &out);
	HPDF_Dict_AddName(meta, "Type", "Metadata");
	HPDF_Dict_AddName(meta, "Subtype", "XML");
	HPDF_Stream_Write(meta->stream, (HPDF_BYTE *)out.p, (HPDF_UINT)out.n);
	HPDF_Dict_Add(p->hpdf->catalog, "Metadata", meta);
	buf_release(&out);
}

/* The profile is the same in all documents: read and compressed once. */
static struct str profile;
static struct arena profile_keep;
static pthread_mutex_t profile_lock = PTHREAD_MUTEX_INITIALIZER;

static int
load_profile(struct err *e)
{
	struct str raw;

	if (profile.n > 0)
		return 0;
	if (!file_exists(PROFILE))
		return err_set(e, ERR_ENV,
		    "could not read the colour profile \"%s\": install the "
		    "package %s",
		    PROFILE, PROFILE_PACKAGE);
	if (file_read(PROFILE, PROFILE_MAX_BYTES, &profile_keep, &raw, e) != 0)
		return -1;
	profile = pdf_pack(&profile_keep, raw, PROFILE_EFFORT);
	return 0;
}

void
pdf_meta_release(void)
{
	pthread_mutex_lock(&profile_lock);
	arena_release(&profile_keep);
	profile = STR_NONE;
	pthread_mutex_unlock(&profile_lock);
}

static int
add_profile(struct pdf *p, struct err *e)
{
	HPDF_Dict icc, intent;
	HPDF_Array all;
	int rc;

	pthread_mutex_lock(&profile_lock);
	rc = load_profile(e);
	pthread_mutex_unlock(&profile_lock);
	if (rc != 0)
		return -1;
	icc = HPDF_DictStream_New(p->hpdf->mmgr, p->hpdf->xref);
	intent = HPDF_Dict_New(p->hpdf->mmgr);
	all = HPDF_Array_New(p->hpdf->mmgr);
	if (icc == NULL || intent == NULL || all == NULL)
		return 0;
	HPDF_Dict_AddNumber(icc, "N", 3);
	pdf_fill(icc, profile);
	HPDF_Xref_Add(p->hpdf->xref, intent);
	HPDF_Dict_AddName(intent, "Type", "OutputIntent");
	HPDF_Dict_AddName(intent, "S", "GTS_PDFA1");
	HPDF_Dict_Add(
	    intent, "OutputConditionIdentifier", plain(p, STR("sRGB")));
	HPDF_Dict_Add(intent, "Info", plain(p, STR("sRGB IEC61966-2.1")));
	HPDF_Dict_Add(intent, "DestOutputProfile", icc);
	HPDF_Array_Add(all, intent);
	HPDF_Dict_Add(p->hpdf->catalog, "OutputIntents", all);
	return 0;
}

int
pdf_meta(struct pdf *p, struct err *e)
{
	HPDF_Dict view = HPDF_Dict_New(p->hpdf->mmgr);

	p->hpdf->pdf_version = HPDF_VER_14;
	if (view != NULL) {
		HPDF_Dict_AddBoolean(view, "DisplayDocTitle", HPDF_TRUE);
		HPDF_Dict_Add(p->hpdf->catalog, "ViewerPreferences", view);
	}
	HPDF_Dict_Add(
	    p->hpdf->catalog, "Lang", plain(p, str_of(p->doc->style->lang)));
	add_info(p);
	add_id(p);
	add_xmp(p);
	return add_profile(p, e);
}
