#include "flow/target.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/version.h"

struct str
target_file(
    struct arena *keep, const struct report_job *job, const char *format)
{
	const struct writer *w = writer_named(format);

	if (w == NULL)
		BUG("a report asks for a format that does not exist");
	return str_format(keep, "%.*s.%s", STR_ARG(job->stem), w->extension);
}

void
target_init(struct target *t, const struct journey *j, const char *dir,
    const struct report_job *job, const char *format, const char *inputs)
{
	struct arena scratch = { 0 };

	*t = (struct target){ .job = job, .writer = writer_named(format) };
	t->file = target_file(j->keep, job, format);
	t->path = file_join(j->keep, dir, t->file);
	digest_bytes(
	    str_format(&scratch, "%s\n%s\n%.*s\n%.*s\n%s\n%s\n%.*s", inputs,
		job->kind, STR_ARG(t->file), STR_ARG(job->lang),
		MAKEGOOD_VERSION, j->overlay != NULL ? j->overlay : "",
		STR_ARG(job->basis)),
	    t->input_sha256);
	arena_release(&scratch);
}

bool
target_holds(const struct target *t, struct str sha256)
{
	char now[DIGEST_HEX];
	struct err ignored;
	int64_t bytes;

	return file_exists(t->path) &&
	       digest_file(t->path, now, &bytes, &ignored) == 0 &&
	       str_is(sha256, now);
}

void
target_sweep(const struct target *t)
{
	struct arena scratch = { 0 };
	struct err ignored;
	char *temp;

	/* beginning removes it; that this fails is no concern of ours now */
	(void)!file_begin(t->path, &scratch, &temp, &ignored);
	arena_release(&scratch);
}

/* So that the reason is the system's, not what some library makes of it. */
static int
try_writing(const struct target *t, const char *temp, struct err *e)
{
	int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0)
		return err_errno(e, "could not write \"%s\"", t->path);
	close(fd);
	return 0;
}

int
target_write(const struct target *t, const struct journey *j,
    const struct doc *doc, struct target_result *ret, struct err *e)
{
	struct target_result r = { 0 };
	char *temp;

	if (file_begin(t->path, j->keep, &temp, e) != 0 ||
	    try_writing(t, temp, e) != 0)
		return -1;
	if (t->writer->write(doc, temp, e) != 0 ||
	    digest_file(temp, r.sha256, &r.bytes, e) != 0) {
		file_abort(temp);
		return -1;
	}
	if (target_holds(t, str_of(r.sha256)))
		file_abort(temp);
	else
		r.temp = temp;
	*ret = r;
	return 0;
}

int
target_name(const struct target *t, const struct journey *j,
    const struct target_result *r, struct err *e)
{
	journey_moment(j, "before a report is there");
	if (file_rename(r->temp, t->path, e) != 0)
		return -1;
	journey_moment(j, "after a report is there");
	return 0;
}
