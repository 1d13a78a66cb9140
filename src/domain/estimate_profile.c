#include "domain/estimate_profile.h"

#include <math.h>

struct profile *
profile_new(const struct grid *g, size_t bins, struct arena *keep)
{
	struct profile *p = arena_new(keep, struct profile);

	p->weight = arena_array(keep, bins + 1, sizeof *p->weight);
	p->y = arena_array(keep, bins + 1, sizeof *p->y);
	p->level = arena_array(keep, bins + 1, sizeof *p->level);
	p->loo = arena_array(keep, bins + 1, sizeof *p->loo);
	p->slot = arena_array(keep, g->week, sizeof *p->slot);
	p->shape = arena_array(keep, g->week, sizeof *p->shape);
	p->num = arena_array(keep, g->week, sizeof *p->num);
	p->den = arena_array(keep, g->week, sizeof *p->den);
	return p;
}

static size_t
n_bins(const struct profile *p)
{
	return p->view->to - p->view->from;
}

static size_t
slot_of(const struct profile *p, size_t i)
{
	return p->view->grid->slot[p->view->from + i];
}

/* ---- evidence and its weight ---- */

/* Newer bins weigh more: half for each half-life away from the gap. */
static void
take_evidence(struct profile *p, const struct memory_rule *memory)
{
	const struct view *v = p->view;
	const struct grid *g = v->grid;
	size_t centre = (v->gap_from + v->gap_to) / 2, known = 0;
	double half_life = memory->half_life_weeks * (double)g->week;
	double sum = 0;

	for (size_t i = 0; i < n_bins(p); i++) {
		size_t bin = v->from + i;
		size_t age = bin < centre ? centre - bin : bin - centre;

		p->weight[i] = p->y[i] = 0;
		if (view_hides(v, bin) || isnan(g->y[bin]))
			continue;
		p->weight[i] = exp2(-(double)age / half_life);
		p->y[i] = g->y[bin];
		sum += g->y[bin];
		known++;
	}
	p->mean = known != 0 ? sum / (double)known : 0;
	p->mean_level = fmax(p->mean, LEVEL_MIN);
	for (size_t i = 0; i < n_bins(p); i++)
		p->level[i] = p->mean_level;
}

/* ---- the profile, slot by slot ---- */

static void
fit_slots(struct profile *p)
{
	const struct grid *g = p->view->grid;

	for (size_t s = 0; s < g->week; s++)
		p->num[s] = p->den[s] = 0;
	for (size_t i = 0; i < n_bins(p); i++) {
		p->num[slot_of(p, i)] += p->weight[i] * p->y[i];
		p->den[slot_of(p, i)] += p->weight[i] * p->level[i];
	}
	p->lean = p->pull * p->mean_level;
	for (size_t s = 0; s < g->week; s++)
		p->slot[s] =
		    (p->num[s] + p->lean * p->shape[s]) / (p->den[s] + p->lean);
}

/* ---- the level, week by week ---- */

/* Sums of counts and of the profile over the evidence before each bin. */
struct running {
	double y, slot;
};

static void
mean_of_levels(struct profile *p)
{
	double sum = 0, weight = 0;

	for (size_t i = 0; i < n_bins(p); i++) {
		sum += p->weight[i] * p->level[i];
		weight += p->weight[i];
	}
	if (weight > 0)
		p->mean_level = sum / weight;
}

/*
 * A ratio of sums over the week around each bin, moved inward at the ends:
 * missing hours do not bias it.
 */
static void
fit_levels(struct profile *p, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	size_t n = n_bins(p), week = p->view->grid->week;
	struct running *run = arena_array(scratch, n + 1, sizeof *run);
	double global;

	for (size_t i = 0; i < n; i++) {
		bool known = p->weight[i] > 0;

		run[i + 1].y = run[i].y + p->y[i];
		run[i + 1].slot =
		    run[i].slot + (known ? p->slot[slot_of(p, i)] : 0);
	}
	global = run[n].slot > 0 ? run[n].y / run[n].slot : 0;
	for (size_t i = 0; i < n; i++) {
		size_t from = i > week / 2 ? i - week / 2 : 0, to;

		if (from + week > n)
			from = n > week ? n - week : 0;
		to = from + week < n ? from + week : n;
		p->level[i] = (run[to].y - run[from].y + LEVEL_PRIOR * global) /
			      (run[to].slot - run[from].slot + LEVEL_PRIOR);
		if (p->level[i] < LEVEL_MIN)
			p->level[i] = LEVEL_MIN;
	}
	mean_of_levels(p);
	arena_reset(scratch, mark);
}

/* ---- clipping ---- */

/* Few values: a slot has one a week. */
static double
median(double *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		double x = v[i];
		size_t k = i;

		for (; k > 0 && v[k - 1] > x; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
	return n % 2 != 0 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/*
 * Median over the weeks of count by level, for each slot, drawn to the
 * separable profile; the profile of the pass before for slots of too few
 * weeks.
 */
static void
median_centre(const struct profile *p, double *centre, struct arena *scratch)
{
	size_t n = n_bins(p), slots = p->view->grid->week;
	size_t *begin = arena_array(scratch, slots + 1, sizeof *begin);
	size_t *end = arena_array(scratch, slots, sizeof *end);
	double *ratio = arena_array(scratch, n + 1, sizeof *ratio);

	for (size_t i = 0; i < n; i++)
		begin[slot_of(p, i) + 1] += p->weight[i] > 0;
	for (size_t s = 0; s < slots; s++) {
		begin[s + 1] += begin[s];
		end[s] = begin[s];
	}
	for (size_t i = 0; i < n; i++)
		if (p->weight[i] > 0)
			ratio[end[slot_of(p, i)]++] = p->y[i] / p->level[i];
	for (size_t s = 0; s < slots; s++) {
		size_t weeks = end[s] - begin[s];
		double w = (double)weeks;

		centre[s] = p->slot[s];
		if (weeks >= CLIP_MEDIAN_WEEKS)
			centre[s] = (w * median(ratio + begin[s], weeks) +
					p->pull * p->shape[s]) /
				    (w + p->pull);
	}
}

/*
 * Bots, flash crowds and half-hidden outages must not enter the profile. A
 * clipped bin still counts, as the bound it was clipped to.
 */
static void
clip(struct profile *p, bool by_median, double noise, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	const struct grid *g = p->view->grid;
	double *centre = p->slot, wide = exp(CLIP_SIGMAS * sqrt(noise));

	if (by_median) {
		centre = arena_array(scratch, g->week, sizeof *centre);
		median_centre(p, centre, scratch);
	}
	for (size_t i = 0; i < n_bins(p); i++) {
		double m, root, y;

		if (p->weight[i] == 0)
			continue;
		m = p->level[i] * centre[slot_of(p, i)];
		root = CLIP_POISSON * sqrt(m);
		y = g->y[p->view->from + i];
		if (y < m / wide - root)
			y = m / wide - root;
		if (y > m * wide + root + 1)
			y = m * wide + root + 1;
		p->y[i] = y;
	}
	arena_reset(scratch, mark);
}

/* ---- together ---- */

/*
 * Each bin's slot without the bin itself: its count and level taken out of the
 * two sums, as they were when the profile was formed.
 */
static void
leave_one_out(struct profile *p)
{
	double lean = p->pull * p->mean_level;

	for (size_t i = 0; i < n_bins(p); i++) {
		size_t s = slot_of(p, i);
		double w = p->weight[i];

		p->loo[i] = p->slot[s];
		if (w > 0)
			p->loo[i] =
			    (p->num[s] - w * p->y[i] + lean * p->shape[s]) /
			    (p->den[s] - w * p->level[i] + lean);
	}
}

void
profile_fit(struct profile *p, const struct view *v,
    const struct memory_rule *memory, double noise, struct arena *scratch)
{
	p->view = v;
	p->pull = memory->pull_weeks;
	take_evidence(p, memory);
	for (int pass = 1; pass <= PROFILE_PASSES; pass++) {
		profile_shape(p, scratch);
		if (pass > 1)
			clip(p, pass == 2 && p->mean >= CLIP_MEDIAN_MEAN, noise,
			    scratch);
		fit_slots(p);
		fit_levels(p, scratch);
	}
	leave_one_out(p);
}
