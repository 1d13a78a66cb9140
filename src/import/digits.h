/*
 * digits.h -- ASCII digits, one and two at a time.
 */
#ifndef IMPORT_DIGITS_H
#define IMPORT_DIGITS_H

#include <stdbool.h>

static inline bool
digit(int c)
{
	return c >= '0' && c <= '9';
}

/* Two of them as a number; -1 when they are none. */
static inline int
digit_two(const char *p)
{
	return digit(p[0]) && digit(p[1]) ? (p[0] - '0') * 10 + p[1] - '0' : -1;
}

/* A hexadecimal one as a number, or -1. */
static inline int
digit_hex(int c)
{
	if (digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
