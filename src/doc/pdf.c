/*
 * pdf.c -- the PDF writer: lay out, ink, save. See pdf.h.
 */
#include "doc/pdf.h"

#include "doc/flow.h"
#include "doc/pdf_ink.h"

#define MOST_SPARE 8

static void
on_error(HPDF_STATUS code, HPDF_STATUS detail, void *ctx)
{
	struct pdf *p = ctx;

	if (p->first_error != 0)
		return;
	p->first_error = code;
	p->first_detail = detail;
}

static int
failed(const struct pdf *p, const char *path, struct err *e)
{
	return err_set(e, ERR_ENV,
	    "could not write \"%s\": the PDF library says 0x%04lX (%lu)", path,
	    (unsigned long)p->first_error, (unsigned long)p->first_detail);
}

static int
print(struct pdf *p, const char *path, struct err *e)
{
	HPDF_SetCompressionMode(p->hpdf, HPDF_COMP_ALL);
	if (pdf_meta(p, e) != 0 || pdf_fonts(p, e) != 0)
		return -1;
	if (p->first_error == 0)
		pdf_ink(p);
	if (p->first_error == 0)
		pdf_fonts_finish(p);
	if (p->font_lost)
		return err_set(
		    e, ERR_ENV, "could not embed the fonts of \"%s\"", path);
	if (p->first_error == 0)
		HPDF_SaveToFile(p->hpdf, path);
	return p->first_error != 0 ? failed(p, path, e) : 0;
}

/* One attempt; `ret_again` when another size of the fonts may succeed. */
static int
attempt(struct pdf p, const char *path, bool *ret_again, struct err *e)
{
	int rc;

	/* Without its memory pool, which hands out unaligned objects. */
	p.hpdf = HPDF_New(on_error, &p);
	if (p.hpdf == NULL)
		return err_set(e, ERR_ENV, "could not start the PDF library");
	rc = print(&p, path, e);
	HPDF_Free(p.hpdf);
	*ret_again = p.font_lost && p.spare < MOST_SPARE;
	return rc;
}

int
pdf_write(const struct doc *d, const char *path, struct err *e)
{
	struct arena scratch = { 0 };
	struct sheet sheet;
	struct pdf p = { .doc = d, .sheet = &sheet, .scratch = &scratch };
	bool again = true;
	int rc = -1;

	if (faces_load(e) != 0 || doc_filled(d, &scratch, &p.doc, e) != 0) {
		arena_release(&scratch);
		return -1;
	}
	flow_doc(p.doc, &scratch, &sheet);
	if (sheet.broken) {
		err_set(e, ERR_INPUT,
		    "a drawing of \"%.*s\" has a place that is no number",
		    STR_ARG(d->title));
		again = false;
	}
	for (; again; p.spare++) {
		again = false;
		rc = attempt(p, path, &again, e);
	}
	arena_release(&scratch);
	return rc;
}

void
pdf_release(void)
{
	faces_release();
}
