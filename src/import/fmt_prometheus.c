/*
 * Prometheus, /api/v1/query_range of a metric that is 1 or 0: up,
 * probe_success.
 *
 * Each value stands for [t, t + step): what is between two samples is nobody's
 * knowledge, and an outage shorter than the step may not show. The step is not
 * in the answer; it is the most common distance of all series, unless somebody
 * wrote `step` (seconds) into the document. A value that is missing or NaN is
 * not known, not down. The server looks back five minutes by itself, so it
 * hides gaps shorter than that.
 */
#include <math.h>

#include "import/formats.h"
#include "import/json_doc.h"

static const char specimen[] =
    "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[\n"
    "{\"metric\":{\"__name__\":\"probe_success\",\"job\":\"blackbox\",\n"
    "\"instance\":\"https://www.example.org/\"},\"values\":[\n"
    "[1365700200,\"1\"],[1365700215,\"0\"],[1365700230,\"0\"],\n"
    "[1365700245,\"1\"],[1365700275.5,\"NaN\"],[1365700290,\"1\"]]}]}}\n";

static int
detect(struct str head)
{
	static const char *const keys[] = { "data", "resultType", "result",
		NULL };

	return jdoc_detect(head, keys);
}

/* ---- subjects
 * ------------------------------------------------------- */

/* All labels, for series that nothing shorter tells apart. */
static struct str
all_labels(struct jdoc *doc, const json_t *metric)
{
	struct str out = STR_NONE;
	const char *key;
	json_t *v;

	json_object_foreach((json_t *)metric, key, v)
	{
		out = str_format(&doc->texts, "%.*s%s%.*s=%.*s", STR_ARG(out),
		    out.n != 0 ? "," : "",
		    STR_ARG(jdoc_plain(doc, str_of(key))),
		    STR_ARG(jdoc_text(doc, v, "")));
		if (out.n > JDOC_MAX_TEXT)
			break;
	}
	return out;
}

/* 0: instance; 1: job/instance; 2: everything. */
static struct str
name_of(struct jdoc *doc, const json_t *series, int detail)
{
	static const char *const paths[] = { "metric.instance", "metric.target",
		"metric.job", "metric.__name__", NULL };
	struct str name = jdoc_texts(doc, series, paths);
	struct str job = jdoc_text(doc, series, "metric.job");

	if (detail == 2)
		return all_labels(doc, jdoc_at(series, "metric"));
	if (detail == 1 && job.n != 0)
		return str_format(
		    &doc->texts, "%.*s/%.*s", STR_ARG(job), STR_ARG(name));
	return name;
}

/* As short as it goes while every series has a name of its own. */
static int
detail_needed(struct jdoc *doc, const json_t *result)
{
	for (int detail = 0; detail < 2; detail++) {
		struct map counts = { .keep = &doc->kept };
		bool shared = false;

		for (size_t i = 0; i < json_array_size(result); i++) {
			struct str name =
			    name_of(doc, json_array_get(result, i), detail);

			jdoc_count(&counts, name);
			shared |= jdoc_is_shared(&counts, name);
		}
		if (!shared)
			return detail;
	}
	return 2;
}

/* ---- samples
 * ------------------------------------------------------- */

/* What the server was asked for: as given, or as found in the values. */
static int64_t
step_of(struct jdoc *doc, const json_t *result)
{
	int64_t best = 0, *at;
	size_t most = 0;
	double s;

	if ((jdoc_number(jdoc_at(doc->root, "step"), &s) ||
		jdoc_number(jdoc_at(doc->root, "data.step"), &s)) &&
	    s >= 0.001 && s <= 31 * 86400.0)
		return (int64_t)(s * 1000 + 0.5);
	/* the longest series knows best */
	for (size_t i = 0; i < json_array_size(result); i++) {
		const json_t *v =
		    jdoc_array(json_array_get(result, i), "values");
		size_t n = 0;

		if (json_array_size(v) <= most)
			continue;
		most = json_array_size(v);
		at = arena_array(&doc->kept, most, sizeof *at);
		for (size_t k = 0; k < most; k++)
			if (jdoc_when(doc,
				json_array_get(json_array_get(v, k), 0),
				&at[n]) == JDOC_GIVEN)
				n++;
		best = jdoc_step(&doc->kept, at, n, 1);
	}
	return best;
}

static void
take_value(
    struct jdoc *doc, const json_t *pair, int64_t step, struct str subject)
{
	struct sighting s;
	int64_t at;
	double x;

	if (jdoc_when(doc, json_array_get(pair, 0), &at) != JDOC_GIVEN) {
		jdoc_reject(doc, pair, "it has no time");
		return;
	}
	if (!jdoc_number(json_array_get(pair, 1), &x)) {
		jdoc_reject(doc, pair, "its value is no number");
		return;
	}
	s = jdoc_sighting(SIGHT_SAMPLE, SIGHT_UP, at, at + step);
	s.subject = subject;
	if (isnan(x))
		s.state = SIGHT_NOTHING;
	else if (x < 0 || x > 1) {
		jdoc_reject(doc, pair, "its value is not from 0 to 1");
		return;
	} else if (x < 1) {
		/* an average over time or over several targets */
		s.state = x > 0 ? SIGHT_DEGRADED : SIGHT_DOWN;
	}
	jdoc_see(doc, pair, &s);
}

static void
take_series(
    struct jdoc *doc, const json_t *series, int64_t step, struct str subject)
{
	const json_t *values = jdoc_array(series, "values");

	if (values == NULL)
		jdoc_reject(doc, series, "it has no list \"values\"");
	for (size_t i = 0; i < json_array_size(values); i++)
		take_value(doc, json_array_get(values, i), step, subject);
}

static bool
is_matrix(struct jdoc *doc)
{
	struct str type = jdoc_text(doc, doc->root, "data.resultType");
	struct str why = jdoc_text(doc, doc->root, "error");

	if (why.n != 0)
		job_complain(doc->job, DIAG_ERROR, 1, NULL,
		    "Prometheus refused the question: %.*s", STR_ARG(why));
	else if (!str_is(type, "matrix"))
		job_complain(doc->job, DIAG_ERROR, 1,
		    "ask /api/v1/query_range, with start, end and step",
		    "the answer is of type \"%.*s\", not a matrix: it holds no "
		    "history",
		    STR_ARG(type));
	return why.n == 0 && str_is(type, "matrix");
}

static void
take(struct jdoc *doc)
{
	const json_t *result = jdoc_array(doc->root, "data.result");
	int64_t step;
	int detail;

	if (!is_matrix(doc))
		return;
	if (result == NULL) {
		jdoc_lacks(doc, "data.result", "series");
		return;
	}
	step = step_of(doc, result);
	if (step == 0 && json_array_size(result) != 0) {
		job_complain(doc->job, DIAG_ERROR, 1,
		    "write \"step\": SECONDS beside \"status\"",
		    "no two values tell the step of the question");
		return;
	}
	detail = detail_needed(doc, result);
	for (size_t i = 0; i < json_array_size(result); i++) {
		const json_t *series = json_array_get(result, i);

		take_series(doc, series, step, name_of(doc, series, detail));
	}
}

static int
watch(struct job *job, struct err *e)
{
	return jdoc_watch(job, take, e);
}

static const struct format format = { .detect = detect, .watch = watch };

const struct format_info format_info_prometheus = { "prometheus",
	"Prometheus: query_range; a value stands for the step after it",
	specimen, SOURCE_OUTAGES, &format };
