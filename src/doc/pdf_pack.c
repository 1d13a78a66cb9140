/*
 * pdf_pack.c -- streams that are compressed here and not by the library: what
 * many documents share is compressed once, and pages with less effort.
 */
#include "doc/pdf_ink.h"

#include <zlib.h>

struct str
pdf_pack(struct arena *keep, struct str raw, int effort)
{
	uLongf n = compressBound((uLong)raw.n);
	unsigned char *out = arena_alloc(keep, n);

	/* There is room enough, so only memory can be missing. */
	if (compress2(out, &n, (const Bytef *)raw.p, (uLong)raw.n, effort) !=
	    Z_OK)
		arena_exhausted();
	return (struct str){ (const char *)out, n };
}

/* The library removes a filter that it does not apply itself. */
static HPDF_STATUS
write_filter(HPDF_Dict d, HPDF_Stream to)
{
	(void)d;
	return HPDF_Stream_WriteStr(to, "/Filter /FlateDecode\n");
}

void
pdf_fill(HPDF_Dict d, struct str packed)
{
	d->filter = HPDF_STREAM_FILTER_NONE;
	d->write_fn = write_filter;
	HPDF_Stream_Write(
	    d->stream, (const HPDF_BYTE *)packed.p, (HPDF_UINT)packed.n);
}

void
pdf_pack_again(struct arena *scratch, HPDF_Dict d, int effort)
{
	HPDF_UINT n = HPDF_Stream_Size(d->stream);
	HPDF_BYTE *raw = arena_alloc(scratch, n);

	if (n == 0 ||
	    HPDF_Stream_Seek(d->stream, 0, HPDF_SEEK_SET) != HPDF_OK ||
	    HPDF_Stream_Read(d->stream, raw, &n) != HPDF_OK)
		return;
	HPDF_MemStream_FreeData(d->stream);
	pdf_fill(d, pdf_pack(scratch, (struct str){ (char *)raw, n }, effort));
}
