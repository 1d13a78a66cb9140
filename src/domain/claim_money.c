/*
 * claim_money.c -- heads C and D of a claim. See claim_figures.h.
 */
#include "domain/claim_figures.h"
#include "domain/money.h"

#define MOST_MINOR INT64_C(1000000000000000)

/* Major units as the claimant wrote them, in minor units; halves up. */
static bool
in_minor(struct ratio major, struct currency currency, int64_t *ret_minor)
{
	struct ratio minor = ratio_mul(major, ratio_int(money_scale(currency)));

	return ratio_ok(minor) &&
	       ratio_round(minor, ROUND_HALF_UP, ret_minor) &&
	       *ret_minor <= MOST_MINOR;
}

/* ---- C ------------------------------------------------------------------- */

static int64_t
counted(const struct traffic *t, struct str unit)
{
	return str_is(unit, "hits")     ? t->hits
	       : str_is(unit, "visits") ? t->visits
					: t->views;
}

/* What the customer's sites counted in the time that the orders are from. */
static int64_t
traffic_in(const struct dossier *own, struct span span, struct str unit)
{
	int64_t sum = 0;

	for (size_t i = 0; i < own->n_traffic; i++) {
		const struct site_traffic *site = &own->traffic[i];
		bool ours = false;

		for (size_t k = 0; k < own->n_services && !ours; k++)
			ours = str_eq(own->services[k].site, site->site);
		for (size_t k = 0; ours && k < site->n; k++)
			if (site->v[k].at >= span.from_at &&
			    site->v[k].at < span.to_at)
				sum += counted(&site->v[k], unit);
	}
	return sum;
}

static void
convert(const struct dossier *own, struct str unit, struct claim_damages *d)
{
	const struct claim_settings *c = own->settings.claim;

	d->conversion = c->conversion;
	if (c->orders < 0)
		return;
	d->orders = c->orders;
	d->visits = traffic_in(own, c->orders_span, unit);
	d->conversion = ratio_make(d->orders, d->visits);
}

/* One rounding, at the end. */
static bool
damages_of(const struct claim_damages *d, int64_t lost, int64_t *ret_minor)
{
	struct ratio x = ratio_mul(ratio_int(lost), d->conversion);

	x = ratio_mul(ratio_mul(x, ratio_int(d->value_minor)), d->margin);
	return ratio_ok(x) && ratio_round(x, ROUND_HALF_UP, ret_minor) &&
	       *ret_minor <= MOST_MINOR;
}

bool
claim_damages(const struct dossier *own,
    const struct incident_figures *incident, struct claim_figures *f)
{
	const struct claim_settings *c = own->settings.claim;
	struct claim_damages *d = &f->damages;

	d->lack = DAMAGES_NO_ESTIMATE;
	if (incident == NULL || incident->lost.n_sites == 0)
		return true;
	d->lost = lost_in_whole(&incident->lost.sums);
	convert(own, incident->lost.unit, d);
	d->lack = DAMAGES_NO_CONVERSION;
	if (!ratio_ok(d->conversion))
		return true;
	d->lack = DAMAGES_NO_MARGIN;
	if (!ratio_ok(c->margin))
		return true;
	d->lack = DAMAGES_COMPLETE;
	d->margin = c->margin;
	return in_minor(c->order_value, f->currency, &d->value_minor) &&
	       damages_of(d, d->lost.lost, &d->central_minor) &&
	       damages_of(d, d->lost.low, &d->low_minor);
}

/* ---- D ------------------------------------------------------------------- */

static bool
count_calls(const struct claim_settings *c,
    const struct incident_figures *incident, struct claim_figures *f)
{
	struct claim_calls *x = &f->calls;

	x->extra = ratio_int(0);
	for (size_t i = 0; incident != NULL && i < incident->n_calls; i++) {
		const struct calls_figures *day = &incident->calls[i];

		if (day->usual_days == 0)
			continue;
		x->days++;
		x->extra = ratio_add(
		    x->extra, ratio_sub(ratio_int(day->received), day->usual));
	}
	if (!ratio_round(x->extra, ROUND_FLOOR, &x->whole))
		return false;
	if (x->whole < 0)
		x->whole = 0;
	x->priced = x->days != 0 && ratio_ok(c->call_cost);
	if (!x->priced)
		return true;
	return in_minor(c->call_cost, f->currency, &x->each_minor) &&
	       in_minor(ratio_mul(ratio_int(x->whole), c->call_cost),
		   f->currency, &x->minor);
}

bool
claim_costs(const struct dossier *own, const struct incident_figures *incident,
    struct arena *keep, struct claim_figures *f)
{
	const struct claim_settings *c = own->settings.claim;

	f->costs_minor =
	    arena_array(keep, c->n_costs + 1, sizeof *f->costs_minor);
	for (size_t i = 0; i < c->n_costs; i++) {
		if (!in_minor(
			c->costs[i].amount, f->currency, &f->costs_minor[i]))
			return false;
		f->receipts_minor += f->costs_minor[i];
	}
	if (!count_calls(c, incident, f))
		return false;
	f->costs_total_minor = f->receipts_minor + f->calls.minor;
	return true;
}
