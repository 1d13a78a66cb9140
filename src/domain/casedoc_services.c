/* The services of a case document: what is paid for them, and when they live.
 */
#include "domain/casedoc_read.h"

struct raw_service {
	struct str id, base_is;
	const struct node *base, *hourly, *from, *to, *intervals, *requests;
	const struct node *resources, *target;
};

static bool
read_intervals(
    struct reading *r, const struct node *list, struct settle_input *in)
{
	struct raw {
		struct interval_count out;
		const struct node *start;
	};
	static const struct schema_field fields[] = {
		{ FIELD_MUST(struct raw, "start", SCHEMA_NODE, start) },
		{ "requests", SCHEMA_INT, offsetof(struct raw, out.requests),
		    true, 0, INT64_C(1) << 50, NULL },
		{ "errors", SCHEMA_INT, offsetof(struct raw, out.errors), true,
		    0, INT64_C(1) << 50, NULL },
	};
	struct interval_count *v = arena_array(r->keep, list->n + 1, sizeof *v);

	for (const struct node *n = list->child; n != NULL; n = n->next) {
		struct raw raw = { .start = NULL };

		if (!schema_read(
			n, "interval", fields, COUNT_OF(fields), &raw, r->d) ||
		    !casedoc_instant_of(r, raw.start, &raw.out.at))
			return false;
		v[in->n_intervals++] = raw.out;
	}
	in->intervals = v;
	return true;
}

static bool
read_requests(struct reading *r, const struct node *n, struct settle_input *in)
{
	typedef struct settle_input t;
	static const struct schema_field fields[] = {
		{ "total", SCHEMA_INT, offsetof(t, requests_total), true, 0,
		    INT64_C(1) << 50, NULL },
		{ "failed", SCHEMA_INT, offsetof(t, requests_failed), true, 0,
		    INT64_C(1) << 50, NULL },
	};

	return schema_read(n, "requests", fields, COUNT_OF(fields), in, r->d);
}

static bool
lives(struct reading *r, const struct node *n, int64_t from, int64_t to)
{
	if (from == NO_INSTANT || to == NO_INSTANT || to >= from)
		return true;
	diag_add(
	    r->d, DIAG_ERROR, n->at, NULL, "its life ends before it begins");
	return false;
}

static bool
read_members(
    struct reading *r, const struct node *list, struct settle_input *in)
{
	struct raw {
		struct str id;
		const struct node *from, *to;
	};
	static const struct schema_field fields[] = {
		{ FIELD_MUST(struct raw, "id", SCHEMA_TEXT, id) },
		{ FIELD(struct raw, "in_service_from", SCHEMA_NODE, from) },
		{ FIELD(struct raw, "in_service_to", SCHEMA_NODE, to) },
	};
	struct settle_member *v = arena_array(r->keep, list->n + 1, sizeof *v);

	for (const struct node *n = list->child; n != NULL; n = n->next) {
		struct raw raw = { .from = NULL };
		struct settle_member *m = &v[in->n_members++];

		m->in_from = m->in_to = NO_INSTANT;
		if (!schema_read(
			n, "resource", fields, COUNT_OF(fields), &raw, r->d) ||
		    !casedoc_optional(r, raw.from, &m->in_from) ||
		    !casedoc_optional(r, raw.to, &m->in_to))
			return false;
		m->id = raw.id;
		map_put(&r->resources, m->id, 1);
		if (!lives(r, n, m->in_from, m->in_to))
			return false;
	}
	in->members = v;
	return true;
}

/* Amounts that a cap refers to stand in the service under their own names. */
static bool
read_named(struct reading *r, const struct node *map, struct settle_input *in)
{
	const struct terms *t = r->doc->terms;
	struct named_amount *v = arena_array(r->keep, t->n_caps + 1, sizeof *v);

	for (size_t i = 0; i < t->n_caps; i++) {
		struct str field = t->caps[i].field;
		const struct node *n = node_get(map, str_cstr(r->keep, field));

		if (t->caps[i].kind != CAP_FIELD || n == NULL)
			continue;
		v[in->n_named].name = field;
		if (!casedoc_money(r, n, &v[in->n_named++].minor))
			return false;
	}
	in->named = v;
	return true;
}

#define SERVICE_KEYS 10

/* The fixed keys, and those that caps name. */
static bool
read_service_keys(
    struct reading *r, const struct node *n, struct raw_service *raw)
{
	typedef struct raw_service t;
	static const struct schema_field fixed[SERVICE_KEYS] = {
		{ FIELD_MUST(t, "id", SCHEMA_TEXT, id) },
		{ FIELD_MUST(t, "base", SCHEMA_NODE, base) },
		{ FIELD(t, "base_is", SCHEMA_TEXT_ANY, base_is) },
		{ FIELD(t, "hourly_price", SCHEMA_NODE, hourly) },
		{ FIELD(t, "in_service_from", SCHEMA_NODE, from) },
		{ FIELD(t, "in_service_to", SCHEMA_NODE, to) },
		{ FIELD(t, "intervals", SCHEMA_LIST, intervals) },
		{ FIELD(t, "requests", SCHEMA_MAP, requests) },
		{ FIELD(t, "resources", SCHEMA_LIST, resources) },
		{ FIELD(t, "target", SCHEMA_NODE, target) },
	};
	const struct terms *terms = r->doc->terms;
	size_t n_fields = SERVICE_KEYS + terms->n_caps;
	struct schema_field *fields =
	    arena_array(r->keep, n_fields, sizeof *fields);

	n_fields = 0;
	while (n_fields < SERVICE_KEYS) {
		fields[n_fields] = fixed[n_fields];
		n_fields++;
	}
	for (size_t i = 0; i < terms->n_caps; i++)
		if (terms->caps[i].kind == CAP_FIELD)
			fields[n_fields++] = (struct schema_field){ FIELD_KNOWN(
			    str_cstr(r->keep, terms->caps[i].field)) };
	return schema_read(n, "service", fields, n_fields, raw, r->d);
}

/* A promise of its own, under terms that several services share. */
static bool
read_target(struct reading *r, const struct node *n, struct settle_input *in)
{
	struct terms_reader terms = {
		.zones = r->zones, .keep = r->keep, .d = r->d
	};
	struct terms *own = arena_new(r->keep, struct terms);

	*own = *r->doc->terms;
	own->has_target = true;
	in->terms = own;
	return read_ratio_to(&terms, n, 100, &own->target);
}

static bool
read_service(struct reading *r, const struct node *n, struct settle_input *in)
{
	struct raw_service raw = { .base = NULL };

	in->terms = r->doc->terms;
	in->zone = r->doc->zone;
	in->period = r->period;
	in->period_name = r->period_name;
	in->currency = r->doc->currency;
	in->in_from = in->in_to = NO_INSTANT;
	in->claim = r->claim;
	in->now_at = r->period.to_at;
	if (!read_service_keys(r, n, &raw) ||
	    !casedoc_money(r, raw.base, &in->base_minor) ||
	    !casedoc_optional(r, raw.from, &in->in_from) ||
	    !casedoc_optional(r, raw.to, &in->in_to) ||
	    (raw.hourly != NULL &&
		!casedoc_money(r, raw.hourly, &in->hourly_minor)) ||
	    (raw.intervals != NULL && !read_intervals(r, raw.intervals, in)) ||
	    (raw.requests != NULL && !read_requests(r, raw.requests, in)) ||
	    (raw.resources != NULL && !read_members(r, raw.resources, in)) ||
	    (raw.target != NULL && !read_target(r, raw.target, in)) ||
	    !read_named(r, n, in))
		return false;
	in->service = raw.id;
	in->has_hourly = raw.hourly != NULL;
	return lives(r, n, in->in_from, in->in_to);
}

bool
casedoc_services(struct reading *r, const struct node *list)
{
	struct casedoc *doc = r->doc;

	doc->services =
	    arena_array(r->keep, list->n + 1, sizeof *doc->services);
	for (const struct node *n = list->child; n != NULL; n = n->next) {
		struct settle_input *in = &doc->services[doc->n_services].in;

		if (!read_service(r, n, in))
			return false;
		if (map_get(&r->services, in->service) >= 0) {
			diag_add(r->d, DIAG_ERROR, n->at, NULL,
			    "two services are called \"%.*s\"",
			    STR_ARG(in->service));
			return false;
		}
		map_put(&r->services, in->service, (int64_t)doc->n_services);
		doc->n_services++;
	}
	if (doc->n_services > 0)
		return true;
	diag_add(r->d, DIAG_ERROR, list->at, NULL, "a case without services");
	return false;
}
