/* Every byte of a log counts once, however it was cut. */
#include "unit/support.h"

#include "domain/part_cover.h"

struct given {
	const char *what;
	struct part_choice part[6];
	size_t n;
	const char *counts; /* a digit for each part; empty: no choice */
};

static const struct given cases[] = {
	{ "one", { { 0, 10, 0, false } }, 1, "1" },
	{ "twice the same: the first",
	    { { 0, 10, 0, false }, { 0, 10, 0, false } }, 2, "10" },
	{ "of the same bytes that with more days by minute",
	    { { 0, 10, 1, false }, { 0, 10, 3, false } }, 2, "01" },
	{ "half and whole", { { 0, 5, 0, false }, { 0, 10, 0, false } }, 2,
	    "01" },
	{ "a chain, in no order",
	    { { 5, 10, 0, false }, { 10, 12, 0, false }, { 0, 5, 0, false } },
	    3, "111" },
	{ "a chain and the whole: the fewer",
	    { { 0, 5, 0, false }, { 5, 10, 0, false }, { 0, 10, 0, false } }, 3,
	    "001" },
	{ "the whole was taken early, the chain goes further",
	    { { 0, 5, 0, false }, { 0, 8, 0, false }, { 5, 12, 0, false } }, 3,
	    "101" },
	{ "a gap keeps them apart", { { 0, 5, 0, false }, { 7, 12, 0, false } },
	    2, "11" },
	{ "inside of another in the middle",
	    { { 0, 20, 0, false }, { 5, 7, 0, false } }, 2, "10" },
	{ "no choice: two overlap", { { 0, 8, 0, false }, { 5, 12, 0, false } },
	    2, "" },
	{ "no choice although a piece would fit",
	    { { 0, 8, 0, false }, { 5, 12, 0, false }, { 8, 10, 0, false } }, 3,
	    "" },
	{ "an empty part beside another",
	    { { 0, 0, 0, false }, { 0, 4, 0, false } }, 2, "01" },
};

static void
test_choices(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct given g = cases[i];
		struct arena scratch = { 0 };
		size_t a = 99, b = 99;
		bool ok = part_cover(g.part, g.n, &scratch, &a, &b);

		if (ok != (g.counts[0] != '\0'))
			fail_msg("%s: %d", g.what, (int)ok);
		for (size_t k = 0; ok && k < g.n; k++)
			if (g.part[k].counts != (g.counts[k] == '1'))
				fail_msg("%s: part %zu", g.what, k);
		if (!ok) {
			assert_int_equal(a, 0);
			assert_int_equal(b, 1);
		}
		arena_release(&scratch);
	}
}

/* 1000 pieces of one byte, and pairs of them: 500 pairs do. */
static void
test_many(void **state)
{
	enum { N = 1000 };
	static struct part_choice v[N + N / 2];
	struct arena scratch = { 0 };
	size_t a, b, counted = 0;

	(void)state;
	for (size_t i = 0; i < N; i++)
		v[i] = (struct part_choice){ (int64_t)i, (int64_t)i + 1, 0,
			false };
	for (size_t i = 0; i < N / 2; i++)
		v[N + i] = (struct part_choice){ 2 * (int64_t)i,
			2 * (int64_t)i + 2, 0, false };
	assert_true(part_cover(v, N + N / 2, &scratch, &a, &b));
	for (size_t i = 0; i < N + N / 2; i++) {
		assert_int_equal(v[i].counts, i >= N);
		counted += v[i].counts;
	}
	assert_int_equal(counted, N / 2);
	arena_release(&scratch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
