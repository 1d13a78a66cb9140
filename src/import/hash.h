/*
 * hash.h -- a fast hash of short byte strings, for tables inside one run.
 */
#ifndef IMPORT_HASH_H
#define IMPORT_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

__extension__ typedef unsigned __int128 hash_wide;

static inline uint64_t
hash_mix(uint64_t a, uint64_t b)
{
	hash_wide m = (hash_wide)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* Eight bytes at a time; the tail is read as an overlapping word. */
static inline uint64_t
hash_bytes(const char *p, size_t n)
{
	uint64_t h = (uint64_t)n ^ UINT64_C(0x9e3779b97f4a7c15), w = 0;
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		memcpy(&w, p + i, 8);
		h = hash_mix(h ^ w, UINT64_C(0xd6e8feb86659fd93));
	}
	w = 0;
	if (n >= 8) {
		memcpy(&w, p + n - 8, 8);
	} else {
		for (size_t k = 0; k < n; k++)
			w = w << 8 | (unsigned char)p[k];
	}
	return hash_mix(h ^ w, UINT64_C(0xa0761d6478bd642f));
}

#endif
