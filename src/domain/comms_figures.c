/*
 * comms_figures.c -- messages, promises and silence of an incident.
 */
#include "domain/comms_figures.h"

#include <stdlib.h>

#include "domain/incident_figures.h"

static int
notice_by_time(const void *pa, const void *pb)
{
	const struct notice_figures *a = pa, *b = pb;

	if (a->notice->at != b->notice->at)
		return a->notice->at < b->notice->at ? -1 : 1;
	return str_cmp(a->notice->id, b->notice->id);
}

/* A message that was hidden or removed later told nobody anything for long. */
static bool
is_notice(const struct notice *n)
{
	return n->direction == NOTICE_OUT && n->public_ && !n->hidden;
}

static void
collect(const struct dossier *d, struct incident_figures *f, struct arena *keep)
{
	struct comms_figures *c = &f->comms;
	VEC(struct notice_figures) list = { 0 };

	for (size_t i = 0; i < d->n_notices; i++) {
		const struct notice *one = &d->notices[i];
		struct notice_figures *row;

		if (!incident_owns(d, f->incident, one->incident))
			continue;
		row = vec_push(keep, &list);
		row->notice = one;
		if (f->first_impact.at != NO_INSTANT)
			row->since_ms = one->at - f->first_impact.at;
		if (one->direction == NOTICE_IN) {
			c->n_inbound++;
			continue;
		}
		c->n_private += !one->public_;
		c->n_hidden += one->hidden;
		if (!f->has_span || !is_notice(one))
			continue;
		row->counted =
		    one->at >= f->span.from_at && one->at < f->span.to_at;
		c->n_public += row->counted;
		c->n_before += one->at < f->span.from_at;
		c->n_after += one->at >= f->span.to_at;
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, notice_by_time);
	c->notices = list.v;
	c->n_notices = list.n;
}

/* ---- promises ---------------------------------------------------------- */

/*
 * The first public message after row `i`, NULL: none. The same words on another
 * channel at the same moment keep no promise.
 */
static const struct notice *
next_public(const struct comms_figures *c, size_t i)
{
	int64_t at = c->notices[i].notice->at;

	for (size_t k = i + 1; k < c->n_notices; k++)
		if (is_notice(c->notices[k].notice) &&
		    c->notices[k].notice->at > at)
			return c->notices[k].notice;
	return NULL;
}

/* A promise is kept by any public message up to the promised instant. */
static void
judge_promise(struct comms_figures *c, size_t i, int64_t grace_ms)
{
	struct notice_figures *f = &c->notices[i];
	int64_t due_at = f->notice->promised_at;
	const struct notice *next;

	if (f->notice->direction == NOTICE_IN)
		return;
	if (due_at == NO_INSTANT) {
		c->n_unpromised += f->counted;
		return;
	}
	next = next_public(c, i);
	c->promises++;
	if (!next) {
		f->promise = PROMISE_MISSED;
	} else if (next->at <= due_at + grace_ms) {
		f->promise = PROMISE_KEPT;
		c->kept++;
	} else {
		f->promise = PROMISE_LATE;
		f->late_ms = next->at - due_at;
	}
}

/* ---- silence ----------------------------------------------------------- */

static int
by_length(const void *pa, const void *pb)
{
	const int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return (a > b) - (a < b);
}

static void
add_gap(struct comms_figures *c, struct span gap)
{
	c->gaps[c->n_gaps++] = gap;
	if (span_ms(gap) > c->silence_ms) {
		c->silence = gap;
		c->silence_ms = span_ms(gap);
	}
}

/*
 * Time between public messages, with what precedes and follows them. Several
 * messages of one moment are one: no gap lies between them.
 */
static void
measure_silence(struct incident_figures *f, struct arena *keep)
{
	struct comms_figures *c = &f->comms;
	int64_t last = f->span.from_at;

	c->gaps = arena_array(keep, c->n_notices + 1, sizeof *c->gaps);
	for (size_t i = 0; i < c->n_notices; i++) {
		int64_t at = c->notices[i].notice->at;

		if (!c->notices[i].counted)
			continue;
		if (!c->has_first) {
			c->has_first = true;
			c->first_notice_ms = at - f->span.from_at;
			c->has_detected =
			    f->incident->detected_at != NO_INSTANT &&
			    f->incident->detected_at <= at;
			if (c->has_detected)
				c->detected_notice_ms =
				    at - f->incident->detected_at;
		} else if (at == last) {
			continue;
		}
		add_gap(c, (struct span){ last, at });
		last = at;
	}
	add_gap(c, (struct span){ last, f->span.to_at });
}

static void
measure_cadence(struct comms_figures *c, struct arena *keep)
{
	int64_t *ms = arena_array(keep, c->n_gaps, sizeof *ms);
	size_t n = c->n_gaps;

	for (size_t i = 0; i < n; i++)
		ms[i] = span_ms(c->gaps[i]);
	qsort(ms, n, sizeof *ms, by_length);
	c->has_median = true;
	c->median_gap_ms = (ms[(n - 1) / 2] + ms[n / 2]) / 2;
	c->p90_gap_ms = ms[(9 * n + 9) / 10 - 1];
}

/* ---- targets ----------------------------------------------------------- */

static enum target_state
met(bool good)
{
	return good ? TARGET_MET : TARGET_MISSED;
}

static bool
is_weekend(const struct zone *z, int64_t at)
{
	return civil_weekday_of_days(zone_date(z, at)) >= 5;
}

/* First instant after the last local day on which a report is in time. */
static int64_t
report_due(const struct zone *z, int64_t restored_at,
    const struct comms_target *target)
{
	int64_t day_at = zone_add_days(z, restored_at, 0);

	for (int64_t left = target->days; left > 0;) {
		day_at = zone_add_days(z, day_at, 1);
		left -= !target->working_days || !is_weekend(z, day_at);
	}
	return zone_add_days(z, day_at, 1);
}

static void
judge_targets(const struct dossier *d, struct incident_figures *f)
{
	const struct comms_targets *t = &d->settings.comms;
	struct comms_figures *c = &f->comms;

	if (f->has_span && t->first_notice.given)
		c->first_target = met(
		    c->has_first && c->first_notice_ms <= t->first_notice.ms);
	if (f->has_span && t->update.given) {
		c->update_target = met(c->silence_ms <= t->update.ms);
		c->median_target = met(c->median_gap_ms <= t->update.ms);
	}
	if (f->restored.at == NO_INSTANT || f->open ||
	    d->settings.as_of < f->restored.at)
		return;
	c->has_report_delay = true;
	c->report_delay_ms = d->settings.as_of - f->restored.at;
	if (!t->report.given)
		return;
	c->report_due_at =
	    report_due(d->settings.zone, f->restored.at, &t->report);
	c->report_target = met(d->settings.as_of < c->report_due_at);
}

static int
customer_order(const void *pa, const void *pb)
{
	const struct affected_service *a =
	    *(const struct affected_service *const *)pa;
	const struct affected_service *b =
	    *(const struct affected_service *const *)pb;
	int c = str_cmp(a->customer->id, b->customer->id);

	return c ? c : str_cmp(a->service->id, b->service->id);
}

/* How long customers were impaired inside `late`, summed over customers. */
static int64_t
customers_inside(const struct incident_figures *f, const struct spans *late,
    struct arena *keep)
{
	const struct affected_service **v =
	    arena_array(keep, f->n_services + 1, sizeof *v);
	int64_t sum = 0;
	size_t i = 0;

	for (size_t k = 0; k < f->n_services; k++)
		v[k] = &f->services[k];
	if (f->n_services)
		qsort(v, f->n_services, sizeof *v, customer_order);
	while (i < f->n_services) {
		const struct customer *who = v[i]->customer;
		struct spans all = { 0 };

		for (; i < f->n_services && v[i]->customer == who; i++)
			comms_impaired(v[i], keep, &all);
		interval_clean(&all);
		all = interval_intersect(keep, &all, late);
		sum += interval_total_ms(&all);
	}
	return sum;
}

static void
measure_stale(
    const struct dossier *d, struct incident_figures *f, struct arena *keep)
{
	const struct comms_target *t = &d->settings.comms.update;
	struct comms_figures *c = &f->comms;
	struct spans late = { 0 };

	if (!t->given)
		return;
	for (size_t i = 0; i < c->n_gaps; i++)
		interval_add(
		    keep, &late, c->gaps[i].from_at + t->ms, c->gaps[i].to_at);
	c->has_stale = true;
	c->stale_ms = interval_total_ms(&late);
	c->staleness = ratio_make(c->stale_ms, f->span_ms);
	c->silent_customer_ms = customers_inside(f, &late, keep);
}

/* ---- channels and content ---------------------------------------------- */

static struct channel_figures *
channel_named(struct channel_figures *v, size_t *n, struct str name)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(v[i].channel, name))
			return &v[i];
	v[*n] = (struct channel_figures){ .channel = name };
	return &v[(*n)++];
}

static int
channel_order(const void *pa, const void *pb)
{
	const struct channel_figures *a = pa, *b = pb;

	return str_cmp(a->channel, b->channel);
}

static void
count_channels(
    const struct dossier *d, struct incident_figures *f, struct arena *keep)
{
	const struct comms_targets *t = &d->settings.comms;
	struct comms_figures *c = &f->comms;
	size_t n = 0, listed;

	c->channels = arena_array(
	    keep, t->n_channels + c->n_notices + 1, sizeof *c->channels);
	for (size_t i = 0; i < t->n_channels; i++)
		channel_named(c->channels, &n, t->channels[i])->listed = true;
	listed = n;
	for (size_t i = 0; i < c->n_notices; i++) {
		const struct notice_figures *one = &c->notices[i];
		struct channel_figures *ch;

		if (one->notice->direction == NOTICE_IN)
			continue;
		ch = channel_named(c->channels, &n, one->notice->channel);
		ch->messages += one->counted;
		ch->hidden += one->notice->public_ && one->notice->hidden;
		ch->private_ += !one->notice->public_;
	}
	if (n > listed)
		qsort(c->channels + listed, n - listed, sizeof *c->channels,
		    channel_order);
	c->n_channels = n;
	c->listed = (int64_t)listed;
	for (size_t i = 0; i < listed; i++)
		c->covered += c->channels[i].messages > 0;
}

static int64_t
count_words(struct str s)
{
	int64_t n = 0;
	bool inside = false;

	for (size_t i = 0; i < s.n; i++) {
		bool blank = s.p[i] == ' ' || s.p[i] == '\t' ||
			     s.p[i] == '\n' || s.p[i] == '\r';

		n += inside == false && !blank;
		inside = !blank;
	}
	return n;
}

static void
measure_content(struct comms_figures *c, struct arena *keep)
{
	int64_t *words = arena_array(keep, c->n_notices + 1, sizeof *words);
	size_t n = 0;

	for (size_t i = 0; i < c->n_notices; i++) {
		const struct notice *one = c->notices[i].notice;

		if (!c->notices[i].counted)
			continue;
		for (int k = 0; k < N_CONTENTS; k++) {
			c->content_yes += one->has[k] == TELLS;
			c->content_of += one->has[k] != TELLS_UNKNOWN;
		}
		if (one->text.n)
			words[n++] = count_words(one->text);
	}
	c->has_content = c->content_of > 0;
	if (c->has_content)
		c->content = ratio_make(c->content_yes, c->content_of);
	c->has_words = n > 0;
	if (!n)
		return;
	qsort(words, n, sizeof *words, by_length);
	c->words = ratio_make(words[(n - 1) / 2] + words[n / 2], 2);
}

void
comms_figures(const struct dossier *dossier, struct incident_figures *f,
    struct arena *keep)
{
	struct comms_figures *c = &f->comms;

	collect(dossier, f, keep);
	for (size_t i = 0; i < c->n_notices; i++)
		judge_promise(c, i, dossier->settings.comms.grace_ms);
	if (f->has_span) {
		measure_silence(f, keep);
		measure_cadence(c, keep);
		measure_stale(dossier, f, keep);
		comms_state(f, keep);
		call_test_figures(dossier, f->span, keep, &c->tested);
	}
	judge_targets(dossier, f);
	count_channels(dossier, f, keep);
	measure_content(c, keep);
}
