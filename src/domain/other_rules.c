#include "domain/other_rules.h"

const struct other_weights other_weights[OTHER_RULES] = {
	[OTHER_CONTRACT] = { "contract", { 0, 0 }, { 0, 0 }, { 0, 0 }, false },
	[OTHER_EXPERIENCED] = { "experienced", { 0, 0 }, { 0, 0 }, { 0, 0 },
	    false },
	[OTHER_SECOND_CLOCK] = { "second_clock", { 0, 0 }, { 0, 0 }, { 0, 0 },
	    false },
	[OTHER_WEIGHTED] = { "weighted", { 1, 1 }, { 3, 10 }, { 0, 1 }, false },
	[OTHER_ANY_PART] = { "any_part", { 1, 1 }, { 1, 1 }, { 0, 1 }, false },
	[OTHER_GROUP] = { "group", { 1, 1 }, { 1, 1 }, { 0, 1 }, true },
};

/* One service's records, each moment in the worst of its states only. */
struct fate {
	struct spans lived; /* its part of the period */
	struct spans full, partial, degraded;
};

static void
cut(const struct fate *f, struct spans *set, const struct spans *worse,
    struct arena *keep)
{
	interval_clean(set);
	*set = interval_intersect(keep, set, &f->lived);
	if (worse != NULL)
		*set = interval_subtract(keep, set, worse);
}

/* Where a record belongs; NULL: it says nothing about these rules. */
static struct spans *
kind_of(struct fate *f, const struct outage *o)
{
	bool some = ratio_cmp(o->weight, ratio_int(1)) < 0;

	switch (o->condition) {
	case COND_DOWN:
		if (o->weight.num == 0)
			return NULL;
		return some ? &f->partial : &f->full;
	case COND_SUBSTITUTE:
		return &f->partial;
	case COND_DEGRADED:
		return &f->degraded;
	case COND_NO_DATA:
		break;
	}
	return NULL;
}

static struct fate
fate_of(
    const struct timeline *t, const struct ledger_row *row, struct arena *keep)
{
	struct span lived = row->settlement.period;
	const struct service *s = row->service;
	struct fate f = { 0 };
	struct timeline_outages all;
	struct spans worse;

	if (s->in_from != NO_INSTANT && s->in_from > lived.from_at)
		lived.from_at = s->in_from;
	if (s->in_to != NO_INSTANT && s->in_to < lived.to_at)
		lived.to_at = s->in_to;
	interval_add(keep, &f.lived, lived.from_at, lived.to_at);
	timeline_build(t, s, lived, keep, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct outage *o = &all.v[i];
		struct spans *into = kind_of(&f, o);

		if (into != NULL)
			interval_add(
			    keep, into, o->span.from_at, o->span.to_at);
	}
	cut(&f, &f.full, NULL, keep);
	cut(&f, &f.partial, &f.full, keep);
	worse = interval_union(keep, &f.full, &f.partial);
	cut(&f, &f.degraded, &worse, keep);
	return f;
}

static void
add(struct other_figure *f, struct ratio down, int64_t of_ms)
{
	f->down_ms = ratio_add(f->down_ms, down);
	f->of_ms += of_ms;
}

/* What the settlement says itself. */
static void
add_settled(struct other_figures *f, const struct settlement *s)
{
	int64_t all = s->states.period_ms - s->states.off_hours_ms;
	struct ratio lost = ratio_sub(ratio_int(1), s->experienced);

	add(&f->rule[OTHER_CONTRACT], s->downtime, s->denominator_ms);
	add(&f->rule[OTHER_EXPERIENCED], ratio_mul(lost, ratio_int(all)), all);
	add(&f->rule[OTHER_SECOND_CLOCK], ratio_int(s->recovery_ms),
	    s->denominator_ms);
}

static struct ratio
weighed(const struct other_weights *w, const struct other_figures *f)
{
	struct ratio sum = ratio_mul(w->full, ratio_int(f->full_ms));

	sum = ratio_add(sum, ratio_mul(w->partial, ratio_int(f->partial_ms)));
	return ratio_add(
	    sum, ratio_mul(w->degraded, ratio_int(f->degraded_ms)));
}

static struct ratio
share_up(const struct other_figure *f)
{
	if (f->of_ms <= 0)
		return (struct ratio){ 0, 0 };
	return ratio_max(
	    ratio_int(0), ratio_sub(ratio_int(1),
			      ratio_div(f->down_ms, ratio_int(f->of_ms))));
}

/* The rules of one clock for all, from the unions of the services. */
static void
add_group(struct other_figures *f, const struct fate *all)
{
	const struct other_figures one = { .full_ms =
					       interval_total_ms(&all->full),
		.partial_ms = interval_total_ms(&all->partial),
		.degraded_ms = interval_total_ms(&all->degraded) };

	for (int i = 0; i < OTHER_RULES; i++)
		if (other_weights[i].group)
			add(&f->rule[i], weighed(&other_weights[i], &one),
			    interval_total_ms(&all->lived));
}

static void
join(struct fate *all, const struct fate *one, struct arena *keep)
{
	all->lived = interval_union(keep, &all->lived, &one->lived);
	all->full = interval_union(keep, &all->full, &one->full);
	all->partial = interval_union(keep, &all->partial, &one->partial);
	all->degraded = interval_union(keep, &all->degraded, &one->degraded);
}

/* Each moment of the group in the worst state of its services. */
static void
finish_group(struct fate *all, struct arena *keep)
{
	struct spans worse;

	cut(all, &all->partial, &all->full, keep);
	worse = interval_union(keep, &all->full, &all->partial);
	cut(all, &all->degraded, &worse, keep);
}

void
other_rules(const struct timeline *t, const struct ledger_row *const *rows,
    size_t n, struct arena *keep, struct other_figures *ret_figures)
{
	struct other_figures f = { .services = n };
	struct fate group = { 0 };
	int64_t lived_ms = 0;

	for (int i = 0; i < OTHER_RULES; i++)
		f.rule[i].down_ms = ratio_int(0);
	for (size_t i = 0; i < n; i++) {
		struct fate one = fate_of(t, rows[i], keep);

		add_settled(&f, &rows[i]->settlement);
		f.full_ms += interval_total_ms(&one.full);
		f.partial_ms += interval_total_ms(&one.partial);
		f.degraded_ms += interval_total_ms(&one.degraded);
		lived_ms += interval_total_ms(&one.lived);
		join(&group, &one, keep);
	}
	finish_group(&group, keep);
	add_group(&f, &group);
	for (int i = 0; i < OTHER_RULES; i++) {
		const struct other_weights *w = &other_weights[i];

		if (ratio_ok(w->full) && !w->group)
			add(&f.rule[i], weighed(w, &f), lived_ms);
		f.rule[i].availability = share_up(&f.rule[i]);
	}
	if (n == 1)
		f.rule[OTHER_CONTRACT].availability =
		    rows[0]->settlement.availability;
	*ret_figures = f;
}
