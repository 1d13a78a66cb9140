/*
 * regulation_read.h -- `regulation:` of case.yaml: what the house is, says the
 * house, and how large.
 */
#ifndef IMPORT_REGULATION_READ_H
#define IMPORT_REGULATION_READ_H

#include "base/node.h"
#include "domain/dossier.h"

/* Fills s->regulation. */
void regulation_read(const struct node *map, struct arena *keep,
    struct settings *s, struct diags *d);

#endif
