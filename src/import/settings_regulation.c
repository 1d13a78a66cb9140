/*
 * `regulation:` of case.yaml: roles and sizes that the thresholds of the acts
 * ask for. What is not written stays unknown.
 */
#include "domain/money.h"
#include "domain/regulatory_facts.h"
#include "import/regulation_read.h"

#define COUNT(v)  (sizeof(v) / sizeof *(v))
#define KINDS_MAX 50
/* More people, names or cents than there are. */
#define COUNT_MAX    INT64_C(1000000000000)
#define TURNOVER_MAX INT64_C(10000000000000000)

static const char *const gdpr_names[] = { "controller", "processor", NULL };

struct block {
	struct ratio turnover;
	int64_t eu_users, domains;
	const struct node *roles, *gdpr, *kinds;
};

static const struct schema_field block_fields[] = {
	{ .key = "nis2_roles",
	    .kind = SCHEMA_LIST,
	    .offset = offsetof(struct block, roles) },
	{ .key = "kinds",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct block, kinds) },
	{ .key = "turnover",
	    .kind = SCHEMA_DECIMAL,
	    .offset = offsetof(struct block, turnover) },
	{ .key = "eu_users",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct block, eu_users),
	    .min = 0,
	    .max = COUNT_MAX },
	{ .key = "domains",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct block, domains),
	    .min = 0,
	    .max = COUNT_MAX },
	{ .key = "gdpr_roles",
	    .kind = SCHEMA_LIST,
	    .offset = offsetof(struct block, gdpr) },
};

static const struct schema_field kinds_fields[] = {
	{ .key = "cloud",
	    .kind = SCHEMA_LIST,
	    .offset = ROLE_CLOUD * sizeof(const struct node *) },
	{ .key = "data_centre",
	    .kind = SCHEMA_LIST,
	    .offset = ROLE_DATA_CENTRE * sizeof(const struct node *) },
	{ .key = "cdn",
	    .kind = SCHEMA_LIST,
	    .offset = ROLE_CDN * sizeof(const struct node *) },
	{ .key = "dns",
	    .kind = SCHEMA_LIST,
	    .offset = ROLE_DNS * sizeof(const struct node *) },
	{ .key = "tld",
	    .kind = SCHEMA_LIST,
	    .offset = ROLE_TLD * sizeof(const struct node *) },
	{ .key = "managed_service",
	    .kind = SCHEMA_LIST,
	    .offset = ROLE_MANAGED_SERVICE * sizeof(const struct node *) },
};

static void
read_roles(
    const struct node *list, struct regulation_settings *r, struct diags *d)
{
	int role;

	for (const struct node *n = list->child; n != NULL; n = n->next)
		if (node_choice(n, regulatory_role_names, &role, d))
			r->role[role] = true;
}

static void
read_gdpr(
    const struct node *list, struct regulation_settings *r, struct diags *d)
{
	int which;

	for (const struct node *n = list->child; n != NULL; n = n->next)
		if (node_choice(n, gdpr_names, &which, d)) {
			r->controller |= which == 0;
			r->processor |= which == 1;
		}
}

static void
read_kind_list(const struct node *list, int role, struct arena *keep,
    struct regulation_settings *r, struct diags *d)
{
	struct str *v = arena_array(keep, list->n + 1, sizeof *v);
	size_t n = 0;

	if (!r->role[role])
		diag_add(d, DIAG_ERROR, list->key_at,
		    "name the role in nis2_roles too, or leave its kinds out",
		    "kinds: \"%s\" is no role of this house",
		    regulatory_role_names[role]);
	if (list->n == 0 || list->n > KINDS_MAX) {
		diag_add(d, DIAG_ERROR, list->at, "cloud: [web, database]",
		    list->n == 0 ? "kinds: the list is empty"
				 : "kinds: too many");
		return;
	}
	for (const struct node *one = list->child; one != NULL;
	     one = one->next) {
		if (one->kind == NODE_SCALAR && one->text.n != 0)
			v[n++] = one->text;
		else
			diag_add(d, DIAG_ERROR, one->at, NULL,
			    "a kind of services.csv must be a text");
	}
	r->kind[role] = v;
	r->n_kinds[role] = n;
}

static void
read_kinds(const struct node *map, struct arena *keep,
    struct regulation_settings *r, struct diags *d)
{
	const struct node *list[REGULATORY_ROLES] = { NULL };

	if (!schema_read(
		map, "kinds", kinds_fields, COUNT(kinds_fields), list, d))
		return;
	for (int i = 0; i < REGULATORY_ROLES; i++)
		if (list[i] != NULL)
			read_kind_list(list[i], i, keep, r, d);
}

/* In whole cents: last year's accounts know no parts of them. */
static void
read_turnover(const struct node *map, struct ratio euros,
    struct regulation_settings *r, struct diags *d)
{
	struct ratio cents = ratio_mul(euros, ratio_int(100));
	const struct node *n = node_get(map, "turnover");

	if (!ratio_ok(euros) || n == NULL)
		return;
	if (!ratio_ok(cents) || cents.den != 1 || cents.num < 0 ||
	    cents.num > TURNOVER_MAX)
		diag_add(d, DIAG_ERROR, n->at,
		    "last year's total turnover in EUR: 2400000.00",
		    "turnover: \"%.*s\" is no amount in EUR",
		    STR_ARG(str_sub(n->text, 0, 60)));
	else
		r->turnover = (int64_t)cents.num;
}

void
regulation_read(const struct node *map, struct arena *keep, struct settings *s,
    struct diags *d)
{
	struct regulation_settings *r =
	    arena_new(keep, struct regulation_settings);
	struct block in = { .eu_users = -1, .domains = -1 };
	bool good;

	r->from = (struct origin){ map->at.file, map->at.line };
	r->turnover = -1;
	/* whatever is wrong, the rest is looked at too */
	good = schema_read(
	    map, "regulation", block_fields, COUNT(block_fields), &in, d);
	r->eu_users = in.eu_users;
	r->domains = in.domains;
	read_turnover(map, in.turnover, r, d);
	if (in.roles != NULL)
		read_roles(in.roles, r, d);
	if (in.gdpr != NULL)
		read_gdpr(in.gdpr, r, d);
	if (in.kinds != NULL)
		read_kinds(in.kinds, keep, r, d);
	if (good)
		s->regulation = r;
}
