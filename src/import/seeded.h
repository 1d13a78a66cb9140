/*
 * seeded.h -- hashes of texts under a seed drawn for each run, so that no log
 * can be made to let them collide. Never stored.
 */
#ifndef IMPORT_SEEDED_H
#define IMPORT_SEEDED_H

#include "base/hash.h"

enum { SEEDED_BLOCKS = 4 };

struct seed {
	uint64_t factor[2];
	uint64_t start[SEEDED_BLOCKS][2];
};

/* From the system; where it has none to give, fixed ones. */
struct seed seed_new(void);

/* Two lanes that share no word but the length. */
struct seeded {
	uint64_t a, b;
};

static inline __attribute__((always_inline)) void
seeded_block(struct seeded *h, const struct seed *s, const char *p)
{
	h->a = hash_mix(h->a ^ hash_word(p), s->factor[0] ^ hash_word(p + 8));
	h->b = hash_mix(
	    h->b ^ hash_word(p + 16), s->factor[1] ^ hash_word(p + 24));
}

/* Where block `i` of those begins that do not wait for each other. */
static inline struct seeded
seeded_start(const struct seed *s, size_t i, size_t n)
{
	return (struct seeded){ s->start[i][0] ^ n, s->start[i][1] + n };
}

static inline void
seeded_add(struct seeded *h, struct seeded more)
{
	h->a ^= more.a;
	h->b ^= more.b;
}

/* Up to 31 bytes: two halves that overlap, and zeros between them. */
static inline void
seeded_short(char padded[32], const char *p, size_t n)
{
	memset(padded, 0, 32);
	if (n >= 16) {
		memcpy(padded, p, 16);
		memcpy(padded + 16, p + n - 16, 16);
	} else if (n >= 8) {
		memcpy(padded, p, 8);
		memcpy(padded + 16, p + n - 8, 8);
	} else {
		for (size_t i = 0; i < n; i++)
			padded[i] = p[i];
	}
}

/*
 * 32 bytes at a time. Texts of up to 128 bytes are read as four blocks that
 * overlap, whatever their length, so that no branch has to be guessed and no
 * product waits for another one.
 */
static inline __attribute__((always_inline)) struct seeded
seeded_text(const struct seed *s, const char *p, size_t n)
{
	struct seeded h = seeded_start(s, 0, n);
	size_t last;

	if (n < 32) {
		char padded[32];

		seeded_short(padded, p, n);
		seeded_block(&h, s, padded);
		return h;
	}
	for (; n > 128; p += 32, n -= 32)
		seeded_block(&h, s, p);
	last = n - 32;
	seeded_block(&h, s, p);
	for (size_t i = 1; i < SEEDED_BLOCKS; i++) {
		struct seeded more = seeded_start(s, i, n);

		seeded_block(&more, s, p + (last < 32 * i ? last : 32 * i));
		seeded_add(&h, more);
	}
	return h;
}

/* Both lanes in one word. */
static inline uint64_t
seeded_place(struct seeded h)
{
	return h.a ^ (h.b << 32 | h.b >> 32);
}

#endif
