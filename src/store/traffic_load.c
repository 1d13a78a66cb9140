#include "store/traffic_load.h"

#include <stdlib.h>
#include <string.h>

#include "domain/interval.h"
#include "store/query.h"
#include "store/traffic_read.h"

/* A local day of a change of clocks is not longer. */
#define LONGEST_DAY (26 * MS_HOUR)

/* A part that counts, and when its log was alive. */
struct alive_part {
	int64_t id;
	size_t group;       /* the first part of the same log or file */
	struct spans alive; /* of a group: in its first part */
	VEC(int64_t) local_days;
};

struct traffic_loading {
	struct store *store;
	struct dossier *dossier;
	struct arena scratch;
	struct map sites;         /* names that services use */
	struct alive_part *parts; /* by id */
	size_t n_parts;
	/* by part: the site, and the one before, has something of this group */
	bool *met, *met_before;
	struct spans alive; /* of the site before */
	/* the site that is being put together */
	struct site_traffic *site;
	struct arena work;
	VEC(struct traffic) bins, minutes;
};

/* ---- when the logs were alive ---- */

static size_t
part_at(const struct traffic_loading *l, int64_t id)
{
	size_t low = 0, high = l->n_parts;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (l->parts[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < l->n_parts && l->parts[low].id == id ? low : SIZE_MAX;
}

static size_t
group_of(struct traffic_loading *l, size_t i)
{
	while (l->parts[i].group != i) {
		l->parts[i].group = l->parts[l->parts[i].group].group;
		i = l->parts[i].group;
	}
	return i;
}

static void
join(struct traffic_loading *l, size_t i, size_t k)
{
	size_t a = group_of(l, i), b = group_of(l, k);

	l->parts[a > b ? a : b].group = a > b ? b : a;
}

static int
by_id(const void *pa, const void *pb)
{
	const struct alive_part *a = pa, *b = pb;

	return a->id < b->id ? -1 : a->id > b->id;
}

/* The parts, joined where they are stretches of one log. */
static int
load_parts(struct traffic_loading *l, struct err *e)
{
	struct part_row *rows;
	size_t k;

	if (store_load_parts(l->store, &l->scratch, &rows, &l->n_parts, e) != 0)
		return -1;
	l->parts = arena_array(&l->scratch, l->n_parts, sizeof *l->parts);
	l->met = arena_array(&l->scratch, l->n_parts, sizeof *l->met);
	l->met_before = arena_array(&l->scratch, l->n_parts, sizeof *l->met);
	for (size_t i = 0; i < l->n_parts; i++)
		l->parts[i].id = rows[i].id;
	if (l->n_parts != 0)
		qsort(l->parts, l->n_parts, sizeof *l->parts, by_id);
	for (size_t i = 0; i < l->n_parts; i++)
		l->parts[i].group = i;
	for (size_t i = 1; i < l->n_parts; i++)
		if (strcmp(rows[i - 1].part.fingerprint,
			rows[i].part.fingerprint) == 0) {
			k = part_at(l, rows[i - 1].id);
			join(l, k, part_at(l, rows[i].id));
		}
	return 0;
}

/* And where one version of a file brings them. */
static int
join_by_source(struct traffic_loading *l, struct err *e)
{
	sqlite3_stmt *st = query_get(l->store, SQL_COUNTING_LINKS, e);
	int64_t source = 0;
	size_t last = SIZE_MAX;
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(l->store, st, e)) > 0) {
		size_t i = part_at(l, sqlite3_column_int64(st, 1));

		if (i == SIZE_MAX)
			continue;
		if (last != SIZE_MAX && source == sqlite3_column_int64(st, 0))
			join(l, last, i);
		source = sqlite3_column_int64(st, 0);
		last = i;
	}
	return rc;
}

static int
load_hours(struct traffic_loading *l, struct err *e)
{
	sqlite3_stmt *st = query_get(l->store, SQL_PART_HOURS_ALL, e);
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(l->store, st, e)) > 0) {
		size_t i = part_at(l, sqlite3_column_int64(st, 0));
		int64_t at = sqlite3_column_int64(st, 1) * MS_DAY;
		int64_t hours = sqlite3_column_int64(st, 2);
		struct spans *alive = &l->parts[group_of(l, i)].alive;

		for (int h = 0; h < 24; h++)
			if ((hours >> h & 1) != 0)
				interval_add(&l->scratch, alive,
				    at + h * MS_HOUR, at + (h + 1) * MS_HOUR);
	}
	return rc;
}

static int
by_instant(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

/* A local day lasts until the next one begins, or a day. */
static void
add_local_days(struct traffic_loading *l, struct alive_part *p)
{
	const int64_t *at = p->local_days.v;
	size_t n = p->local_days.n;

	if (n == 0)
		return;
	qsort(p->local_days.v, n, sizeof *at, by_instant);
	for (size_t i = 0; i < n; i++) {
		int64_t to = at[i] + MS_DAY;

		if (i + 1 < n && at[i + 1] == at[i])
			continue;
		if (i + 1 < n && at[i + 1] - at[i] <= LONGEST_DAY)
			to = at[i + 1];
		interval_add(&l->scratch, &p->alive, at[i], to);
	}
}

static int
load_local_days(struct traffic_loading *l, struct err *e)
{
	sqlite3_stmt *st = query_get(l->store, SQL_LOCAL_DAYS_ALL, e);
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(l->store, st, e)) > 0) {
		size_t i = part_at(l, sqlite3_column_int64(st, 0));

		*vec_push(&l->scratch, &l->parts[group_of(l, i)].local_days) =
		    sqlite3_column_int64(st, 2);
	}
	for (size_t i = 0; i < l->n_parts; i++) {
		add_local_days(l, &l->parts[i]);
		interval_clean(&l->parts[i].alive);
	}
	return rc;
}

/* ---- a site ---- */

static int
take_day(void *arg, const struct site_day *day, struct err *e)
{
	struct traffic_loading *l = arg;

	(void)e;
	if (day->step_ms != MS_MINUTE)
		l->site->step_ms = day->step_ms;
	for (size_t i = 0; i < day->n; i++) {
		if (day->step_ms == MS_MINUTE)
			*vec_push(&l->work, &l->minutes) = day->cells[i];
		else
			*vec_push(&l->work, &l->bins) = day->cells[i];
	}
	return 0;
}

static struct traffic *
keep_cells(struct arena *keep, const struct traffic *v, size_t n)
{
	struct traffic *copy = arena_array(keep, n, sizeof *copy);

	if (n != 0)
		memcpy(copy, v, n * sizeof *copy);
	return copy;
}

/* Which logs tell of the site; false: the same as of the site before. */
static bool
find_groups(struct traffic_loading *l, const struct site_pieces *pieces)
{
	bool *before = l->met_before;

	l->met_before = l->met;
	l->met = before;
	memset(l->met, 0, l->n_parts * sizeof *l->met);
	for (size_t i = 0; i < pieces->n; i++)
		l->met[group_of(l, part_at(l, pieces->v[i].part))] = true;
	return memcmp(l->met, l->met_before, l->n_parts * sizeof *l->met) != 0;
}

/* Sites that stand in the same logs share the answer. */
static void
find_alive(struct traffic_loading *l, const struct site_pieces *pieces)
{
	struct spans all = { 0 };

	if (!find_groups(l, pieces)) {
		l->site->alive = l->alive;
		return;
	}
	for (size_t i = 0; i < l->n_parts; i++)
		for (size_t k = 0; l->met[i] && k < l->parts[i].alive.n; k++)
			interval_add(&l->work, &all,
			    l->parts[i].alive.v[k].from_at,
			    l->parts[i].alive.v[k].to_at);
	interval_clean(&all);
	l->alive = (struct spans){ .n = all.n, .cap = all.n };
	l->alive.v = arena_array(l->dossier->keep, all.n, sizeof *all.v);
	if (all.n != 0)
		memcpy(l->alive.v, all.v, all.n * sizeof *all.v);
	l->site->alive = l->alive;
}

static int
load_site(void *arg, const struct site_pieces *pieces, struct err *e)
{
	struct traffic_loading *l = arg;
	struct arena_mark mark = arena_mark(&l->work);
	struct arena *keep = l->dossier->keep;
	struct site_traffic site = { 0 };

	l->site = &site;
	l->bins.v = l->minutes.v = NULL;
	l->bins.n = l->bins.cap = l->minutes.n = l->minutes.cap = 0;
	if (traffic_each_day(pieces, take_day, l, e) != 0)
		return -1;
	site.site = str_dup(keep, pieces->site);
	site.v = keep_cells(keep, l->bins.v, l->bins.n);
	site.n = l->bins.n;
	site.minutes = keep_cells(keep, l->minutes.v, l->minutes.n);
	site.n_minutes = l->minutes.n;
	find_alive(l, pieces);
	arena_reset(&l->work, mark);
	l->dossier->traffic[l->dossier->n_traffic++] = site;
	return 0;
}

static int
load_all(struct traffic_loading *l, struct err *e)
{
	struct dossier *d = l->dossier;
	struct traffic_wanted wanted = { .sites = &l->sites,
		.kinds = PIECE_BIT(PIECE_HOURS) | PIECE_BIT(PIECE_MINUTES) |
			 PIECE_BIT(PIECE_LOCAL_DAY) };

	l->sites.keep = &l->scratch;
	for (size_t i = 0; i < d->n_services; i++)
		if (d->services[i].site.n != 0)
			map_put(&l->sites, d->services[i].site, 0);
	d->n_traffic = 0;
	if (l->sites.n == 0)
		return 0;
	d->traffic = arena_array(d->keep, l->sites.n, sizeof *d->traffic);
	if (load_parts(l, e) != 0 || join_by_source(l, e) != 0 ||
	    load_hours(l, e) != 0 || load_local_days(l, e) != 0)
		return -1;
	return traffic_each_site(l->store, &wanted, load_site, l, e);
}

int
traffic_load(struct store *s, struct dossier *d, struct err *e)
{
	struct traffic_loading l = { .store = s, .dossier = d };
	int rc = load_all(&l, e);

	arena_release(&l.work);
	arena_release(&l.scratch);
	return rc;
}
