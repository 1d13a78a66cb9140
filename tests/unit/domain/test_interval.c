/*
 * Sets of spans. Small sets are drawn as text, one column per unit of time;
 * laws are tried on random sets against an array with one cell per unit.
 */
#include "domain/interval.h"
#include "unit/support.h"

#define CELLS 200

static struct arena arena;

/* "..##.#" to spans. */
static struct spans
drawn(const char *picture)
{
	struct spans set = { 0 };
	int64_t n = (int64_t)strlen(picture);

	for (int64_t i = 0; i < n; i++)
		if (picture[i] == '#')
			interval_add(&arena, &set, i, i + 1);
	interval_clean(&set);
	return set;
}

static void
expect(const struct spans *set, const char *picture)
{
	char got[CELLS + 1] = { 0 };
	size_t n = strlen(picture);

	memset(got, '.', n);
	for (size_t i = 0; i < set->n; i++)
		for (int64_t k = set->v[i].from_at; k < set->v[i].to_at; k++)
			got[k] = '#';
	assert_string_equal(got, picture);
	/* clean: in order, not empty, not touching */
	for (size_t i = 0; i < set->n; i++) {
		assert_true(set->v[i].from_at < set->v[i].to_at);
		if (i > 0)
			assert_true(set->v[i - 1].to_at < set->v[i].from_at);
	}
}

static void
test_clean(void **state)
{
	struct spans s = { 0 };

	(void)state;
	interval_add(&arena, &s, 5, 7);
	interval_add(&arena, &s, 1, 3);
	interval_add(&arena, &s, 3, 4); /* touches */
	interval_add(&arena, &s, 2, 2); /* empty */
	interval_add(&arena, &s, 9, 8); /* reversed */
	interval_add(&arena, &s, 0, 2);
	interval_clean(&s);
	expect(&s, "####.##...");
	assert_int_equal(interval_total_ms(&s), 6);
}

static void
test_operations(void **state)
{
	struct spans a = drawn(".###..####...#"), b = drawn("..#..###.###..");
	struct spans r;

	(void)state;
	r = interval_union(&arena, &a, &b);
	expect(&r, ".###.#######.#");
	r = interval_intersect(&arena, &a, &b);
	expect(&r, "..#...##.#....");
	r = interval_subtract(&arena, &a, &b);
	expect(&r, ".#.#....#....#");
	r = interval_clip(&arena, &a, (struct span){ 2, 8 });
	expect(&r, "..##..##......");
}

static void
test_fill(void **state)
{
	struct spans a = drawn("##.##..##...##"), r;

	(void)state;
	r = interval_fill(&arena, &a, 2);
	expect(&r, "#####..##...##");
	r = interval_fill(&arena, &a, 3);
	expect(&r, "#########...##");
	r = interval_fill(&arena, &a, 0);
	expect(&r, "##.##..##...##");
}

static void
test_span(void **state)
{
	struct span s;

	(void)state;
	s = span_intersect((struct span){ 1, 5 }, (struct span){ 3, 9 });
	assert_int_equal(s.from_at, 3);
	assert_int_equal(s.to_at, 5);
	s = span_intersect((struct span){ 1, 2 }, (struct span){ 3, 9 });
	assert_int_equal(span_ms(s), 0);
	assert_int_equal(span_ms((struct span){ 9, 3 }), 0);
}

/* ---- laws -------------------------------------------------------------------
 */

static struct spans
random_set(uint64_t *seed, bool cells[CELLS])
{
	struct spans set = { 0 };
	int64_t n = dice_between(seed, 0, 12);

	memset(cells, 0, CELLS * sizeof *cells);
	for (int64_t i = 0; i < n; i++) {
		int64_t from = dice_between(seed, 0, CELLS - 1);
		int64_t to = from + dice_between(seed, 0, 30);

		to = to > CELLS ? CELLS : to;
		interval_add(&arena, &set, from, to);
		for (int64_t k = from; k < to; k++)
			cells[k] = true;
	}
	interval_clean(&set);
	return set;
}

static void
same_as(const struct spans *set, const bool cells[CELLS])
{
	char picture[CELLS + 1] = { 0 };

	for (int i = 0; i < CELLS; i++)
		picture[i] = cells[i] ? '#' : '.';
	expect(set, picture);
}

static void
test_against_cells(void **state)
{
	uint64_t seed = 20250610;
	bool a[CELLS], b[CELLS], c[CELLS];

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct spans x = random_set(&seed, a);
		struct spans y = random_set(&seed, b);
		struct spans r = interval_union(&arena, &x, &y);

		for (int i = 0; i < CELLS; i++)
			c[i] = a[i] || b[i];
		same_as(&r, c);
		r = interval_intersect(&arena, &x, &y);
		for (int i = 0; i < CELLS; i++)
			c[i] = a[i] && b[i];
		same_as(&r, c);
		r = interval_subtract(&arena, &x, &y);
		for (int i = 0; i < CELLS; i++)
			c[i] = a[i] && !b[i];
		same_as(&r, c);
		/* merging what is merged changes nothing */
		interval_clean(&x);
		same_as(&x, a);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_operations),
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_span),
		cmocka_unit_test(test_against_cells),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
