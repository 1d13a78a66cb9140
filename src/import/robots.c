#include "import/robots.h"

#include <string.h>

#include "import/hash.h"

enum { SLOTS = 16384 };

struct robots_slot {
	struct str agent;
	bool robot;
};

bool
robots_agent(struct robots *r, struct str agent)
{
	struct robots_slot *s;
	size_t i;

	if (agent.n == 0)
		return false;
	if (agent.n > ROBOT_AGENT_MAX)
		return robot_rules_match(r->rules, agent) != NULL;
	if (r->slots == NULL)
		r->slots = arena_array(r->keep, SLOTS, sizeof *r->slots);
	i = (size_t)hash_bytes(agent.p, agent.n) & (SLOTS - 1);
	for (; r->slots[i].agent.p != NULL; i = (i + 1) & (SLOTS - 1)) {
		s = &r->slots[i];
		if (s->agent.n == agent.n &&
		    memcmp(s->agent.p, agent.p, agent.n) == 0)
			return s->robot;
	}
	/* half full: a log with endless agents must not fill memory */
	if (r->n >= SLOTS / 2)
		return robot_rules_match(r->rules, agent) != NULL;
	s = &r->slots[i];
	s->agent = str_dup(r->keep, agent);
	s->robot = robot_rules_match(r->rules, agent) != NULL;
	r->n++;
	return s->robot;
}
