/*
 * ledger_places.c -- which rows of the ledger's sheets belong together.
 */
#include "report/ledger.h"

/* Pairs of rows that a spreadsheet compares while its reader waits. */
#define PAIRS_MOST ((size_t)4000000)

static void
place_terms(struct ledger_places *p, const struct build *b, size_t *n)
{
	const struct statement_figures *f = &b->statement;

	for (size_t i = 0; i < f->n_lines; i++) {
		const struct ledger_row *row = f->lines[i].row;
		struct ledger_run *run =
		    &p->terms[contract_number(b->dossier, row->contract)];

		if (run->line != SIZE_MAX)
			continue;
		run->line = i;
		run->first = *n;
		if (credit_table(row->contract->terms->credit))
			run->n = row->settlement.n_tiers;
		*n += run->n;
	}
}

static void
find_places(struct build *b, struct ledger_places *ret_places)
{
	const struct statement_figures *f = &b->statement;
	size_t contracts = b->dossier->n_contracts + 1, n_terms = 0, at = 0;
	struct ledger_places p = { .outage = arena_array(b->keep,
				       f->n_lines + 1, sizeof *p.outage),
		.terms = arena_array(b->keep, contracts, sizeof *p.terms) };

	for (size_t i = 0; i < f->n_lines; i++) {
		p.outage[i] = at;
		at += f->lines[i].row->settlement.n_lines;
	}
	p.outage[f->n_lines] = at;
	for (size_t i = 0; i < contracts; i++)
		p.terms[i].line = SIZE_MAX;
	place_terms(&p, b, &n_terms);
	if (f->n_lines > 0) {
		p.narrow_outages = at > PAIRS_MOST / f->n_lines;
		p.narrow_terms = n_terms > PAIRS_MOST / f->n_lines;
	}
	*ret_places = p;
}

struct ledger_source *
ledger_source_new(struct build *b)
{
	struct ledger_source *s = arena_new(b->keep, struct ledger_source);

	s->all = s->row = *b;
	find_places(b, &s->places);
	s->made.rate = arena_array(
	    b->keep, b->dossier->n_contracts + 1, sizeof *s->made.rate);
	return s;
}
