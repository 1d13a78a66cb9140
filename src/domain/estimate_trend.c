/*
 * estimate_trend.c -- see estimate_trend.h.
 */
#include "domain/estimate_trend.h"

#include <stdlib.h>

#define DRAWS 4000
/* The middle 80 %: what is left beyond each end. */
#define BEYOND (DRAWS / 10)
#define SEED   UINT64_C(0x6d616b65676f6f64)

/*
 * Chances of 0, 1, 2... events of a Poisson variable of mean 1, added up, in
 * units of 2^-32: e^-1 = 0.36787944..., each next the one before divided by its
 * number.
 */
static const uint64_t poisson[] = { 1580030169, 3160060337, 3950075422,
	4213413783, 4279248374, 4292415292, 4294609778, 4294923276, 4294962463,
	4294966817, 4294967253, 4294967292 };

#define N_POISSON (sizeof poisson / sizeof poisson[0])

static uint64_t
next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* 0 .. n - 1; n below 2^32, so what is uneven is below 2^-32. */
static size_t
any_of(uint64_t *state, size_t n)
{
	return (size_t)(((next(state) >> 32) * (uint64_t)n) >> 32);
}

static int64_t
events(uint64_t *state)
{
	uint64_t u = next(state) >> 32;
	int64_t k = 0;

	while (k < (int64_t)N_POISSON && u >= poisson[k])
		k++;
	return k;
}

static int
by_size(const void *pa, const void *pb)
{
	const int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return (a > b) - (a < b);
}

/* Sorts `v`. */
static int64_t
median(int64_t *v, size_t n)
{
	if (n == 0)
		return 0;
	qsort(v, n, sizeof *v, by_size);
	return v[(n - 1) / 2] + (v[n / 2] - v[(n - 1) / 2]) / 2;
}

static int64_t
measure(enum trend_of of, const int64_t *v, size_t n, int64_t *copy)
{
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++) {
		copy[i] = v[i];
		sum += v[i];
	}
	return of == TREND_SUM ? sum : median(copy, n);
}

static int64_t
draw(uint64_t *state, enum trend_of of, const int64_t *v, size_t n,
    int64_t *copy)
{
	int64_t sum = 0;

	if (of == TREND_SUM) {
		for (size_t i = 0; i < n; i++)
			sum += events(state) * v[i];
		return sum;
	}
	for (size_t i = 0; i < n; i++)
		copy[i] = v[any_of(state, n)];
	return median(copy, n);
}

struct trend_change
estimate_trend(enum trend_of of, const int64_t *before, size_t n_before,
    const int64_t *now, size_t n_now, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	size_t most = n_before > n_now ? n_before : n_now;
	int64_t *copy = arena_array(scratch, most + 1, sizeof *copy);
	int64_t *change = arena_array(scratch, DRAWS, sizeof *change);
	struct trend_change t = { .n_before = (int64_t)n_before,
		.n_now = (int64_t)n_now };
	uint64_t state = SEED;

	t.before = measure(of, before, n_before, copy);
	t.now = measure(of, now, n_now, copy);
	if (n_before >= TREND_LEAST && n_now >= TREND_LEAST) {
		for (size_t i = 0; i < DRAWS; i++) {
			int64_t a = draw(&state, of, before, n_before, copy);

			change[i] = draw(&state, of, now, n_now, copy) - a;
		}
		qsort(change, DRAWS, sizeof *change, by_size);
		t.low = change[BEYOND];
		t.high = change[DRAWS - 1 - BEYOND];
		t.trend = t.high < 0  ? TREND_BETTER
			  : t.low > 0 ? TREND_WORSE
				      : TREND_UNCLEAR;
	}
	arena_reset(scratch, mark);
	return t;
}
