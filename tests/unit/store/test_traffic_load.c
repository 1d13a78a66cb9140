/*
 * The traffic of a dossier: that of sites with a service, what counts of it,
 * and when a log was alive to tell of it.
 */
#include "store/fact_tables.h"
#include "unit/store/traffic_help.h"

static void
serve(const char *const *sites, size_t n)
{
	int64_t file = add_source("services.csv", 's');
	struct service v[4] = { 0 };

	for (size_t i = 0; i < n; i++)
		v[i] = (struct service){ .id = str_of(sites[i]),
			.site = str_of(sites[i]),
			.in_from = NO_INSTANT,
			.in_to = NO_INSTANT };
	OK(store_add_facts(store, FACT_SERVICES, file, v, n, &e));
	OK(store_mark_source(
	    store, STR("services.csv"), SOURCE_CURRENT, file, 0, &e));
}

static struct dossier
load(void)
{
	struct dossier d = { .keep = &arena };

	OK(store_load(store, &d, &e));
	return d;
}

static void
spans_are(const struct spans *s, const char *expected)
{
	struct buf text;

	buf_init(&text, 1000);
	for (size_t i = 0; i < s->n; i++)
		buf_addf(&text, "%lld-%lld;",
		    (long long)(s->v[i].from_at / MS_HOUR),
		    (long long)(s->v[i].to_at / MS_HOUR));
	assert_str(buf_str(&text), expected);
	buf_release(&text);
}

/*
 * x and y stand in one file of two parts, z in another log; w has no service.
 * What is alive: hours with any row in the parts of the same file.
 */
static void
test_dossier(void **state)
{
	static const char *const sites[] = { "z", "x", "nothing" };
	int64_t a = add_part("aa", 0, 100), b = add_part("aa", 100, 200);
	int64_t c = add_part("cc", 0, 100);
	struct dossier d;
	int64_t all[] = { a, b, c };

	(void)state;
	serve(sites, 3);
	add_hour(a, "w", 0, 2, 1);
	add_hour(a, "x", 0, 0, 5);
	add_hour(b, "w", 1, 0, 1);
	add_hour(c, "z", 0, 7, 6);
	OK(store_choose_parts(store, all, 3, &e));
	d = load();
	assert_int_equal(d.n_traffic, 2);
	assert_str(d.traffic[0].site, "x");
	assert_int_equal(d.traffic[0].step_ms, MS_HOUR);
	assert_int_equal(d.traffic[0].n, 1);
	assert_int_equal(d.traffic[0].v[0].hits, 5);
	assert_int_equal(d.traffic[0].n_minutes, 0);
	spans_are(&d.traffic[0].alive, "0-1;2-3;24-25;");
	assert_str(d.traffic[1].site, "z");
	spans_are(&d.traffic[1].alive, "7-8;");
	/* the second half no longer counts */
	choose(a, c);
	spans_are(&load().traffic[0].alive, "0-1;2-3;");
}

/* Two logs that one file brings: alive together. */
static void
test_alive_by_file(void **state)
{
	static const char *const sites[] = { "x" };
	int64_t a = add_part("aa", 0, 100), b = add_part("bb", 0, 100);
	int64_t file = add_source("monday.rollup", 'r');
	struct dossier d;

	(void)state;
	serve(sites, 1);
	add_hour(a, "x", 0, 0, 5);
	add_hour(b, "w", 0, 1, 1);
	OK(store_link_part(store, file, a, &e));
	OK(store_link_part(store, file, b, &e));
	OK(store_mark_source(
	    store, STR("monday.rollup"), SOURCE_CURRENT, file, 0, &e));
	choose(a, b);
	d = load();
	assert_int_equal(d.n_traffic, 1);
	spans_are(&d.traffic[0].alive, "0-2;");
}

static void
test_dossier_minutes_and_days(void **state)
{
	static const char *const sites[] = { "m", "d" };
	int64_t a = add_part("aa", 0, 100);
	struct traffic minutes[] = {
		{ .at = 3 * MS_MINUTE, .hits = 1 },
		{ .at = 61 * MS_MINUTE, .hits = 2 },
	};
	/* local days of 24, 23 and, before one is missing, 24 hours */
	struct traffic days[] = {
		{ .at = 240 * MS_HOUR, .visits = 10 },
		{ .at = 264 * MS_HOUR, .visits = 11 },
		{ .at = 287 * MS_HOUR, .visits = 12 },
		{ .at = 335 * MS_HOUR, .visits = 13 },
	};
	struct dossier d;

	(void)state;
	serve(sites, 2);
	for (int i = 0; i < 4; i++)
		add_day(a, "d", MS_DAY, &days[i], 1);
	add_day(a, "m", MS_MINUTE, minutes, 2);
	choose(a, 0);
	d = load();
	assert_int_equal(d.n_traffic, 2);
	assert_str(d.traffic[0].site, "d");
	assert_int_equal(d.traffic[0].step_ms, MS_DAY);
	assert_int_equal(d.traffic[0].n, 4);
	assert_int_equal(d.traffic[0].v[3].visits, 13);
	spans_are(&d.traffic[0].alive, "0-2;240-311;335-359;");
	assert_int_equal(d.traffic[1].step_ms, MS_HOUR);
	assert_int_equal(d.traffic[1].n, 2);
	assert_int_equal(d.traffic[1].n_minutes, 2);
	assert_int_equal(d.traffic[1].minutes[1].at, 61 * MS_MINUTE);
	assert_int_equal(d.traffic[1].minutes[1].hits, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_dossier),
		TEST(test_alive_by_file),
		TEST(test_dossier_minutes_and_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
