/*
 * incident_comms.c -- messages, promises, silence, calls and follow-up actions
 * of an incident. Private messages are never public notice.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/incident_figures.h"

#define SAME_WEEKDAYS 8
#define NO_CALLS                                                               \
	{                                                                      \
		.answered = -1, .abandoned = -1                                \
	}

static bool
is_ours(const struct dossier *d, const struct incident *in, struct str id)
{
	return id.n ? str_eq(id, in->id) : d->n_incidents == 1;
}

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
	return n->public_ && !n->hidden;
}

/* The first public message after row `i`, NULL: none. */
static const struct notice *
next_public(const struct comms_figures *c, size_t i)
{
	for (size_t k = i + 1; k < c->n_notices; k++)
		if (is_notice(c->notices[k].notice))
			return c->notices[k].notice;
	return NULL;
}

/* A promise is kept by any public message up to the promised instant. */
static void
judge_promise(struct comms_figures *c, size_t i)
{
	struct notice_figures *f = &c->notices[i];
	const struct notice *next = next_public(c, i);

	if (f->notice->promised_at == NO_INSTANT)
		return;
	c->promises++;
	if (!next) {
		f->promise = PROMISE_MISSED;
	} else if (next->at <= f->notice->promised_at) {
		f->promise = PROMISE_KEPT;
		c->kept++;
	} else {
		f->promise = PROMISE_LATE;
		f->late_ms = next->at - f->notice->promised_at;
	}
}

static int
by_length(const void *pa, const void *pb)
{
	const int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return (a > b) - (a < b);
}

static void
add_gap(struct comms_figures *c, int64_t *gaps, size_t *n, struct span gap)
{
	gaps[(*n)++] = span_ms(gap);
	if (span_ms(gap) > c->silence_ms) {
		c->silence = gap;
		c->silence_ms = span_ms(gap);
	}
}

/* Time between public messages, with what precedes and follows them. */
static void
measure_silence(const struct incident_figures *f, struct comms_figures *c,
    struct arena *keep)
{
	int64_t *gaps = arena_array(keep, c->n_notices + 1, sizeof *gaps);
	int64_t last = f->span.from_at;
	size_t n = 0;

	for (size_t i = 0; i < c->n_notices; i++) {
		const struct notice *one = c->notices[i].notice;

		if (!is_notice(one) || one->at < f->span.from_at ||
		    one->at >= f->span.to_at)
			continue;
		add_gap(c, gaps, &n, (struct span){ last, one->at });
		if (!c->n_public++) {
			c->has_first = true;
			c->first_notice_ms = one->at - f->span.from_at;
		}
		last = one->at;
	}
	add_gap(c, gaps, &n, (struct span){ last, f->span.to_at });
	qsort(gaps, n, sizeof *gaps, by_length);
	c->has_median = true;
	c->median_gap_ms = (gaps[(n - 1) / 2] + gaps[n / 2]) / 2;
}

static void
count_notices(
    const struct dossier *d, struct incident_figures *f, struct arena *keep)
{
	struct comms_figures *c = &f->comms;
	VEC(struct notice_figures) list = { 0 };

	for (size_t i = 0; i < d->n_notices; i++) {
		const struct notice *one = &d->notices[i];
		struct notice_figures *row;

		if (!is_ours(d, f->incident, one->incident))
			continue;
		row = vec_push(keep, &list);
		row->notice = one;
		if (f->first_impact.at != NO_INSTANT)
			row->since_ms = one->at - f->first_impact.at;
		c->n_private += !one->public_;
		c->n_hidden += one->hidden;
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, notice_by_time);
	c->notices = list.v;
	c->n_notices = list.n;
	for (size_t i = 0; i < c->n_notices; i++)
		judge_promise(c, i);
	if (f->has_span)
		measure_silence(f, c, keep);
	if (f->restored.at != NO_INSTANT && !f->open &&
	    d->settings.as_of >= f->restored.at) {
		c->has_report_delay = true;
		c->report_delay_ms = d->settings.as_of - f->restored.at;
	}
}

/* ---- calls ------------------------------------------------------------- */

/* A count that some channels do not give; both sides are -1 when unknown. */
static void
add_known(int64_t *sum, int64_t n)
{
	if (n >= 0)
		*sum = *sum < 0 ? n : *sum + n;
}

/* Sums over all channels of the rows of one local day; false: no row. */
static bool
calls_of_day(
    const struct dossier *d, int64_t day_at, struct calls_figures *ret_sum)
{
	bool found = false;

	for (size_t i = 0; i < d->n_calls; i++) {
		const struct calls *c = &d->calls[i];

		if (c->day_at != day_at)
			continue;
		found = true;
		ret_sum->received += c->received;
		add_known(&ret_sum->answered, c->answered);
		add_known(&ret_sum->abandoned, c->abandoned);
	}
	return found;
}

static void
compare_with_usual(const struct dossier *d, const struct zone *z,
    int64_t first_day_at, struct calls_figures *c)
{
	int64_t sum = 0;

	for (int week = 1; week <= SAME_WEEKDAYS; week++) {
		struct calls_figures before = NO_CALLS;
		int64_t day_at = zone_add_days(z, c->day_at, -7 * week);

		if (day_at >= first_day_at || !calls_of_day(d, day_at, &before))
			continue;
		sum += before.received;
		c->usual_days++;
	}
	if (!c->usual_days)
		return;
	c->usual = ratio_make(sum, c->usual_days);
	c->has_times = sum > 0;
	if (c->has_times)
		c->times = ratio_div(ratio_int(c->received), c->usual);
}

static void
count_calls(
    const struct dossier *d, struct incident_figures *f, struct arena *keep)
{
	const struct zone *z = d->settings.zone;
	VEC(struct calls_figures) list = { 0 };
	int64_t first_at;

	if (!f->has_span)
		return;
	first_at = zone_add_days(z, f->span.from_at, 0);
	/* The day after the end still belongs: people call in the morning. */
	for (int64_t day = first_at; day <= zone_add_days(z, f->span.to_at, 1);
	     day = zone_add_days(z, day, 1)) {
		struct calls_figures c = NO_CALLS;

		c.day_at = day;

		if (!calls_of_day(d, day, &c))
			continue;
		compare_with_usual(d, z, first_at, &c);
		*vec_push(keep, &list) = c;
	}
	f->calls = list.v;
	f->n_calls = list.n;
}

/* ---- actions and recurrence -------------------------------------------- */

static int64_t
local_day(const struct zone *z, int64_t at)
{
	struct civil c = zone_civil(z, at);

	return civil_days(c.year, c.month, c.day);
}

static int
action_by_due(const void *pa, const void *pb)
{
	const struct action *a = ((const struct action_figures *)pa)->action;
	const struct action *b = ((const struct action_figures *)pb)->action;
	bool a_none = a->due_at == NO_INSTANT, b_none = b->due_at == NO_INSTANT;

	if (a_none != b_none)
		return a_none ? 1 : -1;
	if (a->due_at != b->due_at)
		return a->due_at < b->due_at ? -1 : 1;
	return str_cmp(a->id, b->id);
}

static void
count_actions(
    const struct dossier *d, struct incident_figures *f, struct arena *keep)
{
	const struct zone *z = d->settings.zone;
	VEC(struct action_figures) list = { 0 };

	for (size_t i = 0; i < d->n_actions; i++) {
		const struct action *a = &d->actions[i];
		struct action_figures row = { .action = a };

		if (!is_ours(d, f->incident, a->incident))
			continue;
		row.done = a->done_at != NO_INSTANT ||
			   str_is_nocase(a->state, "done") ||
			   str_is_nocase(a->state, "closed");
		row.has_overdue = !row.done && a->due_at != NO_INSTANT;
		if (row.has_overdue)
			row.overdue_days = local_day(z, d->settings.as_of) -
					   local_day(z, a->due_at);
		*vec_push(keep, &list) = row;
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, action_by_due);
	f->actions = list.v;
	f->n_actions = list.n;
}

static int64_t
began_at(const struct incident *in)
{
	const int64_t at[] = { in->first_impact_at, in->fault_at,
		in->detected_at, in->declared_at };

	for (size_t i = 0; i < 4; i++)
		if (at[i] != NO_INSTANT)
			return at[i];
	return NO_INSTANT;
}

static int
incident_by_start(const void *pa, const void *pb)
{
	const struct incident *a = *(const struct incident *const *)pa;
	const struct incident *b = *(const struct incident *const *)pb;

	if (began_at(a) != began_at(b))
		return began_at(a) < began_at(b) ? -1 : 1;
	return str_cmp(a->id, b->id);
}

/* Earlier incidents of the same cause in the year before this one. */
static void
count_recurrence(
    const struct dossier *d, struct incident_figures *f, struct arena *keep)
{
	const struct zone *z = d->settings.zone;
	VEC(const struct incident *) list = { 0 };
	int64_t here_at = f->first_impact.at, half_at, year_at;
	struct civil c;

	if (!f->incident->cause.n || here_at == NO_INSTANT)
		return;
	c = zone_civil(z, here_at);
	half_at = zone_day(z, c.year, c.month - 6, c.day);
	year_at = zone_day(z, c.year - 1, c.month, c.day);
	for (size_t i = 0; i < d->n_incidents; i++) {
		const struct incident *in = &d->incidents[i];
		int64_t at = began_at(in);

		if (in == f->incident || at == NO_INSTANT || at < year_at ||
		    at >= here_at || !str_eq(in->cause, f->incident->cause))
			continue;
		f->same_12++;
		f->same_6 += at >= half_at;
		*vec_push(keep, &list) = in;
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, incident_by_start);
	f->same_cause = list.v;
	f->n_same_cause = list.n;
}

/* ---- clocks ------------------------------------------------------------ */

static struct known_instant
stated(int64_t at)
{
	return (struct known_instant){ at, true, NO_INSTANT };
}

static void
fill_instants(const struct dossier *d, struct incident_figures *f)
{
	const struct incident *in = f->incident;
	struct known_instant notice = { NO_INSTANT, false, NO_INSTANT };
	const struct instant_figures all[INCIDENT_INSTANTS] = {
		{ "fault", stated(in->fault_at), false, 0 },
		{ "first_impact", f->first_impact, false, 0 },
		{ "clear_impact", f->clear_impact, false, 0 },
		{ "detected", stated(in->detected_at), false, 0 },
		{ "declared", stated(in->declared_at), false, 0 },
		{ "first_notice", notice, false, 0 },
		{ "mitigated", stated(in->mitigated_at), false, 0 },
		{ "restored", f->restored, false, 0 },
		{ "closed", stated(in->closed_at), false, 0 },
		{ "report", stated(d->settings.as_of), false, 0 },
	};

	for (size_t i = 0; i < INCIDENT_INSTANTS; i++) {
		struct instant_figures *one = &f->instants[i];

		*one = all[i];
		if (strcmp(one->key, "first_notice") == 0 && f->comms.has_first)
			one->when.at =
			    f->first_impact.at + f->comms.first_notice_ms;
		one->has_since = one->when.at != NO_INSTANT &&
				 f->first_impact.at != NO_INSTANT;
		if (one->has_since)
			one->since_ms = one->when.at - f->first_impact.at;
	}
}

void
incident_comms(const struct dossier *dossier, struct incident_figures *f,
    struct arena *keep)
{
	count_notices(dossier, f, keep);
	fill_instants(dossier, f);
	count_calls(dossier, f, keep);
	count_actions(dossier, f, keep);
	count_recurrence(dossier, f, keep);
}
