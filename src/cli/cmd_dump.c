/*
 * makegood dump DIR|DB -- the counters of a database, as a table.
 */
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/csv_out.h"
#include "cli/commands.h"
#include "cli/say.h"
#include "flow/run_dump.h"

#define PIECE_BYTES ((size_t)1 << 20)
#define LINE_BYTES  ((size_t)1 << 16) /* no line is longer */

struct dump {
	enum dump_kind kind;
	bool rollup, csv;
	const char *path;
	struct buf out;
	int64_t lines, rejected;
};

/* ---- cells ---- */

static void
flush(struct dump *d)
{
	say_text(stdout, buf_str(&d->out));
	buf_clear(&d->out);
}

/* Names come from logs: one must not become two cells, or a line. */
static void
add_text(struct dump *d, struct str text)
{
	if (text.n > LINE_BYTES / 8)
		text.n = LINE_BYTES / 8;
	if (d->csv) {
		csv_out_text(&d->out, text);
		return;
	}
	for (size_t i = 0; i < text.n; i++)
		buf_addc(
		    &d->out, (unsigned char)text.p[i] < ' ' ? '?' : text.p[i]);
}

static void
add_separator(struct dump *d)
{
	buf_addc(&d->out, d->csv ? ',' : '\t');
}

static void
add_number(struct dump *d, int64_t n)
{
	add_separator(d);
	buf_addi(&d->out, n);
}

static void
add_instant(struct dump *d, int64_t at)
{
	struct civil c;

	add_separator(d);
	if (at == NO_INSTANT)
		return;
	c = civil_of_ms(at);
	buf_addf(&d->out, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month,
	    c.day, c.hour, c.minute, c.second);
}

static void
end_line(struct dump *d)
{
	buf_addc(&d->out, '\n');
	if (d->out.n > PIECE_BYTES - LINE_BYTES)
		flush(d);
}

static void
add_header(struct dump *d, const char *columns)
{
	for (; *columns != '\0'; columns++) {
		if (*columns == ' ')
			add_separator(d);
		else
			buf_addc(&d->out, *columns);
	}
	end_line(d);
}

/* ---- lines ---- */

static const char *
step_name(int64_t step_ms)
{
	if (step_ms == MS_DAY)
		return "day";
	return step_ms == MS_HOUR ? "hour" : "minute";
}

static int
print_day(void *arg, const struct site_day *day, struct err *e)
{
	struct dump *d = arg;

	(void)e;
	for (size_t i = 0; i < day->n; i++) {
		const struct traffic *t = &day->cells[i];
		const int64_t counters[] = { t->hits, t->views, t->visits,
			t->robots, t->redirects, t->client_errors, t->errors,
			t->bytes };

		add_text(d, day->site);
		add_instant(d, t->at);
		add_separator(d);
		buf_adds(&d->out, step_name(day->step_ms));
		for (size_t k = 0; k < sizeof counters / sizeof *counters; k++)
			add_number(d, counters[k]);
		end_line(d);
	}
	return 0;
}

/* Hours since 1970, and only what every counter of logs has. */
static int
print_rollup_day(void *arg, const struct site_day *day, struct err *e)
{
	struct dump *d = arg;

	(void)e;
	if (day->step_ms != MS_HOUR)
		return 0;
	for (size_t i = 0; i < day->n; i++) {
		const struct traffic *t = &day->cells[i];

		add_text(d, day->site);
		add_number(d, t->at / MS_HOUR);
		add_number(d, t->hits);
		add_number(d, t->bytes);
		add_number(d, t->errors);
		add_number(d, t->robots);
		end_line(d);
	}
	return 0;
}

static int
print_visitors(
    void *arg, struct str site, int64_t day, int64_t count, struct err *e)
{
	struct dump *d = arg;
	struct civil c = civil_of_days(day);

	(void)e;
	add_text(d, site);
	add_separator(d);
	buf_addf(&d->out, "%04d-%02d-%02d", c.year, c.month, c.day);
	add_number(d, count);
	end_line(d);
	return 0;
}

static int
print_part(void *arg, const struct part *p, struct err *e)
{
	struct dump *d = arg;

	(void)e;
	if (__builtin_add_overflow(d->lines, p->lines, &d->lines))
		d->lines = INT64_MAX;
	if (__builtin_add_overflow(d->rejected, p->rejected, &d->rejected))
		d->rejected = INT64_MAX;
	if (d->kind != DUMP_PARTS)
		return 0;
	buf_adds(&d->out, p->fingerprint);
	add_number(d, p->from_byte);
	add_number(d, p->to_byte);
	add_number(d, p->lines);
	add_number(d, p->rejected);
	add_instant(d, p->first_at);
	add_instant(d, p->last_at);
	add_separator(d);
	add_text(d, p->layer);
	add_separator(d);
	add_text(d, p->name);
	add_separator(d);
	add_text(d, p->read_as);
	end_line(d);
	return 0;
}

static const char *const headers[] = {
	[DUMP_HOURS] = "site from step hits views visits robots redirects "
		       "client_errors errors bytes",
	[DUMP_MINUTES] = "site from step hits views visits robots redirects "
			 "client_errors errors bytes",
	[DUMP_VISITORS] = "site day visitors",
	[DUMP_PARTS] = "log from_byte to_byte lines rejected first last layer "
		       "name read_as",
};

static int
print_all(struct dump *d, struct journey *j)
{
	const struct dump_reader to = { d->rollup ? print_rollup_day
						  : print_day,
		print_visitors, print_part, d };
	struct err e = { 0 };
	int rc;

	buf_init(&d->out, PIECE_BYTES);
	if (!d->rollup)
		add_header(d, headers[d->kind]);
	rc = run_dump(j, d->path, d->kind, &to, &e);
	if (rc == 0) {
		if (d->rollup)
			buf_addf(&d->out, "#malformed\t%lld\tlines\t%lld\n",
			    (long long)d->rejected, (long long)d->lines);
		flush(d);
	}
	buf_release(&d->out);
	return rc == 0 ? EXIT_DONE : say_err(&e);
}

/* ---- what was typed ---- */

static int
read_args(struct dump *d, int argc, char **argv)
{
	bool kind = false;

	for (int i = 1; i < argc; i++) {
		const char *arg = argv[i];
		bool chosen = true;

		if (strcmp(arg, "--rollup") == 0)
			d->rollup = true;
		else if (strcmp(arg, "--minutes") == 0)
			d->kind = DUMP_MINUTES;
		else if (strcmp(arg, "--visitors") == 0)
			d->kind = DUMP_VISITORS;
		else if (strcmp(arg, "--parts") == 0)
			d->kind = DUMP_PARTS;
		else
			chosen = false;
		if (chosen && kind)
			return say_usage("dump", "one table at a time");
		kind |= chosen;
		if (chosen)
			continue;
		if (strcmp(arg, "--csv") == 0)
			d->csv = true;
		else if (d->path != NULL)
			return say_usage(
			    "dump", "one database or case at a time");
		else
			d->path = arg;
	}
	if (d->path == NULL)
		return say_usage("dump", "which database or case folder?");
	if (d->rollup && d->csv)
		return say_usage("dump", "--rollup has a form of its own");
	return -1;
}

static int
run(int argc, char **argv)
{
	struct arena keep = { 0 };
	struct dump d = { 0 };
	struct journey j;
	int code = read_args(&d, argc, argv);

	if (code >= 0)
		return code;
	journey_begin(&j, d.path, &keep);
	code = print_all(&d, &j);
	journey_end(&j);
	arena_release(&keep);
	return code;
}

const struct command cmd_dump = {
	.name = "dump",
	.args = "DIR|DB [--minutes | --visitors | --parts | --rollup]",
	.summary = "the counters of traffic in a database, as a table",
	.help =
	    "DIR is a case folder, DB a database that makegood import --db "
	    "made. What\n"
	    "counts now is added up over the logs and printed with tabs, by "
	    "site name and\n"
	    "time (UTC): hits, views, visits, robots (hits by them), redirects "
	    "(answers\n"
	    "3xx), client_errors (4xx), errors (5xx), bytes. Hours without a "
	    "hit have no\n"
	    "line. Sites of which only totals of local days are known have "
	    "lines of step\n"
	    "day.\n"
	    "\n"
	    "Options:\n"
	    "  --minutes   the days that were counted by minute, by minute\n"
	    "  --visitors  site, UTC day, estimated number of visitors\n"
	    "  --parts     which bytes of which logs count\n"
	    "  --rollup    no header; site, hour since 1970, hits, bytes, 5xx, "
	    "hits by\n"
	    "              robots; the last line counts what could not be "
	    "read\n"
	    "  --csv       commas and quotes instead of tabs\n"
	    "\n"
	    "Examples:\n"
	    "  makegood dump my-case --csv\n"
	    "  makegood dump --rollup traffic.db\n",
	.options = "--minutes --visitors --parts --rollup --csv",
	.run = run,
};
