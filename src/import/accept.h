/*
 * accept.h -- `accept:` of case.yaml: outages that were found in the traffic
 * and that a person takes for facts.
 */
#ifndef IMPORT_ACCEPT_H
#define IMPORT_ACCEPT_H

#include "base/node.h"
#include "domain/dossier.h"

/*
 * A list of ids, or of maps of id, by and reason. An id alone is taken with a
 * warning: whoever reads the report wants to know who decided, and why.
 */
void accept_read(const struct node *list, struct arena *keep,
    struct settings *s, struct diags *d);

#endif
