/*
 * makegood calc -- what credit do these terms give for these outages?
 *
 * One case document, a list of them, or a question that is typed; no folder, no
 * database.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/calc_question.h"
#include "cli/commands.h"
#include "cli/say.h"

#define FILE_BYTES   ((size_t)32 << 20)
#define OUTPUT_BYTES ((size_t)1 << 30)

/* How the documents are looked at, and what came out. */
struct run {
	struct calc c;
	bool check;
	int64_t passed, failed;
};

/* ---- reading ---------------------------------------------------------------
 */

static int
read_stdin(struct arena *keep, struct str *ret_text, struct err *e)
{
	struct buf b;
	char part[65536];
	size_t n;

	buf_init(&b, FILE_BYTES);
	while ((n = fread(part, 1, sizeof part, stdin)) > 0 && !b.full)
		buf_add(&b, part, n);
	*ret_text = str_dup(keep, buf_str(&b));
	buf_release(&b);
	if (ferror(stdin))
		return err_errno(e, "cannot read the standard input");
	if (b.full)
		return err_set(e, ERR_INPUT, "the standard input is too large");
	return 0;
}

static int
read_documents(struct calc *c, const char *path, struct err *e)
{
	bool pipe = strcmp(path, "-") == 0;
	struct str text, name = str_of(pipe ? "(standard input)" : path);
	struct node *root;

	if (pipe ? read_stdin(&c->keep, &text, e) != 0
		 : file_read(path, FILE_BYTES, &c->keep, &text, e) != 0)
		return -1;
	if (node_parse(text, name, &c->keep, &root, &c->diags) != 0 ||
	    casedoc_parse(root, &c->zones, &c->keep, &c->docs, &c->diags) != 0)
		return err_set(e, ERR_INPUT, "nothing was calculated");
	return 0;
}

static struct str
name_of(const struct casedoc *doc)
{
	return doc->id.n != 0 ? doc->id : STR("case");
}

/* ---- against what was expected
 * ------------------------------------------------------ */

static void
case_check(struct run *r, struct casedoc *doc)
{
	struct calc *c = &r->c;
	struct arena_mark mark = arena_mark(&c->work);
	struct case_mismatches m = { NULL, 0 };
	bool settled = casedoc_settle(doc, &c->work, &c->diags) == 0;

	if (settled)
		m = casedoc_compare(doc, &c->work);
	for (size_t i = 0; i < m.n; i++)
		buf_addf(&c->out, "%.*s: %.*s%s%.*s: expected %.*s, got %.*s\n",
		    STR_ARG(name_of(doc)), STR_ARG(m.v[i].service),
		    m.v[i].service.n != 0 ? " " : "", STR_ARG(m.v[i].key),
		    STR_ARG(m.v[i].expected), STR_ARG(m.v[i].got));
	if (!settled)
		buf_addf(&c->out, "%.*s: not settled\n", STR_ARG(name_of(doc)));
	else if (doc->expect == NULL)
		buf_addf(
		    &c->out, "%.*s: expects nothing\n", STR_ARG(name_of(doc)));
	if (settled && doc->expect != NULL && m.n == 0)
		r->passed++;
	else
		r->failed++;
	arena_reset(&c->work, mark);
}

static int
check_all(struct run *r)
{
	struct calc *c = &r->c;

	for (size_t i = 0; i < c->docs.n; i++)
		case_check(r, &c->docs.v[i]);
	buf_addf(&c->out, "%lld passed, %lld failed\n", (long long)r->passed,
	    (long long)r->failed);
	if (c->diags.errors > 0)
		say_diags(&c->diags);
	return r->failed == 0 ? EXIT_DONE : EXIT_EYES;
}

/* ---- the command
 * ----------------------------------------------------------------------- */

static int
tell_all(struct calc *c, struct err *e)
{
	struct arena_mark mark = arena_mark(&c->work);
	struct json_out j;

	json_begin(&j, &c->out);
	if (options.json && c->docs.list)
		json_open_list(&j);
	for (size_t i = 0; i < c->docs.n; i++) {
		struct casedoc *doc = &c->docs.v[i];

		if (casedoc_settle(doc, &c->work, &c->diags) != 0)
			return err_set(e, ERR_INPUT, "%.*s was not settled",
			    STR_ARG(name_of(doc)));
		if (!options.json && i > 0)
			buf_addc(&c->out, '\n');
		if (options.json ? calc_json(&j, c, doc, e) != 0
				 : calc_print(c, doc, e) != 0)
			return -1;
		arena_reset(&c->work, mark);
	}
	if (options.json && c->docs.list)
		json_close_list(&j);
	if (options.json)
		json_end(&j);
	return 0;
}

/* Everything after the documents were read. */
static int
calculate(struct run *r)
{
	struct calc *c = &r->c;
	struct err e = { 0 };
	int code = EXIT_DONE;

	if (r->check) {
		code = check_all(r);
	} else if (langs_get(&c->langs, STR("en"), &c->lang, &e) != 0 ||
		   tell_all(c, &e) != 0) {
		say_diags(&c->diags);
		return say_err(&e);
	} else if (c->diags.warnings > 0 && !options.quiet) {
		say_diags(&c->diags);
	}
	say_text(stdout, buf_str(&c->out));
	return code;
}

static int
calculate_file(struct run *r, int argc, char **argv)
{
	const char *path = NULL;
	struct err e = { 0 };

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--check") == 0)
			r->check = true;
		else if (path != NULL)
			return say_usage("calc", "one FILE at a time");
		else
			path = argv[i];
	}
	if (path == NULL)
		return say_usage("calc",
		    "which FILE? Or type the question: --terms, --fee, "
		    "--period, --outage");
	if (read_documents(&r->c, path, &e) != 0) {
		say_diags(&r->c.diags);
		return say_err(&e);
	}
	return calculate(r);
}

static bool
is_question(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (calc_asks(argv[i]))
			return true;
	return false;
}

static int
run(int argc, char **argv)
{
	struct run r = { .check = false };
	struct calc *c = &r.c;
	int code;

	c->zones.keep = &c->keep;
	diags_init(&c->diags, &c->keep);
	buf_init(&c->out, OUTPUT_BYTES);
	langs_open(&c->langs, options.reports_dir, &c->keep);
	if (is_question(argc, argv)) {
		code = calc_question(c, argc, argv);
		code = code < 0 ? calculate(&r) : code;
	} else {
		code = calculate_file(&r, argc, argv);
	}
	buf_release(&c->out);
	arena_release(&c->work);
	arena_release(&c->keep);
	return code;
}

const struct command cmd_calc = {
	.name = "calc",
	.args = "FILE | --terms TERMS ...",
	.summary = "what credit do these terms give for these outages?",
	.help =
	    "FILE is one case document (YAML or JSON) or a list of them; - is\n"
	    "the standard input. Prints every step from the reports to the "
	    "credit.\n"
	    "\n"
	    "  --check    compare with what each document expects; ends with\n"
	    "             N passed, N failed\n"
	    "  --json     the result in the shape of expect, with steps and\n"
	    "             warnings\n"
	    "\n"
	    "Without FILE the question is typed:\n"
	    "\n"
	    "  --terms catalogue/NAME|FILE   a public text, a contract, terms\n"
	    "  --fee 49.00EUR                what the percentages apply to\n"
	    "  --period P                    2026-03, 2026-Q1, 2026-H1, 2026;\n"
	    "                                2026-03-15: billed from the "
	    "15th;\n"
	    "                                until:2026-03-31: its last day\n"
	    "  --outage FROM/TO[,K=V...]     again for each; TO is a time, "
	    "14:41,\n"
	    "                                or how long, 38m. K: reported,\n"
	    "                                detected, ticket, weight, "
	    "excluded,\n"
	    "                                feed, state\n"
	    "  --outages FILE.csv            the same as a table of a case\n"
	    "  --subject ID                  only its rows that are about ID\n"
	    "  --exclude KIND@FROM/TO[,announced=T]\n"
	    "  --maintenance FILE.csv        the same as a table of a case\n"
	    "  --zone Europe/Rome            of times without offset\n"
	    "  --hourly 0.05EUR              price of an hour, where it is "
	    "asked\n"
	    "  --amount NAME=15.00           an amount that the terms name\n"
	    "  --target 99.95                where the terms leave it open\n"
	    "  --requests TOTAL/FAILED       where requests are counted\n"
	    "  --from T, --to T              life of the service\n"
	    "  --claimed T, --as-of T        when it was claimed; until when\n"
	    "                                an outage without end is known\n"
	    "\n"
	    "Examples:\n"
	    "  makegood calc --check tests/cases/tiers.case\n"
	    "  makegood calc --terms catalogue/azure-vm --fee 49.00EUR "
	    "--period 2026-03 \\\n"
	    "      --zone Europe/Rome --outage 2026-03-05T14:03/14:41\n",
	.options = "--json --check --terms=catalogue/azure-vm --fee=49.00EUR "
		   "--period=2026-03 --outage=2026-03-05T14:03/14:41 "
		   "--outages=outages.csv --subject=web "
		   "--exclude=maintenance@2026-03-05T02:00/04:00 "
		   "--maintenance=windows.csv --zone=Europe/Rome "
		   "--hourly=0.05EUR --amount=month_cost=15.00 "
		   "--target=99.95 --requests=1000000/1200 --from=2026-03-10 "
		   "--to=2026-03-20 --claimed=2026-04-12 "
		   "--as-of=2026-04-01T09:00",
	.run = run,
};
