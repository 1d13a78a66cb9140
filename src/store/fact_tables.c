#include "store/fact_tables.h"

#include <string.h>

#include "store/fact_columns.h"
#include "store/sources.h"
#include "store/traffic_load.h"

/* ---- in ---- */

/* A fact within the database: version of the file and place in it. */
struct fact_key {
	int64_t source, seq;
};

static int
add_waits(
    struct store *s, struct fact_key key, const struct outage *o, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_WAITS_ADD, e);

	if (st == NULL)
		return -1;
	for (size_t i = 0; i < o->n_waits; i++) {
		bind_int(st, 1, key.source);
		bind_int(st, 2, key.seq);
		bind_int(st, 3, (int64_t)i);
		bind_int(st, 4, o->waits[i].from_at);
		bind_int(st, 5, o->waits[i].to_at);
		if (query_run(s, st, e) != 0)
			return -1;
	}
	return 0;
}

static int
add_row(struct store *s, const struct fact_table *t, struct fact_key key,
    const void *row, struct arena *scratch, struct err *e)
{
	const struct origin *from =
	    (const struct origin *)((const char *)row + t->origin);
	sqlite3_stmt *st = query_get(s, t->add, e);

	if (st == NULL)
		return -1;
	bind_int(st, 1, key.source);
	bind_int(st, 2, key.seq);
	bind_int(st, 3, from->line);
	columns_bind(st, 4, t->columns, t->n_columns, row, scratch);
	if (query_run(s, st, e) == 0)
		return 0;
	return err_while(
	    e, "%.*s:%lld", STR_ARG(from->file), (long long)from->line);
}

static int
add_outage(struct store *s, struct fact_key key, const struct outage *row,
    struct arena *scratch, struct err *e)
{
	struct outage o = *row;

	/* the run's clock is no fact */
	if (o.open)
		o.span.to_at = NO_INSTANT;
	if (add_row(s, &fact_tables[FACT_OUTAGES], key, &o, scratch, e) != 0)
		return -1;
	return add_waits(s, key, &o, e);
}

int
store_add_facts(struct store *s, enum fact_kind kind, int64_t source,
    const void *rows, size_t n, struct err *e)
{
	const struct fact_table *t = &fact_tables[kind];
	struct arena scratch = { 0 };
	struct arena_mark mark = arena_mark(&scratch);
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++) {
		const void *row = (const char *)rows + i * t->size;
		struct fact_key key = { source, (int64_t)i };

		rc = kind == FACT_OUTAGES
			 ? add_outage(s, key, row, &scratch, e)
			 : add_row(s, t, key, row, &scratch, e);
		arena_reset(&scratch, mark);
	}
	arena_release(&scratch);
	return rc;
}

/* ---- out ---- */

/* Everything about one loading. */
struct loading {
	struct store *store;
	struct dossier *dossier;
	const struct source_row *sources;
	size_t n_sources;
	struct arena scratch;
	const struct source_row **by_id; /* NULL: does not count */
	int64_t n_ids;
	VEC(struct fact_key) outages; /* keys, in the order of the dossier */
};

static void
index_sources(struct loading *l)
{
	for (size_t i = 0; i < l->n_sources; i++)
		if (l->sources[i].id >= l->n_ids)
			l->n_ids = l->sources[i].id + 1;
	l->by_id = arena_array(&l->scratch, (size_t)l->n_ids, sizeof *l->by_id);
	for (size_t i = 0; i < l->n_sources; i++)
		if (l->sources[i].state == SOURCE_CURRENT)
			l->by_id[l->sources[i].id] = &l->sources[i];
}

static const struct source_row *
source_of(const struct loading *l, int64_t id)
{
	return id >= 0 && id < l->n_ids ? l->by_id[id] : NULL;
}

/* So that no memory is left behind by growing. */
static int
count_rows(struct store *s, sqlite3_stmt *st, size_t *ret_n, struct err *e)
{
	size_t n = 0;
	int rc;

	while ((rc = query_next(s, st, e)) > 0)
		n++;
	*ret_n = n;
	return rc;
}

static int
load_table(struct loading *l, enum fact_kind kind, struct err *e)
{
	const struct fact_table *t = &fact_tables[kind];
	struct arena *keep = l->dossier->keep;
	sqlite3_stmt *st = query_get(l->store, t->all, e);
	size_t n = 0, cap = 0;
	char *rows;
	int rc;

	if (st == NULL || count_rows(l->store, st, &cap, e) != 0)
		return -1;
	rows = arena_array(keep, cap, t->size);
	while ((rc = query_next(l->store, st, e)) > 0) {
		struct origin *from;
		struct fact_key key = { sqlite3_column_int64(st, 0),
			sqlite3_column_int64(st, 1) };
		char *row;

		if (n == cap)
			BUG("a table grew while it was read");
		row = rows + n++ * t->size;
		from = (struct origin *)(row + t->origin);
		from->file = source_of(l, key.source)->source.file;
		from->line = sqlite3_column_int64(st, 2);
		columns_read(st, 3, t->columns, t->n_columns, row,
		    n == 1 ? NULL : row - t->size, keep);
		if (kind == FACT_OUTAGES)
			*vec_push(&l->scratch, &l->outages) = key;
	}
	if (rc != 0)
		return -1;
	memcpy((char *)l->dossier + t->rows, &rows, sizeof rows);
	memcpy((char *)l->dossier + t->n_rows, &n, sizeof n);
	return 0;
}

/* Both lists are in the same order. */
static int
load_waits(struct loading *l, struct err *e)
{
	sqlite3_stmt *st = query_get(l->store, SQL_WAITS_ALL, e);
	struct arena *keep = l->dossier->keep;
	VEC(struct span) waits = { 0 };
	size_t at = 0, begun = SIZE_MAX;
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(l->store, st, e)) > 0) {
		struct outage *o;

		while (
		    at < l->outages.n &&
		    (l->outages.v[at].source != sqlite3_column_int64(st, 0) ||
			l->outages.v[at].seq != sqlite3_column_int64(st, 1)))
			at++;
		if (at == l->outages.n)
			BUG("a wait of no outage");
		if (begun != at) {
			waits.v = NULL;
			waits.n = waits.cap = 0;
			begun = at;
		}
		*vec_push(keep, &waits) =
		    (struct span){ sqlite3_column_int64(st, 2),
			    sqlite3_column_int64(st, 3) };
		o = &l->dossier->outages[at];
		o->waits = waits.v;
		o->n_waits = waits.n;
	}
	return rc;
}

/* What is still open lasts until the run's clock, and never ends before it
 * began. */
static void
end_open(struct dossier *d)
{
	for (size_t i = 0; i < d->n_outages; i++) {
		struct outage *o = &d->outages[i];

		if (o->span.to_at != NO_INSTANT)
			continue;
		o->open = true;
		o->span.to_at = d->settings.as_of > o->span.from_at
				    ? d->settings.as_of
				    : o->span.from_at;
	}
}

static void
list_sources(const struct loading *l)
{
	struct dossier *d = l->dossier;

	d->sources = arena_array(d->keep, l->n_sources + 1, sizeof *d->sources);
	for (size_t i = 0; i < l->n_sources; i++)
		d->sources[i] = l->sources[i].source;
	d->n_sources = l->n_sources;
}

int
store_load(struct store *s, struct dossier *dossier, struct err *e)
{
	struct loading l = { .store = s, .dossier = dossier };
	struct source_row *sources;
	int rc = -1;

	if (store_load_sources(s, dossier->keep, &sources, &l.n_sources, e) !=
	    0)
		return -1;
	l.sources = sources;
	index_sources(&l);
	list_sources(&l);
	for (int kind = 0; kind < FACT_KINDS; kind++)
		if (load_table(&l, (enum fact_kind)kind, e) != 0)
			goto out;
	if (load_waits(&l, e) != 0 || traffic_load(s, dossier, e) != 0)
		goto out;
	end_open(dossier);
	rc = 0;
out:
	arena_release(&l.scratch);
	return rc;
}
