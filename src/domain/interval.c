#include "domain/interval.h"

#include <stdlib.h>

int64_t
span_ms(struct span s)
{
	return s.to_at > s.from_at ? s.to_at - s.from_at : 0;
}

struct span
span_intersect(struct span a, struct span b)
{
	struct span both = { a.from_at > b.from_at ? a.from_at : b.from_at,
		a.to_at < b.to_at ? a.to_at : b.to_at };

	if (both.to_at < both.from_at)
		both.to_at = both.from_at;
	return both;
}

void
interval_add(
    struct arena *keep, struct spans *set, int64_t from_at, int64_t to_at)
{
	if (to_at <= from_at)
		return;
	set->v = vec_room(keep, set->v, set->n, &set->cap, sizeof *set->v);
	set->v[set->n++] = (struct span){ from_at, to_at };
}

static int
by_start(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	if (a->from_at != b->from_at)
		return a->from_at < b->from_at ? -1 : 1;
	return a->to_at < b->to_at ? -1 : a->to_at > b->to_at;
}

void
interval_clean(struct spans *set)
{
	size_t n = 0;

	if (set->n == 0)
		return;
	qsort(set->v, set->n, sizeof *set->v, by_start);
	for (size_t i = 0; i < set->n; i++) {
		struct span s = set->v[i];

		if (s.to_at <= s.from_at)
			continue;
		if (n > 0 && s.from_at <= set->v[n - 1].to_at) {
			if (s.to_at > set->v[n - 1].to_at)
				set->v[n - 1].to_at = s.to_at;
		} else {
			set->v[n++] = s;
		}
	}
	set->n = n;
}

int64_t
interval_total_ms(const struct spans *set)
{
	int64_t sum = 0;

	for (size_t i = 0; i < set->n; i++)
		sum += span_ms(set->v[i]);
	return sum;
}

struct spans
interval_union(struct arena *keep, const struct spans *a, const struct spans *b)
{
	struct spans out = { 0 };
	size_t i = 0, k = 0;

	while (i < a->n || k < b->n) {
		bool left = k == b->n ||
			    (i < a->n && a->v[i].from_at <= b->v[k].from_at);
		struct span s = left ? a->v[i++] : b->v[k++];

		if (out.n > 0 && s.from_at <= out.v[out.n - 1].to_at) {
			if (s.to_at > out.v[out.n - 1].to_at)
				out.v[out.n - 1].to_at = s.to_at;
		} else {
			interval_add(keep, &out, s.from_at, s.to_at);
		}
	}
	return out;
}

/* By halves: what is far away is not walked past. */
size_t
interval_after(const struct spans *set, int64_t at)
{
	size_t low = 0, high = set->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (set->v[mid].to_at <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
interval_holds(const struct spans *set, int64_t at)
{
	size_t i = interval_after(set, at);

	return i < set->n && set->v[i].from_at <= at;
}

struct spans
interval_intersect(
    struct arena *keep, const struct spans *a, const struct spans *b)
{
	struct spans out = { 0 };
	size_t i, k;

	if (a->n == 0 || b->n == 0)
		return out;
	i = interval_after(a, b->v[0].from_at);
	k = interval_after(b, a->v[0].from_at);
	while (i < a->n && k < b->n) {
		struct span s = span_intersect(a->v[i], b->v[k]);

		interval_add(keep, &out, s.from_at, s.to_at);
		if (a->v[i].to_at < b->v[k].to_at)
			i++;
		else
			k++;
	}
	return out;
}

struct spans
interval_subtract(
    struct arena *keep, const struct spans *a, const struct spans *b)
{
	struct spans out = { 0 };
	size_t k = a->n > 0 ? interval_after(b, a->v[0].from_at) : 0;

	for (size_t i = 0; i < a->n; i++) {
		int64_t from = a->v[i].from_at, to = a->v[i].to_at;

		while (k < b->n && b->v[k].to_at <= from)
			k++;
		/* a span of b may reach into the next one of a: keep k on it */
		for (size_t m = k; m < b->n && b->v[m].from_at < to; m++) {
			interval_add(keep, &out, from, b->v[m].from_at);
			if (b->v[m].to_at > from)
				from = b->v[m].to_at;
		}
		interval_add(keep, &out, from, to);
	}
	return out;
}

struct spans
interval_clip(struct arena *keep, const struct spans *a, struct span within)
{
	struct spans out = { 0 };

	for (size_t i = interval_after(a, within.from_at);
	     i < a->n && a->v[i].from_at < within.to_at; i++) {
		struct span s = span_intersect(a->v[i], within);

		interval_add(keep, &out, s.from_at, s.to_at);
	}
	return out;
}

struct spans
interval_fill(struct arena *keep, const struct spans *a, int64_t gap_ms)
{
	struct spans out = { 0 };

	for (size_t i = 0; i < a->n; i++) {
		struct span s = a->v[i];

		if (out.n > 0 && s.from_at - out.v[out.n - 1].to_at < gap_ms)
			out.v[out.n - 1].to_at = s.to_at;
		else
			interval_add(keep, &out, s.from_at, s.to_at);
	}
	return out;
}
