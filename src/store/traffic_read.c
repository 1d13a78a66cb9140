#include "store/traffic_read.h"

#include <stdlib.h>
#include <string.h>

#include "store/traffic_memory.h"

#define BYTES_USUAL ((size_t)64 << 20)

/* ---- the sites, by name ---- */

struct site_name {
	int64_t id;
	struct str name;
};

struct reading {
	struct store *store;
	const struct traffic_wanted *wanted;
	struct arena keep; /* names and sizes */
	VEC(struct site_name) sites;
	int64_t *place; /* by id; -1: not wanted */
	int64_t n_ids;
	size_t *bytes; /* by place: what its pieces take */
};

static int
load_names(struct reading *r, struct err *e)
{
	sqlite3_stmt *st = query_get(r->store, SQL_SITES_ALL, e);
	const struct map *only = r->wanted->sites;
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(r->store, st, e)) > 0) {
		int64_t id = sqlite3_column_int64(st, 0);
		struct str name = { (const char *)sqlite3_column_text(st, 1),
			(size_t)sqlite3_column_bytes(st, 1) };

		if (id < 0 || id > SITE_ID_MAX ||
		    (only != NULL && map_get(only, name) < 0))
			continue;
		*vec_push(&r->keep, &r->sites) =
		    (struct site_name){ id, str_dup(&r->keep, name) };
		if (id >= r->n_ids)
			r->n_ids = id + 1;
	}
	if (rc != 0)
		return -1;
	r->place = arena_array(&r->keep, (size_t)r->n_ids, sizeof *r->place);
	memset(r->place, 0xff, (size_t)r->n_ids * sizeof *r->place);
	for (size_t i = 0; i < r->sites.n; i++)
		r->place[r->sites.v[i].id] = (int64_t)i;
	r->bytes = arena_array(&r->keep, r->sites.n, sizeof *r->bytes);
	return 0;
}

static int64_t
place_of(const struct reading *r, int64_t id)
{
	return id >= 0 && id < r->n_ids ? r->place[id] : -1;
}

/* ---- one pass over the tables ---- */

/* The sites of one pass: places [from, to). */
struct gathering {
	const struct reading *reading;
	size_t from, to;
	struct arena keep;
	VEC(struct piece) pieces;
	bool in_order;
	size_t bytes, most; /* gathered, and when it is too much */
};

static const struct {
	enum sql_id counting, of_part;
} tables[PIECE_KINDS] = {
	[PIECE_HOURS] = { SQL_SITE_DAYS_ALL, SQL_SITE_DAYS_OF },
	[PIECE_MINUTES] = { SQL_SITE_MINUTES_ALL, SQL_SITE_MINUTES_OF },
	[PIECE_LOCAL_DAY] = { SQL_LOCAL_DAYS_ALL, SQL_LOCAL_DAYS_OF },
	[PIECE_VISITORS] = { SQL_VISITORS_ALL, SQL_VISITORS_OF },
};

static sqlite3_stmt *
ask_table(const struct reading *r, enum piece_kind kind, struct err *e)
{
	int64_t part = r->wanted->part;
	sqlite3_stmt *st = query_get(r->store,
	    part != 0 ? tables[kind].of_part : tables[kind].counting, e);

	if (st != NULL && part != 0)
		bind_int(st, 1, part);
	return st;
}

static int
by_site(const void *pa, const void *pb)
{
	const struct piece *a = pa, *b = pb;

	if (a->site != b->site)
		return a->site < b->site ? -1 : 1;
	/* local days are read only where there is nothing else */
	if ((a->kind == PIECE_LOCAL_DAY) != (b->kind == PIECE_LOCAL_DAY))
		return a->kind == PIECE_LOCAL_DAY ? 1 : -1;
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return a->part < b->part ? -1 : a->part > b->part;
}

static void
take_piece(
    struct gathering *g, sqlite3_stmt *st, enum piece_kind kind, int64_t place)
{
	struct piece *p = vec_push(&g->keep, &g->pieces);

	p->part = sqlite3_column_int64(st, 0);
	p->site = (size_t)place;
	p->day = sqlite3_column_int64(st, 2);
	p->kind = kind;
	if (kind == PIECE_LOCAL_DAY) {
		struct traffic *t = arena_new(&g->keep, struct traffic);

		columns_read(
		    st, 2, traffic_columns, TRAFFIC_COLUMNS, t, NULL, &g->keep);
		p->packed = (struct str){ (const char *)t, sizeof *t };
	} else {
		p->packed = str_dup(&g->keep, column_blob(st, 3));
	}
	if (g->pieces.n > 1 && by_site(p - 1, p) > 0)
		g->in_order = false;
	g->bytes += 2 * sizeof *p + p->packed.n;
}

/* Ends early when it is too much. */
static int
gather_table(struct gathering *g, enum piece_kind kind, struct err *e)
{
	sqlite3_stmt *st = ask_table(g->reading, kind, e);
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(g->reading->store, st, e)) > 0) {
		int64_t place =
		    place_of(g->reading, sqlite3_column_int64(st, 1));

		if (place >= (int64_t)g->from && place < (int64_t)g->to)
			take_piece(g, st, kind, place);
		if (g->bytes > g->most) {
			sqlite3_reset(st);
			return 0;
		}
	}
	return rc;
}

static int
gather(struct gathering *g, struct err *e)
{
	g->in_order = true;
	for (int kind = 0; kind < PIECE_KINDS; kind++)
		if ((g->reading->wanted->kinds & PIECE_BIT(kind)) != 0 &&
		    gather_table(g, (enum piece_kind)kind, e) != 0)
			return -1;
	if (!g->in_order && g->bytes <= g->most)
		qsort(g->pieces.v, g->pieces.n, sizeof *g->pieces.v, by_site);
	return 0;
}

/* ---- all passes ---- */

static int
measure_table(struct reading *r, enum piece_kind kind, struct err *e)
{
	sqlite3_stmt *st = ask_table(r, kind, e);
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(r->store, st, e)) > 0) {
		int64_t place = place_of(r, sqlite3_column_int64(st, 1));

		if (place >= 0)
			r->bytes[place] +=
			    2 * sizeof(struct piece) +
			    (kind == PIECE_LOCAL_DAY
				    ? sizeof(struct traffic)
				    : (size_t)sqlite3_column_bytes(st, 3));
	}
	return rc;
}

static int
see_gathered(const struct gathering *g, see_site *see, void *arg, struct err *e)
{
	const struct piece *v = g->pieces.v;
	size_t to, n = g->pieces.n;
	int rc = 0;

	for (size_t from = 0; from < n && rc == 0; from = to) {
		struct site_pieces site = {
			g->reading->sites.v[v[from].site].name, &v[from], 0
		};

		for (to = from; to < n && v[to].site == v[from].site;)
			to++;
		site.n = to - from;
		rc = see(arg, &site, e);
	}
	return rc;
}

/* One pass over so many sites; nothing is seen when they are too much. */
static int
see_some(struct gathering *g, see_site *see, void *arg, struct err *e)
{
	int rc = gather(g, e);

	if (rc == 0 && g->bytes <= g->most)
		rc = see_gathered(g, see, arg, e);
	arena_release(&g->keep);
	return rc;
}

static size_t
bytes_at_once(const struct reading *r)
{
	return r->wanted->bytes != 0 ? r->wanted->bytes : BYTES_USUAL;
}

/* As many sites as fit, but one at least. */
static size_t
sites_of_pass(const struct reading *r, size_t from)
{
	size_t most = bytes_at_once(r);
	size_t to = from + 1, sum = r->bytes[from];

	while (to < r->sites.n && r->bytes[to] <= most &&
	       sum <= most - r->bytes[to])
		sum += r->bytes[to++];
	return to;
}

static int
see_by_turns(struct reading *r, see_site *see, void *arg, struct err *e)
{
	size_t to;
	int rc = 0;

	for (int kind = 0; kind < PIECE_KINDS; kind++)
		if ((r->wanted->kinds & PIECE_BIT(kind)) != 0 &&
		    measure_table(r, (enum piece_kind)kind, e) != 0)
			return -1;
	for (size_t from = 0; from < r->sites.n && rc == 0; from = to) {
		struct gathering g = {
			.reading = r, .from = from, .most = SIZE_MAX
		};

		to = g.to = sites_of_pass(r, from);
		rc = see_some(&g, see, arg, e);
	}
	return rc;
}

/* Mostly all of it fits. */
static int
read_all(struct reading *r, see_site *see, void *arg, struct err *e)
{
	struct gathering g = { .reading = r, .most = bytes_at_once(r) };
	int rc;

	if (load_names(r, e) != 0)
		return -1;
	g.to = r->sites.n;
	rc = see_some(&g, see, arg, e);
	return rc == 0 && g.bytes > g.most ? see_by_turns(r, see, arg, e) : rc;
}

int
traffic_each_site(struct store *s, const struct traffic_wanted *wanted,
    see_site *see, void *arg, struct err *e)
{
	struct reading r = { .store = s, .wanted = wanted };
	int rc;

	/* with a million names, what is in mind and what is read are much */
	traffic_forget(s);
	rc = read_all(&r, see, arg, e);
	arena_release(&r.keep);
	return rc;
}

/* ---- one day of one site ---- */

static int
unpack(const struct piece *p, struct traffic *to, size_t *ret_n,
    int64_t *ret_step_ms, struct err *e)
{
	int64_t step = p->kind == PIECE_MINUTES ? MS_MINUTE : MS_HOUR;

	if (counters_unpack(p->packed, p->day, to, ret_n, ret_step_ms, e) != 0)
		return -1;
	if (*ret_step_ms != step)
		return err_set(e, ERR_INPUT,
		    "hours are minutes, or minutes "
		    "hours: the database is damaged");
	return 0;
}

static int
add_packed(const struct piece *v, size_t n, struct traffic *ret,
    struct site_day *day, struct err *e)
{
	struct traffic one[COUNTERS_MAX_CELLS];
	bool there[COUNTERS_MAX_CELLS] = { false };
	size_t m;

	if (n == 1)
		return unpack(v, ret, &day->n, &day->step_ms, e);
	for (size_t i = 0; i < n; i++) {
		if (unpack(&v[i], one, &m, &day->step_ms, e) != 0)
			return -1;
		for (size_t k = 0; k < m; k++) {
			size_t bin = (size_t)((one[k].at - v[0].day * MS_DAY) /
					      day->step_ms);

			if (there[bin])
				counters_add(&ret[bin], &one[k]);
			else
				ret[bin] = one[k];
			there[bin] = true;
		}
	}
	for (size_t bin = 0; bin < COUNTERS_MAX_CELLS; bin++)
		if (there[bin])
			ret[day->n++] = ret[bin];
	return 0;
}

static void
add_totals(
    const struct piece *v, size_t n, struct traffic *ret, struct site_day *day)
{
	int64_t past = v[0].day % MS_DAY;

	*ret = (struct traffic){ .at = v[0].day };
	for (size_t i = 0; i < n; i++) {
		struct traffic t;

		memcpy(&t, v[i].packed.p, sizeof t);
		counters_add(ret, &t);
	}
	day->step_ms = MS_DAY;
	day->day = (v[0].day - (past < 0 ? past + MS_DAY : past)) / MS_DAY;
	day->n = 1;
}

int
traffic_add_up(struct str site, const struct piece *v, size_t n,
    struct traffic *cells, struct site_day *ret_day, struct err *e)
{
	*ret_day =
	    (struct site_day){ .site = site, .day = v[0].day, .cells = cells };
	if (v[0].kind == PIECE_LOCAL_DAY)
		add_totals(v, n, cells, ret_day);
	else if (add_packed(v, n, cells, ret_day, e) != 0)
		return err_while(e, "traffic of %.*s", STR_ARG(site));
	return 0;
}

size_t
traffic_alike(const struct piece *v, size_t n)
{
	size_t i = 0;

	while (i < n && v[i].day == v[0].day && v[i].kind == v[0].kind)
		i++;
	return i;
}

int
traffic_each_day(
    const struct site_pieces *site, see_site_day *see, void *arg, struct err *e)
{
	struct traffic cells[COUNTERS_MAX_CELLS];
	const struct piece *v = site->v;
	struct site_day day;
	size_t n, n_hours = 0;
	int rc = 0;

	for (size_t i = 0; i < site->n && rc == 0; i += n) {
		n = traffic_alike(&v[i], site->n - i);
		if (v[i].kind == PIECE_HOURS)
			n_hours = n;
		else if (v[i].kind == PIECE_MINUTES && n != n_hours)
			continue; /* of some parts only */
		else if (v[i].kind != PIECE_MINUTES && v[0].kind != v[i].kind)
			break; /* hours tell more than totals */
		rc = traffic_add_up(site->site, &v[i], n, cells, &day, e);
		if (rc == 0)
			rc = see(arg, &day, e);
	}
	return rc;
}
