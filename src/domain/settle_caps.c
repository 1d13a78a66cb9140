/*
 * Step 12: caps in the order written, each on what the one before left; of
 * several months together where a cap says so.
 */
#include "domain/period.h"
#include "domain/settle_run.h"
#include "domain/trace_keys.h"

/* Exact money, or units of the extension, under the same name. */
static void
trace_exact(struct settle_run *run, const char *name, struct ratio v)
{
	bool money = !run->t->extension.given;

	trace_ratio(run->trace, name, money ? VALUE_EXACT : VALUE_FACTOR, v);
}

static const char *const cap_names[] = {
	[CAP_PERCENT] = "percent",
	[CAP_FIELD] = "named",
	[CAP_AMOUNT] = "amount",
	[CAP_DAYS] = "days",
	[CAP_HOURS] = "hours",
};

static struct ratio
named_limit(struct settle_run *run, const struct cap_rule *cap)
{
	const struct settle_input *in = run->in;

	for (size_t i = 0; i < in->n_named; i++)
		if (str_eq(in->named[i].name, cap->field))
			return ratio_div(ratio_mul(in->named[i].minor, cap->n),
			    ratio_int(100));
	diag_add(run->d, DIAG_ERROR, cap->at, NULL,
	    "the cap refers to \"%.*s\", but service \"%.*s\" has no such "
	    "amount",
	    STR_ARG(cap->field), STR_ARG(in->service));
	return (struct ratio){ 0, 0 };
}

static struct ratio
whole_limit(
    struct settle_run *run, struct credit_run *c, const struct cap_rule *cap)
{
	switch (cap->kind) {
	case CAP_PERCENT:
		return credit_percent(c, cap->n);
	case CAP_FIELD:
		return named_limit(run, cap);
	case CAP_AMOUNT:
		return ratio_mul(c->amount, cap->n);
	case CAP_DAYS:
		return ratio_mul(c->day, cap->n);
	case CAP_HOURS:
		return ratio_mul(c->hour, cap->n);
	}
	return (struct ratio){ 0, 0 };
}

/* A row of this period, or of one of the `months` - 1 before it. */
static bool
within_months(
    const struct settle_input *in, const struct history_row *h, int64_t months)
{
	int now, then;

	if (h->period.n == 0)
		return true;
	return period_first_month(in->period_name, &now) &&
	       period_first_month(h->period, &then) && then <= now &&
	       then > now - months && !str_eq(h->period, in->period_name);
}

/* What was given in the months that share the cap; how many are known. */
static struct ratio
given_before(const struct settle_run *run, const struct cap_rule *cap,
    int64_t *ret_known)
{
	const struct settle_input *in = run->in;
	struct ratio sum = ratio_int(0);

	*ret_known = 0;
	for (size_t i = 0; i < in->n_history; i++) {
		const struct history_row *h = &in->history[i];

		if (!h->has_credit || !within_months(in, h, cap->of_months))
			continue;
		sum = ratio_add(sum, h->credit_minor);
		*ret_known += h->period.n != 0;
	}
	return sum;
}

static struct ratio
limit_of(struct settle_run *run, struct credit_run *c,
    const struct cap_rule *cap, struct ratio before)
{
	struct ratio limit = whole_limit(run, c, cap);

	if (cap->of_months == 0 || !ratio_ok(limit))
		return limit;
	return ratio_max(ratio_int(0), ratio_sub(limit, before));
}

static void
trace_cap(struct settle_run *run, const struct cap_rule *cap)
{
	settle_step(run, "cap", "caps");
	trace_term(run->trace, "kind", cap_names[cap->kind]);
	trace_ratio(run->trace, "n", VALUE_FACTOR, cap->n);
	if (cap->name.n != 0 || cap->field.n != 0)
		trace_text(run->trace, "name",
		    cap->name.n != 0 ? cap->name : cap->field);
}

/* The months that share a cap and what they used of it, in a step before. */
static struct ratio
rolling(struct settle_run *run, const struct cap_rule *cap)
{
	struct ratio before = ratio_int(0);
	int64_t known = 0;

	if (cap->of_months == 0 || run->t->extension.given)
		return before;
	before = given_before(run, cap, &known);
	settle_step(run, "cap_months", "caps");
	trace_number(run->trace, "months", VALUE_COUNT, cap->of_months);
	trace_number(run->trace, "known", VALUE_COUNT, known);
	trace_exact(run, "before", before);
	return before;
}

struct ratio
settle_caps(struct settle_run *run, struct credit_run *c, struct ratio exact)
{
	for (size_t i = 0; i < run->t->n_caps && ratio_ok(exact); i++) {
		const struct cap_rule *cap = &run->t->caps[i];
		struct ratio before = rolling(run, cap);
		struct ratio limit = limit_of(run, c, cap, before);
		bool bit;

		if (!ratio_ok(limit))
			return limit;
		bit = ratio_cmp(exact, limit) > 0;
		run->out->capped |= bit;
		exact = bit ? limit : exact;
		trace_cap(run, cap);
		trace_exact(run, "limit", limit);
		trace_term(run->trace, "bit", bit ? "yes" : "no");
		trace_exact(run, "exact", exact);
	}
	return exact;
}
