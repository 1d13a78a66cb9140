/*
 * Step 7: weights, and rounding of time, of each incident or of the sum.
 *
 * Clock units (whole minutes, five-minute intervals) are those of the local
 * clock. A unit that two incidents touch counts once, for the earlier one.
 */
#include <stdlib.h>

#include "domain/settle_run.h"
#include "domain/trace_keys.h"

static struct ratio
sum_of(const struct settle_run *run)
{
	struct ratio sum = ratio_int(0);

	for (size_t i = 0; i < run->n_incidents; i++)
		sum = ratio_add(sum, run->incidents[i].ms);
	return sum;
}

/* ---- weights
 * ----------------------------------------------------------------- */

void
settle_weight(struct settle_run *run)
{
	struct ratio one = ratio_int(1), weight = one;
	bool weighted = false, same = true;

	for (size_t i = 0; i < run->n_incidents; i++) {
		struct ratio w = run->incidents[i].weight;

		weighted |= !ratio_ok(w) || ratio_cmp(w, one) != 0;
		if (i == 0)
			weight = w;
		same &= ratio_ok(w) && ratio_ok(weight) &&
			ratio_cmp(w, weight) == 0;
	}
	if (!weighted)
		return;
	settle_step(run, "weight", "weight");
	if (same)
		trace_ratio(run->trace, "weight", VALUE_FACTOR, weight);
	trace_number(
	    run->trace, "incidents", VALUE_COUNT, (int64_t)run->n_incidents);
	trace_time(run->trace, credit_ms(sum_of(run)));
}

/* ---- clock units
 * ---------------------------------------------------------------- */

static int64_t
local_ms(const struct zone *z, int64_t at)
{
	return at + zone_offset_s(z, at) * MS_SECOND;
}

/* The unit by its number, and how far into it: local times are after 1970. */
static int64_t
unit_rest(const struct zone *z, int64_t at, int64_t unit)
{
	return (local_ms(z, at) % unit + unit) % unit;
}

/* First instant in (from, to] with another offset than `from`; else `to`. */
static int64_t
clock_change(const struct zone *z, int64_t from, int64_t to)
{
	int32_t offset = zone_offset_s(z, from);

	while (to - from > 1) {
		int64_t mid = from + (to - from) / 2;

		if (zone_offset_s(z, mid) == offset)
			from = mid;
		else
			to = mid;
	}
	return to;
}

/*
 * End of the local clock unit in which `at` lies. A change of the clock inside
 * it ends it, unless the clock still shows the same unit afterwards.
 */
static int64_t
unit_end(const struct zone *z, int64_t at, int64_t unit)
{
	int64_t end = at + unit - unit_rest(z, at, unit), change;

	if (zone_offset_s(z, end - 1) == zone_offset_s(z, at))
		return end;
	change = clock_change(z, at, end - 1);
	if (local_ms(z, change) - unit_rest(z, change, unit) !=
	    local_ms(z, at) - unit_rest(z, at, unit))
		return change;
	return change + unit - unit_rest(z, change, unit);
}

static int64_t
unit_start(const struct zone *z, int64_t at, int64_t unit)
{
	int64_t from = at - 2 * unit, to;

	/* a few units earlier certainly; then forward, unit by unit */
	for (to = unit_end(z, from, unit); to <= at;
	     to = unit_end(z, from, unit))
		from = to;
	return from;
}

/* The whole units of a stretch, and whose they are. */
struct units {
	struct span span;
	int64_t at; /* where the stretch itself begins */
	size_t incident, member;
};

static struct span
units_of(const struct settle_run *run, struct span s)
{
	const struct zone *z = run->in->zone;
	int64_t unit = run->t->round_time.unit_ms;
	int64_t from = unit_start(z, s.from_at, unit);
	int64_t to = unit_start(z, s.to_at, unit);

	if (run->t->round_time.mode == TIME_WHOLE_CLOCK) {
		if (from < s.from_at)
			from = unit_end(z, s.from_at, unit);
	} else if (to < s.to_at) {
		to = unit_end(z, s.to_at, unit);
	}
	return span_intersect((struct span){ from, to }, settle_reach(run));
}

/* Resources that are pooled have a clock each. */
static int
by_member_then_time(const void *a, const void *b)
{
	const struct units *x = a, *y = b;

	if (x->member != y->member)
		return x->member < y->member ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/*
 * Stretches of one member are apart, so their units in order of time share at
 * most the unit in which one ends and the next begin.
 */
static void
share_units(struct units *v, size_t n)
{
	struct units *held = NULL;

	for (size_t i = 0; i < n; i++) {
		struct units *u = &v[i];
		bool shared = held != NULL && held->member == u->member &&
			      u->span.from_at < held->span.to_at;

		if (shared && u->incident < held->incident)
			held->span.to_at = u->span.from_at;
		else if (shared)
			u->span.from_at = held->span.to_at;
		if (span_ms(u->span) > 0)
			held = u;
	}
}

static void
count_units(struct settle_run *run)
{
	VEC(struct units) all = { 0 };

	for (size_t i = 0; i < run->n_incidents; i++) {
		struct counted_incident *inc = &run->incidents[i];

		for (size_t k = 0; k < inc->spans.n; k++)
			*vec_push(run->keep, &all) =
			    (struct units){ units_of(run, inc->spans.v[k]),
				    inc->spans.v[k].from_at, i, inc->member };
		inc->spans = (struct spans){ 0 };
	}
	if (all.n > 0)
		qsort(all.v, all.n, sizeof *all.v, by_member_then_time);
	share_units(all.v, all.n);
	for (size_t i = 0; i < all.n; i++)
		interval_add(run->keep,
		    &run->incidents[all.v[i].incident].spans,
		    all.v[i].span.from_at, all.v[i].span.to_at);
}

static bool
round_clock(struct settle_run *run)
{
	for (size_t i = 0; i < run->n_incidents; i++)
		if (!ratio_ok(run->incidents[i].weight)) {
			diag_add(run->d, DIAG_ERROR, run->t->at, NULL,
			    "clock units of an incident whose weight changes "
			    "cannot be counted");
			return false;
		}
	count_units(run);
	for (size_t i = 0; i < run->n_incidents; i++) {
		struct counted_incident *inc = &run->incidents[i];

		interval_clean(&inc->spans);
		inc->ms = ratio_mul(
		    inc->weight, ratio_int(interval_total_ms(&inc->spans)));
	}
	run->downtime = sum_of(run);
	return true;
}

/* ---- lengths
 * ---------------------------------------------------------------------- */

static struct ratio
round_ms(const struct round_time *r, struct ratio ms)
{
	static const enum rounding modes[] = {
		[TIME_FLOOR] = ROUND_FLOOR,
		[TIME_CEIL] = ROUND_CEIL,
		[TIME_NEAREST_HALF_UP] = ROUND_HALF_UP,
	};
	struct ratio unit = ratio_int(r->unit_ms);

	if (r->mode == TIME_EXACT || !ratio_ok(ms))
		return ms;
	return ratio_mul(
	    ratio_quantize(ratio_div(ms, unit), 0, modes[r->mode]), unit);
}

static void
round_lengths(struct settle_run *run)
{
	const struct round_time *r = &run->t->round_time;

	for (size_t i = 0; !r->per_total && i < run->n_incidents; i++)
		run->incidents[i].ms = round_ms(r, run->incidents[i].ms);
	run->downtime = sum_of(run);
	if (r->per_total)
		run->downtime = round_ms(r, run->downtime);
}

bool
settle_round_time(struct settle_run *run)
{
	const struct round_time *r = &run->t->round_time;

	if (r->mode < TIME_WHOLE_CLOCK)
		round_lengths(run);
	else if (!round_clock(run))
		return false;
	settle_step(run, "round_time", "round_time");
	trace_term(run->trace, "mode", round_time_names[r->mode]);
	trace_number(run->trace, "unit", VALUE_TIME, r->unit_ms);
	trace_term(run->trace, "per", r->per_total ? "total" : "incident");
	trace_time(run->trace, credit_ms(run->downtime));
	settle_step(run, "downtime", "downtime");
	trace_ratio(run->trace, "minutes", VALUE_FACTOR,
	    ratio_div(run->downtime, ratio_int(MS_MINUTE)));
	trace_number(
	    run->trace, "incidents", VALUE_COUNT, (int64_t)run->n_incidents);
	trace_time(run->trace, credit_ms(run->downtime));
	run->out->downtime = run->downtime;
	run->out->downtime_ms = credit_ms(run->downtime);
	return true;
}
