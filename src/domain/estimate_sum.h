/*
 * estimate_sum.h -- lost traffic of several sites and windows in one incident,
 * together.
 *
 * Interval ends are added as they are: errors of windows of one site, and of
 * sites under one roof, may well go the same way, so this is the cautious
 * reading. It holds for the rebound too.
 */
#ifndef DOMAIN_ESTIMATE_SUM_H
#define DOMAIN_ESTIMATE_SUM_H

#include "domain/dossier.h"

/* The least and the most of several shares; both 0 when there is none. */
struct lost_range {
	double low, high;
	int64_t n;
};

/* Sums over windows with an answer. */
struct lost_sums {
	double expected, lo80, hi80, lo95, hi95, observed;
	double lost, lost_lo80, lost_hi80, lost_lo95, lost_hi95;
	double one_sided, one_sided_lo80, one_sided_hi80;
	double rebound, rebound_lo80, rebound_hi80;
	/* expected in bins of the windows for which there is no line at all */
	double silent;
	int64_t bins, silent_bins;
	bool has_rebound;                    /* of one window at least */
	bool used_after;                     /* of one window at least */
	bool sides_differ;                   /* of one window at least */
	char grade;                          /* the worst */
	int64_t inside80, inside95, n_tests; /* backtest windows */
	/* median errors in the tests, and of the same window last week */
	struct lost_range median, lastweek;
};

/* One site: its windows, by time. */
struct site_loss {
	struct str site, unit;
	struct lost_sums sums;
	const struct site_estimate **windows; /* those with an answer */
	size_t n_windows;
};

struct lost_figures {
	struct str unit; /* of the sites added up: all count the same */
	struct lost_sums sums;
	size_t n_insufficient;   /* sites with a window without an answer */
	struct site_loss *sites; /* those with an answer, as in the dossier */
	size_t n_sites;
	const struct site_estimate **windows; /* of all of them */
	size_t n_windows;
};

/* The sum over the estimates of one incident. Lives in `keep`. */
struct lost_figures estimate_sum(
    const struct dossier *dossier, struct str incident, struct arena *keep);

/*
 * The same loss in whole units, for amounts of money: the middle to the
 * nearest, the lower end of the 80 % interval down, the upper end up. Not
 * above 10^15.
 */
struct lost_whole {
	int64_t lost, low, high;
};
struct lost_whole lost_in_whole(const struct lost_sums *s);

#endif
