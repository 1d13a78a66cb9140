/*
 * pdf.c -- the PDF writer: lay out, ink, save. See pdf.h.
 */
#include "doc/pdf.h"

#include "doc/flow.h"
#include "doc/pdf_ink.h"

#include <stdio.h>
#include <stdlib.h>

static void
on_error(HPDF_STATUS code, HPDF_STATUS detail, void *ctx)
{
	struct pdf *p = ctx;

	if (p->first_error != 0)
		return;
	p->first_error = code;
	p->first_detail = detail;
}

/* The library goes on without the memory it did not get. */
static void *
take(HPDF_UINT n)
{
	void *p = malloc(n);

	if (p == NULL)
		arena_exhausted();
	return p;
}

static int
failed(const struct pdf *p, const char *path, struct err *e)
{
	return err_set(e, ERR_ENV,
	    "could not write \"%s\": the PDF library says 0x%04lX (%lu)", path,
	    (unsigned long)p->first_error, (unsigned long)p->first_detail);
}

/* The library does not ask whether the last bytes reached the disk. */
static int
save(struct pdf *p, const char *path, struct err *e)
{
	HPDF_BYTE block[16384];
	HPDF_UINT32 left, n;
	bool lost = false;
	FILE *to;

	HPDF_SaveToStream(p->hpdf);
	if (p->first_error != 0)
		return failed(p, path, e);
	to = fopen(path, "wb");
	if (to == NULL)
		return err_errno(e, "could not write \"%s\"", path);
	HPDF_ResetStream(p->hpdf);
	for (left = HPDF_GetStreamSize(p->hpdf); left > 0 && !lost; left -= n) {
		n = left < sizeof block ? left : sizeof block;
		HPDF_ReadFromStream(p->hpdf, block, &n);
		lost = n == 0 || fwrite(block, 1, n, to) != n;
	}
	if (fclose(to) != 0 || lost)
		return err_errno(e, "could not write \"%s\"", path);
	return 0;
}

static int
print(struct pdf *p, const char *path, struct err *e)
{
	HPDF_SetCompressionMode(p->hpdf, HPDF_COMP_ALL);
	if (pdf_meta(p, e) != 0 || pdf_fonts(p, e) != 0)
		return -1;
	if (p->first_error == 0)
		pdf_ink(p);
	return p->first_error == 0 ? save(p, path, e) : failed(p, path, e);
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
	p.hpdf = HPDF_NewEx(on_error, take, free, 0, &p);
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
