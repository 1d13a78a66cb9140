/*
 * --terms: an entry of the catalogue, a contract, bare terms, or the terms of a
 * case document; and what people must know about where they come from.
 */
#include <string.h>

#include "base/file.h"
#include "cli/calc_question.h"
#include "domain/catalogue.h"
#include "domain/contract.h"
#include "domain/credit.h"
#include "domain/money.h"

#define TERMS_BYTES ((size_t)4 << 20)

/* ---- from the catalogue
 * ------------------------------------------------------------ */

static const char *const source_words[] = {
	[SOURCE_OFFICIAL] = "the provider's own text",
	[SOURCE_COPY] = "a copy of the provider's text",
	[SOURCE_SECONDARY] = "somebody who quotes the provider's text",
	[SOURCE_CLAUSES] = "a library of clauses",
	[SOURCE_REPOSITORY] = "a repository",
	[SOURCE_STATUTE] = "the rule as published",
};

static struct str
joined(struct arena *keep, const struct str *v, size_t n)
{
	struct str s = STR_NONE;

	for (size_t i = 0; i < n; i++)
		s = str_format(keep, "%.*s%s%.*s", STR_ARG(s),
		    i > 0 ? ", " : "", STR_ARG(v[i]));
	return s;
}

static void
tell_entry(struct calc *c, const struct catalogue_entry *e)
{
	struct str how = str_format(&c->keep, "read on %.*s, %s",
	    STR_ARG(e->read_on), source_words[e->source_kind]);

	if (e->was_recalled)
		how = STR("recalled, not read in a text");
	*vec_push(&c->keep, &c->provenance) = str_format(&c->keep,
	    "%.*s, %.*s (catalogue/%.*s): %.*s. Terms change: check the "
	    "current text.",
	    STR_ARG(e->provider), STR_ARG(e->service), STR_ARG(e->name),
	    STR_ARG(how));
	c->channel = e->channel;
	if (e->is_part)
		calc_note(c, "only a part of the paying rule was readable");
	if (e->n_recalled > 0 && !e->was_recalled)
		calc_note(c, "recalled, not in the text that was read: %.*s",
		    STR_ARG(joined(&c->keep, e->recalled, e->n_recalled)));
	if (e->base.n != 0)
		calc_note(c, "--fee stands for: %.*s", STR_ARG(e->base));
}

static int
from_catalogue(struct inquiry *q, struct str name, struct err *e)
{
	struct calc *c = q->c;
	struct catalogue_entry entry;

	if (catalogue_get(name, &c->zones, &c->keep, &entry, &c->diags) != 0)
		return err_set(e, ERR_USAGE, "nothing was calculated");
	q->from =
	    (struct calc_terms){ .name = entry.name, .terms = entry.terms };
	tell_entry(c, &entry);
	return 0;
}

/* ---- from a file
 * ------------------------------------------------------------------- */

static int
from_contract(
    struct inquiry *q, const struct node *root, struct str file, struct err *e)
{
	struct calc *c = q->c;
	struct contract k;

	if (contract_read(root, file, &c->zones, &c->keep, &k, &c->diags) != 0)
		return err_set(e, ERR_INPUT, "nothing was calculated");
	q->from = (struct calc_terms){ .name = k.id,
		.zone = k.zone->name,
		.currency = k.currency,
		.terms = k.terms };
	c->channel = k.channel;
	if (k.base_is.n != 0)
		calc_note(c, "--fee stands for: %.*s", STR_ARG(k.base_is));
	*vec_push(&c->keep, &c->provenance) =
	    str_format(&c->keep, "%.*s, from %.*s%s%.*s.", STR_ARG(k.name),
		STR_ARG(file), k.like.n != 0 ? ", like " : "", STR_ARG(k.like));
	return 0;
}

/* What stands around the terms in a case document. */
static void
take_envelope(struct inquiry *q, const struct node *root)
{
	const struct node *zone = node_get(root, "timezone");
	const struct node *currency = node_get(root, "currency");
	const struct node *id = node_get(root, "id");

	if (zone != NULL && zone->kind == NODE_SCALAR)
		q->from.zone = zone->text;
	if (currency != NULL && currency->kind == NODE_SCALAR)
		(void)currency_find(currency->text, &q->from.currency);
	if (id != NULL && id->kind == NODE_SCALAR)
		q->from.name = id->text;
}

/* A target that is typed stands in the terms before they are judged. */
static const struct node *
with_target(struct inquiry *q, const struct node *map)
{
	const struct arg *a = question_arg(q, ASKED_TARGET);
	struct node *copy, *own;

	if (a == NULL || map->kind != NODE_MAP)
		return map;
	copy = tree_new(q->c, NODE_MAP, map->at);
	for (const struct node *n = map->child; n != NULL; n = n->next) {
		if (str_is(n->key, "target"))
			continue;
		own = arena_new(&q->c->keep, struct node);
		*own = *n;
		own->next = NULL;
		tree_add(copy, NULL, own);
	}
	tree_text(q->c, copy, "target", a->text, a->at);
	return copy;
}

static int
from_terms(struct inquiry *q, const struct node *map,
    const struct node *clauses, struct err *e)
{
	struct calc *c = q->c;
	struct term_answers answers = { .open = OPEN_SUGGEST };
	struct terms_text text = { with_target(q, map), clauses, &answers };

	if (terms_parse_text(
		&text, &c->zones, &c->keep, &q->from.terms, &c->diags) != 0)
		return err_set(e, ERR_INPUT, "nothing was calculated");
	return 0;
}

static int
from_tree(
    struct inquiry *q, const struct node *root, struct str file, struct err *e)
{
	const struct node *terms;

	if (root->kind == NODE_LIST && root->n == 1)
		root = root->child;
	terms = node_get(root, "terms");
	if (root->kind == NODE_LIST)
		return err_set(e, ERR_INPUT,
		    "%.*s holds %zu case documents; --terms takes one",
		    STR_ARG(file), root->n);
	if (node_get(root, "services") != NULL && terms != NULL) {
		take_envelope(q, root);
		return from_terms(q, terms, node_get(root, "clauses"), e);
	}
	if (node_get(root, "id") != NULL || node_get(root, "like") != NULL)
		return from_contract(q, root, file, e);
	return from_terms(
	    q, terms != NULL ? terms : root, node_get(root, "clauses"), e);
}

/* "upcloud" for "catalogue/upcloud" is a common slip. */
static bool
is_entry(struct inquiry *q, struct str name)
{
	size_t n;
	struct str *names = catalogue_names(&q->c->keep, &n);

	for (size_t i = 0; i < n; i++)
		if (str_eq(names[i], name))
			return true;
	return false;
}

static int
from_file(struct inquiry *q, struct str path, struct err *e)
{
	struct calc *c = q->c;
	struct str text;
	struct node *root;
	const char *name = str_cstr(&c->keep, path);

	if (!file_exists(name) && is_entry(q, path))
		return err_set(e, ERR_USAGE,
		    "there is no file \"%.*s\"; write --terms catalogue/%.*s",
		    STR_ARG(path), STR_ARG(path));
	if (file_read(name, TERMS_BYTES, &c->keep, &text, e) != 0)
		return -1;
	if (node_parse(text, path, &c->keep, &root, &c->diags) != 0)
		return err_set(e, ERR_INPUT, "nothing was calculated");
	q->from.name = path;
	return from_tree(q, root, path, e);
}

int
question_terms(struct inquiry *q, const struct arg *a, struct err *e)
{
	if (str_starts(a->text, "catalogue/"))
		return from_catalogue(q, a->text, e);
	return from_file(q, a->text, e);
}

/* ---- what terms ask for
 * ---------------------------------------------------------------- */

bool
terms_ask_hours(const struct terms *t)
{
	return credit_asks_hours(t) && !t->extension.given;
}

static bool
rule_asks_target(const struct credit_rule *rule)
{
	bool target = false;

	if (rule->kind == RULE_PER_UNIT)
		target = rule->u.per_unit.of == OF_EXCESS;
	if (rule->kind == RULE_PRORATA || rule->kind == RULE_HOURLY_PRORATA)
		target = rule->u.prorata.of == OF_EXCESS;
	for (size_t i = 0; i < rule->n_rules; i++)
		target |= rule_asks_target(&rule->rules[i]);
	return target;
}

bool
terms_ask_target(const struct terms *t)
{
	return !t->has_target && rule_asks_target(t->credit);
}

const char *
terms_ask_clock(const struct terms *t)
{
	switch (t->clock.start) {
	case CLOCK_DETECTED:
		return "detected";
	case CLOCK_REPORTED:
		return "reported";
	case CLOCK_TICKET:
		return "ticket";
	case CLOCK_ACTUAL:
	case CLOCK_EARLIEST:
	case CLOCK_LATEST:
		break;
	}
	return NULL;
}
