/* Outages that only the traffic tells of: what is found, what must not be. */
#include "domain/accept.h"
#include "domain/estimate_chance.h"
#include "domain/estimate_proposal.h"
#include "unit/domain/estimate_help.h"

#define WEEK    168
#define QUARTER (13 * WEEK)

/* ---- made-up logs ---- */

/* Counts of events that come one by one. */
static double
poisson(uint64_t *seed, double mean)
{
	double p = 1, least = exp(-mean);
	int n = 0;

	if (mean > 200)
		return floor(fmax(0, mean + sqrt(mean) * normal(seed) + 0.5));
	while ((p *= uniform(seed)) > least)
		n++;
	return n;
}

/* Visits come one by one, each of `burst` requests at once. */
static struct detect_cell *
log_of(const struct site *s, int burst, size_t n)
{
	struct detect_cell *v = arena_array(&arena, n + 1, sizeof *v);
	uint64_t seed = s->seed;
	double noise = 0;

	for (int i = 0; i < 20; i++)
		dice(&seed);
	for (size_t i = 0; i < n; i++) {
		int64_t at = START_AT + (int64_t)i * s->step_ms;
		double fresh = sqrt(1 - s->memory * s->memory), mean;

		noise = s->memory * noise + fresh * s->noise * normal(&seed);
		mean = s->per_bin * pattern(s, at) * exp(noise);
		v[i] = (struct detect_cell){ .at = at,
			.length_ms = s->step_ms,
			.served = burst * poisson(&seed, mean / burst) };
	}
	return v;
}

static struct detect_input
input_of(const struct detect_cell *v, size_t n)
{
	return (struct detect_input){ .cells = v,
		.n_cells = n,
		.step_ms = MS_HOUR,
		.zone = &utc,
		.level = 1e-4 };
}

static struct detection
detected(const struct detect_input *in)
{
	struct detection d;
	struct err e = { 0 };

	if (detect_outages(in, &arena, &d, &e) != 0)
		fail_msg("not looked at: %s", e.text);
	return d;
}

/* Take away [from, to); what was there. */
static double
plant(struct detect_cell *v, size_t from, size_t to, double left, double bad)
{
	double sum = 0;

	for (size_t i = from; i < to; i++) {
		sum += v[i].served;
		v[i].errors = floor(v[i].served * bad);
		v[i].served = floor(v[i].served * left);
	}
	return sum;
}

static const struct site shop = { .seed = 5,
	.per_bin = 300,
	.noise = 0.15,
	.memory = 0.8,
	.step_ms = MS_HOUR };

static int
clear(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* ---- the chance of so little ---- */

static void
assert_log(double got, double probability)
{
	assert_true(fabs(got - log(probability)) < 1e-9);
}

static void
chances_by_hand(void **state)
{
	(void)state;
	/* Poisson of mean 2: e^-2, and e^-2 (1 + 2) */
	assert_log(chance_at_most(0, 2, 0), exp(-2));
	assert_log(chance_at_most(1, 2, 0), 3 * exp(-2));
	/*
	 * Mean 4, variance 4 + 0.5 * 16 = 12: shape 2, p = 1/3. P(0) = 1/9,
	 * P(1) = 2 * 1/9 * 2/3 = 4/27, P(2) = 3 * 1/9 * 4/9 = 4/27.
	 */
	assert_log(chance_at_most(0, 4, 0.5), 1.0 / 9);
	assert_log(chance_at_most(1, 4, 0.5), 7.0 / 27);
	assert_log(chance_at_most(2, 4, 0.5), 11.0 / 27);
	/* as much as expected is no wonder; nothing expected, neither */
	assert_true(chance_at_most(4, 4, 0.5) == 0);
	assert_true(chance_at_most(0, 0, 0.1) == 0);
	/* far below what a double can hold: e^-5000 */
	assert_true(fabs(chance_at_most(0, 5000, 0) + 5000) < 1e-6);
	/* ten of ten, each 0.1: 10^-10; the bound is exact there */
	assert_log(chance_at_least(10, 10, 0.1), 1e-10);
	assert_true(chance_at_least(1, 10, 0.1) == 0);
	/* the bound of nine of ten lies above the truth, 9.1e-9 */
	assert_true(chance_at_least(9, 10, 0.1) > log(9.1e-9));
}

/* ---- no outage ---- */

/*
 * 160 site-quarters of all sizes, from a hit an hour on average (nights are
 * mostly empty) to thousands, one by one and in visits. At level 0.05 at most 8
 * runs are promised; of a Poisson with mean 8 more than 20 come in 1 of 10,000
 * trials. At 1e-4 it is 0.016: none.
 */
static void
chance_is_what_is_promised(void **state)
{
	static const struct {
		double per_bin, noise;
		int burst;
	} rows[] = { { 1, 0.1, 1 }, { 3, 0.1, 1 }, { 8, 0.3, 1 },
		{ 40, 0.2, 1 }, { 200, 0.3, 1 }, { 5000, 0.2, 1 },
		{ 30, 0.2, 8 }, { 400, 0.2, 15 } };
	size_t n[2] = { 0 };

	(void)state;
	for (uint64_t k = 0; k < 160; k++) {
		struct arena_mark mark = arena_mark(&arena);
		struct site s = { .seed = 77 + k,
			.per_bin = rows[k % 8].per_bin,
			.noise = rows[k % 8].noise,
			.memory = 0.7,
			.step_ms = MS_HOUR };
		struct detect_cell *v = log_of(&s, rows[k % 8].burst, QUARTER);
		struct detect_input in = input_of(v, QUARTER);

		n[1] += detected(&in).n;
		in.level = 0.05;
		n[0] += detected(&in).n;
		arena_reset(&arena, mark);
	}
	assert_true(n[0] <= 20);
	assert_int_equal(n[1], 0);
}

/* Hours without a row are unknown: nobody says that the site was down. */
static void
unknown_is_no_outage(void **state)
{
	struct detect_cell *v = log_of(&shop, 1, QUARTER);
	struct detect_input in = input_of(v, QUARTER - 30);

	(void)state;
	memmove(&v[1000], &v[1030], (QUARTER - 1030) * sizeof *v);
	assert_int_equal(detected(&in).n, 0);
}

/* ---- outages ---- */

/* At 300 an hour three hours of silence, a day, at noon and at night. */
static void
silence_is_found(void **state)
{
	static const size_t rows[][2] = { { 1004, 1007 }, { 1010, 1034 },
		{ 600, 604 }, { 2000, 2072 } };

	(void)state;
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		struct detect_cell *v = log_of(&shop, 1, QUARTER);
		struct detect_input in = input_of(v, QUARTER);
		size_t from = rows[k][0], to = rows[k][1];
		double was = plant(v, from, to, 0, 0);
		struct detection d = detected(&in);

		assert_int_equal(d.n, 1);
		assert_int_equal(d.v[0].kind, DETECT_SILENT);
		assert_int_equal(d.v[0].span.from_at, v[from].at);
		assert_int_equal(d.v[0].span.to_at, v[to].at);
		assert_int_equal(d.v[0].most.from_at, v[from - 1].at);
		assert_int_equal(d.v[0].most.to_at, v[to + 1].at);
		assert_true(d.v[0].observed == 0 && !d.v[0].open);
		/* the run is no evidence of what was expected in it */
		assert_true(fabs(log(d.v[0].expected / was)) < 0.35);
		assert_int_equal(d.v[0].strength, DETECT_CERTAIN);
		clear(NULL);
	}
}

/* Five days, as long as the rest of the week: it is still no evidence. */
static void
a_long_one_is_no_evidence(void **state)
{
	struct detect_cell *v = log_of(&shop, 1, QUARTER);
	struct detect_input in = input_of(v, QUARTER);
	double was = plant(v, 1000, 1120, 0.02, 0);
	struct detection d = detected(&in);

	(void)state;
	assert_int_equal(d.n, 1);
	assert_int_equal(d.v[0].kind, DETECT_COLLAPSED);
	assert_true(d.v[0].span.from_at >= v[999].at);
	assert_true(d.v[0].span.to_at <= v[1121].at);
	assert_true(fabs(log(d.v[0].expected / was)) < 0.35);
}

/* Half of the visitors is slow, a tenth is down. */
static void
collapse_and_half(void **state)
{
	struct detect_cell *v = log_of(&shop, 1, QUARTER);
	struct detect_input in = input_of(v, QUARTER);
	struct detection d;

	(void)state;
	plant(v, 1018, 1024, 0.5, 0);
	plant(v, 1210, 1216, 0.1, 0);
	d = detected(&in);
	assert_int_equal(d.n, 1);
	assert_int_equal(d.v[0].span.from_at, v[1210].at);
	assert_int_equal(d.v[0].kind, DETECT_COLLAPSED);
}

/*
 * Four fifths of the answers 5xx; once as many as ever, once hardly any. A
 * quarter of them is nothing that this site's log proves.
 */
static void
errors_are_found(void **state)
{
	struct detect_cell *v = log_of(&shop, 1, QUARTER);
	struct detect_input in = input_of(v, QUARTER);
	struct detection d;

	(void)state;
	plant(v, 1018, 1024, 0.2, 0.8);
	plant(v, 1210, 1216, 0.02, 0.05);
	plant(v, 1400, 1406, 0.75, 0.25);
	d = detected(&in);
	assert_int_equal(d.n, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(d.v[i].kind, DETECT_ERRORS);
		assert_int_equal(
		    d.v[i].span.from_at, v[i == 0 ? 1018 : 1210].at);
	}
}

/* One day by the minute: ten hits a minute, silent from 10:07 to 10:52. */
static void
edges_to_the_minute(void **state)
{
	struct site s = shop;
	struct detect_cell *v, *all;
	size_t day = 1008, n = 0, from, to;
	struct detect_input in;
	struct detection d;

	(void)state;
	s.per_bin = 600;
	v = log_of(&s, 1, QUARTER);
	all = arena_array(&arena, QUARTER + 24 * 60, sizeof *all);
	for (size_t i = 0; i < QUARTER; i++) {
		if (i < day || i >= day + 24) {
			all[n++] = v[i];
			continue;
		}
		for (size_t m = 0; m < 60; m++)
			all[n++] = (struct detect_cell){
				.at = v[i].at + (int64_t)m * MS_MINUTE,
				.length_ms = MS_MINUTE,
				.served = v[i].served / 60 + (m % 7 == 0)
			};
	}
	from = day + 10 * 60 + 7;
	to = day + 10 * 60 + 52;
	plant(all, from, to, 0, 0);
	in = input_of(all, n);
	d = detected(&in);
	assert_int_equal(d.n, 1);
	assert_int_equal(d.v[0].span.from_at, all[from].at);
	assert_int_equal(d.v[0].span.to_at, all[to].at);
	assert_int_equal(span_ms(d.v[0].most), 47 * MS_MINUTE);
	in.min_ms = 46 * MS_MINUTE;
	assert_int_equal(detected(&in).n, 0);
}

/*
 * The site is gone for good: no outage lasts for two months. So far from all
 * evidence nothing is expected any more, which is why it need not be all of
 * them.
 */
static void
gone_is_no_outage(void **state)
{
	struct detect_cell *v = log_of(&shop, 1, QUARTER);
	struct detect_input in = input_of(v, QUARTER);
	struct detection d;

	(void)state;
	plant(v, QUARTER - 60 * 24, QUARTER, 0, 0);
	d = detected(&in);
	assert_int_equal(d.n, 0);
	assert_true(d.gone_ms > 31 * MS_DAY && d.gone_ms <= 60 * MS_DAY);
}

/* The data ends in it. */
static void
still_down(void **state)
{
	struct detect_cell *v = log_of(&shop, 1, QUARTER);
	struct detect_input in = input_of(v, QUARTER);
	struct detection d;

	(void)state;
	plant(v, QUARTER - 12, QUARTER, 0, 0);
	d = detected(&in);
	assert_int_equal(d.n, 1);
	assert_true(d.v[0].open);
	assert_int_equal(d.v[0].most.to_at, d.v[0].span.to_at);
}

static void
too_little_to_tell(void **state)
{
	struct detect_cell *v = log_of(&shop, 1, QUARTER);
	struct detect_input in = input_of(v, 47);
	struct detection d = detected(&in);

	(void)state;
	assert_int_equal(d.status, DETECT_SHORT);
	in.n_cells = 0;
	assert_int_equal(detected(&in).status, DETECT_SHORT);
	plant(v, 0, QUARTER, 0, 0);
	v[0].served = 19;
	in.n_cells = QUARTER;
	assert_int_equal(detected(&in).status, DETECT_FEW);
}

static void
cells_that_overlap(void **state)
{
	struct detect_cell *v = log_of(&shop, 1, 100);
	struct detect_input in = input_of(v, 100);
	struct detection d;
	struct err e = { 0 };

	(void)state;
	v[50].at -= MS_MINUTE;
	assert_int_equal(detect_outages(&in, &arena, &d, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
}

/* ---- proposals ---- */

static void
ids_and_odds(void **state)
{
	struct detected a = { .span = { START_AT, START_AT + MS_HOUR },
		.log_odds = 6.3 };
	struct detected b = a;
	struct str id = proposal_id(STR("www.a.example"), &a, &arena);

	(void)state;
	assert_true(str_starts(id, "www.a.example-20240101T0000Z-"));
	assert_int_equal(id.n, 29 + 8);
	assert_true(str_eq(id, proposal_id(STR("www.a.example"), &b, &arena)));
	b.span.to_at += MS_MINUTE;
	assert_false(str_eq(id, proposal_id(STR("www.a.example"), &b, &arena)));
	/* 10^6.3 = 1,995,262; its inverse 5.01e-7, rounded up */
	assert_str(proposal_odds(&a, &arena), "1 in 1.9e6");
	assert_str(proposal_chance(&a, &arena), "p = 5.1e-7");
	assert_str(
	    accept_chance(STR("silent: 0 of 9; p = 5.1e-7")), "p = 5.1e-7");
	assert_int_equal(accept_chance(STR("read by a person")).n, 0);
}

/*
 * Rows at 1, 2, 5 and 8 o'clock; the log was alive from 0 to 6 and from 7 to
 * 10. In the hours in which it begins or ends nobody knows how much of them it
 * covers, and before the site's first row nothing is looked for.
 */
static void
hours_of_a_log(void **state)
{
	struct traffic rows[] = { { .at = 1 * MS_HOUR, .hits = 9, .errors = 2 },
		{ .at = 2 * MS_HOUR, .hits = 4 },
		{ .at = 5 * MS_HOUR, .hits = 4 },
		{ .at = 8 * MS_HOUR, .hits = 4 } };
	struct span alive[] = { { 0, 6 * MS_HOUR },
		{ 7 * MS_HOUR, 10 * MS_HOUR } };
	static const int64_t hours[] = { 1, 2, 3, 4, 8 };
	struct site_traffic t = { .site = STR("a"),
		.step_ms = MS_HOUR,
		.v = rows,
		.n = 4,
		.alive = { alive, 2, 2 } };
	struct site_cells c = proposal_cells(&t, &arena);

	(void)state;
	assert_int_equal(c.n, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(c.v[i].at, hours[i] * MS_HOUR);
	assert_true(c.v[0].served == 7 && c.v[0].errors == 2);
	assert_true(c.v[2].served == 0);
	assert_int_equal(c.no_data.n, 1);
	assert_int_equal(c.no_data.v[0].from_at, 6 * MS_HOUR);
	assert_int_equal(c.no_data.v[0].to_at, 7 * MS_HOUR);
}

/*
 * The same by the minute: the log begins with its first row, at 0:10, and ends
 * with its last one, at 2:20; in between empty minutes are zero.
 */
static void
minutes_of_a_log(void **state)
{
	struct traffic rows[] = { { .at = 0, .hits = 2 },
		{ .at = 2 * MS_HOUR, .hits = 1 } };
	struct traffic minutes[] = { { .at = 10 * MS_MINUTE, .hits = 2 },
		{ .at = 140 * MS_MINUTE, .hits = 1 } };
	struct span alive[] = { { 0, 3 * MS_HOUR } };
	struct site_traffic t = { .site = STR("a"),
		.step_ms = MS_HOUR,
		.v = rows,
		.n = 2,
		.minutes = minutes,
		.n_minutes = 2,
		.alive = { alive, 1, 1 } };
	struct site_cells c = proposal_cells(&t, &arena);

	(void)state;
	assert_int_equal(c.n, 131);
	assert_int_equal(c.v[0].at, 10 * MS_MINUTE);
	assert_int_equal(c.v[130].at, 140 * MS_MINUTE);
	assert_true(c.v[1].served == 0 && c.v[130].served == 1);
}

/* The clocks went forward in between: the third day began an hour earlier. */
static void
days_of_a_log(void **state)
{
	struct traffic rows[] = { { .at = 0, .hits = 9 },
		{ .at = MS_DAY, .hits = 8 },
		{ .at = 2 * MS_DAY - MS_HOUR, .hits = 7 },
		{ .at = 4 * MS_DAY - MS_HOUR, .hits = 6 } };
	struct site_traffic t = {
		.site = STR("a"), .step_ms = MS_DAY, .v = rows, .n = 4
	};
	struct site_cells c = proposal_cells(&t, &arena);

	(void)state;
	assert_int_equal(c.n, 4);
	assert_true(c.v[2].served == 7 && c.v[3].served == 6);
	assert_int_equal(c.v[3].at, rows[3].at);
	assert_int_equal(c.no_data.n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(chances_by_hand, clear),
		cmocka_unit_test_teardown(chance_is_what_is_promised, clear),
		cmocka_unit_test_teardown(unknown_is_no_outage, clear),
		cmocka_unit_test_teardown(silence_is_found, clear),
		cmocka_unit_test_teardown(a_long_one_is_no_evidence, clear),
		cmocka_unit_test_teardown(collapse_and_half, clear),
		cmocka_unit_test_teardown(errors_are_found, clear),
		cmocka_unit_test_teardown(edges_to_the_minute, clear),
		cmocka_unit_test_teardown(gone_is_no_outage, clear),
		cmocka_unit_test_teardown(still_down, clear),
		cmocka_unit_test_teardown(too_little_to_tell, clear),
		cmocka_unit_test_teardown(cells_that_overlap, clear),
		cmocka_unit_test_teardown(ids_and_odds, clear),
		cmocka_unit_test_teardown(hours_of_a_log, clear),
		cmocka_unit_test_teardown(minutes_of_a_log, clear),
		cmocka_unit_test_teardown(days_of_a_log, clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
