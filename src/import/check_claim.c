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

/* A contract in the letter's money; any where none is named. */
static const struct contract *
in_money(const struct dossier *f, struct str code)
{
	for (size_t i = 0; i < f->n_contracts; i++)
		if (code.n == 0 || str_is(code, f->contracts[i].currency.code))
			return &f->contracts[i];
	return NULL;
}

static bool
one_money(const struct dossier *f)
{
	for (size_t i = 1; i < f->n_contracts; i++)
		if (!str_is(str_of(f->contracts[0].currency.code),
			f->contracts[i].currency.code))
			return false;
	return true;
}

static void
check_cents(struct currency currency, struct ratio amount, struct place at,
    struct diags *d)
{
	struct ratio minor;
	int64_t scale = 1;

	if (!ratio_ok(amount))
		return;
	for (int i = 0; i < currency.digits; i++)
		scale *= 10;
	minor = ratio_mul(amount, ratio_int(scale));
	if (!ratio_ok(minor) || minor.den != 1 || minor.num < 0 ||
	    minor.num > INT64_MAX / 1000)
		diag_add(d, DIAG_ERROR, at, NULL,
		    "claim: an amount is no amount of %s", currency.code);
}

static void
check_amounts(
    const struct dossier *f, const struct claim_settings *c, struct diags *d)
{
	const struct contract *contract = in_money(f, c->currency);
	struct place at = { c->from.file, c->from.line, 0 };
	bool any = ratio_ok(c->order_value) || ratio_ok(c->call_cost) ||
		   c->n_costs != 0;

	if (contract == NULL && c->currency.n != 0)
		diag_add(d, DIAG_ERROR, at, NULL,
		    "claim: no contract is in \"%.*s\"",
		    STR_ARG(str_sub(c->currency, 0, SHOWN)));
	if (contract == NULL)
		return;
	if (any && c->currency.n == 0 && !one_money(f))
		diag_add(d, DIAG_ERROR, at,
		    "currency: EUR; services in others take a letter of their "
		    "own",
		    "claim: contracts are in several currencies, and its "
		    "amounts say none");
	check_cents(contract->currency, c->order_value, at, d);
	check_cents(contract->currency, c->call_cost, at, d);
	for (size_t i = 0; i < c->n_costs; i++)
		check_cents(contract->currency, c->costs[i].amount,
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
