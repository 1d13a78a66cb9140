/*
 * section_legal.c -- the standing sentences of a credit statement: V1 to V4.
 */
#include "report/sections.h"

/* The contract's own date as people write it; empty if it is none. */
static struct str
agreed_day(struct build *b, const struct contract *c)
{
	struct iso iso;

	if (!iso_parse(c->agreed_on, &iso))
		return STR_NONE;
	iso.at.hour = iso.at.minute = iso.at.second = iso.at.ms = 0;
	return show_day(b, civil_ms(iso.at), NULL);
}

/* V2; the contract is named where its clause and date do not tell which. */
static struct str
ground(struct build *b, const struct contract *c, bool several)
{
	struct str day = agreed_day(b, c), clause = credit_clause(c->terms);
	struct fill fill[] = { { "c", unbroken(b->keep, clause) },
		{ "d", day } };
	const char *key =
	    clause.n ? day.n ? "standard.v2.clause_date" : "standard.v2.clause"
	    : day.n  ? "standard.v2.date"
		     : "standard.v2.plain";
	struct str text = lang_fill(b->lang, key, b->keep, fill, 2);

	if (several || !day.n)
		text = FILL(b, "answer.by_contract", { "contract", c->name },
		    { "text", text });
	return text;
}

/* Only the provider grants, and only what was claimed in time. */
static bool
granted(const struct build *b, const struct settlement *s)
{
	return !b->dossier->settings.claimant && s->credit_minor > 0 &&
	       !show_late(b, s);
}

static bool
seen_before(const struct build *b, size_t i)
{
	const struct statement_line *l = b->statement.lines;

	for (size_t k = 0; k < i; k++)
		if (l[k].row->contract == l[i].row->contract &&
		    granted(b, &l[k].row->settlement))
			return true;
	return false;
}

/* One paragraph of small print: the first page has to hold it. */
int
section_legal(struct build *b, struct err *e)
{
	const struct statement_figures *f = &b->statement;
	struct str text = TEXT(b, "standard.v1");
	size_t contracts = 0;

	(void)e;
	for (size_t i = 0; i < f->n_lines; i++)
		contracts += granted(b, &f->lines[i].row->settlement) &&
			     !seen_before(b, i);
	for (size_t i = 0; i < f->n_lines; i++) {
		const struct ledger_row *row = f->lines[i].row;

		if (granted(b, &row->settlement) && !seen_before(b, i))
			text = show_after(
			    b, text, ground(b, row->contract, contracts > 1));
	}
	if (b->job->customer->consumer)
		text = show_after(b, text, TEXT(b, "standard.v3"));
	if (f->any_credit)
		text = show_after(b, text, TEXT(b, "standard.v4"));
	doc_small_print(b->doc, text);
	return 0;
}
