/* Exact fractions against hand values and against GMP. */
#include <gmp.h>

#include "base/ratio.h"
#include "unit/support.h"

static struct ratio
parsed(const char *text)
{
	struct ratio r = { 0, 0 };

	assert_true(ratio_parse(str_of(text), &r));
	return r;
}

static void
test_parse(void **state)
{
	struct arena a = { 0 };
	struct ratio r;

	(void)state;
	assert_str(ratio_text(&a, parsed("99.95")), "1999/20");
	assert_str(ratio_text(&a, parsed("-0.5")), "-1/2");
	assert_str(ratio_text(&a, parsed("7")), "7");
	assert_str(ratio_text(&a, parsed("+0.10")), "1/10");
	assert_false(ratio_parse(STR(""), &r));
	assert_false(ratio_parse(STR("."), &r));
	assert_false(ratio_parse(STR("1."), &r));
	assert_false(ratio_parse(STR(".5"), &r));
	assert_false(ratio_parse(STR("1,5"), &r));
	assert_false(ratio_parse(STR("1e3"), &r));
	assert_false(ratio_parse(STR("--1"), &r));
	assert_false(ratio_parse(STR("1234567890123456789"), &r));
	arena_release(&a);
}

static void
test_decimal(void **state)
{
	struct arena a = { 0 };

	(void)state;
	/* 1 second of 30 days: 2591999/2592000 = 0.99999961419... */
	assert_str(
	    ratio_decimal(&a, ratio_make(259199900, 2592000), 3, ROUND_FLOOR),
	    "99.999");
	assert_str(
	    ratio_decimal(&a, ratio_make(-1, 3), 2, ROUND_FLOOR), "-0.34");
	assert_str(
	    ratio_decimal(&a, ratio_make(1, 8), 2, ROUND_HALF_UP), "0.13");
	assert_str(
	    ratio_decimal(&a, ratio_make(1, 8), 2, ROUND_HALF_EVEN), "0.12");
	assert_str(ratio_decimal(&a, ratio_int(5), 0, ROUND_HALF_EVEN), "5");
	assert_str(
	    ratio_decimal(&a, ratio_make(-1, 1000), 2, ROUND_DOWN), "0.00");
	arena_release(&a);
}

static void
test_edges_that_floats_miss(void **state)
{
	(void)state;
	/* (99.9 - 99.7) / 0.1 is exactly 2; in binary it is a little more */
	assert_int_equal(
	    ratio_cmp(ratio_div(ratio_sub(parsed("99.9"), parsed("99.7")),
			  parsed("0.1")),
		ratio_int(2)),
	    0);
	/* 432 of 43200 minutes is exactly 99 percent */
	assert_int_equal(
	    ratio_cmp(ratio_make(43200 - 432, 43200), parsed("0.99")), 0);
}

static void
test_overflow_sticks(void **state)
{
	struct ratio big = ratio_int(INT64_MAX), none;

	(void)state;
	none = ratio_mul(ratio_mul(big, big), ratio_mul(big, big));
	assert_false(ratio_ok(none));
	assert_false(ratio_ok(ratio_add(none, ratio_int(1))));
	assert_false(ratio_ok(ratio_div(ratio_int(1), ratio_int(0))));
}

/* Compare without ever overflowing: two huge fractions that differ by a hair.
 */
static void
test_compare_huge(void **state)
{
	struct ratio a = ratio_make((int128)INT64_MAX * 3, INT64_MAX - 1);
	struct ratio b = ratio_make((int128)INT64_MAX * 3 + 1, INT64_MAX - 1);

	(void)state;
	assert_int_equal(ratio_cmp(a, b), -1);
	assert_int_equal(ratio_cmp(b, a), 1);
	assert_int_equal(ratio_cmp(a, a), 0);
	assert_int_equal(ratio_cmp(ratio_make(-1, 3), ratio_make(-1, 2)), 1);
}

/* The integer next to n/d by mode, done independently with GMP. */
static int64_t
oracle(int64_t n, int64_t d, enum rounding mode)
{
	mpz_t num, den, q, r, twice;
	int half, sign = n < 0 ? -1 : 1;
	int64_t out;

	mpz_inits(num, den, q, r, twice, NULL);
	mpz_set_si(num, n < 0 ? -n : n);
	mpz_set_si(den, d);
	mpz_tdiv_qr(q, r, num, den); /* of the magnitude */
	mpz_mul_ui(twice, r, 2);
	half = mpz_cmp(twice, den);
	if (mpz_sgn(r) != 0) {
		int up = 0;

		if (mode == ROUND_UP)
			up = 1;
		else if (mode == ROUND_FLOOR)
			up = sign < 0;
		else if (mode == ROUND_CEIL)
			up = sign > 0;
		else if (mode == ROUND_HALF_UP)
			up = half >= 0;
		else if (mode == ROUND_HALF_EVEN)
			up = half > 0 || (half == 0 && mpz_odd_p(q));
		if (up)
			mpz_add_ui(q, q, 1);
	}
	out = sign * mpz_get_si(q);
	mpz_clears(num, den, q, r, twice, NULL);
	return out;
}

static void
test_rounding_against_gmp(void **state)
{
	uint64_t seed = 20240401;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		enum rounding mode = (enum rounding)dice_between(&seed, 0, 5);
		int64_t d = dice_between(&seed, 1, 40);
		int64_t n = dice_between(&seed, -2000, 2000), got;

		assert_true(ratio_round(ratio_make(n, d), mode, &got));
		assert_int_equal(got, oracle(n, d, mode));
	}
}

static void
test_arithmetic_against_gmp(void **state)
{
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < 50000; i++) {
		int64_t an = dice_between(&seed, -1000000000, 1000000000);
		int64_t ad = dice_between(&seed, 1, 1000000000);
		int64_t bn = dice_between(&seed, -1000000000, 1000000000);
		int64_t bd = dice_between(&seed, 1, 1000000000);
		struct ratio r =
		    ratio_add(ratio_mul(ratio_make(an, ad), ratio_make(bn, bd)),
			ratio_make(bn, ad));
		struct arena a = { 0 };
		mpq_t x, y, z;
		char *text;

		mpq_inits(x, y, z, NULL);
		mpq_set_si(x, an, (unsigned long)ad);
		mpq_canonicalize(x);
		mpq_set_si(y, bn, (unsigned long)bd);
		mpq_canonicalize(y);
		mpq_mul(x, x, y);
		mpq_set_si(z, bn, (unsigned long)ad);
		mpq_canonicalize(z);
		mpq_add(x, x, z);
		text = mpq_get_str(NULL, 10, x);
		assert_str(ratio_text(&a, r), text);
		free(text);
		mpq_clears(x, y, z, NULL);
		arena_release(&a);
	}
}

/* ---- numbers of any size, up to the last bit of 127 --------------------- */

static void
set_int128(mpz_t z, int128 v)
{
	bool minus = v < 0;
	__extension__ unsigned __int128 u =
	    minus ? -(unsigned __int128)v : (unsigned __int128)v;

	mpz_import(z, 1, -1, sizeof u, 0, 0, &u);
	if (minus)
		mpz_neg(z, z);
}

static void
set_ratio(mpq_t q, struct ratio r)
{
	set_int128(mpq_numref(q), r.num);
	set_int128(mpq_denref(q), r.den);
}

/* Every length of number, from 1 to 127 bits; the longest more often. */
static int128
dice_bits(uint64_t *seed)
{
	int drawn = (int)dice_between(seed, 1, 160);
	int bits = drawn > 127 ? 127 : drawn;
	__extension__ unsigned __int128 u = dice(seed);

	u = u << 64 | dice(seed);
	u >>= 128 - bits;
	return u == 0 ? 1 : (int128)u;
}

/* Also whole numbers, exact halves, and what lies one step beside a half. */
static struct ratio
dice_ratio(uint64_t *seed)
{
	int128 num = dice_bits(seed), den = dice_bits(seed);
	int shape = (int)dice_between(seed, 0, 5);

	if (shape == 0)
		den = 1;
	else if (shape == 1)
		den = 2;
	else if (shape == 2 && den < num && num >> 126 == 0)
		/* (2 k + 1) / 2 of a denominator that is even, and beside it */
		num = num / den * den + den / 2 + dice_between(seed, -1, 1);
	return ratio_make(dice(seed) % 2 ? num : -num, den);
}

/* `q` to an integer by mode, written from the definition of each mode. */
static void
round_mpq(mpz_t out, const mpq_t q, enum rounding mode)
{
	mpz_t low, high, twice;
	mpq_t rest;
	int half;

	mpz_inits(low, high, twice, NULL);
	mpq_init(rest);
	mpz_fdiv_q(low, mpq_numref(q), mpq_denref(q));
	mpz_cdiv_q(high, mpq_numref(q), mpq_denref(q));
	mpq_set_z(rest, low);
	mpq_sub(rest, q, rest);
	mpz_mul_ui(twice, mpq_numref(rest), 2);
	half = mpz_cmp(twice, mpq_denref(rest)); /* low + 1/2 against q */
	switch (mode) {
	case ROUND_FLOOR:
		mpz_set(out, low);
		break;
	case ROUND_CEIL:
		mpz_set(out, high);
		break;
	case ROUND_DOWN:
		mpz_set(out, mpq_sgn(q) < 0 ? high : low);
		break;
	case ROUND_UP:
		mpz_set(out, mpq_sgn(q) < 0 ? low : high);
		break;
	case ROUND_HALF_UP:
		mpz_set(out,
		    half > 0 || (half == 0 && mpq_sgn(q) > 0) ? high : low);
		break;
	case ROUND_HALF_EVEN:
		mpz_set(out,
		    half > 0 || (half == 0 && mpz_odd_p(low)) ? high : low);
		break;
	}
	mpz_clears(low, high, twice, NULL);
	mpq_clear(rest);
}

static bool
fits(const mpq_t q)
{
	return mpz_sizeinbase(mpq_numref(q), 2) <= 127 &&
	       mpz_sizeinbase(mpq_denref(q), 2) <= 127;
}

static void
test_huge_rounding_against_gmp(void **state)
{
	(void)state;
	for (uint64_t round = 1; round <= 40000; round++) {
		uint64_t seed = round * 7919;
		enum rounding mode = (enum rounding)dice_between(&seed, 0, 5);
		struct ratio r = dice_ratio(&seed);
		int64_t got = 0;
		mpz_t want;
		mpq_t q;

		mpz_init(want);
		mpq_init(q);
		set_ratio(q, r);
		round_mpq(want, q, mode);
		if (ratio_round(r, mode, &got) != mpz_fits_slong_p(want))
			fail_msg("round %d: fits or not", (int)round);
		if (mpz_fits_slong_p(want) && mpz_get_si(want) != got)
			fail_msg("round %d: mode %d", (int)round, mode);
		mpz_clear(want);
		mpq_clear(q);
	}
}

static void
test_quantize_against_gmp(void **state)
{
	(void)state;
	for (uint64_t round = 1; round <= 40000; round++) {
		uint64_t seed = round * 104729;
		enum rounding mode = (enum rounding)dice_between(&seed, 0, 5);
		int decimals = (int)dice_between(&seed, 0, 9);
		struct ratio r = dice_ratio(&seed), got;
		mpq_t q, scale, is;
		bool small;

		mpq_inits(q, scale, is, NULL);
		got = ratio_quantize(r, decimals, mode);
		set_ratio(q, r);
		mpz_ui_pow_ui(mpq_numref(scale), 10, (unsigned long)decimals);
		mpq_mul(q, q, scale);
		small = fits(q);
		round_mpq(mpq_numref(q), q, mode);
		mpz_set_ui(mpq_denref(q), 1);
		mpq_div(q, q, scale);
		set_ratio(is, got);
		if (ratio_ok(got) != small)
			fail_msg("round %d: fits or not", (int)round);
		if (ratio_ok(got) && mpq_cmp(is, q) != 0)
			fail_msg("round %d: mode %d", (int)round, mode);
		mpq_clears(q, scale, is, NULL);
	}
}

/* Sums and products: exact, or no number; never a wrong one. */
static void
test_huge_arithmetic_against_gmp(void **state)
{
	(void)state;
	for (uint64_t round = 1; round <= 40000; round++) {
		uint64_t seed = round * 15485863;
		struct ratio a = dice_ratio(&seed), b = dice_ratio(&seed);
		struct ratio got[] = { ratio_add(a, b), ratio_sub(a, b),
			ratio_mul(a, b), ratio_div(a, b) };
		mpq_t x, y, want[4], is;

		mpq_inits(x, y, is, want[0], want[1], want[2], want[3], NULL);
		set_ratio(x, a);
		set_ratio(y, b);
		mpq_add(want[0], x, y);
		mpq_sub(want[1], x, y);
		mpq_mul(want[2], x, y);
		mpq_div(want[3], x, y);
		for (int i = 0; i < 4; i++) {
			set_ratio(is, got[i]);
			if (ratio_ok(got[i]) && !mpq_equal(is, want[i]))
				fail_msg("round %d: op %d", (int)round, i);
			/* reduced crosswise, these fit whenever the result */
			if (i >= 2 && ratio_ok(got[i]) != fits(want[i]))
				fail_msg("round %d: op %d", (int)round, i);
		}
		if (ratio_cmp(a, b) !=
		    (mpq_cmp(x, y) > 0) - (mpq_cmp(x, y) < 0))
			fail_msg("round %d: order", (int)round);
		mpq_clears(x, y, is, want[0], want[1], want[2], want[3], NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_decimal),
		cmocka_unit_test(test_edges_that_floats_miss),
		cmocka_unit_test(test_overflow_sticks),
		cmocka_unit_test(test_compare_huge),
		cmocka_unit_test(test_rounding_against_gmp),
		cmocka_unit_test(test_arithmetic_against_gmp),
		cmocka_unit_test(test_huge_rounding_against_gmp),
		cmocka_unit_test(test_quantize_against_gmp),
		cmocka_unit_test(test_huge_arithmetic_against_gmp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
