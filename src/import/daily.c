/*
 * Totals of whole days: a table of them, and the data files of AWStats, whose
 * hours are those of a whole month. A day is a local one; what an hour of it
 * was, nobody knows.
 */
#include <string.h>

#include "base/zone.h"
#include "import/csv.h"
#include "import/formats.h"
#include "import/given.h"
#include "import/host.h"
#include "import/traffic.h"

struct daily_row {
	struct str site;
	int64_t at, hits, views, errors, bytes, visits, robots;
	struct origin from;
};

#define AT(member) offsetof(struct daily_row, member)

static const struct sheet_column columns[] = {
	{ "site", SHEET_SITE, false, AT(site), "vhost", NULL,
	    "host name; without this column, case.yaml tells the site" },
	{ "day", SHEET_DAY, true, AT(at), "date", NULL,
	    "local day in the zone of the file" },
	{ "hits", SHEET_COUNT, false, AT(hits), "requests", NULL,
	    "all requests" },
	{ "views", SHEET_COUNT, false, AT(views), "pageviews", NULL,
	    "pages that people looked at" },
	{ "errors", SHEET_COUNT, false, AT(errors), NULL, NULL,
	    "answers 500 to 599" },
	{ "bytes", SHEET_COUNT, false, AT(bytes), NULL, NULL, "" },
	{ "visits", SHEET_COUNT, false, AT(visits), "sessions", NULL,
	    "begun on this day" },
	{ "robots", SHEET_COUNT, false, AT(robots), NULL, NULL,
	    "requests by robots, among the hits" },
};

struct daily {
	struct given *given;
	bool known; /* this row was there before, word for word */
};

static bool
has(const struct sheet_run *run, struct str column)
{
	struct arena scratch = { 0 };
	bool found =
	    run->at[sheet_column_of(run->sheet, str_cstr(&scratch, column))] >=
	    0;

	arena_release(&scratch);
	return found;
}

/* The file must hold what the case counts, or its zeros would look like loss.
 */
static bool
ready(struct sheet_run *run)
{
	const struct settings *s = run->job->ctx->settings;
	struct str unit = s != NULL ? s->traffic_unit : STR_NONE;

	if (!has(run, STR("site")) &&
	    !job_wants_site(run->job, "there is no column \"site\""))
		return false;
	if (unit.n != 0 ? has(run, unit)
			: has(run, STR("hits")) || has(run, STR("views")) ||
			      has(run, STR("visits")))
		return true;
	job_complain(run->job, DIAG_ERROR, 1,
	    "set traffic_unit in case.yaml to what all files hold",
	    "there is no column \"%.*s\", which is what the case counts",
	    STR_ARG(unit.n != 0 ? unit : STR("hits")));
	return false;
}

static void
start(void *row)
{
	((struct daily_row *)row)->at = NO_INSTANT;
}

static bool
finish(struct sheet_run *run, void *row)
{
	struct daily_row *r = row;
	struct daily *d = run->state;
	struct traffic counts;
	enum given_what what;
	int32_t site;

	if (r->site.n == 0)
		r->site = run->job->rule.site;
	if (r->site.n == 0)
		sheet_bad(run, "site", NULL, "\"site\" is empty");
	if (run->bad)
		return false;
	counts = (struct traffic){ .at = r->at,
		.hits = r->hits,
		.views = r->views,
		.errors = r->errors,
		.bytes = r->bytes,
		.robots = r->robots,
		.visits = r->visits };
	site = tally_site(given_tally(d->given), r->site);
	if (site < 0) {
		sheet_bad(run, "site", NULL, "more than %d sites in one file",
		    TALLY_MAX_SITES);
		return false;
	}
	what = given_row(d->given, site, MS_DAY, &counts);
	d->known = what == GIVEN_AGAIN;
	if (what == GIVEN_FULL)
		sheet_bad(run, NULL, NULL, "too many days for one file");
	else if (what == GIVEN_OTHER)
		sheet_bad(run, "day", "one row for each site and day",
		    "this day of the site was given before, with other "
		    "numbers");
	return what == GIVEN_NEW || what == GIVEN_AGAIN;
}

static bool
push(struct sheet_run *run, const void *row)
{
	const struct daily_row *r = row;
	const struct daily *d = run->state;

	if (d->known)
		return false;
	job_saw(run->job, r->at);
	return true;
}

static const struct sheet daily = {
	.column = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.row_bytes = sizeof(struct daily_row),
	.from_offset = AT(from),
	.keeps_going = true,
	.ready = ready,
	.start = start,
	.finish = finish,
	.push = push,
};

static bool
is_ours(struct str name)
{
	for (size_t i = 0; i < daily.n_columns; i++)
		if (str_is_nocase(name, columns[i].name) ||
		    (columns[i].alias != NULL &&
			str_is_nocase(name, columns[i].alias)))
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
	struct daily d = { .given = given_new(job->scratch) };
	struct source *source = &job->batch->source;

	if (sheet_read(job, &daily, &d, e) != 0) {
		given_drop(d.given);
		return -1;
	}
	if (source->rows == 0 && source->rejected != 0)
		job_complain(job, DIAG_ERROR, 0, "see makegood formats daily",
		    "no row could be read");
	traffic_table_part(job, given_finish(d.given));
	return 0;
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

/* ---- AWStats ---- */

#define AWSTATS_HEAD "AWSTATS DATA FILE"
/* A month has 31 of them; a file that was put together has more. */
#define AWSTATS_DAYS 4000

struct awstats {
	struct job *job;
	struct given *given;
	int32_t site;
	int64_t line;
	bool in_days, seen_days, bad;
	int64_t days;
};

static int
detect_awstats(struct str head)
{
	return str_starts(head, AWSTATS_HEAD) ? 100 : 0;
}

/* "awstats042013.www.example.org.txt": the site, unless the case tells it. */
static struct str
site_of_name(struct str file)
{
	struct str rest = file;

	for (size_t i = 0; i < file.n; i++)
		if (file.p[i] == '/')
			rest = str_sub(file, i + 1, file.n);
	if (!str_starts(rest, "awstats"))
		return STR_NONE;
	for (size_t i = 0; i < rest.n; i++) {
		if (rest.p[i] != '.')
			continue;
		rest = str_sub(rest, i + 1, rest.n);
		return str_ends(rest, ".txt") ? str_sub(rest, 0, rest.n - 4)
					      : STR_NONE;
	}
	return STR_NONE;
}

static void
complain(struct awstats *a, const char *what)
{
	if (!a->bad)
		job_complain(a->job, DIAG_ERROR, a->line, NULL, "%s", what);
	a->bad = true;
}

/* 20130411 pages hits bytes visits */
static void
day_line(struct awstats *a, struct str s)
{
	struct traffic t = { 0 };
	int64_t *const to[] = { &t.views, &t.hits, &t.bytes, &t.visits };
	struct str word = str_cut(s, ' ', &s);
	int64_t date;
	int year, month, day;

	if (word.n != 8 || !str_int64(word, &date) || date < 19700101) {
		complain(a, "this is no line of a day");
		return;
	}
	year = (int)(date / 10000);
	month = (int)(date / 100 % 100);
	day = (int)(date % 100);
	if (month < 1 || month > 12 || day < 1 ||
	    civil_of_days(civil_days(year, month, day)).month != month) {
		complain(a, "there is no such day");
		return;
	}
	for (size_t i = 0; i < sizeof to / sizeof *to; i++)
		if (!str_int64(str_cut(s, ' ', &s), to[i]) || *to[i] < 0) {
			complain(a, "this is no line of a day");
			return;
		}
	t.at = zone_day(a->job->rule.zone, year, month, day);
	if (++a->days > AWSTATS_DAYS)
		complain(a, "too many days for one file");
	else if (given_row(a->given, a->site, MS_DAY, &t) == GIVEN_OTHER)
		complain(a, "this day was given before, with other numbers");
	a->job->batch->source.rows++;
	job_saw(a->job, t.at);
}

static void
line_of(struct awstats *a, struct str s)
{
	s = str_trim(s);
	a->line++;
	if (str_starts(s, "BEGIN_DAY ")) {
		a->in_days = a->seen_days = true;
	} else if (str_is(s, "END_DAY")) {
		a->in_days = false;
	} else if (a->in_days && s.n != 0 && s.p[0] != '#') {
		day_line(a, s);
	}
}

static int
read_lines(struct awstats *a, struct err *e)
{
	struct chunk chunk;

	for (;;) {
		struct str text;

		if (reader_lines(a->job->reader, &chunk, e) != 0)
			return -1;
		if (chunk.to_byte == chunk.from_byte)
			return 0;
		text = chunk.text;
		while (text.n != 0)
			line_of(a, str_cut(text, '\n', &text));
	}
}

static int
read_awstats(struct job *job, struct err *e)
{
	struct awstats a = { .job = job };
	struct str site =
	    job->rule.site.n != 0 ? job->rule.site : site_of_name(job->file);

	if (site.n == 0 &&
	    !job_wants_site(job, "the name of the file does not tell the site"))
		return 0;
	a.given = given_new(job->scratch);
	a.site = tally_site(given_tally(a.given), site);
	if (a.site < 0)
		complain(
		    &a, "the site in the name of the file is no host name");
	if (!a.bad && read_lines(&a, e) != 0) {
		given_drop(a.given);
		return -1;
	}
	if (!a.bad && (!a.seen_days || a.in_days))
		complain(&a, "the days are missing, or end in the middle");
	traffic_table_part(job, given_finish(a.given));
	return 0;
}

static const struct format format_awstats = { .detect = detect_awstats,
	.read = read_awstats };

const struct format_info format_info_awstats = { "awstats",
	"a month's data file of AWStats: totals of its days",
	"AWSTATS DATA FILE 7.9 (build 20230108)\n"
	"BEGIN_GENERAL 1\n"
	"LastLine 20130501000001 0 0 0 0\n"
	"END_GENERAL\n"
	"BEGIN_DAY 2\n"
	"20130411 7340 18120 209120333 2310\n"
	"20130412 7322 17790 198001207 2287\n"
	"END_DAY\n",
	SOURCE_TRAFFIC, &format_awstats };
