/*
 * minute_days.h -- the UTC days on which traffic is counted by minute: those
 * that an outage of the case touches.
 *
 * Which of them a version of a file or a part has, stands at the end of what it
 * was read by: "; minutes 15806-15811,15840", days since 1970.
 */
#ifndef FLOW_MINUTE_DAYS_H
#define FLOW_MINUTE_DAYS_H

#include "store/store.h"

struct minute_days {
	const int64_t *v; /* rising */
	size_t n;
};

/*
 * Of the outages that count; what lasts still ends at `as_of`. Only the edges
 * of long outages, and not more than some 400 days: the latest.
 */
MUST int minute_days_load(struct store *s, int64_t as_of, struct arena *keep,
    struct minute_days *ret_days, struct err *e);

/* `rules` and the days that lie in [first_at, last_at]. */
struct str minute_days_add(struct arena *keep, struct str rules,
    const struct minute_days *days, int64_t first_at, int64_t last_at);

/* What was read by, without the days. */
struct str minute_days_rules(struct str read_as);

/* How many days are there by minute. */
int64_t minute_days_worth(struct str read_as);

/* Is every day of `days` in [first_at, last_at] there by minute? */
bool minute_days_enough(struct str read_as, const struct minute_days *days,
    int64_t first_at, int64_t last_at);

#endif
