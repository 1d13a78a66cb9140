/*
 * Step 5: time that the contract does not count, and on which conditions.
 *
 * For each kind of the terms, candidates (announced windows, and records that
 * are of the kind themselves) are taken in the order of time and checked for
 * notice, length, number and allowance; what is accepted is subtracted. A kind
 * that the contract does not know excludes nothing, and says so. Standing daily
 * windows need no announcement and use up no allowance.
 */
#include "domain/exclude_run.h"
#include "domain/period.h"
#include "domain/trace_keys.h"

/* ---- conditions -------------------------------------------------------------
 */

/*
 * State of one rule while its candidates pass. They begin one after the other,
 * so what they have used up to now is known by its end.
 */
struct granting {
	const struct exclude_rule *rule;
	int64_t used_ms, events;
	int64_t *end_of; /* [member]; the last: of what concerns all of them */
};

/*
 * N business days of notice: the day of the announcement does not count, the
 * day of the window may be the N-th.
 */
static bool
business_notice(
    const struct settle_run *run, const struct candidate *c, int64_t days)
{
	int64_t day = zone_date(run->in->zone, c->announced_at);
	int64_t last = zone_date(run->in->zone, c->span.from_at);

	while (days > 0 && day < last) {
		day++;
		days -= !terms_is_free_day(run->t, day);
	}
	return days == 0;
}

static bool
noticed(const struct settle_run *run, const struct exclude_rule *rule,
    const struct candidate *c)
{
	if (rule->min_notice_ms == 0 && rule->min_notice_business_days == 0)
		return true;
	if (c->announced_at == NO_INSTANT)
		return false;
	if (c->span.from_at - c->announced_at < rule->min_notice_ms)
		return false;
	return business_notice(run, c, rule->min_notice_business_days);
}

/*
 * Takes the candidate from what is left of the allowance; a minute that an
 * accepted one has used already is not used twice. False: nothing is left.
 */
static bool
use_allowance(
    const struct settle_run *run, struct granting *g, struct candidate *c)
{
	int64_t left = g->rule->allowance_ms - g->used_ms;
	size_t all = run->n_members,
	       own = c->member == SIZE_MAX ? all : c->member;
	struct span fresh = c->granted;
	int64_t ms;

	if (fresh.from_at < g->end_of[all])
		fresh.from_at = g->end_of[all];
	if (fresh.from_at < g->end_of[own])
		fresh.from_at = g->end_of[own];
	ms = span_ms(fresh);
	if (left <= 0 && ms > 0)
		return false;
	if (ms > left) {
		ms = left;
		c->granted.to_at = fresh.from_at + left;
	}
	g->used_ms += ms;
	if (c->granted.to_at > g->end_of[own])
		g->end_of[own] = c->granted.to_at;
	return true;
}

/* NULL when accepted (then c->granted is set), else why not. */
static const char *
refusal(const struct settle_run *run, struct granting *g, struct candidate *c)
{
	const struct exclude_rule *rule = g->rule;

	c->granted = c->span;
	if (!noticed(run, rule, c))
		return "notice";
	if (rule->max_event_ms > 0 && span_ms(c->span) > rule->max_event_ms) {
		if (rule->too_long == TOO_LONG_REFUSE)
			return "length";
		c->granted.to_at = c->span.from_at + rule->max_event_ms;
	}
	if (rule->has_max_events && g->events >= rule->max_events)
		return "event_count";
	c->granted = span_intersect(c->granted, settle_reach(run));
	if (rule->has_allowance && !use_allowance(run, g, c))
		return "used_up";
	g->events++;
	return NULL;
}

/* ---- taking out
 * --------------------------------------------------------------- */

static void
take(struct settle_run *run, size_t i, const struct spans *out,
    struct excluded_work *work, const char *clause_key)
{
	struct line_work *l = &run->lines[i];
	struct spans taken = interval_intersect(run->keep, &l->left, out);
	struct spans *down = &work->down[l->member];

	if (taken.n == 0)
		return;
	settle_leave(run, l, interval_subtract(run->keep, &l->left, &taken));
	l->line.excluded_ms += interval_total_ms(&taken);
	if (l->line.reason.n == 0) {
		l->line.reason = work->kind;
		l->line.clause = terms_clause(run->t, clause_key);
	}
	for (size_t k = 0; k < taken.n; k++) {
		interval_add(
		    run->keep, &l->taken, taken.v[k].from_at, taken.v[k].to_at);
		if (l->is_down)
			interval_add(run->keep, down, taken.v[k].from_at,
			    taken.v[k].to_at);
	}
}

/* One stretch, of one line. */
static void
take_span(struct settle_run *run, size_t i, struct span s,
    struct excluded_work *work, const char *clause_key)
{
	struct spans one = { &s, span_ms(s) > 0, 1 };

	take(run, i, &one, work, clause_key);
}

/* Who approved the first window that took something out of the line. */
static void
approve_line(
    struct settle_run *run, const struct candidates *c, struct line_work *l)
{
	for (size_t i = 0; i < c->n && l->line.approved_by.n == 0; i++) {
		const struct candidate *one = &c->v[i];

		if (one->approved_by.n != 0 &&
		    exclude_concerns(run, one, l->member) &&
		    span_ms(span_intersect(one->granted, l->outage->span)) > 0)
			l->line.approved_by = one->approved_by;
	}
}

static bool
any_approved(const struct candidates *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].approved_by.n != 0)
			return true;
	return false;
}

/* Each of those who approved what was accepted is named once. */
static void
approve_kind(struct excluded_line *line, const struct candidates *c)
{
	for (size_t i = 0; i < c->n && !line->more_approved; i++) {
		struct str who = c->v[i].approved_by;
		size_t k = 0;

		if (!c->v[i].accepted || who.n == 0)
			continue;
		while (k < line->n_approved_by &&
		       !str_eq(line->approved_by[k], who))
			k++;
		if (k < line->n_approved_by)
			continue;
		if (k == EXCLUDED_APPROVERS)
			line->more_approved = true;
		else
			line->approved_by[line->n_approved_by++] = who;
	}
}

/* Everything a rule accepted, subtracted from every line it concerns. */
static void
subtract(struct settle_run *run, const struct exclude_rule *rule,
    const struct candidates *c, struct excluded_work *work)
{
	const char *key = str_cstr(run->keep, rule->kind);
	const int64_t *overrun =
	    rule->overrun_excluded ? exclude_overrun(run, c) : NULL;
	bool approved = any_approved(c);

	for (size_t i = 0; i < run->n_lines; i++) {
		struct line_work *l = &run->lines[i];
		struct span more = l->outage->span;
		int64_t before_ms = l->line.excluded_ms;

		take(run, i, &work->windows[l->member], work, key);
		if (approved && l->line.excluded_ms > before_ms)
			approve_line(run, c, l);
		if (overrun == NULL || overrun[i] == NO_INSTANT)
			continue;
		more.from_at = overrun[i];
		take_span(run, i, more, work, key);
	}
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].accepted && c->v[i].line != SIZE_MAX)
			take_span(
			    run, c->v[i].line, c->v[i].granted, work, key);
}

static struct excluded_work *
new_work(struct settle_run *run, struct str kind)
{
	struct excluded_work *work = vec_push(run->keep, &run->excluded);

	work->kind = kind;
	work->down = arena_array(run->keep, run->n_members, sizeof *work->down);
	work->windows =
	    arena_array(run->keep, run->n_members, sizeof *work->windows);
	return work;
}

static void
report(struct settle_run *run, const struct excluded_line *line,
    const struct granting *g)
{
	struct trace *t = run->trace;

	trace_step(t, run->keep, "excluded", line->clause);
	trace_term_of(t, "kind", line->kind);
	trace_number(t, "accepted", VALUE_COUNT, line->accepted);
	trace_number(t, "refused", VALUE_COUNT, line->refused);
	if (line->refused > 0)
		trace_term_of(t, "why", line->refused_why);
	trace_number(t, "window", VALUE_TIME, line->window_ms);
	if (g != NULL && g->rule->has_allowance)
		trace_number(t, "left", VALUE_TIME,
		    g->rule->allowance_ms > g->used_ms
			? g->rule->allowance_ms - g->used_ms
			: 0);
	settle_time_left(run);
}

static struct str
clause_of(const struct settle_run *run, struct str kind)
{
	struct str clause = terms_clause_of(run->t, kind);

	return clause.n != 0 ? clause : terms_clause(run->t, "exclude");
}

/* Rules often name the same hours of the day: those are cut once. */
static struct spans
standing_of(struct settle_run *run, const struct exclude_rule *rule)
{
	const struct zone *z = rule->daily ? rule->daily : run->in->zone;

	for (const struct exclude_rule *r = run->t->exclude; r < rule; r++)
		if (r->has_daily && r->daily_from_s == rule->daily_from_s &&
		    r->daily_to_s == rule->daily_to_s &&
		    (r->daily ? r->daily : run->in->zone) == z)
			return run->excluded.v[r - run->t->exclude].standing;
	return settle_daily(run, z, rule, settle_reach(run));
}

/* Accepted window time, of each member. */
static void
collect_windows(struct settle_run *run, const struct exclude_rule *rule,
    const struct candidates *c, struct excluded_work *work)
{
	if (rule->has_daily)
		work->standing = standing_of(run, rule);
	for (size_t i = 0; i < c->n; i++) {
		const struct candidate *one = &c->v[i];
		size_t end = exclude_end(run, one);

		for (size_t m = exclude_first(one); m < end; m++)
			if (exclude_concerns(run, one, m))
				interval_add(run->keep, &work->windows[m],
				    one->granted.from_at, one->granted.to_at);
	}
	for (size_t m = 0; m < run->n_members; m++) {
		struct spans *mine = &work->windows[m];
		struct member_work *member = &run->members[m];

		interval_clean(mine);
		*mine = interval_union(run->keep, mine, &work->standing);
		member->windows =
		    interval_union(run->keep, &member->windows, mine);
	}
}

/* All window time of a kind, whatever resource it was announced for. */
static int64_t
window_total(struct settle_run *run, const struct excluded_work *work)
{
	struct spans all = { 0 };

	for (size_t m = 0; m < run->n_members; m++)
		for (size_t i = 0; i < work->windows[m].n; i++)
			interval_add(run->keep, &all,
			    work->windows[m].v[i].from_at,
			    work->windows[m].v[i].to_at);
	interval_clean(&all);
	return interval_total_ms(&all);
}

/* Of a yearly allowance, what earlier periods of the calendar year used. */
static int64_t
used_before(const struct settle_run *run, const struct exclude_rule *rule)
{
	const struct settle_input *in = run->in;
	int64_t used_ms = rule->used_ms;
	int now, then;

	if (!rule->allowance_yearly)
		return used_ms;
	for (size_t i = 0; i < in->n_history; i++) {
		const struct history_row *h = &in->history[i];
		bool here = h->period.n == 0;

		if (!here && (!period_first_month(in->period_name, &now) ||
				 !period_first_month(h->period, &then) ||
				 then / 12 != now / 12 || then >= now))
			continue;
		for (size_t k = 0; k < h->n_used; k++)
			if (str_eq(h->used[k].kind, rule->kind))
				used_ms += h->used[k].ms;
	}
	return used_ms;
}

static void
apply_rule(struct settle_run *run, const struct exclude_rule *rule,
    struct kinds *kinds)
{
	int64_t before_ms = used_before(run, rule);
	int64_t number = map_get(&kinds->numbers, rule->kind);
	struct candidates mine = { NULL, 0 };
	struct granting g = { rule, before_ms, 0, NULL };
	struct excluded_line *line = vec_push(run->keep, &run->exclusions);
	struct excluded_work *work = new_work(run, rule->kind);

	if (number >= 0)
		mine = kinds->of[number];
	g.end_of = arena_array(run->keep, run->n_members + 1, sizeof *g.end_of);
	for (size_t m = 0; m <= run->n_members; m++)
		g.end_of[m] = INT64_MIN;
	line->kind = rule->kind;
	line->clause = clause_of(run, rule->kind);
	for (size_t i = 0; i < mine.n; i++) {
		const char *why = refusal(run, &g, &mine.v[i]);

		mine.v[i].accepted = why == NULL;
		line->accepted += why == NULL;
		line->refused += why != NULL;
		if (why != NULL && line->refused == 1)
			line->refused_why = str_of(why);
	}
	approve_kind(line, &mine);
	line->used_ms = g.used_ms - before_ms;
	collect_windows(run, rule, &mine, work);
	line->accepted += (int64_t)work->standing.n;
	subtract(run, rule, &mine, work);
	line->window_ms = window_total(run, work);
	report(run, line, &g);
}

static bool
kind_known(const struct terms *t, struct str kind)
{
	for (size_t i = 0; i < t->n_exclude; i++)
		if (str_eq(t->exclude[i].kind, kind))
			return true;
	return false;
}

/* So many kinds are told one by one; more would drown the reader. */
#define UNKNOWN_TOLD 25

/* Candidates of kinds that the contract does not name: refused, and shown. */
static void
refuse_unknown(struct settle_run *run, const struct kinds *kinds)
{
	size_t n = 0;

	for (size_t i = 0; i < kinds->n; i++) {
		const struct candidates *own = &kinds->of[i];
		struct excluded_line *line;

		if (kind_known(run->t, own->v[0].kind))
			continue;
		line = vec_push(run->keep, &run->exclusions);
		line->kind = own->v[0].kind;
		line->refused_why = STR("not_in_contract");
		line->refused = (int64_t)own->n;
		if (++n > UNKNOWN_TOLD)
			continue;
		report(run, line, NULL);
		settle_warn(run,
		    "\"%.*s\" is no exclusion of this contract: %lld refused",
		    STR_ARG(line->kind), (long long)line->refused);
	}
	if (n > UNKNOWN_TOLD)
		settle_warn(run,
		    "%zu more kinds are no exclusions of this contract: all "
		    "refused",
		    n - UNKNOWN_TOLD);
}

void
settle_exclude(struct settle_run *run)
{
	struct kinds kinds = exclude_gather(run);

	for (size_t i = 0; i < run->t->n_exclude; i++)
		apply_rule(run, &run->t->exclude[i], &kinds);
	refuse_unknown(run, &kinds);
	for (size_t i = 0; i < run->n_lines; i++)
		interval_clean(&run->lines[i].taken);
	run->out->windows = run->members[0].windows;
	for (size_t m = 1; m < run->n_members; m++)
		run->out->windows = interval_intersect(
		    run->keep, &run->out->windows, &run->members[m].windows);
	run->out->exclusions = run->exclusions.v;
	run->out->n_exclusions = run->exclusions.n;
}
