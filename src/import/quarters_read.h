/*
 * quarters_read.h -- `quarters:` of case.yaml: which quarters the review is
 * about.
 */
#ifndef IMPORT_QUARTERS_READ_H
#define IMPORT_QUARTERS_READ_H

#include "base/node.h"
#include "domain/dossier.h"

/*
 * `quarters` is one name such as 2024-Q1, or a list of them; all three months
 * of each must be among the periods, which have been read. NULL: none is named,
 * and each full quarter is reviewed.
 */
void quarters_read(const struct node *quarters, struct arena *keep,
    struct settings *s, struct diags *d);

/* Warns when the list `reports` asks for a review and there is no quarter. */
void quarters_wanted(
    const struct node *reports, const struct settings *s, struct diags *d);

#endif
