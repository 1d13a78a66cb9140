/*
 * comms_state.c -- each message beside the state that was recorded at that
 * instant. Recorded is what the services went through, also where the contract
 * does not count it.
 */
#include "domain/comms_figures.h"
#include "domain/incident_figures.h"

static void
count_services(const struct incident_figures *f, struct notice_figures *row)
{
	int64_t at = row->notice->at;

	for (size_t i = 0; i < f->n_services; i++) {
		const struct affected_service *a = &f->services[i];
		bool down = interval_holds(&a->down, at) ||
			    interval_holds(&a->excluded, at);

		row->down += down;
		row->limited +=
		    !down && (interval_holds(&a->degraded, at) ||
				 interval_holds(&a->substitute, at));
	}
}

static void
judge_resolved(const struct spans *bad, struct notice_figures *row)
{
	int64_t at = row->notice->at;
	size_t i = interval_after(bad, at);

	row->said = SAID_AGREES;
	if (i == bad->n)
		return;
	if (bad->v[i].from_at <= at) {
		row->said = SAID_TOO_EARLY;
		row->said_ms = bad->v[bad->n - 1].to_at - at;
	} else {
		row->said = SAID_AND_AGAIN;
		row->said_ms = bad->v[i].from_at - at;
	}
}

static void
judge_fault(const struct spans *bad, struct notice_figures *row)
{
	int64_t at = row->notice->at;

	row->said = SAID_AGREES;
	if (bad->n && bad->v[bad->n - 1].to_at <= at) {
		row->said = SAID_TOO_LATE;
		row->said_ms = at - bad->v[bad->n - 1].to_at;
	}
}

static void
judge(const struct spans *bad, struct notice_figures *row)
{
	switch ((enum notice_says)row->notice->says) {
	case SAYS_NOTHING:
		return;
	case SAYS_RESOLVED:
		judge_resolved(bad, row);
		break;
	case SAYS_INVESTIGATING:
	case SAYS_IDENTIFIED:
		judge_fault(bad, row);
		break;
	case SAYS_MONITORING:
		/* It claims neither a fault nor its end. */
		row->said = SAID_AGREES;
		break;
	}
}

static void
add_all(struct arena *keep, struct spans *to, const struct spans *from)
{
	for (size_t i = 0; i < from->n; i++)
		interval_add(keep, to, from->v[i].from_at, from->v[i].to_at);
}

void
comms_impaired(
    const struct affected_service *a, struct arena *keep, struct spans *to)
{
	add_all(keep, to, &a->down);
	add_all(keep, to, &a->excluded);
	add_all(keep, to, &a->degraded);
	add_all(keep, to, &a->substitute);
}

void
comms_state(struct incident_figures *f, struct arena *keep)
{
	struct comms_figures *c = &f->comms;
	for (size_t i = 0; i < f->n_services; i++)
		comms_impaired(&f->services[i], keep, &c->impaired);
	interval_clean(&c->impaired);
	for (size_t i = 0; i < c->n_notices; i++) {
		struct notice_figures *row = &c->notices[i];

		if (row->notice->direction == NOTICE_IN)
			continue;
		count_services(f, row);
		judge(&c->impaired, row);
		if (!row->notice->public_ || row->notice->hidden)
			continue;
		c->n_claims += row->said != SAID_NOTHING;
		c->n_contradictions += row->said > SAID_AGREES;
	}
}
