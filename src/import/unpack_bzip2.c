/*
 * unpack_bzip2.c -- .bz2, member after member.
 */
#include <bzlib.h>
#include <stdlib.h>
#include <string.h>

#include "import/unpack_row.h"

/* A site may be called BZh: what a block or the end begins with must follow. */
#define MAGIC_BLOCK "\x31\x41\x59\x26\x53\x59"
#define MAGIC_END   "\x17\x72\x45\x38\x50\x90"

struct bzip {
	bz_stream z;
	enum member_at at;
	bool open, later;
};

/* A shorter head is all of a file that was cut. */
static bool
sure_bzip(const unsigned char *head, size_t n)
{
	size_t more = n < 4 ? 0 : n < 10 ? n - 4 : 6;

	return n >= 4 && head[3] >= '1' && head[3] <= '9' &&
	       (memcmp(head + 4, MAGIC_BLOCK, more) == 0 ||
		   memcmp(head + 4, MAGIC_END, more) == 0);
}

static void *
open_bzip(void)
{
	return calloc(1, sizeof(struct bzip));
}

static enum unpack_status
member(struct bzip *b, struct unpack_io *io)
{
	int rc;

	if (!b->open && BZ2_bzDecompressInit(&b->z, 0, 0) != BZ_OK)
		return unpack_greedy(io);
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
		b->later = true;
		b->at = AT_GAP;
		return UNPACK_GOING;
	}
	if (rc == BZ_MEM_ERROR)
		return unpack_greedy(io);
	if (rc == BZ_DATA_ERROR_MAGIC && b->later)
		return unpack_stray(io);
	if (rc != BZ_OK)
		return unpack_bad(io);
	return unpack_starved(io) ? unpack_cut(io) : UNPACK_GOING;
}

static bool
first_of_bzip(unsigned char c)
{
	return c == 'B';
}

static enum unpack_status
step_bzip(void *state, struct unpack_io *io)
{
	struct bzip *b = state;

	return b->at == AT_MEMBER ? member(b, io)
				  : unpack_between(io, &b->at, first_of_bzip);
}

static void
close_bzip(void *state)
{
	struct bzip *b = state;

	if (b->open)
		BZ2_bzDecompressEnd(&b->z);
	free(b);
}

const struct codec codec_bzip2 = { "bzip2", "BZh", 3, sure_bzip, open_bzip,
	step_bzip, close_bzip };
