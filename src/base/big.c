/* before banned.h: it declares names that the project forbids itself */
#include <gmp.h>
#include <stdlib.h>

#include "base/big.h"
#include "base/err.h"

__extension__ typedef unsigned __int128 uint128;

struct big {
	mpq_t q;
};

/* ---- 128 bits and back -----------------------------------------------------
 */

static void
set_int128(mpz_t z, int128 n)
{
	uint128 m = n < 0 ? -(uint128)n : (uint128)n;
	uint64_t words[2] = { (uint64_t)m, (uint64_t)(m >> 64) };

	mpz_import(z, 2, -1, sizeof words[0], 0, 0, words);
	if (n < 0)
		mpz_neg(z, z);
}

/* The caller knows that it fits. */
static int128
get_int128(const mpz_t z)
{
	uint64_t words[2] = { 0, 0 };
	int128 n;

	if (mpz_sizeinbase(z, 2) > 126)
		BUG("a number of more than 126 bits was to become a ratio");
	mpz_export(words, NULL, -1, sizeof words[0], 0, 0, z);
	n = (int128)((uint128)words[1] << 64 | words[0]);
	return mpz_sgn(z) < 0 ? -n : n;
}

static void
set_ratio(mpq_t q, struct ratio r)
{
	set_int128(mpq_numref(q), r.num);
	set_int128(mpq_denref(q), r.den);
}

/* ---- sums ------------------------------------------------------------------
 */

/*
 * Halves are added to halves, so that factors of equal length meet; reducing
 * waits for the end, which is far cheaper than a gcd for each addition.
 */
static void
add_range(mpq_t out, const struct ratio *v, size_t n)
{
	mpq_t right;

	if (n <= 1) {
		set_ratio(out, n == 1 ? v[0] : ratio_int(0));
		return;
	}
	mpq_init(right);
	add_range(out, v, n / 2);
	add_range(right, v + n / 2, n - n / 2);
	mpz_mul(mpq_numref(out), mpq_numref(out), mpq_denref(right));
	mpz_addmul(mpq_numref(out), mpq_numref(right), mpq_denref(out));
	mpz_mul(mpq_denref(out), mpq_denref(out), mpq_denref(right));
	mpq_clear(right);
}

struct big *
big_sum(const struct ratio *v, size_t n)
{
	struct big *b = malloc(sizeof *b);

	if (b == NULL)
		BUG("out of memory");
	for (size_t i = 0; i < n; i++)
		if (!ratio_ok(v[i]))
			BUG("a sum of something that is no number");
	mpq_init(b->q);
	add_range(b->q, v, n);
	mpq_canonicalize(b->q);
	return b;
}

void
big_scale(struct big *b, struct ratio by)
{
	mpq_t factor;

	mpq_init(factor);
	set_ratio(factor, by);
	mpq_mul(b->q, b->q, factor);
	mpq_clear(factor);
}

void
big_free(struct big *b)
{
	if (b == NULL)
		return;
	mpq_clear(b->q);
	free(b);
}

int
big_cmp(const struct big *b, struct ratio r)
{
	mpq_t other;
	int c;

	mpq_init(other);
	set_ratio(other, r);
	c = mpq_cmp(b->q, other);
	mpq_clear(other);
	return (c > 0) - (c < 0);
}

struct str
big_text(struct arena *keep, const struct big *b)
{
	size_t n = mpz_sizeinbase(mpq_numref(b->q), 10) +
		   mpz_sizeinbase(mpq_denref(b->q), 10) + 3;
	char *text = arena_array(keep, n, 1);

	mpq_get_str(text, 10, b->q);
	return str_of(text);
}

/* ---- near ------------------------------------------------------------------
 */

/* b * 10^decimals: its floor, and whether that is all of it. */
static bool
scaled_floor(mpz_t floor, mpz_t scale, const struct big *b, int decimals)
{
	mpz_t rest;
	bool whole;

	mpz_init(rest);
	mpz_ui_pow_ui(scale, 10, (unsigned long)decimals);
	mpz_mul(floor, mpq_numref(b->q), scale);
	mpz_fdiv_qr(floor, rest, floor, mpq_denref(b->q));
	whole = mpz_sgn(rest) == 0;
	mpz_clear(rest);
	return whole;
}

/*
 * The fraction with the smallest terms strictly between low/scale and
 * (low + 1)/scale: the path down the tree of Stern and Brocot, in the strides
 * that continued fractions give. Only 128-bit numbers, low >= 0.
 */
static struct ratio
simplest_between(struct ratio low, struct ratio high)
{
	/* whole part, then the same question of the reciprocals */
	int128 q[200];
	struct ratio out;
	int n = 0;

	for (;;) {
		int128 whole = low.num / low.den;
		struct ratio swap;

		if (n == (int)(sizeof q / sizeof q[0]))
			BUG("a continued fraction without end");
		/* an integer lies strictly between */
		if ((whole + 1) * high.den < high.num) {
			out = (struct ratio){ whole + 1, 1 };
			break;
		}
		q[n++] = whole;
		swap.num = low.den;
		swap.den = low.num - whole * low.den;
		low.num = high.den;
		low.den = high.num - whole * high.den;
		high = swap;
		if (high.den == 0) {
			/* up to infinity: the next integer above low */
			out = (struct ratio){ low.num / low.den + 1, 1 };
			break;
		}
	}
	while (n-- > 0)
		out = (struct ratio){ q[n] * out.num + out.den, out.num };
	return out;
}

static bool
is_small(const struct big *b)
{
	return mpz_sizeinbase(mpq_numref(b->q), 2) <= 63 &&
	       mpz_sizeinbase(mpq_denref(b->q), 2) <= 63;
}

struct ratio
big_near(const struct big *b, int decimals, bool *ret_exact)
{
	struct ratio low, high, out;
	bool negative = mpq_sgn(b->q) < 0;
	struct big other;

	*ret_exact = is_small(b);
	if (*ret_exact)
		return ratio_make(
		    get_int128(mpq_numref(b->q)), get_int128(mpq_denref(b->q)));
	mpq_init(other.q);
	mpq_abs(other.q, b->q);
	big_between(&other, decimals, &low, &high);
	*ret_exact = ratio_cmp(low, high) == 0;
	out = *ret_exact ? low : simplest_between(low, high);
	mpq_clear(other.q);
	return negative ? ratio_sub(ratio_int(0), out) : out;
}

void
big_between(const struct big *b, int decimals, struct ratio *ret_low,
    struct ratio *ret_high)
{
	mpz_t floor, scale;
	bool whole;

	mpz_inits(floor, scale, NULL);
	whole = scaled_floor(floor, scale, b, decimals);
	*ret_low = ratio_make(get_int128(floor), get_int128(scale));
	if (!whole)
		mpz_add_ui(floor, floor, 1);
	*ret_high = ratio_make(get_int128(floor), get_int128(scale));
	mpz_clears(floor, scale, NULL);
}
