#include <math.h>

#include "domain/estimate_sum.h"

static void
add_silence(struct lost_sums *s, const struct estimate *e)
{
	s->bins += (int64_t)e->n_points;
	for (size_t i = 0; i < e->n_points; i++) {
		if (e->points[i].observed >= 0)
			continue;
		s->silent += e->points[i].expected;
		s->silent_bins++;
	}
}

static void
widen(struct lost_range *r, double x)
{
	if (r->n == 0 || x < r->low)
		r->low = x;
	if (r->n == 0 || x > r->high)
		r->high = x;
	r->n++;
}

static void
add_window(struct lost_sums *s, const struct estimate *e)
{
	s->expected += e->expected;
	s->lo80 += e->lo80;
	s->hi80 += e->hi80;
	s->lo95 += e->lo95;
	s->hi95 += e->hi95;
	s->observed += e->observed;
	s->lost += e->lost;
	s->lost_lo80 += e->lost_lo80;
	s->lost_hi80 += e->lost_hi80;
	s->lost_lo95 += e->lost_lo95;
	s->lost_hi95 += e->lost_hi95;
	s->one_sided += e->one_sided;
	s->one_sided_lo80 += e->one_sided_lo80;
	s->one_sided_hi80 += e->one_sided_hi80;
	if (e->has_rebound) {
		s->rebound += e->rebound;
		s->rebound_lo80 += e->rebound_lo80;
		s->rebound_hi80 += e->rebound_hi80;
	}
	s->has_rebound |= e->has_rebound;
	s->used_after |= e->used_after;
	s->sides_differ |= e->sides_differ;
	s->inside80 += e->inside80;
	s->inside95 += e->inside95;
	s->n_tests += e->n_windows;
	if (e->grade > s->grade)
		s->grade = e->grade;
	if (e->n_windows != 0)
		widen(&s->median, e->backtest_median);
	if (e->has_lastweek)
		widen(&s->lastweek, e->lastweek_median);
	add_silence(s, e);
}

/* Those of one site stand together, by time. */
static void
add_site(struct lost_figures *l, const struct site_estimate *const *v, size_t n,
    struct arena *keep)
{
	struct site_loss *site = &l->sites[l->n_sites];
	bool short_of_evidence = false;

	*site = (struct site_loss){ .site = v[0]->site,
		.unit = v[0]->unit,
		.windows = arena_array(keep, n, sizeof *site->windows) };
	for (size_t i = 0; i < n; i++) {
		if (v[i]->estimate.status != ESTIMATE_OK) {
			short_of_evidence = true;
			continue;
		}
		site->windows[site->n_windows++] = v[i];
		l->windows[l->n_windows++] = v[i];
		add_window(&site->sums, &v[i]->estimate);
		add_window(&l->sums, &v[i]->estimate);
		l->unit = v[i]->unit;
	}
	l->n_sites += site->n_windows != 0;
	l->n_insufficient += short_of_evidence;
}

struct lost_figures
estimate_sum(
    const struct dossier *dossier, struct str incident, struct arena *keep)
{
	struct lost_figures l = { 0 };
	VEC(const struct site_estimate *) list = { 0 };

	for (size_t i = 0; i < dossier->n_estimates; i++)
		if (str_eq(dossier->estimates[i].incident, incident))
			*vec_push(keep, &list) = &dossier->estimates[i];
	l.sites = arena_array(keep, list.n, sizeof *l.sites);
	l.windows = arena_array(keep, list.n, sizeof *l.windows);
	for (size_t i = 0, to; i < list.n; i = to) {
		for (to = i + 1; to < list.n; to++)
			if (!str_eq(list.v[to]->site, list.v[i]->site))
				break;
		add_site(&l, list.v + i, to - i, keep);
	}
	return l;
}

static int64_t
whole(double value)
{
	const double most = 1e15;

	if (!(value > 0))
		return 0;
	return (int64_t)(value < most ? value : most);
}

struct lost_whole
lost_in_whole(const struct lost_sums *s)
{
	return (struct lost_whole){ whole(floor(s->lost + 0.5)),
		whole(floor(s->lost_lo80)), whole(ceil(s->lost_hi80)) };
}
