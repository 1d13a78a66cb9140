/*
 * unpack_gzip.c -- .gz, member after member (RFC 1952): header and trailer are
 * read here, so that either inflater serves.
 */
#include <stdlib.h>

#include "import/inflate.h"

/* Flags of a member's header. */
#define HAS_HEADER_CRC 0x02
#define HAS_EXTRA      0x04
#define HAS_NAME       0x08
#define HAS_COMMENT    0x10
#define UNKNOWN_FLAGS  0xE0

#define TRAILER_BYTES 8
/* No cut file says by chance so nearly how long it was. */
#define LENGTH_NEAR 65536

/* In the order in which they come; those without a flag are left out. */
enum part {
	PART_FIXED, /* ten bytes */
	PART_EXTRA_SIZE,
	PART_EXTRA,
	PART_NAME,
	PART_COMMENT,
	PART_HEADER_CRC,
	PART_DATA,
	PART_TRAILER
};

struct gzip {
	const struct inflater *by;
	void *state; /* of the library */
	enum member_at at;
	enum part part;
	bool later;            /* past the first member */
	unsigned n;            /* bytes of this part so far */
	unsigned extra;        /* bytes of the extra field */
	unsigned char flags;   /* of this member */
	unsigned char held[2]; /* of a number of two bytes */
	uint32_t header_crc, crc, length;
	uint64_t trailer;
	uint32_t last_four; /* of all input */
	unsigned char spare[INFLATE_SPARE];
	size_t n_spare, spare_at;
};

static void *
open_by(const struct inflater *by)
{
	struct gzip *g = calloc(1, sizeof *g);

	if (g == NULL)
		return NULL;
	g->by = by;
	g->state = by->open();
	if (g->state == NULL) {
		free(g);
		return NULL;
	}
	return g;
}

static void
close_gzip(void *state)
{
	struct gzip *g = state;

	g->by->close(g->state);
	free(g);
}

/* The next byte, first of those a library had eaten too many. */
static bool
next_byte(struct gzip *g, struct unpack_io *io, unsigned char *ret_c)
{
	if (g->spare_at < g->n_spare) {
		*ret_c = g->spare[g->spare_at++];
		return true;
	}
	if (io->n_in == 0)
		return false;
	*ret_c = *io->in++;
	io->n_in--;
	g->last_four = unpack_last_four(g->last_four, io->in, 1);
	return true;
}

/* ---- the header ---------------------------------------------------------- */

static void
next_part(struct gzip *g)
{
	static const unsigned char flag[] = {
		[PART_EXTRA_SIZE] = HAS_EXTRA,
		[PART_EXTRA] = HAS_EXTRA,
		[PART_NAME] = HAS_NAME,
		[PART_COMMENT] = HAS_COMMENT,
		[PART_HEADER_CRC] = HAS_HEADER_CRC,
	};

	g->n = 0;
	do {
		g->part++;
	} while (
	    g->part < PART_DATA && ((g->flags & flag[g->part]) == 0 ||
				       (g->part == PART_EXTRA && !g->extra)));
	if (g->part != PART_DATA)
		return;
	g->by->reset(g->state);
	g->crc = g->length = 0;
}

/* The ten bytes every header has. False: this is none. */
static bool
fixed_byte(struct gzip *g, unsigned char c)
{
	static const unsigned char begin[] = { 0x1F, 0x8B, 8 };
	unsigned i = g->n++;

	if (i < sizeof begin)
		return c == begin[i];
	if (i == 3) {
		g->flags = c;
		return (c & UNKNOWN_FLAGS) == 0;
	}
	if (i == 9)
		next_part(g);
	return true;
}

static bool
header_byte(struct gzip *g, unsigned char c)
{
	switch (g->part) {
	case PART_FIXED:
		return fixed_byte(g, c);
	case PART_EXTRA_SIZE:
		g->held[g->n++] = c;
		if (g->n == 2) {
			g->extra = g->held[0] | (unsigned)g->held[1] << 8;
			next_part(g);
		}
		return true;
	case PART_EXTRA:
		if (++g->n == g->extra)
			next_part(g);
		return true;
	case PART_HEADER_CRC:
		g->held[g->n++] = c;
		return true;
	default:
		if (c == 0)
			next_part(g);
		return true;
	}
}

static enum unpack_status
header(struct gzip *g, struct unpack_io *io)
{
	unsigned char c;

	while (g->part < PART_DATA && next_byte(g, io, &c)) {
		bool in_crc = g->part != PART_HEADER_CRC;

		if (!header_byte(g, c))
			return g->later ? unpack_stray(io) : unpack_bad(io);
		if (in_crc) {
			g->header_crc = g->by->crc(g->header_crc, &c, 1);
			continue;
		}
		if (g->n < 2)
			continue;
		if ((g->held[0] | (uint32_t)g->held[1] << 8) !=
		    (g->header_crc & 0xFFFF))
			return unpack_bad(io);
		next_part(g);
	}
	return g->part < PART_DATA && unpack_starved(io) ? unpack_cut(io)
							 : UNPACK_GOING;
}

/* ---- data and trailer ---------------------------------------------------- */

/*
 * The input ended inside the data. When its last four bytes are what a trailer
 * would say there, nothing is missing: a wrong bit led the decoder astray.
 */
static enum unpack_status
starved(const struct gzip *g, struct unpack_io *io)
{
	uint32_t off = g->last_four - g->length + LENGTH_NEAR;

	return off <= 2 * LENGTH_NEAR ? unpack_bad(io) : unpack_cut(io);
}

static enum unpack_status
data(struct gzip *g, struct unpack_io *io)
{
	const unsigned char *out = io->out;
	size_t n_in = io->n_in, n;
	enum unpack_status status =
	    g->by->run(g->state, io, g->spare, &g->n_spare);

	n = (size_t)(io->out - out);
	g->crc = g->by->crc(g->crc, out, n);
	g->length += (uint32_t)n;
	g->last_four = unpack_last_four(g->last_four, io->in, n_in - io->n_in);
	g->spare_at = 0;
	if (status == UNPACK_BAD)
		return status;
	if (status == UNPACK_END) {
		g->part = PART_TRAILER;
		g->n = 0;
		g->trailer = 0;
		return UNPACK_GOING;
	}
	if (unpack_starved(io))
		return starved(g, io);
	/* room and input are left, and still it did nothing with either */
	if (n == 0 && n_in == io->n_in && n_in != 0 && io->n_out != 0)
		return unpack_bad(io);
	return UNPACK_GOING;
}

/* The input ended inside the trailer: what there is of it must be right. */
static enum unpack_status
half_trailer(const struct gzip *g, struct unpack_io *io, uint64_t wanted)
{
	uint64_t mask = ((uint64_t)1 << 8 * g->n) - 1;

	if (((g->trailer ^ wanted) & mask) != 0)
		return unpack_bad(io);
	return g->n < 4 ? starved(g, io) : unpack_cut(io);
}

static enum unpack_status
trailer(struct gzip *g, struct unpack_io *io)
{
	uint64_t wanted = g->crc | (uint64_t)g->length << 32;
	unsigned char c;

	while (g->n < TRAILER_BYTES && next_byte(g, io, &c))
		g->trailer |= (uint64_t)c << 8 * g->n++;
	if (g->n < TRAILER_BYTES)
		return unpack_starved(io) ? half_trailer(g, io, wanted)
					  : UNPACK_GOING;
	if (g->trailer != wanted)
		return unpack_bad(io);
	g->at = AT_GAP;
	g->part = PART_FIXED;
	g->n = g->extra = 0;
	g->header_crc = 0;
	g->later = true;
	return UNPACK_GOING;
}

static bool
first_of_gzip(unsigned char c)
{
	return c == 0x1F;
}

static enum unpack_status
step_gzip(void *state, struct unpack_io *io)
{
	struct gzip *g = state;

	if (g->at != AT_MEMBER)
		return unpack_between(io, &g->at, first_of_gzip);
	if (g->part < PART_DATA)
		return header(g, io);
	return g->part == PART_DATA ? data(g, io) : trailer(g, io);
}

/* ---- the rows ------------------------------------------------------------ */

static void *
open_zlib(void)
{
	return open_by(&inflate_zlib);
}

const struct codec codec_gzip = { "gzip", "\x1F\x8B", 2, NULL, open_zlib,
	step_gzip, close_gzip };

#if WITH_ISAL
static void *
open_isal(void)
{
	return open_by(&inflate_isal);
}

const struct codec codec_gzip_isal = { "gzip", "\x1F\x8B", 2, NULL, open_isal,
	step_gzip, close_gzip };
#endif
