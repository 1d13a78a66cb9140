#include "domain/contract.h"

#include "domain/money.h"
#include "domain/terms_read.h"

struct raw {
	struct str id, name, version, agreed_on, zone, currency;
	const struct node *clauses, *terms;
};

static const struct schema_field fields[] = {
	{ FIELD(struct raw, "agreed_on", SCHEMA_TEXT, agreed_on) },
	{ FIELD(struct raw, "clauses", SCHEMA_MAP, clauses) },
	{ FIELD_MUST(struct raw, "currency", SCHEMA_TEXT, currency) },
	{ FIELD_MUST(struct raw, "id", SCHEMA_TEXT, id) },
	{ FIELD(struct raw, "name", SCHEMA_TEXT, name) },
	{ FIELD_MUST(struct raw, "terms", SCHEMA_MAP, terms) },
	{ FIELD_MUST(struct raw, "timezone", SCHEMA_TEXT, zone) },
	{ FIELD(struct raw, "version", SCHEMA_TEXT, version) },
};

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
	return ok;
}

int
contract_read(const struct node *root, struct str file, struct zones *zones,
    struct arena *keep, struct contract *ret_contract, struct diags *d)
{
	struct raw raw = { .id = STR_NONE };
	struct contract c = { .file = file };
	bool ok;

	if (!schema_read(root, "contract", fields, COUNT_OF(fields), &raw, d))
		return -1;
	c.id = raw.id;
	c.name = raw.name.n != 0 ? raw.name : raw.id;
	c.version = raw.version;
	c.agreed_on = raw.agreed_on;
	ok = read_envelope(root, &raw, zones, &c, d);
	if (terms_parse(raw.terms, raw.clauses, zones, keep, &c.terms, d) < 0)
		ok = false;
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
