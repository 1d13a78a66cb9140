/*
 * part_cover.h -- which of several parts count, so that every byte of a log
 * counts exactly once.
 *
 * A log may have come in pieces, in larger pieces, and whole, in any order.
 * Whatever was brought, bytes are taken once or refused; nothing is subtracted.
 */
#ifndef DOMAIN_PART_COVER_H
#define DOMAIN_PART_COVER_H

#include "domain/part.h"

struct part_choice {
	int64_t from_byte, to_byte;
	/* Of two ways to take the same bytes, that of more worth is taken. */
	int64_t worth;
	bool counts; /* the answer */
};

/*
 * Choose among the parts of one log. Touching parts may be put together; what
 * lies inside of what is taken does not count. False when parts overlap and
 * no choice of them covers their bytes once: then *ret_a and *ret_b are two
 * that overlap. Reorders nothing; the choice does not depend on the order.
 */
bool part_cover(struct part_choice *v, size_t n, struct arena *scratch,
    size_t *ret_a, size_t *ret_b);

#endif
