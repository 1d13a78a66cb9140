#include "store/traffic.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "store/columns.h"
#include "store/traffic_memory.h"

/* A packed day never comes near it. */
#define PACKED_MAX (1 << 20)

/* ---- what a store keeps in mind while it writes ---- */

/* The hours of a UTC day in which the part has a row. */
struct day_hours {
	int64_t day;
	int64_t hours; /* bit h: hour h */
};

struct traffic_memory {
	struct arena keep;
	struct map sites;            /* name -> id */
	int64_t part;                /* whose hours stand in `hours` */
	VEC(struct day_hours) hours; /* by day */
	struct buf packed;
};

static struct traffic_memory *
memory_of(struct store *s)
{
	struct traffic_memory *m = s->memory;

	if (m != NULL)
		return m;
	m = calloc(1, sizeof *m);
	if (m == NULL)
		abort();
	m->sites.keep = &m->keep;
	buf_init(&m->packed, PACKED_MAX);
	s->memory = m;
	return m;
}

void
traffic_forget(struct store *s)
{
	if (s->memory == NULL)
		return;
	buf_release(&s->memory->packed);
	arena_release(&s->memory->keep);
	free(s->memory);
	s->memory = NULL;
}

/* A site that is not in mind may still be in the database. */
static int
find_site(struct store *s, struct str name, int64_t *ret_id, struct err *e)
{
	struct traffic_memory *m = memory_of(s);
	sqlite3_stmt *st;

	*ret_id = map_get(&m->sites, name);
	if (*ret_id >= 0)
		return 0;
	st = query_get(s, SQL_SITE_FIND, e);
	if (st == NULL)
		return -1;
	bind_text(st, 1, name);
	if (query_number(s, st, 0, ret_id, e) != 0)
		return -1;
	if (*ret_id == 0) {
		st = query_get(s, SQL_SITE_ADD, e);
		if (st == NULL)
			return -1;
		bind_text(st, 1, name);
		if (query_run(s, st, e) != 0)
			return -1;
		*ret_id = sqlite3_last_insert_rowid(s->db);
	}
	map_put(&m->sites, str_dup(&m->keep, name), *ret_id);
	return 0;
}

/* ---- parts ---- */

static const struct column part_columns[] = {
	{ COLUMN_INT64, offsetof(struct part, from_byte), NULL },
	{ COLUMN_INT64, offsetof(struct part, to_byte), NULL },
	{ COLUMN_INT64, offsetof(struct part, lines), NULL },
	{ COLUMN_INT64, offsetof(struct part, rejected), NULL },
	{ COLUMN_INSTANT, offsetof(struct part, first_at), NULL },
	{ COLUMN_INSTANT, offsetof(struct part, last_at), NULL },
	{ COLUMN_TEXT, offsetof(struct part, name), NULL },
	{ COLUMN_TEXT, offsetof(struct part, layer), NULL },
	{ COLUMN_TEXT, offsetof(struct part, read_as), NULL },
};

static void
read_hex(sqlite3_stmt *st, int at, char ret[PART_HEX])
{
	const char *text = (const char *)sqlite3_column_text(st, at);

	if (text != NULL && strlen(text) < PART_HEX)
		memcpy(ret, text, strlen(text) + 1);
}

static int
by_log(const void *pa, const void *pb)
{
	const struct part_row *a = pa, *b = pb;
	int order = strcmp(a->part.fingerprint, b->part.fingerprint);

	if (order == 0 && a->part.from_byte != b->part.from_byte)
		order = a->part.from_byte < b->part.from_byte ? -1 : 1;
	if (order == 0 && a->id != b->id)
		order = a->id < b->id ? -1 : 1;
	return order;
}

static int
read_parts(struct store *s, sqlite3_stmt *st, struct arena *keep,
    struct part_row **ret_rows, size_t *ret_n, struct err *e)
{
	VEC(struct part_row) rows = { 0 };
	int rc;

	while ((rc = query_next(s, st, e)) > 0) {
		struct part_row *row = vec_push(keep, &rows);
		int next;

		row->id = sqlite3_column_int64(st, 0);
		row->counts = sqlite3_column_int(st, 1) != 0;
		next = columns_read(
		    st, 2, COLUMNS(part_columns), &row->part, NULL, keep);
		read_hex(st, next, row->part.fingerprint);
		read_hex(st, next + 1, row->part.tail);
	}
	if (rc != 0)
		return -1;
	if (rows.n > 1)
		qsort(rows.v, rows.n, sizeof *rows.v, by_log);
	*ret_rows = rows.v;
	*ret_n = rows.n;
	return 0;
}

int
store_find_parts(struct store *s, const char *fingerprint, struct arena *keep,
    struct part_row **ret_rows, size_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_PARTS_FIND, e);

	if (st == NULL)
		return -1;
	bind_cstr(st, 1, fingerprint);
	return read_parts(s, st, keep, ret_rows, ret_n, e);
}

int
store_links_of(struct store *s, int64_t source, struct arena *keep,
    struct part_row **ret_rows, size_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_PARTS_OF_SOURCE, e);

	if (st == NULL)
		return -1;
	bind_int(st, 1, source);
	return read_parts(s, st, keep, ret_rows, ret_n, e);
}

int
store_load_parts(struct store *s, struct arena *keep,
    struct part_row **ret_rows, size_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_PARTS_COUNTING, e);

	return st == NULL ? -1 : read_parts(s, st, keep, ret_rows, ret_n, e);
}

int
store_add_part(
    struct store *s, const struct part *part, int64_t *ret_id, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_PART_ADD, e);
	struct arena scratch = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	bind_cstr(st, 1, part->fingerprint);
	bind_cstr(st, 2, part->tail);
	columns_bind(st, 3, COLUMNS(part_columns), part, &scratch);
	rc = query_run(s, st, e);
	arena_release(&scratch);
	if (rc != 0)
		return err_while(e, "%.*s", STR_ARG(part->name));
	*ret_id = sqlite3_last_insert_rowid(s->db);
	return 0;
}

int
store_link_part(struct store *s, int64_t source, int64_t part, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_PART_LINK, e);

	if (st == NULL)
		return -1;
	bind_int(st, 1, source);
	bind_int(st, 2, part);
	return query_run(s, st, e);
}

int
store_choose_parts(struct store *s, const int64_t *ids, size_t n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_PARTS_CHOOSE, e);

	if (st == NULL || query_do(s, SQL_PARTS_CHOOSE_NONE, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		bind_int(st, 1, ids[i]);
		if (query_run(s, st, e) != 0)
			return -1;
	}
	return 0;
}

/* ---- counters ---- */

/* The place of a day in the list; made when it is not there. */
static struct day_hours *
hours_of(struct traffic_memory *m, int64_t day)
{
	size_t low = 0, high = m->hours.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (m->hours.v[mid].day < day)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < m->hours.n && m->hours.v[low].day == day)
		return &m->hours.v[low];
	vec_push(&m->keep, &m->hours);
	memmove(&m->hours.v[low + 1], &m->hours.v[low],
	    (m->hours.n - 1 - low) * sizeof *m->hours.v);
	m->hours.v[low] = (struct day_hours){ .day = day };
	return &m->hours.v[low];
}

/* Writes only what is news: the first few sites fill most hours. */
static int
note_hours(
    struct store *s, int64_t part, const struct site_day *day, struct err *e)
{
	struct traffic_memory *m = memory_of(s);
	struct day_hours *known;
	int64_t hours = 0;
	sqlite3_stmt *st;

	if (m->part != part) {
		m->part = part;
		m->hours.n = 0;
	}
	for (size_t i = 0; i < day->n; i++)
		hours |= INT64_C(1)
			 << (day->cells[i].at - day->day * MS_DAY) / MS_HOUR;
	known = hours_of(m, day->day);
	if ((hours & ~known->hours) == 0)
		return 0;
	known->hours |= hours;
	st = query_get(s, SQL_PART_HOURS_ADD, e);
	if (st == NULL)
		return -1;
	bind_int(st, 1, part);
	bind_int(st, 2, day->day);
	bind_int(st, 3, known->hours);
	return query_run(s, st, e);
}

static int
add_packed(struct store *s, enum sql_id id, int64_t part, int64_t site,
    const struct site_day *day, struct err *e)
{
	struct buf *packed = &memory_of(s)->packed;
	sqlite3_stmt *st = query_get(s, id, e);

	if (st == NULL)
		return -1;
	buf_clear(packed);
	counters_pack(day, packed);
	bind_int(st, 1, part);
	bind_int(st, 2, site);
	bind_int(st, 3, day->day);
	bind_blob(st, 4, buf_str(packed));
	return query_run(s, st, e);
}

const struct column traffic_columns[TRAFFIC_COLUMNS] = {
	{ COLUMN_INT64, offsetof(struct traffic, at), NULL },
	{ COLUMN_INT64, offsetof(struct traffic, hits), NULL },
	{ COLUMN_INT64, offsetof(struct traffic, views), NULL },
	{ COLUMN_INT64, offsetof(struct traffic, errors), NULL },
	{ COLUMN_INT64, offsetof(struct traffic, bytes), NULL },
	{ COLUMN_INT64, offsetof(struct traffic, robots), NULL },
	{ COLUMN_INT64, offsetof(struct traffic, redirects), NULL },
	{ COLUMN_INT64, offsetof(struct traffic, client_errors), NULL },
	{ COLUMN_INT64, offsetof(struct traffic, visits), NULL },
};

static int
add_local_days(struct store *s, int64_t part, int64_t site,
    const struct site_day *day, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_LOCAL_DAY_ADD, e);

	if (st == NULL)
		return -1;
	for (size_t i = 0; i < day->n; i++) {
		bind_int(st, 1, part);
		bind_int(st, 2, site);
		columns_bind(st, 3, traffic_columns, TRAFFIC_COLUMNS,
		    &day->cells[i], NULL);
		if (query_run(s, st, e) != 0)
			return -1;
	}
	return 0;
}

int
store_add_site_day(
    struct store *s, int64_t part, const struct site_day *day, struct err *e)
{
	struct traffic cells[24];
	struct site_day hours = *day;
	int64_t site;

	if (day->n == 0)
		return 0;
	if (find_site(s, day->site, &site, e) != 0)
		return -1;
	if (day->step_ms == MS_DAY)
		return add_local_days(s, part, site, day, e);
	if (day->step_ms == MS_MINUTE) {
		if (add_packed(s, SQL_SITE_MINUTES_ADD, part, site, day, e) !=
		    0)
			return -1;
		hours.cells = cells;
		hours.n = counters_hours(day->cells, day->n, cells);
		hours.step_ms = MS_HOUR;
	}
	if (add_packed(s, SQL_SITE_DAY_ADD, part, site, &hours, e) != 0)
		return -1;
	return note_hours(s, part, &hours, e);
}

int
store_add_visitors(struct store *s, int64_t part, struct str site, int64_t day,
    struct str sketch, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_VISITORS_ADD, e);
	int64_t id;

	if (st == NULL || find_site(s, site, &id, e) != 0)
		return -1;
	bind_int(st, 1, part);
	bind_int(st, 2, id);
	bind_int(st, 3, day);
	bind_blob(st, 4, sketch);
	return query_run(s, st, e);
}
