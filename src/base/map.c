#include "base/map.h"

#include <string.h>

struct map_slot {
	struct str key;
	uint64_t hash;
	int64_t value; /* stored plus one, so that zero means empty */
};

static uint64_t
load(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return word;
}

static uint64_t
mixed(uint64_t h, uint64_t word)
{
	h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 32;
}

/*
 * Eight bytes at a time; the last eight may overlap the ones before. Depends on
 * the byte order of the machine, so it must not leave the process.
 */
static uint64_t
hash_of(struct str key)
{
	uint64_t h = key.n, word = 0;
	size_t i = 0;

	if (key.n < sizeof word) {
		while (i < key.n)
			word = word << 8 | (unsigned char)key.p[i++];
		return mixed(mixed(h, word), 0);
	}
	for (; i + sizeof word < key.n; i += sizeof word)
		h = mixed(h, load(key.p + i));
	return mixed(mixed(h, load(key.p + key.n - sizeof word)), 0);
}

static struct map_slot *
slot_of(const struct map *m, struct str key, uint64_t hash)
{
	size_t i = (size_t)(hash >> 20) & (m->cap - 1);

	while (m->slots[i].value != 0 &&
	       (m->slots[i].hash != hash || !str_eq(m->slots[i].key, key)))
		i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

int64_t
map_get(const struct map *m, struct str key)
{
	return m->cap == 0 ? -1 : slot_of(m, key, hash_of(key))->value - 1;
}

static void
grow(struct map *m)
{
	struct map_slot *old = m->slots;
	size_t n = m->cap;

	m->cap = n == 0 ? 64 : n * 2;
	m->slots = arena_array(m->keep, m->cap, sizeof *m->slots);
	for (size_t i = 0; i < n; i++)
		if (old[i].value != 0)
			*slot_of(m, old[i].key, old[i].hash) = old[i];
}

void
map_put(struct map *m, struct str key, int64_t value)
{
	uint64_t hash = hash_of(key);
	struct map_slot *s;

	if (m->n * 3 >= m->cap * 2)
		grow(m);
	s = slot_of(m, key, hash);
	m->n += s->value == 0;
	*s = (struct map_slot){ key, hash, value + 1 };
}
