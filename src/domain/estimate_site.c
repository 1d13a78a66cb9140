#include "domain/estimate_site.h"

#include "base/civil.h"
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

/* ---- whole days ---- */

/*
 * Local days are not all of one length: each gets the place of the UTC day of
 * the same date, and so do windows, widened to whole days. The middle of a
 * total tells its date, also where it was counted in a zone nearby.
 */
static size_t
known_days(const struct site_input *in, struct arena *keep,
    struct estimate_bin **ret_bins)
{
	const struct site_traffic *t = in->traffic;
	struct estimate_bin *bins = arena_array(keep, t->n + 1, sizeof *bins);

	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		int64_t day = zone_date(in->zone, t->v[i].at + MS_DAY / 2);

		if (n == 0 || bins[n - 1].at != day * MS_DAY)
			bins[n++].at = day * MS_DAY;
		bins[n - 1].value += (double)estimate_count(in->unit, &t->v[i]);
	}
	*ret_bins = bins;
	return n;
}

static struct span
whole_days(const struct zone *zone, struct span s)
{
	return (struct span){ zone_date(zone, s.from_at) * MS_DAY,
		(zone_date(zone, s.to_at - 1) + 1) * MS_DAY };
}

static void
lay_on_days(const struct site_input *in, const struct zone *utc,
    struct arena *keep, struct estimate_input *input)
{
	struct spans masks = { 0 };

	for (size_t i = 0; i < in->others.n; i++) {
		struct span s = whole_days(in->zone, in->others.v[i]);

		interval_add(keep, &masks, s.from_at, s.to_at);
	}
	interval_clean(&masks);
	input->masks = masks;
	input->window = whole_days(in->zone, in->window);
	input->zone = utc;
}

/* Back to when those days really were. */
static void
tell_days(const struct site_input *in, struct estimate *x)
{
	const struct zone *z = in->zone;

	x->claimed = in->window;
	x->window.from_at = zone_date_begins(z, x->window.from_at / MS_DAY);
	x->window.to_at = zone_date_begins(z, x->window.to_at / MS_DAY);
	x->first_at = in->traffic->v[0].at;
	for (size_t i = 0; i < x->n_points; i++)
		x->points[i].at = zone_date_begins(z, x->points[i].at / MS_DAY);
}

/* ---- one site ---- */

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
	static const struct zone_change always = { INT64_MIN, 0, "UTC" };
	static const struct zone utc = { .v = &always, .n = 1 };
	bool daily = t->step_ms == MS_DAY;
	struct estimate_bin *bins;
	struct estimate_input input = {
		.step_ms = t->step_ms,
		.zone = in->zone,
		.window = in->window,
		.masks = in->others,
		.holidays = in->holidays,
		.n_holidays = in->n_holidays,
	};

	input.n_bins =
	    daily ? known_days(in, keep, &bins) : known_bins(in, keep, &bins);
	if (daily)
		lay_on_days(in, &utc, keep, &input);
	if (str_is(in->unit, "views"))
		x.unit = STR("views");
	else if (str_is(in->unit, "visits"))
		x.unit = STR("visits");
	input.bins = bins;
	if (estimate_window(&input, keep, &x.estimate, e) != 0)
		return err_while(e, "traffic of \"%.*s\"", STR_ARG(t->site));
	if (daily)
		tell_days(in, &x.estimate);
	if (disturbed(in, x.estimate.window))
		x.estimate.has_rebound = false;
	count_robots(in, &x);
	*ret_estimate = x;
	return 0;
}
