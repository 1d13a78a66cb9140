#include "domain/estimate_site.h"

/*
 * One bin for each hour that is known: those with a row, and, as zero, those
 * between the first and the last row in which the log was alive without it.
 */
static size_t
known_bins(const struct site_traffic *t, bool views, struct arena *keep,
    struct estimate_bin **ret_bins)
{
	VEC(struct estimate_bin) bins = { 0 };
	size_t row = 0, span = 0;
	int64_t at = t->v[0].at, last_at = t->v[t->n - 1].at;

	for (; at <= last_at; at += t->step_ms) {
		double count = 0;

		while (span < t->alive.n && t->alive.v[span].to_at <= at)
			span++;
		if (t->v[row].at == at) {
			count =
			    (double)(views ? t->v[row].views : t->v[row].hits);
			row++;
		} else if (span == t->alive.n ||
			   t->alive.v[span].from_at > at) {
			continue;
		}
		*vec_push(keep, &bins) = (struct estimate_bin){ at, count };
	}
	*ret_bins = bins.v;
	return bins.n;
}

int
estimate_site(const struct site_input *in, struct arena *keep,
    struct site_estimate *ret_estimate, struct err *e)
{
	const struct site_traffic *t = in->traffic;
	bool views = str_is(in->unit, "views");
	struct site_estimate x = { .site = t->site,
		.incident = in->incident,
		.unit = views ? STR("views") : STR("hits") };
	struct estimate_bin *bins;
	struct estimate_input input = {
		.n_bins = known_bins(t, views, keep, &bins),
		.step_ms = t->step_ms,
		.zone = in->zone,
		.window = in->window,
		.masks = in->others,
	};

	input.bins = bins;
	if (estimate_window(&input, keep, &x.estimate, e) != 0)
		return err_while(e, "traffic of \"%.*s\"", STR_ARG(t->site));
	*ret_estimate = x;
	return 0;
}
