/*
 * detect_traffic.h -- the traffic of all sites of a case, one after another,
 * and when the logs that count them were alive.
 *
 * Logs of one family (names that differ in digits alone: access.log.1,
 * access-20240312.gz) follow each other, so a site that one of them counts is
 * looked for in all of them. Where a family counts several sites and has a row
 * of none, the log itself is silent: nobody knows. Where it counts one site
 * alone, silence is that site's silence, as long as the log covers it.
 */
#ifndef FLOW_DETECT_TRAFFIC_H
#define FLOW_DETECT_TRAFFIC_H

#include "domain/dossier.h"
#include "flow/journey.h"

/*
 * Calls `see` for each site, by name; the traffic is borrowed during the call.
 * Not 0 stops and is returned.
 */
MUST int detect_each_site(struct journey *j,
    int (*see)(void *arg, const struct site_traffic *t, struct err *e),
    void *arg, struct err *e);

#endif
