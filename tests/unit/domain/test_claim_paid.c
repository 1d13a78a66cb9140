/*
 * test_claim_paid.c -- the currency of a letter, and what the provider has paid
 * before it.
 */
#include "unit/domain/claim_story.h"

/* The letter is in the currency that is named, whatever was down first. */
static void
currency_named(void **state)
{
	struct story s;

	(void)state;
	open_story(&s);
	s.ledger[0].settlement.currency = (struct currency){ "USD", 2 };
	figure(&s, true);
	assert_string_equal(s.f.currency.code, "USD");
	assert_int_equal(s.f.n_rows, 1);
	s.claim.currency = STR("EUR");
	figure(&s, true);
	assert_string_equal(s.f.currency.code, "EUR");
	assert_int_equal(s.f.n_rows, 1);
	assert_int_equal(s.f.n_other_currency, 1);
	/* only the mail: no credit, 0.20 pro rata */
	assert_int_equal(s.f.total_minor, 20);
	arena_release(&s.keep);
}

/*
 * Of 19.70 the provider paid 10.00 on 20 April: 9.70 are left. What it pays
 * after the day of the letter, for another month, or in another currency, does
 * not count; a payment beyond the sum leaves nothing, never less.
 */
static void
paid_already(void **state)
{
	struct claim claims[] = {
		{ .service = STR("web"),
		    .period = STR("2024-04"),
		    .claimed_at = utc(14, 0, 0),
		    .paid_at = utc(20, 0, 0),
		    .has_paid = true,
		    .paid = { 1000, eur } },
		{ .service = STR("mail"),
		    .period = STR("2024-04"),
		    .claimed_at = utc(15, 0, 0),
		    .paid_at = utc(26, 0, 0),
		    .has_paid = true,
		    .paid = { 100, eur } },
		{ .service = STR("web"),
		    .period = STR("2024-03"),
		    .claimed_at = utc(2, 0, 0),
		    .paid_at = utc(3, 0, 0),
		    .has_paid = true,
		    .paid = { 100, eur } },
		{ .service = STR("mail"),
		    .period = STR("2024-04"),
		    .claimed_at = NO_INSTANT,
		    .paid_at = utc(3, 0, 0),
		    .has_paid = true,
		    .paid = { 100, { "USD", 2 } } },
	};
	struct story s;

	(void)state;
	open_story(&s);
	s.d.settings.as_of = utc(25, 0, 0);
	figure(&s, true);
	assert_int_equal(s.f.paid_minor, 0);
	assert_true(s.f.claimed_at == NO_INSTANT);
	s.d.claims = claims;
	s.d.n_claims = sizeof claims / sizeof *claims;
	figure(&s, true);
	assert_int_equal(s.f.paid_minor, 1000);
	assert_int_equal(s.f.paid_at, utc(20, 0, 0));
	assert_int_equal(s.f.claimed_at, utc(14, 0, 0));
	assert_int_equal(s.f.total_minor, 970);
	assert_int_equal(s.f.fallback_minor, 970);
	claims[0].paid.minor = 5000;
	figure(&s, true);
	assert_int_equal(s.f.paid_minor, 1970);
	assert_int_equal(s.f.total_minor, 0);
	arena_release(&s.keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(currency_named),
		cmocka_unit_test(paid_already),
	};

	return cmocka_run_group_tests_name(
	    "domain/claim paid", tests, NULL, NULL);
}
