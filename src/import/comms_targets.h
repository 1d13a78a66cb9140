/*
 * comms_targets.h -- `comms_targets:` of case.yaml: what the provider's
 * messages are measured against, each with where it is written.
 */
#ifndef IMPORT_COMMS_TARGETS_H
#define IMPORT_COMMS_TARGETS_H

#include "base/node.h"
#include "domain/dossier.h"

/*
 * A map of first_notice, update, report, grace_minutes and channels, all of
 * them optional, into s->comms, which borrows from `keep`; complaints go to
 * `d`. A target without its source is refused: nobody could check it.
 */
void comms_targets_read(const struct node *map, struct arena *keep,
    struct settings *s, struct diags *d);

#endif
