/*
 * PagerDuty: raw incidents of its analytics, and the list of incidents of its
 * REST API.
 *
 * These are times of calls to people, not of outages: created_at is after the
 * failure by what the monitor waited, resolved_at may be days late where
 * somebody resolves by hand. Low urgency is taken for a degradation. Between
 * incidents the file says nothing. Analytics may write times without offset;
 * then the document's own time_zone holds.
 */
#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"time_zone\":\"Etc/UTC\",\"data\":[{\"id\":\"Q1\",\n"
    "\"incident_number\":410,\"description\":\"shop is down\",\n"
    "\"service_id\":\"P1\",\"service_name\":\"shop\",\n"
    "\"created_at\":\"2013-04-11T17:10:00Z\",\n"
    "\"resolved_at\":\"2013-04-11T17:15:00Z\",\"seconds_to_resolve\":300,\n"
    "\"status\":\"resolved\",\"urgency\":\"high\"}]}\n";

static int
detect(struct str head)
{
	static const char *const raw[] = { "data", "created_at",
		"seconds_to_resolve", NULL };
	static const char *const rest[] = { "incidents", "incident_number",
		"created_at", "service", NULL };

	return jdoc_detect(head, raw) != 0 ? 90 : jdoc_detect(head, rest);
}

/* Both kinds of answer keep it at different places. */
static bool
read_end(struct jdoc *doc, const json_t *json, struct sighting *s)
{
	struct str status = jdoc_text(doc, json, "status");
	int64_t n;

	if (!jdoc_may_time(doc, json, "resolved_at", &s->to_at))
		return false;
	if (s->to_at != NO_INSTANT)
		return true;
	if (jdoc_int(jdoc_at(json, "seconds_to_resolve"), &n) && n > 0 &&
	    n < INT64_C(4000000000)) {
		s->to_at = s->at + n * MS_SECOND;
		return true;
	}
	if (!str_is(status, "resolved"))
		return true;
	return jdoc_needs_time(doc, json, "last_status_change_at", &s->to_at);
}

static void
take_incident(struct jdoc *doc, const json_t *json)
{
	static const char *const services[] = { "service_name",
		"service.summary", "service_id", "service.id", NULL };
	static const char *const texts[] = { "description", "title", NULL };
	struct sighting s =
	    jdoc_sighting(SIGHT_SPAN, SIGHT_DOWN, NO_INSTANT, NO_INSTANT);

	if (!jdoc_needs_time(doc, json, "created_at", &s.at) ||
	    !read_end(doc, json, &s))
		return;
	if (str_is(jdoc_text(doc, json, "urgency"), "low"))
		s.state = SIGHT_DEGRADED;
	s.subject = jdoc_texts(doc, json, services);
	s.id = jdoc_text(doc, json, "id");
	s.note = jdoc_texts(doc, json, texts);
	jdoc_see(doc, json, &s);
}

static void
take(struct jdoc *doc)
{
	const json_t *list = jdoc_array(doc->root, "data");
	struct str zone = jdoc_text(doc, doc->root, "time_zone");
	struct err e;

	if (list == NULL)
		list = jdoc_array(doc->root, "incidents");
	if (list == NULL)
		jdoc_lacks(doc, "data", "incidents");
	/* an unknown name leaves what the rule says */
	if (zone.n != 0)
		(void)!zone_open(doc->job->ctx->zones, zone, &doc->zone, &e);
	for (size_t i = 0; i < json_array_size(list); i++)
		take_incident(doc, json_array_get(list, i));
}

static int
watch(struct job *job, struct err *e)
{
	return jdoc_watch(job, take, e);
}

static const struct format format = {
	.detect = detect, .watch = watch, .silence_is_up = true
};

const struct format_info format_info_pagerduty_json = { "pagerduty-json",
	"PagerDuty: incidents as JSON; when people were called", specimen,
	SOURCE_OUTAGES, &format };
