/*
 * The other way round: a table of outages or windows, told as a monitor would,
 * so that one question can be asked of both.
 */
#include <stdlib.h>

#include "import/watched.h"

static enum sight_state
state_of_condition(enum condition condition)
{
	switch (condition) {
	case COND_DOWN:
		return SIGHT_DOWN;
	case COND_NO_DATA:
		return SIGHT_NOTHING;
	default:
		return SIGHT_DEGRADED;
	}
}

static int
by_start(const void *pa, const void *pb)
{
	const struct outage *a = pa, *b = pb;

	if (a->span.from_at != b->span.from_at)
		return a->span.from_at < b->span.from_at ? -1 : 1;
	return a->from.line < b->from.line ? -1 : a->from.line > b->from.line;
}

void
watched_from_table(struct job *job,
    void (*see)(void *arg, const struct sighting *sighting), void *arg)
{
	struct batch *b = job->batch;

	if (b->outages.n > 0)
		qsort(
		    b->outages.v, b->outages.n, sizeof *b->outages.v, by_start);
	for (size_t i = 0; i < b->windows.n; i++) {
		const struct window *o = &b->windows.v[i];

		see(arg, &(struct sighting){ .kind = SIGHT_WINDOW,
			     .at = o->span.from_at,
			     .to_at = o->span.to_at,
			     .subject = o->subject,
			     .announced_at = o->announced_at,
			     .line = o->from.line });
	}
	for (size_t i = 0; i < b->outages.n; i++) {
		const struct outage *o = &b->outages.v[i];

		see(arg, &(struct sighting){ .kind = SIGHT_SPAN,
			     .state = state_of_condition(o->condition),
			     .at = o->span.from_at,
			     .to_at = o->open ? NO_INSTANT : o->span.to_at,
			     .subject = o->subject,
			     .announced_at = NO_INSTANT,
			     .note = o->note,
			     .line = o->from.line });
	}
}
