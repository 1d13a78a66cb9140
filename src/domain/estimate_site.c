#include "domain/estimate_site.h"

#include "domain/estimate_rules.h"

int64_t
estimate_count(struct str unit, const struct traffic *bin)
{
	int64_t robots = bin->robots < bin->hits ? bin->robots : bin->hits;

	if (str_is(unit, "views"))
		return bin->views;
	if (str_is(unit, "visits"))
		return bin->visits;
	return robots > 0 ? bin->hits - robots : bin->hits;
}

/* ---- windows ---- */

/* The place before which the pause is shortest; v holds at least two. */
static size_t
shortest_pause(const struct spans *s)
{
	size_t best = 1;

	for (size_t i = 2; i < s->n; i++)
		if (s->v[i].from_at - s->v[i - 1].to_at <
		    s->v[best].from_at - s->v[best - 1].to_at)
			best = i;
	return best;
}

struct spans
estimate_windows(
    const struct spans *trouble, int64_t step_ms, struct arena *keep)
{
	int64_t apart = (int64_t)(GUARD_MAX_HOURS * (double)MS_HOUR);
	struct spans s = { 0 };

	if (apart < step_ms)
		apart = step_ms;
	for (size_t i = 0; i < trouble->n; i++) {
		struct span *last = s.n != 0 ? &s.v[s.n - 1] : NULL;

		if (last == NULL ||
		    trouble->v[i].from_at - last->to_at >= apart)
			interval_add(keep, &s, trouble->v[i].from_at,
			    trouble->v[i].to_at);
		else if (last->to_at < trouble->v[i].to_at)
			last->to_at = trouble->v[i].to_at;
	}
	while (s.n > SITE_WINDOWS_MAX) {
		size_t at = shortest_pause(&s);

		s.v[at - 1].to_at = s.v[at].to_at;
		s.n--;
		for (size_t i = at; i < s.n; i++)
			s.v[i] = s.v[i + 1];
	}
	return s;
}

/* ---- one window ---- */

/*
 * One bin for each hour that is known: those with a row, and, as zero, those
 * between the first and the last row, and in the window, in which the log was
 * alive without it.
 */
static size_t
known_bins(const struct site_input *in, struct arena *keep,
    struct estimate_bin **ret_bins)
{
	const struct site_traffic *t = in->traffic;
	VEC(struct estimate_bin) bins = { 0 };
	size_t row = 0, span = 0;
	int64_t at = t->v[0].at, last_at = t->v[t->n - 1].at;

	if (last_at < in->window.to_at - 1)
		last_at = in->window.to_at - 1;
	for (; at <= last_at; at += t->step_ms) {
		int64_t count = 0;

		while (span < t->alive.n && t->alive.v[span].to_at <= at)
			span++;
		if (row < t->n && t->v[row].at == at)
			count = estimate_count(in->unit, &t->v[row++]);
		else if (span == t->alive.n || t->alive.v[span].from_at > at)
			continue;
		*vec_push(keep, &bins) =
		    (struct estimate_bin){ at, (double)count };
	}
	*ret_bins = bins.v;
	return bins.n;
}

/*
 * A day's total belongs to a local day, and those are not all of one length:
 * each is put on the grid of whole days that begins with the first.
 */
static size_t
known_days(const struct site_input *in, struct arena *keep,
    struct estimate_bin **ret_bins)
{
	const struct site_traffic *t = in->traffic;
	struct estimate_bin *bins = arena_array(keep, t->n + 1, sizeof *bins);

	for (size_t i = 0; i < t->n; i++) {
		int64_t days = (t->v[i].at - t->v[0].at + MS_DAY / 2) / MS_DAY;

		bins[i].at = t->v[0].at + days * MS_DAY;
		bins[i].value = (double)estimate_count(in->unit, &t->v[i]);
	}
	*ret_bins = bins;
	return t->n;
}

/* What was counted up to the window's end, and what was robots' of it. */
static void
count_robots(const struct site_input *in, struct site_estimate *x)
{
	const struct site_traffic *t = in->traffic;

	for (size_t i = 0; i < t->n && t->v[i].at < in->window.to_at; i++) {
		x->requests += t->v[i].hits;
		x->robots += t->v[i].robots;
	}
}

/* Was the day after the window hit by something else? */
static bool
disturbed(const struct site_input *in, struct span window)
{
	int64_t to_at = window.to_at + MS_DAY;

	for (size_t i = 0; i < in->others.n; i++)
		if (in->others.v[i].from_at >= window.to_at &&
		    in->others.v[i].from_at < to_at)
			return true;
	return false;
}

int
estimate_site(const struct site_input *in, struct arena *keep,
    struct site_estimate *ret_estimate, struct err *e)
{
	const struct site_traffic *t = in->traffic;
	struct site_estimate x = {
		.site = t->site, .incident = in->incident, .unit = STR("hits")
	};
	struct estimate_bin *bins;
	struct estimate_input input = {
		.step_ms = t->step_ms,
		.zone = in->zone,
		.window = in->window,
		.masks = in->others,
		.holidays = in->holidays,
		.n_holidays = in->n_holidays,
	};

	input.n_bins = t->step_ms == MS_DAY ? known_days(in, keep, &bins)
					    : known_bins(in, keep, &bins);
	if (str_is(in->unit, "views"))
		x.unit = STR("views");
	else if (str_is(in->unit, "visits"))
		x.unit = STR("visits");
	input.bins = bins;
	if (estimate_window(&input, keep, &x.estimate, e) != 0)
		return err_while(e, "traffic of \"%.*s\"", STR_ARG(t->site));
	if (disturbed(in, x.estimate.window))
		x.estimate.has_rebound = false;
	count_robots(in, &x);
	*ret_estimate = x;
	return 0;
}
