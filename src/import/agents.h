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
	struct agents *next; /* on the shelf */
	size_t n;
	uint64_t slots[AGENTS_SLOTS];
};

/*
 * What was learned from one log helps with the next: tables nobody uses lie on
 * a shelf that threads share. Rules live longer than the shelf.
 */
struct agents_shelf;
struct agents_shelf *agents_shelf_new(void);
void agents_shelf_free(struct agents_shelf *s);

/* One of the shelf by these rules (NULL: those built in), or a new one; a NULL
 * shelf has none, and keeps none. */
struct agents *agents_take(
    struct agents_shelf *s, const struct robot_rules *rules);
void agents_give(struct agents_shelf *s, struct agents *g); /* g may be NULL */

static inline size_t
agents_slot(uint64_t key)
{
	return (size_t)(key >> 50);
}

/* agents_robot() of any agent, also one not met before. */
bool agents_find(struct agents *g, struct str agent, uint64_t key);

/* What the agent is remembered by. */
static inline __attribute__((always_inline)) uint64_t
agents_key(const struct agents *g, struct str agent)
{
	if (agent.n > ROBOT_AGENT_MAX)
		agent.n = ROBOT_AGENT_MAX;
	return seeded_place(seeded_text(&g->seed, agent.p, agent.n)) | 1;
}

/* It stands in one of two slots nearly always; which one is not guessed. */
static inline __attribute__((always_inline)) bool
agents_robot(struct agents *g, struct str agent, uint64_t key)
{
	size_t i = agents_slot(key);
	uint64_t a = g->slots[i], b = g->slots[(i + 1) % AGENTS_SLOTS];
	uint64_t first = 0 - (uint64_t)((a | 1) == key);
	uint64_t s = (a & first) | (b & ~first);

	if ((s | 1) == key)
		return s & 1;
	return agents_find(g, agent, key);
}

#endif
