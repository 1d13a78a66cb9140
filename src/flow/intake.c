#include "flow/intake.h"

#include <stdlib.h>
#include <string.h>

#include "flow/case_robots.h"

/* ---- what is there ---- */

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
select_files(struct intake *in, char *const *names, size_t n, struct err *e)
{
	size_t kept = 0;

	for (size_t w = 0; w < n; w++) {
		bool found = false;

		for (size_t i = 0; i < in->n_files && !found; i++)
			found = wanted(&in->files[i], &names[w], 1);
		if (!found)
			return err_set(e, ERR_USAGE,
			    "\"%s\" is no file of the case folder \"%s\"",
			    names[w], in->j->dir);
	}
	for (size_t i = 0; i < in->n_files; i++)
		if (in->files[i].role == ROLE_CASE ||
		    wanted(&in->files[i], names, n))
			in->files[kept++] = in->files[i];
	in->n_files = kept;
	in->partial = true;
	return 0;
}

static const struct folder_file *
find_config(const struct intake *in)
{
	for (size_t i = 0; i < in->n_files; i++)
		if (in->files[i].role == ROLE_CASE)
			return &in->files[i];
	return NULL;
}

int
intake_complain(struct intake *in, bool facts, struct err *e)
{
	for (size_t i = 0; i < in->n_files; i++) {
		const struct folder_file *f = &in->files[i];
		int rc = 0;

		if (f->role == ROLE_CONTRACT)
			rc = reading_contract(in->j, f, e);
		else if (facts && f->role == ROLE_FACTS &&
			 f->kind != SOURCE_TRAFFIC)
			rc = reading_blind(in->j, f, e);
		if (rc != 0)
			return -1;
	}
	return err_set(e, ERR_INPUT, "nothing was changed");
}

/*
 * The settings decide how everything else is read. Without them contracts and
 * tables are only looked at for their mistakes.
 */
static int
begin_reading(struct intake *in, struct err *e)
{
	const struct folder_file *config = find_config(in);

	if (config != NULL &&
	    reading_begin(&in->reading, in->j, config, e) == 0)
		return 0;
	if (config != NULL && e->kind != ERR_INPUT)
		return -1;
	return intake_complain(in, true, e);
}

int
intake_look(struct intake *in, char *const *names, size_t n, struct err *e)
{
	struct folder_file *all;
	size_t n_all;

	if (folder_list(in->j, &in->files, &in->n_files, e) != 0)
		return -1;
	n_all = in->n_files;
	all = arena_array(in->j->keep, n_all + 1, sizeof *all);
	if (n_all != 0)
		memcpy(all, in->files, n_all * sizeof *all);
	if (n != 0 && select_files(in, names, n, e) != 0)
		return -1;
	if (begin_reading(in, e) != 0 ||
	    reading_knows(&in->reading, all, n_all, e) != 0)
		return -1;
	if (!in->partial)
		case_robots_list(in->j, in->reading.settings.robots, &in->files,
		    &in->n_files);
	for (size_t i = 0; i < in->n_files; i++) {
		in->files[i].read_as =
		    reading_rules(&in->reading, &in->files[i]);
		if (reading_digest(&in->files[i], e) != 0)
			return -1;
	}
	return 0;
}

/* ---- what it was ---- */

static struct str
bytes_key(
    struct intake *in, const char *kind, struct str sha256, struct str rules)
{
	return str_format(
	    in->j->keep, "%s %.*s %.*s", kind, STR_ARG(sha256), STR_ARG(rules));
}

static void
hold(struct intake *in, struct str key, struct str file, int64_t id)
{
	map_put(&in->by_bytes, key, (int64_t)in->holders.n);
	*vec_push(in->j->keep, &in->holders) = (struct holder){ file, id };
}

bool
intake_listed(const struct intake *in, struct str name)
{
	for (size_t i = 0; i < in->n_files; i++)
		if (str_eq(in->files[i].name, name))
			return true;
	return false;
}

static int
remember(struct intake *in, struct err *e)
{
	in->by_name.keep = in->by_bytes.keep = in->j->keep;
	if (store_load_sources(
		in->store, in->j->keep, &in->before, &in->n_before, e) != 0)
		return -1;
	for (size_t i = 0; i < in->n_before; i++) {
		const struct source_row *row = &in->before[i];
		char *kind = str_cstr(in->j->keep, row->source.kind);

		map_put(&in->by_name, row->source.file, (int64_t)i);
		if (in->partial && row->state == SOURCE_CURRENT &&
		    !intake_listed(in, row->source.file))
			hold(in,
			    bytes_key(
				in, kind, row->source.sha256, row->read_as),
			    row->source.file, row->id);
	}
	return 0;
}

static const struct source_row *
version_before(const struct intake *in, struct str name)
{
	int64_t i = map_get(&in->by_name, name);

	return i < 0 ? NULL : &in->before[i];
}

/* ---- what becomes of it ---- */

static struct import_note *
note(struct intake *in, struct str file, enum import_fate fate)
{
	struct import_note *n = vec_push(in->j->keep, &in->notes);

	n->file = file;
	n->fate = fate;
	return n;
}

int
intake_mark(struct intake *in, const struct folder_file *f,
    enum source_state state, int64_t id, struct err *e)
{
	const struct source_row *before = version_before(in, f->name);

	in->changed = true;
	if (before != NULL && before->state == SOURCE_CURRENT &&
	    before->id != id &&
	    store_mark_source(
		in->store, f->name, SOURCE_SUPERSEDED, before->id, id, e) != 0)
		return -1;
	return store_mark_source(in->store, f->name, state, id, 0, e);
}

bool
intake_unchanged(const struct intake *in, const struct folder_file *f,
    enum source_state state, int64_t id)
{
	const struct source_row *before = version_before(in, f->name);

	return before != NULL && before->state == state && before->id == id;
}

static int
take_same(struct intake *in, const struct folder_file *f,
    const struct holder *holder, struct err *e)
{
	bool known = intake_unchanged(in, f, SOURCE_SAME, holder->id);

	note(in, f->name, known ? IMPORT_KNOWN : IMPORT_SAME)->twin =
	    holder->file;
	return known ? 0 : intake_mark(in, f, SOURCE_SAME, holder->id, e);
}

static int
take_file(struct intake *in, const struct folder_file *f, struct err *e)
{
	struct str key =
	    bytes_key(in, f->kind_name, str_of(f->sha256), f->read_as);
	int64_t holder = f->evidence ? map_get(&in->by_bytes, key) : -1;
	enum import_fate fate = IMPORT_AGAIN;
	int64_t id;

	if (holder >= 0)
		return take_same(in, f, &in->holders.v[holder], e);
	if (store_find_source(
		in->store, f->name, f->sha256, f->read_as, &id, e) != 0)
		return -1;
	if (id == 0) {
		fate = IMPORT_READ;
		journey_moment(in->j, "before reading a file");
		if (reading_file(&in->reading, f, in->store, &id, e) != 0)
			return -1;
		journey_moment(in->j, "after reading a file");
	} else if (intake_unchanged(in, f, SOURCE_CURRENT, id))
		fate = IMPORT_KNOWN;
	note(in, f->name, fate)->kind = f->kind_name;
	if (id == 0)
		return 0; /* it has complained */
	if (f->evidence)
		hold(in, key, f->name, id);
	return fate == IMPORT_KNOWN ? 0
				    : intake_mark(in, f, SOURCE_CURRENT, id, e);
}

/* What counted and is not there any more stops counting. */
static int
take_leave(struct intake *in, struct err *e)
{
	struct map listed = { .keep = in->j->keep };

	for (size_t i = 0; i < in->n_files; i++)
		map_put(&listed, in->files[i].name, 1);
	for (size_t i = 0; i < in->n_before && !in->partial; i++) {
		const struct source_row *row = &in->before[i];

		if (map_get(&listed, row->source.file) >= 0 ||
		    engine_is_name(row->source.file))
			continue;
		note(in, row->source.file, IMPORT_GONE);
		in->changed = true;
		if (store_mark_source(in->store, row->source.file, SOURCE_GONE,
			row->id, 0, e) != 0)
			return -1;
	}
	return 0;
}

static int
take_tables(struct intake *in, struct err *e)
{
	for (size_t i = 0; i < in->n_files; i++) {
		const struct folder_file *f = &in->files[i];

		if (f->role == ROLE_FACTS && f->kind == SOURCE_TRAFFIC)
			note(in, f->name, IMPORT_READ)->kind = f->kind_name;
		else if (take_file(in, f, e) != 0)
			return -1;
	}
	return 0;
}

/* What was taken in is given up; complaints have been heard. */
static int
take_again(struct intake *in, struct err *e)
{
	struct diags heard = in->j->diags;
	int rc;

	if (store_begin(in->store, e) != 0)
		return -1;
	in->notes.n = in->holders.n = 0;
	in->by_name = in->by_bytes = (struct map){ 0 };
	in->changed = false;
	diags_init(&in->j->diags, in->j->keep);
	rc = remember(in, e);
	if (rc == 0)
		rc = take_tables(in, e);
	in->j->diags = heard;
	return rc;
}

static int
read_traffic(struct intake *in, struct err *e)
{
	int rc;

	store_rollback(in->store);
	rc = traffic_files_read(&in->traffic, e);
	in->kept_bytes = in->traffic.stored_bytes;
	if (rc == 0 && intake_engines_wanted(in))
		rc = intake_engines_fetch(in, e);
	if (in->engines != NULL && engines_kept(in->engines))
		in->kept_bytes = INT64_MAX;
	return rc == 0 ? take_again(in, e) : -1;
}

int
intake_take(struct intake *in, struct err *e)
{
	if (remember(in, e) != 0 || take_tables(in, e) != 0 ||
	    intake_traffic_look(in, e) != 0)
		return -1;
	if ((traffic_files_wanted(&in->traffic) || intake_engines_wanted(in)) &&
	    read_traffic(in, e) != 0)
		return -1;
	if (intake_traffic_count(in, e) != 0)
		return -1;
	return take_leave(in, e);
}
