/*
 * inflate_zlib.c -- inflating with zlib, which is there everywhere.
 */
#include <stdlib.h>
#include <zlib.h>

#include "import/inflate.h"

static void *
open_zlib(void)
{
	z_stream *z = calloc(1, sizeof *z);

	if (z != NULL && inflateInit2(z, -15) != Z_OK) {
		free(z);
		return NULL;
	}
	return z;
}

static void
reset_zlib(void *state)
{
	(void)inflateReset(state);
}

static enum unpack_status
run_zlib(void *state, struct unpack_io *io, unsigned char spare[INFLATE_SPARE],
    size_t *ret_n_spare)
{
	z_stream *z = state;
	int rc;

	(void)spare;
	*ret_n_spare = 0;
	z->next_in = (unsigned char *)(uintptr_t)io->in;
	z->avail_in = (uInt)io->n_in;
	z->next_out = io->out;
	z->avail_out = (uInt)io->n_out;
	rc = inflate(z, Z_NO_FLUSH);
	io->in = z->next_in;
	io->n_in = z->avail_in;
	io->out = z->next_out;
	io->n_out = z->avail_out;
	if (rc == Z_STREAM_END)
		return UNPACK_END;
	if (rc == Z_MEM_ERROR)
		return unpack_greedy(io);
	/* a missing end is no error of zlib's: the caller must look */
	return rc == Z_OK || rc == Z_BUF_ERROR ? UNPACK_GOING : unpack_bad(io);
}

static uint32_t
crc_zlib(uint32_t crc, const unsigned char *p, size_t n)
{
	return (uint32_t)crc32(crc, p, (uInt)n);
}

static void
close_zlib(void *state)
{
	inflateEnd(state);
	free(state);
}

const struct inflater inflate_zlib = { open_zlib, reset_zlib, run_zlib,
	crc_zlib, close_zlib };
