/*
 * Laws that every settlement obeys, tried on random outages under contracts of
 * many shapes. Each round is reproducible from its number.
 */
#include "domain/period.h"
#include "unit/domain/contract_help.h"

#define ROUNDS      400
#define MAX_OUTAGES 12

struct world {
	struct outage outages[2 * MAX_OUTAGES];
	size_t n_outages;
	struct window windows[6];
	size_t n_windows;
};

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

#define N(list) (sizeof(list) / sizeof *(list))

static const struct terms *
parse_terms(const char *text)
{
	const struct terms *t = NULL;
	struct node *root = NULL;
	struct str yaml = str_format(&help_keep, "{ %s }", text);

	assert_int_equal(
	    node_parse(yaml, STR("terms"), &help_keep, &root, &help_diags), 0);
	assert_int_equal(
	    terms_parse(root, NULL, &help_zones, &help_keep, &t, &help_diags),
	    0);
	return t;
}

/* ---- worlds
 * ------------------------------------------------------------------ */

static const int64_t june = INT64_C(1748736000000); /* 2025-06-01T00:00Z */

static struct outage
random_outage(uint64_t *seed, int i, bool states)
{
	struct outage o = { .weight = ratio_int(1),
		.detected_at = NO_INSTANT,
		.reported_at = NO_INSTANT,
		.ticket_at = NO_INSTANT };
	/* also some that begin before the month or end after it */
	int64_t from = june +
		       dice_between(seed, -2 * 1440, 31 * 1440) * MS_MINUTE +
		       dice_between(seed, 0, 59999);
	int64_t minutes = dice_between(seed, 0, i % 3 == 0 ? 4000 : 90);

	o.id = str_format(&help_keep, "o%d", i);
	o.span = (struct span){ from,
		from + minutes * MS_MINUTE + dice_between(seed, 0, 59999) };
	if (states && i % 3 == 1)
		o.condition =
		    (enum condition)dice_between(seed, 0, COND_SUBSTITUTE);
	o.feed = i % 2 ? STR("A") : STR("B");
	return o;
}

static void
random_world(uint64_t *seed, bool states, struct world *w)
{
	w->n_outages = (size_t)dice_between(seed, 0, MAX_OUTAGES);
	w->n_windows = (size_t)dice_between(seed, 0, 4);
	for (size_t i = 0; i < w->n_outages; i++)
		w->outages[i] = random_outage(seed, (int)i, states);
	for (size_t i = 0; i < w->n_windows; i++) {
		int64_t from = june + dice_between(seed, 0, 30 * 24) * MS_HOUR;

		w->windows[i] = (struct window){ .kind = STR("maintenance"),
			.span = { from,
			    from + dice_between(seed, 1, 240) * MS_MINUTE },
			.announced_at =
			    from - dice_between(seed, 0, 60) * MS_HOUR };
	}
}

static struct settle_input
input_of(const struct terms *t, const struct world *w)
{
	return (struct settle_input){ .terms = t,
		.zone = help_zone("UTC"),
		.period = { june, june + 30 * MS_DAY },
		.period_name = STR("2025-06"),
		.service = STR("s"),
		.in_from = NO_INSTANT,
		.in_to = NO_INSTANT,
		.base_minor = ratio_int(12345),
		.has_hourly = true,
		.hourly_minor = ratio_make(171, 10),
		.currency = { "EUR", 2 },
		.outages = w->outages,
		.n_outages = w->n_outages,
		.windows = w->windows,
		.n_windows = w->n_windows,
		.claim = { NO_INSTANT, NO_INSTANT } };
}

static struct settlement
settle(const struct settle_input *in)
{
	struct settlement s;

	if (settle_service(in, &help_keep, &s, &help_diags) != 0)
		fail_msg("%.*s", STR_ARG(help_diags.list.v[0].message));
	return s;
}

static void
same_result(const struct settlement *a, const struct settlement *b)
{
	assert_int_equal(a->downtime_ms, b->downtime_ms);
	assert_int_equal(a->excluded_ms, b->excluded_ms);
	assert_int_equal(a->denominator_ms, b->denominator_ms);
	assert_int_equal(a->recovery_ms, b->recovery_ms);
	assert_int_equal(ratio_cmp(a->availability, b->availability), 0);
	assert_int_equal(ratio_cmp(a->experienced, b->experienced), 0);
	assert_int_equal(ratio_cmp(a->exact_minor, b->exact_minor), 0);
	assert_int_equal(a->credit_minor, b->credit_minor);
	assert_memory_equal(&a->states, &b->states, sizeof a->states);
	assert_int_equal(a->trace.steps.n, b->trace.steps.n);
	for (size_t i = 0; i < a->trace.steps.n; i++)
		assert_int_equal(
		    a->trace.steps.v[i].left_ms, b->trace.steps.v[i].left_ms);
}

/* Calls `law` for every contract of a list on many worlds. */
static void
try_all(const char *const *list, size_t n, bool states,
    void (*law)(const struct terms *t, struct world *w, uint64_t *seed))
{
	for (size_t i = 0; i < n; i++)
		for (int round = 0; round < ROUNDS; round++) {
			uint64_t seed = (uint64_t)(round * 7919 + 1);
			struct world w;

			random_world(&seed, states, &w);
			law(parse_terms(list[i]), &w, &seed);
			help_teardown(NULL);
			help_setup(NULL);
		}
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
	try_all(monotone, N(monotone), true, law_closes);
	try_all(others, N(others), true, law_closes);
}

/* The order of the rows in the input changes nothing. */
static void
law_order(const struct terms *t, struct world *w, uint64_t *seed)
{
	struct settle_input in = input_of(t, w);
	struct settlement a = settle(&in), b;

	for (size_t i = w->n_outages; i > 1; i--) {
		size_t k = (size_t)dice_between(seed, 0, (int64_t)i - 1);
		struct outage o = w->outages[i - 1];

		w->outages[i - 1] = w->outages[k];
		w->outages[k] = o;
	}
	if (w->n_windows > 1) {
		struct window first = w->windows[0];

		w->windows[0] = w->windows[w->n_windows - 1];
		w->windows[w->n_windows - 1] = first;
	}
	b = settle(&in);
	same_result(&a, &b);
}

static void
test_order(void **state)
{
	(void)state;
	try_all(monotone, N(monotone), true, law_order);
	try_all(others, N(others), true, law_order);
}

/* Whole weeks later, in a zone without clock changes, all is the same. */
static void
law_shift(const struct terms *t, struct world *w, uint64_t *seed)
{
	struct settle_input in = input_of(t, w);
	struct settlement a = settle(&in), b;
	int64_t by = dice_between(seed, -300, 300) * 7 * MS_DAY;

	for (size_t i = 0; i < w->n_outages; i++) {
		w->outages[i].span.from_at += by;
		w->outages[i].span.to_at += by;
	}
	for (size_t i = 0; i < w->n_windows; i++) {
		w->windows[i].span.from_at += by;
		w->windows[i].span.to_at += by;
		w->windows[i].announced_at += by;
	}
	in.period.from_at += by;
	in.period.to_at += by;
	b = settle(&in);
	same_result(&a, &b);
}

static void
test_shift(void **state)
{
	(void)state;
	try_all(monotone, N(monotone), true, law_shift);
	try_all(others, N(others), true, law_shift);
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
	try_all(monotone, N(monotone), false, law_twice);
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
	try_all(monotone, N(monotone), false, law_cut);
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
	try_all(monotone, N(monotone), false, law_more);
}

/* Two halves of a month hold together what the month holds. */
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
	assert_int_equal(a.downtime_ms, b.downtime_ms + c.downtime_ms);
	assert_int_equal(a.states.up_ms, b.states.up_ms + c.states.up_ms);
	assert_int_equal(
	    a.states.degraded_ms, b.states.degraded_ms + c.states.degraded_ms);
}

static void
test_halves(void **state)
{
	static const char *const plain[] = {
		"credit: { rule: none }",
		"exclude: [ { kind: maintenance } ], credit: { rule: none }",
		"service_hours: { windows: [ { days: [ tue, sun ], from: "
		"\"00:00\", to: \"24:00\" } ] }, credit: { rule: none }",
	};

	(void)state;
	try_all(plain, N(plain), true, law_halves);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(test_closes),
		ENGINE_TEST(test_order),
		ENGINE_TEST(test_shift),
		ENGINE_TEST(test_twice),
		ENGINE_TEST(test_cut),
		ENGINE_TEST(test_more),
		ENGINE_TEST(test_halves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
