/*
 * test_recovery.c -- copies, objects and substitute pages, each worked out by
 * hand beside it. Hours count from the first impact.
 */
#include "unit/support.h"

#include "domain/incident_figures.h"

#define START    (INT64_C(1000) * MS_HOUR)
#define HOUR(h)  (START + (h)*MS_HOUR)
#define HOURS(h) ((h)*MS_HOUR)
#define MANY     3000

struct story {
	struct arena keep;
	struct dossier d;
	struct incident incident;
	struct incident_figures f;
	struct customer customers[4];
	struct service services[6];
	struct affected_service touched[6];
	struct backup backups[8];
	struct restoration restorations[12];
	struct recovery_figures r;
};

/*
 * Customers a to d. Services a1, a2 of a, b1 of b, c1 of c and d1 of d; all but
 * d1 were touched.
 */
static void
story_open(struct story *s)
{
	static const struct {
		const char *id;
		int customer;
	} services[] = { { "a1", 0 }, { "a2", 0 }, { "b1", 1 }, { "c1", 2 },
		{ "d1", 3 } };
	static const char *const names[] = { "a", "b", "c", "d" };

	memset(s, 0, sizeof *s);
	s->incident.id = STR("I1");
	s->f.incident = &s->incident;
	s->f.first_impact.at = START;
	s->d.customers = s->customers;
	s->d.services = s->services;
	s->d.backups = s->backups;
	s->d.restorations = s->restorations;
	s->f.services = s->touched;
	for (size_t i = 0; i < 4; i++)
		s->customers[s->d.n_customers++].id = str_of(names[i]);
	for (size_t i = 0; i < 5; i++) {
		struct service *v = &s->services[s->d.n_services++];

		v->id = str_of(services[i].id);
		v->customer = s->customers[services[i].customer].id;
		v->kind = STR("web");
		if (i == 4)
			continue;
		s->touched[s->f.n_services++] = (struct affected_service){
			.customer = &s->customers[services[i].customer],
			.service = v
		};
	}
}

static void
copy(struct story *s, const char *customer, const char *service, int64_t at)
{
	s->backups[s->d.n_backups++] = (struct backup){ .incident = STR("I1"),
		.customer = str_of(customer),
		.service = str_of(service),
		.last_good_at = HOUR(-48),
		.restore_point_at = at,
		.restored_from = STR("copy") };
}

static void
back(struct story *s, int object, int64_t hour, int64_t lost, int64_t restored,
    int64_t reissued)
{
	s->restorations[s->d.n_restorations++] =
	    (struct restoration){ .incident = STR("I1"),
		    .at = HOUR(hour),
		    .object = object,
		    .lost = lost,
		    .restored = restored,
		    .reissued = reissued };
}

static void
count(struct story *s)
{
	recovery_figures(&s->d, &s->f, &s->keep, &s->r);
}

static void
nothing(void **state)
{
	struct story s;

	(void)state;
	story_open(&s);
	count(&s);
	assert_int_equal(s.r.n_copies + s.r.n_customers + s.r.n_objects, 0);
	assert_int_equal(s.r.n_substitutes + s.r.n_substitute_points, 0);
	assert_true(s.r.last_at == NO_INSTANT);
	arena_release(&s.keep);
}

/*
 * Everybody's copy is 10 h old, that of customer a 25 h, that of a2 100 h, that
 * of c1 was taken 3 h into the incident. a1: 25, a2: 100, b1: 10, c1: 0.
 */
static void
narrowest_row(void **state)
{
	struct story s;

	(void)state;
	story_open(&s);
	copy(&s, "", "", HOUR(-10));
	copy(&s, "a", "", HOUR(-25));
	copy(&s, "", "a2", HOUR(-100));
	copy(&s, "c", "c1", HOUR(3));
	count(&s);
	assert_int_equal(s.r.n_copies, 4);
	assert_int_equal(s.r.copies[0].window_ms, HOURS(100));
	assert_int_equal(s.r.copies[1].window_ms, HOURS(25));
	assert_int_equal(s.r.copies[2].window_ms, HOURS(10));
	assert_int_equal(s.r.copies[3].window_ms, 0);
	assert_true(s.r.copies[3].has_window);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(s.r.copies[i].services, 1);
		assert_int_equal(s.r.copies[i].customers, 1);
	}
	/* a 100, b 10, c 0; d has no touched service and no row of its own */
	assert_int_equal(s.r.n_customers, 3);
	assert_str(s.r.customers[0].customer->id, "a");
	assert_int_equal(s.r.customers[0].services, 2);
	assert_int_equal(s.r.customers[0].window_ms, HOURS(100));
	assert_str(s.r.customers[0].worst->service, "a2");
	assert_str(s.r.customers[1].customer->id, "b");
	assert_str(s.r.customers[2].customer->id, "c");
	assert_int_equal(s.r.known_customers, 3);
	assert_int_equal(s.r.lost_customers, 2);
	assert_int_equal(s.r.longest_ms, HOURS(100));
	assert_int_equal(s.r.median_ms, HOURS(10));
	arena_release(&s.keep);
}

/* The same instants from the same copy are one row: a1, a2 and b1. */
static void
one_copy(void **state)
{
	struct story s;

	(void)state;
	story_open(&s);
	copy(&s, "a", "", HOUR(-20));
	copy(&s, "", "b1", HOUR(-20));
	copy(&s, "", "c1", HOUR(-20));
	s.backups[2].restored_from = STR("another");
	count(&s);
	assert_int_equal(s.r.n_copies, 2);
	assert_str(s.r.copies[0].backup->restored_from, "another");
	assert_int_equal(s.r.copies[1].services, 3);
	assert_int_equal(s.r.copies[1].customers, 2);
	/* 20, 20, 20 */
	assert_int_equal(s.r.median_ms, HOURS(20));
	arena_release(&s.keep);
}

/* No restore point is worse than any; of two known the median is their mean. */
static void
never_restored(void **state)
{
	struct story s;

	(void)state;
	story_open(&s);
	copy(&s, "a", "", HOUR(-20));
	copy(&s, "", "a2", NO_INSTANT);
	copy(&s, "b", "", HOUR(-5));
	copy(&s, "c", "", HOUR(-8));
	count(&s);
	assert_int_equal(s.r.n_copies, 4);
	assert_false(s.r.copies[0].has_window);
	assert_str(s.r.customers[0].customer->id, "a");
	assert_false(s.r.customers[0].has_window);
	assert_str(s.r.customers[0].worst->service, "a2");
	assert_str(s.r.customers[1].customer->id, "c");
	assert_int_equal(s.r.known_customers, 2);
	/* (5 h + 8 h) / 2 */
	assert_int_equal(s.r.median_ms, HOURS(13) / 2);
	assert_int_equal(s.r.longest_ms, HOURS(8));
	arena_release(&s.keep);
}

/* Who is named counts, though the incident did not touch the service. */
static void
named_beside(void **state)
{
	struct story s;

	(void)state;
	story_open(&s);
	copy(&s, "", "d1", HOUR(-4));
	count(&s);
	assert_int_equal(s.r.n_copies, 1);
	assert_int_equal(s.r.copies[0].services, 1);
	assert_int_equal(s.r.copies[0].customers, 1);
	assert_str(s.r.customers[0].customer->id, "d");
	arena_release(&s.keep);
	story_open(&s);
	copy(&s, "d", "", HOUR(-4));
	count(&s);
	assert_int_equal(s.r.copies[0].services, 0);
	assert_int_equal(s.r.copies[0].customers, 1);
	arena_release(&s.keep);
	/* another incident's rows are not ours */
	story_open(&s);
	copy(&s, "a", "", HOUR(-4));
	s.backups[0].incident = STR("I2");
	back(&s, OBJECT_SITE, 1, 5, 0, 0);
	s.restorations[0].incident = STR("I2");
	count(&s);
	assert_int_equal(s.r.n_copies + s.r.n_objects, 0);
	arena_release(&s.keep);
}

/* Without a start there is no window, and nothing is after it. */
static void
no_start(void **state)
{
	struct story s;

	(void)state;
	story_open(&s);
	s.f.first_impact.at = NO_INSTANT;
	copy(&s, "", "", HOUR(-4));
	back(&s, OBJECT_SITE, 5, 2, 2, 0);
	count(&s);
	assert_false(s.r.copies[0].has_window);
	assert_int_equal(s.r.known_customers, 0);
	assert_int_equal(s.r.median_ms + s.r.longest_ms, 0);
	assert_int_equal(s.r.objects[0].most_at, HOUR(5));
	assert_false(s.r.objects[0].has_after);
	assert_int_equal(s.r.objects[0].n_points, 1);
	arena_release(&s.keep);
}

static void
assert_point(const struct object_point *p, int64_t at, int64_t n, int64_t of)
{
	assert_int_equal(p->at, at);
	assert_int_equal(ratio_cmp(p->share, ratio_make(n, of)), 0);
}

/*
 * 40 sites in the end: half is 20, 95 % is 38. 19 at hour 10 are not half, 20
 * at hour 20 are; 37 at hour 30 are not 95 %, 38 at hour 40 are.
 */
static void
half_and_most(void **state)
{
	const struct object_figures *o;
	struct story s;

	(void)state;
	story_open(&s);
	back(&s, OBJECT_SITE, 10, 38, 19, 0);
	back(&s, OBJECT_SITE, 20, 40, 19, 1);
	back(&s, OBJECT_CERTIFICATE, 6, 7, 0, 7);
	back(&s, OBJECT_SITE, 30, 40, 35, 2);
	back(&s, OBJECT_SITE, 40, 40, 36, 2);
	count(&s);
	assert_int_equal(s.r.n_objects, 2);
	assert_int_equal(s.r.last_at, HOUR(40));
	o = &s.r.objects[0];
	assert_int_equal(o->object, OBJECT_SITE);
	assert_int_equal(o->lost, 40);
	assert_int_equal(o->restored, 36);
	assert_int_equal(o->reissued, 2);
	assert_int_equal(o->missing, 2);
	assert_int_equal(ratio_cmp(o->share, ratio_make(38, 40)), 0);
	assert_int_equal(o->half_at, HOUR(20));
	assert_int_equal(o->half_ms, HOURS(20));
	assert_int_equal(o->most_at, HOUR(40));
	assert_int_equal(o->most_ms, HOURS(40));
	/* the curve is of the 40 that were lost in the end */
	assert_int_equal(o->n_points, 5);
	assert_point(&o->points[0], START, 0, 1);
	assert_point(&o->points[1], HOUR(10), 19, 40);
	assert_point(&o->points[4], HOUR(40), 38, 40);
	o = &s.r.objects[1];
	assert_int_equal(o->half_at, HOUR(6));
	assert_int_equal(o->most_at, HOUR(6));
	assert_int_equal(o->missing, 0);
	arena_release(&s.keep);
}

/* 14 of 15 are 93.3 %: 95 % is not reached. Of 0 lost there is no share. */
static void
not_reached(void **state)
{
	struct story s;

	(void)state;
	story_open(&s);
	back(&s, OBJECT_SITE, 10, 15, 14, 0);
	back(&s, OBJECT_MAILBOX, 11, 0, 0, 0);
	count(&s);
	assert_int_equal(s.r.objects[0].half_at, HOUR(10));
	assert_true(s.r.objects[0].most_at == NO_INSTANT);
	assert_int_equal(s.r.objects[0].most_ms, 0);
	assert_false(ratio_ok(s.r.objects[1].share));
	assert_true(s.r.objects[1].half_at == NO_INSTANT);
	assert_int_equal(s.r.objects[1].n_points, 0);
	arena_release(&s.keep);
}

/* Counts near the end of what fits are compared, not wrapped around. */
static void
huge_counts(void **state)
{
	const int64_t big = INT64_C(4000000000000000000);
	struct story s;

	(void)state;
	story_open(&s);
	back(&s, OBJECT_FILE, 1, big, big / 2 - 1, 0);
	back(&s, OBJECT_FILE, 2, big, big, 0);
	count(&s);
	assert_int_equal(s.r.objects[0].half_at, HOUR(2));
	assert_int_equal(s.r.objects[0].missing, 0);
	arena_release(&s.keep);
}

static void
page(struct story *s, size_t service, int64_t from, int64_t to)
{
	interval_add(
	    &s->keep, &s->touched[service].substitute, HOUR(from), HOUR(to));
}

/*
 * Pages: a1 4 to 20 and 22 to 30 (24 h), b1 4 to 10 (6 h), and a mail service
 * c1 8 to 30 (22 h). Share of the three: 4: 2/3, 8: 3/3, 10: 2/3, 20: 1/3,
 * 22: 2/3, 30: 0.
 */
static void
substitute_pages(void **state)
{
	struct story s;

	(void)state;
	story_open(&s);
	s.services[3].kind = STR("mail");
	page(&s, 0, 4, 20);
	page(&s, 0, 22, 30);
	page(&s, 2, 4, 10);
	page(&s, 3, 8, 30);
	count(&s);
	assert_int_equal(s.r.n_substitutes, 2);
	assert_str(s.r.substitutes[0].kind, "mail");
	assert_int_equal(s.r.substitutes[0].longest_ms, HOURS(22));
	assert_int_equal(s.r.substitutes[0].from_at, HOUR(8));
	assert_str(s.r.substitutes[1].kind, "web");
	assert_int_equal(s.r.substitutes[1].services, 2);
	assert_int_equal(s.r.substitutes[1].customers, 2);
	assert_int_equal(s.r.substitutes[1].from_at, HOUR(4));
	assert_int_equal(s.r.substitutes[1].to_at, HOUR(30));
	assert_int_equal(s.r.substitutes[1].longest_ms, HOURS(24));
	/* (24 + 6) / 2 */
	assert_int_equal(s.r.substitutes[1].median_ms, HOURS(15));
	assert_int_equal(s.r.substitute_services, 3);
	assert_int_equal(s.r.n_substitute_points, 6);
	assert_point(&s.r.substitute_points[0], HOUR(4), 2, 3);
	assert_point(&s.r.substitute_points[1], HOUR(8), 1, 1);
	assert_point(&s.r.substitute_points[2], HOUR(10), 2, 3);
	assert_point(&s.r.substitute_points[3], HOUR(20), 1, 3);
	assert_point(&s.r.substitute_points[5], HOUR(30), 0, 1);
	arena_release(&s.keep);
}

/* Every customer a row of its own: the sums are those of the rows. */
static void
many_customers(void **state)
{
	struct story s;
	struct customer *c;
	struct backup *b;
	int64_t services = 0, customers = 0;

	(void)state;
	story_open(&s);
	c = arena_array(&s.keep, MANY, sizeof *c);
	b = arena_array(&s.keep, MANY, sizeof *b);
	for (size_t i = 0; i < MANY; i++) {
		c[i].id = str_format(&s.keep, "k%zu", i);
		b[i] = (struct backup){ .incident = STR("I1"),
			.customer = c[i].id,
			.last_good_at = NO_INSTANT,
			/* 50 different instants */
			.restore_point_at = HOUR(-(int64_t)(i % 50)) };
	}
	s.d.customers = c;
	s.d.backups = b;
	s.d.n_customers = s.d.n_backups = MANY;
	s.f.n_services = s.d.n_services = 0;
	count(&s);
	assert_int_equal(s.r.n_copies, 50);
	assert_int_equal(s.r.n_customers, MANY);
	for (size_t i = 0; i < s.r.n_copies; i++) {
		services += s.r.copies[i].services;
		customers += s.r.copies[i].customers;
	}
	assert_int_equal(services, 0);
	assert_int_equal(customers, MANY);
	assert_int_equal(s.r.longest_ms, HOURS(49));
	/* 0 to 49 equally often: between 24 and 25 */
	assert_int_equal(s.r.median_ms, HOURS(49) / 2);
	assert_int_equal(s.r.lost_customers, MANY - MANY / 50);
	arena_release(&s.keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing),
		cmocka_unit_test(narrowest_row),
		cmocka_unit_test(one_copy),
		cmocka_unit_test(never_restored),
		cmocka_unit_test(named_beside),
		cmocka_unit_test(no_start),
		cmocka_unit_test(half_and_most),
		cmocka_unit_test(not_reached),
		cmocka_unit_test(huge_counts),
		cmocka_unit_test(substitute_pages),
		cmocka_unit_test(many_customers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
