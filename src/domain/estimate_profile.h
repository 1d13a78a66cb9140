/*
 * estimate_profile.h -- the week's pattern: what share of the level each step
 * of the week gets.
 *
 * A count is modelled as profile[slot] * level * noise. The profile is a ratio
 * of weighted sums, so neither gaps nor zeros bias it; it is drawn toward a
 * smooth separable shape where a slot was seldom seen.
 */
#ifndef DOMAIN_ESTIMATE_PROFILE_H
#define DOMAIN_ESTIMATE_PROFILE_H

#include "domain/estimate_grid.h"

/*
 * What one fit may look at. The gap is what is to be estimated; bins in it are
 * never evidence. Those of [gap_to, guard_to), where visitors come back, are
 * none for the level.
 */
struct view {
	const struct grid *grid;
	size_t from, to; /* evidence of the profile */
	size_t gap_from, gap_to;
	size_t guard_to;             /* gap_to without data behind the gap */
	size_t level_from, level_to; /* the level runs over these */
};

/* Is this bin part of the gap? */
static inline bool
view_hides(const struct view *v, size_t bin)
{
	return bin >= v->gap_from && bin < v->gap_to;
}

struct profile {
	const struct view *view;
	double pull; /* the memory's pull, in weeks */
	double lean; /* pull times the mean level, as it stands in `slot` */
	double mean_level;
	double mean; /* count of an ordinary bin */
	/* per bin of [view->from, view->to) */
	double *weight; /* by age; 0: no evidence */
	double *y;      /* counts, clipped */
	double *level;
	double *loo; /* the slot's value without this bin */
	/* per slot of the week */
	double *slot;      /* the profile */
	double *shape;     /* the separable profile */
	double *num, *den; /* the weighted sums behind `slot` */
};

/* Room for fits on this grid; `bins` is the longest view. */
struct profile *profile_new(
    const struct grid *g, size_t bins, struct arena *keep);

/* Fit; `noise` is the noise scale s2. Uses `scratch` and resets it. */
void profile_fit(struct profile *p, const struct view *v,
    const struct memory_rule *memory, double noise, struct arena *scratch);

/* The separable profile into p->shape (estimate_shape.c). */
void profile_shape(struct profile *p, struct arena *scratch);

/* Profile at a bin, without that bin's own count where it is evidence. */
static inline double
profile_at(const struct profile *p, size_t bin)
{
	const struct view *v = p->view;

	return bin >= v->from && bin < v->to ? p->loo[bin - v->from]
					     : p->slot[v->grid->slot[bin]];
}

#endif
