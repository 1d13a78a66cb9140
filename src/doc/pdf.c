/*
 * pdf.c -- the PDF writer: lay out, ink, save. See pdf.h.
 */
#include "doc/pdf.h"

#include "doc/flow.h"
#include "doc/pdf_ink.h"

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
	if (p->first_error == 0)
		HPDF_SaveToFile(p->hpdf, path);
	return p->first_error != 0 ? failed(p, path, e) : 0;
}

int
pdf_write(const struct doc *d, const char *path, struct err *e)
{
	struct arena scratch = { 0 };
	struct sheet sheet;
	struct pdf p = { .doc = d, .sheet = &sheet, .scratch = &scratch };
	int rc = -1;

	if (faces_load(e) != 0 || doc_filled(d, &scratch, &p.doc, e) != 0)
		goto out;
	flow_doc(p.doc, &scratch, &sheet);
	if (sheet.broken) {
		err_set(e, ERR_INPUT,
		    "a drawing of \"%.*s\" has a place that is no number",
		    STR_ARG(d->title));
		goto out;
	}
	/* Without its memory pool, which hands out unaligned objects. */
	p.hpdf = HPDF_New(on_error, &p);
	if (p.hpdf == NULL) {
		err_set(e, ERR_ENV, "could not start the PDF library");
		goto out;
	}
	rc = print(&p, path, e);
	HPDF_Free(p.hpdf);
out:
	arena_release(&scratch);
	return rc;
}

void
pdf_release(void)
{
	faces_release();
	pdf_meta_release();
}
