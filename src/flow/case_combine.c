#include "flow/case_combine.h"

#include "domain/combine.h"

static bool
together(const struct ledger_row *a, const struct ledger_row *b)
{
	return a->customer == b->customer && a->contract == b->contract &&
	       a->settlement.part == b->settlement.part &&
	       str_eq(a->settlement.period_name, b->settlement.period_name);
}

static bool
is_first(const struct dossier *dossier, size_t i)
{
	/* the ledger is by customer */
	for (size_t k = i; k-- > 0 && dossier->ledger[k].customer ==
					  dossier->ledger[i].customer;)
		if (together(&dossier->ledger[k], &dossier->ledger[i]))
			return false;
	return true;
}

static void
check(const struct dossier *dossier, size_t first, struct arena *scratch,
    struct diags *d)
{
	const struct ledger_row *row = &dossier->ledger[first];
	const struct terms *terms = row->contract->terms;
	struct place at = { row->contract->file, terms->at.line, 0 };
	VEC(struct settlement) group = { 0 };
	struct combined combined;
	int64_t sum = 0;

	for (size_t i = first; i < dossier->n_ledger &&
			       dossier->ledger[i].customer == row->customer;
	     i++) {
		if (!together(&dossier->ledger[i], row))
			continue;
		*vec_push(scratch, &group) = dossier->ledger[i].settlement;
		sum += dossier->ledger[i].settlement.credit_minor;
	}
	if (group.n < 2 ||
	    !combine_services(terms, group.v, group.n, scratch, &combined) ||
	    !combined.has_money || combined.total_minor == sum)
		return;
	diag_add(d, DIAG_WARNING, at,
	    "the statement grants the combined amount; the ledger lists "
	    "the services one by one",
	    "customer \"%.*s\", %.*s: the contract combines the services to "
	    "%lld minor units, the sum of their credits is %lld",
	    STR_ARG(row->customer->id), STR_ARG(row->settlement.period_name),
	    (long long)combined.total_minor, (long long)sum);
}

void
case_combine(const struct dossier *dossier, struct diags *d)
{
	struct arena scratch = { 0 };
	struct arena_mark mark = arena_mark(&scratch);

	for (size_t i = 0; i < dossier->n_ledger; i++) {
		const struct terms *t = dossier->ledger[i].contract->terms;

		if (t->combine == COMBINE_SUM && !t->round_total)
			continue;
		if (is_first(dossier, i))
			check(dossier, i, &scratch, d);
		arena_reset(&scratch, mark);
	}
	arena_release(&scratch);
}
