/*
 * Incidents, exclusions and history of a case document. What names a service
 * goes to that service, what names none goes to all.
 */
#include "domain/casedoc_read.h"

static const char *const condition_names[] = { "down", "degraded", "no_data",
	"substitute", NULL };

/* True when `service` is empty or names one of the services. */
static bool
service_known(struct reading *r, const struct node *at, struct str service)
{
	const struct casedoc *doc = r->doc;

	if (service.n == 0)
		return true;
	for (size_t i = 0; i < doc->n_services; i++)
		if (str_eq(doc->services[i].in.service, service))
			return true;
	diag_add(r->d, DIAG_ERROR, at->at, NULL,
	    "no service of this case is called \"%.*s\"", STR_ARG(service));
	return false;
}

static bool
concerns(struct str service, const struct settle_input *in)
{
	return service.n == 0 || str_eq(service, in->service);
}

/* ---- incidents
 * ------------------------------------------------------------------ */

struct raw_incident {
	struct outage out;
	struct str service, resource;
	const struct node *start, *end, *detected, *reported, *ticket, *waits;
	const struct node *weight;
};

static const struct schema_field incident_fields[] = {
#define T struct raw_incident
	{ FIELD(T, "approved_by", SCHEMA_TEXT_ANY, out.approved_by) },
	{ FIELD(T, "detected", SCHEMA_NODE, detected) },
	{ FIELD_MUST(T, "end", SCHEMA_NODE, end) },
	{ FIELD(T, "excluded_kind", SCHEMA_TEXT, out.excluded_kind) },
	{ FIELD(T, "feed", SCHEMA_TEXT, out.feed) },
	{ FIELD(T, "id", SCHEMA_TEXT, out.id) },
	{ FIELD(T, "note", SCHEMA_TEXT_ANY, out.note) },
	{ FIELD(T, "reported", SCHEMA_NODE, reported) },
	{ FIELD(T, "resource", SCHEMA_TEXT, resource) },
	{ FIELD(T, "service", SCHEMA_TEXT, service) },
	{ FIELD_MUST(T, "start", SCHEMA_NODE, start) },
	{ FIELD_CHOICE(T, "state", condition_names, out.condition) },
	{ FIELD(T, "ticket", SCHEMA_NODE, ticket) },
	{ FIELD(T, "waits", SCHEMA_LIST, waits) },
	{ FIELD(T, "weight", SCHEMA_NODE, weight) },
#undef T
};

static bool
read_waits(struct reading *r, const struct node *list, struct outage *o)
{
	struct span *v = arena_array(r->keep, list->n + 1, sizeof *v);

	for (const struct node *n = list->child; n != NULL; n = n->next) {
		const struct node *to = n->child ? n->child->next : NULL;

		if (n->kind != NODE_LIST || to == NULL || to->next != NULL) {
			diag_add(r->d, DIAG_ERROR, n->at, NULL,
			    "a wait is a list of two times");
			return false;
		}
		if (!casedoc_span(r, n->child, to, &v[o->n_waits++]))
			return false;
	}
	o->waits = v;
	return true;
}

static bool
read_incident(struct reading *r, const struct node *n, struct raw_incident *raw)
{
	struct terms_reader terms = {
		.zones = r->zones, .keep = r->keep, .d = r->d
	};
	struct outage *o = &raw->out;

	*raw =
	    (struct raw_incident){ .out = { .weight = ratio_int(1),
				       .detected_at = NO_INSTANT,
				       .reported_at = NO_INSTANT,
				       .ticket_at = NO_INSTANT,
				       .from = { n->at.file, n->at.line } } };
	if (!schema_read(n, "incident", incident_fields,
		COUNT_OF(incident_fields), raw, r->d) ||
	    !casedoc_span(r, raw->start, raw->end, &o->span) ||
	    !casedoc_optional(r, raw->detected, &o->detected_at) ||
	    !casedoc_optional(r, raw->reported, &o->reported_at) ||
	    !casedoc_optional(r, raw->ticket, &o->ticket_at) ||
	    (raw->waits != NULL && !read_waits(r, raw->waits, o)) ||
	    (raw->weight != NULL &&
		!read_ratio_to(&terms, raw->weight, 1, &o->weight)))
		return false;
	o->subject = raw->resource.n != 0 ? raw->resource : raw->service;
	return service_known(r, n, raw->service);
}

bool
casedoc_incidents(struct reading *r, const struct node *list)
{
	struct casedoc *doc = r->doc;
	struct raw_incident *raw =
	    arena_array(r->keep, list->n + 1, sizeof *raw);
	bool pooled = doc->terms->pool == POOL_RESOURCE_MINUTES;
	size_t n_raw = 0;

	for (const struct node *n = list->child; n != NULL; n = n->next)
		if (!read_incident(r, n, &raw[n_raw++]))
			return false;
	for (size_t s = 0; s < doc->n_services; s++) {
		struct settle_input *in = &doc->services[s].in;
		struct outage *v = arena_array(r->keep, n_raw + 1, sizeof *v);

		for (size_t i = 0; i < n_raw; i++)
			if (pooled || concerns(raw[i].service, in))
				v[in->n_outages++] = raw[i].out;
		in->outages = v;
	}
	return true;
}

/* Without resources of their own, the services of a pool are its members. */
void
casedoc_pool(struct reading *r)
{
	struct casedoc *doc = r->doc;
	struct settle_member *v;

	if (doc->terms->pool != POOL_RESOURCE_MINUTES || doc->n_services < 2)
		return;
	v = arena_array(r->keep, doc->n_services, sizeof *v);
	for (size_t i = 0; i < doc->n_services; i++) {
		const struct settle_input *in = &doc->services[i].in;

		if (in->n_members > 0)
			return;
		v[i] = (struct settle_member){ in->service, in->in_from,
			in->in_to };
	}
	for (size_t i = 0; i < doc->n_services; i++) {
		doc->services[i].in.members = v;
		doc->services[i].in.n_members = doc->n_services;
	}
}

/* ---- exclusions
 * ------------------------------------------------------------------- */

struct raw_window {
	struct window out;
	struct str service, resource;
	const struct node *start, *end, *announced;
};

static bool
read_window(struct reading *r, const struct node *n, struct raw_window *raw)
{
	typedef struct raw_window t;
	static const struct schema_field fields[] = {
		{ FIELD(t, "announced", SCHEMA_NODE, announced) },
		{ FIELD(t, "approved_by", SCHEMA_TEXT_ANY, out.approved_by) },
		{ FIELD_MUST(t, "end", SCHEMA_NODE, end) },
		{ FIELD(t, "id", SCHEMA_TEXT, out.id) },
		{ FIELD_MUST(t, "kind", SCHEMA_TEXT, out.kind) },
		{ FIELD(t, "note", SCHEMA_TEXT_ANY, out.note) },
		{ FIELD(t, "resource", SCHEMA_TEXT, resource) },
		{ FIELD(t, "service", SCHEMA_TEXT, service) },
		{ FIELD_MUST(t, "start", SCHEMA_NODE, start) },
	};

	*raw = (struct raw_window){ .out = { .announced_at = NO_INSTANT,
					.from = { n->at.file, n->at.line } } };
	if (!schema_read(n, "exclusion", fields, COUNT_OF(fields), raw, r->d) ||
	    !casedoc_span(r, raw->start, raw->end, &raw->out.span) ||
	    !casedoc_optional(r, raw->announced, &raw->out.announced_at))
		return false;
	raw->out.subject = raw->resource.n != 0 ? raw->resource : raw->service;
	return service_known(r, n, raw->service);
}

bool
casedoc_windows(struct reading *r, const struct node *list)
{
	struct casedoc *doc = r->doc;
	struct raw_window *raw = arena_array(r->keep, list->n + 1, sizeof *raw);
	bool pooled = doc->terms->pool == POOL_RESOURCE_MINUTES;
	size_t n_raw = 0;

	for (const struct node *n = list->child; n != NULL; n = n->next)
		if (!read_window(r, n, &raw[n_raw++]))
			return false;
	for (size_t s = 0; s < doc->n_services; s++) {
		struct settle_input *in = &doc->services[s].in;
		struct window *v = arena_array(r->keep, n_raw + 1, sizeof *v);

		for (size_t i = 0; i < n_raw; i++)
			if (pooled || concerns(raw[i].service, in))
				v[in->n_windows++] = raw[i].out;
		in->windows = v;
	}
	return true;
}

/* ---- history
 * ----------------------------------------------------------------------- */

struct raw_history {
	struct history_row out;
	struct str service;
	const struct node *availability, *minutes, *credit, *excluded;
};

/* "excluded: { maintenance: 90 }": minutes of allowances, by kind. */
static bool
read_used(struct reading *r, const struct node *map, struct history_row *row)
{
	struct terms_reader terms = {
		.zones = r->zones, .keep = r->keep, .d = r->d
	};
	struct used_allowance *v = arena_array(r->keep, map->n + 1, sizeof *v);

	for (const struct node *n = map->child; n != NULL; n = n->next) {
		struct used_allowance *one = &v[row->n_used++];

		one->kind = n->key;
		if (!read_duration(&terms, n, MS_MINUTE, &one->ms))
			return false;
	}
	row->used = v;
	return true;
}

static bool
read_row(struct reading *r, const struct node *n, struct raw_history *raw)
{
	typedef struct raw_history t;
	static const struct schema_field fields[] = {
		{ FIELD(t, "availability", SCHEMA_NODE, availability) },
		{ FIELD(t, "credit", SCHEMA_NODE, credit) },
		{ FIELD(t, "excluded", SCHEMA_MAP, excluded) },
		{ FIELD(t, "minutes", SCHEMA_NODE, minutes) },
		{ FIELD(t, "period", SCHEMA_TEXT, out.period) },
		{ FIELD(t, "service", SCHEMA_TEXT, service) },
	};
	struct terms_reader terms = {
		.zones = r->zones, .keep = r->keep, .d = r->d
	};
	struct history_row *row = &raw->out;

	*raw = (struct raw_history){ .availability = NULL };
	if (!schema_read(n, "history", fields, COUNT_OF(fields), raw, r->d) ||
	    (raw->availability != NULL &&
		!read_ratio_to(
		    &terms, raw->availability, 100, &row->availability)) ||
	    (raw->minutes != NULL &&
		!read_ratio(&terms, raw->minutes, &row->minutes)) ||
	    (raw->credit != NULL &&
		!casedoc_money(r, raw->credit, &row->credit_minor)) ||
	    (raw->excluded != NULL && !read_used(r, raw->excluded, row)))
		return false;
	row->has_credit = raw->credit != NULL;
	row->has_availability = raw->availability != NULL;
	row->has_minutes = raw->minutes != NULL;
	row->availability = ratio_div(row->availability, ratio_int(100));
	return service_known(r, n, raw->service);
}

bool
casedoc_history(struct reading *r, const struct node *list)
{
	struct casedoc *doc = r->doc;
	struct raw_history *raw =
	    arena_array(r->keep, list->n + 1, sizeof *raw);
	size_t n_raw = 0;

	for (const struct node *n = list->child; n != NULL; n = n->next)
		if (!read_row(r, n, &raw[n_raw++]))
			return false;
	for (size_t s = 0; s < doc->n_services; s++) {
		struct settle_input *in = &doc->services[s].in;
		struct history_row *v =
		    arena_array(r->keep, n_raw + 1, sizeof *v);

		for (size_t i = 0; i < n_raw; i++)
			if (concerns(raw[i].service, in))
				v[in->n_history++] = raw[i].out;
		in->history = v;
	}
	return true;
}
