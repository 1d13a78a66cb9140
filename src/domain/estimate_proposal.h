/*
 * estimate_proposal.h -- an outage found in the traffic, as it is shown,
 * written and accepted.
 */
#ifndef DOMAIN_ESTIMATE_PROPOSAL_H
#define DOMAIN_ESTIMATE_PROPOSAL_H

#include "domain/dossier.h"
#include "domain/estimate_detect.h"

struct proposal {
	struct str id, site;
	struct str subject; /* service of the case; empty: none has the site */
	struct detected found;
	bool accepted; /* by case.yaml */
	/* What the records of the case say of the same time. */
	int64_t recorded_ms, planned_ms;
	struct str recorded_by; /* id of the record that covers most of it */
};

/* One site, or one series, that was looked at. */
struct detect_site {
	struct str site; /* or the name of the series */
	struct detection result;
	struct spans no_data; /* where the log itself has nothing */
	const struct proposal *proposals;
	size_t n;
};

/*
 * Site, start and a digest of what was found, in `keep`: the same traffic gives
 * the same id, other findings another one.
 */
struct str proposal_id(
    struct str site, const struct detected *found, struct arena *keep);

/* "1 in 2.0e6", and "p = 5.0e-7", the same the other way round; in `keep`. */
struct str proposal_odds(const struct detected *found, struct arena *keep);
struct str proposal_chance(const struct detected *found, struct arena *keep);

/*
 * Cells of a site from its counters: every bin in which a log that counts the
 * site was alive, minutes where there are some. In `keep`.
 */
struct site_cells {
	struct detect_cell *v;
	size_t n;
	/* between the first and the last row: the log itself has nothing */
	struct spans no_data;
};
struct site_cells proposal_cells(
    const struct site_traffic *traffic, struct arena *keep);

#endif
