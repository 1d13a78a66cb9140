/*
 * unpack_zstd.c -- .zst, frame after frame, in bounded memory.
 */
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "import/unpack_row.h"

/* Memory a hostile file may make the decoder take: 128 MiB. */
#define WINDOW_LOG 27

struct zstd {
	ZSTD_DStream *z;
	enum member_at at;
	bool later;
};

static void *
open_zstd(void)
{
	struct zstd *s = calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->z = ZSTD_createDStream();
	if (s->z == NULL) {
		free(s);
		return NULL;
	}
	ZSTD_DCtx_setParameter(s->z, ZSTD_d_windowLogMax, WINDOW_LOG);
	return s;
}

static enum unpack_status
failed(const struct zstd *s, struct unpack_io *io, size_t rc)
{
	switch (ZSTD_getErrorCode(rc)) {
	case ZSTD_error_prefix_unknown:
		return s->later ? unpack_stray(io) : unpack_bad(io);
	case ZSTD_error_memory_allocation:
	case ZSTD_error_frameParameter_windowTooLarge:
		return unpack_greedy(io);
	default:
		return unpack_bad(io);
	}
}

static enum unpack_status
frame(struct zstd *s, struct unpack_io *io)
{
	ZSTD_inBuffer in = { io->in, io->n_in, 0 };
	ZSTD_outBuffer out = { io->out, io->n_out, 0 };
	size_t rc = ZSTD_decompressStream(s->z, &out, &in);

	if (ZSTD_isError(rc))
		return failed(s, io, rc);
	io->in += in.pos;
	io->n_in -= in.pos;
	io->out += out.pos;
	io->n_out -= out.pos;
	if (rc == 0) {
		s->later = true;
		s->at = AT_GAP;
		return UNPACK_GOING;
	}
	return unpack_starved(io) ? unpack_cut(io) : UNPACK_GOING;
}

/* Of a frame, or of one that readers skip. */
static bool
first_of_zstd(unsigned char c)
{
	return c == 0x28 || (c & 0xF0) == 0x50;
}

static enum unpack_status
step_zstd(void *state, struct unpack_io *io)
{
	struct zstd *s = state;

	return s->at == AT_MEMBER ? frame(s, io)
				  : unpack_between(io, &s->at, first_of_zstd);
}

static void
close_zstd(void *state)
{
	struct zstd *s = state;

	ZSTD_freeDStream(s->z);
	free(s);
}

const struct codec codec_zstd = { "zstd", "\x28\xB5\x2F\xFD", 4, NULL,
	open_zstd, step_zstd, close_zstd };

/* Files of the parallel packers begin with a frame that readers skip. */
const struct codec codec_zstd_skip = { "zstd", "\x50\x2A\x4D\x18", 4, NULL,
	open_zstd, step_zstd, close_zstd };
