/*
 * Gatus, /api/v1/endpoints/statuses: events and results of each endpoint.
 *
 * The last 50 events tell the changes exactly, the last 100 results the checks
 * that were made. Where both reach the events are right; results before the
 * first event count as checks that hold until the next. The last event holds
 * until the last result and one more interval, or on and on when the results
 * are older.
 */
#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "[{\"name\":\"shop\",\"group\":\"web\",\"key\":\"web_shop\",\"results\":[\n"
    "{\"status\":200,\"success\":true,\n"
    "\"timestamp\":\"2013-04-11T17:30:00.123456789Z\"},\n"
    "{\"status\":200,\"success\":true,\n"
    "\"timestamp\":\"2013-04-11T17:31:00.123456789Z\"}],\"events\":[\n"
    "{\"type\":\"START\",\"timestamp\":\"2013-04-11T16:00:00Z\"},\n"
    "{\"type\":\"HEALTHY\",\"timestamp\":\"2013-04-11T16:00:01Z\"},\n"
    "{\"type\":\"UNHEALTHY\",\"timestamp\":\"2013-04-11T17:10:00Z\"},\n"
    "{\"type\":\"HEALTHY\",\"timestamp\":\"2013-04-11T17:15:00Z\"}]}]\n";

struct endpoint {
	struct str subject;
	struct jdoc_row *event, *result;
	size_t n_events, n_results;
	int64_t step; /* between results */
};

static int
detect(struct str head)
{
	static const char *const events[] = { "key", "results", "events",
		NULL };
	static const char *const results[] = { "results", "conditionResults",
		"timestamp", NULL };

	return jdoc_detect(head, events) != 0 ? 90 : jdoc_detect(head, results);
}

static void
take_event(struct jdoc *doc, const struct endpoint *ep, size_t i, int64_t until)
{
	const struct jdoc_row *row = &ep->event[i];
	struct str type = jdoc_text(doc, row->entry, "type");
	struct sighting s =
	    jdoc_sighting(SIGHT_SPAN, SIGHT_NOTHING, row->at, until);

	if (str_is(type, "HEALTHY"))
		s.state = SIGHT_UP;
	else if (str_is(type, "UNHEALTHY"))
		s.state = SIGHT_DOWN;
	else if (!str_is(type, "START")) {
		jdoc_reject(doc, row->entry, "no event that is known");
		return;
	}
	s.subject = ep->subject;
	jdoc_see(doc, row->entry, &s);
}

static void
take_result(struct jdoc *doc, const struct endpoint *ep, size_t i)
{
	const struct jdoc_row *row = &ep->result[i];
	const json_t *success = jdoc_at(row->entry, "success");
	int64_t until = row->at + ep->step;
	struct sighting s;

	if (!json_is_boolean(success)) {
		jdoc_reject(
		    doc, row->entry, "\"success\" is not true or false");
		return;
	}
	/* a pause of more than two intervals: nobody looked */
	if (i + 1 < ep->n_results &&
	    ep->result[i + 1].at - row->at <= 2 * ep->step)
		until = ep->result[i + 1].at;
	if (ep->n_events != 0 && until > ep->event[0].at)
		until = ep->event[0].at;
	s = jdoc_sighting(SIGHT_SAMPLE,
	    json_is_true(success) ? SIGHT_UP : SIGHT_DOWN, row->at, until);
	s.subject = ep->subject;
	jdoc_see(doc, row->entry, &s);
}

static int64_t
result_step(struct jdoc *doc, const struct endpoint *ep)
{
	int64_t *at = arena_array(&doc->kept, ep->n_results, sizeof *at);

	for (size_t i = 0; i < ep->n_results; i++)
		at[i] = ep->result[i].at;
	return jdoc_step(&doc->kept, at, ep->n_results, MS_SECOND);
}

static void
take_endpoint(struct jdoc *doc, const json_t *json, struct str subject)
{
	static const char *const paths[] = { "timestamp", NULL };
	struct endpoint ep = { .subject = subject };
	int64_t last = NO_INSTANT;

	ep.n_events =
	    jdoc_rows(doc, jdoc_array(json, "events"), paths, &ep.event);
	ep.n_results =
	    jdoc_rows(doc, jdoc_array(json, "results"), paths, &ep.result);
	ep.step = result_step(doc, &ep);
	if (ep.n_events != 0 && ep.n_results != 0 &&
	    ep.result[ep.n_results - 1].at >= ep.event[ep.n_events - 1].at)
		last = ep.result[ep.n_results - 1].at + ep.step;
	for (size_t i = 0; i < ep.n_events; i++)
		take_event(doc, &ep, i,
		    i + 1 < ep.n_events ? ep.event[i + 1].at : last);
	for (size_t i = 0; i < ep.n_results; i++)
		if (ep.n_events == 0 || ep.result[i].at < ep.event[0].at)
			take_result(doc, &ep, i);
}

static struct str
name_of(struct jdoc *doc, const json_t *json)
{
	static const char *const paths[] = { "name", "key", NULL };

	return jdoc_texts(doc, json, paths);
}

static void
take(struct jdoc *doc)
{
	struct map counts = { .keep = &doc->kept };
	const json_t *list = doc->root;

	if (!json_is_array(list)) {
		job_complain(doc->job, DIAG_ERROR, 1,
		    "see makegood formats for what is understood",
		    "this is no list of endpoints");
		return;
	}
	for (size_t i = 0; i < json_array_size(list); i++)
		jdoc_count(&counts, name_of(doc, json_array_get(list, i)));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *json = json_array_get(list, i);
		struct str name = name_of(doc, json);

		/* names need to be unique inside a group only */
		if (jdoc_is_shared(&counts, name))
			name = str_format(&doc->texts, "%.*s/%.*s",
			    STR_ARG(jdoc_text(doc, json, "group")),
			    STR_ARG(name));
		if (json_is_object(json))
			take_endpoint(doc, json, name);
		else
			jdoc_reject(doc, json, "this is no endpoint");
	}
}

static int
watch(struct job *job, struct err *e)
{
	return jdoc_watch(job, take, e);
}

static const struct format format = { .detect = detect, .watch = watch };

const struct format_info format_info_gatus = { "gatus",
	"Gatus: /api/v1/endpoints/statuses; the last 50 events", specimen,
	SOURCE_OUTAGES, &format };
