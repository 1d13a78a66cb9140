/*
 * StatusCake: the periods of a test, by the API of today (newest first,
 * durations in milliseconds) and by the old one (Start_Unix, End_Unix).
 *
 * A period without an end is still running, unless its duration tells how long
 * it was. The file does not name its test, so its rule has to. Where no period
 * reaches nobody knows. The texts Start and End of the old API have no zone;
 * they are read only where the epochs are missing, by the zone of the rule.
 */
#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"data\":[\n"
    "{\"status\":\"up\",\"created_at\":\"2013-04-11T17:15:00+00:00\",\n"
    "\"ended_at\":\"2013-04-11T18:00:00+00:00\",\"duration\":2700000},\n"
    "{\"status\":\"down\",\"created_at\":\"2013-04-11T17:10:00+00:00\",\n"
    "\"ended_at\":\"2013-04-11T17:15:00+00:00\",\"duration\":300000}]}\n";

/* How the two generations call the same things. */
struct names {
	const char *status, *from, *to, *from_text, *to_text;
};

static const struct names today = { "status", "created_at", "ended_at",
	"created_at", "ended_at" };
static const struct names old = { "Status", "Start_Unix", "End_Unix", "Start",
	"End" };

static int
detect(struct str head)
{
	static const char *const now[] = { "data", "status", "created_at",
		"ended_at", NULL };
	static const char *const before[] = { "Status", "Start", "End",
		"Period", NULL };
	static const char *const unix_times[] = { "Status", "Start_Unix",
		"End_Unix", NULL };

	if (jdoc_detect(head, now) != 0 || jdoc_detect(head, before) != 0)
		return 90;
	return jdoc_detect(head, unix_times);
}

static bool
read_end(struct jdoc *doc, const json_t *period, const struct names *names,
    struct sighting *s)
{
	int64_t ms;

	if (!jdoc_may_time(doc, period, names->to, &s->to_at))
		return false;
	if (s->to_at == NO_INSTANT &&
	    !jdoc_may_time(doc, period, names->to_text, &s->to_at))
		return false;
	if (s->to_at == NO_INSTANT && names == &today &&
	    jdoc_int(jdoc_at(period, "duration"), &ms) && ms > 0 &&
	    ms < INT64_C(4000000000000))
		s->to_at = s->at + ms;
	return true;
}

static void
take_period(struct jdoc *doc, const json_t *period, const struct names *names)
{
	struct str status = jdoc_text(doc, period, names->status);
	struct sighting s =
	    jdoc_sighting(SIGHT_SPAN, SIGHT_UP, NO_INSTANT, NO_INSTANT);

	if (str_is_nocase(status, "down"))
		s.state = SIGHT_DOWN;
	else if (!str_is_nocase(status, "up")) {
		jdoc_reject(doc, period, "its status is not up or down");
		return;
	}
	s.id = jdoc_text(doc, period, "StatusID");
	if (!jdoc_may_time(doc, period, names->from, &s.at))
		return;
	if (s.at == NO_INSTANT &&
	    !jdoc_needs_time(doc, period, names->from_text, &s.at))
		return;
	if (read_end(doc, period, names, &s))
		jdoc_see(doc, period, &s);
}

static void
take(struct jdoc *doc)
{
	const json_t *list = jdoc_array(doc->root, "data");

	if (list == NULL && json_is_array(doc->root))
		list = doc->root;
	if (list == NULL)
		jdoc_lacks(doc, "data", "the periods of one test");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *period = json_array_get(list, i);

		take_period(doc, period,
		    jdoc_at(period, "Status") != NULL ? &old : &today);
	}
}

static int
watch(struct job *job, struct err *e)
{
	return jdoc_watch(job, take, e);
}

static const struct format format = { .detect = detect, .watch = watch };

const struct format_info format_info_statuscake = { "statuscake",
	"StatusCake: periods of one test, which they do not name", specimen,
	SOURCE_OUTAGES, &format };
