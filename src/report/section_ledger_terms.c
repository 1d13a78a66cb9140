/*
 * section_ledger_terms.c -- the sheet of terms: the rows of the contracts'
 * tables in whole millionths, as the ledger's formulas look them up.
 */
#include "report/ledger.h"
#include "report/sections.h"

const struct column_spec term_columns[TERM_COLUMNS] = {
	[TERM_CONTRACT_NO] = { "contract_no", true, 10, false },
	[TERM_CONTRACT_ID] = { "contract_id", false, 16, false },
	[TERM_CONTRACT] = { "contract", false, 28, true },
	[TERM_VERSION] = { "version", false, 10, true },
	[TERM_TIER] = { "tier", false, 28, false },
	[TERM_PERCENT] = { "rate", true, 10, false },
	[TERM_LOW] = { "low_ppm", true, 14, true },
	[TERM_LOW_OPEN] = { "low_open", true, 12, true },
	[TERM_HIGH] = { "high_ppm", true, 14, true },
	[TERM_HIGH_IN] = { "high_in", true, 12, true },
};

static void
add_tier(struct build *b, struct table *t, const struct ledger_row *row,
    int64_t number, size_t i)
{
	const struct credit_tiers *tiers =
	    credit_table(row->contract->terms->credit);
	const struct contract *c = row->contract;
	struct row *r = table_row(b->doc, t, ROW_BODY);
	struct tier_ppm ppm;

	r->cell[TERM_CONTRACT_NO] = cell_count(number);
	r->cell[TERM_CONTRACT_ID] = cell_text(c->id);
	if (c->name.n)
		r->cell[TERM_CONTRACT] = cell_text(c->name);
	if (c->version.n)
		r->cell[TERM_VERSION] = cell_text(c->version);
	r->cell[TERM_TIER] = cell_text(tier_text(b->lang, b->keep, row, i));
	/* Other tables are listed for the reader, but nothing looks them up. */
	if (tiers->on != ON_AVAILABILITY || !tier_in_ppm(&tiers->rows[i], &ppm))
		return;
	r->cell[TERM_PERCENT] = rate_cell(ratio_make(ppm.percent, 1000000));
	r->cell[TERM_LOW] = cell_count(ppm.low);
	r->cell[TERM_LOW_OPEN] = cell_count(ppm.low_open);
	r->cell[TERM_HIGH] = cell_count(ppm.high);
	r->cell[TERM_HIGH_IN] = cell_count(ppm.high_in);
}

int
section_ledger_terms(struct build *b, struct err *e)
{
	const struct statement_figures *f = &b->statement;
	struct table *t;
	bool *shown =
	    arena_array(b->keep, b->dossier->n_contracts + 1, sizeof *shown);

	(void)e;
	doc_heading(b->doc, 1, TEXT(b, "head.terms"), TEXT(b, "sheet.terms"));
	t = TABLE(b, "terms", term_columns);
	t->none = TEXT(b, "ledger.no_tables");
	for (size_t i = 0; i < f->n_lines; i++) {
		const struct ledger_row *row = f->lines[i].row;
		int64_t number = contract_number(b->dossier, row->contract);

		if (shown[number])
			continue;
		shown[number] = true;
		if (!credit_table(row->contract->terms->credit))
			continue;
		for (size_t k = 0; k < row->settlement.n_tiers; k++)
			add_tier(b, t, row, number, k);
	}
	readings_add(b);
	return 0;
}
