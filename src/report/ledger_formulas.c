/*
 * ledger_formulas.c -- the chain from the outages to the cents, as a
 * spreadsheet redoes it.
 *
 * Counted time is the sum of the outages' counted seconds; the row of the
 * contract's table is found by comparing whole numbers, never percentages;
 * money is rounded once. All numbers stay below 2^53, so nothing is lost in a
 * spreadsheet.
 */
#include "report/ledger.h"
#include "report/live.h"

/* SUM of the outages' counted seconds with this row's number. */
static struct formula *
counted_formula(struct build *b)
{
	const struct formula_where where = { .col = OUTAGE_LEDGER_NO,
		.plus_col = -1,
		.cmp = CMP_EQ,
		.rhs = live_column(b, LEDGER_NO) };

	return live_sum(b, "outages", OUTAGE_COUNTED, &where, 1);
}

/* The same among this row's own outages; NULL where it has none. */
static const struct formula *
counted_of(struct ledger_source *s, size_t i)
{
	size_t n = s->places.outage[i + 1] - s->places.outage[i];
	struct formula *f;

	if (!s->places.narrow_outages) {
		if (s->made.counted == NULL)
			s->made.counted = counted_formula(&s->all);
		return s->made.counted;
	}
	if (n == 0)
		return NULL;
	f = counted_formula(&s->row);
	f->first = s->places.outage[i];
	f->n_rows = n;
	return f;
}

/*
 * Up time by denominator, rounded down to the decimals shown: in whole numbers,
 * since a percentage one digit too high would be a promise kept on paper.
 */
static const struct formula *
share_formula(struct build *b, const char *scale)
{
	const struct formula *whole = live_pair(b, FORMULA_DIV,
	    live_pair(b, FORMULA_MUL, live_column(b, LEDGER_UP_MS),
		live_number(b, scale)),
	    live_column(b, LEDGER_DEN_MS));

	return live_pair(b, FORMULA_DIV,
	    live_round(b, FORMULA_ROUND_DOWN, whole, 0), live_number(b, scale));
}

/* Whole milliseconds of up time: denominator less downtime. */
static const struct formula *
up_formula(struct build *b)
{
	return live_pair(b, FORMULA_SUB, live_column(b, LEDGER_DEN_MS),
	    live_round(b, FORMULA_ROUND,
		live_pair(b, FORMULA_MUL, live_column(b, LEDGER_DOWNTIME),
		    live_number(b, "1000")),
		0));
}

/*
 * The percentage of the one row with
 * low * den + low_open <= up * 1000000 < high * den + high_in.
 */
static struct formula *
rate_formula(struct build *b)
{
	const struct formula *den = live_column(b, LEDGER_DEN_MS);
	const struct formula *up = live_pair(b, FORMULA_MUL,
	    live_column(b, LEDGER_UP_MS), live_number(b, "1000000"));
	const struct formula_where where[] = {
		{ .col = TERM_CONTRACT_NO,
		    .plus_col = -1,
		    .cmp = CMP_EQ,
		    .rhs = live_column(b, LEDGER_CONTRACT_NO) },
		{ .col = TERM_LOW,
		    .scale = den,
		    .plus_col = TERM_LOW_OPEN,
		    .cmp = CMP_LE,
		    .rhs = up },
		{ .col = TERM_HIGH,
		    .scale = den,
		    .plus_col = TERM_HIGH_IN,
		    .cmp = CMP_GT,
		    .rhs = up },
	};

	return live_sum(b, "terms", TERM_PERCENT, where, 3);
}

/* Of one contract: in a large ledger among its own rows of the table. */
static const struct formula *
rate_of(struct ledger_source *s, const struct contract *c)
{
	int64_t number = contract_number(s->all.dossier, c);
	const struct ledger_run *run = &s->places.terms[number];
	/* all contracts share the one that looks at all rows */
	const struct formula **f =
	    &s->made.rate[s->places.narrow_terms ? number : 0];
	struct formula *made;

	if (*f != NULL)
		return *f;
	made = rate_formula(&s->all);
	if (s->places.narrow_terms) {
		made->first = run->first;
		made->n_rows = run->n;
	}
	return *f = made;
}

static const char *const powers[] = { "1", "10", "100", "1000", "10000" };

/* A product that is a whole number but for the noise of binary fractions. */
static const struct formula *
whole_times(
    struct build *b, const struct formula *value, const struct formula *by)
{
	return live_round(
	    b, FORMULA_ROUND, live_pair(b, FORMULA_MUL, value, by), 0);
}

/*
 * Half up is what every spreadsheet's ROUND does, and reads best. The other
 * modes need exact ties, so they work on whole millionths of minor units.
 */
static const struct formula *
credit_formula(struct build *b, const struct settlement *s, bool capped)
{
	const struct formula *base = live_column(b, LEDGER_BASE), *f;
	const struct formula *rate = live_column(b, LEDGER_RATE);
	const struct formula *cap = live_column(b, LEDGER_CAP);
	const struct formula *minor =
	    live_number(b, powers[s->currency.digits]);
	const struct formula *ppm = live_number(b, "1000000");

	if (s->money_round == ROUND_HALF_UP) {
		f = live_pair(b, FORMULA_MUL, base, rate);
		if (capped)
			f = live_pair(b, FORMULA_MIN, f, cap);
		return live_round(b, FORMULA_ROUND, f, s->currency.digits);
	}
	base = whole_times(b, base, minor);
	f = live_pair(b, FORMULA_MUL, base, whole_times(b, rate, ppm));
	if (capped)
		f = live_pair(b, FORMULA_MIN, f,
		    whole_times(b, cap, live_pair(b, FORMULA_MUL, minor, ppm)));
	f = live_pair(b, FORMULA_DIV, f, ppm);
	f = live_round(b, live_rounding(s->money_round), f, 0);
	return live_pair(b, FORMULA_DIV, f, minor);
}

/* Availability as shown, and the whole numbers it comes from. */
static void
put_share(struct ledger_source *src, const struct settlement *s, struct row *r)
{
	static const char *const scales[LEDGER_SCALES] = { "100", "1000",
		"10000", "100000", "1000000" };
	struct ledger_formulas *made = &src->made;
	const int decimals = src->decimals;
	struct build *b = &src->all;
	int64_t up_ms;

	if (!settlement_up(s, &up_ms))
		return;
	r->cell[LEDGER_DEN_MS] = cell_count(s->denominator_ms);
	r->cell[LEDGER_UP_MS] = cell_count(up_ms);
	if (made->up == NULL)
		made->up = up_formula(b);
	r->cell[LEDGER_UP_MS].formula = made->up;
	if (decimals < 0 || decimals >= LEDGER_SCALES)
		return;
	r->cell[LEDGER_ACHIEVED] = cell_percent(
	    ratio_quantize(s->availability, decimals + 2, ROUND_FLOOR),
	    decimals);
	if (made->share[decimals] == NULL)
		made->share[decimals] = share_formula(b, scales[decimals]);
	r->cell[LEDGER_ACHIEVED].formula = made->share[decimals];
}

static const struct formula *
credit_of(struct build *b, const struct settlement *s, bool capped,
    struct ledger_formulas *made)
{
	const struct formula **f =
	    &made->credit[s->money_round][s->currency.digits][capped];

	if (*f == NULL)
		*f = credit_formula(b, s, capped);
	return *f;
}

void
ledger_formulas(struct ledger_source *src, size_t i, struct row *r)
{
	const struct statement_line *line = &src->all.statement.lines[i];
	const struct contract *contract = line->row->contract;
	const struct settlement *s = &line->row->settlement;
	struct ledger_formulas *made = &src->made;
	struct build *b = &src->all;
	struct plain_credit plain;

	if (made->downtime == NULL)
		made->downtime = live_column(b, LEDGER_COUNTED);
	r->cell[LEDGER_COUNTED].formula = counted_of(src, i);
	if (line->counted_ms == s->downtime_ms)
		r->cell[LEDGER_DOWNTIME].formula = made->downtime;
	put_share(src, s, r);
	if (!settlement_is_plain(s, contract->terms, &plain) ||
	    s->currency.digits >= LEDGER_DIGITS)
		return;
	r->cell[LEDGER_CONTRACT_NO] =
	    cell_count(contract_number(b->dossier, contract));
	r->cell[LEDGER_RATE] =
	    rate_cell(ratio_make(plain.percent_ppm, 1000000));
	r->cell[LEDGER_RATE].formula = rate_of(src, contract);
	if (plain.has_cap)
		r->cell[LEDGER_CAP] = cap_cell(plain.cap_minor, s->currency);
	/* what the contract makes of several services stands as a value */
	r->cell[line->combined ? LEDGER_ALONE : LEDGER_CREDIT].formula =
	    credit_of(b, s, plain.has_cap, made);
}

const struct formula *
ledger_total(struct build *b)
{
	const struct formula_where where = { .col = LEDGER_CURRENCY,
		.plus_col = -1,
		.cmp = CMP_EQ,
		.rhs = live_column(b, 0) };

	return live_sum(b, "ledger", LEDGER_CREDIT, &where, 1);
}
