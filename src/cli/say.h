/*
 * say.h -- all that is printed for people: messages, diagnostics, progress.
 *
 * Results go to stdout, everything else to stderr. Colour only on a terminal
 * and never with NO_COLOR.
 */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include <stdio.h>

#include "base/diag.h"
#include "base/err.h"
#include "domain/settle.h"

/* "makegood: TEXT" on stderr. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The error's text; returns the exit code that its kind stands for. */
int say_err(const struct err *e);

/*
 * Text for people on stdout or stderr, as utf8_shown() has it: no data reaches
 * a terminal that could move its cursor or turn its lines.
 */
void say_text(FILE *to, struct str text);

/* Every diagnostic, sorted, then a line that counts them. */
void say_diags(struct diags *d);

/* "makegood calc: WHAT", then how to get help; returns EXIT_TYPED. */
int say_usage(const char *command, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* "2024-04", or "2024-04/2": the second part of a period. In `scratch`. */
struct str say_period(const struct settlement *s, struct arena *scratch);

/* "2024-04-02 09:12:00 +02:00". In `scratch`. */
struct str say_time(struct arena *scratch, const struct zone *z, int64_t at);

/*
 * A progress bar with rate and time left, on stderr when that is a terminal and
 * the work has taken longer than a second. done == all ends it.
 */
void say_progress(const char *what, int64_t done, int64_t all);

#endif
