/*
 * check_claim.c -- whether the facts bear what `claim:` states: one letter is
 * about one customer and one incident, in amounts of the contract's money.
 */
#include "domain/claim_settings.h"
#include "import/check.h"

#define SHOWN 60

static bool
knows_customer(const struct dossier *f, struct str id)
{
	for (size_t i = 0; i < f->n_customers; i++)
		if (str_eq(f->customers[i].id, id))
			return true;
	return false;
}

static bool
knows_incident(const struct dossier *f, struct str id)
{
	for (size_t i = 0; i < f->n_incidents; i++)
		if (str_eq(f->incidents[i].id, id))
			return true;
	return false;
}

static void
check_cents(const struct dossier *f, struct ratio amount, struct place at,
    struct diags *d)
{
	struct ratio minor;
	int64_t scale = 1;

	if (f->n_contracts == 0 || !ratio_ok(amount))
		return;
	for (int i = 0; i < f->contracts[0].currency.digits; i++)
		scale *= 10;
	minor = ratio_mul(amount, ratio_int(scale));
	if (!ratio_ok(minor) || minor.den != 1 || minor.num < 0 ||
	    minor.num > INT64_MAX / 1000)
		diag_add(d, DIAG_ERROR, at, NULL,
		    "claim: an amount is no amount of %s",
		    f->contracts[0].currency.code);
}

static void
check_amounts(
    const struct dossier *f, const struct claim_settings *c, struct diags *d)
{
	struct place at = { c->from.file, c->from.line, 0 };

	check_cents(f, c->order_value, at, d);
	check_cents(f, c->call_cost, at, d);
	for (size_t i = 0; i < c->n_costs; i++)
		check_cents(f, c->costs[i].amount,
		    (struct place){
			c->costs[i].from.file, c->costs[i].from.line, 0 },
		    d);
}

/* A letter that is asked for needs somebody's statements. */
static void
check_wanted(const struct settings *s, struct diags *d)
{
	struct place at = { .file = STR("case.yaml") };

	for (size_t i = 0; i < s->n_reports; i++)
		if (str_is(s->reports[i], "claim"))
			diag_add(d, DIAG_ERROR, at,
			    "claim: { profile: it } at least, and role: "
			    "claimant",
			    "reports: asks for a claim, and nothing says what "
			    "is claimed");
}

void
check_claim(const struct dossier *f, struct diags *d)
{
	const struct claim_settings *c = f->settings.claim;
	struct place at;

	if (c == NULL) {
		check_wanted(&f->settings, d);
		return;
	}
	at = (struct place){ c->from.file, c->from.line, 0 };
	if (c->customer.n == 0 && f->n_customers > 1)
		diag_add(d, DIAG_ERROR, at,
		    "customer: ID; for another one's claim keep another case",
		    "claim: several customers, and none is named");
	else if (c->customer.n != 0 && !knows_customer(f, c->customer))
		diag_add(d, DIAG_ERROR, at, NULL,
		    "claim: there is no customer \"%.*s\"",
		    STR_ARG(str_sub(c->customer, 0, SHOWN)));
	if (c->incident.n == 0 && f->n_incidents > 1)
		diag_add(d, DIAG_ERROR, at,
		    "incident: ID; for another one's claim keep another case",
		    "claim: several incidents, and none is named");
	else if (c->incident.n != 0 && !knows_incident(f, c->incident))
		diag_add(d, DIAG_ERROR, at, NULL,
		    "claim: there is no incident \"%.*s\"",
		    STR_ARG(str_sub(c->incident, 0, SHOWN)));
	check_amounts(f, c, d);
}
