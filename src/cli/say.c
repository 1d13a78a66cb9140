#include "cli/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/commands.h"

#define BAR_CELLS     24
#define MESSAGE_BYTES ((size_t)1 << 20)

/* One that knows how to move its cursor and to change its colour. */
static bool
on_terminal(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term != NULL && term[0] != '\0' &&
	       strcmp(term, "dumb") != 0;
}

static const char *
colour(const char *code)
{
	const char *no = getenv("NO_COLOR");

	return on_terminal() && (no == NULL || no[0] == '\0') ? code : "";
}

void
say_text(FILE *to, struct str text)
{
	struct arena scratch = { 0 };
	struct str shown = utf8_shown(&scratch, text);

	fwrite(shown.p, 1, shown.n, to);
	arena_release(&scratch);
}

static void
say_format(const char *fmt, va_list ap)
{
	struct buf out;

	buf_init(&out, MESSAGE_BYTES);
	buf_vaddf(&out, fmt, ap);
	say_text(stderr, buf_str(&out));
	buf_release(&out);
}

void
say(const char *fmt, ...)
{
	va_list ap;

	fputs("makegood: ", stderr);
	va_start(ap, fmt);
	say_format(fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

int
say_err(const struct err *e)
{
	static const enum exit_code codes[] = {
		[ERR_NONE] = EXIT_ENV,
		[ERR_USAGE] = EXIT_TYPED,
		[ERR_INPUT] = EXIT_INPUT,
		[ERR_ENV] = EXIT_ENV,
	};

	fprintf(stderr, "makegood: %s", colour("\033[31m"));
	say_text(stderr, str_of(e->text));
	fprintf(stderr, "%s\n", colour("\033[0m"));
	return codes[e->kind];
}

void
say_diags(struct diags *d)
{
	size_t hidden = d->errors + d->warnings - d->list.n;
	struct buf out;

	if (d->errors + d->warnings == 0)
		return;
	diags_sort(d);
	buf_init(&out, (size_t)1 << 24);
	for (size_t i = 0; i < d->list.n; i++)
		diag_format(&d->list.v[i], &out);
	say_text(stderr, buf_str(&out));
	buf_release(&out);
	if (hidden != 0)
		fprintf(stderr, "and %zu more\n", hidden);
	fprintf(stderr, "%zu error%s, %zu warning%s\n", d->errors,
	    d->errors == 1 ? "" : "s", d->warnings,
	    d->warnings == 1 ? "" : "s");
}

int
say_usage(const char *command, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "makegood %s: ", command);
	va_start(ap, fmt);
	say_format(fmt, ap);
	va_end(ap);
	fprintf(stderr, "\ntry: makegood %s --help\n", command);
	return EXIT_TYPED;
}

/* Monotonic, and for the progress bar only: no result depends on it. */
static double
seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
draw_bar(const char *what, int64_t done, int64_t all, double elapsed)
{
	int full = (int)(done * BAR_CELLS / all);
	double rate = elapsed > 0 ? (double)done / elapsed : 0;
	double left = rate > 0 ? (double)(all - done) / rate : 0;
	char bar[BAR_CELLS + 1];

	memset(bar, '.', BAR_CELLS);
	memset(bar, '#', (size_t)full);
	bar[BAR_CELLS] = '\0';
	fprintf(stderr, "\r%s [%s] %3d %%  %.0f/s  %.0f s left \033[K", what,
	    bar, (int)(done * 100 / all), rate, left);
}

struct str
say_period(const struct settlement *s, struct arena *scratch)
{
	if (s->part == 0)
		return s->period_name;
	return str_format(
	    scratch, "%.*s/%lld", STR_ARG(s->period_name), (long long)s->part);
}

struct str
say_time(struct arena *scratch, const struct zone *z, int64_t at)
{
	struct civil c = zone_civil(z, at);
	struct str offset = iso_offset(scratch, zone_offset_s(z, at));

	return str_format(scratch, "%04d-%02d-%02d %02d:%02d:%02d %.*s", c.year,
	    c.month, c.day, c.hour, c.minute, c.second, STR_ARG(offset));
}

void
say_progress(const char *what, int64_t done, int64_t all)
{
	static double started, shown;
	static char title[80];
	double now;

	if (options.quiet || !on_terminal() || all <= 0)
		return;
	now = seconds_now();
	if (strcmp(title, what) != 0) {
		snprintf(title, sizeof title, "%s", what);
		started = now;
		shown = 0;
	}
	if (done >= all) {
		if (shown > 0)
			fputs("\r\033[K", stderr);
		title[0] = '\0';
	} else if (now - started > 1 && now - shown > 0.2) {
		draw_bar(title, done, all, now - started);
		shown = now;
	}
}
