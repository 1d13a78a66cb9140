/*
 * inflate_isal.c -- inflating with ISA-L, about three times as fast as zlib.
 */
#include "import/inflate.h"

#if WITH_ISAL

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>

/*
 * The library leaves the upper halves of the vector registers in use; until
 * they are cleared every SSE instruction of this thread, those of the
 * mathematical functions too, takes many times as long.
 */
#if defined(__x86_64__)
__attribute__((target("avx"))) static void
clear_uppers_avx(void)
{
	__builtin_ia32_vzeroupper();
}

static void
clear_uppers(void)
{
	if (__builtin_cpu_supports("avx"))
		clear_uppers_avx();
}
#else
static void
clear_uppers(void)
{
}
#endif

static void
reset_isal(void *state)
{
	struct inflate_state *z = state;

	isal_inflate_reset(z);
	/* bare data: this library wants a gzip header in one piece */
	z->crc_flag = ISAL_DEFLATE;
}

static void *
open_isal(void)
{
	struct inflate_state *z = calloc(1, sizeof *z);

	if (z == NULL)
		return NULL;
	isal_inflate_init(z);
	reset_isal(z);
	return z;
}

/* What it read ahead in bits; the rest of a byte is filling. */
static size_t
take_spare(struct inflate_state *z, unsigned char spare[INFLATE_SPARE])
{
	uint64_t bits = z->read_in >> z->read_in_length % 8;
	size_t n = 0;

	for (; n < (size_t)z->read_in_length / 8 && n < INFLATE_SPARE; n++) {
		spare[n] = (unsigned char)bits;
		bits >>= 8;
	}
	return n;
}

static enum unpack_status
run_isal(void *state, struct unpack_io *io, unsigned char spare[INFLATE_SPARE],
    size_t *ret_n_spare)
{
	struct inflate_state *z = state;
	int rc;

	*ret_n_spare = 0;
	z->next_in = (unsigned char *)(uintptr_t)io->in;
	z->avail_in = (uint32_t)io->n_in;
	z->next_out = io->out;
	z->avail_out = (uint32_t)io->n_out;
	rc = isal_inflate(z);
	clear_uppers();
	io->in = z->next_in;
	io->n_in = z->avail_in;
	io->out = z->next_out;
	io->n_out = z->avail_out;
	if (rc < 0)
		return unpack_bad(io);
	if (z->block_state != ISAL_BLOCK_FINISH)
		return UNPACK_GOING;
	*ret_n_spare = take_spare(z, spare);
	return UNPACK_END;
}

static uint32_t
crc_isal(uint32_t crc, const unsigned char *p, size_t n)
{
	crc = crc32_gzip_refl(crc, p, n);
	clear_uppers();
	return crc;
}

const struct inflater inflate_isal = { open_isal, reset_isal, run_isal,
	crc_isal, free };

#endif
