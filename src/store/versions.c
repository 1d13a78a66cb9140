#include "store/versions.h"

#include <stdio.h>

#include "store/query.h"

int
store_versions_of(struct store *s, struct str name, const char *sha256,
    struct arena *keep, struct version_row **ret_rows, size_t *ret_n,
    struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_VERSIONS_OF, e);
	VEC(struct version_row) rows = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	bind_text(st, 1, name);
	bind_cstr(st, 2, sha256);
	while ((rc = query_next(s, st, e)) > 0) {
		struct version_row *row = vec_push(keep, &rows);

		row->id = sqlite3_column_int64(st, 0);
		row->read_as = column_text(st, 1, keep);
		row->first_at = column_instant(st, 2);
		row->last_at = column_instant(st, 3);
	}
	*ret_rows = rows.v;
	*ret_n = rows.n;
	return rc;
}

static void
read_part(sqlite3_stmt *st, struct arena *keep, const char *fingerprint,
    struct known_part *to)
{
	struct part *p = &to->row.part;

	to->row.id = sqlite3_column_int64(st, 0);
	p->from_byte = sqlite3_column_int64(st, 1);
	p->to_byte = sqlite3_column_int64(st, 2);
	p->lines = sqlite3_column_int64(st, 3);
	p->rejected = sqlite3_column_int64(st, 4);
	p->first_at = column_instant(st, 5);
	p->last_at = column_instant(st, 6);
	p->layer = column_text(st, 7, keep);
	p->read_as = column_text(st, 8, keep);
	snprintf(p->fingerprint, sizeof p->fingerprint, "%s", fingerprint);
	snprintf(
	    p->tail, sizeof p->tail, "%.*s", STR_ARG(column_text(st, 9, keep)));
	to->rules = column_text(st, 10, keep);
}

int
store_known_parts(struct store *s, const char *fingerprint, struct arena *keep,
    struct known_part **ret_parts, size_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_PARTS_KNOWN, e);
	VEC(struct known_part) parts = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	bind_cstr(st, 1, fingerprint);
	while ((rc = query_next(s, st, e)) > 0)
		read_part(st, keep, fingerprint, vec_push(keep, &parts));
	*ret_parts = parts.v;
	*ret_n = parts.n;
	return rc;
}

int
store_each_outage(struct store *s,
    void (*see)(void *arg, int64_t from_at, int64_t to_at), void *arg,
    struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_OUTAGE_SPANS, e);
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(s, st, e)) > 0)
		see(arg, sqlite3_column_int64(st, 0), column_instant(st, 1));
	return rc;
}

int
store_layers_meet(struct store *s, struct arena *keep, struct str *ret_site,
    struct str *ret_a, struct str *ret_b, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_LAYERS_NAMED, e);
	int64_t named;
	int rc;

	*ret_site = *ret_a = *ret_b = STR_NONE;
	if (st == NULL || query_number(s, st, 0, &named, e) != 0)
		return -1;
	if (named < 2)
		return 0;
	st = query_get(s, SQL_LAYERS_MEET, e);
	if (st == NULL)
		return -1;
	while ((rc = query_next(s, st, e)) > 0) {
		*ret_site = column_text(st, 0, keep);
		*ret_a = column_text(st, 1, keep);
		*ret_b = column_text(st, 2, keep);
	}
	return rc;
}

int
store_days_left_out(struct store *s, struct arena *keep, struct str *ret_site,
    int64_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_DAYS_LEFT_OUT, e);
	int rc;

	*ret_site = STR_NONE;
	*ret_n = 0;
	if (st == NULL)
		return -1;
	while ((rc = query_next(s, st, e)) > 0) {
		*ret_site = column_text(st, 0, keep);
		*ret_n = sqlite3_column_int64(st, 1);
	}
	return rc;
}
