/*
 * section_money.c -- what the incident costs the provider. Internal, whatever a
 * layout says: the total liability is nobody else's business.
 */
#include "report/charts.h"
#include "report/sections.h"

static const struct column_spec columns[] = {
	{ "tier", false, 40, false },
	{ "settlements", true, 16, false },
	{ "credit", true, 20, false },
};

static void
add_rungs(struct build *b)
{
	const struct incident_money *m = &b->incident.money;
	struct table *t = TABLE(b, "rungs", columns);

	t->none = TEXT(b, "money.none");
	for (size_t i = 0; i < m->n_rungs; i++) {
		const struct rung_figures *g = &m->rungs[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] =
		    cell_text(g->tier >= 0 ? tier_text(b->lang, b->keep,
						 g->example, (size_t)g->tier)
					   : TEXT(b, "tier.no_table"));
		r->cell[1] = cell_count(g->settlements);
		r->cell[2] = cell_money(
		    g->sum.minor, g->sum.currency.code, g->sum.currency.digits);
	}
	for (size_t i = 0; i < m->n_totals; i++) {
		struct row *r = table_row(b->doc, t, ROW_TOTAL);

		r->cell[0] = cell_text(TEXT(b, "words.total"));
		r->cell[2] = cell_money(m->totals[i].minor,
		    m->totals[i].currency.code, m->totals[i].currency.digits);
		r->cell[2].tone = TONE_MONEY;
	}
}

int
section_money(struct build *b, struct err *e)
{
	const struct incident_figures *f = &b->incident;
	const struct incident_money *m = &f->money;
	struct chart *bars, *ladder = NULL;

	(void)e;
	if (!build_internal(b))
		return 0;
	chapter(b, "head.money");
	doc_paragraph(b->doc,
	    FILL(b, "money.how", { "customers", show_count(b, m->customers) },
		{ "capped", show_count(b, m->capped) },
		{ "claims", show_count(b, m->claim_needed) }));
	bars = rungs_chart(b);
	if (bars)
		doc_chart(b->doc, bars);
	add_rungs(b);
	if (f->n_groups)
		ladder = ladder_chart(
		    b, f->groups[0].first->row, group_name(b, &f->groups[0]));
	if (ladder)
		doc_chart(b->doc, ladder);
	return 0;
}
