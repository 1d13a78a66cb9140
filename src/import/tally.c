#include "import/tally.h"

#include <stdlib.h>
#include <string.h>

#include "import/host.h"

enum {
	ALIASES = 32768, /* spellings remembered beside the sites */
	FIRST_SLOTS = 4096,
	FIRST_CELLS = 256,
	FIRST_COMPACT = 1 << 20
};

/* Long before a counter of 32 bits is full. */
#define PAUSE_LINES (INT64_C(1) << 30)

struct tally *
tally_new(const int64_t *minute_days, size_t n_minute_days)
{
	struct tally *t = calloc(1, sizeof *t);

	if (t == NULL)
		arena_exhausted();
	t->seed = seed_new();
	t->n_slots = FIRST_SLOTS;
	t->slots = calloc(t->n_slots, sizeof *t->slots);
	if (t->slots == NULL)
		arena_exhausted();
	t->open = t->bin;
	t->compact_at = FIRST_COMPACT;
	t->minute_days = minute_days;
	t->n_minute_days = n_minute_days;
	return t;
}

void
tally_free(struct tally *t)
{
	if (t == NULL)
		return;
	for (int i = 0; i < TALLY_BINS; i++) {
		free(t->bin[i].v);
		free(t->bin[i].of);
	}
	free(t->slots);
	cells_release(&t->cells);
	arena_release(&t->keep);
	free(t);
}

/* ---- sites
 * ----------------------------------------------------------------------- */

static size_t
hash_of(const struct tally *t, const struct tally_name *name)
{
	if (name->n < sizeof name->head)
		return (size_t)tally_head_hash(t, name->head, name->n);
	return (size_t)seeded_place(seeded_text(&t->seed, name->p, name->n));
}

static bool
same(const struct tally_name *a, const struct tally_name *b)
{
	return a->n == b->n && memcmp(a->head, b->head, sizeof a->head) == 0 &&
	       (a->n < sizeof a->head || memcmp(a->p, b->p, a->n) == 0);
}

/* Where the name stands in the table, or would. */
static uint32_t *
slot_of(const struct tally *t, const struct tally_name *name)
{
	size_t i = hash_of(t, name) & (t->n_slots - 1);

	while (t->slots[i] != 0 && !same(&t->names.v[t->slots[i] - 1], name))
		i = (i + 1) & (t->n_slots - 1);
	return &t->slots[i];
}

static void
remember(struct tally *t, const struct tally_name *name)
{
	if ((t->names.n + 1) * 2 > t->n_slots) {
		free(t->slots);
		t->n_slots *= 2;
		t->slots = calloc(t->n_slots, sizeof *t->slots);
		if (t->slots == NULL)
			arena_exhausted();
		for (size_t i = 0; i < t->names.n; i++)
			*slot_of(t, &t->names.v[i]) = (uint32_t)i + 1;
	}
	*vec_push(&t->keep, &t->names) = *name;
	*slot_of(t, name) = (uint32_t)t->names.n;
}

static struct tally_name
name_of(struct str text)
{
	struct tally_name name = { .p = text.p, .n = (uint32_t)text.n };

	memcpy(name.head, text.p,
	    text.n < sizeof name.head ? text.n : sizeof name.head);
	return name;
}

/* A name in lower case. */
static int32_t
site_of_host(struct tally *t, struct str host)
{
	struct tally_name name = name_of(host);
	uint32_t place = *slot_of(t, &name);

	if (place != 0)
		return (int32_t)t->names.v[place - 1].site;
	if (t->sites.n >= TALLY_MAX_SITES)
		return TALLY_FULL;
	host = str_dup(&t->keep, host);
	name.p = host.p;
	name.site = (uint32_t)t->sites.n;
	*vec_push(&t->keep, &t->sites) = host;
	remember(t, &name);
	return (int32_t)name.site;
}

int32_t
tally_site(struct tally *t, struct str text)
{
	char lower[HOST_MAX + 1];
	struct tally_name name;
	struct str host = { lower, 0 };
	uint32_t place;
	int32_t site;

	if (text.n == 0 || text.n > HOST_MAX + 1)
		return TALLY_NO_HOST;
	name = name_of(text);
	place = *slot_of(t, &name);
	if (place != 0)
		return (int32_t)t->names.v[place - 1].site;
	host.n = host_name(text, lower);
	if (host.n == 0)
		return TALLY_NO_HOST;
	site = site_of_host(t, host);
	if (site < 0 || str_eq(host, text) || t->aliases >= ALIASES)
		return site;
	t->aliases++;
	name.p = str_dup(&t->keep, text).p;
	name.site = (uint32_t)site;
	remember(t, &name);
	return site;
}

/* ---- bins
 * ------------------------------------------------------------------------ */

static void
close_bin(struct tally *t, struct tally_bin *b)
{
	if (b->n != 0)
		cells_append(&t->cells, b->v, b->n);
	for (uint32_t i = 0; i < b->n; i++)
		b->of[b->v[i].site & CELL_SITE] = 0;
	b->n = b->length = 0;
	if (t->cells.n < t->compact_at)
		return;
	cells_compact(&t->cells);
	if (t->cells.n > TALLY_MAX_CELLS) {
		t->full = true;
		cells_release(&t->cells);
	}
	t->compact_at =
	    t->cells.n * 2 > FIRST_COMPACT ? t->cells.n * 2 : FIRST_COMPACT;
}

static bool
by_minute(const struct tally *t, int64_t day)
{
	size_t from = 0, to = t->n_minute_days;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (t->minute_days[mid] == day)
			return true;
		if (t->minute_days[mid] < day)
			from = mid + 1;
		else
			to = mid;
	}
	return false;
}

void
tally_turn(struct tally *t, uint32_t minute)
{
	struct tally_bin *b;

	for (int i = 0; i < TALLY_BINS; i++) {
		b = &t->bin[i];
		if (minute - b->at < b->length) {
			t->open = b;
			return;
		}
	}
	b = &t->bin[t->oldest];
	t->oldest = (t->oldest + 1) % TALLY_BINS;
	close_bin(t, b);
	b->bits = by_minute(t, minute / (24 * 60)) ? CELL_MINUTE : 0;
	b->length = b->bits != 0 ? 1 : 60;
	b->at = minute - minute % b->length;
	t->open = b;
}

/* Twice the room, and what is new in it zero. */
static void *
wider(void *old, uint32_t n, uint32_t cap, size_t size)
{
	char *v = realloc(old, cap * size);

	if (v == NULL)
		arena_exhausted();
	memset(v + n * size, 0, (cap - n) * size);
	return v;
}

struct cell *
tally_fresh(struct tally_bin *b, uint32_t site)
{
	struct cell *c;

	if (site >= b->n_of) {
		uint32_t n = b->n_of != 0 ? b->n_of : FIRST_CELLS;

		while (n <= site)
			n *= 2;
		b->of = wider(b->of, b->n_of, n, sizeof *b->of);
		b->n_of = n;
	}
	if (b->n == b->cap) {
		uint32_t n = b->cap != 0 ? b->cap * 2 : FIRST_CELLS;

		b->v = wider(b->v, b->cap, n, sizeof *b->v);
		b->cap = n;
	}
	b->of[site] = ++b->n;
	c = &b->v[b->n - 1];
	*c = (struct cell){ .site = site | b->bits, .at = b->at };
	return c;
}

static void
close_all(struct tally *t)
{
	for (int i = 0; i < TALLY_BINS; i++)
		close_bin(t, &t->bin[i]);
	t->open = t->bin;
	t->lines = 0;
}

bool
tally_pause(struct tally *t, int64_t lines)
{
	t->lines += lines;
	if (t->lines > PAUSE_LINES)
		close_all(t);
	return !t->full;
}

void
tally_add(struct tally *t, int32_t site, int64_t step_ms, int64_t at,
    const struct traffic *counts)
{
	uint32_t bits = step_ms == MS_DAY      ? CELL_DAY
			: step_ms == MS_MINUTE ? CELL_MINUTE
					       : 0;

	cells_append_wide(&t->cells, (uint32_t)site | bits,
	    (uint32_t)(at / MS_MINUTE), counts);
}

/* ---- the end
 * --------------------------------------------------------------------- */

bool
tally_join(struct tally *t, struct tally *more)
{
	uint32_t *to = malloc((more->sites.n + 1) * sizeof *to);
	bool fits = true;

	if (to == NULL)
		arena_exhausted();
	close_all(more);
	close_all(t);
	for (size_t i = 0; i < more->sites.n && fits; i++) {
		int32_t site = site_of_host(t, more->sites.v[i]);

		fits = site >= 0;
		to[i] = fits ? (uint32_t)site : 0;
	}
	t->full |= more->full;
	if (fits)
		cells_join(&t->cells, &more->cells, to);
	free(to);
	return fits;
}

/* A site and where it stands in the order of names. */
struct ranked {
	struct str name;
	uint32_t site;
};

static int
by_name(const void *a, const void *b)
{
	return str_cmp(
	    ((const struct ranked *)a)->name, ((const struct ranked *)b)->name);
}

/* Number the sites by name; the names in that order go to the rollup. */
static uint32_t *
rank_sites(const struct tally *t, struct rollup *r)
{
	size_t n = t->sites.n;
	struct ranked *order = malloc((n + 1) * sizeof *order);
	uint32_t *rank = malloc((n + 1) * sizeof *rank);

	if (order == NULL || rank == NULL)
		arena_exhausted();
	for (size_t i = 0; i < n; i++)
		order[i] = (struct ranked){ t->sites.v[i], (uint32_t)i };
	if (n != 0)
		qsort(order, n, sizeof *order, by_name);
	for (size_t i = 0; i < n; i++)
		rank[order[i].site] = (uint32_t)i;
	rollup_take_names(r, t->sites.v, n);
	free(order);
	return rank;
}

struct rollup *
tally_finish(struct tally *t)
{
	struct rollup *r;
	uint32_t *rank;

	close_all(t);
	if (t->full)
		return NULL;
	r = rollup_new();
	rank = rank_sites(t, r);
	rollup_take_cells(r, &t->cells, rank);
	free(rank);
	return r;
}
