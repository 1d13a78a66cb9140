/*
 * incident_comms.c -- calls, follow-up actions and clocks of an incident.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/incident_figures.h"

#define SAME_WEEKDAYS 8
#define NO_CALLS                                                               \
	{                                                                      \
		.answered = -1, .abandoned = -1                                \
	}

bool
incident_owns(const struct dossier *dossier, const struct incident *incident,
    struct str id)
{
	return id.n ? str_eq(id, incident->id) : dossier->n_incidents == 1;
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

static int
inbound_by_channel(const void *pa, const void *pb)
{
	const struct inbound_figures *a = pa, *b = pb;

	return str_cmp(a->channel, b->channel);
}

/* The same days, by channel. */
static void
sum_channels(const struct dossier *d, struct span days, struct comms_figures *c,
    struct arena *keep)
{
	VEC(struct inbound_figures) list = { 0 };
	VEC(int64_t) known = { 0 }; /* received where answers were counted */

	for (size_t i = 0; i < d->n_calls; i++) {
		const struct calls *one = &d->calls[i];
		size_t k = 0;

		if (one->day_at < days.from_at || one->day_at >= days.to_at)
			continue;
		while (k < list.n && !str_eq(list.v[k].channel, one->channel))
			k++;
		if (k == list.n) {
			*vec_push(keep, &list) =
			    (struct inbound_figures){ .channel = one->channel,
				    .answered = -1 };
			*vec_push(keep, &known) = 0;
		}
		list.v[k].received += one->received;
		add_known(&list.v[k].answered, one->answered);
		known.v[k] += one->answered >= 0 ? one->received : 0;
	}
	for (size_t k = 0; k < list.n; k++) {
		struct inbound_figures *in = &list.v[k];

		in->has_share = known.v[k] > 0;
		if (in->has_share)
			in->share = ratio_make(in->answered, known.v[k]);
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, inbound_by_channel);
	c->inbound = list.v;
	c->n_inbound_channels = list.n;
}

static void
count_calls(
    const struct dossier *d, struct incident_figures *f, struct arena *keep)
{
	const struct zone *z = d->settings.zone;
	VEC(struct calls_figures) list = { 0 };
	int64_t first_at, end_at;

	if (!f->has_span)
		return;
	first_at = zone_add_days(z, f->span.from_at, 0);
	/* The day after the end still belongs: people call in the morning. */
	end_at = zone_add_days(z, f->span.to_at, 2);
	for (int64_t day = first_at; day < end_at;
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
	sum_channels(d, (struct span){ first_at, end_at }, &f->comms, keep);
}

/* ---- actions and recurrence -------------------------------------------- */

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

		if (!incident_owns(d, f->incident, a->incident))
			continue;
		row.done = a->done_at != NO_INSTANT ||
			   str_is_nocase(a->state, "done") ||
			   str_is_nocase(a->state, "closed");
		row.has_overdue = !row.done && a->due_at != NO_INSTANT;
		if (row.has_overdue)
			row.overdue_days = zone_date(z, d->settings.as_of) -
					   zone_date(z, a->due_at);
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
	comms_figures(dossier, f, keep);
	fill_instants(dossier, f);
	count_calls(dossier, f, keep);
	count_actions(dossier, f, keep);
	count_recurrence(dossier, f, keep);
}
