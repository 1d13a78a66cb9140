/*
 * traffic_migrate.c -- traffic of older databases: rows by hour become days of
 * packed counters.
 */
#include <string.h>

#include "store/traffic.h"
#include "store/traffic_memory.h"

/* So that no hour of a damaged database overflows. */
#define HOUR_MAX INT64_C(1000000000)

/* The day of one file that is being put together from rows. */
struct old_day {
	int64_t source, part;
	struct traffic cells[24];
	size_t n;
};

/* The rows stand by site, hour and file. */
struct migration {
	struct store *store;
	struct arena keep;
	struct old_day *days; /* of each part, by the file it is read from */
	size_t n_days;
	VEC(struct old_day *) begun;
	struct str *names; /* by id of site */
	int64_t n_names, site, day;
};

static int
count_rows(struct migration *m, enum sql_id id, size_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(m->store, id, e);
	size_t n = 0;
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(m->store, st, e)) > 0)
		n++;
	*ret_n = n;
	return rc;
}

static int
load_parts(struct migration *m, struct err *e)
{
	sqlite3_stmt *st = query_get(m->store, SQL_V3CELLS_PARTS, e);
	size_t most;
	int rc;

	if (st == NULL || count_rows(m, SQL_V3CELLS_PARTS, &most, e) != 0)
		return -1;
	m->days = arena_array(&m->keep, most, sizeof *m->days);
	while ((rc = query_next(m->store, st, e)) > 0) {
		struct old_day *day = &m->days[m->n_days++];

		day->source = sqlite3_column_int64(st, 0);
		day->part = sqlite3_column_int64(st, 1);
	}
	return rc;
}

static int
load_names(struct migration *m, struct err *e)
{
	sqlite3_stmt *st = query_get(m->store, SQL_V3CELLS_SITES, e);
	int rc;

	if (st == NULL)
		return -1;
	/* the largest comes first; none is negative */
	while ((rc = query_next(m->store, st, e)) > 0) {
		int64_t id = sqlite3_column_int64(st, 0);

		if (id < 0 || id > SITE_ID_MAX) {
			sqlite3_reset(st);
			return err_set(e, ERR_INPUT, "site of no possible id");
		}
		if (m->names == NULL) {
			m->n_names = id + 1;
			m->names = arena_array(
			    &m->keep, (size_t)id + 1, sizeof *m->names);
		}
		m->names[id] = column_text(st, 1, &m->keep);
	}
	return rc;
}

/* NULL: the same rows are those of another file, too. */
static struct old_day *
day_of(struct migration *m, int64_t source)
{
	size_t low = 0, high = m->n_days;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (m->days[mid].source < source)
			low = mid + 1;
		else
			high = mid;
	}
	return low < m->n_days && m->days[low].source == source ? &m->days[low]
								: NULL;
}

static int
put_days(struct migration *m, struct err *e)
{
	for (size_t i = 0; i < m->begun.n; i++) {
		struct old_day *o = m->begun.v[i];
		struct site_day day = { m->names[m->site], m->day, MS_HOUR,
			o->cells, o->n };

		if (store_add_site_day(m->store, o->part, &day, e) != 0)
			return -1;
		o->n = 0;
	}
	m->begun.n = 0;
	return 0;
}

static int64_t
not_negative(sqlite3_stmt *st, int at)
{
	int64_t n = sqlite3_column_int64(st, at);

	return n < 0 ? 0 : n;
}

static int
take_row(struct migration *m, sqlite3_stmt *st, struct err *e)
{
	struct old_day *o = day_of(m, sqlite3_column_int64(st, 0));
	int64_t site = sqlite3_column_int64(st, 1);
	int64_t hour = sqlite3_column_int64(st, 2), day;

	if (o == NULL)
		return 0;
	if (hour < -HOUR_MAX || hour > HOUR_MAX || site < 0 ||
	    site >= m->n_names || m->names[site].n == 0)
		return err_set(e, ERR_INPUT,
		    "traffic of no possible hour or "
		    "site: the database is damaged");
	day = (hour - (hour < 0 ? 23 : 0)) / 24;
	if (site != m->site || day != m->day) {
		if (put_days(m, e) != 0)
			return -1;
		m->site = site;
		m->day = day;
	}
	if (o->n == 0)
		*vec_push(&m->keep, &m->begun) = o;
	o->cells[o->n++] = (struct traffic){
		.at = hour * MS_HOUR,
		.hits = not_negative(st, 3),
		.views = not_negative(st, 4),
		.errors = not_negative(st, 5),
		.bytes = not_negative(st, 6),
	};
	return 0;
}

static int
take_rows(struct migration *m, struct err *e)
{
	sqlite3_stmt *st = query_get(m->store, SQL_V3CELLS_TRAFFIC, e);
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(m->store, st, e)) > 0)
		if (take_row(m, st, e) != 0) {
			sqlite3_reset(st);
			return -1;
		}
	return rc == 0 ? put_days(m, e) : -1;
}

int
traffic_migrate(struct store *s, struct err *e)
{
	struct migration m = { .store = s };
	int rc = -1;

	if (query_do_all(s, "v3old_", e) == 0 && load_parts(&m, e) == 0 &&
	    load_names(&m, e) == 0 && take_rows(&m, e) == 0)
		rc = query_do_all(s, "v3end_", e);
	arena_release(&m.keep);
	return rc;
}
