/*
 * estimate_site.h -- the traffic that one site lost in one incident.
 */
#ifndef DOMAIN_ESTIMATE_SITE_H
#define DOMAIN_ESTIMATE_SITE_H

#include "domain/dossier.h"

struct site_input {
	const struct site_traffic *traffic; /* sorted by `at`, one step */
	const struct zone *zone;            /* of the site */
	struct str unit;     /* settings.traffic_unit; empty: hits */
	struct str incident; /* its id */
	struct span window;  /* the incident's */
	struct spans others; /* other outages of the site, to be masked */
};

/*
 * Hours without a row are zero where the log was alive (see site_traffic), else
 * unknown. The unit of the result says what
 * was counted: "views" when these were asked for, else "hits". What of
 * `others` lies in the window is the window. ERR_INPUT as estimate_window();
 * the error names the site. Lives in `keep` and borrows the names.
 */
MUST int estimate_site(const struct site_input *in, struct arena *keep,
    struct site_estimate *ret_estimate, struct err *e);

#endif
