/*
 * section_review_money.c -- the customers who were hit most, and what is owed
 * to all of them. Both are for the house alone.
 */
#include "report/live.h"
#include "report/review.h"
#include "report/sections.h"

/* ---- customers -------------------------------------------------------------
 */

static const struct column_spec customer_columns[] = {
	{ "customer_id", false, 10, true },
	{ "customer", false, 28, false },
	{ "segment", false, 14, false },
	{ "services", true, 9, false },
	{ "customer_minutes", true, 13, false },
	{ "availability", true, 12, false },
	{ "breach_months", true, 13, false },
	{ "credits", true, 14, false },
	{ "fees", true, 14, false },
	{ "last_contact", false, 14, false },
};

static struct str
amounts(struct build *b, const struct money *m)
{
	const struct review_figures *f = b->review;
	struct money *v = arena_array(b->keep, f->n_money + 1, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < f->n_money; i++)
		if (m[i].minor != 0)
			v[n++] = m[i];
	return show_moneys(b, v, n);
}

/* One currency is a number; several are words. */
static void
put_moneys(struct build *b, struct cell *c, const struct money *m)
{
	const struct review_figures *f = b->review;
	struct str words;

	if (f->n_money == 1) {
		*c = review_amount(m[0].currency, m[0].minor);
		return;
	}
	words = amounts(b, m);
	if (words.n)
		*c = cell_text(words);
}

static void
add_customer(struct build *b, struct table *t, const struct review_customer *v)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(v->customer->id);
	r->cell[1] = cell_text(v->customer->name);
	if (v->customer->segment.n)
		r->cell[2] = cell_text(show_word(b, v->customer->segment));
	r->cell[3] = cell_count(v->services);
	r->cell[4] = review_minutes(v->customer_ms);
	r->cell[5] = review_share(v->availability);
	r->cell[6] = cell_text(
	    FILL(b, "words.of", { "n", show_count(b, v->months_in_breach) },
		{ "all", show_count(b, v->months_known) }));
	put_moneys(b, &r->cell[7], v->credits);
	put_moneys(b, &r->cell[8], v->fees);
	if (v->last_contact_at != NO_INSTANT)
		r->cell[9] = cell_date(v->last_contact_at, b->zone);
}

int
section_review_customers(struct build *b, struct err *e)
{
	const struct review_figures *f = b->review;
	struct table *t;

	(void)e;
	if (!build_internal(b))
		return 0;
	review_chapter(b, "customers");
	doc_paragraph(b->doc, FILL(b, "review.customers_note",
				  { "n", show_count(b, (int64_t)f->n_top) },
				  { "all", show_count(b, f->customers.n) },
				  { "months", show_count(b, REVIEW_MONTHS) }));
	t = REVIEW_TABLE(b, "customers", customer_columns);
	for (size_t i = 0; i < f->n_top; i++)
		add_customer(b, t, &f->top[i]);
	return 0;
}

/* ---- the bridge ------------------------------------------------------------
 */

static const struct column_spec bridge_columns[] = {
	{ "currency", false, 11, false },
	{ "opening", true, 15, false },
	{ "accrued", true, 15, false },
	{ "paid", true, 15, false },
	{ "expired", true, 15, false },
	{ "closing", true, 15, false },
	{ "unclaimed", true, 15, false },
	{ "revenue", true, 15, true },
	{ "ratio", true, 11, false },
	{ "affected_ratio", true, 11, true },
};
enum {
	CURRENCY,
	OPENING,
	ACCRUED,
	PAID,
	EXPIRED,
	CLOSING,
	UNCLAIMED,
	REVENUE,
	RATIO,
	AFFECTED_RATIO
};

/* opening + accrued - paid - expired */
static const struct formula *
closing_formula(struct build *b)
{
	const struct formula *f = live_pair(
	    b, FORMULA_ADD, live_column(b, OPENING), live_column(b, ACCRUED));

	f = live_pair(b, FORMULA_SUB, f, live_column(b, PAID));
	f = live_pair(b, FORMULA_SUB, f, live_column(b, EXPIRED));
	/* cents, not the noise of binary fractions */
	return live_round(b, FORMULA_ROUND, f, 4);
}

static void
add_bridge(struct build *b, struct table *t, const struct review_money *m)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);
	const struct currency c = m->currency;

	r->cell[CURRENCY] = cell_text(str_of(m->currency.code));
	r->cell[OPENING] = review_amount(c, m->opening);
	r->cell[ACCRUED] = review_amount(c, m->accrued);
	if (review_is_book(b))
		r->cell[ACCRUED].formula = review_sum_of(b, "data_credit",
		    CREDIT_ROW_CREDIT, CREDIT_ROW_CURRENCY, CURRENCY);
	r->cell[PAID] = review_amount(c, m->paid);
	r->cell[EXPIRED] = review_amount(c, m->expired);
	r->cell[CLOSING] = review_amount(c, m->closing);
	r->cell[CLOSING].tone = TONE_MONEY;
	r->cell[CLOSING].formula = closing_formula(b);
	r->cell[UNCLAIMED] = review_amount(c, m->unclaimed);
	r->cell[REVENUE] = review_amount(c, m->revenue);
	r->cell[RATIO] = review_share(m->ratio);
	r->cell[AFFECTED_RATIO] = review_share(m->affected_ratio);
}

static void
add_bridge_words(struct build *b, const struct review_money *m)
{
	const struct money unclaimed = { m->unclaimed, m->currency };

	if (!m->has_opening)
		doc_note(b->doc, FILL(b, "review.no_payments",
				     { "currency", str_of(m->currency.code) }));
	doc_paragraph(b->doc,
	    FILL(b, "review.claims", { "currency", str_of(m->currency.code) },
		{ "credited", show_count(b, m->credited) },
		{ "need", show_count(b, m->need_claim) },
		{ "made", show_count(b, m->made_claim) },
		{ "expired", show_count(b, m->expired_claims) },
		{ "rate", ratio_ok(m->claim_rate)
			      ? review_share_text(b, m->claim_rate)
			      : TEXT(b, "review.not_known") },
		{ "unclaimed", show_money(b, unclaimed) }));
}

/* ---- by month, by row of the table -----------------------------------------
 */

static const struct column_spec month_columns[] = {
	{ "month", false, 12, false },
	{ "currency", false, 10, false },
	{ "settlements", true, 14, false },
	{ "with_credit", true, 14, false },
	{ "fees", true, 16, false },
	{ "credits", true, 16, false },
};

static void
add_months(struct build *b)
{
	static const int key[] = { CREDIT_ROW_MONTH, CREDIT_ROW_CURRENCY };
	static const int own[] = { 0, 1 };
	struct table *t = REVIEW_TABLE(b, "credit_months", month_columns);

	t->caption = TEXT(b, "review.caption.months");
	for (size_t i = 0; i < b->rows->n_months; i++) {
		const struct review_month *m = &b->rows->months[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(m->month);
		r->cell[1] = cell_text(str_of(m->currency.code));
		r->cell[2] = cell_count(m->settlements);
		r->cell[3] = cell_count(m->with_credit);
		r->cell[4] = review_amount(m->currency, m->fee);
		r->cell[5] = review_amount(m->currency, m->credit);
		if (!review_is_book(b))
			continue;
		r->cell[4].formula = review_sum_of_two(
		    b, "data_credit", CREDIT_ROW_FEE, key, own);
		r->cell[5].formula = review_sum_of_two(
		    b, "data_credit", CREDIT_ROW_CREDIT, key, own);
	}
}

static const struct column_spec tier_columns[] = {
	{ "tier", false, 44, false },
	{ "currency", false, 10, false },
	{ "settlements", true, 12, false },
	{ "credits", true, 16, false },
	{ "cumulative", true, 14, false },
};

static void
add_tiers(struct build *b)
{
	const struct review_figures *f = b->review;
	struct table *t = REVIEW_TABLE(b, "credit_tiers", tier_columns);

	t->caption = TEXT(b, "review.caption.tiers");
	for (size_t i = 0; i < f->n_money; i++) {
		const struct review_pareto *p = &f->money[i].by_tier;

		for (size_t k = 0; k < p->n; k++) {
			const struct review_cause *v = &p->cause[k];
			struct row *r = table_row(b->doc, t, ROW_BODY);

			r->cell[0] = cell_text(
			    v->cause.n ? v->cause : TEXT(b, "tier.no_table"));
			r->cell[1] =
			    cell_text(str_of(f->money[i].currency.code));
			r->cell[2] = cell_count(v->incidents);
			r->cell[3] =
			    review_amount(f->money[i].currency, v->value);
			r->cell[4] = review_share(v->cumulative);
		}
	}
}

int
section_review_credits(struct build *b, struct err *e)
{
	const struct review_figures *f = b->review;
	struct table *t;

	(void)e;
	if (!build_internal(b))
		return 0;
	review_chapter(b, "credits");
	for (size_t i = 0; i < f->n_money; i++)
		doc_chart(b->doc, review_bridge_chart(b, &f->money[i]));
	t = REVIEW_TABLE(b, "bridge", bridge_columns);
	t->none = TEXT(b, "review.no_credit");
	for (size_t i = 0; i < f->n_money; i++)
		add_bridge(b, t, &f->money[i]);
	for (size_t i = 0; i < f->n_money; i++)
		add_bridge_words(b, &f->money[i]);
	add_months(b);
	add_tiers(b);
	return 0;
}
