/*
 * Steps 8 and 9: what downtime is divided by, and availability as a fraction,
 * by time, by requests, or by fixed intervals.
 */
#include <stdlib.h>

#include "base/big.h"
#include "domain/settle_run.h"
#include "domain/trace_keys.h"

/* ---- denominator
 * ------------------------------------------------------------- */

/* What the local clock shows at `at`; a day begins at 0:00 in any case. */
static int64_t
shown_at(const struct zone *z, int64_t at)
{
	int64_t date = zone_date(z, at);

	if (zone_date_begins(z, date) == at)
		return date * MS_DAY;
	return at + zone_offset_s(z, at) * MS_SECOND;
}

/* Days of 1,440 minutes, whatever the clock change does to one of them. */
static int64_t
wall_ms(const struct zone *z, struct span s)
{
	return span_ms(s) == 0 ? 0
			       : shown_at(z, s.to_at) - shown_at(z, s.from_at);
}

static int64_t
whole_ms(const struct settle_run *run)
{
	const struct denominator_rule *rule = &run->t->denominator;
	const struct state_totals *s = &run->out->states;
	int64_t all = 0;

	switch (rule->kind) {
	case DENOM_FIXED:
		return rule->fixed_ms * (int64_t)run->n_members;
	case DENOM_DAYS_X_1440:
		for (size_t i = 0; i < run->n_members; i++)
			all += wall_ms(run->in->zone, run->members[i].bounds);
		return all;
	case DENOM_ACTUAL:
		break;
	}
	return s->period_ms - s->off_hours_ms;
}

/* Accepted windows in service hours; downtime of an excluded record with them.
 */
static int64_t
window_ms(struct settle_run *run)
{
	int64_t sum = 0;

	for (size_t m = 0; m < run->n_members; m++) {
		const struct member_work *w = &run->members[m];
		struct spans all =
		    interval_union(run->keep, &w->windows, &w->excluded);

		all = interval_clip(run->keep, &all, w->bounds);
		all = interval_subtract(run->keep, &all, &w->off);
		sum += interval_total_ms(&all);
	}
	return sum;
}

static int64_t
removed_ms(struct settle_run *run)
{
	switch (run->t->denominator.remove) {
	case REMOVE_EXCLUDED_DOWNTIME:
		return run->out->excluded_ms;
	case REMOVE_EXCLUDED_WINDOWS:
		return window_ms(run);
	case REMOVE_NONE:
		break;
	}
	return 0;
}

static void
settle_denominator(struct settle_run *run)
{
	const struct denominator_rule *rule = &run->t->denominator;
	struct settlement *out = run->out;
	int64_t removed = removed_ms(run), no_data = 0;

	if (run->t->states.no_data == NO_DATA_OUT)
		no_data = out->states.no_data_ms;
	out->denominator_ms = whole_ms(run) - no_data - removed;
	if (out->denominator_ms < 0)
		out->denominator_ms = 0;
	settle_step(run, "denominator", "denominator");
	trace_term(run->trace, "kind", denominator_kind_names[rule->kind]);
	trace_number(run->trace, "period", VALUE_TIME, out->states.period_ms);
	trace_number(run->trace, "off", VALUE_TIME, out->states.off_hours_ms);
	if (no_data > 0)
		trace_number(run->trace, "no_data", VALUE_TIME, no_data);
	trace_term(
	    run->trace, "remove", denominator_remove_names[rule->remove]);
	trace_number(run->trace, "removed", VALUE_TIME, removed);
	trace_number(
	    run->trace, "denominator", VALUE_TIME, out->denominator_ms);
}

/* ---- by time
 * -------------------------------------------------------------------- */

/* 1 - down / all, between 0 and 1. */
static struct ratio
share_up(struct ratio down, int64_t all)
{
	struct ratio share;

	if (all <= 0)
		return ratio_int(1);
	share = ratio_sub(ratio_int(1), ratio_div(down, ratio_int(all)));
	return ratio_ok(share) && share.num < 0 ? ratio_int(0) : share;
}

static void
by_time(struct settle_run *run)
{
	struct settlement *out = run->out;
	const struct state_totals *s = &out->states;
	struct ratio worst = run->downtime;
	bool unknown =
	    run->t->states.no_data == NO_DATA_WITHHELD && s->no_data_ms > 0;

	out->availability = share_up(run->downtime, out->denominator_ms);
	if (ratio_ok(run->downtime) &&
	    ratio_cmp(run->downtime, ratio_int(out->denominator_ms)) > 0)
		settle_warn(run,
		    "counted downtime is longer than the time it is divided "
		    "by; availability is taken as 0");
	if (unknown)
		worst = ratio_add(worst, ratio_int(s->no_data_ms));
	out->availability_low = share_up(worst, out->denominator_ms);
	settle_step(run, "availability", "availability");
	trace_ratio(run->trace, "share", VALUE_SHARE, out->availability);
	if (unknown)
		trace_ratio(
		    run->trace, "low", VALUE_SHARE, out->availability_low);
	trace_ratio(run->trace, "experienced", VALUE_SHARE, out->experienced);
	trace_number(run->trace, "downtime", VALUE_TIME, out->downtime_ms);
	trace_number(
	    run->trace, "denominator", VALUE_TIME, out->denominator_ms);
}

/* ---- by requests
 * ------------------------------------------------------------------ */

static bool
by_requests(struct settle_run *run)
{
	const struct settle_input *in = run->in;
	struct settlement *out = run->out;
	struct place at = run->t->at;

	if (in->requests_failed < 0 ||
	    in->requests_failed > in->requests_total) {
		diag_add(run->d, DIAG_ERROR, at, NULL,
		    "service \"%.*s\": more requests failed than there were",
		    STR_ARG(in->service));
		return false;
	}
	out->availability =
	    share_up(ratio_int(in->requests_failed), in->requests_total);
	out->availability_low = out->availability;
	settle_step(run, "availability_requests", "availability");
	trace_ratio(run->trace, "share", VALUE_SHARE, out->availability);
	trace_number(run->trace, "requests", VALUE_COUNT, in->requests_total);
	trace_number(run->trace, "failed", VALUE_COUNT, in->requests_failed);
	return true;
}

/* ---- by intervals
 * -------------------------------------------------------------------- */

static int
by_requests_then_time(const void *a, const void *b)
{
	const struct interval_count *x = a, *y = b;

	if (x->requests != y->requests)
		return x->requests < y->requests ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static int
by_at(const void *a, const void *b)
{
	const struct interval_count *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

struct counts {
	struct interval_count *v;
	size_t n;
};

/* Intervals that begin inside the set go; both are in order of time. */
static void
leave_out(struct counts *c, const struct spans *set)
{
	size_t n = 0, k = 0;

	for (size_t i = 0; i < c->n; i++) {
		while (k < set->n && set->v[k].to_at <= c->v[i].at)
			k++;
		if (k == set->n || c->v[i].at < set->v[k].from_at)
			c->v[n++] = c->v[i];
	}
	c->n = n;
}

/* Intervals that begin in time that counts; false after a complaint. */
static bool
usable(struct settle_run *run, struct counts *ret_counts)
{
	const struct settle_input *in = run->in;
	const struct member_work *m = &run->members[0];
	struct spans skip = interval_union(run->keep, &m->windows, &m->off);
	struct counts c = { arena_array(run->keep, in->n_intervals + 1,
				sizeof(struct interval_count)),
		0 };
	const char *wrong = NULL;

	for (size_t i = 0; i < in->n_intervals; i++) {
		const struct interval_count *one = &in->intervals[i];

		if (one->errors < 0 || one->errors > one->requests)
			wrong = "more errors than requests in an interval";
		if (one->at >= m->life.from_at && one->at < m->life.to_at)
			c.v[c.n++] = *one;
	}
	qsort(c.v, c.n, sizeof *c.v, by_at);
	leave_out(&c, &skip);
	for (size_t i = 1; i < c.n; i++)
		if (c.v[i].at == c.v[i - 1].at)
			wrong = "an interval stands twice in the counts";
	if (wrong != NULL) {
		diag_add(run->d, DIAG_ERROR, run->t->at, NULL,
		    "service \"%.*s\": %s", STR_ARG(in->service), wrong);
		return false;
	}
	*ret_counts = c;
	return true;
}

/*
 * Places of the share of 1 up to which decisions are certain: two more than a
 * percentage of the terms can have.
 */
#define SHARE_DECIMALS 20

/*
 * Availability over `all` intervals: all of them, less errors / requests of
 * each. Those of equally many requests are added first; the sum of the rest has
 * as many digits as it needs.
 */
static void
mean_share(struct settle_run *run, struct counts c, int64_t all)
{
	struct settlement *out = run->out;
	struct ratio *v = arena_array(run->keep, c.n + 1, sizeof *v);
	struct big *share;
	size_t n = 0;
	bool exact;

	qsort(c.v, c.n, sizeof *c.v, by_requests_then_time);
	v[n++] = ratio_int(all);
	for (size_t i = 0; i < c.n;) {
		int64_t requests = c.v[i].requests;
		int128 errors = 0;

		for (; i < c.n && c.v[i].requests == requests; i++)
			errors += c.v[i].errors;
		if (requests > 0)
			v[n++] = ratio_make(-errors, requests);
	}
	share = big_sum(v, n);
	big_scale(share, ratio_make(1, all));
	/* more intervals with errors than there are in the denominator */
	if (big_cmp(share, ratio_int(0)) < 0)
		big_scale(share, ratio_int(0));
	out->availability = big_near(share, SHARE_DECIMALS, &exact);
	run->near = !exact;
	big_between(share, SHARE_DECIMALS, &run->share_low, &run->share_high);
	out->availability_text = big_text(run->keep, share);
	big_free(share);
}

static struct ratio
unavailable(const struct availability_rule *rule, struct counts c)
{
	int64_t n = 0;

	for (size_t i = 0; i < c.n; i++)
		n += c.v[i].requests > 0 &&
		     c.v[i].requests >= rule->min_requests &&
		     ratio_cmp(ratio_make(c.v[i].errors, c.v[i].requests),
			 rule->error_gt) > 0;
	return ratio_int(n);
}

static bool
by_intervals(struct settle_run *run)
{
	const struct availability_rule *rule = &run->t->availability;
	struct settlement *out = run->out;
	int64_t all =
	    (out->denominator_ms + rule->interval_ms - 1) / rule->interval_ms;
	struct ratio bad = ratio_int(0);
	struct counts c;

	if (!usable(run, &c))
		return false;
	if (rule->kind == AVAILABILITY_INTERVAL_UNAVAILABLE || all <= 0) {
		bad = unavailable(rule, c);
		out->availability = share_up(bad, all);
	} else {
		mean_share(run, c, all);
		bad = ratio_mul(
		    ratio_sub(ratio_int(1), out->availability), ratio_int(all));
	}
	out->availability_low = out->availability;
	settle_step(run, "availability_intervals", "availability");
	trace_ratio(run->trace, "share", VALUE_SHARE, out->availability);
	trace_term(run->trace, "kind", availability_kind_names[rule->kind]);
	trace_number(run->trace, "interval", VALUE_TIME, rule->interval_ms);
	trace_ratio(run->trace, "bad", VALUE_FACTOR, bad);
	trace_number(run->trace, "intervals", VALUE_COUNT, all);
	return true;
}

/* ---- the two steps
 * ---------------------------------------------------------------------- */

/*
 * What the customer lived through: all time reported as down, excluded or not,
 * and of the other states as much as the contract itself counts.
 */
static void
settle_experienced(struct settle_run *run)
{
	const struct state_totals *s = &run->out->states;
	struct ratio lived =
	    ratio_int(s->down_counted_ms + s->down_excluded_ms);

	for (size_t i = 0; i < run->n_lines; i++) {
		const struct line_work *l = &run->lines[i];

		if (!l->is_down)
			lived = ratio_add(
			    lived, ratio_mul(l->weight,
				       ratio_int(l->line.counted_ms)));
	}
	run->out->experienced = share_up(lived, s->period_ms - s->off_hours_ms);
}

bool
settle_availability(struct settle_run *run)
{
	const struct terms *t = run->t;
	struct settlement *out = run->out;
	bool ok = true;

	settle_denominator(run);
	settle_experienced(run);
	if (t->availability.kind == AVAILABILITY_TIME)
		by_time(run);
	else if (t->availability.kind == AVAILABILITY_REQUESTS)
		ok = by_requests(run);
	else
		ok = by_intervals(run);
	out->has_target = t->has_target;
	out->target = ratio_div(t->target, ratio_int(100));
	if (ok && ratio_ok(out->availability) && !run->near)
		out->availability_text =
		    ratio_text(run->keep, out->availability);
	if (ok && ratio_ok(out->availability) && t->has_target)
		out->breached = ratio_cmp(out->availability, out->target) < 0;
	return ok && ratio_ok(out->availability);
}

struct ratio
settle_table_view(struct settle_run *run, struct ratio share)
{
	const struct tier_precision *p = &run->t->tier_precision;

	if (!p->given)
		return share;
	return ratio_div(ratio_quantize(ratio_mul(share, ratio_int(100)),
			     (int)p->decimals, p->mode),
	    ratio_int(100));
}
