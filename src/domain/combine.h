/*
 * combine.h -- step 15: several services of one customer under the same terms.
 */
#ifndef DOMAIN_COMBINE_H
#define DOMAIN_COMBINE_H

#include "domain/settle.h"

struct combined {
	bool has_money; /* false: the remedy is time, see the services */
	int64_t total_minor;
	bool dropped, raised, deferred; /* by a minimum tested on the sum */
	struct trace trace;             /* the step "combine" */
};

/*
 * Sum, the greatest, or one per period, as the terms say; with round_stage
 * total the exact amounts are combined and rounded once, and the minimum is
 * tested then. False when the sum does not fit.
 */
MUST bool combine_services(const struct terms *t, const struct settlement *v,
    size_t n, struct arena *keep, struct combined *ret_combined);

/*
 * The minimum of the terms on one amount: what is paid, and in *ret_below what
 * happened. `exact` is tested where the terms say so.
 */
enum minimum_result {
	MINIMUM_MET,
	MINIMUM_DROPPED,
	MINIMUM_RAISED,
	MINIMUM_DEFERRED
};
MUST bool combine_minimum(const struct minimum_rule *m,
    struct currency currency, struct ratio exact, int64_t *credit_minor,
    enum minimum_result *ret_below);

#endif
