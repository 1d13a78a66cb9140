/*
 * makegood check DIR -- read and check everything, change nothing.
 */

#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"

static int
work(struct journey *j, void *arg, struct buf *out)
{
	struct import_result result = { 0 };
	struct err e = { 0 };
	int code;

	(void)arg;
	if (run_check(j, &result, &e) == 0) {
		code = outcome_import(out, j, &result, true);
		if (!options.json)
			say_diags(&j->diags);
		return code;
	}
	if (j->diags.errors == 0 || e.kind != ERR_INPUT)
		return outcome_failed(j, &e);
	/* nothing could have changed: the complaints say all */
	if (options.json)
		(void)outcome_import(out, j, &result, true);
	else
		say_diags(&j->diags);
	return EXIT_INPUT;
}

static int
check(int argc, char **argv)
{
	return outcome_travel(argc, argv, false, NULL, work);
}

const struct command cmd_check = {
	.name = "check",
	.args = "DIR",
	.summary = "validate everything, import nothing",
	.help = "Reads all files of the case folder DIR, also those imported "
		"already, and\nshows every complaint at once: file, line, "
		"column, the line itself, a hint.\nWith --json they are in the "
		"object, and nowhere else. No database is made or\n"
		"changed.\n\n"
		"Exit codes: 0 all is well, 1 there are warnings, 3 there are "
		"errors.\n\n"
		"Examples:\n"
		"  makegood check my-case\n"
		"  makegood check my-case --json\n",
	.options = "--json",
	.run = check,
};
