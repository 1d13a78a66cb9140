/*
 * Pingdom, API 3.1: summary.outage of a check, and the states of a transaction
 * check.
 *
 * States are spans with both ends; the last one ends when it was asked for.
 * "unknown" is neither up nor down. summary.outage does not name its check, so
 * the file's rule has to. Epochs are UTC.
 */
#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"summary\":{\"states\":[\n"
    "{\"status\":\"up\",\"timefrom\":1365698400,\"timeto\":1365700200},\n"
    "{\"status\":\"down\",\"timefrom\":1365700200,\"timeto\":1365700500},\n"
    "{\"status\":\"unknown\",\"timefrom\":1365700500,"
    "\"timeto\":1365700560}]}}\n";

static int
detect(struct str head)
{
	static const char *const summary[] = { "summary", "states", "timefrom",
		"timeto", NULL };
	static const char *const report[] = { "report", "states", "from", "to",
		NULL };

	return jdoc_detect(head, summary) != 0 ? 90 : jdoc_detect(head, report);
}

static bool
state_of(struct str status, struct sighting *s)
{
	if (str_is_nocase(status, "up"))
		s->state = SIGHT_UP;
	else if (str_is_nocase(status, "down"))
		s->state = SIGHT_DOWN;
	else if (str_is_nocase(status, "unconfirmed_down")) {
		s->state = SIGHT_DOWN;
		s->soft = true;
	} else if (!str_is_nocase(status, "unknown"))
		return false;
	return true;
}

static void
take_state(struct jdoc *doc, const json_t *state, struct str subject)
{
	bool summary = jdoc_at(state, "timefrom") != NULL;
	struct sighting s =
	    jdoc_sighting(SIGHT_SPAN, SIGHT_NOTHING, NO_INSTANT, NO_INSTANT);

	if (!state_of(jdoc_text(doc, state, "status"), &s)) {
		jdoc_reject(
		    doc, state, "its status is not up, down or unknown");
		return;
	}
	s.subject = subject;
	s.note = jdoc_text(doc, state, "message");
	if (jdoc_needs_time(doc, state, summary ? "timefrom" : "from", &s.at) &&
	    jdoc_needs_time(doc, state, summary ? "timeto" : "to", &s.to_at))
		jdoc_see(doc, state, &s);
}

static void
take(struct jdoc *doc)
{
	const json_t *list = jdoc_array(doc->root, "summary.states");
	struct str name = STR_NONE;

	if (list == NULL) {
		list = jdoc_array(doc->root, "report.states");
		name = jdoc_text(doc, doc->root, "report.name");
	}
	if (list == NULL)
		jdoc_lacks(
		    doc, "summary.states", "the answer of summary.outage");
	for (size_t i = 0; i < json_array_size(list); i++)
		take_state(doc, json_array_get(list, i), name);
}

static int
watch(struct job *job, struct err *e)
{
	return jdoc_watch(job, take, e);
}

static const struct format format = { .detect = detect, .watch = watch };

const struct format_info format_info_pingdom = { "pingdom",
	"Pingdom: summary.outage (names no check) or transaction report",
	specimen, SOURCE_OUTAGES, &format };
