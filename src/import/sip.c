#include "import/sip.h"

#include <endian.h>
#include <string.h>

static uint64_t
turn(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static inline void
rounds(uint64_t *v, int n)
{
	for (; n > 0; n--) {
		v[0] += v[1];
		v[1] = turn(v[1], 13) ^ v[0];
		v[0] = turn(v[0], 32);
		v[2] += v[3];
		v[3] = turn(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = turn(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = turn(v[1], 17) ^ v[2];
		v[2] = turn(v[2], 32);
	}
}

void
sip_start(struct sip *s, uint64_t key0, uint64_t key1)
{
	*s = (struct sip){
		.v = { key0 ^ UINT64_C(0x736f6d6570736575),
		    key1 ^ UINT64_C(0x646f72616e646f6d),
		    key0 ^ UINT64_C(0x6c7967656e657261),
		    key1 ^ UINT64_C(0x7465646279746573) },
	};
}

void
sip_word(struct sip *s, uint64_t word)
{
	s->v[3] ^= word;
	rounds(s->v, 2);
	s->v[0] ^= word;
	s->bytes += 8;
}

/* Up to eight bytes, the first in the lowest place, on any machine. */
static inline uint64_t
word_at(const char *p, size_t n)
{
	uint64_t w = 0;

	memcpy(&w, p, n);
	return le64toh(w);
}

void
sip_text(struct sip *s, struct str text)
{
	sip_word(s, text.n);
	for (; text.n >= 8; text.p += 8, text.n -= 8)
		sip_word(s, word_at(text.p, 8));
	if (text.n != 0)
		sip_word(s, word_at(text.p, text.n));
}

uint64_t
sip_end(const struct sip *s)
{
	struct sip last = *s;

	sip_word(&last, last.bytes << 56);
	last.v[2] ^= 0xff;
	rounds(last.v, 4);
	return last.v[0] ^ last.v[1] ^ last.v[2] ^ last.v[3];
}
