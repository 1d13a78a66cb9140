/*
 * Incidents, exclusions and history of a case document. What names a service
 * goes to that service, what names none goes to all.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "domain/casedoc_read.h"
#include "domain/period.h"

static const char *const condition_names[] = { "down", "degraded", "no_data",
	"substitute", NULL };

/* The number of a service; as many as there are stands for all of them. */
static bool
find_service(struct reading *r, const struct node *at, struct str service,
    size_t *ret_number)
{
	int64_t i = (int64_t)r->doc->n_services;

	if (service.n != 0)
		i = map_get(&r->services, service);
	if (i < 0) {
		diag_add(r->d, DIAG_ERROR, at->at, NULL,
		    "no service of this case is called \"%.*s\"",
		    STR_ARG(service));
		return false;
	}
	*ret_number = (size_t)i;
	return true;
}

/* In a pool whose resources are listed, others are a slip of the pen. */
static bool
resource_known(struct reading *r, const struct node *at, struct str resource)
{
	if (resource.n == 0 || r->resources.n == 0 ||
	    map_get(&r->resources, resource) >= 0 ||
	    r->doc->terms->pool != POOL_RESOURCE_MINUTES)
		return true;
	diag_add(r->d, DIAG_ERROR, at->at, NULL,
	    "no resource of this case is called \"%.*s\"", STR_ARG(resource));
	return false;
}

/* Pooled minutes go by resource where resources are listed. */
static struct str
subject_of(const struct reading *r, struct str service, struct str resource)
{
	if (resource.n == 0)
		return service;
	if (r->doc->terms->pool == POOL_RESOURCE_MINUTES &&
	    map_get(&r->resources, resource) < 0)
		return service;
	return resource;
}

/*
 * The records of a list and whose each is: the number of a service, or their
 * count for all of them.
 */
struct records {
	void *v;
	size_t bytes;  /* of one */
	size_t *whose; /* [record] */
};

/* What one service gets: its own records, and those of all. */
struct share {
	void *v;
	size_t n;
};

static struct records
new_records(struct reading *r, const struct node *list, size_t bytes)
{
	return (struct records){ arena_array(r->keep, list->n + 1, bytes),
		bytes, arena_array(r->keep, list->n + 1, sizeof(size_t)) };
}

/* How many records each service gets, and behind them how many all get. */
static size_t *
count_shares(
    struct reading *r, const struct node *list, const struct records *all)
{
	size_t n = r->doc->n_services;
	size_t *v = arena_array(r->keep, n + 1, sizeof *v);

	for (size_t i = 0; i < list->n; i++)
		v[all->whose[i]]++;
	for (size_t i = 0; i < n; i++)
		v[i] += v[n];
	if (n == 1 || v[n] <= CASE_RECORDS / n)
		return v;
	diag_add(r->d, DIAG_ERROR, list->at, "name the service of each record",
	    "%zu records that concern each of %zu services are too many", v[n],
	    n);
	return NULL;
}

/* NULL after a complaint. */
static struct share *
share_out(struct reading *r, const struct node *list, const struct records *all)
{
	size_t n = r->doc->n_services, *counts = count_shares(r, list, all);
	struct share *v = arena_array(r->keep, n, sizeof *v);

	if (counts == NULL)
		return NULL;
	for (size_t k = 0; k < n; k++)
		v[k].v = arena_array(r->keep, counts[k] + 1, all->bytes);
	for (size_t i = 0; i < list->n; i++) {
		size_t one = all->whose[i], end = one == n ? n : one + 1;

		for (size_t k = one == n ? 0 : one; k < end; k++)
			memcpy((char *)v[k].v + v[k].n++ * all->bytes,
			    (char *)all->v + i * all->bytes, all->bytes);
	}
	return v;
}

/* In a pool everybody looks at everything. */
static struct share *
share_pool(
    struct reading *r, const struct node *list, const struct records *all)
{
	struct share *v;

	if (r->doc->terms->pool != POOL_RESOURCE_MINUTES)
		return share_out(r, list, all);
	v = arena_array(r->keep, r->doc->n_services, sizeof *v);
	for (size_t k = 0; k < r->doc->n_services; k++)
		v[k] = (struct share){ all->v, list->n };
	return v;
}

struct pool {
	struct settle_member *v;
	size_t n, cap;
	struct map names;
};

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
	{ FIELD(T, "end", SCHEMA_NODE, end) },
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

/* Without an end an outage lasts as long as the period, and that is said. */
static bool
read_span(struct reading *r, const struct node *n, struct raw_incident *raw)
{
	struct span *span = &raw->out.span;

	if (raw->end != NULL && !node_is_null(raw->end))
		return casedoc_span(r, raw->start, raw->end, span);
	if (!casedoc_instant_of(r, raw->start, &span->from_at))
		return false;
	span->to_at =
	    r->period.to_at > span->from_at ? r->period.to_at : span->from_at;
	raw->out.open = true;
	diag_add(r->d, DIAG_WARNING, n->at, "write its end",
	    "outage \"%.*s\" has no end; it counts to the end of the period",
	    STR_ARG(raw->out.id));
	return true;
}

static bool
read_incident(struct reading *r, const struct node *n, struct raw_incident *raw,
    size_t *ret_whose)
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
	    !read_span(r, n, raw) ||
	    !casedoc_optional(r, raw->detected, &o->detected_at) ||
	    !casedoc_optional(r, raw->reported, &o->reported_at) ||
	    !casedoc_optional(r, raw->ticket, &o->ticket_at) ||
	    (raw->waits != NULL && !read_waits(r, raw->waits, o)) ||
	    (raw->weight != NULL &&
		!read_ratio_to(&terms, raw->weight, 1, &o->weight)))
		return false;
	o->subject = subject_of(r, raw->service, raw->resource);
	return find_service(r, n, raw->service, ret_whose) &&
	       resource_known(r, n, raw->resource);
}

bool
casedoc_incidents(struct reading *r, const struct node *list)
{
	struct records all = new_records(r, list, sizeof(struct outage));
	struct outage *v = all.v;
	const struct share *share;
	size_t n = 0;

	for (const struct node *one = list->child; one != NULL;
	     one = one->next) {
		struct raw_incident raw;

		if (!read_incident(r, one, &raw, &all.whose[n]))
			return false;
		v[n++] = raw.out;
	}
	share = share_pool(r, list, &all);
	for (size_t k = 0; share != NULL && k < r->doc->n_services; k++) {
		r->doc->services[k].in.outages = share[k].v;
		r->doc->services[k].in.n_outages = share[k].n;
	}
	return share != NULL;
}

/* The later beginning, the earlier end; NO_INSTANT is open. */
static void
narrow(struct settle_member *m, const struct settle_input *in)
{
	if (m->in_from == NO_INSTANT ||
	    (in->in_from != NO_INSTANT && in->in_from > m->in_from))
		m->in_from = in->in_from;
	if (m->in_to == NO_INSTANT ||
	    (in->in_to != NO_INSTANT && in->in_to < m->in_to))
		m->in_to = in->in_to;
}

static bool
add_member(struct reading *r, struct pool *all, const struct settle_input *in,
    struct settle_member m)
{
	if (map_get(&all->names, m.id) >= 0) {
		diag_add(r->d, DIAG_ERROR, r->doc->at, NULL,
		    "two resources of the pool are called \"%.*s\"",
		    STR_ARG(m.id));
		return false;
	}
	map_put(&all->names, m.id, 1);
	m.group = in->service;
	narrow(&m, in);
	*vec_push(r->keep, all) = m;
	return true;
}

/*
 * The resources of all services are the members of the pool; a service without
 * any is one itself.
 */
bool
casedoc_pool(struct reading *r)
{
	struct casedoc *doc = r->doc;
	struct pool all = { .names = { .keep = r->keep } };
	size_t each;

	if (doc->terms->pool != POOL_RESOURCE_MINUTES)
		return true;
	for (size_t i = 0; i < doc->n_services; i++) {
		const struct settle_input *in = &doc->services[i].in;
		struct settle_member self = { .id = in->service,
			.in_from = NO_INSTANT,
			.in_to = NO_INSTANT };

		if (in->n_members == 0 && !add_member(r, &all, in, self))
			return false;
		for (size_t k = 0; k < in->n_members; k++)
			if (!add_member(r, &all, in, in->members[k]))
				return false;
	}
	each = all.n + doc->services[0].in.n_outages +
	       doc->services[0].in.n_windows;
	if (doc->n_services > 1 && each > CASE_RECORDS / doc->n_services) {
		diag_add(r->d, DIAG_ERROR, doc->at,
		    "list the resources in fewer services",
		    "%zu services that share %zu resources and records are "
		    "too many",
		    doc->n_services, each);
		return false;
	}
	for (size_t i = 0; i < doc->n_services; i++) {
		doc->services[i].in.members = all.v;
		doc->services[i].in.n_members = all.n;
	}
	return true;
}

/* ---- exclusions
 * ------------------------------------------------------------------- */

struct raw_window {
	struct window out;
	struct str service, resource;
	const struct node *start, *end, *announced;
};

static bool
read_window(struct reading *r, const struct node *n, struct raw_window *raw,
    size_t *ret_whose)
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
	raw->out.subject = subject_of(r, raw->service, raw->resource);
	return find_service(r, n, raw->service, ret_whose) &&
	       resource_known(r, n, raw->resource);
}

bool
casedoc_windows(struct reading *r, const struct node *list)
{
	struct records all = new_records(r, list, sizeof(struct window));
	struct window *v = all.v;
	const struct share *share;
	size_t n = 0;

	for (const struct node *one = list->child; one != NULL;
	     one = one->next) {
		struct raw_window raw;

		if (!read_window(r, one, &raw, &all.whose[n]))
			return false;
		v[n++] = raw.out;
	}
	share = share_pool(r, list, &all);
	for (size_t k = 0; share != NULL && k < r->doc->n_services; k++) {
		r->doc->services[k].in.windows = share[k].v;
		r->doc->services[k].in.n_windows = share[k].n;
	}
	return share != NULL;
}

/* ---- history
 * ----------------------------------------------------------------------- */

struct raw_history {
	struct history_row out;
	struct str service;
	const struct node *availability, *minutes, *credit, *excluded;
	struct place at;
	size_t whose, number;
	int month; /* in which its period begins */
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
	raw->at = n->at;
	row->has_credit = raw->credit != NULL;
	row->has_availability = raw->availability != NULL;
	row->has_minutes = raw->minutes != NULL;
	row->availability = ratio_div(row->availability, ratio_int(100));
	return find_service(r, n, raw->service, &raw->whose);
}

static int
by_month(const void *a, const void *b)
{
	const struct raw_history *x = a, *y = b;

	if (x->month != y->month)
		return x->month < y->month ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/*
 * People write the newest first, or last. Rows without a period come first,
 * then by the month in which theirs begins; what is no period of the calendar
 * stays with the row before it.
 */
static void
sort_history(struct raw_history *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		v[i].number = i;
		v[i].month = INT_MIN;
		if (v[i].out.period.n != 0 &&
		    !period_first_month(v[i].out.period, &v[i].month) && i > 0)
			v[i].month = v[i - 1].month;
	}
	qsort(v, n, sizeof *v, by_month);
}

/* Rows by period: what cannot be read is said, what stands twice refused. */
static bool
names_of_history(struct reading *r, const struct raw_history *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct raw_history *a = &v[i], *b = &v[i + 1];
		int month;

		if (a->out.period.n == 0)
			continue;
		if (!period_first_month(a->out.period, &month))
			diag_add(r->d, DIAG_WARNING, a->at, "write 2025-03",
			    "\"%.*s\" is no period of the calendar; what looks "
			    "back over months passes it by",
			    STR_ARG(a->out.period));
		if (i + 1 == n || !str_eq(a->out.period, b->out.period) ||
		    (a->service.n != 0 && b->service.n != 0 &&
			!str_eq(a->service, b->service)))
			continue;
		diag_add(r->d, DIAG_ERROR, b->at, "write one row",
		    "the history has %.*s twice", STR_ARG(b->out.period));
		return false;
	}
	return true;
}

bool
casedoc_history(struct reading *r, const struct node *list)
{
	struct raw_history *raw =
	    arena_array(r->keep, list->n + 1, sizeof *raw);
	struct records all = new_records(r, list, sizeof(struct history_row));
	struct history_row *v = all.v;
	const struct share *share;
	size_t n = 0;

	for (const struct node *one = list->child; one != NULL; one = one->next)
		if (!read_row(r, one, &raw[n++]))
			return false;
	sort_history(raw, n);
	for (size_t i = 0; i < n; i++) {
		all.whose[i] = raw[i].whose;
		v[i] = raw[i].out;
	}
	if (!names_of_history(r, raw, n))
		return false;
	share = share_out(r, list, &all);
	for (size_t k = 0; share != NULL && k < r->doc->n_services; k++) {
		r->doc->services[k].in.history = share[k].v;
		r->doc->services[k].in.n_history = share[k].n;
	}
	return share != NULL;
}
