#include "import/agents.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

struct seed
seed_new(void)
{
	struct seed s;
	uint64_t words[sizeof s / 8], w = HASH_GOLDEN;

	if (getrandom(&s, sizeof s, GRND_NONBLOCK) == sizeof s)
		return s;
	for (size_t i = 0; i < sizeof s / 8; i++)
		words[i] = w = w * UINT64_C(0x5851f42d4c957f2d) + 1;
	memcpy(&s, words, sizeof s);
	return s;
}

struct agents_shelf {
	pthread_mutex_t lock;
	struct agents *first;
};

struct agents_shelf *
agents_shelf_new(void)
{
	struct agents_shelf *s = calloc(1, sizeof *s);

	if (s == NULL)
		arena_exhausted();
	pthread_mutex_init(&s->lock, NULL);
	return s;
}

void
agents_shelf_free(struct agents_shelf *s)
{
	struct agents *g;

	while ((g = s->first) != NULL) {
		s->first = g->next;
		free(g);
	}
	pthread_mutex_destroy(&s->lock);
	free(s);
}

static struct agents *
from_shelf(struct agents_shelf *s, const struct robot_rules *rules)
{
	struct agents *g, **at;

	pthread_mutex_lock(&s->lock);
	for (at = &s->first; (g = *at) != NULL; at = &g->next)
		if (g->rules == rules) {
			*at = g->next;
			break;
		}
	pthread_mutex_unlock(&s->lock);
	return g;
}

struct agents *
agents_take(struct agents_shelf *s, const struct robot_rules *rules)
{
	struct agents *g = s == NULL ? NULL : from_shelf(s, rules);

	if (g != NULL)
		return g;
	g = calloc(1, sizeof *g);
	if (g == NULL)
		arena_exhausted();
	g->seed = seed_new();
	g->rules = rules;
	return g;
}

void
agents_give(struct agents_shelf *s, struct agents *g)
{
	if (s == NULL || g == NULL) {
		free(g);
		return;
	}
	pthread_mutex_lock(&s->lock);
	g->next = s->first;
	s->first = g;
	pthread_mutex_unlock(&s->lock);
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
