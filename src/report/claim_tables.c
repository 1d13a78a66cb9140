/*
 * claim_tables.c -- the tables of a claim that a spreadsheet redoes: heads A
 * and B row by row, head C by its central value and its lower end.
 */
#include "domain/money.h"
#include "report/claim.h"
#include "report/live.h"

/* ---- heads A and B ------------------------------------------------------- */

static const struct column_spec price_columns[] = {
	{ "service", false, 20, false },
	{ "period", false, 13, false },
	{ "base", true, 13, false },
	{ "down", true, 14, false },
	{ "period_length", true, 13, false },
	{ "gross", true, 13, false },
	{ "credit", true, 13, false },
	{ "offset", true, 13, false },
	{ "net", true, 13, false },
};

enum { SERVICE, PERIOD, BASE, DOWN, LENGTH, GROSS, CREDIT, OFFSET, NET };

static struct cell
base_cell(struct build *b, const struct claim_price *p)
{
	const struct currency *c = &b->claim->currency;

	if (p->base_minor.den == 1)
		return claim_money_cell(b, (int64_t)p->base_minor.num);
	return cell_text(exact_text(b->lang, b->keep, *c, p->base_minor));
}

static void
price_row(struct build *b, struct table *t, const struct claim_price *p)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);
	const struct settlement *s = &p->row->settlement;

	r->cell[SERVICE] = cell_text(show_service(b, p->row));
	r->cell[PERIOD] = cell_text(show_period(b, s->period_name));
	r->cell[BASE] = base_cell(b, p);
	r->cell[DOWN] = cell_duration(p->down_ms);
	r->cell[LENGTH] = cell_duration(p->time_ms);
	r->cell[GROSS] = claim_money_cell(b, p->gross_minor);
	r->cell[CREDIT] = claim_money_cell(b, p->credit_minor);
	r->cell[OFFSET] = claim_money_cell(b, p->offset_minor);
	r->cell[NET] = claim_money_cell(b, p->net_minor);
	if (p->base_minor.den == 1 && p->time_ms > 0)
		r->cell[GROSS].formula =
		    live_round(b, live_rounding(s->money_round),
			live_pair(b, FORMULA_DIV,
			    live_pair(b, FORMULA_MUL, live_column(b, BASE),
				live_column(b, DOWN)),
			    live_column(b, LENGTH)),
			b->claim->currency.digits);
	r->cell[OFFSET].formula = live_pair(
	    b, FORMULA_MIN, live_column(b, GROSS), live_column(b, CREDIT));
	r->cell[NET].formula = live_pair(
	    b, FORMULA_SUB, live_column(b, GROSS), live_column(b, OFFSET));
}

void
claim_price_table(struct build *b)
{
	const struct claim_figures *f = b->claim;
	struct table *t = TABLE(b, "claim_price", price_columns);
	struct row *r;

	t->caption = TEXT(b, "claim.price.caption");
	t->none = TEXT(b, "claim.facts.none");
	for (size_t i = 0; i < f->n_rows; i++)
		price_row(b, t, &f->prices[i]);
	if (f->n_rows == 0)
		return;
	r = table_row(b->doc, t, ROW_TOTAL);
	r->cell[SERVICE] = cell_text(TEXT(b, "words.total"));
	r->cell[GROSS] = claim_money_cell(b, f->gross_minor);
	r->cell[OFFSET] = claim_money_cell(b, f->offset_minor);
	r->cell[NET] = claim_money_cell(b, f->price_minor);
	for (int i = GROSS; i <= NET; i++)
		if (i != CREDIT)
			r->cell[i].formula = live_column_sum(b);
	if (f->combined)
		return;
	r->cell[CREDIT] = claim_money_cell(b, f->credit_minor);
	r->cell[CREDIT].formula = live_column_sum(b);
}

/* ---- head C -------------------------------------------------------------- */

static const struct column_spec damages_columns[] = {
	{ "reading", false, 24, false },
	{ "lost", true, 12, false },
	{ "orders", true, 12, false },
	{ "counted_traffic", true, 14, false },
	{ "conversion", true, 14, false },
	{ "order_value", true, 15, false },
	{ "margin", true, 12, false },
	{ "amount", true, 15, false },
	{ "number", true, 6, true },
};

enum {
	READING,
	LOST,
	ORDERS,
	VISITS,
	CONVERSION,
	VALUE,
	MARGIN,
	AMOUNT,
	ROW_NUMBER
};

/* The row of the central estimate; the lower end follows it. */
enum { CENTRAL = 1, LOWER };

#define MOST_DECIMALS 6

static void
damages_row(
    struct build *b, struct table *t, int number, int64_t lost, int64_t minor)
{
	const struct claim_damages *d = &b->claim->damages;
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[READING] =
	    cell_text(number == CENTRAL ? TEXT(b, "claim.damages.central")
					: TEXT(b, "claim.damages.low"));
	r->cell[ROW_NUMBER] = cell_count(number);
	r->cell[LOST] = cell_count(lost);
	r->cell[CONVERSION] = cell_number(
	    d->conversion, full_decimals(d->conversion, MOST_DECIMALS));
	if (d->visits != 0) {
		r->cell[ORDERS] = cell_count(d->orders);
		r->cell[VISITS] = cell_count(d->visits);
		r->cell[CONVERSION].formula = live_pair(b, FORMULA_DIV,
		    live_column(b, ORDERS), live_column(b, VISITS));
	}
	r->cell[VALUE] = claim_money_cell(b, d->value_minor);
	r->cell[MARGIN] = cell_percent(d->margin,
	    full_decimals(ratio_mul(d->margin, ratio_int(100)), MOST_DECIMALS));
	r->cell[AMOUNT] = claim_money_cell(b, minor);
	r->cell[AMOUNT].formula = live_round(b, FORMULA_ROUND,
	    live_pair(b, FORMULA_MUL,
		live_pair(b, FORMULA_MUL, live_column(b, LOST),
		    live_column(b, CONVERSION)),
		live_pair(b, FORMULA_MUL, live_column(b, VALUE),
		    live_column(b, MARGIN))),
	    b->claim->currency.digits);
}

void
claim_damages_table(struct build *b)
{
	const struct claim_damages *d = &b->claim->damages;
	struct table *t;

	if (d->lack != DAMAGES_COMPLETE)
		return;
	t = TABLE(b, "claim_damages", damages_columns);
	t->caption = FILL(b, "claim.damages.caption",
	    { "who", b->dossier->settings.claim->margin_by });
	damages_row(b, t, CENTRAL, d->lost.lost, d->central_minor);
	damages_row(b, t, LOWER, d->lost.low, d->low_minor);
}

/* ---- the heads, from the tables ------------------------------------------ */

static const struct formula *
sum_of(struct build *b, const char *table, int col, int where, const char *from,
    enum formula_cmp cmp)
{
	const struct formula_where w = { .col = where,
		.plus_col = -1,
		.cmp = cmp,
		.rhs = live_number(b, from) };

	return live_sum(b, table, col, &w, 1);
}

/* Receipts, and the calls as they stand. */
static const struct formula *
costs_formula(struct build *b)
{
	const char *calls = str_cstr(b->keep,
	    money_text(b->keep, b->claim->calls.minor, b->claim->currency));

	return live_pair(b, FORMULA_ADD,
	    sum_of(b, "claim_costs", CLAIM_COST_AMOUNT, CLAIM_COST_AMOUNT, "0",
		CMP_GE),
	    live_number(b, calls));
}

const struct formula *
claim_head_formula(struct build *b, char head)
{
	const struct claim_figures *f = b->claim;

	switch (head) {
	case 'A':
		return f->combined ? NULL
				   : sum_of(b, "claim_price", CREDIT, CREDIT,
					 "0", CMP_GE);
	case 'B':
		return sum_of(b, "claim_price", NET, GROSS, "0", CMP_GE);
	case 'C':
		return sum_of(
		    b, "claim_damages", AMOUNT, ROW_NUMBER, "1", CMP_EQ);
	case 'D':
		return costs_formula(b);
	default:
		return live_column_sum(b);
	}
}
