/*
 * The schema layer of node.h: kinds, ranges, required and unknown keys.
 */
#include <stdio.h>
#include <string.h>

#include "base/node.h"
#include "base/ratio.h"

static void
complain(
    struct diags *d, const struct node *n, const char *hint, const char *wanted)
{
	if (n->kind == NODE_SCALAR)
		diag_add(d, DIAG_ERROR, n->at, hint,
		    "%s%.*s%s\"%.*s\" is not %s", n->key.n ? "\"" : "",
		    STR_ARG(n->key), n->key.n ? "\": " : "",
		    (int)(n->text.n > 60 ? 60 : n->text.n), n->text.p, wanted);
	else
		diag_add(d, DIAG_ERROR, n->at, hint, "%s%.*s%s a %s is not %s",
		    n->key.n ? "\"" : "", STR_ARG(n->key),
		    n->key.n ? "\":" : "",
		    n->kind == NODE_MAP ? "mapping" : "list", wanted);
}

static bool
node_int(const struct node *n, int64_t min, int64_t max, int64_t *ret_value,
    struct diags *d)
{
	char wanted[100];
	int64_t v;

	if (n->kind != NODE_SCALAR || !str_int64(n->text, &v)) {
		complain(d, n, NULL, "a whole number");
		return false;
	}
	if (min < max && (v < min || v > max)) {
		snprintf(wanted, sizeof wanted, "between %lld and %lld",
		    (long long)min, (long long)max);
		complain(d, n, NULL, wanted);
		return false;
	}
	*ret_value = v;
	return true;
}

static bool
node_decimal(const struct node *n, struct ratio *ret_value, struct diags *d)
{
	if (n->kind == NODE_SCALAR && ratio_parse(n->text, ret_value))
		return true;
	complain(d, n, "write it with a point, without unit: 99.95",
	    "a decimal number");
	return false;
}

/* "a, b or c", cut when long. */
static void
list_names(const char *const *names, char *out, size_t size)
{
	size_t n = 0;

	out[0] = '\0';
	for (int i = 0; names[i] != NULL && n < size; i++) {
		const char *sep = i == 0 ? "" : names[i + 1] ? ", " : " or ";
		int more = snprintf(out + n, size - n, "%s%s", sep, names[i]);

		n += more > 0 ? (size_t)more : 0;
	}
}

/* Keep `name` where it is nearer to what was typed than the best so far. */
static void
try_name(struct str typed, const char *name, size_t *best, const char **near)
{
	size_t far = str_distance(typed, str_of(name));

	if (far < *best) {
		*best = far;
		*near = name;
	}
}

/* One letter in three may be wrong. */
static const char *
nearest_of(struct str text, const char *const *names)
{
	size_t best = text.n / 3 + 1;
	const char *near = NULL;

	for (int i = 0; names[i] != NULL; i++)
		try_name(text, names[i], &best, &near);
	return near;
}

bool
node_choice(const struct node *n, const char *const *names, int *ret_index,
    struct diags *d)
{
	char wanted[300], hint[100] = "";
	const char *near = NULL;

	if (n->kind == NODE_SCALAR)
		for (int i = 0; names[i] != NULL; i++)
			if (str_is(n->text, names[i])) {
				*ret_index = i;
				return true;
			}
	list_names(names, wanted, sizeof wanted);
	if (n->kind == NODE_SCALAR)
		near = nearest_of(n->text, names);
	if (near != NULL)
		snprintf(hint, sizeof hint, "did you mean \"%s\"?", near);
	complain(d, n, hint[0] != '\0' ? hint : NULL, wanted);
	return false;
}

static bool
read_bool(const struct node *n, bool *ret_value, struct diags *d)
{
	static const char *const names[] = { "true", "false", "yes", "no",
		NULL };
	int i = 0;

	if (!node_choice(n, names, &i, d))
		return false;
	*ret_value = i % 2 == 0;
	return true;
}

static bool
read_text(const struct node *n, bool may_be_empty, struct str *ret_text,
    struct diags *d)
{
	if (n->kind != NODE_SCALAR || (n->text.n == 0 && !may_be_empty)) {
		complain(d, n, NULL, "a text");
		return false;
	}
	*ret_text = n->text;
	return true;
}

static bool
read_field(const struct schema_field *f, const struct node *n, void *out,
    struct diags *d)
{
	void *to = (char *)out + f->offset;

	switch (f->kind) {
	case SCHEMA_TEXT:
	case SCHEMA_TEXT_ANY:
		return read_text(n, f->kind == SCHEMA_TEXT_ANY, to, d);
	case SCHEMA_BOOL:
		return read_bool(n, to, d);
	case SCHEMA_INT:
		return node_int(n, f->min, f->max, to, d);
	case SCHEMA_DECIMAL:
		return node_decimal(n, to, d);
	case SCHEMA_CHOICE:
		return node_choice(n, f->names, to, d);
	case SCHEMA_MAP:
	case SCHEMA_LIST:
		if (n->kind != (f->kind == SCHEMA_MAP ? NODE_MAP : NODE_LIST)) {
			complain(d, n, NULL,
			    f->kind == SCHEMA_MAP ? "a mapping" : "a list");
			return false;
		}
		/* fallthrough */
	case SCHEMA_NODE:
		*(const struct node **)to = n;
		return true;
	case SCHEMA_IGNORE:
		return true;
	}
	return false;
}

static void
unknown_key(const struct node *n, const char *what,
    const struct schema_field *fields, size_t n_fields, struct diags *d)
{
	size_t best = 3;
	const char *near = NULL;
	char hint[100] = "";
	int64_t number;

	/* what is only counted needs no hint */
	for (size_t i = 0; i < n_fields && d->list.n < d->limit; i++)
		try_name(n->key, fields[i].key, &best, &near);
	if (str_int64(n->key, &number))
		snprintf(hint, sizeof hint,
		    "a comma ends a value: write decimals with a point");
	else if (near != NULL)
		snprintf(hint, sizeof hint, "did you mean \"%s\"?", near);
	diag_add(d, DIAG_ERROR, n->key_at, hint[0] != '\0' ? hint : NULL,
	    "unknown key \"%.*s\" in %s", (int)(n->key.n > 60 ? 60 : n->key.n),
	    n->key.p, what);
}

bool
schema_read(const struct node *map, const char *what,
    const struct schema_field *fields, size_t n_fields, void *out,
    struct diags *d)
{
	bool ok = true;

	if (map->kind != NODE_MAP) {
		diag_add(d, DIAG_ERROR, map->at, NULL,
		    "%s must be a mapping of keys to values", what);
		return false;
	}
	for (const struct node *n = map->child; n != NULL; n = n->next) {
		size_t i = 0;

		while (i < n_fields && !str_is(n->key, fields[i].key))
			i++;
		if (i == n_fields) {
			unknown_key(n, what, fields, n_fields, d);
			ok = false;
		} else if (!node_is_null(n)) {
			ok &= read_field(&fields[i], n, out, d);
		}
	}
	for (size_t i = 0; i < n_fields; i++)
		if (fields[i].required &&
		    node_get(map, fields[i].key) == NULL) {
			diag_add(d, DIAG_ERROR, map->at, NULL,
			    "%s has no \"%s\"", what, fields[i].key);
			ok = false;
		}
	return ok;
}

bool
schema_text(const struct node *n, const char *what, struct diags *d)
{
	if (node_is_text(n))
		return true;
	diag_add(d, DIAG_ERROR, n->at, NULL, "\"%s\" must be a text", what);
	return false;
}
