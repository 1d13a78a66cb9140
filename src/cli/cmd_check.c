/*
 * makegood check DIR -- read and check everything, change nothing.
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
	code = outcome_import(&out, j, r, true);
	say_diags(&j->diags);
	fwrite(out.p, 1, out.n, stdout);
	if (options.json)
		putchar('\n');
	buf_release(&out);
	return code;
}

static int
check(int argc, char **argv)
{
	struct import_result result;
	struct arena keep = { 0 };
	struct err e = { 0 };
	struct journey j;
	const char *dir;
	int code = one_folder(argc, argv, &dir);

	if (code >= 0)
		return code;
	start_journey(&j, dir, &keep);
	if (run_check(&j, &result, &e) == 0)
		code = done(&j, &result);
	else if (j.diags.errors != 0 && e.kind == ERR_INPUT) {
		/* nothing could have changed: the complaints say all */
		say_diags(&j.diags);
		code = EXIT_INPUT;
	} else
		code = outcome_failed(&j, &e);
	journey_end(&j);
	arena_release(&keep);
	return code;
}

const struct command cmd_check = {
	.name = "check",
	.args = "DIR",
	.summary = "validate everything, import nothing",
	.help = "Reads all files of the case folder DIR, also those imported "
		"already, and\nshows every complaint at once: file, line, "
		"column, the line itself, a hint.\nNo database is made or "
		"changed.\n\n"
		"Exit codes: 0 all is well, 1 there are warnings, 3 there are "
		"errors.\n\n"
		"Examples:\n"
		"  makegood check my-case\n"
		"  makegood check my-case --json\n",
	.run = check,
};
