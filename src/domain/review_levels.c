/*
 * review_levels.c -- how many are down at a time, and the worst window.
 *
 * The sum up to an instant bends only where a level begins; so what a window
 * holds, as it slides, bends only where one of its ends passes such a place,
 * and is greatest at one of them. Looking at those is looking at all.
 */
#include <stdlib.h>

#include "domain/review_run.h"

struct edge {
	int64_t at, by;
};

static int
by_time(const void *pa, const void *pb)
{
	const struct edge *a = pa, *b = pb;

	return (a->at > b->at) - (a->at < b->at);
}

struct review_levels
quarter_levels_of(const struct spans *const *sets, size_t n, struct span within,
    struct arena *keep)
{
	struct arena scratch = { 0 };
	struct review_levels l = { 0 };
	VEC(struct edge) edges = { 0 };
	int64_t level = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sets[i]->n; k++) {
			struct span s = span_intersect(sets[i]->v[k], within);

			if (span_ms(s) == 0)
				continue;
			*vec_push(&scratch, &edges) =
			    (struct edge){ s.from_at, 1 };
			*vec_push(&scratch, &edges) =
			    (struct edge){ s.to_at, -1 };
		}
	if (edges.n)
		qsort(edges.v, edges.n, sizeof *edges.v, by_time);
	l.at = arena_array(keep, edges.n + 1, sizeof *l.at);
	l.level = arena_array(keep, edges.n + 1, sizeof *l.level);
	l.sum = arena_array(keep, edges.n + 1, sizeof *l.sum);
	for (size_t i = 0; i < edges.n; i++) {
		int64_t at = edges.v[i].at;

		if (l.n == 0 || l.at[l.n - 1] != at) {
			l.sum[l.n] =
			    l.n == 0
				? 0
				: l.sum[l.n - 1] + level * (at - l.at[l.n - 1]);
			l.at[l.n++] = at;
		}
		level += edges.v[i].by;
		l.level[l.n - 1] = level;
	}
	arena_release(&scratch);
	return l;
}

/* Sum up to `at`; *i is the last level that begins at or before it, plus 1,
 * and only moves on. */
static int64_t
sum_until(const struct review_levels *l, int64_t at, size_t *i)
{
	while (*i < l->n && l->at[*i] <= at)
		(*i)++;
	if (*i == 0)
		return 0;
	return l->sum[*i - 1] + l->level[*i - 1] * (at - l->at[*i - 1]);
}

int64_t
quarter_levels_sum(const struct review_levels *l, struct span s)
{
	size_t i = 0, k = 0;

	return sum_until(l, s.to_at, &i) - sum_until(l, s.from_at, &k);
}

struct slide {
	const struct review_levels *l;
	struct span starts; /* first and last start of a window */
	int64_t length_ms, most, at;
	size_t from, to; /* how far the ends have come */
};

static void
look(struct slide *s, int64_t at)
{
	int64_t held;

	if (at < s->starts.from_at || at > s->starts.to_at)
		return;
	held = sum_until(s->l, at + s->length_ms, &s->to);
	held -= sum_until(s->l, at, &s->from);
	if (held > s->most || (held == s->most && at < s->at)) {
		s->most = held;
		s->at = at;
	}
}

int64_t
quarter_worst(const struct review_levels *l, struct span within,
    int64_t length_ms, int64_t *ret_at)
{
	struct slide s = { .l = l,
		.starts = { within.from_at, within.to_at - length_ms },
		.length_ms = length_ms,
		.at = within.from_at };

	look(&s, s.starts.from_at);
	for (size_t i = 0; i < l->n; i++)
		look(&s, l->at[i]);
	s.from = s.to = 0;
	for (size_t i = 0; i < l->n; i++)
		look(&s, l->at[i] - length_ms);
	*ret_at = s.at;
	return s.most;
}

/* ---- the curve ------------------------------------------------------------
 */

static const int64_t lengths[] = { MS_MINUTE, 2 * MS_MINUTE, 5 * MS_MINUTE,
	10 * MS_MINUTE, 20 * MS_MINUTE, 30 * MS_MINUTE, MS_HOUR, 2 * MS_HOUR,
	3 * MS_HOUR, 6 * MS_HOUR, 12 * MS_HOUR, MS_DAY, 3 * MS_DAY, 7 * MS_DAY,
	14 * MS_DAY, 30 * MS_DAY };

#define N_LENGTHS (sizeof lengths / sizeof lengths[0])
_Static_assert(N_LENGTHS + 1 == REVIEW_WINDOWS, "and the quarter itself");

/*
 * As many outages as the mean of a customer has minutes, all of one length and
 * equally far apart: what a window over the start of one holds.
 */
static struct ratio
spread_share(int64_t sum, int64_t n, struct span within, int64_t length_ms)
{
	int64_t all_ms = span_ms(within);
	int128 count, whole;
	struct ratio one, rest;

	if (sum == 0)
		return ratio_int(1);
	count =
	    ((int128)sum + (int128)n * MS_MINUTE - 1) / ((int128)n * MS_MINUTE);
	whole = (int128)length_ms * count / all_ms;
	one = ratio_make(sum, n * count);
	rest = ratio_make((int128)length_ms * count - whole * all_ms, count);
	rest = ratio_add(
	    ratio_mul(ratio_make(whole, 1), one), ratio_min(rest, one));
	return ratio_sub(ratio_int(1), ratio_div(rest, ratio_int(length_ms)));
}

/* The worst windows of `n` parties, by length. */
static void
curve_of(const struct review_levels *l, struct span within, int64_t n,
    struct review_curve *ret_curve)
{
	struct review_curve c = { 0 };
	int64_t sum = quarter_levels_sum(l, within);

	for (size_t i = 0; i <= N_LENGTHS && n > 0; i++) {
		struct review_window *w = &c.window[c.n];
		int64_t most;

		w->length_ms = i < N_LENGTHS ? lengths[i] : span_ms(within);
		if (w->length_ms > span_ms(within))
			continue;
		most = quarter_worst(l, within, w->length_ms, &w->at);
		w->availability = ratio_sub(
		    ratio_int(1), ratio_make(most, (int128)n * w->length_ms));
		w->spread = spread_share(sum, n, within, w->length_ms);
		c.n++;
	}
	*ret_curve = c;
}

void
quarter_windows(struct review_run *run)
{
	struct review_figures *f = run->f;
	struct review_set before;
	const struct spans **sets;
	struct review_levels l;
	unsigned settled = 0;

	curve_of(&run->customers, f->span, f->customers.n, &f->curve);
	if (!quarter_collect(run->d,
		quarter_name(run->scratch, run->now.month - 3), run->scratch,
		&before))
		return;
	for (size_t i = 0; i < before.rows.n; i++) {
		struct str name = before.rows.v[i]->settlement.period_name;

		for (unsigned m = 0; m < 3; m++)
			if (str_eq(name, before.name) ||
			    str_eq(name, str_format(run->scratch, "%04d-%02d",
					     (before.month + (int)m) / 12,
					     (before.month + (int)m) % 12 + 1)))
				settled |= 1u << m;
	}
	f->has_before = settled == 7;
	if (!f->has_before)
		return;
	sets = arena_array(run->scratch, before.parties.n, sizeof *sets);
	for (size_t i = 0; i < before.parties.n; i++)
		sets[i] = &before.parties.v[i].down;
	l = quarter_levels_of(
	    sets, before.parties.n, before.span, run->scratch);
	curve_of(&l, before.span, (int64_t)before.parties.n, &f->before);
}
