/*
 * estimate_detect.h -- outages that nobody wrote down, from the traffic alone.
 *
 * A run of bins in which a site served nothing, or hardly anything, is a
 * proposal when the traffic expected there makes it impossible: when a quarter
 * of a year of this site's usual traffic would show such a run by chance less
 * often than the level asks. It is a proposal and no fact: a person decides.
 *
 * What is unknown (no cell) is never an outage. The run itself is never
 * evidence of what was expected.
 */
#ifndef DOMAIN_ESTIMATE_DETECT_H
#define DOMAIN_ESTIMATE_DETECT_H

#include "base/err.h"
#include "base/zone.h"
#include "domain/interval.h"

/* What a site did in one stretch of time that the log covers. */
struct detect_cell {
	int64_t at, length_ms;
	double served; /* answers that were no 5xx */
	double errors; /* answers 5xx */
};

struct detect_input {
	/* By time, none overlap, each inside one step of the grid. */
	const struct detect_cell *cells;
	size_t n_cells;
	int64_t step_ms; /* of the grid: it divides a day */
	const struct zone *zone;
	const int64_t *holidays; /* as of struct estimate_input; may be none */
	size_t n_holidays;
	/* Known outages and planned work: no evidence of the usual traffic. */
	struct spans known;
	/* Runs by chance that are put up with, in one quarter of one site. */
	double level;
	int64_t min_ms; /* shorter runs are left out */
};

enum detect_kind {
	DETECT_SILENT,    /* no answer at all */
	DETECT_COLLAPSED, /* under a fifth of what was expected */
	DETECT_ERRORS     /* most answers are 5xx */
};

/* "silent", "collapsed", "errors". */
extern const char *const detect_kinds[];

/* How far beyond chance: "sound" to 1 in 10^6, "strong" to 10^9, "certain". */
enum detect_strength { DETECT_SOUND, DETECT_STRONG, DETECT_CERTAIN };
extern const char *const detect_strengths[];

struct detected {
	enum detect_kind kind;
	enum detect_strength strength;
	/* What the log proves: it lasted at least so long ... */
	struct span span;
	/* ... and at most so: from the last bin before to the first after. */
	struct span most;
	bool open;       /* the data ends in it */
	double expected; /* answers */
	double observed; /* answers that were no 5xx */
	double errors;   /* answers 5xx */
	/*
	 * Decimal logarithm of N: chance gives such a run in one of N quarters
	 * of this site, all places where it could stand counted.
	 */
	double log_odds;
};

enum detect_status {
	DETECT_OK,
	DETECT_SHORT, /* less than 48 known hours (14 days of a daily grid) */
	DETECT_FEW    /* fewer than 20 answers */
};

struct detection {
	enum detect_status status;
	struct detected *v; /* by time */
	size_t n;
	/* Silent for longer than any outage is taken to last: not proposed. */
	int64_t gone_ms;
	double quarters;   /* of known time */
	double spread;     /* answers that come together, as one event */
	double wander;     /* how far the level strays, variance of its log */
	double least_seen; /* answers that must be expected for a silence */
};

/*
 * ERR_INPUT when the cells contradict what struct detect_input promises. The
 * result lives in `keep`.
 */
MUST int detect_outages(const struct detect_input *in, struct arena *keep,
    struct detection *ret_detection, struct err *e);

#endif
