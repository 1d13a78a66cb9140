#include "domain/version_figures.h"

#include <math.h>
#include <string.h>

/* What is compared, in the order of the table. */
static const struct {
	const char *name, *low, *high; /* low and high: of estimates */
	enum version_kind kind;
} compared[] = {
	{ "span", NULL, NULL, VERSION_TIME },
	{ "counted", NULL, NULL, VERSION_TIME },
	{ "customers", NULL, NULL, VERSION_COUNT },
	{ "customer_minutes", NULL, NULL, VERSION_COUNT },
	{ "lost", "lost_low", "lost_high", VERSION_ESTIMATE },
	{ "first_notice", NULL, NULL, VERSION_TIME },
	{ "silence", NULL, NULL, VERSION_TIME },
	{ "credit", NULL, NULL, VERSION_MONEY },
};

#define COMPARED (sizeof compared / sizeof *compared)

int64_t
incident_version(const struct incident *in)
{
	return in->version > 0 ? in->version : 1;
}

static void
put(struct printed_version *v, struct arena *keep, const char *name,
    int64_t value)
{
	*vec_push(keep, &v->figures) =
	    (struct version_figure){ .name = str_of(name), .value = value };
}

static void
put_lost(
    struct printed_version *v, struct arena *keep, const struct lost_figures *l)
{
	if (l->n_sites == 0)
		return;
	put(v, keep, "lost", llround(l->sums.lost * 1000));
	put(v, keep, "lost_low", llround(l->sums.lost_lo80 * 1000));
	put(v, keep, "lost_high", llround(l->sums.lost_hi80 * 1000));
}

struct printed_version
version_figures(const struct incident_figures *f, struct arena *keep)
{
	struct printed_version v = { .incident = f->incident->id,
		.version = incident_version(f->incident) };

	if (f->has_span)
		put(&v, keep, "span", f->span_ms);
	if (f->n_groups > 0)
		put(&v, keep, "counted", f->groups[0].first->down_ms);
	put(&v, keep, "customers", (int64_t)f->n_customers);
	put(&v, keep, "customer_minutes", f->customer_ms / MS_MINUTE);
	put_lost(&v, keep, &f->lost);
	if (f->comms.has_first)
		put(&v, keep, "first_notice", f->comms.first_notice_ms);
	if (f->has_span)
		put(&v, keep, "silence", f->comms.silence_ms);
	for (size_t i = 0; i < f->money.n_totals; i++) {
		put(&v, keep, "credit", f->money.totals[i].minor);
		v.figures.v[v.figures.n - 1].currency =
		    f->money.totals[i].currency;
	}
	return v;
}

const struct printed_version *
version_find(const struct printed_version *v, size_t n, struct str incident,
    int64_t version)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].version == version && str_eq(v[i].incident, incident))
			return &v[i];
	return NULL;
}

static const struct version_figure *
find(const struct printed_version *v, const char *name, const char *code)
{
	for (size_t i = 0; name != NULL && i < v->figures.n; i++) {
		const struct version_figure *f = &v->figures.v[i];

		if (str_is(f->name, name) &&
		    strcmp(f->currency.code, code) == 0)
			return f;
	}
	return NULL;
}

static struct version_value
value_of(const struct printed_version *v, size_t which, const char *code)
{
	const struct version_figure *f = find(v, compared[which].name, code);
	const struct version_figure *low = find(v, compared[which].low, code);
	const struct version_figure *high = find(v, compared[which].high, code);
	struct version_value out = { .known = f != NULL };

	if (f != NULL)
		out.value = f->value;
	if (low != NULL)
		out.low = low->value;
	if (high != NULL)
		out.high = high->value;
	return out;
}

static bool
differ(const struct version_value *a, const struct version_value *b)
{
	return a->known != b->known || a->value != b->value ||
	       a->low != b->low || a->high != b->high;
}

struct changes {
	const struct printed_version *before, *now;
	struct arena *keep;
	VEC(struct version_change) list;
};

static void
compare(struct changes *c, size_t which, struct currency currency)
{
	struct version_change one = { .name = str_of(compared[which].name),
		.kind = compared[which].kind,
		.currency = currency,
		.before = value_of(c->before, which, currency.code),
		.now = value_of(c->now, which, currency.code) };

	if (!one.before.known && !one.now.known)
		return;
	one.changed = differ(&one.before, &one.now);
	*vec_push(c->keep, &c->list) = one;
}

/* Currencies of now, then those that only the version before had. */
static void
compare_money(struct changes *c, size_t which)
{
	for (size_t i = 0; i < c->now->figures.n; i++)
		if (str_is(c->now->figures.v[i].name, "credit"))
			compare(c, which, c->now->figures.v[i].currency);
	for (size_t i = 0; i < c->before->figures.n; i++) {
		const struct version_figure *f = &c->before->figures.v[i];

		if (str_is(f->name, "credit") &&
		    find(c->now, "credit", f->currency.code) == NULL)
			compare(c, which, f->currency);
	}
}

struct version_change *
version_changes(const struct printed_version *before,
    const struct printed_version *now, struct arena *keep, size_t *ret_n)
{
	struct changes c = { .before = before, .now = now, .keep = keep };

	for (size_t i = 0; i < COMPARED; i++)
		if (compared[i].kind == VERSION_MONEY)
			compare_money(&c, i);
		else
			compare(&c, i, (struct currency){ "", 0 });
	*ret_n = c.list.n;
	return c.list.v;
}
