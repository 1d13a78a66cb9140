/*
 * Parts and their counters: what was added comes back, added up over the parts
 * that count and no others, by site name and time, whatever the order of
 * imports and however little is gathered at once.
 */
#include "domain/sketch.h"
#include "store/query.h"
#include "store/traffic_read.h"
#include "unit/store/traffic_help.h"

/* What is told, as text: "site minutes-since-1970+step hits;". */
static struct buf told;

static int
tell(void *arg, const struct site_day *day, struct err *e)
{
	(void)arg;
	(void)e;
	for (size_t i = 0; i < day->n; i++) {
		assert_true(day->step_ms == MS_DAY ||
			    day->cells[i].at / MS_DAY == day->day);
		buf_addf(&told, "%.*s %lld+%lld %lld;", STR_ARG(day->site),
		    (long long)(day->cells[i].at / MS_MINUTE),
		    (long long)(day->step_ms / MS_MINUTE),
		    (long long)day->cells[i].hits);
	}
	return 0;
}

static void
told_is(const char *expected)
{
	assert_str(buf_str(&told), expected);
	buf_release(&told);
}

static void
counts(bool minutes, const char *expected)
{
	buf_init(&told, 1 << 20);
	OK(store_each_site_day(store, minutes, tell, NULL, &e));
	told_is(expected);
}

static void
part_has(int64_t part, const char *expected)
{
	buf_init(&told, 1 << 20);
	OK(store_each_of_part(store, part, tell, NULL, &e));
	told_is(expected);
}

static void
test_parts(void **state)
{
	int64_t late = add_part("aa", 200, 300), early = add_part("aa", 0, 200);
	int64_t other = add_part("bb", 0, 200);
	struct part again = log_part("aa", 0, 200);
	struct part_row *rows;
	struct err no = { 0 };
	size_t n;
	int64_t id;

	(void)state;
	choose(late, other);
	OK(store_find_parts(store, "aa", &arena, &rows, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].id, early);
	assert_false(rows[0].counts);
	assert_int_equal(rows[1].id, late);
	assert_true(rows[1].counts);
	assert_string_equal(rows[1].part.fingerprint, "aa");
	assert_string_equal(rows[1].part.tail, "tail300");
	assert_int_equal(rows[1].part.from_byte, 200);
	assert_int_equal(rows[1].part.to_byte, 300);
	assert_int_equal(rows[1].part.lines, 100);
	assert_int_equal(rows[1].part.rejected, 3);
	assert_int_equal(rows[1].part.first_at, 5000);
	assert_int_equal(rows[1].part.last_at, NO_INSTANT);
	assert_str(rows[1].part.name, "access.log");
	assert_str(rows[1].part.layer, "edge");
	assert_str(rows[1].part.read_as, "combined");
	OK(store_find_parts(store, "cc", &arena, &rows, &n, &e));
	assert_int_equal(n, 0);
	OK(store_load_parts(store, &arena, &rows, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].id, late);
	assert_int_equal(rows[1].id, other);
	/* the same bytes by the same rules: not twice; by others: beside it */
	assert_int_equal(store_add_part(store, &again, &id, &no), -1);
	assert_int_equal(no.kind, ERR_INPUT);
	again.read_as = STR("combined; visits");
	OK(store_add_part(store, &again, &id, &e));
}

static void
test_links(void **state)
{
	int64_t file = add_source("a.log", 'a');
	int64_t late = add_part("aa", 200, 300), early = add_part("aa", 0, 200);
	struct part_row *rows;
	size_t n;

	(void)state;
	OK(store_link_part(store, file, late, &e));
	OK(store_link_part(store, file, early, &e));
	OK(store_link_part(store, file, early, &e));
	OK(store_links_of(store, file, &arena, &rows, &n, &e));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].id, early);
	assert_int_equal(rows[1].id, late);
	OK(store_links_of(store, file + 1, &arena, &rows, &n, &e));
	assert_int_equal(n, 0);
}

/* Names are in order though the later part brought the earlier name. */
static void
test_adding_up(void **state)
{
	int64_t a = add_part("aa", 0, 100), b = add_part("bb", 0, 100);
	int64_t c = add_part("cc", 0, 100);

	(void)state;
	add_hour(a, "m.example", 1, 5, 10);
	add_hour(a, "m.example", 2, 0, 20);
	add_hour(b, "b.example", 1, 5, 1);
	add_hour(b, "m.example", 1, 4, 3);
	add_hour(b, "m.example", 2, 0, 5);
	add_hour(c, "m.example", 2, 0, 1000);
	counts(false, "");
	choose(a, b);
	/* day 1, 5 h: 1440 + 300 minutes */
	counts(false, "b.example 1740+60 1;m.example 1680+60 3;"
		      "m.example 1740+60 10;m.example 2880+60 25;");
	choose(c, 0);
	counts(false, "m.example 2880+60 1000;");
	counts(true, "");
	part_has(b, "b.example 1740+60 1;m.example 1680+60 3;"
		    "m.example 2880+60 5;");
}

/* Minutes count as hours, too; as minutes only where every part has them. */
static void
test_minutes(void **state)
{
	int64_t a = add_part("aa", 0, 100), b = add_part("bb", 0, 100);
	struct traffic minutes[] = {
		{ .at = MS_DAY + 59 * MS_MINUTE, .hits = 1 },
		{ .at = MS_DAY + 60 * MS_MINUTE, .hits = 2 },
		{ .at = MS_DAY + 61 * MS_MINUTE, .hits = 3 },
	};

	(void)state;
	add_day(a, "x", MS_MINUTE, minutes, 3);
	add_hour(a, "x", 2, 0, 7);
	add_day(b, "x", MS_MINUTE, minutes + 1, 1);
	add_hour(b, "y", 1, 0, 9);
	choose(a, b);
	counts(false, "x 1440+60 1;x 1500+60 7;x 2880+60 7;y 1440+60 9;");
	counts(true, "x 1499+1 1;x 1500+1 4;x 1501+1 3;");
	part_has(a, "x 1499+1 1;x 1500+1 2;x 1501+1 3;x 2880+60 7;");
	choose(a, add_part("cc", 0, 100));
	counts(true, "x 1499+1 1;x 1500+1 2;x 1501+1 3;");
	add_hour(3, "x", 1, 23, 9);
	counts(true, "");
	counts(false, "x 1440+60 1;x 1500+60 5;x 2820+60 9;x 2880+60 7;");
}

/* Totals of local days: only of a site that has nothing finer. */
static void
test_local_days(void **state)
{
	int64_t a = add_part("aa", 0, 100), b = add_part("bb", 0, 100);
	struct traffic day = {
		.at = 2 * MS_DAY - 2 * MS_HOUR, .hits = 50, .visits = 8
	};

	(void)state;
	add_day(a, "x", MS_DAY, &day, 1);
	add_day(b, "x", MS_DAY, &day, 1);
	add_day(a, "y", MS_DAY, &day, 1);
	add_hour(b, "y", 9, 0, 4);
	choose(a, b);
	/* 2 * 1440 - 120 */
	counts(false, "x 2760+1440 100;y 12960+60 4;");
	counts(true, "");
	part_has(a, "x 2760+1440 50;y 2760+1440 50;");
	choose(a, 0);
	counts(false, "x 2760+1440 50;y 2760+1440 50;");
}

/* "site day how-many;" */
static int
tell_sketch(
    void *arg, struct str site, int64_t day, struct str packed, struct err *e)
{
	struct sketch s = { { 0 } };

	(void)arg;
	if (sketch_merge(&s, packed, e) != 0)
		return -1;
	buf_addf(&told, "%.*s %lld %lld;", STR_ARG(site), (long long)day,
	    (long long)sketch_count(&s));
	return 0;
}

/* Visitors are numbers from..to, so that those of two parts overlap. */
static void
add_visitors(
    int64_t part, const char *site, int64_t day, uint64_t from, uint64_t to)
{
	struct sketch s = { { 0 } };
	struct buf packed;

	buf_init(&packed, 4096);
	for (uint64_t i = from; i < to; i++) {
		uint64_t seed = i + 1;

		for (int k = 0; k < 9; k++)
			dice(&seed);
		sketch_add(&s, seed * UINT64_C(0x9e3779b97f4a7c15));
	}
	sketch_pack(&s, &packed);
	OK(store_add_visitors(
	    store, part, str_of(site), day, buf_str(&packed), &e));
	buf_release(&packed);
}

/* 3 and 4 visitors, two of them the same: 5. So few are counted exactly. */
static void
test_visitors(void **state)
{
	int64_t a = add_part("aa", 0, 100), b = add_part("bb", 0, 100);
	struct err no = { 0 };

	(void)state;
	add_visitors(a, "y", 7, 0, 1);
	add_visitors(a, "x", 8, 0, 3);
	add_visitors(b, "x", 7, 0, 2);
	add_visitors(b, "x", 8, 1, 5);
	choose(a, b);
	buf_init(&told, 1000);
	OK(store_each_visitors(store, 0, tell_sketch, NULL, &e));
	told_is("x 7 2;x 8 5;y 7 1;");
	buf_init(&told, 1000);
	OK(store_each_visitors(store, b, tell_sketch, NULL, &e));
	told_is("x 7 2;x 8 4;");
	assert_int_equal(
	    sqlite3_exec(store->db, "UPDATE visitors SET sketch = x'ffff'",
		NULL, NULL, NULL),
	    SQLITE_OK);
	buf_init(&told, 1000);
	assert_int_equal(
	    store_each_visitors(store, 0, tell_sketch, NULL, &no), -1);
	assert_int_equal(no.kind, ERR_INPUT);
	buf_release(&told);
}

static int
stop_at_second(void *arg, const struct site_day *day, struct err *e)
{
	int *calls = arg;

	(void)day;
	return ++*calls == 2 ? err_set(e, ERR_USAGE, "enough") : 0;
}

static void
test_stop(void **state)
{
	int64_t a = add_part("aa", 0, 100);
	struct err e = { 0 };
	int calls = 0;

	(void)state;
	for (int day = 0; day < 5; day++)
		add_hour(a, "x", day, 0, 1);
	choose(a, 0);
	assert_int_equal(
	    store_each_site_day(store, false, stop_at_second, &calls, &e), -1);
	assert_int_equal(calls, 2);
	assert_string_equal(e.text, "enough");
	/* and the store can still be used */
	counts(true, "");
}

static void
test_damage(void **state)
{
	int64_t a = add_part("aa", 0, 100);
	struct err e = { 0 };
	int calls = 0;

	(void)state;
	add_hour(a, "broken.example", 4, 0, 1);
	choose(a, 0);
	assert_int_equal(
	    sqlite3_exec(store->db, "UPDATE site_days SET packed = x'1601'",
		NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(
	    store_each_site_day(store, false, stop_at_second, &calls, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "broken.example"));
	/* minutes where hours should be */
	assert_int_equal(
	    sqlite3_exec(store->db, "UPDATE site_days SET packed = x'170000'",
		NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(
	    store_each_site_day(store, false, stop_at_second, &calls, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
}

/* A site that went with a transaction is made again. */
static void
test_rollback(void **state)
{
	int64_t a = add_part("aa", 0, 100);

	(void)state;
	OK(store_begin(store, &e));
	add_hour(a, "gone.example", 1, 0, 1);
	store_rollback(store);
	OK(store_begin(store, &e));
	add_hour(a, "new.example", 1, 0, 2);
	add_hour(a, "gone.example", 1, 1, 3);
	OK(store_commit(store, &e));
	choose(a, 0);
	counts(false, "gone.example 1500+60 3;new.example 1440+60 2;");
}

/* ---- a law: any parts, any order, any memory ---- */

#define LAW_SITES 9
#define LAW_DAYS  4
#define LAW_PARTS 5

static struct traffic law_sum[LAW_SITES][LAW_DAYS * 24];

static void
law_name(int site, char ret[20])
{
	/* so that order of names is not order of numbers */
	snprintf(ret, 20, "s%d.example", (site * 7) % LAW_SITES);
}

static void
law_part(uint64_t *seed, int64_t part, bool counts_too)
{
	char name[20];

	for (int site = 0; site < LAW_SITES; site++)
		for (int day = 0; day < LAW_DAYS; day++) {
			struct traffic cells[24];
			size_t n = 0;

			for (int h = 0; h < 24; h++) {
				struct traffic *c = &cells[n];

				if (dice(seed) % 3 != 0)
					continue;
				*c = (struct traffic){ .at = day * MS_DAY +
							     h * MS_HOUR,
					.hits = dice_between(seed, 1, 90),
					.views = dice_between(seed, 0, 5),
					.bytes = dice_between(seed, 0, 99999),
					.robots = dice_between(seed, 0, 1) };
				if (counts_too)
					counters_add(
					    &law_sum[(site * 7) % LAW_SITES]
						    [day * 24 + h],
					    c);
				n++;
			}
			law_name(site, name);
			if (n != 0)
				add_day(part, name, MS_HOUR, cells, n);
		}
}

/* Takes off what was expected; everything is zero at the end. */
static int
law_take(void *arg, const struct site_day *day, struct err *e)
{
	struct str *last = arg;
	struct traffic *sum = law_sum[day->site.p[1] - '0'];

	(void)e;
	assert_true(last->n == 0 || str_cmp(*last, day->site) <= 0);
	*last = str_dup(&arena, day->site);
	for (size_t i = 0; i < day->n; i++) {
		const struct traffic *c = &day->cells[i];
		struct traffic *s = &sum[c->at / MS_HOUR];

		assert_int_equal(s->hits, c->hits);
		assert_int_equal(s->views, c->views);
		assert_int_equal(s->bytes, c->bytes);
		assert_int_equal(s->robots, c->robots);
		s->hits = 0;
	}
	return 0;
}

static int
law_site(void *arg, const struct site_pieces *site, struct err *e)
{
	return traffic_each_day(site, law_take, arg, e);
}

static void
test_law(void **state)
{
	static const size_t sizes[] = { 0, 1, 700, 20000 };
	uint64_t seed = 77;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		int64_t ids[LAW_PARTS];
		size_t n = 0;
		struct str last = { 0 };
		struct traffic_wanted wanted = {
			.kinds = PIECE_BIT(PIECE_HOURS),
			.bytes = sizes[i],
		};

		memset(law_sum, 0, sizeof law_sum);
		for (int p = 0; p < LAW_PARTS; p++) {
			char name[20];
			int64_t id;

			snprintf(name, sizeof name, "%zu-%d", i, p);
			id = add_part(name, 0, 100);
			if (p != 2)
				ids[n++] = id;
			law_part(&seed, id, p != 2);
		}
		OK(store_choose_parts(store, ids, n, &e));
		OK(traffic_each_site(store, &wanted, law_site, &last, &e));
		for (int k = 0; k < LAW_SITES; k++)
			for (int h = 0; h < LAW_DAYS * 24; h++)
				assert_int_equal(law_sum[k][h].hits, 0);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_parts),
		TEST(test_links),
		TEST(test_adding_up),
		TEST(test_minutes),
		TEST(test_local_days),
		TEST(test_visitors),
		TEST(test_stop),
		TEST(test_damage),
		TEST(test_rollback),
		TEST(test_law),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
