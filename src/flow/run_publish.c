#include "flow/run_publish.h"

#include "base/map.h"
#include "domain/version_figures.h"
#include "flow/case_load.h"
#include "flow/target.h"
#include "store/derived.h"
#include "store/printed.h"

/* A file that is written and waits for its name. */
struct waiting {
	struct target target;
	struct target_result result;
	size_t note; /* index */
};

#define MOST_WAITING 128 /* files; flushing costs as much as some ten */

struct publishing {
	struct journey *j;
	const struct dossier *dossier;
	struct langs langs;
	const char *dir; /* of the outputs */
	char inputs[DIGEST_HEX];
	struct output_row *before;
	size_t n_before;
	struct map by_file; /* of before */
	struct str *past;   /* periods settled earlier */
	size_t n_past;
	VEC(struct publish_note) notes;
	VEC(const struct incident *) printed; /* their reports were made */
	struct waiting waiting[MOST_WAITING];
	size_t n_waiting;
	struct publish_result result;
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
tell_failure(struct publishing *p, struct publish_note *n,
    const struct target *t, const struct err *why)
{
	n->why = reason(p, t, why);
	n->trouble = why->kind;
	if (why->kind > p->result.worst)
		p->result.worst = why->kind;
}

static void
note_failure(
    struct publishing *p, const struct target *t, const struct err *why)
{
	tell_failure(p, note(p, t->file, t->job->kind, PUBLISH_FAILED), t, why);
}

static const struct output_row *
before_of(const struct publishing *p, struct str file)
{
	int64_t i = map_get(&p->by_file, file);

	return i < 0 ? NULL : &p->before[i];
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
	       target_holds(t, row->sha256);
}

/* ---- making it ---- */

static int
put_row(struct publishing *p, const struct target *t,
    const struct target_result *r, struct err *e)
{
	struct output_row row = { .file = t->file,
		.kind = str_of(t->job->kind),
		.subject = t->job->subject,
		.input_sha256 = str_of(t->input_sha256),
		.sha256 = str_of(r->sha256),
		.bytes = r->bytes };

	return store_put_output(p->j->store, &row, e);
}

static void
failed_late(
    struct publishing *p, const struct waiting *w, const struct err *why)
{
	struct publish_note *n = &p->notes.v[w->note];

	n->fate = PUBLISH_FAILED;
	p->result.n_written--;
	p->result.n_failed++;
	tell_failure(p, n, &w->target, why);
}

/* What waits gets its name: never before its bytes are on the disk. */
static int
name_waiting(struct publishing *p, struct err *e)
{
	struct err why;
	bool flushed = p->n_waiting == 0 || file_flush_all(p->dir, &why) == 0;
	size_t n = p->n_waiting;

	p->n_waiting = 0;
	for (size_t i = 0; i < n; i++) {
		const struct waiting *w = &p->waiting[i];

		if (!flushed)
			file_abort(w->result.temp);
		if (!flushed ||
		    target_name(&w->target, p->j, &w->result, &why) != 0)
			failed_late(p, w, &why);
		else if (put_row(p, &w->target, &w->result, e) != 0)
			return -1;
	}
	return n == 0 || !flushed ? 0 : file_flush_dir(p->dir, e);
}

static int
make_target(struct publishing *p, const struct target *t, const struct doc *doc,
    struct err *e)
{
	struct target_result r;
	struct err why;

	if (target_write(t, p->j, doc, &r, &why) != 0) {
		note_failure(p, t, &why);
		return 0;
	}
	note(p, t->file, t->job->kind,
	    r.temp != NULL ? PUBLISH_WRITTEN : PUBLISH_KEPT);
	if (r.temp == NULL)
		return put_row(p, t, &r, e);
	p->waiting[p->n_waiting++] = (struct waiting){ *t, r, p->notes.n - 1 };
	return p->n_waiting < MOST_WAITING ? 0 : name_waiting(p, e);
}

#define MAX_FORMATS 4

_Static_assert(
    sizeof((struct report_job *)NULL)->formats == MAX_FORMATS * sizeof(char *),
    "targets of a job need as much room as its formats");

/* The files of a job that are to be made; the others are noted as kept. */
static size_t
find_targets(struct publishing *p, const struct report_job *job,
    struct target targets[MAX_FORMATS])
{
	size_t n = 0;

	for (size_t i = 0; i < MAX_FORMATS && job->formats[i] != NULL; i++) {
		struct target t;

		target_init(&t, p->j, p->dir, job, job->formats[i], p->inputs);
		if (!up_to_date(p, &t)) {
			targets[n++] = t;
			continue;
		}
		target_sweep(&t);
		note(p, t.file, job->kind, PUBLISH_KEPT);
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
		if (job->incident != NULL && job->customer == NULL)
			*vec_push(p->j->keep, &p->printed) = job->incident;
		for (size_t i = 0; i < n && rc == 0; i++)
			rc = make_target(p, &targets[i], doc, e);
	}
	arena_release(&scratch);
	return rc;
}

/* ---- what versions said ---- */

static bool
was_printed(const struct publishing *p, const struct incident *in)
{
	for (size_t i = 0; i < p->printed.n; i++)
		if (p->printed.v[i] == in)
			return true;
	return false;
}

/* For the versions after this one; those before it are never touched. */
static int
keep_versions(struct publishing *p, struct err *e)
{
	const struct dossier *d = p->dossier;
	struct arena scratch = { 0 };
	int rc = p->printed.n == 0 ? 0 : store_begin(p->j->store, e);

	for (size_t i = 0; i < d->n_incidents && rc == 0; i++) {
		struct incident_figures f;
		struct printed_version v;

		if (!was_printed(p, &d->incidents[i]))
			continue;
		incident_figures(d, &d->incidents[i], &scratch, &f);
		v = version_figures(&f, &scratch);
		rc = store_put_printed(p->j->store, &v, e);
	}
	arena_release(&scratch);
	if (rc != 0 || p->printed.n == 0)
		return rc;
	return store_commit(p->j->store, e);
}

/* ---- what is there and belongs to nothing ---- */

/* What an earlier version was issued as stays what it is. */
static void
put_earlier(
    struct publishing *p, struct map *planned, const struct report_job *job)
{
	struct str *stems;
	size_t n;

	report_earlier(p->dossier, job, p->j->keep, &stems, &n);
	for (size_t i = 0; i < n; i++) {
		struct report_job earlier = *job;

		earlier.stem = stems[i];
		for (size_t f = 0; f < MAX_FORMATS && job->formats[f] != NULL;
		     f++)
			map_put(planned,
			    target_file(p->j->keep, &earlier, job->formats[f]),
			    1);
	}
}

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

/* "R2_c1_2024-02_en.pdf" belongs to a period that the ledger remembers. */
static bool
is_of_past(struct publishing *p, struct str file)
{
	for (size_t i = 0; i < p->n_past; i++) {
		struct str name =
		    str_format(p->j->keep, "_%.*s_", STR_ARG(p->past[i]));

		for (size_t k = 0; k + name.n <= file.n; k++)
			if (str_eq(str_sub(file, k, k + name.n), name))
				return true;
	}
	return false;
}

/*
 * A report written earlier that the case does not give any more, whatever
 * kinds are asked for: people may have sent it, so it stays, but they must
 * know. When the case moves on to other periods, that is as it should be.
 */
static int
find_orphans(struct publishing *p, struct err *e)
{
	struct map planned = { .keep = p->j->keep };
	struct report_job *jobs;
	size_t n;

	if (plan_all(p, &jobs, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		for (size_t f = 0;
		     f < MAX_FORMATS && jobs[i].formats[f] != NULL; f++)
			map_put(&planned,
			    target_file(
				p->j->keep, &jobs[i], jobs[i].formats[f]),
			    1);
		put_earlier(p, &planned, &jobs[i]);
	}
	for (size_t i = 0; i < p->n_before; i++) {
		const struct output_row *row = &p->before[i];

		if (map_get(&planned, row->file) >= 0 ||
		    is_of_past(p, row->file))
			continue;
		if (file_exists(file_join(p->j->keep, p->dir, row->file)))
			note(p, row->file, str_cstr(p->j->keep, row->kind),
			    PUBLISH_ORPHAN);
		else if (store_drop_output(p->j->store, row->file, e) != 0)
			return -1;
	}
	return 0;
}

/* ---- the journey ---- */

static int
prepare(struct publishing *p, struct err *e)
{
	const struct settings *set = &p->dossier->settings;
	struct kept_but now = { set->periods, set->n_periods };
	struct arena *keep = p->j->keep;

	p->dir = journey_path(p->j, JOURNEY_REPORTS);
	p->by_file.keep = keep;
	langs_open(&p->langs, p->j->overlay, keep);
	if (file_mkdirs(p->dir, e) != 0 ||
	    case_digest(p->j, p->inputs, e) != 0 ||
	    store_load_outputs(
		p->j->store, keep, &p->before, &p->n_before, e) != 0 ||
	    store_load_kept_periods(
		p->j->store, now, keep, &p->past, &p->n_past, e) != 0)
		return -1;
	for (size_t i = 0; i < p->n_before; i++)
		map_put(&p->by_file, p->before[i].file, (int64_t)i);
	return 0;
}

static int
publish(struct publishing *p, const char *const *kinds, struct err *e)
{
	struct report_job *jobs;
	size_t n;

	if (prepare(p, e) != 0 ||
	    report_plan(p->dossier, kinds, p->j->keep, &jobs, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (do_job(p, &jobs[i], e) != 0)
			return -1;
		if (p->j->progress != NULL)
			p->j->progress(
			    "writing reports", (int64_t)i + 1, (int64_t)n);
	}
	if (name_waiting(p, e) != 0 || keep_versions(p, e) != 0)
		return -1;
	return find_orphans(p, e);
}

int
run_publish(struct journey *j, const struct dossier *dossier,
    const char *const *kinds, struct publish_result *ret_result, struct err *e)
{
	struct dossier own = *dossier;
	struct publishing p = { .j = j, .dossier = &own };
	struct printed_version *printed;
	int rc;

	if (journey_lock(j, e) != 0 || journey_store(j, e) != 0 ||
	    store_load_printed(
		j->store, j->keep, &printed, &own.n_printed, e) != 0)
		return -1;
	own.printed = printed;
	rc = publish(&p, kinds, e);
	for (size_t i = 0; i < p.n_waiting; i++)
		file_abort(p.waiting[i].result.temp);
	writers_release();
	if (rc != 0)
		return -1;
	p.result.notes = p.notes.v;
	p.result.n_notes = p.notes.n;
	*ret_result = p.result;
	return 0;
}
