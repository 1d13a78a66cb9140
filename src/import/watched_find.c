/*
 * watched_find.c -- failures and knowledge from the segments of a fold.
 */
#include "import/watched_find.h"

#include <stdlib.h>

/* `line` is that of the last record before, 0 where there was none. */
static bool
condition_of(const struct watch_rule *rule, const struct watch_segment *g,
    int64_t line, enum condition *ret_condition)
{
	enum sight_state state = g->off ? SIGHT_NOTHING : g->state;

	switch (state) {
	case SIGHT_CRITICAL:
	case SIGHT_DOWN:
	case SIGHT_UNREACHABLE:
		*ret_condition = COND_DOWN;
		return true;
	case SIGHT_WARNING:
	case SIGHT_DEGRADED:
		*ret_condition = COND_DEGRADED;
		return true;
	case SIGHT_UNKNOWN:
		*ret_condition = rule->unknown_down ? COND_DOWN : COND_NO_DATA;
		return rule->unknown_down || rule->off_unknown;
	case SIGHT_NOTHING:
		/* before and behind what the file tells others may know */
		*ret_condition = COND_NO_DATA;
		return line != 0 && !g->open;
	default:
		return false;
	}
}

/* Of planned work, or where nobody looked, nothing is known. */
static bool
is_known(const struct watch_segment *g)
{
	return g->line != 0 && !g->off && !g->inactive &&
	       g->state != SIGHT_NOTHING && g->state != SIGHT_UNKNOWN &&
	       g->state != SIGHT_MAINTENANCE;
}

static void
add_known(struct findings *w, struct told *told, const struct watch_segment *g)
{
	struct stretch *k = NULL;

	if (!is_known(g))
		return;
	if (told->known != 0)
		k = &w->known.v[told->known - 1];
	if (k == NULL || k->span.to_at != g->span.from_at) {
		k = vec_push(w->scratch, &w->known);
		*k = (struct stretch){ g->subject, g->span, g->line };
		told->known = (int64_t)w->known.n;
	}
	k->span.to_at = g->span.to_at;
}

static void
add_failure(
    struct findings *w, struct told *told, const struct watch_segment *g)
{
	enum condition condition;
	struct failure *f = NULL;

	if (!condition_of(w->rule, g, told->line, &condition))
		return;
	if (told->failure != 0)
		f = &w->failures.v[told->failure - 1];
	if (f != NULL && f->span.to_at != g->span.from_at)
		f = NULL;
	if (condition == COND_NO_DATA && w->rule->off_last) {
		/* the last state holds, and it was no failure */
		if (f == NULL)
			return;
		condition = f->condition;
	}
	w->gaps |= condition == COND_NO_DATA;
	if (f == NULL || f->condition != condition) {
		f = vec_push(w->scratch, &w->failures);
		*f = (struct failure){ g->subject, g->span, condition, false,
			told->line, 0, g->note };
		told->failure = (int64_t)w->failures.n;
	}
	f->span.to_at = g->span.to_at;
	f->open = g->open;
	f->records += g->records;
}

void
findings_add(void *findings, const struct watch_segment *g)
{
	struct findings *w = findings;
	struct told *told;

	while (w->told.n <= g->subject)
		vec_push(w->scratch, &w->told);
	told = &w->told.v[g->subject];
	if (g->line != 0)
		told->line = g->line;
	add_known(w, told, g);
	add_failure(w, told, g);
}

static int
by_subject(const void *pa, const void *pb)
{
	const struct failure *a = pa, *b = pb;

	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	return a->span.from_at < b->span.from_at
		   ? -1
		   : a->span.from_at > b->span.from_at;
}

/* What is cut by the edge of a file may be longer than this file knows. */
static bool
confirmed(const struct watch_rule *rule, const struct source *source,
    const struct failure *f)
{
	if (f->condition == COND_NO_DATA || f->open ||
	    f->span.from_at <= source->first_at)
		return true;
	return f->records >= rule->confirm_checks &&
	       span_ms(f->span) >= rule->confirm_ms;
}

/* A recovery that is too short is none; what was not confirmed, too. */
static void
apply_policy(struct findings *w, const struct source *source)
{
	struct failure *v = w->failures.v;
	size_t n = 0, kept = 0;

	if (w->failures.n > 0)
		qsort(v, w->failures.n, sizeof *v, by_subject);
	for (size_t i = 0; i < w->failures.n; i++) {
		struct failure *f = n > 0 ? &v[n - 1] : NULL;

		if (f != NULL && f->subject == v[i].subject &&
		    f->condition == v[i].condition &&
		    v[i].span.from_at - f->span.to_at <
			w->rule->min_recovery_ms) {
			f->span.to_at = v[i].span.to_at;
			f->open = v[i].open;
			f->records += v[i].records;
		} else {
			v[n++] = v[i];
		}
	}
	for (size_t i = 0; i < n; i++)
		if (confirmed(w->rule, source, &v[i]))
			v[kept++] = v[i];
	w->failures.n = kept;
}

/* What lasts to the window's end only because nothing later was told. */
static void
end_known(struct findings *w, int64_t last_at)
{
	size_t n = 0;

	for (size_t i = 0; i < w->known.n; i++) {
		struct stretch k = w->known.v[i];

		if (k.span.to_at > last_at)
			k.span.to_at = last_at;
		if (k.span.to_at > k.span.from_at)
			w->known.v[n++] = k;
	}
	w->known.n = n;
}

void
findings_settle(struct findings *f, const struct source *source)
{
	apply_policy(f, source);
	end_known(f, source->last_at);
}
