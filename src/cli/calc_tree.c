/*
 * Trees as node_parse() makes them, made by hand: what was typed becomes a case
 * document, so that it is read and settled like any other.
 */
#include "cli/calc_question.h"

struct node *
tree_new(struct calc *c, enum node_kind kind, struct place at)
{
	struct node *n = arena_new(&c->keep, struct node);

	n->kind = kind;
	n->at = n->key_at = at;
	return n;
}

void
tree_add(struct node *parent, const char *key, struct node *child)
{
	struct node **end = &parent->child;

	while (*end != NULL)
		end = &(*end)->next;
	if (key != NULL)
		child->key = str_of(key);
	*end = child;
	parent->n++;
}

void
tree_text(struct calc *c, struct node *map, const char *key, struct str text,
    struct place at)
{
	struct node *n = tree_new(c, NODE_SCALAR, at);

	n->text = text;
	n->quoted = true;
	tree_add(map, key, n);
}

void
tree_int(struct calc *c, struct node *map, const char *key, int64_t n,
    struct place at)
{
	tree_text(c, map, key, str_format(&c->keep, "%lld", (long long)n), at);
}

void
tree_instant(struct calc *c, struct node *map, const char *key, int64_t at,
    struct place place)
{
	tree_text(c, map, key, iso_utc(&c->keep, at), place);
}
