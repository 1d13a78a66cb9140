#include "import/unpack.h"

#include <bzlib.h>
#include <limits.h>
#include <lzma.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define CUT_SHORT  "the compressed data ends in the middle"
#define DAMAGED    "the compressed data is damaged"
#define RUBBISH    "something else follows the end of the compressed data"
#define TOO_GREEDY "the compressed data asks for too much memory"

/* Memory a hostile .xz or .zst may make its decoder take. */
#define XZ_MEMORY_BYTES ((uint64_t)192 << 20)
#define ZSTD_WINDOW_LOG 27

static enum unpack_status
bad(struct unpack_io *io, const char *why)
{
	io->why = why;
	return UNPACK_BAD;
}

static enum unpack_status
cut(struct unpack_io *io)
{
	io->why = CUT_SHORT;
	return UNPACK_CUT;
}

static enum unpack_status
stray(struct unpack_io *io)
{
	io->why = RUBBISH;
	return UNPACK_STRAY;
}

/* Where a stream of members stands: inside one, after one, in the padding. */
enum member_at { AT_MEMBER, AT_GAP, AT_PADDING };

/*
 * Between two members of gzip or bzip2: another one begins, or zero bytes fill
 * the file up, or it ends. `first` is the first byte of a member.
 */
static enum unpack_status
between(struct unpack_io *io, unsigned char first, enum member_at *at)
{
	while (io->n_in != 0 && *io->in == 0) {
		*at = AT_PADDING;
		io->in++;
		io->n_in--;
	}
	if (io->n_in != 0) {
		if (*at == AT_PADDING || *io->in != first)
			return stray(io);
		*at = AT_MEMBER;
		return UNPACK_GOING;
	}
	return io->last ? UNPACK_END : UNPACK_GOING;
}

/* ---- gzip --------------------------------------------------------------- */

struct gzip {
	z_stream z;
	enum member_at at;
	bool later; /* past the first member */
};

static void *
gzip_open(void)
{
	struct gzip *g = calloc(1, sizeof *g);

	if (g != NULL && inflateInit2(&g->z, 15 + 16) != Z_OK) {
		free(g);
		return NULL;
	}
	return g;
}

static enum unpack_status
gzip_member(struct gzip *g, struct unpack_io *io)
{
	int rc;

	g->z.next_in = (unsigned char *)(uintptr_t)io->in;
	g->z.avail_in = (uInt)io->n_in;
	g->z.next_out = io->out;
	g->z.avail_out = (uInt)io->n_out;
	rc = inflate(&g->z, Z_NO_FLUSH);
	io->in = g->z.next_in;
	io->n_in = g->z.avail_in;
	io->out = g->z.next_out;
	io->n_out = g->z.avail_out;
	if (rc == Z_STREAM_END) {
		/* length and checksum of the member were right */
		g->at = AT_GAP;
		g->later = true;
		return inflateReset(&g->z) == Z_OK ? UNPACK_GOING
						   : bad(io, DAMAGED);
	}
	if (rc == Z_MEM_ERROR)
		return bad(io, TOO_GREEDY);
	if (rc != Z_OK && rc != Z_BUF_ERROR)
		return g->later && g->z.total_out == 0 && g->z.total_in < 10
			   ? stray(io)
			   : bad(io, DAMAGED);
	/* zlib does not call a missing end an error: the reader must look */
	if (io->last && io->n_in == 0 && io->n_out != 0)
		return cut(io);
	return UNPACK_GOING;
}

static enum unpack_status
gzip_step(void *state, struct unpack_io *io)
{
	struct gzip *g = state;

	return g->at == AT_MEMBER ? gzip_member(g, io)
				  : between(io, 0x1F, &g->at);
}

static void
gzip_close(void *state)
{
	struct gzip *g = state;

	inflateEnd(&g->z);
	free(g);
}

/* ---- bzip2 -------------------------------------------------------------- */

struct bzip {
	bz_stream z;
	enum member_at at;
	bool open;
};

static void *
bzip_open(void)
{
	return calloc(1, sizeof(struct bzip));
}

static enum unpack_status
bzip_member(struct bzip *b, struct unpack_io *io)
{
	int rc;

	if (!b->open && BZ2_bzDecompressInit(&b->z, 0, 0) != BZ_OK)
		return bad(io, TOO_GREEDY);
	b->open = true;
	b->z.next_in = (char *)(uintptr_t)io->in;
	b->z.avail_in = (unsigned)io->n_in;
	b->z.next_out = (char *)io->out;
	b->z.avail_out = (unsigned)io->n_out;
	rc = BZ2_bzDecompress(&b->z);
	io->in = (unsigned char *)b->z.next_in;
	io->n_in = b->z.avail_in;
	io->out = (unsigned char *)b->z.next_out;
	io->n_out = b->z.avail_out;
	if (rc == BZ_STREAM_END) {
		BZ2_bzDecompressEnd(&b->z);
		memset(&b->z, 0, sizeof b->z);
		b->open = false;
		b->at = AT_GAP;
		return UNPACK_GOING;
	}
	if (rc != BZ_OK)
		return bad(io, DAMAGED);
	if (io->last && io->n_in == 0 && io->n_out != 0)
		return cut(io);
	return UNPACK_GOING;
}

static enum unpack_status
bzip_step(void *state, struct unpack_io *io)
{
	struct bzip *b = state;

	return b->at == AT_MEMBER ? bzip_member(b, io)
				  : between(io, 'B', &b->at);
}

static void
bzip_close(void *state)
{
	struct bzip *b = state;

	if (b->open)
		BZ2_bzDecompressEnd(&b->z);
	free(b);
}

/* ---- xz ----------------------------------------------------------------- */

static void *
xz_open(void)
{
	lzma_stream *z = malloc(sizeof *z);

	if (z == NULL)
		return NULL;
	*z = (lzma_stream)LZMA_STREAM_INIT;
	if (lzma_stream_decoder(z, XZ_MEMORY_BYTES, LZMA_CONCATENATED) !=
	    LZMA_OK) {
		free(z);
		return NULL;
	}
	return z;
}

static enum unpack_status
xz_step(void *state, struct unpack_io *io)
{
	lzma_stream *z = state;
	lzma_ret rc;

	z->next_in = io->in;
	z->avail_in = io->n_in;
	z->next_out = io->out;
	z->avail_out = io->n_out;
	rc = lzma_code(z, io->last ? LZMA_FINISH : LZMA_RUN);
	io->in = z->next_in;
	io->n_in = z->avail_in;
	io->out = z->next_out;
	io->n_out = z->avail_out;
	switch (rc) {
	case LZMA_OK:
		return UNPACK_GOING;
	case LZMA_STREAM_END:
		return UNPACK_END;
	case LZMA_BUF_ERROR:
		return io->last && io->n_in == 0 && io->n_out != 0
			   ? cut(io)
			   : UNPACK_GOING;
	case LZMA_MEM_ERROR:
	case LZMA_MEMLIMIT_ERROR:
		return bad(io, TOO_GREEDY);
	case LZMA_FORMAT_ERROR:
		return stray(io);
	default:
		return bad(io, DAMAGED);
	}
}

static void
xz_close(void *state)
{
	lzma_end(state);
	free(state);
}

/* ---- zstd --------------------------------------------------------------- */

struct zstd {
	ZSTD_DStream *z;
	bool inside; /* a frame has begun and not ended */
	bool later;
};

static void *
zstd_open(void)
{
	struct zstd *s = calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->z = ZSTD_createDStream();
	if (s->z == NULL) {
		free(s);
		return NULL;
	}
	ZSTD_DCtx_setParameter(s->z, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
	s->inside = true;
	return s;
}

static enum unpack_status
zstd_step(void *state, struct unpack_io *io)
{
	struct zstd *s = state;
	ZSTD_inBuffer in = { io->in, io->n_in, 0 };
	ZSTD_outBuffer out = { io->out, io->n_out, 0 };
	size_t rc;

	if (io->n_in == 0 && io->last && !s->inside)
		return UNPACK_END;
	rc = ZSTD_decompressStream(s->z, &out, &in);
	if (ZSTD_isError(rc))
		return s->later && !s->inside ? stray(io) : bad(io, DAMAGED);
	io->in += in.pos;
	io->n_in -= in.pos;
	io->out += out.pos;
	io->n_out -= out.pos;
	if (rc == 0) {
		s->inside = false;
		s->later = true;
	} else if (in.pos != 0 || out.pos != 0) {
		s->inside = true;
	}
	if (s->inside && io->last && io->n_in == 0 && io->n_out != 0)
		return cut(io);
	return UNPACK_GOING;
}

static void
zstd_close(void *state)
{
	struct zstd *s = state;

	ZSTD_freeDStream(s->z);
	free(s);
}

/* ---- the table ----------------------------------------------------------- */

static const struct codec codecs[] = {
	{ "bzip2", "BZh", 3, bzip_open, bzip_step, bzip_close },
	{ "gzip", "\x1F\x8B", 2, gzip_open, gzip_step, gzip_close },
	{ "xz",
	    "\xFD"
	    "7zXZ\0",
	    6, xz_open, xz_step, xz_close },
	{ "zstd", "\x28\xB5\x2F\xFD", 4, zstd_open, zstd_step, zstd_close },
};

const struct codec *
codec_of(const void *head, size_t n)
{
	for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++)
		if (n >= codecs[i].n_magic &&
		    memcmp(head, codecs[i].magic, codecs[i].n_magic) == 0)
			return &codecs[i];
	return NULL;
}
