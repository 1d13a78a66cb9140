/*
 * robots.h -- user agents that are no people.
 */
#ifndef IMPORT_ROBOTS_H
#define IMPORT_ROBOTS_H

#include "import/robot_rules.h"

/*
 * Matching with a memory: logs repeat a few thousand agents millions of times.
 * Start with { .keep = arena, .rules = those of the case or NULL }.
 */
struct robots {
	struct arena *keep;
	const struct robot_rules *rules;
	struct robots_slot *slots;
	size_t n;
};

bool robots_agent(struct robots *r, struct str agent);

#endif
