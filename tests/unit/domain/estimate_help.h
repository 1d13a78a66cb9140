/*
 * estimate_help.h -- made-up traffic with a truth that is known.
 *
 * A week's pattern in the local time of a zone, times a level that wanders,
 * times noise with a memory, counted. Everything comes from a seed.
 */
#ifndef TESTS_DOMAIN_ESTIMATE_HELP_H
#define TESTS_DOMAIN_ESTIMATE_HELP_H

#include <math.h>

#include "base/civil.h"
#include "domain/estimate.h"
#include "unit/support.h"

/* Monday 2024-01-01T00:00:00Z. */
#define START_AT  INT64_C(1704067200000)
#define MOST_BINS 20000

struct site {
	uint64_t seed;
	double per_bin; /* mean count */
	double noise;   /* of one bin, in logarithms */
	double memory;  /* of the noise, from bin to bin, 0..1 */
	double drift;   /* of the level in one bin, in logarithms */
	int64_t step_ms;
	const struct zone *zone; /* NULL: UTC */
};

static struct arena arena;
static struct zone utc = {
	.v = &(const struct zone_change){ INT64_MIN, 0, "UTC" }, .n = 1
};

static inline double
uniform(uint64_t *seed)
{
	return (double)(dice(seed) >> 11) / 9007199254740992.0;
}

/* Close enough to a normal deviate: the sum of twelve. */
static inline double
normal(uint64_t *seed)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += uniform(seed);
	return sum;
}

/*
 * Mean 1 over a week: quiet nights, a busy afternoon, and on Saturday and
 * Sunday half of it all with a later start. Of the middle of the bin.
 */
static inline double
pattern(const struct site *s, int64_t at)
{
	int64_t local = at + s->step_ms / 2 +
			(s->zone ? zone_offset_s(s->zone, at) : 0) * MS_SECOND;
	int64_t day = local / MS_DAY;
	double hour = (double)(local % MS_DAY) / (double)MS_HOUR;
	bool weekend = (day + 3) % 7 >= 5;
	double wave = s->step_ms == MS_DAY ? 1
		      : weekend
			  ? 1 - 0.7 * cos((hour - 3) * 3.14159265358979 / 12)
			  : 1 - 0.8 * cos((hour - 1) * 3.14159265358979 / 12);

	return wave * (weekend ? 0.5 : 1.0) * 7 / 6;
}

/* `n` bins from START_AT on; counts are whole unless there is no noise. */
static inline struct estimate_bin *
made_up(const struct site *s, size_t n)
{
	struct estimate_bin *v = arena_array(&arena, n + 1, sizeof *v);
	uint64_t seed = s->seed;
	double level = 0, noise = 0;

	for (int i = 0; i < 20; i++)
		dice(&seed);
	for (size_t i = 0; i < n; i++) {
		double fresh = sqrt(1 - s->memory * s->memory);
		double mean;

		v[i].at = START_AT + (int64_t)i * s->step_ms;
		level += s->drift * normal(&seed);
		noise = s->memory * noise + fresh * s->noise * normal(&seed);
		mean = s->per_bin * pattern(s, v[i].at) * exp(level + noise);
		v[i].value = mean;
		if (s->noise > 0)
			v[i].value = floor(
			    fmax(0, mean + sqrt(mean) * normal(&seed) + 0.5));
	}
	return v;
}

/* What was counted in [from, to) of the bins. */
static inline double
truth(const struct estimate_bin *v, size_t from, size_t to)
{
	double sum = 0;

	for (size_t i = from; i < to; i++)
		sum += v[i].value;
	return sum;
}

/* An outage over the bins [from, to) of n bins. */
static inline struct estimate_input
outage(const struct site *s, const struct estimate_bin *v, size_t n,
    size_t from, size_t to)
{
	return (struct estimate_input){
		.bins = v,
		.n_bins = n,
		.step_ms = s->step_ms,
		.zone = s->zone ? s->zone : &utc,
		.window = { START_AT + (int64_t)from * s->step_ms,
		    START_AT + (int64_t)to * s->step_ms },
	};
}

/* The same bins without [from, to): no log was written there. */
static inline struct estimate_bin *
without(const struct estimate_bin *v, size_t *n, size_t from, size_t to)
{
	struct estimate_bin *out = arena_array(&arena, *n + 1, sizeof *out);
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++)
		if (i < from || i >= to)
			out[kept++] = v[i];
	*n = kept;
	return out;
}

static inline struct estimate
estimated(const struct estimate_input *in)
{
	struct estimate x;
	struct err e = { 0 };

	if (estimate_window(in, &arena, &x, &e) != 0)
		fail_msg("not estimated: %s", e.text);
	return x;
}

static inline struct estimate
answered(const struct estimate_input *in)
{
	struct estimate x = estimated(in);

	if (x.status != ESTIMATE_OK)
		fail_msg("no answer: %s", x.reason);
	return x;
}

/* Every figure is a number, and they stand in their order. */
static inline void
assert_sane(const struct estimate *x)
{
	const double all[] = { x->expected, x->lo80, x->hi80, x->lo95, x->hi95,
		x->observed, x->lost, x->lost_lo80, x->lost_hi80, x->lost_lo95,
		x->lost_hi95, x->one_sided, x->rebound, x->neff, x->h80, x->h95,
		x->backtest_median, x->backtest_p90, x->backtest_bias,
		x->lastweek_median, x->unseen };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		assert_true(isfinite(all[i]));
	assert_true(0 <= x->lo95 && x->lo95 <= x->lo80);
	assert_true(x->lo80 <= x->hi80 && x->hi80 <= x->hi95);
	assert_true(x->lost >= 0 && x->lost_lo80 >= 0 && x->lost_lo95 >= 0);
	assert_true(x->lost_lo95 <= x->lost_lo80);
	assert_true(x->lost_hi80 <= x->lost_hi95);
	assert_true(x->grade >= 'A' && x->grade <= 'D');
	assert_true(x->inside80 <= x->inside95);
	assert_true(x->inside95 <= x->n_windows);
	for (size_t i = 0; i < x->n_points; i++)
		assert_true(isfinite(x->points[i].expected));
}

static inline void
assert_near(double actual, double expected, double share)
{
	if (fabs(actual - expected) > share * fabs(expected))
		fail_msg("%.10g is not %.10g", actual, expected);
}

/* The same answer, to the last bit. */
static inline void
assert_same(const struct estimate *a, const struct estimate *b)
{
	assert_memory_equal(&a->expected, &b->expected,
	    offsetof(struct estimate, observed) -
		offsetof(struct estimate, expected));
	assert_int_equal(a->grade, b->grade);
	assert_int_equal(a->n_windows, b->n_windows);
	assert_memory_equal(&a->backtest_median, &b->backtest_median,
	    sizeof a->backtest_median);
	assert_memory_equal(&a->h80, &b->h80, sizeof a->h80);
}

static inline int
forget(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

#endif
