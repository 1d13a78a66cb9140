/*
 * pdf.h -- the PDF writer: a laid-out sheet becomes a file.
 *
 * Only pdf*.c speak to the PDF library; they know marks, not blocks. The file
 * is PDF/A-1b and tagged, and the same sheet always gives the same bytes.
 */
#ifndef DOC_PDF_H
#define DOC_PDF_H

#include "doc/doc.h"

int pdf_write(const struct doc *d, const char *path, struct err *e);
/* Give back what is kept between documents. */
void pdf_release(void);
/* Compressed as a stream of the file has it, with an effort of 1 to 9. */
struct str pdf_pack(struct arena *keep, struct str raw, int effort);

#endif
