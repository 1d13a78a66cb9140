/*
 * options.h -- options with a value, as a table.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* "--zone", and where in a struct its text goes (a const char *). */
struct valued_option {
	const char *name;
	size_t offset;
};

/*
 * The value of "NAME V" or "NAME=V" at argv[*i], which moves on to the last
 * word taken; empty where it is missing; NULL when this is another option.
 */
const char *option_value(const char *name, char **argv, int *i);

/* Store the value of one of `n` options in `into`; false when it is none. */
bool option_take(
    const struct valued_option *v, size_t n, void *into, char **argv, int *i);

#endif
