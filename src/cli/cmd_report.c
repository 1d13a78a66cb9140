/*
 * makegood report DIR [KIND...] -- settlements to files.
 */
#include <string.h>

#include "cli/commands.h"
#include "cli/nearest.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "flow/run_settle.h"
#include "report/report.h"

#define KINDS_BYTES 1024

static int
work(struct journey *j, void *arg, struct buf *out)
{
	const char *const *kinds = arg;
	struct publish_result result;
	struct dossier dossier;
	struct err e = { 0 };
	int code, missing;

	if (run_resettle_some(j,
		report_tells_steps(kinds) ? COPY_ALL : COPY_EVIDENCE, &dossier,
		&e) != 0 ||
	    run_publish(j, &dossier, kinds, &result, &e) != 0)
		return outcome_failed(j, &e);
	code = outcome_publish(out, j, &result, false);
	missing = outcome_not_made(&dossier, kinds, &result);
	return code != EXIT_DONE ? code : missing;
}

/* A usage line, when there is no such kind; else -1. */
static int
check_kind(const char *name)
{
	struct nearest near = { .typed = str_of(name) };
	struct buf kinds;
	int code;

	for (const struct report_info *i = report_infos; i->name; i++) {
		nearest_begins(&near, str_of(i->name), 2);
		if (strcmp(i->name, name) == 0)
			return -1;
	}
	if (near.name.n != 0)
		return say_usage("report",
		    "there is no kind of report \"%s\"; did you mean "
		    "\"%.*s\"?",
		    name, STR_ARG(near.name));
	buf_init(&kinds, KINDS_BYTES);
	for (const struct report_info *i = report_infos; i->name; i++)
		buf_addf(&kinds, "%s%s", kinds.n != 0 ? ", " : "", i->name);
	code = say_usage("report",
	    "there is no kind of report \"%s\"; there are %.*s", name,
	    STR_ARG(buf_str(&kinds)));
	buf_release(&kinds);
	return code;
}

static int
report(int argc, char **argv)
{
	for (int i = 2; i < argc; i++) {
		int code = check_kind(argv[i]);

		if (code >= 0)
			return code;
	}
	return outcome_travel(
	    argc, argv, true, argc > 2 ? argv + 2 : NULL, work);
}

const struct command cmd_report = {
	.name = "report",
	.args = "DIR [KIND...]",
	.summary = "settlements to PDF, workbook and text",
	.help =
	    "Writes the reports of a settled case into DIR/reports: those "
	    "that case.yaml\nasks for, or those of the given kinds. A file "
	    "appears whole or not at all; one\nthat would not change is not "
	    "touched. A kind of which nothing comes is told,\nwith the reason; "
	    "exit code 1 when it was asked for here.\n\n"
	    "Kinds:\n"
	    "  statement      credit statement, one per customer and period\n"
	    "  incident       post-incident report, one per incident\n"
	    "  ledger         workbook for accounting, one per period\n"
	    "  claim          claim letter of a site owner, with its annexes\n"
	    "  communication  what was said in an incident\n"
	    "  review         reliability review, one per quarter\n\n"
	    "Examples:\n"
	    "  makegood report my-case\n"
	    "  makegood report my-case statement ledger\n",
	.options = "--json",
	.run = report,
};
