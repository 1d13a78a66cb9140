/*
 * run_settle.h -- facts and contracts to settlements: the second journey.
 */
#ifndef FLOW_RUN_SETTLE_H
#define FLOW_RUN_SETTLE_H

#include "domain/dossier.h"
#include "flow/journey.h"

/*
 * Settle the case and keep the result, unless it is there already for the same
 * inputs; `all` throws it away first. The whole case, with ledger and
 * estimates, is left in *ret_dossier, for reports to follow.
 */
MUST int run_settle(struct journey *j, bool all, struct dossier *ret_dossier,
    bool *ret_changed, struct err *e);

/*
 * The same without keeping anything: what `report` and `explain` start from.
 * ERR_USAGE when the settlements kept are not those of the facts.
 */
MUST int run_resettle(
    struct journey *j, struct dossier *ret_dossier, struct err *e);

#endif
