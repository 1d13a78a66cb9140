/*
 * case_settle.h -- a loaded case, settled: the second half of the dossier.
 *
 * Each service in each period of case.yaml goes through the engine, each
 * incident's sites through the estimator. Nothing is kept here.
 */
#ifndef FLOW_CASE_SETTLE_H
#define FLOW_CASE_SETTLE_H

#include "domain/dossier.h"
#include "domain/settle_copy.h"
#include "flow/journey.h"

/* What to do with each settlement, and how much of it to remember. */
struct settle_wish {
	enum settle_copy copy; /* what the ledger keeps */
	/* May be NULL. Sees every settlement whole, before the next begins. */
	int (*take)(void *arg, const struct ledger_row *row, struct err *e);
	void *arg;
};

/*
 * Fill dossier->ledger, by customer, service and period. Complaints go to
 * `d`; ERR_INPUT when there is an error among them. The memory in which one
 * service was settled is used again for the next.
 */
MUST int case_settle(struct journey *j, struct dossier *dossier,
    const struct settle_wish *wish, struct diags *d, struct err *e);

/* Fill dossier->estimates, by incident, site and time. */
MUST int case_estimate(
    struct journey *j, struct dossier *dossier, struct err *e);

/*
 * The same for one site or one incident; empty: all of them. The ledger has to
 * be there.
 */
MUST int case_estimate_some(struct journey *j, const struct dossier *dossier,
    struct str site, struct str incident, struct site_estimate **ret_list,
    size_t *ret_n, struct err *e);

#endif
