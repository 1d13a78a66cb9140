/*
 * makegood import DIR [FILE...] -- files to facts.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"

static int
done(struct journey *j, const struct import_result *r)
{
	struct buf out;
	int code;

	buf_init(&out, OUTCOME_BYTES);
	code = outcome_import(&out, j, r, options.quiet);
	say_diags(&j->diags);
	fwrite(out.p, 1, out.n, stdout);
	if (options.json)
		putchar('\n');
	buf_release(&out);
	return code;
}

static int
import(int argc, char **argv)
{
	struct import_result result;
	struct arena keep = { 0 };
	struct err e = { 0 };
	struct journey j;
	const char *dir;
	int code = one_folder(argc > 2 ? 2 : argc, argv, &dir);

	if (code >= 0)
		return code;
	start_journey(&j, dir, &keep);
	if (run_import(&j, argv + 2, (size_t)argc - 2, &result, &e) == 0)
		code = done(&j, &result);
	else
		code = outcome_failed(&j, &e);
	journey_end(&j);
	arena_release(&keep);
	return code;
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
