/*
 * review_repeats.c -- incidents that resemble an earlier one, messages and
 * actions of the quarter.
 */
#include <stdlib.h>

#include "domain/review_run.h"

/* Pairs that are listed; there may be more. */
#define REPEATS_MOST 500

struct subject {
	size_t incident; /* in the dossier */
	struct str subject;
};

struct subjects {
	struct subject *v;
	size_t n, cap;
};

static int
by_incident(const void *pa, const void *pb)
{
	const struct subject *a = pa, *b = pb;

	if (a->incident != b->incident)
		return a->incident < b->incident ? -1 : 1;
	return str_cmp(a->subject, b->subject);
}

/* What failed in each incident: the subjects of its records. */
static struct subjects
collect_subjects(struct review_run *run)
{
	struct subjects s = { 0 };

	for (size_t i = 0; i < run->d->n_outages; i++) {
		const struct outage *o = &run->d->outages[i];
		int64_t k = map_get(&run->incident_of, o->incident);
		struct subject one = { (size_t)k, o->subject };

		if (k >= 0 && o->incident.n && o->subject.n &&
		    (o->condition == COND_DOWN ||
			o->condition == COND_DEGRADED))
			*vec_push(run->scratch, &s) = one;
	}
	if (s.n)
		qsort(s.v, s.n, sizeof *s.v, by_incident);
	return s;
}

static size_t
first_of(const struct subjects *s, size_t incident)
{
	size_t from = 0, to = s->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (s->v[mid].incident < incident)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

/* The first component that both name, or nothing. */
static struct str
common(const struct subjects *s, size_t a, size_t b)
{
	size_t i = first_of(s, a), k = first_of(s, b);

	while (i < s->n && k < s->n && s->v[i].incident == a &&
	       s->v[k].incident == b) {
		int c = str_cmp(s->v[i].subject, s->v[k].subject);

		if (c == 0)
			return s->v[i].subject;
		if (c < 0)
			i++;
		else
			k++;
	}
	return STR_NONE;
}

static bool
is_open_at(const struct action *a, int64_t at)
{
	return a->done_at == NO_INSTANT ? !quarter_is_done(a) : a->done_at > at;
}

static void
open_actions(struct review_run *run, struct review_repeat *r, int64_t at)
{
	VEC(const struct action *) list = { 0 };

	for (size_t i = 0; i < run->d->n_actions; i++) {
		const struct action *a = &run->d->actions[i];

		if (a->incident.n && str_eq(a->incident, r->earlier->id) &&
		    is_open_at(a, at))
			*vec_push(run->keep, &list) = a;
	}
	r->open = list.v;
	r->n_open = list.n;
}

static int
by_later(const void *pa, const void *pb)
{
	const struct review_repeat *a = pa, *b = pb;
	int64_t at = quarter_began(a->later), bt = quarter_began(b->later);
	int c;

	if (at != bt)
		return at < bt ? -1 : 1;
	c = str_cmp(a->later->id, b->later->id);
	if (c)
		return c;
	if (a->apart_ms != b->apart_ms)
		return a->apart_ms > b->apart_ms ? -1 : 1;
	return str_cmp(a->earlier->id, b->earlier->id);
}

/* Six months before, at the beginning of that local day. */
static int64_t
half_a_year_before(const struct zone *z, int64_t at)
{
	struct civil c = zone_civil(z, at);

	return zone_day(z, c.year, c.month - 6, c.day);
}

static bool
resembles(const struct subjects *subjects, const struct dossier *d,
    struct review_repeat *r)
{
	r->same_cause = !quarter_is_unknown(r->later->cause) &&
			str_eq(r->later->cause, r->earlier->cause);
	r->component = common(subjects, (size_t)(r->earlier - d->incidents),
	    (size_t)(r->later - d->incidents));
	return r->same_cause || r->component.n > 0;
}

void
quarter_repeats(struct review_run *run)
{
	const struct dossier *d = run->d;
	struct review_figures *f = run->f;
	struct subjects subjects = collect_subjects(run);
	VEC(struct review_repeat) list = { 0 };

	for (size_t i = 0; i < d->n_incidents; i++) {
		int64_t at = quarter_began(&d->incidents[i]), since_at;

		if (at == NO_INSTANT || at < f->span.from_at ||
		    at >= f->span.to_at)
			continue;
		since_at = half_a_year_before(d->settings.zone, at);
		for (size_t k = 0; k < d->n_incidents; k++) {
			struct review_repeat r = { &d->incidents[k],
				&d->incidents[i], 0, false, STR_NONE, NULL, 0 };
			int64_t before_at = quarter_began(r.earlier);

			if (before_at == NO_INSTANT || before_at < since_at ||
			    before_at > at || (before_at == at && k >= i) ||
			    !resembles(&subjects, d, &r))
				continue;
			r.apart_ms = at - before_at;
			f->all_repeats++;
			if (list.n == REPEATS_MOST)
				continue;
			open_actions(run, &r, at);
			*vec_push(run->keep, &list) = r;
		}
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, by_later);
	f->repeats = list.v;
	f->n_repeats = list.n;
}

/* ---- messages -------------------------------------------------------------
 */

/* Incidents of the quarter that took nobody's time. */
static bool
without_impact(const struct review_figures *f, const struct notice *n)
{
	for (size_t i = 0; i < f->n_incidents; i++) {
		const struct review_incident *r = &f->incidents[i];

		if (r->incident && str_eq(r->incident->id, n->incident))
			return r->service_ms == 0;
	}
	return false;
}

static void
count_notices(struct review_run *run)
{
	struct review_comms *c = &run->f->comms;

	for (size_t i = 0; i < run->d->n_notices; i++) {
		const struct notice *n = &run->d->notices[i];

		if (!n->public_ || n->hidden || n->at < run->f->span.from_at ||
		    n->at >= run->f->span.to_at)
			continue;
		c->notices++;
		c->notices_no_impact +=
		    n->incident.n && without_impact(run->f, n);
	}
}

void
quarter_comms(struct review_run *run)
{
	struct review_figures *f = run->f;
	struct review_comms *c = &f->comms;
	int64_t *first, *silence, *gap;
	size_t n = 0, n_first = 0, n_gap = 0;

	first = arena_array(run->scratch, f->n_incidents + 1, sizeof *first);
	silence =
	    arena_array(run->scratch, f->n_incidents + 1, sizeof *silence);
	gap = arena_array(run->scratch, f->n_incidents + 1, sizeof *gap);
	for (size_t i = 0; i < f->n_incidents; i++) {
		const struct review_incident *r = &f->incidents[i];
		const struct comms_figures *m = &r->comms;

		if (!r->incident || !r->began_here)
			continue;
		c->promises += m->promises;
		c->kept += m->kept;
		c->unannounced += r->service_ms > 0 && m->n_public == 0;
		if (m->has_first)
			first[n_first++] = m->first_notice_ms;
		if (m->silence_ms > 0)
			silence[n++] = m->silence_ms;
		/* without a message there is no gap between messages */
		if (m->has_median && m->n_public > 0)
			gap[n_gap++] = m->median_gap_ms;
		if (m->silence_ms > c->longest_ms) {
			c->longest_ms = m->silence_ms;
			c->longest = m->silence;
			c->longest_incident = r->incident;
		}
	}
	c->first_notice = quarter_times_of(first, n_first);
	c->silence = quarter_times_of(silence, n);
	c->gap = quarter_times_of(gap, n_gap);
	c->kept_share = ratio_make(c->kept, c->promises);
	count_notices(run);
}

/* ---- actions --------------------------------------------------------------
 */

static int
by_due(const void *pa, const void *pb)
{
	const struct action *a = *(const struct action *const *)pa;
	const struct action *b = *(const struct action *const *)pb;

	if (a->due_at != b->due_at)
		return a->due_at < b->due_at ? -1 : 1;
	return str_cmp(a->id, b->id);
}

static int64_t
opened_at(const struct review_run *run, const struct action *a)
{
	int64_t k = map_get(&run->incident_of, a->incident);

	return k < 0 || !a->incident.n ? NO_INSTANT
				       : quarter_began(&run->d->incidents[k]);
}

void
quarter_actions(struct review_run *run)
{
	const struct dossier *d = run->d;
	const struct span span = run->f->span;
	int64_t end_at = run->f->end_at;
	struct review_actions c = { 0 };
	VEC(const struct action *) late = { 0 };
	int64_t *age = arena_array(run->scratch, d->n_actions + 1, sizeof *age);
	size_t n = 0;

	for (size_t i = 0; i < d->n_actions; i++) {
		const struct action *a = &d->actions[i];
		int64_t since_at = opened_at(run, a);

		c.opened += since_at != NO_INSTANT &&
			    since_at >= span.from_at && since_at < end_at;
		c.closed += a->done_at != NO_INSTANT &&
			    a->done_at >= span.from_at && a->done_at < end_at;
		if (since_at >= end_at || !is_open_at(a, end_at - 1))
			continue;
		c.open++;
		c.undated += since_at == NO_INSTANT;
		if (since_at != NO_INSTANT)
			age[n++] = end_at - since_at;
		/* due means by the end of that day */
		if (a->due_at != NO_INSTANT &&
		    zone_add_days(d->settings.zone, a->due_at, 1) <= end_at)
			*vec_push(run->keep, &late) = a;
	}
	if (late.n)
		qsort(late.v, late.n, sizeof *late.v, by_due);
	c.has_age = n > 0;
	c.median_age_ms = quarter_times_of(age, n).median_ms;
	c.late = late.v;
	c.n_late = late.n;
	c.overdue = (int64_t)late.n;
	run->f->actions = c;
}
