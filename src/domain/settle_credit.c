/*
 * Steps 10 to 14: does the contract pay, what the rule gives, caps in the order
 * written, one rounding, the minimum. Or, where the remedy is time, extension.
 */
#include "domain/combine.h"
#include "domain/money.h"
#include "domain/period.h"
#include "domain/settle_run.h"
#include "domain/trace_keys.h"

static bool
is_money(const struct settle_run *run)
{
	return !run->t->extension.given;
}

/* ---- 10: gates
 * ----------------------------------------------------------------- */

/* Missed periods in a row up to this one; gaps in the history end the run. */
static int64_t
run_of_breaches(const struct settle_run *run)
{
	const struct settle_input *in = run->in;
	struct str next = in->period_name;
	int64_t n = 1;

	if (!run->out->breached)
		return 0;
	for (size_t i = in->n_history; i-- > 0;) {
		const struct history_row *h = &in->history[i];
		struct period named;

		/* this period itself, or money of an earlier part of it */
		if (h->period.n == 0 || str_eq(h->period, in->period_name))
			continue;
		if (period_parse(h->period, &named) &&
		    period_parse(next, &named) &&
		    !period_follows(h->period, next))
			break;
		if (!h->has_availability ||
		    ratio_cmp(h->availability, run->out->target) >= 0)
			break;
		next = h->period;
		n++;
	}
	return n;
}

static bool
gate_passed(struct settle_run *run, const struct gate_rule *gate)
{
	bool counted = gate->kind == GATE_CONSECUTIVE_BREACHES;
	int64_t breaches = counted ? run_of_breaches(run) : 0;
	bool passed = counted ? breaches >= gate->count : gate->met;

	settle_step(run, "gate", "gate");
	trace_term(run->trace, "kind", gate_kind_names[gate->kind]);
	trace_term(run->trace, "passed", passed ? "yes" : "no");
	if (counted) {
		trace_number(run->trace, "needed", VALUE_COUNT, gate->count);
		trace_number(run->trace, "run", VALUE_COUNT, breaches);
	} else if (gate->value.n != 0) {
		trace_text(run->trace, "value", gate->value);
	}
	return passed;
}

static bool
looks_back(const struct terms *t)
{
	bool back = t->n_termination > 0;

	for (size_t i = 0; i < t->n_gates; i++)
		back |= t->gates[i].kind == GATE_CONSECUTIVE_BREACHES;
	for (size_t i = 0; i < t->n_caps; i++)
		back |= t->caps[i].of_months > 0;
	for (size_t i = 0; i < t->n_exclude; i++)
		back |= t->exclude[i].allowance_yearly;
	return back;
}

/* Which earlier periods are known, where the terms ask for any. */
static void
trace_history(struct settle_run *run)
{
	const struct settle_input *in = run->in;
	struct str from = STR_NONE, to = STR_NONE;
	int64_t n = 0;

	if (!looks_back(run->t))
		return;
	for (size_t i = 0; i < in->n_history; i++) {
		struct str name = in->history[i].period;

		if (name.n == 0 || str_eq(name, in->period_name))
			continue;
		from = n == 0 ? name : from;
		to = name;
		n++;
	}
	settle_step(run, "history", "history");
	trace_number(run->trace, "periods", VALUE_COUNT, n);
	if (n > 0) {
		trace_text(run->trace, "from", from);
		trace_text(run->trace, "to", to);
	}
}

/* NULL when the rule may be asked, else the condition that failed. */
static const char *
closed_gate(struct settle_run *run)
{
	const char *failed = NULL;

	if (run->t->only_if_breached) {
		if (!run->out->breached)
			failed = "only_if_breached";
		settle_step(run, "gate", "only_if_breached");
		trace_term(run->trace, "kind", "only_if_breached");
		trace_term(run->trace, "passed", failed ? "no" : "yes");
		trace_ratio(
		    run->trace, "target", VALUE_SHARE, run->out->target);
	}
	for (size_t i = 0; i < run->t->n_gates; i++)
		if (!gate_passed(run, &run->t->gates[i]) && failed == NULL)
			failed = gate_kind_names[run->t->gates[i].kind];
	if (!run->t->only_if_breached && run->t->n_gates == 0) {
		settle_step(run, "gate", "gate");
		trace_term(run->trace, "kind", "none");
		trace_term(run->trace, "passed", "yes");
	}
	return failed;
}

/* ---- 11: the rule
 * ---------------------------------------------------------------- */

static struct credit_run
credit_run_of(struct settle_run *run)
{
	const struct settle_input *in = run->in;
	struct settlement *out = run->out;
	struct credit_run c = { .in = in,
		.terms = run->t,
		.keep = run->keep,
		.d = run->d,
		.out = out,
		.trace = run->trace,
		.incidents = run->incidents,
		.n_incidents = run->n_incidents,
		.total_ms = run->downtime,
		.denominator_ms = ratio_int(out->denominator_ms),
		.availability = out->availability,
		.period_days = period_days(in->zone, in->period),
		.day = ratio_int(1),
		.hour = ratio_make(1, 24),
		.amount = ratio_int(1) };
	int64_t divisor = run->t->day_divisor;

	c.table_availability = settle_table_view(run, out->availability);
	if (!is_money(run)) {
		c.base = run->t->extension.months ? ratio_int(1)
						  : ratio_int(c.period_days);
		return c;
	}
	c.base = in->base_minor;
	c.day =
	    ratio_div(c.base, ratio_int(divisor > 0 ? divisor : c.period_days));
	c.hour = in->has_hourly ? in->hourly_minor : (struct ratio){ 0, 0 };
	c.amount = ratio_int(money_scale(in->currency));
	return c;
}

static bool
has_prices(struct settle_run *run)
{
	if (!is_money(run) || run->in->has_hourly || !credit_asks_hours(run->t))
		return true;
	diag_add(run->d, DIAG_ERROR, run->t->credit->at,
	    "give the service an hourly price",
	    "the terms price hours, but service \"%.*s\" has no hourly price",
	    STR_ARG(run->in->service));
	return false;
}

static void
trace_precision(struct settle_run *run, struct ratio view)
{
	const struct tier_precision *p = &run->t->tier_precision;

	settle_step(run, "tier_precision", "tier_precision");
	trace_term(
	    run->trace, "mode", p->given ? rounding_names[p->mode] : "exact");
	if (p->given)
		trace_number(run->trace, "decimals", VALUE_COUNT, p->decimals);
	trace_ratio(run->trace, "share", VALUE_SHARE, view);
}

static struct ratio
no_credit(struct settle_run *run, struct credit_run *c, const char *why)
{
	settle_step(run, "no_credit", "gate");
	trace_term(run->trace, "why", why);
	credit_gives(c, ratio_int(0));
	return ratio_int(0);
}

/*
 * With time without data the credit may be open: asked again as if all of that
 * time had been down. Nothing of the second answer is kept but whether it
 * differs.
 */
static bool
open_with(struct settle_run *run, struct ratio exact)
{
	struct settlement other = *run->out;
	struct settle_run worse = *run;
	struct trace unseen = { 0 };
	struct credit_run c;
	struct ratio low;

	if (ratio_cmp(run->out->availability_low, run->out->availability) == 0)
		return false;
	other.availability = run->out->availability_low;
	if (run->t->has_target)
		other.breached =
		    ratio_cmp(other.availability, other.target) < 0;
	worse.out = &other;
	worse.trace = &unseen;
	worse.downtime =
	    ratio_add(run->downtime, ratio_int(run->out->states.no_data_ms));
	c = credit_run_of(&worse);
	if (closed_gate(&worse) != NULL)
		low = ratio_int(0);
	else
		low = credit_settle(&c, run->t->credit);
	return !ratio_ok(low) || ratio_cmp(low, exact) != 0;
}

/* ---- 13 and 14: money
 * ------------------------------------------------------------------ */

static void
trace_minimum(struct settle_run *run, int64_t least, const char *met)
{
	const struct minimum_rule *m = &run->t->minimum;

	settle_step(run, "minimum", "minimum");
	if (m->given && !run->t->round_total) {
		trace_number(run->trace, "amount", VALUE_MONEY, least);
		trace_term(run->trace, "op", bound_op_names[m->op]);
		trace_term(run->trace, "below", below_names[m->below]);
		trace_term(
		    run->trace, "tested", m->test_exact ? "exact" : "rounded");
	}
	trace_term(run->trace, "met", met);
	trace_number(run->trace, "after", VALUE_MONEY, run->out->credit_minor);
}

/* With round_stage total the minimum is tested on the sum of the services. */
static bool
settle_minimum(struct settle_run *run)
{
	static const char *const words[] = { "yes", "no", "no", "no" };
	const struct minimum_rule *m = &run->t->minimum;
	struct settlement *out = run->out;
	enum minimum_result below;
	int64_t least = 0;

	if (!m->given || run->t->round_total) {
		trace_minimum(run, 0, "none");
		return true;
	}
	if (!combine_minimum(m, run->in->currency, out->exact_minor,
		&out->credit_minor, &below) ||
	    !ratio_round(
		ratio_mul(m->amount, ratio_int(money_scale(run->in->currency))),
		ROUND_CEIL, &least))
		return false;
	out->dropped = below == MINIMUM_DROPPED;
	out->raised = below == MINIMUM_RAISED;
	out->deferred = below == MINIMUM_DEFERRED;
	trace_minimum(run, least, words[below]);
	return true;
}

static struct ratio
percent_of_base(const struct settle_run *run, struct ratio exact)
{
	struct ratio base = run->out->base_minor;

	if (base.num <= 0)
		return ratio_int(0);
	return ratio_mul(ratio_div(exact, base), ratio_int(100));
}

static bool
settle_money(struct settle_run *run, struct ratio exact)
{
	struct settlement *out = run->out;

	out->exact_minor = exact;
	out->percent = percent_of_base(run, exact);
	if (!ratio_ok(out->percent) ||
	    !ratio_round(exact, run->t->money_round, &out->credit_minor))
		return false;
	settle_step(run, "money_round", "money_round");
	trace_term(run->trace, "mode", rounding_names[run->t->money_round]);
	trace_term(
	    run->trace, "stage", run->t->round_total ? "total" : "service");
	trace_ratio(run->trace, "exact", VALUE_EXACT, exact);
	trace_number(run->trace, "rounded", VALUE_MONEY, out->credit_minor);
	return settle_minimum(run);
}

static struct ratio
extension_of(const struct settle_run *run, struct ratio exact)
{
	static const enum rounding modes[] = { [EXTEND_UP] = ROUND_CEIL,
		[EXTEND_DOWN] = ROUND_FLOOR,
		[EXTEND_HALF_UP] = ROUND_HALF_UP };
	const struct extension_rule *e = &run->t->extension;

	if (e->round != EXTEND_EXACT)
		exact = ratio_quantize(exact, 0, modes[e->round]);
	return e->has_max && ratio_ok(exact) ? ratio_min(exact, e->max) : exact;
}

static void
settle_extension(struct settle_run *run, struct ratio exact)
{
	const struct extension_rule *e = &run->t->extension;
	struct settlement *out = run->out;
	struct ratio units = extension_of(run, exact);

	if (e->has_max)
		out->capped |= ratio_cmp(units, e->max) == 0 &&
			       ratio_cmp(exact, e->max) > 0;
	out->has_extension = true;
	out->extension = units;
	out->extension_unit = e->months ? STR("months") : STR("days");
	out->exact_minor = ratio_int(0);
	out->percent = ratio_int(0);
	settle_step(run, "extension", "extension");
	trace_term_of(run->trace, "unit", out->extension_unit);
	trace_ratio(run->trace, "exact", VALUE_FACTOR, exact);
	trace_term(run->trace, "round", extension_round_names[e->round]);
	if (e->has_max)
		trace_ratio(run->trace, "most", VALUE_FACTOR, e->max);
	trace_ratio(run->trace, "result", VALUE_FACTOR, units);
}

/* ---- an availability of too many digits --------------------------------- */

/* Does the price follow the availability itself, not only its bounds? */
static bool
follows_share(const struct credit_rule *rule)
{
	bool yes = rule->kind == RULE_LINEAR ||
		   (rule->kind == RULE_PER_POINT &&
		       rule->u.per_point.count == COUNT_EXACT);

	for (size_t i = 0; i < rule->n_rules; i++)
		yes |= follows_share(&rule->rules[i]);
	return yes;
}

/* The exact credit as if availability were `share`; leaves nothing behind. */
static struct ratio
credit_at(struct settle_run *run, struct ratio share)
{
	struct settlement other = *run->out;
	struct settle_run what_if = *run;
	struct trace unseen = { 0 };
	struct credit_run c;
	struct ratio exact;

	other.availability = share;
	what_if.out = &other;
	what_if.trace = &unseen;
	c = credit_run_of(&what_if);
	exact = credit_settle(&c, run->t->credit);
	return ratio_ok(exact) ? settle_caps(&what_if, &c, exact) : exact;
}

/* Rounded, and after the minimum. */
static bool
money_of(const struct settle_run *run, struct ratio exact, int64_t *ret_minor)
{
	enum minimum_result below;

	if (!ratio_round(exact, run->t->money_round, ret_minor))
		return false;
	return run->t->round_total ||
	       combine_minimum(&run->t->minimum, run->in->currency, exact,
		   ret_minor, &below);
}

static bool
same_result(const struct settle_run *run, struct ratio a, struct ratio b)
{
	int64_t x, y;

	if (!ratio_ok(a) || !ratio_ok(b))
		return false;
	if (!is_money(run))
		return run->t->extension.round != EXTEND_EXACT &&
		       ratio_cmp(extension_of(run, a), extension_of(run, b)) ==
			   0;
	return money_of(run, a, &x) && money_of(run, b, &y) && x == y &&
	       ratio_cmp(
		   ratio_quantize(percent_of_base(run, a), 6, ROUND_HALF_UP),
		   ratio_quantize(percent_of_base(run, b), 6, ROUND_HALF_UP)) ==
		   0;
}

/*
 * A price that follows an availability of too many digits is computed at both
 * ends of the narrow interval around it: between them it can only rise or fall,
 * so equal results are the result.
 */
static bool
certain(struct settle_run *run, struct ratio exact)
{
	struct settlement *out = run->out;
	struct ratio a, b;

	out->least_minor = out->most_minor = exact;
	if (!run->near || exact.num == 0 || !follows_share(run->t->credit))
		return true;
	a = credit_at(run, run->share_high);
	b = credit_at(run, run->share_low);
	if (!same_result(run, a, exact) || !same_result(run, b, exact)) {
		diag_add(run->d, DIAG_ERROR, run->t->credit->at,
		    "round the availability first (tier_precision), or count "
		    "full steps",
		    "service \"%.*s\": the credit follows an availability of "
		    "too many digits to be certain",
		    STR_ARG(run->in->service));
		return false;
	}
	out->least_minor = ratio_min(a, b);
	out->most_minor = ratio_max(a, b);
	return true;
}

bool
settle_credit(struct settle_run *run)
{
	struct settlement *out = run->out;
	struct credit_run c;
	const char *closed;
	struct ratio exact;

	out->tier_hit = -1;
	out->base_minor = run->in->base_minor;
	out->money_round = run->t->money_round;
	if (!has_prices(run))
		return false;
	c = credit_run_of(run);
	trace_precision(run, c.table_availability);
	trace_history(run);
	closed = closed_gate(run);
	if (closed != NULL) {
		struct credit_run unseen = c;
		struct trace nowhere = { 0 };

		/* the table is shown even where it is not asked */
		unseen.trace = &nowhere;
		(void)credit_settle(&unseen, run->t->credit);
		out->tier_hit = -1;
		out->tier_hole = false;
		out->capped = false;
		exact = no_credit(run, &c, closed);
	} else {
		exact = credit_settle(&c, run->t->credit);
	}
	if (!ratio_ok(exact))
		return false;
	out->undecided = open_with(run, exact);
	exact = settle_caps(run, &c, exact);
	if (!ratio_ok(exact) || (closed == NULL && !certain(run, exact)))
		return false;
	if (is_money(run))
		return settle_money(run, exact);
	settle_extension(run, exact);
	return true;
}
