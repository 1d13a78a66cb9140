#include "flow/case_plans.h"

#include <stdlib.h>

#include "base/map.h"

static int
by_id_and_time(const void *pa, const void *pb)
{
	const struct service *a = pa, *b = pb;
	int c = str_cmp(a->id, b->id);

	if (c != 0)
		return c;
	/* NO_INSTANT is before all others */
	if (a->in_from != b->in_from)
		return a->in_from < b->in_from ? -1 : 1;
	return a->from.line < b->from.line ? -1 : a->from.line > b->from.line;
}

/* Marks in ret_more which services have several rows; how many rows they are.
 */
static size_t
find_changed(const struct dossier *d, struct arena *scratch, bool *ret_more)
{
	struct map first = { .keep = scratch };
	size_t n = 0;

	for (size_t i = 0; i < d->n_services; i++) {
		int64_t before = map_get(&first, d->services[i].id);

		if (before < 0) {
			map_put(&first, d->services[i].id, (int64_t)i);
			continue;
		}
		n += !ret_more[before];
		ret_more[before] = ret_more[i] = true;
		n++;
	}
	return n;
}

/* The last of the rows, living from the first to it. */
static struct service
whole(const struct service *rows, size_t n)
{
	struct service all = rows[n - 1];

	all.in_from = rows[0].in_from;
	return all;
}

void
case_plans(struct dossier *d)
{
	struct arena scratch = { 0 };
	bool *more = arena_array(&scratch, d->n_services + 1, sizeof *more);
	size_t n = find_changed(d, &scratch, more), kept = 0, from, to;
	struct service *plans;

	if (n == 0) {
		arena_release(&scratch);
		return;
	}
	plans = arena_array(d->keep, n, sizeof *plans);
	d->n_plans = 0;
	for (size_t i = 0; i < d->n_services; i++)
		if (more[i])
			plans[d->n_plans++] = d->services[i];
		else
			d->services[kept++] = d->services[i];
	qsort(plans, n, sizeof *plans, by_id_and_time);
	for (from = 0; from < n; from = to) {
		for (to = from + 1;
		     to < n && str_eq(plans[to].id, plans[from].id);)
			to++;
		d->services[kept++] = whole(&plans[from], to - from);
	}
	d->n_services = kept;
	d->plans = plans;
	arena_release(&scratch);
}
