/*
 * regulatory.c -- what the lines of the acts are answered with: stated facts,
 * and what the case says by itself.
 */
#include "domain/regulatory.h"

#include <stdlib.h>

#include "base/map.h"
#include "domain/regulatory_run.h"

#define COUNT(v) (sizeof(v) / sizeof *(v))

bool
regulatory_member_state(struct str country)
{
	static const char *const codes[] = { "AT", "BE", "BG", "CY", "CZ", "DE",
		"DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
		"LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI",
		"SK" };

	for (size_t i = 0; i < COUNT(codes); i++)
		if (str_is_nocase(country, codes[i]))
			return true;
	/* as the Union itself writes Greece */
	return str_is_nocase(country, "EL");
}

static void
find_facts(struct regulatory_run *run)
{
	const struct dossier *d = run->dossier;

	for (size_t i = 0; i < d->n_regulatory; i++) {
		const struct regulatory_fact *f = &d->regulatory[i];
		int id = regulatory_kind_named(f->name);

		if (id >= 0 && str_eq(f->incident, run->incident->incident->id))
			run->fact[id] = f;
	}
}

static bool
any_submission(const struct regulatory_run *run, int regime)
{
	const struct dossier *d = run->dossier;

	for (size_t i = 0; i < d->n_submissions; i++)
		if ((regime < 0 || d->submissions[i].regime == regime) &&
		    str_eq(d->submissions[i].incident,
			run->incident->incident->id))
			return true;
	return false;
}

static bool
any_fact(const struct regulatory_run *run, enum regulatory_id first,
    enum regulatory_id last)
{
	for (int i = (int)first; i <= (int)last; i++)
		if (run->fact[i] != NULL)
			return true;
	return false;
}

/* ---- one input ----------------------------------------------------------- */

static struct regulatory_amount
stated_amount(const struct regulatory_fact *f, enum regulatory_type type)
{
	static const enum regulatory_unit units[] = {
		[REGULATORY_INSTANT] = UNIT_INSTANT,
		[REGULATORY_YESNO] = UNIT_YESNO,
		[REGULATORY_COUNT] = UNIT_COUNT,
		[REGULATORY_EUROS] = UNIT_EUROS,
		[REGULATORY_SHARE] = UNIT_SHARE,
		[REGULATORY_MINUTES] = UNIT_MS,
	};
	struct regulatory_amount a = { .unit = units[type],
		.n = type == REGULATORY_INSTANT ? f->at : f->number,
		.of = 1,
		.share = f->share };

	return a;
}

/* A row of the table of inputs, in the order of calls; what is stated wins. */
static void
add_input(struct regulatory_run *run, enum regulatory_id id, int role,
    struct regulatory_amount value)
{
	struct regulatory_input *in = vec_push(run->keep, &run->inputs);

	*in = (struct regulatory_input){ .name = regulatory_kinds[id].name,
		.role = role };
	if (run->fact[id] == NULL) {
		in->value = value;
		return;
	}
	in->value = stated_amount(run->fact[id], regulatory_kinds[id].type);
	in->stated = true;
	in->source = run->fact[id]->source;
	in->computed = value;
}

/* ---- customers ----------------------------------------------------------- */

static int
by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void
count_customers(struct regulatory_run *run)
{
	struct regulatory_customers *c = &run->figures->customers;
	const struct incident_figures *f = run->incident;
	struct map seen = { .keep = run->keep };
	VEC(struct str) list = { 0 };

	for (size_t i = 0; i < f->n_customers; i++) {
		const struct customer *one = f->customers[i].customer;
		bool in_union = regulatory_member_state(one->country);

		c->yes += one->financial_entity == YESNO_YES;
		c->unknown += one->financial_entity == YESNO_UNKNOWN;
		c->without_country += one->country.n == 0;
		c->in_union += in_union;
		if (one->country.n == 0 || map_get(&seen, one->country) >= 0)
			continue;
		map_put(&seen, one->country, 1);
		*vec_push(run->keep, &list) = one->country;
		c->member_states += in_union;
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, by_text);
	c->countries = list.v;
	c->n_countries = list.n;
}

/* ---- loss ---------------------------------------------------------------- */

/* Does one of the first `n` incidents touch the settlement? */
static bool
any_touches(
    const struct incident *const *in, size_t n, const struct settlement *s)
{
	for (size_t i = 0; i < n; i++)
		if (incident_touches(in[i], s))
			return true;
	return false;
}

/*
 * Credits in EUR of the settlements that these incidents touched, each once:
 * the credit of a period cannot be split. False where some are in another
 * currency.
 */
static bool
credits_of(const struct dossier *d, const struct incident *const *in, size_t n,
    int64_t *ret_cents)
{
	int64_t cents = 0;
	bool whole = true;

	for (size_t i = 0; i < d->n_ledger; i++) {
		const struct settlement *s = &d->ledger[i].settlement;

		if (s->credit_minor == 0 || !any_touches(in, n, s))
			continue;
		if (str_is(str_of(s->currency.code), "EUR"))
			cents += s->credit_minor;
		else
			whole = false;
	}
	*ret_cents = cents;
	return whole;
}

static const struct regulatory_fact *
fact_of(
    const struct dossier *d, const struct incident *in, enum regulatory_id id)
{
	for (size_t i = 0; i < d->n_regulatory; i++)
		if (str_eq(d->regulatory[i].incident, in->id) &&
		    str_is(d->regulatory[i].name, regulatory_kinds[id].name))
			return &d->regulatory[i];
	return NULL;
}

static bool
in_ledger(const struct dossier *d, const struct incident *in)
{
	for (size_t i = 0; i < d->n_ledger; i++)
		if (incident_touches(in, &d->ledger[i].settlement))
			return true;
	return false;
}

static void
add_known(struct known_range *sum, const struct regulatory_fact *f)
{
	if (f == NULL) {
		sum->high = INT64_MAX;
		return;
	}
	sum->low += f->number;
	if (sum->high != INT64_MAX)
		sum->high += f->number;
}

/* Credits and what else was lost; a stated sum of credits counts instead. */
static void
find_loss(struct regulatory_run *run)
{
	const struct dossier *d = run->dossier;
	const struct incident *in = run->incident->incident;
	struct regulatory_amount a = { .unit = UNIT_EUROS, .of = 1 };
	bool whole = credits_of(d, &in, 1, &a.n);

	a.at_least = !whole;
	if (run->fact[REG_CREDITS] != NULL)
		add_known(&run->loss, run->fact[REG_CREDITS]);
	else
		run->loss =
		    (struct known_range){ a.n, whole ? a.n : INT64_MAX };
	if (!whole && run->fact[REG_CREDITS] == NULL)
		run->loss_missing = "credits";
	add_known(&run->loss, run->fact[REG_OTHER_LOSS]);
	add_input(run, REG_CREDITS, -1, a);
}

/*
 * The loss of this incident and of those of the same cause within six months
 * before it. An incident that no settlement of the case holds has a loss only
 * if somebody stated it.
 */
static void
find_together(struct regulatory_run *run)
{
	const struct dossier *d = run->dossier;
	const struct incident_figures *f = run->incident;
	size_t n = (size_t)f->same_6, first = f->n_same_cause - n;
	const struct incident **in = arena_array(run->keep, n + 1, sizeof *in);
	size_t settled = 0;
	int64_t cents;

	for (size_t i = first; i < f->n_same_cause; i++) {
		const struct incident *one = f->same_cause[i];
		const struct regulatory_fact *credits =
		    fact_of(d, one, REG_CREDITS);

		if (credits != NULL || !in_ledger(d, one))
			add_known(&run->together, credits);
		else
			in[settled++] = one;
		add_known(&run->together, fact_of(d, one, REG_OTHER_LOSS));
	}
	if (run->fact[REG_CREDITS] != NULL)
		add_known(&run->together, run->fact[REG_CREDITS]);
	else
		in[settled++] = f->incident;
	if (!credits_of(d, in, settled, &cents))
		run->together.high = INT64_MAX;
	run->together.low += cents;
	if (run->together.high != INT64_MAX)
		run->together.high += cents;
	add_known(&run->together, run->fact[REG_OTHER_LOSS]);
}

/* ---- all inputs ---------------------------------------------------------- */

static struct regulatory_amount
range_ms(struct known_range r)
{
	return (struct regulatory_amount){ .unit = UNIT_MS,
		.n = r.low,
		.of = 1,
		.at_least = r.high != r.low };
}

/* Those that nothing was computed for. */
static void
list_stated(struct regulatory_run *run)
{
	for (int id = 0; id < REG_FACTS; id++) {
		bool there = run->fact[id] == NULL;

		for (size_t i = 0; i < run->inputs.n; i++)
			there |= str_is(str_of(run->inputs.v[i].name),
			    regulatory_kinds[id].name);
		if (there)
			continue;
		*vec_push(run->keep, &run->inputs) =
		    (struct regulatory_input){ .name =
						   regulatory_kinds[id].name,
			    .role = -1,
			    .value = stated_amount(
				run->fact[id], regulatory_kinds[id].type),
			    .stated = true,
			    .source = run->fact[id]->source };
	}
}

static void
list_house(struct regulatory_run *run)
{
	const struct regulation_settings *h = run->house;
	const struct {
		const char *name;
		enum regulatory_unit unit;
		int64_t n;
	} sizes[] = { { "turnover", UNIT_EUROS, h->turnover },
		{ "eu_users", UNIT_COUNT, h->eu_users },
		{ "domains", UNIT_COUNT, h->domains } };

	for (size_t i = 0; i < COUNT(sizes); i++)
		if (sizes[i].n >= 0)
			*vec_push(run->keep, &run->inputs) =
			    (struct regulatory_input){ .name = sizes[i].name,
				    .role = -1,
				    .value = { .unit = sizes[i].unit,
					.n = sizes[i].n,
					.of = 1 },
				    .stated = true,
				    .source = h->from.file };
}

static void
list_times(struct regulatory_run *run)
{
	for (int role = 0; role < REGULATORY_ROLES; role++) {
		const struct role_times *t = &run->times[role];

		if (!run->house->role[role] || !t->any)
			continue;
		run->figures->away[role] = (struct regulatory_away){ true,
			t->first_clock_ms, t->complete.low, t->limited.low };
		add_input(
		    run, REG_UNAVAILABLE_MINUTES, role, range_ms(t->complete));
		add_input(run, REG_LIMITED_MINUTES, role, range_ms(t->limited));
	}
	if (!run->figures->dora)
		return;
	add_input(run, REG_DURATION_MINUTES, -1, range_ms(run->duration));
	if (run->figures->customers.yes > 0 ||
	    run->fact[REG_DOWNTIME_MINUTES] != NULL)
		add_input(
		    run, REG_DOWNTIME_MINUTES, -1, range_ms(run->downtime));
}

/* ---- all ----------------------------------------------------------------- */

static void
find_later(struct regulatory_run *run)
{
	static const struct civil adopted[REGULATORY_ACTS] = {
		[ACT_NIS2_SIGNIFICANT] = { .year = 2024,
		    .month = 10,
		    .day = 17 },
		[ACT_DORA_MAJOR] = { .year = 2024, .month = 3, .day = 13 },
		[ACT_GDPR] = { .year = 2016, .month = 4, .day = 27 },
	};
	int64_t at = run->incident->first_impact.at;

	for (int i = 0; i < REGULATORY_ACTS; i++)
		run->figures->act_later[i] =
		    at != NO_INSTANT && at < civil_ms(adopted[i]);
}

static void
find_regimes(struct regulatory_run *run)
{
	struct regulatory_figures *f = run->figures;
	const struct regulatory_fact *personal = run->fact[REG_PERSONAL_DATA];

	for (int i = 0; i < REGULATORY_ROLES; i++)
		f->any_role |= run->house->role[i];
	f->dora = f->customers.yes > 0 || any_submission(run, REGIME_DORA) ||
		  any_fact(run, REG_CRITICAL_SERVICES, REG_DORA_LOSS) ||
		  run->fact[REG_CLASSIFIED_AT] != NULL;
	f->gdpr = personal == NULL || personal->number != 0 ||
		  any_submission(run, REGIME_GDPR);
}

void
regulatory_figures(const struct dossier *dossier,
    const struct incident_figures *incident, struct arena *keep,
    struct regulatory_figures *ret_figures)
{
	static const struct regulation_settings unknown = {
		.turnover = -1, .eu_users = -1, .domains = -1
	};
	struct regulatory_figures f = { .supplied = false };
	struct regulatory_run run = { .dossier = dossier,
		.incident = incident,
		.house = dossier->settings.regulation,
		.keep = keep,
		.figures = &f };

	if (run.house == NULL)
		run.house = &unknown;
	find_facts(&run);
	f.supplied = dossier->settings.regulation != NULL ||
		     any_submission(&run, -1) ||
		     any_fact(&run, 0, REG_FACTS - 1);
	if (f.supplied) {
		count_customers(&run);
		find_regimes(&run);
		find_later(&run);
		regulatory_times(&run);
		find_loss(&run);
		find_together(&run);
		list_times(&run);
		list_stated(&run);
		list_house(&run);
		regulatory_nis2(&run);
		if (f.dora)
			regulatory_dora(&run);
		if (f.gdpr)
			regulatory_gdpr(&run);
		regulatory_clocks(&run);
		f.inputs = run.inputs.v;
		f.n_inputs = run.inputs.n;
	}
	*ret_figures = f;
}
