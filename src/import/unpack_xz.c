/*
 * unpack_xz.c -- .xz, stream after stream, in bounded memory.
 */
#include <lzma.h>
#include <stdlib.h>

#include "import/unpack_row.h"

/* Memory a hostile file may make the decoder take. */
#define MEMORY_BYTES ((uint64_t)192 << 20)

struct xz {
	lzma_stream z;
	enum member_at at;
	bool open, later;
	uint32_t last_four; /* of all input */
};

static void *
open_xz(void)
{
	struct xz *x = calloc(1, sizeof *x);

	if (x != NULL)
		x->z = (lzma_stream)LZMA_STREAM_INIT;
	return x;
}

/* What a stream ends with: then nothing is missing, and a bit is wrong. */
static enum unpack_status
starved(const struct xz *x, struct unpack_io *io)
{
	return x->last_four >> 16 == ('Y' | 'Z' << 8) ? unpack_bad(io)
						      : unpack_cut(io);
}

static enum unpack_status
verdict(struct xz *x, struct unpack_io *io, lzma_ret rc)
{
	switch (rc) {
	case LZMA_OK:
	case LZMA_BUF_ERROR:
		return unpack_starved(io) ? starved(x, io) : UNPACK_GOING;
	case LZMA_STREAM_END:
		x->open = false;
		x->later = true;
		x->at = AT_GAP;
		return UNPACK_GOING;
	case LZMA_MEM_ERROR:
	case LZMA_MEMLIMIT_ERROR:
		return unpack_greedy(io);
	case LZMA_FORMAT_ERROR:
		return x->later ? unpack_stray(io) : unpack_bad(io);
	default:
		return unpack_bad(io);
	}
}

static enum unpack_status
member(struct xz *x, struct unpack_io *io)
{
	size_t n_in = io->n_in;
	lzma_ret rc;

	if (!x->open && lzma_stream_decoder(&x->z, MEMORY_BYTES, 0) != LZMA_OK)
		return unpack_greedy(io);
	x->open = true;
	x->z.next_in = io->in;
	x->z.avail_in = io->n_in;
	x->z.next_out = io->out;
	x->z.avail_out = io->n_out;
	rc = lzma_code(&x->z, LZMA_RUN);
	io->in = x->z.next_in;
	io->n_in = x->z.avail_in;
	io->out = x->z.next_out;
	io->n_out = x->z.avail_out;
	x->last_four = unpack_last_four(x->last_four, io->in, n_in - io->n_in);
	return verdict(x, io, rc);
}

static bool
first_of_xz(unsigned char c)
{
	return c == 0xFD;
}

static enum unpack_status
step_xz(void *state, struct unpack_io *io)
{
	struct xz *x = state;

	return x->at == AT_MEMBER ? member(x, io)
				  : unpack_between(io, &x->at, first_of_xz);
}

static void
close_xz(void *state)
{
	struct xz *x = state;

	lzma_end(&x->z);
	free(x);
}

const struct codec codec_xz = { "xz",
	"\xFD"
	"7zXZ\0",
	6, NULL, open_xz, step_xz, close_xz };
