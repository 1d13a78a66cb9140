/*
 * seeded.h -- hashes of texts under a seed drawn for each run, so that no log
 * can be made to let them collide. Never stored.
 */
#ifndef IMPORT_SEEDED_H
#define IMPORT_SEEDED_H

#include "import/hash.h"

struct seed {
	uint64_t word[4];
};

/* From the system; where it has none to give, fixed ones. */
struct seed seed_new(void);

/* Two lanes that share no word but the length. */
struct seeded {
	uint64_t a, b;
};

static inline uint64_t
seeded_word(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

static inline __attribute__((always_inline)) void
seeded_block(struct seeded *h, const struct seed *s, const char *p)
{
	h->a = hash_mix(h->a ^ seeded_word(p), s->word[2] ^ seeded_word(p + 8));
	h->b = hash_mix(
	    h->b ^ seeded_word(p + 16), s->word[3] ^ seeded_word(p + 24));
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
 * overlap, whatever their length, so that no branch has to be guessed.
 */
static inline __attribute__((always_inline)) struct seeded
seeded_text(const struct seed *s, const char *p, size_t n)
{
	struct seeded h = { s->word[0] ^ n, s->word[1] + n };
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
	seeded_block(&h, s, p + (last < 32 ? last : 32));
	seeded_block(&h, s, p + (last < 64 ? last : 64));
	seeded_block(&h, s, p + last);
	return h;
}

/* Both lanes in one word. */
static inline uint64_t
seeded_place(struct seeded h)
{
	return h.a ^ (h.b << 32 | h.b >> 32);
}

#endif
