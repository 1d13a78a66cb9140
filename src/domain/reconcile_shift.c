/*
 * Is one of two records written by another clock? The customer's is moved by
 * the amounts that clocks and zones differ by, and the agreement measured
 * again.
 */
#include "domain/reconcile.h"

/* More than this share of agreement must be won. */
#define GAIN_NUM 1
#define GAIN_DEN 5

/* The likely ones first: between equals the earlier wins. */
static const int64_t shifts_ms[] = {
	60 * MS_MINUTE,
	-60 * MS_MINUTE,
	30 * MS_MINUTE,
	-30 * MS_MINUTE,
	SHIFT_MOST,
	-SHIFT_MOST,
};
#define SHIFTS (sizeof shifts_ms / sizeof *shifts_ms)

int64_t
shift_instant(const struct zone_shift *s, int64_t at)
{
	if ((s->part == SHIFT_BEFORE && at >= s->change_at) ||
	    (s->part == SHIFT_AFTER && at < s->change_at))
		return at;
	return at + s->ms;
}

struct spans
shift_spans(
    struct arena *keep, const struct zone_shift *s, const struct spans *set)
{
	struct spans moved = { 0 };

	for (size_t i = 0; i < set->n; i++)
		interval_add(keep, &moved, shift_instant(s, set->v[i].from_at),
		    shift_instant(s, set->v[i].to_at));
	interval_clean(&moved);
	return moved;
}

struct ratio
agreement_share(struct agreement a)
{
	return ratio_make(a.both_ms, (int128)a.both_ms + a.one_ms);
}

static struct agreement
agreement_of(const struct testimony *provider, const struct testimony *customer,
    struct span period, struct arena *keep)
{
	struct spans p = interval_clip(keep, &provider->down, period);
	struct spans c = interval_clip(keep, &customer->down, period);
	struct spans both = interval_intersect(keep, &p, &c);
	struct agreement a = { .both_ms = interval_total_ms(&both) };

	p = interval_subtract(keep, &p, &c);
	p = interval_subtract(keep, &p, &customer->no_data);
	a.one_ms = interval_total_ms(&p);
	c = interval_clip(keep, &customer->down, period);
	c = interval_subtract(keep, &c, &provider->down);
	c = interval_subtract(keep, &c, &provider->no_data);
	a.one_ms += interval_total_ms(&c);
	return a;
}

struct search {
	const struct testimony *provider, *customer;
	struct span period;
	struct arena scratch;
	struct ratio before;
	struct zone_shift best;
};

static void
try_shift(struct search *s, struct zone_shift shift)
{
	struct arena_mark mark = arena_mark(&s->scratch);
	struct testimony moved = {
		.down = shift_spans(&s->scratch, &shift, &s->customer->down),
		.no_data =
		    shift_spans(&s->scratch, &shift, &s->customer->no_data),
	};
	struct ratio after = agreement_share(
	    agreement_of(s->provider, &moved, s->period, &s->scratch));
	struct ratio gain = ratio_sub(after, s->before);

	arena_reset(&s->scratch, mark);
	if (!ratio_ok(gain) ||
	    ratio_cmp(gain, ratio_make(GAIN_NUM, GAIN_DEN)) <= 0)
		return;
	if (s->best.probable && ratio_cmp(after, s->best.agreement) <= 0)
		return;
	s->best = shift;
	s->best.probable = true;
	s->best.agreement = after;
}

static void
try_all(struct search *s, enum shift_part part, int64_t change_at)
{
	for (size_t i = 0; i < SHIFTS; i++)
		try_shift(s, (struct zone_shift){ .ms = shifts_ms[i],
				 .part = part,
				 .change_at = change_at });
}

struct zone_shift
find_shift(const struct testimony *provider, const struct testimony *customer,
    struct span period, const struct zone *zone)
{
	struct search s = {
		.provider = provider, .customer = customer, .period = period
	};

	s.before = agreement_share(
	    agreement_of(provider, customer, period, &s.scratch));
	if (ratio_ok(s.before))
		try_all(&s, SHIFT_ALL, NO_INSTANT);
	for (size_t i = 1; ratio_ok(s.before) && i < zone->n; i++) {
		int64_t at = zone->v[i].from_at;

		if (at <= period.from_at || at >= period.to_at)
			continue;
		try_all(&s, SHIFT_AFTER, at);
		try_all(&s, SHIFT_BEFORE, at);
	}
	arena_release(&s.scratch);
	return s.best;
}
