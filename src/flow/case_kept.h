/*
 * case_kept.h -- earlier settlements of the case itself, as history.
 */
#ifndef FLOW_CASE_KEPT_H
#define FLOW_CASE_KEPT_H

#include "domain/dossier.h"
#include "flow/journey.h"

/*
 * Add what is kept of earlier periods to dossier->past, after all is settled:
 * a row for each service and period, which stands instead of one that
 * history.csv has for the same. Reports then look back at both.
 */
MUST int case_kept_add(struct journey *j, struct dossier *d, struct err *e);

#endif
