#include "import/import.h"

#include <fnmatch.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "import/crew.h"
#include "import/formats.h"
#include "import/watched.h"

#define REJECTS_KEPT 1000

static const char *const kind_names[SOURCE_KINDS] = {
	[SOURCE_CUSTOMERS] = "customers",
	[SOURCE_SERVICES] = "services",
	[SOURCE_RESOURCES] = "resources",
	[SOURCE_OUTAGES] = "outages",
	[SOURCE_MAINTENANCE] = "maintenance",
	[SOURCE_TRAFFIC] = "traffic",
	[SOURCE_INCIDENTS] = "incidents",
	[SOURCE_NOTICES] = "notices",
	[SOURCE_ACTIONS] = "actions",
	[SOURCE_CALLS] = "calls",
	[SOURCE_HISTORY] = "history",
	[SOURCE_CLAIMS] = "claims",
	[SOURCE_AMOUNTS] = "amounts",
	[SOURCE_HOLIDAYS] = "holidays",
	[SOURCE_BACKUPS] = "backups",
	[SOURCE_RESTORATIONS] = "restorations",
	[SOURCE_REGULATORY] = "regulatory",
	[SOURCE_SUBMISSIONS] = "submissions",
	[SOURCE_CALL_TESTS] = "call_tests",
};

const char *
source_kind_name(enum source_kind kind)
{
	return (unsigned)kind < SOURCE_KINDS ? kind_names[kind] : "unknown";
}

/* ---- what readers report
 * ------------------------------------------------------- */

size_t
job_max_rejects(const struct import_context *ctx)
{
	return ctx->max_rejects > 0 ? (size_t)ctx->max_rejects : REJECTS_KEPT;
}

void
job_reject(struct job *job, const struct reject *reject)
{
	struct batch *b = job->batch;
	struct reject *kept;

	b->source.rejected++;
	if (b->rejects.n >= job_max_rejects(job->ctx))
		return;
	kept = vec_push(job->keep, &b->rejects);
	*kept = *reject;
	kept->reason = str_dup(job->keep, reject->reason);
	kept->excerpt = utf8_clean(job->keep, reject->excerpt);
}

static void
saw(struct source *s, int64_t at)
{
	if (s->first_at == NO_INSTANT || at < s->first_at)
		s->first_at = at;
	if (s->last_at == NO_INSTANT || at > s->last_at)
		s->last_at = at;
}

void
job_saw(struct job *job, int64_t at)
{
	saw(&job->batch->source, at);
}

void
source_add_part(struct source *s, const struct part *p)
{
	s->rows += p->lines - p->rejected;
	s->rejected += p->rejected;
	if (p->first_at != NO_INSTANT) {
		saw(s, p->first_at);
		saw(s, p->last_at);
	}
}

void
job_see(struct job *job, const struct sighting *sighting)
{
	job->batch->source.rows++;
	job_saw(job, sighting->at);
	if (job->see != NULL)
		job->see(job->see_arg, sighting);
}

void
job_complain(struct job *job, enum diag_level level, int64_t line,
    const char *hint, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	diag_quote(job->d, level, (struct place){ job->file, line, 0 },
	    STR_NONE, hint, "%s", text);
}

bool
job_knows(const struct job *job, struct str name)
{
	for (size_t i = 0; i < job->rule.n_subjects; i++)
		if (str_eq(job->rule.subjects[i].name, name))
			return true;
	for (size_t i = 0; i < job->ctx->n_known; i++)
		if (str_eq(job->ctx->known[i].name, name))
			return true;
	return false;
}

bool
job_wants_site(struct job *job, const char *what)
{
	struct str hint =
	    job->ctx->no_case
		? STR("say which: --site www.example.org")
		: str_format(job->scratch,
		      "add to case.yaml, under files: - { match: \"%.*s\", "
		      "site: www.example.org }",
		      STR_ARG(job->file));

	if (job->rule.site.n != 0)
		return true;
	job_complain(
	    job, DIAG_ERROR, 0, str_cstr(job->scratch, hint), "%s", what);
	return false;
}

void
job_progress(const struct job *job)
{
	const struct import_context *ctx = job->ctx;

	if (ctx->progress != NULL)
		ctx->progress(ctx->progress_arg, reader_done_bytes(job->reader),
		    reader_all_bytes(job->reader));
}

/* ---- one file
 * ------------------------------------------------------------------- */

/* What the rule leaves open is as the case says. */
static int
complete_rule(struct job *job, struct err *e)
{
	const struct import_context *ctx = job->ctx;
	const struct zone *utc;

	job->zone_given = job->rule.zone != NULL;
	if (!job->zone_given && ctx->settings != NULL)
		job->rule.zone = ctx->settings->zone;
	if (job->rule.zone == NULL) {
		if (zone_open(ctx->zones, STR("UTC"), &utc, e) != 0)
			return -1;
		job->rule.zone = utc;
	}
	job->shown_zone = job->rule.zone->name;
	return 0;
}

/* The first rule whose pattern fits. */
static int
find_rule(struct job *job, struct err *e)
{
	const struct import_context *ctx = job->ctx;
	const char *name = str_cstr(job->scratch, job->file);

	for (size_t i = 0; i < ctx->n_rules; i++) {
		const char *pattern =
		    str_cstr(job->scratch, ctx->rules[i].pattern);

		if (fnmatch(pattern, name, FNM_PATHNAME) == 0) {
			job->rule = ctx->rules[i];
			break;
		}
	}
	return complete_rule(job, e);
}

/* A failure to read: damaged data is a complaint, a broken disk is not. */
static int
read_failed(struct job *job, const char *path, struct err *e)
{
	if (e->kind != ERR_INPUT)
		return err_while(e, "reading \"%s\"", path);
	job_complain(job, DIAG_ERROR, 0,
	    "nothing of this file was used; fetch it again", "%s", e->text);
	*e = (struct err){ 0 };
	return -1;
}

static int
read_table(struct job *job, const struct format *format, struct err *e)
{
	return format->read != NULL ? format->read(job, e)
				    : sheet_read(job, format->sheet, NULL, e);
}

static int
read_file(struct job *job, const char *path, struct err *e)
{
	const struct format_info *info;
	int rc;

	if (format_of_file(job, &info, e) != 0)
		return read_failed(job, path, e);
	if (info == NULL)
		return 0;
	job->info = info;
	if (info->format->watch != NULL)
		rc = watched_read(job, info, e);
	else
		rc = read_table(job, info->format, e);
	if (rc != 0)
		return read_failed(job, path, e);
	/* the digest was taken before: both must be of the same bytes */
	if ((job->ranges ? reader_all_bytes(job->reader)
			 : reader_done_bytes(job->reader)) !=
		job->batch->source.bytes &&
	    job->d->errors == job->errors_before)
		job_complain(job, DIAG_ERROR, 0,
		    "import it again when nothing writes to it any more",
		    "the file changed while it was read");
	return 0;
}

static int
import_job(struct job *job, const char *path, struct err *e)
{
	struct source *source = &job->batch->source;
	char hex[DIGEST_HEX] = "";
	int rc;

	job->path = path;
	if (find_rule(job, e) != 0)
		return -1;
	if (!job->ctx->digested &&
	    digest_file(path, hex, &source->bytes, e) != 0)
		return -1;
	if (reader_open(path, &job->reader, e) != 0)
		return -1;
	if (job->ctx->digested)
		source->bytes = reader_all_bytes(job->reader);
	rc = read_file(job, path, e);
	reader_close(job->reader);
	if (rc != 0 || job->d->errors != job->errors_before)
		return -1;
	source->file = job->file;
	source->kind = str_of(source_kind_name(job->batch->kind));
	source->sha256 = str_dup(job->keep, str_of(hex));
	source->zone = str_dup(job->keep, job->shown_zone);
	return 0;
}

static int
import_one(struct job *job, const struct ingest_file *file, struct arena *keep,
    struct batch *ret_batch, struct err *e)
{
	struct arena scratch = { 0 };
	int rc;

	*e = (struct err){ 0 };
	ret_batch->source.first_at = ret_batch->source.last_at = NO_INSTANT;
	job->file = str_dup(keep, file->name);
	job->keep = keep;
	job->scratch = &scratch;
	job->batch = ret_batch;
	job->errors_before = job->d->errors;
	rc = import_job(job, file->path, e);
	arena_release(&scratch);
	if (rc != 0)
		batch_release(ret_batch);
	return rc;
}

int
import_file(const struct import_context *ctx, enum source_kind kind,
    const char *path, struct str name, struct arena *keep,
    struct batch *ret_batch, struct diags *d, struct err *e)
{
	struct batch batch = { .kind = kind };
	struct job job = { .ctx = ctx, .d = d };
	const struct ingest_file file = { .path = path, .name = name };
	int rc = import_one(&job, &file, keep, &batch, e);

	if (rc == 0)
		*ret_batch = batch;
	return rc;
}

int
import_log(const struct import_context *ctx, struct crew *crew,
    const struct ingest_file *file, struct arena *keep, struct batch *ret_batch,
    struct diags *d, struct err *e)
{
	struct job job = { .ctx = ctx,
		.d = d,
		.crew = crew,
		.from_byte = file->from_byte,
		.tail = file->tail };

	*ret_batch = (struct batch){ .kind = SOURCE_TRAFFIC };
	return import_one(&job, file, keep, ret_batch, e);
}

void
batch_release(struct batch *batch)
{
	for (size_t i = 0; i < batch->parts.n; i++) {
		rollup_release(batch->parts.v[i].rollup);
		batch->parts.v[i].rollup = NULL;
	}
}

/* ---- only what monitors saw
 * ---------------------------------------------------------- */

bool
format_silence_is_up(const struct format_info *info)
{
	return info->format->silence_is_up;
}

static bool
mentions(struct str s, const char *what)
{
	return memmem(s.p, s.n, what, strlen(what)) != NULL;
}

/* Outages or planned work, whichever it looks like. */
static int
watch_format(
    struct job *job, const struct format_info **ret_info, struct err *e)
{
	const struct format_info *named = format_named(job->rule.format);
	struct str head;
	int outages, windows;

	*ret_info = NULL;
	if (reader_peek(job->reader, &head, e) != 0)
		return -1;
	(void)format_guess(SOURCE_OUTAGES, head, &outages);
	(void)format_guess(SOURCE_MAINTENANCE, head, &windows);
	/* a table may be of both kinds; then it is what its folder is for */
	if (windows == outages && mentions(job->file, "maintenance"))
		windows++;
	job->batch->kind = named != NULL       ? named->kind
			   : windows > outages ? SOURCE_MAINTENANCE
					       : SOURCE_OUTAGES;
	return format_of_file(job, ret_info, e);
}

static int
watch_open(struct job *job, const char *path,
    const struct format_info **ret_info, struct err *e)
{
	const struct import_context *ctx = job->ctx;

	job->batch->source.first_at = job->batch->source.last_at = NO_INSTANT;
	*ret_info = NULL;
	job->path = path;
	if (ctx->n_rules > 0)
		job->rule = ctx->rules[0];
	if (complete_rule(job, e) != 0 ||
	    reader_open(path, &job->reader, e) != 0)
		return -1;
	job->batch->source.bytes = reader_all_bytes(job->reader);
	if (watch_format(job, ret_info, e) != 0)
		return read_failed(job, path, e);
	return 0;
}

static int
watch_read(struct job *job, const struct format_info *info, struct err *e)
{
	if (info->format->watch != NULL)
		return info->format->watch(job, e);
	if (read_table(job, info->format, e) != 0)
		return -1;
	watched_from_table(job, job->see, job->see_arg);
	return 0;
}

int
import_watch(const struct import_context *ctx, const char *path,
    const struct import_ear *ear, struct arena *keep, struct batch *ret_batch,
    const struct format_info **ret_info, struct diags *d, struct err *e)
{
	struct arena scratch = { 0 };
	struct batch batch = { 0 };
	struct job job = { .ctx = ctx,
		.file = str_dup(keep, str_of(path)),
		.see = ear->see,
		.see_arg = ear->arg,
		.keep = keep,
		.scratch = &scratch,
		.batch = &batch,
		.d = d,
		.errors_before = d->errors };
	int rc;

	*e = (struct err){ 0 };
	rc = watch_open(&job, path, ret_info, e);
	if (rc == 0 && *ret_info != NULL &&
	    (rc = watch_read(&job, *ret_info, e)) != 0)
		rc = read_failed(&job, path, e);
	reader_close(job.reader);
	arena_release(&scratch);
	*ret_batch = batch;
	return rc != 0 || d->errors != job.errors_before ? -1 : 0;
}

/* Only whether there is more than planned work. */
static void
hear_kind(void *arg, const struct sighting *sighting)
{
	*(bool *)arg |= sighting->kind != SIGHT_WINDOW;
}

int
import_first_at(const struct import_context *ctx, const char *path,
    int64_t *ret_at, struct err *e)
{
	bool happened = false;
	struct import_ear ear = { hear_kind, &happened };
	struct arena scratch = { 0 };
	struct batch batch = { 0 };
	struct diags d;
	struct job job = { .ctx = ctx,
		.file = str_of(path),
		.keep = &scratch,
		.scratch = &scratch,
		.batch = &batch,
		.d = &d };
	const struct format_info *info;
	struct str head;
	int rc;

	*e = (struct err){ 0 };
	*ret_at = NO_INSTANT;
	diags_init(&d, &scratch);
	rc = watch_open(&job, path, &info, e);
	if (info != NULL && info->kind == SOURCE_MAINTENANCE)
		info = NULL;
	if (rc == 0 && info != NULL && info->format->first_at != NULL &&
	    (rc = reader_peek(job.reader, &head, e)) == 0)
		*ret_at = info->format->first_at(head);
	reader_close(job.reader);
	if (rc == 0 && info != NULL && *ret_at == NO_INSTANT) {
		rc = import_watch(
		    ctx, path, &ear, &scratch, &batch, &info, &d, e);
		*ret_at = happened ? batch.source.first_at : NO_INSTANT;
	}
	/* what is wrong with the file is told when it is read */
	if (rc != 0 && e->kind != ERR_ENV)
		rc = 0;
	arena_release(&scratch);
	return rc;
}
