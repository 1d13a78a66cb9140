/*
 * makegood estimate --csv SERIES --start T --end T -- the traffic there would
 * have been.
 *
 * One window, or many from a list in one process. No folder, no database.
 */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/file.h"
#include "base/json_out.h"
#include "cli/commands.h"
#include "cli/say.h"
#include "import/series.h"

#define JOBS_BYTES   ((size_t)64 << 20)
#define OUTPUT_BYTES ((size_t)1 << 20)
#define JOB_COLUMNS  6

/* What was asked, as typed; empty where it was not. */
struct asked {
	struct str name; /* of a job in a list */
	struct str csv, start, end, zone, step, mask;
};

/* Zones are opened once for a whole list of jobs. */
struct session {
	struct arena keep;
	struct zones zones;
	struct buf out;
};

/* ---- JSON, one object a line ---- */

enum json_kind { JSON_REAL, JSON_INT, JSON_INT64, JSON_BOOL, JSON_CHAR };
enum json_when { ALWAYS, ANSWERED, REBOUND, LASTWEEK };

#define AT(field) offsetof(struct estimate, field)
static const struct {
	const char *key;
	enum json_kind kind;
	enum json_when when;
	size_t offset;
} json_fields[] = {
	{ "expected", JSON_REAL, ANSWERED, AT(expected) },
	{ "lo80", JSON_REAL, ANSWERED, AT(lo80) },
	{ "hi80", JSON_REAL, ANSWERED, AT(hi80) },
	{ "lo95", JSON_REAL, ANSWERED, AT(lo95) },
	{ "hi95", JSON_REAL, ANSWERED, AT(hi95) },
	{ "observed", JSON_REAL, ALWAYS, AT(observed) },
	{ "observed_bins", JSON_INT, ALWAYS, AT(inside_bins) },
	{ "lost", JSON_REAL, ANSWERED, AT(lost) },
	{ "lost_lo80", JSON_REAL, ANSWERED, AT(lost_lo80) },
	{ "lost_hi80", JSON_REAL, ANSWERED, AT(lost_hi80) },
	{ "lost_lo95", JSON_REAL, ANSWERED, AT(lost_lo95) },
	{ "lost_hi95", JSON_REAL, ANSWERED, AT(lost_hi95) },
	{ "grade", JSON_CHAR, ANSWERED, AT(grade) },
	{ "h80", JSON_REAL, ANSWERED, AT(h80) },
	{ "h95", JSON_REAL, ANSWERED, AT(h95) },
	{ "windows", JSON_INT, ANSWERED, AT(n_windows) },
	{ "neff", JSON_REAL, ANSWERED, AT(neff) },
	{ "backtest_median", JSON_REAL, ANSWERED, AT(backtest_median) },
	{ "backtest_p90", JSON_REAL, ANSWERED, AT(backtest_p90) },
	{ "backtest_bias", JSON_REAL, ANSWERED, AT(backtest_bias) },
	{ "backtest_log_median", JSON_REAL, ANSWERED, AT(error_median) },
	{ "inside80", JSON_INT, ANSWERED, AT(inside80) },
	{ "inside95", JSON_INT, ANSWERED, AT(inside95) },
	{ "lastweek_median", JSON_REAL, LASTWEEK, AT(lastweek_median) },
	{ "used_after", JSON_BOOL, ANSWERED, AT(used_after) },
	{ "guard_ms", JSON_INT64, ANSWERED, AT(guard_ms) },
	{ "one_sided", JSON_REAL, ANSWERED, AT(one_sided) },
	{ "one_sided_lo80", JSON_REAL, ANSWERED, AT(one_sided_lo80) },
	{ "one_sided_hi80", JSON_REAL, ANSWERED, AT(one_sided_hi80) },
	{ "sides_differ", JSON_BOOL, ANSWERED, AT(sides_differ) },
	{ "rebound", JSON_REAL, REBOUND, AT(rebound) },
	{ "rebound_lo80", JSON_REAL, REBOUND, AT(rebound_lo80) },
	{ "rebound_hi80", JSON_REAL, REBOUND, AT(rebound_hi80) },
	{ "unseen", JSON_REAL, ANSWERED, AT(unseen) },
	{ "history_hours", JSON_INT64, ALWAYS, AT(history_hours) },
	{ "missing_bins", JSON_INT64, ALWAYS, AT(missing_bins) },
	{ "masked_bins", JSON_INT64, ALWAYS, AT(masked_bins) },
	{ "step_ms", JSON_INT64, ALWAYS, AT(step_ms) },
};
#undef AT
#define N_JSON_FIELDS (sizeof json_fields / sizeof *json_fields)

static void
json_value(struct buf *out, enum json_kind kind, const void *at)
{
	switch (kind) {
	case JSON_REAL:
		buf_addf(out, "%.9g", *(const double *)at);
		break;
	case JSON_INT:
		buf_addf(out, "%d", *(const int *)at);
		break;
	case JSON_INT64:
		buf_addf(out, "%lld", (long long)*(const int64_t *)at);
		break;
	case JSON_BOOL:
		buf_adds(out, *(const bool *)at ? "true" : "false");
		break;
	case JSON_CHAR:
		buf_addf(out, "\"%c\"", *(const char *)at);
		break;
	}
}

static void
json_pair(struct buf *out, const char *key, struct str text)
{
	buf_addf(out, "%s\"%s\":", out->p[out->n - 1] == '{' ? "" : ",", key);
	json_quote(out, text);
}

static void
json_begins(struct buf *out, struct str name)
{
	buf_addc(out, '{');
	if (name.n != 0)
		json_pair(out, "case", name);
}

static void
json_estimate(struct session *s, struct str name, const struct estimate *x)
{
	bool ok = x->status == ESTIMATE_OK;
	bool has[] = { [ALWAYS] = true,
		[ANSWERED] = ok,
		[REBOUND] = ok && x->has_rebound,
		[LASTWEEK] = ok && x->has_lastweek };

	json_begins(&s->out, name);
	json_pair(&s->out, "status", ok ? STR("ok") : STR("insufficient"));
	if (!ok)
		json_pair(&s->out, "reason", str_of(x->reason));
	json_pair(&s->out, "from", iso_utc(&s->keep, x->window.from_at));
	json_pair(&s->out, "to", iso_utc(&s->keep, x->window.to_at));
	for (size_t i = 0; i < N_JSON_FIELDS; i++) {
		if (!has[json_fields[i].when])
			continue;
		buf_addf(&s->out, ",\"%s\":", json_fields[i].key);
		json_value(&s->out, json_fields[i].kind,
		    (const char *)x + json_fields[i].offset);
	}
	buf_adds(&s->out, "}\n");
}

/* ---- for people ---- */

static const struct {
	const char *key, *text;
} reasons[] = {
	{ "history_short", "too little history before the window;\nat least 48 "
			   "observed hours (14 days of a daily series) are "
			   "needed, two weeks are\nbetter" },
	{ "counts_few", "fewer than 20 counts in the whole history" },
	{ "window_empty", "the window holds no bin" },
};

static const char *const grades[] = {
	['A'] = "reliable",
	['B'] = "usable",
	['C'] = "indicative",
	['D'] = "not reliable; not for a claim",
};

/* Whole counts where they are many, else one decimal. */
static struct str
shown(struct session *s, double x)
{
	return str_format(&s->keep, fabs(x) < 100 ? "%.1f" : "%.0f", x);
}

static void
add_line(struct session *s, const char *what, double x)
{
	buf_addf(&s->out, "%-10s %12.*s", what, STR_ARG(shown(s, x)));
}

static void
add_range(struct session *s, int percent, double low, double high)
{
	buf_addf(&s->out, "   %d %%: %.*s to %.*s", percent,
	    STR_ARG(shown(s, low)), STR_ARG(shown(s, high)));
}

/* Other ways to look at it: they are affected by the outage themselves. */
static void
add_sides(struct session *s, const struct estimate *x)
{
	if (x->used_after) {
		add_line(s, "one-sided", x->one_sided);
		add_range(s, 80, x->one_sided_lo80, x->one_sided_hi80);
		buf_adds(&s->out, x->sides_differ
				      ? "   differs: quote both\n"
				      : "   from the data before alone\n");
	}
	if (x->has_rebound) {
		add_line(s, "rebound", x->rebound);
		add_range(s, 80, x->rebound_lo80, x->rebound_hi80);
		buf_adds(&s->out, "   first 24 h after, not deducted\n");
	}
}

static void
add_totals(struct session *s, const struct estimate *x)
{
	add_line(s, "expected", x->expected);
	add_range(s, 80, x->lo80, x->hi80);
	add_range(s, 95, x->lo95, x->hi95);
	buf_addc(&s->out, '\n');
	add_line(s, "observed", x->observed);
	buf_addf(
	    &s->out, "   in %d of %zu bins\n", x->inside_bins, x->n_points);
	add_line(s, "lost", x->lost);
	add_range(s, 80, x->lost_lo80, x->lost_hi80);
	add_range(s, 95, x->lost_lo95, x->lost_hi95);
	buf_addf(&s->out, "\n%-10s %12c   %s\n", "grade", x->grade,
	    grades[(unsigned char)x->grade]);
	add_sides(s, x);
}

static void
add_backtest(struct session *s, const struct estimate *x)
{
	buf_adds(&s->out, "\n");
	if (x->n_windows == 0)
		buf_adds(&s->out, "Backtest on this site: no earlier window "
				  "of this length\n");
	else
		buf_addf(&s->out,
		    "Backtest on this site: %d windows of this length, median "
		    "error %.1f %%,\n90 %% of errors under %.1f %%, bias "
		    "%+.1f %%, inside the 80 %% interval %d,\ninside the "
		    "95 %% interval %d\n",
		    x->n_windows, 100 * x->backtest_median,
		    100 * x->backtest_p90, 100 * x->backtest_bias, x->inside80,
		    x->inside95);
	if (x->has_lastweek)
		buf_addf(&s->out,
		    "Same window last week, as a yardstick: median error "
		    "%.1f %%%s\n",
		    100 * x->lastweek_median,
		    x->lastweek_median <= x->backtest_median
			? " (no worse than the estimate)"
			: "");
}

static void
add_evidence(struct session *s, const struct estimate *x)
{
	buf_addf(&s->out,
	    "History: %lld observed hours, %lld bins missing, %lld masked; "
	    "data after the\nwindow %s\n",
	    (long long)x->history_hours, (long long)x->missing_bins,
	    (long long)x->masked_bins, x->used_after ? "used" : "not used");
}

static void
text_estimate(struct session *s, const struct estimate *x)
{
	struct str from = iso_utc(&s->keep, x->window.from_at);
	struct str to = iso_utc(&s->keep, x->window.to_at);

	buf_addf(&s->out, "Estimate for %.*s to %.*s\n\n", STR_ARG(from),
	    STR_ARG(to));
	if (x->status == ESTIMATE_OK) {
		add_totals(s, x);
		add_backtest(s, x);
	}
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (x->status != ESTIMATE_OK &&
		    strcmp(reasons[i].key, x->reason) == 0)
			buf_addf(&s->out, "insufficient evidence: %s\n",
			    reasons[i].text);
	add_evidence(s, x);
}

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
	if (a->mask.n == 0)
		return 0;
	return series_read_masks(
	    str_cstr(&s->keep, a->mask), a->mask, &s->keep, &in->masks, d, e);
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
			json_begins(&s->out, a->name);
			json_pair(&s->out, "status", STR("error"));
			json_pair(&s->out, "reason", str_of(e.text));
			buf_adds(&s->out, "}\n");
		}
		return say_err(&e);
	}
	if (json)
		json_estimate(s, a->name, &x);
	else
		text_estimate(s, &x);
	return x.status == ESTIMATE_OK ? EXIT_DONE : EXIT_EYES;
}

static void
print(struct session *s)
{
	fwrite(s->out.p, 1, s->out.n, stdout);
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
answer_jobs(struct session *s, const char *list, struct str text)
{
	int64_t line_no = 0;
	int worst = EXIT_DONE;

	while (text.n != 0) {
		struct arena_mark mark = arena_mark(&s->keep);
		struct str line = str_trim(str_cut(text, '\n', &text));
		struct asked a = { 0 };
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
answer_list(struct session *s, const char *list)
{
	struct arena text_keep = { 0 };
	struct str text;
	struct err e = { 0 };
	int code;

	if (file_read(list, JOBS_BYTES, &text_keep, &text, &e) != 0)
		code = say_err(&e);
	else
		code = answer_jobs(s, list, text);
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
	{ "--mask", AT(mask) },
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

/* -1 when the options make sense, else an exit code. */
static int
read_options(int argc, char **argv, struct asked *a, const char **ret_list)
{
	for (int i = 1; i < argc; i++) {
		struct str *to = option_of(a, argv[i]);
		bool is_list = strcmp(argv[i], "--batch") == 0;

		if (to == NULL && !is_list)
			return say_usage(
			    "estimate", "unknown option \"%s\"", argv[i]);
		if (i + 1 == argc || argv[i + 1][0] == '\0')
			return say_usage(
			    "estimate", "%s wants a value", argv[i]);
		i++;
		if (is_list)
			*ret_list = argv[i];
		else
			*to = str_of(argv[i]);
	}
	if (*ret_list == NULL &&
	    (a->csv.n == 0 || a->start.n == 0 || a->end.n == 0))
		return say_usage(
		    "estimate", "--csv, --start and --end are needed");
	return -1;
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
	s.zones.keep = &zones;
	buf_init(&s.out, OUTPUT_BYTES);
	if (list != NULL)
		code = answer_list(&s, list);
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
	.args = "--csv F --start T --end T",
	.summary = "traffic there would have been, with intervals",
	.help =
	    "Estimates the total of a traffic series in [start, end) had there "
	    "been no outage,\nwith 80 % and 95 % intervals, and tests the same "
	    "procedure on earlier windows\nof the same length. Rows inside the "
	    "window are never evidence; a missing row is\nunknown, not zero.\n"
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
	    "  --batch FILE    many windows, tab separated: case, csv, start, "
	    "end, zone, step;\n"
	    "                  one JSON object a line\n\n"
	    "Exit code 1 when the evidence is insufficient: then there is no "
	    "number.\n\n"
	    "Examples:\n"
	    "  makegood estimate --csv hours.csv --start 2026-03-05T14:00Z "
	    "--end 2026-03-05T18:00Z\n"
	    "  makegood estimate --batch jobs.tsv > answers.jsonl\n",
	.run = estimate,
};
