/*
 * support.h -- what every unit test includes: cmocka and its prerequisites.
 */
#ifndef TESTS_UNIT_SUPPORT_H
#define TESTS_UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

/* A str against a C string, with both shown when they differ. */
#define assert_str(actual, expected)                                           \
	do {                                                                   \
		struct arena str_arena = { 0 };                                \
		assert_string_equal(                                           \
		    str_cstr(&str_arena, (actual)), (expected));               \
		arena_release(&str_arena);                                     \
	} while (0)

/*
 * A small generator for laws that are tried on many values: the same sequence
 * on every machine (xorshift by Marsaglia, 64 bits).
 */
static inline uint64_t
dice(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Evenly enough for tests: an integer in [low, high]. */
static inline int64_t
dice_between(uint64_t *seed, int64_t low, int64_t high)
{
	return low + (int64_t)(dice(seed) % (uint64_t)(high - low + 1));
}

#endif
