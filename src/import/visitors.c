#include "import/visitors.h"

#include <stdlib.h>
#include <string.h>

#include "domain/sketch.h"
#include "import/sip.h"

enum { DAY_S = 86400, OPEN_DAYS = 2, PACKED_MAX = 2048 };

/* Never to be changed: sketches made with another do not add up. */
#define KEY0 UINT64_C(0x6d616b65676f6f64)
#define KEY1 UINT64_C(0x76697369746f7273)

/* How many marks a list has room for, while it is one. */
static const uint16_t rooms[] = { 8, 32, 128 };
enum { ROOMS = sizeof rooms / sizeof *rooms };

/* A day of a site that lines are being added to. */
struct open_day {
	int64_t day;             /* since 1970 */
	struct sip begun;        /* with what site and day give */
	struct sketch_mark *few; /* `n` of them by register; NULL: too many */
	struct sketch *all;
	uint8_t room; /* of `few` */
	size_t n;
};

/* The day asked for last stands first; `n_open` of them. */
struct site {
	struct str name;
	struct open_day *open[OPEN_DAYS];
	size_t n_open;
};

struct visitors {
	struct arena own, mem;
	VEC(struct site) sites;
	VEC(struct site_visitors) packed;
	VEC(struct arena) taken; /* of tables joined: their names and bytes */
	/* of days that were packed, to be used again; each begins with the
	 * address of the next */
	void *free_few[ROOMS], *free_all;
	struct buf bytes; /* of the sketch handed out last */
	size_t next;
	bool ready; /* all packed, in order */
};

struct visitors *
visitors_new(void)
{
	struct arena own = { 0 };
	struct visitors *v = arena_new(&own, struct visitors);

	v->own = own;
	buf_init(&v->bytes, PACKED_MAX);
	return v;
}

void
visitors_free(struct visitors *v)
{
	struct arena own;

	if (v == NULL)
		return;
	for (size_t i = 0; i < v->taken.n; i++)
		arena_release(&v->taken.v[i]);
	arena_release(&v->mem);
	buf_release(&v->bytes);
	own = v->own;
	arena_release(&own);
}

/* ---- days ---- */

static struct site *
site_at(struct visitors *v, int32_t number, struct str name)
{
	struct site *s;

	while (v->sites.n <= (size_t)number)
		(void)vec_push(&v->mem, &v->sites);
	s = &v->sites.v[number];
	if (s->name.p == NULL)
		s->name = str_dup(&v->mem, name);
	return s;
}

/* The first of a list of free blocks, or a new one. */
static void *
block(struct visitors *v, void **list, size_t bytes)
{
	void *b = *list;

	if (b == NULL)
		return arena_alloc(&v->mem, bytes);
	memcpy(list, b, sizeof *list);
	return memset(b, 0, bytes);
}

static void
give_back(void **list, void *b)
{
	memcpy(b, list, sizeof *list);
	*list = b;
}

static struct sketch_mark *
new_few(struct visitors *v, uint8_t room)
{
	return block(
	    v, &v->free_few[room], rooms[room] * sizeof(struct sketch_mark));
}

static void
pack_day(struct visitors *v, const struct site *s, struct open_day *d)
{
	struct site_visitors *p = vec_push(&v->mem, &v->packed);

	buf_clear(&v->bytes);
	if (d->few != NULL) {
		sketch_pack_few(d->few, d->n, &v->bytes);
		give_back(&v->free_few[d->room], d->few);
	} else {
		sketch_pack(d->all, &v->bytes);
		give_back(&v->free_all, d->all);
	}
	*p = (struct site_visitors){ s->name, d->day,
		str_dup(&v->mem, buf_str(&v->bytes)) };
}

static void
begin_day(
    struct visitors *v, const struct site *s, int64_t day, struct open_day *d)
{
	*d = (struct open_day){ .day = day, .few = new_few(v, 0) };
	sip_start(&d->begun, KEY0, KEY1);
	sip_text(&d->begun, s->name);
	sip_word(&d->begun, (uint64_t)day);
}

/* The day, opened when it is not, and moved to the front. */
static struct open_day *
day_at(struct visitors *v, struct site *s, int64_t day)
{
	struct open_day *d;
	size_t k = 0;

	while (k < s->n_open && s->open[k]->day != day)
		k++;
	if (k < s->n_open) {
		d = s->open[k];
	} else if (k < OPEN_DAYS) {
		d = arena_new(&v->mem, struct open_day);
		begin_day(v, s, day, d);
		s->n_open++;
	} else {
		d = s->open[--k];
		pack_day(v, s, d);
		begin_day(v, s, day, d);
	}
	for (; k > 0; k--)
		s->open[k] = s->open[k - 1];
	return s->open[0] = d;
}

/* A list that is full moves to a larger one, at last to all registers. */
static void
more_room(struct visitors *v, struct open_day *d)
{
	struct sketch_mark *old = d->few;

	if (d->room + 1 < ROOMS) {
		d->few = new_few(v, d->room + 1);
		memcpy(d->few, old, d->n * sizeof *old);
	} else {
		d->all = block(v, &v->free_all, sizeof *d->all);
		for (size_t i = 0; i < d->n; i++)
			d->all->rank[old[i].i] = old[i].rank;
		d->few = NULL;
	}
	give_back(&v->free_few[d->room++], old);
}

/* False: the list is full, and it is not in it. */
static bool
add_few(struct open_day *d, struct sketch_mark m)
{
	struct sketch_mark *few = d->few;
	size_t low = 0, high = d->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (few[mid].i < m.i)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < d->n && few[low].i == m.i) {
		if (m.rank > few[low].rank)
			few[low].rank = m.rank;
		return true;
	}
	if (d->n == rooms[d->room])
		return false;
	memmove(few + low + 1, few + low, (d->n - low) * sizeof *few);
	few[low] = m;
	d->n++;
	return true;
}

static void
add(struct visitors *v, struct open_day *d, uint64_t hash)
{
	while (d->few != NULL && !add_few(d, sketch_mark(hash)))
		more_room(v, d);
	if (d->few == NULL)
		sketch_add(d->all, hash);
}

void
visitors_seen(struct visitors *v, int32_t site, struct str name, int64_t at_s,
    struct str client, struct str agent)
{
	struct open_day *d;
	struct sip s;

	if (client.n == 0 || at_s < 0)
		return;
	d = day_at(v, site_at(v, site, name), at_s / DAY_S);
	s = d->begun;
	sip_text(&s, client);
	sip_text(&s, agent);
	v->ready = false;
	add(v, d, sip_end(&s));
}

/* ---- all of them ---- */

static void
pack_open(struct visitors *v)
{
	for (size_t i = 0; i < v->sites.n; i++) {
		struct site *s = &v->sites.v[i];

		while (s->n_open > 0)
			pack_day(v, s, s->open[--s->n_open]);
	}
}

void
visitors_join(struct visitors *v, struct visitors *more)
{
	pack_open(more);
	for (size_t i = 0; i < more->packed.n; i++)
		*vec_push(&v->mem, &v->packed) = more->packed.v[i];
	for (size_t i = 0; i < more->taken.n; i++)
		*vec_push(&v->mem, &v->taken) = more->taken.v[i];
	*vec_push(&v->mem, &v->taken) = more->mem;
	buf_release(&more->bytes);
	*more = (struct visitors){ .own = more->own };
	buf_init(&more->bytes, PACKED_MAX);
	v->ready = false;
}

/* The same day twice has the same bytes, or they add up: any order will do. */
static int
by_site_and_day(const void *pa, const void *pb)
{
	const struct site_visitors *a = pa, *b = pb;
	int c = str_cmp(a->site, b->site);

	return c != 0 ? c : (a->day > b->day) - (a->day < b->day);
}

void
visitors_rewind(struct visitors *v)
{
	if (!v->ready) {
		pack_open(v);
		if (v->packed.n != 0)
			qsort(v->packed.v, v->packed.n, sizeof *v->packed.v,
			    by_site_and_day);
		v->ready = true;
	}
	v->next = 0;
}

bool
visitors_next(struct visitors *v, struct site_visitors *ret)
{
	const struct site_visitors *p;
	struct sketch sum = { { 0 } };
	struct err e;
	size_t i;

	if (!v->ready)
		visitors_rewind(v);
	i = v->next;
	if (i == v->packed.n)
		return false;
	p = v->packed.v;
	*ret = p[i++];
	if (i < v->packed.n && by_site_and_day(&p[i - 1], &p[i]) == 0) {
		if (sketch_merge(&sum, ret->sketch, &e) != 0)
			BUG("a sketch made here");
		for (; i < v->packed.n && by_site_and_day(ret, &p[i]) == 0; i++)
			if (sketch_merge(&sum, p[i].sketch, &e) != 0)
				BUG("a sketch made here");
		buf_clear(&v->bytes);
		sketch_pack(&sum, &v->bytes);
		ret->sketch = buf_str(&v->bytes);
	}
	v->next = i;
	return true;
}
