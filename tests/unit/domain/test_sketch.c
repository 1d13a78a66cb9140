/* Sketches: what they count, how they add up, and bytes nobody should trust. */
#include "unit/support.h"

#include "domain/sketch.h"

/* A good hash of small numbers (the finisher of splitmix64). */
static uint64_t
mixed(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static void
add_many(struct sketch *s, uint64_t from, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++)
		sketch_add(s, mixed(from + i));
}

static struct str
packed(const struct sketch *s, struct buf *b)
{
	buf_clear(b);
	sketch_pack(s, b);
	return buf_str(b);
}

/* ---- marks and bytes ---- */

/* The first 11 bits are the register, then zeros count, one for the one. */
static void
test_marks(void **state)
{
	static const struct {
		uint64_t hash;
		unsigned i, rank;
	} cases[] = {
		{ 0, 0, 31 },
		{ UINT64_MAX, 2047, 1 },
		{ UINT64_C(1) << 63, 1024, 31 },
		{ UINT64_C(1) << 53, 1, 31 },
		{ UINT64_C(1) << 52, 0, 1 },
		{ UINT64_C(1) << 51, 0, 2 },
		{ UINT64_C(1) << 23, 0, 30 },
		{ UINT64_C(1) << 22, 0, 31 },
		{ UINT64_C(1) << 21, 0, 31 },
		{ UINT64_C(3) << 52, 1, 1 },
	};

	(void)state;
	for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
		struct sketch_mark m = sketch_mark(cases[k].hash);

		assert_int_equal(m.i, cases[k].i);
		assert_int_equal(m.rank, cases[k].rank);
	}
}

/* Register 1 rank 3: 1 * 32 + 3 = 0x0023; 2047 and 31: 0xffff. */
static void
test_list_bytes(void **state)
{
	struct sketch s = { { 0 } };
	struct buf b;
	struct sketch_mark marks[] = { { 1, 3 }, { 2047, 31 } };

	(void)state;
	buf_init(&b, 4096);
	assert_int_equal(packed(&s, &b).n, 1);
	assert_memory_equal(b.p, "\1", 1);
	s.rank[1] = 3;
	s.rank[2047] = 31;
	assert_int_equal(packed(&s, &b).n, 5);
	assert_memory_equal(b.p, "\1\0\x23\xff\xff", 5);
	buf_clear(&b);
	sketch_pack_few(marks, 2, &b);
	assert_int_equal(b.n, 5);
	assert_memory_equal(b.p, "\1\0\x23\xff\xff", 5);
	buf_release(&b);
}

/*
 * All form: 5 bits each, lowest first. Ranks 1, 2, 3, 0... give 1 + 2 * 32 + 3
 * * 1024 = 0x0c41 in the first two bytes. 640 registers in use need it: 2 * 640
 * bytes are not less than 1280.
 */
static void
test_all_bytes(void **state)
{
	struct sketch s = { { 1, 2, 3 } }, back = { { 0 } };
	struct err e;
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	for (size_t i = 0; i < 636; i++)
		s.rank[2047 - i] = 7;
	assert_int_equal(packed(&s, &b).n, 1 + 2 * 639);
	s.rank[1000] = 31;
	assert_int_equal(packed(&s, &b).n, 1281);
	assert_memory_equal(b.p, "\2\x41\x0c\0", 4);
	assert_int_equal(sketch_merge(&back, buf_str(&b), &e), 0);
	assert_memory_equal(&back, &s, sizeof s);
	buf_release(&b);
}

static void
refused(struct str bytes)
{
	struct sketch s = { { 9 } };
	struct err e = { 0 };

	assert_int_equal(sketch_merge(&s, bytes, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_int_equal(s.rank[0], 9);
	assert_int_equal(s.rank[1], 0);
}

static void
test_hostile_bytes(void **state)
{
	static char all[1283] = { 2 };
	static char list[1283] = { 1 };

	(void)state;
	refused(STR(""));
	refused(STR("\0"));
	refused(STR("\3"));
	refused(STR("\1\0"));           /* half a register */
	refused(STR("\1\0\x20"));       /* rank 0 */
	refused(STR("\1\0\x23\0\x23")); /* twice */
	refused(STR("\1\0\x43\0\x23")); /* not rising */
	refused(STR("\1\0\x23\0\x24"));
	refused(STR("\2"));
	refused((struct str){ all, 1281 }); /* should be a list */
	memset(all + 1, 0xff, sizeof all - 1);
	refused((struct str){ all, 1280 });
	refused((struct str){ all, 1282 });
	/* 640 registers rising: should be the other form */
	for (unsigned i = 0; i < 640; i++) {
		list[1 + 2 * i] = (char)(i >> 3);
		list[2 + 2 * i] = (char)((i << 5 | 1) & 0xff);
	}
	refused((struct str){ list, 1281 });
}

/* Any bytes: refused, or exactly what packing gives again. */
static void
test_any_bytes(void **state)
{
	uint64_t seed = 7;
	struct buf b;
	int taken = 0;

	(void)state;
	buf_init(&b, 4096);
	for (int round = 0; round < 20000; round++) {
		struct sketch s = { { 0 } };
		char bytes[64];
		size_t n = (size_t)dice_between(&seed, 0, 9);
		struct err e;

		for (size_t i = 0; i < n; i++)
			bytes[i] = (char)dice(&seed);
		bytes[0] = (char)dice_between(&seed, 0, 2);
		if (sketch_merge(&s, (struct str){ bytes, n }, &e) != 0)
			continue;
		taken++;
		assert_int_equal(packed(&s, &b).n, n);
		assert_memory_equal(b.p, bytes, n);
	}
	assert_true(taken > 100);
	buf_release(&b);
}

/* ---- counts ---- */

/* The list of small counts is nearly exact. */
static void
test_small_counts(void **state)
{
	struct sketch s = { { 0 } };

	(void)state;
	assert_int_equal(sketch_count(&s), 0);
	for (uint64_t n = 1; n <= 40; n++) {
		int64_t c;

		sketch_add(&s, mixed(n));
		c = sketch_count(&s);
		/* with 40 in 2048 registers two share one now and then */
		assert_true(c >= (int64_t)n - 1 && c <= (int64_t)n + 1);
	}
}

/* Seen again: nothing changes. */
static void
test_seen_again(void **state)
{
	struct sketch a = { { 0 } }, b;

	(void)state;
	add_many(&a, 0, 5000);
	b = a;
	add_many(&a, 2000, 3000);
	assert_memory_equal(&a, &b, sizeof a);
}

/*
 * The promise is 1.04 / sqrt(2048) = 2.30 % rms. Over 300 sets the measured one
 * strays by 1 / sqrt(600) = 4 % of it, so 2.6 % is more than three of those
 * away. The mean must be off by less than 3 * 2.3 % / sqrt(300) = 0.4 %.
 */
static void
accuracy(uint64_t n, double most)
{
	double squares = 0, sum = 0;
	enum { SETS = 300 };

	for (uint64_t set = 0; set < SETS; set++) {
		struct sketch s = { { 0 } };
		double off;

		add_many(&s, set << 32 | n << 20, n);
		off = ((double)sketch_count(&s) - (double)n) / (double)n;
		squares += off * off;
		sum += off;
	}
	if (squares / SETS > most * most)
		fail_msg("%d: %g", (int)n, squares / SETS);
	if (sum / SETS > 0.004 || sum / SETS < -0.004)
		fail_msg("%d is off by %g", (int)n, sum / SETS);
}

static void
test_accuracy(void **state)
{
	(void)state;
	accuracy(100, 0.020);
	accuracy(1000, 0.024);
	accuracy(3000, 0.026);
	accuracy(5000, 0.026);
	accuracy(10000, 0.026);
	accuracy(50000, 0.026);
}

/* Far more than a site has: 2^21 things twice as near as nothing. */
static void
test_large_counts(void **state)
{
	struct sketch s = { { 0 } };
	int64_t c;

	(void)state;
	add_many(&s, 1, 1 << 21);
	c = sketch_count(&s);
	/* four times the standard error */
	assert_true(c > (1 << 21) * 0.908 && c < (1 << 21) * 1.092);
	memset(&s, SKETCH_MAX_RANK, sizeof s);
	/* all full: 2^11 * 2^31 / (2 ln 2) = 3.17e12 */
	assert_true(sketch_count(&s) > INT64_C(3170000000000));
	assert_true(sketch_count(&s) < INT64_C(3180000000000));
}

/* ---- adding up ---- */

/* Any cut, any order, any grouping: the bytes of the whole. */
static void
test_union(void **state)
{
	uint64_t seed = 11;
	struct buf b, whole;
	struct err e;

	(void)state;
	buf_init(&b, 4096);
	buf_init(&whole, 4096);
	for (int round = 0; round < 200; round++) {
		uint64_t n = (uint64_t)dice_between(&seed, 0, 3000);
		struct sketch all = { { 0 } }, sum = { { 0 } };
		struct sketch part[4] = { { { 0 } } };

		add_many(&all, (uint64_t)round << 20, n);
		for (uint64_t i = 0; i < n; i++)
			for (int twice = 0; twice < 2; twice++)
				sketch_add(&part[dice(&seed) % 4],
				    mixed(((uint64_t)round << 20) + i));
		for (int k = 0; k < 4; k++) {
			int order = (k * 3 + round) % 4;

			(void)packed(&part[order], &b);
			assert_int_equal(
			    sketch_merge(&sum, buf_str(&b), &e), 0);
		}
		(void)packed(&all, &whole);
		(void)packed(&sum, &b);
		assert_true(str_eq(buf_str(&whole), buf_str(&b)));
	}
	buf_release(&b);
	buf_release(&whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_list_bytes),
		cmocka_unit_test(test_all_bytes),
		cmocka_unit_test(test_hostile_bytes),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_small_counts),
		cmocka_unit_test(test_seen_again),
		cmocka_unit_test(test_accuracy),
		cmocka_unit_test(test_large_counts),
		cmocka_unit_test(test_union),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
