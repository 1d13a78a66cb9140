/*
 * Packed days: what goes in comes out, for days of every shape; the same cells
 * give the same bytes; bytes that are cut or flipped are refused or give a day
 * that could be one, never more.
 */
#include "domain/counters.h"

#include "base/civil.h"
#include "unit/support.h"

#define N_FIELDS 8

static int64_t *
field(struct traffic *t, int which)
{
	int64_t *const all[N_FIELDS] = { &t->hits, &t->views, &t->errors,
		&t->bytes, &t->robots, &t->redirects, &t->client_errors,
		&t->visits };

	return all[which];
}

static void
same_cells(const struct traffic *a, const struct traffic *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct traffic x = a[i], y = b[i];

		assert_int_equal(x.at, y.at);
		for (int f = 0; f < N_FIELDS; f++)
			assert_int_equal(*field(&x, f), *field(&y, f));
	}
}

static size_t
pack(struct buf *out, int64_t day, int64_t step_ms, const struct traffic *cells,
    size_t n)
{
	struct site_day d = { STR("www.example.org"), day, step_ms, cells, n };

	buf_clear(out);
	counters_pack(&d, out);
	assert_false(out->full);
	return out->n;
}

static void
there_and_back(
    int64_t day, int64_t step_ms, const struct traffic *cells, size_t n)
{
	struct traffic back[COUNTERS_MAX_CELLS];
	struct err e = { 0 };
	struct buf out;
	int64_t step;
	size_t m;

	buf_init(&out, 1 << 20);
	pack(&out, day, step_ms, cells, n);
	if (counters_unpack(buf_str(&out), day, back, &m, &step, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(m, n);
	assert_int_equal(step, step_ms);
	same_cells(cells, back, n);
	buf_release(&out);
}

/*
 * One cell at hour 0 with 3 hits. Byte 0: form 1, first n bins (2), all hit
 * (4): 16. Byte 1: hits only: 01. Bits: n - 1 = 0: 00000; the column holds 2,
 * its mean's length is 2, and k = 1 is not shorter (10 1 0: three bits as
 * well): k = 2: 010000; then 0 ones, a zero, and 2 in two bits, lowest first:
 * 0 01. Together 00000 010|000 0 01|00: 40 20 (lowest bit first).
 */
static void
test_one_cell_by_hand(void **state)
{
	struct traffic one = { .at = 3 * MS_DAY, .hits = 3 };
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	assert_int_equal(pack(&out, 3, MS_HOUR, &one, 1), 4);
	assert_memory_equal(out.p, "\x16\x01\x40\x20", 4);
	buf_release(&out);
}

/*
 * Hours 1 and 3, one hit each: the column of hits less one is zero and is left
 * out. Byte 0: 14. Byte 1: 00. Bits: n - 1 = 1: 10000; left out before each
 * cell: 1 and 1; k = 1 costs 4 bits, k = 0 as many: k = 1: 100000; 0 1, 0 1.
 * 10000 100|000 0 1 0 1|0: 21 50.
 */
static void
test_gaps_by_hand(void **state)
{
	struct traffic two[] = { { .at = MS_HOUR, .hits = 1 },
		{ .at = 3 * MS_HOUR, .hits = 1 } };
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	assert_int_equal(pack(&out, 0, MS_HOUR, two, 2), 4);
	assert_memory_equal(out.p, "\x14\x00\x21\x50", 4);
	buf_release(&out);
}

static void
test_extremes(void **state)
{
	struct traffic day[24] = { 0 };
	struct traffic none = { .at = -MS_DAY };

	(void)state;
	for (int i = 0; i < 24; i++) {
		day[i].at = -MS_DAY + i * MS_HOUR;
		for (int f = 0; f < N_FIELDS; f++)
			*field(&day[i], f) = INT64_MAX - (f + i) % 3;
	}
	there_and_back(-1, MS_HOUR, day, 24);
	/* one flood among nothing, and no hit at all */
	for (int i = 0; i < 24; i++)
		for (int f = 0; f < N_FIELDS; f++)
			*field(&day[i], f) = i == 7 ? INT64_MAX : 0;
	there_and_back(-1, MS_HOUR, day, 24);
	there_and_back(-1, MS_HOUR, &none, 1);
	for (int bit = 0; bit < 63; bit++) {
		none.hits = INT64_C(1) << bit;
		none.bytes = none.hits - 1;
		there_and_back(-1, MS_HOUR, &none, 1);
	}
}

/* A value whose size is drawn first: small ones and huge ones alike. */
static int64_t
draw(uint64_t *seed, int bits)
{
	uint64_t v = dice(seed) >> 1;
	int64_t length = dice_between(seed, 0, bits);

	return length == 0 ? 0 : (int64_t)(v >> (63 - length));
}

static size_t
draw_day(uint64_t *seed, int64_t step_ms, int64_t day, struct traffic *cells)
{
	int64_t bins = MS_DAY / step_ms;
	int64_t every = dice_between(seed, 1, dice_between(seed, 1, bins));
	int bits = (int)dice_between(seed, 0, 63);
	int64_t outlier = dice_between(seed, 1, 40);
	unsigned fields = (unsigned)dice(seed);
	bool hit = dice(seed) % 4 != 0;
	size_t n = 0;

	for (int64_t bin = 0; bin < bins; bin++) {
		struct traffic *c = &cells[n];

		if (dice_between(seed, 1, every) != 1)
			continue;
		*c = (struct traffic){ .at = day * MS_DAY + bin * step_ms };
		for (int f = 0; f < N_FIELDS; f++)
			if ((fields & (1u << f)) != 0)
				*field(c, f) = draw(seed,
				    dice_between(seed, 1, outlier) == 1 ? 63
									: bits);
		if (hit && c->hits == 0)
			c->hits = 1;
		n++;
	}
	if (n == 0)
		cells[n++] = (struct traffic){ .at = day * MS_DAY };
	return n;
}

static void
test_there_and_back(void **state)
{
	static struct traffic cells[COUNTERS_MAX_CELLS];
	uint64_t seed = 20130502;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		int64_t step = i % 8 == 0 ? MS_MINUTE : MS_HOUR;
		int64_t day = dice_between(&seed, -30000, 60000);
		size_t n = draw_day(&seed, step, day, cells);

		there_and_back(day, step, cells, n);
	}
}

/* Refused, or a day: as many bins as it has, in order, nothing negative. */
static void
bounded(struct str packed)
{
	static struct traffic back[COUNTERS_MAX_CELLS];
	char *exact = malloc(packed.n + 1);
	struct err e = { 0 };
	int64_t step, last = INT64_MIN;
	size_t n;

	/* on the heap and no longer, so that a sanitizer sees the end */
	exact = realloc(exact, packed.n + (packed.n == 0));
	memcpy(exact, packed.p, packed.n);
	if (counters_unpack((struct str){ exact, packed.n }, 10, back, &n,
		&step, &e) != 0) {
		assert_int_equal(e.kind, ERR_INPUT);
		free(exact);
		return;
	}
	assert_true(step == MS_HOUR || step == MS_MINUTE);
	assert_in_range(n, 1, MS_DAY / step);
	for (size_t i = 0; i < n; i++) {
		assert_true(back[i].at > last);
		assert_in_range(back[i].at, 10 * MS_DAY, 11 * MS_DAY - step);
		assert_int_equal(back[i].at % step, 0);
		last = back[i].at;
		for (int f = 0; f < N_FIELDS; f++)
			assert_true(*field(&back[i], f) >= 0);
	}
	free(exact);
}

static void
test_damage(void **state)
{
	static struct traffic cells[COUNTERS_MAX_CELLS];
	uint64_t seed = 4;
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 20);
	for (int i = 0; i < 300; i++) {
		int64_t step = i % 16 == 0 ? MS_MINUTE : MS_HOUR;
		size_t n = draw_day(&seed, step, 10, cells);
		struct traffic back[COUNTERS_MAX_CELLS];
		int64_t ret_step;
		size_t m;
		struct err e;

		pack(&out, 10, step, cells, n);
		/* whatever is cut off is missed */
		for (size_t cut = 0; cut < out.n; cut++)
			if (cut < 40 || dice(&seed) % 16 == 0)
				assert_int_equal(
				    counters_unpack((struct str){ out.p, cut },
					10, back, &m, &ret_step, &e),
				    -1);
		buf_addc(&out, '\0');
		assert_int_equal(
		    counters_unpack(buf_str(&out), 10, back, &m, &ret_step, &e),
		    -1);
		out.n--;
		for (int k = 0; k < 100; k++) {
			size_t at = dice(&seed) % out.n;
			int bit = 1 << dice(&seed) % 8;

			out.p[at] = (char)(out.p[at] ^ bit);
			bounded(buf_str(&out));
			if (k % 4 != 0)
				out.p[at] = (char)(out.p[at] ^ bit);
		}
	}
	buf_release(&out);
}

static void
test_refused(void **state)
{
	const struct str bad[] = {
		STR(""), STR("\x16"), STR("\x16\x01"),
		STR("\x26\x01\x40\x20"),   /* another form */
		STR("\x1e\x01\x40\x20"),   /* a flag nobody knows */
		STR("\x16\x01\x40\xa0"),   /* the rest of a byte is not zero */
		STR("\x16\x01\x40\x20\0"), /* more than the day */
		STR("\x16\x01\x40\0"),     /* a column of zeros is left out */
		STR("\x16\x00\x1f"),       /* 32 cells of a day of 24 hours */
	};
	struct traffic back[COUNTERS_MAX_CELLS];
	struct err e = { 0 };
	int64_t step;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(
		    counters_unpack(bad[i], 0, back, &n, &step, &e), -1);
	assert_int_equal(counters_unpack(STR("\x16\x01\x40\x20"), INT64_MAX,
			     back, &n, &step, &e),
	    -1);
	assert_int_equal(
	    counters_unpack(STR("\x16\x01\x40\x20"), 0, back, &n, &step, &e),
	    0);
}

static void
test_add(void **state)
{
	struct traffic a = { 5, 1, 2, 3, 4, 5, 6, 7, 8 };
	struct traffic b = { 9, 10, 20, 30, INT64_MAX, 50, 60, 70, 80 };

	(void)state;
	counters_add(&a, &b);
	assert_int_equal(a.at, 5);
	assert_int_equal(a.hits, 11);
	assert_int_equal(a.views, 22);
	assert_int_equal(a.errors, 33);
	assert_int_equal(a.bytes, INT64_MAX);
	assert_int_equal(a.robots, 55);
	assert_int_equal(a.redirects, 66);
	assert_int_equal(a.client_errors, 77);
	assert_int_equal(a.visits, 88);
}

static void
test_hours(void **state)
{
	struct traffic minutes[] = {
		{ .at = 59 * MS_MINUTE, .hits = 1, .bytes = 10 },
		{ .at = 60 * MS_MINUTE, .hits = 2, .bytes = 20 },
		{ .at = 119 * MS_MINUTE, .hits = 3, .visits = 1 },
		{ .at = 1439 * MS_MINUTE, .hits = 4 },
	};
	struct traffic early = { .at = -1 * MS_MINUTE, .hits = 7 };
	struct traffic hours[24];

	(void)state;
	assert_int_equal(counters_hours(minutes, 4, hours), 3);
	assert_int_equal(hours[0].at, 0);
	assert_int_equal(hours[0].hits, 1);
	assert_int_equal(hours[1].at, MS_HOUR);
	assert_int_equal(hours[1].hits, 5);
	assert_int_equal(hours[1].bytes, 20);
	assert_int_equal(hours[1].visits, 1);
	assert_int_equal(hours[2].at, 23 * MS_HOUR);
	assert_int_equal(counters_hours(minutes, 0, hours), 0);
	/* before 1970, too, an hour begins before its minutes */
	assert_int_equal(counters_hours(&early, 1, hours), 1);
	assert_int_equal(hours[0].at, -MS_HOUR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_cell_by_hand),
		cmocka_unit_test(test_gaps_by_hand),
		cmocka_unit_test(test_extremes),
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_hours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
