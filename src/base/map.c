#include "base/map.h"

#include "base/hash.h"

struct map_slot {
	struct str key;
	uint64_t hash;
	int64_t value; /* stored plus one, so that zero means empty */
};

/* The last eight bytes may overlap the ones before. */
static uint64_t
hash_of(struct str key)
{
	uint64_t h = key.n, word = 0;
	size_t i = 0;

	if (key.n < sizeof word) {
		while (i < key.n)
			word = word << 8 | (unsigned char)key.p[i++];
		return hash_mix(h ^ word, HASH_GOLDEN);
	}
	for (; i + sizeof word < key.n; i += sizeof word)
		h = hash_mix(h ^ hash_word(key.p + i), HASH_GOLDEN);
	word = hash_word(key.p + key.n - sizeof word);
	return hash_mix(h ^ word, HASH_GOLDEN);
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
