/*
 * unpack.h -- compressed bytes to plain bytes, one stream at a time.
 *
 * One row per compression and library. A stream counts as whole only when its
 * last member ended, its checks agreed and nothing but zero padding follows:
 * damaged logs must never look like a quiet night.
 */
#ifndef IMPORT_UNPACK_H
#define IMPORT_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

enum unpack_status {
	UNPACK_GOING, /* wants more input or more room */
	UNPACK_END,   /* the stream is complete */
	UNPACK_CUT,   /* it ends in the middle; what came so far is right */
	UNPACK_STRAY, /* it is complete, and something else follows */
	UNPACK_BAD    /* damaged; what came so far cannot be trusted */
};

/* What one step may eat and fill; both ends are moved along. */
struct unpack_io {
	const unsigned char *in;
	size_t n_in;
	unsigned char *out;
	size_t n_out;
	bool last;       /* no input will follow what is in `in` */
	const char *why; /* of the last three */
};

struct codec {
	const char *name; /* "gzip" */
	const char *magic;
	size_t n_magic;
	/* NULL, or whether a head with that magic is one indeed */
	bool (*sure)(const unsigned char *head, size_t n);
	void *(*open)(void); /* NULL: no memory */
	enum unpack_status (*step)(void *state, struct unpack_io *io);
	void (*close)(void *state);
};

/* Longest head that decides. */
#define CODEC_MAGIC_MAX 10

/* The row whose magic these first bytes carry, or NULL for plain text. */
const struct codec *codec_of(const void *head, size_t n);

/*
 * All rows, ended by NULL. A compression may stand there twice, by the faster
 * library first; they do the same.
 */
extern const struct codec *const codecs[];

#endif
