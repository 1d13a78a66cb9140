#include "import/given.h"

#include <string.h>

#include "base/hash.h"

struct row {
	int32_t site;
	int64_t step_ms;
	struct traffic counts;
	struct row *next; /* of those with the same hash */
};

struct given {
	struct arena *scratch;
	struct tally *tally;
	struct row **slots;
	size_t n, n_slots;
};

struct given *
given_new(struct arena *scratch)
{
	struct given *g = arena_new(scratch, struct given);

	g->scratch = scratch;
	g->tally = tally_new(NULL, 0);
	g->n_slots = 1024;
	g->slots = arena_array(scratch, g->n_slots, sizeof *g->slots);
	return g;
}

struct tally *
given_tally(struct given *g)
{
	return g->tally;
}

static size_t
slot_of(const struct given *g, int32_t site, int64_t at)
{
	uint64_t key = (uint64_t)at ^ (uint64_t)(uint32_t)site << 40;

	return (size_t)hash_mix(key + 1, HASH_GOLDEN) & (g->n_slots - 1);
}

static void
grow(struct given *g)
{
	struct row **old = g->slots;
	size_t n = g->n_slots;

	g->n_slots = n * 2;
	g->slots = arena_array(g->scratch, g->n_slots, sizeof *g->slots);
	for (size_t i = 0; i < n; i++)
		for (struct row *r = old[i], *next; r != NULL; r = next) {
			size_t to = slot_of(g, r->site, r->counts.at);

			next = r->next;
			r->next = g->slots[to];
			g->slots[to] = r;
		}
}

enum given_what
given_row(struct given *g, int32_t site, int64_t step_ms,
    const struct traffic *counts)
{
	size_t i = slot_of(g, site, counts->at);
	struct row *r;

	for (r = g->slots[i]; r != NULL; r = r->next)
		if (r->site == site && r->step_ms == step_ms &&
		    r->counts.at == counts->at)
			return memcmp(&r->counts, counts, sizeof *counts) == 0
				   ? GIVEN_AGAIN
				   : GIVEN_OTHER;
	if (g->n >= TALLY_MAX_CELLS / 8)
		return GIVEN_FULL;
	if (g->n >= g->n_slots) {
		grow(g);
		i = slot_of(g, site, counts->at);
	}
	r = arena_new(g->scratch, struct row);
	*r = (struct row){ site, step_ms, *counts, g->slots[i] };
	g->slots[i] = r;
	g->n++;
	return GIVEN_NEW;
}

struct tally *
given_finish(struct given *g)
{
	struct tally *t = g->tally;

	for (size_t i = 0; i < g->n_slots; i++)
		for (struct row *r = g->slots[i]; r != NULL; r = r->next)
			tally_add(
			    t, r->site, r->step_ms, r->counts.at, &r->counts);
	g->tally = NULL;
	return t;
}

void
given_drop(struct given *g)
{
	if (g != NULL)
		tally_free(g->tally);
}
