/*
 * What holds when: versions of a contract, and plans of a service. At each
 * instant of a service's life exactly one of each is in force, or a settlement
 * could be worked out two ways, or none.
 */
#include <stdlib.h>
#include <string.h>

#include "import/check.h"

/* One version of something, in force in [from_at, to_at). */
struct version {
	struct str id;
	int64_t from_at, to_at; /* NO_INSTANT: open */
	struct place at;
	const struct zone *zone; /* of its dates */
};

struct versions {
	const struct dossier *f;
	struct arena *scratch;
	struct diags *d;
	struct version *v;
	size_t n;
};

static int
by_id_and_time(const void *pa, const void *pb)
{
	const struct version *a = pa, *b = pb;
	int c = str_cmp(a->id, b->id);

	if (c != 0)
		return c;
	/* NO_INSTANT is before all others */
	if (a->from_at != b->from_at)
		return a->from_at < b->from_at ? -1 : 1;
	return str_cmp(a->at.file, b->at.file);
}

static struct str
day_text(struct versions *s, const struct zone *zone, int64_t at)
{
	struct civil c =
	    zone != NULL ? zone_civil(zone, at) : civil_of_days(at / MS_DAY);

	return str_format(s->scratch, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static bool
always(const struct version *v)
{
	return v->from_at == NO_INSTANT && v->to_at == NO_INSTANT;
}

static bool
overlap(const struct version *a, const struct version *b)
{
	return a->to_at == NO_INSTANT || b->from_at == NO_INSTANT ||
	       a->to_at > b->from_at;
}

/* "contracts/gold.yaml", "services.csv, line 7" */
static struct str
where(struct versions *s, const struct place *at)
{
	if (at->line == 0)
		return at->file;
	return str_format(s->scratch, "%.*s, line %lld", STR_ARG(at->file),
	    (long long)at->line);
}

/* ---- contracts --------------------------------------------------------------
 */

/* The first service under this contract that lives in [from_at, to_at). */
static const struct service *
living(const struct versions *s, struct str contract, int64_t from, int64_t to)
{
	const struct dossier *f = s->f;

	for (size_t i = 0; i < f->n_services; i++) {
		const struct service *x = &f->services[i];

		if (str_eq(x->contract, contract) &&
		    (x->in_from == NO_INSTANT || x->in_from < to) &&
		    (x->in_to == NO_INSTANT || x->in_to > from))
			return x;
	}
	return NULL;
}

static void
contract_pair(
    struct versions *s, const struct version *a, const struct version *b)
{
	const struct service *x;

	if (always(a) && always(b)) {
		diag_add(s->d, DIAG_ERROR, b->at,
		    "every contract needs an id of its own; versions of one "
		    "need valid_from and valid_to",
		    "contract \"%.*s\" was already given in %.*s",
		    STR_ARG(b->id), STR_ARG(a->at.file));
		return;
	}
	if (overlap(a, b)) {
		diag_add(s->d, DIAG_ERROR, b->at,
		    "one version ends with valid_to where the next begins",
		    "contract \"%.*s\": this version overlaps the one in "
		    "%.*s",
		    STR_ARG(b->id), STR_ARG(a->at.file));
		return;
	}
	x = living(s, b->id, a->to_at, b->from_at);
	if (a->to_at < b->from_at && x != NULL)
		diag_add(s->d, DIAG_ERROR, b->at,
		    "one version ends with valid_to where the next begins",
		    "contract \"%.*s\" has no version from %.*s to %.*s, but "
		    "service \"%.*s\" lives then",
		    STR_ARG(b->id), STR_ARG(day_text(s, a->zone, a->to_at)),
		    STR_ARG(day_text(s, b->zone, b->from_at)), STR_ARG(x->id));
}

static void
check_contracts(struct versions *s)
{
	const struct dossier *f = s->f;

	s->v = arena_array(s->scratch, f->n_contracts + 1, sizeof *s->v);
	for (s->n = 0; s->n < f->n_contracts; s->n++) {
		const struct contract *k = &f->contracts[s->n];

		s->v[s->n] = (struct version){ k->id, k->valid_from_at,
			k->valid_to_at, { .file = k->file }, k->zone };
	}
	qsort(s->v, s->n, sizeof *s->v, by_id_and_time);
	for (size_t i = 1; i < s->n; i++)
		if (str_eq(s->v[i - 1].id, s->v[i].id))
			contract_pair(s, &s->v[i - 1], &s->v[i]);
}

/* ---- services ---------------------------------------------------------------
 */

static void
plan_times(struct versions *s, const struct version *a, const struct version *b)
{
	struct str before = where(s, &a->at);

	if (overlap(a, b))
		diag_add(s->d, DIAG_ERROR, b->at,
		    "one row ends with \"to\" where the next begins",
		    "service \"%.*s\": this row overlaps %.*s", STR_ARG(b->id),
		    STR_ARG(before));
	else if (a->to_at < b->from_at)
		diag_add(s->d, DIAG_ERROR, b->at,
		    "one row ends with \"to\" where the next begins",
		    "service \"%.*s\" has no row from %.*s to %.*s",
		    STR_ARG(b->id), STR_ARG(day_text(s, a->zone, a->to_at)),
		    STR_ARG(day_text(s, b->zone, b->from_at)));
}

static void
check_plans(struct versions *s)
{
	const struct dossier *f = s->f;

	for (size_t i = 1; i < f->n_plans; i++) {
		const struct service *a = &f->plans[i - 1], *b = &f->plans[i];
		struct version va = { a->id, a->in_from, a->in_to,
			{ a->from.file, a->from.line, 0 }, f->settings.zone };
		struct version vb = { b->id, b->in_from, b->in_to,
			{ b->from.file, b->from.line, 0 }, f->settings.zone };

		if (!str_eq(a->id, b->id))
			continue;
		plan_times(s, &va, &vb);
		if (!str_eq(a->customer, b->customer))
			diag_add(s->d, DIAG_ERROR, vb.at,
			    "give the service of another customer an id of "
			    "its own",
			    "service \"%.*s\" belongs to \"%.*s\" in %.*s",
			    STR_ARG(b->id), STR_ARG(a->customer),
			    STR_ARG(where(s, &va.at)));
		if (strcmp(a->fee.currency.code, b->fee.currency.code) != 0)
			diag_add(s->d, DIAG_ERROR, vb.at,
			    "one service, one currency",
			    "service \"%.*s\" is priced in %s in %.*s",
			    STR_ARG(b->id), a->fee.currency.code,
			    STR_ARG(where(s, &va.at)));
	}
}

void
check_versions(
    const struct dossier *facts, struct arena *scratch, struct diags *d)
{
	struct versions s = { .f = facts, .scratch = scratch, .d = d };

	check_contracts(&s);
	check_plans(&s);
}
