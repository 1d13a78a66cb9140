#include "domain/estimate_grid.h"

#include <math.h>

#include "base/civil.h"

#define SUNDAY      6
#define STEP_MIN_MS (15 * MS_MINUTE)
/* Some 57 years of quarters of an hour. */
#define MAX_BINS ((size_t)2000000)

/* Rounds toward minus infinity. */
static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static int
check_step(int64_t step_ms, struct err *e)
{
	if (step_ms <= 0 || MS_DAY % step_ms != 0)
		return err_set(
		    e, ERR_INPUT, "the step of the series must divide a day");
	if (step_ms < STEP_MIN_MS && STEP_MIN_MS % step_ms != 0)
		return err_set(e, ERR_INPUT,
		    "a step under 15 minutes must divide 15 minutes");
	return 0;
}

static int
check_bins(const struct estimate_input *in, struct err *e)
{
	const struct estimate_bin *b = in->bins;

	for (size_t i = 0; i < in->n_bins; i++) {
		if (!isfinite(b[i].value) || b[i].value < 0)
			return err_set(e, ERR_INPUT,
			    "a value of the series is negative or no number");
		if (i == 0)
			continue;
		if (b[i].at == b[i - 1].at)
			return err_set(
			    e, ERR_INPUT, "two values for the same bin");
		if (b[i].at < b[i - 1].at)
			return err_set(
			    e, ERR_INPUT, "the series is not in order of time");
		if ((b[i].at - b[0].at) % in->step_ms != 0)
			return err_set(e, ERR_INPUT,
			    "a bin of the series is not on its grid");
	}
	return 0;
}

/* Of the step, which is then at least a quarter of an hour. */
struct summed {
	struct estimate_bin *v;
	size_t n;
};

/*
 * Finer logs are summed; a quarter of an hour of which a part is unknown is
 * unknown.
 */
static struct summed
sum_up(const struct estimate_input *in, int64_t step_ms, struct arena *keep)
{
	size_t parts = (size_t)(step_ms / in->step_ms), have = 0;
	struct summed s = { arena_array(keep, in->n_bins + 1, sizeof *s.v), 0 };

	for (size_t i = 0; i < in->n_bins; i++) {
		int64_t at = floor_div(in->bins[i].at, step_ms) * step_ms;

		if (have == 0 || s.v[s.n].at != at) {
			s.v[s.n] = (struct estimate_bin){ at, 0 };
			have = 0;
		}
		s.v[s.n].value += in->bins[i].value;
		if (++have == parts) {
			s.n++;
			have = 0;
		}
	}
	return s;
}

/* Where the grid lies; 0 bins when there is nothing before the window. */
static int
place(const struct estimate_input *in, const struct summed *s, struct grid *g,
    struct err *e)
{
	int64_t step = g->step_ms, first = s->n != 0 ? s->v[0].at : 0;
	int64_t from = floor_div(in->window.from_at - first, step);
	int64_t to = -floor_div(first - in->window.to_at, step);
	int64_t end = to + (int64_t)(g->rules->after_days * g->day);
	int64_t last = s->n != 0 ? (s->v[s->n - 1].at - first) / step + 1 : 0;

	if (from < 0) {
		first += from * step;
		to -= from;
		end -= from;
		last -= from;
		from = 0;
	}
	if (last < end)
		end = last < to ? to : last;
	if (end > (int64_t)MAX_BINS)
		return err_set(
		    e, ERR_INPUT, "the series is too long for its step");
	g->first_at = first;
	g->from = (size_t)from;
	g->to = (size_t)to;
	g->n = (size_t)end;
	return 0;
}

static bool
is_holiday(const struct estimate_input *in, int64_t day)
{
	size_t from = 0, to = in->n_holidays;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (in->holidays[middle] < day)
			from = middle + 1;
		else
			to = middle;
	}
	return from < in->n_holidays && in->holidays[from] == day;
}

/*
 * A daily bin counts as the local date of its middle: days cut in another
 * zone's midnight still fall on the right one.
 */
static void
place_bin(const struct estimate_input *in, struct grid *g, size_t bin,
    int64_t *last_holiday)
{
	int64_t at = grid_at(g, bin);
	int64_t middle = g->daily ? at + g->step_ms / 2 : at;
	int64_t local = middle + zone_offset_s(in->zone, middle) * MS_SECOND;
	int64_t day = floor_div(local, MS_DAY);
	int weekday = civil_weekday_of_days(day);

	if (is_holiday(in, day)) {
		weekday = SUNDAY;
		if (*last_holiday != day || bin == g->from) {
			g->holidays_before += bin < g->from;
			g->holidays_inside += bin >= g->from && bin < g->to;
		}
		*last_holiday = day;
	}
	g->of_day[bin] = (size_t)((local - day * MS_DAY) / g->step_ms);
	g->weekday[bin] = (size_t)weekday;
	g->slot[bin] = g->weekday[bin] * g->day + g->of_day[bin];
}

static void
fill(const struct estimate_input *in, const struct summed *s, struct grid *g,
    struct arena *keep)
{
	int64_t last_holiday = INT64_MIN;

	g->y = arena_array(keep, g->n + 1, sizeof *g->y);
	g->slot = arena_array(keep, g->n + 1, sizeof *g->slot);
	g->of_day = arena_array(keep, g->n + 1, sizeof *g->of_day);
	g->weekday = arena_array(keep, g->n + 1, sizeof *g->weekday);
	g->inside = arena_array(keep, g->to - g->from + 1, sizeof *g->inside);
	for (size_t i = 0; i < g->n; i++) {
		g->y[i] = NAN;
		place_bin(in, g, i, &last_holiday);
	}
	for (size_t i = g->from; i < g->to; i++)
		g->inside[i - g->from] = NAN;
	for (size_t i = 0; i < s->n; i++) {
		size_t bin = (size_t)((s->v[i].at - g->first_at) / g->step_ms);

		if (bin >= g->n)
			break;
		if (bin >= g->from && bin < g->to)
			g->inside[bin - g->from] = s->v[i].value;
		else
			g->y[bin] = s->v[i].value;
	}
	g->missing = g->from - grid_known(g, 0, g->from);
}

/* Every bin that a known outage touches becomes unknown. */
static void
mask(const struct spans *masks, struct grid *g)
{
	int64_t end = grid_at(g, g->n);

	for (size_t k = 0; k < masks->n; k++) {
		int64_t from = masks->v[k].from_at, to = masks->v[k].to_at;
		size_t bin, stop;

		if (from >= to || to <= g->first_at || from >= end)
			continue;
		from = from < g->first_at ? g->first_at : from;
		to = to > end ? end : to;
		bin = (size_t)((from - g->first_at) / g->step_ms);
		stop =
		    (size_t)((to - g->first_at + g->step_ms - 1) / g->step_ms);
		for (; bin < stop; bin++) {
			g->masked += bin < g->from && !isnan(g->y[bin]);
			g->y[bin] = NAN;
		}
	}
}

int
grid_build(const struct estimate_input *in, struct arena *keep,
    struct grid *ret_grid, struct err *e)
{
	struct grid g = { 0 };
	struct summed s = { (struct estimate_bin *)in->bins, in->n_bins };

	if (check_step(in->step_ms, e) != 0 || check_bins(in, e) != 0)
		return -1;
	g.step_ms = in->step_ms < STEP_MIN_MS ? STEP_MIN_MS : in->step_ms;
	if (g.step_ms != in->step_ms)
		s = sum_up(in, g.step_ms, keep);
	g.day = (size_t)(MS_DAY / g.step_ms);
	g.week = 7 * g.day;
	g.hours = (double)g.step_ms / (double)MS_HOUR;
	g.daily = g.day == 1;
	g.rules = g.daily ? &rules_daily : &rules_hourly;
	if (place(in, &s, &g, e) != 0)
		return -1;
	fill(in, &s, &g, keep);
	mask(&in->masks, &g);
	*ret_grid = g;
	return 0;
}

size_t
grid_known(const struct grid *g, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += !isnan(g->y[i]);
	return n;
}

double
grid_sum(const struct grid *g, size_t from, size_t to)
{
	double sum = 0;

	for (size_t i = from; i < to; i++)
		sum += isnan(g->y[i]) ? 0 : g->y[i];
	return sum;
}

int64_t
grid_at(const struct grid *g, size_t bin)
{
	return g->first_at + (int64_t)bin * g->step_ms;
}
