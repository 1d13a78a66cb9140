/*
 * ratio.h -- exact fractions on 128-bit integers.
 *
 * Always reduced, the denominator positive. A result that does not fit becomes
 * "no number" (den 0), which sticks through further arithmetic; the one who
 * uses it must ask ratio_ok(). Nothing here ever rounds but ratio_round().
 */
#ifndef BASE_RATIO_H
#define BASE_RATIO_H

#include "base/str.h"

__extension__ typedef __int128 int128;

struct ratio {
	int128 num, den;
};

/* Half modes move away from zero on a tie (up) or to the even neighbour. */
enum rounding {
	ROUND_HALF_UP,
	ROUND_HALF_EVEN,
	ROUND_DOWN, /* toward zero */
	ROUND_UP,   /* away from zero */
	ROUND_FLOOR,
	ROUND_CEIL
};

struct ratio ratio_make(int128 num, int128 den);
struct ratio ratio_int(int64_t n);
bool ratio_ok(struct ratio a);

struct ratio ratio_add(struct ratio a, struct ratio b);
struct ratio ratio_sub(struct ratio a, struct ratio b);
struct ratio ratio_mul(struct ratio a, struct ratio b);
/* Division by zero gives "no number". */
struct ratio ratio_div(struct ratio a, struct ratio b);
/* -1, 0, 1; exact for all values. Both must be numbers. */
int ratio_cmp(struct ratio a, struct ratio b);
struct ratio ratio_min(struct ratio a, struct ratio b);
struct ratio ratio_max(struct ratio a, struct ratio b);

/* Nearest integer by mode; false when it does not fit in 64 bits. */
bool ratio_round(struct ratio a, enum rounding mode, int64_t *ret_value);
/* Rounded to so many decimals, still exact afterwards. */
struct ratio ratio_quantize(struct ratio a, int decimals, enum rounding mode);

/*
 * "99.95", "-3", "0.5": optional sign, digits, optional point and digits; up to
 * 18 digits on each side. False when the text is anything else.
 */
bool ratio_parse(struct str s, struct ratio *ret_value);

/* "464/465", or "96" when whole. */
struct str ratio_text(struct arena *keep, struct ratio a);
/* Fixed number of decimals by mode: "99.784". */
struct str ratio_decimal(
    struct arena *keep, struct ratio a, int decimals, enum rounding mode);

#endif
