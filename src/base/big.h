/*
 * big.h -- sums of fractions of any size.
 *
 * A mean of thousands of ratios with different denominators fits no machine
 * word. It is kept here exactly; what goes back to the 128-bit ratios is either
 * the number itself, where it is small, or one that is certain to decide every
 * comparison with a decimal in the same way. Memory is the heap: free it.
 */
#ifndef BASE_BIG_H
#define BASE_BIG_H

#include "base/ratio.h"

struct big;

/* The sum, reduced; all must be numbers. Never NULL. */
struct big *big_sum(const struct ratio *v, size_t n);
/* Multiplied by a number, in place. */
void big_scale(struct big *b, struct ratio by);
void big_free(struct big *b); /* NULL is fine */

/* -1, 0, 1 */
int big_cmp(const struct big *b, struct ratio r);
/* "464/465", or "96" when whole; of any length. */
struct str big_text(struct arena *keep, const struct big *b);

/*
 * A number of small terms that lies on the same side as `b` of every decimal
 * with up to `decimals` places, and equals `b` where `b` is one of them or its
 * terms have at most 63 bits. So a comparison with such a decimal, and rounding
 * to fewer places by any mode, come out the same. |b| must be at most 1e6,
 * `decimals` at most 24. *ret_exact tells whether it is `b` itself.
 */
struct ratio big_near(const struct big *b, int decimals, bool *ret_exact);
/*
 * The neighbours of `b` among these decimals: low <= b <= high, both `b` itself
 * where it is one of them.
 */
void big_between(const struct big *b, int decimals, struct ratio *ret_low,
    struct ratio *ret_high);

#endif
