/*
 * counters.h -- the counters of one site on one UTC day, and their compact
 * form.
 *
 * A packed day is a string of bytes that says by itself which bins and which
 * counters it holds: what is zero all day takes no room. The same cells always
 * give the same bytes. Database and rollup files keep this form.
 */
#ifndef DOMAIN_COUNTERS_H
#define DOMAIN_COUNTERS_H

#include "base/err.h"
#include "domain/facts.h"

/*
 * Cells by time, none twice, none without a hit. step_ms: MS_HOUR or MS_MINUTE;
 * MS_DAY for a total of a local day, then there is one cell, `at` is when that
 * day began, and `day` the UTC day of that instant.
 */
struct site_day {
	struct str site;
	int64_t day; /* days since 1970 */
	int64_t step_ms;
	const struct traffic *cells;
	size_t n;
};

/* Room for every bin of a day. */
#define COUNTERS_MAX_CELLS 1440

/* `into` += `more`, all counters; saturates instead of overflowing. */
void counters_add(struct traffic *into, const struct traffic *more);

/* Append the packed cells to `out`. Not for step_ms MS_DAY. */
void counters_pack(const struct site_day *day, struct buf *out);

/*
 * The cells of a packed day into `to` (room for COUNTERS_MAX_CELLS). ERR_INPUT
 * when the bytes are no packed day: nothing is believed unchecked.
 */
MUST int counters_unpack(struct str packed, int64_t day, struct traffic *to,
    size_t *ret_n, int64_t *ret_step_ms, struct err *e);

/* Minutes to hours; returns how many (at most 24). */
size_t counters_hours(
    const struct traffic *minutes, size_t n, struct traffic to[24]);

#endif
