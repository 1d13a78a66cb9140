/*
 * robots.h -- user agents that are no people.
 */
#ifndef IMPORT_ROBOTS_H
#define IMPORT_ROBOTS_H

#include "base/str.h"

/* By the words well-known robots, monitors and tools put into their name. */
bool robot_agent(struct str agent);

/*
 * The same with a memory: logs repeat a few thousand agents millions of times.
 * Start with { .keep = arena }.
 */
struct robots {
	struct arena *keep;
	struct robots_slot *slots;
	size_t n;
};

bool robots_agent(struct robots *r, struct str agent);

#endif
