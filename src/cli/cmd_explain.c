/*
 * makegood explain DIR CUSTOMER [SERVICE] [PERIOD] -- one credit in words.
 */

#include "base/json_out.h"
#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "cli/screen.h"
#include "cli/wanted.h"
#include "domain/money.h"
#include "flow/run_settle.h"
#include "report/report.h"

#define LINE_BYTES ((size_t)1 << 16)

/* Why less counted than was reported, in the order of the steps. */
static void
lost_text(struct buf *out, const struct outage_line *line)
{
	const struct {
		int64_t ms;
		const char *why;
	} parts[] = {
		{ line->clock_ms, "before the contract's clock" },
		{ line->short_ms, "too short" },
		{ line->outside_ms, "outside the period" },
		{ line->off_hours_ms, "outside service hours" },
		{ line->excluded_ms, "excluded" },
		{ line->overlap_ms, "counted already" },
	};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i].ms != 0)
			buf_addf(out, ", %lld s %s",
			    (long long)(parts[i].ms / MS_SECOND), parts[i].why);
	if (line->reason.n != 0)
		buf_addf(out, " (%.*s%s%.*s)", STR_ARG(line->reason),
		    line->clause.n != 0 ? ", clause " : "",
		    STR_ARG(line->clause));
}

static void
outage_text(struct buf *out, const struct outage_line *line,
    const struct zone *z, struct arena *scratch)
{
	const struct outage *o = line->outage;

	const struct str where =
	    str_format(scratch, "%.*s %.*s to %.*s%s, %.*s:%lld",
		STR_ARG(o->id), STR_ARG(say_time(scratch, z, o->span.from_at)),
		STR_ARG(say_time(scratch, z, o->span.to_at)),
		o->open ? " (still open)" : "", STR_ARG(o->from.file),
		(long long)o->from.line);
	struct buf text;

	buf_adds(out, "     ");
	screen_wrap(out, where, 5);
	buf_init(&text, LINE_BYTES);
	buf_addf(&text, "counted %lld s of %lld s",
	    (long long)(line->counted_ms / MS_SECOND),
	    (long long)(line->raw_ms / MS_SECOND));
	lost_text(&text, line);
	buf_adds(out, "       ");
	screen_wrap(out, buf_str(&text), 7);
	buf_release(&text);
}

/* "2024-04", or "2024-04 from 2024-04-01 to 2024-04-15" for a part. */
static struct str
period_words(const struct ledger_row *row, struct arena *scratch)
{
	const struct settlement *s = &row->settlement;
	const struct zone *z = row->contract->zone;
	struct civil a = zone_civil(z, s->period.from_at);
	struct civil b = zone_civil(z, s->period.to_at - 1);

	if (s->part == 0)
		return s->period_name;
	return str_format(scratch, "%.*s from %04d-%02d-%02d to %04d-%02d-%02d",
	    STR_ARG(s->period_name), a.year, a.month, a.day, b.year, b.month,
	    b.day);
}

static int
row_text(struct buf *out, const struct ledger_row *row, const struct lang *lang,
    struct arena *scratch, struct err *e)
{
	const struct settlement *s = &row->settlement;
	struct str *lines;
	size_t n;

	if (report_explain(row, lang, scratch, &lines, &n, e) != 0)
		return -1;
	buf_addf(out, "%.*s, %.*s, %.*s %.*s: %s %.*s\n",
	    STR_ARG(row->service->id), STR_ARG(period_words(row, scratch)),
	    STR_ARG(row->contract->name), STR_ARG(row->contract->version),
	    s->currency.code,
	    STR_ARG(money_text(scratch, s->credit_minor, s->currency)));
	for (size_t i = 0; i < n; i++) {
		buf_addf(out, "%4zu ", i + 1);
		screen_wrap(out, lines[i], 5);
	}
	if (report_readings(
		row->contract->terms, lang, scratch, &lines, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		buf_adds(out, "   * ");
		screen_wrap(out, lines[i], 5);
	}
	for (size_t i = 0; i < s->n_lines; i++)
		outage_text(out, &s->lines[i], row->contract->zone, scratch);
	return 0;
}

static void
outage_json(struct json_out *json, const struct outage_line *line)
{
	const struct outage *o = line->outage;

	json_open_map(json);
	json_put_text(json, "id", o->id);
	json_put_int(json, "from_at", o->span.from_at);
	json_put_int(json, "to_at", o->span.to_at);
	json_put_int(json, "raw_ms", line->raw_ms);
	json_put_int(json, "counted_ms", line->counted_ms);
	json_put_text(json, "reason", line->reason);
	json_put_text(json, "file", o->from.file);
	json_put_int(json, "line", o->from.line);
	json_close_map(json);
}

static void
texts_json(
    struct json_out *json, const char *key, const struct str *lines, size_t n)
{
	json_key_of(json, key);
	json_open_list(json);
	for (size_t i = 0; i < n; i++)
		json_text(json, lines[i]);
	json_close_list(json);
}

static void
outages_json(struct json_out *json, const struct settlement *s)
{
	json_key_of(json, "outages");
	json_open_list(json);
	for (size_t i = 0; i < s->n_lines; i++)
		outage_json(json, &s->lines[i]);
	json_close_list(json);
}

static int
row_json(struct json_out *json, const struct ledger_row *row,
    const struct lang *lang, struct arena *scratch, struct err *e)
{
	const struct settlement *s = &row->settlement;
	struct str *lines, *readings;
	size_t n, n_readings;

	if (report_explain(row, lang, scratch, &lines, &n, e) != 0 ||
	    report_readings(row->contract->terms, lang, scratch, &readings,
		&n_readings, e) != 0)
		return -1;
	json_open_map(json);
	json_put_text(json, "service", row->service->id);
	json_put_text(json, "period", s->period_name);
	if (s->part != 0) {
		json_put_int(json, "part", s->part);
	}
	json_put_int(json, "credit_minor", s->credit_minor);
	json_put_text(json, "currency", str_of(s->currency.code));
	texts_json(json, "steps", lines, n);
	texts_json(json, "readings", readings, n_readings);
	outages_json(json, s);
	json_close_map(json);
	return 0;
}

/* The number of settlements that fit, or -1. */
static int
tell_rows(const struct dossier *d, const struct wanted *w,
    const struct lang *lang, struct buf *out, struct err *e)
{
	struct json_out json;
	int n = 0;

	json_begin(&json, out);
	if (options.json)
		json_open_list(&json);
	for (size_t i = 0; i < d->n_ledger; i++) {
		const struct ledger_row *row = &d->ledger[i];

		if (!wanted_fits(w, row))
			continue;
		if (n++ != 0 && !options.json)
			buf_addc(out, '\n');
		if ((options.json ? row_json(&json, row, lang, d->keep, e)
				  : row_text(out, row, lang, d->keep, e)) != 0)
			return -1;
	}
	if (options.json) {
		json_close_list(&json);
		json_end(&json);
	}
	return n;
}

static int
tell(struct journey *j, const struct dossier *d, const struct wanted *w,
    struct buf *out, struct err *e)
{
	const struct lang *lang;
	struct langs langs;

	langs_open(&langs, j->overlay, j->keep);
	if (langs_get(&langs, d->settings.lang, &lang, e) != 0)
		return -1;
	return tell_rows(d, w, lang, out, e);
}

static int
answer(struct journey *j, void *arg, struct buf *out)
{
	const struct wanted *w = arg;
	struct dossier dossier;
	struct err e = { 0 };
	int n;

	if (run_resettle(j, &dossier, &e) != 0 ||
	    (n = tell(j, &dossier, w, out, &e)) < 0) {
		buf_clear(out);
		return outcome_failed(j, &e);
	}
	if (n != 0)
		return EXIT_DONE;
	buf_clear(out);
	return wanted_nothing(w, &dossier, "explain");
}

static int
explain(int argc, char **argv)
{
	struct wanted w = { 0 };
	int code = wanted_read(&w, true, argc, argv);

	if (code < 0 && argc > 1 && w.customer.n == 0)
		code = say_usage("explain", "which customer?");
	return code >= 0 ? code : outcome_travel(argc, argv, true, &w, answer);
}

const struct command cmd_explain = {
	.name = "explain",
	.args = "DIR CUSTOMER [SERVICE] [PERIOD]",
	.summary = "one credit in words, down to file and line",
	.help =
	    "Tells how the credits of CUSTOMER came about, step by step in the "
	    "language of\n"
	    "the case, and lists the outage records with the file and line "
	    "they stand in.\n"
	    "The case must be settled.\n"
	    "\n"
	    "Examples:\n"
	    "  makegood explain my-case quill\n"
	    "  makegood explain my-case corvo mail-corvo 2024-04\n",
	.options = "--json",
	.run = explain,
};
