#include "import/cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "domain/counters.h"

/* What is sorted in place of the cells; `at` is the place of the cell. */
struct pick {
	uint32_t time, at;
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

/* One stable pass; false when it would change nothing. */
static bool
pass(const struct pick *from, struct pick *to, size_t n, int shift)
{
	size_t start[DIGITS] = { 0 }, sum = 0;

	for (size_t i = 0; i < n; i++)
		start[from[i].time >> shift & (DIGITS - 1)]++;
	for (size_t d = 0; d < DIGITS; d++) {
		size_t here = start[d];

		if (here == n)
			return false;
		start[d] = sum;
		sum += here;
	}
	for (size_t i = 0; i < n; i++)
		to[start[from[i].time >> shift & (DIGITS - 1)]++] = from[i];
	return true;
}

/* Places of the cells by time, least significant digit first. */
static void
sort_by_time(const struct cells *c, uint32_t *order)
{
	struct pick *v = malloc((c->n + 1) * 2 * sizeof *v), *from = v;
	struct pick *to = v + c->n;

	if (v == NULL)
		arena_exhausted();
	for (size_t i = 0; i < c->n; i++)
		v[i] = (struct pick){ c->v[i].at, (uint32_t)i };
	for (int shift = 0; shift < 32; shift += DIGIT_BITS)
		if (pass(from, to, c->n, shift)) {
			struct pick *other = from;

			from = to;
			to = other;
		}
	for (size_t i = 0; i < c->n; i++)
		order[i] = from[i].at;
	free(v);
}

/* The same; cells of a log in order lie in order. */
static uint32_t *
order_by_time(const struct cells *c)
{
	uint32_t *order = malloc((c->n + 1) * sizeof *order);
	size_t i = 0;

	if (order == NULL)
		arena_exhausted();
	for (; i < c->n && (i == 0 || c->v[i - 1].at <= c->v[i].at); i++)
		order[i] = (uint32_t)i;
	if (i < c->n)
		sort_by_time(c, order);
	return order;
}

/* Cells are put together by these: their site, whole days apart. */
struct sites {
	const uint32_t *rank; /* NULL: the number */
	uint32_t n;           /* keys */
	uint32_t *v;          /* of each key, zero at first */
};

static uint32_t
key_of(const struct sites *s, const struct cell *c)
{
	uint32_t site = c->site & CELL_SITE;

	return (s->rank != NULL ? s->rank[site] : site) << 1 |
	       (c->site & CELL_DAY) / CELL_DAY;
}

static struct sites
sites_of(const struct cells *c, const uint32_t *rank)
{
	struct sites s = { .rank = rank };

	for (size_t i = 0; i < c->n; i++) {
		uint32_t key = key_of(&s, &c->v[i]);

		s.n = key >= s.n ? key + 1 : s.n;
	}
	s.v = calloc((size_t)s.n + 1, sizeof *s.v);
	if (s.v == NULL)
		arena_exhausted();
	return s;
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

/* Of cells by time, those equal to the last one of their site are added to it
 * and left out; returns how many are left. */
static size_t
add_up_equal(struct cells *c, struct sites *s, uint32_t *order)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		struct cell *one = &c->v[order[i]];
		uint32_t *last = &s->v[key_of(s, one)];

		if (*last != 0 && c->v[*last - 1].at == one->at) {
			add_up(c, &c->v[*last - 1], one);
		} else {
			*last = order[i] + 1;
			order[n++] = order[i];
		}
	}
	memset(s->v, 0, s->n * sizeof *s->v);
	return n;
}

/* Cells by time are put together by site. */
static uint32_t *
order_by_site(
    const struct cells *c, struct sites *s, const uint32_t *by_time, size_t n)
{
	uint32_t *order = malloc((n + 1) * sizeof *order), sum = 0;

	if (order == NULL)
		arena_exhausted();
	for (size_t i = 0; i < n; i++)
		s->v[key_of(s, &c->v[by_time[i]])]++;
	for (uint32_t k = 0; k < s->n; k++) {
		uint32_t here = s->v[k];

		s->v[k] = sum;
		sum += here;
	}
	for (size_t i = 0; i < n; i++)
		order[s->v[key_of(s, &c->v[by_time[i]])]++] = by_time[i];
	return order;
}

uint32_t *
cells_order(struct cells *c, const uint32_t *rank, size_t *ret_n)
{
	struct sites s = sites_of(c, rank);
	uint32_t *by_time = order_by_time(c), *order;

	*ret_n = add_up_equal(c, &s, by_time);
	order = order_by_site(c, &s, by_time, *ret_n);
	free(by_time);
	free(s.v);
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
