/*
 * UptimeRobot, API v2: getMonitors with logs=1.
 *
 * A log row begins a state that the next row of the same monitor ends; only the
 * newest, which was still running when it was asked for, ends with its own
 * duration. Started and paused say nothing about the site. Times are UTC.
 */
#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"stat\":\"ok\",\"monitors\":[{\"id\":7,\"friendly_name\":\"shop\",\n"
    "\"url\":\"https://shop.example.net/\",\"logs\":[\n"
    "{\"type\":2,\"datetime\":1365700500,\"duration\":600},\n"
    "{\"type\":1,\"datetime\":1365700200,\"duration\":300,\n"
    "\"reason\":{\"code\":\"502\",\"detail\":\"Bad Gateway\"}}]}]}\n";

static int
detect(struct str head)
{
	static const char *const keys[] = { "monitors", "stat", NULL };
	static const char *const logs[] = { "friendly_name", "logs", NULL };

	return jdoc_detect(head, keys) != 0 ? 90 : jdoc_detect(head, logs);
}

static bool
state_of(int64_t type, enum sight_state *ret_state)
{
	switch (type) {
	case 1:
		*ret_state = SIGHT_DOWN;
		return true;
	case 2:
		*ret_state = SIGHT_UP;
		return true;
	case 98: /* started */
	case 99: /* paused */
		*ret_state = SIGHT_NOTHING;
		return true;
	default:
		return false;
	}
}

/* Where the newest row ends; a duration of 0: it has just begun. */
static int64_t
end_of_newest(const struct jdoc_row *row)
{
	int64_t s;

	if (!jdoc_int(jdoc_at(row->entry, "duration"), &s) || s <= 0 ||
	    s > INT64_C(4000000000))
		return NO_INSTANT;
	return row->at + s * MS_SECOND;
}

static void
take_log(struct jdoc *doc, const struct jdoc_row *row, int64_t until,
    struct str subject)
{
	struct sighting s =
	    jdoc_sighting(SIGHT_SPAN, SIGHT_NOTHING, row->at, until);
	int64_t type;

	if (!jdoc_int(jdoc_at(row->entry, "type"), &type) ||
	    !state_of(type, &s.state)) {
		jdoc_reject(doc, row->entry, "its type is not 1, 2, 98 or 99");
		return;
	}
	s.subject = subject;
	s.id = jdoc_text(doc, row->entry, "id");
	s.note = jdoc_text(doc, row->entry, "reason.detail");
	jdoc_see(doc, row->entry, &s);
}

static struct str
name_of(struct jdoc *doc, const json_t *monitor)
{
	static const char *const paths[] = { "friendly_name", "url", "id",
		NULL };

	return jdoc_texts(doc, monitor, paths);
}

static void
take_monitor(struct jdoc *doc, const json_t *monitor, const struct map *counts)
{
	static const char *const paths[] = { "datetime", NULL };
	const json_t *logs = jdoc_array(monitor, "logs");
	struct str name = name_of(doc, monitor);
	struct jdoc_row *row;
	size_t n;

	if (logs == NULL) {
		jdoc_reject(doc, monitor,
		    "it has no logs: ask getMonitors with logs=1");
		return;
	}
	/* two monitors of one name are two subjects */
	if (jdoc_is_shared(counts, name))
		name = str_format(&doc->texts, "%.*s (%.*s)", STR_ARG(name),
		    STR_ARG(jdoc_text(doc, monitor, "id")));
	n = jdoc_rows(doc, logs, paths, &row);
	for (size_t i = 0; i < n; i++)
		take_log(doc, &row[i],
		    i + 1 < n ? row[i + 1].at : end_of_newest(&row[i]), name);
}

static void
take(struct jdoc *doc)
{
	const json_t *monitors = jdoc_array(doc->root, "monitors");
	struct map counts = { .keep = &doc->kept };
	struct str why = jdoc_text(doc, doc->root, "error.message");

	if (monitors == NULL && why.n != 0) {
		job_complain(doc->job, DIAG_ERROR, 1, NULL,
		    "UptimeRobot refused the question: %.*s", STR_ARG(why));
		return;
	}
	if (monitors == NULL) {
		jdoc_lacks(doc, "monitors", "the answer of getMonitors");
		return;
	}
	for (size_t i = 0; i < json_array_size(monitors); i++)
		jdoc_count(&counts, name_of(doc, json_array_get(monitors, i)));
	for (size_t i = 0; i < json_array_size(monitors); i++)
		take_monitor(doc, json_array_get(monitors, i), &counts);
}

static int
watch(struct job *job, struct err *e)
{
	return jdoc_watch(job, take, e);
}

static const struct format format = { .detect = detect, .watch = watch };

const struct format_info format_info_uptimerobot_json = { "uptimerobot-json",
	"UptimeRobot: answer of getMonitors with logs=1", specimen,
	SOURCE_OUTAGES, &format };
