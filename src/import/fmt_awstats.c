/*
 * The data files of AWStats: totals of the days of a month. Its hours are those
 * of the whole month and say nothing of a single day.
 */
#include <string.h>

#include "base/zone.h"
#include "import/formats.h"
#include "import/given.h"
#include "import/traffic.h"

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
