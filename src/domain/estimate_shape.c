/*
 * estimate_shape.c -- the separable profile: time of day by kind of day, times
 * the day of the week. What a slot is drawn to when it was seldom seen.
 */
#include <math.h>

#include "domain/estimate_profile.h"

enum { KINDS = 2, DAYS = 7 }; /* weekday and weekend; days of the week */

/* Weighted sums of counts and of levels. */
struct sums {
	double y, level;
};

struct shape {
	size_t day;
	struct sums *all;         /* by time of day */
	struct sums *kind[KINDS]; /* by kind of day and time of day */
	double *overall, *of_kind[KINDS];
	double ratio; /* of all counts to all levels */
};

static void
add_up(const struct profile *p, struct shape *s)
{
	const struct view *v = p->view;
	struct sums total = { 0, 0 };

	for (size_t i = 0; i < v->to - v->from; i++) {
		size_t h = v->grid->of_day[v->from + i];
		size_t k = grid_weekend(v->grid, v->from + i);
		double y = p->weight[i] * p->y[i];
		double level = p->weight[i] * p->level[i];

		s->all[h].y += y;
		s->all[h].level += level;
		s->kind[k][h].y += y;
		s->kind[k][h].level += level;
		total.y += y;
		total.level += level;
	}
	s->ratio = total.level > 0 ? total.y / total.level : 1;
}

static void
overall(struct shape *s)
{
	for (size_t h = 0; h < s->day; h++)
		s->overall[h] = s->all[h].level > 0
				    ? s->all[h].y / s->all[h].level
				    : s->ratio;
}

/*
 * A kind's shape is the overall one times a factor for each time of day. The
 * factor is a ratio of sums, drawn to the kind's own mean with half of the
 * traffic that an average time of its day brings: where little comes, in the
 * night, it takes more to look different.
 */
static void
shape_of_kind(const struct shape *s, const struct sums *own, double *out)
{
	double y = 0, fit = 0, mean, prior;

	for (size_t h = 0; h < s->day; h++) {
		y += own[h].y;
		fit += own[h].level * s->overall[h];
	}
	mean = fit > 0 ? y / fit : 1;
	prior = fmax(SHAPE_PRIOR_DAYS * fit / (double)s->day, SHAPE_MIN);
	for (size_t h = 0; h < s->day; h++)
		out[h] = s->overall[h] * (own[h].y + prior * mean) /
			 (own[h].level * s->overall[h] + prior);
}

/* Days of the week differ by a factor; little evidence leaves it near 1. */
static void
day_factors(const struct profile *p, const struct shape *s, double *factor)
{
	const struct view *v = p->view;
	struct sums day[DAYS] = { { 0, 0 } };
	double fits = 0, prior;
	size_t seen = 0;

	for (size_t i = 0; i < v->to - v->from; i++) {
		size_t bin = v->from + i, d = v->grid->weekday[bin];
		size_t k = grid_weekend(v->grid, bin);
		double fit = p->weight[i] * p->level[i] *
			     s->of_kind[k][v->grid->of_day[bin]];

		day[d].y += p->weight[i] * p->y[i];
		day[d].level += fit;
		fits += fit;
	}
	for (size_t d = 0; d < DAYS; d++)
		seen += day[d].level > 0;
	prior = seen != 0 ? WEEKDAY_PRIOR * fits / (double)seen : 1;
	for (size_t d = 0; d < DAYS; d++)
		factor[d] =
		    prior > 0 ? (day[d].y + prior) / (day[d].level + prior) : 1;
}

void
profile_shape(struct profile *p, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	const struct grid *g = p->view->grid;
	double factor[DAYS];
	struct shape s = { .day = g->day };

	s.all = arena_array(scratch, s.day, sizeof *s.all);
	s.overall = arena_array(scratch, s.day, sizeof *s.overall);
	for (size_t k = 0; k < KINDS; k++) {
		s.kind[k] = arena_array(scratch, s.day, sizeof *s.kind[k]);
		s.of_kind[k] =
		    arena_array(scratch, s.day, sizeof *s.of_kind[k]);
	}
	add_up(p, &s);
	overall(&s);
	for (size_t k = 0; k < KINDS; k++)
		shape_of_kind(&s, s.kind[k], s.of_kind[k]);
	day_factors(p, &s, factor);
	for (size_t d = 0; d < DAYS; d++)
		for (size_t h = 0; h < s.day; h++) {
			double q = s.of_kind[d >= 5][h] * factor[d];

			p->shape[d * s.day + h] = q > SHAPE_MIN ? q : SHAPE_MIN;
		}
	arena_reset(scratch, mark);
}
