#include "domain/sketch.h"

#include <string.h>

enum {
	INDEX_BITS = 11,
	RANK_BITS = 5,
	FORM_LIST = 1, /* first byte: 16 bits a register in use, rising */
	FORM_ALL = 2,  /* 5 bits a register, the first in the lowest bits */
	ALL_BYTES = SKETCH_REGISTERS * RANK_BITS / 8
};

__extension__ typedef unsigned __int128 wide;

struct sketch_mark
sketch_mark(uint64_t hash)
{
	uint64_t rest = hash << INDEX_BITS;
	int zeros = rest != 0 ? __builtin_clzll(rest) : 64;

	return (struct sketch_mark){
		.i = (uint16_t)(hash >> (64 - INDEX_BITS)),
		.rank = (uint8_t)(zeros < SKETCH_MAX_RANK ? zeros + 1
							  : SKETCH_MAX_RANK),
	};
}

void
sketch_add(struct sketch *s, uint64_t hash)
{
	struct sketch_mark m = sketch_mark(hash);

	if (m.rank > s->rank[m.i])
		s->rank[m.i] = m.rank;
}

/* ---- bytes ---- */

static size_t
in_use(const struct sketch *s)
{
	size_t n = 0;

	for (size_t i = 0; i < SKETCH_REGISTERS; i++)
		n += s->rank[i] != 0;
	return n;
}

static void
pack_one(struct buf *out, struct sketch_mark m)
{
	unsigned word = (unsigned)m.i << RANK_BITS | m.rank;

	buf_addc(out, (char)(word >> 8));
	buf_addc(out, (char)(word & 0xff));
}

static void
pack_list(const struct sketch *s, struct buf *out)
{
	buf_addc(out, FORM_LIST);
	for (size_t i = 0; i < SKETCH_REGISTERS; i++)
		if (s->rank[i] != 0)
			pack_one(out,
			    (struct sketch_mark){ (uint16_t)i, s->rank[i] });
}

void
sketch_pack_few(const struct sketch_mark *marks, size_t n, struct buf *out)
{
	buf_addc(out, FORM_LIST);
	for (size_t k = 0; k < n; k++)
		pack_one(out, marks[k]);
}

static void
pack_all(const struct sketch *s, struct buf *out)
{
	unsigned bits = 0, n = 0;

	buf_addc(out, FORM_ALL);
	for (size_t i = 0; i < SKETCH_REGISTERS; i++) {
		bits |= (unsigned)s->rank[i] << n;
		for (n += RANK_BITS; n >= 8; n -= 8) {
			buf_addc(out, (char)(bits & 0xff));
			bits >>= 8;
		}
	}
}

void
sketch_pack(const struct sketch *s, struct buf *out)
{
	if (in_use(s) * 2 < ALL_BYTES)
		pack_list(s, out);
	else
		pack_all(s, out);
}

/* False when a register stands twice, out of order or for nothing. */
static bool
unpack_list(const unsigned char *p, size_t n, struct sketch *ret)
{
	long before = -1;

	if (n % 2 != 0 || n >= ALL_BYTES)
		return false;
	for (size_t k = 0; k < n; k += 2) {
		unsigned word = (unsigned)p[k] << 8 | p[k + 1];
		unsigned i = word >> RANK_BITS, rank = word & SKETCH_MAX_RANK;

		if ((long)i <= before || rank == 0)
			return false;
		ret->rank[i] = (uint8_t)rank;
		before = (long)i;
	}
	return true;
}

static bool
unpack_all(const unsigned char *p, size_t n, struct sketch *ret)
{
	unsigned bits = 0, have = 0;

	if (n != ALL_BYTES)
		return false;
	for (size_t i = 0; i < SKETCH_REGISTERS; i++) {
		if (have < RANK_BITS) {
			bits |= (unsigned)*p++ << have;
			have += 8;
		}
		ret->rank[i] = bits & SKETCH_MAX_RANK;
		bits >>= RANK_BITS;
		have -= RANK_BITS;
	}
	return in_use(ret) * 2 >= ALL_BYTES;
}

int
sketch_merge(struct sketch *into, struct str packed, struct err *e)
{
	const unsigned char *p = (const unsigned char *)packed.p;
	struct sketch more = { { 0 } };
	bool good = false;

	if (packed.n != 0 && p[0] == FORM_LIST)
		good = unpack_list(p + 1, packed.n - 1, &more);
	else if (packed.n != 0 && p[0] == FORM_ALL)
		good = unpack_all(p + 1, packed.n - 1, &more);
	if (!good)
		return err_set(
		    e, ERR_INPUT, "the sketch of visitors is damaged");
	for (size_t i = 0; i < SKETCH_REGISTERS; i++)
		if (more.rank[i] > into->rank[i])
			into->rank[i] = more.rank[i];
	return 0;
}

/* ---- the count
 * ----------------------------------------------------------------------- */

/*
 * The improved estimator of "New cardinality estimation algorithms for
 * HyperLogLog sketches" (arXiv 1702.01284): m^2 / (2 ln 2 z), where z is the
 * sum of 2^-rank with the empty registers weighted by sigma(share of empty
 * ones). One formula for small and large counts, without a seam between. In
 * fixed point, so that every machine gives the same number.
 */
enum { POINT = 32, FINE = 63 };

/* x + sum over k >= 1 of x^(2^k) 2^(k-1), FINE bits behind the point. */
static wide
sigma(uint64_t x)
{
	wide sum = x;

	for (int k = 0; x != 0; k++) {
		x = (uint64_t)((wide)x * x >> FINE);
		sum += (wide)x << k;
	}
	return sum;
}

int64_t
sketch_count(const struct sketch *s)
{
	/* 2^32 / (2 ln 2) */
	const uint64_t alpha = UINT64_C(3098164009);
	uint64_t empty = SKETCH_REGISTERS - in_use(s);
	wide z = 0, top;

	if (empty == SKETCH_REGISTERS)
		return 0;
	for (size_t i = 0; i < SKETCH_REGISTERS; i++)
		if (s->rank[i] != 0)
			z += UINT64_C(1) << (POINT - s->rank[i]);
	z += sigma(empty << (FINE - INDEX_BITS)) >> (FINE - POINT - INDEX_BITS);
	top = (wide)alpha << (2 * INDEX_BITS);
	return (int64_t)((top + z / 2) / z);
}
