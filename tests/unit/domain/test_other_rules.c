/*
 * test_other_rules.c -- the same records under other rules. A period of 1000
 * ms; what happens when stands in the comments, all sums are done by hand
 * there.
 */
#include "domain/other_rules.h"
#include "unit/support.h"

static struct arena arena;

static struct outage
record(const char *subject, int64_t from, int64_t to, enum condition c)
{
	return (struct outage){ .id = STR("o"),
		.subject = str_of(subject),
		.span = { from, to },
		.condition = c,
		.weight = { 1, 1 },
		.view = VIEW_PROVIDER };
}

static struct service
service(const char *id)
{
	return (struct service){
		.id = str_of(id), .in_from = NO_INSTANT, .in_to = NO_INSTANT
	};
}

/* A settlement of that service: D = 90 of T - X = 900, of T = 1000. */
static struct ledger_row
row(const struct service *s)
{
	struct ledger_row r = { .service = s };

	r.settlement.period = (struct span){ 0, 1000 };
	r.settlement.states.period_ms = 1000;
	r.settlement.downtime = ratio_int(90);
	r.settlement.denominator_ms = 900;
	r.settlement.recovery_ms = 99;
	r.settlement.availability = ratio_make(810, 900);
	r.settlement.experienced = ratio_make(800, 1000);
	return r;
}

static void
expect(const struct other_figures *f, enum other_rule rule, struct ratio down,
    int64_t of_ms, struct ratio share)
{
	const struct other_figure *r = &f->rule[rule];

	assert_int_equal(ratio_cmp(r->down_ms, down), 0);
	assert_int_equal(r->of_ms, of_ms);
	assert_int_equal(ratio_cmp(r->availability, share), 0);
}

/*
 * Down 0-100; for half of the users 50-200, so partial alone 100-200; a
 * substitute page 300-400; slow 350-600, so degraded alone 400-600; no data
 * 700-800, which says nothing. full 100, partial 200, degraded 200.
 *
 *   30 % weight     100 + 0.3 x 200 = 160      1 - 160/1000 = 0.840
 *   any part        100 + 200       = 300      1 - 300/1000 = 0.700
 *   experienced     1000 x (1 - 0.8) = 200     0.800
 *   second clock    99 of 900                  1 - 99/900 = 0.89
 */
static void
test_one(void **state)
{
	struct outage o[] = { record("s", 0, 100, COND_DOWN),
		record("s", 50, 200, COND_DOWN),
		record("s", 300, 400, COND_SUBSTITUTE),
		record("s", 350, 600, COND_DEGRADED),
		record("s", 700, 800, COND_NO_DATA) };
	struct dossier d = { .outages = o, .n_outages = 5 };
	struct service s = service("s");
	struct ledger_row r = row(&s);
	const struct ledger_row *rows[] = { &r };
	struct other_figures f;
	struct timeline t;

	(void)state;
	o[1].weight = ratio_make(1, 2);
	timeline_index(&d, &arena, &t);
	other_rules(&t, rows, 1, &arena, &f);
	assert_int_equal(f.full_ms, 100);
	assert_int_equal(f.partial_ms, 200);
	assert_int_equal(f.degraded_ms, 200);
	expect(&f, OTHER_CONTRACT, ratio_int(90), 900, ratio_make(9, 10));
	expect(&f, OTHER_EXPERIENCED, ratio_int(200), 1000, ratio_make(8, 10));
	expect(&f, OTHER_SECOND_CLOCK, ratio_int(99), 900, ratio_make(89, 100));
	expect(&f, OTHER_WEIGHTED, ratio_int(160), 1000, ratio_make(84, 100));
	expect(&f, OTHER_ANY_PART, ratio_int(300), 1000, ratio_make(7, 10));
	expect(&f, OTHER_GROUP, ratio_int(300), 1000, ratio_make(7, 10));
	arena_release(&arena);
}

/*
 * Service a is down 0-100, b 50-250 and only slow 300-400, c never. Services:
 * 100 + 200 + 0 = 300 of 3000, 0.9. As a group: 0-250 down, 250 of 1000, 0.75.
 * The contract: 3 x 90 of 3 x 900.
 */
static void
test_group(void **state)
{
	struct outage o[] = { record("a", 0, 100, COND_DOWN),
		record("b", 50, 250, COND_DOWN),
		record("b", 300, 400, COND_DEGRADED) };
	struct dossier d = { .outages = o, .n_outages = 3 };
	struct service s[] = { service("a"), service("b"), service("c") };
	struct ledger_row r[] = { row(&s[0]), row(&s[1]), row(&s[2]) };
	const struct ledger_row *rows[] = { &r[0], &r[1], &r[2] };
	struct other_figures f;
	struct timeline t;

	(void)state;
	timeline_index(&d, &arena, &t);
	other_rules(&t, rows, 3, &arena, &f);
	expect(&f, OTHER_CONTRACT, ratio_int(270), 2700, ratio_make(9, 10));
	expect(&f, OTHER_WEIGHTED, ratio_int(300), 3000, ratio_make(9, 10));
	expect(&f, OTHER_ANY_PART, ratio_int(300), 3000, ratio_make(9, 10));
	expect(&f, OTHER_GROUP, ratio_int(250), 1000, ratio_make(3, 4));
	arena_release(&arena);
}

/*
 * Records beyond the period and the service's life are cut: it lives 200-1000
 * and is down 100-300, so 100 of 800; 1 - 1/8 = 0.875. A record that touches
 * no user (weight 0) is none. Nothing at all: 1, and no service: no number.
 */
static void
test_edges(void **state)
{
	struct outage o[] = { record("s", 100, 300, COND_DOWN),
		record("s", 500, 600, COND_DOWN) };
	struct dossier d = { .outages = o, .n_outages = 2 };
	struct service s = service("s"), calm = service("calm");
	struct ledger_row r = row(&s), q = row(&calm);
	const struct ledger_row *rows[] = { &r }, *calm_rows[] = { &q };
	struct other_figures f;
	struct timeline t;

	(void)state;
	s.in_from = 200;
	o[1].weight = ratio_int(0);
	timeline_index(&d, &arena, &t);
	other_rules(&t, rows, 1, &arena, &f);
	expect(&f, OTHER_WEIGHTED, ratio_int(100), 800, ratio_make(7, 8));
	other_rules(&t, calm_rows, 1, &arena, &f);
	expect(&f, OTHER_GROUP, ratio_int(0), 1000, ratio_int(1));
	other_rules(&t, NULL, 0, &arena, &f);
	assert_false(ratio_ok(f.rule[OTHER_GROUP].availability));
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one),
		cmocka_unit_test(test_group),
		cmocka_unit_test(test_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
