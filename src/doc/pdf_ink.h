/*
 * pdf_ink.h -- what the parts of the PDF writer share.
 *
 * The library remembers its first failure and refuses everything after it, so
 * return codes are not looked at: the error handler keeps the first code, and
 * it is asked once, after saving.
 */
#ifndef DOC_PDF_INK_H
#define DOC_PDF_INK_H

#include <hpdf.h>

#include "doc/sheet.h"

/* One cut as embedded in one document. */
struct pdf_font {
	HPDF_Font font;
	uint16_t *code; /* of a character; 0: not used */
	uint32_t *chars;
	size_t n;
};

struct pdf {
	HPDF_Doc hpdf;
	HPDF_STATUS first_error, first_detail;
	const struct doc *doc;
	struct sheet *sheet;
	struct arena *scratch;
	struct pdf_font font[N_FACES];
	size_t spare;   /* characters to embed that no text has */
	bool font_lost; /* the library could not embed a font of this size */
	HPDF_Page *page;
};

/* Collect the characters of all marks and embed subsets of the two cuts. */
MUST int pdf_fonts(struct pdf *p, struct err *e);
/*
 * What can only be said after the last text: CapHeight, CIDSet. The library
 * fails to copy a font that ends where one of its buffers does; then font_lost
 * is set, and another spare character helps.
 */
void pdf_fonts_finish(struct pdf *p);

/* Pages, marks, bookmarks. */
void pdf_ink(struct pdf *p);

/* Structure tree, from the ids that pdf_ink() wrote into the pages. */
struct pdf_marked {
	int elem;
	size_t page;
	int mcid;
};
struct pdf_marks {
	VEC(struct pdf_marked) list;
};
const char *pdf_tag_name(enum role role);
void pdf_tags(struct pdf *p, const struct pdf_marks *marks);

/* Title, dates, language, identity, colour profile, XMP. */
MUST int pdf_meta(struct pdf *p, struct err *e);

/* A text string as PDF wants it: UTF-16 with a byte order mark. */
HPDF_Binary pdf_string(struct pdf *p, struct str s);

#endif
