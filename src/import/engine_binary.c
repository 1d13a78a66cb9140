#include "import/engine_binary.h"

/* A length takes at most so many bytes: 63 bits. */
#define LENGTH_BYTES 9

static bool
little_endian(struct engine_binary *b, size_t n, uint64_t *ret)
{
	uint64_t v = 0;

	if (b->bytes.n - b->at < n)
		return false;
	for (size_t i = n; i > 0; i--)
		v = v << 8 | (unsigned char)b->bytes.p[b->at + i - 1];
	b->at += n;
	*ret = v;
	return true;
}

bool
engine_binary_uint32(struct engine_binary *b, int64_t *ret)
{
	uint64_t v;

	if (!little_endian(b, 4, &v))
		return false;
	*ret = (int64_t)v;
	return true;
}

bool
engine_binary_int64(struct engine_binary *b, int64_t *ret)
{
	uint64_t v;

	if (!little_endian(b, 8, &v))
		return false;
	*ret = (int64_t)v;
	return true;
}

bool
engine_binary_text(struct engine_binary *b, struct str *ret)
{
	uint64_t n = 0;
	size_t at = b->at;

	for (int i = 0;; i++) {
		unsigned char c;

		if (i == LENGTH_BYTES || at == b->bytes.n)
			return false;
		c = (unsigned char)b->bytes.p[at++];
		n |= (uint64_t)(c & 0x7f) << (7 * i);
		if ((c & 0x80) == 0)
			break;
	}
	if (n > b->bytes.n - at)
		return false;
	*ret = str_sub(b->bytes, at, at + (size_t)n);
	b->at = at + (size_t)n;
	return true;
}
