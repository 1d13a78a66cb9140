/*
 * case_estimate.c -- what traffic there would have been: for each incident of a
 * case and each site it hit, from the hours that no outage touched.
 */
#include "base/map.h"
#include "domain/estimate_site.h"
#include "domain/incident_figures.h"
#include "domain/timeline.h"
#include "flow/case_holidays.h"
#include "flow/case_settle.h"

/* Everything about estimating one case. */
struct estimating {
	struct journey *j;
	const struct dossier *dossier;
	struct timeline index;
	struct str only_site; /* empty: every site */
	VEC(struct site_estimate) list;
};

/* The time in which each site was hit by the incident. */
struct site_windows {
	struct map by_site;
	VEC(struct spans) v;
};

static void
add_spans(struct arena *scratch, struct spans *to, const struct spans *from)
{
	for (size_t i = 0; i < from->n; i++)
		interval_add(scratch, to, from->v[i].from_at, from->v[i].to_at);
}

/*
 * When a service of the site was not what it should be; what the contract
 * excludes was lost for the visitors too.
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
		struct spans *trouble;

		if (site.n == 0)
			continue;
		if (at < 0) {
			at = (int64_t)w->v.n;
			map_put(&w->by_site, site, at);
			vec_push(scratch, &w->v);
		}
		trouble = &w->v.v[at];
		add_spans(scratch, trouble, &s->down);
		add_spans(scratch, trouble, &s->degraded);
		add_spans(scratch, trouble, &s->excluded);
		add_spans(scratch, trouble, &s->substitute);
	}
	for (size_t i = 0; i < w->v.n; i++)
		interval_clean(&w->v.v[i]);
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

/* The site's own windows are all hidden while one of them is estimated. */
static int
estimate_each(struct estimating *m, const struct incident *incident,
    const struct site_traffic *traffic, const struct spans *trouble,
    struct err *e)
{
	const struct settings *set = &m->dossier->settings;
	struct arena scratch = { 0 };
	struct spans windows =
	    estimate_windows(trouble, traffic->step_ms, &scratch);
	struct spans others = find_others(m, traffic, &scratch);
	struct site_input in = { .traffic = traffic,
		.zone = set->zone,
		.unit = set->traffic_unit,
		.incident = incident->id,
		.others = interval_union(&scratch, &others, &windows) };
	int rc = 0;

	case_holidays(
	    m->dossier, traffic->site, &scratch, &in.holidays, &in.n_holidays);
	for (size_t i = 0; i < windows.n && rc == 0; i++) {
		struct site_estimate estimate;

		in.window = windows.v[i];
		rc = estimate_site(&in, m->j->keep, &estimate, e);
		if (rc == 0)
			*vec_push(m->j->keep, &m->list) = estimate;
	}
	arena_release(&scratch);
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
		const struct site_traffic *t = &d->traffic[i];
		int64_t at = map_get(&windows.by_site, t->site);

		if (at >= 0 && t->n != 0 &&
		    (m->only_site.n == 0 || str_eq(t->site, m->only_site)))
			rc = estimate_each(m, incident, t, &windows.v.v[at], e);
		if (m->j->progress != NULL)
			m->j->progress("estimating", (int64_t)i + 1,
			    (int64_t)d->n_traffic);
	}
	arena_release(&scratch);
	return rc;
}

/* Who claims brings the log to learn what was lost. */
static void
tell_unasked(struct journey *j, const struct dossier *d)
{
	if (!d->settings.claimant || d->n_incidents != 0 || d->n_traffic == 0)
		return;
	diag_add(&j->diags, DIAG_WARNING, (struct place){ 0 },
	    "write the outage into incidents.csv: makegood formats incidents",
	    "there is traffic, but no incident: what was lost is not "
	    "estimated");
}

int
case_estimate(struct journey *j, struct dossier *dossier, struct err *e)
{
	tell_unasked(j, dossier);
	return case_estimate_some(j, dossier, STR_NONE, STR_NONE,
	    &dossier->estimates, &dossier->n_estimates, e);
}

int
case_estimate_some(struct journey *j, const struct dossier *dossier,
    struct str site, struct str incident, struct site_estimate **ret_list,
    size_t *ret_n, struct err *e)
{
	struct estimating m = { .j = j, .dossier = dossier, .only_site = site };

	timeline_index(dossier, j->keep, &m.index);
	for (size_t i = 0; i < dossier->n_incidents; i++) {
		const struct incident *one = &dossier->incidents[i];

		if ((incident.n == 0 || str_eq(one->id, incident)) &&
		    estimate_incident(&m, one, e) != 0)
			return -1;
	}
	*ret_list = m.list.v;
	*ret_n = m.list.n;
	return 0;
}
