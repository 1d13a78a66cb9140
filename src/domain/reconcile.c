#include "domain/reconcile.h"

#include <stdlib.h>

const char *const difference_words[DIFFERENCE_CLASSES] = {
	[DIFFERENCE_PROVIDER_GAP] = "provider_gap",
	[DIFFERENCE_CUSTOMER_GAP] = "customer_gap",
	[DIFFERENCE_ZONE_SHIFT] = "zone_shift",
	[DIFFERENCE_EXCLUDED] = "excluded",
	[DIFFERENCE_SLOW] = "slow",
	[DIFFERENCE_FLASH] = "flash",
	[DIFFERENCE_EARLIER_END] = "earlier_end",
	[DIFFERENCE_LATER_START] = "later_start",
	[DIFFERENCE_NOT_RECORDED] = "not_recorded",
};

static const unsigned views[] = { VIEWS_PROVIDER, VIEWS_CUSTOMER };

struct bench {
	const struct reconcile_input *in;
	struct arena *keep;
	struct reconciliation *out;
	struct testimony side[2];
	struct spans traffic;
	struct spans moved; /* the customer's outages, shifted as suspected */
	VEC(struct difference) differences;
};

/* ---- sets --------------------------------------------------------------- */

/* The next instant after `at` at which the set begins or ends. */
static int64_t
next_edge(const struct spans *set, int64_t at, int64_t most)
{
	size_t i = interval_after(set, at);
	int64_t edge;

	if (i == set->n)
		return most;
	edge = set->v[i].from_at > at ? set->v[i].from_at : set->v[i].to_at;
	return edge < most ? edge : most;
}

static int64_t
covered_ms(const struct spans *set, struct span s)
{
	int64_t ms = 0;

	for (size_t i = interval_after(set, s.from_at);
	     i < set->n && set->v[i].from_at < s.to_at; i++)
		ms += span_ms(span_intersect(set->v[i], s));
	return ms;
}

/* ---- what each side says ------------------------------------------------ */

static struct spans
condition_spans(const struct timeline_outages *o, enum condition a,
    enum condition b, struct arena *keep)
{
	struct spans set = { 0 };

	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].condition == a || o->v[i].condition == b)
			interval_add(keep, &set, o->v[i].span.from_at,
			    o->v[i].span.to_at);
	interval_clean(&set);
	return set;
}

static struct testimony
hear(const struct bench *w, unsigned who, struct span around)
{
	struct testimony t;
	struct arena *keep = w->keep;

	timeline_build_as(
	    w->in->timeline, who, w->in->service, around, keep, &t.records);
	t.down = condition_spans(&t.records, COND_DOWN, COND_DOWN, keep);
	t.no_data =
	    condition_spans(&t.records, COND_NO_DATA, COND_NO_DATA, keep);
	t.no_data = interval_subtract(keep, &t.no_data, &t.down);
	t.slow =
	    condition_spans(&t.records, COND_DEGRADED, COND_SUBSTITUTE, keep);
	t.slow = interval_subtract(keep, &t.slow, &t.down);
	t.slow = interval_subtract(keep, &t.slow, &t.no_data);
	return t;
}

/* ---- totals ------------------------------------------------------------- */

static void
add_totals(struct bench *w)
{
	struct reconciliation *r = w->out;
	struct arena *keep = w->keep;
	struct spans both, gaps;

	for (int i = 0; i < 2; i++) {
		r->down[i] = interval_clip(keep, &w->side[i].down, r->period);
		r->no_data[i] =
		    interval_clip(keep, &w->side[i].no_data, r->period);
		r->slow[i] = interval_clip(keep, &w->side[i].slow, r->period);
		r->down_ms[i] = interval_total_ms(&r->down[i]);
		r->side_no_data_ms[i] = interval_total_ms(&r->no_data[i]);
	}
	both = interval_intersect(keep, &r->down[0], &r->down[1]);
	gaps = interval_union(keep, &r->no_data[0], &r->no_data[1]);
	r->both_ms = interval_total_ms(&both);
	r->no_data_ms = interval_total_ms(&gaps);
	r->neither_ms = r->period_ms - r->both_ms - r->no_data_ms;
	for (int i = 0; i < 2; i++) {
		r->only[i] = interval_subtract(keep, &r->down[i], &both);
		r->only[i] = interval_subtract(keep, &r->only[i], &gaps);
		r->only_ms[i] = interval_total_ms(&r->only[i]);
		r->neither_ms -= r->only_ms[i];
	}
	r->agreement = agreement_share(
	    (struct agreement){ r->both_ms, r->only_ms[0] + r->only_ms[1] });
}

/* ---- classes ------------------------------------------------------------ */

/* One whole span in which just one side says down. */
struct run {
	struct span span;
	enum side down, other;
	bool ended, starts; /* the other's outage ends, starts beside it */
	bool brief, shifted;
	struct span image; /* where the other side's clock has it */
};

/* Where the customer wrote what happened at `at`. */
static int64_t
unshifted(const struct zone_shift *s, int64_t at)
{
	return shift_instant(s, at - s->ms) == at ? at - s->ms : at;
}

static bool
is_shifted(const struct bench *w, struct run *r)
{
	const struct zone_shift *s = &w->out->shift;
	int64_t explained;

	r->image = r->span;
	if (!s->probable)
		return false;
	if (r->down == SIDE_CUSTOMER) {
		r->image.from_at = shift_instant(s, r->span.from_at);
		r->image.to_at = shift_instant(s, r->span.to_at);
		explained = covered_ms(&w->side[SIDE_PROVIDER].down, r->image);
	} else {
		r->image.from_at = unshifted(s, r->span.from_at);
		r->image.to_at = unshifted(s, r->span.to_at);
		explained = covered_ms(&w->moved, r->span);
	}
	return explained * 2 >= span_ms(r->span);
}

static struct run
run_of(const struct bench *w, enum side down, struct span span)
{
	struct run r = { .span = span, .down = down, .other = 1 - down };
	const struct spans *other = &w->side[r.other].down;

	r.ended = interval_holds(other, span.from_at - 1);
	r.starts = interval_holds(other, span.to_at);
	r.brief = r.ended && r.starts && span_ms(span) < w->in->min_recovery_ms;
	r.shifted = is_shifted(w, &r);
	return r;
}

static enum difference_class
class_at(const struct bench *w, const struct run *r, int64_t at)
{
	const struct testimony *other = &w->side[r->other];

	if (interval_holds(&other->no_data, at))
		return r->other == SIDE_PROVIDER ? DIFFERENCE_PROVIDER_GAP
						 : DIFFERENCE_CUSTOMER_GAP;
	if (r->shifted)
		return DIFFERENCE_ZONE_SHIFT;
	if (interval_holds(&w->in->accepted, at))
		return DIFFERENCE_EXCLUDED;
	if (interval_holds(&other->slow, at))
		return DIFFERENCE_SLOW;
	if (r->brief)
		return DIFFERENCE_FLASH;
	if (r->ended)
		return DIFFERENCE_EARLIER_END;
	if (r->starts)
		return DIFFERENCE_LATER_START;
	return DIFFERENCE_NOT_RECORDED;
}

/* ---- the records behind a difference ------------------------------------ */

/* Records by start: the last one before `until` that reaches beyond `at`. */
static const struct outage *
record_over(
    const struct timeline_outages *o, int64_t at, int64_t until, bool down)
{
	const struct outage *best = NULL;

	for (size_t i = 0; i < o->n && o->v[i].span.from_at < until; i++)
		if (o->v[i].span.to_at > at &&
		    (!down || o->v[i].condition == COND_DOWN))
			best = &o->v[i];
	return best;
}

static const struct outage *
record_against(
    const struct bench *w, const struct run *r, const struct difference *d)
{
	const struct timeline_outages *o = &w->side[r->other].records;
	int64_t from = d->span.from_at;

	switch (d->class) {
	case DIFFERENCE_ZONE_SHIFT:
		return record_over(o, r->image.from_at, r->image.to_at, true);
	case DIFFERENCE_FLASH:
	case DIFFERENCE_EARLIER_END:
		from = r->span.from_at;
		return record_over(o, from - 1, from, true);
	case DIFFERENCE_LATER_START:
		from = r->span.to_at;
		return record_over(o, from, from + 1, true);
	default:
		return record_over(o, from, from + 1, false);
	}
}

/* ---- differences -------------------------------------------------------- */

static void
add_difference(struct bench *w, const struct run *r, struct difference d)
{
	struct class_total *t = &w->out->classes[d.down][d.class];

	d.span = span_intersect(d.span, w->out->period);
	if (span_ms(d.span) == 0)
		return;
	d.says = record_over(
	    &w->side[d.down].records, d.span.from_at, d.span.from_at + 1, true);
	d.against = record_against(w, r, &d);
	d.traffic_ms = covered_ms(&w->traffic, d.span);
	t->n++;
	t->ms += span_ms(d.span);
	*vec_push(w->keep, &w->differences) = d;
}

/* Cut a run where its class changes. */
static void
add_run(struct bench *w, enum side down, struct span span)
{
	struct run r = run_of(w, down, span);
	const struct testimony *other = &w->side[r.other];
	int64_t at = span.from_at;
	struct difference d = {
		.span = { at, at }, .down = down, .class = class_at(w, &r, at)
	};

	while (at < span.to_at) {
		int64_t next = next_edge(&other->no_data, at, span.to_at);
		enum difference_class class = class_at(w, &r, at);

		next = next_edge(&other->slow, at, next);
		next = next_edge(&w->in->accepted, at, next);
		if (class != d.class) {
			add_difference(w, &r, d);
			d.span.from_at = at;
			d.class = class;
		}
		d.span.to_at = at = next;
	}
	add_difference(w, &r, d);
}

static int
by_time(const void *pa, const void *pb)
{
	const struct difference *a = pa, *b = pb;

	return a->span.from_at < b->span.from_at
		   ? -1
		   : a->span.from_at > b->span.from_at;
}

/* No two differences overlap, so their starts alone order them. */
static void
add_differences(struct bench *w)
{
	for (int i = 0; i < 2; i++) {
		struct spans runs = interval_subtract(
		    w->keep, &w->side[i].down, &w->side[1 - i].down);

		for (size_t k = 0; k < runs.n; k++)
			if (span_ms(
				span_intersect(runs.v[k], w->out->period)) != 0)
				add_run(w, (enum side)i, runs.v[k]);
	}
	if (w->differences.n != 0)
		qsort(w->differences.v, w->differences.n,
		    sizeof *w->differences.v, by_time);
	w->out->differences = w->differences.v;
	w->out->n_differences = w->differences.n;
}

/* ---- all of it ---------------------------------------------------------- */

static struct span
life_of(const struct service *s, struct span period)
{
	const struct span life = {
		s->in_from == NO_INSTANT ? INT64_MIN : s->in_from,
		s->in_to == NO_INSTANT ? INT64_MAX : s->in_to,
	};

	return span_intersect(period, life);
}

void
reconcile(const struct reconcile_input *in, struct arena *keep,
    struct reconciliation *ret)
{
	struct bench w = { .in = in, .keep = keep, .out = ret };
	struct testimony third;
	struct span around;
	int64_t reach =
	    in->min_recovery_ms > SHIFT_MOST ? in->min_recovery_ms : SHIFT_MOST;

	*ret = (struct reconciliation){ .period =
					    life_of(in->service, in->period) };
	ret->period_ms = span_ms(ret->period);
	around = (struct span){ ret->period.from_at - reach,
		ret->period.to_at + reach };
	for (int i = 0; i < 2; i++)
		w.side[i] = hear(&w, views[i], around);
	third = hear(&w, VIEWS_TRAFFIC, ret->period);
	w.traffic = interval_clip(keep, &third.down, ret->period);
	ret->traffic_ms = interval_total_ms(&w.traffic);
	add_totals(&w);
	ret->shift = find_shift(&w.side[SIDE_PROVIDER], &w.side[SIDE_CUSTOMER],
	    ret->period, in->zone);
	w.moved = shift_spans(keep, &ret->shift, &w.side[SIDE_CUSTOMER].down);
	add_differences(&w);
}

static bool
provider_speaks(const struct dossier *d)
{
	for (size_t i = 0; i < d->n_outages; i++)
		if (d->outages[i].view == VIEW_PROVIDER)
			return true;
	return false;
}

bool
reconcile_row(const struct timeline *t, const struct ledger_row *row,
    struct arena *keep, struct reconciliation *ret)
{
	const struct settlement *s = &row->settlement;
	struct reconcile_input in = { .timeline = t,
		.service = row->service,
		.period = s->period,
		.accepted = interval_union(keep, &s->windows, &s->excluded),
		.min_recovery_ms = s->min_recovery_ms,
		.zone = row->contract->zone };
	struct timeline_outages ever;

	timeline_build_as(t, VIEWS_CUSTOMER, row->service,
	    (struct span){ INT64_MIN, INT64_MAX }, keep, &ever);
	if (ever.n == 0 || !provider_speaks(t->dossier) ||
	    span_ms(life_of(row->service, s->period)) == 0)
		return false;
	reconcile(&in, keep, ret);
	return true;
}

bool
reconcile_needs_eyes(const struct reconciliation *r)
{
	if (r->shift.probable)
		return true;
	return ratio_ok(r->agreement) &&
	       ratio_cmp(r->agreement, ratio_make(4, 5)) < 0;
}
