/*
 * section_review_data.c -- the sheets of outages and credits: plain rows for a
 * reader's own pivots, one head, no totals, times as numbers.
 *
 * Heads are the same in every language, so that one pivot serves all of them;
 * the dictionary explains each in the language of the workbook.
 */
#include "base/map.h"
#include "report/ledger.h"
#include "report/review_put.h"
#include "report/sections.h"

/* ---- Data_Outage ----------------------------------------------------------
 */

static const char *const view_keys[] = { "review.view.provider",
	"review.view.customer", "review.view.probe", "review.view.traffic" };

static const char *const state_keys[] = {
	[COND_DOWN] = "review.state.down",
	[COND_DEGRADED] = "review.state.degraded",
	[COND_NO_DATA] = "review.state.no_data",
	[COND_SUBSTITUTE] = "review.state.substitute",
};

static void
outage_names(
    struct build *b, struct review_put *p, const struct review_outage_row *o)
{
	const struct incident *in = o->incident;
	const struct outage *record = o->line ? o->line->outage : NULL;

	review_put_text(p, record ? record->id : STR_NONE);
	review_put_text(p, in ? in->id : STR_NONE);
	review_put_text(p, o->row->service->id);
	review_put_text(p, o->row->service->name);
	review_put_text(p, o->row->service->site);
	review_put_text(p, o->row->customer->segment);
	review_put_text(p, in ? in->cause : STR_NONE);
	review_put_text(p, o->cause_group);
	review_put_text(p, in ? in->severity : STR_NONE);
	review_put_text(
	    p, record ? TEXT(b, view_keys[record->view]) : STR_NONE);
	review_put_text(p, TEXT(b, state_keys[o->state]));
	review_put_text(p, o->line && o->line->reason.n
			       ? term_text(b->lang, b->keep, o->line->reason)
			       : STR_NONE);
	review_put_text(p, o->line ? o->line->clause : STR_NONE);
}

static void
add_outage(struct build *b, struct table *t, const struct review_outage_row *o)
{
	struct review_put p = { table_row(b->doc, t, ROW_BODY), 0 };

	outage_names(b, &p, o);
	review_put_instant(&p, o->span.from_at, NULL);
	review_put_instant(&p, o->span.to_at, NULL);
	review_put_instant(&p, o->span.from_at, o->row->contract->zone);
	review_put_instant(&p, o->span.to_at, o->row->contract->zone);
	review_put_count(&p, o->offset_min);
	review_put_seconds(&p, o->seconds_ms);
	review_put_seconds(&p, o->counted_ms);
	review_put_seconds(&p, o->excluded_ms);
	review_put_seconds(&p, o->degraded_ms);
	review_put_seconds(&p, o->no_data_ms);
	review_put_count(&p, o->customers);
	review_put_seconds(&p, o->customer_ms);
	review_put_text(&p, o->month);
	review_put_text(&p, b->rows->quarter);
	review_put_count(&p, o->iso_week);
	review_put_count(&p, o->weekday);
	review_put_count(&p, o->hour);
	review_put_clock(&p, o->seconds_ms);
	review_put_clock(&p, o->counted_ms);
}

int
section_review_data_outage(struct build *b, struct err *e)
{
	struct table *t = review_sheet(b, 0);

	(void)e;
	for (size_t i = 0; i < b->rows->n_outages; i++)
		add_outage(b, t, &b->rows->outages[i]);
	return 0;
}

/* ---- Data_Credit ----------------------------------------------------------
 */

/* What is known of a credit today. */
static struct str
claim_words(struct build *b, const struct statement_line *l)
{
	const struct settlement *s = &l->row->settlement;

	if (l->granted_minor == 0 && !s->has_extension)
		return STR_NONE;
	if (s->automatic)
		return TEXT(b, "review.claim.automatic");
	if (s->has_claim_in_time)
		return TEXT(b, s->claim_in_time ? "review.claim.made"
						: "review.claim.late");
	if (s->has_claim_deadline &&
	    s->claim_deadline_at <= b->dossier->settings.as_of)
		return TEXT(b, "review.claim.expired");
	return TEXT(b, "review.claim.open");
}

static void
credit_names(struct review_put *p, const struct ledger_row *row)
{
	review_put_text(p, row->customer->id);
	review_put_text(p, row->customer->name);
	review_put_text(p, row->customer->segment);
	review_put_text(p, row->customer->country);
	review_put_text(p, row->customer->lang);
	review_put_text(p, row->contract->id);
	review_put_text(p, row->service->id);
	review_put_text(p, row->settlement.period_name);
	review_put_text(p, str_of(row->settlement.currency.code));
}

static void
credit_figures(
    struct build *b, struct review_put *p, const struct statement_line *l)
{
	const struct settlement *s = &l->row->settlement;
	const struct ratio none = { 0 };
	int decimals = share_decimals(s);
	int64_t fee;

	if (ratio_round(s->base_minor, ROUND_HALF_UP, &fee))
		review_put_money(p, s->currency, fee);
	else
		p->at++;
	review_put_seconds(p, s->states.period_ms);
	review_put_seconds(p, l->raw_ms);
	review_put_seconds(p, l->excluded_ms);
	review_put_seconds(p, l->counted_ms);
	review_put_seconds(p, s->states.no_data_ms);
	review_put_share(p, s->availability_low, decimals);
	review_put_share(p, s->availability, decimals);
	review_put_share(p, s->experienced, decimals);
	review_put_share(p, s->has_target ? s->target : none, decimals);
	review_put_text(p, s->tier_hit >= 0 ? tier_text(b->lang, b->keep,
						  l->row, (size_t)s->tier_hit)
					    : STR_NONE);
	review_put_share(p,
	    s->has_extension ? none : ratio_div(s->percent, ratio_int(100)), 3);
}

static void
credit_money(struct build *b, struct review_put *p,
    const struct statement_line *l, const struct claim *claim)
{
	const struct settlement *s = &l->row->settlement;
	struct plain_credit plain;
	struct ratio exact = s->exact_minor;

	for (int i = 0; i < s->currency.digits; i++)
		exact = ratio_div(exact, ratio_int(10));
	if (ratio_ok(exact))
		review_put_cell(p, cell_number(exact, 6));
	else
		p->at++;
	review_put_money(p, s->currency, l->granted_minor);
	if (settlement_is_plain(s, l->row->contract->terms, &plain) &&
	    plain.has_cap)
		review_put_cell(p, cap_cell(plain.cap_minor, s->currency));
	else
		p->at++;
	review_put_count(p, s->capped);
	review_put_count(p, !s->automatic);
	if (s->has_claim_deadline)
		review_put_cell(p, cell_date(s->claim_deadline_at - 1,
				       l->row->contract->zone));
	else
		p->at++;
	review_put_text(p, claim_words(b, l));
	if (claim != NULL && claim->has_paid && claim->paid_at != NO_INSTANT)
		review_put_cell(p, cell_date(claim->paid_at, b->zone));
	else
		p->at++;
	/* what only the invoicing system knows: number, tax */
	p->at += 2;
	review_put_clock(p, l->counted_ms);
}

static struct str
claim_key(struct build *b, struct str service, struct str period)
{
	return str_format(
	    b->keep, "%.*s\n%.*s", STR_ARG(service), STR_ARG(period));
}

static struct map
claims_by_service(struct build *b)
{
	const struct dossier *d = b->dossier;
	struct map m = { .keep = b->keep };

	for (size_t i = 0; i < d->n_claims; i++)
		map_put(&m,
		    claim_key(b, d->claims[i].service, d->claims[i].period),
		    (int64_t)i);
	return m;
}

static const struct claim *
claim_of(
    struct build *b, const struct map *claims, const struct ledger_row *row)
{
	int64_t i = map_get(claims,
	    claim_key(b, row->service->id, row->settlement.period_name));

	return i < 0 ? NULL : &b->dossier->claims[i];
}

int
section_review_data_credit(struct build *b, struct err *e)
{
	struct table *t = review_sheet(b, 1);
	struct map claims = claims_by_service(b);

	(void)e;
	for (size_t i = 0; i < b->rows->n_settled; i++) {
		struct review_put p = { table_row(b->doc, t, ROW_BODY), 0 };
		const struct statement_line *l = &b->rows->settled[i];

		credit_names(&p, l->row);
		credit_figures(b, &p, l);
		credit_money(b, &p, l, claim_of(b, &claims, l->row));
	}
	return 0;
}
