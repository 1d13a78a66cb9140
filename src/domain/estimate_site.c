#include "domain/estimate_site.h"

int
estimate_site(const struct site_input *in, struct arena *keep,
    struct site_estimate *ret_estimate, struct err *e)
{
	const struct site_traffic *t = in->traffic;
	bool views = str_is(in->unit, "views");
	struct site_estimate x = { .site = t->site,
		.incident = in->incident,
		.unit = views ? STR("views") : STR("hits") };
	struct estimate_bin *bins = arena_array(keep, t->n + 1, sizeof *bins);
	struct estimate_input input = {
		.bins = bins,
		.n_bins = t->n,
		.step_ms = t->step_ms,
		.zone = in->zone,
		.window = in->window,
		.masks = in->others,
	};

	for (size_t i = 0; i < t->n; i++) {
		int64_t count = views ? t->v[i].views : t->v[i].hits;

		bins[i] = (struct estimate_bin){ t->v[i].at, (double)count };
	}
	if (estimate_window(&input, keep, &x.estimate, e) != 0)
		return err_while(e, "traffic of \"%.*s\"", STR_ARG(t->site));
	*ret_estimate = x;
	return 0;
}
