/*
 * makegood engine DIR -- what is asked of the engines of a case.
 */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
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
	char *rest[8] = { argv[0] };
	int n = 1;
	bool plan = false;

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--explain") == 0)
			plan = true;
		else if (n < 8)
			rest[n++] = argv[i];
	return outcome_travel(n, rest, false, &plan, work);
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
	.run = engine,
};
