/*
 * settings_accept.c -- `accept:` of case.yaml: outages that traffic proposed
 * and that a person took on, with name and reason.
 */
#include "base/map.h"
#include "import/accept.h"
#include "import/check.h"

#define COUNT(v)   (sizeof(v) / sizeof *(v))
#define ACCEPT_MAX 10000
#define SHOWN      60
#define ACCEPT_FORM                                                            \
	"- { id: www.shop.example-20240312T1005Z-3fa9c1d2, by: Ann Example, "  \
	"reason: \"confirmed by the hoster's mail of 13 March\" }"

static const struct schema_field accept_fields[] = {
	{ .key = "id",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct acceptance, id),
	    .required = true },
	{ .key = "by",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct acceptance, by),
	    .required = true },
	{ .key = "reason",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct acceptance, reason),
	    .required = true },
};

/* False after a complaint. */
static bool
read_one(const struct node *n, struct acceptance *a, struct diags *d)
{
	a->from = (struct origin){ n->at.file, n->at.line };
	if (n->kind == NODE_MAP)
		return schema_read(n, "an acceptance", accept_fields,
		    COUNT(accept_fields), a, d);
	if (n->kind == NODE_LIST || n->text.n == 0) {
		diag_add(d, DIAG_ERROR, n->at, ACCEPT_FORM,
		    "accept: wants the ids of proposals");
		return false;
	}
	a->id = n->text;
	diag_add(d, DIAG_WARNING, n->at, ACCEPT_FORM,
	    "accept: nobody says who accepts \"%.*s\", and why",
	    STR_ARG(str_sub(n->text, 0, SHOWN)));
	return true;
}

void
accept_read(const struct node *list, struct arena *keep, struct settings *s,
    struct diags *d)
{
	struct map seen = { .keep = keep };
	struct acceptance *v = arena_array(keep, list->n + 1, sizeof *v);
	size_t n = 0;

	if (list->n > ACCEPT_MAX) {
		diag_add(d, DIAG_ERROR, list->at, NULL,
		    "accept: more than %d proposals", ACCEPT_MAX);
		return;
	}
	for (const struct node *one = list->child; one != NULL;
	     one = one->next) {
		v[n] = (struct acceptance){ .id = STR_NONE };
		if (!read_one(one, &v[n], d))
			continue;
		if (map_get(&seen, v[n].id) >= 0) {
			diag_add(d, DIAG_ERROR, one->at, NULL,
			    "accept: \"%.*s\" stands there twice",
			    STR_ARG(str_sub(v[n].id, 0, SHOWN)));
			continue;
		}
		map_put(&seen, v[n].id, 1);
		n++;
	}
	s->accepted = v;
	s->n_accepted = n;
}

/* ---- against the facts ---- */

/* The outage of this id that waits for acceptance, or another, or NULL. */
static const struct outage *
find_outage(const struct dossier *f, const struct map *ids, struct str id)
{
	int64_t at = map_get(ids, id);

	return at < 0 ? NULL : &f->outages[at];
}

static const char *
nearest(const struct dossier *f, struct str id, struct arena *scratch)
{
	struct str near = STR_NONE;
	size_t best = id.n / 3 + 1;

	for (size_t i = 0; i < f->n_outages; i++) {
		const struct outage *o = &f->outages[i];
		size_t far;

		if (o->view != VIEW_TRAFFIC)
			continue;
		far = str_distance(id, o->id);
		if (far < best) {
			best = far;
			near = o->id;
		}
	}
	if (near.n == 0)
		return "makegood detect DIR --write finds proposals anew; "
		       "their ids change when the traffic does";
	return str_cstr(scratch,
	    str_format(scratch,
		"did you mean \"%.*s\"? An id changes when the traffic does: "
		"look at the proposal again",
		STR_ARG(near)));
}

void
check_accepted(const struct dossier *f, struct arena *scratch, struct diags *d)
{
	struct map ids = { .keep = scratch };

	if (f->settings.n_accepted == 0)
		return;
	for (size_t i = 0; i < f->n_outages; i++)
		if (map_get(&ids, f->outages[i].id) < 0 ||
		    f->outages[i].view == VIEW_TRAFFIC)
			map_put(&ids, f->outages[i].id, (int64_t)i);
	for (size_t i = 0; i < f->settings.n_accepted; i++) {
		const struct acceptance *a = &f->settings.accepted[i];
		const struct outage *o = find_outage(f, &ids, a->id);
		struct place at = { a->from.file, a->from.line, 0 };

		if (o == NULL)
			diag_add(d, DIAG_ERROR, at, nearest(f, a->id, scratch),
			    "accept: there is no outage \"%.*s\"",
			    STR_ARG(str_sub(a->id, 0, SHOWN)));
		else if (o->view != VIEW_TRAFFIC)
			diag_add(d, DIAG_ERROR, at,
			    "only records with view traffic wait for that; "
			    "whether others count says evidence:",
			    "accept: \"%.*s\" is no proposal",
			    STR_ARG(str_sub(a->id, 0, SHOWN)));
	}
}
