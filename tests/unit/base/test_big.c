/* Sums of any size: by hand, and against GMP's own fractions. */
#include <gmp.h>

#include "base/big.h"
#include "unit/support.h"

static void
test_sum(void **state)
{
	/* 1/2 + 1/3 + 1/6 = 1; 5 - 1/4 = 19/4 */
	const struct ratio whole[] = { { 1, 2 }, { 1, 3 }, { 1, 6 } };
	const struct ratio part[] = { { 5, 1 }, { -1, 4 } };
	struct arena a = { 0 };
	struct big *b = big_sum(whole, 3);

	(void)state;
	assert_str(big_text(&a, b), "1");
	big_scale(b, ratio_make(-2, 7));
	assert_str(big_text(&a, b), "-2/7");
	assert_int_equal(big_cmp(b, ratio_make(-2, 7)), 0);
	assert_int_equal(big_cmp(b, ratio_int(0)), -1);
	assert_int_equal(big_cmp(b, ratio_make(-3, 7)), 1);
	big_free(b);
	b = big_sum(part, 2);
	assert_str(big_text(&a, b), "19/4");
	big_free(b);
	b = big_sum(NULL, 0);
	assert_str(big_text(&a, b), "0");
	big_free(b);
	big_free(NULL);
	arena_release(&a);
}

static void
test_near(void **state)
{
	/* 10^-20 + 1/(10^15 + 37) and so on: more than 63 bits */
	const struct ratio v[] = { { 1, 1000000000000037 },
		{ 1, 1000000000000091 }, { 1, 1000000000000159 } };
	struct big *b = big_sum(v, 3);
	struct ratio low, high, near;
	bool exact;

	(void)state;
	near = big_near(b, 20, &exact);
	assert_false(exact);
	/* 3 x 10^-15 less 287 x 10^-30: 299999.99... x 10^-20 */
	big_between(b, 20, &low, &high);
	assert_int_equal(
	    ratio_cmp(low, ratio_mul(ratio_make(299999, 10000000000),
			       ratio_make(1, 10000000000))),
	    0);
	assert_int_equal(
	    ratio_cmp(high, ratio_mul(ratio_make(300000, 10000000000),
				ratio_make(1, 10000000000))),
	    0);
	assert_true(ratio_cmp(low, near) < 0 && ratio_cmp(near, high) < 0);
	big_free(b);
}

static void
random_mpq(mpq_t q, struct ratio *r, uint64_t *seed)
{
	unsigned long den = dice(seed) % 1000000 + 1;
	long num = (long)(dice(seed) % 2000000) - 1000000;

	*r = ratio_make(num, den);
	mpq_set_si(q, num, den);
	mpq_canonicalize(q);
}

/*
 * near is on the same side as the sum of every decimal of its cell: between the
 * same neighbours, strictly, or equal to the sum.
 */
static void
test_against_gmp(void **state)
{
	struct arena a = { 0 };
	uint64_t seed = 20;
	mpq_t sum, one;

	(void)state;
	mpq_inits(sum, one, NULL);
	for (int round = 0; round < 300; round++) {
		size_t n = dice(&seed) % 40 + 1;
		int places = (int)(dice(&seed) % 21);
		struct ratio v[40], low, high, near;
		struct big *b;
		char *text;
		bool exact;

		mpq_set_ui(sum, 0, 1);
		for (size_t i = 0; i < n; i++) {
			random_mpq(one, &v[i], &seed);
			mpq_add(sum, sum, one);
		}
		b = big_sum(v, n);
		text = mpq_get_str(NULL, 10, sum);
		assert_str(big_text(&a, b), text);
		free(text);
		near = big_near(b, places, &exact);
		big_between(b, places, &low, &high);
		assert_true(ratio_ok(near));
		assert_true(big_cmp(b, low) >= 0 && big_cmp(b, high) <= 0);
		assert_int_equal(big_cmp(b, near) == 0, exact);
		if (ratio_cmp(low, high) != 0 && !exact)
			assert_true(ratio_cmp(low, near) < 0 &&
				    ratio_cmp(near, high) < 0);
		big_free(b);
	}
	mpq_clears(sum, one, NULL);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sum),
		cmocka_unit_test(test_near),
		cmocka_unit_test(test_against_gmp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
