#include "flow/run_import.h"

#include <unistd.h>

#include "base/utf8.h"
#include "flow/case_load.h"
#include "flow/case_settle.h"
#include "flow/intake.h"

#define MAX_QUOTED_BYTES ((size_t)4 << 20)
/* So much traffic is not read again because a table has a mistake. */
#define WORTH_KEEPING (INT64_C(64) << 20)

static void
count(
    struct intake *in, const struct dossier *dossier, struct import_result *ret)
{
	struct map sources = { .keep = in->j->keep };

	*ret = (struct import_result){ .notes = in->notes.v,
		.n_notes = in->notes.n,
		.changed = in->changed };
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
		ret->n_again += n->fate == IMPORT_AGAIN;
		ret->n_same += n->fate == IMPORT_SAME;
		ret->n_gone += n->fate == IMPORT_GONE;
	}
}

/*
 * Complaints quote the line they are about. Files that were read just now have
 * left their text; those known already are looked up.
 */
static void
lend_texts(const struct intake *in, struct diags *d)
{
	for (size_t i = 0; i < in->n_files; i++) {
		const struct folder_file *f = &in->files[i];
		struct err ignored;
		struct str text;
		size_t bad;

		if (f->role == ROLE_FACTS && f->kind != SOURCE_TRAFFIC &&
		    f->bytes <= (int64_t)MAX_QUOTED_BYTES &&
		    in->notes.v[i].fate != IMPORT_READ &&
		    file_read(f->path, MAX_QUOTED_BYTES, in->j->keep, &text,
			&ignored) == 0 &&
		    utf8_ok(text, &bad))
			diags_text(d, f->name, text);
	}
}

static void
check_facts(
    const struct intake *in, const struct dossier *dossier, struct diags *d)
{
	struct diags probe;

	diags_init(&probe, in->j->keep);
	facts_check(dossier, &probe);
	if (probe.errors + probe.warnings == 0)
		return;
	lend_texts(in, d);
	facts_check(dossier, d);
}

static int
check_case(struct intake *in, struct import_result *ret_result, struct err *e)
{
	struct diags *d = &in->j->diags;
	struct dossier dossier;

	/* the facts have complained while they were read */
	if (d->errors != 0)
		return intake_complain(in, false, e);
	if (case_load(in->j, &in->reading.settings, d, &dossier, e) != 0)
		return d->errors == 0
			   ? -1
			   : err_set(e, ERR_INPUT, "nothing was changed");
	check_facts(in, &dossier, d);
	if (d->errors != 0)
		return err_set(e, ERR_INPUT, "nothing was changed");
	count(in, &dossier, ret_result);
	return 0;
}

static int
import_all(struct intake *in, struct import_result *ret_result, struct err *e)
{
	if (intake_take(in, e) != 0)
		return -1;
	return check_case(in, ret_result, e);
}

/* A database that never held anything to speak of is not left behind. */
static void
forget_database(struct intake *in)
{
	static const char *const suffixes[] = { "", "-wal", "-shm" };

	store_close(in->j->store);
	in->j->store = NULL;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		struct str name = str_format(
		    in->j->keep, "%s%s", JOURNEY_DATABASE, suffixes[i]);

		unlink(file_join(in->j->keep, in->j->dir, name));
	}
}

int
run_import(struct journey *j, char *const *files, size_t n_files,
    struct import_result *ret_result, struct err *e)
{
	struct intake in = { .j = j };
	const char *path = journey_path(j, JOURNEY_DATABASE);
	bool fresh;

	if (journey_lock(j, e) != 0 || intake_look(&in, files, n_files, e) != 0)
		return -1;
	fresh = !file_exists(path);
	if (j->store == NULL &&
	    store_open(path, STORE_CREATE, &j->store, e) != 0)
		return -1;
	in.store = j->store;
	journey_moment(j, "database open");
	if (store_begin(in.store, e) != 0)
		return -1;
	if (import_all(&in, ret_result, e) != 0) {
		store_rollback(in.store);
		if (fresh && in.kept_bytes < WORTH_KEEPING)
			forget_database(&in);
		return -1;
	}
	journey_moment(j, "before the import is committed");
	if (store_commit(in.store, e) != 0) {
		store_rollback(in.store);
		return -1;
	}
	journey_moment(j, "after the import is committed");
	return 0;
}

/*
 * Some contradictions between terms and facts show only when they meet. The
 * case has just been loaded once, so its own complaints are known.
 */
static int
try_settling(struct journey *j, struct err *e)
{
	struct settle_wish wish = { .copy = COPY_FIGURES };
	struct dossier dossier;
	struct diags known;

	diags_init(&known, j->keep);
	if (case_load(j, NULL, &known, &dossier, e) != 0)
		return -1;
	return case_settle(j, &dossier, &wish, &j->diags, e);
}

int
run_check(struct journey *j, struct import_result *ret_result, struct err *e)
{
	struct intake in = { .j = j, .trial = true };
	int rc = -1;

	if (intake_look(&in, NULL, 0, e) != 0)
		return -1;
	if (store_open(NULL, STORE_MEMORY, &j->store, e) != 0)
		return -1;
	in.store = j->store;
	if (store_begin(in.store, e) == 0)
		rc = import_all(&in, ret_result, e);
	if (rc == 0)
		rc = try_settling(j, e);
	store_rollback(in.store);
	journey_end(j);
	return rc;
}
