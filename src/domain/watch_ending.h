/*
 * watch_ending.h -- what will end by itself, the first of it first: the heap of
 * watch.c, and nobody else's.
 */
#ifndef DOMAIN_WATCH_ENDING_H
#define DOMAIN_WATCH_ENDING_H

#include "domain/watch.h"

/* The end of a span, or of the time for which a sample speaks. */
struct watch_ending {
	int64_t at, turn;
	int32_t subject;
	int32_t state; /* of the span; -1: a sample */
};

void watch_ending_push(struct watch *w, struct watch_ending e);
/* There must be one: w->endings.v[0]. */
struct watch_ending watch_ending_pop(struct watch *w);

#endif
