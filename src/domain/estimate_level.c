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

struct filter {
	double decay;      /* of the fast part in one bin */
	double fast_added; /* variance that comes in with each bin */
	double slow_added;
	double noise;
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

/* Filtered states of all bins from the gap on. */
static void
forward(const struct profile *p, const struct filter *f, struct state x,
    struct step *kept)
{
	const struct view *v = p->view;
	const double *y = v->grid->y;

	for (size_t i = v->level_from; i < v->level_to; i++) {
		struct state ahead;

		predict(&x, f);
		ahead = x;
		if ((i < v->gap_from || i >= v->guard_to) && !isnan(y[i]))
			update(&x, f, y[i], profile_at(p, i));
		if (i >= v->gap_from)
			kept[i - v->gap_from] = (struct step){ ahead, x };
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

void
level_run(const struct profile *p, const struct dynamic *dynamic, double noise,
    struct arena *scratch, double *expected)
{
	struct arena_mark mark = arena_mark(scratch);
	const struct view *v = p->view;
	const struct fast_rule *fast = &dynamic->fast;
	double hours = v->grid->hours, decay = exp(-hours / fast->tau_hours);
	struct filter f = {
		.decay = decay,
		.fast_added = noise * fast->variance * (1 - decay * decay),
		.slow_added = noise * dynamic->slow_per_hour * hours,
		.noise = noise,
	};
	size_t n = v->level_to - v->gap_from, gap = v->gap_to - v->gap_from;
	struct step *kept = arena_array(scratch, n + 1, sizeof *kept);

	forward(p, &f, start(p, fast, noise), kept);
	for (size_t i = n - 1; i-- > 0;)
		smooth(&kept[i], &kept[i + 1], decay);
	for (size_t i = 0; i < gap; i++)
		expected[i] = profile_at(p, v->gap_from + i) *
			      exp(kept[i].seen.fast + kept[i].seen.slow);
	arena_reset(scratch, mark);
}
