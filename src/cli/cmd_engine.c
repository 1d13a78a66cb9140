/*
 * makegood engine DIR -- what is asked of the engines of a case.
 */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "flow/engines.h"

static int
work(struct journey *j, void *arg, struct buf *out)
{
	const bool *plan = arg;
	struct err e = { 0 };

	if (engines_explain(j, *plan, out, &e) != 0)
		return outcome_failed(j, &e);
	return EXIT_DONE;
}

static int
engine(int argc, char **argv)
{
	bool plan = option_flag("--explain", &argc, argv);

	return outcome_travel(argc, argv, false, &plan, work);
}

const struct command cmd_engine = {
	.name = "engine",
	.args = "DIR",
	.summary = "what is asked of the engines that hold the traffic",
	.help =
	    "Connects to each engine that traffic: of DIR/case.yaml names, "
	    "looks at the\n"
	    "table, and prints the server, the days wanted and the query of "
	    "one day.\n"
	    "Nothing is fetched or changed.\n"
	    "\n"
	    "  --explain       also how the engine would go about it\n"
	    "\n"
	    "Exit codes: 3 when table or columns do not fit, 4 when an engine "
	    "cannot be\n"
	    "reached.\n"
	    "\n"
	    "Examples:\n"
	    "  makegood engine my-case\n"
	    "  makegood engine my-case --explain\n",
	.options = "--explain",
	.run = engine,
};
