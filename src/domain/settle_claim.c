/*
 * Step 16: until when a credit must be claimed, and rights to end the contract.
 * Both are reported; neither changes an amount.
 */
#include "domain/period.h"
#include "domain/settle_run.h"
#include "domain/trace_keys.h"

/* ---- the deadline
 * ---------------------------------------------------------------- */

/* Ends of things belong to the day before a midnight, beginnings to the day
 * after. */
static bool
is_end(enum claim_anchor a)
{
	return a == ANCHOR_INCIDENT_END || a == ANCHOR_PERIOD_END ||
	       a == ANCHOR_ELIGIBILITY;
}

static int64_t
anchor_of(const struct settle_run *run)
{
	const struct settle_input *in = run->in;
	int64_t at = NO_INSTANT;

	if (in->claim.anchor_at != NO_INSTANT)
		return in->claim.anchor_at;
	switch (run->t->claim.anchor) {
	case ANCHOR_PERIOD_END:
	case ANCHOR_ELIGIBILITY:
		return in->period.to_at;
	case ANCHOR_INCIDENT_START:
	case ANCHOR_INCIDENT_END:
		/* the last counted outage keeps the window open longest */
		for (size_t i = 0; i < run->n_lines; i++) {
			const struct line_work *l = &run->lines[i];
			int64_t here =
			    run->t->claim.anchor == ANCHOR_INCIDENT_START
				? l->outage->span.from_at
				: l->outage->span.to_at;

			if (l->line.counted_ms > 0 &&
			    (at == NO_INSTANT || here > at))
				at = here;
		}
		return at;
	case ANCHOR_INVOICE:
	case ANCHOR_POSTING:
		break;
	}
	return NO_INSTANT;
}

/* First instant of the day from which N whole days are counted. */
static int64_t
first_day(const struct zone *z, int64_t at, bool end)
{
	bool midnight = zone_add_days(z, at, 0) == at;

	return end && midnight ? at : zone_add_days(z, at, 1);
}

static int64_t
after_business_days(const struct settle_run *run, int64_t at, int64_t days)
{
	const struct zone *z = run->in->zone;

	while (days > 0) {
		days -= !terms_is_free_day(run->t, zone_date(z, at));
		at = zone_add_days(z, at, 1);
	}
	return at;
}

/* The same day `months` later, or the last of a shorter month. */
static int64_t
after_months(const struct zone *z, int64_t at, int64_t months, int64_t day)
{
	struct civil c = zone_civil(z, at);
	int64_t month = c.year * INT64_C(12) + c.month - 1 + months;
	int year = (int)(month / 12), m = (int)(month % 12) + 1;
	int last = civil_month_days(year, m);

	return zone_day(z, year, m, day < last ? (int)day : last);
}

static int64_t
cycle_months(const struct settle_run *run)
{
	switch (run->t->period.kind) {
	case PERIOD_CALENDAR_QUARTER:
		return 3;
	case PERIOD_CALENDAR_HALF:
		return 6;
	case PERIOD_CALENDAR_YEAR:
		return 12;
	default:
		return 1;
	}
}

/* The end of the N-th cycle after the one in which the anchor lies. */
static int64_t
after_cycles(const struct settle_run *run, int64_t anchor, int64_t cycles)
{
	const struct zone *z = run->in->zone;
	int64_t end = run->in->period.to_at, at = end, k = 0;
	struct civil c = zone_civil(z, end);
	int64_t day = run->t->period.kind == PERIOD_BILLING_MONTH
			  ? run->t->period.anchor_day
			  : c.day;

	while (at < anchor)
		at = after_months(z, end, ++k * cycle_months(run), day);
	return after_months(z, end, (k + cycles) * cycle_months(run), day);
}

static int64_t
deadline_of(const struct settle_run *run, int64_t anchor)
{
	const struct claim_rule *rule = &run->t->claim;
	const struct zone *z = run->in->zone;
	int64_t day0 = first_day(z, anchor, is_end(rule->anchor));
	struct civil c = zone_civil(z, anchor);

	switch (rule->unit) {
	case WINDOW_HOURS:
		return anchor + rule->value * MS_HOUR;
	case WINDOW_DAYS:
		return zone_add_days(z, day0, (int)rule->value);
	case WINDOW_BUSINESS_DAYS:
		return after_business_days(run, day0, rule->value);
	case WINDOW_MONTHS:
		if (day0 == anchor)
			return after_months(z, anchor, rule->value, c.day);
		return zone_add_days(
		    z, after_months(z, anchor, rule->value, c.day), 1);
	case WINDOW_BILLING_CYCLES:
		return after_cycles(run, anchor, rule->value);
	}
	return NO_INSTANT;
}

/* Its own ticket, or that of the claim. */
static int64_t
ticket_of(const struct settle_run *run, const struct outage *o)
{
	const struct claim_fact *claim = &run->in->claim;

	if (o->ticket_at != NO_INSTANT || !claim->has_ticket)
		return o->ticket_at;
	return claim->ticket_at;
}

/* Every counted outage must have its ticket in time, where that is asked. */
static bool
tickets_in_time(struct settle_run *run)
{
	const struct claim_rule *rule = &run->t->claim;
	bool all = true;

	for (size_t i = 0; rule->has_ticket_within && i < run->n_lines; i++) {
		const struct outage *o = run->lines[i].outage;
		int64_t ticket_at = ticket_of(run, o);
		bool ok = ticket_at != NO_INSTANT &&
			  ticket_at - o->span.from_at <= rule->ticket_within_ms;

		if (run->lines[i].line.counted_ms == 0 || ok)
			continue;
		all = false;
		settle_warn(run, "outage \"%.*s\" has no ticket in time",
		    STR_ARG(o->id));
	}
	return all;
}

static void
trace_claim(struct settle_run *run, const char *kind)
{
	const struct claim_rule *rule = &run->t->claim;
	const struct settlement *out = run->out;

	settle_step(run, "claim", "claim");
	trace_term(run->trace, "kind", kind);
	if (!rule->given)
		return;
	trace_number(run->trace, "value", VALUE_COUNT, rule->value);
	trace_term(run->trace, "unit", window_unit_names[rule->unit]);
	trace_term(run->trace, "anchor", claim_anchor_names[rule->anchor]);
	if (out->has_claim_deadline)
		trace_number(run->trace, "deadline", VALUE_INSTANT,
		    out->claim_deadline_at);
	if (run->in->claim.made_at != NO_INSTANT)
		trace_number(
		    run->trace, "made", VALUE_INSTANT, run->in->claim.made_at);
	if (out->has_claim_in_time)
		trace_term(
		    run->trace, "in_time", out->claim_in_time ? "yes" : "no");
}

void
settle_claim(struct settle_run *run)
{
	const struct claim_rule *rule = &run->t->claim;
	struct settlement *out = run->out;
	int64_t anchor = rule->given ? anchor_of(run) : NO_INSTANT;
	bool tickets = tickets_in_time(run);

	out->automatic = rule->automatic;
	if (anchor != NO_INSTANT) {
		out->has_claim_deadline = true;
		out->claim_deadline_at = deadline_of(run, anchor);
	}
	if (out->has_claim_deadline && run->in->claim.made_at != NO_INSTANT) {
		out->has_claim_in_time = true;
		out->claim_in_time =
		    tickets && run->in->claim.made_at < out->claim_deadline_at;
	}
	trace_claim(run, rule->automatic ? "automatic"
			 : rule->given   ? "window"
					 : "none");
}

/* ---- rights to end the contract
 * ------------------------------------------------------ */

/* This period and earlier ones, oldest first. */
struct months {
	struct history_row *v;
	size_t n;
};

static struct months
months_of(struct settle_run *run)
{
	const struct settle_input *in = run->in;
	struct months m = { arena_array(run->keep, in->n_history + 1,
				sizeof(struct history_row)),
		0 };
	bool listed = false;

	for (size_t i = 0; i < in->n_history; i++) {
		m.v[m.n++] = in->history[i];
		listed |= in->period_name.n != 0 &&
			  str_eq(in->history[i].period, in->period_name);
	}
	/* a history that already knows this period has the last word on it */
	if (!listed)
		m.v[m.n++] = (struct history_row){ .period = in->period_name,
			.has_availability = true,
			.has_minutes = true,
			.availability = run->out->availability,
			.minutes = ratio_div(
			    run->out->downtime, ratio_int(MS_MINUTE)) };
	return m;
}

static bool
more_minutes(const struct history_row *h, struct ratio minutes)
{
	return h->has_minutes && ratio_ok(h->minutes) &&
	       ratio_cmp(h->minutes, minutes) > 0;
}

static bool
in_a_row(const struct months *m, const struct termination_rule *rule)
{
	int64_t n = 0;

	for (size_t i = 0; i < m->n; i++) {
		struct period named;
		bool gap = i > 0 && period_parse(m->v[i].period, &named) &&
			   period_parse(m->v[i - 1].period, &named) &&
			   !period_follows(m->v[i - 1].period, m->v[i].period);

		n = more_minutes(&m->v[i], rule->minutes) ? (gap ? 0 : n) + 1
							  : 0;
		if (n >= rule->count)
			return true;
	}
	return false;
}

/* Whether a row is of this period or of one of the `months` - 1 before it. */
static bool
recent(const struct settle_run *run, const struct months *m, size_t i,
    int64_t months)
{
	int now, then;

	if (period_first_month(run->in->period_name, &now) &&
	    period_first_month(m->v[i].period, &then))
		return then <= now && then > now - months;
	return m->n - i <= (size_t)months; /* names without a calendar */
}

static bool
failures(const struct settle_run *run, const struct months *m,
    const struct termination_rule *rule)
{
	int64_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		n += recent(run, m, i, rule->months) &&
		     m->v[i].has_availability && run->t->has_target &&
		     ratio_cmp(m->v[i].availability, run->out->target) < 0;
	return n >= rule->count;
}

static bool
arisen(const struct settle_run *run, const struct months *m,
    const struct termination_rule *rule)
{
	struct ratio bound = ratio_div(rule->percent, ratio_int(100));

	switch (rule->kind) {
	case TERMINATE_CONSECUTIVE_MONTHS_GT:
		return in_a_row(m, rule);
	case TERMINATE_FAILURES_IN_MONTHS:
		return failures(run, m, rule);
	case TERMINATE_MINUTES_IN_MONTH_GT:
		for (size_t i = 0; i < m->n; i++)
			if (more_minutes(&m->v[i], rule->minutes))
				return true;
		return false;
	case TERMINATE_AVAILABILITY_LT:
		for (size_t i = 0; i < m->n; i++)
			if (m->v[i].has_availability &&
			    ratio_cmp(m->v[i].availability, bound) < 0)
				return true;
		return false;
	}
	return false;
}

void
settle_rights(struct settle_run *run)
{
	const struct terms *t = run->t;
	struct months m = months_of(run);
	VEC(const char *) rights = { 0 };

	for (size_t i = 0; i < t->n_termination; i++) {
		const struct termination_rule *rule = &t->termination[i];
		bool yes = arisen(run, &m, rule);

		if (yes)
			*vec_push(run->keep, &rights) =
			    termination_names[rule->kind];
		settle_step(run, "termination", "termination");
		trace_term(run->trace, "kind", termination_names[rule->kind]);
		trace_term(run->trace, "arisen", yes ? "yes" : "no");
		if (rule->notice_days > 0)
			trace_number(run->trace, "notice_days", VALUE_COUNT,
			    rule->notice_days);
	}
	run->out->rights = rights.v;
	run->out->n_rights = rights.n;
}
