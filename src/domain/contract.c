#include "domain/contract.h"

#include <string.h>

#include "domain/catalogue.h"
#include "domain/money.h"
#include "domain/terms_read.h"

static const char *const on_change_names[] = { "each_part", "one_availability",
	NULL };

struct raw {
	struct str id, name, version, agreed_on, zone, currency;
	struct str like, channel, base_is;
	const struct node *clauses, *terms, *assume, *valid_from, *valid_to;
	int on_change;
};

static const struct schema_field fields[] = {
#define T struct raw
	{ FIELD(T, "agreed_on", SCHEMA_TEXT, agreed_on) },
	{ FIELD(T, "assume", SCHEMA_MAP, assume) },
	{ FIELD(T, "base_is", SCHEMA_TEXT_ANY, base_is) },
	{ FIELD(T, "channel", SCHEMA_TEXT_ANY, channel) },
	{ FIELD(T, "clauses", SCHEMA_MAP, clauses) },
	{ FIELD_MUST(T, "currency", SCHEMA_TEXT, currency) },
	{ FIELD_MUST(T, "id", SCHEMA_TEXT, id) },
	{ FIELD(T, "like", SCHEMA_TEXT, like) },
	{ FIELD(T, "name", SCHEMA_TEXT, name) },
	{ FIELD_CHOICE(T, "on_change", on_change_names, on_change) },
	{ FIELD(T, "terms", SCHEMA_MAP, terms) },
	{ FIELD_MUST(T, "timezone", SCHEMA_TEXT, zone) },
	{ FIELD(T, "valid_from", SCHEMA_NODE, valid_from) },
	{ FIELD(T, "valid_to", SCHEMA_NODE, valid_to) },
	{ FIELD(T, "version", SCHEMA_TEXT, version) },
#undef T
};

/* ---- the envelope -----------------------------------------------------------
 */

/* A local date, which is its first instant, or an instant. */
static bool
read_bound(const struct node *n, const struct zone *z, int64_t *ret_at,
    struct diags *d)
{
	struct iso iso;

	if (n == NULL)
		return true;
	if (n->kind != NODE_SCALAR || !iso_parse(n->text, &iso)) {
		diag_add(d, DIAG_ERROR, n->at, NULL,
		    "\"%.*s\" is a date, 2012-01-15, or a time",
		    STR_ARG(n->key));
		return false;
	}
	if (!iso.has_time)
		*ret_at = zone_day(z, iso.at.year, iso.at.month, iso.at.day);
	else if (iso.has_offset)
		*ret_at = civil_ms(iso.at) - iso.offset_s * MS_SECOND;
	else if (zone_instant(z, iso.at, ret_at, NULL) != ZONE_ONCE) {
		diag_add(d, DIAG_ERROR, n->at,
		    "add the offset: 2024-10-27T02:30+02:00",
		    "this local time occurs twice or never");
		return false;
	}
	return true;
}

static bool
read_validity(const struct raw *raw, struct contract *out, struct diags *d)
{
	if (!read_bound(raw->valid_from, out->zone, &out->valid_from_at, d) ||
	    !read_bound(raw->valid_to, out->zone, &out->valid_to_at, d))
		return false;
	if (out->valid_from_at == NO_INSTANT ||
	    out->valid_to_at == NO_INSTANT ||
	    out->valid_from_at < out->valid_to_at)
		return true;
	diag_add(d, DIAG_ERROR, raw->valid_to->at,
	    "\"valid_to\" is the first day on which it no longer holds",
	    "the contract ends before it begins");
	return false;
}

static bool
read_envelope(const struct node *root, const struct raw *raw,
    struct zones *zones, struct contract *out, struct diags *d)
{
	const struct node *zone = node_get(root, "timezone");
	const struct node *currency = node_get(root, "currency");
	const struct node *agreed = node_get(root, "agreed_on");
	struct iso date;
	struct err e;
	bool ok = true;

	if (zone_open(zones, raw->zone, &out->zone, &e) < 0) {
		diag_add(d, DIAG_ERROR, zone->at, NULL, "%s", e.text);
		ok = false;
	}
	if (!currency_find(raw->currency, &out->currency)) {
		diag_add(d, DIAG_ERROR, currency->at,
		    "write the code of ISO 4217: EUR",
		    "\"%.*s\" is not a currency", STR_ARG(raw->currency));
		ok = false;
	}
	if (agreed != NULL &&
	    (!iso_parse(raw->agreed_on, &date) || date.has_time)) {
		diag_add(d, DIAG_ERROR, agreed->at, NULL,
		    "\"agreed_on\" is a date: 2012-01-15");
		ok = false;
	}
	return out->zone != NULL ? read_validity(raw, out, d) && ok : false;
}

/* ---- the terms of the catalogue, with the contract's own over them ----------
 */

static const struct node *
own_key(const struct node *own, struct str key)
{
	for (const struct node *n = own ? own->child : NULL; n; n = n->next)
		if (str_eq(n->key, key))
			return n;
	return NULL;
}

/* Behind *end, which then is the end of the copy. */
static struct node **
append(struct node *map, struct node **end, const struct node *n,
    struct arena *keep)
{
	struct node *copy = arena_new(keep, struct node);

	*copy = *n;
	copy->next = NULL;
	*end = copy;
	map->n++;
	return &copy->next;
}

/* Whole top-level keys of `own` replace those of `base`; ~ takes one away. */
static const struct node *
laid_over(const struct node *base, const struct node *own, struct place at,
    struct arena *keep, struct diags *d)
{
	struct node *out = arena_new(keep, struct node), **end = &out->child;

	out->kind = NODE_MAP;
	out->at = own != NULL ? own->at : at;
	for (const struct node *n = base->child; n != NULL; n = n->next)
		if (own_key(own, n->key) == NULL)
			end = append(out, end, n, keep);
	for (const struct node *n = own ? own->child : NULL; n; n = n->next) {
		if (!node_is_null(n))
			end = append(out, end, n, keep);
		else if (own_key(base, n->key) == NULL)
			diag_add(d, DIAG_WARNING, n->key_at, NULL,
			    "the catalogue's terms have no \"%.*s\" that could "
			    "be taken away",
			    STR_ARG(n->key));
	}
	return out;
}

/* What the contract takes from the catalogue. */
static bool
read_like(const struct node *root, struct raw *raw,
    struct term_answers *answers, struct arena *keep, struct diags *d)
{
	const struct node *like = node_get(root, "like");
	struct catalogue_entry entry;

	if (like == NULL && raw->terms != NULL)
		return true;
	if (like == NULL) {
		diag_add(d, DIAG_ERROR, root->at,
		    "or start from public terms: like: catalogue/NAME",
		    "contract has no \"terms\"");
		return false;
	}
	if (!str_starts(raw->like, "catalogue/")) {
		diag_add(d, DIAG_ERROR, like->at,
		    "\"makegood terms\" lists what there is",
		    "\"like\" is catalogue/NAME");
		return false;
	}
	if (catalogue_shape(raw->like, like->at, keep, &entry, d) < 0)
		return false;
	raw->terms = laid_over(entry.terms_node, raw->terms, like->at, keep, d);
	raw->like = entry.name;
	memcpy(answers->suggested, entry.suggested, sizeof entry.suggested);
	return true;
}

static bool
read_terms(const struct raw *raw, struct term_answers *answers,
    struct zones *zones, struct arena *keep, const struct terms **ret_terms,
    struct diags *d)
{
	struct terms_text text = { raw->terms, raw->clauses, answers };

	return (raw->assume == NULL ||
		   terms_read_answers(raw->assume, answers->v, d)) &&
	       terms_parse_text(&text, zones, keep, ret_terms, d) == 0;
}

int
contract_read(const struct node *root, struct str file, struct zones *zones,
    struct arena *keep, struct contract *ret_contract, struct diags *d)
{
	struct raw raw = { .id = STR_NONE };
	struct contract c = { .file = file,
		.valid_from_at = NO_INSTANT,
		.valid_to_at = NO_INSTANT };
	struct term_answers *answers = arena_new(keep, struct term_answers);
	bool ok;

	answers->open = OPEN_REFUSE;
	answers->file = file;
	if (!schema_read(root, "contract", fields, COUNT_OF(fields), &raw, d))
		return -1;
	ok = read_envelope(root, &raw, zones, &c, d);
	ok &= read_like(root, &raw, answers, keep, d) &&
	      read_terms(&raw, answers, zones, keep, &c.terms, d);
	c.id = raw.id;
	c.name = raw.name.n != 0 ? raw.name : raw.id;
	c.version = raw.version;
	c.agreed_on = raw.agreed_on;
	c.like = raw.like;
	c.channel = raw.channel;
	c.base_is = raw.base_is;
	c.on_change = (enum on_change)raw.on_change;
	if (!ok)
		return -1;
	*ret_contract = c;
	return 0;
}

int
contract_parse(struct str text, struct str file, struct zones *zones,
    struct arena *keep, struct contract *ret_contract, struct diags *d)
{
	struct node *root;

	if (node_parse(text, file, keep, &root, d) < 0)
		return -1;
	return contract_read(root, file, zones, keep, ret_contract, d);
}
