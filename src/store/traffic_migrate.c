#include <string.h>

#include "store/traffic.h"
#include "store/traffic_memory.h"

/* So that no hour of a damaged database overflows. */
#define HOUR_MAX INT64_C(1000000000)

/* The day that is being put together from rows. */
struct old_day {
	struct store *store;
	struct arena keep;
	int64_t part;
	struct site_day day;
	struct traffic cells[24];
};

static int
put_day(struct old_day *o, struct err *e)
{
	if (o->day.n == 0)
		return 0;
	o->day.cells = o->cells;
	if (store_add_site_day(o->store, o->part, &o->day, e) != 0)
		return -1;
	o->day.n = 0;
	return 0;
}

static int64_t
not_negative(sqlite3_stmt *st, int at)
{
	int64_t n = sqlite3_column_int64(st, at);

	return n < 0 ? 0 : n;
}

static int
take_row(struct old_day *o, sqlite3_stmt *st, struct err *e)
{
	int64_t part = sqlite3_column_int64(st, 0);
	struct str site = { (const char *)sqlite3_column_text(st, 1),
		(size_t)sqlite3_column_bytes(st, 1) };
	int64_t hour = sqlite3_column_int64(st, 2), day;

	if (hour < -HOUR_MAX || hour > HOUR_MAX)
		return err_set(e, ERR_INPUT, "traffic of no possible hour");
	day = (hour - (hour < 0 ? 23 : 0)) / 24;
	if (part != o->part || day != o->day.day ||
	    !str_eq(site, o->day.site)) {
		if (put_day(o, e) != 0)
			return -1;
		if (!str_eq(site, o->day.site))
			o->day.site = str_dup(&o->keep, site);
		o->part = part;
		o->day.day = day;
		o->day.step_ms = MS_HOUR;
	}
	o->cells[o->day.n++] = (struct traffic){
		.at = hour * MS_HOUR,
		.hits = not_negative(st, 3),
		.views = not_negative(st, 4),
		.errors = not_negative(st, 5),
		.bytes = not_negative(st, 6),
	};
	return 0;
}

int
traffic_migrate(struct store *s, struct err *e)
{
	struct old_day o = { .store = s };
	sqlite3_stmt *st;
	int rc = -1;

	if (query_do_all(s, "v3old_", e) != 0)
		return -1;
	st = query_get(s, SQL_V3CELLS_TRAFFIC, e);
	if (st == NULL)
		return -1;
	while ((rc = query_next(s, st, e)) > 0)
		if (take_row(&o, st, e) != 0) {
			sqlite3_reset(st);
			rc = -1;
			break;
		}
	if (rc == 0)
		rc = put_day(&o, e);
	arena_release(&o.keep);
	return rc == 0 ? query_do_all(s, "v3end_", e) : -1;
}
