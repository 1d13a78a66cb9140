/*
 * Hourly counters as a table: what other tools and other machines have counted.
 * A bad row is a reject like a bad line of a log: told, counted, left out.
 */
#include <stdio.h>

#include "base/zone.h"
#include "import/formats.h"
#include "import/given.h"
#include "import/traffic.h"

struct hourly_row {
	struct str site;
	int64_t at, hits, views, errors, bytes, visits, robots;
	struct origin from;
};

#define AT(member) offsetof(struct hourly_row, member)

static const struct sheet_column columns[] = {
	{ "site", SHEET_SITE, false, AT(site), "vhost", NULL,
	    "host name; without this column, case.yaml tells the site" },
	{ "hour", SHEET_TIME, true, AT(at), "hour_utc", NULL,
	    "its beginning; UTC unless it has an offset or the file a zone" },
	{ "hits", SHEET_COUNT, false, AT(hits), "requests", NULL,
	    "all requests" },
	{ "views", SHEET_COUNT, false, AT(views), "pageviews", NULL,
	    "pages that people looked at" },
	{ "errors", SHEET_COUNT, false, AT(errors), NULL, NULL,
	    "answers 500 to 599" },
	{ "bytes", SHEET_COUNT, false, AT(bytes), NULL, NULL, "" },
	{ "visits", SHEET_COUNT, false, AT(visits), "sessions", NULL,
	    "begun in this hour" },
	{ "robots", SHEET_COUNT, false, AT(robots), NULL, NULL,
	    "requests by robots, among the hits" },
};

struct hourly {
	struct given *given;
	bool utc;   /* the head says so: hour_utc */
	bool known; /* this row was there before, word for word */
};

static bool
has(const struct sheet_run *run, const char *column)
{
	return run->at[sheet_column_of(run->sheet, column)] >= 0;
}

/* The file must hold what the case counts, or its zeros would look like loss.
 */
static bool
counts_what_is_asked(struct sheet_run *run)
{
	const struct settings *s = run->job->ctx->settings;
	char unit[20];

	if (!has(run, "hits") && !has(run, "views") && !has(run, "visits")) {
		job_complain(run->job, DIAG_ERROR, 1, NULL,
		    "there is no column \"hits\", \"views\" or \"visits\"");
		return false;
	}
	if (s == NULL || s->traffic_unit.n == 0)
		return true;
	snprintf(unit, sizeof unit, "%.*s", STR_ARG(s->traffic_unit));
	if (has(run, unit))
		return true;
	job_complain(run->job, DIAG_ERROR, 1,
	    "set traffic_unit in case.yaml to what all files hold",
	    "there is no column \"%s\", which is what the case counts", unit);
	return false;
}

static bool
ready(struct sheet_run *run)
{
	struct hourly *h = run->state;
	size_t hour = sheet_column_of(run->sheet, "hour");

	h->utc = str_is(run->head[hour], "hour_utc");
	if (!has(run, "site") &&
	    !job_wants_site(run->job, "there is no column \"site\""))
		return false;
	/* counters made by programs are in UTC unless somebody says otherwise
	 */
	if (!run->job->zone_given || h->utc) {
		struct err e;

		if (zone_open(run->job->ctx->zones, STR("UTC"),
			&run->job->rule.zone, &e) != 0)
			return false;
		run->job->shown_zone = STR("UTC");
	}
	return counts_what_is_asked(run);
}

static void
start(void *row)
{
	((struct hourly_row *)row)->at = NO_INSTANT;
}

static bool
add(struct sheet_run *run, const struct hourly_row *r)
{
	struct hourly *h = run->state;
	const struct traffic counts = { .at = r->at,
		.hits = r->hits,
		.views = r->views,
		.errors = r->errors,
		.bytes = r->bytes,
		.robots = r->robots,
		.visits = r->visits };
	int32_t site = tally_site(given_tally(h->given), r->site);
	enum given_what what;

	if (site < 0) {
		sheet_bad(run, "site", NULL, "more than %d sites in one file",
		    TALLY_MAX_SITES);
		return false;
	}
	what = given_row(h->given, site, MS_HOUR, &counts);
	h->known = what == GIVEN_AGAIN;
	if (what == GIVEN_FULL)
		sheet_bad(run, NULL, NULL, "too many hours for one file");
	else if (what == GIVEN_OTHER)
		sheet_bad(run, "hour", "one row for each site and hour",
		    "this hour of the site was given before, with other "
		    "numbers");
	return what == GIVEN_NEW || what == GIVEN_AGAIN;
}

static bool
finish(struct sheet_run *run, void *row)
{
	struct hourly_row *r = row;

	if (r->site.n == 0)
		r->site = run->job->rule.site;
	if (r->site.n == 0)
		sheet_bad(run, "site", NULL, "\"site\" is empty");
	if (r->at < 0 || r->at % MS_HOUR != 0)
		sheet_bad(run, "hour",
		    "the bins must begin with an hour of UTC",
		    "\"hour\" is not the beginning of an hour");
	return !run->bad && add(run, r);
}

static bool
push(struct sheet_run *run, const void *row)
{
	const struct hourly_row *r = row;
	struct hourly *h = run->state;

	if (h->known)
		return false;
	job_saw(run->job, r->at);
	return true;
}

static const struct sheet hourly = {
	.column = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.row_bytes = sizeof(struct hourly_row),
	.from_offset = AT(from),
	.keeps_going = true,
	.ready = ready,
	.start = start,
	.finish = finish,
	.push = push,
};

static int
detect_hourly(struct str head)
{
	return sheet_detect(&hourly, head);
}

static int
read_hourly(struct job *job, struct err *e)
{
	struct hourly h = { .given = given_new(job->scratch) };
	struct source *source = &job->batch->source;

	if (sheet_read(job, &hourly, &h, e) != 0) {
		given_drop(h.given);
		return -1;
	}
	if (source->rows == 0 && source->rejected != 0)
		job_complain(job, DIAG_ERROR, 0, "see makegood formats hourly",
		    "no row could be read");
	traffic_table_part(job, given_finish(h.given));
	return 0;
}

const struct format format_hourly = {
	.detect = detect_hourly, .read = read_hourly, .sheet = &hourly
};
