/*
 * test_versions.c -- what changed between two versions of an incident's
 * reports.
 */
#include "domain/version_figures.h"
#include "unit/support.h"

static struct arena arena;

static void
put(struct printed_version *v, const char *name, const char *code, int64_t n)
{
	struct version_figure *f = vec_push(&arena, &v->figures);

	f->name = str_of(name);
	f->value = n;
	for (int i = 0; code[i] != '\0' && i < 3; i++)
		f->currency.code[i] = code[i];
	f->currency.digits = code[0] != '\0' ? 2 : 0;
}

static void
expect(const struct version_change *c, const char *name, bool changed,
    int64_t before, int64_t now)
{
	assert_str(c->name, name);
	assert_int_equal(c->changed, changed);
	assert_int_equal(c->before.value, before);
	assert_int_equal(c->now.value, now);
}

/*
 * The span grew, the customers stayed; of the loss only the upper end moved;
 * the first notice was unknown before; EUR stayed, USD is new, CHF is gone.
 * Figures that neither knows (silence, counted) have no row.
 */
static void
test_changes(void **state)
{
	struct printed_version before = { .incident = STR("I"), .version = 1 };
	struct printed_version now = { .incident = STR("I"), .version = 2 };
	struct version_change *c;
	size_t n;

	(void)state;
	put(&before, "credit", "CHF", 700);
	put(&before, "credit", "EUR", 500);
	put(&before, "span", "", 1000);
	put(&before, "customers", "", 4);
	put(&before, "lost", "", 50000);
	put(&before, "lost_low", "", 40000);
	put(&before, "lost_high", "", 60000);
	put(&now, "span", "", 2500);
	put(&now, "customers", "", 4);
	put(&now, "lost", "", 50000);
	put(&now, "lost_low", "", 40000);
	put(&now, "lost_high", "", 61000);
	put(&now, "first_notice", "", 90);
	put(&now, "credit", "EUR", 500);
	put(&now, "credit", "USD", 300);
	c = version_changes(&before, &now, &arena, &n);
	assert_int_equal(n, 7);
	expect(&c[0], "span", true, 1000, 2500);
	expect(&c[1], "customers", false, 4, 4);
	expect(&c[2], "lost", true, 50000, 50000);
	assert_int_equal(c[2].before.high, 60000);
	assert_int_equal(c[2].now.high, 61000);
	assert_int_equal(c[2].kind, VERSION_ESTIMATE);
	expect(&c[3], "first_notice", true, 0, 90);
	assert_false(c[3].before.known);
	expect(&c[4], "credit", false, 500, 500);
	assert_string_equal(c[4].currency.code, "EUR");
	expect(&c[5], "credit", true, 0, 300);
	assert_string_equal(c[5].currency.code, "USD");
	expect(&c[6], "credit", true, 700, 0);
	assert_string_equal(c[6].currency.code, "CHF");
	assert_false(c[6].now.known);
	arena_release(&arena);
}

/*
 * Of the figures of an incident: 2 h down in the worst group, 3 customers, 5 h
 * of customers' time, a loss of 12.3456 (10 to 20), which is 12,346
 * thousandths.
 */
static void
test_figures(void **state)
{
	struct incident in = { .id = STR("I"), .version = 3 };
	struct affected_service worst = { .down_ms = 2 * MS_HOUR };
	struct affected_group group = { .first = &worst };
	struct money total = { 4985, { "EUR", 2 } };
	struct incident_figures f = { .incident = &in,
		.has_span = true,
		.span_ms = 3 * MS_HOUR,
		.groups = &group,
		.n_groups = 1,
		.n_customers = 3,
		.customer_ms = 5 * MS_HOUR,
		.lost = { .n_sites = 1 },
		.money = { .totals = &total, .n_totals = 1 } };
	struct printed_version v;
	struct version_change *c;
	size_t n;

	(void)state;
	f.lost.sums.lost = 12.3456;
	f.lost.sums.lost_lo80 = 10;
	f.lost.sums.lost_hi80 = 20;
	v = version_figures(&f, &arena);
	assert_int_equal(v.version, 3);
	c = version_changes(&v, &v, &arena, &n);
	assert_int_equal(n, 7);
	expect(&c[0], "span", false, 3 * MS_HOUR, 3 * MS_HOUR);
	expect(&c[1], "counted", false, 2 * MS_HOUR, 2 * MS_HOUR);
	expect(&c[3], "customer_minutes", false, 300, 300);
	expect(&c[4], "lost", false, 12346, 12346);
	assert_int_equal(c[4].now.low, 10000);
	expect(&c[5], "silence", false, 0, 0);
	expect(&c[6], "credit", false, 4985, 4985);
	assert_ptr_equal(version_find(&v, 1, STR("I"), 3), &v);
	assert_null(version_find(&v, 1, STR("I"), 2));
	in.version = 0;
	assert_int_equal(incident_version(&in), 1);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
