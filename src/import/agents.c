#include "import/agents.h"

#include <string.h>
#include <sys/random.h>

struct seed
seed_new(void)
{
	struct seed s;
	uint64_t words[sizeof s / 8], w = UINT64_C(0x9e3779b97f4a7c15);

	if (getrandom(&s, sizeof s, GRND_NONBLOCK) == sizeof s)
		return s;
	for (size_t i = 0; i < sizeof s / 8; i++)
		words[i] = w = w * UINT64_C(0x5851f42d4c957f2d) + 1;
	memcpy(&s, words, sizeof s);
	return s;
}

struct agents *
agents_new(struct arena *keep, const struct robot_rules *rules)
{
	struct agents *g = arena_new(keep, struct agents);

	g->seed = seed_new();
	g->rules = rules;
	return g;
}

/* An agent not met before, to stand in `slot`: ask the rules. */
static bool
ask(struct agents *g, struct str agent, uint64_t *slot, uint64_t key)
{
	bool robot = agent.n != 0 && robot_rules_match(g->rules, agent) != NULL;

	/* half full: a log of endless agents must not crowd out the others */
	if (g->n < AGENTS_SLOTS / 2) {
		*slot = (key & ~UINT64_C(1)) | robot;
		g->n++;
	}
	return robot;
}

bool
agents_find(struct agents *g, struct str agent, uint64_t key)
{
	for (size_t i = agents_slot(key);; i = (i + 1) % AGENTS_SLOTS) {
		uint64_t *s = &g->slots[i];

		if ((*s | 1) == key)
			return *s & 1;
		if (*s == 0)
			return ask(g, agent, s, key);
	}
}
