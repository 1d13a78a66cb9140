#include "base/map.h"
#include "domain/estimate_site.h"
#include "domain/incident_figures.h"
#include "domain/timeline.h"
#include "flow/case_settle.h"

/* Everything about estimating one case. */
struct estimating {
	struct journey *j;
	struct dossier *dossier;
	struct timeline index;
	VEC(struct site_estimate) list;
};

/* The time in which each site was hit by the incident. */
struct site_windows {
	struct map by_site;
	VEC(struct span) v;
};

static void
stretch(struct span *window, const struct spans *by)
{
	if (by->n == 0)
		return;
	if (window->from_at == window->to_at)
		*window = (struct span){ by->v[0].from_at, by->v[0].from_at };
	if (by->v[0].from_at < window->from_at)
		window->from_at = by->v[0].from_at;
	if (by->v[by->n - 1].to_at > window->to_at)
		window->to_at = by->v[by->n - 1].to_at;
}

/*
 * From the first to the last moment in which a service of the site was not what
 * it should be; what the contract excludes was lost for the visitors too.
 */
static void
find_windows(const struct incident_figures *f, struct arena *scratch,
    struct site_windows *w)
{
	w->by_site.keep = scratch;
	for (size_t i = 0; i < f->n_services; i++) {
		const struct affected_service *s = &f->services[i];
		struct str site = s->service->site;
		int64_t at = map_get(&w->by_site, site);
		struct span *window;

		if (site.n == 0)
			continue;
		if (at < 0) {
			at = (int64_t)w->v.n;
			map_put(&w->by_site, site, at);
			vec_push(scratch, &w->v);
		}
		window = &w->v.v[at];
		stretch(window, &s->down);
		stretch(window, &s->degraded);
		stretch(window, &s->excluded);
		stretch(window, &s->substitute);
	}
}

/* What is no evidence of the usual traffic: outages and announced work. */
static struct spans
find_others(struct estimating *m, const struct site_traffic *traffic,
    struct arena *scratch)
{
	const struct dossier *d = m->dossier;
	struct span all = { traffic->v[0].at,
		traffic->v[traffic->n - 1].at + traffic->step_ms };
	struct spans others = { 0 };

	for (size_t i = 0; i < d->n_services; i++) {
		struct timeline_outages outages;
		struct window *windows;
		size_t n;

		if (!str_eq(d->services[i].site, traffic->site))
			continue;
		timeline_build(
		    &m->index, &d->services[i], all, scratch, &outages);
		for (size_t k = 0; k < outages.n; k++)
			if (outages.v[k].condition != COND_NO_DATA)
				interval_add(scratch, &others,
				    outages.v[k].span.from_at,
				    outages.v[k].span.to_at);
		timeline_windows(
		    &m->index, &d->services[i], scratch, &windows, &n);
		for (size_t k = 0; k < n; k++)
			interval_add(scratch, &others, windows[k].span.from_at,
			    windows[k].span.to_at);
	}
	interval_clean(&others);
	return others;
}

static int
estimate_one(struct estimating *m, const struct incident *incident,
    const struct site_traffic *traffic, struct span window, struct err *e)
{
	const struct settings *set = &m->dossier->settings;
	struct arena scratch = { 0 };
	struct site_input in = { .traffic = traffic,
		.zone = set->zone,
		.unit = set->traffic_unit,
		.incident = incident->id,
		.window = window };
	struct site_estimate estimate;
	int rc;

	in.others = find_others(m, traffic, &scratch);
	rc = estimate_site(&in, m->j->keep, &estimate, e);
	arena_release(&scratch);
	if (rc == 0)
		*vec_push(m->j->keep, &m->list) = estimate;
	return rc;
}

static int
estimate_incident(
    struct estimating *m, const struct incident *incident, struct err *e)
{
	const struct dossier *d = m->dossier;
	struct arena scratch = { 0 };
	struct site_windows windows = { 0 };
	struct incident_figures f;
	int rc = 0;

	incident_figures(d, incident, &scratch, &f);
	find_windows(&f, &scratch, &windows);
	for (size_t i = 0; i < d->n_traffic && rc == 0; i++) {
		int64_t at = map_get(&windows.by_site, d->traffic[i].site);
		struct span *window = at < 0 ? NULL : &windows.v.v[at];

		if (window != NULL && window->from_at < window->to_at)
			rc = estimate_one(
			    m, incident, &d->traffic[i], *window, e);
		if (m->j->progress != NULL)
			m->j->progress("estimating", (int64_t)i + 1,
			    (int64_t)d->n_traffic);
	}
	arena_release(&scratch);
	return rc;
}

int
case_estimate(struct journey *j, struct dossier *dossier, struct err *e)
{
	struct estimating m = { .j = j, .dossier = dossier };

	timeline_index(dossier, j->keep, &m.index);
	for (size_t i = 0; i < dossier->n_incidents; i++)
		if (estimate_incident(&m, &dossier->incidents[i], e) != 0)
			return -1;
	dossier->estimates = m.list.v;
	dossier->n_estimates = m.list.n;
	return 0;
}
