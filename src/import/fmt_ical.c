/*
 * Calendars of planned work (RFC 5545), and the notes of carriers inside of
 * them (MAINTNOTE).
 *
 * Of the versions of an event the one with the highest SEQUENCE holds, then the
 * one stamped last. Cancelled work excuses nothing, nor does tentative work,
 * nor a note whose impact is no outage. Windows are announced when the event
 * was created or stamped, whichever was earlier. Endless repetitions are
 * followed from a year before the periods of the case to a year behind them.
 * What a rule of repetition cannot mean here is an error: a calendar read in
 * part would excuse in part.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/period.h"
#include "import/formats.h"
#include "import/ical_event.h"

#define MAX_WINDOWS 200000
/* Days looked at by all rules of a file: 200 daily ones over 130 years. */
#define MAX_WORK INT64_C(10000000)

struct planner {
	struct job *job;
	struct arena *keep;
	struct ical_events in;
	int64_t from_day, to_day, work; /* for repetitions */
	VEC(struct sighting) windows;
	long long tentative, harmless;
	bool full;

	/* the event that is being followed */
	const struct ical_event *now;
	struct ical_length length;
	VEC(int64_t) out_at;  /* instants that are not instances */
	VEC(int64_t) out_day; /* nor local dates */
	VEC(int64_t) done_at; /* instances so far */
};

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool
holds(const int64_t *v, size_t n, int64_t value)
{
	return n != 0 && bsearch(&value, v, n, sizeof *v, by_number) != NULL;
}

/* ---- subjects
 * ----------------------------------------------------------------------- */

static void
add(struct planner *p, struct str subject, int64_t from_at, int64_t to_at)
{
	const struct ical_event *v = p->now;
	struct sighting *s;

	if (p->windows.n == MAX_WINDOWS) {
		p->full = true;
		return;
	}
	s = vec_push(p->keep, &p->windows);
	s->kind = SIGHT_WINDOW;
	s->state = SIGHT_MAINTENANCE;
	s->subject = subject;
	s->at = from_at;
	s->to_at = to_at;
	s->id = v->uid;
	s->note = v->summary;
	s->line = v->line;
	s->category = v->category;
	s->announced_at = v->stamp_at;
	if (v->created_at != NO_INSTANT &&
	    (v->stamp_at == NO_INSTANT || v->created_at < v->stamp_at))
		s->announced_at = v->created_at;
}

static void
add_for_all(struct planner *p, int64_t from_at, int64_t to_at)
{
	const struct ical_event *v = p->now;

	for (size_t i = 0; i < v->objects.n; i++) {
		const struct ical_object *o = &v->objects.v[i];

		if (!v->note || o->outage || (o->whole && v->outage))
			add(p, o->name, from_at, to_at);
	}
	if (v->objects.n == 0)
		/* a place is a subject only when the case knows its name */
		add(p, job_knows(p->job, v->location) ? v->location : STR_NONE,
		    from_at, to_at);
}

/* ---- repetitions
 * -------------------------------------------------------------------- */

/* From here to the end: exact time, or whole days of the local clock. */
static struct ical_length
length_of(const struct planner *p, const struct ical_event *v)
{
	const struct zone *z = p->job->rule.zone;

	if (v->has_length)
		return v->length;
	if (!v->has_end)
		return (struct ical_length){ .days = 1 };
	if (v->start.day && v->end.day)
		return (
		    struct ical_length){ .days = (civil_ms(v->end.local) -
						     civil_ms(v->start.local)) /
						 MS_DAY };
	return (struct ical_length){ .ms = ical_instant(&v->end, z) -
					   ical_instant(&v->start, z) };
}

static int64_t
day_of(const struct ical_time *t)
{
	return civil_days(t->local.year, t->local.month, t->local.day);
}

/* One instance, unless it is excepted or moved. */
static void
add_instance(struct planner *p, const struct ical_time *t, int64_t to_at)
{
	int64_t at = ical_instant(t, p->job->rule.zone);

	if (to_at <= at || holds(p->out_at.v, p->out_at.n, at) ||
	    holds(p->out_day.v, p->out_day.n, day_of(t)))
		return;
	*vec_push(p->keep, &p->done_at) = at;
	add_for_all(p, at, to_at);
}

static bool
take_day(void *arg, int64_t day)
{
	struct planner *p = arg;
	struct ical_time t = p->now->start;
	struct civil c = civil_of_days(day);

	t.local.year = c.year;
	t.local.month = c.month;
	t.local.day = c.day;
	add_instance(p, &t, ical_after(&t, p->length, p->job->rule.zone));
	return !p->full;
}

static void
add_extras(struct planner *p)
{
	const struct ical_event *v = p->now;
	const struct zone *z = p->job->rule.zone;
	size_t n = p->done_at.n;

	/* what the rule said already; sorted but for clock changes */
	if (n != 0 && v->extra.n != 0)
		qsort(p->done_at.v, n, sizeof *p->done_at.v, by_number);
	for (size_t i = 0; i < v->extra.n && !p->full; i++) {
		const struct ical_extra *x = &v->extra.v[i];
		struct ical_length length =
		    x->has_length ? x->length : p->length;
		int64_t to_at = x->has_to ? ical_instant(&x->to, z)
					  : ical_after(&x->from, length, z);

		if (!holds(p->done_at.v, n, ical_instant(&x->from, z)))
			add_instance(p, &x->from, to_at);
	}
}

static void
leave_out(
    struct planner *p, const struct ical_event *v, const struct ical_time *t)
{
	if (t->day && !v->start.day)
		*vec_push(p->keep, &p->out_day) = day_of(t);
	else
		*vec_push(p->keep, &p->out_at) =
		    ical_instant(t, p->job->rule.zone);
}

static void
follow(struct planner *p, const struct ical_event *v)
{
	p->now = v;
	p->length = length_of(p, v);
	p->done_at.n = 0;
	for (size_t i = 0; i < v->except.n; i++)
		leave_out(p, v, &v->except.v[i]);
	if (p->out_at.n > 1)
		qsort(p->out_at.v, p->out_at.n, sizeof(int64_t), by_number);
	if (p->out_day.n > 1)
		qsort(p->out_day.v, p->out_day.n, sizeof(int64_t), by_number);
	if (v->rule == NULL)
		take_day(p, day_of(&v->start));
	else
		ical_repeat(v->rule, &v->start, p->job->rule.zone, p->from_day,
		    p->to_day, &p->work, take_day, p);
	add_extras(p);
}

/* ---- which version holds
 * --------------------------------------------------------------------- */

static int
by_version(const struct ical_event *a, const struct ical_event *b)
{
	if (a->sequence != b->sequence)
		return a->sequence < b->sequence ? -1 : 1;
	if (a->stamp_at != b->stamp_at)
		return a->stamp_at < b->stamp_at ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

static int
by_event(const void *a, const void *b)
{
	const struct ical_event *x = *(const struct ical_event *const *)a;
	const struct ical_event *y = *(const struct ical_event *const *)b;
	int64_t i = x->instance_at, k = y->instance_at;
	int order = str_cmp(x->uid, y->uid);

	if (order != 0)
		return order;
	return i != k ? (i > k) - (i < k) : by_version(x, y);
}

/* It stands, and excuses; else it is counted. */
static bool
excuses(struct planner *p, const struct ical_event *v)
{
	bool outage = v->outage;

	for (size_t i = 0; i < v->objects.n; i++)
		outage |= v->objects.v[i].outage;
	p->tentative += v->word == ICAL_TENTATIVE;
	p->harmless += v->word == ICAL_CONFIRMED && v->note && !outage;
	return v->word == ICAL_CONFIRMED && (!v->note || outage);
}

/* All events of one UID, versions behind each other; those moved come last. */
static void
follow_uid(struct planner *p, struct ical_event **v, size_t n)
{
	const struct ical_event *whole = NULL;

	p->out_at.n = p->out_day.n = 0;
	for (size_t i = 0; i < n && !v[i]->has_instance; i++)
		whole = v[i];
	if (whole != NULL && whole->word == ICAL_CANCELLED)
		return;
	for (size_t i = 0; whole != NULL && i < n; i++)
		if (v[i]->has_instance)
			leave_out(p, whole, &v[i]->instance);
	if (whole != NULL && excuses(p, whole))
		follow(p, whole);
	p->out_at.n = p->out_day.n = 0;
	for (size_t i = 0; i < n; i++) {
		bool last =
		    i + 1 == n || v[i]->instance_at != v[i + 1]->instance_at;

		if (v[i]->has_instance && last && excuses(p, v[i]))
			follow(p, v[i]);
	}
}

static void
follow_all(struct planner *p)
{
	struct ical_event **v = p->in.list.v;
	size_t n = p->in.list.n;

	for (size_t i = 0; i < n; i++)
		v[i]->instance_at =
		    v[i]->has_instance
			? ical_instant(&v[i]->instance, p->job->rule.zone)
			: INT64_MIN;
	if (n > 1)
		qsort(v, n, sizeof *v, by_event);
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && str_eq(v[i]->uid, v[k]->uid);)
			k++;
		follow_uid(p, v + i, k - i);
	}
}

/* ---- the file
 * ----------------------------------------------------------------------- */

/* Years, because windows of other periods only show that the file was read. */
static void
bounds(struct planner *p)
{
	const struct settings *s = p->job->ctx->settings;
	int first = 1971, last = 2099, month;

	for (size_t i = 0; s != NULL && i < s->n_periods; i++) {
		if (!period_first_month(s->periods[i], &month))
			continue;
		if (i == 0)
			first = last = month / 12;
		first = month / 12 < first ? month / 12 : first;
		last = month / 12 > last ? month / 12 : last;
	}
	p->from_day = civil_days(first - 1, 1, 1);
	p->to_day = civil_days(last + 2, 1, 1) - 1;
}

static void
complain_events(struct planner *p)
{
	struct job *job = p->job;
	struct str hint = str_format(job->scratch,
	    "add to case.yaml, under files: - { match: \"%.*s\", zone: "
	    "Europe/Rome }",
	    STR_ARG(job->file));

	if (p->in.floating_line != 0 && !job->zone_given)
		job_complain(job, DIAG_ERROR, p->in.floating_line,
		    str_cstr(job->scratch, hint),
		    "a time without a zone, or a date, and no rule tells the "
		    "zone of the file");
	for (size_t i = 0; i < p->in.list.n; i++)
		if (p->in.list.v[i]->onwards)
			job_complain(job, DIAG_ERROR, p->in.list.v[i]->line,
			    "export the moved instances one by one",
			    "RANGE=THISANDFUTURE is not supported");
	if (p->in.full)
		job_complain(job, DIAG_ERROR, 0,
		    "split it, or export a shorter time",
		    "more than %d events, or %d dates of exceptions and "
		    "repetitions, in one file",
		    ICAL_MAX_EVENTS, ICAL_MAX_TIMES);
}

static void
complain_windows(struct planner *p)
{
	struct job *job = p->job;

	if (p->full || p->work < 0)
		job_complain(job, DIAG_ERROR, 0,
		    "end the rules of repetition with UNTIL",
		    "the events repeat too often: more than %d windows, or too "
		    "long a search for them",
		    MAX_WINDOWS);
	if (job->batch->source.rejected != 0)
		job_complain(job, DIAG_WARNING, 0,
		    "the list of rejects tells why; the first is of the line "
		    "named there",
		    "%lld event%s left out: the first, of line %lld, %.*s",
		    (long long)job->batch->source.rejected,
		    job->batch->source.rejected == 1 ? " is" : "s are",
		    (long long)job->batch->rejects.v[0].line,
		    STR_ARG(job->batch->rejects.v[0].reason));
	if (p->tentative != 0)
		job_complain(job, DIAG_WARNING, 0,
		    "ask for the confirmed calendar, if they were held",
		    "%lld event%s tentative and excuse%s nothing", p->tentative,
		    p->tentative == 1 ? " is" : "s are",
		    p->tentative == 1 ? "s" : "");
	if (p->harmless != 0)
		job_complain(job, DIAG_WARNING, 0,
		    "only the impact OUTAGE excuses an outage",
		    "%lld note%s announce%s no outage, and excuse%s none",
		    p->harmless, p->harmless == 1 ? "" : "s",
		    p->harmless == 1 ? "s" : "", p->harmless == 1 ? "s" : "");
}

static int
by_time(const void *a, const void *b)
{
	const struct sighting *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->to_at != y->to_at)
		return x->to_at < y->to_at ? -1 : 1;
	return str_cmp(x->subject, y->subject);
}

static int
watch(struct job *job, struct err *e)
{
	struct arena keep = { 0 };
	struct planner p = { .job = job, .keep = &keep, .work = MAX_WORK };
	int rc = ical_events_read(job, &keep, &p.in, e);

	if (rc == 0)
		complain_events(&p);
	if (rc == 0 && job->d->errors == job->errors_before) {
		bounds(&p);
		follow_all(&p);
		complain_windows(&p);
		if (p.windows.n > 1)
			qsort(p.windows.v, p.windows.n, sizeof *p.windows.v,
			    by_time);
		for (size_t i = 0; i < p.windows.n; i++)
			job_see(job, &p.windows.v[i]);
	}
	arena_release(&keep);
	return rc;
}

static int
detect(struct str head)
{
	struct str line;

	if (str_starts(head, "\xEF\xBB\xBF"))
		head = str_sub(head, 3, head.n);
	do {
		line = str_trim(str_cut(head, '\n', &head));
	} while (line.n == 0 && head.n != 0);
	return str_is_nocase(line, "BEGIN:VCALENDAR") ? 100 : 0;
}

static const struct format format = {
	.detect = detect, .watch = watch, .view = VIEW_PROVIDER
};

const struct format_info format_info_ical = { "ical",
	"calendar of planned work (iCalendar), also notes of carriers",
	"BEGIN:VCALENDAR\r\n"
	"VERSION:2.0\r\n"
	"BEGIN:VEVENT\r\n"
	"UID:kernel-1@example.org\r\n"
	"DTSTAMP:20130415T070000Z\r\n"
	"DTSTART;TZID=Europe/Rome:20130420T020000\r\n"
	"DTEND;TZID=Europe/Rome:20130420T040000\r\n"
	"SUMMARY:Kernel update\r\n"
	"X-MAKEGOOD-SUBJECT:db1\r\n"
	"END:VEVENT\r\n"
	"END:VCALENDAR\r\n",
	SOURCE_MAINTENANCE, &format };
