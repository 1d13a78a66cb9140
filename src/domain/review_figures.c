/*
 * review_figures.c -- the order in which a quarter is counted; the halves are
 * in review_*.c beside it.
 */
#include "domain/review_figures.h"

#include "domain/review_run.h"

/* Every currency of the case, so that no list grows later. */
static void
list_currencies(struct review_run *run)
{
	const struct dossier *d = run->d;

	for (size_t i = 0; i < d->n_ledger; i++) {
		const struct ledger_row *row = &d->ledger[i];

		(void)quarter_currency(run, row->settlement.currency);
		if (row->service->fee.minor != 0)
			(void)quarter_currency(run, row->service->fee.currency);
	}
	for (size_t i = 0; i < d->n_past; i++)
		if (d->past[i].has_credit)
			(void)quarter_currency(run, d->past[i].credit.currency);
	for (size_t i = 0; i < d->n_claims; i++)
		if (d->claims[i].has_paid)
			(void)quarter_currency(run, d->claims[i].paid.currency);
}

static void
open_figures(struct review_run *run, struct str name)
{
	struct review_figures *f = run->f;
	int64_t now_at = run->d->settings.as_of;

	f->name = str_dup(run->keep, name);
	f->span = run->now.span;
	f->end_at = now_at < f->span.to_at ? now_at : f->span.to_at;
	for (int m = 0; m < 3; m++)
		f->month[m] = str_format(run->keep, "%04d-%02d",
		    run->now.month / 12, run->now.month % 12 + m + 1);
	list_currencies(run);
}

bool
review_figures(const struct dossier *d, struct str name, struct arena *keep,
    struct review_figures *ret_figures)
{
	struct review_figures f = { 0 };
	struct arena scratch = { 0 };
	struct statement_figures all;
	struct review_run run = { .d = d,
		.keep = keep,
		.scratch = &scratch,
		.f = &f,
		.kind_of = { .keep = &scratch },
		.segment_of = { .keep = &scratch },
		.incident_of = { .keep = &scratch },
		.claim_of = { .keep = &scratch } };

	if (!quarter_collect(d, name, &scratch, &run.now))
		return false;
	statement_figures(d, NULL, STR_NONE, &scratch, &all);
	run.lines = all.lines;
	open_figures(&run, name);
	quarter_availability(&run);
	quarter_windows(&run);
	quarter_incidents(&run);
	quarter_money(&run);
	quarter_shares(&run);
	quarter_repeats(&run);
	quarter_top(&run);
	quarter_comms(&run);
	quarter_actions(&run);
	quarter_days(&run);
	quarter_quality(&run);
	quarter_restated(&run);
	quarter_trends(&run);
	arena_release(&scratch);
	*ret_figures = f;
	return true;
}
