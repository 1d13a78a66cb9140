/*
 * Better Stack, API 3: incidents.
 *
 * started_at comes after the confirmation period of the monitor, resolved_at
 * after its recovery period: both are later than what happened, by spans that
 * the answer does not tell. An incident that is not resolved is open; one that
 * was never confirmed is a failure being retried. Between incidents the file
 * says nothing. Times are UTC.
 */
#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"data\":[{\"id\":\"501\",\"type\":\"incident\",\"attributes\":{\n"
    "\"name\":\"www.example.org\",\"url\":\"https://www.example.org/\",\n"
    "\"cause\":\"Bad Gateway\",\"started_at\":\"2013-04-11T17:10:00.000Z\",\n"
    "\"resolved_at\":\"2013-04-11T17:15:00.000Z\",\n"
    "\"status\":\"Resolved\"}}]}\n";

static int
detect(struct str head)
{
	static const char *const keys[] = { "data", "attributes", "started_at",
		"resolved_at", NULL };

	return jdoc_detect(head, keys);
}

static void
take_incident(struct jdoc *doc, const json_t *json)
{
	static const char *const names[] = { "name", "url", NULL };
	const json_t *a = jdoc_at(json, "attributes");
	struct sighting s =
	    jdoc_sighting(SIGHT_SPAN, SIGHT_DOWN, NO_INSTANT, NO_INSTANT);

	if (!json_is_object(a)) {
		jdoc_reject(doc, json, "it has no attributes");
		return;
	}
	if (!jdoc_needs_time(doc, a, "started_at", &s.at) ||
	    !jdoc_may_time(doc, a, "resolved_at", &s.to_at))
		return;
	s.soft = str_is_nocase(jdoc_text(doc, a, "status"), "unconfirmed");
	s.subject = jdoc_texts(doc, a, names);
	s.id = jdoc_text(doc, json, "id");
	s.note = jdoc_text(doc, a, "cause");
	jdoc_see(doc, json, &s);
}

static void
take(struct jdoc *doc)
{
	const json_t *list = jdoc_array(doc->root, "data");

	if (list == NULL)
		jdoc_lacks(doc, "data", "incidents");
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

const struct format_info format_info_betterstack = { "betterstack",
	"Better Stack: incidents; later by the confirmation period", specimen,
	SOURCE_OUTAGES, &format };
