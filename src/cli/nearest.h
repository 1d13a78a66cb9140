/*
 * nearest.h -- "did you mean": of many names the one most like what was typed.
 */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include "base/str.h"

/* Begin with what was typed; the rest is filled. */
struct nearest {
	struct str typed;
	struct str name; /* the best so far; empty when none is near */
	size_t far;
};

/* Consider one name; up to three letters, and half of them, may be wrong. */
void nearest_try(struct nearest *n, struct str name);

/* Consider one name that a longer beginning of it is enough for. */
void nearest_begins(struct nearest *n, struct str name, size_t least);

#endif
