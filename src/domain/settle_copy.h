/*
 * settle_copy.h -- a settlement on its own: nothing borrowed from the memory in
 * which it was computed, nothing larger than it has to be.
 */
#ifndef DOMAIN_SETTLE_COPY_H
#define DOMAIN_SETTLE_COPY_H

#include "base/map.h"
#include "domain/settle.h"

/*
 * COPY_FIGURES leaves out the trace and, outage by outage, what the figures
 * were made of: lines, spans, exclusions and the table are then empty.
 */
enum settle_copy { COPY_ALL, COPY_EVIDENCE, COPY_FIGURES };

/*
 * Where copies go. What many settlements have in common, an outage that hit
 * them all, the table of their contract, is there once. Begins as { keep }.
 */
struct settle_copies {
	struct arena *keep;
	struct map outage_of; /* bytes of the record -> number */
	VEC(struct outage *) outages;
	struct map table_of; /* contract -> number of its last table */
	VEC(struct settle_table {
		struct tier_line *v;
		size_t n;
	})
	tables;
};

/*
 * All of `s`; COPY_EVIDENCE leaves out the trace alone. The outages that lines
 * point to are copied too. Zones, terms and dossiers are not part of a
 * settlement.
 */
struct settlement settlement_copy(struct settle_copies *to,
    const struct settlement *s, enum settle_copy what);

#endif
