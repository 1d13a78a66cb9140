/*
 * traffic_load.h -- the traffic of the dossier; for this room only.
 */
#ifndef STORE_TRAFFIC_LOAD_H
#define STORE_TRAFFIC_LOAD_H

#include "domain/dossier.h"
#include "store/store.h"

/*
 * What counts of the sites that a service names, by site name. The services
 * must be there already. A log is known to have been alive in the hours in
 * which any of its parts, or any part of the same file, has a row of any site.
 */
MUST int traffic_load(struct store *s, struct dossier *d, struct err *e);

#endif
