/*
 * settings_claim.c -- `claim:` of case.yaml.
 *
 * Half a statement is worse than none: interest without its source, or a margin
 * that nobody signed, is a complaint and never completed here.
 */
#include "base/node.h"
#include "import/claim_read.h"

#define COUNT(v)  (sizeof(v) / sizeof *(v))
#define ITEMS_MAX 200
#define SHOWN     60
#define DAY_FORM  "write a date as 2024-06-30"
#define TIME_FORM                                                              \
	"write a time as 2024-04-02T09:31:00, local, or with its offset"

static const char *const profile_names[] = { "it", "de", "fr", "es",
	"eu_consumer", "none", NULL };

/* The block as it is read. */
struct block {
	struct claim_settings c;
	int profile;
	const struct node *deadline, *interest_from, *ticket, *backup;
	const struct node *mitigation, *conversion, *orders, *margin, *costs;
	const struct node *calls, *probe;
};

#define TEXT_OF(name, member)                                                  \
	{                                                                      \
		.key = name, .kind = SCHEMA_TEXT,                              \
		.offset = offsetof(struct block, c.member)                     \
	}
#define NODE_OF(name, schema, member)                                          \
	{                                                                      \
		.key = name, .kind = schema,                                   \
		.offset = offsetof(struct block, member)                       \
	}
static const struct schema_field block_fields[] = {
	{ .key = "profile",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct block, profile),
	    .required = true,
	    .names = profile_names },
	{ .key = "final",
	    .kind = SCHEMA_BOOL,
	    .offset = offsetof(struct block, c.final) },
	TEXT_OF("customer", customer),
	TEXT_OF("incident", incident),
	TEXT_OF("currency", currency),
	TEXT_OF("subject", subject),
	TEXT_OF("channel", channel),
	TEXT_OF("delivery_method", delivery_method),
	TEXT_OF("delivery_proof_kind", delivery_proof),
	TEXT_OF("notice_kind", notice_kind),
	TEXT_OF("price_basis", price_basis),
	TEXT_OF("damages_basis", damages_basis),
	{ .key = "interest_rate",
	    .kind = SCHEMA_DECIMAL,
	    .offset = offsetof(struct block, c.interest_rate) },
	TEXT_OF("interest_source", interest_source),
	TEXT_OF("first_ticket_proof", first_ticket_proof),
	TEXT_OF("account", account),
	TEXT_OF("settlement", settlement),
	NODE_OF("deadline_date", SCHEMA_NODE, deadline),
	NODE_OF("interest_from", SCHEMA_NODE, interest_from),
	NODE_OF("first_ticket_at", SCHEMA_NODE, ticket),
	NODE_OF("own_backup", SCHEMA_MAP, backup),
	NODE_OF("mitigation", SCHEMA_LIST, mitigation),
	NODE_OF("conversion", SCHEMA_MAP, conversion),
	NODE_OF("orders", SCHEMA_MAP, orders),
	NODE_OF("margin", SCHEMA_MAP, margin),
	NODE_OF("costs", SCHEMA_LIST, costs),
	NODE_OF("calls", SCHEMA_MAP, calls),
	NODE_OF("probe", SCHEMA_MAP, probe),
};

struct reading {
	struct arena *keep;
	const struct zone *zone;
	int64_t as_of;
	struct claim_settings *c;
	struct diags *d;
};

/* ---- times ---------------------------------------------------------------
 */

static int64_t
wrong_time(const struct reading *r, const struct node *n, const char *hint)
{
	diag_add(r->d, DIAG_ERROR, n->at, hint, "\"%.*s\" is not one%s",
	    STR_ARG(str_sub(n->text, 0, SHOWN)),
	    n->kind == NODE_SCALAR ? "" : ", but a list or a map");
	return NO_INSTANT;
}

/* First instant of a local date. */
static int64_t
day_of(const struct reading *r, const struct node *n)
{
	struct iso t;

	if (n == NULL || r->zone == NULL)
		return NO_INSTANT;
	if (n->kind != NODE_SCALAR || !iso_parse(n->text, &t) || t.has_time)
		return wrong_time(r, n, DAY_FORM);
	return zone_day(r->zone, t.at.year, t.at.month, t.at.day);
}

static int64_t
instant_of(const struct reading *r, const struct node *n)
{
	struct iso t;
	int64_t at;

	if (n == NULL || r->zone == NULL)
		return NO_INSTANT;
	if (n->kind != NODE_SCALAR || !iso_parse(n->text, &t) || !t.has_time)
		return wrong_time(r, n, TIME_FORM);
	if (t.has_offset)
		return civil_ms(t.at) - t.offset_s * MS_SECOND;
	if (zone_instant(r->zone, t.at, &at, NULL) != ZONE_ONCE)
		return wrong_time(r, n,
		    "this local time is not one instant: write it with its "
		    "offset");
	return at;
}

/* ---- the parts -----------------------------------------------------------
 */

struct backup_read {
	bool kept;
	const struct node *last;
};

static const struct schema_field backup_fields[] = {
	{ .key = "kept",
	    .kind = SCHEMA_BOOL,
	    .offset = offsetof(struct backup_read, kept),
	    .required = true },
	{ .key = "last",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct backup_read, last) },
};

static void
read_backup(const struct reading *r, const struct node *n)
{
	struct backup_read in = { 0 };

	if (!schema_read(n, "own_backup", backup_fields, COUNT(backup_fields),
		&in, r->d))
		return;
	r->c->own_backup = in.kept ? BACKUP_KEPT : BACKUP_NONE;
	r->c->own_backup_at = instant_of(r, in.last);
}

static void
read_mitigation(const struct reading *r, const struct node *list)
{
	struct str *v = arena_array(r->keep, list->n + 1, sizeof *v);
	size_t n = 0;

	for (const struct node *one = list->child; one != NULL;
	     one = one->next) {
		if (node_is_text(one))
			v[n++] = one->text;
		else
			diag_add(r->d, DIAG_ERROR, one->at,
			    "mitigation: [\"an emergency page was put up\"]",
			    "a step must be a text");
	}
	r->c->mitigation = v;
	r->c->n_mitigation = n;
}

struct conversion_read {
	struct ratio rate;
	struct str source;
};

static const struct schema_field conversion_fields[] = {
	{ .key = "rate",
	    .kind = SCHEMA_DECIMAL,
	    .offset = offsetof(struct conversion_read, rate),
	    .required = true },
	{ .key = "source",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct conversion_read, source),
	    .required = true },
};

static void
share_ok(const struct reading *r, const struct node *n, struct ratio share,
    const char *what)
{
	if (ratio_cmp(share, ratio_int(0)) < 0 ||
	    ratio_cmp(share, ratio_int(1)) > 0)
		diag_add(r->d, DIAG_ERROR, n->at,
		    "a share of 1: \"0.3\" is 30 percent",
		    "%s: must lie between 0 and 1", what);
}

static void
read_conversion(const struct reading *r, const struct node *n)
{
	struct conversion_read in = { 0 };

	if (!schema_read(n, "conversion", conversion_fields,
		COUNT(conversion_fields), &in, r->d))
		return;
	share_ok(r, n, in.rate, "conversion");
	r->c->conversion = in.rate;
	r->c->conversion_source = in.source;
}

struct orders_read {
	int64_t count;
	const struct node *from, *to;
};

static const struct schema_field orders_fields[] = {
	{ .key = "count",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct orders_read, count),
	    .required = true,
	    .max = 1000000000 },
	{ .key = "from",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct orders_read, from),
	    .required = true },
	{ .key = "to",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct orders_read, to),
	    .required = true },
};

/* The last day counts whole. */
static void
read_orders(const struct reading *r, const struct node *n)
{
	struct orders_read in = { 0 };
	struct span s;

	if (!schema_read(
		n, "orders", orders_fields, COUNT(orders_fields), &in, r->d))
		return;
	s.from_at = day_of(r, in.from);
	s.to_at = day_of(r, in.to);
	if (s.from_at == NO_INSTANT || s.to_at == NO_INSTANT)
		return;
	s.to_at = zone_add_days(r->zone, s.to_at, 1);
	if (s.to_at <= s.from_at)
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "orders: the last day lies before the first");
	if (ratio_ok(r->c->conversion))
		diag_add(r->d, DIAG_ERROR, n->at,
		    "keep one of them: the rate, or the orders it is made from",
		    "orders: and conversion: exclude each other");
	r->c->orders = in.count;
	r->c->orders_span = s;
}

struct margin_read {
	struct ratio value, fraction;
	struct str by;
	const struct node *on;
};

static const struct schema_field margin_fields[] = {
	{ .key = "order_value",
	    .kind = SCHEMA_DECIMAL,
	    .offset = offsetof(struct margin_read, value),
	    .required = true },
	{ .key = "fraction",
	    .kind = SCHEMA_DECIMAL,
	    .offset = offsetof(struct margin_read, fraction),
	    .required = true },
	{ .key = "by",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct margin_read, by),
	    .required = true },
	{ .key = "signed_on",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct margin_read, on) },
};

static void
read_margin(const struct reading *r, const struct node *n)
{
	struct margin_read in = { 0 };

	if (!schema_read(
		n, "margin", margin_fields, COUNT(margin_fields), &in, r->d))
		return;
	share_ok(r, n, in.fraction, "margin");
	r->c->order_value = in.value;
	r->c->margin = in.fraction;
	r->c->margin_by = in.by;
	r->c->margin_signed_at = day_of(r, in.on);
}

struct cost_read {
	struct claim_cost cost;
	const struct node *day;
};

static const struct schema_field cost_fields[] = {
	{ .key = "what",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct cost_read, cost.what),
	    .required = true },
	{ .key = "amount",
	    .kind = SCHEMA_DECIMAL,
	    .offset = offsetof(struct cost_read, cost.amount),
	    .required = true },
	{ .key = "receipt",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct cost_read, cost.receipt),
	    .required = true },
	{ .key = "date",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct cost_read, day) },
};

static void
read_costs(const struct reading *r, const struct node *list)
{
	struct claim_cost *v = arena_array(r->keep, list->n + 1, sizeof *v);
	size_t n = 0;

	for (const struct node *one = list->child; one != NULL;
	     one = one->next) {
		struct cost_read in = { 0 };

		if (!schema_read(one, "a cost", cost_fields, COUNT(cost_fields),
			&in, r->d))
			continue;
		if (ratio_cmp(in.cost.amount, ratio_int(0)) < 0)
			diag_add(r->d, DIAG_ERROR, one->at, NULL,
			    "a cost must not be negative");
		in.cost.day_at = day_of(r, in.day);
		in.cost.from = (struct origin){ one->at.file, one->at.line };
		v[n++] = in.cost;
	}
	r->c->costs = v;
	r->c->n_costs = n;
}

static const struct schema_field calls_fields[] = {
	{ .key = "each",
	    .kind = SCHEMA_DECIMAL,
	    .offset = offsetof(struct claim_settings, call_cost),
	    .required = true },
	{ .key = "source",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct claim_settings, call_source),
	    .required = true },
};

struct probe_read {
	struct claim_probe probe;
	int64_t interval_s, timeout_s, resolution_s;
};

static const struct schema_field probe_fields[] = {
	{ .key = "place",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct probe_read, probe.place) },
	{ .key = "codes",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct probe_read, probe.codes) },
	{ .key = "interval_seconds",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct probe_read, interval_s),
	    .required = true,
	    .min = 1,
	    .max = 86400 },
	{ .key = "timeout_seconds",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct probe_read, timeout_s),
	    .max = 86400 },
	{ .key = "retries",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct probe_read, probe.retries),
	    .max = 1000 },
	{ .key = "resolution_seconds",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct probe_read, resolution_s),
	    .max = 86400 },
};

static void
read_probe(const struct reading *r, const struct node *n)
{
	struct probe_read in = { .probe = { .retries = -1 } };

	if (!schema_read(
		n, "probe", probe_fields, COUNT(probe_fields), &in, r->d))
		return;
	in.probe.given = true;
	in.probe.interval_ms = in.interval_s * MS_SECOND;
	in.probe.timeout_ms = in.timeout_s * MS_SECOND;
	in.probe.resolution_ms = in.resolution_s * MS_SECOND;
	r->c->probe = in.probe;
}

/* ---- the block -----------------------------------------------------------
 */

static void
read_lists(const struct reading *r, const struct block *in)
{
	const struct node *const lists[] = { in->mitigation, in->costs };

	for (size_t i = 0; i < COUNT(lists); i++)
		if (lists[i] != NULL && lists[i]->n > ITEMS_MAX) {
			diag_add(r->d, DIAG_ERROR, lists[i]->at, NULL,
			    "claim: more than %d items in a list", ITEMS_MAX);
			return;
		}
	if (in->mitigation != NULL)
		read_mitigation(r, in->mitigation);
	if (in->costs != NULL)
		read_costs(r, in->costs);
}

static void
read_parts(const struct reading *r, const struct block *in)
{
	r->c->deadline_at = day_of(r, in->deadline);
	r->c->interest_from_at = day_of(r, in->interest_from);
	r->c->first_ticket_at = instant_of(r, in->ticket);
	if (in->backup != NULL)
		read_backup(r, in->backup);
	read_lists(r, in);
	if (in->conversion != NULL)
		read_conversion(r, in->conversion);
	if (in->orders != NULL)
		read_orders(r, in->orders);
	if (in->margin != NULL)
		read_margin(r, in->margin);
	if (in->calls != NULL && !schema_read(in->calls, "calls", calls_fields,
				     COUNT(calls_fields), r->c, r->d))
		r->c->call_cost = (struct ratio){ 0, 0 };
	if (in->probe != NULL)
		read_probe(r, in->probe);
}

/* What is stated must be whole, and lie on the right side of now. */
static void
whole(const struct reading *r, const struct node *map)
{
	const struct claim_settings *c = r->c;
	bool rate = ratio_ok(c->interest_rate);
	bool from = c->interest_from_at != NO_INSTANT;
	bool source = c->interest_source.n != 0;

	if ((rate || from || source) && !(rate && from && source))
		diag_add(r->d, DIAG_ERROR, map->at,
		    "interest_rate, interest_source and interest_from, or none "
		    "of them",
		    "claim: interest is only half stated");
	if (c->deadline_at != NO_INSTANT && c->deadline_at <= r->as_of)
		diag_add(r->d, DIAG_ERROR, map->at,
		    "deadline_date is the last day that you give the provider",
		    "claim: deadline_date lies before as_of");
	if (c->first_ticket_at != NO_INSTANT && c->first_ticket_proof.n == 0)
		diag_add(r->d, DIAG_ERROR, map->at,
		    "first_ticket_proof: \"ticket 4711, e-mail of 2 April\"",
		    "claim: first_ticket_at has no proof");
	if (c->final && c->deadline_at == NO_INSTANT)
		diag_add(r->d, DIAG_ERROR, map->at,
		    "deadline_date: a date, or final: no",
		    "claim: a final letter needs a deadline");
}

void
claim_read(const struct node *map, struct arena *keep, struct settings *s,
    struct diags *d)
{
	struct block *in = arena_new(keep, struct block);
	struct claim_settings *c = &in->c;
	struct reading r = { keep, s->zone, s->as_of, c, d };
	bool good;

	*c = (struct claim_settings){ .from = { map->at.file, map->at.line },
		.deadline_at = NO_INSTANT,
		.interest_from_at = NO_INSTANT,
		.first_ticket_at = NO_INSTANT,
		.own_backup_at = NO_INSTANT,
		.orders = -1,
		.margin_signed_at = NO_INSTANT,
		.probe = { .retries = -1 } };
	if (!s->claimant)
		diag_add(d, DIAG_ERROR, map->at,
		    "role: claimant, if you are the site owner",
		    "claim: a provider has no claim letter");
	/* whatever is wrong, the rest is looked at too */
	good =
	    schema_read(map, "claim", block_fields, COUNT(block_fields), in, d);
	c->profile = str_of(profile_names[in->profile]);
	read_parts(&r, in);
	whole(&r, map);
	if (good)
		s->claim = c;
}
