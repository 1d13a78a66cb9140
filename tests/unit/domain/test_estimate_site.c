/* From a site's hourly traffic to what it lost in an incident. */
#include "domain/estimate_site.h"
#include "unit/domain/estimate_help.h"

#define WEEK 168

static const struct site shop = { .seed = 5,
	.per_bin = 400,
	.noise = 0.1,
	.memory = 0.5,
	.drift = 0.001,
	.step_ms = MS_HOUR };

/* Hits as made up, and a fifth of them views. */
static struct site_traffic
traffic_of(const struct estimate_bin *v, size_t n)
{
	struct site_traffic t = {
		.site = STR("shop.example.org"), .step_ms = MS_HOUR, .n = n
	};

	t.v = arena_array(&arena, n, sizeof *t.v);
	for (size_t i = 0; i < n; i++) {
		t.v[i].at = v[i].at;
		t.v[i].hits = (int64_t)v[i].value;
		t.v[i].views = t.v[i].hits / 5;
	}
	return t;
}

static struct site_estimate
estimate_of(const struct site_input *in)
{
	struct site_estimate x;
	struct err e = { 0 };

	if (estimate_site(in, &arena, &x, &e) != 0)
		fail_msg("not estimated: %s", e.text);
	return x;
}

static void
units(void **state)
{
	size_t from = 5 * WEEK + 9, n = 6 * WEEK;
	struct estimate_bin *v = made_up(&shop, n);
	struct site_traffic t = traffic_of(v, n);
	struct site_input in = { .traffic = &t,
		.zone = &utc,
		.unit = STR("hits"),
		.incident = STR("INC-1"),
		.window = { v[from].at, v[from + 8].at } };
	struct site_estimate hits = estimate_of(&in), views;
	struct estimate_input same = outage(&shop, v, n, from, from + 8);
	struct estimate plain = answered(&same);

	(void)state;
	assert_same(&hits.estimate, &plain);
	assert_str(hits.unit, "hits");
	assert_str(hits.site, "shop.example.org");
	assert_str(hits.incident, "INC-1");
	in.unit = STR("views");
	views = estimate_of(&in);
	assert_str(views.unit, "views");
	assert_near(views.estimate.expected, hits.estimate.expected / 5, 0.05);
	in.unit = STR_NONE;
	assert_str(estimate_of(&in).unit, "hits");
}

/* An hour without a row is unknown; another outage is masked. */
static void
unknown_hours(void **state)
{
	size_t from = 5 * WEEK + 9, n = from + 8, down = 4 * WEEK + 10;
	struct estimate_bin *v = made_up(&shop, n);
	struct estimate_bin *gappy = without(v, &n, down, down + 6);
	struct site_traffic t = traffic_of(gappy, n - 8);
	struct spans others = { 0 };
	struct site_input in = { .traffic = &t,
		.zone = &utc,
		.unit = STR("hits"),
		.window = { v[from].at, v[from].at + 8 * MS_HOUR } };
	struct site_estimate x = estimate_of(&in);

	(void)state;
	assert_int_equal(x.estimate.missing_bins, 6);
	assert_int_equal(x.estimate.masked_bins, 0);
	assert_int_equal(x.estimate.inside_bins, 0);
	assert_true(x.estimate.points[0].observed < 0);
	interval_add(&arena, &others, v[WEEK].at, v[WEEK + 3].at);
	interval_add(&arena, &others, v[from].at, v[from].at + MS_HOUR);
	interval_clean(&others);
	in.others = others;
	x = estimate_of(&in);
	assert_int_equal(x.estimate.masked_bins, 3);
}

static void
troubles(void **state)
{
	struct estimate_bin *v = made_up(&shop, WEEK);
	struct site_traffic t = traffic_of(v, 30);
	struct site_input in = { .traffic = &t,
		.zone = &utc,
		.unit = STR("hits"),
		.window = { v[30].at, v[33].at } };
	struct site_estimate x = estimate_of(&in);
	struct err e = { 0 };

	(void)state;
	assert_int_equal(x.estimate.status, ESTIMATE_INSUFFICIENT);
	assert_string_equal(x.estimate.reason, "history_short");
	t.v[3].hits = -1;
	assert_int_equal(estimate_site(&in, &arena, &x, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "shop.example.org"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(units, forget),
		cmocka_unit_test_teardown(unknown_hours, forget),
		cmocka_unit_test_teardown(troubles, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
