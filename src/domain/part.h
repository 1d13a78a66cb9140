/*
 * part.h -- a stretch of one log: what is counted exactly once.
 *
 * A log is known by how it begins, not by its name, its place or its age: so it
 * is the same after a rename or compression, here or on another machine, and
 * one that grew is continued where it ended.
 */
#ifndef DOMAIN_PART_H
#define DOMAIN_PART_H

#include "base/str.h"

/* SHA-256 in lower-case hex, and NUL. */
#define PART_HEX 65
/* How much of the beginning and of the end is digested. */
#define PART_BLOCK 4096

/* All bytes are plain ones, after decompression. */
struct part {
	/* of the first PART_BLOCK bytes; of a shorter log, of all of it */
	char fingerprint[PART_HEX];
	char tail[PART_HEX]; /* of the last PART_BLOCK bytes before to_byte */
	int64_t from_byte, to_byte;
	int64_t lines, rejected;   /* lines in all, and those not read */
	int64_t first_at, last_at; /* NO_INSTANT: no line was read */
	struct str name;           /* the log's, for people */
	struct str layer;   /* "edge", "origin": only one of them may count */
	struct str read_as; /* dialect and rules by which it was counted */
};

#endif
