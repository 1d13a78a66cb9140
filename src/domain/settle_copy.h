/*
 * settle_copy.h -- a settlement on its own: nothing borrowed from the memory in
 * which it was computed, nothing larger than it has to be.
 */
#ifndef DOMAIN_SETTLE_COPY_H
#define DOMAIN_SETTLE_COPY_H

#include "domain/settle.h"

/*
 * COPY_FIGURES leaves out the trace and, outage by outage, what the figures
 * were made of: lines, spans, exclusions and the table are then empty.
 */
enum settle_copy { COPY_ALL, COPY_EVIDENCE, COPY_FIGURES };

/*
 * All of `s` in `keep`; COPY_EVIDENCE leaves out the trace alone. The outages
 * that lines point to are copied too. Zones, terms and dossiers are not part of
 * a settlement.
 */
struct settlement settlement_copy(
    struct arena *keep, const struct settlement *s, enum settle_copy what);

#endif
