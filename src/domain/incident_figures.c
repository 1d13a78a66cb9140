/*
 * incident_figures.c -- services, customers and minutes of one incident.
 *
 * The ledger is ordered by customer, service, period; that order is what lets
 * this count distinct customers by looking at the neighbour only.
 */
#include "domain/incident_figures.h"

#include <stdlib.h>

#include "base/map.h"

static int64_t
first_known(const int64_t *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (at[i] != NO_INSTANT)
			return at[i];
	return NO_INSTANT;
}

/* The bounds that people gave; false when an end is missing. */
static bool
stated_bounds(const struct incident *in, struct span *ret_span)
{
	const int64_t starts[] = { in->first_impact_at, in->fault_at,
		in->detected_at, in->declared_at };
	const int64_t ends[] = { in->restored_at, in->closed_at };

	ret_span->from_at = first_known(starts, 4);
	ret_span->to_at = first_known(ends, 2);
	return ret_span->from_at != NO_INSTANT && ret_span->to_at != NO_INSTANT;
}

static bool
belongs(const struct incident *in, const struct outage *o)
{
	struct span bounds;

	if (o->incident.n)
		return str_eq(o->incident, in->id);
	return stated_bounds(in, &bounds) &&
	       span_ms(span_intersect(bounds, o->span)) > 0;
}

bool
incident_touches(const struct incident *incident, const struct settlement *s)
{
	for (size_t i = 0; i < s->n_lines; i++)
		if (s->lines[i].inside_ms > 0 &&
		    belongs(incident, s->lines[i].outage))
			return true;
	return false;
}

static struct spans
records_of(
    const struct incident *in, const struct settlement *s, struct arena *keep)
{
	struct spans set = { 0 };

	for (size_t i = 0; i < s->n_lines; i++) {
		const struct outage *o = s->lines[i].outage;

		if (belongs(in, o))
			interval_add(
			    keep, &set, o->span.from_at, o->span.to_at);
	}
	interval_clean(&set);
	return set;
}

/* Add what this period of the service had of the incident. */
static void
add_period(struct affected_service *a, const struct ledger_row *row,
    const struct spans *records, struct arena *keep)
{
	const struct settlement *s = &row->settlement;
	const struct {
		const struct spans *from;
		struct spans *to;
	} parts[] = {
		{ &s->down, &a->down },
		{ &s->degraded, &a->degraded },
		{ &s->excluded, &a->excluded },
		{ &s->no_data, &a->no_data },
		{ &s->substitute, &a->substitute },
	};

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		struct spans cut =
		    interval_intersect(keep, parts[i].from, records);

		*parts[i].to = interval_union(keep, parts[i].to, &cut);
	}
	if (!a->row || s->downtime_ms > a->row->settlement.downtime_ms)
		a->row = row;
}

/*
 * Gaps between downtime that are shorter than the second clock's bound, and in
 * which the service really was up.
 */
static void
count_recoveries(
    struct affected_service *a, int64_t brief_ms, struct arena *keep)
{
	struct spans unclear = interval_union(keep, &a->excluded, &a->no_data);

	unclear = interval_union(keep, &unclear, &a->worse);
	for (size_t i = 0; i + 1 < a->down.n; i++) {
		struct span gap = { a->down.v[i].to_at,
			a->down.v[i + 1].from_at };
		struct spans marred = interval_clip(keep, &unclear, gap);

		if (span_ms(gap) >= brief_ms || marred.n)
			continue;
		interval_add(keep, &a->recoveries, gap.from_at, gap.to_at);
		a->recovered_ms += span_ms(gap);
		if (span_ms(gap) > a->longest_recovery_ms)
			a->longest_recovery_ms = span_ms(gap);
	}
}

static void
finish_service(struct affected_service *a, int64_t brief_ms, struct arena *keep)
{
	a->worse = interval_union(keep, &a->degraded, &a->substitute);
	a->down_ms = interval_total_ms(&a->down);
	a->degraded_ms = interval_total_ms(&a->worse);
	a->excluded_ms = interval_total_ms(&a->excluded);
	a->no_data_ms = interval_total_ms(&a->no_data);
	a->interruptions = (int64_t)a->down.n;
	for (size_t i = 0; i < a->down.n; i++)
		if (span_ms(a->down.v[i]) > a->longest_ms)
			a->longest_ms = span_ms(a->down.v[i]);
	count_recoveries(a, brief_ms, keep);
	a->second_clock_ms = a->down_ms + a->recovered_ms;
}

static bool
is_affected(const struct affected_service *a)
{
	return a->down_ms + a->degraded_ms > 0;
}

static bool
is_touched(const struct affected_service *a)
{
	return is_affected(a) || a->excluded_ms + a->no_data_ms > 0;
}

/* Services in the order of the ledger. */
static struct affected_service *
collect_services(
    const struct dossier *d, struct incident_figures *f, struct arena *keep)
{
	VEC(struct affected_service) list = { 0 };
	VEC(const struct ledger_row *) rows = { 0 };
	size_t i = 0;

	while (i < d->n_ledger) {
		const struct ledger_row *first = &d->ledger[i];
		struct affected_service a = { .customer = first->customer,
			.service = first->service };

		for (;
		     i < d->n_ledger && d->ledger[i].service == first->service;
		     i++) {
			const struct ledger_row *row = &d->ledger[i];
			struct spans records =
			    records_of(f->incident, &row->settlement, keep);

			if (!records.n)
				continue;
			add_period(&a, row, &records, keep);
			if (incident_touches(f->incident, &row->settlement))
				*vec_push(keep, &rows) = row;
		}
		if (!a.row)
			continue;
		finish_service(&a, d->settings.min_recovery_ms, keep);
		if (is_touched(&a))
			*vec_push(keep, &list) = a;
	}
	f->rows = rows.v;
	f->n_rows = rows.n;
	f->n_services = list.n;
	return list.v;
}

static bool
spans_equal(const struct spans *a, const struct spans *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].from_at != b->v[i].from_at ||
		    a->v[i].to_at != b->v[i].to_at)
			return false;
	return true;
}

static bool
same_fate(const struct affected_service *a, const struct affected_service *b)
{
	return str_eq(a->service->kind, b->service->kind) &&
	       spans_equal(&a->down, &b->down) &&
	       spans_equal(&a->degraded, &b->degraded) &&
	       spans_equal(&a->excluded, &b->excluded) &&
	       spans_equal(&a->no_data, &b->no_data) &&
	       spans_equal(&a->substitute, &b->substitute);
}

/* Longest downtime first, then what else it suffered, then names. */
static int
by_impact(const void *pa, const void *pb)
{
	const struct affected_service *a = pa, *b = pb;

	if (a->down_ms != b->down_ms)
		return a->down_ms > b->down_ms ? -1 : 1;
	if (a->degraded_ms != b->degraded_ms)
		return a->degraded_ms > b->degraded_ms ? -1 : 1;
	if (a->excluded_ms != b->excluded_ms)
		return a->excluded_ms > b->excluded_ms ? -1 : 1;
	if (str_cmp(a->service->kind, b->service->kind))
		return str_cmp(a->service->kind, b->service->kind);
	return str_cmp(a->service->id, b->service->id);
}

static int
group_by_impact(const void *pa, const void *pb)
{
	const struct affected_group *a = pa, *b = pb;

	return by_impact(a->first, b->first);
}

/* What the services of a group had beside the incident may differ. */
static void
widen(struct affected_group *g, const struct ledger_row *row)
{
	struct ratio a = row->settlement.availability;

	if (!g->lowest || ratio_cmp(a, g->lowest->settlement.availability) < 0)
		g->lowest = row;
	if (!g->highest ||
	    ratio_cmp(a, g->highest->settlement.availability) > 0)
		g->highest = row;
}

static void
group_services(struct incident_figures *f,
    const struct affected_service *unsorted, struct arena *keep)
{
	VEC(struct affected_group) groups = { 0 };
	VEC(const struct customer *) last = { 0 };

	for (size_t i = 0; i < f->n_services; i++) {
		const struct affected_service *a = &unsorted[i];
		size_t g = 0;

		while (g < groups.n && !same_fate(groups.v[g].first, a))
			g++;
		if (g == groups.n) {
			vec_push(keep, &groups)->first = a;
			*vec_push(keep, &last) = NULL;
		}
		groups.v[g].services++;
		widen(&groups.v[g], a->row);
		groups.v[g].customers += last.v[g] != a->customer;
		last.v[g] = a->customer;
	}
	if (groups.n)
		qsort(groups.v, groups.n, sizeof *groups.v, group_by_impact);
	f->groups = groups.v;
	f->n_groups = groups.n;
}

static int
customer_by_impact(const void *pa, const void *pb)
{
	const struct affected_customer *a = pa, *b = pb;

	if (a->down_ms != b->down_ms)
		return a->down_ms > b->down_ms ? -1 : 1;
	if (a->degraded_ms != b->degraded_ms)
		return a->degraded_ms > b->degraded_ms ? -1 : 1;
	return str_cmp(a->customer->id, b->customer->id);
}

static void
collect_customers(struct incident_figures *f,
    const struct affected_service *unsorted, struct arena *keep)
{
	VEC(struct affected_customer) list = { 0 };
	size_t i = 0;

	while (i < f->n_services) {
		const struct customer *c = unsorted[i].customer;
		struct affected_customer one = { .customer = c };
		struct spans down = { 0 }, degraded = { 0 };

		for (; i < f->n_services && unsorted[i].customer == c; i++) {
			const struct affected_service *a = &unsorted[i];
			struct spans worse =
			    interval_union(keep, &a->degraded, &a->substitute);

			one.services += is_affected(a);
			down = interval_union(keep, &down, &a->down);
			degraded = interval_union(keep, &degraded, &worse);
		}
		if (!one.services)
			continue;
		one.down_ms = interval_total_ms(&down);
		one.degraded_ms = interval_total_ms(&degraded);
		f->customer_ms += one.down_ms;
		*vec_push(keep, &list) = one;
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, customer_by_impact);
	f->customers = list.v;
	f->n_customers = list.n;
}

static int
segment_by_name(const void *pa, const void *pb)
{
	const struct segment_figures *a = pa, *b = pb;

	return str_cmp(a->segment, b->segment);
}

static int
customer_by_segment(const void *pa, const void *pb)
{
	const struct affected_customer *a = pa, *b = pb;
	int c = str_cmp(a->customer->segment, b->customer->segment);

	return c ? c : customer_by_impact(pa, pb);
}

/* How the affected customers of each segment fared; segments are sorted. */
static void
fill_segments(struct incident_figures *f, struct arena *keep)
{
	struct affected_customer *v =
	    arena_array(keep, f->n_customers, sizeof *v);
	size_t i = 0;

	for (size_t k = 0; k < f->n_customers; k++)
		v[k] = f->customers[k];
	if (f->n_customers)
		qsort(v, f->n_customers, sizeof *v, customer_by_segment);
	for (size_t s = 0; s < f->n_segments; s++) {
		struct segment_figures *seg = &f->segments[s];
		size_t from = i, n;

		for (; i < f->n_customers &&
		       str_eq(v[i].customer->segment, seg->segment);
		     i++)
			seg->customer_ms += v[i].down_ms;
		n = i - from;
		seg->affected = (int64_t)n;
		seg->share = ratio_make(seg->affected, seg->customers);
		if (!n)
			continue;
		seg->worst_ms = v[from].down_ms;
		seg->median_ms =
		    (v[from + (n - 1) / 2].down_ms + v[from + n / 2].down_ms) /
		    2;
	}
}

static void
collect_segments(
    const struct dossier *d, struct incident_figures *f, struct arena *keep)
{
	VEC(struct segment_figures) list = { 0 };
	struct map index = { .keep = keep };
	const struct customer *last = NULL;

	for (size_t i = 0; i < d->n_ledger; i++) {
		const struct customer *c = d->ledger[i].customer;
		int64_t at = map_get(&index, c->segment);

		if (c == last)
			continue;
		last = c;
		f->all_customers++;
		if (at < 0) {
			at = (int64_t)list.n;
			map_put(&index, c->segment, at);
			vec_push(keep, &list)->segment = c->segment;
		}
		list.v[at].customers++;
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, segment_by_name);
	f->segments = list.v;
	f->n_segments = list.n;
	f->customers_share =
	    ratio_make((int64_t)f->n_customers, f->all_customers);
	fill_segments(f, keep);
}

static int
kind_by_name(const void *pa, const void *pb)
{
	const struct kind_figures *a = pa, *b = pb;

	return str_cmp(a->kind, b->kind);
}

static struct kind_figures *
kind_at(struct kind_figures *v, const struct map *index, struct str kind)
{
	return &v[map_get(index, kind)];
}

static void
collect_kinds(
    const struct dossier *d, struct incident_figures *f, struct arena *keep)
{
	VEC(struct kind_figures) list = { 0 };
	struct map index = { .keep = keep };
	const struct service *last = NULL;

	for (size_t i = 0; i < d->n_ledger; i++) {
		const struct service *s = d->ledger[i].service;

		if (s == last)
			continue;
		last = s;
		f->all_services++;
		if (map_get(&index, s->kind) < 0) {
			map_put(&index, s->kind, (int64_t)list.n);
			vec_push(keep, &list)->kind = s->kind;
		}
		kind_at(list.v, &index, s->kind)->services++;
	}
	for (size_t i = 0; i < f->n_services; i++) {
		const struct affected_service *a = &f->services[i];

		if (!is_affected(a))
			continue;
		f->hit_services++;
		kind_at(list.v, &index, a->service->kind)->affected++;
	}
	for (size_t i = 0; i < list.n; i++)
		list.v[i].spared = list.v[i].services - list.v[i].affected;
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, kind_by_name);
	f->kinds = list.v;
	f->n_kinds = list.n;
}

/*
 * A stated instant wins, unless records of the incident reach beyond it: before
 * its beginning (side -1) or after its end (side 1).
 */
static struct known_instant
known(int64_t stated_at, int64_t record_at, int side)
{
	struct known_instant k = { stated_at, true, NO_INSTANT };

	if (stated_at == NO_INSTANT)
		return (struct known_instant){ record_at, false, NO_INSTANT };
	if (record_at == NO_INSTANT || side == 0 ||
	    (side < 0 ? record_at >= stated_at : record_at <= stated_at))
		return k;
	return (struct known_instant){ record_at, false, stated_at };
}

/* What the records say where nobody stated an instant. */
static void
find_instants(struct incident_figures *f)
{
	const struct incident *in = f->incident;
	int64_t first = NO_INSTANT, clear = NO_INSTANT, last = NO_INSTANT;

	for (size_t i = 0; i < f->n_services; i++) {
		const struct affected_service *a = &f->services[i];
		const struct spans *sets[] = { &a->down, &a->degraded,
			&a->substitute };

		for (size_t k = 0; k < 3; k++) {
			const struct spans *s = sets[k];

			if (!s->n)
				continue;
			if (first == NO_INSTANT || s->v[0].from_at < first)
				first = s->v[0].from_at;
			if (k == 0 &&
			    (clear == NO_INSTANT || s->v[0].from_at < clear))
				clear = s->v[0].from_at;
			if (s->v[s->n - 1].to_at > last)
				last = s->v[s->n - 1].to_at;
		}
	}
	f->first_impact = known(in->first_impact_at, first, -1);
	f->clear_impact = known(in->clear_impact_at, clear, 0);
	f->restored = known(in->restored_at, last, 1);
	f->span = (struct span){ f->first_impact.at, f->restored.at };
	f->has_span = f->first_impact.at != NO_INSTANT &&
		      f->restored.at != NO_INSTANT && span_ms(f->span) > 0;
	f->span_ms = f->has_span ? span_ms(f->span) : 0;
}

static bool
any_open(const struct incident_figures *f)
{
	for (size_t i = 0; i < f->n_rows; i++) {
		const struct settlement *s = &f->rows[i]->settlement;

		for (size_t k = 0; k < s->n_lines; k++)
			if (s->lines[k].outage->open &&
			    belongs(f->incident, s->lines[k].outage))
				return true;
	}
	return false;
}

void
incident_figures(const struct dossier *dossier, const struct incident *incident,
    struct arena *keep, struct incident_figures *ret_figures)
{
	struct incident_figures f = { .incident = incident };
	struct affected_service *unsorted = collect_services(dossier, &f, keep);

	f.services = arena_array(keep, f.n_services, sizeof *f.services);
	for (size_t i = 0; i < f.n_services; i++)
		f.services[i] = unsorted[i];
	if (f.n_services)
		qsort(f.services, f.n_services, sizeof *f.services, by_impact);
	group_services(&f, unsorted, keep);
	collect_customers(&f, unsorted, keep);
	collect_segments(dossier, &f, keep);
	collect_kinds(dossier, &f, keep);
	find_instants(&f);
	f.open = any_open(&f);
	incident_comms(dossier, &f, keep);
	incident_money(dossier, &f, keep);
	recovery_figures(dossier, &f, keep, &f.recovery);
	*ret_figures = f;
}
