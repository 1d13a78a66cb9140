#include "store/sources.h"

#include "store/columns.h"

static const char *const state_names[] = { "current", "superseded", "same",
	"gone", NULL };

static const struct column source_columns[] = {
	{ COLUMN_TEXT, offsetof(struct source, zone), NULL },
	{ COLUMN_INT64, offsetof(struct source, bytes), NULL },
	{ COLUMN_INT64, offsetof(struct source, rows), NULL },
	{ COLUMN_INT64, offsetof(struct source, rejected), NULL },
	{ COLUMN_INT64, offsetof(struct source, duplicates), NULL },
	{ COLUMN_INSTANT, offsetof(struct source, first_at), NULL },
	{ COLUMN_INSTANT, offsetof(struct source, last_at), NULL },
	{ COLUMN_TEXT, offsetof(struct source, policy), NULL },
};

int
store_find_source(struct store *s, struct str name, const char *sha256,
    struct str read_as, int64_t *ret_id, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_SOURCE_FIND, e);

	if (st == NULL)
		return -1;
	bind_text(st, 1, name);
	bind_cstr(st, 2, sha256);
	bind_text(st, 3, read_as);
	return query_number(s, st, 0, ret_id, e);
}

int
store_add_source(struct store *s, const struct source *source,
    struct str read_as, int64_t *ret_id, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_SOURCE_ADD, e);
	struct arena scratch = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	bind_text(st, 1, source->file);
	bind_text(st, 2, source->kind);
	bind_text(st, 3, source->sha256);
	bind_text(st, 4, read_as);
	columns_bind(st, 5, COLUMNS(source_columns), source, &scratch);
	rc = query_run(s, st, e);
	arena_release(&scratch);
	if (rc == 0)
		*ret_id = sqlite3_last_insert_rowid(s->db);
	return rc;
}

int
store_mark_source(struct store *s, struct str name, enum source_state state,
    int64_t id, int64_t superseded_by, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_SOURCE_MARK, e);

	if (st == NULL)
		return -1;
	bind_text(st, 1, name);
	bind_cstr(st, 2, state_names[state]);
	bind_int(st, 3, id);
	if (superseded_by != 0)
		bind_int(st, 4, superseded_by);
	return query_run(s, st, e);
}

/* A repeated file brings no rows of its own: all of them are duplicates. */
static void
repeat(struct source *source)
{
	source->duplicates += source->rows;
	source->rows = 0;
	source->rejected = 0;
}

int
store_load_sources(struct store *s, struct arena *keep,
    struct source_row **ret_rows, size_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_SOURCE_CURRENT, e);
	VEC(struct source_row) rows = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(s, st, e)) > 0) {
		struct source_row *row = vec_push(keep, &rows);
		struct str state = column_text(st, 1, keep);

		row->source.file = column_text(st, 0, keep);
		row->state = str_is(state, state_names[SOURCE_SAME])
				 ? SOURCE_SAME
				 : SOURCE_CURRENT;
		row->id = sqlite3_column_int64(st, 2);
		row->source.kind = column_text(st, 3, keep);
		row->source.sha256 = column_text(st, 4, keep);
		row->read_as = column_text(st, 5, keep);
		columns_read(
		    st, 6, COLUMNS(source_columns), &row->source, NULL, keep);
		if (row->state == SOURCE_SAME)
			repeat(&row->source);
	}
	if (rc != 0)
		return -1;
	*ret_rows = rows.v;
	*ret_n = rows.n;
	return 0;
}

int
store_add_text(struct store *s, int64_t source, struct str text, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_SOURCE_TEXT_ADD, e);

	if (st == NULL)
		return -1;
	bind_int(st, 1, source);
	bind_text(st, 2, text);
	return query_run(s, st, e);
}

int
store_load_texts(struct store *s, struct arena *keep,
    struct source_text **ret_texts, size_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_SOURCE_TEXTS, e);
	VEC(struct source_text) texts = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(s, st, e)) > 0) {
		struct source_text *t = vec_push(keep, &texts);

		t->file = column_text(st, 0, keep);
		t->kind = column_text(st, 1, keep);
		t->sha256 = column_text(st, 2, keep);
		t->text = column_text(st, 3, keep);
	}
	if (rc != 0)
		return -1;
	*ret_texts = texts.v;
	*ret_n = texts.n;
	return 0;
}

int
store_add_reject(struct store *s, int64_t source, int64_t seq,
    const struct reject_row *reject, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_REJECT_ADD, e);

	if (st == NULL)
		return -1;
	bind_int(st, 1, source);
	bind_int(st, 2, seq);
	bind_int(st, 3, reject->line);
	bind_int(st, 4, reject->from_byte);
	bind_int(st, 5, reject->to_byte);
	bind_text(st, 6, reject->reason);
	bind_text(st, 7, reject->excerpt);
	return query_run(s, st, e);
}
