/*
 * watch_sum.h -- the segments of watch.h added up: per subject, day and state;
 * inside the hours that a report is about; several subjects as one.
 */
#ifndef DOMAIN_WATCH_SUM_H
#define DOMAIN_WATCH_SUM_H

#include "base/ratio.h"
#include "base/zone.h"
#include "domain/watch.h"

/* "ok", "warning", ... as they begin the keys of results; "nodata". */
const char *sight_state_name(enum sight_state state);
/* The state of this name, whatever its case; false when there is none. */
bool sight_state_named(struct str name, enum sight_state *ret_state);

/* ---- hours ---- */

/* Wall clock seconds of a day, up to 86400. */
struct watch_range {
	int64_t day;      /* days since 1970 when it is about one date */
	unsigned weekday; /* else a mask, bit 0 Monday */
	int from_s, to_s;
};

/*
 * Which hours count. The ranges of a date replace the weekly ones on that date;
 * what is excluded is taken out at the end. A clock change inside a range makes
 * it longer or shorter, as in real life.
 */
struct watch_hours {
	VEC(struct watch_range) ranges, excluded;
};

/*
 * "mon-fri 09:00-17:00, sat 10:00-12:00+14:00-16:00, 2026-12-24 09:00-12:00,
 * not 2026-12-25": days (mon, mon-fri, daily, a date), then ranges, none: the
 * whole day. False when it cannot be read; *ret_bad is the part.
 */
bool watch_hours_parse(struct str text, struct arena *keep,
    struct watch_hours *ret_hours, struct str *ret_bad);

/* The hours of a window as clean spans. */
struct spans watch_hours_spans(const struct watch_hours *hours,
    const struct zone *zone, struct span window, struct arena *keep);

/* ---- sums ---- */

/* Milliseconds; [state][in scheduled downtime]. Together the whole window. */
struct watch_total {
	int64_t ms[SIGHT_STATES][2];
	int64_t off_ms, inactive_ms;
};

enum watch_group { GROUP_NONE, GROUP_WORST, GROUP_BEST, GROUP_AVERAGE };

/* Start with { .keep = arena, ... }. */
struct watch_sum {
	struct arena *keep;
	/* Only these hours; NULL: always. Clean. */
	const struct spans *hours;
	/* Where one row ends and the next begins, ascending, the ends of the
	 * window included; n_rows + 1 of them. */
	const int64_t *cuts;
	size_t n_rows;
	VEC(struct watch_total) totals; /* [subject * n_rows + row] */
	/* For groups: what happened, to be laid side by side. */
	bool collect;
	const bool *member; /* by subject, n_members of them; NULL: all */
	size_t n_members;
	VEC(struct watch_segment) segments;
	int64_t overflow; /* segments that found no room */
};

#define WATCH_MAX_TOTALS   ((size_t)4 << 20)
#define WATCH_MAX_SEGMENTS ((size_t)8 << 20)

/* For struct watch: `arg` is the struct watch_sum. */
void watch_sum_add(void *arg, const struct watch_segment *segment);

/* The total of a subject in a row, or zeros. */
struct watch_total watch_sum_total(
    const struct watch_sum *sum, size_t subject, size_t row);

/*
 * The collected subjects `subject[0..n)` as one: at each instant the worst or
 * the best of their states. What counts as up because of downtime has done so
 * before. Scheduled is a state that all who share it have scheduled, for the
 * worst; that one of them has, for the best. Fills `ret_totals[n_rows]`.
 */
void watch_sum_group(struct watch_sum *sum, const size_t *subject, size_t n,
    enum watch_group group, struct watch_total *ret_totals);

/* Good time, and time of which something is known and counts. */
int64_t watch_total_good_ms(const struct watch_total *t);
int64_t watch_total_known_ms(const struct watch_total *t);
int64_t watch_total_state_ms(
    const struct watch_total *t, enum sight_state state);

/* part / whole as a percentage, cut behind `decimals`, never rounded up; "-"
 * when there is no whole. */
struct str watch_percent(
    struct arena *keep, int64_t part, int64_t whole, int decimals);

#endif
