/*
 * Hourly page views, or visits, as web analytics export them to CSV: Google
 * Analytics 4, Matomo and Plausible.
 *
 * These files may begin with lines of "#", hold several tables one below the
 * other, and rows of totals. Hours without visitors are often missing; they are
 * unknown then and not zero. Whole days cannot be used: nobody knows how a day
 * was spread over its hours. Times are those of the site's settings there, so
 * zone: of the file must say where that is.
 */
#include <string.h>

#include "import/csv.h"
#include "import/formats.h"
#include "import/given.h"
#include "import/table.h"
#include "import/traffic.h"

struct dialect {
	/* heads, ended by NULL; `hour` beside a date; NULL: none */
	const char *const *time, *const *hour, *const *views, *const *visits;
	/* heads that no other table has, all of them; ended by NULL */
	const char *const *proof;
};

static const char *const ga4_time[] = { "Date + hour (YYYYMMDDHH)",
	"Date + hour", "dateHour", "Date", "Nth day", "Nth week", "Nth month",
	NULL };
static const char *const ga4_views[] = { "Views", "screenPageViews",
	"Pageviews", NULL };
static const char *const ga4_visits[] = { "Sessions", NULL };
static const char *const ga4_proof[] = { "Date + hour (YYYYMMDDHH)", NULL };
static const char *const date_time[] = { "date", NULL };
static const char *const matomo_hour[] = { "label", "hour", NULL };
static const char *const matomo_views[] = { "nb_pageviews", "nb_actions",
	"Pageviews", "Actions", NULL };
static const char *const matomo_visits[] = { "nb_visits", "Visits", NULL };
static const char *const matomo_proof[] = { "nb_visits", NULL };
static const char *const plausible_views[] = { "pageviews", NULL };
static const char *const plausible_visits[] = { "visits", NULL };
static const char *const plausible_proof[] = { "date", "visitors", "pageviews",
	NULL };

static const struct dialect ga4 = { ga4_time, NULL, ga4_views, ga4_visits,
	ga4_proof };
static const struct dialect matomo = { date_time, matomo_hour, matomo_views,
	matomo_visits, matomo_proof };
static const struct dialect plausible = { date_time, NULL, plausible_views,
	plausible_visits, plausible_proof };

static const char ga4_specimen[] =
    "# ----------------------------------------\n"
    "# www.example.org - GA4\n"
    "# Free form-Free form 1\n"
    "# 20130401-20130430\n"
    "# ----------------------------------------\n"
    "\n"
    "Date + hour (YYYYMMDDHH),Sessions,Views\n"
    ",610,1152,Grand total\n"
    "2013041118,320,812\n"
    "2013041119,290,340\n";
static const char matomo_specimen[] = "date,label,nb_visits,nb_actions\n"
				      "2013-04-11,18,320,812\n"
				      "2013-04-11,19,290,340\n";
static const char plausible_specimen[] =
    "date,visitors,pageviews,visits,views_per_visit,bounce_rate,"
    "visit_duration\n"
    "2013-04-11 18:00:00,301,812,320,2.5,41,132\n"
    "2013-04-11 19:00:00,280,340,290,1.2,40,98\n";

/* ---- heads
 * --------------------------------------------------------------------- */

/* The field whose head is one of these; -1. */
static int
field_named(const struct csv_record *r, const char *const *heads)
{
	for (; heads != NULL && *heads != NULL; heads++)
		for (size_t i = 0; i < r->n; i++)
			if (str_is_nocase(str_trim(r->field[i].text), *heads))
				return (int)i;
	return -1;
}

/* What the rule calls a column goes first. */
static int
column_of(const struct job *job, const struct csv_record *r, const char *name,
    const char *const *heads)
{
	const struct column_rule *rule = table_rule(&job->rule, name);

	for (size_t i = 0; rule != NULL && i < r->n; i++)
		if (rule->n != 0 &&
		    str_eq(str_trim(r->field[i].text), rule->words[0]))
			return (int)i;
	return field_named(r, heads);
}

static bool
comment(const struct csv_record *r)
{
	return r->n != 0 && str_starts(r->field[0].text, "#");
}

static bool
proves(const struct csv_record *r, const struct dialect *d)
{
	for (const char *const *p = d->proof; *p != NULL; p++)
		if (field_named(r, (const char *const[]){ *p, NULL }) < 0)
			return false;
	return true;
}

static int
detect(const struct dialect *d, struct str head)
{
	struct reader *reader = reader_memory(head);
	struct csv_record r;
	struct csv *csv = NULL;
	struct err e = { 0 };
	bool more = true, found = false, commented = false;

	if (csv_open(reader, &csv, &e) == 0)
		for (int i = 0; i < 40 && more && !found; i++) {
			if (csv_next(csv, &r, &more, &e) != 0 || !more)
				break;
			commented |= comment(&r);
			found =
			    proves(&r, d) || (d == &ga4 && commented &&
						 field_named(&r, d->time) >= 0);
			if (!found && !comment(&r))
				break;
		}
	csv_close(csv);
	reader_close(reader);
	return found ? 95 : 0;
}

/* ---- rows
 * --------------------------------------------------------------------- */

struct reading {
	struct job *job;
	const struct dialect *d;
	struct given *given;
	struct traffic_clock clock;
	int32_t site;
	const struct csv_record *record;
	int time, hour, counted; /* fields; time -1: no table of ours */
	bool visits;             /* counted, and not views */
	size_t n_fields;
	bool days;    /* seen: nothing of the file can be used */
	int64_t line; /* read last */
	bool missing; /* a table of ours without what is counted */
	int64_t told;
};

static void
reject(struct reading *r, const char *why)
{
	struct str line = csv_line(r->record, r->record->line);

	job_reject(r->job, &(struct reject){ .line = r->record->line,
			       .from_byte = r->record->from_byte,
			       .to_byte = r->record->to_byte,
			       .reason = str_of(why),
			       .excerpt = str_sub(line, 0, 160) });
	if (r->told++ < 5)
		diag_quote(r->job->d, DIAG_WARNING,
		    (struct place){ r->job->file, r->record->line, 0 }, line,
		    NULL, "%s; the row was left out", why);
}

static struct str
cell(const struct reading *r, int field)
{
	return field >= 0 && (size_t)field < r->record->n
		   ? str_trim(r->record->field[field].text)
		   : STR_NONE;
}

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n != 0;
}

/* "7", "07", "7h" */
static bool
hour_of_day(struct str s, int64_t *ret_hour)
{
	if (s.n > 1 && s.p[s.n - 1] == 'h')
		s.n--;
	return all_digits(s) && str_int64(s, ret_hour) && *ret_hour < 24;
}

/* NULL and an hour since 1970, or why not; r->days for a whole day. */
static const char *
read_hour(struct reading *r, int32_t *ret_hour)
{
	struct str t = cell(r, r->time), stamp;
	const char *why;
	int64_t hour, at_s;

	if (all_digits(t) && t.n == 10) {
		stamp = str_format(r->job->scratch, "%.4s-%.2s-%.2s %.2s:00:00",
		    t.p, t.p + 4, t.p + 6, t.p + 8);
	} else if (t.n == 10 && hour_of_day(cell(r, r->hour), &hour)) {
		stamp = str_format(r->job->scratch, "%.10s %02lld:00:00", t.p,
		    (long long)hour);
	} else if (t.n == 10 || (all_digits(t) && t.n <= 8)) {
		r->days = true;
		return NULL;
	} else {
		stamp = t;
	}
	why = traffic_when(&r->clock, stamp, &at_s);
	if (why != NULL)
		return why;
	if (at_s % 3600 != 0)
		return "it does not begin with an hour of UTC";
	*ret_hour = (int32_t)(at_s / 3600);
	return NULL;
}

static void
take_row(struct reading *r)
{
	struct traffic counts = { 0 };
	enum given_what what;
	int64_t n;
	int32_t hour = 0;
	const char *why = read_hour(r, &hour);

	if (r->days)
		return;
	if (why == NULL && (!all_digits(cell(r, r->counted)) ||
			       !str_int64(cell(r, r->counted), &n)))
		why = r->visits ? "the number of visits is not a count"
				: "the number of views is not a count";
	if (why != NULL) {
		reject(r, why);
		return;
	}
	counts.at = hour * MS_HOUR;
	*(r->visits ? &counts.visits : &counts.views) = n;
	what = given_row(r->given, r->site, MS_HOUR, &counts);
	if (what == GIVEN_FULL || what == GIVEN_OTHER) {
		reject(r, what == GIVEN_FULL
			      ? "too many hours for one file"
			      : "this hour was given before, with another "
				"number");
		return;
	}
	if (what == GIVEN_NEW) {
		r->job->batch->source.rows++;
		job_saw(r->job, counts.at);
	}
}

/* Is this record the head of a table? Then its columns hold from here on. */
static bool
take_head(struct reading *r)
{
	const struct csv_record *rec = r->record;
	int time = column_of(r->job, rec, "hour", r->d->time);

	if (time < 0)
		return false;
	r->time = time;
	r->hour = field_named(rec, r->d->hour);
	r->counted = r->visits ? column_of(r->job, rec, "visits", r->d->visits)
			       : column_of(r->job, rec, "views", r->d->views);
	r->n_fields = rec->n;
	/* counted from a first day that stands elsewhere */
	r->days |= str_starts(cell(r, time), "Nth ");
	if (r->counted < 0) {
		r->missing = true;
		r->time = -1;
	}
	return true;
}

static void
take_record(struct reading *r, bool blank_before)
{
	r->line = r->record->line;
	if (r->record->broken) {
		reject(r, r->record->why);
		return;
	}
	if (comment(r->record) || take_head(r))
		return;
	/* behind a blank line another table begins, of other things */
	if (blank_before && r->record->n != 0 &&
	    !all_digits(str_sub(cell(r, 0), 0, 4)) && cell(r, 0).n != 0)
		r->time = -1;
	if (r->time < 0)
		return;
	/* a row of totals has its name in a column of its own */
	if (cell(r, r->time).n == 0 && r->record->n > r->n_fields)
		return;
	if (str_is_nocase(cell(r, 0), "Grand total"))
		return;
	if (r->record->n < r->n_fields)
		reject(r, "there are fewer values than columns");
	else
		take_row(r);
}

static int
take_all(struct reading *r, struct csv *csv, struct err *e)
{
	struct csv_record record;
	int64_t next_line = 1;
	bool more;

	r->record = &record;
	while (!r->days) {
		if (csv_next(csv, &record, &more, e) != 0)
			return -1;
		if (!more)
			break;
		take_record(r, record.line > next_line);
		next_line = record.line + 1;
		job_progress(r->job);
	}
	return 0;
}

static void
sum_up(struct reading *r)
{
	struct job *job = r->job;

	if (r->days)
		job_complain(job, DIAG_ERROR, r->line,
		    "export it by the hour; nothing of this file was used",
		    "the file counts whole days, and lost traffic is judged by "
		    "the hour");
	else if (job->batch->source.rows == 0 && r->missing)
		job_complain(job, DIAG_ERROR, 0,
		    r->visits
			? "add it to the export, or say how it is called: "
			  "under files: with format: and columns: "
			  "{ visits: NAME }"
			: "add it to the export, or say how it is called: "
			  "under files: with format: and columns: "
			  "{ views: NAME }",
		    "there is no column of %s",
		    r->visits ? "visits" : "page views");
	else if (job->batch->source.rows == 0)
		job_complain(job, DIAG_WARNING, 0,
		    "no data is not the same as no visitors",
		    "there is no hour in this file");
}

/* Views and sessions are no hits. */
static bool
counts_what_is_asked(struct job *job)
{
	const struct settings *s = job->ctx->settings;

	if (s == NULL || !str_is(s->traffic_unit, "hits"))
		return true;
	job_complain(job, DIAG_ERROR, 0,
	    "set traffic_unit: views in case.yaml if all files hold them",
	    "the file holds page views, and the case counts hits");
	return false;
}

static int
read_table(struct job *job, const struct dialect *d, struct err *e)
{
	struct reading r = { .job = job, .d = d, .time = -1 };
	struct csv *csv;
	int rc;

	if (!job_wants_site(job, "the file does not say which site it is of") ||
	    !counts_what_is_asked(job))
		return 0;
	if (traffic_clock_of(job, false, &r.clock, e) != 0)
		return -1;
	r.visits = job->ctx->settings != NULL &&
		   str_is(job->ctx->settings->traffic_unit, "visits");
	r.given = given_new(job->scratch);
	r.site = tally_site(given_tally(r.given), job->rule.site);
	if (r.site < 0) {
		given_drop(r.given);
		job_complain(job, DIAG_ERROR, 0, NULL,
		    "\"%.*s\" in case.yaml is not a host name",
		    STR_ARG(job->rule.site));
		return 0;
	}
	if (csv_open(job->reader, &csv, e) != 0) {
		given_drop(r.given);
		return -1;
	}
	rc = take_all(&r, csv, e);
	if (rc == 0)
		sum_up(&r);
	csv_close(csv);
	if (rc == 0)
		traffic_table_part(job, given_finish(r.given));
	else
		given_drop(r.given);
	return rc;
}

#define BUCKETS(name, title)                                                   \
	static int detect_##name(struct str head)                              \
	{                                                                      \
		return detect(&name, head);                                    \
	}                                                                      \
	static int read_##name(struct job *job, struct err *e)                 \
	{                                                                      \
		return read_table(job, &name, e);                              \
	}                                                                      \
	static const struct format format_##name = { .detect = detect_##name,  \
		.read = read_##name };                                         \
	const struct format_info format_info_##name = { #name, title,          \
		name##_specimen, SOURCE_TRAFFIC, &format_##name }

BUCKETS(ga4, "Google Analytics 4: views by date and hour, as CSV");
BUCKETS(matomo, "Matomo: visits by date and hour of the server, as CSV");
BUCKETS(plausible, "Plausible: visitors.csv by the hour");
