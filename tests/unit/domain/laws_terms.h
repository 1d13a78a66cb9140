/*
 * laws_terms.h -- terms drawn at random, as text, a part at a time.
 *
 * With draw_time(), draw_money() and draw_rule() more downtime can only give
 * more credit; test_laws_terms.c says what is left out for that.
 */
#ifndef TESTS_UNIT_DOMAIN_LAWS_TERMS_H
#define TESTS_UNIT_DOMAIN_LAWS_TERMS_H

#include "unit/domain/laws_help.h"

static inline void
draw(struct buf *b, uint64_t *seed, const char *const *list, size_t n)
{
	buf_adds(b, list[dice(seed) % n]);
}

#define DRAW(b, seed, ...)                                                     \
	do {                                                                   \
		static const char *const list[] = { __VA_ARGS__ };             \
		draw((b), (seed), list, COUNT(list));                          \
	} while (0)

static inline int
number(uint64_t *seed, int low, int high)
{
	return (int)dice_between(seed, low, high);
}

static inline void
draw_value(struct buf *b, uint64_t *seed)
{
	switch (dice(seed) % 5) {
	case 0:
		buf_addf(b, "percent: %d.%d", number(seed, 0, 40),
		    number(seed, 0, 9));
		return;
	case 1:
		buf_addf(b, "days: %d", number(seed, 1, 5));
		return;
	case 2:
		buf_addf(b, "hours: %d", number(seed, 1, 30));
		return;
	case 3:
		buf_addf(b, "amount: %d.%02d", number(seed, 0, 9),
		    number(seed, 0, 99));
		return;
	default:
		buf_addf(b, "fraction: 1/%d", number(seed, 1, 31));
	}
}

/* Falls of availability, or rises of time, that are paid ever better. */
static inline void
draw_rising_table(struct buf *b, uint64_t *seed)
{
	bool share = dice(seed) % 2;
	int rows = number(seed, 1, 5), percent = 0;
	int edge = share ? 99999 - number(seed, 0, 900) : number(seed, 0, 300);

	buf_adds(b, "{ rule: tiers, on: ");
	if (share)
		buf_adds(b, "availability");
	else
		DRAW(b, seed, "total_minutes", "longest_incident_minutes");
	buf_adds(b, ", rows: [ ");
	for (int i = 0; i < rows; i++) {
		int next = share ? edge - number(seed, 1, 4000)
				 : edge + number(seed, 1, 900);
		bool last = i + 1 == rows;

		percent += number(seed, 0, 25);
		if (share)
			buf_addf(b, "{ lt: %d.%03d", edge / 1000, edge % 1000);
		else
			buf_addf(b, "{ ge: %d", edge);
		if (!last && share)
			buf_addf(b, ", ge: %d.%03d", next / 1000, next % 1000);
		else if (!last)
			buf_addf(b, ", lt: %d", next);
		buf_addf(b, ", percent: %d }%s", percent, last ? "" : ", ");
		edge = next;
	}
	buf_adds(b, " ] }");
}

static inline void
draw_per_unit(struct buf *b, uint64_t *seed)
{
	bool each = dice(seed) % 3 == 0;

	buf_addf(b, "{ rule: per_unit, unit_seconds: %d, ",
	    number(seed, 1, 120) * 60);
	if (each) {
		buf_adds(b, "of: each_incident, count: ");
		DRAW(b, seed, "full", "exact");
	} else {
		DRAW(b, seed, "of: total", "of: excess");
		buf_adds(b, ", count: ");
		DRAW(b, seed, "full", "started", "exact", "nearest");
		if (dice(seed) % 2)
			buf_addf(
			    b, ", initial_percent: %d", number(seed, 0, 9));
	}
	if (dice(seed) % 2)
		buf_addf(b, ", allow_seconds: %d", number(seed, 0, 4000));
	if (dice(seed) % 2)
		buf_addf(b, ", grace_seconds: %d", number(seed, 0, 4000));
	if (dice(seed) % 4 == 0)
		buf_addf(b, ", max_units: %d", number(seed, 0, 20));
	buf_adds(b, ", ");
	draw_value(b, seed);
	buf_adds(b, " }");
}

static inline void
draw_share(struct buf *b, uint64_t *seed)
{
	switch (dice(seed) % 4) {
	case 0:
		buf_addf(b, "{ rule: per_point, from: 99.%d, step: 0.%d, ",
		    number(seed, 0, 99), number(seed, 1, 9));
		buf_adds(b, "count: ");
		DRAW(b, seed, "full", "started", "exact", "nearest");
		buf_adds(b, ", ");
		draw_value(b, seed);
		buf_adds(b, " }");
		return;
	case 1:
		buf_adds(b, "{ rule: prorata, ");
		DRAW(b, seed, "of: total", "of: excess");
		buf_addf(b, ", multiple: %d", number(seed, 1, 100));
		if (dice(seed) % 2)
			buf_adds(b, ", per_minutes: 43800");
		if (dice(seed) % 3 == 0)
			buf_addf(b, ", intermediate_decimals: %d",
			    number(seed, 0, 4));
		if (dice(seed) % 3 == 0)
			buf_addf(b, ", max_multiplier: %d", number(seed, 0, 3));
		buf_adds(b, " }");
		return;
	case 2:
		buf_addf(b, "{ rule: hourly_prorata, multiple: %d }",
		    number(seed, 1, 60));
		return;
	default:
		buf_addf(b,
		    "{ rule: linear, from: %d, slope: %d.%d, lt: 99.%d }",
		    number(seed, 95, 100), number(seed, 0, 20),
		    number(seed, 0, 9), number(seed, 0, 99));
	}
}

static inline void
draw_rule(struct buf *b, uint64_t *seed, int depth)
{
	switch (dice(seed) % (depth < 2 ? 9 : 7)) {
	case 0:
		draw_rising_table(b, seed);
		return;
	case 1:
	case 2:
		draw_per_unit(b, seed);
		return;
	case 3:
	case 4:
		draw_share(b, seed);
		return;
	case 5:
		buf_adds(b, "{ rule: ");
		DRAW(b, seed, "clock_hours", "touched_days");
		buf_addf(b, ", more_than_seconds: %d }", number(seed, 0, 3000));
		return;
	case 6:
		buf_addf(b,
		    "{ rule: day_table, rows: [ { from_day: 1, to_day: 2, "
		    "percent: %d }, { from_day: 3, percent: 4, amount: 6 } ] }",
		    number(seed, 0, 4));
		return;
	case 7:
		buf_addf(b, "{ rule: capped, percent: %d, inner: ",
		    number(seed, 0, 120));
		draw_rule(b, seed, depth + 1);
		buf_adds(b, " }");
		return;
	default:
		buf_adds(b, "{ rule: ");
		DRAW(b, seed, "sum", "max");
		buf_adds(b, ", rules: [ ");
		draw_rule(b, seed, depth + 1);
		buf_adds(b, ", ");
		draw_rule(b, seed, depth + 1);
		buf_adds(b, " ] }");
	}
}

/* What counts as downtime. */
static inline void
draw_time(struct buf *b, uint64_t *seed)
{
	if (dice(seed) % 3 == 0) {
		buf_addf(b,
		    "min_duration: { seconds: %d, op: ", number(seed, 0, 3000));
		DRAW(b, seed, "gt", "ge");
		DRAW(b, seed, ", count: whole", ", count: excess");
		DRAW(b, seed, ", measure_on: gross }", ", measure_on: net }");
		buf_adds(b, ", ");
	}
	if (dice(seed) % 2)
		DRAW(b, seed, "exclude: [ { kind: maintenance } ], ",
		    "exclude: [ { kind: maintenance, min_notice_hours: 24, "
		    "overrun: excluded } ], ",
		    "exclude: [ { kind: maintenance, max_events: 2, "
		    "max_minutes_per_period: 200 } ], ",
		    "exclude: [ { daily_window: [ \"22:15\", \"03:00\" ] } ], ",
		    "exclude: [ { kind: maintenance, max_event_minutes: 90, "
		    "too_long: truncate } ], denominator: { kind: actual, "
		    "remove: excluded_windows }, ");
	if (dice(seed) % 3 == 0)
		DRAW(b, seed, "round_time: { mode: floor, unit_seconds: 60 }, ",
		    "round_time: { mode: ceil, unit_seconds: 600, per: total "
		    "}, ",
		    "round_time: { mode: nearest_half_up, unit_seconds: 3600, "
		    "per: total }, ",
		    "round_time: { mode: whole_clock, unit_seconds: 60 }, ",
		    "round_time: { mode: touched_clock, unit_seconds: 300 }, ");
	if (dice(seed) % 5 == 0)
		buf_adds(b, "overlap: intersection, feeds: 2, ");
	if (dice(seed) % 5 == 0)
		buf_adds(b,
		    "service_hours: { windows: [ { days: [ mon, tue, wed, "
		    "sat ], from: \"06:30\", to: \"20:00\" } ] }, ");
}

static inline void
draw_caps(struct buf *b, uint64_t *seed)
{
	int n = number(seed, 1, 4);

	buf_adds(b, "caps: [ ");
	for (int i = 0; i < n; i++) {
		switch (dice(seed) % 4) {
		case 0:
			buf_addf(b, "{ percent: %d }", number(seed, 0, 150));
			break;
		case 1:
			buf_addf(b, "{ amount: %d.%02d }", number(seed, 0, 150),
			    number(seed, 0, 99));
			break;
		case 2:
			buf_addf(b, "{ days: %d }", number(seed, 0, 31));
			break;
		default:
			buf_addf(b, "{ hours: %d }", number(seed, 0, 700));
		}
		buf_adds(b, i + 1 < n ? ", " : " ], ");
	}
}

static inline void
draw_money(struct buf *b, uint64_t *seed)
{
	buf_addf(b, "target: 99.%d, ", number(seed, 0, 99));
	if (dice(seed) % 2)
		draw_caps(b, seed);
	if (dice(seed) % 3 == 0)
		DRAW(b, seed, "minimum: { amount: 5.00, below: drop }, ",
		    "minimum: { amount: 7.50, op: gt, below: raise }, ",
		    "minimum: { amount: 3, below: defer, test_on: exact }, ");
	if (dice(seed) % 3 == 0)
		buf_adds(b, "only_if_breached: true, ");
	if (dice(seed) % 3 == 0)
		buf_addf(b, "tier_precision: { decimals: %d }, ",
		    number(seed, 0, 4));
	buf_adds(b, "money_round: ");
	DRAW(b, seed, "half_up", "half_even", "down", "up");
	buf_adds(b, ", ");
}

#endif
