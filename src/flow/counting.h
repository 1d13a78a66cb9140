/*
 * counting.h -- which parts of logs count: every byte of a log once, and of
 * layers that see the same requests only one.
 *
 * Decided anew at the end of every import, over all files that are there.
 */
#ifndef FLOW_COUNTING_H
#define FLOW_COUNTING_H

#include "flow/journey.h"
#include "store/traffic.h"

/* A version of a file that is there. */
struct counting_source {
	struct str name;
	int64_t id;
	const char *path; /* where it lies; NULL: not at hand */
	bool counted;     /* until now: of two that bring the same it stays */
	/* The answer: another one brings all that this one has; -1: none. */
	int64_t twin;
	/* inside */
	struct part_row *parts;
	size_t n_parts;
	int64_t lines;
	struct str head; /* the first bytes of its log, once read */
};

/* A part as one source brings it. */
struct counting_piece {
	struct str key; /* the log, its layer, and the site it was read for */
	const struct part_row *row;
	size_t source;
	bool counts;
};

/*
 * A log shorter than a block is known by all its bytes, so it looks like
 * another one when it has grown. Where its longer self is at hand, the piece
 * takes the key of that one. (counting_short.c)
 */
void counting_join_short(struct journey *j, struct counting_source *sources,
    struct counting_piece *pieces, size_t n);

/*
 * Choose the parts that count and say so in the database. Sources whose bytes
 * overlap with those of others and cannot be told apart are an error in
 * j->diags.
 */
MUST int counting_choose(struct journey *j, struct store *s,
    struct counting_source *sources, size_t n, struct str layer, struct err *e);

#endif
