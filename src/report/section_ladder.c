/*
 * section_ladder.c -- the contract's table with the row that applies: of the
 * service with the largest credit, or the one worst off; where that has no
 * table, of the next that has.
 */
#include "report/charts.h"
#include "report/sections.h"

/* The line with a table that has the largest credit. */
static const struct ledger_row *
with_table(const struct statement_figures *f)
{
	const struct ledger_row *best = NULL;

	for (size_t i = 0; i < f->n_lines; i++) {
		const struct ledger_row *row = f->lines[i].row;

		if (!f->lines[i].touched || !row->settlement.n_tiers)
			continue;
		if (!best || row->settlement.credit_minor >
				 best->settlement.credit_minor)
			best = row;
	}
	return best;
}

int
section_ladder(struct build *b, struct err *e)
{
	const struct statement_line *top = b->statement.largest;
	const struct ledger_row *row = top ? top->row : NULL;

	(void)e;
	if (row && !row->settlement.n_tiers)
		row = with_table(&b->statement);
	if (row)
		doc_chart(b->doc, ladder_chart(b, row, show_service(b, row)));
	return 0;
}
