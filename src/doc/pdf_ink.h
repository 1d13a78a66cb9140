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

#include "doc/pdf.h"
#include "doc/sheet.h"

/* One cut as embedded in one document. */
struct pdf_font {
	HPDF_Font font;
	HPDF_FontAttr_Rec attr;
	uint16_t *code; /* of a character; 0: not used */
	uint32_t *chars;
	size_t n;
	struct face_file file;
};

struct pdf {
	HPDF_Doc hpdf;
	HPDF_STATUS first_error, first_detail;
	const struct doc *doc;
	struct sheet *sheet;
	struct arena *scratch;
	struct pdf_font font[N_FACES];
	HPDF_Page *page;
};

/* Collect the characters of all marks and embed subsets of the two cuts. */
MUST int pdf_fonts(struct pdf *p, struct err *e);
/* The code that a character is written in; 0 for what no mark has. */
uint16_t pdf_code(const struct pdf_font *font, uint32_t c);

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

/* Give a stream its content, compressed already. */
void pdf_fill(HPDF_Dict d, struct str packed);
/* Compress what a stream holds, so that the library need not. */
void pdf_pack_again(struct arena *scratch, HPDF_Dict d, int effort);

/* Title, dates, language, identity, colour profile, XMP. */
MUST int pdf_meta(struct pdf *p, struct err *e);
void pdf_meta_release(void);

/* A text string as PDF wants it: UTF-16 with a byte order mark. */
HPDF_Binary pdf_string(struct pdf *p, struct str s);

#endif
