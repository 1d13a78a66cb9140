/*
 * ical.h -- calendars (RFC 5545): lines, times and rules of repetition.
 *
 * A calendar is read line by line; each logical line knows where it began.
 * Local times are resolved by the system's zone database only: what a file says
 * about zones in VTIMEZONE is not believed. Repetitions are computed on the
 * local clock, so that a weekly window stays at its hour over clock changes.
 */
#ifndef IMPORT_ICAL_H
#define IMPORT_ICAL_H

#include "base/zone.h"
#include "import/reader.h"

/* A logical line is longer only in hostile files, or with attachments. */
#define ICAL_LINE_MAX ((size_t)64 << 10)

struct ical {
	struct reader *reader;
	struct str chunk; /* what is left of it */
	int64_t number;   /* of the last physical line taken */
	bool skipped;     /* a physical line too long for the reader */
	bool end;
	struct buf line; /* the logical line */
};

void ical_open(struct ical *in, struct reader *reader);
void ical_close(struct ical *in);

/* NAME;PARAM=VALUE:VALUE; without a colon, everything is `name`. */
struct ical_line {
	struct str name, params, value;
	bool whole; /* false: too long, or no colon */
	int64_t number;
};

/*
 * The next logical line, unfolded; *ret_more is false at the end. Borrowed
 * until the next call.
 */
MUST int ical_next(
    struct ical *in, struct ical_line *ret_line, bool *ret_more, struct err *e);

/* A parameter without its quotes; empty when it is not there. */
struct str ical_param(const struct ical_line *line, const char *name);

/* TEXT without its escapes, at most `max` bytes of it, in `keep`; what is no
 * UTF-8 is replaced. */
struct str ical_text(struct arena *keep, struct str value, size_t max);

/* ---- times */

enum ical_clock { ICAL_UTC, ICAL_ZONED, ICAL_FLOATING };

struct ical_time {
	enum ical_clock clock;
	const struct zone *zone; /* ICAL_ZONED */
	struct civil local;
	bool day; /* a date alone; time of day is 00:00 */
};

/* "20260312T020000Z", "20260312T020000", "20260312"; zone NULL: floating. */
bool ical_time_parse(
    struct str s, const struct zone *zone, struct ical_time *ret_time);

/*
 * The instant; floating times and dates by the clocks of `floating`. Repeated
 * local times are the first, missing ones are read with the offset before the
 * change (RFC 5545, 3.3.5).
 */
int64_t ical_instant(const struct ical_time *t, const struct zone *floating);

/* Nominal days by the local clock, then exact time. */
struct ical_length {
	int64_t days, ms;
};

/* "PT45M", "P1D", "P1W", "P1DT2H"; false also when negative. */
bool ical_length_parse(struct str s, struct ical_length *ret_length);

/* The instant a length after a time. */
int64_t ical_after(const struct ical_time *t, struct ical_length length,
    const struct zone *floating);

/*
 * The zone of a TZID: a name of the zone database, one that ends in such a
 * name, or a name that Windows uses. NULL: none of these.
 */
const struct zone *ical_zone(struct zones *zones, struct str tzid);

/* ---- repetitions */

enum ical_freq { ICAL_DAILY, ICAL_WEEKLY, ICAL_MONTHLY, ICAL_YEARLY };

/* BYDAY holds at most the 53rd weekday of a year, both ways, and "any". */
#define ICAL_ORDINALS 107

struct ical_rule {
	enum ical_freq freq;
	int interval;
	int64_t count; /* 0: no bound */
	bool has_until;
	struct ical_time until;
	unsigned weekdays; /* mask, bit 0 Monday: every one of them */
	unsigned char nth[ICAL_ORDINALS]; /* weekdays by ordinal + 53 */
	bool has_nth;
	uint32_t month_days, month_days_back; /* bits 1..31 */
	unsigned months;                      /* bits 1..12 */
	int set_pos[32];
	size_t n_set_pos;
	int week_start; /* 0 Monday */
};

/* NULL, or why the rule cannot be read (a constant). */
const char *ical_rule_parse(struct str s, struct ical_rule *ret_rule);

/*
 * Local dates, as days since 1970, on which a rule that begins at `start`
 * repeats, up to and including `to_day`, none after UNTIL. The first is always
 * that of `start`. Where the rule counts no repetitions, dates before
 * `from_day` may be skipped. `take` says whether it wants more; *work is
 * reduced by the days looked at, and the walk ends when none is left.
 */
void ical_repeat(const struct ical_rule *rule, const struct ical_time *start,
    const struct zone *floating, int64_t from_day, int64_t to_day,
    int64_t *work, bool (*take)(void *arg, int64_t day), void *arg);

#endif
