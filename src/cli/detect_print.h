/*
 * detect_print.h -- proposals for people and for machines.
 */
#ifndef CLI_DETECT_PRINT_H
#define CLI_DETECT_PRINT_H

#include "domain/estimate_proposal.h"

struct detect_answer {
	const struct detect_site *sites;
	size_t n;
	const struct zone *zone;
	double level;
	bool of_case;       /* there are records to compare with */
	struct str written; /* file of the proposals; empty: none */
};

/* Both append to `out`. */
void detect_text(const struct detect_answer *a, struct buf *out);
void detect_json(const struct detect_answer *a, struct buf *out);

#endif
