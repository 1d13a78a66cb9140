/*
 * claim_read.h -- `claim:` of case.yaml: what a site owner states about a
 * claim.
 */
#ifndef IMPORT_CLAIM_READ_H
#define IMPORT_CLAIM_READ_H

#include "base/node.h"
#include "domain/claim_settings.h"
#include "domain/dossier.h"

/* Fills s->claim; dates without offset are those of s->zone. */
void claim_read(const struct node *map, struct arena *keep, struct settings *s,
    struct diags *d);

#endif
