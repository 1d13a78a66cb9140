/*
 * section_answer.c -- the first page of the credit statement: how much, why,
 * when.
 */
#include "report/sections.h"

/* The remedies of all services as one text: amounts by currency, or time. */
static struct str
whole_remedy(struct build *b)
{
	const struct statement_figures *f = &b->statement;
	struct str out = STR_NONE;

	if (f->any_credit)
		out = show_moneys(b, f->totals, f->n_totals);
	for (size_t i = 0; i < f->n_lines; i++) {
		const struct settlement *s = &f->lines[i].row->settlement;
		struct str time;

		if (!s->has_extension ||
		    ratio_cmp(s->extension, ratio_int(0)) <= 0)
			continue;
		time = remedy_text(b->lang, b->keep, s);
		out = out.n ? str_format(b->keep, "%.*s + %.*s", STR_ARG(out),
				  STR_ARG(time))
			    : time;
	}
	return out;
}

/* The first service whose row of the table is not known; NULL: all are. */
static const struct statement_line *
open_line(const struct build *b)
{
	for (size_t i = 0; i < b->statement.n_lines; i++) {
		const struct statement_line *l = &b->statement.lines[i];

		if (l->row->settlement.undecided ||
		    l->row->settlement.tier_hole)
			return l;
	}
	return NULL;
}

static const char *
result_key(const struct build *b, bool any)
{
	const struct statement_line *top = b->statement.largest;

	if (open_line(b))
		return any ? "answer.result.part_open" : "answer.result.open";
	if (!any)
		return "answer.result.none";
	if (b->dossier->settings.claimant)
		return "answer.result.claimed";
	if (top && show_late(b, &top->row->settlement))
		return "answer.result.late";
	return "answer.result.due";
}

static void
add_result(struct build *b)
{
	struct str remedy = whole_remedy(b);

	doc_result(b->doc, FILL(b, result_key(b, remedy.n > 0),
			       { "period", show_period(b, b->job->period) },
			       { "amount", remedy }));
}

static const char *
reason_key(const struct build *b, const struct settlement *s)
{
	if (!s->has_target)
		return "answer.reason.plain";
	if (s->undecided)
		return "answer.reason.open";
	if (s->tier_hole)
		return "answer.reason.hole";
	if (!s->breached)
		return "answer.reason.kept";
	return remedy_text(b->lang, b->keep, s).n != 0 &&
		       (s->credit_minor > 0 || s->has_extension)
		   ? "answer.reason.breached"
		   : "answer.reason.unpaid";
}

/* Why: the service with the largest credit, one that is open, the worst off. */
static void
add_reason(struct build *b)
{
	const struct statement_line *top = b->statement.largest;
	const struct settlement *s;

	if (!b->statement.any_credit && open_line(b))
		top = open_line(b);
	if (!top) {
		doc_paragraph(b->doc, TEXT(b, "answer.reason.untouched"));
		return;
	}
	s = &top->row->settlement;
	doc_paragraph(b->doc,
	    FILL(b, reason_key(b, s), { "service", show_service(b, top->row) },
		{ "achieved",
		    share_text(b->lang, b->keep, s, s->availability) },
		{ "lowest",
		    share_text(b->lang, b->keep, s, s->availability_low) },
		{ "promised", s->has_target
				  ? share_text(b->lang, b->keep, s, s->target)
				  : STR_NONE },
		{ "downtime", show_time(b, s->downtime_ms) }));
}

/* Whether something must be done to get it. */
static struct str
claim_words(struct build *b, const struct settlement *s)
{
	const char *key;

	if (s->automatic)
		return TEXT(b, "answer.claim.automatic");
	if (!s->has_claim_deadline)
		return STR_NONE;
	key = show_late(b, s)        ? "answer.claim.late"
	      : s->has_claim_in_time ? "answer.claim.in_time"
				     : "answer.claim.needed";
	return FILL(b, key,
	    { "deadline", show_day(b, s->claim_deadline_at - 1, b->zone) });
}

static const char *const payment_keys[4][3] = {
	[PAY_CREDIT] = { "answer.pay.credit", "answer.pay.next_invoice",
	    "answer.pay.renewal" },
	[PAY_REFUND] = { "answer.pay.refund", "answer.pay.refund",
	    "answer.pay.refund" },
	[PAY_EXTENSION] = { "answer.pay.extension", "answer.pay.extension",
	    "answer.pay.extension" },
	[PAY_COUPON] = { "answer.pay.coupon", "answer.pay.coupon",
	    "answer.pay.coupon" },
};

/*
 * How and when one contract's credit is paid is the provider's word; a claimant
 * asks for it.
 */
static struct str
payment_words(struct build *b, const struct ledger_row *row)
{
	const struct payment_rule *p = &row->contract->terms->payment;
	struct str day = show_day(b, b->dossier->settings.as_of, b->zone);
	struct str claim = claim_words(b, &row->settlement);
	struct str channel = row->contract->channel;
	const char *key = row->settlement.has_extension
			      ? "answer.pay.extension"
			      : payment_keys[p->kind][p->against];

	bool late = show_late(b, &row->settlement);

	if (claim.n && channel.n && !row->settlement.automatic && !late)
		claim = show_after(b, claim,
		    FILL(b, "answer.channel", { "channel", channel }));
	if (b->dossier->settings.claimant || late)
		return claim;
	return show_after(b, FILL(b, key, { "date", day }), claim);
}

static bool
pays(const struct ledger_row *row)
{
	return row->settlement.credit_minor > 0 ||
	       row->settlement.has_extension;
}

/* What has been said of a contract already; -1: nothing yet. */
static int
said_before(const struct statement_figures *f, const struct str *texts,
    size_t i, bool same_contract)
{
	for (size_t k = 0; k < i; k++) {
		const struct ledger_row *a = f->lines[k].row;

		if (pays(a) &&
		    (same_contract ? a->contract == f->lines[i].row->contract
				   : str_eq(texts[k], texts[i])))
			return (int)k;
	}
	return -1;
}

/* Contracts may pay differently; each is named where they do. */
static void
add_payments(struct build *b)
{
	const struct statement_figures *f = &b->statement;
	struct str *texts = arena_array(b->keep, f->n_lines + 1, sizeof *texts);
	size_t ways = 0;

	for (size_t i = 0; i < f->n_lines; i++) {
		if (!pays(f->lines[i].row))
			continue;
		texts[i] = payment_words(b, f->lines[i].row);
		ways += said_before(f, texts, i, false) < 0;
	}
	for (size_t i = 0; i < f->n_lines; i++) {
		const struct ledger_row *row = f->lines[i].row;

		if (!pays(row) || texts[i].n == 0 ||
		    said_before(f, texts, i, ways > 1) >= 0)
			continue;
		doc_paragraph(
		    b->doc, ways > 1 ? FILL(b, "answer.by_contract",
					   { "contract", row->contract->name },
					   { "text", texts[i] })
				     : texts[i]);
	}
}

int
section_answer(struct build *b, struct err *e)
{
	(void)e;
	add_result(b);
	add_reason(b);
	add_payments(b);
	return 0;
}
