/*
 * makegood settle DIR [--all] -- facts and contracts to settlements.
 */

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "flow/run_settle.h"

static int
work(struct journey *j, void *arg, struct buf *out)
{
	const bool *all = arg;
	struct dossier dossier;
	struct err e = { 0 };
	bool changed;
	int code;

	if (run_settle(j, *all, COPY_FIGURES, &dossier, &changed, &e) != 0)
		return outcome_failed(j, &e);
	code = outcome_settle(out, &dossier, false);
	say_diags(&j->diags);
	return code == EXIT_DONE && j->diags.warnings != 0 ? EXIT_EYES : code;
}

static int
settle(int argc, char **argv)
{
	bool all = option_flag("--all", &argc, argv);

	return outcome_travel(argc, argv, false, &all, work);
}

const struct command cmd_settle = {
	.name = "settle",
	.args = "DIR [--all]",
	.summary = "facts and contracts to settlements",
	.help = "Settles every service in every period of case.yaml by its "
		"contract, estimates\nlost traffic, keeps both with their "
		"trace in DIR/makegood.db, and prints the\ncredits.\n\n"
		"  --all    throw away what was computed before and compute "
		"everything anew;\n"
		"           settlements of periods that case.yaml no longer "
		"names stay as history\n\n"
		"Exit codes: 1 when a settlement carries a warning or evidence "
		"is insufficient.\n\n"
		"Examples:\n"
		"  makegood settle my-case\n"
		"  makegood settle my-case --all --json\n",
	.options = "--json --all",
	.run = settle,
};
