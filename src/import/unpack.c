#include "import/unpack.h"

#include <string.h>

#include "import/unpack_row.h"

enum unpack_status
unpack_bad(struct unpack_io *io)
{
	io->why = "the compressed data is damaged";
	return UNPACK_BAD;
}

enum unpack_status
unpack_greedy(struct unpack_io *io)
{
	io->why = "the compressed data asks for too much memory";
	return UNPACK_BAD;
}

enum unpack_status
unpack_cut(struct unpack_io *io)
{
	io->why = "the compressed data ends in the middle";
	return UNPACK_CUT;
}

enum unpack_status
unpack_stray(struct unpack_io *io)
{
	io->why = "something else follows the end of the compressed data";
	return UNPACK_STRAY;
}

enum unpack_status
unpack_between(
    struct unpack_io *io, enum member_at *at, bool (*first)(unsigned char c))
{
	while (io->n_in != 0 && *io->in == 0) {
		*at = AT_PADDING;
		io->in++;
		io->n_in--;
	}
	if (io->n_in != 0) {
		if (*at == AT_PADDING || !first(*io->in))
			return unpack_stray(io);
		*at = AT_MEMBER;
		return UNPACK_GOING;
	}
	return io->last ? UNPACK_END : UNPACK_GOING;
}

bool
unpack_starved(const struct unpack_io *io)
{
	/* without room, it may only not have been able to say more */
	return io->last && io->n_in == 0 && io->n_out != 0;
}

uint32_t
unpack_last_four(uint32_t four, const unsigned char *end, size_t n)
{
	for (const unsigned char *p = end - (n < 4 ? n : 4); p < end; p++)
		four = four >> 8 | (uint32_t)*p << 24;
	return four;
}

const struct codec *const codecs[] = {
	&codec_bzip2,
#if WITH_ISAL
	&codec_gzip_isal,
#endif
	&codec_gzip,
	&codec_xz,
	&codec_zstd,
	&codec_zstd_skip,
	NULL,
};

const struct codec *
codec_of(const void *head, size_t n)
{
	for (size_t i = 0; codecs[i] != NULL; i++)
		if (n >= codecs[i]->n_magic &&
		    memcmp(head, codecs[i]->magic, codecs[i]->n_magic) == 0 &&
		    (codecs[i]->sure == NULL || codecs[i]->sure(head, n)))
			return codecs[i];
	return NULL;
}
