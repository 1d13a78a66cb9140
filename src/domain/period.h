/*
 * period.h -- measuring periods, cut in the zone of the contract.
 *
 * A period begins at the first instant of a local date and ends where the next
 * one begins; its length is elapsed time, so that a month with a clock change
 * has an hour more or less.
 */
#ifndef DOMAIN_PERIOD_H
#define DOMAIN_PERIOD_H

#include "base/zone.h"
#include "domain/interval.h"
#include "domain/terms.h"

/* A period of any kind; `part` is the month, quarter or half, from 1. */
struct period {
	enum period_kind kind;
	int year, part;
	int64_t anchor_day; /* billing month */
	int64_t days;       /* trailing days */
	int64_t until_at;   /* trailing days: the end */
};

/* Half-open bounds of a period. */
struct span period_span(const struct zone *z, const struct period *p);

/* Local dates from the first instant to the last: 28..31 for a month. */
int64_t period_days(const struct zone *z, struct span s);

/*
 * "2013-04", "2013-Q2", "2013-H1", "2013": the calendar period of that name.
 * False when the text is none of these or outside 1971..2099.
 */
bool period_parse(struct str name, struct period *ret_period);

/*
 * The first month of the period of that name, in months since year 0: the
 * distance of two periods is a difference. False as above.
 */
bool period_first_month(struct str name, int *ret_month);

/*
 * The measuring period of a contract that a run over the named calendar period
 * settles: the one of that name; or the longer one that ends with it (a
 * quarter is settled with its last month); for billing months the one that
 * begins in the named month; for trailing days the days that end with it. False
 * when the name cannot be read, or when nothing of this kind is due then.
 */
bool period_for_name(const struct zone *z, const struct period_rule *rule,
    struct str name, struct span *ret_span);

/* The name of the calendar period of this kind that a local day lies in. */
struct str period_name_of(
    struct arena *keep, enum period_kind kind, struct civil c);
/* The same, of the day of `at` in the zone. */
struct str period_name(struct arena *keep, const struct zone *z,
    enum period_kind kind, int64_t at);

/*
 * Order of two period names in the calendar: true when `b` follows `a` without
 * a gap; false also when a name cannot be read or the kinds differ.
 */
bool period_follows(struct str a, struct str b);

#endif
