/*
 * map.h -- text to number: a hash table in an arena.
 *
 * Keys are borrowed, not copied. Iteration order is the caller's business: keep
 * an array beside it and store indices here.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map_slot;

/* Start with { .keep = arena }. */
struct map {
	struct arena *keep;
	struct map_slot *slots;
	size_t n, cap;
};

/* The value of `key`, or -1. Values are never negative. */
int64_t map_get(const struct map *m, struct str key);
/* Insert or replace. */
void map_put(struct map *m, struct str key, int64_t value);

#endif
