/*
 * interval.h -- half-open spans of time [from, to) in UTC milliseconds.
 *
 * A set of spans is "clean" when it is sorted, no span is empty and none
 * touches the next. Only interval_clean() makes a set clean; the other
 * functions take clean sets and give clean sets.
 */
#ifndef DOMAIN_INTERVAL_H
#define DOMAIN_INTERVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct span {
	int64_t from_at, to_at;
};

struct spans {
	struct span *v;
	size_t n, cap;
};

/* Append as it is, in any order; an empty or reversed span is dropped. */
void interval_add(
    struct arena *keep, struct spans *set, int64_t from_at, int64_t to_at);
/* Sort, merge what overlaps or touches; in place. */
void interval_clean(struct spans *set);
int64_t interval_total_ms(const struct spans *set);

struct spans interval_union(
    struct arena *keep, const struct spans *a, const struct spans *b);
struct spans interval_intersect(
    struct arena *keep, const struct spans *a, const struct spans *b);
/* What of `a` is not in `b`. */
struct spans interval_subtract(
    struct arena *keep, const struct spans *a, const struct spans *b);
/* What of `a` lies inside one span. */
struct spans interval_clip(
    struct arena *keep, const struct spans *a, struct span within);
/* The first span that ends after `at`, or set->n. */
size_t interval_after(const struct spans *set, int64_t at);
/* Does a span of the set hold this instant? */
bool interval_holds(const struct spans *set, int64_t at);
/* Gaps shorter than `gap_ms` between neighbours are filled. */
struct spans interval_fill(
    struct arena *keep, const struct spans *a, int64_t gap_ms);

struct span span_intersect(struct span a, struct span b); /* may be empty */
int64_t span_ms(struct span s); /* 0 when empty or reversed */

#endif
