/*
 * claim_figures.c -- heads A and B, the interruptions, and the sums. See
 * claim_figures.h.
 */
#include "domain/claim_figures.h"

#include <stdlib.h>

#include "domain/statement_figures.h"

/* ---- what the letter is about -------------------------------------------- */

bool
claim_about(const struct dossier *dossier, const struct customer **ret_customer,
    const struct incident **ret_incident)
{
	const struct claim_settings *c = dossier->settings.claim;

	*ret_customer = NULL;
	*ret_incident = NULL;
	if (c == NULL || !dossier->settings.claimant)
		return false;
	for (size_t i = 0; i < dossier->n_customers; i++)
		if (c->customer.n == 0 ||
		    str_eq(dossier->customers[i].id, c->customer)) {
			*ret_customer = &dossier->customers[i];
			break;
		}
	for (size_t i = 0; i < dossier->n_incidents; i++)
		if (c->incident.n == 0 ||
		    str_eq(dossier->incidents[i].id, c->incident)) {
			*ret_incident = &dossier->incidents[i];
			break;
		}
	return *ret_customer != NULL;
}

/* The customer's services, in their order. */
static void
keep_services(const struct dossier *d, const struct customer *c,
    struct arena *keep, struct dossier *own)
{
	VEC(struct service) list = { 0 };

	for (size_t i = 0; i < d->n_services; i++)
		if (str_eq(d->services[i].customer, c->id))
			*vec_push(keep, &list) = d->services[i];
	own->services = list.v;
	own->n_services = list.n;
}

static bool
has_site(const struct dossier *own, struct str site)
{
	for (size_t i = 0; i < own->n_services; i++)
		if (str_eq(own->services[i].site, site))
			return true;
	return false;
}

void
claim_dossier(const struct dossier *dossier, const struct customer *customer,
    struct arena *keep, struct dossier *ret_dossier)
{
	struct dossier own = *dossier;
	VEC(struct ledger_row) ledger = { 0 };
	VEC(struct site_estimate) estimates = { 0 };

	own.customers = &dossier->customers[customer - dossier->customers];
	own.n_customers = 1;
	keep_services(dossier, customer, keep, &own);
	for (size_t i = 0; i < dossier->n_ledger; i++)
		if (dossier->ledger[i].customer == customer)
			*vec_push(keep, &ledger) = dossier->ledger[i];
	for (size_t i = 0; i < dossier->n_estimates; i++)
		if (has_site(&own, dossier->estimates[i].site))
			*vec_push(keep, &estimates) = dossier->estimates[i];
	own.ledger = ledger.v;
	own.n_ledger = ledger.n;
	own.estimates = estimates.v;
	own.n_estimates = estimates.n;
	*ret_dossier = own;
}

/* ---- rows and interruptions ---------------------------------------------- */

/* Counted downtime of the row that the letter is about. */
static struct spans
down_of(const struct incident_figures *incident, const struct ledger_row *row,
    struct arena *keep)
{
	struct spans none = { 0 };

	if (incident == NULL)
		return row->settlement.down;
	for (size_t i = 0; i < incident->n_services; i++)
		if (incident->services[i].service == row->service)
			return interval_clip(keep, &incident->services[i].down,
			    row->settlement.period);
	return none;
}

static bool
is_about(const struct incident_figures *incident, const struct ledger_row *row)
{
	if (incident != NULL)
		return incident_touches(incident->incident, &row->settlement);
	return row->settlement.down.n != 0 || row->settlement.credit_minor != 0;
}

static struct currency
currency_of(const struct dossier *own, const struct incident_figures *incident)
{
	struct str wanted = own->settings.claim->currency;

	for (size_t i = 0; i < own->n_ledger; i++) {
		const struct ledger_row *row = &own->ledger[i];

		if (wanted.n != 0
			? str_is(wanted, row->settlement.currency.code)
			: is_about(incident, row))
			return row->settlement.currency;
	}
	/* costs have a currency also where nothing was down */
	return own->n_ledger != 0 ? own->ledger[0].settlement.currency
				  : (struct currency){ 0 };
}

static void
choose_rows(const struct dossier *own, const struct incident_figures *incident,
    struct arena *keep, struct claim_figures *f)
{
	VEC(const struct ledger_row *) rows = { 0 };

	f->currency = currency_of(own, incident);
	for (size_t i = 0; i < own->n_ledger; i++) {
		const struct ledger_row *row = &own->ledger[i];

		if (!is_about(incident, row))
			continue;
		if (str_is(str_of(f->currency.code),
			row->settlement.currency.code))
			*vec_push(keep, &rows) = row;
		else
			f->n_other_currency++;
	}
	f->rows = rows.v;
	f->n_rows = rows.n;
}

static int
by_start(const void *pa, const void *pb)
{
	const struct claim_interval *a = pa, *b = pb;

	if (a->span.from_at != b->span.from_at)
		return a->span.from_at < b->span.from_at ? -1 : 1;
	return str_cmp(a->row->service->id, b->row->service->id);
}

static struct claim_interval
interval_of(const struct ledger_row *row, struct span span, int64_t notice_at)
{
	struct claim_interval x = { .row = row, .span = span };

	x.after_ms = span_ms(span);
	if (notice_at == NO_INSTANT || notice_at <= span.from_at)
		return x;
	x.before_ms = span_ms((struct span){
	    span.from_at, notice_at < span.to_at ? notice_at : span.to_at });
	x.after_ms -= x.before_ms;
	return x;
}

static void
add_intervals(const struct ledger_row *row, const struct spans *down,
    int64_t notice_at, struct arena *keep, struct claim_figures *f)
{
	struct claim_interval *v =
	    arena_array(keep, f->n_intervals + down->n + 1, sizeof *v);

	for (size_t i = 0; i < f->n_intervals; i++)
		v[i] = f->intervals[i];
	for (size_t i = 0; i < down->n; i++) {
		struct claim_interval x =
		    interval_of(row, down->v[i], notice_at);
		int64_t ms = span_ms(x.span);

		f->down_ms += ms;
		f->before_ms += x.before_ms;
		f->after_ms += x.after_ms;
		if (ms > f->longest_ms)
			f->longest_ms = ms;
		if (f->n_intervals == 0 || x.span.from_at < f->span.from_at)
			f->span.from_at = x.span.from_at;
		if (f->n_intervals == 0 || x.span.to_at > f->span.to_at)
			f->span.to_at = x.span.to_at;
		v[f->n_intervals++] = x;
	}
	f->intervals = v;
}

/* ---- heads A and B ------------------------------------------------------- */

static bool
price_of(const struct ledger_row *row, const struct spans *down,
    struct claim_price *p)
{
	const struct settlement *s = &row->settlement;
	struct ratio part;

	*p = (struct claim_price){ .row = row,
		.down_ms = interval_total_ms(down),
		.time_ms = s->states.period_ms - s->states.off_hours_ms,
		.base_minor = s->base_minor,
		.credit_minor = s->credit_minor };
	if (p->time_ms <= 0)
		return true;
	part = ratio_make(p->down_ms, p->time_ms);
	if (!ratio_round(ratio_mul(s->base_minor, part), s->money_round,
		&p->gross_minor))
		return false;
	p->offset_minor =
	    p->credit_minor < p->gross_minor ? p->credit_minor : p->gross_minor;
	p->net_minor = p->gross_minor - p->offset_minor;
	return true;
}

/* The statement's total: a contract may combine the services' credits. */
static int64_t
credit_of(const struct claim_figures *f, const struct dossier *own,
    struct arena *keep)
{
	struct dossier some = *own;
	struct ledger_row *v = arena_array(keep, f->n_rows + 1, sizeof *v);
	int64_t sum = 0;

	for (size_t i = 0; i < f->n_rows; i++)
		v[i] = *f->rows[i];
	some.ledger = v;
	some.n_ledger = f->n_rows;
	for (size_t i = 0; i < own->settings.n_periods; i++) {
		struct statement_figures s;

		statement_figures(
		    &some, f->customer, own->settings.periods[i], keep, &s);
		for (size_t k = 0; k < s.n_totals; k++)
			sum += s.totals[k].minor;
	}
	return sum;
}

static bool
add_prices(const struct dossier *own, const struct incident_figures *incident,
    struct arena *keep, struct claim_figures *f)
{
	int64_t notice_at = own->settings.claim->first_ticket_at;
	int64_t rows_minor = 0;

	f->prices = arena_array(keep, f->n_rows + 1, sizeof *f->prices);
	for (size_t i = 0; i < f->n_rows; i++) {
		const struct ledger_row *row = f->rows[i];
		struct spans down = down_of(incident, row, keep);
		struct claim_price *p = &f->prices[i];

		if (!price_of(row, &down, p))
			return false;
		add_intervals(row, &down, notice_at, keep, f);
		f->gross_minor += p->gross_minor;
		f->offset_minor += p->offset_minor;
		f->price_minor += p->net_minor;
		rows_minor += p->credit_minor;
		if (!row->settlement.automatic &&
		    row->settlement.has_claim_deadline &&
		    (!f->has_claim_by ||
			row->settlement.claim_deadline_at < f->claim_by_at)) {
			f->has_claim_by = true;
			f->claim_by_at = row->settlement.claim_deadline_at;
		}
	}
	f->credit_minor = credit_of(f, own, keep);
	f->combined = f->credit_minor != rows_minor;
	if (f->n_intervals != 0)
		qsort(f->intervals, f->n_intervals, sizeof *f->intervals,
		    by_start);
	return true;
}

/* ---- what the provider answered so far ----------------------------------- */

static bool
is_for(const struct claim *c, const struct claim_figures *f)
{
	for (size_t i = 0; i < f->n_rows; i++) {
		const struct settlement *s = &f->rows[i]->settlement;

		if (str_eq(c->service, s->service) &&
		    str_eq(c->period, s->period_name))
			return true;
	}
	return false;
}

/* What claims.csv has of these settlements up to the day of the letter. */
static void
add_answers(const struct dossier *own, struct claim_figures *f)
{
	int64_t now = own->settings.as_of;

	for (size_t i = 0; i < own->n_claims; i++) {
		const struct claim *c = &own->claims[i];

		if (!is_for(c, f))
			continue;
		if (c->claimed_at != NO_INSTANT && c->claimed_at <= now &&
		    (f->claimed_at == NO_INSTANT ||
			c->claimed_at < f->claimed_at))
			f->claimed_at = c->claimed_at;
		if (!c->has_paid || c->paid_at > now ||
		    !str_is(str_of(f->currency.code), c->paid.currency.code))
			continue;
		f->paid_minor += c->paid.minor;
		if (f->paid_at == NO_INSTANT || c->paid_at > f->paid_at)
			f->paid_at = c->paid_at;
	}
}

/* The sums of the heads, less what is already paid. */
static void
add_up(struct claim_figures *f)
{
	int64_t both = f->credit_minor + f->costs_total_minor +
		       (f->with_price ? f->price_minor : 0);

	f->total_minor =
	    both + (f->with_damages ? f->damages.central_minor : 0);
	f->fallback_minor = both + (f->with_damages ? f->damages.low_minor : 0);
	if (f->paid_minor > f->fallback_minor)
		f->paid_minor = f->fallback_minor;
	f->total_minor -= f->paid_minor;
	f->fallback_minor -= f->paid_minor;
}

/* ---- all of it ----------------------------------------------------------- */

/* A check every so often knows a boundary to half of that. */
static void
judge_probe(const struct claim_probe *p, struct claim_figures *f)
{
	if (!p->given)
		return;
	f->boundary_ms = p->interval_ms / 2;
	f->missed_ms = p->interval_ms * (1 + (p->retries > 0 ? p->retries : 0));
	if (p->resolution_ms != 0)
		f->missed_ms = p->resolution_ms;
}

bool
claim_figures(const struct dossier *own,
    const struct incident_figures *incident, const struct customer *customer,
    struct claim_bases bases, struct arena *keep,
    struct claim_figures *ret_figures)
{
	struct claim_figures f = { .customer = customer,
		.incident = incident != NULL ? incident->incident : NULL,
		.with_price = bases.price,
		.with_damages = bases.damages,
		.claimed_at = NO_INSTANT,
		.paid_at = NO_INSTANT };

	choose_rows(own, incident, keep, &f);
	if (!add_prices(own, incident, keep, &f) ||
	    !claim_damages(own, incident, &f) ||
	    !claim_costs(own, incident, keep, &f))
		return false;
	judge_probe(&own->settings.claim->probe, &f);
	f.with_damages &= f.damages.lack == DAMAGES_COMPLETE;
	f.with_costs = own->settings.claim->n_costs != 0 || f.calls.minor != 0;
	add_answers(own, &f);
	add_up(&f);
	*ret_figures = f;
	return true;
}
