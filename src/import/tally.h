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
#include "import/wide.h"

/* More distinct sites than this in one file are no sites. */
#define TALLY_MAX_SITES 1000000
#define TALLY_MAX_CELLS ((size_t)32 << 20)

/* A name as it was written, and the site it means. */
struct tally_name {
	char head[WIDE_BYTES]; /* shorter ones whole, filled up with zeros */
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

/* The hash of a name shorter than its head. */
WIDE uint64_t
tally_head_hash(const struct tally *t, const char *head, size_t n)
{
	struct seeded h = seeded_start(&t->seed, 0, n);
	struct seeded more = seeded_start(&t->seed, 1, n);

	seeded_block(&h, &t->seed, head);
	seeded_block(&more, &t->seed, head + WIDE_BYTES / 2);
	seeded_add(&h, more);
	return seeded_place(h);
}

/*
 * The same of a name met before and shorter than WIDE_BYTES, or negative. So
 * many bytes may be read from `p` on, however short the name is.
 */
WIDE int32_t
tally_known(const struct tally *t, const char *p, size_t n)
{
	char head[WIDE_BYTES];
	size_t i;

	wide_first(p, n, head);
	i = (size_t)tally_head_hash(t, head, n) & (t->n_slots - 1);
	for (; t->slots[i] != 0; i = (i + 1) & (t->n_slots - 1)) {
		const struct tally_name *name = &t->names.v[t->slots[i] - 1];

		if ((name->n == n) & wide_same(name->head, head))
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
