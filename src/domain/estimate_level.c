#include "domain/estimate_level.h"

#include <math.h>

#include "domain/estimate_noise.h"

/* Both parts of the level, in logarithms, and their covariance. */
struct state {
	double fast, slow;
	double ff, fs, ss;
};

/* One bin of the gap or behind it, kept for the way back. */
struct step {
	struct state ahead; /* before the bin was looked at */
	struct state seen;  /* after */
};

/* One dynamic at work. */
struct filter {
	double decay;      /* of the fast part in one bin */
	double fast_added; /* variance that comes in with each bin */
	double slow_added;
	double noise;
	struct state x;
	struct step *kept; /* of the bins from the gap on */
};

static void
predict(struct state *x, const struct filter *f)
{
	x->fast *= f->decay;
	x->ff = f->decay * f->decay * x->ff + f->fast_added;
	x->fs *= f->decay;
	x->ss += f->slow_added;
}

/* A surprise beyond HUBER_SIGMAS counts as if it were less certain. */
static void
update(struct state *x, const struct filter *f, double y, double slot)
{
	double m = slot * exp(x->fast + x->slow);
	double fast = x->ff + x->fs, slow = x->fs + x->ss;
	double s = fast + slow + f->noise + 1 / (m + COUNT_HALF);
	double e = noise_innov(y, m), most = HUBER_SIGMAS * sqrt(s);

	double gain;

	if (fabs(e) > most)
		s *= fabs(e) / most;
	gain = 1 / s;
	x->fast += fast * gain * e;
	x->slow += slow * gain * e;
	x->ff -= fast * fast * gain;
	x->fs -= fast * slow * gain;
	x->ss -= slow * slow * gain;
}

/*
 * All dynamics bin by bin, not one after the other: they do not wait for each
 * other, and each is a long chain of steps that do.
 */
static void
forward(const struct profile *p, struct filter *f, size_t n)
{
	const struct view *v = p->view;
	const double *y = v->grid->y;

	for (size_t i = v->level_from; i < v->level_to; i++) {
		bool shown =
		    (i < v->gap_from || i >= v->guard_to) && !isnan(y[i]);
		double slot = profile_at(p, i);

		for (size_t k = 0; k < n; k++) {
			struct state ahead;

			predict(&f[k].x, &f[k]);
			ahead = f[k].x;
			if (shown)
				update(&f[k].x, &f[k], y[i], slot);
			if (i >= v->gap_from)
				f[k].kept[i - v->gap_from] =
				    (struct step){ ahead, f[k].x };
		}
	}
}

/* One step of the fixed-interval smoother (Rauch, Tung and Striebel). */
static void
smooth(struct step *now, const struct step *next, double decay)
{
	const struct state *p = &next->ahead;
	struct state *x = &now->seen;
	double det = p->ff * p->ss - p->fs * p->fs;
	double fast = next->seen.fast - p->fast;
	double slow = next->seen.slow - p->slow;
	/* the inverse of the predicted covariance times the difference */
	double u = (p->ss * fast - p->fs * slow) / det;
	double w = (p->ff * slow - p->fs * fast) / det;

	x->fast += x->ff * decay * u + x->fs * w;
	x->slow += x->fs * decay * u + x->ss * w;
}

/* The level before the first look: all of it in the slow part. */
static struct state
start(const struct profile *p, const struct fast_rule *fast, double noise)
{
	const struct view *v = p->view;

	return (struct state){
		.slow = log(v->level_from < v->to
				? p->level[v->level_from - v->from]
				: p->mean_level),
		.ff = noise * fast->variance,
		.ss = START_VARIANCE * noise,
	};
}

static struct filter
filter_of(const struct profile *p, const struct dynamic *dynamic, double noise)
{
	const struct fast_rule *fast = &dynamic->fast;
	double hours = p->view->grid->hours;
	double decay = exp(-hours / fast->tau_hours);

	return (struct filter){
		.decay = decay,
		.fast_added = noise * fast->variance * (1 - decay * decay),
		.slow_added = noise * dynamic->slow_per_hour * hours,
		.noise = noise,
		.x = start(p, fast, noise),
	};
}

void
level_run(const struct profile *p, const struct dynamic *dynamic, size_t n,
    double noise, struct arena *scratch, double *expected)
{
	struct arena_mark mark = arena_mark(scratch);
	const struct view *v = p->view;
	size_t bins = v->level_to - v->gap_from, gap = v->gap_to - v->gap_from;
	struct filter f[LEVEL_MAX_DYNAMICS];

	for (size_t k = 0; k < n; k++) {
		f[k] = filter_of(p, &dynamic[k], noise);
		f[k].kept = arena_array(scratch, bins + 1, sizeof *f[k].kept);
	}
	forward(p, f, n);
	for (size_t k = 0; k < n; k++) {
		struct step *kept = f[k].kept;

		for (size_t i = bins - 1; i-- > 0;)
			smooth(&kept[i], &kept[i + 1], f[k].decay);
		for (size_t i = 0; i < gap; i++)
			expected[k * gap + i] =
			    profile_at(p, v->gap_from + i) *
			    exp(kept[i].seen.fast + kept[i].seen.slow);
	}
	arena_reset(scratch, mark);
}
