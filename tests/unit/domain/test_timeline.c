/*
 * Dependencies and groups. Times are small numbers; what happens when is drawn
 * in the comments: '#' down, '~' degraded, '?' no data, '.' up, one column
 * per 10.
 */
#include "domain/timeline.h"
#include "unit/support.h"

static struct arena arena;

static struct outage
record(const char *subject, int64_t from, int64_t to, enum condition c)
{
	struct outage o = { .subject = str_of(subject),
		.span = { from, to },
		.condition = c,
		.view = VIEW_PROVIDER };

	o.id = str_format(&arena, "%s-%d", subject, (int)from);
	return o;
}

static struct dependency
needs(const char *service, const char *resource, const char *group)
{
	return (struct dependency){ .service = str_of(service),
		.resource = str_of(resource),
		.group = str_of(group),
		.in_from = NO_INSTANT,
		.in_to = NO_INSTANT };
}

static struct timeline_outages
build(const struct dossier *d, const char *id)
{
	struct service s = { .id = str_of(id) };
	struct timeline_outages out;
	struct timeline t;

	timeline_index(d, &arena, &t);
	timeline_build(&t, &s, (struct span){ 0, 1000 }, &arena, &out);
	return out;
}

static void
expect(const struct timeline_outages *o, size_t i, enum condition c,
    int64_t from, int64_t to)
{
	assert_true(i < o->n);
	assert_int_equal(o->v[i].condition, c);
	assert_int_equal(o->v[i].span.from_at, from);
	assert_int_equal(o->v[i].span.to_at, to);
}

/*
 *   db1  ..####....
 *   db2  ...##.##..
 *   =    ...##.....
 */
static void
test_stand_in(void **state)
{
	struct outage outages[] = { record("db1", 20, 60, COND_DOWN),
		record("db2", 30, 50, COND_DOWN),
		record("db2", 60, 80, COND_DOWN) };
	struct dependency deps[] = { needs("blog", "db1", "db"),
		needs("blog", "db2", "db") };
	struct dossier d = { .outages = outages,
		.n_outages = 3,
		.dependencies = deps,
		.n_dependencies = 2 };
	struct timeline_outages o = build(&d, "blog");

	(void)state;
	assert_int_equal(o.n, 1);
	expect(&o, 0, COND_DOWN, 30, 50);
	/* the record that completed the failure explains it */
	assert_str(o.v[0].id, "db2-30");
}

/*
 *   db1  .##~~..??.
 *   db2  .#~~~~.###
 *   =    .#~~~..??.
 */
static void
test_best_member_decides(void **state)
{
	struct outage outages[] = { record("db1", 10, 30, COND_DOWN),
		record("db1", 30, 50, COND_DEGRADED),
		record("db1", 70, 90, COND_NO_DATA),
		record("db2", 10, 20, COND_DOWN),
		record("db2", 20, 60, COND_DEGRADED),
		record("db2", 70, 100, COND_DOWN) };
	struct dependency deps[] = { needs("blog", "db1", "db"),
		needs("blog", "db2", "db") };
	struct dossier d = { .outages = outages,
		.n_outages = 6,
		.dependencies = deps,
		.n_dependencies = 2 };
	struct timeline_outages o = build(&d, "blog");

	(void)state;
	assert_int_equal(o.n, 3);
	expect(&o, 0, COND_DOWN, 10, 20);
	expect(&o, 1, COND_DEGRADED, 20, 50);
	expect(&o, 2, COND_NO_DATA, 70, 90);
}

/* All groups are needed; a resource without a group stands alone. */
static void
test_every_group_is_needed(void **state)
{
	struct outage outages[] = { record("web", 10, 20, COND_DOWN),
		record("dns", 40, 50, COND_DEGRADED),
		record("blog", 70, 80, COND_DOWN),
		record("other", 0, 100, COND_DOWN) };
	struct dependency deps[] = { needs("blog", "web", ""),
		needs("blog", "dns", ""), needs("shop", "other", "") };
	struct dossier d = { .outages = outages,
		.n_outages = 4,
		.dependencies = deps,
		.n_dependencies = 3 };
	struct timeline_outages o = build(&d, "blog");

	(void)state;
	assert_int_equal(o.n, 3);
	expect(&o, 0, COND_DOWN, 10, 20);
	expect(&o, 1, COND_DEGRADED, 40, 50);
	expect(&o, 2, COND_DOWN, 70, 80);
	o = build(&d, "stranger");
	assert_int_equal(o.n, 0);
}

static void
test_whose_word(void **state)
{
	struct outage outages[] = { record("web", 10, 20, COND_DOWN),
		record("web", 15, 30, COND_DOWN),
		record("web", 40, 50, COND_DOWN) };
	struct dependency deps[] = { needs("blog", "web", "") };
	struct dossier d = { .outages = outages,
		.n_outages = 3,
		.dependencies = deps,
		.n_dependencies = 1 };
	struct timeline_outages o;

	(void)state;
	outages[1].view = VIEW_CUSTOMER;
	outages[2].view = VIEW_TRAFFIC;
	o = build(&d, "blog");
	assert_int_equal(o.n, 1);
	expect(&o, 0, COND_DOWN, 10, 20);
	d.settings.evidence = EVIDENCE_CUSTOMER;
	o = build(&d, "blog");
	assert_int_equal(o.n, 1);
	expect(&o, 0, COND_DOWN, 15, 30);
	d.settings.evidence = EVIDENCE_UNION;
	o = build(&d, "blog");
	assert_int_equal(o.n, 2);
	/* what a person accepts counts, whoever's word it is otherwise */
	outages[2].accepted = true;
	o = build(&d, "blog");
	assert_int_equal(o.n, 3);
	d.settings.evidence = EVIDENCE_PROVIDER;
	o = build(&d, "blog");
	assert_int_equal(o.n, 2);
	expect(&o, 1, COND_DOWN, 40, 50);
}

/*
 *   web, one     .??????...   10 to 70
 *   web, other   --..##..--   knows from 20 to 80, fails from 40 to 60
 *   web          .?..##....
 *   blog itself  knows from 0 to 15
 *   blog         .-?.##....   '?' from 15 to 20 only
 */
static void
test_one_speaks_for_another(void **state)
{
	struct outage outages[] = { record("web", 10, 70, COND_NO_DATA),
		record("web", 40, 60, COND_DOWN) };
	struct coverage coverage[] = { { .subject = STR("web"),
					   .span = { 20, 80 } },
		{ .subject = STR("blog"), .span = { 0, 15 } },
		{ .subject = STR("mail"), .span = { 0, 100 } } };
	struct dependency deps[] = { needs("blog", "web", "") };
	struct dossier d = { .outages = outages,
		.n_outages = 2,
		.coverage = coverage,
		.n_coverage = 3,
		.dependencies = deps,
		.n_dependencies = 1 };
	struct timeline_outages o;

	(void)state;
	o = build(&d, "web");
	assert_int_equal(o.n, 2);
	expect(&o, 0, COND_NO_DATA, 10, 20);
	expect(&o, 1, COND_DOWN, 40, 60);
	o = build(&d, "blog");
	assert_int_equal(o.n, 2);
	expect(&o, 0, COND_NO_DATA, 15, 20);
	expect(&o, 1, COND_DOWN, 40, 60);
	/* whose word does not count knows nothing; 20 to 40 lies in the gap */
	coverage[0].view = VIEW_CUSTOMER;
	coverage[0].span = (struct span){ 20, 40 };
	o = build(&d, "web");
	assert_int_equal(o.n, 2);
	expect(&o, 0, COND_NO_DATA, 10, 70);
	coverage[0].view = VIEW_PROVIDER;
	o = build(&d, "web");
	assert_int_equal(o.n, 3);
	expect(&o, 0, COND_NO_DATA, 10, 20);
	expect(&o, 1, COND_DOWN, 40, 60);
	expect(&o, 2, COND_NO_DATA, 40, 70);
}

/* Work on one of two members excuses nothing; on both at once it does. */
static void
test_windows_of_a_group(void **state)
{
	struct window windows[] = {
		{ .id = STR("a"), .subject = STR("db1"), .span = { 10, 50 } },
		{ .id = STR("b"), .subject = STR("db2"), .span = { 40, 60 } },
		{ .id = STR("c"), .subject = STR(""), .span = { 90, 95 } },
		{ .id = STR("d"), .subject = STR("blog"), .span = { 70, 75 } },
		{ .id = STR("e"), .subject = STR("x"), .span = { 0, 100 } },
	};
	struct dependency deps[] = { needs("blog", "db1", "db"),
		needs("blog", "db2", "db") };
	struct dossier d = { .windows = windows,
		.n_windows = 5,
		.dependencies = deps,
		.n_dependencies = 2 };
	struct service s = { .id = STR("blog") };
	struct window *w;
	struct timeline t;
	size_t n;

	(void)state;
	timeline_index(&d, &arena, &t);
	timeline_windows(&t, &s, &arena, &w, &n);
	assert_int_equal(n, 3);
	assert_str(w[0].id, "c");
	assert_str(w[1].id, "d");
	assert_str(w[2].id, "a");
	assert_int_equal(w[2].span.from_at, 40);
	assert_int_equal(w[2].span.to_at, 50);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stand_in),
		cmocka_unit_test(test_best_member_decides),
		cmocka_unit_test(test_every_group_is_needed),
		cmocka_unit_test(test_whose_word),
		cmocka_unit_test(test_one_speaks_for_another),
		cmocka_unit_test(test_windows_of_a_group),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
