/*
 * node.h -- YAML (and so JSON) as a tree of text, with places.
 *
 * Read through libyaml's event API. Scalars stay text. Duplicate keys, aliases,
 * anchors, tags, several documents, too deep nesting and too large texts are
 * errors with line and column.
 */
#ifndef BASE_NODE_H
#define BASE_NODE_H

#include "base/diag.h"
#include "base/err.h"

#define NODE_MAX_DEPTH 40
#define NODE_MAX_BYTES (64u << 20)
#define NODE_MAX_NODES 2000000u

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	struct place at;
	struct str text; /* scalar */
	bool quoted;     /* scalar written in quotes or as a block */
	struct str key;  /* inside a map */
	struct place key_at;
	struct node *child; /* first element of a list or map */
	struct node *next;  /* the following sibling */
	size_t n;           /* number of children */
};

/*
 * Parse a whole text. Complaints go to `d`; returns 0, or -1 after an error
 * (then *ret_root is untouched). The tree lives in `keep`; an empty text is an
 * empty map. The text is registered with diags_text().
 */
MUST int node_parse(struct str text, struct str file, struct arena *keep,
    struct node **ret_root, struct diags *d);

/* The value of a key, or NULL; a plain null or ~ counts as absent. */
const struct node *node_get(const struct node *map, const char *key);
/* True for an unquoted null, ~ or empty scalar. */
bool node_is_null(const struct node *n);

/* True for a scalar with something in it. */
bool node_is_text(const struct node *n);

/*
 * The schema layer: what a map may contain and where it goes.
 *
 * schema_read() checks kinds, ranges, required and unknown keys (with "did you
 * mean"), reports every complaint, and fills the struct at `out` by offset.
 * Fields that are absent leave what is there, so defaults are set before the
 * call.
 */
enum schema_kind {
	SCHEMA_TEXT,     /* struct str, not empty */
	SCHEMA_TEXT_ANY, /* struct str, may be empty */
	SCHEMA_BOOL,     /* bool: true false yes no */
	SCHEMA_INT,      /* int64_t within [min, max] */
	SCHEMA_DECIMAL,  /* struct ratio */
	SCHEMA_CHOICE,   /* int: index into the NULL-ended names */
	SCHEMA_NODE,     /* const struct node *: any; the caller reads it */
	SCHEMA_MAP,      /* const struct node *, must be a map */
	SCHEMA_LIST,     /* const struct node *, must be a list */
	SCHEMA_IGNORE    /* known, carried by others */
};

struct schema_field {
	const char *key;
	enum schema_kind kind;
	size_t offset;
	bool required;
	int64_t min, max;         /* SCHEMA_INT when min < max */
	const char *const *names; /* SCHEMA_CHOICE */
};

/* `what` names the map in messages: "contract", "tier". False after an error.
 */
MUST bool schema_read(const struct node *map, const char *what,
    const struct schema_field *fields, size_t n_fields, void *out,
    struct diags *d);

/* True when a value is such a text; else a complaint that `what` must be one.
 */
MUST bool schema_text(const struct node *n, const char *what, struct diags *d);

/* One scalar by the same rules; false and a complaint when it does not fit. */
MUST bool node_choice(const struct node *n, const char *const *names,
    int *ret_index, struct diags *d);

#endif
