/*
 * section_claim_record.c -- annex 5 of a claim letter: messages, calls, what
 * the claimant did against the damage, and its receipts.
 *
 * A message that was removed later is a dated observation with its number, and
 * nothing is said of why.
 */
#include "report/claim.h"
#include "report/sections.h"

static const struct column_spec message_columns[] = {
	{ "number", false, 10, false },
	{ "time", false, 18, false },
	{ "channel", false, 12, false },
	{ "said_by", false, 14, false },
	{ "message", false, 46, false },
};

static void
add_messages(struct build *b)
{
	const struct dossier *d = b->dossier;
	const struct incident *in = b->claim->incident;
	struct table *t = TABLE(b, "claim_messages", message_columns);

	t->caption =
	    FILL(b, "claim.record.messages", { "zone", d->settings.zone_name });
	t->none = TEXT(b, "comms.none");
	for (size_t i = 0; i < d->n_notices; i++) {
		const struct notice *n = &d->notices[i];
		struct str words = show_short(b, n->text, NOTICE_SHOWN);
		struct row *r;

		if (in != NULL && n->incident.n != 0 &&
		    !str_eq(n->incident, in->id))
			continue;
		if (!n->public_)
			words = FILL(b, "comms.private", { "text", words });
		if (n->hidden)
			words = FILL(b, "comms.hidden", { "text", words });
		r = table_row(b->doc, t, ROW_BODY);
		r->cell[0] = cell_text(n->id);
		r->cell[1] = cell_instant(n->at, b->zone);
		r->cell[2] = cell_text(show_word(b, n->channel));
		r->cell[3] = cell_text(n->author);
		r->cell[4] = cell_text(words);
	}
}

static const struct column_spec call_columns[] = {
	{ "day", false, 20, false },
	{ "received", true, 14, false },
	{ "usual", true, 14, false },
	{ "times", true, 14, false },
};

static void
add_calls(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	const struct claim_calls *x = &b->claim->calls;
	const struct claim_settings *c = b->dossier->settings.claim;
	struct table *t;

	if (f->n_calls == 0)
		return;
	doc_paragraph(b->doc, TEXT(b, "calls.how"));
	t = TABLE(b, "claim_calls", call_columns);
	t->caption = TEXT(b, "head.calls");
	for (size_t i = 0; i < f->n_calls; i++) {
		const struct calls_figures *day = &f->calls[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_date(day->day_at, b->zone);
		r->cell[1] = cell_count(day->received);
		if (day->usual_days != 0)
			r->cell[2] = cell_number(day->usual, 1);
		if (day->has_times)
			r->cell[3] = cell_number(day->times, 1);
	}
	if (x->priced)
		doc_paragraph(
		    b->doc, FILL(b, "claim.calls.priced",
				{ "n", show_count(b, x->whole) },
				{ "each", claim_amount(b, x->each_minor) },
				{ "source", c->call_source },
				{ "amount", claim_amount(b, x->minor) }));
	else if (x->days != 0)
		doc_paragraph(b->doc, FILL(b, "claim.calls.unpriced",
					  { "n", show_count(b, x->whole) }));
}

static const struct column_spec cost_columns[] = {
	{ "cost", false, 40, false },
	{ "receipt", false, 30, false },
	{ "day", false, 14, false },
	{ "amount", true, 16, false },
};

static void
add_costs(struct build *b)
{
	const struct claim_settings *c = b->dossier->settings.claim;
	const struct claim_figures *f = b->claim;
	struct table *t = TABLE(b, "claim_costs", cost_columns);
	struct row *r;

	t->caption = TEXT(b, "claim.costs.caption");
	t->none = TEXT(b, "claim.costs.none");
	for (size_t i = 0; i < c->n_costs; i++) {
		r = table_row(b->doc, t, ROW_BODY);
		r->cell[0] = cell_text(c->costs[i].what);
		r->cell[1] = cell_text(c->costs[i].receipt);
		if (c->costs[i].day_at != NO_INSTANT)
			r->cell[2] = cell_date(c->costs[i].day_at, b->zone);
		r->cell[CLAIM_COST_AMOUNT] =
		    claim_money_cell(b, f->costs_minor[i]);
	}
	if (c->n_costs == 0)
		return;
	r = table_row(b->doc, t, ROW_TOTAL);
	r->cell[0] = cell_text(TEXT(b, "words.total"));
	r->cell[3] = claim_money_cell(b, f->receipts_minor);
}

/* ---- the claimant's own share -------------------------------------------- */

static void
add_backup(struct build *b)
{
	const struct claim_settings *c = b->dossier->settings.claim;

	if (c->own_backup == BACKUP_UNSAID)
		not_supplied(b, STR("own_backup"));
	else if (c->own_backup == BACKUP_NONE)
		doc_paragraph(b->doc, TEXT(b, "claim.backup.none"));
	else if (c->own_backup_at == NO_INSTANT)
		doc_paragraph(b->doc, TEXT(b, "claim.backup.kept"));
	else
		doc_paragraph(b->doc,
		    FILL(b, "claim.backup.last",
			{ "at", show_moment(b, c->own_backup_at, b->zone) }));
}

static void
add_mitigation(struct build *b)
{
	const struct claim_settings *c = b->dossier->settings.claim;
	struct str list = STR_NONE;

	if (c->n_mitigation == 0) {
		not_supplied(b, STR("mitigation"));
		return;
	}
	for (size_t i = 0; i < c->n_mitigation; i++)
		list = str_format(b->keep, "%.*s%s%.*s", STR_ARG(list),
		    i != 0 ? "; " : "", STR_ARG(c->mitigation[i]));
	doc_paragraph(b->doc, FILL(b, "claim.mitigation", { "steps", list }));
}

int
section_claim_record(struct build *b, struct err *e)
{
	(void)e;
	claim_annex(b, 5);
	add_messages(b);
	add_calls(b);
	add_costs(b);
	doc_heading(b->doc, 2, TEXT(b, "claim.head.own"), STR_NONE);
	add_backup(b);
	add_mitigation(b);
	return 0;
}
