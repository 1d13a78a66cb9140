/*
 * estimate_chance.h -- how likely so little is, in natural logarithms: the
 * likelihoods meant here are far below what a double can hold.
 */
#ifndef DOMAIN_ESTIMATE_CHANCE_H
#define DOMAIN_ESTIMATE_CHANCE_H

/*
 * Log of the probability that a negative binomial of this mean and of variance
 * mean + extra * mean^2 is at most `count` (whole, not negative); a Poisson
 * where extra is 0. Never below the truth by more than rounding.
 */
double chance_at_most(double count, double mean, double extra);

/*
 * An upper bound (Chernoff's) of the log of the probability that at least
 * `hits` of `n` happen, each with this probability. 0 when hits are not more
 * than what is expected.
 */
double chance_at_least(double hits, double n, double probability);

#endif
