#include "domain/estimate_curve.h"

#include "domain/estimate_site.h"

struct drawing {
	struct curve curve;
	int64_t from_at, to_at, step_ms;
};

static const struct site_traffic *
traffic_of(const struct dossier *d, struct str site)
{
	for (size_t i = 0; i < d->n_traffic; i++)
		if (str_eq(d->traffic[i].site, site))
			return &d->traffic[i];
	return NULL;
}

/* The point of an instant, or NULL outside the drawing. */
static struct estimate_point *
point_at(const struct drawing *w, int64_t at)
{
	if (at < w->from_at || at >= w->to_at)
		return NULL;
	/* local days begin an hour earlier or later than a day after another */
	if (w->step_ms == MS_DAY)
		at += MS_DAY / 2;
	if (at >= w->from_at + (int64_t)w->curve.n * w->step_ms)
		return NULL;
	return &w->curve.points[(at - w->from_at) / w->step_ms];
}

static void
observe(struct estimate_point *p, double value)
{
	if (p != NULL && value >= 0)
		p->observed = (p->observed > 0 ? p->observed : 0) + value;
}

static void
add_window(const struct drawing *w, const struct estimate *e)
{
	for (size_t i = 0; i < e->n_points; i++) {
		struct estimate_point *p = point_at(w, e->points[i].at);

		if (p == NULL)
			continue;
		p->expected =
		    (p->expected > 0 ? p->expected : 0) + e->points[i].expected;
		observe(p, e->points[i].observed);
	}
}

/* Windows of one site, which stand together. */
static bool
in_windows(const struct site_estimate *const *v, size_t n, int64_t at)
{
	for (size_t i = 0; i < n; i++)
		if (at >= v[i]->estimate.window.from_at &&
		    at < v[i]->estimate.window.to_at)
			return true;
	return false;
}

/* What was observed before, between and after the site's own windows. */
static void
add_context(const struct drawing *w, const struct site_estimate *const *own,
    size_t n_own, const struct site_traffic *t)
{
	for (size_t i = 0; i < t->n; i++) {
		double value = (double)estimate_count(own[0]->unit, &t->v[i]);
		struct estimate_point *p = point_at(w, t->v[i].at);

		if (p == NULL || in_windows(own, n_own, t->v[i].at))
			continue;
		observe(p, value);
		if (p->expected >= 0)
			p->expected += value;
	}
}

static bool
lay_out(const struct dossier *d, const struct site_estimate *const *sites,
    size_t n, int days, struct arena *keep, struct drawing *w)
{
	const struct zone *z = d->settings.zone;
	struct span all = sites[0]->estimate.window;

	for (size_t i = 0; i < n; i++) {
		const struct estimate *e = &sites[i]->estimate;
		const struct site_traffic *t = traffic_of(d, sites[i]->site);

		if (t == NULL || (i > 0 && t->step_ms != w->step_ms))
			return false;
		w->step_ms = t->step_ms;
		if (e->window.from_at < all.from_at)
			all.from_at = e->window.from_at;
		if (e->window.to_at > all.to_at)
			all.to_at = e->window.to_at;
	}
	w->curve.window = all;
	w->from_at =
	    all.from_at - (all.from_at - zone_add_days(z, all.from_at, -days)) /
			      w->step_ms * w->step_ms;
	w->to_at = zone_add_days(z, all.to_at, days + 1);
	w->curve.n =
	    (size_t)((w->to_at - w->from_at + w->step_ms - 1) / w->step_ms);
	w->curve.points =
	    arena_array(keep, w->curve.n, sizeof *w->curve.points);
	for (size_t i = 0; i < w->curve.n; i++)
		w->curve.points[i] = (struct estimate_point){
			w->from_at + (int64_t)i * w->step_ms, -1, -1
		};
	return true;
}

struct curve
estimate_curve(const struct dossier *dossier,
    const struct site_estimate *const *sites, size_t n, int days,
    struct arena *keep)
{
	struct drawing w = { 0 };

	if (!lay_out(dossier, sites, n, days, keep, &w))
		return (struct curve){ 0 };
	for (size_t i = 0; i < n; i++)
		add_window(&w, &sites[i]->estimate);
	for (size_t i = 0, to; i < n; i = to) {
		for (to = i + 1; to < n; to++)
			if (!str_eq(sites[to]->site, sites[i]->site))
				break;
		add_context(
		    &w, sites + i, to - i, traffic_of(dossier, sites[i]->site));
	}
	return w.curve;
}
