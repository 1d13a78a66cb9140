/*
 * regulatory_times.c -- how long services were away, as the acts measure it.
 *
 * All services of one kind are one service of the provider: it is completely
 * unavailable while not one of them works, and limited while one does not.
 * Unavailability lasts until the former level of service is back (recital 35 of
 * Regulation (EU) 2024/2690), so that slow hours and brief recoveries after it
 * belong to it. Announced maintenance does not count (recital 33); what only a
 * contract excludes does.
 */
#include "base/map.h"
#include "domain/regulatory_run.h"

struct times {
	struct regulatory_run *run;
	struct span horizon; /* outside of it everything worked */
	struct map affected; /* service to index in the incident's list */
	struct map planned;  /* service to index of its windows */
	VEC(struct spans) windows;
	struct spans everywhere; /* windows of all services */
};

/* What one kind of service suffered. */
struct kind_run {
	struct spans none; /* nobody was served */
	struct spans any;  /* somebody was not, or badly */
	bool begun;
};

static void
reach(struct span *s, const struct spans *set)
{
	if (set->n == 0)
		return;
	if (s->from_at == NO_INSTANT || set->v[0].from_at < s->from_at)
		s->from_at = set->v[0].from_at;
	if (s->to_at == NO_INSTANT || set->v[set->n - 1].to_at > s->to_at)
		s->to_at = set->v[set->n - 1].to_at;
}

static void
index_services(struct times *t)
{
	const struct incident_figures *f = t->run->incident;

	for (size_t i = 0; i < f->n_services; i++) {
		const struct affected_service *a = &f->services[i];
		const struct spans *sets[] = { &a->down, &a->degraded,
			&a->excluded, &a->no_data, &a->substitute };

		map_put(&t->affected, a->service->id, (int64_t)i);
		for (size_t k = 0; k < sizeof sets / sizeof *sets; k++)
			reach(&t->horizon, sets[k]);
	}
}

static void
plan(struct times *t, struct str service, struct span window)
{
	struct arena *keep = t->run->keep;
	int64_t i = map_get(&t->planned, service);

	if (i < 0) {
		i = (int64_t)t->windows.n;
		map_put(&t->planned, service, i);
		vec_push(keep, &t->windows);
	}
	interval_add(keep, &t->windows.v[i], window.from_at, window.to_at);
}

/* Maintenance that was announced before it began. */
static void
index_windows(struct times *t)
{
	const struct dossier *d = t->run->dossier;

	for (size_t i = 0; i < d->n_windows; i++) {
		const struct window *w = &d->windows[i];

		if (!str_is(w->kind, "maintenance") ||
		    w->announced_at == NO_INSTANT ||
		    w->announced_at >= w->span.from_at ||
		    span_ms(span_intersect(w->span, t->horizon)) == 0)
			continue;
		if (w->subject.n == 0)
			interval_add(t->run->keep, &t->everywhere,
			    w->span.from_at, w->span.to_at);
		else
			plan(t, w->subject, w->span);
		for (size_t k = 0; k < d->n_dependencies; k++)
			if (w->subject.n != 0 &&
			    str_eq(d->dependencies[k].resource, w->subject))
				plan(t, d->dependencies[k].service, w->span);
	}
	interval_clean(&t->everywhere);
	for (size_t i = 0; i < t->windows.n; i++)
		interval_clean(&t->windows.v[i]);
}

static struct spans
unplanned(const struct times *t, struct str service, struct spans set)
{
	struct arena *keep = t->run->keep;
	int64_t i = map_get(&t->planned, service);

	set = interval_subtract(keep, &set, &t->everywhere);
	return i < 0 ? set : interval_subtract(keep, &set, &t->windows.v[i]);
}

/* A service that is not sold yet, or no more, serves nobody. */
static struct spans
not_alive(const struct times *t, const struct service *s)
{
	struct spans out = { 0 };

	if (s->in_from != NO_INSTANT)
		interval_add(t->run->keep, &out, t->horizon.from_at,
		    s->in_from < t->horizon.to_at ? s->in_from
						  : t->horizon.to_at);
	if (s->in_to != NO_INSTANT)
		interval_add(t->run->keep, &out,
		    s->in_to > t->horizon.from_at ? s->in_to
						  : t->horizon.from_at,
		    t->horizon.to_at);
	interval_clean(&out);
	return out;
}

static void
add_service(const struct times *t, struct kind_run *k, const struct service *s,
    bool pessimist)
{
	struct arena *keep = t->run->keep;
	int64_t i = map_get(&t->affected, s->id);
	struct spans gone = not_alive(t, s), bad, down;

	if (i >= 0) {
		const struct affected_service *a =
		    &t->run->incident->services[i];

		down = interval_union(keep, &a->down, &a->excluded);
		if (pessimist)
			down = interval_union(keep, &down, &a->no_data);
		bad = interval_union(keep, &down, &a->degraded);
		bad = interval_union(keep, &bad, &a->substitute);
		bad = unplanned(t, s->id, bad);
		down = unplanned(t, s->id, down);
		k->any = interval_union(keep, &k->any, &bad);
		gone = interval_union(keep, &gone, &down);
	}
	k->none = k->begun ? interval_intersect(keep, &k->none, &gone) : gone;
	k->begun = true;
}

static int64_t
longest(const struct spans *set)
{
	int64_t most = 0;

	for (size_t i = 0; i < set->n; i++)
		if (span_ms(set->v[i]) > most)
			most = span_ms(set->v[i]);
	return most;
}

/* From the first moment without service until it is as good as before. */
static int64_t
until_restored(
    const struct times *t, const struct spans *none, const struct spans *runs)
{
	int64_t most = 0;

	for (size_t i = 0; i < runs->n; i++) {
		struct spans in = interval_clip(t->run->keep, none, runs->v[i]);
		int64_t ms = in.n == 0 ? 0 : runs->v[i].to_at - in.v[0].from_at;

		if (ms > most)
			most = ms;
	}
	return most;
}

static void
raise_to(int64_t *most, int64_t ms)
{
	if (ms > *most)
		*most = ms;
}

/* What this kind says of a role; the pessimist takes unmeasured time as down.
 */
static void
measure(const struct times *t, struct str kind, struct role_times *to,
    bool pessimist)
{
	const struct dossier *d = t->run->dossier;
	struct arena *keep = t->run->keep;
	struct kind_run k = { .begun = false };
	const struct service *last = NULL;
	struct spans runs;
	int64_t complete;

	for (size_t i = 0; i < d->n_ledger; i++) {
		const struct service *s = d->ledger[i].service;

		if (s == last || !str_eq(s->kind, kind))
			continue;
		last = s;
		add_service(t, &k, s, pessimist);
	}
	/* while nothing was sold nothing failed */
	k.none = interval_intersect(keep, &k.none, &k.any);
	runs = interval_fill(keep, &k.any, d->settings.min_recovery_ms);
	complete = until_restored(t, &k.none, &runs);
	to->any = true;
	raise_to(pessimist ? &to->complete.high : &to->complete.low, complete);
	raise_to(
	    pessimist ? &to->limited.high : &to->limited.low, longest(&runs));
	if (!pessimist)
		raise_to(&to->first_clock_ms, longest(&k.none));
}

static bool
role_has(const struct regulation_settings *house, int role, struct str kind)
{
	for (size_t i = 0; i < house->n_kinds[role]; i++)
		if (str_eq(house->kind[role][i], kind))
			return true;
	return house->n_kinds[role] == 0;
}

/* Of a service that a financial entity buys: any trouble is downtime. */
static void
measure_financial(const struct times *t)
{
	struct regulatory_run *run = t->run;
	const struct incident_figures *f = run->incident;
	struct arena *keep = run->keep;

	for (size_t i = 0; i < f->n_services; i++) {
		const struct affected_service *a = &f->services[i];
		struct spans bad = interval_union(keep, &a->down, &a->excluded);

		if (a->customer->financial_entity != YESNO_YES)
			continue;
		bad = interval_union(keep, &bad, &a->degraded);
		bad = interval_union(keep, &bad, &a->substitute);
		bad = unplanned(t, a->service->id, bad);
		bad = interval_fill(
		    keep, &bad, run->dossier->settings.min_recovery_ms);
		raise_to(&run->downtime.low, longest(&bad));
		bad = interval_union(keep, &bad, &a->no_data);
		raise_to(&run->downtime.high, longest(&bad));
	}
	/* nobody said so of others: it may have been longer for them */
	if (run->figures->customers.unknown > 0 ||
	    run->figures->customers.yes == 0)
		run->downtime.high = INT64_MAX;
}

/* From the occurrence to the restoration; while open it only grows. */
static void
measure_duration(struct regulatory_run *run)
{
	const struct incident_figures *f = run->incident;
	int64_t from = f->incident->fault_at != NO_INSTANT
			   ? f->incident->fault_at
			   : f->first_impact.at;
	int64_t to = f->restored.at;

	run->duration = (struct known_range){ 0, INT64_MAX };
	if (from == NO_INSTANT || to == NO_INSTANT || to < from)
		return;
	run->duration.low = to - from;
	if (!f->open)
		run->duration.high = to - from;
}

void
regulatory_times(struct regulatory_run *run)
{
	const struct incident_figures *f = run->incident;
	struct times t = { .run = run,
		.horizon = { NO_INSTANT, NO_INSTANT },
		.affected.keep = run->keep,
		.planned.keep = run->keep };

	index_services(&t);
	if (t.horizon.from_at != NO_INSTANT)
		index_windows(&t);
	for (size_t i = 0; i < f->n_kinds; i++)
		for (int role = 0; role < REGULATORY_ROLES; role++) {
			struct role_times *to = &run->times[role];

			if (!run->house->role[role] ||
			    !role_has(run->house, role, f->kinds[i].kind))
				continue;
			measure(&t, f->kinds[i].kind, to, false);
			measure(&t, f->kinds[i].kind, to, true);
			/* it is not over */
			if (f->open)
				to->complete.high = to->limited.high =
				    INT64_MAX;
		}
	measure_financial(&t);
	measure_duration(run);
}
