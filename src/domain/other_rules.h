/*
 * other_rules.h -- the same records, counted by rules that others publish.
 *
 * Status pages count in ways of their own: some take part of an outage, some
 * all of it. Here the records of a service are counted by such a rule, round
 * the clock and with nothing excluded, so that a reader can compare. It is
 * never the contract's figure, which stands beside it.
 */
#ifndef DOMAIN_OTHER_RULES_H
#define DOMAIN_OTHER_RULES_H

#include "domain/timeline.h"

enum other_rule {
	OTHER_CONTRACT,     /* D and T - X, as settled */
	OTHER_EXPERIENCED,  /* nothing excluded */
	OTHER_SECOND_CLOCK, /* brief returns count as down */
	OTHER_WEIGHTED,     /* a partial outage counts 30 %, degraded nothing */
	OTHER_ANY_PART, /* a partial outage counts whole, degraded nothing */
	OTHER_GROUP,    /* so, and all services as one: all must be up */
	OTHER_RULES
};

/* What a share of an outage counts; den 0: the settlement's own arithmetic. */
struct other_weights {
	const char *key; /* phrase "rules.KEY" */
	struct ratio full, partial, degraded;
	bool group;
};
extern const struct other_weights other_weights[OTHER_RULES];

struct other_figure {
	struct ratio down_ms; /* as the rule counts it */
	int64_t of_ms;
	struct ratio availability; /* share of 1, never below 0 */
};

/*
 * Of several settlements: sums of the services' times, so that a figure is the
 * mean over the services, weighed by their time; but OTHER_GROUP, which is one
 * clock for all of them.
 */
struct other_figures {
	size_t services;
	int64_t full_ms;     /* down for everybody */
	int64_t partial_ms;  /* down for some, or only a substitute page */
	int64_t degraded_ms; /* slow, and none of the above */
	struct other_figure rule[OTHER_RULES];
};

/*
 * `n` settlements of services, as a rule of one period; each part of a period
 * counts its own time. The timeline is that of their dossier.
 */
void other_rules(const struct timeline *t, const struct ledger_row *const *rows,
    size_t n, struct arena *keep, struct other_figures *ret_figures);

#endif
