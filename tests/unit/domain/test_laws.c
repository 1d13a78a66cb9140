/*
 * Laws that every settlement obeys, tried on random outages under contracts of
 * many shapes. Each round is reproducible from its number.
 */
#include "unit/domain/laws_help.h"

#define ROUNDS 400

/* Contracts in which more downtime can only give more credit. */
static const char *const monotone[] = {
	"credit: { rule: tiers, rows: [ { ge: 99, lt: 99.9, percent: 10 }, { "
	"ge: 95, lt: 99, percent: 25 }, { lt: 95, percent: 100 } ] }",
	"credit: { rule: per_unit, unit_seconds: 1800, count: started, "
	"percent: 1 }, caps: [ { percent: 60 } ]",
	"target: 99.5, credit: { rule: per_unit, of: excess, unit_seconds: "
	"600, count: full, percent: 2 }",
	"target: 99.9, only_if_breached: true, credit: { rule: prorata, "
	"multiple: 10 }, minimum: { amount: 2, below: drop }",
	"credit: { rule: per_point, from: 99.9, step: 0.1, count: full, "
	"percent: 3 }",
	"exclude: [ { kind: maintenance, min_notice_hours: 24 }, { "
	"daily_window: [ \"02:00\", \"04:00\" ] } ], credit: { rule: prorata "
	"}",
	"credit: { rule: max, rules: [ { rule: touched_days }, { rule: "
	"hourly_prorata, multiple: 9 } ] }",
	"credit: { rule: clock_hours, more_than_seconds: 360 }",
};

/* And others, for laws that do not ask for that. */
static const char *const others[] = {
	"availability: { kind: interval_error, interval_minutes: 1800 }, "
	"exclude: [ { kind: maintenance } ], credit: { rule: per_point, from: "
	"99.9, step: 0.5, count: started, percent: 2 }",
	"availability: { kind: interval_unavailable, interval_minutes: 1800, "
	"error_gt: 0.4 }, credit: { rule: tiers, rows: [ { lt: 99, percent: 3 "
	"} ] }",
	"min_duration: { seconds: 1200, op: gt }, credit: { rule: prorata }",
	"min_duration: { seconds: 1200, count: excess, measure_on: net }, "
	"exclude: [ { kind: maintenance, max_events: 1 } ], credit: { rule: "
	"prorata }",
	"round_time: { mode: ceil, unit_seconds: 3600, per: incident }, "
	"credit: { rule: per_unit, unit_seconds: 3600, percent: 1 }",
	"round_time: { mode: whole_clock, unit_seconds: 300 }, credit: { rule: "
	"prorata }",
	"round_time: { mode: touched_clock, unit_seconds: 300 }, credit: { "
	"rule: prorata }",
	"overlap: intersection, feeds: 2, credit: { rule: prorata }",
	"exclude: [ { kind: maintenance, max_event_minutes: 60, too_long: "
	"truncate, max_minutes_per_period: 90, overrun: excluded } ], "
	"denominator: { remove: excluded_windows }, credit: { rule: prorata }",
	"service_hours: { windows: [ { days: [ mon, wed, fri ], from: "
	"\"07:30\", to: \"19:00\" } ] }, states: { degraded: 0.3, substitute: "
	"0.1, no_data: down }, credit: { rule: prorata }",
	"credit: { rule: each_incident, cap_percent: 5, inner: { rule: tiers, "
	"on: incident_minutes, rows: [ { ge: 5, lt: 60, percent: 2 }, { ge: "
	"60, percent: 9 } ] } }",
};

/* Calls `law` for every contract of a list on many worlds. */
static void
try_all(const char *const *list, size_t n, bool states,
    void (*law)(const struct terms *t, struct world *w, uint64_t *seed))
{
	for (size_t i = 0; i < n; i++)
		for (int round = 0; round < ROUNDS; round++) {
			uint64_t seed = (uint64_t)(round * 7919 + 1);
			struct world w;

			law_begin(list[i], round);
			random_world(&seed, states, &w);
			law(law_terms(list[i]), &w, &seed);
		}
	LAW_HOLDS();
}

/* ---- laws
 * ---------------------------------------------------------------------------
 */

/* The identity stops the program when it is broken; lines must close too. */
static void
law_closes(const struct terms *t, struct world *w, uint64_t *seed)
{
	struct settle_input in = input_of(t, w);
	struct settlement s;

	/* a life that begins or ends inside the month */
	if (dice(seed) % 3 == 0)
		in.in_from = june + dice_between(seed, 0, 20) * MS_DAY;
	if (dice(seed) % 3 == 0)
		in.in_to = june + dice_between(seed, 21, 30) * MS_DAY;
	s = settle(&in);
	for (size_t i = 0; i < s.n_lines; i++) {
		const struct outage_line *l = &s.lines[i];

		assert_int_equal(
		    l->raw_ms, l->clock_ms + l->short_ms + l->outside_ms +
				   l->off_hours_ms + l->excluded_ms +
				   l->overlap_ms + l->counted_ms);
		assert_true(l->counted_ms >= 0 && l->overlap_ms >= 0);
	}
	assert_true(s.states.up_ms >= 0);
	assert_true(s.states.down_ignored_ms >= 0);
	assert_true(s.states.down_counted_ms <= s.states.period_ms);
	assert_true(s.recovery_ms >= s.states.down_counted_ms);
	assert_true(ratio_cmp(s.availability, ratio_int(0)) >= 0);
	assert_true(ratio_cmp(s.availability, ratio_int(1)) <= 0);
	assert_true(ratio_cmp(s.availability_low, s.availability) <= 0);
	assert_true(s.credit_minor >= 0);
}

static void
test_closes(void **state)
{
	(void)state;
	try_all(monotone, COUNT(monotone), true, law_closes);
	try_all(others, COUNT(others), true, law_closes);
}

/* The order of the rows in the input changes nothing, in no step. */
static void
law_order(const struct terms *t, struct world *w, uint64_t *seed)
{
	struct world other = *w;
	struct settle_input in = input_of(t, w), shuffled;
	struct settlement a = settle(&in), b;

	shuffle_world(seed, &other);
	shuffled = input_of(t, &other);
	b = settle(&shuffled);
	same_story(&a, &b, 0);
}

static void
test_order(void **state)
{
	(void)state;
	try_all(monotone, COUNT(monotone), true, law_order);
	try_all(others, COUNT(others), true, law_order);
}

/* Whole weeks later, in a zone without clock changes, all is the same. */
static void
law_shift(const struct terms *t, struct world *w, uint64_t *seed)
{
	static const char *const still[] = { "UTC", "Asia/Kolkata",
		"Asia/Kathmandu", "Pacific/Pago_Pago" };
	struct settle_input in = input_of(t, w);
	struct settlement a, b;
	int64_t by = dice_between(seed, -300, 300) * 7 * MS_DAY;

	in.zone = law_zone(still[dice(seed) % COUNT(still)]);
	a = settle(&in);
	for (size_t i = 0; i < w->n_outages; i++) {
		w->outages[i].span.from_at += by;
		w->outages[i].span.to_at += by;
	}
	for (size_t i = 0; i < w->n_windows; i++) {
		w->windows[i].span.from_at += by;
		w->windows[i].span.to_at += by;
		w->windows[i].announced_at += by;
	}
	for (size_t i = 0; i < w->n_intervals; i++)
		w->intervals[i].at += by;
	in.period.from_at += by;
	in.period.to_at += by;
	b = settle(&in);
	same_story(&a, &b, by);
}

static void
test_shift(void **state)
{
	(void)state;
	try_all(monotone, COUNT(monotone), true, law_shift);
	try_all(others, COUNT(others), true, law_shift);
}

/* Reporting the same outages twice adds to the reports, and nothing else. */
static void
law_twice(const struct terms *t, struct world *w, uint64_t *seed)
{
	struct settle_input in = input_of(t, w);
	struct settlement a = settle(&in), b;

	(void)seed;
	for (size_t i = 0; i < w->n_outages; i++)
		w->outages[w->n_outages + i] = w->outages[i];
	in.n_outages = 2 * w->n_outages;
	b = settle(&in);
	assert_int_equal(a.downtime_ms, b.downtime_ms);
	assert_int_equal(a.credit_minor, b.credit_minor);
	assert_memory_equal(&a.states, &b.states, sizeof a.states);
}

static void
test_twice(void **state)
{
	(void)state;
	try_all(monotone, COUNT(monotone), false, law_twice);
}

/* An outage cut into two touching records is still one outage. */
static void
law_cut(const struct terms *t, struct world *w, uint64_t *seed)
{
	struct settle_input in = input_of(t, w);
	struct settlement a = settle(&in), b;
	size_t n = w->n_outages;

	for (size_t i = 0; i < n; i++) {
		struct span *s = &w->outages[i].span;
		int64_t at = s->from_at + dice_between(seed, 0, span_ms(*s));

		w->outages[n + i] = w->outages[i];
		w->outages[n + i].span.from_at = at;
		s->to_at = at;
	}
	in.n_outages = 2 * n;
	b = settle(&in);
	assert_int_equal(a.downtime_ms, b.downtime_ms);
	assert_int_equal(a.credit_minor, b.credit_minor);
	assert_memory_equal(&a.states, &b.states, sizeof a.states);
}

static void
test_cut(void **state)
{
	(void)state;
	try_all(monotone, COUNT(monotone), false, law_cut);
}

/* One outage more never gives less. */
static void
law_more(const struct terms *t, struct world *w, uint64_t *seed)
{
	struct settle_input in = input_of(t, w);
	struct settlement a = settle(&in), b;

	w->outages[w->n_outages] = random_outage(seed, 99, false);
	in.n_outages++;
	b = settle(&in);
	assert_true(b.downtime_ms >= a.downtime_ms);
	assert_true(b.credit_minor >= a.credit_minor);
	assert_true(ratio_cmp(b.availability, a.availability) <= 0);
}

static void
test_more(void **state)
{
	(void)state;
	try_all(monotone, COUNT(monotone), false, law_more);
}

/* Two parts of a month hold together what the month holds. */
static void
law_halves(const struct terms *t, struct world *w, uint64_t *seed)
{
	struct settle_input in = input_of(t, w), left = in, right = in;
	struct settlement a, b, c;
	int64_t at = june + dice_between(seed, 1, 29 * 1440) * MS_MINUTE;

	left.period.to_at = right.period.from_at = at;
	a = settle(&in);
	b = settle(&left);
	c = settle(&right);
#define PARTS(field)                                                           \
	assert_int_equal((a.field), (int64_t)(b.field) + (int64_t)(c.field))
	PARTS(excluded_ms);
	PARTS(denominator_ms);
	PARTS(states.period_ms);
	PARTS(states.up_ms);
	PARTS(states.degraded_ms);
	PARTS(states.down_counted_ms);
	PARTS(states.down_excluded_ms);
	PARTS(states.no_data_ms);
	PARTS(states.off_hours_ms);
#undef PARTS
	assert_int_equal(
	    ratio_cmp(a.downtime, ratio_add(b.downtime, c.downtime)), 0);
	/* a month of fixed length: the parts cost together what the whole does
	 */
	assert_int_equal(
	    ratio_cmp(a.exact_minor, ratio_add(b.exact_minor, c.exact_minor)),
	    0);
}

static void
test_halves(void **state)
{
	static const char *const plain[] = {
		"credit: { rule: prorata, per_minutes: 43200, multiple: 7 }",
		"exclude: [ { kind: maintenance } ], credit: { rule: prorata, "
		"per_minutes: 43800 }",
		"exclude: [ { daily_window: [ \"01:30\", \"02:10\" ] } ], "
		"states: { degraded: 0.4, substitute: 0.25 }, credit: { rule: "
		"hourly_prorata, multiple: 3 }",
		"service_hours: { windows: [ { days: [ tue, sun ], from: "
		"\"00:00\", to: \"24:00\" } ] }, credit: { rule: prorata, "
		"per_minutes: 43200 }",
	};

	(void)state;
	try_all(plain, COUNT(plain), true, law_halves);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LAW_TEST(test_closes),
		LAW_TEST(test_order),
		LAW_TEST(test_shift),
		LAW_TEST(test_twice),
		LAW_TEST(test_cut),
		LAW_TEST(test_more),
		LAW_TEST(test_halves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
