/*
 * Opsgenie: alerts, and incidents with their impact.
 *
 * An alert tells when people were called. It was closed report.closeTime
 * milliseconds after it was created; without a report, when it was last
 * touched. Times are RFC 3339 or counts of ms, us or ns since 1970, by their
 * size. Priority P4 is taken for a degradation, P5 for no outage. Between
 * alerts the file says nothing.
 */
#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"data\":[{\"id\":\"a1\",\"tinyId\":\"1791\",\n"
    "\"alias\":\"www.example.org\",\"message\":\"site is down\",\n"
    "\"status\":\"closed\",\"createdAt\":\"2013-04-11T17:10:00.000Z\",\n"
    "\"updatedAt\":1365700600000000000,\"priority\":\"P1\",\n"
    "\"report\":{\"ackTime\":15702,\"closeTime\":300000}}]}\n";

static int
detect(struct str head)
{
	static const char *const alerts[] = { "tinyId", "createdAt", "status",
		NULL };
	static const char *const incidents[] = { "impactStartDate", "status",
		NULL };

	return jdoc_detect(head, alerts) != 0 ? 90
					      : jdoc_detect(head, incidents);
}

static bool
read_end(struct jdoc *doc, const json_t *alert, struct sighting *s)
{
	struct str status = jdoc_text(doc, alert, "status");
	int64_t ms;

	if (jdoc_at(alert, "impactStartDate") != NULL)
		return jdoc_may_time(doc, alert, "impactEndDate", &s->to_at);
	if (!str_is_nocase(status, "closed") &&
	    !str_is_nocase(status, "resolved"))
		return true;
	if (!jdoc_int(jdoc_at(alert, "report.closeTime"), &ms))
		return jdoc_needs_time(doc, alert, "updatedAt", &s->to_at);
	if (ms < 0 || ms > INT64_C(4000000000000)) {
		jdoc_reject(doc, alert, "its closeTime makes no sense");
		return false;
	}
	s->to_at = s->at + ms;
	return true;
}

/* The alias is what the sender calls it, unless Opsgenie made one up. */
static struct str
subject_of(struct jdoc *doc, const json_t *alert)
{
	struct str entity = jdoc_text(doc, alert, "entity");
	struct str alias = jdoc_text(doc, alert, "alias");

	if (entity.n != 0)
		return entity;
	if (alias.n != 0 && !str_eq(alias, jdoc_text(doc, alert, "id")))
		return alias;
	return jdoc_text(doc, alert, "message");
}

static void
take_alert(struct jdoc *doc, const json_t *alert)
{
	struct str priority = jdoc_text(doc, alert, "priority");
	bool impact = jdoc_at(alert, "impactStartDate") != NULL;
	struct sighting s =
	    jdoc_sighting(SIGHT_SPAN, SIGHT_DOWN, NO_INSTANT, NO_INSTANT);

	if (!jdoc_needs_time(
		doc, alert, impact ? "impactStartDate" : "createdAt", &s.at) ||
	    !read_end(doc, alert, &s))
		return;
	if (str_is(priority, "P5")) {
		jdoc_reject(doc, alert, "priority P5 is no outage");
		return;
	}
	if (str_is(priority, "P4"))
		s.state = SIGHT_DEGRADED;
	s.subject = subject_of(doc, alert);
	s.id = jdoc_text(doc, alert, "id");
	s.note = jdoc_text(doc, alert, "message");
	jdoc_see(doc, alert, &s);
}

static void
take(struct jdoc *doc)
{
	const json_t *list = jdoc_array(doc->root, "data");

	if (list == NULL && json_is_array(doc->root))
		list = doc->root;
	if (list == NULL)
		jdoc_lacks(doc, "data", "alerts or incidents");
	for (size_t i = 0; i < json_array_size(list); i++)
		take_alert(doc, json_array_get(list, i));
}

static int
watch(struct job *job, struct err *e)
{
	return jdoc_watch(job, take, e);
}

static const struct format format = {
	.detect = detect, .watch = watch, .silence_is_up = true
};

const struct format_info format_info_opsgenie = { "opsgenie",
	"Opsgenie: alerts (when people were called) or incidents", specimen,
	SOURCE_OUTAGES, &format };
