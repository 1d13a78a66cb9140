#include "import/tally.h"

#include <stdlib.h>
#include <string.h>

#include "import/hash.h"
#include "import/host.h"

/* Spellings of names remembered; beyond, names are normalised every time. */
enum { SPELLINGS = 32768, BLOCK_CELLS = 4096 };

struct spelling {
	struct str text;
	uint64_t hash;
	int32_t site;
};

struct site {
	struct str name; /* lower case */
	int32_t hour;    /* of the cell used last */
	struct tally_cell *cell;
};

struct tally {
	struct arena *scratch;
	struct spelling *spellings;
	size_t n_spellings;
	VEC(struct site) sites;
	struct map names; /* lower case to site */

	/* cells in blocks that never move, and a hash table of them */
	VEC(struct tally_cell *) blocks;
	size_t n_cells;
	struct tally_cell **slots;
	size_t n_slots;
};

struct tally *
tally_new(struct arena *scratch)
{
	struct tally *t = arena_new(scratch, struct tally);

	t->scratch = scratch;
	t->names.keep = scratch;
	t->spellings = arena_array(scratch, SPELLINGS, sizeof *t->spellings);
	t->n_slots = 1024;
	t->slots = arena_array(scratch, t->n_slots, sizeof *t->slots);
	return t;
}

/* A spelling seen for the first time. */
static int32_t
site_of_name(struct tally *t, struct str text)
{
	char lower[HOST_MAX + 1];
	struct str name = { lower, host_name(text, lower) };
	struct site *s;
	int64_t at;

	if (name.n == 0)
		return TALLY_NO_HOST;
	at = map_get(&t->names, name);
	if (at >= 0)
		return (int32_t)at;
	if (t->sites.n >= TALLY_MAX_SITES)
		return TALLY_FULL;
	at = (int64_t)t->sites.n;
	s = vec_push(t->scratch, &t->sites);
	s->name = str_dup(t->scratch, name);
	s->hour = INT32_MIN;
	map_put(&t->names, s->name, at);
	return (int32_t)at;
}

int32_t
tally_site(struct tally *t, struct str name)
{
	uint64_t hash = hash_bytes(name.p, name.n);
	size_t i = (size_t)hash & (SPELLINGS - 1);
	struct spelling *s = &t->spellings[i];
	int32_t site;

	while (s->text.p != NULL) {
		if (s->hash == hash && s->text.n == name.n &&
		    memcmp(s->text.p, name.p, name.n) == 0)
			return s->site;
		i = (i + 1) & (SPELLINGS - 1);
		s = &t->spellings[i];
	}
	site = site_of_name(t, name);
	if (site >= 0 && t->n_spellings < SPELLINGS / 2) {
		*s = (struct spelling){ str_dup(t->scratch, name), hash, site };
		t->n_spellings++;
	}
	return site;
}

static struct tally_cell **
slot_of(const struct tally *t, int32_t site, int32_t hour)
{
	uint64_t key = (uint64_t)(uint32_t)site << 32 | (uint32_t)hour;
	size_t i = (size_t)hash_mix(key + 1, UINT64_C(0x9e3779b97f4a7c15)) &
		   (t->n_slots - 1);

	while (t->slots[i] != NULL &&
	       (t->slots[i]->site != site || t->slots[i]->hour != hour))
		i = (i + 1) & (t->n_slots - 1);
	return &t->slots[i];
}

static void
grow(struct tally *t)
{
	struct tally_cell **old = t->slots;
	size_t n = t->n_slots;

	t->n_slots = n * 2;
	t->slots = arena_array(t->scratch, t->n_slots, sizeof *t->slots);
	for (size_t i = 0; i < n; i++)
		if (old[i] != NULL)
			*slot_of(t, old[i]->site, old[i]->hour) = old[i];
}

static struct tally_cell *
new_cell(struct tally *t)
{
	size_t at = t->n_cells % BLOCK_CELLS;

	if (at == 0)
		*vec_push(t->scratch, &t->blocks) = arena_array(
		    t->scratch, BLOCK_CELLS, sizeof(struct tally_cell));
	t->n_cells++;
	return &t->blocks.v[t->blocks.n - 1][at];
}

struct tally_cell *
tally_at(struct tally *t, int32_t site, int32_t hour, bool *ret_new)
{
	struct site *s = &t->sites.v[site];
	struct tally_cell **slot;

	*ret_new = false;
	if (s->hour == hour && s->cell != NULL)
		return s->cell;
	slot = slot_of(t, site, hour);
	if (*slot == NULL) {
		if (t->n_cells >= TALLY_MAX_CELLS)
			return NULL;
		if (t->n_cells * 2 >= t->n_slots) {
			grow(t);
			slot = slot_of(t, site, hour);
		}
		*slot = new_cell(t);
		(*slot)->site = site;
		(*slot)->hour = hour;
		*ret_new = true;
	}
	s->hour = hour;
	s->cell = *slot;
	return s->cell;
}

/* A site and where it stands in the order of names. */
struct ranked {
	struct str name;
	int32_t site;
};

static int
by_name(const void *a, const void *b)
{
	return str_cmp(
	    ((const struct ranked *)a)->name, ((const struct ranked *)b)->name);
}

static int
by_site_hour(const void *pa, const void *pb)
{
	const struct tally_cell *a = *(struct tally_cell *const *)pa;
	const struct tally_cell *b = *(struct tally_cell *const *)pb;

	if (a->site != b->site)
		return a->site < b->site ? -1 : 1;
	return a->hour < b->hour ? -1 : a->hour > b->hour;
}

/* Number the sites by name; the names in that order live in `keep`. */
static struct str *
rank_sites(struct tally *t, struct arena *keep)
{
	size_t n = t->sites.n;
	struct ranked *order = arena_array(t->scratch, n + 1, sizeof *order);
	struct str *names = arena_array(keep, n + 1, sizeof *names);
	int32_t *rank = arena_array(t->scratch, n + 1, sizeof *rank);

	for (size_t i = 0; i < n; i++)
		order[i] = (struct ranked){ t->sites.v[i].name, (int32_t)i };
	qsort(order, n, sizeof *order, by_name);
	for (size_t i = 0; i < n; i++) {
		names[i] = str_dup(keep, order[i].name);
		rank[order[i].site] = (int32_t)i;
	}
	for (size_t i = 0; i < t->n_slots; i++)
		if (t->slots[i] != NULL)
			t->slots[i]->site = rank[t->slots[i]->site];
	return names;
}

void
tally_finish(struct tally *t, struct arena *keep, struct batch *batch)
{
	struct str *names = rank_sites(t, keep);
	struct traffic_cell *out =
	    arena_array(keep, t->n_cells + 1, sizeof *out);
	size_t n = 0;

	/* the hash table has served; close its gaps and sort it */
	for (size_t i = 0; i < t->n_slots; i++)
		if (t->slots[i] != NULL)
			t->slots[n++] = t->slots[i];
	qsort(t->slots, n, sizeof *t->slots, by_site_hour);
	for (size_t i = 0; i < n; i++) {
		const struct tally_cell *c = t->slots[i];

		out[i].site = names[c->site];
		out[i].counts = (struct traffic){
			.at = c->hour * MS_HOUR,
			.hits = c->hits,
			.views = c->views,
			.errors = c->errors,
			.bytes = c->bytes,
		};
	}
	batch->traffic.v = out;
	batch->traffic.n = batch->traffic.cap = n;
}
