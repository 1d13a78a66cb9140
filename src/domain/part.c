#include "domain/part.h"

#include <string.h>

/* The same bytes up to the same place: what lies before it is the same log. */
static bool
other_content(const struct part *a, const struct part *b)
{
	return a->to_byte == b->to_byte && strcmp(a->tail, b->tail) != 0;
}

enum part_relation
part_relation(const struct part *new_part, const struct part *known)
{
	const struct part *n = new_part;

	if (strcmp(n->fingerprint, known->fingerprint) != 0)
		return PART_STRANGE;
	if (other_content(n, known))
		return PART_OVERLAPS;
	if (n->from_byte >= known->from_byte && n->to_byte <= known->to_byte)
		return PART_INSIDE;
	if (n->from_byte == known->to_byte)
		return PART_CONTINUES;
	if (n->from_byte > known->to_byte || n->to_byte <= known->from_byte)
		return PART_STRANGE;
	return PART_OVERLAPS;
}
