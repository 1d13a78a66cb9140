/*
 * test_ledger.c -- the workbook recomputes to its own stored values: an
 * evaluator of the documents' formulas, in doubles like a spreadsheet's.
 */
#include "unit/report/fixture.h"

#include <math.h>

#include "report/ledger.h"

struct sheet {
	const struct doc *doc;
	const struct table *t;
	const struct row *row;
};

static const struct table *
table_named(const struct doc *d, const char *id)
{
	for (size_t i = 0; i < d->blocks.n; i++)
		if (d->blocks.v[i].kind == BLOCK_TABLE &&
		    !strcmp(d->blocks.v[i].table->id, id))
			return d->blocks.v[i].table;
	fail_msg("no table \"%s\"", id);
	return NULL;
}

static double
real(struct ratio r)
{
	return (double)r.num / (double)r.den;
}

/* What a workbook stores: major units, seconds, shares, counts. */
static double
stored(const struct cell *c)
{
	switch (c->kind) {
	case CELL_COUNT:
		return (double)c->number;
	case CELL_MONEY:
		return (double)c->number / pow(10, c->digits);
	case CELL_DURATION:
		return (double)c->number / 1000;
	case CELL_PERCENT:
	case CELL_NUMBER:
		return real(c->ratio);
	default:
		return 0;
	}
}

static double eval(struct sheet at, const struct formula *f);

/* The value a reader of the workbook sees after recalculation. */
static double
shown(struct sheet at, const struct cell *c)
{
	return c->formula ? eval(at, c->formula) : stored(c);
}

static bool
compare(enum formula_cmp cmp, double a, double b)
{
	switch (cmp) {
	case CMP_EQ:
		return a == b;
	case CMP_LT:
		return a < b;
	case CMP_LE:
		return a <= b;
	case CMP_GT:
		return a > b;
	case CMP_GE:
		return a >= b;
	}
	return false;
}

static bool
row_fits(struct sheet at, const struct formula_where *w, struct sheet of)
{
	const struct cell *c = &of.row->cell[w->col];
	const struct cell *text = &at.row->cell[w->rhs->col];
	double left = shown(of, c);

	/* Text is compared with the text of a cell of this row. */
	if (c->kind == CELL_TEXT)
		return text->kind == CELL_TEXT && str_eq(c->text, text->text);
	if (c->kind == CELL_EMPTY)
		return false;
	if (w->scale)
		left *= eval(at, w->scale);
	if (w->plus_col >= 0)
		left += shown(of, &of.row->cell[w->plus_col]);
	return compare(w->cmp, left, eval(at, w->rhs));
}

static double
sum_where(struct sheet at, const struct formula *f)
{
	struct sheet of = { at.doc, table_named(at.doc, f->table), NULL };
	size_t end = f->n_rows > 0 ? f->first + f->n_rows : of.t->rows.n;
	double sum = 0;

	assert_true(end <= of.t->rows.n);
	for (size_t r = f->first; r < end; r++) {
		bool fits = true;

		of.row = &of.t->rows.v[r];
		for (int i = 0; i < f->n_where; i++)
			fits = fits && row_fits(at, &f->where[i], of);
		if (fits)
			sum += shown(of, &of.row->cell[f->col]);
	}
	return sum;
}

/* Spreadsheets round half up with a little help against binary fractions. */
static double
round_to(double x, int digits, double help)
{
	double p = pow(10, digits);

	return floor(x * p + help) / p;
}

static double
eval(struct sheet at, const struct formula *f)
{
	double a = f->a ? eval(at, f->a) : 0, b = f->b ? eval(at, f->b) : 0;

	switch (f->op) {
	case FORMULA_NUMBER:
		return strtod(f->text, NULL);
	case FORMULA_COLUMN:
		return shown(at, &at.row->cell[f->col]);
	case FORMULA_ADD:
		return a + b;
	case FORMULA_SUB:
		return a - b;
	case FORMULA_MUL:
		return a * b;
	case FORMULA_DIV:
		return a / b;
	case FORMULA_MIN:
		return a < b ? a : b;
	case FORMULA_MAX:
		return a > b ? a : b;
	case FORMULA_ROUND:
		return round_to(a, f->digits, 0.5 + 1e-9);
	case FORMULA_ROUND_DOWN:
		return round_to(a, f->digits, 0);
	case FORMULA_ROUND_UP:
		return -round_to(-a, f->digits, 0);
	case FORMULA_ROUND_EVEN:
		return nearbyint(a * pow(10, f->digits)) / pow(10, f->digits);
	case FORMULA_SUM_WHERE:
		return sum_where(at, f);
	default:
		fail_msg("a formula the ledger does not use");
		return 0;
	}
}

static const struct doc *
workbook(struct fixture *f)
{
	const char *kinds[] = { "ledger", NULL };
	struct report_job *jobs;
	struct langs langs;
	const struct doc *filled;
	struct doc *doc;
	struct err e = { 0 };
	size_t n;

	langs_open(&langs, NULL, &f->keep);
	assert_int_equal(report_plan(&f->d, kinds, &f->keep, &jobs, &n, &e), 0);
	assert_int_equal(n, 1);
	if (report_build(&jobs[0], &f->d, &langs, &f->keep, &doc, &e) ||
	    doc_filled(doc, &f->keep, &filled, &e))
		fail_msg("%s", e.text);
	return filled;
}

/* Every formula of every table gives what its cell stores; counts them. */
static int
recompute(const struct doc *d)
{
	int n = 0;

	for (size_t i = 0; i < d->blocks.n; i++) {
		const struct table *t = d->blocks.v[i].table;

		if (d->blocks.v[i].kind != BLOCK_TABLE)
			continue;
		for (size_t r = 0; r < t->rows.n; r++)
			for (int c = 0; c < t->n_columns; c++) {
				struct sheet at = { d, t, &t->rows.v[r] };
				const struct cell *cell = &at.row->cell[c];
				double got, want = stored(cell);

				if (!cell->formula)
					continue;
				got = eval(at, cell->formula);
				if (fabs(got - want) > 1e-9 * fabs(want))
					fail_msg("%s row %zu column %d: %.9f "
						 "instead of %.9f",
					    t->id, r, c, got, want);
				n++;
			}
	}
	return n;
}

/*
 * Three settlements, each with counted, downtime, availability, up time, rate
 * and credit, and one total: 3 * 6 + 1.
 */
static void
test_recompute(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f);
	assert_int_equal(recompute(workbook(&f)), 19);
	fixture_close(&f);
}

/* A changed outage moves the credit, as an accountant would try out. */
static void
test_live(void **state)
{
	struct fixture f;
	const struct doc *d;
	const struct table *ledger, *outages;
	struct sheet at;

	(void)state;
	fixture_open(&f);
	d = workbook(&f);
	ledger = table_named(d, "ledger");
	outages = table_named(d, "outages");
	at = (struct sheet){ d, ledger, &ledger->rows.v[0] };
	/* 5 h instead of 96 h 12: 99.3 %, 10 % of 49.00 = 4.90 */
	outages->rows.v[0].cell[OUTAGE_COUNTED].number = 5 * MS_HOUR;
	assert_true(fabs(shown(at, &at.row->cell[LEDGER_RATE]) - 0.10) < 1e-12);
	assert_true(
	    fabs(shown(at, &at.row->cell[LEDGER_CREDIT]) - 4.90) < 1e-9);
	/* exactly 1 %: 99 % belongs to the row "99 to below 99.9" */
	outages->rows.v[0].cell[OUTAGE_COUNTED].number =
	    7 * MS_HOUR + 12 * MS_MINUTE;
	assert_true(fabs(shown(at, &at.row->cell[LEDGER_RATE]) - 0.10) < 1e-12);
	/* one millisecond more falls into the next row */
	outages->rows.v[0].cell[OUTAGE_COUNTED].number++;
	assert_true(fabs(shown(at, &at.row->cell[LEDGER_RATE]) - 0.25) < 1e-12);
	/* nothing at all: no row, no credit */
	outages->rows.v[0].cell[OUTAGE_COUNTED].number = 0;
	assert_true(shown(at, &at.row->cell[LEDGER_CREDIT]) == 0);
	fixture_close(&f);
}

/* Half a cent: 1.00 at 0.5 % is 0.005; up gives 0.01, even gives 0.00. */
static void
test_rounding(void **state)
{
	static const struct {
		enum rounding mode;
		int64_t credit_minor;
	} rows[] = { { ROUND_HALF_UP, 1 }, { ROUND_HALF_EVEN, 0 },
		{ ROUND_DOWN, 0 }, { ROUND_UP, 1 } };
	struct tier_row tier;
	struct credit_rule rule;
	struct fixture f;
	struct terms t;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct settlement *s;

		fixture_open(&f);
		s = &f.ledger[0].settlement;
		t = *f.contract.terms;
		rule = *t.credit;
		tier = rule.u.tiers.rows[2];
		tier.value.n = ratio_make(1, 2);
		rule.u.tiers.rows = &tier;
		rule.u.tiers.n_rows = 1;
		t.credit = &rule;
		t.n_caps = 0;
		f.contract.terms = &t;
		s->n_tiers = 1;
		s->tiers[0] = s->tiers[2];
		s->tier_hit = 0;
		s->base_minor = ratio_int(100);
		s->percent = ratio_make(1, 2);
		s->money_round = rows[i].mode;
		s->credit_minor = rows[i].credit_minor;
		f.d.n_ledger = 1;
		assert_int_equal(recompute(workbook(&f)), 7);
		fixture_close(&f);
	}
}

/* A rule that is no table keeps its percentage, and the remark says so. */
static void
test_not_plain(void **state)
{
	struct credit_rule rule;
	struct fixture f;
	struct terms t;
	const struct table *ledger;
	const struct row *r;

	(void)state;
	fixture_open(&f);
	t = *f.contract.terms;
	rule = (struct credit_rule){ .kind = RULE_PER_UNIT };
	t.credit = &rule;
	f.contract.terms = &t;
	for (size_t i = 0; i < 3; i++)
		f.ledger[i].settlement.n_tiers = 0,
		f.ledger[i].settlement.tier_hit = -1;
	ledger = table_named(workbook(&f), "ledger");
	r = &ledger->rows.v[0];
	assert_null(r->cell[LEDGER_RATE].formula);
	assert_null(r->cell[LEDGER_CREDIT].formula);
	assert_int_equal(r->cell[LEDGER_CREDIT].number, 4900);
	assert_true(contains(r->cell[LEDGER_REMARK].text, "as a value"));
	fixture_close(&f);
}

/*
 * 2,002 rows, 2,001 of them with an outage, make 4,006,002 pairs: too many, so
 * every row looks at its own outage alone, and one without any at none. 2,000
 * rows with 1,999 make 3,998,000: every row asks all outages.
 */
static void
test_narrow(void **state)
{
	enum { MANY = 2001 };
	struct ledger_row *rows;
	const struct table *t;
	const struct doc *d;
	struct fixture f;

	(void)state;
	fixture_open(&f);
	f.ledger[0].settlement.n_lines = 1;
	rows = arena_array(&f.keep, MANY + 1, sizeof *rows);
	for (size_t i = 0; i <= MANY; i++)
		rows[i] = f.ledger[0];
	rows[7].settlement.n_lines = 0;
	rows[7].settlement.downtime_ms = 0;
	f.d.ledger = rows;
	f.d.n_ledger = MANY + 1;
	d = workbook(&f);
	t = table_named(d, "ledger");
	assert_null(t->rows.v[7].cell[LEDGER_COUNTED].formula);
	assert_int_equal(t->rows.v[8].cell[LEDGER_COUNTED].formula->first, 7);
	assert_int_equal(t->rows.v[8].cell[LEDGER_COUNTED].formula->n_rows, 1);
	for (size_t i = 0; i <= MANY; i += 400) {
		struct sheet at = { d, t, &t->rows.v[i] };
		const struct cell *c = &at.row->cell[LEDGER_COUNTED];

		assert_true(eval(at, c->formula) == stored(c));
	}
	f.d.n_ledger = MANY - 1;
	t = table_named(workbook(&f), "ledger");
	assert_int_equal(t->rows.v[8].cell[LEDGER_COUNTED].formula->n_rows, 0);
	fixture_close(&f);
}

/* What only the invoicing system knows stays empty, whatever the case. */
static void
test_fiscal_empty(void **state)
{
	struct fixture f;
	const struct table *ledger;

	(void)state;
	fixture_open(&f);
	ledger = table_named(workbook(&f), "ledger");
	for (size_t r = 0; r < ledger->rows.n; r++)
		for (int c = LEDGER_BT_1; c <= LEDGER_BT_152; c++)
			assert_int_equal(
			    ledger->rows.v[r].cell[c].kind, CELL_EMPTY);
	fixture_close(&f);
}

/* The row of the dictionary about a column of the ledger's sheet. */
static const struct row *
explained(const struct table *t, const char *column)
{
	for (size_t i = 0; i < t->rows.n; i++)
		if (str_is(t->rows.v[i].cell[0].text, "Ledger") &&
		    str_is(t->rows.v[i].cell[1].text, column))
			return &t->rows.v[i];
	fail_msg("nothing explains \"%s\"", column);
	return NULL;
}

static void
assert_cell(const struct row *r, int column, const char *text)
{
	struct str got = r->cell[column].text;

	if (!str_is(got, text))
		fail_msg("\"%.*s\", wanted \"%s\"", STR_ARG(got), text);
}

/* Type, unit, formula and source. */
static void
test_dictionary(void **state)
{
	struct fixture f;
	const struct table *t;
	const struct row *r;
	size_t n = 0;

	(void)state;
	fixture_open(&f);
	t = table_named(workbook(&f), "dictionary");
	for (size_t i = 0; i < t->rows.n; i++)
		n += !str_is(t->rows.v[i].cell[0].text, "Sources");
	assert_int_equal(n, LEDGER_COLUMNS + OUTAGE_COLUMNS + TERM_COLUMNS);
	r = explained(t, "Credit");
	assert_cell(r, 2, "amount");
	assert_cell(r, 3, "EUR");
	assert_cell(
	    r, 5, "ROUND(MIN(([Base fee, net]*[Credit rate]),[Cap]),2)");
	assert_cell(r, 6, "computed");
	r = explained(t, "Counted");
	assert_cell(r, 2, "number");
	assert_cell(r, 3, "s");
	assert_cell(
	    r, 5, "SUMPRODUCT(((Outages[Row])=[Row])*1,Outages[Counted])");
	r = explained(t, "Customer no.");
	assert_cell(r, 2, "text");
	assert_int_equal(r->cell[5].kind, CELL_EMPTY);
	assert_cell(r, 6, "customers and services");
	r = explained(t, "Claim needed (0/1)");
	assert_cell(r, 2, "yes or no");
	assert_cell(r, 3, "0/1");
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recompute),
		cmocka_unit_test(test_live),
		cmocka_unit_test(test_rounding),
		cmocka_unit_test(test_not_plain),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_fiscal_empty),
		cmocka_unit_test(test_dictionary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
