/*
 * sketch.h -- roughly how many different things were seen, in at most 1.3 KB.
 *
 * HyperLogLog: each of 2048 registers holds the longest run of zero bits among
 * the hashes that fell into it, so that a thing seen again changes nothing and
 * two sketches add up by the larger of each register, in any order and any
 * grouping. The standard error of a count is 1.04 / sqrt(2048) = 2.3 %; counts
 * up to some hundreds are nearly exact. The same registers always give the same
 * bytes: a list of those in use while it is the shorter form, else all.
 */
#ifndef DOMAIN_SKETCH_H
#define DOMAIN_SKETCH_H

#include "base/err.h"
#include "base/str.h"

#define SKETCH_REGISTERS 2048
#define SKETCH_MAX_RANK  31

/* Start with { { 0 } }: nothing seen. */
struct sketch {
	uint8_t rank[SKETCH_REGISTERS];
};

/* A hash in two parts: which register, and the rank, 1..SKETCH_MAX_RANK. */
struct sketch_mark {
	uint16_t i;
	uint8_t rank;
};
struct sketch_mark sketch_mark(uint64_t hash);

/* What stays of a thing; `hash` must be a good one, of all 64 bits. */
void sketch_add(struct sketch *s, uint64_t hash);

/* Append the packed form to `out`; of an empty sketch one byte. */
void sketch_pack(const struct sketch *s, struct buf *out);

/* The same of fewer than 600 marks, in rising order of different registers. */
void sketch_pack_few(
    const struct sketch_mark *marks, size_t n, struct buf *out);

/*
 * `into` becomes the sketch of both. ERR_INPUT when the bytes are not exactly
 * what sketch_pack() makes: `into` is as it was then.
 */
MUST int sketch_merge(struct sketch *into, struct str packed, struct err *e);

/* How many different things, to the nearest whole number; 0 for none. */
int64_t sketch_count(const struct sketch *s);

#endif
