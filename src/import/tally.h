/*
 * tally.h -- counters per site and bin of time, as a log brings them.
 *
 * A few bins of time are open at once; in each, every site has one cell. A line
 * of another time closes the bin that was opened first. So a log in rough order
 * of time costs little, and one in no order at all is counted just as well.
 * Memory grows with sites and cells, never with lines.
 */
#ifndef IMPORT_TALLY_H
#define IMPORT_TALLY_H

#include "import/cells.h"
#include "import/rollup.h"
#include "import/seeded.h"

/* More distinct sites than this in one file are no sites. */
#define TALLY_MAX_SITES 1000000
#define TALLY_MAX_CELLS ((size_t)32 << 20)

/* Names up to this length are compared as four words. */
enum { TALLY_HEAD = 32 };

/* A name as it was written, and the site it means. */
struct tally_name {
	uint64_t head[TALLY_HEAD / 8]; /* of its bytes, filled up with zeros */
	const char *p;
	uint32_t n;
	uint32_t site;
};

/* An open bin: cells of the sites that have one; of[site] is 1 + its place. */
struct tally_bin {
	uint32_t at, length; /* minutes */
	uint32_t bits;       /* CELL_MINUTE or 0 */
	struct cell *v;
	uint32_t n, cap;
	uint32_t *of;
	uint32_t n_of;
};

enum { TALLY_BINS = 4 };

struct tally {
	struct arena keep; /* names */
	struct seed seed;
	VEC(struct tally_name) names;
	VEC(struct str) sites; /* lower case, by number */
	uint32_t *slots;       /* hash table of 1 + places in names */
	size_t n_slots, aliases;

	struct tally_bin bin[TALLY_BINS], *open;
	unsigned oldest;
	int64_t lines; /* since the bins were closed last, about */
	struct cells cells;
	size_t compact_at;
	bool full;
	const int64_t *minute_days;
	size_t n_minute_days;
};

/* `minute_days` (UTC days, rising) are counted by minute; may be NULL. */
struct tally *tally_new(const int64_t *minute_days, size_t n_minute_days);
void tally_free(struct tally *t); /* NULL is fine */

/*
 * The number of a site by its name as written, whatever the case. Negative: not
 * a host name (TALLY_NO_HOST), or one site too many (TALLY_FULL).
 */
enum { TALLY_NO_HOST = -1, TALLY_FULL = -2 };
int32_t tally_site(struct tally *t, struct str name);

/* In lower case, as long as the tally lives. */
static inline struct str
tally_name(const struct tally *t, int32_t site)
{
	return t->sites.v[site];
}

static inline bool
tally_same_head(const uint64_t *a, const uint64_t *b)
{
	return ((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) |
		   (a[3] ^ b[3])) == 0;
}

/*
 * The same of a name met before, or negative. TALLY_HEAD bytes may be read from
 * `p` on, however short the name is.
 */
static inline __attribute__((always_inline)) int32_t
tally_known(const struct tally *t, const char *p, size_t n)
{
	static const unsigned char ones[2 * TALLY_HEAD] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, /* 8 */
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, /* 16 */
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, /* 24 */
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, /* 32 */
	};
	uint64_t head[TALLY_HEAD / 8], mask[TALLY_HEAD / 8];
	struct seeded h = { t->seed.word[0] ^ n, t->seed.word[1] + n };
	size_t i;

	memcpy(head, p, sizeof head);
	if (n < TALLY_HEAD) {
		memcpy(mask, ones + TALLY_HEAD - n, sizeof mask);
		for (i = 0; i < TALLY_HEAD / 8; i++)
			head[i] &= mask[i];
		seeded_block(&h, &t->seed, (const char *)head);
	} else {
		h = seeded_text(&t->seed, p, n);
	}
	i = (size_t)seeded_place(h) & (t->n_slots - 1);
	for (; t->slots[i] != 0; i = (i + 1) & (t->n_slots - 1)) {
		const struct tally_name *name = &t->names.v[t->slots[i] - 1];

		if (name->n == n && tally_same_head(name->head, head) &&
		    (n <= TALLY_HEAD || memcmp(name->p, p, n) == 0))
			return (int32_t)name->site;
	}
	return TALLY_NO_HOST;
}

/* A bin that is not the one used last. */
void tally_turn(struct tally *t, uint32_t minute);
struct cell *tally_fresh(struct tally_bin *b, uint32_t site);

/*
 * The counters of a site in a minute since 1970; borrowed until the next call.
 */
static inline __attribute__((always_inline)) struct cell *
tally_cell(struct tally *t, int32_t site, uint32_t minute)
{
	struct tally_bin *b;
	uint32_t i;

	if (minute - t->open->at >= t->open->length)
		tally_turn(t, minute);
	b = t->open;
	i = (uint32_t)site < b->n_of ? b->of[site] : 0;
	return i != 0 ? &b->v[i - 1] : tally_fresh(b, (uint32_t)site);
}

/*
 * After every so many lines: keeps the counters of open bins far from their
 * bounds. False: too many cells for one file.
 */
bool tally_pause(struct tally *t, int64_t lines);

/* A ready counter of an hour, or of the local day that begins at `at`. */
void tally_add(struct tally *t, int32_t site, int64_t step_ms, int64_t at,
    const struct traffic *counts);

/* Add what `more` has counted; empties it. False: too many sites. */
bool tally_join(struct tally *t, struct tally *more);

/* What was counted; the tally is empty afterwards. NULL: too many cells. */
struct rollup *tally_finish(struct tally *t);

#endif
