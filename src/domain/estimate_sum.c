#include "domain/estimate_sum.h"

struct lost_figures
estimate_sum(
    const struct dossier *dossier, struct str incident, struct arena *keep)
{
	struct lost_figures l = { 0 };
	VEC(const struct site_estimate *) list = { 0 };

	for (size_t i = 0; i < dossier->n_estimates; i++) {
		const struct site_estimate *s = &dossier->estimates[i];
		const struct estimate *e = &s->estimate;

		if (!str_eq(s->incident, incident))
			continue;
		if (e->status != ESTIMATE_OK) {
			l.n_insufficient++;
			continue;
		}
		*vec_push(keep, &list) = s;
		l.unit = s->unit;
		l.expected += e->expected;
		l.observed += e->observed;
		l.lost += e->lost;
		l.lo80 += e->lost_lo80;
		l.hi80 += e->lost_hi80;
		l.rebound += e->has_rebound ? e->rebound : 0;
		l.has_rebound |= e->has_rebound;
		l.inside80 += e->inside80;
		l.n_windows += e->n_windows;
		if (e->grade > l.grade)
			l.grade = e->grade;
	}
	l.sites = list.v;
	l.n_sites = list.n;
	return l;
}
