/*
 * Do the files of a case fit each other? Every name that one file uses must be
 * given by another; a slip here would move money without a word.
 */
#include <string.h>

#include "base/map.h"
#include "import/check.h"

/* Beyond so many complaints nobody reads hints, and looking is slow. */
#define HINTS_MAX 50
#define MONEY_HINT                                                             \
	"an amount in another currency than its contract cannot be settled"

/* Names of one sort, in the order they came. */
struct names {
	struct map map; /* to the index */
	VEC(struct str) list;
};

struct check {
	const struct dossier *f;
	struct diags *d;
	struct arena scratch;
	struct names customers, services, contracts, incidents, subjects;
	int hints;
};

static void
add_name(struct check *c, struct names *names, struct str name)
{
	names->map.keep = &c->scratch;
	if (map_get(&names->map, name) >= 0)
		return;
	map_put(&names->map, name, (int64_t)names->list.n);
	*vec_push(&c->scratch, &names->list) = name;
}

static bool
known(const struct names *names, struct str name)
{
	return map_get(&names->map, name) >= 0;
}

/* "did you mean", or NULL when nothing comes near. */
static const char *
hint_for(struct check *c, const struct names *names, struct str name)
{
	struct str near = STR_NONE;
	size_t best = name.n / 3 + 1;

	if (c->hints++ >= HINTS_MAX)
		return NULL;
	for (size_t i = 0; i < names->list.n; i++) {
		size_t far = str_distance(name, names->list.v[i]);

		if (far <= best && far < name.n &&
		    (near.n == 0 || far < best)) {
			best = far;
			near = names->list.v[i];
		}
	}
	if (near.n == 0)
		return NULL;
	return str_cstr(&c->scratch,
	    str_format(&c->scratch, "did you mean \"%.*s\"?", STR_ARG(near)));
}

static struct place
place_of(struct origin from)
{
	return (struct place){ from.file, from.line, 0 };
}

/* One name used at `from`; `where` tells in which file such names are given. */
static void
want(struct check *c, const struct names *names, struct str name,
    struct origin from, const char *what, const char *where)
{
	struct place at = place_of(from);
	const char *hint;

	if (known(names, name))
		return;
	hint = hint_for(c, names, name);
	at.col = diag_column(c->d, at, name);
	/* the id of a service may be that of its customer */
	if (at.col == 0)
		at.col = diag_column_below(c->d, at, what, name);
	diag_add(c->d, DIAG_ERROR, at, hint, "there is no %s \"%.*s\" in %s",
	    what, STR_ARG(name), where);
}

/* ---- what refers to what
 * ------------------------------------------------------------- */

static void
collect(struct check *c)
{
	const struct dossier *f = c->f;

	for (size_t i = 0; i < f->n_customers; i++)
		add_name(c, &c->customers, f->customers[i].id);
	for (size_t i = 0; i < f->n_contracts; i++)
		add_name(c, &c->contracts, f->contracts[i].id);
	for (size_t i = 0; i < f->n_incidents; i++)
		add_name(c, &c->incidents, f->incidents[i].id);
	for (size_t i = 0; i < f->n_services; i++) {
		add_name(c, &c->services, f->services[i].id);
		add_name(c, &c->subjects, f->services[i].id);
	}
	for (size_t i = 0; i < f->n_dependencies; i++)
		add_name(c, &c->subjects, f->dependencies[i].resource);
}

/* All versions of a contract are in one currency, and so are its services. */
static void
check_currency(struct check *c, const struct service *s)
{
	for (size_t i = 0; i < c->f->n_contracts; i++) {
		const struct contract *k = &c->f->contracts[i];

		if (!str_eq(k->id, s->contract) ||
		    strcmp(k->currency.code, s->fee.currency.code) == 0)
			continue;
		diag_add(c->d, DIAG_ERROR, place_of(s->from), MONEY_HINT,
		    "service \"%.*s\" is priced in %s, its contract \"%.*s\" "
		    "is in %s",
		    STR_ARG(s->id), s->fee.currency.code, STR_ARG(k->id),
		    k->currency.code);
		return;
	}
}

static void
check_service(struct check *c, const struct service *s)
{
	want(c, &c->customers, s->customer, s->from, "customer",
	    "customers.csv");
	want(c, &c->contracts, s->contract, s->from, "contract", "contracts/");
	check_currency(c, s);
}

static void
check_services(struct check *c)
{
	const struct dossier *f = c->f;

	for (size_t i = 0; i < f->n_services; i++)
		check_service(c, &f->services[i]);
	/* the last plan is the service itself */
	for (size_t i = 0; i + 1 < f->n_plans; i++)
		if (str_eq(f->plans[i].id, f->plans[i + 1].id))
			check_service(c, &f->plans[i]);
	for (size_t i = 0; i < f->n_dependencies; i++)
		want(c, &c->services, f->dependencies[i].service,
		    f->dependencies[i].from, "service", "services.csv");
}

static void
want_subject(struct check *c, struct str subject, struct origin from)
{
	want(c, &c->subjects, subject, from, "resource or service",
	    "resources.csv and services.csv");
}

static void
want_incident(struct check *c, struct str incident, struct origin from)
{
	if (incident.n != 0)
		want(c, &c->incidents, incident, from, "incident",
		    "incidents.csv");
}

static void
check_events(struct check *c)
{
	const struct dossier *f = c->f;

	for (size_t i = 0; i < f->n_outages; i++) {
		want_subject(c, f->outages[i].subject, f->outages[i].from);
		want_incident(c, f->outages[i].incident, f->outages[i].from);
	}
	for (size_t i = 0; i < f->n_windows; i++)
		if (f->windows[i].subject.n != 0)
			want_subject(
			    c, f->windows[i].subject, f->windows[i].from);
	for (size_t i = 0; i < f->n_notices; i++)
		want_incident(c, f->notices[i].incident, f->notices[i].from);
	for (size_t i = 0; i < f->n_actions; i++)
		want_incident(c, f->actions[i].incident, f->actions[i].from);
	for (size_t i = 0; i < f->n_regulatory; i++)
		want_incident(
		    c, f->regulatory[i].incident, f->regulatory[i].from);
	for (size_t i = 0; i < f->n_submissions; i++)
		want_incident(
		    c, f->submissions[i].incident, f->submissions[i].from);
	for (size_t i = 0; i < f->n_narratives; i++)
		want_incident(
		    c, f->narratives[i].incident, f->narratives[i].from);
}

/* ---- what settling needs beside outages
 * ------------------------------------------------ */

/* Money about a service is in the currency of its fee. */
static void
want_service(struct check *c, struct str service, struct origin from,
    const struct money *money)
{
	int64_t i = map_get(&c->services.map, service);
	const struct service *s;

	want(c, &c->services, service, from, "service", "services.csv");
	if (i < 0 || money == NULL)
		return;
	s = &c->f->services[i];
	if (strcmp(money->currency.code, s->fee.currency.code) != 0)
		diag_add(c->d, DIAG_ERROR, place_of(from), NULL,
		    "this amount is in %s, service \"%.*s\" is priced in %s",
		    money->currency.code, STR_ARG(s->id), s->fee.currency.code);
}

static struct str
amount_key(struct check *c, struct str service, struct str name)
{
	return str_format(
	    &c->scratch, "%.*s\n%.*s", STR_ARG(service), STR_ARG(name));
}

static void
check_caps(struct check *c, const struct map *amounts, const struct contract *k,
    const struct service *s)
{
	struct str hint;

	for (size_t i = 0; k->terms != NULL && i < k->terms->n_caps; i++) {
		struct str name = k->terms->caps[i].field;

		if (name.n == 0 ||
		    map_get(amounts, amount_key(c, s->id, name)) >= 0)
			continue;
		hint = str_format(&c->scratch,
		    "add a row to amounts.csv: %.*s,%.*s,0.00,%s",
		    STR_ARG(s->id), STR_ARG(name), s->fee.currency.code);
		diag_add(c->d, DIAG_ERROR, place_of(s->from),
		    str_cstr(&c->scratch, hint),
		    "a cap of contract \"%.*s\" refers to \"%.*s\", but "
		    "amounts.csv does not give it for service \"%.*s\"",
		    STR_ARG(k->id), STR_ARG(name), STR_ARG(s->id));
	}
}

/* Every amount that a contract names is there for every service under it. */
static void
check_amounts(struct check *c)
{
	const struct dossier *f = c->f;
	struct map amounts = { .keep = &c->scratch };

	for (size_t i = 0; i < f->n_amounts; i++) {
		const struct named_money *a = &f->amounts[i];

		want_service(c, a->service, a->from, &a->amount);
		map_put(&amounts, amount_key(c, a->service, a->name), 1);
	}
	for (size_t i = 0; i < f->n_services; i++)
		for (size_t k = 0; k < f->n_contracts; k++)
			if (str_eq(f->contracts[k].id, f->services[i].contract))
				check_caps(c, &amounts, &f->contracts[k],
				    &f->services[i]);
}

static void
check_ledger(struct check *c)
{
	const struct dossier *f = c->f;

	for (size_t i = 0; i < f->n_past; i++)
		want_service(c, f->past[i].service, f->past[i].from,
		    f->past[i].has_credit ? &f->past[i].credit : NULL);
	for (size_t i = 0; i < f->n_claims; i++)
		want_service(c, f->claims[i].service, f->claims[i].from, NULL);
	check_amounts(c);
}

/* ---- what data an incident cost
 * --------------------------------------------------------- */

static const struct incident *
incident_of(const struct check *c, struct str id)
{
	for (size_t i = 0; i < c->f->n_incidents; i++)
		if (str_eq(c->f->incidents[i].id, id))
			return &c->f->incidents[i];
	return NULL;
}

/* Customer and service of a row are there, and belong together. */
static void
check_scope(struct check *c, const struct backup *b)
{
	int64_t i = map_get(&c->services.map, b->service);

	if (b->customer.n != 0)
		want(c, &c->customers, b->customer, b->from, "customer",
		    "customers.csv");
	if (b->service.n != 0)
		want_service(c, b->service, b->from, NULL);
	if (b->service.n == 0 || i < 0 || b->customer.n == 0 ||
	    str_eq(c->f->services[i].customer, b->customer))
		return;
	diag_add(c->d, DIAG_ERROR, place_of(b->from),
	    "leave \"customer\" empty where \"service\" is given",
	    "service \"%.*s\" is not one of customer \"%.*s\" but of "
	    "\"%.*s\"",
	    STR_ARG(b->service), STR_ARG(b->customer),
	    STR_ARG(c->f->services[i].customer));
}

static void
check_backup(struct check *c, const struct backup *b)
{
	const struct incident *in = incident_of(c, b->incident);

	want_incident(c, b->incident, b->from);
	check_scope(c, b);
	if (in == NULL || in->restored_at == NO_INSTANT ||
	    b->restore_point_at == NO_INSTANT ||
	    b->restore_point_at <= in->restored_at)
		return;
	diag_add(c->d, DIAG_ERROR, place_of(b->from),
	    "the restore point is how old the data was that came back, not "
	    "when it came back",
	    "the restore point is after incident \"%.*s\" was over",
	    STR_ARG(in->id));
}

/* Nothing comes back before it was lost. */
static void
check_restoration(struct check *c, const struct restoration *r)
{
	const struct incident *in = incident_of(c, r->incident);
	int64_t start_at;

	want_incident(c, r->incident, r->from);
	if (in == NULL)
		return;
	start_at =
	    in->fault_at != NO_INSTANT ? in->fault_at : in->first_impact_at;
	if (start_at != NO_INSTANT && r->at < start_at)
		diag_add(c->d, DIAG_ERROR, place_of(r->from), NULL,
		    "this row is before incident \"%.*s\" began",
		    STR_ARG(in->id));
}

static void
check_recovery(struct check *c)
{
	for (size_t i = 0; i < c->f->n_backups; i++)
		check_backup(c, &c->f->backups[i]);
	for (size_t i = 0; i < c->f->n_restorations; i++)
		check_restoration(c, &c->f->restorations[i]);
}

/* ---- names given twice
 * ---------------------------------------------------------------- */

/* What a row of an array is called, and where it came from. */
struct named {
	struct str id;
	struct origin from;
};

static void
check_twice(struct check *c, const struct named *v, size_t n, const char *what)
{
	struct map seen = { .keep = &c->scratch };

	for (size_t i = 0; i < n; i++) {
		int64_t before = map_get(&seen, v[i].id);

		if (before < 0) {
			map_put(&seen, v[i].id, (int64_t)i);
			continue;
		}
		diag_add(c->d, DIAG_ERROR, place_of(v[i].from),
		    "every one needs an id of its own, across all files",
		    "%s \"%.*s\" was already given in %.*s, line %lld", what,
		    STR_ARG(v[i].id), STR_ARG(v[before].from.file),
		    (long long)v[before].from.line);
	}
}

#define CHECK_TWICE(c, array, count, what)                                     \
	do {                                                                   \
		struct named *v =                                              \
		    arena_array(&(c)->scratch, (count) + 1, sizeof *v);        \
                                                                               \
		for (size_t i = 0; i < (count); i++)                           \
			v[i] =                                                 \
			    (struct named){ (array)[i].id, (array)[i].from };  \
		check_twice((c), v, (count), (what));                          \
	} while (0)

static void
check_ids(struct check *c)
{
	const struct dossier *f = c->f;

	CHECK_TWICE(c, f->customers, f->n_customers, "customer");
	CHECK_TWICE(c, f->outages, f->n_outages, "outage");
	CHECK_TWICE(c, f->windows, f->n_windows, "window");
	CHECK_TWICE(c, f->incidents, f->n_incidents, "incident");
	CHECK_TWICE(c, f->notices, f->n_notices, "notice");
	CHECK_TWICE(c, f->actions, f->n_actions, "action");
}

void
facts_check(const struct dossier *facts, struct diags *d)
{
	struct check c = { .f = facts, .d = d };

	collect(&c);
	check_ids(&c);
	check_versions(facts, &c.scratch, d);
	check_services(&c);
	check_events(&c);
	check_accepted(facts, &c.scratch, d);
	check_views(facts, &c.scratch, d);
	check_claim(facts, d);
	check_ledger(&c);
	check_recovery(&c);
	arena_release(&c.scratch);
}
