/*
 * agents.h -- which user agents are robots, remembered by hash: logs repeat a
 * few thousand of them millions of times.
 */
#ifndef IMPORT_AGENTS_H
#define IMPORT_AGENTS_H

#include "base/str.h"
#include "import/robot_rules.h"
#include "import/seeded.h"

/* 128 bits of hash; the lowest of `b` is the answer. Both 0: free. */
struct agents_slot {
	uint64_t a, b;
};

enum { AGENTS_SLOTS = 16384 };

struct agents {
	struct seed seed;
	const struct robot_rules *rules;
	size_t n;
	struct agents_slot slots[AGENTS_SLOTS];
};

/* In `keep`; `rules` NULL: those built in. */
struct agents *agents_new(struct arena *keep, const struct robot_rules *rules);

/* An agent not met before: ask the rules. */
bool agents_ask(struct agents *g, struct str agent, struct agents_slot *slot,
    struct seeded key);

static inline bool
agents_robot(struct agents *g, struct str agent)
{
	struct seeded key;
	size_t i;

	if (agent.n == 0)
		return false;
	if (agent.n > ROBOT_AGENT_MAX)
		agent.n = ROBOT_AGENT_MAX;
	key = seeded_text(&g->seed, agent.p, agent.n);
	i = (size_t)key.a & (AGENTS_SLOTS - 1);
	for (;; i = (i + 1) & (AGENTS_SLOTS - 1)) {
		struct agents_slot *s = &g->slots[i];

		if (s->a == key.a && ((s->b ^ key.b) & ~UINT64_C(1)) == 0)
			return s->b & 1;
		if (s->a == 0 && s->b == 0)
			return agents_ask(g, agent, s, key);
	}
}

#endif
