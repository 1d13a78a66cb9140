#include "domain/timeline.h"

#include <stdlib.h>

/* ---- the index ---------------------------------------------------------- */

struct keyed {
	struct str key;
	int64_t at;
	size_t index;
};

static int
by_key(const void *pa, const void *pb)
{
	const struct keyed *a = pa, *b = pb;
	int c = str_cmp(a->key, b->key);

	if (c != 0)
		return c;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

/* Sort, cut into runs of equal key, and remember where each run begins. */
static size_t *
index_rows(struct timeline *t, struct arena *keep, struct keyed *row, size_t n,
    struct map *runs)
{
	size_t *order = arena_array(keep, n + 1, sizeof *order);

	runs->keep = keep;
	qsort(row, n, sizeof *row, by_key);
	for (size_t i = 0; i < n; i++) {
		order[i] = row[i].index;
		if (i == 0 || !str_eq(row[i - 1].key, row[i].key)) {
			map_put(runs, row[i].key, (int64_t)t->runs.n);
			*vec_push(keep, &t->runs) =
			    (struct timeline_run){ i, 0 };
		}
		t->runs.v[t->runs.n - 1].n++;
	}
	return order;
}

static struct timeline_run
run_of(const struct timeline *t, const struct map *runs, struct str key)
{
	int64_t i = map_get(runs, key);

	return i < 0 ? (struct timeline_run){ 0, 0 } : t->runs.v[i];
}

void
timeline_index(
    const struct dossier *d, struct arena *keep, struct timeline *ret_timeline)
{
	size_t most = d->n_outages;
	struct timeline t = { .dossier = d };
	struct arena scratch = { 0 };
	struct keyed *row;

	if (d->n_windows > most)
		most = d->n_windows;
	if (d->n_dependencies > most)
		most = d->n_dependencies;
	if (d->n_coverage > most)
		most = d->n_coverage;
	row = arena_array(&scratch, most + 1, sizeof *row);
	for (size_t i = 0; i < d->n_outages; i++)
		row[i] = (struct keyed){ d->outages[i].subject,
			d->outages[i].span.from_at, i };
	t.outages = index_rows(&t, keep, row, d->n_outages, &t.outage_of);
	for (size_t i = 0; i < d->n_windows; i++)
		row[i] = (struct keyed){ d->windows[i].subject,
			d->windows[i].span.from_at, i };
	t.windows = index_rows(&t, keep, row, d->n_windows, &t.window_of);
	for (size_t i = 0; i < d->n_coverage; i++)
		row[i] = (struct keyed){ d->coverage[i].subject,
			d->coverage[i].span.from_at, i };
	t.coverage = index_rows(&t, keep, row, d->n_coverage, &t.coverage_of);
	for (size_t i = 0; i < d->n_dependencies; i++)
		row[i] = (struct keyed){ d->dependencies[i].service, 0, i };
	t.dependencies =
	    index_rows(&t, keep, row, d->n_dependencies, &t.dependency_of);
	t.everywhere = run_of(&t, &t.window_of, STR(""));
	arena_release(&scratch);
	*ret_timeline = t;
}

/* ---- groups ------------------------------------------------------------- */

/* The resources of one group of a service. */
struct group {
	struct str name;
	VEC(struct str) members;
};

struct groups {
	VEC(struct group) list;
};

static void
groups_of(const struct timeline *t, const struct service *service,
    struct arena *keep, struct groups *ret_groups)
{
	struct timeline_run run = run_of(t, &t->dependency_of, service->id);
	struct groups g = { 0 };

	for (size_t i = 0; i < run.n; i++) {
		const struct dependency *d =
		    &t->dossier->dependencies[t->dependencies[run.first + i]];
		struct group *into = NULL;

		for (size_t j = 0; d->group.n != 0 && j < g.list.n; j++)
			if (str_eq(g.list.v[j].name, d->group))
				into = &g.list.v[j];
		if (into == NULL) {
			into = vec_push(keep, &g.list);
			into->name = d->group;
		}
		*vec_push(keep, &into->members) = d->resource;
	}
	*ret_groups = g;
}

static unsigned
views_of(enum evidence policy)
{
	switch (policy) {
	case EVIDENCE_PROVIDER:
		return VIEWS_PROVIDER | VIEWS_ACCEPTED;
	case EVIDENCE_CUSTOMER:
		return VIEWS_CUSTOMER | VIEWS_ACCEPTED;
	case EVIDENCE_UNION:
		return VIEWS_PROVIDER | VIEWS_CUSTOMER | VIEWS_ACCEPTED;
	}
	return 0;
}

/* A proposal that nobody accepted is shown beside, and counts for nothing. */
static bool
is_asked(const struct outage *o, unsigned views)
{
	return (views & VIEW_BIT(o->view)) ||
	       (o->accepted && (views & VIEWS_ACCEPTED));
}

bool
timeline_counts(enum evidence policy, const struct outage *o)
{
	return is_asked(o, views_of(policy));
}

struct found {
	VEC(struct outage) list;
};

static bool
touches(struct span a, struct span b)
{
	return a.from_at < b.to_at && b.from_at < a.to_at;
}

/* When monitors whose word counts knew how the subject was. */
static struct spans
coverage_of(const struct timeline *t, unsigned views, struct str subject,
    struct arena *keep)
{
	struct timeline_run run = run_of(t, &t->coverage_of, subject);
	struct spans known = { 0 };

	for (size_t i = 0; i < run.n; i++) {
		const struct coverage *c =
		    &t->dossier->coverage[t->coverage[run.first + i]];

		if (views & VIEW_BIT(c->view))
			interval_add(
			    keep, &known, c->span.from_at, c->span.to_at);
	}
	interval_clean(&known);
	return known;
}

/* The parts of a record that lie outside of `known`. */
static void
add_outside(struct outage o, const struct spans *known, struct arena *keep,
    struct found *into)
{
	struct span all = o.span;
	size_t k = interval_after(known, all.from_at);

	for (; o.span.from_at < all.to_at; k++) {
		bool more = k < known->n && known->v[k].from_at < all.to_at;

		o.span.to_at = more ? known->v[k].from_at : all.to_at;
		if (o.span.to_at > o.span.from_at)
			*vec_push(keep, &into->list) = o;
		o.span.from_at = more ? known->v[k].to_at : all.to_at;
	}
}

/* Of time without data only that is taken which no monitor of `subject` saw. */
static void
add_unseen(const struct timeline *t, unsigned views, struct str subject,
    const struct found *from, struct arena *keep, struct found *into)
{
	struct spans known = coverage_of(t, views, subject, keep);

	for (size_t i = 0; i < from->list.n; i++)
		if (from->list.v[i].condition == COND_NO_DATA)
			add_outside(from->list.v[i], &known, keep, into);
		else
			*vec_push(keep, &into->list) = from->list.v[i];
}

static void
add_subject(const struct timeline *t, unsigned views, struct str subject,
    struct span within, struct arena *keep, struct found *into)
{
	struct timeline_run run = run_of(t, &t->outage_of, subject);
	struct found own = { 0 };

	for (size_t i = 0; i < run.n; i++) {
		const struct outage *o =
		    &t->dossier->outages[t->outages[run.first + i]];

		if (touches(o->span, within) && is_asked(o, views))
			*vec_push(keep, &own.list) = *o;
	}
	add_unseen(t, views, subject, &own, keep, into);
}

/*
 * From worst to best: what one member is in decides only where no other member
 * is better off. Time without a record is up.
 */
static const enum condition worst_first[] = { COND_DOWN, COND_NO_DATA,
	COND_SUBSTITUTE, COND_DEGRADED };
#define CONDITIONS (sizeof worst_first / sizeof *worst_first)

/* Spans in which the member is in one of the `n_worst` worst conditions. */
static struct spans
member_spans(const struct found *records, size_t n_worst, struct arena *keep)
{
	struct spans set = { 0 };

	for (size_t i = 0; i < records->list.n; i++) {
		const struct outage *o = &records->list.v[i];

		for (size_t k = 0; k < n_worst; k++)
			if (o->condition == worst_first[k])
				interval_add(
				    keep, &set, o->span.from_at, o->span.to_at);
	}
	interval_clean(&set);
	return set;
}

/* The latest start among the records that cover the beginning of a common span.
 */
static const struct outage *
completed_by(const struct found *members, size_t n, int64_t at)
{
	const struct outage *best = NULL;

	for (size_t m = 0; m < n; m++)
		for (size_t i = 0; i < members[m].list.n; i++) {
			const struct outage *o = &members[m].list.v[i];

			if (o->span.from_at > at || o->span.to_at <= at)
				continue;
			if (best == NULL ||
			    o->span.from_at > best->span.from_at)
				best = o;
		}
	return best;
}

static void
add_group(const struct timeline *t, unsigned views, const struct group *g,
    struct span within, struct arena *keep, struct found *into)
{
	struct found *member = arena_array(keep, g->members.n, sizeof *member);
	struct spans worse = { 0 };

	for (size_t m = 0; m < g->members.n; m++)
		add_subject(
		    t, views, g->members.v[m], within, keep, &member[m]);
	for (size_t k = 0; k < CONDITIONS; k++) {
		struct spans all = member_spans(&member[0], k + 1, keep), now;

		for (size_t m = 1; m < g->members.n; m++) {
			struct spans one =
			    member_spans(&member[m], k + 1, keep);

			all = interval_intersect(keep, &all, &one);
		}
		now = interval_subtract(keep, &all, &worse);
		for (size_t i = 0; i < now.n; i++) {
			const struct outage *o = completed_by(
			    member, g->members.n, now.v[i].from_at);
			struct outage *common = vec_push(keep, &into->list);

			*common = *o;
			common->span = now.v[i];
			common->condition = worst_first[k];
		}
		worse = all;
	}
}

static int
by_start(const void *pa, const void *pb)
{
	const struct outage *a = pa, *b = pb;

	if (a->span.from_at != b->span.from_at)
		return a->span.from_at < b->span.from_at ? -1 : 1;
	if (a->span.to_at != b->span.to_at)
		return a->span.to_at < b->span.to_at ? -1 : 1;
	return str_cmp(a->id, b->id);
}

void
timeline_build(const struct timeline *t, const struct service *service,
    struct span within, struct arena *keep,
    struct timeline_outages *ret_outages)
{
	timeline_build_as(t, views_of(t->dossier->settings.evidence), service,
	    within, keep, ret_outages);
}

void
timeline_build_as(const struct timeline *t, unsigned views,
    const struct service *service, struct span within, struct arena *keep,
    struct timeline_outages *ret_outages)
{
	struct found parts = { 0 }, all = { 0 };
	struct groups g;

	groups_of(t, service, keep, &g);
	add_subject(t, views, service->id, within, keep, &parts);
	for (size_t i = 0; i < g.list.n; i++) {
		const struct group *group = &g.list.v[i];

		if (group->members.n == 1)
			add_subject(t, views, group->members.v[0], within, keep,
			    &parts);
		else
			add_group(t, views, group, within, keep, &parts);
	}
	/* a monitor of the service itself knows of all its parts */
	add_unseen(t, views, service->id, &parts, keep, &all);
	if (all.list.n != 0)
		qsort(all.list.v, all.list.n, sizeof *all.list.v, by_start);
	ret_outages->v = all.list.v;
	ret_outages->n = all.list.n;
}

/* ---- windows ------------------------------------------------------------ */

struct announced {
	VEC(struct window) list;
};

static void
add_windows(const struct timeline *t, struct timeline_run run,
    struct arena *keep, struct announced *into)
{
	for (size_t i = 0; i < run.n; i++)
		*vec_push(keep, &into->list) =
		    t->dossier->windows[t->windows[run.first + i]];
}

static struct spans
window_spans(const struct timeline *t, struct str subject, struct arena *keep)
{
	struct timeline_run run = run_of(t, &t->window_of, subject);
	struct spans set = { 0 };

	for (size_t i = 0; i < run.n; i++) {
		const struct window *w =
		    &t->dossier->windows[t->windows[run.first + i]];

		interval_add(keep, &set, w->span.from_at, w->span.to_at);
	}
	interval_clean(&set);
	return set;
}

/*
 * Work on one member excuses nothing while its stand-in is free to serve, so
 * only the part of a window counts that is announced for every member.
 */
static void
add_group_windows(const struct timeline *t, const struct group *g,
    struct arena *keep, struct announced *into)
{
	struct spans common = window_spans(t, g->members.v[0], keep);
	struct timeline_run run = run_of(t, &t->window_of, g->members.v[0]);

	for (size_t m = 1; m < g->members.n; m++) {
		struct spans one = window_spans(t, g->members.v[m], keep);

		common = interval_intersect(keep, &common, &one);
	}
	for (size_t i = 0; i < run.n; i++) {
		const struct window *w =
		    &t->dossier->windows[t->windows[run.first + i]];
		struct spans part = interval_clip(keep, &common, w->span);

		for (size_t j = 0; j < part.n; j++) {
			struct window *one = vec_push(keep, &into->list);

			*one = *w;
			one->span = part.v[j];
		}
	}
}

void
timeline_windows(const struct timeline *t, const struct service *service,
    struct arena *keep, struct window **ret_windows, size_t *ret_n)
{
	struct announced all = { 0 };
	struct groups g;

	groups_of(t, service, keep, &g);
	add_windows(t, t->everywhere, keep, &all);
	add_windows(t, run_of(t, &t->window_of, service->id), keep, &all);
	for (size_t i = 0; i < g.list.n; i++) {
		const struct group *group = &g.list.v[i];

		if (group->members.n == 1)
			add_windows(t,
			    run_of(t, &t->window_of, group->members.v[0]), keep,
			    &all);
		else
			add_group_windows(t, group, keep, &all);
	}
	*ret_windows = all.list.v;
	*ret_n = all.list.n;
}
