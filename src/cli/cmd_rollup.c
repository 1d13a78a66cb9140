/*
 * makegood rollup LOG... -- access logs to counters, in a file for another
 * machine.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/log_args.h"
#include "cli/outcome.h"
#include "cli/say.h"

static int
write_text(void *arg, struct str text, struct err *e)
{
	errno = 0;
	if (fwrite(text.p, 1, text.n, arg) == text.n)
		return 0;
	return err_errno(e, "could not write the rollup");
}

/* Whole or not at all. */
static int
to_file(struct journey *j, const struct log_args *a,
    struct import_result *result, struct err *e)
{
	char *temp;
	FILE *f;
	int rc;

	if (file_begin(a->out, j->keep, &temp, e) != 0)
		return -1;
	f = fopen(temp, "we");
	if (f == NULL)
		return err_errno(e, "could not write \"%s\"", a->out);
	rc = run_rollup(j, &a->wish, write_text, f, result, e);
	if (fclose(f) != 0 && rc == 0)
		rc = err_errno(e, "could not write \"%s\"", a->out);
	if (rc == 0)
		rc = file_commit(temp, a->out, e);
	if (rc != 0)
		file_abort(temp);
	return rc;
}

static int
rollup_logs(struct journey *j, const struct log_args *a)
{
	struct import_result result;
	struct err e = { 0 };
	/* the result may be on the standard output */
	FILE *to = a->out != NULL ? stdout : stderr;
	int rc;

	if (a->out != NULL)
		rc = to_file(j, a, &result, &e);
	else
		rc = run_rollup(j, &a->wish, write_text, stdout, &result, &e);
	if (rc != 0)
		return outcome_failed(j, &e);
	return log_args_outcome(options.quiet ? NULL : to, j, &result);
}

static int
rollup(int argc, char **argv)
{
	struct log_args a = { .command = "rollup" };
	struct arena keep = { 0 };
	struct journey j;
	int code;

	journey_begin(&j, ".", &keep);
	j.progress = say_progress;
	code = log_args_read(&a, argc, argv, &j);
	if (code < 0 && a.db != NULL)
		code = say_usage("rollup", "--db belongs to makegood import");
	if (code < 0 && a.n_rest == 0)
		code = say_usage("rollup", "which logs?");
	j.threads = a.threads;
	if (code < 0)
		code = rollup_logs(&j, &a);
	journey_end(&j);
	arena_release(&keep);
	return code;
}

const struct command cmd_rollup = {
	.name = "rollup",
	.args = "LOG... [-o FILE]",
	.summary = "access logs to counters, for another machine",
	.help =
	    "Counts access logs (plain, .gz, .zst, .xz, .bz2) by site and hour "
	    "and writes a\n"
	    "rollup file, a few megabytes for a gigabyte of log, that makegood "
	    "import takes\n"
	    "in place of them: so each machine counts its own logs. The file "
	    "says which\n"
	    "bytes of which log are in it; however often and wherever a log "
	    "was counted,\n"
	    "each line counts once. LOG may also be a rollup file: several "
	    "become one.\n"
	    "\n"
	    "Options:\n"
	    "  -o FILE             write FILE, whole or not at all, instead of "
	    "the\n"
	    "                      standard output\n" LOG_ARGS_HELP "\n"
	    "Exit codes: 1 when there are warnings, 3 when a log cannot be "
	    "used.\n"
	    "\n"
	    "Examples:\n"
	    "  makegood rollup -o web1.rollup --source web1 "
	    "/var/log/apache2/*.log*\n"
	    "  makegood rollup --site www.example.org access.log.gz | gzip > "
	    "www.rollup.gz\n",
	.options = "-o=web1.rollup --db=traffic.db " LOG_ARGS_OPTIONS,
	.run = rollup,
};
