/*
 * agents.h -- which user agents are robots, remembered by hash: logs repeat a
 * few thousand of them millions of times.
 */
#ifndef IMPORT_AGENTS_H
#define IMPORT_AGENTS_H

#include "base/str.h"
#include "import/robot_rules.h"
#include "import/seeded.h"

enum { AGENTS_SLOTS = 16384 };

/*
 * 63 bits of a hash whose seed nobody knows, and the answer in the lowest: two
 * agents that share them are not to be expected in the life of this program. 0:
 * free.
 */
struct agents {
	struct seed seed;
	const struct robot_rules *rules;
	size_t n;
	uint64_t slots[AGENTS_SLOTS];
};

/* In `keep`; `rules` NULL: those built in. */
struct agents *agents_new(struct arena *keep, const struct robot_rules *rules);

/* An agent not met before: ask the rules. */
bool agents_ask(
    struct agents *g, struct str agent, uint64_t *slot, uint64_t key);

/* What the agent is remembered by; look it up a while later, it is on its way.
 */
static inline __attribute__((always_inline)) uint64_t
agents_key(const struct agents *g, struct str agent)
{
	uint64_t key;

	if (agent.n > ROBOT_AGENT_MAX)
		agent.n = ROBOT_AGENT_MAX;
	key = seeded_place(seeded_text(&g->seed, agent.p, agent.n)) | 1;
	__builtin_prefetch(&g->slots[key >> 50]);
	return key;
}

static inline __attribute__((always_inline)) bool
agents_robot(struct agents *g, struct str agent, uint64_t key)
{
	size_t i = (size_t)(key >> 50);

	for (;; i = (i + 1) & (AGENTS_SLOTS - 1)) {
		uint64_t s = g->slots[i];

		if ((s | 1) == key)
			return s & 1;
		if (s == 0)
			return agents_ask(g, agent, &g->slots[i], key);
	}
}

#endif
