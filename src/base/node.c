#include "base/node.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/err.h"
#include "base/utf8.h"

/* One open list or map; the tail makes appending cheap. */
struct level {
	struct node *node, *tail;
	bool has_key; /* a key was read and waits for its value */
	struct str key;
	struct place key_at;
};

struct builder {
	yaml_parser_t parser;
	struct arena *keep;
	struct diags *d;
	struct str file;
	struct level level[NODE_MAX_DEPTH];
	int depth;
	size_t nodes;
	struct node *root;
	bool failed;
};

static struct place
place_of(const struct builder *b, yaml_mark_t mark)
{
	return (struct place){ b->file, (int64_t)mark.line + 1,
		(int64_t)mark.column + 1 };
}

static void
fail(struct builder *b, yaml_mark_t mark, const char *hint, const char *what)
{
	diag_add(b->d, DIAG_ERROR, place_of(b, mark), hint, "%s", what);
	b->failed = true;
}

static int
by_key(const void *pa, const void *pb)
{
	const struct node *const *a = pa, *const *b = pb;
	int c = str_cmp((*a)->key, (*b)->key);

	if (c != 0)
		return c;
	if ((*a)->key_at.line != (*b)->key_at.line)
		return (*a)->key_at.line < (*b)->key_at.line ? -1 : 1;
	return (*a)->key_at.col < (*b)->key_at.col ? -1 : 1;
}

/* Sorted once per map when it closes, so that a large map costs n log n. */
static void
check_duplicates(struct builder *b, const struct node *map)
{
	const struct node **v = arena_array(b->keep, map->n + 1, sizeof *v);
	size_t n = 0;

	for (const struct node *c = map->child; c != NULL; c = c->next)
		v[n++] = c;
	qsort(v, n, sizeof *v, by_key);
	for (size_t i = 1; i < n; i++) {
		if (!str_eq(v[i - 1]->key, v[i]->key))
			continue;
		diag_add(b->d, DIAG_ERROR, v[i]->key_at, "keep one of the two",
		    "key \"%.*s\" occurs twice; the first is in line %lld",
		    STR_ARG(v[i]->key), (long long)v[i - 1]->key_at.line);
		b->failed = true;
	}
}

/* Hang a new node under the open list or map; NULL when the tree is full. */
static struct node *
attach(struct builder *b, enum node_kind kind, yaml_mark_t mark)
{
	struct level *top = b->depth > 0 ? &b->level[b->depth - 1] : NULL;
	struct node *n;

	if (++b->nodes > NODE_MAX_NODES) {
		fail(b, mark, NULL, "too many entries in one file");
		return NULL;
	}
	n = arena_new(b->keep, struct node);
	n->kind = kind;
	n->at = place_of(b, mark);
	if (top == NULL) {
		b->root = n;
		return n;
	}
	if (top->node->kind == NODE_MAP) {
		n->key = top->key;
		n->key_at = top->key_at;
		top->has_key = false;
	}
	if (top->tail == NULL)
		top->node->child = n;
	else
		top->tail->next = n;
	top->tail = n;
	top->node->n++;
	return n;
}

static bool
wants_key(const struct builder *b)
{
	const struct level *top;

	if (b->depth == 0)
		return false;
	top = &b->level[b->depth - 1];
	return top->node->kind == NODE_MAP && !top->has_key;
}

static void
on_scalar(struct builder *b, const yaml_event_t *ev)
{
	struct str raw = { (const char *)ev->data.scalar.value,
		ev->data.scalar.length };
	struct str text = str_dup(b->keep, raw);
	struct node *n;

	if (ev->data.scalar.anchor != NULL || ev->data.scalar.tag != NULL) {
		fail(b, ev->start_mark, "write the value out",
		    "anchors and tags are not used here");
		return;
	}
	if (!utf8_ok(text, NULL)) {
		fail(b, ev->start_mark, "save the file as UTF-8",
		    "text with control characters or damaged encoding");
		return;
	}
	if (wants_key(b)) {
		struct level *top = &b->level[b->depth - 1];

		top->has_key = true;
		top->key = text;
		top->key_at = place_of(b, ev->start_mark);
		return;
	}
	n = attach(b, NODE_SCALAR, ev->start_mark);
	if (n == NULL)
		return;
	n->text = text;
	n->quoted = ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
}

static void
on_open(struct builder *b, enum node_kind kind, const yaml_event_t *ev)
{
	struct node *n;

	if (wants_key(b)) {
		fail(b, ev->start_mark, NULL, "a key must be plain text");
		return;
	}
	if (b->depth == NODE_MAX_DEPTH) {
		fail(b, ev->start_mark, NULL, "nested too deeply");
		return;
	}
	if ((kind == NODE_MAP ? ev->data.mapping_start.anchor
			      : ev->data.sequence_start.anchor) ||
	    (kind == NODE_MAP ? ev->data.mapping_start.tag
			      : ev->data.sequence_start.tag)) {
		fail(b, ev->start_mark, "write the value out",
		    "anchors and tags are not used here");
		return;
	}
	n = attach(b, kind, ev->start_mark);
	if (n != NULL)
		b->level[b->depth++] = (struct level){ .node = n };
}

static void
on_event(struct builder *b, const yaml_event_t *ev)
{
	switch (ev->type) {
	case YAML_SCALAR_EVENT:
		on_scalar(b, ev);
		break;
	case YAML_MAPPING_START_EVENT:
		on_open(b, NODE_MAP, ev);
		break;
	case YAML_SEQUENCE_START_EVENT:
		on_open(b, NODE_LIST, ev);
		break;
	case YAML_MAPPING_END_EVENT:
		check_duplicates(b, b->level[b->depth - 1].node);
		b->depth--;
		break;
	case YAML_SEQUENCE_END_EVENT:
		b->depth--;
		break;
	case YAML_ALIAS_EVENT:
		fail(b, ev->start_mark, "write the value out",
		    "aliases are not used here");
		break;
	case YAML_DOCUMENT_START_EVENT:
		if (b->root != NULL)
			fail(b, ev->start_mark, "one file, one document",
			    "a second document begins here");
		break;
	default:
		break;
	}
}

static void
parse_failed(struct builder *b)
{
	const yaml_parser_t *p = &b->parser;
	const char *hint = NULL;
	const char *problem = p->problem ? p->problem : "cannot be read";

	if (strstr(problem, "cannot start any token") != NULL ||
	    strstr(problem, "tab character") != NULL)
		hint = "indent with blanks, never with tabs; quote a text that "
		       "begins with @ or `";
	else if (p->error == YAML_READER_ERROR)
		hint = "save the file as UTF-8";
	diag_add(b->d, DIAG_ERROR, place_of(b, p->problem_mark), hint,
	    "not valid YAML: %s%s%s", problem, p->context ? " " : "",
	    p->context ? p->context : "");
	b->failed = true;
}

static void
run(struct builder *b)
{
	bool done = false;

	while (!done && !b->failed) {
		yaml_event_t ev;

		if (!yaml_parser_parse(&b->parser, &ev)) {
			parse_failed(b);
			return;
		}
		done = ev.type == YAML_STREAM_END_EVENT;
		on_event(b, &ev);
		yaml_event_delete(&ev);
	}
}

/*
 * The line of a %TAG directive, or 0. Tags are refused anyway, but libyaml
 * compares each directive with all before it, and says nothing until the last
 * is read.
 */
static int64_t
tag_directive_line(struct str text)
{
	const char *p = text.p;
	size_t left = text.n;
	int64_t line = 1;

	while (left > 4 && (p = memmem(p, left, "%TAG", 4)) != NULL) {
		/* a line feed, or the last byte of a rarer break or a mark */
		if (p == text.p || strchr("\n\r\x85\xA8\xA9\xBF", p[-1])) {
			for (const char *q = text.p; q < p; q++)
				line += *q == '\n';
			return line;
		}
		p += 4;
		left = text.n - (size_t)(p - text.p);
	}
	return 0;
}

int
node_parse(struct str text, struct str file, struct arena *keep,
    struct node **ret_root, struct diags *d)
{
	struct builder *b = arena_new(keep, struct builder);
	int64_t tags;

	*b = (struct builder){ .keep = keep, .d = d, .file = file };
	diags_text(d, file, text);
	if (text.n > NODE_MAX_BYTES) {
		diag_add(d, DIAG_ERROR, (struct place){ file, 0, 0 }, NULL,
		    "larger than %u MB", NODE_MAX_BYTES >> 20);
		return -1;
	}
	tags = tag_directive_line(text);
	if (tags != 0) {
		diag_add(d, DIAG_ERROR, (struct place){ file, tags, 1 },
		    "write the values out", "tags are not used here");
		return -1;
	}
	if (!yaml_parser_initialize(&b->parser))
		BUG("libyaml cannot be initialised");
	yaml_parser_set_encoding(&b->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    &b->parser, (const unsigned char *)(text.p ? text.p : ""), text.n);
	run(b);
	yaml_parser_delete(&b->parser);
	if (b->failed)
		return -1;
	if (b->root == NULL || node_is_null(b->root)) {
		b->root = arena_new(keep, struct node);
		b->root->kind = NODE_MAP;
		b->root->at = (struct place){ file, 1, 1 };
	}
	*ret_root = b->root;
	return 0;
}

bool
node_is_text(const struct node *n)
{
	return n->kind == NODE_SCALAR && n->text.n != 0;
}

bool
node_is_null(const struct node *n)
{
	return n->kind == NODE_SCALAR && !n->quoted &&
	       (n->text.n == 0 || str_is(n->text, "~") ||
		   str_is(n->text, "null"));
}

const struct node *
node_get(const struct node *map, const char *key)
{
	if (map == NULL || map->kind != NODE_MAP)
		return NULL;
	for (const struct node *c = map->child; c != NULL; c = c->next)
		if (str_is(c->key, key))
			return node_is_null(c) ? NULL : c;
	return NULL;
}
