/*
 * Do the intervals hold what they promise? Two hundred and forty made-up sites
 * with a known truth, hourly and daily.
 */
#include "unit/domain/estimate_help.h"

#define CASES 120

struct tally {
	int n, in80, in95;
	double off[2 * CASES]; /* |estimate / truth - 1| */
};

/* Sites differ in size, noise, memory and drift. */
static struct site
some_site(uint64_t seed, int64_t step_ms)
{
	struct site s = { .seed = seed * UINT64_C(2654435761) + 1,
		.step_ms = step_ms };
	uint64_t d = s.seed;

	for (int i = 0; i < 10; i++)
		dice(&d);
	s.per_bin = exp(2.5 + 6 * uniform(&d)); /* 12 to 5,000 */
	s.noise = 0.05 + 0.25 * uniform(&d);
	s.memory = 0.9 * uniform(&d);
	s.drift = 0.01 * uniform(&d);
	return s;
}

static void
one_case(struct tally *t, const struct site *s, size_t history, size_t length)
{
	size_t n = history + length;
	struct estimate_bin *v = made_up(s, n);
	struct estimate_input in = outage(s, v, history, history, n);
	struct estimate x = answered(&in);
	double was = truth(v, history, n);

	assert_sane(&x);
	t->in80 += was >= x.lo80 && was <= x.hi80;
	t->in95 += was >= x.lo95 && was <= x.hi95;
	t->off[t->n++] = fabs((x.expected + 0.5) / (was + 0.5) - 1);
	arena_release(&arena);
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
coverage(void **state)
{
	static const size_t hours[] = { 1, 4, 12, 24 }, days[] = { 1, 3, 5 };
	struct tally t = { 0 };

	(void)state;
	for (size_t k = 0; k < CASES; k++) {
		struct site s = some_site(k + 1, MS_HOUR);

		one_case(&t, &s, 4 * 168 + k, hours[k % 4]);
	}
	for (size_t k = 0; k < CASES; k++) {
		struct site s = some_site(k + 1001, MS_DAY);

		s.per_bin *= 20;
		one_case(&t, &s, 100 + k % 7, days[k % 3]);
	}
	assert_true(t.n >= 200);
	print_message("inside 80 %%: %.1f, inside 95 %%: %.1f of 100\n",
	    100.0 * t.in80 / t.n, 100.0 * t.in95 / t.n);
	assert_true(t.in80 * 100 >= 70 * t.n && t.in80 * 100 <= 90 * t.n);
	assert_true(t.in95 * 100 >= 90 * t.n && t.in95 * 100 <= 99 * t.n);
	qsort(t.off, (size_t)t.n, sizeof *t.off, by_size);
	print_message("median error %.1f %%\n", 100 * t.off[t.n / 2]);
	assert_true(t.off[t.n / 2] < 0.15);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(coverage, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
