#include "flow/case_settle.h"

#include <stdlib.h>

#include "base/map.h"
#include "domain/timeline.h"
#include "flow/case_history.h"
#include "flow/case_parts.h"

/* Everything about settling one case. */
struct settling {
	struct journey *j;
	struct dossier *dossier;
	const struct settle_wish *wish;
	struct diags *d;
	struct arena work; /* of one service, used again for the next */
	struct timeline index;
	struct case_versions versions;
	struct case_history history;
	struct map customers, sites; /* id -> place in the dossier */
	VEC(struct ledger_row) rows;
	struct settle_copies copies;
};

static void
index_names(struct settling *s)
{
	const struct dossier *d = s->dossier;

	s->customers.keep = s->sites.keep = s->j->keep;
	for (size_t i = 0; i < d->n_customers; i++)
		map_put(&s->customers, d->customers[i].id, (int64_t)i);
	for (size_t i = 0; i < d->n_traffic; i++)
		map_put(&s->sites, d->traffic[i].site, (int64_t)i);
}

static const struct customer *
customer_of(const struct settling *s, const struct service *service)
{
	int64_t i = map_get(&s->customers, service->customer);

	return i < 0 ? NULL : &s->dossier->customers[i];
}

/* ---- what the engine may look at ---- */

static void
add_outages(
    struct settling *s, const struct service *service, struct settle_input *in)
{
	struct timeline_outages outages;
	struct window *windows;

	timeline_build(&s->index, service, in->period, &s->work, &outages);
	in->outages = outages.v;
	in->n_outages = outages.n;
	timeline_windows(
	    &s->index, service, &s->work, &windows, &in->n_windows);
	in->windows = windows;
}

/*
 * Where the minutes of several resources are added up, each of them appears
 * with its own records instead of the service with theirs combined.
 */
static void
add_members(
    struct settling *s, const struct service *service, struct settle_input *in)
{
	const struct dossier *d = s->dossier;
	struct arena *keep = &s->work;
	VEC(struct settle_member) members = { 0 };
	VEC(struct outage) all = { 0 };

	for (size_t i = 0; i < d->n_dependencies; i++) {
		struct service alone = { .id = d->dependencies[i].resource };
		struct timeline_outages own;

		if (!str_eq(d->dependencies[i].service, service->id))
			continue;
		*vec_push(keep, &members) =
		    (struct settle_member){ .id = alone.id,
			    .in_from = d->dependencies[i].in_from,
			    .in_to = d->dependencies[i].in_to,
			    .group = service->id };
		timeline_build(&s->index, &alone, in->period, keep, &own);
		for (size_t k = 0; k < own.n; k++)
			*vec_push(keep, &all) = own.v[k];
	}
	if (members.n == 0)
		return;
	in->members = members.v;
	in->n_members = members.n;
	in->outages = all.v;
	in->n_outages = all.n;
}

/*
 * Contracts that count errors instead of time get the hours of the site's
 * traffic that lie inside the period.
 */
static void
add_requests(
    struct settling *s, const struct service *service, struct settle_input *in)
{
	int64_t i = map_get(&s->sites, service->site);
	VEC(struct interval_count) hours = { 0 };
	const struct site_traffic *t;

	if (i < 0)
		return;
	t = &s->dossier->traffic[i];
	for (size_t k = 0; k < t->n; k++) {
		const struct traffic *bin = &t->v[k];

		if (bin->at < in->period.from_at || bin->at >= in->period.to_at)
			continue;
		*vec_push(&s->work, &hours) =
		    (struct interval_count){ bin->at, bin->hits, bin->errors };
		in->requests_total += bin->hits;
		in->requests_failed += bin->errors;
	}
	in->intervals = hours.v;
	in->n_intervals = hours.n;
}

/* A contract may ask for finer counts than there are; the reader must know. */
static void
check_requests(const struct settling *s, const struct contract *contract)
{
	const struct availability_rule *rule = &contract->terms->availability;
	struct place at = { .file = contract->file,
		.line = contract->terms->at.line };

	if ((rule->kind == AVAILABILITY_INTERVAL_ERROR ||
		rule->kind == AVAILABILITY_INTERVAL_UNAVAILABLE) &&
	    rule->interval_ms != MS_HOUR)
		diag_add(s->d, DIAG_WARNING, at,
		    "the result is an approximation",
		    "the contract counts errors in intervals of %lld minutes, "
		    "but traffic is kept by the hour",
		    (long long)(rule->interval_ms / MS_MINUTE));
}

/* A window for claims that opens when the period ends waits for all of it. */
static void
anchor_claim(struct settle_input *in, struct span period)
{
	const struct claim_rule *rule = &in->terms->claim;

	if (in->claim.anchor_at == NO_INSTANT &&
	    (rule->anchor == ANCHOR_PERIOD_END ||
		rule->anchor == ANCHOR_ELIGIBILITY))
		in->claim.anchor_at = period.to_at;
}

static struct settle_input
input_of(struct settling *s, const struct service *service, struct str name,
    const struct case_parts *parts, const struct case_part *part)
{
	const struct settings *set = &s->dossier->settings;
	const struct terms *terms = part->contract->terms;
	struct settle_input in = {
		.terms = terms,
		.zone = part->contract->zone,
		.period = part->span,
		.period_name = case_history_name(&s->history, name),
		.service = service->id,
		.in_from = service->in_from,
		.in_to = service->in_to,
		/* unless amounts.csv says otherwise */
		.base_minor = ratio_div(part->fee_minor, part->share),
		.has_hourly = part->plan->hourly.minor != 0,
		.hourly_minor = ratio_int(part->plan->hourly.minor),
		.currency = service->fee.currency,
		.now_at = set->as_of,
		.min_recovery_ms = set->min_recovery_ms,
	};

	add_outages(s, service, &in);
	if (terms->pool == POOL_RESOURCE_MINUTES)
		add_members(s, service, &in);
	if (terms->availability.kind != AVAILABILITY_TIME)
		add_requests(s, service, &in);
	case_history_fill(&s->history, &s->work, &in);
	in.base_minor = ratio_mul(in.base_minor, part->share);
	if (part->number != 0)
		anchor_claim(&in, parts->period);
	return in;
}

/* ---- the ledger ---- */

static int
settle_part(struct settling *s, const struct service *service, struct str name,
    const struct case_parts *parts, size_t k, struct err *e)
{
	const struct case_part *part = &parts->v[k];
	struct settle_input in = input_of(s, service, name, parts, part);
	struct ledger_row row = { .customer = customer_of(s, service),
		.service = service,
		.contract = part->contract };

	if (settle_service(&in, &s->work, &row.settlement, s->d) != 0)
		return 0;
	row.settlement.period_name = name;
	row.settlement.contract = part->contract->id;
	row.settlement.part = part->number;
	case_history_add(
	    &s->history, &row.settlement, k + 1 == parts->n, &s->work);
	if (s->wish->take != NULL && s->wish->take(s->wish->arg, &row, e) != 0)
		return -1;
	row.settlement =
	    settlement_copy(&s->copies, &row.settlement, s->wish->copy);
	*vec_push(s->j->keep, &s->rows) = row;
	return 0;
}

static int
settle_period(struct settling *s, const struct service *service,
    struct str name, struct err *e)
{
	struct case_parts parts;
	int rc = 0;

	case_parts_of(&s->versions, service, name, &s->work, &parts, s->d);
	for (size_t k = 0; k < parts.n && rc == 0; k++)
		rc = settle_part(s, service, name, &parts, k, e);
	return rc;
}

/* All periods of one service; the earlier ones are history for the later. */
static int
settle_periods(struct settling *s, const struct service *service, struct err *e)
{
	const struct settings *set = &s->dossier->settings;
	struct arena_mark mark = arena_mark(&s->work);
	int rc;

	/* names that lead nowhere were refused at import */
	if (customer_of(s, service) == NULL)
		BUG("a service without customer");
	rc = case_history_service(&s->history, service,
	    case_version_last(&s->versions, service->contract), &s->work, e);
	for (size_t p = 0; p < set->n_periods && rc == 0; p++)
		rc = settle_period(s, service, set->periods[p], e);
	arena_reset(&s->work, mark);
	return rc;
}

static int
by_customer(const void *pa, const void *pb)
{
	const struct service *a = *(const struct service *const *)pa;
	const struct service *b = *(const struct service *const *)pb;
	int c = str_cmp(a->customer, b->customer);

	return c != 0 ? c : str_cmp(a->id, b->id);
}

static const struct service **
sorted_services(const struct settling *s)
{
	const struct dossier *d = s->dossier;
	const struct service **v =
	    arena_array(s->j->keep, d->n_services + 1, sizeof *v);

	for (size_t i = 0; i < d->n_services; i++)
		v[i] = &d->services[i];
	qsort(v, d->n_services, sizeof *v, by_customer);
	return v;
}

static int
settle_all(struct settling *s, struct err *e)
{
	const struct service **services = sorted_services(s);
	size_t n = s->dossier->n_services;

	for (size_t i = 0; i < n; i++) {
		if (settle_periods(s, services[i], e) != 0)
			return -1;
		if (s->j->progress != NULL)
			s->j->progress("settling", (int64_t)i + 1, (int64_t)n);
	}
	return 0;
}

int
case_settle(struct journey *j, struct dossier *dossier,
    const struct settle_wish *wish, struct diags *d, struct err *e)
{
	struct settling s = {
		.j = j,
		.dossier = dossier,
		.wish = wish,
		.d = d,
		.copies = { .keep = j->keep },
	};
	size_t errors = d->errors;
	int rc;

	index_names(&s);
	s.rows.cap = dossier->n_services * dossier->settings.n_periods;
	s.rows.v = arena_array(j->keep, s.rows.cap, sizeof *s.rows.v);
	timeline_index(dossier, j->keep, &s.index);
	case_versions_index(&s.versions, dossier, j->keep);
	case_history_begin(&s.history, dossier, j->store, d, j->keep);
	for (size_t i = 0; i < dossier->n_contracts; i++)
		check_requests(&s, &dossier->contracts[i]);
	rc = settle_all(&s, e);
	arena_release(&s.work);
	if (rc != 0)
		return -1;
	dossier->ledger = s.rows.v;
	dossier->n_ledger = s.rows.n;
	if (d->errors != errors)
		return err_set(e, ERR_INPUT, "nothing was settled");
	return 0;
}
