#include "domain/watch_sum.h"

#include <stdlib.h>

static const char *const state_names[SIGHT_STATES] = {
	[SIGHT_NOTHING] = "nodata",
	[SIGHT_OK] = "ok",
	[SIGHT_WARNING] = "warning",
	[SIGHT_UNKNOWN] = "unknown",
	[SIGHT_CRITICAL] = "critical",
	[SIGHT_UP] = "up",
	[SIGHT_DOWN] = "down",
	[SIGHT_UNREACHABLE] = "unreachable",
	[SIGHT_DEGRADED] = "degraded",
	[SIGHT_MAINTENANCE] = "maintenance",
};

const char *
sight_state_name(enum sight_state state)
{
	return state_names[state];
}

bool
sight_state_named(struct str name, enum sight_state *ret_state)
{
	for (int i = 0; i < SIGHT_STATES; i++)
		if (str_is_nocase(name, state_names[i])) {
			*ret_state = (enum sight_state)i;
			return true;
		}
	return false;
}

/* ---- adding up
 * ----------------------------------------------------------------------- */

static struct watch_total *
total_at(struct watch_sum *sum, size_t subject, size_t row)
{
	size_t i = subject * sum->n_rows + row;

	if (i >= WATCH_MAX_TOTALS)
		return NULL;
	while (sum->totals.n <= i)
		vec_push(sum->keep, &sum->totals);
	return &sum->totals.v[i];
}

static size_t
row_of(const struct watch_sum *sum, int64_t at)
{
	size_t low = 0, high = sum->n_rows - 1;

	while (low < high) {
		size_t mid = (low + high + 1) / 2;

		if (sum->cuts[mid] <= at)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

/* A span that counts. */
static void
add_time(struct watch_total *t, const struct watch_segment *g, struct span s)
{
	int64_t ms = span_ms(s), off;

	if (g->inactive) {
		t->inactive_ms += ms;
	} else if (g->off) {
		t->off_ms += ms;
	} else if (g->stops == NULL) {
		t->ms[g->state][g->sched] += ms;
	} else {
		off = watch_stopped_ms(g->stops, s);
		t->off_ms += off;
		t->ms[g->state][g->sched] += ms - off;
	}
}

static void
add_to(struct watch_total *t, const struct watch_sum *sum,
    const struct watch_segment *g, struct span s)
{
	const struct spans *hours = sum->hours;
	int64_t outside = span_ms(s);

	if (hours == NULL) {
		add_time(t, g, s);
		return;
	}
	for (size_t i = interval_after(hours, s.from_at);
	     i < hours->n && hours->v[i].from_at < s.to_at; i++) {
		struct span part = span_intersect(hours->v[i], s);

		add_time(t, g, part);
		outside -= span_ms(part);
	}
	t->inactive_ms += outside;
}

static bool
is_member(const struct watch_sum *sum, size_t subject)
{
	return sum->member == NULL ||
	       (subject < sum->n_members && sum->member[subject]);
}

void
watch_sum_add(void *arg, const struct watch_segment *g)
{
	struct watch_sum *sum = arg;
	struct span left = g->span;

	if (sum->collect && is_member(sum, g->subject)) {
		if (sum->segments.n >= WATCH_MAX_SEGMENTS)
			sum->overflow++;
		else
			*vec_push(sum->keep, &sum->segments) = *g;
	}
	for (size_t row = row_of(sum, left.from_at);
	     row < sum->n_rows && left.from_at < left.to_at; row++) {
		struct span day = span_intersect(
		    left, (struct span){ sum->cuts[row], sum->cuts[row + 1] });
		struct watch_total *t = total_at(sum, g->subject, row);

		if (t == NULL) {
			sum->overflow++;
			return;
		}
		add_to(t, sum, g, day);
		left.from_at = day.to_at;
	}
}

struct watch_total
watch_sum_total(const struct watch_sum *sum, size_t subject, size_t row)
{
	size_t i = subject * sum->n_rows + row;

	return i < sum->totals.n ? sum->totals.v[i] : (struct watch_total){ 0 };
}

int64_t
watch_total_state_ms(const struct watch_total *t, enum sight_state state)
{
	return t->ms[state][0] + t->ms[state][1];
}

int64_t
watch_total_good_ms(const struct watch_total *t)
{
	return watch_total_state_ms(t, SIGHT_OK) +
	       watch_total_state_ms(t, SIGHT_UP);
}

int64_t
watch_total_known_ms(const struct watch_total *t)
{
	int64_t ms = 0;

	for (int i = 0; i < SIGHT_STATES; i++)
		if (sight_is_good((enum sight_state)i) ||
		    sight_is_bad((enum sight_state)i))
			ms += t->ms[i][0] + t->ms[i][1];
	return ms;
}

struct str
watch_percent(struct arena *keep, int64_t part, int64_t whole, int decimals)
{
	if (whole <= 0)
		return STR("-");
	return ratio_decimal(
	    keep, ratio_make((int128)part * 100, whole), decimals, ROUND_DOWN);
}

/* ---- several subjects as one
 * --------------------------------------------------------- */

/* What a subject is in, as a number: a segment's place in the order. */
struct side {
	bool used;
	struct watch_segment g;
};

static int
by_time(const void *pa, const void *pb)
{
	const struct watch_segment *a = pa, *b = pb;

	if (a->span.from_at != b->span.from_at)
		return a->span.from_at < b->span.from_at ? -1 : 1;
	return a->subject < b->subject ? -1 : a->subject > b->subject;
}

/* Not running is like nothing known. */
static int
rank_of(const struct watch_segment *g)
{
	return sight_rank(g->off ? SIGHT_NOTHING : g->state);
}

/* The one that stands for all of them now. */
static struct watch_segment
chosen(const struct side *side, size_t n, enum watch_group group)
{
	const struct watch_segment *best = NULL;
	struct watch_segment out;

	for (size_t i = 0; i < n; i++) {
		const struct watch_segment *g = &side[i].g;

		if (!side[i].used)
			continue;
		if (best == NULL ||
		    (group == GROUP_WORST ? rank_of(g) > rank_of(best)
					  : rank_of(g) < rank_of(best)))
			best = g;
	}
	if (best == NULL)
		return (struct watch_segment){ .state = SIGHT_NOTHING };
	out = *best;
	for (size_t i = 0; i < n; i++) {
		const struct watch_segment *g = &side[i].g;

		if (!side[i].used || rank_of(g) != rank_of(&out))
			continue;
		out.sched = out.sched && g->sched;
		out.off = out.off && g->off;
	}
	return out;
}

struct group_run {
	struct watch_sum *sum;
	struct watch_total *totals;
};

static void
add_chosen(struct group_run *r, const struct watch_segment *g, struct span s)
{
	for (size_t row = row_of(r->sum, s.from_at);
	     row < r->sum->n_rows && s.from_at < s.to_at; row++) {
		struct span day = span_intersect(s,
		    (struct span){ r->sum->cuts[row], r->sum->cuts[row + 1] });

		add_to(&r->totals[row], r->sum, g, day);
		s.from_at = day.to_at;
	}
}

/* Segments of one subject follow each other without a gap. */
static void
sweep(struct group_run *r, struct side *side, const int64_t *place, size_t n,
    enum watch_group group)
{
	struct watch_sum *sum = r->sum;
	int64_t at = sum->cuts[0];

	for (size_t i = 0; i < sum->segments.n; i++) {
		const struct watch_segment *g = &sum->segments.v[i];

		if (place[g->subject] < 0)
			continue;
		if (g->span.from_at > at) {
			struct watch_segment c = chosen(side, n, group);

			add_chosen(r, &c, (struct span){ at, g->span.from_at });
			at = g->span.from_at;
		}
		side[place[g->subject]] = (struct side){ true, *g };
	}
	if (at < sum->cuts[sum->n_rows]) {
		struct watch_segment c = chosen(side, n, group);

		add_chosen(r, &c, (struct span){ at, sum->cuts[sum->n_rows] });
	}
}

static void
average(const struct watch_sum *sum, const size_t *subject, size_t n,
    struct watch_total *ret_totals)
{
	for (size_t row = 0; row < sum->n_rows; row++) {
		struct watch_total *to = &ret_totals[row];

		for (size_t i = 0; i < n; i++) {
			struct watch_total t =
			    watch_sum_total(sum, subject[i], row);

			for (int s = 0; s < SIGHT_STATES; s++) {
				to->ms[s][0] += t.ms[s][0];
				to->ms[s][1] += t.ms[s][1];
			}
			to->off_ms += t.off_ms;
			to->inactive_ms += t.inactive_ms;
		}
	}
}

void
watch_sum_group(struct watch_sum *sum, const size_t *subject, size_t n,
    enum watch_group group, struct watch_total *ret_totals)
{
	struct group_run r = { sum, ret_totals };
	struct side *side = arena_array(sum->keep, n + 1, sizeof *side);
	int64_t *place;
	size_t most = 0;

	for (size_t i = 0; i < sum->n_rows; i++)
		ret_totals[i] = (struct watch_total){ 0 };
	if (group == GROUP_AVERAGE) {
		average(sum, subject, n, ret_totals);
		return;
	}
	for (size_t i = 0; i < sum->segments.n; i++)
		if (sum->segments.v[i].subject > most)
			most = sum->segments.v[i].subject;
	for (size_t i = 0; i < n; i++)
		if (subject[i] > most)
			most = subject[i];
	place = arena_array(sum->keep, most + 1, sizeof *place);
	for (size_t i = 0; i <= most; i++)
		place[i] = -1;
	for (size_t i = 0; i < n; i++)
		place[subject[i]] = (int64_t)i;
	if (sum->segments.n > 0)
		qsort(sum->segments.v, sum->segments.n, sizeof *sum->segments.v,
		    by_time);
	sweep(&r, side, place, n, group);
}
