#include "flow/case_parts.h"

#include <stdlib.h>

#include "domain/period.h"

static int
by_id_and_time(const void *pa, const void *pb)
{
	const struct contract *a = *(const struct contract *const *)pa;
	const struct contract *b = *(const struct contract *const *)pb;
	int c = str_cmp(a->id, b->id);

	if (c != 0)
		return c;
	/* NO_INSTANT is before all others */
	if (a->valid_from_at != b->valid_from_at)
		return a->valid_from_at < b->valid_from_at ? -1 : 1;
	return str_cmp(a->file, b->file);
}

void
case_versions_index(
    struct case_versions *v, const struct dossier *d, struct arena *keep)
{
	*v = (struct case_versions){ .d = d,
		.contract = arena_array(
		    keep, d->n_contracts + 1, sizeof(struct contract *)) };
	v->contract_first.keep = v->plan_first.keep = keep;
	for (size_t i = 0; i < d->n_contracts; i++)
		v->contract[i] = &d->contracts[i];
	qsort(v->contract, d->n_contracts, sizeof(struct contract *),
	    by_id_and_time);
	for (size_t i = d->n_contracts; i-- > 0;)
		map_put(&v->contract_first, v->contract[i]->id, (int64_t)i);
	for (size_t i = d->n_plans; i-- > 0;)
		map_put(&v->plan_first, d->plans[i].id, (int64_t)i);
}

static bool
holds(int64_t from, int64_t to, int64_t at)
{
	return (from == NO_INSTANT || from <= at) &&
	       (to == NO_INSTANT || at < to);
}

static const struct service *
plan_at(
    const struct case_versions *v, const struct service *service, int64_t at)
{
	const struct dossier *d = v->d;
	int64_t i = map_get(&v->plan_first, service->id);

	if (i < 0)
		return service;
	for (; (size_t)i < d->n_plans && str_eq(d->plans[i].id, service->id);
	     i++)
		if (holds(d->plans[i].in_from, d->plans[i].in_to, at))
			return &d->plans[i];
	return NULL;
}

/* The part of the period in which the service lives; may be empty. */
static struct span
life_in(const struct service *s, struct span period)
{
	if (s->in_from != NO_INSTANT && s->in_from > period.from_at)
		period.from_at = s->in_from;
	if (s->in_to != NO_INSTANT && s->in_to < period.to_at)
		period.to_at = s->in_to;
	if (period.to_at < period.from_at)
		period.to_at = period.from_at;
	return period;
}

/* ---- which period ---------------------------------------------------------
 */

/* Versions of a contract are [first, end) of v->contract. */
static size_t
first_version(const struct case_versions *v, struct str id)
{
	int64_t i = map_get(&v->contract_first, id);

	return i < 0 ? v->d->n_contracts : (size_t)i;
}

static bool
is_version(const struct case_versions *v, size_t i, struct str id)
{
	return i < v->d->n_contracts && str_eq(v->contract[i]->id, id);
}

static const struct contract *
version_at(const struct case_versions *v, struct str id, int64_t at)
{
	for (size_t i = first_version(v, id); is_version(v, i, id); i++)
		if (holds(v->contract[i]->valid_from_at,
			v->contract[i]->valid_to_at, at))
			return v->contract[i];
	return NULL;
}

const struct contract *
case_version_last(const struct case_versions *v, struct str id)
{
	const struct contract *last = NULL;

	for (size_t i = first_version(v, id); is_version(v, i, id); i++)
		last = v->contract[i];
	return last;
}

/* The version of one plan that is in force when the period ends. */
static const struct contract *
version_at_end(const struct case_versions *v, const struct service *service,
    const struct service *plan, struct str name, struct span *ret_period)
{
	size_t i = first_version(v, plan->contract);

	for (; is_version(v, i, plan->contract); i++) {
		const struct contract *k = v->contract[i];
		struct span period, life;

		if (!period_for_name(k->zone, &k->terms->period, name, &period))
			continue;
		life = life_in(service, period);
		if (life.from_at == life.to_at ||
		    plan_at(v, service, life.to_at - 1) != plan ||
		    !holds(k->valid_from_at, k->valid_to_at, life.to_at - 1))
			continue;
		*ret_period = period;
		return k;
	}
	return NULL;
}

/*
 * The contract in force at the end cuts the period. As the end depends on the
 * contract, each is asked for its own.
 */
static const struct contract *
contract_at_end(const struct case_versions *v, const struct service *service,
    struct str name, struct span *ret_period)
{
	const struct dossier *d = v->d;
	int64_t i = map_get(&v->plan_first, service->id);
	const struct contract *k = NULL;

	if (i < 0)
		return version_at_end(v, service, service, name, ret_period);
	for (; k == NULL && (size_t)i < d->n_plans &&
	       str_eq(d->plans[i].id, service->id);
	     i++)
		k = version_at_end(v, service, &d->plans[i], name, ret_period);
	return k;
}

static void
complain(const struct service *s, struct str contract, const struct zone *zone,
    int64_t at, struct diags *d)
{
	struct civil c = zone_civil(zone, at);

	diag_add(d, DIAG_ERROR, (struct place){ s->from.file, s->from.line, 0 },
	    "see valid_from and valid_to of its versions",
	    "service \"%.*s\" lives on %04d-%02d-%02d, but no version of "
	    "contract \"%.*s\" holds then",
	    STR_ARG(s->id), c.year, c.month, c.day, STR_ARG(contract));
}

/* Nothing is due, or the contract ends while the service lives on. */
static void
look_for_hole(const struct case_versions *v, const struct service *service,
    struct str name, struct diags *d)
{
	size_t i = first_version(v, service->contract);

	for (; is_version(v, i, service->contract); i++) {
		const struct contract *k = v->contract[i];
		struct span period, life;

		if (!period_for_name(k->zone, &k->terms->period, name, &period))
			continue;
		life = life_in(service, period);
		if (life.from_at == life.to_at ||
		    version_at(v, k->id, life.to_at - 1) != NULL)
			continue;
		complain(service, k->id, k->zone, life.to_at - 1, d);
		return;
	}
}

/* ---- its parts ------------------------------------------------------------
 */

static bool
same_terms(const struct case_part *a, const struct contract *contract,
    const struct service *plan)
{
	return a->contract == contract &&
	       a->plan->fee.minor == plan->fee.minor &&
	       a->plan->hourly.minor == plan->hourly.minor;
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return b != NO_INSTANT && b < a ? b : a;
}

/* False after a complaint. */
static bool
cut(const struct case_versions *v, const struct service *service,
    const struct zone *zone, struct arena *keep, struct case_parts *parts,
    struct diags *d)
{
	struct span life = life_in(service, parts->period);
	VEC(struct case_part) list = { 0 };
	int64_t at = life.from_at;

	while (at < life.to_at) {
		const struct service *plan = plan_at(v, service, at);
		const struct contract *k =
		    plan == NULL ? NULL : version_at(v, plan->contract, at);
		int64_t end;

		if (k == NULL) {
			complain(service,
			    plan ? plan->contract : service->contract, zone, at,
			    d);
			return false;
		}
		end = earlier(earlier(life.to_at, plan->in_to), k->valid_to_at);
		if (list.n > 0 && same_terms(&list.v[list.n - 1], k, plan))
			list.v[list.n - 1].span.to_at = end;
		else
			*vec_push(keep, &list) = (struct case_part){
				.span = { at, end }, .contract = k, .plan = plan
			};
		at = end;
	}
	parts->v = list.v;
	parts->n = list.n;
	/* what is before and after the life belongs to its neighbours */
	parts->v[0].span.from_at = parts->period.from_at;
	parts->v[parts->n - 1].span.to_at = parts->period.to_at;
	return true;
}

static bool
is_midnight(const struct zone *z, int64_t at)
{
	return zone_add_days(z, at, 0) == at;
}

/* By local days where all changes are at midnight, else by elapsed time. */
static void
prorate(struct case_parts *parts, const struct zone *z)
{
	bool days = true;

	for (size_t i = 1; i < parts->n; i++)
		days &= is_midnight(z, parts->v[i].span.from_at);
	for (size_t i = 0; i < parts->n; i++) {
		struct case_part *p = &parts->v[i];

		p->share =
		    days ? ratio_make(period_days(z, p->span),
			       period_days(z, parts->period))
			 : ratio_make(span_ms(p->span), span_ms(parts->period));
		p->fee_minor =
		    ratio_mul(ratio_int(p->plan->fee.minor), p->share);
		p->number = parts->n > 1 ? (int)i + 1 : 0;
	}
}

/* One availability by the terms at the end, for the fees of all parts. */
static void
put_together(struct case_parts *parts)
{
	struct case_part whole = parts->v[parts->n - 1];

	for (size_t i = 0; i + 1 < parts->n; i++)
		whole.fee_minor =
		    ratio_add(whole.fee_minor, parts->v[i].fee_minor);
	whole.span = parts->period;
	whole.share = ratio_int(1);
	whole.number = 0;
	parts->v[0] = whole;
	parts->n = 1;
}

void
case_parts_of(const struct case_versions *v, const struct service *service,
    struct str name, struct arena *keep, struct case_parts *ret_parts,
    struct diags *d)
{
	struct case_parts parts = { .n = 0 };
	const struct contract *last =
	    contract_at_end(v, service, name, &parts.period);

	if (last == NULL)
		look_for_hole(v, service, name, d);
	else if (cut(v, service, last->zone, keep, &parts, d)) {
		prorate(&parts, last->zone);
		if (parts.n > 1 && last->on_change == CHANGE_ONE_AVAILABILITY)
			put_together(&parts);
	} else {
		parts.n = 0;
	}
	*ret_parts = parts;
}
