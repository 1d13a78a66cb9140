/*
 * Step 5: time that the contract does not count, and on which conditions.
 *
 * For each kind of the terms, candidates (announced windows, and records that
 * are of the kind themselves) are taken in the order of time and checked for
 * notice, length, number and allowance; what is accepted is subtracted. A kind
 * that the contract does not know excludes nothing, and says so. Standing daily
 * windows need no announcement and use up no allowance.
 */
#include <stdlib.h>

#include "domain/period.h"
#include "domain/settle_run.h"
#include "domain/trace_keys.h"

/* An announced window, or a record that is itself of the kind. */
struct candidate {
	struct str kind;
	struct span span;
	int64_t announced_at;
	size_t line;      /* SIZE_MAX: a window, for all lines */
	size_t member;    /* whose; SIZE_MAX: of all, or of a group */
	struct str group; /* empty: none */
	bool accepted;
	struct span granted; /* what of it is accepted */
};

struct candidates {
	struct candidate *v;
	size_t n;
};

static int
by_time(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->span.from_at != y->span.from_at)
		return x->span.from_at < y->span.from_at ? -1 : 1;
	if (x->span.to_at != y->span.to_at)
		return x->span.to_at < y->span.to_at ? -1 : 1;
	if (x->line != y->line)
		return x->line > y->line ? -1 : 1;
	return str_cmp(x->kind, y->kind);
}

/* A window may name one of several pooled resources, or a group of them. */
static void
name_member(
    const struct settle_run *run, struct candidate *c, struct str subject)
{
	c->member = SIZE_MAX;
	for (size_t m = 0; run->n_members > 1 && m < run->n_members; m++) {
		if (str_eq(run->members[m].id, subject))
			c->member = m;
		if (subject.n != 0 && str_eq(run->members[m].group, subject))
			c->group = subject;
	}
}

static bool
is_window_of(
    const struct settle_run *run, const struct candidate *c, size_t member)
{
	if (!c->accepted || c->line != SIZE_MAX)
		return false;
	if (c->member != SIZE_MAX)
		return c->member == member;
	return c->group.n == 0 || str_eq(c->group, run->members[member].group);
}

static struct candidates
gather(struct settle_run *run)
{
	const struct settle_input *in = run->in;
	struct candidates c = { arena_array(run->keep,
				    in->n_windows + run->n_lines + 1,
				    sizeof(struct candidate)),
		0 };

	for (size_t i = 0; i < in->n_windows; i++) {
		const struct window *w = &in->windows[i];

		if (span_ms(span_intersect(w->span, settle_reach(run))) == 0)
			continue;
		c.v[c.n] = (struct candidate){ .kind = w->kind,
			.span = w->span,
			.announced_at = w->announced_at,
			.line = SIZE_MAX };
		name_member(run, &c.v[c.n++], w->subject);
	}
	for (size_t i = 0; i < run->n_lines; i++) {
		const struct outage *o = run->lines[i].outage;

		if (o->excluded_kind.n != 0)
			c.v[c.n++] =
			    (struct candidate){ .kind = o->excluded_kind,
				    .span = o->span,
				    .announced_at = NO_INSTANT,
				    .line = i,
				    .member = run->lines[i].member };
	}
	qsort(c.v, c.n, sizeof *c.v, by_time);
	return c;
}

/* ---- conditions -------------------------------------------------------------
 */

/* State of one rule while its candidates pass; `before` are in order. */
struct granting {
	const struct exclude_rule *rule;
	int64_t used_ms, events;
	const struct candidates *before;
};

/*
 * N business days of notice: the day of the announcement does not count, the
 * day of the window may be the N-th.
 */
static bool
business_notice(
    const struct settle_run *run, const struct candidate *c, int64_t days)
{
	struct civil a = zone_civil(run->in->zone, c->announced_at);
	struct civil b = zone_civil(run->in->zone, c->span.from_at);
	int64_t day = civil_days(a.year, a.month, a.day);
	int64_t last = civil_days(b.year, b.month, b.day);

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
	struct spans used = { 0 }, fresh = { 0 };

	for (size_t i = 0; i < g->before->n; i++) {
		const struct candidate *b = &g->before->v[i];

		if (b->accepted &&
		    (b->member == SIZE_MAX || b->member == c->member))
			interval_add(run->keep, &used, b->granted.from_at,
			    b->granted.to_at);
	}
	interval_clean(&used);
	interval_add(run->keep, &fresh, c->granted.from_at, c->granted.to_at);
	fresh = interval_subtract(run->keep, &fresh, &used);
	if (left <= 0 && fresh.n > 0)
		return false;
	for (size_t i = 0; i < fresh.n; i++) {
		int64_t ms = span_ms(fresh.v[i]);

		if (ms > left) {
			c->granted.to_at = fresh.v[i].from_at + left;
			g->used_ms += left;
			break;
		}
		left -= ms;
		g->used_ms += ms;
	}
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

/*
 * An outage that began inside an accepted window may run on past its announced
 * end; not past one that a limit has moved.
 */
static void
add_overruns(struct settle_run *run, const struct candidates *c,
    const struct line_work *l, struct spans *out)
{
	struct span o = l->outage->span;

	for (size_t i = 0; i < c->n; i++) {
		const struct candidate *w = &c->v[i];
		int64_t end = span_intersect(w->span, settle_reach(run)).to_at;

		if (is_window_of(run, w, l->member) &&
		    o.from_at >= w->span.from_at && o.from_at < w->span.to_at &&
		    w->granted.to_at == end)
			interval_add(run->keep, out, end, o.to_at);
	}
}

static void
take(struct settle_run *run, size_t i, const struct spans *out,
    struct excluded_work *work, const char *clause_key)
{
	struct line_work *l = &run->lines[i];
	struct spans taken = interval_intersect(run->keep, &l->left, out);
	struct spans *down = &work->down[l->member];

	if (taken.n == 0)
		return;
	l->left = interval_subtract(run->keep, &l->left, &taken);
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

/* Everything a rule accepted, subtracted from every line it concerns. */
static void
subtract(struct settle_run *run, const struct exclude_rule *rule,
    const struct candidates *c, struct excluded_work *work)
{
	const char *key = str_cstr(run->keep, rule->kind);

	for (size_t i = 0; i < run->n_lines; i++) {
		const struct line_work *l = &run->lines[i];
		struct spans out = work->windows[l->member];

		if (rule->overrun_excluded) {
			struct spans more = { 0 };

			add_overruns(run, c, l, &more);
			interval_clean(&more);
			out = interval_union(run->keep, &more, &out);
		}
		take(run, i, &out, work, key);
	}
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].accepted && c->v[i].line != SIZE_MAX) {
			struct spans own = { 0 };

			interval_add(run->keep, &own, c->v[i].granted.from_at,
			    c->v[i].granted.to_at);
			take(run, c->v[i].line, &own, work, key);
		}
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

/* Accepted window time; returns how many standing windows are among it. */
static int64_t
collect_windows(struct settle_run *run, const struct exclude_rule *rule,
    const struct candidates *c, struct excluded_work *work)
{
	const struct zone *z = rule->daily ? rule->daily : run->in->zone;
	struct spans standing = { 0 };

	if (rule->has_daily)
		standing = settle_daily(run, z, rule, settle_reach(run));
	for (size_t m = 0; m < run->n_members; m++) {
		struct spans *mine = &work->windows[m];
		struct member_work *member = &run->members[m];

		for (size_t i = 0; i < c->n; i++)
			if (is_window_of(run, &c->v[i], m))
				interval_add(run->keep, mine,
				    c->v[i].granted.from_at,
				    c->v[i].granted.to_at);
		interval_clean(mine);
		*mine = interval_union(run->keep, mine, &standing);
		member->windows =
		    interval_union(run->keep, &member->windows, mine);
	}
	return (int64_t)standing.n;
}

/* All window time of a kind, whatever resource it was announced for. */
static int64_t
window_total(struct settle_run *run, const struct excluded_work *work)
{
	struct spans all = { 0 };

	for (size_t m = 0; m < run->n_members; m++)
		all = interval_union(run->keep, &all, &work->windows[m]);
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
    const struct candidates *all)
{
	int64_t before_ms = used_before(run, rule);
	struct candidates mine = {
		arena_array(run->keep, all->n + 1, sizeof *all->v), 0
	};
	struct granting g = { rule, before_ms, 0, &mine };
	struct excluded_line *line = vec_push(run->keep, &run->exclusions);
	struct excluded_work *work = new_work(run, rule->kind);

	line->kind = rule->kind;
	line->clause = clause_of(run, rule->kind);
	for (size_t i = 0; i < all->n; i++) {
		struct candidate c = all->v[i];
		const char *why;

		if (!str_eq(c.kind, rule->kind))
			continue;
		why = refusal(run, &g, &c);
		c.accepted = why == NULL;
		line->accepted += c.accepted;
		line->refused += !c.accepted;
		if (why != NULL && line->refused == 1)
			line->refused_why = str_of(why);
		mine.v[mine.n++] = c;
	}
	line->used_ms = g.used_ms - before_ms;
	line->accepted += collect_windows(run, rule, &mine, work);
	subtract(run, rule, &mine, work);
	line->window_ms = window_total(run, work);
	report(run, line, &g);
}

static bool
kind_known(const struct settle_run *run, struct str kind)
{
	for (size_t i = 0; i < run->exclusions.n; i++)
		if (str_eq(run->exclusions.v[i].kind, kind))
			return true;
	return false;
}

/* Candidates of kinds that the contract does not name: refused, and shown. */
static void
refuse_unknown(struct settle_run *run, const struct candidates *all)
{
	for (size_t i = 0; i < all->n; i++) {
		struct excluded_line *line;

		if (kind_known(run, all->v[i].kind))
			continue;
		line = vec_push(run->keep, &run->exclusions);
		line->kind = all->v[i].kind;
		line->refused_why = STR("not_in_contract");
		for (size_t k = i; k < all->n; k++)
			line->refused += str_eq(all->v[k].kind, line->kind);
		new_work(run, line->kind);
		report(run, line, NULL);
		settle_warn(run,
		    "\"%.*s\" is no exclusion of this contract: %lld refused",
		    STR_ARG(line->kind), (long long)line->refused);
	}
}

void
settle_exclude(struct settle_run *run)
{
	struct candidates all = gather(run);

	for (size_t i = 0; i < run->t->n_exclude; i++)
		apply_rule(run, &run->t->exclude[i], &all);
	refuse_unknown(run, &all);
	for (size_t i = 0; i < run->n_lines; i++)
		interval_clean(&run->lines[i].taken);
	run->out->windows = run->members[0].windows;
	for (size_t m = 1; m < run->n_members; m++)
		run->out->windows = interval_intersect(run->keep,
		    &run->out->windows, &run->members[m].windows);
	run->out->exclusions = run->exclusions.v;
	run->out->n_exclusions = run->exclusions.n;
}
