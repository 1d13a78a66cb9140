/*
 * estimate_interval.h -- how far off an estimate may be: by the errors of its
 * own backtest, and by a prior where there were few tests.
 */
#ifndef DOMAIN_ESTIMATE_INTERVAL_H
#define DOMAIN_ESTIMATE_INTERVAL_H

#include "domain/estimate_backtest.h"

/* Half-widths in logarithms; the two sides are h * up and h * down. */
struct width {
	double h80, h95;
	double up, down;
};

/* Totals. */
struct band {
	double lo80, hi80, lo95, hi95;
};

/* `unseen`: share of the window whose time of day was never observed. */
struct width interval_width(
    const struct bench *b, const struct backtest *t, double unseen);

struct band interval_band(double expected, const struct width *w);

/* 'A' .. 'D', before the truth is known. */
char interval_grade(double expected, const struct backtest *t,
    const struct width *w, double unseen);

#endif
