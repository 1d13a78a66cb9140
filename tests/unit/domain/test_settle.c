/*
 * Settlement of one service: figures worked out by hand, the chain of steps,
 * and the lines of the outage list. June 2025 in UTC has 43,200 min = 2,592,000
 * s.
 */
#include "unit/domain/contract_help.h"

#include "domain/trace_keys.h"

#define DOWN(id, from, to)                                                     \
	"{ id: " id ", start: 2025-06-" from "Z, end: 2025-06-" to "Z }"
#define STATE(id, state, from, to)                                             \
	"{ id: " id ", state: " state ", start: 2025-06-" from                 \
	"Z, end: 2025-06-" to "Z }"

static void
expect_percent(struct ratio share, const char *text)
{
	assert_str(ratio_decimal(&help_keep, ratio_mul(share, ratio_int(100)),
		       3, ROUND_FLOOR),
	    text);
}

/* Every figure of a line, and every step, as the one before left it. */
static void
expect_chain(const struct settlement *s)
{
	int64_t raw = 0, counted = 0, left = 0;

	for (size_t i = 0; i < s->n_lines; i++) {
		const struct outage_line *l = &s->lines[i];

		assert_int_equal(
		    l->raw_ms, l->clock_ms + l->short_ms + l->outside_ms +
				   l->off_hours_ms + l->excluded_ms +
				   l->overlap_ms + l->counted_ms);
		raw += l->raw_ms;
		counted += l->counted_ms;
	}
	assert_int_equal(help_step(s, "reported")->left_ms, raw);
	assert_int_equal(help_step(s, "overlap")->left_ms, counted);
	for (size_t i = 0; i < s->trace.steps.n; i++) {
		const struct step *step = &s->trace.steps.v[i];

		if (!step->has_time)
			continue;
		assert_int_equal(left + step->delta_ms, step->left_ms);
		left = step->left_ms;
	}
	assert_int_equal(left, s->downtime_ms);
}

/*
 * 104 h 54 min reported: 100 h 12 min of which 4 h are announced maintenance, 4
 * h reported twice, and three flashes of 14 min. 96 h 12 min count.
 */
static const char ladder[] =
    "{ timezone: UTC, currency: EUR, period: { kind: calendar_month, year: "
    "2025, month: 4 }, clauses: { maintenance: \"5.2\", tiers: \"4.1\" }, "
    "terms: { target: 99.9, min_duration: { seconds: 900 }, exclude: [ { "
    "kind: maintenance, min_notice_hours: 72 } ], denominator: { remove: %s "
    "}, credit: { rule: tiers, rows: [ { ge: 99, lt: 99.9, percent: 10 }, { "
    "ge: 95, lt: 99, percent: 25 }, { lt: 95, percent: 100, printed: \"less "
    "than 95 %%\" } ] } }, services: [ { id: web, base: 49.00 } ], incidents: "
    "[ { id: a, start: 2025-04-10T00:00:00Z, end: 2025-04-14T04:12:00Z }, { "
    "id: b, start: 2025-04-11T10:00:00Z, end: 2025-04-11T14:00:00Z }, { id: "
    "c1, start: 2025-04-20T10:00:00Z, end: 2025-04-20T10:14:00Z }, { id: c2, "
    "start: 2025-04-20T11:00:00Z, end: 2025-04-20T11:14:00Z }, { id: c3, "
    "start: 2025-04-20T12:00:00Z, end: 2025-04-20T12:14:00Z } ], exclusions: "
    "[ { kind: maintenance, start: 2025-04-13T00:00:00Z, end: "
    "2025-04-13T04:00:00Z, announced: 2025-04-08T00:00:00Z }, { kind: "
    "maintenance, start: 2025-04-13T20:00:00Z, end: 2025-04-13T21:00:00Z, "
    "announced: 2025-04-13T00:00:00Z } ] }";

static struct settlement *
settle_ladder(const char *remove)
{
	struct str yaml = str_format(&help_keep, ladder, remove);

	return &help_settle(str_cstr(&help_keep, yaml))->services[0].settlement;
}

static void
test_ladder(void **state)
{
	const struct settlement *s = settle_ladder("none");

	(void)state;
	assert_int_equal(help_step(s, "reported")->left_ms, 377640 * MS_SECOND);
	assert_int_equal(
	    help_step(s, "min_duration")->delta_ms, -2520 * MS_SECOND);
	assert_int_equal(
	    help_step(s, "excluded")->delta_ms, -14400 * MS_SECOND);
	assert_str(help_step(s, "excluded")->clause, "5.2");
	assert_int_equal(help_step(s, "overlap")->delta_ms, -14400 * MS_SECOND);
	assert_int_equal(s->downtime_ms, 346320 * MS_SECOND);
	expect_chain(s);
	expect_percent(s->availability, "86.638");
	/* experienced: 346,320 + 14,400 + 2,520 = 363,240 of 2,592,000 */
	expect_percent(s->experienced, "85.986");
	assert_int_equal(s->states.down_excluded_ms, 16920 * MS_SECOND);
	assert_int_equal(s->states.down_ignored_ms, 2520 * MS_SECOND);
	assert_int_equal(s->excluded_ms, 14400 * MS_SECOND);
	assert_int_equal(s->tier_hit, 2);
	assert_str(s->tiers[2].printed, "less than 95 %");
	assert_str(s->tiers[0].printed, ">= 99, < 99.9");
	assert_str(s->tiers[0].value, "10 %");
	assert_false(s->tier_hole);
	assert_int_equal(s->credit_minor, 4900);
	assert_str(help_step(s, "tier")->clause, "4.1");
	/* the second window was announced too late */
	assert_int_equal(s->n_exclusions, 1);
	assert_int_equal(s->exclusions[0].accepted, 1);
	assert_int_equal(s->exclusions[0].refused, 1);
	assert_str(s->exclusions[0].refused_why, "notice");
	assert_int_equal(s->exclusions[0].down_ms, 14400 * MS_SECOND);
	assert_int_equal(s->exclusions[0].window_ms, 4 * MS_HOUR);
}

static void
test_ladder_removed(void **state)
{
	const struct settlement *s = settle_ladder("excluded_downtime");

	(void)state;
	/* 346,320 of 2,577,600 */
	expect_percent(s->availability, "86.564");
}

/*
 * Three windows are accepted, two of them approved; the fourth, announced
 * too late, is refused, and takes out nothing, whoever approved it. Outage a
 * runs into all four; the first that somebody approved is the second.
 */
static void
test_approvers(void **state)
{
	const struct settlement *s = &help_settle(
	    "{ timezone: UTC, currency: EUR, period: { kind: "
	    "calendar_month, year: 2025, month: 6 }, terms: { exclude: [ { "
	    "kind: maintenance, min_notice_hours: 24 } ], credit: { rule: "
	    "none } }, services: [ { id: web, base: 49.00 } ], incidents: "
	    "[ { id: a, start: 2025-06-03T10:00:00Z, end: "
	    "2025-06-03T16:00:00Z } ], exclusions: [ { kind: maintenance, "
	    "start: 2025-06-03T10:00:00Z, end: 2025-06-03T11:00:00Z, "
	    "announced: 2025-06-01T00:00:00Z }, { kind: maintenance, start: "
	    "2025-06-03T12:00:00Z, end: 2025-06-03T13:00:00Z, announced: "
	    "2025-06-01T00:00:00Z, approved_by: ann }, { kind: maintenance, "
	    "start: 2025-06-03T13:00:00Z, end: 2025-06-03T14:00:00Z, "
	    "announced: 2025-06-01T00:00:00Z, approved_by: ann }, { kind: "
	    "maintenance, start: 2025-06-03T15:00:00Z, end: "
	    "2025-06-03T16:00:00Z, announced: 2025-06-03T00:00:00Z, "
	    "approved_by: bob } ] }")
					  ->services[0]
					  .settlement;
	const struct excluded_line *x = &s->exclusions[0];

	(void)state;
	assert_int_equal(x->accepted, 3);
	assert_int_equal(x->refused, 1);
	assert_int_equal(x->down_ms, 3 * MS_HOUR);
	assert_int_equal(x->n_approved_by, 1);
	assert_str(x->approved_by[0], "ann");
	assert_false(x->more_approved);
	assert_str(s->lines[0].approved_by, "ann");
}

static void
test_lines(void **state)
{
	const struct settlement *s = settle_ladder("none");

	(void)state;
	assert_int_equal(s->n_lines, 5);
	assert_str(s->lines[0].outage->id, "a");
	assert_int_equal(s->lines[0].excluded_ms, 14400 * MS_SECOND);
	assert_str(s->lines[0].reason, "maintenance");
	assert_str(s->lines[0].clause, "5.2");
	assert_str(s->lines[1].outage->id, "b");
	assert_int_equal(s->lines[1].overlap_ms, 14400 * MS_SECOND);
	assert_int_equal(s->lines[1].counted_ms, 0);
	assert_int_equal(s->lines[4].short_ms, 840 * MS_SECOND);
	assert_str(s->lines[4].reason, "");
}

/* 20 min down and 38 min without data: 99.865 % to 99.953 %. */
static void
test_no_data(void **state)
{
	const struct settlement *s = help_june(
	    "target: 99.9, credit: { rule: tiers, rows: [ { lt: 99.9, "
	    "percent: 10 } ] }",
	    DOWN("a", "03T10:00:00", "03T10:20:00") ", " STATE(
		"b", "no_data", "05T10:00:00", "05T10:38:00"));

	(void)state;
	expect_percent(s->availability, "99.953");
	expect_percent(s->availability_low, "99.865");
	assert_true(s->undecided);
	assert_int_equal(s->credit_minor, 0);
	assert_int_equal(s->states.no_data_ms, 38 * MS_MINUTE);
	assert_int_equal(s->n_warnings, 1);

	/* both ends in one row: decided */
	s = help_june("target: 99.9, credit: { rule: tiers, rows: [ { lt: "
		      "99.99, percent: 10 } ] }",
	    DOWN("a", "03T10:00:00", "03T10:20:00") ", " STATE(
		"b", "no_data", "05T10:00:00", "05T10:38:00"));
	assert_false(s->undecided);
	assert_int_equal(s->credit_minor, 1000);
}

/*
 * Down from hour 37 to hour 140 with six recoveries of 46 min, 4 h 36 min in
 * all: 98 h 24 min by the first clock, 103 h 00 min by the second.
 */
static void
test_flashes(void **state)
{
	struct str list = STR_NONE;
	int64_t at = help_at("2025-06-02T13:00:00Z");
	const struct settlement *s;

	(void)state;
	for (int i = 0; i < 7; i++) {
		/* six stretches of 14 h and what remains of 103 h */
		int64_t to =
		    i < 6 ? at + 14 * MS_HOUR : help_at("2025-06-06T20:00:00Z");

		list = str_format(&help_keep,
		    "%.*s%s{ id: f%d, start: %.*s, end: %.*s }", STR_ARG(list),
		    i ? ", " : "", i, STR_ARG(iso_utc(&help_keep, at)),
		    STR_ARG(iso_utc(&help_keep, to)));
		at = to + 46 * MS_MINUTE;
	}
	s = help_june("min_recovery_seconds: 3600, credit: { rule: none }",
	    str_cstr(&help_keep, list));
	assert_int_equal(s->downtime_ms, 98 * MS_HOUR + 24 * MS_MINUTE);
	assert_int_equal(s->recovery_ms, 103 * MS_HOUR);
	assert_int_equal(s->min_recovery_ms, MS_HOUR);
	/* a bound of exactly 46 min fills nothing */
	s = help_june("min_recovery_seconds: 2760, credit: { rule: none }",
	    str_cstr(&help_keep, list));
	assert_int_equal(s->recovery_ms, 98 * MS_HOUR + 24 * MS_MINUTE);
}

static struct settlement *
settle_month(
    const char *zone, int month, const char *terms, const char *incidents)
{
	struct str yaml = str_format(&help_keep,
	    "{ timezone: %s, currency: EUR, period: { kind: calendar_month, "
	    "year: 2025, month: %d }, terms: { %s }, services: [ { id: s, "
	    "base: 10.00 } ], incidents: [ %s ] }",
	    zone, month, terms, incidents);

	return &help_settle(str_cstr(&help_keep, yaml))->services[0].settlement;
}

/* 30 April 23:00 to 1 May 03:00 local: one hour and three. */
static void
test_month_edge(void **state)
{
	static const char edge[] =
	    "{ id: a, start: 2025-04-30T23:00:00+02:00, end: "
	    "2025-05-01T03:00:00+02:00 }";
	const struct settlement *april =
	    settle_month("Europe/Rome", 4, "credit: { rule: none }", edge);
	const struct settlement *may =
	    settle_month("Europe/Rome", 5, "credit: { rule: none }", edge);

	(void)state;
	assert_int_equal(april->downtime_ms, MS_HOUR);
	assert_true(april->lines[0].after);
	assert_false(april->lines[0].before);
	assert_int_equal(may->downtime_ms, 3 * MS_HOUR);
	assert_true(may->lines[0].before);
	assert_int_equal(may->lines[0].raw_ms, 4 * MS_HOUR);
	assert_int_equal(may->lines[0].inside_ms, 3 * MS_HOUR);
	assert_int_equal(may->lines[0].outside_ms, MS_HOUR);
}

/* What 99.9 % allows, in seconds and fractions of it. */
static void
test_allowance(void **state)
{
	static const struct {
		const char *zone;
		int month;
		int64_t free_ms;
	} rows[] = {
		{ "UTC", 2, 2419200 },          /* 40 min 19.2 s */
		{ "UTC", 6, 2592000 },          /* 43 min 12 s */
		{ "Europe/Rome", 3, 2674800 },  /* 44 min 34.8 s */
		{ "UTC", 1, 2678400 },          /* 44 min 38.4 s */
		{ "Europe/Rome", 10, 2682000 }, /* 44 min 42 s */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct settlement *s = settle_month(rows[i].zone,
		    rows[i].month,
		    "target: 99.9, credit: { rule: prorata, of: excess }", "");
		const struct step *step = help_step(s, "allowance");

		assert_int_equal(
		    help_value(step, "free")->number, rows[i].free_ms);
	}
}

static void
test_hole(void **state)
{
	/* 64 min 48 s of 43,200 min: 99.85 % */
	const struct settlement *s = help_june(
	    "credit: { rule: tiers, rows: [ { ge: 99.9, percent: 0 }, { ge: "
	    "98, le: 99.8, percent: 10 } ] }",
	    DOWN("a", "03T10:00:00", "03T11:04:48"));
	const struct step *step = help_step(s, "tier_hole");

	(void)state;
	assert_true(s->tier_hole);
	assert_int_equal(s->tier_hit, -1);
	assert_str(help_value(step, "above")->text, ">= 99.9");
	assert_str(help_value(step, "below")->text, ">= 98, <= 99.8");
	assert_null(help_step(s, "tier"));
	/* better than the table is no hole */
	s = help_june("credit: { rule: tiers, rows: [ { lt: 99, percent: 10 } "
		      "] }",
	    DOWN("a", "03T10:00:00", "03T10:01:00"));
	assert_false(s->tier_hole);
	assert_non_null(help_step(s, "tier_none"));
	/* below the target and above the table is one */
	s = help_june("target: 99.99, credit: { rule: tiers, rows: [ { lt: 99, "
		      "percent: 10 } ] }",
	    DOWN("a", "03T10:00:00", "03T10:10:00"));
	assert_true(s->tier_hole);
	/* but not where another rule of a sum pays instead */
	s = help_june("target: 99.99, credit: { rule: sum, rules: [ { rule: "
		      "linear, ge: 99, lt: 99.99, from: 99.99, slope: 2 }, { "
		      "rule: tiers, rows: [ { lt: 99, percent: 10 } ] } ] }",
	    DOWN("a", "03T10:00:00", "03T10:10:00"));
	assert_false(s->tier_hole);
}

/* One state each: down 10 to 12, slow 11 to 14, unknown 13 to 16. */
static void
test_states(void **state)
{
	const struct settlement *s = help_june("credit: { rule: none }",
	    DOWN("a", "03T10:00:00", "03T12:00:00") ", " STATE(
		"b", "degraded", "03T11:00:00", "03T14:00:00") ", " STATE("c",
		"no_data", "03T13:00:00", "03T16:00:00") ", " STATE("d",
		"substitute", "03T15:00:00", "03T17:00:00"));

	(void)state;
	assert_int_equal(s->states.down_counted_ms, 2 * MS_HOUR);
	/* 12 to 14 slow, 15 to 17 on the substitute */
	assert_int_equal(s->states.degraded_ms, 4 * MS_HOUR);
	/* 14 to 15 */
	assert_int_equal(s->states.no_data_ms, MS_HOUR);
	assert_int_equal(s->states.up_ms, (720 - 7) * MS_HOUR);
	assert_int_equal(s->substitute.n, 1);
	assert_int_equal(interval_total_ms(&s->substitute), 2 * MS_HOUR);
	assert_int_equal(s->n_lines, 1);
}

/* What the contract counts of slow time was lived through as well. */
static void
test_experienced(void **state)
{
	/* 10 h slow at half weight and 2 h down: 7 h of 720 h */
	const struct settlement *s =
	    help_june("states: { degraded: 0.5 }, credit: { rule: none }",
		DOWN("a", "03T10:00:00", "03T12:00:00") ", " STATE(
		    "b", "degraded", "05T10:00:00", "05T20:00:00"));

	(void)state;
	assert_str(ratio_text(&help_keep, s->availability), "713/720");
	assert_str(ratio_text(&help_keep, s->experienced), "713/720");
	/* where it counts as nothing, only the 2 h are left */
	s = help_june("credit: { rule: none }",
	    DOWN("a", "03T10:00:00", "03T12:00:00") ", " STATE(
		"b", "degraded", "05T10:00:00", "05T20:00:00"));
	assert_str(ratio_text(&help_keep, s->experienced), "359/360");
}

/* An excluded record does not hide another one of the same time. */
static void
test_excluded_record(void **state)
{
	const struct settlement *s = help_june(
	    "exclude: [ { kind: customer } ], credit: { rule: none }",
	    "{ id: own, excluded_kind: customer, start: 2025-06-03T10:00:00Z, "
	    "end: 2025-06-03T12:00:00Z }, " DOWN(
		"a", "03T11:00:00", "03T13:00:00"));

	(void)state;
	assert_int_equal(s->downtime_ms, 2 * MS_HOUR);
	/* only the hour that nothing else claims is excluded time */
	assert_int_equal(s->excluded_ms, MS_HOUR);
	assert_int_equal(s->states.down_excluded_ms, MS_HOUR);
	expect_chain(s);
}

static void
test_second_clock_respects_exclusions(void **state)
{
	/* down 10 to 11 and 11:10 to 12, the gap is maintenance */
	const struct casedoc *doc = help_settle(
	    "{ timezone: UTC, currency: EUR, period: { kind: calendar_month, "
	    "year: 2025, month: 6 }, terms: { min_recovery_seconds: 3600, "
	    "exclude: [ { kind: maintenance } ], credit: { rule: none } }, "
	    "services: [ { id: s, base: 1 } ], incidents: [ { id: a, start: "
	    "2025-06-03T10:00:00Z, end: 2025-06-03T12:00:00Z } ], exclusions: "
	    "[ { kind: maintenance, start: 2025-06-03T11:00:00Z, end: "
	    "2025-06-03T11:10:00Z } ] }");

	(void)state;
	assert_int_equal(
	    doc->services[0].settlement.recovery_ms, 110 * MS_MINUTE);
}

/* ---- the trace
 * ---------------------------------------------------------------- */

static bool
word_known(struct str word)
{
	for (size_t i = 0; trace_terms[i] != NULL; i++)
		if (str_is(word, trace_terms[i]))
			return true;
	return false;
}

static void
value_documented(const struct trace_key *k, const struct value *v)
{
	const struct trace_value_name *n = k->v;

	while (n->name != NULL && strcmp(n->name, v->name) != 0)
		n++;
	if (n->name == NULL)
		fail_msg("%s: unknown value %s", k->key, v->name);
	/* where the remedy is time, an amount is a plain number of units */
	if (v->kind != n->kind &&
	    !(n->kind == VALUE_EXACT && v->kind == VALUE_FACTOR))
		fail_msg("%s: wrong kind of %s", k->key, v->name);
	if (v->kind == VALUE_KEY && !word_known(v->text))
		fail_msg("%s: unknown word %.*s", k->key, STR_ARG(v->text));
}

static void
expect_documented(const struct settlement *s)
{
	for (size_t i = 0; i < s->trace.steps.n; i++) {
		const struct step *step = &s->trace.steps.v[i];
		const struct trace_key *k = trace_key_find(step->key);

		if (k == NULL)
			fail_msg("unknown step %s", step->key);
		assert_int_equal(step->has_time, k->has_time);
		for (int n = 0; n < step->n_values; n++)
			value_documented(k, &step->v[n]);
		for (const struct trace_value_name *n = k->v; n->name; n++)
			if (!n->optional)
				help_value(step, n->name);
	}
}

/* Terms that together take every step there is. */
static const char *const every_step[] = {
	"credit: { rule: none }",
	"target: 99.9, only_if_breached: true, credit: { rule: prorata, of: "
	"excess, intermediate_decimals: 3, max_multiplier: 1 }, caps: [ { "
	"percent: 50 }, { days: 3 }, { hours: 5 }, { amount: 9 } ], minimum: { "
	"amount: 1, below: raise }",
	"target: 99.9, gate: [ { kind: good_standing, met: false }, { kind: "
	"plan, value: gold }, { kind: consecutive_breaches, count: 2 } ], "
	"credit: { rule: prorata }",
	"clock: { start: reported, pause: true }, states: { degraded: 0.5, "
	"no_data: out }, credit: { rule: hourly_prorata }",
	"tier_precision: { decimals: 1 }, credit: { rule: tiers, rows: [ { lt: "
	"99, percent: 5 } ] }",
	"credit: { rule: tiers, rows: [ { ge: 99.95, percent: 0 }, { lt: 99, "
	"percent: 5 } ] }",
	"credit: { rule: tiers, on: incident_seconds, rows: [ { gt: 5, "
	"fraction: 1/30 } ] }",
	"credit: { rule: sum, rules: [ { rule: per_unit, of: each_incident, "
	"unit_seconds: 60, percent: 1, grace_seconds: 10, initial_percent: 1, "
	"max_units: 2 }, { rule: capped, percent: 1, inner: { rule: per_point, "
	"from: 99.9, step: 0.1, percent: 3 } }, { rule: linear, from: 99.9, "
	"slope: 2 }, { rule: period_days }, { rule: clock_hours }, { rule: "
	"touched_days }, { rule: day_table, rows: [ { from_day: 1, amount: 1 } "
	"] }, { rule: bonus, longer_than_seconds: 5, hours: 1 }, { rule: "
	"given, values: [ 1 ] } ] }",
	"credit: { rule: max, rules: [ { rule: each_incident, cap_percent: 1, "
	"inner: { rule: hourly_prorata } }, { rule: none } ] }",
	"extension: { unit: days, round: up, max: 9 }, credit: { rule: tiers, "
	"rows: [ { lt: 100, percent: 5 } ] }, caps: [ { days: 8 } ]",
	"overlap: intersection, feeds: 2, round_time: { mode: touched_clock, "
	"unit_seconds: 60 }, credit: { rule: period_days }",
	"claim: { window: { value: 3, unit: days }, anchor: incident_end }, "
	"termination: [ { kind: availability_lt, percent: 99.9, notice_days: "
	"10 } ]",
	"service_hours: { windows: [ { days: [ tue ], from: \"08:00\", to: "
	"\"24:00\" } ] }, exclude: [ { kind: maintenance, "
	"max_minutes_per_period: 5 }, { daily_window: [ \"02:00\", \"03:00\" ] "
	"} ]",
	"credit: { rule: per_unit, of: total, unit_seconds: 60, percent: 1, "
	"allow_seconds: 60 }, round_stage: total, minimum: { amount: 5 }",
};

static void
test_documented(void **state)
{
	static const char facts[] =
	    "{ id: a, start: 2025-06-03T10:00Z, end: 2025-06-03T12:00Z }, "
	    "{ id: b, start: 2025-06-10T10:00Z, end: 2025-06-12T12:00Z, "
	    "weight: 0.5, reported: 2025-06-10T11:00Z, excluded_kind: ddos }, "
	    "{ id: c, start: 2025-06-20T10:00Z, end: 2025-06-20T12:00Z, "
	    "state: degraded }, "
	    "{ id: d, start: 2025-06-21T10:00Z, end: 2025-06-21T12:00Z, "
	    "state: no_data }";

	(void)state;
	for (size_t i = 0; i < sizeof every_step / sizeof *every_step; i++) {
		const struct settlement *s = help_june(every_step[i], facts);

		expect_documented(s);
		expect_chain(s);
	}
}

/* The list of words is sorted, so that a language file can follow it. */
static void
test_words_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; trace_terms[i] != NULL; i++)
		if (strcmp(trace_terms[i - 1], trace_terms[i]) >= 0)
			fail_msg(
			    "%s before %s", trace_terms[i - 1], trace_terms[i]);
}

/* Ladder order: every step of the plainest contract. */
static void
test_order(void **state)
{
	static const char *const order[] = { "reported", "clock",
		"min_duration", "clip", "service_hours", "states", "overlap",
		"round_time", "downtime", "denominator", "availability",
		"tier_precision", "gate", "none", "money_round", "minimum",
		"claim", "credit" };
	const struct settlement *s = help_june("credit: { rule: none }", "");
	size_t n = sizeof order / sizeof *order;

	(void)state;
	assert_int_equal(s->trace.steps.n, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(s->trace.steps.v[i].key, order[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(test_ladder),
		ENGINE_TEST(test_ladder_removed),
		ENGINE_TEST(test_approvers),
		ENGINE_TEST(test_lines),
		ENGINE_TEST(test_no_data),
		ENGINE_TEST(test_flashes),
		ENGINE_TEST(test_month_edge),
		ENGINE_TEST(test_allowance),
		ENGINE_TEST(test_hole),
		ENGINE_TEST(test_states),
		ENGINE_TEST(test_experienced),
		ENGINE_TEST(test_excluded_record),
		ENGINE_TEST(test_second_clock_respects_exclusions),
		ENGINE_TEST(test_documented),
		ENGINE_TEST(test_words_sorted),
		ENGINE_TEST(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
