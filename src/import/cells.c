#include "import/cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "domain/counters.h"

/* What is sorted in place of the cells; `at` is the place of the cell. */
struct pick {
	uint32_t rank, time, at;
};

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, FIRST_ROOM = 4096 };

static void *
room(void *old, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap != 0 ? *cap : FIRST_ROOM;

	if (n <= *cap)
		return old;
	while (more < n)
		more *= 2;
	old = realloc(old, more * size);
	if (old == NULL)
		arena_exhausted();
	*cap = more;
	return old;
}

void
cells_release(struct cells *c)
{
	free(c->v);
	free(c->wide);
	*c = (struct cells){ 0 };
}

void
cells_append(struct cells *c, const struct cell *v, size_t n)
{
	c->v = room(c->v, c->n + n, &c->cap, sizeof *c->v);
	for (size_t i = 0; i < n; i++) {
		c->v[c->n + i] = v[i];
		c->v[c->n + i].n[CELL_REST] = 0;
	}
	c->n += n;
}

static bool
fits(const struct traffic *t)
{
	return t->hits <= UINT32_MAX && t->views <= UINT32_MAX &&
	       t->errors <= UINT32_MAX && t->robots <= UINT32_MAX &&
	       t->redirects <= UINT32_MAX && t->client_errors <= UINT32_MAX &&
	       t->visits <= UINT32_MAX;
}

/* Write counters into a cell, beside it when they are too large. */
static void
put(struct cells *c, struct cell *to, const struct traffic *t)
{
	to->bytes = t->bytes;
	to->n[CELL_HITS] = (uint32_t)t->hits;
	to->n[CELL_VIEWS] = (uint32_t)t->views;
	to->n[CELL_ERRORS] = (uint32_t)t->errors;
	to->n[CELL_ROBOTS] = (uint32_t)t->robots;
	to->n[CELL_REDIRECTS] = (uint32_t)t->redirects;
	to->n[CELL_CLIENT_ERRORS] = (uint32_t)t->client_errors;
	to->n[CELL_VISITS] = (uint32_t)t->visits;
	if (fits(t))
		return;
	if (to->n[CELL_REST] == 0) {
		c->wide =
		    room(c->wide, c->n_wide + 1, &c->cap_wide, sizeof *c->wide);
		to->n[CELL_REST] = (uint32_t)++c->n_wide;
	}
	c->wide[to->n[CELL_REST] - 1] = *t;
}

void
cells_append_wide(
    struct cells *c, uint32_t site, uint32_t at, const struct traffic *counts)
{
	struct cell *to;

	c->v = room(c->v, c->n + 1, &c->cap, sizeof *c->v);
	to = &c->v[c->n++];
	*to = (struct cell){ .site = site, .at = at };
	put(c, to, counts);
}

void
cells_get(const struct cells *c, const struct cell *one, struct traffic *ret)
{
	if (one->n[CELL_REST] != 0)
		*ret = c->wide[one->n[CELL_REST] - 1];
	else
		*ret = (struct traffic){ .hits = one->n[CELL_HITS],
			.views = one->n[CELL_VIEWS],
			.errors = one->n[CELL_ERRORS],
			.robots = one->n[CELL_ROBOTS],
			.redirects = one->n[CELL_REDIRECTS],
			.client_errors = one->n[CELL_CLIENT_ERRORS],
			.visits = one->n[CELL_VISITS],
			.bytes = one->bytes };
	ret->at = (int64_t)one->at * MS_MINUTE;
}

void
cells_join(struct cells *c, struct cells *more, const uint32_t *to)
{
	size_t n = c->n;

	if (more->n != 0)
		cells_append(c, more->v, more->n);
	for (size_t i = 0; i < more->n; i++) {
		struct cell *one = &c->v[n + i];
		uint32_t wide = more->v[i].n[CELL_REST];
		struct traffic t;

		one->site =
		    to[one->site & CELL_SITE] | (one->site & ~CELL_SITE);
		if (wide != 0) {
			t = more->wide[wide - 1];
			put(c, one, &t);
		}
	}
	cells_release(more);
}

/* ---- order
 * ----------------------------------------------------------------------- */

static uint32_t
digit(const struct pick *p, bool by_rank, int shift)
{
	return ((by_rank ? p->rank : p->time) >> shift) & (DIGITS - 1);
}

/* One stable pass; false when it would change nothing. */
static bool
pass(
    const struct pick *from, struct pick *to, size_t n, bool by_rank, int shift)
{
	size_t start[DIGITS] = { 0 }, sum = 0;

	for (size_t i = 0; i < n; i++)
		start[digit(&from[i], by_rank, shift)]++;
	for (size_t d = 0; d < DIGITS; d++) {
		size_t here = start[d];

		if (here == n)
			return false;
		start[d] = sum;
		sum += here;
	}
	for (size_t i = 0; i < n; i++)
		to[start[digit(&from[i], by_rank, shift)]++] = from[i];
	return true;
}

/* Least significant digit first; returns where the sorted ones lie. */
static struct pick *
sort(struct pick *v, struct pick *spare, size_t n)
{
	for (int key = 0; key < 2; key++)
		for (int shift = 0; shift < 32; shift += DIGIT_BITS)
			if (n != 0 && pass(v, spare, n, key == 1, shift)) {
				struct pick *other = v;

				v = spare;
				spare = other;
			}
	return v;
}

/* Times from the earliest on, so that most of their digits are 0. */
static struct pick *
picks_of(const struct cells *c, const uint32_t *rank)
{
	struct pick *v = malloc((c->n + 1) * 2 * sizeof *v);
	uint32_t first = UINT32_MAX;

	if (v == NULL)
		arena_exhausted();
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].at < first)
			first = c->v[i].at;
	for (size_t i = 0; i < c->n; i++) {
		const struct cell *one = &c->v[i];
		uint32_t site = one->site & CELL_SITE;

		v[i].rank = (rank != NULL ? rank[site] : site) << 1 |
			    (one->site & CELL_DAY) / CELL_DAY;
		v[i].time = one->at - first;
		v[i].at = (uint32_t)i;
	}
	return v;
}

static void
add_up(struct cells *c, struct cell *into, const struct cell *more)
{
	struct traffic a, b;

	cells_get(c, into, &a);
	cells_get(c, more, &b);
	counters_add(&a, &b);
	into->site |= more->site & CELL_MINUTE;
	put(c, into, &a);
}

uint32_t *
cells_order(struct cells *c, const uint32_t *rank, size_t *ret_n)
{
	struct pick *room_of_both = picks_of(c, rank), *sorted, *last = NULL;
	uint32_t *order = malloc((c->n + 1) * sizeof *order);
	size_t n = 0;

	if (order == NULL)
		arena_exhausted();
	sorted = sort(room_of_both, room_of_both + c->n, c->n);
	for (size_t i = 0; i < c->n; i++) {
		struct pick *p = &sorted[i];

		if (last != NULL && last->rank == p->rank &&
		    last->time == p->time) {
			add_up(c, &c->v[last->at], &c->v[p->at]);
		} else {
			order[n++] = p->at;
			last = p;
		}
	}
	free(room_of_both);
	*ret_n = n;
	return order;
}

void
cells_compact(struct cells *c)
{
	size_t n, kept = 0;
	uint32_t *order = cells_order(c, NULL, &n);
	unsigned char *keep = calloc(c->n / 8 + 1, 1);

	if (keep == NULL)
		arena_exhausted();
	for (size_t i = 0; i < n; i++)
		keep[order[i] / 8] |= (unsigned char)(1 << order[i] % 8);
	free(order);
	for (size_t i = 0; i < c->n; i++)
		if (keep[i / 8] >> i % 8 & 1)
			c->v[kept++] = c->v[i];
	c->n = kept;
	free(keep);
}
