/*
 * heat.h -- the six classes of a day by its minutes. They are the same in every
 * report and are never rescaled, so that two calendars can be compared.
 */
#ifndef DOC_HEAT_H
#define DOC_HEAT_H

#include "doc/doc.h"

#define N_HEATS 6

struct heat {
	int64_t from;     /* minutes; the class ends where the next begins */
	uint32_t fill;    /* darker with every class, also in grey */
	uint32_t ink;     /* of text on it */
	const char *sign; /* the twin of the fill in plain text */
};

extern const struct heat heats[N_HEATS];

/* The class of this many minutes; less than none is none. */
int heat_of(int64_t minutes);
/* "0 min", "1-14 min", "720+ min" in the style's spelling. */
struct str heat_label(
    struct arena *keep, const struct doc_style *style, int heat);

#endif
