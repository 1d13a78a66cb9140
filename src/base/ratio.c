#include "base/ratio.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 uint128;

static const struct ratio not_a_number = { 0, 0 };

static uint128
magnitude(int128 v)
{
	return v < 0 ? -(uint128)v : (uint128)v;
}

static uint128
gcd(uint128 a, uint128 b)
{
	while (b != 0) {
		uint128 rest;

		/* most values fit in 64 bits, where division is cheap */
		if ((a >> 64) == 0 && (b >> 64) == 0)
			rest = (uint64_t)a % (uint64_t)b;
		else
			rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

bool
ratio_ok(struct ratio a)
{
	return a.den > 0;
}

struct ratio
ratio_make(int128 num, int128 den)
{
	const int128 most = (int128)(~(uint128)0 >> 1);
	uint128 n = magnitude(num), d = magnitude(den), g;
	bool minus = (num < 0) != (den < 0);

	if (den == 0)
		return not_a_number;
	g = gcd(n, d);
	n /= g;
	d /= g;
	if (n > (uint128)most || d > (uint128)most)
		return not_a_number;
	return (struct ratio){ minus ? -(int128)n : (int128)n, (int128)d };
}

struct ratio
ratio_int(int64_t n)
{
	return (struct ratio){ n, 1 };
}

struct ratio
ratio_add(struct ratio a, struct ratio b)
{
	int128 g, left, right, sum, den;

	if (!ratio_ok(a) || !ratio_ok(b))
		return not_a_number;
	g = (int128)gcd((uint128)a.den, (uint128)b.den);
	if (__builtin_mul_overflow(a.num, b.den / g, &left) ||
	    __builtin_mul_overflow(b.num, a.den / g, &right) ||
	    __builtin_add_overflow(left, right, &sum) ||
	    __builtin_mul_overflow(a.den, b.den / g, &den))
		return not_a_number;
	return ratio_make(sum, den);
}

struct ratio
ratio_sub(struct ratio a, struct ratio b)
{
	b.num = -b.num;
	return ratio_add(a, b);
}

struct ratio
ratio_mul(struct ratio a, struct ratio b)
{
	int128 g, h, num, den;

	if (!ratio_ok(a) || !ratio_ok(b))
		return not_a_number;
	/* crosswise reduction first keeps the products small */
	g = (int128)gcd(magnitude(a.num), (uint128)b.den);
	h = (int128)gcd(magnitude(b.num), (uint128)a.den);
	if (__builtin_mul_overflow(a.num / g, b.num / h, &num) ||
	    __builtin_mul_overflow(a.den / h, b.den / g, &den))
		return not_a_number;
	return ratio_make(num, den);
}

struct ratio
ratio_div(struct ratio a, struct ratio b)
{
	if (!ratio_ok(b) || b.num == 0)
		return not_a_number;
	return ratio_mul(a, ratio_make(b.den, b.num));
}

static int128
floor_div(int128 num, int128 den)
{
	int128 q = num / den;

	return num % den != 0 && num < 0 ? q - 1 : q;
}

/* What the floor leaves, 0 or more; never by way of a product. */
static int128
floor_rest(int128 num, int128 den)
{
	int128 rest = num % den;

	return rest < 0 ? rest + den : rest;
}

/*
 * Compared by continued fractions: whole parts first, then the reciprocals of
 * what is left, the other way round. Never overflows.
 */
int
ratio_cmp(struct ratio a, struct ratio b)
{
	int sign = 1;

	for (;;) {
		int128 qa = floor_div(a.num, a.den);
		int128 qb = floor_div(b.num, b.den);
		int128 ra = floor_rest(a.num, a.den);
		int128 rb = floor_rest(b.num, b.den);

		if (qa != qb)
			return qa < qb ? -sign : sign;
		if (ra == 0 || rb == 0)
			return ra == rb ? 0 : ra == 0 ? -sign : sign;
		a = (struct ratio){ a.den, ra };
		b = (struct ratio){ b.den, rb };
		sign = -sign;
	}
}

struct ratio
ratio_min(struct ratio a, struct ratio b)
{
	return ratio_cmp(a, b) <= 0 ? a : b;
}

struct ratio
ratio_max(struct ratio a, struct ratio b)
{
	return ratio_cmp(a, b) >= 0 ? a : b;
}

static int128
round_whole(struct ratio a, enum rounding mode)
{
	int128 low = floor_div(a.num, a.den), rest = floor_rest(a.num, a.den);
	int128 other = a.den - rest; /* distance to the integer above */
	bool up = false;

	if (rest == 0)
		return low;
	switch (mode) {
	case ROUND_HALF_UP:
		up = rest > other || (rest == other && a.num > 0);
		break;
	case ROUND_HALF_EVEN:
		up = rest > other || (rest == other && low % 2 != 0);
		break;
	case ROUND_DOWN:
		up = a.num < 0;
		break;
	case ROUND_UP:
		up = a.num > 0;
		break;
	case ROUND_FLOOR:
		break;
	case ROUND_CEIL:
		up = true;
		break;
	}
	return low + up;
}

bool
ratio_round(struct ratio a, enum rounding mode, int64_t *ret_value)
{
	int128 v;

	if (!ratio_ok(a))
		return false;
	v = round_whole(a, mode);
	if (v < INT64_MIN || v > INT64_MAX)
		return false;
	*ret_value = (int64_t)v;
	return true;
}

static struct ratio
power_of_ten(int n)
{
	int128 p = 1;

	for (int i = 0; i < n; i++)
		p *= 10;
	return (struct ratio){ p, 1 };
}

struct ratio
ratio_quantize(struct ratio a, int decimals, enum rounding mode)
{
	struct ratio scale = power_of_ten(decimals);
	struct ratio big = ratio_mul(a, scale);

	if (!ratio_ok(big))
		return not_a_number;
	return ratio_make(round_whole(big, mode), scale.num);
}

bool
ratio_parse(struct str s, struct ratio *ret_value)
{
	bool minus = s.n != 0 && s.p[0] == '-';
	int128 num = 0, den = 1;
	size_t whole, part, at;

	if (s.n != 0 && (s.p[0] == '-' || s.p[0] == '+'))
		s = str_sub(s, 1, s.n);
	whole = str_find(s, '.');
	part = whole < s.n ? s.n - whole - 1 : 0;
	if (whole == 0 || whole > 18 || part > 18 || (whole < s.n && part == 0))
		return false;
	for (at = 0; at < s.n; at++) {
		if (at == whole)
			continue;
		if (s.p[at] < '0' || s.p[at] > '9')
			return false;
		num = num * 10 + (s.p[at] - '0');
		if (at > whole)
			den *= 10;
	}
	*ret_value = ratio_make(minus ? -num : num, den);
	return true;
}

/* Digits of v, at least `least` of them, into the end of out[48]. */
static struct str
digits(char out[48], int128 v, int least)
{
	uint128 rest = magnitude(v);
	size_t at = 48;

	while (rest != 0 || least > 0) {
		out[--at] = (char)('0' + (int)(rest % 10));
		rest /= 10;
		least--;
	}
	return (struct str){ out + at, 48 - at };
}

struct str
ratio_text(struct arena *keep, struct ratio a)
{
	char num[48], den[48];
	struct str n, d;

	if (!ratio_ok(a))
		return STR("no number");
	n = digits(num, a.num, 1);
	d = digits(den, a.den, 1);
	return str_format(keep, "%s%.*s%s%.*s", a.num < 0 ? "-" : "",
	    STR_ARG(n), a.den == 1 ? "" : "/", a.den == 1 ? 0 : (int)d.n, d.p);
}

struct str
ratio_decimal(
    struct arena *keep, struct ratio a, int decimals, enum rounding mode)
{
	struct ratio big = ratio_mul(a, power_of_ten(decimals));
	char text[48];
	struct str d;
	int128 v;

	if (!ratio_ok(big))
		return STR("no number");
	v = round_whole(big, mode);
	d = digits(text, v, decimals + 1);
	return str_format(keep, "%s%.*s%s%.*s", v < 0 ? "-" : "",
	    (int)d.n - decimals, d.p, decimals > 0 ? "." : "", decimals,
	    d.p + d.n - (size_t)decimals);
}
