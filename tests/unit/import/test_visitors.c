/* Sketches of visitors by site and day: same people, same bytes, in any cut. */
#include "unit/support.h"

#include "domain/sketch.h"
#include "import/visitors.h"

enum { DAY = 86400, DAY0 = 20152 }; /* 2025-03-05 */

static void
come(struct visitors *v, int32_t site, const char *name, int64_t day, int who)
{
	char client[24];

	snprintf(client, sizeof client, "192.0.2.%d", who);
	visitors_seen(v, site, str_of(name), (DAY0 + day) * DAY + who % DAY,
	    str_of(client), STR("Firefox"));
}

/* "site day count" line by line. */
static const char *
listed(struct visitors *v)
{
	static char out[4096];
	struct site_visitors one;
	size_t n = 0;

	out[0] = '\0';
	for (visitors_rewind(v); visitors_next(v, &one);) {
		struct sketch s = { { 0 } };
		struct err e;

		assert_int_equal(sketch_merge(&s, one.sketch, &e), 0);
		n += (size_t)snprintf(out + n, sizeof out - n, "%.*s %d %d\n",
		    STR_ARG(one.site), (int)(one.day - DAY0),
		    (int)sketch_count(&s));
	}
	return out;
}

/* All bytes, so that two tables can be compared. */
static struct buf
bytes_of(struct visitors *v)
{
	struct site_visitors one;
	struct buf b;

	buf_init(&b, 1 << 24);
	for (visitors_rewind(v); visitors_next(v, &one);) {
		buf_addf(
		    &b, "%.*s %lld ", STR_ARG(one.site), (long long)one.day);
		buf_addstr(&b, one.sketch);
	}
	return b;
}

static void
test_sites_and_days(void **state)
{
	struct visitors *v = visitors_new();

	(void)state;
	assert_string_equal(listed(v), "");
	come(v, 7, "www.b.example", 0, 1);
	come(v, 7, "www.b.example", 0, 1);
	come(v, 7, "www.b.example", 0, 2);
	come(v, 2, "www.a.example", 1, 1);
	come(v, 7, "www.b.example", 1, 3);
	assert_string_equal(listed(v), "www.a.example 1 1\n"
				       "www.b.example 0 2\n"
				       "www.b.example 1 1\n");
	/* and on, also on days that were packed: 2 and 4 on day 0 */
	come(v, 7, "www.b.example", 0, 2);
	come(v, 7, "www.b.example", 0, 4);
	assert_string_equal(listed(v), "www.a.example 1 1\n"
				       "www.b.example 0 3\n"
				       "www.b.example 1 1\n");
	/* nobody is nobody, and there is nothing before the epoch */
	visitors_seen(v, 2, STR("www.a.example"), DAY, STR(""), STR("x"));
	visitors_seen(v, 2, STR("www.a.example"), -1, STR("y"), STR("x"));
	assert_string_equal(listed(v), "www.a.example 1 1\n"
				       "www.b.example 0 3\n"
				       "www.b.example 1 1\n");
	visitors_free(v);
	visitors_free(NULL);
}

/* Midnight UTC begins another day. */
static void
test_midnight(void **state)
{
	struct visitors *v = visitors_new();
	struct str a = STR("a");

	(void)state;
	visitors_seen(v, 0, a, DAY0 * DAY - 1, a, a);
	visitors_seen(v, 0, a, DAY0 * DAY, a, a);
	assert_string_equal(listed(v), "a -1 1\na 0 1\n");
	visitors_free(v);
}

/*
 * The same person is another number on each day and site: on 400 site-days his
 * register is rarely the same as on another.
 */
static void
test_nobody_is_followed(void **state)
{
	struct visitors *v = visitors_new();
	struct site_visitors one;
	char site[24];
	static bool seen[1 << 16];
	int different = 0;

	(void)state;
	for (int s = 0; s < 20; s++)
		for (int day = 0; day < 20; day++) {
			snprintf(site, sizeof site, "s%d.example", s);
			come(v, s, site, day, 1);
		}
	for (visitors_rewind(v); visitors_next(v, &one);) {
		unsigned word = (unsigned char)one.sketch.p[1] << 8 |
				(unsigned char)one.sketch.p[2];

		assert_int_equal(one.sketch.n, 3);
		different += !seen[word];
		seen[word] = true;
	}
	/* 400 of 2048 registers: some 40 fall together, and few ranks agree */
	assert_true(different > 340);
	visitors_free(v);
}

/* One table, or dealt to three with other numbers of sites: the same bytes. */
static void
test_dealt(void **state)
{
	struct visitors *all = visitors_new();
	struct visitors *part[3] = { visitors_new(), visitors_new(),
		visitors_new() };
	struct buf whole, sum;
	uint64_t seed = 5;
	char name[24];

	(void)state;
	for (int i = 0; i < 30000; i++) {
		int site = (int)dice_between(&seed, 0, 9), p;
		int day = i / 3000 + (int)dice_between(&seed, 0, 3);
		int who = (int)dice_between(&seed, 1, site * site * 30 + 2);

		snprintf(name, sizeof name, "s%d.example", site);
		come(all, site, name, day, who);
		p = (int)dice_between(&seed, 0, 2);
		come(part[p], (site + p * 3) % 10, name, day, who);
	}
	visitors_join(part[1], part[2]);
	visitors_free(part[2]);
	visitors_join(part[0], part[1]);
	visitors_free(part[1]);
	whole = bytes_of(all);
	sum = bytes_of(part[0]);
	assert_true(whole.n > 10000);
	assert_true(str_eq(buf_str(&whole), buf_str(&sum)));
	buf_release(&whole);
	buf_release(&sum);
	visitors_free(all);
	visitors_free(part[0]);
}

/* An emptied table can be used again. */
static void
test_joined_is_empty(void **state)
{
	struct visitors *a = visitors_new(), *b = visitors_new();

	(void)state;
	come(b, 0, "b", 0, 1);
	visitors_join(a, b);
	assert_string_equal(listed(b), "");
	come(b, 0, "c", 0, 1);
	assert_string_equal(listed(b), "c 0 1\n");
	visitors_free(b);
	assert_string_equal(listed(a), "b 0 1\n");
	visitors_free(a);
}

/*
 * Never to change: other machines have sketches made so. Day 20152 of site "a"
 * with client "b" and agent "c"; worked out apart from this program.
 */
static void
test_the_hash_stays(void **state)
{
	struct visitors *v = visitors_new();
	struct site_visitors one;

	(void)state;
	visitors_seen(v, 0, STR("a"), DAY0 * DAY, STR("b"), STR("c"));
	assert_true(visitors_next(v, &one));
	assert_int_equal(one.sketch.n, 3);
	assert_int_equal((unsigned char)one.sketch.p[1], 0x67);
	assert_int_equal((unsigned char)one.sketch.p[2], 0x01);
	visitors_free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sites_and_days),
		cmocka_unit_test(test_midnight),
		cmocka_unit_test(test_nobody_is_followed),
		cmocka_unit_test(test_dealt),
		cmocka_unit_test(test_joined_is_empty),
		cmocka_unit_test(test_the_hash_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
