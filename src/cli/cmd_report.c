/*
 * makegood report DIR [KIND...] -- settlements to files.
 */

#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "flow/run_settle.h"
#include "report/report.h"

static int
work(struct journey *j, void *arg, struct buf *out)
{
	const char *const *kinds = arg;
	struct publish_result result;
	struct dossier dossier;
	struct err e = { 0 };

	if (run_resettle_some(j,
		report_tells_steps(kinds) ? COPY_ALL : COPY_EVIDENCE, &dossier,
		&e) != 0 ||
	    run_publish(j, &dossier, kinds, &result, &e) != 0)
		return outcome_failed(j, &e);
	return outcome_publish(out, j, &result, false);
}

/* A usage line, when there is no such kind; else -1. */
static int
check_kind(const char *name)
{
	const char *near = NULL;
	size_t best = 4;

	for (const struct report_info *i = report_infos; i->name != NULL; i++) {
		size_t far = str_distance(str_of(i->name), str_of(name));

		if (far == 0)
			return -1;
		if (far < best) {
			best = far;
			near = i->name;
		}
	}
	if (near != NULL)
		return say_usage("report",
		    "there is no kind of report \"%s\"; did you mean "
		    "\"%s\"?",
		    name, near);
	return say_usage("report", "there is no kind of report \"%s\"", name);
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
	    "touched.\n\n"
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
	.run = report,
};
