/*
 * Icinga 2, the stream of /v1/events as JSON lines: StateChange, CheckResult
 * and the events of downtimes.
 *
 * Downtimes: the events DowntimeStarted, -Triggered and -Removed tell begin and
 * end. Without them the depth in a state change is all there is; it is true at
 * that moment only, so such a downtime is taken to last from a failure inside
 * it to the next state change of the subject. Times are UTC with fractions.
 */
#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"type\":\"StateChange\",\"host\":\"web1.example.org\","
    "\"service\":\"http\",\"state\":2,\"state_type\":1,\"downtime_depth\":0,"
    "\"timestamp\":1365700200.5,\"check_result\":{\"output\":\"refused\"}}\n"
    "{\"type\":\"StateChange\",\"host\":\"web1.example.org\","
    "\"service\":\"http\",\"state\":0,\"state_type\":1,\"downtime_depth\":0,"
    "\"timestamp\":1365700500.25,\"check_result\":{\"output\":\"ok\"}}\n";

/* More would be no monitoring but an attack on memory. */
#define SUBJECTS_MAX ((size_t)200000)

struct subject {
	struct str name;
	int state, type; /* told last */
	bool told;
	bool flagged;   /* in downtime, by the depth of a state change */
	bool announced; /* its downtimes have events of their own */
	size_t running; /* downtimes told by events */
};

struct stream {
	struct map names;
	VEC(struct subject) subject;
	struct map downtimes; /* by name: 1 while it runs, else 0 */
};

static int
detect(struct str head)
{
	static const char *const change[] = { "type", "host", "state_type",
		"timestamp", NULL };
	static const char *const result[] = { "type", "host", "check_result",
		"timestamp", NULL };
	static const char *const downtime[] = { "type", "downtime", "host_name",
		"timestamp", NULL };

	if (jdoc_detect(head, change) != 0 || jdoc_detect(head, result) != 0)
		return 90;
	return jdoc_detect(head, downtime);
}

/* "host;service" or "host"; NULL: no host named, or too many subjects. */
static struct subject *
subject_of(struct jdoc *doc, struct stream *in, struct str host, struct str svc)
{
	struct subject *s;
	struct str name = host;
	int64_t i;

	if (host.n == 0)
		return NULL;
	if (svc.n != 0)
		name = str_format(
		    &doc->texts, "%.*s;%.*s", STR_ARG(host), STR_ARG(svc));
	i = map_get(&in->names, name);
	if (i < 0 && in->subject.n == SUBJECTS_MAX)
		return NULL;
	if (i < 0) {
		i = (int64_t)in->subject.n;
		s = vec_push(&doc->kept, &in->subject);
		s->name = str_dup(&doc->kept, name);
		map_put(&in->names, s->name, i);
	}
	return &in->subject.v[i];
}

static bool
state_of(int64_t n, bool host, bool raw, enum sight_state *ret_state)
{
	static const enum sight_state service[] = { SIGHT_OK, SIGHT_WARNING,
		SIGHT_CRITICAL, SIGHT_UNKNOWN };

	if (n < 0 || n > 3)
		return false;
	/* a plugin's warning is no reason to call a host down */
	if (host)
		*ret_state = n == 0 || (raw && n == 1) ? SIGHT_UP : SIGHT_DOWN;
	else
		*ret_state = service[n];
	return true;
}

static void
downtime(struct jdoc *doc, const json_t *event, struct str subject, int64_t at,
    bool on)
{
	struct sighting s =
	    jdoc_sighting(SIGHT_DOWNTIME, SIGHT_NOTHING, at, NO_INSTANT);

	s.subject = subject;
	s.on = on;
	jdoc_see(doc, event, &s);
}

/* What the depth of a state change tells of downtimes. */
static void
take_depth(struct jdoc *doc, const json_t *event, struct subject *subject,
    int64_t at, bool good)
{
	int64_t depth;

	if (subject->announced ||
	    !jdoc_int(jdoc_at(event, "downtime_depth"), &depth))
		return;
	if (subject->flagged == (depth > 0 && !good))
		return;
	subject->flagged = !subject->flagged;
	downtime(doc, event, subject->name, at, subject->flagged);
}

static void
take_state(struct jdoc *doc, const json_t *event, struct stream *in, bool raw)
{
	struct str service = jdoc_text(doc, event, "service");
	struct subject *subject =
	    subject_of(doc, in, jdoc_text(doc, event, "host"), service);
	const char *type_at =
	    raw ? "check_result.vars_after.state_type" : "state_type";
	struct sighting s;
	int64_t state, type = 1, at;

	if (!jdoc_needs_time(doc, event, "timestamp", &at))
		return;
	s = jdoc_sighting(SIGHT_EVENT, SIGHT_NOTHING, at, NO_INSTANT);
	if (subject == NULL ||
	    !jdoc_int(
		jdoc_at(event, raw ? "check_result.state" : "state"), &state) ||
	    !state_of(state, service.n == 0, raw, &s.state)) {
		jdoc_reject(doc, event, "no host, or no state from 0 to 3");
		return;
	}
	(void)jdoc_int(jdoc_at(event, type_at), &type);
	if (!raw)
		take_depth(doc, event, subject, at,
		    s.state == SIGHT_OK || s.state == SIGHT_UP);
	/* checks that say the same again would only fill memory */
	s.repeats = raw && subject->told && subject->state == (int)s.state &&
		    subject->type == (type != 0);
	subject->told = true;
	subject->state = (int)s.state;
	subject->type = type != 0;
	if (s.repeats)
		return;
	s.subject = subject->name;
	s.soft = type == 0;
	s.note = jdoc_text(doc, event, "check_result.output");
	jdoc_see(doc, event, &s);
}

/*
 * Downtimes may overlap, and one downtime both starts and is triggered. True
 * when the subject enters its first one or leaves its last.
 */
static bool
turns(struct jdoc *doc, struct stream *in, const json_t *event,
    struct subject *subject, bool on)
{
	static const char *const paths[] = { "downtime.__name", "downtime.name",
		NULL };
	struct str name = jdoc_texts(doc, event, paths);
	bool runs = map_get(&in->downtimes, name) == 1;

	if (runs == on)
		return !on && subject->running == 0;
	map_put(&in->downtimes, runs ? name : str_dup(&doc->kept, name), on);
	subject->running += on ? 1 : (size_t)-1;
	return subject->running == (on ? 1 : 0);
}

static void
take_downtime(struct jdoc *doc, const json_t *event, struct stream *in, bool on)
{
	struct subject *subject =
	    subject_of(doc, in, jdoc_text(doc, event, "downtime.host_name"),
		jdoc_text(doc, event, "downtime.service_name"));
	int64_t at;

	if (!jdoc_needs_time(doc, event, "timestamp", &at))
		return;
	if (subject == NULL) {
		jdoc_reject(doc, event, "its downtime names no host");
		return;
	}
	subject->announced = true;
	if (turns(doc, in, event, subject, on))
		downtime(doc, event, subject->name, at, on);
}

static void
take(struct jdoc *doc, const json_t *event, void *arg)
{
	struct str type = jdoc_text(doc, event, "type");

	if (str_is(type, "StateChange"))
		take_state(doc, event, arg, false);
	else if (str_is(type, "CheckResult"))
		take_state(doc, event, arg, true);
	else if (str_is(type, "DowntimeStarted") ||
		 str_is(type, "DowntimeTriggered"))
		take_downtime(doc, event, arg, true);
	else if (str_is(type, "DowntimeRemoved"))
		take_downtime(doc, event, arg, false);
	else if (type.n == 0)
		jdoc_reject(doc, event, "\"type\" is missing");
	/* notifications, comments and the rest say nothing about states */
}

static int
watch(struct job *job, struct err *e)
{
	struct stream in = { 0 };
	struct jdoc doc;
	int rc;

	in.names.keep = in.downtimes.keep = &doc.kept;
	rc = jdoc_records(job, &doc, take, &in, e);
	if (rc == 0)
		jdoc_tell(&doc);
	jdoc_close(&doc);
	return rc;
}

static const struct format format = { .detect = detect, .watch = watch };

const struct format_info format_info_icinga2_events = { "icinga2-events",
	"Icinga 2: stream of /v1/events, one JSON object a line", specimen,
	SOURCE_OUTAGES, &format };
