/*
 * estimate_loss.h -- the loss as it grew: expected less observed, added up over
 * the window.
 */
#ifndef DOMAIN_ESTIMATE_LOSS_H
#define DOMAIN_ESTIMATE_LOSS_H

#include "domain/estimate_sum.h"

struct loss_point {
	int64_t at; /* end of a bin */
	double lost, low, high;
};

struct loss_curve {
	struct loss_point *points; /* the first one is zero */
	size_t n;
	/* a day after the window, what came back deducted; NO_INSTANT: unknown
	 */
	int64_t after_at;
	double after;
};

/*
 * The sites together. The sum of the bins is scaled so that the curve ends at
 * the total that is stated everywhere else; the 80 % interval is that of the
 * total and opens with it. Lives in `keep`; empty where no bin lost anything.
 */
struct loss_curve estimate_loss(const struct dossier *dossier,
    const struct lost_figures *lost, struct arena *keep);

#endif
