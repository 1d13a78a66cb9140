/* history.csv, claims.csv, amounts.csv. */
#include "unit/import/help.h"

static void
assert_ratio(struct ratio r, int64_t num, int64_t den)
{
	assert_true(ratio_ok(r));
	assert_int_equal(ratio_cmp(r, ratio_make(num, den)), 0);
}

static void
history(void **state)
{
	struct trial *t = trial_new();
	struct past_period *p;

	(void)state;
	trial_text(t, SOURCE_HISTORY,
	    "service,period,availability,downtime_minutes,credit,currency,"
	    "kind,used_minutes,restated\n"
	    "s1,2024-01,99.5,\"223,2\",4.90,EUR,,,\n"
	    "s1,2024-02,464/465,,,,maintenance,90.5,a record came late\n"
	    "s1,2024-Q1,100 %,,,,,,\n");
	assert_quiet(t);
	assert_int_equal(t->batch.past.n, 3);
	p = t->batch.past.v;
	assert_ratio(p[0].availability, 995, 1000);
	assert_ratio(p[0].minutes, 2232, 10);
	assert_true(p[0].has_credit);
	assert_int_equal(p[0].credit.minor, 490);
	assert_false(ratio_ok(p[0].used_minutes));
	assert_ratio(p[1].availability, 464, 465);
	assert_false(ratio_ok(p[1].minutes));
	assert_false(p[1].has_credit);
	assert_int_equal(p[0].restated.n, 0);
	assert_str(p[1].restated, "a record came late");
	assert_str(p[1].kind, "maintenance");
	assert_ratio(p[1].used_minutes, 181, 2);
	assert_ratio(p[2].availability, 1, 1);
	trial_free(t);
}

static void
refused(enum source_kind kind, const char *text, const char *why)
{
	struct trial *t = trial_new();

	trial_text(t, kind, text);
	assert_int_equal(t->rc, -1);
	assert_said(t, why);
	trial_free(t);
}

static void
history_refused(void **state)
{
	(void)state;
	refused(SOURCE_HISTORY, "service,period,availability\ns1,2024-13,99\n",
	    "file:2:4: error: \"period\": \"2024-13\" is not a period");
	refused(SOURCE_HISTORY,
	    "service,period,availability\ns1,2024-01,0.9995\n",
	    "file:2:12: error: \"availability\": 0.9995 could be a percentage "
	    "or a share of 1");
	refused(SOURCE_HISTORY,
	    "service,period,availability\ns1,2024-01,466/465\n",
	    "\"466/465\" is not a fraction of 1");
	refused(SOURCE_HISTORY, "service,period,availability\ns1,2024-01,101\n",
	    "101 is more than 100 %");
	refused(SOURCE_HISTORY, "service,period,credit\ns1,2024-01,4.90\n",
	    "the credit has no currency");
	refused(SOURCE_HISTORY, "service,period,kind\ns1,2024-01,ddos\n",
	    "\"kind\" and \"used_minutes\" go together");
	refused(SOURCE_HISTORY, "service,period,credit\ns1,2024-01,\n",
	    "this row says nothing");
}

/* The same twice is one; two that differ are a complaint. */
static void
history_twice(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_HISTORY,
	    "service,period,availability,kind,used_minutes\n"
	    "s1,2024-01,99.50,,\n"
	    "s1,2024-01,199/200,,\n" /* 99.5 % */
	    "s1,2024-01,,maintenance,5\n"
	    "s1,2024-01,,ddos,7\n");
	assert_quiet(t);
	assert_int_equal(t->batch.past.n, 3);
	assert_int_equal(t->batch.source.duplicates, 1);
	trial_free(t);
	refused(SOURCE_HISTORY,
	    "service,period,availability\n"
	    "s1,2024-01,99.5\ns2,2024-01,99.4\ns1,2024-01,99.4\n",
	    "file:4:4: error: line 2 says something else of \"s1\" in 2024-01");
	refused(SOURCE_HISTORY,
	    "service,period,kind,used_minutes\n"
	    "s1,2024-01,ddos,5\ns1,2024-01,ddos,6\n",
	    "file:3:4: error: line 2 says something else of \"s1\" in 2024-01");
}

static void
claims(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_CLAIMS,
	    "service,period,claimed_at,anchor_at,ticket_at\n"
	    "s1,2013-04,2013-05-14,,2013-04-11 18:50\n");
	assert_quiet(t);
	/* a date alone is its first instant in Rome */
	assert_int_equal(
	    t->batch.claims.v[0].claimed_at, at("2013-05-13T22:00:00Z"));
	assert_true(t->batch.claims.v[0].anchor_at == NO_INSTANT);
	assert_int_equal(
	    t->batch.claims.v[0].ticket_at, at("2013-04-11T16:50:00Z"));
	trial_free(t);
	refused(SOURCE_CLAIMS,
	    "service,period,claimed_at\ns1,2013-04,2013-05-14\n"
	    "s1,2013-04,2013-05-15\n",
	    "\"s1 in 2013-04\" was already given in line 2");
	refused(SOURCE_CLAIMS, "service,period,claimed_at\ns1,2013-04,\n",
	    "this row says nothing");
	t = trial_new();
	trial_text(t, SOURCE_CLAIMS,
	    "service,period,paid_at,paid,currency\n"
	    "s1,2013-04,2013-06-03T10:00:00+02:00,\"12,50\",EUR\n");
	assert_quiet(t);
	assert_true(t->batch.claims.v[0].has_paid);
	assert_int_equal(t->batch.claims.v[0].paid.minor, 1250);
	assert_int_equal(
	    t->batch.claims.v[0].paid_at, at("2013-06-03T08:00:00Z"));
	trial_free(t);
	refused(SOURCE_CLAIMS,
	    "service,period,paid_at\ns1,2013-04,2013-06-03\n",
	    "\"paid\" and \"paid_at\" go together");
	refused(SOURCE_CLAIMS,
	    "service,period,paid_at,paid\ns1,2013-04,2013-06-03,5\n",
	    "the amount has no currency");
}

static void
amounts(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_AMOUNTS,
	    "service,name,amount,currency,period\n"
	    "s1,base,47.35,EUR,\ns1,base,50,EUR,2013-04\n");
	assert_quiet(t);
	assert_int_equal(t->batch.amounts.v[0].amount.minor, 4735);
	assert_int_equal(t->batch.amounts.v[1].amount.minor, 5000);
	assert_str(t->batch.amounts.v[1].period, "2013-04");
	trial_free(t);
	refused(SOURCE_AMOUNTS,
	    "service,name,amount,currency\ns1,base,1,EUR\ns1,base,1,EUR\n",
	    "\"base of s1\" was already given in line 2");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(history),
		cmocka_unit_test(history_refused),
		cmocka_unit_test(history_twice),
		cmocka_unit_test(claims),
		cmocka_unit_test(amounts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
