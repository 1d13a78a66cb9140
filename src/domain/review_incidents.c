/*
 * review_incidents.c -- which incident had which millisecond, and its clocks.
 *
 * Counted downtime is dealt out three times: of each service, of each customer
 * (any service) and of the clock (any customer). Each time incidents take their
 * records' time in the order in which they began, and what one took the next
 * cannot take. Downtime behind or between records, as where brief recoveries
 * count, goes with the record before it; the rest goes to none.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/review_run.h"

/* The incidents of the dossier by beginning, and none as the last. */
struct ranks {
	size_t *of; /* place in the dossier -> rank */
	const struct incident **incident;
	int64_t *began;
	size_t n; /* rank of none */
};

struct piece {
	size_t rank;
	struct span span;
};

struct pieces {
	struct piece *v;
	size_t n, cap;
};

/* What is gathered of one incident on the way. */
struct gathered {
	struct review_incident out;
	struct spans wall; /* as it comes; cleaned at the end */
	const struct service *service;
	const struct customer *customer;
};

struct dealing {
	struct review_run *run;
	struct ranks ranks;
	struct gathered *of;    /* by rank */
	int64_t *weight, *part; /* by rank */
};

/* ---- the order ------------------------------------------------------------
 */

struct order {
	int64_t at;
	const struct incident *incident;
};

static int
by_start(const void *pa, const void *pb)
{
	const struct order *a = pa, *b = pb;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return str_cmp(a->incident->id, b->incident->id);
}

static struct ranks
rank_incidents(struct review_run *run)
{
	const struct dossier *d = run->d;
	struct ranks r = { .n = d->n_incidents };
	struct order *v = arena_array(run->scratch, r.n + 1, sizeof *v);

	for (size_t i = 0; i < r.n; i++) {
		v[i].incident = &d->incidents[i];
		v[i].at = quarter_began(v[i].incident);
		map_put(&run->incident_of, v[i].incident->id, (int64_t)i);
	}
	for (size_t i = 0; i < d->n_outages; i++) {
		const struct outage *o = &d->outages[i];
		int64_t k = map_get(&run->incident_of, o->incident);

		if (k >= 0 &&
		    (v[k].at == NO_INSTANT || o->span.from_at < v[k].at))
			v[k].at = o->span.from_at;
	}
	if (r.n)
		qsort(v, r.n, sizeof *v, by_start);
	r.of = arena_array(run->scratch, r.n + 1, sizeof *r.of);
	r.incident = arena_array(run->scratch, r.n + 1, sizeof *r.incident);
	r.began = arena_array(run->scratch, r.n + 1, sizeof *r.began);
	for (size_t i = 0; i < r.n; i++) {
		r.of[v[i].incident - d->incidents] = i;
		r.incident[i] = v[i].incident;
		r.began[i] = v[i].at;
	}
	r.began[r.n] = NO_INSTANT;
	return r;
}

/* Time that people stated of the incident holds this record. */
static bool
holds(const struct incident *in, const struct outage *o)
{
	int64_t end =
	    in->restored_at != NO_INSTANT ? in->restored_at : in->closed_at;
	struct span stated = { quarter_began(in), end };

	return stated.from_at != NO_INSTANT && end != NO_INSTANT &&
	       span_ms(span_intersect(stated, o->span)) > 0;
}

static size_t
rank_of(const struct dealing *w, const struct outage *o)
{
	int64_t i;

	if (o->incident.n) {
		i = map_get(&w->run->incident_of, o->incident);
		return i < 0 ? w->ranks.n : w->ranks.of[i];
	}
	for (size_t k = 0; k < w->ranks.n; k++)
		if (holds(w->ranks.incident[k], o))
			return k;
	return w->ranks.n;
}

/* ---- dealing --------------------------------------------------------------
 */

static int
by_rank(const void *pa, const void *pb)
{
	const struct piece *a = pa, *b = pb;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return (a->span.from_at > b->span.from_at) -
	       (a->span.from_at < b->span.from_at);
}

static int
by_time(const void *pa, const void *pb)
{
	const struct piece *a = pa, *b = pb;

	if (a->span.from_at != b->span.from_at)
		return a->span.from_at < b->span.from_at ? -1 : 1;
	return (a->rank > b->rank) - (a->rank < b->rank);
}

static void
push(struct arena *keep, struct pieces *to, size_t rank, struct span span)
{
	struct piece one = { rank, span };

	*vec_push(keep, to) = one;
}

/*
 * What each rank gets of `left`, in the order of ranks: clean pieces appended
 * to `to`; *left keeps the rest.
 */
static void
deal(struct pieces *claims, struct spans *left, struct pieces *to,
    struct arena *keep)
{
	size_t i = 0;

	if (claims->n)
		qsort(claims->v, claims->n, sizeof *claims->v, by_rank);
	while (i < claims->n) {
		size_t rank = claims->v[i].rank;
		struct spans want = { 0 }, got;

		for (; i < claims->n && claims->v[i].rank == rank; i++)
			interval_add(keep, &want, claims->v[i].span.from_at,
			    claims->v[i].span.to_at);
		interval_clean(&want);
		got = interval_intersect(keep, left, &want);
		if (got.n)
			*left = interval_subtract(keep, left, &got);
		for (size_t k = 0; k < got.n; k++)
			push(keep, to, rank, got.v[k]);
	}
}

/* Each record until the next one begins: for downtime beside the records. */
static void
stretch(struct pieces *claims)
{
	if (claims->n)
		qsort(claims->v, claims->n, sizeof *claims->v, by_time);
	for (size_t i = 0; i < claims->n; i++)
		claims->v[i].span.to_at = i + 1 < claims->n
					      ? claims->v[i + 1].span.from_at
					      : INT64_MAX;
}

static struct pieces
deal_row(
    const struct dealing *w, const struct settlement *s, struct arena *scratch)
{
	struct pieces claims = { 0 }, got = { 0 };
	struct spans left = s->down;

	if (!s->down.n)
		return got;
	for (size_t i = 0; i < s->n_lines; i++)
		push(scratch, &claims, rank_of(w, s->lines[i].outage),
		    s->lines[i].outage->span);
	deal(&claims, &left, &got, scratch);
	if (left.n) {
		stretch(&claims);
		deal(&claims, &left, &got, scratch);
	}
	for (size_t i = 0; i < left.n; i++)
		push(scratch, &got, w->ranks.n, left.v[i]);
	return got;
}

/* ---- rows, services, customers, the clock ------------------------------- */

/* D and the credit of the settlement by what each incident had of it. */
static void
split_amounts(struct dealing *w, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;
	size_t n = w->ranks.n + 1;
	size_t money = quarter_currency(w->run, s->currency);
	int64_t weights = 0;

	for (size_t i = 0; i < n; i++)
		weights += w->weight[i];
	/* weighed slowness and the like: by the records inside the period */
	for (size_t i = 0; i < s->n_lines && !weights; i++)
		w->weight[rank_of(w, s->lines[i].outage)] +=
		    s->lines[i].inside_ms;
	for (size_t i = 0; i < n; i++)
		weights += w->weight[i];
	if (!weights)
		w->weight[w->ranks.n] = 1;
	quarter_apportion(
	    quarter_whole(quarter_downtime(row)), w->weight, n, w->part);
	for (size_t i = 0; i < n; i++) {
		w->of[i].out.downtime_ms += w->part[i];
		w->of[i].out.burn_ms += s->has_target ? w->part[i] : 0;
	}
	quarter_apportion(quarter_granted(w->run, row), w->weight, n, w->part);
	for (size_t i = 0; i < n; i++)
		w->of[i].out.credits[money].minor += w->part[i];
}

static void
widen(struct span *s, struct span by)
{
	if (span_ms(*s) == 0) {
		*s = by;
		return;
	}
	if (by.from_at < s->from_at)
		s->from_at = by.from_at;
	if (by.to_at > s->to_at)
		s->to_at = by.to_at;
}

static void
count_row(struct dealing *w, const struct ledger_row *row,
    struct pieces *of_customer, struct arena *scratch)
{
	const struct settlement *s = &row->settlement;
	struct pieces got = deal_row(w, s, scratch);

	if (!got.n && !quarter_granted(w->run, row) && !s->downtime_ms)
		return;
	for (size_t i = 0; i <= w->ranks.n; i++)
		w->weight[i] = 0;
	for (size_t i = 0; i < got.n; i++) {
		struct gathered *g = &w->of[got.v[i].rank];

		g->out.service_ms += span_ms(got.v[i].span);
		w->weight[got.v[i].rank] += span_ms(got.v[i].span);
		widen(&g->out.counted, got.v[i].span);
		g->out.services += g->service != row->service;
		g->out.customers += g->customer != row->customer;
		g->service = row->service;
		g->customer = row->customer;
		push(scratch, of_customer, got.v[i].rank, got.v[i].span);
	}
	split_amounts(w, row);
}

static void
count_party(struct dealing *w, const struct review_party *p)
{
	struct review_run *run = w->run;
	struct pieces claims = { 0 }, got = { 0 };
	struct spans left = p->down;
	struct arena inner = { 0 };

	for (size_t i = 0; i < p->n; i++) {
		const struct review_service *s =
		    &run->now.services.v[p->first + i];

		for (size_t k = 0; k < s->n; k++)
			count_row(
			    w, run->now.rows.v[s->first + k], &claims, &inner);
	}
	deal(&claims, &left, &got, &inner);
	for (size_t i = 0; i < got.n; i++)
		w->of[got.v[i].rank].out.customer_ms += span_ms(got.v[i].span);
	/* the clock's share is dealt out among all customers, at the end */
	for (size_t i = 0; i < got.n; i++)
		interval_add(run->scratch, &w->of[got.v[i].rank].wall,
		    got.v[i].span.from_at, got.v[i].span.to_at);
	arena_release(&inner);
}

static void
count_clock(struct dealing *w)
{
	struct review_run *run = w->run;
	struct pieces claims = { 0 }, got = { 0 };
	struct spans left;

	for (size_t i = 0; i <= w->ranks.n; i++) {
		struct spans *s = &w->of[i].wall;

		interval_clean(s);
		for (size_t k = 0; k < s->n; k++) {
			push(run->scratch, &claims, i, s->v[k]);
			interval_add(run->keep, &run->any, s->v[k].from_at,
			    s->v[k].to_at);
		}
	}
	interval_clean(&run->any);
	left = run->any;
	deal(&claims, &left, &got, run->scratch);
	for (size_t i = 0; i < got.n; i++)
		w->of[got.v[i].rank].out.wall_ms += span_ms(got.v[i].span);
}

/* ---- clocks and messages --------------------------------------------------
 */

static int64_t
after(const struct known_instant *from, int64_t at)
{
	if (from->at == NO_INSTANT || at == NO_INSTANT || at < from->at)
		return -1;
	return at - from->at;
}

static void *
copied(struct arena *keep, const void *v, size_t n, size_t size)
{
	void *copy = arena_array(keep, n + 1, size);

	if (n)
		memcpy(copy, v, n * size);
	return copy;
}

/* The lists of the messages, out of the arena of all else. */
static struct comms_figures
comms_copied(struct arena *keep, const struct comms_figures *c)
{
	struct comms_figures copy = *c;

	copy.notices =
	    copied(keep, c->notices, c->n_notices, sizeof *c->notices);
	copy.gaps = copied(keep, c->gaps, c->n_gaps, sizeof *c->gaps);
	copy.channels =
	    copied(keep, c->channels, c->n_channels, sizeof *c->channels);
	copy.inbound =
	    copied(keep, c->inbound, c->n_inbound_channels, sizeof *c->inbound);
	copy.impaired.v =
	    copied(keep, c->impaired.v, c->impaired.n, sizeof *c->impaired.v);
	copy.impaired.cap = c->impaired.n;
	return copy;
}

static void
fill_clocks(struct review_run *run, struct review_incident *r)
{
	const struct incident *in = r->incident;
	struct incident_figures f;
	struct arena scratch = { 0 };

	incident_figures(run->d, in, &scratch, &f);
	r->detect_ms = after(&f.first_impact, in->detected_at);
	r->mitigate_ms = after(&f.first_impact, in->mitigated_at);
	r->restore_ms = after(&f.first_impact, f.restored.at);
	r->notice_ms = f.comms.has_first ? f.comms.first_notice_ms : -1;
	r->comms = comms_copied(run->keep, &f.comms);
	if (f.first_impact.at != NO_INSTANT)
		r->began_at = f.first_impact.at;
	arena_release(&scratch);
}

static bool
is_in(struct span s, int64_t at)
{
	return at != NO_INSTANT && at >= s.from_at && at < s.to_at;
}

static void
list_incidents(struct dealing *w)
{
	struct review_run *run = w->run;
	struct review_figures *f = run->f;
	VEC(struct review_incident) list = { 0 };

	for (size_t i = 0; i <= w->ranks.n; i++) {
		struct review_incident *r = &w->of[i].out;
		bool any = r->service_ms > 0 || r->downtime_ms > 0;

		for (size_t k = 0; k < f->n_money; k++)
			any |= r->credits[k].minor != 0;
		r->incident = i < w->ranks.n ? w->ranks.incident[i] : NULL;
		r->began_at = w->ranks.began[i];
		r->began_here = is_in(f->span, r->began_at);
		r->detect_ms = r->notice_ms = r->mitigate_ms = r->restore_ms =
		    -1;
		if (!any && !r->began_here)
			continue;
		if (r->incident) {
			fill_clocks(run, r);
			r->began_here = is_in(f->span, r->began_at);
			f->named_incidents++;
		}
		r->burn = ratio_div(ratio_int(r->burn_ms), f->all.budget);
		*vec_push(run->keep, &list) = *r;
	}
	f->incidents = list.v;
	f->n_incidents = list.n;
	for (size_t i = 0; i < list.n; i++)
		if (list.v[i].wall_ms > 0 &&
		    (!f->longest || list.v[i].wall_ms > f->longest->wall_ms))
			f->longest = &list.v[i];
}

void
quarter_incidents(struct review_run *run)
{
	struct dealing w = { .run = run, .ranks = rank_incidents(run) };
	size_t n = w.ranks.n + 1;

	w.of = arena_array(run->scratch, n, sizeof *w.of);
	w.weight = arena_array(run->scratch, n, sizeof *w.weight);
	w.part = arena_array(run->scratch, n, sizeof *w.part);
	for (size_t i = 0; i < n; i++) {
		struct money *credits = arena_array(
		    run->keep, run->f->n_money + 1, sizeof *credits);

		for (size_t k = 0; k < run->f->n_money; k++)
			credits[k].currency = run->f->money[k].currency;
		w.of[i].out.credits = credits;
	}
	for (size_t i = 0; i < run->now.parties.n; i++)
		count_party(&w, &run->now.parties.v[i]);
	count_clock(&w);
	list_incidents(&w);
}
