/*
 * case_combine.h -- several services of one customer under one contract.
 */
#ifndef FLOW_CASE_COMBINE_H
#define FLOW_CASE_COMBINE_H

#include "base/diag.h"
#include "domain/dossier.h"

/*
 * Statements add the credits of a customer's services. Where the contract
 * combines them otherwise and the amount differs, complain about it in `d`, as
 * a warning at the contract.
 */
void case_combine(const struct dossier *dossier, struct diags *d);

#endif
