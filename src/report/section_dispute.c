/*
 * section_dispute.c -- under which contract the statement stands, how to object
 * to it and until when something must be claimed.
 */
#include <string.h>

#include "report/sections.h"

static const struct column_spec columns[] = {
	{ "contract", false, 24, false },
	{ "version", false, 9, false },
	{ "agreed_on", false, 12, false },
	{ "zone", false, 14, false },
	{ "currency", false, 9, false },
	{ "claim", false, 34, false },
};

/* What the engine found out about claiming, in the words of the trace. */
static struct str
claim_words(struct build *b, const struct ledger_row *row)
{
	const struct trace *t = &row->settlement.trace;

	for (size_t i = 0; i < t->steps.n; i++)
		if (strcmp(t->steps.v[i].key, "claim") == 0)
			return explain_step(
			    b->lang, b->keep, row, &t->steps.v[i]);
	return STR_NONE;
}

static void
add_contract(struct build *b, struct table *t, const struct ledger_row *row)
{
	const struct contract *c = row->contract;
	struct row *r = table_row(b->doc, t, ROW_BODY);
	struct str claim = claim_words(b, row);
	struct iso iso;

	r->cell[0] = cell_text(c->name.n ? c->name : c->id);
	if (c->version.n)
		r->cell[1] = cell_text(c->version);
	if (iso_parse(c->agreed_on, &iso))
		r->cell[2] = cell_date(civil_ms(iso.at), NULL);
	r->cell[3] = cell_text(c->zone->name);
	r->cell[4] = cell_text(str_of(c->currency.code));
	if (claim.n)
		r->cell[5] = cell_text(claim);
}

/* How to claim, and what percentages apply to, where the contract says it. */
static void
add_words(struct build *b, const struct contract *c)
{
	if (c->channel.n != 0)
		doc_paragraph(
		    b->doc, FILL(b, "dispute.channel", { "contract", c->name },
				{ "channel", c->channel }));
	if (c->base_is.n != 0)
		doc_paragraph(
		    b->doc, FILL(b, "dispute.base", { "contract", c->name },
				{ "base", c->base_is }));
}

static bool
listed_before(const struct statement_figures *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (f->lines[k].row->contract == f->lines[i].row->contract)
			return true;
	return false;
}

int
section_dispute(struct build *b, struct err *e)
{
	const struct statement_figures *f = &b->statement;
	const struct settings *s = &b->dossier->settings;
	struct table *t;

	(void)e;
	chapter(b, "head.dispute");
	if (!s->claimant && s->provider_contact.n)
		doc_paragraph(b->doc, FILL(b, "dispute.contact",
					  { "contact", s->provider_contact },
					  { "number", statement_number(b) }));
	else if (!s->claimant)
		doc_paragraph(b->doc,
		    FILL(b, "dispute.provider", { "provider", s->provider },
			{ "number", statement_number(b) }));
	t = TABLE(b, "contracts", columns);
	t->none = TEXT(b, "lines.none");
	for (size_t i = 0; i < f->n_lines; i++)
		if (!listed_before(f, i))
			add_contract(b, t, f->lines[i].row);
	for (size_t i = 0; i < f->n_lines; i++)
		if (!listed_before(f, i))
			add_words(b, f->lines[i].row->contract);
	return 0;
}
