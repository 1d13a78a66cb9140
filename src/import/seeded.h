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

static inline void
seeded_block(struct seeded *h, const struct seed *s, const char *p)
{
	h->a = hash_mix(h->a ^ seeded_word(p), s->word[2] ^ seeded_word(p + 8));
	h->b = hash_mix(
	    h->b ^ seeded_word(p + 16), s->word[3] ^ seeded_word(p + 24));
}

static inline struct seeded
seeded_end(struct seeded h, const struct seed *s)
{
	h.a = hash_mix(h.a ^ s->word[1], h.b ^ s->word[2]);
	h.b = hash_mix(h.b ^ s->word[0], h.a ^ s->word[3]);
	return h;
}

/* 32 bytes at a time; the last ones are read as an overlapping block. */
static inline struct seeded
seeded_text(const struct seed *s, const char *p, size_t n)
{
	struct seeded h = { s->word[0] ^ n, s->word[1] + n };
	char tail[32] = { 0 };

	if (n < sizeof tail) {
		memcpy(tail, p, n);
		seeded_block(&h, s, tail);
	} else {
		for (size_t i = 0; i + sizeof tail < n; i += sizeof tail)
			seeded_block(&h, s, p + i);
		seeded_block(&h, s, p + n - sizeof tail);
	}
	return seeded_end(h, s);
}

#endif
