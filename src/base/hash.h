/*
 * hash.h -- what hash tables of one run mix their keys with: eight bytes at a
 * time, in the byte order of the machine. Never stored.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>
#include <string.h>

__extension__ typedef unsigned __int128 hash_wide;

#define HASH_GOLDEN UINT64_C(0x9e3779b97f4a7c15)

static inline uint64_t
hash_mix(uint64_t a, uint64_t b)
{
	hash_wide m = (hash_wide)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* The eight bytes at `p`. */
static inline __attribute__((always_inline)) uint64_t
hash_word(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

#endif
