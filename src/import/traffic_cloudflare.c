/*
 * Cloudflare's analytics by the hour (GraphQL, httpRequests1hGroups): requests,
 * page views, bytes and answers by status, counted at the edge. Times are UTC.
 *
 * The edge answers 52x while the origin is down. Its page views hold robots
 * too. Groups by the day cannot be used: nobody knows how a day was spread over
 * its hours. A zone does not tell its name here, so the rule has to.
 */
#include "import/formats.h"
#include "import/given.h"
#include "import/json_doc.h"
#include "import/traffic.h"

static const char specimen[] =
    "{\"data\":{\"viewer\":{\"zones\":[{\"httpRequests1hGroups\":[\n"
    "{\"dimensions\":{\"datetime\":\"2013-04-11T16:00:00Z\"},\n"
    "\"sum\":{\"requests\":812,\"pageViews\":340,\"bytes\":9120333,\n"
    "\"responseStatusMap\":[{\"edgeResponseStatus\":200,\"requests\":810},\n"
    "{\"edgeResponseStatus\":522,\"requests\":2}]}}]}]}}}\n";

struct reading {
	struct jdoc doc;
	struct given *given;
	int32_t site;
};

static bool
count_at(const json_t *group, const char *path, int64_t *ret_n)
{
	const json_t *v = jdoc_at(group, path);

	*ret_n = 0;
	return v == NULL || (jdoc_int(v, ret_n) && *ret_n >= 0);
}

/* Requests that were answered 500 to 599; -1 when that cannot be read. */
static int64_t
errors_of(const json_t *group)
{
	const json_t *list = jdoc_array(group, "sum.responseStatusMap");
	int64_t all = 0;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		int64_t status, n;

		if (!jdoc_int(jdoc_at(one, "edgeResponseStatus"), &status) ||
		    !count_at(one, "requests", &n) ||
		    n > INT64_C(1000000000000000))
			return -1;
		if (status >= 500 && status < 600)
			all += n;
	}
	return all;
}

static void
take_group(struct reading *r, const json_t *group)
{
	struct jdoc *doc = &r->doc;
	struct traffic in = { 0 };
	enum given_what what;
	int64_t at;

	if (!jdoc_needs_time(doc, group, "dimensions.datetime", &at))
		return;
	if (at < 0 || at % MS_HOUR != 0) {
		jdoc_reject(doc, group, "it does not begin with an hour");
		return;
	}
	in.errors = errors_of(group);
	if (jdoc_at(group, "sum.requests") == NULL ||
	    !count_at(group, "sum.requests", &in.hits) ||
	    !count_at(group, "sum.pageViews", &in.views) ||
	    !count_at(group, "sum.bytes", &in.bytes) || in.errors < 0) {
		jdoc_reject(doc, group, "its sums are not counts");
		return;
	}
	in.at = at;
	what = given_row(r->given, r->site, MS_HOUR, &in);
	if (what == GIVEN_NEW) {
		doc->job->batch->source.rows++;
		job_saw(doc->job, at);
	} else if (what != GIVEN_AGAIN) {
		jdoc_reject(doc, group,
		    "this hour was given before, with other numbers");
	}
}

static bool
counts_views(const json_t *groups)
{
	return jdoc_at(json_array_get(groups, 0), "sum.pageViews") != NULL;
}

static void
take_zone(struct reading *r, const json_t *zone)
{
	struct job *job = r->doc.job;
	const struct settings *s = job->ctx->settings;
	const json_t *groups = jdoc_array(zone, "httpRequests1hGroups");

	if (groups == NULL) {
		job_complain(job, DIAG_ERROR, jdoc_line(&r->doc, zone),
		    "ask for httpRequests1hGroups; nothing of this file was "
		    "used",
		    "there are no groups by the hour, and lost traffic is "
		    "judged by the hour");
		return;
	}
	if (s != NULL && str_is(s->traffic_unit, "visits")) {
		job_complain(job, DIAG_ERROR, jdoc_line(&r->doc, groups),
		    "set traffic_unit: views in case.yaml if all files hold "
		    "them",
		    "there are no visits, which is what the case counts");
		return;
	}
	if (s != NULL && str_is(s->traffic_unit, "views") &&
	    json_array_size(groups) != 0 && !counts_views(groups)) {
		job_complain(job, DIAG_ERROR, jdoc_line(&r->doc, groups),
		    "ask for sum { pageViews } too",
		    "there are no page views, which is what the case counts");
		return;
	}
	for (size_t i = 0; i < json_array_size(groups); i++)
		take_group(r, json_array_get(groups, i));
}

static void
take(struct reading *r)
{
	const json_t *zones = jdoc_array(r->doc.root, "data.viewer.zones");
	struct job *job = r->doc.job;

	if (zones == NULL || json_array_size(zones) == 0)
		jdoc_lacks(&r->doc, "data.viewer.zones", "one zone");
	else if (json_array_size(zones) > 1)
		job_complain(job, DIAG_ERROR, jdoc_line(&r->doc, zones),
		    "save the answer for each zone in a file of its own",
		    "there are %zu zones in one file, without names",
		    json_array_size(zones));
	else
		take_zone(r, json_array_get(zones, 0));
	if (job->batch->source.rows == 0 &&
	    job->d->errors == job->errors_before)
		job_complain(job, DIAG_WARNING, 0,
		    "no data is not the same as no visitors",
		    "there is no hour in this file");
}

static int
detect(struct str head)
{
	static const char *const hours[] = { "viewer", "zones",
		"httpRequests1hGroups", NULL };
	static const char *const days[] = { "viewer", "zones",
		"httpRequests1dGroups", NULL };
	int share = jdoc_detect(head, hours);

	return share != 0 ? share : jdoc_detect(head, days);
}

static int
read_file(struct job *job, struct err *e)
{
	struct reading *r = arena_new(job->scratch, struct reading);
	int rc;

	if (!job_wants_site(job, "the file does not say which site it is of"))
		return 0;
	r->given = given_new(job->scratch);
	r->site = tally_site(given_tally(r->given), job->rule.site);
	if (r->site < 0) {
		given_drop(r->given);
		job_complain(job, DIAG_ERROR, 0, NULL,
		    "\"%.*s\" in case.yaml is not a host name",
		    STR_ARG(job->rule.site));
		return 0;
	}
	rc = jdoc_open(job, &r->doc, e);
	if (rc == 0 && r->doc.root != NULL)
		take(r);
	jdoc_close(&r->doc);
	job->shown_zone = STR("UTC");
	if (rc == 0)
		traffic_table_part(job, given_finish(r->given));
	else
		given_drop(r->given);
	return rc;
}

static const struct format format = { .detect = detect, .read = read_file };

const struct format_info format_info_cloudflare = { "cloudflare",
	"Cloudflare's analytics by the hour (GraphQL), as JSON", specimen,
	SOURCE_TRAFFIC, &format };
