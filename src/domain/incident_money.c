/*
 * incident_money.c -- what an incident cost: credits of the settlements it
 * touched.
 *
 * A settlement covers a whole period; where another incident fell into the same
 * period the credit is that of both, and cannot be split.
 */
#include "domain/incident_figures.h"
#include "domain/statement_figures.h"

/* The words of the row that applied; empty without a table. */
static struct str
rung_words(const struct ledger_row *row, int tier)
{
	return tier >= 0 ? row->settlement.tiers[tier].printed : STR_NONE;
}

static struct rung_figures *
rung_find(struct incident_money *m, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;

	for (size_t i = 0; i < m->n_rungs; i++) {
		const struct rung_figures *r = &m->rungs[i];

		if (str_eq(rung_words(r->example, r->tier),
			rung_words(row, s->tier_hit)) &&
		    str_is(str_of(r->sum.currency.code), s->currency.code))
			return &m->rungs[i];
	}
	return NULL;
}

static void
sum_credits(struct incident_figures *f, struct arena *keep)
{
	struct incident_money *m = &f->money;
	const struct customer *last = NULL;
	size_t cap = 0;

	for (size_t i = 0; i < f->n_rows; i++) {
		const struct ledger_row *row = f->rows[i];
		const struct settlement *s = &row->settlement;
		struct money credit = { s->credit_minor, s->currency };
		struct rung_figures *rung;

		if (!s->credit_minor)
			continue;
		rung = rung_find(m, row);
		if (!rung) {
			m->rungs = vec_room(
			    keep, m->rungs, m->n_rungs, &cap, sizeof *m->rungs);
			rung = &m->rungs[m->n_rungs++];
			*rung = (struct rung_figures){ .example = row,
				.tier = s->tier_hit,
				.sum.currency = s->currency };
		}
		rung->sum.minor += s->credit_minor;
		rung->settlements++;
		money_tally(keep, &m->totals, &m->n_totals, credit);
		m->customers += row->customer != last;
		last = row->customer;
		m->capped += s->capped;
		m->claim_needed += row->contract->terms->claim.given &&
				   !row->contract->terms->claim.automatic;
	}
}

void
incident_money(const struct dossier *dossier, struct incident_figures *f,
    struct arena *keep)
{
	sum_credits(f, keep);
	f->lost = estimate_sum(dossier, f->incident->id, keep);
}
