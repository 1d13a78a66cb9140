/*
 * case_settle.h -- a loaded case, settled: the second half of the dossier.
 *
 * Each service in each period of case.yaml goes through the engine, each
 * incident's sites through the estimator. Nothing is kept here.
 */
#ifndef FLOW_CASE_SETTLE_H
#define FLOW_CASE_SETTLE_H

#include "domain/dossier.h"
#include "flow/journey.h"

/*
 * Fill dossier->ledger, by customer, service and period. Complaints go to
 * `d`; ERR_INPUT when there is an error among them.
 */
MUST int case_settle(
    struct journey *j, struct dossier *dossier, struct diags *d, struct err *e);

/* Fill dossier->estimates, by incident and site. */
MUST int case_estimate(
    struct journey *j, struct dossier *dossier, struct err *e);

#endif
