/*
 * makegood calc FILE -- what credit do these terms give for these outages?
 *
 * One case document or a list of them, and nothing else: no folder, no
 * database.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json_out.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/say.h"
#include "domain/casedoc.h"
#include "domain/money.h"
#include "domain/trace_keys.h"
#include "report/lang.h"
#include "report/report.h"

#define FILE_BYTES   ((size_t)32 << 20)
#define OUTPUT_BYTES ((size_t)1 << 30)
#define WIDTH        79
#define CHANGE_WIDTH 17

/* Everything of one call. */
struct calc {
	struct arena keep;
	struct zones zones;
	struct diags diags;
	struct casedocs docs;
	struct langs langs;
	const struct lang *lang;
	struct buf out;
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

/* The sentences of the trace are those of the reports. */
static int
sentences(struct calc *c, const struct casedoc *doc, const struct settlement *s,
    struct str **ret_lines, struct err *e)
{
	struct contract contract = { .zone = doc->zone,
		.currency = doc->currency,
		.terms = doc->terms };
	struct service service = { .id = s->service, .name = s->service };
	struct ledger_row row = {
		.service = &service, .contract = &contract, .settlement = *s
	};
	size_t n;

	return report_explain(&row, c->lang, &c->keep, ret_lines, &n, e);
}

/* ---- for people
 * -------------------------------------------------------------- */

/* "- 1 h 30 min 05 s": what a step about time took or added. */
static struct str
change_of(struct arena *keep, const struct step *step, bool first)
{
	int64_t ms = step->delta_ms < 0 ? -step->delta_ms : step->delta_ms;
	int64_t s = ms / MS_SECOND;
	const char *sign = step->delta_ms < 0 ? "- " : first ? "" : "+ ";

	if (!step->has_time)
		return STR_NONE;
	if (ms == 0)
		return STR("0");
	if (s < 3600)
		return str_format(keep, "%s%lld min %02lld s", sign,
		    (long long)(s / 60), (long long)(s % 60));
	if (s % 60 == 0)
		return str_format(keep, "%s%lld h %02lld min", sign,
		    (long long)(s / 3600), (long long)(s / 60 % 60));
	return str_format(keep, "%s%lld h %02lld min %02lld s", sign,
	    (long long)(s / 3600), (long long)(s / 60 % 60),
	    (long long)(s % 60));
}

/* A sentence from column `from` on, broken at blanks. */
static void
add_wrapped(struct buf *out, struct str text, size_t from)
{
	size_t at = from;

	while (text.n != 0) {
		struct str rest, word = str_cut(text, ' ', &rest);
		size_t wide = utf8_count(word);

		if (at > from && at + 1 + wide > WIDTH) {
			buf_addf(out, "\n%*s", (int)from, "");
			at = from;
		} else if (at > from) {
			buf_addc(out, ' ');
			at++;
		}
		buf_addstr(out, word);
		at += wide;
		text = rest;
	}
	buf_addc(out, '\n');
}

static int
service_text(struct calc *c, const struct casedoc *doc,
    const struct settlement *s, struct err *e)
{
	struct str *lines;

	if (sentences(c, doc, s, &lines, e) != 0)
		return -1;
	buf_addf(&c->out, "%.*s, %.*s to %.*s\n\n", STR_ARG(s->service),
	    STR_ARG(casedoc_instant(&c->keep, doc->zone, s->period.from_at)),
	    STR_ARG(casedoc_instant(&c->keep, doc->zone, s->period.to_at)));
	for (size_t i = 0; i < s->trace.steps.n; i++) {
		struct str change =
		    change_of(&c->keep, &s->trace.steps.v[i], i == 0);

		buf_addf(&c->out, "%3zu %*.*s  ", i + 1, CHANGE_WIDTH,
		    STR_ARG(change));
		add_wrapped(&c->out, lines[i], 4 + CHANGE_WIDTH + 2);
	}
	buf_addc(&c->out, '\n');
	for (size_t i = 0; i < s->n_warnings; i++) {
		buf_addf(&c->out, "    note: ");
		add_wrapped(&c->out, s->warnings[i], 10);
	}
	return 0;
}

static void
answer_text(struct calc *c, const struct casedoc *doc)
{
	struct case_scalars r = casedoc_result(doc, &c->keep);

	for (size_t i = 0; i < r.n; i++) {
		struct str name = r.v[i].key;

		if (r.v[i].service.n != 0)
			name = str_format(&c->keep, "%.*s %.*s",
			    STR_ARG(r.v[i].service), STR_ARG(r.v[i].key));
		buf_addf(&c->out, "    %-32.*s %.*s\n", STR_ARG(name),
		    STR_ARG(r.v[i].text));
	}
	if (doc->combined.has_money && doc->n_services > 0)
		buf_addf(&c->out, "\n    credit: %s %.*s\n", doc->currency.code,
		    STR_ARG(money_text(
			&c->keep, doc->combined.total_minor, doc->currency)));
}

static int
case_text(struct calc *c, const struct casedoc *doc, struct err *e)
{
	buf_addf(&c->out, "%.*s%s%.*s\n", STR_ARG(name_of(doc)),
	    doc->title.n != 0 ? ": " : "", STR_ARG(doc->title));
	for (size_t i = 0; i < doc->n_services; i++)
		if (service_text(c, doc, &doc->services[i].settlement, e) != 0)
			return -1;
	answer_text(c, doc);
	return 0;
}

/* ---- for machines
 * --------------------------------------------------------------- */

static void
value_json(struct json_out *j, struct calc *c, const struct casedoc *doc,
    const struct value *v)
{
	json_key_of(j, v->name);
	switch (v->kind) {
	case VALUE_TEXT:
	case VALUE_KEY:
		json_text(j, v->text);
		return;
	case VALUE_COUNT:
	case VALUE_TIME:
	case VALUE_MONEY:
		json_int(j, v->number);
		return;
	case VALUE_INSTANT:
		json_text(j, casedoc_instant(&c->keep, doc->zone, v->number));
		return;
	case VALUE_SHARE:
	case VALUE_FACTOR:
	case VALUE_EXACT:
		json_text(j, ratio_text(&c->keep, v->ratio));
		return;
	}
}

static void
step_json(struct json_out *j, struct calc *c, const struct casedoc *doc,
    const struct step *step, struct str line)
{
	json_open_map(j);
	json_key_of(j, "step");
	json_text(j, str_of(step->key));
	json_key_of(j, "text");
	json_text(j, line);
	if (step->clause.n != 0) {
		json_key_of(j, "clause");
		json_text(j, step->clause);
	}
	if (step->has_time) {
		json_key_of(j, "change_ms");
		json_int(j, step->delta_ms);
		json_key_of(j, "left_ms");
		json_int(j, step->left_ms);
	}
	json_key_of(j, "values");
	json_open_map(j);
	for (int i = 0; i < step->n_values; i++)
		value_json(j, c, doc, &step->v[i]);
	json_close_map(j);
	json_close_map(j);
}

static void
scalar_json(struct json_out *j, const struct case_scalar *s)
{
	int64_t n = 0;

	json_key(j, s->key);
	if (s->kind == CASE_NULL)
		json_null(j);
	else if (s->kind == CASE_BOOL)
		json_bool(j, str_is(s->text, "true"));
	else if (s->kind == CASE_NUMBER && str_int64(s->text, &n))
		json_int(j, n);
	else
		json_text(j, s->text);
}

/* The same shape as `expect`. */
static void
result_json(struct json_out *j, struct calc *c, const struct casedoc *doc)
{
	struct case_scalars r = casedoc_result(doc, &c->keep);
	size_t i = 0;

	json_key_of(j, "result");
	json_open_map(j);
	json_key_of(j, "services");
	json_open_map(j);
	while (i < r.n && r.v[i].service.n != 0) {
		struct str service = r.v[i].service;

		json_key(j, service);
		json_open_map(j);
		while (i < r.n && str_eq(r.v[i].service, service))
			scalar_json(j, &r.v[i++]);
		json_close_map(j);
	}
	json_close_map(j);
	while (i < r.n)
		scalar_json(j, &r.v[i++]);
	json_close_map(j);
}

static void
warnings_json(struct json_out *j, const struct casedoc *doc)
{
	json_key_of(j, "warnings");
	json_open_list(j);
	for (size_t i = 0; i < doc->n_services; i++) {
		const struct settlement *s = &doc->services[i].settlement;

		for (size_t k = 0; k < s->n_warnings; k++)
			json_text(j, s->warnings[k]);
	}
	json_close_list(j);
}

static int
steps_json(struct json_out *j, struct calc *c, const struct casedoc *doc,
    struct err *e)
{
	json_key_of(j, "steps");
	json_open_map(j);
	for (size_t i = 0; i < doc->n_services; i++) {
		const struct settlement *s = &doc->services[i].settlement;
		struct str *lines;

		if (sentences(c, doc, s, &lines, e) != 0)
			return -1;
		json_key(j, s->service);
		json_open_list(j);
		for (size_t k = 0; k < s->trace.steps.n; k++)
			step_json(j, c, doc, &s->trace.steps.v[k], lines[k]);
		json_close_list(j);
	}
	json_close_map(j);
	return 0;
}

static int
case_json(struct json_out *j, struct calc *c, const struct casedoc *doc,
    struct err *e)
{
	json_open_map(j);
	json_key_of(j, "id");
	json_text(j, doc->id);
	json_key_of(j, "title");
	json_text(j, doc->title);
	result_json(j, c, doc);
	if (steps_json(j, c, doc, e) != 0)
		return -1;
	warnings_json(j, doc);
	json_close_map(j);
	return 0;
}

/* ---- against what was expected
 * ------------------------------------------------------ */

static void
case_check(struct calc *c, struct casedoc *doc)
{
	struct case_mismatches m = { NULL, 0 };
	bool settled = casedoc_settle(doc, &c->keep, &c->diags) == 0;

	if (settled)
		m = casedoc_compare(doc, &c->keep);
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
		c->passed++;
	else
		c->failed++;
}

static int
check_all(struct calc *c)
{
	for (size_t i = 0; i < c->docs.n; i++)
		case_check(c, &c->docs.v[i]);
	buf_addf(&c->out, "%lld passed, %lld failed\n", (long long)c->passed,
	    (long long)c->failed);
	if (c->diags.errors > 0)
		say_diags(&c->diags);
	return c->failed == 0 ? EXIT_DONE : EXIT_EYES;
}

/* ---- the command
 * ----------------------------------------------------------------------- */

static int
tell_all(struct calc *c, struct err *e)
{
	struct json_out j;

	json_begin(&j, &c->out);
	if (options.json && c->docs.list)
		json_open_list(&j);
	for (size_t i = 0; i < c->docs.n; i++) {
		struct casedoc *doc = &c->docs.v[i];

		if (casedoc_settle(doc, &c->keep, &c->diags) != 0)
			return err_set(e, ERR_INPUT, "%.*s was not settled",
			    STR_ARG(name_of(doc)));
		if (!options.json && i > 0)
			buf_addc(&c->out, '\n');
		if (options.json ? case_json(&j, c, doc, e) != 0
				 : case_text(c, doc, e) != 0)
			return -1;
	}
	if (options.json && c->docs.list)
		json_close_list(&j);
	if (options.json)
		json_end(&j);
	return 0;
}

static int
calculate(struct calc *c, const char *path)
{
	struct err e = { 0 };
	int code = EXIT_DONE;

	langs_open(&c->langs, options.reports_dir, &c->keep);
	if (read_documents(c, path, &e) != 0 ||
	    (!c->check && (langs_get(&c->langs, STR("en"), &c->lang, &e) != 0 ||
			      tell_all(c, &e) != 0))) {
		say_diags(&c->diags);
		return say_err(&e);
	}
	if (c->check)
		code = check_all(c);
	else if (c->diags.warnings > 0 && !options.quiet)
		say_diags(&c->diags);
	fwrite(c->out.p, 1, c->out.n, stdout);
	return code;
}

static int
run(int argc, char **argv)
{
	struct calc c = { .check = false };
	const char *path = NULL;
	int code;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--check") == 0)
			c.check = true;
		else if (argv[i][0] == '-' && argv[i][1] != '\0' &&
			 strcmp(argv[i], "--") != 0)
			return say_usage(
			    "calc", "unknown option \"%s\"", argv[i]);
		else if (strcmp(argv[i], "--") != 0 && path != NULL)
			return say_usage("calc", "one FILE at a time");
		else if (strcmp(argv[i], "--") != 0)
			path = argv[i];
	}
	if (path == NULL)
		return say_usage("calc", "which FILE?");
	c.zones.keep = &c.keep;
	diags_init(&c.diags, &c.keep);
	buf_init(&c.out, OUTPUT_BYTES);
	code = calculate(&c, path);
	buf_release(&c.out);
	arena_release(&c.keep);
	return code;
}

const struct command cmd_calc = {
	.name = "calc",
	.args = "FILE",
	.summary = "what credit do these terms give for these outages?",
	.help =
	    "FILE is one case document (YAML or JSON) or a list of them; - is\n"
	    "the standard input. Prints every step from the reports to the "
	    "credit.\n\n"
	    "  --check    compare with what each document expects; ends with\n"
	    "             N passed, N failed\n"
	    "  --json     the result in the shape of expect, with steps and\n"
	    "             warnings\n\n"
	    "examples:\n"
	    "  makegood calc my.case\n"
	    "  makegood calc --check tests/cases/tiers.case\n",
	.run = run,
};
