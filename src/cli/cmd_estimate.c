/*
 * makegood estimate --csv SERIES --start T --end T -- the traffic there would
 * have been.
 *
 * One window, or many from a list in one process. No folder, no database.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/estimate_case.h"
#include "cli/estimate_print.h"
#include "cli/say.h"
#include "import/series.h"

#define JOBS_BYTES   ((size_t)64 << 20)
#define OUTPUT_BYTES ((size_t)1 << 20)
#define JOB_COLUMNS  6

/* What was asked, as typed; empty where it was not. */
struct asked {
	struct str name; /* of a job in a list */
	struct str csv, start, end, zone, step, mask, holidays;
	char *dir; /* of a case, with these two */
	struct str site, incident;
};

/* Zones are opened once for a whole list of jobs. */
struct session {
	struct arena keep;
	struct zones zones;
	struct buf out;
};

/* ---- one window ---- */

/* A local time takes the zone; one that is not unique needs an offset. */
static int
instant(struct str text, const struct zone *zone, const char *what,
    int64_t *ret_at, struct err *e)
{
	struct iso iso;

	if (!iso_parse(text, &iso))
		return err_set(e, ERR_USAGE,
		    "%s: \"%.*s\" is not a time (write "
		    "2026-03-05T14:00:00Z)",
		    what, STR_ARG(str_sub(text, 0, 60)));
	if (iso.has_offset) {
		*ret_at = civil_ms(iso.at) - iso.offset_s * MS_SECOND;
		return 0;
	}
	if (zone_instant(zone, iso.at, ret_at, NULL) != ZONE_ONCE)
		return err_set(e, ERR_USAGE,
		    "%s: %.*s occurs twice or never in %.*s; add an offset",
		    what, STR_ARG(text), STR_ARG(zone->name));
	return 0;
}

static int
read_window(const struct asked *a, struct estimate_input *in, struct err *e)
{
	int64_t step_s;

	if (instant(a->start, in->zone, "--start", &in->window.from_at, e) !=
		0 ||
	    instant(a->end, in->zone, "--end", &in->window.to_at, e) != 0)
		return -1;
	if (in->window.from_at >= in->window.to_at)
		return err_set(e, ERR_USAGE, "--end is not after --start");
	if (a->step.n == 0)
		return 0;
	if (!str_int64(a->step, &step_s) || step_s <= 0 ||
	    step_s > MS_DAY / MS_SECOND)
		return err_set(e, ERR_USAGE,
		    "--step: \"%.*s\" is not a number of seconds up to a day",
		    STR_ARG(str_sub(a->step, 0, 60)));
	in->step_ms = step_s * MS_SECOND;
	return 0;
}

static int
read_input(struct session *s, const struct asked *a, struct diags *d,
    struct estimate_input *in, struct err *e)
{
	struct str zone = a->zone.n != 0 ? a->zone : STR("UTC");
	struct series series = { 0 };
	struct day_list holidays = { 0 };

	if (zone_open(&s->zones, zone, &in->zone, e) != 0) {
		e->kind = ERR_USAGE;
		return -1;
	}
	if (read_window(a, in, e) != 0 ||
	    series_read(str_cstr(&s->keep, a->csv), a->csv, in->step_ms,
		&s->keep, &series, d, e) != 0)
		return -1;
	in->bins = series.v;
	in->n_bins = series.n;
	/* a single row has no step of its own: any will do to say no */
	in->step_ms = series.step_ms != 0 ? series.step_ms : MS_HOUR;
	if (a->mask.n != 0 && series_read_masks(str_cstr(&s->keep, a->mask),
				  a->mask, &s->keep, &in->masks, d, e) != 0)
		return -1;
	if (a->holidays.n == 0)
		return 0;
	if (series_read_holidays(str_cstr(&s->keep, a->holidays), a->holidays,
		&s->keep, &holidays, d, e) != 0)
		return -1;
	in->holidays = holidays.v;
	in->n_holidays = holidays.n;
	return 0;
}

/* Estimate one window and add it to the output; returns an exit code. */
static int
answer(struct session *s, const struct asked *a, bool json)
{
	struct estimate_input in = { 0 };
	struct estimate x;
	struct diags d;
	struct err e = { 0 };

	diags_init(&d, &s->keep);
	if (read_input(s, a, &d, &in, &e) != 0 ||
	    estimate_window(&in, &s->keep, &x, &e) != 0) {
		say_diags(&d);
		if (a->name.n != 0) {
			estimate_json_begins(&s->out, a->name);
			estimate_json_pair(&s->out, "status", STR("error"));
			estimate_json_pair(&s->out, "reason", str_of(e.text));
			buf_adds(&s->out, "}\n");
		}
		return say_err(&e);
	}
	if (json)
		estimate_json(&s->out, a->name, &x);
	else
		estimate_text(&s->out, &x);
	return x.status == ESTIMATE_OK ? EXIT_DONE : EXIT_EYES;
}

static void
print(struct session *s)
{
	if (s->out.n != 0)
		say_text(stdout, buf_str(&s->out));
	buf_clear(&s->out);
}

/* ---- a list of windows ---- */

/* The columns case, csv, start, end, zone, step; false when they are not six.
 */
static bool
read_job(struct str line, struct asked *a)
{
	struct str *to[JOB_COLUMNS] = { &a->name, &a->csv, &a->start, &a->end,
		&a->zone, &a->step };

	for (size_t i = 0; i < JOB_COLUMNS; i++) {
		if (str_find(line, '\t') == line.n && i + 1 < JOB_COLUMNS)
			return false;
		*to[i] = str_trim(str_cut(line, '\t', &line));
	}
	return line.n == 0 && a->name.n != 0;
}

/* Series of a list lie beside it, unless they say where they are. */
static struct str
beside(struct session *s, const char *list, struct str csv)
{
	const char *slash = strrchr(list, '/');

	if (slash == NULL || (csv.n != 0 && csv.p[0] == '/'))
		return csv;
	return str_format(
	    &s->keep, "%.*s/%.*s", (int)(slash - list), list, STR_ARG(csv));
}

static int
answer_jobs(struct session *s, const struct asked *all, const char *list,
    struct str text)
{
	int64_t line_no = 0;
	int worst = EXIT_DONE;

	while (text.n != 0) {
		struct arena_mark mark = arena_mark(&s->keep);
		struct str line = str_trim(str_cut(text, '\n', &text));
		struct asked a = { .mask = all->mask,
			.holidays = all->holidays };
		int code;

		line_no++;
		if (line.n == 0)
			continue;
		if (!read_job(line, &a)) {
			say("%s:%lld: wanted six columns: case, csv, start, "
			    "end, zone, step",
			    list, (long long)line_no);
			return EXIT_INPUT;
		}
		a.csv = beside(s, list, a.csv);
		code = answer(s, &a, true);
		worst = code > worst ? code : worst;
		print(s);
		arena_reset(&s->keep, mark);
	}
	return worst;
}

static int
answer_list(struct session *s, const struct asked *all, const char *list)
{
	struct arena text_keep = { 0 };
	struct str text;
	struct err e = { 0 };
	int code;

	if (file_read(list, JOBS_BYTES, &text_keep, &text, &e) != 0)
		code = say_err(&e);
	else
		code = answer_jobs(s, all, list, text);
	arena_release(&text_keep);
	return code;
}

/* ---- the command ---- */

#define AT(field) offsetof(struct asked, field)
static const struct {
	const char *name;
	size_t offset;
} asked_options[] = {
	{ "--csv", AT(csv) },
	{ "--end", AT(end) },
	{ "--holidays", AT(holidays) },
	{ "--incident", AT(incident) },
	{ "--mask", AT(mask) },
	{ "--site", AT(site) },
	{ "--start", AT(start) },
	{ "--step", AT(step) },
	{ "--tz", AT(zone) },
};
#undef AT

/* Where the value of an option goes; NULL: there is no such option. */
static struct str *
option_of(struct asked *a, const char *name)
{
	for (size_t i = 0; i < sizeof asked_options / sizeof *asked_options;
	     i++)
		if (strcmp(asked_options[i].name, name) == 0)
			return (void *)((char *)a + asked_options[i].offset);
	return NULL;
}

/* What was asked, and of what: exactly one of a case, a list, a window. */
static int
check_options(const struct asked *a, const char *list)
{
	bool of_case = a->site.n != 0 || a->incident.n != 0;
	bool of_window = a->csv.n != 0 || a->start.n != 0 || a->end.n != 0;

	if (a->dir != NULL &&
	    (list != NULL || of_window || a->mask.n != 0 || a->holidays.n != 0))
		return say_usage(
		    "estimate", "a case takes --site and --incident alone");
	if (a->dir == NULL && of_case)
		return say_usage(
		    "estimate", "--site and --incident need a case folder");
	if (a->dir == NULL && list == NULL &&
	    (a->csv.n == 0 || a->start.n == 0 || a->end.n == 0))
		return say_usage(
		    "estimate", "--csv, --start and --end are needed");
	return -1;
}

/* -1 when the options make sense, else an exit code. */
static int
read_options(int argc, char **argv, struct asked *a, const char **ret_list)
{
	for (int i = 1; i < argc; i++) {
		struct str *to = option_of(a, argv[i]);
		bool is_list = strcmp(argv[i], "--batch") == 0;

		if (is_list)
			*ret_list = argv[++i];
		else if (to != NULL)
			*to = str_of(argv[++i]);
		else if (a->dir == NULL)
			a->dir = argv[i];
		else
			return say_usage("estimate",
			    "\"%s\" is one argument too many", argv[i]);
	}
	return check_options(a, *ret_list);
}

static int
estimate(int argc, char **argv)
{
	struct session s = { 0 };
	struct arena zones = { 0 };
	struct asked a = { 0 };
	const char *list = NULL;
	int code = read_options(argc, argv, &a, &list);

	if (code >= 0)
		return code;
	if (a.dir != NULL)
		return estimate_case(a.dir, a.site, a.incident);
	s.zones.keep = &zones;
	buf_init(&s.out, OUTPUT_BYTES);
	if (list != NULL)
		code = answer_list(&s, &a, list);
	else
		code = answer(&s, &a, options.json);
	print(&s);
	buf_release(&s.out);
	arena_release(&s.keep);
	arena_release(&zones);
	return code;
}

const struct command cmd_estimate = {
	.name = "estimate",
	.args = "DIR | --csv F --start T --end T",
	.summary = "traffic there would have been, with intervals",
	.help =
	    "Estimates the total of a traffic series in [start, end) had there "
	    "been no\n"
	    "outage, with 80 % and 95 % intervals, and tests the same "
	    "procedure on earlier\n"
	    "windows of the same length. Rows inside the window are never "
	    "evidence; a\n"
	    "missing row is unknown, not zero.\n"
	    "\n"
	    "  --csv FILE      columns timestamp_utc and value, one row per "
	    "bin start\n"
	    "  --start T       the outage, ISO 8601; without an offset in the "
	    "zone of --tz\n"
	    "  --end T\n"
	    "  --tz ZONE       zone of the site's visitors (default UTC)\n"
	    "  --step SECONDS  length of a bin (default: the shortest distance "
	    "of two rows)\n"
	    "  --mask FILE     other known outages, columns from and to\n"
	    "  --holidays FILE dates on which people come as on a Sunday, "
	    "column date\n"
	    "  --batch FILE    many windows, tab separated: case, csv, start, "
	    "end,\n"
	    "                  zone, step; one JSON object a line; --mask and "
	    "--holidays\n"
	    "                  hold for all\n"
	    "\n"
	    "With DIR, computes the lost traffic of a settled case again, as "
	    "its report says;\n"
	    "--site NAME and --incident ID choose among them. Exit code 1 "
	    "when the result is\n"
	    "not what settle kept.\n"
	    "\n"
	    "Exit code 1 when the evidence is insufficient: then there is no "
	    "number.\n"
	    "\n"
	    "Examples:\n"
	    "  makegood estimate --csv hours.csv \\\n"
	    "      --start 2026-03-05T14:00Z --end 2026-03-05T18:00Z\n"
	    "  makegood estimate . --incident INC-1\n"
	    "  makegood estimate --batch jobs.tsv > answers.jsonl\n",
	.options = "--json --csv=hours.csv --start=2026-03-05T14:00Z "
		   "--end=2026-03-05T18:00Z --tz=Europe/Rome --step=3600 "
		   "--mask=outages.csv --holidays=holidays.csv "
		   "--batch=jobs.tsv --site=www.example.com --incident=INC-1",
	.run = estimate,
};
