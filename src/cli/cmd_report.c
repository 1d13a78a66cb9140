/*
 * makegood report DIR [KIND...] -- settlements to files.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "flow/run_settle.h"
#include "report/report.h"

static int
done(struct journey *j, const struct publish_result *r)
{
	struct buf out;
	int code;

	buf_init(&out, OUTCOME_BYTES);
	code = outcome_publish(&out, j, r, false);
	fwrite(out.p, 1, out.n, stdout);
	if (options.json)
		putchar('\n');
	buf_release(&out);
	return code;
}

static int
make(struct journey *j, const char *const *kinds)
{
	struct publish_result result;
	struct dossier dossier;
	struct err e = { 0 };

	if (run_resettle(j, &dossier, &e) != 0 ||
	    run_publish(j, &dossier, kinds, &result, &e) != 0)
		return outcome_failed(j, &e);
	return done(j, &result);
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
	struct arena keep = { 0 };
	struct journey j;
	const char *dir;
	int code = one_folder(argc > 2 ? 2 : argc, argv, &dir);

	if (code >= 0)
		return code;
	for (int i = 2; i < argc; i++) {
		code = check_kind(argv[i]);
		if (code >= 0)
			return code;
	}
	start_journey(&j, dir, &keep);
	code = make(&j, argc > 2 ? (const char *const *)argv + 2 : NULL);
	journey_end(&j);
	arena_release(&keep);
	return code;
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
	    "  statement    credit statement, one per customer and period\n"
	    "  incident     post-incident report, one per incident\n"
	    "  ledger       workbook for accounting, one per period\n\n"
	    "Examples:\n"
	    "  makegood report my-case\n"
	    "  makegood report my-case statement ledger\n",
	.run = report,
};
