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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
