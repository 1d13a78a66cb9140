/*
 * section_ladder.c -- the contract's table with the row that applies: of the
 * service with the largest credit, or the one worst off.
 */
#include "report/charts.h"
#include "report/sections.h"

int
section_ladder(struct build *b, struct err *e)
{
	const struct statement_line *top = b->statement.largest;
	struct chart *c = NULL;

	(void)e;
	if (top)
		c = ladder_chart(b, top->row, top->row->service->name);
	if (c)
		doc_chart(b->doc, c);
	return 0;
}
