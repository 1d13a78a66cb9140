/*
 * Counters as a table: what other tools and other machines have counted, by the
 * hour or by the local day. A bad row is a reject like a bad line of a log:
 * told, counted, left out.
 */
#include <stdio.h>

#include "base/zone.h"
#include "import/csv.h"
#include "import/formats.h"
#include "import/given.h"
#include "import/traffic.h"

struct counted_row {
	struct str site;
	int64_t at, hits, views, errors, bytes, visits, robots;
	struct origin from;
};

#define AT(member) offsetof(struct counted_row, member)

#define SITE_COLUMN                                                            \
	{                                                                      \
		"site", SHEET_SITE, false, AT(site), "vhost", NULL,            \
		    "host name; without this column, case.yaml tells the site" \
	}
#define COUNTER_COLUMNS(begun)                                                 \
	{ "hits", SHEET_COUNT, false, AT(hits), "requests", NULL,              \
		"all requests" },                                              \
	    { "views", SHEET_COUNT, false, AT(views), "pageviews", NULL,       \
		    "pages that people looked at" },                           \
	    { "errors", SHEET_COUNT, false, AT(errors), NULL, NULL,            \
		    "answers 500 to 599" },                                    \
	    { "bytes", SHEET_COUNT, false, AT(bytes), NULL, NULL, "" },        \
	    { "visits", SHEET_COUNT, false, AT(visits), "sessions", NULL,      \
		    begun },                                                   \
	{                                                                      \
		"robots", SHEET_COUNT, false, AT(robots), NULL, NULL,          \
		    "requests by robots, among the hits"                       \
	}

static const struct sheet_column hourly_columns[] = { SITE_COLUMN,
	{ "hour", SHEET_TIME, true, AT(at), "hour_utc", NULL,
	    "its beginning; UTC unless it has an offset or the file a zone" },
	COUNTER_COLUMNS("begun in this hour") };

static const struct sheet_column daily_columns[] = { SITE_COLUMN,
	{ "day", SHEET_DAY, true, AT(at), "date", NULL,
	    "local day in the zone of the file" },
	COUNTER_COLUMNS("begun on this day") };

#define COUNT(v) (sizeof(v) / sizeof *(v))

struct counting {
	const char *bin; /* "hour", "day": the column's name too */
	const char *see;
	int64_t step_ms;
	struct given *given;
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

/* Hours counted by programs are in UTC unless somebody says otherwise. */
static bool
take_utc(struct job *job)
{
	struct err e;

	if (zone_open(job->ctx->zones, STR("UTC"), &job->rule.zone, &e) != 0)
		return false;
	job->shown_zone = STR("UTC");
	return true;
}

static bool
ready(struct sheet_run *run)
{
	const struct counting *c = run->state;
	size_t bin = sheet_column_of(run->sheet, c->bin);
	bool says_utc = str_is(run->head[bin], "hour_utc");

	if (!has(run, "site") &&
	    !job_wants_site(run->job, "there is no column \"site\""))
		return false;
	if (c->step_ms == MS_HOUR && (!run->job->zone_given || says_utc) &&
	    !take_utc(run->job))
		return false;
	return counts_what_is_asked(run);
}

static void
start(void *row)
{
	((struct counted_row *)row)->at = NO_INSTANT;
}

static bool
add(struct sheet_run *run, const struct counted_row *r)
{
	struct counting *c = run->state;
	const struct traffic counts = { .at = r->at,
		.hits = r->hits,
		.views = r->views,
		.errors = r->errors,
		.bytes = r->bytes,
		.robots = r->robots,
		.visits = r->visits };
	int32_t site = tally_site(given_tally(c->given), r->site);
	struct str hint;
	enum given_what what;

	if (site < 0) {
		sheet_bad(run, "site", NULL, "more than %d sites in one file",
		    TALLY_MAX_SITES);
		return false;
	}
	what = given_row(c->given, site, c->step_ms, &counts);
	c->known = what == GIVEN_AGAIN;
	if (what == GIVEN_FULL)
		sheet_bad(run, NULL, NULL, "too many %ss for one file", c->bin);
	if (what == GIVEN_OTHER) {
		hint = str_format(
		    run->job->scratch, "one row for each site and %s", c->bin);
		sheet_bad(run, c->bin, str_cstr(run->job->scratch, hint),
		    "this %s of the site was given before, with other numbers",
		    c->bin);
	}
	return what == GIVEN_NEW || what == GIVEN_AGAIN;
}

static bool
finish(struct sheet_run *run, void *row)
{
	const struct counting *c = run->state;
	struct counted_row *r = row;

	if (r->site.n == 0)
		r->site = run->job->rule.site;
	if (r->site.n == 0)
		sheet_bad(run, "site", NULL, "\"site\" is empty");
	if (c->step_ms == MS_HOUR && (r->at < 0 || r->at % MS_HOUR != 0))
		sheet_bad(run, "hour",
		    "the bins must begin with an hour of UTC",
		    "\"hour\" is not the beginning of an hour");
	return !run->bad && add(run, r);
}

static bool
push(struct sheet_run *run, const void *row)
{
	const struct counted_row *r = row;
	const struct counting *c = run->state;

	if (c->known)
		return false;
	job_saw(run->job, r->at);
	return true;
}

#define COUNTED_SHEET(columns)                                                 \
	{                                                                      \
		.column = (columns), .n_columns = COUNT(columns),              \
		.row_bytes = sizeof(struct counted_row),                       \
		.from_offset = AT(from), .keeps_going = true, .ready = ready,  \
		.start = start, .finish = finish, .push = push                 \
	}

static const struct sheet hourly = COUNTED_SHEET(hourly_columns);
static const struct sheet daily = COUNTED_SHEET(daily_columns);

static int
read_counted(struct job *job, const struct sheet *sheet, struct counting *c,
    struct err *e)
{
	struct source *source = &job->batch->source;

	c->given = given_new(job->scratch);
	if (sheet_read(job, sheet, c, e) != 0) {
		given_drop(c->given);
		return -1;
	}
	if (source->rows == 0 && source->rejected != 0)
		job_complain(
		    job, DIAG_ERROR, 0, c->see, "no row could be read");
	traffic_table_part(job, given_finish(c->given));
	return 0;
}

/* ---- by the hour ---- */

static int
detect_hourly(struct str head)
{
	return sheet_detect(&hourly, head);
}

static int
read_hourly(struct job *job, struct err *e)
{
	struct counting c = { .bin = "hour",
		.see = "see makegood formats hourly",
		.step_ms = MS_HOUR };

	return read_counted(job, &hourly, &c, e);
}

const struct format format_hourly = {
	.detect = detect_hourly, .read = read_hourly, .sheet = &hourly
};

/* ---- by the day ---- */

static bool
is_ours(struct str name)
{
	for (size_t i = 0; i < daily.n_columns; i++)
		if (str_is_nocase(name, daily_columns[i].name) ||
		    (daily_columns[i].alias != NULL &&
			str_is_nocase(name, daily_columns[i].alias)))
			return true;
	return false;
}

/*
 * Tables with a date and views are many; it is this one when all of its columns
 * are ours.
 */
static int
detect_daily(struct str head)
{
	struct reader *reader = reader_memory(head);
	struct csv *csv = NULL;
	struct csv_record r;
	struct err e = { 0 };
	bool more, ours = false;

	if (csv_open(reader, &csv, &e) == 0 &&
	    csv_next(csv, &r, &more, &e) == 0 && more && !r.broken) {
		ours = true;
		for (size_t i = 0; i < r.n; i++)
			ours &= is_ours(str_trim(r.field[i].text));
	}
	csv_close(csv);
	reader_close(reader);
	return ours ? sheet_detect(&daily, head) : 0;
}

static int
read_daily(struct job *job, struct err *e)
{
	struct counting c = { .bin = "day",
		.see = "see makegood formats daily",
		.step_ms = MS_DAY };

	return read_counted(job, &daily, &c, e);
}

static const struct format format_daily = {
	.detect = detect_daily, .read = read_daily, .sheet = &daily
};

const struct format_info format_info_daily = { "daily",
	"totals of whole days of a site, as a table",
	"site,day,hits,views,errors,bytes,visits\n"
	"www.example.org,2013-04-11,18120,7340,2,209120333,2310\n"
	"www.example.org,2013-04-12,17790,7322,118,198001207,2287\n",
	SOURCE_TRAFFIC, &format_daily };
