/*
 * Steps 1 to 4: which records there are, when the contract's clock runs for
 * them, which are long enough, and what of them lies inside the period.
 */
#include <stdlib.h>

#include "base/map.h"
#include "domain/settle_run.h"
#include "domain/trace_keys.h"

/* ---- 1: members and records ------------------------------------------------
 */

static struct span
life_of(struct span period, int64_t from, int64_t to)
{
	struct span life = { from == NO_INSTANT ? period.from_at : from,
		to == NO_INSTANT ? period.to_at : to };

	return span_intersect(period, life);
}

static void
set_member(
    struct settle_run *run, size_t i, struct str id, int64_t from, int64_t to)
{
	struct member_work *m = &run->members[i];

	m->id = id;
	m->life = life_of(run->in->period, from, to);
	/* outside its life a service counts as available, if the terms say so
	 */
	m->bounds =
	    run->t->part_period == PART_IN_SERVICE ? m->life : run->in->period;
	/* resources mostly live through the whole period */
	if (i > 0 && m->bounds.from_at == m[-1].bounds.from_at &&
	    m->bounds.to_at == m[-1].bounds.to_at)
		m->off = m[-1].off;
	else
		m->off = settle_off_hours(run, m->bounds);
}

/* The number of each member, by its id. */
static struct map
number_members(struct settle_run *run)
{
	struct map numbers = { .keep = run->keep };

	for (size_t i = 0; i < run->n_members; i++)
		if (map_get(&numbers, run->members[i].id) < 0)
			map_put(&numbers, run->members[i].id, (int64_t)i);
	return numbers;
}

static size_t
find_member(const struct settle_run *run, const struct map *numbers,
    const struct outage *o)
{
	int64_t i = run->n_members == 1 ? 0 : map_get(numbers, o->subject);

	return i < 0 ? run->n_members : (size_t)i;
}

/*
 * A record or window of many resources counts for each of them. No true pool
 * comes near this product; without a bound a few pages could fill the memory.
 */
#define POOL_MAX 500000

static bool
pool_fits(struct settle_run *run, const struct map *numbers)
{
	const struct settle_input *in = run->in;
	const struct terms *t = run->t;
	bool by_day = t->service_hours.given;
	size_t shared = 1;

	if (run->n_members == 1)
		return true;
	for (size_t i = 0; i < in->n_outages; i++)
		shared += map_get(numbers, in->outages[i].subject) < 0;
	for (size_t i = 0; i < in->n_windows; i++)
		shared += map_get(numbers, in->windows[i].subject) < 0;
	for (size_t i = 0; i < t->n_exclude; i++)
		by_day |= t->exclude[i].has_daily;
	if (by_day)
		shared += (size_t)(span_ms(in->period) / MS_DAY);
	if (run->n_members <= POOL_MAX / shared)
		return true;
	diag_add(run->d, DIAG_ERROR, t->at,
	    "name the resource of each record, or settle fewer together",
	    "service \"%.*s\": a pool of %zu resources with %zu records, "
	    "windows and days that concern all of them is too large",
	    STR_ARG(in->service), run->n_members, shared);
	return false;
}

/* The member is meant by the name of its group, or with all others. */
static bool
in_group(const struct member_work *m, const struct outage *o)
{
	return m->group.n != 0 &&
	       (o->subject.n == 0 || str_eq(o->subject, m->group));
}

/* A record of a group becomes one record of each member. */
static void
spread_groups(struct settle_run *run, const struct map *numbers)
{
	const struct settle_input *in = run->in;
	VEC(struct outage) list = { 0 };

	for (size_t i = 0; i < in->n_outages; i++) {
		const struct outage *o = &in->outages[i];
		bool own = map_get(numbers, o->subject) >= 0;

		for (size_t m = 0; !own && m < run->n_members; m++)
			if (in_group(&run->members[m], o)) {
				struct outage *one = vec_push(run->keep, &list);

				*one = *o;
				one->subject = run->members[m].id;
			}
		if (own)
			*vec_push(run->keep, &list) = *o;
	}
	run->spread = *in;
	run->spread.outages = list.v;
	run->spread.n_outages = list.n;
	run->in = &run->spread;
}

/* Where each member's own stand; whose each is, is in `member_of`. */
static struct places *
places_of(struct settle_run *run, const size_t *member_of, size_t n)
{
	struct places *of =
	    arena_array(run->keep, run->n_members + 1, sizeof *of);
	size_t *v = arena_array(run->keep, n + 1, sizeof *v);

	for (size_t i = 0; i < n; i++)
		of[member_of[i]].n++;
	for (size_t m = 0; m <= run->n_members; m++) {
		of[m].v = v;
		v += of[m].n;
		of[m].n = 0;
	}
	for (size_t i = 0; i < n; i++) {
		struct places *own = &of[member_of[i]];

		own->v[own->n++] = i;
	}
	return of;
}

bool
settle_members(struct settle_run *run)
{
	const struct settle_input *in = run->in;
	bool pooled =
	    run->t->pool == POOL_RESOURCE_MINUTES && in->n_members > 0;
	bool grouped = false;
	struct map numbers;

	run->n_members = pooled ? in->n_members : 1;
	run->members =
	    arena_array(run->keep, run->n_members, sizeof *run->members);
	if (!pooled)
		set_member(run, 0, in->service, in->in_from, in->in_to);
	for (size_t i = 0; pooled && i < in->n_members; i++) {
		const struct settle_member *m = &in->members[i];

		set_member(run, i, m->id, m->in_from, m->in_to);
		run->members[i].group = m->group;
		grouped |= m->group.n != 0;
	}
	numbers = number_members(run);
	if (!pool_fits(run, &numbers))
		return false;
	if (grouped && in->n_members > 1) {
		spread_groups(run, &numbers);
		in = run->in;
	}
	run->member_of =
	    arena_array(run->keep, in->n_outages + 1, sizeof(size_t));
	for (size_t i = 0; i < in->n_outages; i++)
		run->member_of[i] = find_member(run, &numbers, &in->outages[i]);
	run->outages_of = places_of(run, run->member_of, in->n_outages);
	return true;
}

struct span
settle_reach(const struct settle_run *run)
{
	return run->in->period;
}

/* What the record counts as; 0: not at all, it is only a state. */
static struct ratio
weight_of(const struct settle_run *run, const struct outage *o)
{
	const struct states_rule *s = &run->t->states;

	switch (o->condition) {
	case COND_DOWN:
		return o->weight;
	case COND_DEGRADED:
		return ratio_mul(o->weight, s->degraded);
	case COND_SUBSTITUTE:
		return ratio_mul(o->weight, s->substitute);
	case COND_NO_DATA:
		break;
	}
	return ratio_int(s->no_data == NO_DATA_DOWN);
}

static int
by_start(const void *a, const void *b)
{
	const struct outage *x = ((const struct line_work *)a)->outage;
	const struct outage *y = ((const struct line_work *)b)->outage;
	int c;

	if (x->span.from_at != y->span.from_at)
		return x->span.from_at < y->span.from_at ? -1 : 1;
	if (x->span.to_at != y->span.to_at)
		return x->span.to_at < y->span.to_at ? -1 : 1;
	c = str_cmp(x->id, y->id);
	if (c == 0)
		c = str_cmp(x->subject, y->subject);
	return c != 0 ? c : (int)x->condition - (int)y->condition;
}

static void
add_line(struct settle_run *run, size_t i, struct ratio weight)
{
	const struct outage *o = &run->in->outages[i];
	struct line_work *l = &run->lines[run->n_lines];

	l->member = run->member_of[i];
	if (l->member == run->n_members)
		return;
	l->outage = o;
	l->weight = weight;
	l->is_down = o->condition == COND_DOWN;
	l->line.outage = o;
	l->line.raw_ms = span_ms(o->span);
	l->line.inside_ms =
	    span_ms(span_intersect(o->span, run->members[l->member].life));
	l->line.before = o->span.from_at < run->in->period.from_at;
	l->line.after = o->span.to_at > run->in->period.to_at;
	interval_add(run->keep, &l->left, o->span.from_at, o->span.to_at);
	run->n_lines++;
}

static void
place_lines(struct settle_run *run)
{
	size_t *member_of =
	    arena_array(run->keep, run->n_lines + 1, sizeof *member_of);

	for (size_t i = 0; i < run->n_lines; i++)
		member_of[i] = run->lines[i].member;
	run->lines_of = places_of(run, member_of, run->n_lines);
}

/* Records that never touch the period are not of this settlement. */
void
settle_collect(struct settle_run *run)
{
	const struct settle_input *in = run->in;

	run->lines =
	    arena_array(run->keep, in->n_outages + 1, sizeof *run->lines);
	for (size_t i = 0; i < in->n_outages; i++) {
		const struct outage *o = &in->outages[i];
		struct ratio weight = weight_of(run, o);

		if (span_ms(span_intersect(o->span, in->period)) == 0)
			continue;
		if (o->condition == COND_DOWN || weight.num > 0)
			add_line(run, i, weight);
	}
	qsort(run->lines, run->n_lines, sizeof *run->lines, by_start);
	place_lines(run);
	settle_step(run, "reported", "downtime");
	trace_number(run->trace, "records", VALUE_COUNT, (int64_t)run->n_lines);
	settle_time_left(run);
}

/* ---- 2: clock --------------------------------------------------------------
 */

static int64_t
instant_of(const struct outage *o, enum clock_start start)
{
	switch (start) {
	case CLOCK_DETECTED:
		return o->detected_at;
	case CLOCK_REPORTED:
		return o->reported_at;
	case CLOCK_TICKET:
		return o->ticket_at;
	default:
		return o->span.from_at;
	}
}

/* NO_INSTANT: what the contract waits for never happened. */
static int64_t
clock_of(const struct clock_rule *c, const struct outage *o)
{
	int64_t best = NO_INSTANT;

	if (c->start < CLOCK_EARLIEST)
		return instant_of(o, c->start);
	for (int i = 0; i < c->n_of; i++) {
		int64_t at = instant_of(o, c->of[i]);

		if (at == NO_INSTANT && c->start == CLOCK_LATEST)
			return NO_INSTANT;
		if (at == NO_INSTANT)
			continue;
		if (best == NO_INSTANT ||
		    (c->start == CLOCK_EARLIEST ? at < best : at > best))
			best = at;
	}
	return best;
}

static struct spans
waits_of(struct settle_run *run, const struct outage *o)
{
	struct spans waits = { 0 };

	for (size_t i = 0; i < o->n_waits; i++)
		interval_add(
		    run->keep, &waits, o->waits[i].from_at, o->waits[i].to_at);
	interval_clean(&waits);
	return waits;
}

struct clock_tally {
	int64_t moved, unstarted, paused_ms;
};

static void
clock_line(struct settle_run *run, struct line_work *l, struct clock_tally *sum)
{
	const struct outage *o = l->outage;
	int64_t before = interval_total_ms(&l->left);
	int64_t at = clock_of(&run->t->clock, o);
	struct spans waits;
	struct span rest;

	if (at == NO_INSTANT) {
		sum->unstarted++;
		settle_warn(run,
		    "outage \"%.*s\": the contract's clock never started, so "
		    "it does not count",
		    STR_ARG(o->id));
		at = o->span.to_at;
	}
	/* a report before the fault does not make the fault longer */
	if (at < o->span.from_at)
		at = o->span.from_at;
	sum->moved += at > o->span.from_at;
	l->clock_at = at;
	rest = (struct span){ at, o->span.to_at };
	l->left = interval_clip(run->keep, &l->left, rest);
	if (run->t->clock.pause && o->n_waits > 0) {
		int64_t running = interval_total_ms(&l->left);

		waits = waits_of(run, o);
		l->left = interval_subtract(run->keep, &l->left, &waits);
		sum->paused_ms += running - interval_total_ms(&l->left);
	}
	l->line.clock_ms = before - interval_total_ms(&l->left);
}

void
settle_clock(struct settle_run *run)
{
	struct clock_tally sum = { 0, 0, 0 };

	for (size_t i = 0; i < run->n_lines; i++)
		clock_line(run, &run->lines[i], &sum);
	settle_step(run, "clock", "clock");
	trace_term(run->trace, "start", clock_start_names[run->t->clock.start]);
	trace_term(run->trace, "pause", run->t->clock.pause ? "yes" : "no");
	trace_number(run->trace, "moved", VALUE_COUNT, sum.moved);
	trace_number(run->trace, "paused", VALUE_TIME, sum.paused_ms);
	trace_number(run->trace, "unstarted", VALUE_COUNT, sum.unstarted);
	settle_time_left(run);
}

/* ---- 3: minimum duration
 * ------------------------------------------------------ */

/* What remains after the first `ms` of a set. */
static struct spans
skip_first(struct arena *keep, const struct spans *set, int64_t ms)
{
	struct spans out = { 0 };

	for (size_t i = 0; i < set->n; i++) {
		int64_t len = span_ms(set->v[i]);
		int64_t skip = ms < len ? ms : len;

		interval_add(
		    keep, &out, set->v[i].from_at + skip, set->v[i].to_at);
		ms -= skip;
	}
	return out;
}

static bool
long_enough(const struct min_duration *m, int64_t ms)
{
	return m->op == OP_GT ? ms > m->ms : ms >= m->ms;
}

void
settle_min_duration(struct settle_run *run, bool net)
{
	const struct min_duration *m = &run->t->min_duration;
	int64_t n_short = 0;

	if (m->net != net)
		return;
	for (size_t i = 0; m->given && i < run->n_lines; i++) {
		struct line_work *l = &run->lines[i];
		int64_t ms = interval_total_ms(&l->left);
		bool enough = long_enough(m, ms);

		if (ms == 0)
			continue;
		n_short += !enough;
		if (!enough)
			l->left = (struct spans){ 0 };
		else if (m->excess)
			l->left = skip_first(run->keep, &l->left, m->ms);
		l->line.short_ms += ms - interval_total_ms(&l->left);
	}
	settle_step(run, "min_duration", "min_duration");
	trace_number(run->trace, "least", VALUE_TIME, m->ms);
	trace_term(run->trace, "op", bound_op_names[m->given ? m->op : OP_GE]);
	trace_term(run->trace, "count", m->excess ? "excess" : "whole");
	trace_term(run->trace, "measured", m->net ? "net" : "gross");
	trace_number(run->trace, "short", VALUE_COUNT, n_short);
	settle_time_left(run);
}

/* ---- 4: period and life
 * ------------------------------------------------------- */

void
settle_clip(struct settle_run *run)
{
	int64_t cut = 0;

	for (size_t i = 0; i < run->n_lines; i++) {
		struct line_work *l = &run->lines[i];
		int64_t before = interval_total_ms(&l->left);

		l->left = interval_clip(
		    run->keep, &l->left, run->members[l->member].life);
		l->line.outside_ms = before - interval_total_ms(&l->left);
		cut += l->line.outside_ms > 0;
	}
	settle_step(run, "clip", "period");
	trace_number(
	    run->trace, "from", VALUE_INSTANT, run->in->period.from_at);
	trace_number(run->trace, "to", VALUE_INSTANT, run->in->period.to_at);
	trace_number(run->trace, "cut", VALUE_COUNT, cut);
	settle_time_left(run);
}
