/*
 * makegood import DIR [FILE...] -- files to facts; with --db, logs to counters.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/log_args.h"
#include "cli/outcome.h"
#include "cli/say.h"

static int
work(struct journey *j, void *arg, struct buf *out)
{
	const struct log_args *a = arg;
	struct import_result result;
	struct err e = { 0 };
	int code;

	j->threads = a->threads;
	if (run_import(j, a->rest + 1, a->n_rest - 1, &result, &e) != 0)
		return outcome_failed(j, &e);
	code = outcome_import(out, j, &result, false);
	say_diags(&j->diags);
	return code;
}

static int
import_case(struct log_args *a)
{
	char *argv[3] = { (char *)a->command,
		a->n_rest != 0 ? a->rest[0] : NULL, NULL };

	if (a->any || a->out != NULL)
		return say_usage("import",
		    "in a case, case.yaml says how files are read; options "
		    "are for --db");
	return outcome_travel(a->n_rest != 0 ? 2 : 1, argv, true, a, work);
}

static int
import_logs(struct log_args *a, struct journey *j)
{
	struct import_result result;
	struct err e = { 0 };

	if (a->out != NULL)
		return say_usage("import", "-o belongs to makegood rollup");
	if (a->n_rest == 0)
		return say_usage("import", "--db: which logs?");
	j->threads = a->threads;
	if (run_counters(j, a->db, &a->wish, &result, &e) != 0)
		return outcome_failed(j, &e);
	return log_args_outcome(stdout, j, &result);
}

static int
import(int argc, char **argv)
{
	struct log_args a = { .command = "import" };
	struct arena keep = { 0 };
	struct journey j;
	int code;

	journey_begin(&j, ".", &keep);
	j.progress = say_progress;
	code = log_args_read(&a, argc, argv, &j);
	if (code < 0)
		code = a.db != NULL ? import_logs(&a, &j) : import_case(&a);
	journey_end(&j);
	arena_release(&keep);
	return code;
}

const struct command cmd_import = {
	.name = "import",
	.args = "[-j N] DIR [FILE...] | --db DB [OPTIONS] LOG...",
	.summary = "files to facts; known files are skipped",
	.help =
	    "Reads what is new or changed in the case folder DIR into "
	    "DIR/makegood.db; with\n"
	    "FILE only those files. A changed file replaces its earlier "
	    "version, a file that\n"
	    "is gone stops counting, the same bytes under two names count "
	    "once. With any\n"
	    "error nothing that counts is changed.\n"
	    "\n"
	    "With --db, access logs and rollup files LOG are counted into the "
	    "database DB,\n"
	    "which needs no case. A log is known by how it begins: renamed, "
	    "packed or\n"
	    "grown, every line of it counts once.\n"
	    "\n"
	    "Options:\n"
	    "  --db DB             counters only, into DB\n" LOG_ARGS_HELP
	    " Exit codes: 1 when lines could not be read (with --db: many of "
	    "them) or there\n"
	    "are warnings, 3 on errors.\n"
	    "\n"
	    "Examples:\n"
	    "  makegood import my-case\n"
	    "  makegood import my-case outages/outages.csv\n"
	    "  makegood import --db traffic.db -j 4 /var/log/apache2/*.log*\n",
	.options = "-o=web1.rollup --db=traffic.db " LOG_ARGS_OPTIONS,
	.run = import,
};
