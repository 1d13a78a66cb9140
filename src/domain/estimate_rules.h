/*
 * estimate_rules.h -- every constant of the lost-traffic method, in one place.
 *
 * Times are in hours unless the name says otherwise; a "setting" is a profile
 * memory together with a level dynamic. What differs between series of hours
 * and of days stands in two rows, what does not in the list below. The values
 * were tuned on development series; do not change one without measuring.
 */
#ifndef DOMAIN_ESTIMATE_RULES_H
#define DOMAIN_ESTIMATE_RULES_H

#include <stddef.h>

/* ---- settings: 3 memories x 2 fast x 3 slow = 18 ---- */
#define N_MEMORIES 3
#define N_FAST     2
#define N_SLOW     3
#define N_SETTINGS (N_MEMORIES * N_FAST * N_SLOW)

/* How long a profile remembers, and how much it leans on the smooth shape. */
struct memory_rule {
	double half_life_weeks; /* age at which a bin counts half */
	double pull_weeks;      /* weeks' worth of the separable profile */
};

/* The fast part of the level: returns to zero by itself. */
struct fast_rule {
	double tau_hours; /* falls to 1/e in this time */
	double variance;  /* stationary, in units of the noise scale */
};

/* What depends on the length of a bin. */
struct grid_rules {
	struct memory_rule memory[N_MEMORIES];
	struct fast_rule fast[N_FAST];
	double slow_per_hour[N_SLOW]; /* random walk, units of noise scale */
	size_t profile_weeks;    /* evidence before a gap, for the profile */
	size_t level_days;       /* the level filter starts so far before it */
	size_t after_days;       /* evidence behind it, at most */
	size_t after_gap_days;   /* tests end so long before the outage, then */
	double prior80;          /* half-width (log) for lack of better */
	double prior80_short;    /* the same for gaps of at most an hour */
	size_t history_min_bins; /* fewer observed: no answer */
};

extern const struct grid_rules rules_hourly, rules_daily;

/* ---- the separable profile (memory before single slots) ---- */
#define SHAPE_PRIOR_DAYS  0.5  /* kind of day, to its own mean factor */
#define WEEKDAY_PRIOR     0.15 /* of an average day, day-of-week factor to 1 */
#define PROFILE_PASSES    3
#define CLIP_SIGMAS       2.5  /* counts further off than this are clipped */
#define CLIP_POISSON      3.0  /* plus so many roots of the count */
#define CLIP_MEDIAN_MEAN  5.0  /* median centre from this mean count on */
#define CLIP_MEDIAN_WEEKS 3    /* ... and so many weeks of the slot */
#define LEVEL_PRIOR       0.25 /* bins' worth of the global ratio */
#define LEVEL_MIN         1e-9 /* keeps logarithms finite */
#define SHAPE_MIN         1e-9

/* ---- noise scale and earlier outages ---- */
#define NOISE_START      0.03
#define NOISE_ROUNDS     2
#define NOISE_FACTOR     0.6    /* of the squared robust residual */
#define NOISE_MAD        1.4826 /* median of |z| to standard deviation */
#define NOISE_MIN        2e-4
#define NOISE_MAX        0.3
#define OUTAGE_SHARE     0.05 /* of the fit: below is an outage ... */
#define OUTAGE_FIT_MIN   20.0 /* ... where the fit is at least this */
#define OUTAGE_MIN_HOURS 1.0
#define OUTAGE_MAX_HOURS 72.0

/* ---- the level filter ---- */
#define START_VARIANCE 4.0 /* of the slow part, units of noise scale */
#define COUNT_HALF     0.5 /* Poisson variance of a log count: 1/(m + half) */
#define HUBER_SIGMAS   2.5 /* surprises beyond count less */

/* ---- data after the outage ---- */
#define AFTER_MIN_HOURS 24.0 /* observed; less is not used at all */
#define GUARD_SHARE     0.25 /* of the gap's length is rebound, skipped */
#define GUARD_MIN_HOURS 1.0
#define GUARD_MAX_HOURS 3.0
#define REBOUND_HOURS   24.0

/* ---- backtest ---- */
#define BACKTEST_MAX        60
#define BACKTEST_SAME_HOUR  40  /* of them, for gaps under a day */
#define BACKTEST_OBSERVED   0.9 /* share of a window that must be known */
#define OTHER_DAY_KIND      0.4 /* weekday against weekend: weight */
#define HOUR_SIGMA          3.0 /* weight by distance of the time of day */
#define HOUR_FLOOR          0.1
#define SHORT_HISTORY_WEEKS 5   /* profile may look past the test window */
#define YARDSTICK_OBSERVED  0.7 /* of the same window a week earlier */

/* ---- blend and bias ---- */
#define HALF_COUNT  0.5 /* totals in logarithms: log(T + half) */
#define SPAN_CAP    1.5 /* independent windows per window length */
#define ERROR_CAP   1.0 /* |e| of one window counts at most this */
#define BLEND_PRIOR 5.0 /* windows' worth of the mean error */
#define BLEND_POWER 10.0
#define BIAS_SHARE  0.6
#define BIAS_PRIOR  20.0
#define BIAS_MAX    0.1

/* ---- interval ---- */
#define FEW_WINDOWS      4 /* fewer: the prior alone */
#define FEW_80           2.0
#define FEW_95           4.0
#define FEW_UP           1.15
#define FEW_DOWN         0.85
#define ERROR_FLOOR      0.001
#define PRIOR_WINDOWS_80 4.0
#define PRIOR_WINDOWS_95 20.0
#define RATIO_95         1.85
#define RATIO_95_MIN     1.35
#define FEW_INFLATION    0.5
#define UNSEEN_INFLATION 0.7
#define FLOOR_80         0.01
#define FLOOR_95         0.015
#define SKEW_PRIOR       30.0
#define SKEW_PRIOR_UP    1.1
#define SKEW_PRIOR_DOWN  0.9
#define SKEW_WINDOWS     60.0
#define SKEW_MAX         0.4
#define SKEW_FLOOR       0.3  /* signed quantiles, share of h80 */
#define SMALL_TOTAL      60.0 /* below: quantiles of a count */
#define SMALL_EXTRA_MIN  0.002
#define NORMAL_80        1.2816
#define NORMAL_95        1.96

/* ---- when not to answer, and grades ---- */
#define HISTORY_MIN_HOURS 48.0 /* observed before the window */
#define HISTORY_MIN_COUNT 20.0
#define GRADE_D_WINDOWS   8
#define GRADE_D_NEFF      3.0
#define GRADE_D_UNSEEN    0.2
#define GRADE_D_95        1.1 /* a factor of three */
#define GRADE_D_EXPECTED  5.0
#define GRADE_C_80        0.35
#define GRADE_B_80        0.15
#define GRADE_B_NEFF      10.0

#endif
