#include "import/agents.h"

#include <sys/random.h>

struct seed
seed_new(void)
{
	struct seed s;

	if (getrandom(&s, sizeof s, GRND_NONBLOCK) != sizeof s)
		s = (struct seed){ { UINT64_C(0x9e3779b97f4a7c15),
		    UINT64_C(0xd6e8feb86659fd93), UINT64_C(0xa0761d6478bd642f),
		    UINT64_C(0xe7037ed1a0b428db) } };
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
