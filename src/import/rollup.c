#include "import/rollup.h"

#include <stdlib.h>

#include "import/cells.h"
#include "import/visitors.h"

enum { AHEAD = 24 };

struct rollup {
	struct arena keep;
	VEC(struct str) names; /* by number of the site */
	struct cells cells;
	uint32_t *order; /* places in cells; NULL: as they lie */
	size_t n, at;
	VEC(struct site_visitors) visitors;
	size_t visitors_at;
	struct visitors *counted; /* NULL: those above */
	struct traffic day[COUNTERS_MAX_CELLS];
};

struct rollup *
rollup_new(void)
{
	struct rollup *r = calloc(1, sizeof *r);

	if (r == NULL)
		arena_exhausted();
	return r;
}

void
rollup_release(struct rollup *r)
{
	if (r == NULL)
		return;
	visitors_free(r->counted);
	cells_release(&r->cells);
	free(r->order);
	arena_release(&r->keep);
	free(r);
}

void
rollup_take_names(struct rollup *r, const struct str *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		*vec_push(&r->keep, &r->names) = str_dup(&r->keep, names[i]);
}

void
rollup_take_cells(struct rollup *r, struct cells *cells, const uint32_t *rank)
{
	r->order = cells_order(cells, rank, &r->n);
	r->cells = *cells;
	*cells = (struct cells){ 0 };
}

void
rollup_add(struct rollup *r, const struct site_day *day)
{
	uint32_t bits = day->step_ms == MS_DAY      ? CELL_DAY
			: day->step_ms == MS_MINUTE ? CELL_MINUTE
						    : 0;

	if (r->names.n == 0 || !str_eq(r->names.v[r->names.n - 1], day->site))
		*vec_push(&r->keep, &r->names) = str_dup(&r->keep, day->site);
	for (size_t i = 0; i < day->n; i++)
		cells_append_wide(&r->cells, (uint32_t)(r->names.n - 1) | bits,
		    (uint32_t)(day->cells[i].at / MS_MINUTE), &day->cells[i]);
	r->n = r->cells.n;
}

void
rollup_add_visitors(struct rollup *r, const struct site_visitors *v)
{
	struct site_visitors *to = vec_push(&r->keep, &r->visitors);

	to->site = str_dup(&r->keep, v->site);
	to->day = v->day;
	to->sketch = str_dup(&r->keep, v->sketch);
}

void
rollup_take_visitors(struct rollup *r, struct visitors *v)
{
	visitors_free(r->counted);
	r->counted = v;
}

void
rollup_rewind(struct rollup *r)
{
	r->at = r->visitors_at = 0;
	if (r->counted != NULL)
		visitors_rewind(r->counted);
}

static const struct cell *
cell_at(const struct rollup *r, size_t i)
{
	return &r->cells.v[r->order != NULL ? r->order[i] : i];
}

/* The cells of a site lie far apart: have those to come on their way. */
static void
fetch_ahead(const struct rollup *r)
{
	if (r->order != NULL && r->at + AHEAD < r->n)
		__builtin_prefetch(cell_at(r, r->at + AHEAD));
}

static int64_t
day_of(const struct cell *c)
{
	return c->at / (24 * 60);
}

/* Of one site and day, and both or none a whole local day. */
static bool
together(const struct cell *a, const struct cell *b)
{
	return ((a->site ^ b->site) & ~CELL_MINUTE) == 0 &&
	       (a->site & CELL_DAY) == 0 && day_of(a) == day_of(b);
}

bool
rollup_next(struct rollup *r, struct site_day *ret_day)
{
	const struct cell *first, *c;
	size_t n = 0;

	if (r->at >= r->n)
		return false;
	first = cell_at(r, r->at);
	do {
		fetch_ahead(r);
		c = cell_at(r, r->at++);
		cells_get(&r->cells, c, &r->day[n++]);
	} while (r->at < r->n && n < COUNTERS_MAX_CELLS &&
		 together(first, cell_at(r, r->at)));
	*ret_day = (struct site_day){
		.site = r->names.v[first->site & CELL_SITE],
		.day = day_of(first),
		.step_ms = first->site & CELL_DAY      ? MS_DAY
			   : first->site & CELL_MINUTE ? MS_MINUTE
						       : MS_HOUR,
		.cells = r->day,
		.n = n,
	};
	return true;
}

bool
rollup_next_visitors(struct rollup *r, struct site_visitors *ret)
{
	if (r->counted != NULL)
		return visitors_next(r->counted, ret);
	if (r->visitors_at >= r->visitors.n)
		return false;
	*ret = r->visitors.v[r->visitors_at++];
	return true;
}
