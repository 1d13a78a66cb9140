#include "domain/estimate_loss.h"

#include "domain/estimate_curve.h"

static double
of_bin(const struct estimate_point *p)
{
	double observed = p->observed > 0 ? p->observed : 0;

	return p->expected < 0 ? 0 : p->expected - observed;
}

struct loss_curve
estimate_loss(const struct dossier *dossier, const struct lost_figures *lost,
    struct arena *keep)
{
	struct loss_curve c = { .after_at = NO_INSTANT };
	const struct lost_sums *s = &lost->sums;
	struct curve curve;
	double sum = 0, so_far = 0;
	int64_t step_ms;

	if (lost->n_windows == 0)
		return c;
	curve =
	    estimate_curve(dossier, lost->windows, lost->n_windows, 0, keep);
	for (size_t i = 0; i < curve.n; i++)
		sum += of_bin(&curve.points[i]);
	if (curve.n < 2 || !(sum > 0) || !(s->lost > 0))
		return c;
	step_ms = curve.points[1].at - curve.points[0].at;
	c.points = arena_array(keep, curve.n + 1, sizeof *c.points);
	for (size_t i = 0; i < curve.n; i++) {
		if (curve.points[i].expected < 0 && c.n == 0)
			continue;
		if (curve.points[i].at >= curve.window.to_at)
			break;
		if (c.n == 0)
			c.points[c.n++].at = curve.points[i].at;
		so_far += of_bin(&curve.points[i]);
		c.points[c.n++] = (struct loss_point){
			curve.points[i].at + step_ms,
			s->lost * so_far / sum,
			s->lost_lo80 * so_far / sum,
			s->lost_hi80 * so_far / sum,
		};
	}
	if (s->has_rebound && c.n != 0) {
		c.after_at = c.points[c.n - 1].at + MS_DAY;
		c.after = s->lost - s->rebound;
	}
	return c;
}
