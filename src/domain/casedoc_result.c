/*
 * A settled case document in the shape of its `expect`, and where both differ.
 */
#include "domain/casedoc_read.h"

/* ---- the result
 * ---------------------------------------------------------------- */

struct writing {
	const struct casedoc *doc;
	struct arena *keep;
	VEC(struct case_scalar) list;
};

static void
put(struct writing *w, struct str service, const char *key,
    enum case_scalar_kind kind, struct str text)
{
	*vec_push(w->keep, &w->list) =
	    (struct case_scalar){ service, str_of(key), kind, text };
}

static void
put_text(struct writing *w, const struct settlement *s, const char *key,
    struct str text)
{
	put(w, s->service, key, CASE_TEXT, text);
}

static void
put_minutes(struct writing *w, const struct settlement *s, const char *key,
    struct ratio ms)
{
	put_text(w, s, key,
	    ratio_text(w->keep, ratio_div(ms, ratio_int(MS_MINUTE))));
}

static void
put_bool(struct writing *w, const char *key, bool yes)
{
	put(w, STR_NONE, key, CASE_BOOL, yes ? STR("true") : STR("false"));
}

static struct str
six_decimals(struct writing *w, struct ratio percent)
{
	return ratio_decimal(w->keep, percent, 6, ROUND_HALF_UP);
}

static void
put_service(struct writing *w, const struct settlement *s)
{
	struct str null = STR("null");

	put_minutes(w, s, "period_minutes", ratio_int(span_ms(s->period)));
	put_minutes(w, s, "denominator_minutes", ratio_int(s->denominator_ms));
	put_minutes(w, s, "excluded_minutes", ratio_int(s->excluded_ms));
	put_minutes(w, s, "downtime_minutes", s->downtime);
	put_text(w, s, "availability", s->availability_text);
	put_text(w, s, "availability_percent",
	    six_decimals(w, ratio_mul(s->availability, ratio_int(100))));
	if (s->has_extension) {
		put_text(w, s, "extension", ratio_text(w->keep, s->extension));
		put_text(w, s, "extension_unit", s->extension_unit);
		put(w, s->service, "credit_percent", CASE_NULL, null);
		put(w, s->service, "credit_minor", CASE_NULL, null);
		return;
	}
	put_text(w, s, "credit_percent", six_decimals(w, s->percent));
	put(w, s->service, "credit_minor", CASE_NUMBER,
	    str_format(w->keep, "%lld", (long long)s->credit_minor));
}

/* What is the same for all services; the latest deadline holds for the case. */
static void
put_claim(struct writing *w)
{
	const struct casedoc *doc = w->doc;
	const struct settlement *last = NULL;
	bool right = false;

	for (size_t i = 0; i < doc->n_services; i++) {
		const struct settlement *s = &doc->services[i].settlement;

		right |= s->n_rights > 0;
		if (s->has_claim_deadline &&
		    (last == NULL ||
			s->claim_deadline_at > last->claim_deadline_at))
			last = s;
	}
	if (last != NULL)
		put(w, STR_NONE, "claim_deadline", CASE_TEXT,
		    zone_iso(w->keep, doc->zone, last->claim_deadline_at));
	if (last != NULL && last->has_claim_in_time)
		put_bool(w, "claim_in_time", last->claim_in_time);
	if (doc->terms->n_termination > 0)
		put_bool(w, "termination_right", right);
}

struct case_scalars
casedoc_result(const struct casedoc *doc, struct arena *keep)
{
	struct writing w = { .doc = doc, .keep = keep };

	for (size_t i = 0; i < doc->n_services; i++)
		put_service(&w, &doc->services[i].settlement);
	if (doc->combined.has_money)
		put(&w, STR_NONE, "total_minor", CASE_NUMBER,
		    str_format(
			keep, "%lld", (long long)doc->combined.total_minor));
	else
		put(&w, STR_NONE, "total_minor", CASE_NULL, STR("null"));
	put_claim(&w);
	return (struct case_scalars){ w.list.v, w.list.n };
}

/* ---- against what was expected
 * ---------------------------------------------------- */

struct comparing {
	struct arena *keep;
	struct case_scalars got;
	VEC(struct case_mismatch) list;
};

static const struct case_scalar *
find(const struct case_scalars *got, struct str service, struct str key)
{
	for (size_t i = 0; i < got->n; i++)
		if (str_eq(got->v[i].service, service) &&
		    str_eq(got->v[i].key, key))
			return &got->v[i];
	return NULL;
}

static bool
same(const struct node *n, const struct case_scalar *got)
{
	if (got == NULL || n->kind != NODE_SCALAR)
		return false;
	if (got->kind == CASE_NULL || node_is_null(n))
		return got->kind == CASE_NULL && node_is_null(n);
	if (got->kind == CASE_BOOL && str_is(n->text, "yes"))
		return str_is(got->text, "true");
	if (got->kind == CASE_BOOL && str_is(n->text, "no"))
		return str_is(got->text, "false");
	return str_eq(n->text, got->text);
}

static void
compare(struct comparing *c, const struct node *n, struct str service)
{
	const struct case_scalar *got = find(&c->got, service, n->key);

	if (!same(n, got))
		*vec_push(c->keep, &c->list) =
		    (struct case_mismatch){ service, n->key,
			    node_is_null(n)          ? STR("null")
			    : n->kind != NODE_SCALAR ? STR("(not one value)")
						     : n->text,
			    got == NULL ? STR("nothing") : got->text };
}

/* `services` is a mapping of ids to mappings; all else stands for itself. */
static void
compare_services(struct comparing *c, const struct node *services)
{
	for (const struct node *s = services->child; s; s = s->next) {
		if (s->kind != NODE_MAP)
			compare(c, s, STR_NONE);
		for (const struct node *n = s->child; n; n = n->next)
			compare(c, n, s->key);
	}
}

struct case_mismatches
casedoc_compare(const struct casedoc *doc, struct arena *keep)
{
	struct comparing c = { .keep = keep, .got = casedoc_result(doc, keep) };
	const struct node *n = doc->expect ? doc->expect->child : NULL;

	for (; n != NULL; n = n->next)
		if (str_is(n->key, "services") && n->kind == NODE_MAP)
			compare_services(&c, n);
		else
			compare(&c, n, STR_NONE);
	return (struct case_mismatches){ c.list.v, c.list.n };
}
