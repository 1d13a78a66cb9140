/* Currencies and amounts; rounding of money against GMP. */
#include <gmp.h>

#include "domain/money.h"
#include "unit/support.h"

static struct currency
currency(const char *code)
{
	struct currency c;

	assert_true(currency_find(str_of(code), &c));
	return c;
}

static void
test_currencies(void **state)
{
	struct currency c;

	(void)state;
	assert_int_equal(currency("EUR").digits, 2);
	assert_int_equal(currency("JPY").digits, 0);
	assert_int_equal(currency("KRW").digits, 0);
	assert_int_equal(currency("BHD").digits, 3);
	assert_int_equal(currency("TND").digits, 3);
	assert_int_equal(currency("CLF").digits, 4);
	assert_string_equal(currency("CHF").code, "CHF");
	assert_false(currency_find(STR("eur"), &c));
	assert_string_equal(c.code, "");
	assert_false(currency_find(STR("EURO"), &c));
	/* right form, not in the list: the caller may know better */
	assert_false(currency_find(STR("QQQ"), &c));
	assert_string_equal(c.code, "QQQ");
	/* two letters of one code and one of the next */
	assert_false(currency_find(STR("ED "), &c));
}

static void
test_amounts(void **state)
{
	struct arena a = { 0 };
	struct ratio r;

	(void)state;
	assert_true(money_ratio(STR("49.00"), currency("EUR"), &r));
	assert_str(ratio_text(&a, r), "4900");
	assert_true(money_ratio(STR("12345"), currency("JPY"), &r));
	assert_str(ratio_text(&a, r), "12345");
	assert_true(money_ratio(STR("1.005"), currency("KWD"), &r));
	assert_str(ratio_text(&a, r), "1005");
	assert_false(money_ratio(STR("1,00"), currency("EUR"), &r));
	assert_false(money_ratio(STR("EUR 1"), currency("EUR"), &r));
	/* an hourly price may be finer than a cent */
	assert_true(money_ratio(STR("0.006"), currency("EUR"), &r));
	assert_str(ratio_text(&a, r), "3/5");
	assert_str(money_text(&a, 123450, currency("EUR")), "1234.50");
	assert_str(money_text(&a, 7, currency("EUR")), "0.07");
	assert_str(money_text(&a, 1235, currency("JPY")), "1235");
	assert_str(money_text(&a, -5, currency("BHD")), "-0.005");
	arena_release(&a);
}

/* 49.99 x 10 % and x 25 %: 4.999 and 12.4975. */
static void
test_known_rounding(void **state)
{
	struct ratio a = ratio_mul(ratio_int(4999), ratio_make(10, 100));
	struct ratio b = ratio_mul(ratio_int(4999), ratio_make(25, 100));
	int64_t m = 0;

	(void)state;
	assert_true(ratio_round(a, ROUND_HALF_UP, &m));
	assert_int_equal(m, 500);
	assert_true(ratio_round(b, ROUND_HALF_UP, &m));
	assert_int_equal(m, 1250);
	assert_true(ratio_round(a, ROUND_DOWN, &m));
	assert_int_equal(m, 499);
	assert_true(ratio_round(ratio_make(125, 10), ROUND_HALF_EVEN, &m));
	assert_int_equal(m, 12);
	assert_true(ratio_round(ratio_make(135, 10), ROUND_HALF_EVEN, &m));
	assert_int_equal(m, 14);
}

/*
 * The nearest integer by GMP: twice the value plus one, halved downwards, is
 * half up for what is not negative; a tie is when twice the value is odd.
 */
static int64_t
by_gmp(const mpq_t v, enum rounding mode)
{
	mpz_t whole, twice;
	int64_t result;

	mpz_inits(whole, twice, NULL);
	switch (mode) {
	case ROUND_DOWN:
		mpz_fdiv_q(whole, mpq_numref(v), mpq_denref(v));
		break;
	case ROUND_UP:
		mpz_cdiv_q(whole, mpq_numref(v), mpq_denref(v));
		break;
	default:
		mpz_mul_ui(twice, mpq_numref(v), 2);
		mpz_add(twice, twice, mpq_denref(v));
		mpz_fdiv_q(whole, twice, mpq_denref(v));
		mpz_fdiv_q_ui(whole, whole, 2);
		if (mode == ROUND_HALF_EVEN &&
		    mpz_cmp_ui(mpq_denref(v), 2) == 0)
			mpz_clrbit(whole, 0);
		break;
	}
	result = mpz_get_si(whole);
	mpz_clears(whole, twice, NULL);
	return result;
}

/* A fee times a percentage with decimals, as contracts have them. */
static void
test_rounding_against_gmp(void **state)
{
	static const enum rounding modes[] = { ROUND_HALF_UP, ROUND_HALF_EVEN,
		ROUND_DOWN, ROUND_UP };
	uint64_t seed = 4217;
	mpq_t v;

	(void)state;
	mpq_init(v);
	for (int i = 0; i < 40000; i++) {
		int64_t fee = dice_between(&seed, 0, 5000000);
		int64_t num = dice_between(&seed, 0, 2000);
		/* small denominators make ties likely */
		int64_t den = dice_between(&seed, 1, i % 2 ? 8 : 90000);
		struct ratio r =
		    ratio_mul(ratio_int(fee), ratio_make(num, den));

		mpq_set_si(v, fee * num, (unsigned long)den);
		mpq_canonicalize(v);
		for (int k = 0; k < 4; k++) {
			int64_t m = -1;

			assert_true(ratio_round(r, modes[k], &m));
			assert_int_equal(m, by_gmp(v, modes[k]));
		}
	}
	mpq_clear(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_currencies),
		cmocka_unit_test(test_amounts),
		cmocka_unit_test(test_known_rounding),
		cmocka_unit_test(test_rounding_against_gmp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
