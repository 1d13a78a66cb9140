/*
 * options.h -- the words of a command line, taken apart before a command runs.
 *
 * A command lists its options in one text, as
 *
 *     --json --all --csv=hours.csv --minutes=2026-03-01|2026-03-08 -j=4
 *
 * Behind "=" stands an example for each value, shown when it is missing.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/arena.h"
#include "cli/commands.h"

/*
 * Check all words against the options of `c`, and set what all commands share
 * in `options`. The words that are left go into *argv again, the name first,
 * then every option with each value as a word of its own, then what is none:
 * so a command that sees an option knows that its values follow. Behind a lone
 * "--" nothing is an option: there a path "-x" becomes "./-x". Returns -1, or
 * an exit code after a complaint.
 */
int options_take(
    const struct command *c, int *argc, char ***argv, struct arena *keep);

/* "--zone", and where in a struct its text goes (a const char *). */
struct valued_option {
	const char *name;
	size_t offset;
};

/* Take the value behind `name` at argv[*i]; NULL when this is another option.
 */
const char *option_value(const char *name, char **argv, int *i);

/* Store the value of one of `n` options in `into`; false when it is none. */
bool option_take(
    const struct valued_option *v, size_t n, void *into, char **argv, int *i);

/* Take every `name` out of the words; false when there was none. */
bool option_flag(const char *name, int *argc, char **argv);

#endif
