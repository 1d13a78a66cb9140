/*
 * Every millisecond of the period in exactly one state, and the second clock.
 *
 * Down wins over degraded and substitute, these over no data; time outside
 * service hours is no state of the service at all. Time that the records call
 * down is counted, or excluded: by an exclusion, or ignored because the
 * contract's clock had not started, the outage was too short, or only some
 * feeds failed.
 */
#include "base/err.h"
#include "domain/settle_run.h"
#include "domain/trace_keys.h"

struct spans
settle_all_of(struct settle_run *run, size_t member, enum condition condition)
{
	const struct places *own = &run->outages_of[member];
	const struct member_work *m = &run->members[member];
	struct spans all = { 0 };

	for (size_t i = 0; i < own->n; i++) {
		const struct outage *o = &run->in->outages[own->v[i]];

		if (o->condition == condition)
			interval_add(
			    run->keep, &all, o->span.from_at, o->span.to_at);
	}
	interval_clean(&all);
	all = interval_clip(run->keep, &all, m->life);
	return interval_subtract(run->keep, &all, &m->off);
}

/* The states of one member, each without what a worse one hides. */
struct member_states {
	struct spans down, counted, excluded, degraded, substitute, no_data;
	struct spans not_up; /* all of these together */
};

static void
join(struct settle_run *run, struct spans *into, const struct spans *more)
{
	*into = interval_union(run->keep, into, more);
}

static struct spans
without(struct settle_run *run, struct spans a, const struct spans *b)
{
	return interval_subtract(run->keep, &a, b);
}

static struct member_states
states_of(struct settle_run *run, size_t m)
{
	struct member_states s = { .down = settle_all_of(run, m, COND_DOWN) };
	const struct places *own = &run->lines_of[m];

	for (size_t i = 0; i < own->n; i++) {
		const struct line_work *l = &run->lines[own->v[i]];

		for (size_t k = 0; l->is_down && k < l->left.n; k++)
			interval_add(run->keep, &s.counted,
			    l->left.v[k].from_at, l->left.v[k].to_at);
	}
	interval_clean(&s.counted);
	s.not_up = s.down;
	s.degraded =
	    without(run, settle_all_of(run, m, COND_DEGRADED), &s.not_up);
	join(run, &s.not_up, &s.degraded);
	s.substitute =
	    without(run, settle_all_of(run, m, COND_SUBSTITUTE), &s.not_up);
	join(run, &s.not_up, &s.substitute);
	s.no_data =
	    without(run, settle_all_of(run, m, COND_NO_DATA), &s.not_up);
	join(run, &s.not_up, &s.no_data);
	return s;
}

/* Excluded time by kind; time of two kinds belongs to the first. */
static void
split_excluded(struct settle_run *run, size_t m, struct member_states *s)
{
	for (size_t i = 0; i < run->excluded.n; i++) {
		struct spans *down = &run->excluded.v[i].down[m];
		struct spans rest;

		interval_clean(down);
		rest = without(run, *down, &s->counted);
		rest = without(run, rest, &s->excluded);
		run->exclusions.v[i].down_ms += interval_total_ms(&rest);
		join(run, &s->excluded, &rest);
	}
}

static void
add_all(struct settle_run *run, struct spans *into, const struct spans *more)
{
	for (size_t i = 0; i < more->n; i++)
		interval_add(
		    run->keep, into, more->v[i].from_at, more->v[i].to_at);
}

static void
add_member(struct settle_run *run, size_t m, struct member_states *s)
{
	struct settlement *out = run->out;
	struct state_totals *t = &out->states;
	struct member_work *w = &run->members[m];
	struct spans all = { 0 }, up;
	int64_t counted = interval_total_ms(&s->counted);
	int64_t excluded = interval_total_ms(&s->down) - counted;

	interval_add(run->keep, &all, w->bounds.from_at, w->bounds.to_at);
	up = interval_subtract(run->keep, &all, &w->off);
	up = interval_subtract(run->keep, &up, &s->not_up);
	t->period_ms += span_ms(w->bounds);
	t->off_hours_ms += interval_total_ms(&w->off);
	t->down_counted_ms += counted;
	t->down_excluded_ms += excluded;
	t->down_ignored_ms += excluded - interval_total_ms(&s->excluded);
	t->degraded_ms +=
	    interval_total_ms(&s->degraded) + interval_total_ms(&s->substitute);
	t->no_data_ms += interval_total_ms(&s->no_data);
	t->up_ms += interval_total_ms(&up);
	out->excluded_ms += interval_total_ms(&s->excluded);
	w->excluded = s->excluded;
	add_all(run, &out->down, &s->counted);
	add_all(run, &out->excluded, &s->excluded);
	add_all(run, &out->degraded, &s->degraded);
	add_all(run, &out->substitute, &s->substitute);
	add_all(run, &out->no_data, &s->no_data);
}

/* What all members add up to, in order again. */
static void
clean_all(struct settlement *out)
{
	interval_clean(&out->down);
	interval_clean(&out->excluded);
	interval_clean(&out->degraded);
	interval_clean(&out->substitute);
	interval_clean(&out->no_data);
}

/* Flashes of recovery shorter than the bound count as down, exclusions do not.
 */
static void
second_clock(struct settle_run *run, size_t m, const struct member_states *s)
{
	struct spans filled =
	    interval_fill(run->keep, &s->counted, run->out->min_recovery_ms);

	filled = without(run, filled, &s->excluded);
	filled = without(run, filled, &run->members[m].off);
	run->out->recovery_ms += interval_total_ms(&filled);
}

void
settle_states(struct settle_run *run)
{
	struct state_totals *t = &run->out->states;
	int64_t least = run->t->min_recovery_ms;

	run->out->min_recovery_ms =
	    least > 0 ? least : run->in->min_recovery_ms;
	for (size_t m = 0; m < run->n_members; m++) {
		struct member_states s = states_of(run, m);

		split_excluded(run, m, &s);
		add_member(run, m, &s);
		second_clock(run, m, &s);
	}
	clean_all(run->out);
	if (t->up_ms + t->degraded_ms + t->down_counted_ms +
		t->down_excluded_ms + t->no_data_ms + t->off_hours_ms !=
	    t->period_ms)
		BUG("the states of a service do not add up to its period");
}

void
settle_state_rule(struct settle_run *run)
{
	const struct states_rule *s = &run->t->states;
	int64_t degraded = 0, no_data = 0;

	for (size_t m = 0; m < run->n_members; m++) {
		struct spans a = settle_all_of(run, m, COND_DEGRADED);
		struct spans b = settle_all_of(run, m, COND_NO_DATA);

		degraded += interval_total_ms(&a);
		no_data += interval_total_ms(&b);
	}
	settle_step(run, "states", "states");
	trace_ratio(run->trace, "degraded", VALUE_FACTOR, s->degraded);
	trace_number(run->trace, "degraded_time", VALUE_TIME, degraded);
	trace_ratio(run->trace, "substitute", VALUE_FACTOR, s->substitute);
	trace_term(run->trace, "no_data", no_data_names[s->no_data]);
	trace_number(run->trace, "no_data_time", VALUE_TIME, no_data);
}
