#include "domain/catalogue.h"

#include <string.h>

#include "base/asset.h"
#include "domain/terms_read.h"

#define FOLDER "src/catalogue/"
#define ENDING ".yaml"
#define PREFIX "catalogue/"

const char *const source_kind_names[] = { "official", "copy", "secondary",
	"clause_library", "repository", "statute", NULL };
static const char *const evidence_names[] = { "read", "recalled", NULL };
static const char *const determined_names[] = { "full", "part", NULL };

/* ---- names ------------------------------------------------------------------
 */

/* "src/catalogue/upcloud.yaml": "upcloud"; nothing for other assets. */
static struct str
name_of(const struct asset *a)
{
	struct str s = str_of(a->name);

	if (!str_starts(s, FOLDER) || !str_ends(s, ENDING))
		return STR_NONE;
	return str_sub(s, strlen(FOLDER), s.n - strlen(ENDING));
}

struct str *
catalogue_names(struct arena *keep, size_t *ret_n)
{
	VEC(struct str) list = { 0 };

	for (const struct asset *a = assets; a->name != NULL; a++)
		if (name_of(a).n != 0)
			*vec_push(keep, &list) = name_of(a);
	*ret_n = list.n;
	return list.v;
}

static struct str
bare_name(struct str name)
{
	return str_starts(name, PREFIX) ? str_sub(name, strlen(PREFIX), name.n)
					: name;
}

struct str
catalogue_nearest(struct str name, struct arena *keep)
{
	struct str best = STR_NONE, *v;
	size_t n, near;

	name = bare_name(name);
	near = name.n / 3 + 2;
	v = catalogue_names(keep, &n);
	for (size_t i = 0; i < n; i++) {
		size_t far = str_distance(v[i], name);

		/* "aws" for "aws-s3": a beginning is near, too */
		if (name.n >= 3 && str_starts(v[i], str_cstr(keep, name)))
			far = far < 2 ? far : 2;
		if (far < near) {
			near = far;
			best = v[i];
		}
	}
	return best;
}

static const struct asset *
find(struct str name)
{
	for (const struct asset *a = assets; a->name != NULL; a++)
		if (name.n != 0 && str_eq(name_of(a), name))
			return a;
	return NULL;
}

/* ---- one entry ------------------------------------------------------------
 */

struct raw {
	struct catalogue_entry out;
	const struct node *source, *recalled, *notes, *assume, *read_on;
	int source_kind, evidence, determined;
};

static const struct schema_field fields[] = {
#define T struct raw
	{ FIELD(T, "assume", SCHEMA_MAP, assume) },
	{ FIELD_MUST(T, "base", SCHEMA_TEXT, out.base) },
	{ FIELD(T, "channel", SCHEMA_TEXT_ANY, out.channel) },
	{ "determined", SCHEMA_CHOICE, offsetof(T, determined), true, 0, 0,
	    determined_names },
	{ "evidence", SCHEMA_CHOICE, offsetof(T, evidence), true, 0, 0,
	    evidence_names },
	{ FIELD_MUST(T, "language", SCHEMA_TEXT, out.language) },
	{ FIELD(T, "notes", SCHEMA_LIST, notes) },
	{ FIELD_MUST(T, "promise", SCHEMA_TEXT, out.promise) },
	{ FIELD_MUST(T, "provider", SCHEMA_TEXT, out.provider) },
	{ FIELD_MUST(T, "read_on", SCHEMA_NODE, read_on) },
	{ FIELD(T, "recalled", SCHEMA_LIST, recalled) },
	{ FIELD_MUST(T, "service", SCHEMA_TEXT, out.service) },
	{ FIELD_MUST(T, "source", SCHEMA_LIST, source) },
	{ "source_kind", SCHEMA_CHOICE, offsetof(T, source_kind), true, 0, 0,
	    source_kind_names },
	{ FIELD_MUST(T, "terms", SCHEMA_MAP, out.terms_node) },
	{ FIELD(T, "version", SCHEMA_TEXT_ANY, out.version) },
#undef T
};

static bool
read_texts(const struct node *list, struct arena *keep, struct str **ret_v,
    size_t *ret_n, struct diags *d)
{
	struct str *v;
	size_t n = 0;

	if (list == NULL)
		return true;
	v = arena_array(keep, list->n + 1, sizeof *v);
	for (const struct node *e = list->child; e != NULL; e = e->next) {
		if (e->kind != NODE_SCALAR || e->text.n == 0) {
			diag_add(d, DIAG_ERROR, e->at,
			    "put a text with a colon in quotes",
			    "this list holds texts");
			return false;
		}
		v[n++] = e->text;
	}
	*ret_v = v;
	*ret_n = n;
	return true;
}

/* The lines of a key and its value, as the file writes them. */
static struct str
lines_of(struct str text, const struct node *n)
{
	int64_t from = n->key_at.line, line = 1;
	int64_t to = n->next != NULL ? n->next->key_at.line : INT64_MAX;
	size_t begin = text.n, end = text.n;

	for (size_t i = 0; i <= text.n; i++) {
		if (i != 0 && i < text.n && text.p[i - 1] == '\n')
			line++;
		if (line == from && begin == text.n)
			begin = i;
		if (line == to && end == text.n)
			end = i;
	}
	return str_trim(str_sub(text, begin, end));
}

static bool
read_day(const struct node *n, struct str *out, struct diags *d)
{
	struct iso iso;

	if (n->kind != NODE_SCALAR || !iso_parse(n->text, &iso) ||
	    iso.has_time) {
		diag_add(d, DIAG_ERROR, n->at, NULL,
		    "\"read_on\" is a date: 2026-03-01");
		return false;
	}
	*out = n->text;
	return true;
}

/* All but the terms. */
static int
read_shape(struct str text, struct str file, struct arena *keep,
    struct catalogue_entry *ret_entry, struct diags *d)
{
	struct raw raw = { .source = NULL };
	struct catalogue_entry *e = &raw.out;
	struct node *root;
	bool ok;

	if (node_parse(text, file, keep, &root, d) < 0 ||
	    !schema_read(
		root, "catalogue entry", fields, COUNT_OF(fields), &raw, d))
		return -1;
	ok = read_texts(raw.source, keep, &e->sources, &e->n_sources, d);
	ok &= read_texts(raw.recalled, keep, &e->recalled, &e->n_recalled, d);
	ok &= read_texts(raw.notes, keep, &e->notes, &e->n_notes, d);
	ok &= read_day(raw.read_on, &e->read_on, d);
	if (raw.assume != NULL)
		ok &= terms_read_answers(raw.assume, e->suggested, d);
	if (!ok)
		return -1;
	e->source_kind = (enum terms_source_kind)raw.source_kind;
	e->was_recalled = raw.evidence == 1;
	e->is_part = raw.determined == 1;
	e->terms_text = lines_of(text, e->terms_node);
	*ret_entry = *e;
	return 0;
}

static int
read_terms(struct catalogue_entry *e, struct zones *zones, struct arena *keep,
    struct diags *d)
{
	struct term_answers *answers = arena_new(keep, struct term_answers);
	struct terms_text text = { e->terms_node, NULL, answers };

	answers->open = OPEN_SUGGEST;
	memcpy(answers->v, e->suggested, sizeof answers->v);
	return terms_parse_text(&text, zones, keep, &e->terms, d);
}

int
catalogue_parse(struct str text, struct str file, struct zones *zones,
    struct arena *keep, struct catalogue_entry *ret_entry, struct diags *d)
{
	struct catalogue_entry e;

	if (read_shape(text, file, keep, &e, d) < 0 ||
	    read_terms(&e, zones, keep, d) < 0)
		return -1;
	e.name = file;
	*ret_entry = e;
	return 0;
}

int
catalogue_shape(struct str name, struct place at, struct arena *keep,
    struct catalogue_entry *ret_entry, struct diags *d)
{
	struct str bare = bare_name(name), near, text, file;
	const struct asset *a = find(bare);

	if (a == NULL) {
		near = catalogue_nearest(bare, keep);
		diag_add(d, DIAG_ERROR, at,
		    near.n == 0
			? "\"makegood terms\" lists what there is"
			: str_cstr(keep, str_format(keep,
					     "did you mean \"" PREFIX
					     "%.*s\"? \"makegood terms\" "
					     "lists what there is",
					     STR_ARG(near))),
		    "the catalogue has no \"%.*s\"",
		    (int)(bare.n > 60 ? 60 : bare.n), bare.p);
		return -1;
	}
	text = (struct str){ (const char *)a->data, a->n };
	file = str_format(keep, PREFIX "%.*s" ENDING, STR_ARG(bare));
	if (read_shape(text, file, keep, ret_entry, d) < 0)
		return -1;
	ret_entry->name = name_of(a);
	return 0;
}

int
catalogue_get(struct str name, struct zones *zones, struct arena *keep,
    struct catalogue_entry *ret_entry, struct diags *d)
{
	struct catalogue_entry e;

	if (catalogue_shape(name, (struct place){ .line = 0 }, keep, &e, d) <
		0 ||
	    read_terms(&e, zones, keep, d) < 0)
		return -1;
	*ret_entry = e;
	return 0;
}
