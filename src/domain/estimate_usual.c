#include "domain/estimate_usual.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "domain/estimate_chance.h"
#include "domain/estimate_noise.h"
#include "domain/estimate_profile.h"

/* The longest memory of the estimate: what is looked at lies on both sides. */
#define MEMORY 2
/* A site's own noise, in multiples of the short-term one. */
#define WANDER_MIN   0.01
#define WANDER_MAX   0.5
#define DOUBT_FIRST  0.2 /* of a time of the week never seen */
#define WANDER_PRIOR 0.03
#define WANDER_PULL  2000.0 /* weight of that, in bins times events squared */
#define WANDER_FIT   5.0    /* events expected in a bin, to measure it there */
#define SPREAD_CAP   25.0   /* larger squared residuals are no noise */
#define SPREAD_SHARE 0.3
#define NOISE_PASSES 4
#define SPREAD_STEP  1.25
#define SPREAD_MAX   1000.0
#define AROUND_MS    (36 * MS_HOUR)
#define AROUND_PULL  6.0 /* mean hours' worth of a factor of 1 */
#define ERRORS_ODD   0.5 /* cells with so many are no rule */

/* ---- layout ---- */

/*
 * Sums of whole steps; a step of which a part is missing is unknown. False
 * when a cell does not fit.
 */
static bool
sum_cells(
    const struct detect_input *in, struct estimate_bin *bins, size_t *ret_n)
{
	int64_t filled = 0, last_to = 0;
	size_t n = 0;

	for (size_t i = 0; i < in->n_cells; i++) {
		const struct detect_cell *c = &in->cells[i];
		int64_t off = (c->at - in->cells[0].at) % in->step_ms;
		/* the first cell may begin inside a step of the clock */
		int64_t at = c->at - off;

		if (c->length_ms <= 0 || c->length_ms > in->step_ms ||
		    (i > 0 && c->at < last_to) ||
		    off + c->length_ms > in->step_ms)
			return false;
		last_to = c->at + c->length_ms;
		if (n == 0 || bins[n - 1].at != at) {
			if (n > 0 && filled != in->step_ms)
				n--;
			bins[n++] = (struct estimate_bin){ at, 0 };
			filled = 0;
		}
		bins[n - 1].value += c->served + c->errors;
		filled += c->length_ms;
	}
	if (n > 0 && filled != in->step_ms)
		n--;
	*ret_n = n;
	return true;
}

static bool
touches(const struct spans *set, size_t *at, const struct detect_cell *c)
{
	while (*at < set->n && set->v[*at].to_at <= c->at)
		(*at)++;
	return *at < set->n && set->v[*at].from_at < c->at + c->length_ms;
}

static void
place_cells(const struct detect_input *in, struct usual *u, struct arena *keep)
{
	size_t known = 0;

	u->n = in->n_cells;
	u->cell = arena_array(keep, u->n + 1, sizeof *u->cell);
	u->least_ms = in->step_ms;
	for (size_t i = 0; i < u->n; i++) {
		const struct detect_cell *c = &in->cells[i];
		int64_t bin = (c->at - u->grid.first_at) / u->grid.step_ms;

		if (bin < 0)
			bin = 0;
		if (bin >= (int64_t)u->grid.n)
			bin = (int64_t)u->grid.n - 1;
		u->cell[i] = (struct usual_cell){ .served = c->served,
			.errors = c->errors,
			.bin = (size_t)bin,
			.known = touches(&in->known, &known, c) };
		if (c->length_ms < u->least_ms)
			u->least_ms = c->length_ms;
	}
}

int
usual_build(const struct detect_input *in, struct arena *keep,
    struct usual *ret, struct err *e)
{
	struct estimate_bin *bins =
	    arena_array(keep, in->n_cells + 1, sizeof *bins);
	struct estimate_input input = { .bins = bins,
		.step_ms = in->step_ms,
		.zone = in->zone,
		.holidays = in->holidays,
		.n_holidays = in->n_holidays };
	struct usual u = { 0 };
	int64_t end;

	if (!sum_cells(in, bins, &input.n_bins))
		return err_set(e, ERR_INPUT,
		    "the counts of the series overlap or are not in order of "
		    "time");
	end = input.n_bins != 0 ? bins[input.n_bins - 1].at + in->step_ms : 0;
	input.window = (struct span){ end, end };
	if (grid_build(&input, keep, &u.grid, e) != 0)
		return -1;
	if (u.grid.n != 0)
		place_cells(in, &u, keep);
	u.y = arena_array(keep, u.grid.n + 1, sizeof *u.y);
	memcpy(u.y, u.grid.y, u.grid.n * sizeof *u.y);
	u.expected = arena_array(keep, u.grid.n + 1, sizeof *u.expected);
	u.doubt = arena_array(keep, u.grid.n + 1, sizeof *u.doubt);
	u.sum_y = arena_array(keep, u.grid.n + 1, sizeof *u.sum_y);
	u.sum_expected =
	    arena_array(keep, u.grid.n + 1, sizeof *u.sum_expected);
	*ret = u;
	return 0;
}

/* ---- pattern and level ---- */

static void
show_evidence(struct usual *u)
{
	memcpy(u->grid.y, u->y, u->grid.n * sizeof *u->y);
	for (size_t i = 0; i < u->n; i++)
		if (u->cell[i].hidden || u->cell[i].known)
			u->grid.y[u->cell[i].bin] = NAN;
}

/* Expected counts of [from, to), from the evidence of a view around it. */
static void
expect(struct usual *u, const struct profile *p, size_t from, size_t to,
    struct arena *scratch)
{
	const struct view *v = p->view;
	const struct grid *g = &u->grid;
	struct arena_mark mark = arena_mark(scratch);
	size_t *weeks = arena_array(scratch, g->week, sizeof *weeks);

	for (size_t i = v->from; i < v->to; i++)
		weeks[g->slot[i]] += p->weight[i - v->from] > 0;
	for (size_t i = from; i < to; i++) {
		size_t own = p->weight[i - v->from] > 0;
		double seen = (double)(weeks[g->slot[i]] - own);

		u->expected[i] = p->level[i - v->from] * p->loo[i - v->from];
		u->doubt[i] = DOUBT_FIRST / (1 + seen);
	}
	arena_reset(scratch, mark);
}

static void
fit_pattern(struct usual *u, double noise, struct arena *scratch)
{
	const struct grid *g = &u->grid;
	struct arena_mark mark = arena_mark(scratch);
	size_t piece = (g->rules->profile_weeks / 2 + 1) * g->week;
	struct profile *p = profile_new(g, 3 * piece, scratch);

	for (size_t from = 0; from < g->n; from += piece) {
		size_t to = from + piece < g->n ? from + piece : g->n;
		size_t middle = (from + to) / 2;
		struct view v = { .grid = g,
			.from = from > piece ? from - piece : 0,
			.to = to + piece < g->n ? to + piece : g->n,
			.gap_from = middle,
			.gap_to = middle,
			.guard_to = middle };

		profile_fit(p, &v, &g->rules->memory[MEMORY], noise, scratch);
		expect(u, p, from, to, scratch);
	}
	arena_reset(scratch, mark);
}

static void
share_out(struct usual *u, const struct detect_input *in)
{
	for (size_t i = 0; i < u->n; i++)
		u->cell[i].expected = u->expected[u->cell[i].bin] *
				      (double)in->cells[i].length_ms /
				      (double)in->step_ms;
}

static void
add_up(struct usual *u)
{
	for (size_t i = 0; i < u->grid.n; i++) {
		bool known = !isnan(u->grid.y[i]);

		u->sum_y[i + 1] = u->sum_y[i] + (known ? u->grid.y[i] : 0);
		u->sum_expected[i + 1] =
		    u->sum_expected[i] + (known ? u->expected[i] : 0);
	}
}

/* ---- noise ---- */

/* Weighted sums over the bins where many, and where few, are expected. */
struct noise_sums {
	double weight, m, q;  /* all bins: 1, m and q */
	double wander, slope; /* large ones: m (q - spread) and m m */
	double low, n_low;    /* q where less than the mean is expected */
};

/*
 * A squared residual by what is expected: spread + wander * m on average. Where
 * counts are large only what lies below counts: robots and crowds tell nothing
 * about silence.
 */
static double
residual(double y, double m, double spread, bool large)
{
	double q = (y - m) * (y - m) / m;

	if (large)
		return y < m ? 2 * q : 0;
	return fmin(q, SPREAD_CAP * spread);
}

static void
sum_noise(const struct usual *u, struct noise_sums *s)
{
	double mean = u->sum_expected[u->grid.n] / (double)u->grid.n;

	for (size_t i = 0; i < u->grid.n; i++) {
		double m = u->expected[i], y = u->grid.y[i];
		bool large = m >= WANDER_FIT * u->spread;
		double q, w;

		if (isnan(y) || m <= 0)
			continue;
		q = residual(y, m, u->spread, large);
		w = 1 / (u->spread + u->wander * m);
		w *= w;
		s->weight += w;
		s->m += w * m;
		s->q += w * q;
		s->low += m <= mean ? q : 0;
		s->n_low += m <= mean;
		if (large) {
			s->wander += w * m * (q - u->spread);
			s->slope += w * m * m;
		}
	}
}

static void
measure_noise(struct usual *u)
{
	struct noise_sums s = { 0 };
	double spread, low;

	sum_noise(u, &s);
	if (s.weight <= 0)
		return;
	u->wander =
	    (s.wander + WANDER_PULL * WANDER_PRIOR) / (s.slope + WANDER_PULL);
	u->wander = fmin(fmax(u->wander, WANDER_MIN), WANDER_MAX);
	spread = (s.q - u->wander * s.m) / s.weight;
	/* the two are hard to tell apart: at least a part is spread */
	low = s.n_low > 0 ? SPREAD_SHARE * s.low / s.n_low : 1;
	u->spread = fmin(fmax(fmax(spread, low), 1), SPREAD_MAX);
}

/* More empty cells than the model knows: hits come together, in visits. */
static double
match_zeros(const struct usual *u, double wander, double spread)
{
	double zeros = 0;

	for (size_t i = 0; i < u->n; i++) {
		const struct usual_cell *c = &u->cell[i];

		zeros += !c->hidden && !c->known && c->served + c->errors <= 0;
	}
	for (; spread < SPREAD_MAX; spread *= SPREAD_STEP) {
		double sum = 0;

		for (size_t i = 0; i < u->n; i++) {
			const struct usual_cell *c = &u->cell[i];

			if (!c->hidden && !c->known)
				sum += exp(chance_at_most(
				    0, c->expected / spread, wander));
		}
		if (zeros <= sum + 3 * sqrt(sum) + 1)
			break;
	}
	return spread;
}

static double
measure_errors(const struct usual *u)
{
	double errors = 0, all = 0;

	for (size_t i = 0; i < u->n; i++) {
		double n = u->cell[i].served + u->cell[i].errors;

		if (u->cell[i].hidden || u->cell[i].errors > ERRORS_ODD * n)
			continue;
		errors += u->cell[i].errors;
		all += n;
	}
	return all > 0 ? errors / all : 0;
}

/* ---- together ---- */

void
usual_fit(struct usual *u, const struct detect_input *in, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	struct grid copy = u->grid;
	double noise;

	show_evidence(u);
	/* the noise is measured before a window: the end of the series */
	copy.y = arena_array(scratch, copy.n + 1, sizeof *copy.y);
	memcpy(copy.y, u->grid.y, copy.n * sizeof *copy.y);
	noise = noise_scale(&copy, scratch);
	fit_pattern(u, noise, scratch);
	share_out(u, in);
	add_up(u);
	u->spread = 1;
	u->wander = WANDER_PRIOR;
	for (int round = 0; round < NOISE_PASSES; round++)
		measure_noise(u);
	u->spread = match_zeros(u, u->wander, u->spread);
	u->error_share = measure_errors(u);
	arena_reset(scratch, mark);
}

double
usual_around(const struct usual *u, size_t from, size_t to)
{
	size_t reach = (size_t)(AROUND_MS / u->grid.step_ms) + 1;
	size_t low = from > reach ? from - reach : 0;
	size_t high = to + reach < u->grid.n ? to + reach : u->grid.n;
	double mean = u->sum_expected[u->grid.n] / (double)u->grid.n;
	double pull = AROUND_PULL * mean / u->grid.hours;
	double y = u->sum_y[from] - u->sum_y[low] + u->sum_y[high] -
		   u->sum_y[to] + pull;
	double m = u->sum_expected[from] - u->sum_expected[low] +
		   u->sum_expected[high] - u->sum_expected[to] + pull;

	return m > 0 ? fmin(1, y / m) : 1;
}
