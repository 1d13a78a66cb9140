/*
 * check.h -- the parts of facts_check(); for this room only.
 */
#ifndef IMPORT_CHECK_H
#define IMPORT_CHECK_H

#include "import/import.h"

/*
 * Versions of one contract, and rows of one service, follow each other without
 * overlap; a hole between them is a mistake where a service lives in it.
 */
void check_versions(
    const struct dossier *facts, struct arena *scratch, struct diags *d);

/*
 * What case.yaml accepts is there, and is a proposal that waited for it; only
 * once each.
 */
void check_accepted(
    const struct dossier *facts, struct arena *scratch, struct diags *d);

/* Records of views that do not count, where a service has no others. */
void check_views(
    const struct dossier *facts, struct arena *scratch, struct diags *d);

/* Whose claim it is, about which incident; amounts in the contract's money. */
void check_claim(const struct dossier *facts, struct diags *d);

#endif
