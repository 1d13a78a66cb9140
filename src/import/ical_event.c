#include "import/ical_event.h"

#include <string.h>

#include "base/utf8.h"

#define TEXT_MAX    200
#define UID_MAX     1000
#define ZONES_MAX   50
#define SUBJECT_MAX 200

/* ---- times
 * -------------------------------------------------------------------------- */

static void
strange_zone(struct ical_events *in, const struct ical_line *l, struct str tzid)
{
	for (size_t i = 0; i < in->strange.n; i++)
		if (str_eq(in->strange.v[i], tzid))
			return;
	if (in->strange.n == ZONES_MAX)
		return;
	*vec_push(in->keep, &in->strange) = str_dup(in->keep, tzid);
	job_complain(in->job, DIAG_ERROR, l->number,
	    "write a name of the zone database, such as TZID=Europe/Rome; the "
	    "VTIMEZONE of the file is not used",
	    "unknown time zone \"%.*s\"",
	    STR_ARG(utf8_clean(in->keep, str_sub(tzid, 0, 80))));
}

/* False when there is no such zone, or too many of them in the file. */
static bool
zone_of(struct ical_events *in, const struct ical_line *l,
    const struct zone **ret_zone)
{
	struct zones *zones = in->job->ctx->zones;
	struct str tzid = ical_param(l, "TZID");
	size_t before = zones->list.n;

	*ret_zone = NULL;
	if (tzid.n == 0)
		return true;
	if (in->n_zones <= ZONES_MAX)
		*ret_zone = ical_zone(zones, tzid);
	in->n_zones += zones->list.n - before;
	if (*ret_zone == NULL)
		strange_zone(in, l, tzid);
	return *ret_zone != NULL;
}

static bool
time_of(struct ical_events *in, const struct ical_line *l, struct str value,
    struct ical_time *ret_time)
{
	const struct zone *zone;

	if (!zone_of(in, l, &zone)) {
		in->now->why = "is in a time zone that nobody knows";
		return false;
	}
	if (!ical_time_parse(value, zone, ret_time)) {
		in->now->why = "has a time that cannot be read";
		return false;
	}
	if (in->floating_line == 0 &&
	    (ret_time->clock == ICAL_FLOATING ||
		(ret_time->day && ret_time->clock != ICAL_ZONED)))
		in->floating_line = l->number;
	return true;
}

/* ---- properties of an event
 * ------------------------------------------------------- */

static void
take_start(struct ical_events *in, const struct ical_line *l)
{
	in->now->has_start = time_of(in, l, l->value, &in->now->start);
}

static void
take_end(struct ical_events *in, const struct ical_line *l)
{
	in->now->has_end = time_of(in, l, l->value, &in->now->end);
}

static void
take_length(struct ical_events *in, const struct ical_line *l)
{
	in->now->has_length = ical_length_parse(l->value, &in->now->length);
	if (!in->now->has_length)
		in->now->why = "has a DURATION that cannot be read";
}

static void
take_instance(struct ical_events *in, const struct ical_line *l)
{
	in->now->has_instance = time_of(in, l, l->value, &in->now->instance);
	in->now->onwards = ical_param(l, "RANGE").n != 0;
}

static bool
more_times(struct ical_events *in)
{
	in->full |= in->n_times++ >= ICAL_MAX_TIMES;
	return !in->full;
}

static void
take_except(struct ical_events *in, const struct ical_line *l)
{
	struct str rest = l->value;
	struct ical_time t;

	while (rest.n != 0 && more_times(in)) {
		struct str one = str_cut(rest, ',', &rest);

		if (!time_of(in, l, one, &t))
			return;
		*vec_push(in->keep, &in->now->except) = t;
	}
}

/* A time, or a PERIOD: "start/end" or "start/duration". */
static bool
extra_of(struct ical_events *in, const struct ical_line *l, struct str s,
    struct ical_extra *ret_extra)
{
	struct str second, first = str_cut(s, '/', &second);

	if (!time_of(in, l, first, &ret_extra->from))
		return false;
	if (second.n == 0)
		return true;
	ret_extra->has_length = ical_length_parse(second, &ret_extra->length);
	if (ret_extra->has_length)
		return true;
	return ret_extra->has_to = time_of(in, l, second, &ret_extra->to);
}

static void
take_extra(struct ical_events *in, const struct ical_line *l)
{
	struct str rest = l->value;

	while (rest.n != 0 && more_times(in)) {
		struct str one = str_cut(rest, ',', &rest);
		struct ical_extra extra = { 0 };

		if (!extra_of(in, l, one, &extra))
			return;
		*vec_push(in->keep, &in->now->extra) = extra;
	}
}

static void
take_rule(struct ical_events *in, const struct ical_line *l)
{
	struct ical_rule rule, *kept;
	const char *why;

	if (in->now->rule != NULL) {
		in->now->why = "has two rules of repetition";
		return;
	}
	why = ical_rule_parse(l->value, &rule);
	if (why != NULL) {
		in->now->why = why;
		/* windows of the case would be missing */
		job_complain(in->job, DIAG_ERROR, l->number,
		    "write its windows out one by one",
		    "the event of line %lld %s", (long long)in->now->line, why);
		return;
	}
	kept = arena_new(in->keep, struct ical_rule);
	*kept = rule;
	in->now->rule = kept;
}

static void
take_not_known(struct ical_events *in, const struct ical_line *l)
{
	in->now->why = "has an EXRULE";
	job_complain(in->job, DIAG_ERROR, l->number, "use EXDATE",
	    "EXRULE is not supported");
}

static void
take_uid(struct ical_events *in, const struct ical_line *l)
{
	if (l->value.n > UID_MAX)
		in->now->why = "has a UID of more than 1000 bytes";
	else if (in->now->uid.n == 0)
		in->now->uid = utf8_clean(in->keep, str_trim(l->value));
}

static void
take_sequence(struct ical_events *in, const struct ical_line *l)
{
	if (!str_int64(str_trim(l->value), &in->now->sequence))
		in->now->why = "has a SEQUENCE that is no number";
}

/* DTSTAMP and CREATED are in UTC, or nobody knows when they were. */
static int64_t
stamp(const struct ical_line *l)
{
	struct ical_time t;

	if (!ical_time_parse(l->value, NULL, &t) || t.clock != ICAL_UTC)
		return NO_INSTANT;
	return ical_instant(&t, NULL);
}

static void
take_stamp(struct ical_events *in, const struct ical_line *l)
{
	in->now->stamp_at = stamp(l);
}

static void
take_created(struct ical_events *in, const struct ical_line *l)
{
	in->now->created_at = stamp(l);
}

static void
take_word(struct ical_events *in, const struct ical_line *l)
{
	struct str s = str_trim(l->value);
	enum ical_word word = ICAL_CONFIRMED;

	if (str_is_nocase(s, "CANCELLED") || str_is_nocase(s, "CANCELED"))
		word = ICAL_CANCELLED;
	else if (str_is_nocase(s, "TENTATIVE"))
		word = ICAL_TENTATIVE;
	/* a MAINTNOTE has two such properties */
	if (word > in->now->word)
		in->now->word = word;
}

static void
take_note_word(struct ical_events *in, const struct ical_line *l)
{
	in->now->note = true;
	take_word(in, l);
}

static void
take_summary(struct ical_events *in, const struct ical_line *l)
{
	if (in->now->summary.n == 0)
		in->now->summary = ical_text(in->keep, l->value, TEXT_MAX);
}

static void
take_location(struct ical_events *in, const struct ical_line *l)
{
	if (in->now->location.n == 0)
		in->now->location = ical_text(in->keep, l->value, TEXT_MAX);
}

static void
take_category(struct ical_events *in, const struct ical_line *l)
{
	struct str rest = l->value;

	while (rest.n != 0) {
		struct str one = str_trim(str_cut(rest, ',', &rest));

		if (str_is_nocase(one, "EMERGENCY") ||
		    str_is_nocase(one, "EMERGENCY MAINTENANCE"))
			in->now->category = STR("emergency");
	}
}

static void
add_object(struct ical_events *in, struct str name, struct str impact)
{
	struct ical_object *to;

	if (name.n == 0 || !more_times(in))
		return;
	to = vec_push(in->keep, &in->now->objects);
	to->name = ical_text(in->keep, name, SUBJECT_MAX);
	to->whole = impact.n == 0;
	to->outage = str_is_nocase(impact, "OUTAGE");
}

static void
take_subject(struct ical_events *in, const struct ical_line *l)
{
	struct str rest = l->value;

	while (rest.n != 0)
		add_object(in, str_trim(str_cut(rest, ',', &rest)), STR_NONE);
}

static void
take_object(struct ical_events *in, const struct ical_line *l)
{
	in->now->note = true;
	add_object(
	    in, str_trim(l->value), ical_param(l, "X-MAINTNOTE-OBJECT-IMPACT"));
}

static void
take_impact(struct ical_events *in, const struct ical_line *l)
{
	in->now->note = true;
	in->now->outage |= str_is_nocase(str_trim(l->value), "OUTAGE");
}

static const struct {
	const char *name;
	void (*take)(struct ical_events *in, const struct ical_line *l);
} properties[] = {
	{ "CATEGORIES", take_category },
	{ "CREATED", take_created },
	{ "DTEND", take_end },
	{ "DTSTAMP", take_stamp },
	{ "DTSTART", take_start },
	{ "DURATION", take_length },
	{ "EXDATE", take_except },
	{ "EXRULE", take_not_known },
	{ "LOCATION", take_location },
	{ "RDATE", take_extra },
	{ "RECURRENCE-ID", take_instance },
	{ "RRULE", take_rule },
	{ "SEQUENCE", take_sequence },
	{ "STATUS", take_word },
	{ "SUMMARY", take_summary },
	{ "UID", take_uid },
	{ "X-MAINTNOTE-IMPACT", take_impact },
	{ "X-MAINTNOTE-OBJECT-ID", take_object },
	{ "X-MAINTNOTE-STATUS", take_note_word },
	{ "X-MAKEGOOD-SUBJECT", take_subject },
};

/* ---- components
 * --------------------------------------------------------------------- */

static void
refuse(struct ical_events *in, int64_t line, const char *why)
{
	job_reject(
	    in->job, &(struct reject){ .line = line, .reason = str_of(why) });
}

static void
begin(struct ical_events *in, const struct ical_line *l)
{
	if (in->now != NULL) {
		in->depth++;
	} else if (str_is_nocase(str_trim(l->value), "VCALENDAR")) {
		in->calendar_from = in->list.n;
		in->cancel = false;
	} else if (str_is_nocase(str_trim(l->value), "VEVENT")) {
		if (in->n_begun++ == ICAL_MAX_EVENTS) {
			in->full = true;
			return;
		}
		in->now = arena_new(in->keep, struct ical_event);
		in->now->line = l->number;
		in->now->stamp_at = in->now->created_at = NO_INSTANT;
		in->depth = 0;
	}
}

/* The event as a whole. */
static const char *
wrong_with(const struct ical_event *v)
{
	if (v->why != NULL)
		return v->why;
	if (v->uid.n == 0)
		return "has no UID";
	if (v->word == ICAL_CANCELLED)
		return NULL;
	if (!v->has_start)
		return "has no DTSTART";
	if (v->has_end && v->has_length)
		return "has both DTEND and DURATION";
	if (!v->has_end && !v->has_length && !v->start.day)
		return "has no end";
	return NULL;
}

static void
end(struct ical_events *in, const struct ical_line *l)
{
	struct ical_event *v = in->now;

	if (v == NULL) {
		if (!str_is_nocase(str_trim(l->value), "VCALENDAR") ||
		    !in->cancel)
			return;
		for (size_t i = in->calendar_from; i < in->list.n; i++)
			in->list.v[i]->word = ICAL_CANCELLED;
		return;
	}
	if (in->depth-- > 0)
		return;
	in->now = NULL;
	v->why = wrong_with(v);
	if (v->why != NULL)
		refuse(in, v->line, v->why);
	else
		*vec_push(in->keep, &in->list) = v;
}

static void
take_line(struct ical_events *in, const struct ical_line *l)
{
	if (str_is_nocase(l->name, "BEGIN")) {
		begin(in, l);
		return;
	}
	if (str_is_nocase(l->name, "END")) {
		end(in, l);
		return;
	}
	if (in->now == NULL && str_is_nocase(l->name, "METHOD"))
		in->cancel = str_is_nocase(str_trim(l->value), "CANCEL");
	if (in->now == NULL || in->depth > 0)
		return;
	for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
		if (str_is_nocase(l->name, properties[i].name)) {
			if (!l->whole)
				in->now->why = "has a line that is too long, "
					       "or has no colon";
			else
				properties[i].take(in, l);
			return;
		}
}

int
ical_events_read(
    struct job *job, struct arena *keep, struct ical_events *ret, struct err *e)
{
	struct ical_events *in = ret;
	struct ical_line l;
	struct ical lines;
	bool more = true;
	int rc = 0;

	*in = (struct ical_events){ .job = job, .keep = keep };
	ical_open(&lines, job->reader);
	while (more && rc == 0) {
		rc = ical_next(&lines, &l, &more, e);
		/* the file is read to its end also when nothing fits */
		if (rc == 0 && more && !in->full)
			take_line(in, &l);
		job_progress(job);
	}
	ical_close(&lines);
	if (rc == 0 && in->now != NULL)
		refuse(in, in->now->line, "is cut off: no END:VEVENT");
	return rc;
}
