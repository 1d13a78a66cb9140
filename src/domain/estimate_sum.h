/*
 * estimate_sum.h -- lost traffic of several sites in one incident, together.
 *
 * Interval ends are added as they are: errors of sites under one roof may well
 * go the same way, so this is the cautious reading.
 */
#ifndef DOMAIN_ESTIMATE_SUM_H
#define DOMAIN_ESTIMATE_SUM_H

#include "domain/dossier.h"

struct lost_figures {
	size_t n_sites, n_insufficient;
	struct str unit; /* of the sites added up: all count the same */
	double expected, observed, lost, lo80, hi80;
	double rebound;
	bool has_rebound;
	char grade; /* the worst */
	int64_t inside80, n_windows;
	const struct site_estimate **sites; /* those with an answer */
};

/* The sum over the estimates of one incident. Lives in `keep`. */
struct lost_figures estimate_sum(
    const struct dossier *dossier, struct str incident, struct arena *keep);

#endif
