/*
 * makegood import DIR [FILE...] -- files to facts.
 */

#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"

/* The files named on the command line. */
struct named {
	char **names;
	size_t n;
};

static int
work(struct journey *j, void *arg, struct buf *out)
{
	const struct named *named = arg;
	struct import_result result;
	struct err e = { 0 };
	int code;

	if (run_import(j, named->names, named->n, &result, &e) != 0)
		return outcome_failed(j, &e);
	code = outcome_import(out, j, &result, options.quiet);
	say_diags(&j->diags);
	return code;
}

static int
import(int argc, char **argv)
{
	struct named named = { 0 };

	if (argc > 2)
		named = (struct named){ argv + 2, (size_t)argc - 2 };
	return outcome_travel(argc, argv, true, &named, work);
}

const struct command cmd_import = {
	.name = "import",
	.args = "DIR [FILE...]",
	.summary = "files to facts; known files are skipped",
	.help =
	    "Reads what is new or changed in the case folder DIR into "
	    "DIR/makegood.db; with\nFILE only those files. A changed file "
	    "replaces its earlier version, a file that\nis gone stops "
	    "counting, the same bytes under two names count once. With any\n"
	    "error nothing at all is changed.\n\n"
	    "Exit codes: 1 when lines could not be read or there are "
	    "warnings, 3 on errors.\n\n"
	    "Examples:\n"
	    "  makegood import my-case\n"
	    "  makegood import my-case outages/outages.csv\n",
	.run = import,
};
