/*
 * estimate_curve.h -- expected and observed traffic over time, of several
 * sites.
 *
 * Sites whose window an hour lies in contribute their estimate; the others what
 * was observed, to both sides. So the gap between the curves is what was lost.
 */
#ifndef DOMAIN_ESTIMATE_CURVE_H
#define DOMAIN_ESTIMATE_CURVE_H

#include "domain/dossier.h"

struct curve {
	/* expected < 0: no site was in its window; observed < 0: no data */
	struct estimate_point *points;
	size_t n;
	struct span window; /* from the first site's to the last one's */
};

/*
 * The curve of these estimates (at least one, each with an answer; those of a
 * site together) with so many local days of context on both sides. Lives in
 * `keep`. Empty when the sites' bins differ in length.
 */
struct curve estimate_curve(const struct dossier *dossier,
    const struct site_estimate *const *sites, size_t n, int days,
    struct arena *keep);

#endif
