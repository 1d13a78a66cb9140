#include "flow/run_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "flow/case_load.h"
#include "flow/reading.h"
#include "store/sources.h"

struct importing {
	struct journey *j;
	struct store *store;
	struct reading reading;
	struct folder_file *files;
	size_t n_files;
	bool partial;              /* only named files */
	struct source_row *before; /* what counted until now */
	size_t n_before;
	struct map by_name;  /* of the files before */
	struct map by_bytes; /* kind, digest and rules of evidence -> holder */
	VEC(struct holder) holders;
	VEC(struct import_note) notes;
	bool changed;
};

/* The file that counts for certain bytes. */
struct holder {
	struct str file;
	int64_t id;
};

/* ---- what is there ---------------------------------------------------------
 */

static bool
same_path(const char *a, const char *b)
{
	char *ra = realpath(a, NULL), *rb = realpath(b, NULL);
	bool same = ra != NULL && rb != NULL && strcmp(ra, rb) == 0;

	free(ra);
	free(rb);
	return same;
}

static bool
wanted(const struct folder_file *f, char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(f->name, names[i]) || same_path(f->path, names[i]))
			return true;
	return false;
}

/* Keep only what was asked for, and case.yaml, by which it is read. */
static int
select_files(struct importing *m, char *const *names, size_t n, struct err *e)
{
	size_t kept = 0;

	for (size_t w = 0; w < n; w++) {
		bool found = false;

		for (size_t i = 0; i < m->n_files && !found; i++)
			found = wanted(&m->files[i], &names[w], 1);
		if (!found)
			return err_set(e, ERR_USAGE,
			    "\"%s\" is no file of the case folder \"%s\"",
			    names[w], m->j->dir);
	}
	for (size_t i = 0; i < m->n_files; i++)
		if (m->files[i].role == ROLE_CASE ||
		    wanted(&m->files[i], names, n))
			m->files[kept++] = m->files[i];
	m->n_files = kept;
	m->partial = true;
	return 0;
}

static const struct folder_file *
find_config(const struct importing *m)
{
	for (size_t i = 0; i < m->n_files; i++)
		if (m->files[i].role == ROLE_CASE)
			return &m->files[i];
	return NULL;
}

/* Contracts stand for themselves: their mistakes are told in any case. */
static int
complain_contracts(struct importing *m, struct err *e)
{
	for (size_t i = 0; i < m->n_files; i++)
		if (m->files[i].role == ROLE_CONTRACT &&
		    reading_contract(m->j, &m->files[i], e) != 0)
			return -1;
	return err_set(e, ERR_INPUT, "nothing was changed");
}

/*
 * The settings decide how everything else is read. Without them only the
 * contracts can be looked at.
 */
static int
begin_reading(struct importing *m, struct err *e)
{
	const struct folder_file *config = find_config(m);

	if (config != NULL && reading_begin(&m->reading, m->j, config, e) == 0)
		return 0;
	if (config != NULL && e->kind != ERR_INPUT)
		return -1;
	return complain_contracts(m, e);
}

static int
look(struct importing *m, char *const *names, size_t n, struct err *e)
{
	if (folder_list(m->j, &m->files, &m->n_files, e) != 0)
		return -1;
	if (n != 0 && select_files(m, names, n, e) != 0)
		return -1;
	if (begin_reading(m, e) != 0)
		return -1;
	for (size_t i = 0; i < m->n_files; i++) {
		m->files[i].read_as = reading_rules(&m->reading, &m->files[i]);
		if (reading_digest(&m->files[i], e) != 0)
			return -1;
	}
	return 0;
}

/* ---- what it was ------------------------------------------------------------
 */

static struct str
bytes_key(
    struct importing *m, const char *kind, struct str sha256, struct str rules)
{
	return str_format(
	    m->j->keep, "%s %.*s %.*s", kind, STR_ARG(sha256), STR_ARG(rules));
}

static void
hold(struct importing *m, struct str key, struct str file, int64_t id)
{
	map_put(&m->by_bytes, key, (int64_t)m->holders.n);
	*vec_push(m->j->keep, &m->holders) = (struct holder){ file, id };
}

static bool
is_listed(const struct importing *m, struct str name)
{
	for (size_t i = 0; i < m->n_files; i++)
		if (str_eq(m->files[i].name, name))
			return true;
	return false;
}

static int
remember(struct importing *m, struct err *e)
{
	m->by_name.keep = m->by_bytes.keep = m->j->keep;
	if (store_load_sources(
		m->store, m->j->keep, &m->before, &m->n_before, e) != 0)
		return -1;
	for (size_t i = 0; i < m->n_before; i++) {
		const struct source_row *row = &m->before[i];
		char *kind = str_cstr(m->j->keep, row->source.kind);

		map_put(&m->by_name, row->source.file, (int64_t)i);
		if (m->partial && row->state == SOURCE_CURRENT &&
		    !is_listed(m, row->source.file))
			hold(m,
			    bytes_key(
				m, kind, row->source.sha256, row->read_as),
			    row->source.file, row->id);
	}
	return 0;
}

static const struct source_row *
before_of(const struct importing *m, struct str name)
{
	int64_t i = map_get(&m->by_name, name);

	return i < 0 ? NULL : &m->before[i];
}

/* ---- what becomes of it
 * ------------------------------------------------------ */

static struct import_note *
note(struct importing *m, struct str file, enum import_fate fate)
{
	struct import_note *n = vec_push(m->j->keep, &m->notes);

	n->file = file;
	n->fate = fate;
	return n;
}

/* From now on `id` is what this name stands for. */
static int
mark(struct importing *m, const struct folder_file *f, enum source_state state,
    int64_t id, struct err *e)
{
	const struct source_row *before = before_of(m, f->name);

	m->changed = true;
	if (before != NULL && before->state == SOURCE_CURRENT &&
	    before->id != id &&
	    store_mark_source(
		m->store, f->name, SOURCE_SUPERSEDED, before->id, id, e) != 0)
		return -1;
	return store_mark_source(m->store, f->name, state, id, 0, e);
}

static bool
unchanged(const struct importing *m, const struct folder_file *f,
    enum source_state state, int64_t id)
{
	const struct source_row *before = before_of(m, f->name);

	return before != NULL && before->state == state && before->id == id;
}

static int
take_same(struct importing *m, const struct folder_file *f,
    const struct holder *holder, struct err *e)
{
	bool known = unchanged(m, f, SOURCE_SAME, holder->id);

	note(m, f->name, known ? IMPORT_KNOWN : IMPORT_SAME)->twin =
	    holder->file;
	return known ? 0 : mark(m, f, SOURCE_SAME, holder->id, e);
}

static int
take_file(struct importing *m, const struct folder_file *f, struct err *e)
{
	struct str key =
	    bytes_key(m, f->kind_name, str_of(f->sha256), f->read_as);
	int64_t holder = f->evidence ? map_get(&m->by_bytes, key) : -1;
	enum import_fate fate = IMPORT_AGAIN;
	int64_t id;

	if (holder >= 0)
		return take_same(m, f, &m->holders.v[holder], e);
	if (store_find_source(
		m->store, f->name, f->sha256, f->read_as, &id, e) != 0)
		return -1;
	if (id == 0) {
		fate = IMPORT_READ;
		journey_moment(m->j, "before reading a file");
		if (reading_file(&m->reading, f, m->store, &id, e) != 0)
			return -1;
		journey_moment(m->j, "after reading a file");
	} else if (unchanged(m, f, SOURCE_CURRENT, id))
		fate = IMPORT_KNOWN;
	note(m, f->name, fate)->kind = f->kind_name;
	if (id == 0)
		return 0; /* it has complained */
	if (f->evidence)
		hold(m, key, f->name, id);
	return fate == IMPORT_KNOWN ? 0 : mark(m, f, SOURCE_CURRENT, id, e);
}

/* What counted and is not there any more stops counting. */
static int
take_leave(struct importing *m, struct err *e)
{
	struct map listed = { .keep = m->j->keep };

	for (size_t i = 0; i < m->n_files; i++)
		map_put(&listed, m->files[i].name, 1);
	for (size_t i = 0; i < m->n_before && !m->partial; i++) {
		const struct source_row *row = &m->before[i];

		if (map_get(&listed, row->source.file) >= 0)
			continue;
		note(m, row->source.file, IMPORT_GONE);
		m->changed = true;
		if (store_mark_source(m->store, row->source.file, SOURCE_GONE,
			row->id, 0, e) != 0)
			return -1;
	}
	return 0;
}

/* ---- the case as it would be
 * -------------------------------------------------- */

static void
count(struct importing *m, const struct dossier *dossier,
    struct import_result *ret)
{
	struct map sources = { .keep = m->j->keep };

	*ret = (struct import_result){ .notes = m->notes.v,
		.n_notes = m->notes.n,
		.changed = m->changed };
	for (size_t i = 0; i < dossier->n_sources; i++) {
		map_put(&sources, dossier->sources[i].file, (int64_t)i);
		ret->rows += dossier->sources[i].rows;
		ret->rejected += dossier->sources[i].rejected;
	}
	for (size_t i = 0; i < ret->n_notes; i++) {
		struct import_note *n = &ret->notes[i];
		int64_t at = map_get(&sources, n->file);

		if (at >= 0) {
			n->rows = dossier->sources[at].rows;
			n->rejected = dossier->sources[at].rejected;
		}
		ret->n_read += n->fate == IMPORT_READ;
		ret->n_known += n->fate == IMPORT_KNOWN;
		ret->n_gone += n->fate == IMPORT_GONE;
	}
}

static int
check_case(struct importing *m, struct import_result *ret_result, struct err *e)
{
	struct diags *d = &m->j->diags;
	struct dossier dossier;

	if (d->errors != 0)
		return complain_contracts(m, e);
	if (case_load(m->j, &m->reading.settings, d, &dossier, e) != 0)
		return d->errors == 0
			   ? -1
			   : err_set(e, ERR_INPUT, "nothing was changed");
	facts_check(&dossier, d);
	if (d->errors != 0)
		return err_set(e, ERR_INPUT, "nothing was changed");
	count(m, &dossier, ret_result);
	return 0;
}

static int
import_all(struct importing *m, struct import_result *ret_result, struct err *e)
{
	if (remember(m, e) != 0)
		return -1;
	for (size_t i = 0; i < m->n_files; i++)
		if (take_file(m, &m->files[i], e) != 0)
			return -1;
	if (take_leave(m, e) != 0)
		return -1;
	return check_case(m, ret_result, e);
}

/* A database that never held anything is not left behind. */
static void
forget_database(struct importing *m)
{
	static const char *const suffixes[] = { "", "-wal", "-shm" };

	store_close(m->j->store);
	m->j->store = NULL;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		struct str name = str_format(
		    m->j->keep, "%s%s", JOURNEY_DATABASE, suffixes[i]);

		unlink(file_join(m->j->keep, m->j->dir, name));
	}
}

int
run_import(struct journey *j, char *const *files, size_t n_files,
    struct import_result *ret_result, struct err *e)
{
	struct importing m = { .j = j };
	const char *path = journey_path(j, JOURNEY_DATABASE);
	bool fresh = !file_exists(path);

	if (look(&m, files, n_files, e) != 0)
		return -1;
	if (j->store == NULL &&
	    store_open(path, STORE_CREATE, &j->store, e) != 0)
		return -1;
	m.store = j->store;
	journey_moment(j, "database open");
	if (store_begin(m.store, e) != 0)
		return -1;
	if (import_all(&m, ret_result, e) != 0) {
		store_rollback(m.store);
		if (fresh)
			forget_database(&m);
		return -1;
	}
	journey_moment(j, "before the import is committed");
	if (store_commit(m.store, e) != 0) {
		store_rollback(m.store);
		return -1;
	}
	journey_moment(j, "after the import is committed");
	return 0;
}

int
run_check(struct journey *j, struct import_result *ret_result, struct err *e)
{
	struct importing m = { .j = j };
	int rc = -1;

	if (look(&m, NULL, 0, e) != 0)
		return -1;
	if (store_open(NULL, STORE_MEMORY, &j->store, e) != 0)
		return -1;
	m.store = j->store;
	if (store_begin(m.store, e) == 0)
		rc = import_all(&m, ret_result, e);
	store_rollback(m.store);
	journey_end(j);
	return rc;
}
