/*
 * claim.c -- the profile of a claim letter, its names and amounts. See claim.h.
 */
#include "report/claim.h"

#include <stddef.h>

#include "base/asset.h"
#include "base/node.h"

static const char path[] = "reports/profile/claim.yaml";

#define FIELD(name)                                                            \
	{                                                                      \
		.key = #name, .kind = SCHEMA_TEXT_ANY,                         \
		.offset = offsetof(struct claim_profile, name),                \
		.required = true                                               \
	}

static const struct schema_field fields[] = {
	FIELD(language),
	FIELD(subject),
	FIELD(delivery),
	FIELD(notice),
	FIELD(days),
	FIELD(price),
	FIELD(damages),
};

int
claim_profile_load(const char *overlay, struct str name, struct arena *keep,
    struct claim_profile *ret_profile, struct err *e)
{
	struct claim_profile p = { .language = STR_NONE };
	const struct node *map;
	struct node *root = NULL;
	const char *file;
	struct diags d;
	struct str text;

	if (asset_get(overlay, path, keep, &text, e))
		return -1;
	file = asset_file(overlay, path, keep);
	diags_init(&d, keep);
	if (node_parse(text, str_of(file), keep, &root, &d))
		return diags_err(&d, file, e);
	map = node_get(root, str_cstr(keep, name));
	if (map == NULL)
		return err_set(e, ERR_INPUT, "%s: there is no profile \"%.*s\"",
		    file, STR_ARG(name));
	if (!schema_read(map, "a profile", fields,
		sizeof fields / sizeof *fields, &p, &d))
		return diags_err(&d, file, e);
	*ret_profile = p;
	return 0;
}

static const char *const annex_keys[CLAIM_ANNEXES] = {
	"claim.annex.intervals",
	"claim.annex.reconciliation",
	"claim.annex.traffic",
	"claim.annex.tests",
	"claim.annex.record",
	"claim.annex.data",
	"claim.annex.method",
};

struct str
claim_annex_name(struct build *b, int number)
{
	return FILL(b, "claim.annex.name", { "n", show_count(b, number) },
	    { "title", TEXT(b, annex_keys[number - 1]) });
}

void
claim_annex(struct build *b, int number)
{
	doc_heading(b->doc, 1, claim_annex_name(b, number),
	    FILL(b, "claim.annex.sheet", { "n", show_count(b, number) }));
}

struct str
claim_amount(struct build *b, int64_t minor)
{
	return show_money(b, (struct money){ minor, b->claim->currency });
}

struct cell
claim_money_cell(struct build *b, int64_t minor)
{
	return cell_money(
	    minor, b->claim->currency.code, b->claim->currency.digits);
}

struct str
claim_price_basis(const struct build *b)
{
	const struct claim_settings *c = b->dossier->settings.claim;

	return c->price_basis.n != 0 ? c->price_basis : b->profile->price;
}

struct str
claim_damages_basis(const struct build *b)
{
	const struct claim_settings *c = b->dossier->settings.claim;

	return c->damages_basis.n != 0 ? c->damages_basis : b->profile->damages;
}

struct str
claim_conversion(struct build *b)
{
	const struct claim_damages *d = &b->claim->damages;

	if (d->visits == 0)
		return plain_number(b->lang, b->keep, d->conversion);
	return str_format(b->keep, "%.*s / %.*s",
	    STR_ARG(show_count(b, d->orders)),
	    STR_ARG(show_count(b, d->visits)));
}
