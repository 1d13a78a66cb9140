#include "domain/casedoc.h"

#include "domain/casedoc_read.h"
#include "domain/money.h"
#include "domain/period.h"
#include "domain/settle_copy.h"

/* ---- scalars
 * ------------------------------------------------------------------ */

bool
casedoc_instant_of(struct reading *r, const struct node *n, int64_t *ret_at)
{
	struct iso iso;
	enum zone_local how;
	const char *hint = "write 2026-03-29T03:30:00+02:00";

	if (n->kind != NODE_SCALAR || !iso_parse(n->text, &iso)) {
		diag_add(r->d, DIAG_ERROR, n->at, hint,
		    "\"%.*s\" is not a time", STR_ARG(n->key));
		return false;
	}
	if (iso.has_offset) {
		*ret_at = civil_ms(iso.at) - iso.offset_s * MS_SECOND;
		return true;
	}
	how = zone_instant(r->doc->zone, iso.at, ret_at, NULL);
	if (how == ZONE_ONCE || !iso.has_time)
		return true;
	diag_add(r->d, DIAG_ERROR, n->at, hint,
	    how == ZONE_REPEATED
		? "this local time occurs twice in the zone"
		: "this local time does not exist in the zone");
	return false;
}

bool
casedoc_optional(struct reading *r, const struct node *n, int64_t *ret_at)
{
	return n == NULL || casedoc_instant_of(r, n, ret_at);
}

bool
casedoc_span(struct reading *r, const struct node *from, const struct node *to,
    struct span *out)
{
	if (!casedoc_instant_of(r, from, &out->from_at) ||
	    !casedoc_instant_of(r, to, &out->to_at))
		return false;
	if (out->to_at >= out->from_at)
		return true;
	diag_add(r->d, DIAG_ERROR, to->at, NULL, "this ends before it begins");
	return false;
}

bool
casedoc_money(struct reading *r, const struct node *n, struct ratio *ret_minor)
{
	if (n->kind == NODE_SCALAR &&
	    money_ratio(n->text, r->doc->currency, ret_minor) &&
	    ret_minor->num >= 0)
		return true;
	diag_add(r->d, DIAG_ERROR, n->at, "write 49.00",
	    "\"%.*s\" is not an amount of money", STR_ARG(n->key));
	return false;
}

/* ---- period
 * --------------------------------------------------------------------- */

struct raw_period {
	struct period_rule rule;
	int64_t year, month, quarter, half;
	const struct node *until;
};

/* Which part of the year each kind wants, and how many there are. */
static bool
part_of(const struct raw_period *raw, int64_t *ret_part)
{
	*ret_part = 1;
	switch (raw->rule.kind) {
	case PERIOD_CALENDAR_MONTH:
	case PERIOD_BILLING_MONTH:
		*ret_part = raw->month;
		return raw->month != 0;
	case PERIOD_CALENDAR_QUARTER:
		*ret_part = raw->quarter;
		return raw->quarter != 0;
	case PERIOD_CALENDAR_HALF:
		*ret_part = raw->half;
		return raw->half != 0;
	case PERIOD_CALENDAR_YEAR:
		return true;
	case PERIOD_TRAILING_DAYS:
		return raw->until != NULL;
	}
	return false;
}

static bool
read_period(struct reading *r, const struct node *n, struct period_rule *rule)
{
	typedef struct raw_period t;
	static const struct schema_field fields[] = {
		{ "kind", SCHEMA_CHOICE, offsetof(t, rule.kind), true, 0, 0,
		    period_kind_names },
		{ FIELD_INT(t, "year", 1971, 2099, year) },
		{ FIELD_INT(t, "month", 1, 12, month) },
		{ FIELD_INT(t, "quarter", 1, 4, quarter) },
		{ FIELD_INT(t, "half", 1, 2, half) },
		{ FIELD_INT(t, "anchor_day", 1, 31, rule.anchor_day) },
		{ FIELD_INT(t, "days", 1, 3660, rule.days) },
		{ FIELD(t, "until", SCHEMA_NODE, until) },
	};
	struct raw_period raw = { .rule = { PERIOD_CALENDAR_MONTH, 1, 30 } };
	struct period p;
	int64_t part;

	if (!schema_read(n, "period", fields, COUNT_OF(fields), &raw, r->d))
		return false;
	if (!part_of(&raw, &part) ||
	    (raw.year == 0 && raw.rule.kind != PERIOD_TRAILING_DAYS)) {
		diag_add(r->d, DIAG_ERROR, n->at,
		    "year with month, quarter or half; until for trailing days",
		    "the period does not say which one is meant");
		return false;
	}
	p = (struct period){ raw.rule.kind, (int)raw.year, (int)part,
		raw.rule.anchor_day, raw.rule.days, 0 };
	if (raw.until != NULL && !casedoc_instant_of(r, raw.until, &p.until_at))
		return false;
	r->period = period_span(r->doc->zone, &p);
	r->period_name =
	    period_name(r->keep, r->doc->zone, p.kind, r->period.from_at);
	*rule = raw.rule;
	return true;
}

/* ---- claim
 * -------------------------------------------------------------------------- */

/*
 * `claim` beside the terms says when the claim was made, and may state the rule
 * of the terms itself.
 */
static bool
read_claim(struct reading *r, const struct node *map, struct terms *t)
{
	struct terms_reader terms = {
		.zones = r->zones, .keep = r->keep, .d = r->d
	};
	const struct node *made = node_get(map, "made");
	const struct node *anchor = node_get(map, "anchor_at");
	struct claim_rule rule = t->claim;

	if (!terms_read_claim(&terms, map, &rule) ||
	    !casedoc_optional(r, made, &r->claim.made_at) ||
	    !casedoc_optional(r, anchor, &r->claim.anchor_at))
		return false;
	t->claim = rule;
	return true;
}

/* ---- one document
 * --------------------------------------------------------------------- */

struct raw_doc {
	struct str id, title, zone, currency;
	const struct node *period, *terms, *clauses, *services, *incidents;
	const struct node *exclusions, *history, *claim, *expect;
	int64_t digits;
};

static const struct schema_field doc_fields[] = {
#define T struct raw_doc
	{ FIELD(T, "claim", SCHEMA_MAP, claim) },
	{ FIELD(T, "clauses", SCHEMA_MAP, clauses) },
	{ FIELD_KNOWN("corpus_id") },
	{ FIELD_MUST(T, "currency", SCHEMA_TEXT, currency) },
	{ FIELD(T, "exclusions", SCHEMA_LIST, exclusions) },
	{ FIELD(T, "expect", SCHEMA_MAP, expect) },
	{ FIELD_KNOWN("features") },
	{ FIELD_KNOWN("hand_checked") },
	{ FIELD(T, "history", SCHEMA_LIST, history) },
	{ FIELD(T, "id", SCHEMA_TEXT, id) },
	{ FIELD(T, "incidents", SCHEMA_LIST, incidents) },
	{ FIELD_INT(T, "minor_digits", 0, 4, digits) },
	{ FIELD_KNOWN("note") },
	{ FIELD_MUST(T, "period", SCHEMA_MAP, period) },
	{ FIELD_KNOWN("rounding") },
	{ FIELD_MUST(T, "services", SCHEMA_LIST, services) },
	{ FIELD_MUST(T, "terms", SCHEMA_MAP, terms) },
	{ FIELD_MUST(T, "timezone", SCHEMA_TEXT, zone) },
	{ FIELD(T, "title", SCHEMA_TEXT_ANY, title) },
	{ FIELD_KNOWN("work") },
#undef T
};

static bool
read_currency(
    struct reading *r, const struct node *map, const struct raw_doc *raw)
{
	const struct node *n = node_get(map, "currency");
	bool known = currency_find(raw->currency, &r->doc->currency);

	/* a code this program does not know may still say its digits */
	if (r->doc->currency.code[0] == '\0' || (!known && raw->digits < 0)) {
		diag_add(r->d, DIAG_ERROR, n->at,
		    "write the code of ISO 4217: EUR",
		    "\"%.*s\" is not a currency", STR_ARG(raw->currency));
		return false;
	}
	if (raw->digits < 0)
		return true;
	if (known && raw->digits != r->doc->currency.digits)
		diag_add(r->d, DIAG_WARNING, n->at, NULL,
		    "%.*s has %d minor digits, the document says %lld",
		    STR_ARG(raw->currency), r->doc->currency.digits,
		    (long long)raw->digits);
	r->doc->currency.digits = (int)raw->digits;
	return true;
}

static bool
read_terms(struct reading *r, const struct raw_doc *raw)
{
	const struct terms *parsed;
	struct terms *t = arena_new(r->keep, struct terms);

	if (terms_parse(
		raw->terms, raw->clauses, r->zones, r->keep, &parsed, r->d) < 0)
		return false;
	*t = *parsed;
	r->doc->terms = t;
	return read_period(r, raw->period, &t->period) &&
	       (raw->claim == NULL || read_claim(r, raw->claim, t));
}

static bool
read_doc(struct reading *r, const struct node *map)
{
	struct raw_doc raw = { .digits = -1 };
	struct casedoc *doc = r->doc;
	struct err e;

	r->claim = (struct claim_fact){ .made_at = NO_INSTANT,
		.anchor_at = NO_INSTANT };
	doc->at = map->at;
	if (!schema_read(
		map, "case", doc_fields, COUNT_OF(doc_fields), &raw, r->d))
		return false;
	doc->id = raw.id;
	doc->title = raw.title;
	doc->expect = raw.expect;
	if (zone_open(r->zones, raw.zone, &doc->zone, &e) < 0) {
		diag_add(r->d, DIAG_ERROR, node_get(map, "timezone")->at, NULL,
		    "%s", e.text);
		return false;
	}
	if (!read_currency(r, map, &raw) || !read_terms(r, &raw) ||
	    !casedoc_services(r, raw.services) ||
	    (raw.incidents && !casedoc_incidents(r, raw.incidents)) ||
	    (raw.exclusions && !casedoc_windows(r, raw.exclusions)) ||
	    (raw.history && !casedoc_history(r, raw.history)))
		return false;
	return casedoc_pool(r);
}

int
casedoc_parse(const struct node *root, struct zones *zones, struct arena *keep,
    struct casedocs *ret_docs, struct diags *d)
{
	bool list = root->kind == NODE_LIST, ok = true;
	const struct node *n = list ? root->child : root;
	struct casedocs docs = { .list = list };

	docs.v = arena_array(keep, list ? root->n + 1 : 1, sizeof *docs.v);
	for (; n != NULL; n = list ? n->next : NULL) {
		struct reading r = { .doc = &docs.v[docs.n++],
			.zones = zones,
			.keep = keep,
			.d = d,
			.services = { .keep = keep },
			.resources = { .keep = keep } };

		ok &= read_doc(&r, n);
	}
	if (!ok)
		return -1;
	*ret_docs = docs;
	return 0;
}

/* ---- settling
 * ----------------------------------------------------------------------------
 */

int
casedoc_settle(struct casedoc *doc, struct arena *keep, struct diags *d)
{
	struct settlement *all =
	    arena_array(keep, doc->n_services + 1, sizeof *all);
	struct settle_copies copies = { .keep = keep };
	struct arena work = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < doc->n_services; i++) {
		struct case_service *s = &doc->services[i];

		ok = settle_service(&s->in, &work, &s->settlement, d) == 0;
		if (ok)
			all[i] = s->settlement =
			    settlement_copy(&copies, &s->settlement, COPY_ALL);
		arena_release(&work);
	}
	if (!ok)
		return -1;
	if (combine_services(
		doc->terms, all, doc->n_services, keep, &doc->combined))
		return 0;
	diag_add(d, DIAG_ERROR, doc->at, NULL,
	    "the sum of all services is too large");
	return -1;
}
