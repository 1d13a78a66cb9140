#include "store/printed.h"

#include "store/columns.h"

#define AT(member) offsetof(struct version_figure, member), NULL

static const struct column figure_columns[] = {
	{ COLUMN_TEXT, AT(name) },
	{ COLUMN_CURRENCY, AT(currency) },
	{ COLUMN_INT64, AT(value) },
};

/* The version of this row: the last one, or a new one. */
static struct printed_version *
version_of(struct arena *keep, sqlite3_stmt *st, struct printed_version *last)
{
	struct str incident = column_text(st, 0, keep);
	int64_t version = sqlite3_column_int64(st, 1);

	if (last != NULL && last->version == version &&
	    str_eq(last->incident, incident))
		return last;
	return NULL;
}

int
store_load_printed(struct store *s, struct arena *keep,
    struct printed_version **ret_versions, size_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_PRINTED_ALL, e);
	VEC(struct printed_version) all = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(s, st, e)) > 0) {
		struct printed_version *v =
		    version_of(keep, st, all.n > 0 ? &all.v[all.n - 1] : NULL);

		if (v == NULL) {
			v = vec_push(keep, &all);
			v->incident = column_text(st, 0, keep);
			v->version = sqlite3_column_int64(st, 1);
		}
		columns_read(st, 2, COLUMNS(figure_columns),
		    vec_push(keep, &v->figures), NULL, keep);
	}
	*ret_versions = all.v;
	*ret_n = all.n;
	return rc;
}

static int
drop(struct store *s, const struct printed_version *version, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_PRINTED_DROP, e);

	if (st == NULL)
		return -1;
	bind_text(st, 1, version->incident);
	bind_int(st, 2, version->version);
	return query_run(s, st, e);
}

int
store_put_printed(
    struct store *s, const struct printed_version *version, struct err *e)
{
	if (drop(s, version, e) != 0)
		return -1;
	for (size_t i = 0; i < version->figures.n; i++) {
		sqlite3_stmt *st = query_get(s, SQL_PRINTED_ADD, e);

		if (st == NULL)
			return -1;
		bind_text(st, 1, version->incident);
		bind_int(st, 2, version->version);
		bind_int(st, 3, (int64_t)i);
		columns_bind(st, 4, COLUMNS(figure_columns),
		    &version->figures.v[i], NULL);
		if (query_run(s, st, e) != 0)
			return -1;
	}
	return 0;
}
