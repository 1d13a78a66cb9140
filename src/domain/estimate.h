/*
 * estimate.h -- the traffic there would have been, with an honest interval.
 *
 * The only place in domain that uses floating point. A forecast blended from
 * settings, each backtested on windows of the same length on the same site;
 * the interval comes from those backtest errors.
 */
#ifndef DOMAIN_ESTIMATE_H
#define DOMAIN_ESTIMATE_H

#include "base/err.h"
#include "base/zone.h"
#include "domain/interval.h"

/* One bin; bins are sorted, on one grid, without duplicates; missing: unknown.
 */
struct estimate_bin {
	int64_t at;
	double value;
};

struct estimate_input {
	const struct estimate_bin *bins;
	size_t n_bins;
	int64_t step_ms;
	const struct zone *zone;
	struct span window; /* the outage; widened to whole bins */
	struct spans masks; /* other known outages and maintenance */
	/* local dates, days since 1970 as in civil_days(), rising */
	const int64_t *holidays;
	size_t n_holidays;
};

enum estimate_status { ESTIMATE_OK, ESTIMATE_INSUFFICIENT };

/* Expected and observed of one bin of the window, for charts. */
struct estimate_point {
	int64_t at;
	double expected;
	double observed; /* negative: no row */
};

/*
 * Errors of the backtest are shares of what was really counted: 0.1 is an
 * estimate 10 % above (bias) or away (median, p90) from the truth.
 */
struct estimate {
	enum estimate_status status;
	const char
	    *reason; /* key: "history_short", "counts_few", "window_empty" */
	struct span window;                      /* as used, whole bins */
	double expected, lo80, hi80, lo95, hi95; /* totals over the window */
	double observed;
	double lost, lost_lo80, lost_hi80, lost_lo95,
	    lost_hi95;    /* never negative */
	char grade;       /* 'A' .. 'D' */
	bool used_after;  /* data after the outage was used */
	double one_sided; /* expected total from the data before only */
	double rebound;   /* first 24 h after, observed minus expected */
	bool has_rebound;
	int n_windows; /* backtest windows */
	double neff;
	double backtest_median, backtest_p90; /* absolute error, share */
	double backtest_bias;
	int inside80, inside95; /* of n_windows */
	double lastweek_median; /* yardstick: same window last week */
	int64_t history_hours, missing_bins, masked_bins;
	struct estimate_point *points;
	size_t n_points;

	int64_t step_ms; /* as used */
	int inside_bins; /* bins of the window for which there is a row */
	double unseen; /* share of the window at never observed times of day */
	double h80, h95;     /* half-widths of the interval, in logarithms */
	double error_median; /* of the backtest, in logarithms; -1: too few */
	double one_sided_lo80, one_sided_hi80;
	bool
	    sides_differ; /* one-sided and expected, by more than half of h80 */
	double rebound_lo80, rebound_hi80;
	int64_t guard_ms;    /* after the window: not used, rebound */
	bool has_lastweek;   /* there was a week to compare with */
	struct span claimed; /* the window as it was asked for */
	int64_t first_at;    /* of the first known bin; NO_INSTANT: none */
	/* listed dates that hold a bin of the history, of the window */
	int64_t holidays_before, holidays_inside;
	bool daily; /* whole days: no evidence of the hours of a day */
};

/*
 * What the grade rests on, of an estimate with an answer: "few_tests",
 * "unseen", "factor" (95 % of three times and more), "few_counts", "wide",
 * "middling", "overlap" (tests lie on too little time), "narrow".
 */
const char *estimate_why(const struct estimate *x);

/*
 * A holiday is taken for a Sunday: its bins count for Sunday's slots and not
 * for those of the day of the week it fell on.
 *
 * 0 also when there is no answer (status says so). Lives in `keep`. ERR_INPUT
 * when the bins contradict what struct estimate_bin promises, when a value is
 * negative or no number, or when the step does not divide a day.
 */
MUST int estimate_window(const struct estimate_input *in, struct arena *keep,
    struct estimate *ret_estimate, struct err *e);

#endif
