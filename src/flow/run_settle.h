/*
 * run_settle.h -- facts and contracts to settlements: the second journey.
 */
#ifndef FLOW_RUN_SETTLE_H
#define FLOW_RUN_SETTLE_H

#include "domain/dossier.h"
#include "domain/settle_copy.h"
#include "flow/journey.h"

/*
 * Settle the case and keep the result, unless it is there already for the same
 * inputs; `all` throws it away first. The case is left in *ret_dossier, with
 * estimates and as much of the ledger as `copy` asks for: all of it for reports
 * to follow, the figures to print them. What is kept is always whole.
 */
MUST int run_settle(struct journey *j, bool all, enum settle_copy copy,
    struct dossier *ret_dossier, bool *ret_changed, struct err *e);

/*
 * The whole ledger without keeping anything: what `report` and `explain` start
 * from.
 * ERR_USAGE when the settlements kept are not those of the facts.
 */
MUST int run_resettle(
    struct journey *j, struct dossier *ret_dossier, struct err *e);
/* The same with as much of the ledger as `copy` asks for. */
MUST int run_resettle_some(struct journey *j, enum settle_copy copy,
    struct dossier *ret_dossier, struct err *e);

#endif
