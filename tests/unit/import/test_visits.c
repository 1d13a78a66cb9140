/* Sessions: when one begins, late lines, bounds of memory, and the hash. */
#include "unit/support.h"

#include "import/sip.h"
#include "import/visits.h"

enum { T0 = 1741190400 }; /* 2025-03-05 16:00 UTC */

static struct visits *
fresh(void)
{
	struct visits *v;
	struct err e;

	assert_int_equal(visits_new(&v, &e), 0);
	return v;
}

static bool
at(struct visits *v, int64_t minutes, const char *client)
{
	return visits_seen(
	    v, 0, T0 + minutes * 60, str_of(client), STR("Firefox"));
}

/* ---- the hash ---- */

/*
 * Key 00 01 .. 0f, message 00 01 ..: the vectors published with SipHash for 0,
 * 8 and 16 bytes.
 */
static void
test_sip(void **state)
{
	struct sip s;

	(void)state;
	sip_start(
	    &s, UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908));
	assert_true(sip_end(&s) == UINT64_C(0x726fdb47dd0e0e31));
	sip_word(&s, UINT64_C(0x0706050403020100));
	assert_true(sip_end(&s) == UINT64_C(0x93f5f5799a932462));
	sip_word(&s, UINT64_C(0x0f0e0d0c0b0a0908));
	assert_true(sip_end(&s) == UINT64_C(0x3f2acc7f57c29bdb));
}

/* Texts do not run together, and their ends count. */
static void
test_sip_texts(void **state)
{
	static const char *const pairs[][2] = { { "ab", "c" }, { "a", "bc" },
		{ "abc", "" }, { "", "abc" }, { "abcdefgh", "" },
		{ "abcdefg", "h" }, { "abcdefgh\0", "" } };
	uint64_t seen[7];

	(void)state;
	for (size_t i = 0; i < 7; i++) {
		struct sip s;

		sip_start(&s, 1, 2);
		sip_text(&s, str_of(pairs[i][0]));
		sip_text(&s, str_of(pairs[i][1]));
		seen[i] = sip_end(&s);
	}
	for (size_t i = 0; i < 6; i++)
		for (size_t k = 0; k < i; k++)
			assert_true(seen[i] != seen[k]);
	assert_true(seen[6] == seen[4]); /* str_of ends at the NUL */
}

/* ---- sessions ---- */

static void
test_half_an_hour(void **state)
{
	struct visits *v = fresh();
	struct str a = STR("192.0.2.7"), agent = STR("x");

	(void)state;
	assert_true(visits_seen(v, 0, T0, a, agent));
	assert_false(visits_seen(v, 0, T0, a, agent));
	assert_false(visits_seen(v, 0, T0 + 1800, a, agent));
	assert_false(visits_seen(v, 0, T0 + 3600, a, agent));
	assert_true(visits_seen(v, 0, T0 + 5401, a, agent));
	visits_free(v);
}

/* Another address, another agent, another site: another visit. */
static void
test_who_is_who(void **state)
{
	struct visits *v = fresh();
	struct str a = STR("192.0.2.7"), b = STR("2001:db8::7");

	(void)state;
	assert_true(visits_seen(v, 0, T0, a, STR("x")));
	assert_true(visits_seen(v, 0, T0, b, STR("x")));
	assert_true(visits_seen(v, 0, T0, a, STR("y")));
	assert_true(visits_seen(v, 0, T0, a, STR("")));
	assert_true(visits_seen(v, 1, T0, a, STR("x")));
	assert_false(visits_seen(v, 0, T0, b, STR("x")));
	assert_false(visits_seen(v, 1, T0, a, STR("x")));
	/* who is not known cannot visit */
	assert_false(visits_seen(v, 0, T0, STR(""), STR("x")));
	visits_free(v);
}

/* Late lines belong to the visit; logs put together backwards do not hurt. */
static void
test_disorder(void **state)
{
	struct visits *v = fresh();

	(void)state;
	assert_true(at(v, 100, "a"));
	assert_false(at(v, 95, "a"));
	assert_false(at(v, 70, "a"));
	assert_false(at(v, 41, "a")); /* 29 before the earliest so far */
	assert_false(at(v, 129, "a"));
	assert_false(at(v, 100, "a"));
	assert_true(at(v, 10, "a")); /* 31 before it: an earlier visit */
	assert_false(at(v, 30, "a"));
	assert_true(at(v, 100, "a")); /* 70 after that */
	visits_free(v);
}

/* Beyond what fits, and before the epoch: no wonder, and no overflow. */
static void
test_odd_times(void **state)
{
	struct visits *v = fresh();
	struct str a = STR("a");

	(void)state;
	assert_true(visits_seen(v, 0, INT64_MIN, a, a));
	assert_false(visits_seen(v, 0, 5, a, a));
	assert_true(visits_seen(v, 0, INT64_MAX, a, a));
	assert_false(visits_seen(v, 0, UINT32_MAX, a, a));
	assert_true(visits_seen(v, 0, 0, a, a));
	visits_free(v);
}

/* ---- many ---- */

static int64_t
stream(struct visits *v, int64_t clients, int64_t lines, int64_t seconds)
{
	uint64_t seed = 3;
	int64_t n = 0;
	char name[24];

	for (int64_t i = 0; i < lines; i++) {
		snprintf(name, sizeof name, "%lld",
		    (long long)dice_between(&seed, 0, clients - 1));
		n += visits_seen(
		    v, 0, T0 + i * seconds / lines, str_of(name), STR("agent"));
	}
	return n;
}

/*
 * The same by a table of last times that forgets nothing: the sessions must be
 * exactly as many, however often the table was swept on the way.
 */
static void
test_against_a_table(void **state)
{
	enum { CLIENTS = 20000, LINES = 200000, SECONDS = 86400 };
	static int64_t last[CLIENTS];
	uint64_t seed = 3;
	int64_t expected = 0;
	struct visits *v = fresh();

	(void)state;
	for (int i = 0; i < CLIENTS; i++)
		last[i] = -VISITS_GAP_S - 1;
	for (int64_t i = 0; i < LINES; i++) {
		int64_t who = dice_between(&seed, 0, CLIENTS - 1);
		int64_t t = i * SECONDS / LINES;

		expected += t - last[who] > VISITS_GAP_S;
		last[who] = t;
	}
	assert_true(expected > 150000 && expected < LINES);
	assert_int_equal(stream(v, CLIENTS, LINES, SECONDS), expected);
	assert_int_equal(visits_forgotten(v), 0);
	visits_free(v);
}

/* The key is another each time; what is counted is not. */
static void
test_any_key(void **state)
{
	struct visits *a = fresh(), *b = fresh();

	(void)state;
	assert_int_equal(
	    stream(a, 3000, 50000, 40000), stream(b, 3000, 50000, 40000));
	visits_free(a);
	visits_free(b);
}

/* A line that claims to be of 2099 makes nobody else look long gone. */
static void
test_stray_date(void **state)
{
	struct visits *v = fresh();
	char name[24];
	int again = 0;

	(void)state;
	for (int i = 0; i < 700; i++) {
		snprintf(name, sizeof name, "%d", i);
		assert_true(at(v, 0, name));
	}
	/* these fill the table, so that it has to be swept */
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof name, "n%d", i);
		at(v, i % 4 == 0 ? INT64_C(38000000) : 1, name);
	}
	for (int i = 0; i < 700; i++) {
		snprintf(name, sizeof name, "%d", i);
		again += at(v, 2, name);
	}
	assert_int_equal(again, 0);
	visits_free(v);
}

/*
 * More clients at once than are kept: every one visits, those told again at
 * once are still known, and it is said that others were forgotten.
 */
static void
test_too_many(void **state)
{
	struct visits *v = fresh();
	uint64_t n = VISITS_MAX_CLIENTS + 1000;

	(void)state;
	for (uint64_t i = 0; i < n; i++)
		assert_true(visits_seen(v, 0, T0 + (int64_t)(i * 600 / n),
		    (struct str){ (const char *)&i, sizeof i }, STR("")));
	assert_true(visits_forgotten(v) > 0);
	assert_true(visits_forgotten(v) < (int64_t)n);
	for (uint64_t i = n - 1000; i < n; i++)
		assert_false(visits_seen(v, 0, T0 + 600,
		    (struct str){ (const char *)&i, sizeof i }, STR("")));
	visits_free(v);
}

/* The same within one second: nobody is left to forget but all. */
static void
test_too_many_at_once(void **state)
{
	struct visits *v = fresh();

	(void)state;
	for (uint64_t i = 0; i <= VISITS_MAX_CLIENTS; i++)
		(void)visits_seen(v, 0, T0,
		    (struct str){ (const char *)&i, sizeof i }, STR(""));
	assert_int_equal(visits_forgotten(v), VISITS_MAX_CLIENTS + 1);
	assert_true(at(v, 0, "a"));
	assert_false(at(v, 0, "a"));
	visits_free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sip),
		cmocka_unit_test(test_sip_texts),
		cmocka_unit_test(test_half_an_hour),
		cmocka_unit_test(test_who_is_who),
		cmocka_unit_test(test_disorder),
		cmocka_unit_test(test_odd_times),
		cmocka_unit_test(test_against_a_table),
		cmocka_unit_test(test_any_key),
		cmocka_unit_test(test_stray_date),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_too_many_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
