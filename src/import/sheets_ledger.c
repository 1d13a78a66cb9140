/*
 * history.csv, claims.csv, amounts.csv: what settling needs beside outages.
 */
#include "import/sheets.h"

#define AT(member) offsetof(struct ROW, member)
#define COUNT(v)   (sizeof(v) / sizeof *(v))

/* ---- history ----------------------------------------------------------------
 */

#define ROW past_period
static const struct sheet_column history_columns[] = {
	{ "service", SHEET_ID, true, AT(service), NULL, NULL,
	    "id in services.csv" },
	{ "period", SHEET_PERIOD, true, AT(period), NULL, NULL,
	    "an earlier one, settled elsewhere: 2024-02" },
	{ "availability", SHEET_PERCENT, false, AT(availability), NULL, NULL,
	    "99.95 (percent), or 464/465" },
	{ "downtime_minutes", SHEET_NUMBER, false, AT(minutes), "minutes", NULL,
	    "by the contract's measure" },
	{ "credit", SHEET_MONEY, false, AT(credit), NULL, NULL,
	    "granted; owed until claims.csv has it as paid" },
	{ "currency", SHEET_CURRENCY, false, 0, NULL, NULL,
	    "of the credit: EUR" },
	{ "kind", SHEET_ID, false, AT(kind), NULL, NULL,
	    "an exclusion with a yearly allowance; one row each" },
	{ "used_minutes", SHEET_NUMBER, false, AT(used_minutes), NULL, NULL,
	    "of that allowance in this period" },
	{ "restated", SHEET_TEXT, false, AT(restated), NULL, NULL,
	    "why this case may settle the period otherwise" },
};

/* The row before that has this key, or NULL. */
static const struct past_period *
row_before(const struct sheet_run *run, struct str key)
{
	int64_t at = map_get(&run->ids, key);

	return at < 0 ? NULL : &run->job->batch->past.v[at];
}

static struct str
figures_key(struct sheet_run *run, const struct past_period *p)
{
	return str_format(run->job->scratch, "%.*s\n%.*s", STR_ARG(p->service),
	    STR_ARG(p->period));
}

static struct str
used_key(struct sheet_run *run, const struct past_period *p)
{
	return str_format(run->job->scratch, "%.*s\n%.*s\n%.*s",
	    STR_ARG(p->service), STR_ARG(p->period), STR_ARG(p->kind));
}

static bool
has_figures(const struct past_period *p)
{
	return ratio_ok(p->availability) || ratio_ok(p->minutes) ||
	       p->has_credit;
}

static bool
same_number(struct ratio a, struct ratio b)
{
	return ratio_ok(a) == ratio_ok(b) &&
	       (!ratio_ok(a) || ratio_cmp(a, b) == 0);
}

static bool
same_figures(const struct past_period *a, const struct past_period *b)
{
	return same_number(a->availability, b->availability) &&
	       same_number(a->minutes, b->minutes) &&
	       a->has_credit == b->has_credit &&
	       a->credit.minor == b->credit.minor;
}

/* The same twice is one; two different ones cannot both be true. */
static bool
agrees(struct sheet_run *run, const struct past_period *p)
{
	const struct past_period *figures =
	    row_before(run, figures_key(run, p));
	const struct past_period *used = row_before(run, used_key(run, p));
	const struct past_period *before = NULL;

	if (has_figures(p) && figures != NULL && !same_figures(figures, p))
		before = figures;
	else if (p->kind.n != 0 && used != NULL &&
		 !same_number(used->used_minutes, p->used_minutes))
		before = used;
	if (before == NULL)
		return true;
	sheet_bad(run, "period", "one row for each service and period",
	    "line %lld says something else of \"%.*s\" in %.*s",
	    (long long)before->from.line, STR_ARG(p->service),
	    STR_ARG(p->period));
	return false;
}

static bool
history_finish(struct sheet_run *run, void *row)
{
	struct past_period *p = row;

	p->has_credit = sheet_given(run, "credit");
	if (p->has_credit && !sheet_given(run, "currency"))
		sheet_bad(run, "credit", "write it in the column \"currency\"",
		    "the credit has no currency");
	if ((p->kind.n != 0) != sheet_given(run, "used_minutes"))
		sheet_bad(run, p->kind.n != 0 ? "kind" : "used_minutes", NULL,
		    "\"kind\" and \"used_minutes\" go together");
	if (!has_figures(p) && p->kind.n == 0 && !run->bad)
		sheet_bad(run, NULL, NULL, "this row says nothing");
	return !run->bad && agrees(run, p);
}

static bool
history_push(struct sheet_run *run, const void *row)
{
	const struct past_period *p = row;
	struct str figures = figures_key(run, p), used = used_key(run, p);
	int64_t at = (int64_t)run->job->batch->past.n;
	bool new_figures = has_figures(p) && map_get(&run->ids, figures) < 0;
	bool new_use = p->kind.n != 0 && map_get(&run->ids, used) < 0;

	if (new_figures)
		map_put(&run->ids, figures, at);
	if (new_use)
		map_put(&run->ids, used, at);
	if (new_figures || new_use)
		*vec_push(run->job->keep, &run->job->batch->past) = *p;
	return new_figures || new_use;
}

static const struct sheet history = {
	.column = history_columns,
	.n_columns = COUNT(history_columns),
	.row_bytes = sizeof(struct past_period),
	.from_offset = AT(from),
	.finish = history_finish,
	.push = history_push,
};
#undef ROW

/* ---- claims -----------------------------------------------------------------
 */

#define ROW claim
static const struct sheet_column claim_columns[] = {
	{ "service", SHEET_ID, true, AT(service), NULL, NULL,
	    "id in services.csv" },
	{ "period", SHEET_PERIOD, true, AT(period), NULL, NULL,
	    "the one claimed for: 2024-03" },
	{ "claimed_at", SHEET_DAY_TIME, false, AT(claimed_at), "claimed", NULL,
	    "when the customer asked; empty: not yet" },
	{ "anchor_at", SHEET_DAY_TIME, false, AT(anchor_at), "anchor", NULL,
	    "invoice or posting that starts the window" },
	{ "ticket_at", SHEET_TIME, false, AT(ticket_at), "ticket", NULL,
	    "for outages without a ticket of their own" },
	{ "paid_at", SHEET_DAY_TIME, false, AT(paid_at), NULL, NULL,
	    "when it was credited or refunded" },
	{ "paid", SHEET_MONEY, false, AT(paid), NULL, NULL, "how much, net" },
	{ "currency", SHEET_CURRENCY, false, 0, NULL, NULL,
	    "of what was paid: EUR" },
};

static void
claim_start(void *row)
{
	struct claim *c = row;

	c->claimed_at = c->anchor_at = c->ticket_at = NO_INSTANT;
	c->paid_at = NO_INSTANT;
}

/* When, how much and in which currency: all three, or none. */
static void
check_paid(struct sheet_run *run, struct claim *c)
{
	c->has_paid = sheet_given(run, "paid");
	if (c->has_paid != (c->paid_at != NO_INSTANT))
		sheet_bad(run, c->has_paid ? "paid" : "paid_at", NULL,
		    "\"paid\" and \"paid_at\" go together");
	else if (c->has_paid && !sheet_given(run, "currency"))
		sheet_bad(run, "paid", "write it in the column \"currency\"",
		    "the amount has no currency");
}

static bool
claim_finish(struct sheet_run *run, void *row)
{
	struct claim *c = row;
	struct str key = str_format(run->job->scratch, "%.*s in %.*s",
	    STR_ARG(c->service), STR_ARG(c->period));

	check_paid(run, c);
	if (c->claimed_at == NO_INSTANT && c->anchor_at == NO_INSTANT &&
	    c->ticket_at == NO_INSTANT && !c->has_paid && !run->bad)
		sheet_bad(run, NULL, NULL, "this row says nothing");
	return !run->bad && sheet_unique(run, "service", key,
				"one row for each service and period");
}

static bool
claim_push(struct sheet_run *run, const void *row)
{
	const struct claim *c = row;

	*vec_push(run->job->keep, &run->job->batch->claims) = *c;
	if (c->claimed_at != NO_INSTANT)
		job_saw(run->job, c->claimed_at);
	return true;
}

static const struct sheet claims = {
	.column = claim_columns,
	.n_columns = COUNT(claim_columns),
	.row_bytes = sizeof(struct claim),
	.from_offset = AT(from),
	.start = claim_start,
	.finish = claim_finish,
	.push = claim_push,
};
#undef ROW

/* ---- amounts ----------------------------------------------------------------
 */

#define ROW named_money
static const struct sheet_column amount_columns[] = {
	{ "service", SHEET_ID, true, AT(service), NULL, NULL,
	    "id in services.csv" },
	{ "name", SHEET_ID, true, AT(name), NULL, NULL,
	    "as a cap of the contract calls it; base: instead of the fee" },
	{ "amount", SHEET_MONEY, true, AT(amount), NULL, NULL, "net" },
	{ "currency", SHEET_CURRENCY, true, 0, NULL, NULL, "ISO 4217: EUR" },
	{ "period", SHEET_PERIOD, false, AT(period), NULL, NULL,
	    "empty: every period without a row of its own" },
};

static bool
amount_finish(struct sheet_run *run, void *row)
{
	struct named_money *a = row;
	struct str key = str_format(run->job->scratch, "%.*s of %.*s%s%.*s",
	    STR_ARG(a->name), STR_ARG(a->service), a->period.n ? " in " : "",
	    STR_ARG(a->period));

	return !run->bad && sheet_unique(run, "name", key,
				"one row for each service, name and period");
}

static bool
amount_push(struct sheet_run *run, const void *row)
{
	*vec_push(run->job->keep, &run->job->batch->amounts) =
	    *(const struct named_money *)row;
	return true;
}

static const struct sheet amounts = {
	.column = amount_columns,
	.n_columns = COUNT(amount_columns),
	.row_bytes = sizeof(struct named_money),
	.from_offset = AT(from),
	.finish = amount_finish,
	.push = amount_push,
};
#undef ROW

const struct format format_history = { .sheet = &history };
const struct format format_claims = { .sheet = &claims };
const struct format format_amounts = { .sheet = &amounts };
