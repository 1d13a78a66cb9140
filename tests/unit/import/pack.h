/*
 * pack.h -- packed bytes to test with, by the libraries' own packers.
 */
#ifndef TESTS_IMPORT_PACK_H
#define TESTS_IMPORT_PACK_H

#include "unit/import/help.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

struct packed {
	unsigned char v[1 << 20];
	size_t n;
};

/* `lines` lines that differ as those of a log do. */
static inline size_t
pack_lines(char *to, size_t cap, int lines)
{
	uint32_t x = 12345;
	size_t n = 0;

	for (int i = 0; i < lines; i++) {
		x = x * 1664525 + 1013904223;
		n += (size_t)snprintf(to + n, cap - n,
		    "192.0.2.%u - - [05/Mar/2026:14:%02d:%02d +0100] "
		    "\"GET /%x HTTP/1.1\" 200 %u\n",
		    x >> 24, i / 60 % 60, i % 60, x >> 8 & 0xFFFF, x & 0xFFF);
	}
	return n;
}

static inline void
pack_deflate(
    struct packed *to, const void *text, size_t n, int level, gz_header *header)
{
	z_stream z = { 0 };

	assert_int_equal(
	    deflateInit2(&z, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY),
	    Z_OK);
	if (header != NULL)
		assert_int_equal(deflateSetHeader(&z, header), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)text;
	z.avail_in = (uInt)n;
	z.next_out = to->v + to->n;
	z.avail_out = (uInt)(sizeof to->v - to->n);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	to->n += z.total_out;
	deflateEnd(&z);
}

static inline void
pack_gzip(struct packed *to, const void *text, size_t n)
{
	pack_deflate(to, text, n, 6, NULL);
}

static inline void
pack_zstd(struct packed *to, const void *text, size_t n)
{
	ZSTD_CCtx *c = ZSTD_createCCtx();
	size_t out;

	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
	out = ZSTD_compress2(c, to->v + to->n, sizeof to->v - to->n, text, n);
	ZSTD_freeCCtx(c);
	assert_false(ZSTD_isError(out));
	to->n += out;
}

static inline void
pack_xz(struct packed *to, const void *text, size_t n)
{
	assert_int_equal(lzma_easy_buffer_encode(6, LZMA_CHECK_CRC64, NULL,
			     text, n, to->v, &to->n, sizeof to->v),
	    LZMA_OK);
}

static inline void
pack_bzip2(struct packed *to, const void *text, size_t n)
{
	unsigned out = (unsigned)(sizeof to->v - to->n);

	assert_int_equal(BZ2_bzBuffToBuffCompress((char *)to->v + to->n, &out,
			     (char *)(uintptr_t)text, (unsigned)n, 1, 0, 0),
	    BZ_OK);
	to->n += out;
}

static inline void
pack_add(struct packed *to, const void *bytes, size_t n)
{
	memcpy(to->v + to->n, bytes, n);
	to->n += n;
}

/* By the codec's name. */
static inline void
pack_by(const char *name, struct packed *to, const void *text, size_t n)
{
	if (strcmp(name, "gzip") == 0)
		pack_gzip(to, text, n);
	else if (strcmp(name, "zstd") == 0)
		pack_zstd(to, text, n);
	else if (strcmp(name, "xz") == 0)
		pack_xz(to, text, n);
	else
		pack_bzip2(to, text, n);
}

#endif
