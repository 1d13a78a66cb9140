/*
 * makegood settle DIR [--all] -- facts and contracts to settlements.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "flow/run_settle.h"

static int
done(struct journey *j, const struct dossier *dossier)
{
	struct buf out;
	int code;

	buf_init(&out, OUTCOME_BYTES);
	code = outcome_settle(&out, dossier, false);
	say_diags(&j->diags);
	fwrite(out.p, 1, out.n, stdout);
	if (options.json)
		putchar('\n');
	buf_release(&out);
	return code == EXIT_DONE && j->diags.warnings != 0 ? EXIT_EYES : code;
}

/* Take --all out of the arguments, wherever it stands. */
static bool
take_all(int *argc, char **argv)
{
	bool all = false;
	int kept = 1;

	for (int i = 1; i < *argc; i++)
		if (strcmp(argv[i], "--all") == 0)
			all = true;
		else
			argv[kept++] = argv[i];
	*argc = kept;
	return all;
}

static int
settle(int argc, char **argv)
{
	bool all = take_all(&argc, argv), changed;
	struct dossier dossier;
	struct arena keep = { 0 };
	struct err e = { 0 };
	struct journey j;
	const char *dir;
	int code = one_folder(argc, argv, &dir);

	if (code >= 0)
		return code;
	start_journey(&j, dir, &keep);
	if (run_settle(&j, all, &dossier, &changed, &e) == 0)
		code = done(&j, &dossier);
	else
		code = outcome_failed(&j, &e);
	journey_end(&j);
	arena_release(&keep);
	return code;
}

const struct command cmd_settle = {
	.name = "settle",
	.args = "DIR [--all]",
	.summary = "facts and contracts to settlements",
	.help = "Settles every service in every period of case.yaml by its "
		"contract, estimates\nlost traffic, keeps both with their "
		"trace in DIR/makegood.db, and prints the\ncredits.\n\n"
		"  --all    throw away what was computed before and compute "
		"everything anew\n\n"
		"Exit codes: 1 when a settlement carries a warning or evidence "
		"is insufficient.\n\n"
		"Examples:\n"
		"  makegood settle my-case\n"
		"  makegood settle my-case --all --json\n",
	.run = settle,
};
