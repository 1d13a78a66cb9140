#include "store/kept.h"

#include <stdio.h>

#include "store/columns.h"

#define AT(member) offsetof(struct ROW, member), NULL

#define ROW kept_row
static const struct column kept_columns[] = {
	{ COLUMN_TEXT, AT(period) },
	{ COLUMN_INT64, AT(part) },
	{ COLUMN_INT64, AT(from_at) },
	{ COLUMN_INT64, AT(to_at) },
	{ COLUMN_RATIO, AT(availability) },
	{ COLUMN_RATIO, AT(downtime) },
	{ COLUMN_INT64, AT(denominator_ms) },
	{ COLUMN_INT64, AT(credit_minor) },
	{ COLUMN_CURRENCY, AT(currency) },
};
#undef ROW

static bool
is_among(struct kept_but but, struct str period)
{
	for (size_t i = 0; i < but.n; i++)
		if (str_eq(but.v[i], period))
			return true;
	return false;
}

static int
load_used(struct store *s, int64_t id, struct arena *keep, struct kept_row *row,
    struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_KEPT_USED, e);
	VEC(struct used_allowance) used = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	bind_int(st, 1, id);
	while ((rc = query_next(s, st, e)) > 0)
		*vec_push(keep, &used) =
		    (struct used_allowance){ column_text(st, 0, keep),
			    sqlite3_column_int64(st, 1) };
	row->used = used.v;
	row->n_used = used.n;
	return rc;
}

int
store_load_kept(struct store *s, struct str service, struct kept_but but,
    struct arena *keep, struct kept_row **ret_rows, size_t *ret_n,
    struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_KEPT_OF_SERVICE, e);
	VEC(struct kept_row) rows = { 0 };
	VEC(int64_t) ids = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	bind_text(st, 1, service);
	while ((rc = query_next(s, st, e)) > 0) {
		struct kept_row row = { .used = NULL };

		columns_read(st, 1, COLUMNS(kept_columns), &row, NULL, keep);
		if (is_among(but, row.period))
			continue;
		*vec_push(keep, &rows) = row;
		*vec_push(keep, &ids) = sqlite3_column_int64(st, 0);
	}
	for (size_t i = 0; i < rows.n && rc == 0; i++)
		rc = load_used(s, ids.v[i], keep, &rows.v[i], e);
	*ret_rows = rows.v;
	*ret_n = rows.n;
	return rc;
}

int
store_load_kept_periods(struct store *s, struct kept_but but,
    struct arena *keep, struct str **ret_names, size_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_KEPT_PERIODS, e);
	VEC(struct str) names = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(s, st, e)) > 0) {
		struct str name = column_text(st, 0, keep);

		if (!is_among(but, name))
			*vec_push(keep, &names) = name;
	}
	*ret_names = names.v;
	*ret_n = names.n;
	return rc;
}

static int
keeps_any(struct store *s, struct kept_but but, bool *ret_any, struct err *e)
{
	struct arena scratch = { 0 };
	struct str *names;
	size_t n = 0;
	int rc = store_load_kept_periods(s, but, &scratch, &names, &n, e);

	*ret_any = n > 0;
	arena_release(&scratch);
	return rc;
}

/* ---- digest -----------------------------------------------------------------
 */

/* Digests of so much text are put together; the text itself may be huge. */
#define FOLD_BYTES ((size_t)1 << 20)

struct fold {
	struct buf text;
	char sha256[DIGEST_HEX];
};

/* The digest so far is the first line of the next text. */
static void
fold(struct fold *f)
{
	char sha256[DIGEST_HEX];

	digest_bytes(buf_str(&f->text), sha256);
	buf_clear(&f->text);
	buf_addf(&f->text, "%s\n", sha256);
	snprintf(f->sha256, sizeof f->sha256, "%s", sha256);
}

static int
fold_row(struct store *s, struct fold *f, sqlite3_stmt *st, struct err *e)
{
	struct arena scratch = { 0 };
	struct kept_row row = { .used = NULL };
	int rc;

	for (int i = 1; i < sqlite3_column_count(st); i++)
		buf_addf(
		    &f->text, "%.*s\t", STR_ARG(column_text(st, i, &scratch)));
	rc = load_used(s, sqlite3_column_int64(st, 0), &scratch, &row, e);
	for (size_t i = 0; i < row.n_used; i++)
		buf_addf(&f->text, "%.*s\t%lld\t", STR_ARG(row.used[i].kind),
		    (long long)row.used[i].ms);
	buf_addc(&f->text, '\n');
	if (buf_str(&f->text).n > FOLD_BYTES / 2)
		fold(f);
	arena_release(&scratch);
	return rc;
}

int
store_digest_kept(struct store *s, struct kept_but but,
    char ret_sha256[DIGEST_HEX], struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_KEPT_ALL, e);
	struct arena scratch = { 0 };
	struct arena_mark mark = arena_mark(&scratch);
	struct fold f = { .sha256 = "" };
	bool any;
	int rc;

	if (st == NULL || keeps_any(s, but, &any, e) != 0)
		return -1;
	ret_sha256[0] = '\0';
	if (!any)
		return 0;
	buf_init(&f.text, FOLD_BYTES);
	while ((rc = query_next(s, st, e)) > 0) {
		bool kept = !is_among(but, column_text(st, 1, &scratch));

		arena_reset(&scratch, mark);
		if (kept && fold_row(s, &f, st, e) != 0) {
			sqlite3_reset(st);
			rc = -1;
			break;
		}
	}
	fold(&f);
	snprintf(ret_sha256, DIGEST_HEX, "%s", f.sha256);
	buf_release(&f.text);
	arena_release(&scratch);
	return rc;
}

/* ---- forgetting -------------------------------------------------------------
 */

static int
drop_one(struct store *s, struct str period, struct err *e)
{
	/* what refers to something goes before it */
	static const enum sql_id order[] = { SQL_DROP_TRACES_OF,
		SQL_DROP_LINES_OF, SQL_DROP_EXCLUSIONS_OF,
		SQL_DROP_SETTLEMENTS_OF };

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		sqlite3_stmt *st = query_get(s, order[i], e);

		if (st == NULL)
			return -1;
		bind_text(st, 1, period);
		if (query_run(s, st, e) != 0)
			return -1;
	}
	return 0;
}

int
store_drop_periods(struct store *s, struct kept_but periods, struct err *e)
{
	static const enum sql_id all[] = { SQL_DROP_TRACES, SQL_DROP_LINES,
		SQL_DROP_EXCLUSIONS, SQL_DROP_SETTLEMENTS };
	bool any;

	/* forgetting all is much faster than forgetting most */
	if (keeps_any(s, periods, &any, e) != 0)
		return -1;
	for (size_t i = 0; i < periods.n && any; i++)
		if (drop_one(s, periods.v[i], e) != 0)
			return -1;
	for (size_t i = 0; i < sizeof all / sizeof *all && !any; i++)
		if (query_do(s, all[i], e) != 0)
			return -1;
	return 0;
}
