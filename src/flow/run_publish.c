#include "flow/run_publish.h"

#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/version.h"
#include "flow/case_load.h"
#include "report/report.h"
#include "store/derived.h"

struct publishing {
	struct journey *j;
	const struct dossier *dossier;
	struct langs langs;
	const char *dir; /* of the outputs */
	char inputs[DIGEST_HEX];
	struct output_row *before;
	size_t n_before;
	struct map by_file; /* of before */
	VEC(struct publish_note) notes;
	struct publish_result result;
};

/* One file to make: a report in one format. */
struct target {
	const struct report_job *job;
	const struct writer *writer;
	struct str file; /* "R2_c1_2013-04_it.pdf" */
	char input_sha256[DIGEST_HEX];
};

static struct publish_note *
note(struct publishing *p, struct str file, const char *kind,
    enum publish_fate fate)
{
	struct publish_note *n = vec_push(p->j->keep, &p->notes);

	n->file =
	    str_format(p->j->keep, "%s/%.*s", JOURNEY_REPORTS, STR_ARG(file));
	n->kind = kind;
	n->fate = fate;
	p->result.n_written += fate == PUBLISH_WRITTEN;
	p->result.n_kept += fate == PUBLISH_KEPT;
	p->result.n_failed += fate == PUBLISH_FAILED;
	p->result.n_orphans += fate == PUBLISH_ORPHAN;
	return n;
}

/* The file is named beside the reason, so the reason need not name it again. */
static struct str
reason(struct publishing *p, const struct target *t, const struct err *why)
{
	struct str text = str_dup(p->j->keep, str_of(why->text));
	struct str prefix =
	    str_format(p->j->keep, "report \"%.*s\": ", STR_ARG(t->job->stem));

	if (str_starts(text, str_cstr(p->j->keep, prefix)))
		return str_sub(text, prefix.n, text.n);
	return text;
}

static void
note_failure(
    struct publishing *p, const struct target *t, const struct err *why)
{
	struct publish_note *n = note(p, t->file, t->job->kind, PUBLISH_FAILED);

	n->why = reason(p, t, why);
	n->trouble = why->kind;
	if (why->kind > p->result.worst)
		p->result.worst = why->kind;
}

/* ---- what a file is made from
 * -------------------------------------------------- */

/*
 * Every page names the run, and the run stands for all inputs: so every report
 * depends on all of them, and on what it is.
 */
static void
digest_target(const struct publishing *p, struct target *t)
{
	struct arena scratch = { 0 };

	digest_bytes(
	    str_format(&scratch, "%s\n%s\n%.*s\n%.*s\n%s\n%s\n", p->inputs,
		t->job->kind, STR_ARG(t->file), STR_ARG(t->job->lang),
		MAKEGOOD_VERSION, p->j->overlay != NULL ? p->j->overlay : ""),
	    t->input_sha256);
	arena_release(&scratch);
}

static const struct output_row *
before_of(const struct publishing *p, struct str file)
{
	int64_t i = map_get(&p->by_file, file);

	return i < 0 ? NULL : &p->before[i];
}

static bool
holds(const char *path, struct str sha256)
{
	char now[DIGEST_HEX];
	struct err ignored;
	int64_t bytes;

	return file_exists(path) &&
	       digest_file(path, now, &bytes, &ignored) == 0 &&
	       str_is(sha256, now);
}

/*
 * The file is there, untouched, and made from the same. With an overlay this
 * cannot be known before it is made.
 */
static bool
up_to_date(const struct publishing *p, const struct target *t)
{
	const struct output_row *row = before_of(p, t->file);

	return p->j->overlay == NULL && row != NULL &&
	       str_is(row->input_sha256, t->input_sha256) &&
	       holds(file_join(p->j->keep, p->dir, t->file), row->sha256);
}

/* ---- making it
 * ------------------------------------------------------------------ */

static int
put_row(struct publishing *p, const struct target *t, const char *sha256,
    int64_t bytes, struct err *e)
{
	struct output_row row = { .file = t->file,
		.kind = str_of(t->job->kind),
		.subject = t->job->subject,
		.input_sha256 = str_of(t->input_sha256),
		.sha256 = str_of(sha256),
		.bytes = bytes };

	return store_put_output(p->j->store, &row, e);
}

/* 0 written, 1 the same bytes were there, -1 failed. */
static int
write_file(struct publishing *p, const struct target *t, const struct doc *doc,
    char sha256[DIGEST_HEX], int64_t *ret_bytes, struct err *e)
{
	char *path = file_join(p->j->keep, p->dir, t->file), *temp;

	if (file_begin(path, p->j->keep, &temp, e) != 0)
		return -1;
	if (t->writer->write(doc, temp, e) != 0 ||
	    digest_file(temp, sha256, ret_bytes, e) != 0) {
		file_abort(temp);
		return -1;
	}
	if (holds(path, str_of(sha256))) {
		file_abort(temp);
		return 1;
	}
	journey_moment(p->j, "before a report is there");
	if (file_commit(temp, path, e) != 0)
		return -1;
	journey_moment(p->j, "after a report is there");
	return 0;
}

static int
make_target(struct publishing *p, const struct target *t, const struct doc *doc,
    struct err *e)
{
	char sha256[DIGEST_HEX];
	struct err why;
	int64_t bytes;
	int rc = write_file(p, t, doc, sha256, &bytes, &why);

	if (rc < 0) {
		note_failure(p, t, &why);
		return 0;
	}
	note(
	    p, t->file, t->job->kind, rc == 0 ? PUBLISH_WRITTEN : PUBLISH_KEPT);
	return put_row(p, t, sha256, bytes, e);
}

#define MAX_FORMATS 4

_Static_assert(
    sizeof((struct report_job *)NULL)->formats == MAX_FORMATS * sizeof(char *),
    "targets of a job need as much room as its formats");

static struct str
file_of(struct arena *keep, const struct report_job *job, const char *format)
{
	const struct writer *w = writer_named(format);

	if (w == NULL)
		BUG("a report asks for a format that does not exist");
	return str_format(keep, "%.*s.%s", STR_ARG(job->stem), w->extension);
}

/* The files of a job that are to be made; the others are noted as kept. */
static size_t
find_targets(struct publishing *p, const struct report_job *job,
    struct target targets[MAX_FORMATS])
{
	size_t n = 0;

	for (size_t i = 0; i < MAX_FORMATS && job->formats[i] != NULL; i++) {
		struct target t = { .job = job };

		t.writer = writer_named(job->formats[i]);
		t.file = file_of(p->j->keep, job, job->formats[i]);
		digest_target(p, &t);
		if (up_to_date(p, &t))
			note(p, t.file, job->kind, PUBLISH_KEPT);
		else
			targets[n++] = t;
	}
	return n;
}

static int
do_job(struct publishing *p, const struct report_job *job, struct err *e)
{
	struct target targets[MAX_FORMATS];
	size_t n = find_targets(p, job, targets);
	struct arena scratch = { 0 };
	struct doc *doc;
	struct err why;
	int rc = 0;

	if (n == 0)
		return 0;
	if (report_build(job, p->dossier, &p->langs, &scratch, &doc, &why) !=
	    0) {
		for (size_t i = 0; i < n; i++)
			note_failure(p, &targets[i], &why);
	} else {
		for (size_t i = 0; i < n && rc == 0; i++)
			rc = make_target(p, &targets[i], doc, e);
	}
	arena_release(&scratch);
	return rc;
}

/* ---- what is there and belongs to nothing
 * ----------------------------------------- */

static int
plan_all(struct publishing *p, struct report_job **ret_jobs, size_t *ret_n,
    struct err *e)
{
	VEC(const char *) all = { 0 };

	for (const struct report_info *i = report_infos; i->name != NULL; i++)
		*vec_push(p->j->keep, &all) = i->name;
	*vec_push(p->j->keep, &all) = NULL;
	return report_plan(p->dossier, all.v, p->j->keep, ret_jobs, ret_n, e);
}

/*
 * A report written earlier that the case does not give any more, whatever
 * kinds are asked for: people may have sent it, so it stays, but they must
 * know.
 */
static int
find_orphans(struct publishing *p, struct err *e)
{
	struct map planned = { .keep = p->j->keep };
	struct report_job *jobs;
	size_t n;

	if (plan_all(p, &jobs, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		for (size_t f = 0;
		     f < MAX_FORMATS && jobs[i].formats[f] != NULL; f++)
			map_put(&planned,
			    file_of(p->j->keep, &jobs[i], jobs[i].formats[f]),
			    1);
	for (size_t i = 0; i < p->n_before; i++) {
		const struct output_row *row = &p->before[i];

		if (map_get(&planned, row->file) >= 0)
			continue;
		if (file_exists(file_join(p->j->keep, p->dir, row->file)))
			note(p, row->file, str_cstr(p->j->keep, row->kind),
			    PUBLISH_ORPHAN);
		else if (store_drop_output(p->j->store, row->file, e) != 0)
			return -1;
	}
	return 0;
}

/* ---- the journey
 * -------------------------------------------------------------------- */

static int
prepare(struct publishing *p, struct err *e)
{
	struct arena *keep = p->j->keep;

	p->dir = journey_path(p->j, JOURNEY_REPORTS);
	p->by_file.keep = keep;
	langs_open(&p->langs, p->j->overlay, keep);
	if (file_mkdirs(p->dir, e) != 0 ||
	    case_digest(p->j, p->inputs, e) != 0 ||
	    store_load_outputs(
		p->j->store, keep, &p->before, &p->n_before, e) != 0)
		return -1;
	for (size_t i = 0; i < p->n_before; i++)
		map_put(&p->by_file, p->before[i].file, (int64_t)i);
	return 0;
}

int
run_publish(struct journey *j, const struct dossier *dossier,
    const char *const *kinds, struct publish_result *ret_result, struct err *e)
{
	struct publishing p = { .j = j, .dossier = dossier };
	struct report_job *jobs;
	size_t n;

	if (journey_store(j, e) != 0 || prepare(&p, e) != 0 ||
	    report_plan(dossier, kinds, j->keep, &jobs, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (do_job(&p, &jobs[i], e) != 0)
			return -1;
		if (j->progress != NULL)
			j->progress(
			    "writing reports", (int64_t)i + 1, (int64_t)n);
	}
	if (find_orphans(&p, e) != 0)
		return -1;
	p.result.notes = p.notes.v;
	p.result.n_notes = p.notes.n;
	*ret_result = p.result;
	return 0;
}
