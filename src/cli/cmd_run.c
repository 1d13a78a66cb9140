/*
 * makegood run DIR -- import, settle, report; only what changed.
 */

#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "flow/run_settle.h"

/* The worst of several exit codes: 0 and 1 give way to everything. */
static int
worse(int a, int b)
{
	return a > b ? a : b;
}

static void
head(struct buf *out, const char *journey, bool first)
{
	if (options.json)
		buf_addf(out, "%s\"%s\":", first ? "{" : ",", journey);
	else if (!options.quiet)
		buf_addf(out, "%-8s", journey);
}

static int
import(struct journey *j, struct buf *out, struct err *e)
{
	struct import_result result;
	int code;

	if (run_import(j, NULL, 0, &result, e) != 0)
		return -1;
	head(out, "import", true);
	code = outcome_import(out, j, &result, true);
	say_diags(&j->diags);
	/* what comes now is told by itself */
	diags_init(&j->diags, j->keep);
	return code;
}

static int
settle(
    struct journey *j, struct dossier *dossier, struct buf *out, struct err *e)
{
	bool changed;
	int code;

	if (run_settle(j, false, COPY_ALL, dossier, &changed, e) != 0)
		return -1;
	head(out, "settle", false);
	code = outcome_settle(out, dossier, true);
	say_diags(&j->diags);
	return j->diags.warnings != 0 ? worse(code, EXIT_EYES) : code;
}

static int
publish(struct journey *j, const struct dossier *dossier, struct buf *out,
    struct err *e)
{
	struct publish_result result;

	if (run_publish(j, dossier, NULL, &result, e) != 0)
		return -1;
	head(out, "report", false);
	return outcome_publish(out, j, &result, true);
}

static int
all_three(struct journey *j, void *arg, struct buf *out)
{
	struct dossier dossier;
	struct err e = { 0 };
	int code, next;

	(void)arg;
	code = import(j, out, &e);
	next = code < 0 ? -1 : settle(j, &dossier, out, &e);
	if (next >= 0) {
		code = worse(code, next);
		next = publish(j, &dossier, out, &e);
	}
	if (next < 0) {
		/* half an object would be no JSON */
		if (options.json)
			buf_clear(out);
		return outcome_failed(j, &e);
	}
	if (options.json)
		buf_adds(out, "}\n");
	return worse(code, next);
}

static int
run(int argc, char **argv)
{
	return outcome_travel(argc, argv, false, NULL, all_three);
}

const struct command cmd_run = {
	.name = "run",
	.args = "DIR",
	.summary = "import, settle and report; only what changed",
	.help = "Does everything for the case folder DIR: reads what is new, "
		"settles, and writes\nthe reports that case.yaml asks for "
		"into DIR/reports. Run it again after any\nchange, or after a "
		"crash: it goes on where things stand.\n\n"
		"Exit codes: 1 when something needs your eyes: unreadable "
		"lines, warnings,\ninsufficient evidence; 3 when an input is "
		"wrong, and then nothing is changed.\n\n"
		"Examples:\n"
		"  makegood run my-case\n"
		"  makegood run my-case --quiet --reports my-brand\n",
	.options = "--json",
	.run = run,
};
