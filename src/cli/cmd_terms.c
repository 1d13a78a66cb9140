/*
 * makegood terms [NAME] -- public terms that a contract can start from.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/say.h"
#include "cli/screen.h"
#include "cli/terms_sheet.h"

#define FILE_BYTES ((size_t)1 << 20)
#define OUT_BYTES  ((size_t)16 << 20)

/* What was typed. */
struct wish {
	const char *name, *dir, *search;
	bool copy;
};

/* What every way through this command needs. */
struct terms_run {
	struct arena keep;
	struct zones zones;
	struct diags d;
	struct buf out;
};

/* ---- the list ---------------------------------------------------------------
 */

#define COLUMNS 6
#define GAP     2

enum { NAME, PROVIDER, SERVICE, PROMISE, REMEDY, ORIGIN };

/* How narrow a column may get; the sheet has all in whole. */
static const size_t least[COLUMNS] = {
	[NAME] = 100,
	[PROVIDER] = 16,
	[SERVICE] = 16,
	[PROMISE] = 100,
	[REMEDY] = 13,
	[ORIGIN] = 100,
};

/* Left out in this order where they do not fit. */
static const int optional[] = { PROVIDER, ORIGIN, REMEDY };

static void
row_of(struct arena *scratch, const struct catalogue_entry *e,
    struct str cell[COLUMNS])
{
	cell[NAME] = e->name;
	cell[PROVIDER] = e->provider;
	cell[SERVICE] = e->service;
	cell[PROMISE] = terms_promise(scratch, e);
	cell[REMEDY] = terms_remedy(scratch, e);
	cell[ORIGIN] = str_format(scratch, "%s%s",
	    e->was_recalled ? "recalled" : "read", e->is_part ? ", part" : "");
}

/* The widest column that may, one narrower; false when none may. */
static bool
narrow(size_t wide[COLUMNS])
{
	int widest = -1;

	for (int k = 0; k < COLUMNS; k++)
		if (wide[k] > least[k] &&
		    (widest < 0 || wide[k] > wide[widest]))
			widest = k;
	if (widest >= 0)
		wide[widest]--;
	return widest >= 0;
}

static size_t
width_of(const size_t wide[COLUMNS])
{
	size_t n = 0;

	for (int k = 0; k < COLUMNS; k++)
		n += wide[k] != 0 ? wide[k] + GAP : 0;
	return n - GAP;
}

/* A column that is left out is 0 wide. */
static void
fit(size_t wide[COLUMNS])
{
	const size_t n = sizeof optional / sizeof *optional;
	size_t natural[COLUMNS];

	memcpy(natural, wide, sizeof natural);
	for (size_t i = 0; i <= n; i++) {
		while (width_of(wide) > screen_width())
			if (!narrow(wide))
				break;
		if (width_of(wide) <= screen_width() || i == n)
			return;
		natural[optional[i]] = 0;
		memcpy(wide, natural, sizeof natural);
	}
}

static void
list_row(struct terms_run *run, const struct str cell[COLUMNS],
    const size_t wide[COLUMNS])
{
	struct buf *out = &run->out;

	for (int k = 0; k < COLUMNS; k++)
		if (wide[k] != 0)
			screen_pad(out,
			    screen_cut(&run->keep, cell[k], wide[k]),
			    wide[k] + GAP);
	while (out->n != 0 && out->p[out->n - 1] == ' ')
		out->n--;
	buf_addc(out, '\n');
}

static void
list_text(struct terms_run *run, const struct catalogue_entry *v, size_t n)
{
	struct str(*rows)[COLUMNS] =
	    arena_array(&run->keep, n + 1, sizeof *rows);
	size_t wide[COLUMNS] = { 0 };

	for (size_t i = 0; i < n; i++) {
		row_of(&run->keep, &v[i], rows[i]);
		for (int k = 0; k < COLUMNS; k++)
			if (utf8_cells(rows[i][k]) > wide[k])
				wide[k] = utf8_cells(rows[i][k]);
	}
	fit(wide);
	for (size_t i = 0; i < n; i++)
		list_row(run, rows[i], wide);
}

static void
list_json(struct terms_run *run, const struct catalogue_entry *v, size_t n)
{
	struct json_out json;

	json_begin(&json, &run->out);
	json_open_list(&json);
	for (size_t i = 0; i < n; i++)
		terms_json(&json, &v[i], false, &run->keep);
	json_close_list(&json);
	json_end(&json);
}

static bool
has(struct str text, struct str wanted)
{
	for (size_t i = 0; i + wanted.n <= text.n; i++) {
		struct str part = str_sub(text, i, i + wanted.n);
		char word[101];

		snprintf(word, sizeof word, "%.*s", STR_ARG(wanted));
		if (str_is_nocase(part, word))
			return true;
	}
	return false;
}

static bool
fits(const struct catalogue_entry *e, const char *search)
{
	struct str wanted = search != NULL ? str_of(search) : STR_NONE;
	bool found = has(e->name, wanted) || has(e->provider, wanted) ||
		     has(e->service, wanted) || has(e->promise, wanted) ||
		     has(e->base, wanted) || has(e->terms_text, wanted);

	for (size_t i = 0; i < e->n_notes; i++)
		found |= has(e->notes[i], wanted);
	return found;
}

static int
list(struct terms_run *run, const struct wish *w)
{
	VEC(struct catalogue_entry) found = { 0 };
	struct str *names;
	size_t n;

	names = catalogue_names(&run->keep, &n);
	for (size_t i = 0; i < n; i++) {
		struct catalogue_entry e;

		if (catalogue_get(
			names[i], &run->zones, &run->keep, &e, &run->d) == 0 &&
		    fits(&e, w->search))
			*vec_push(&run->keep, &found) = e;
	}
	if (run->d.errors != 0) {
		say_diags(&run->d);
		return EXIT_INPUT;
	}
	if (options.json)
		list_json(run, found.v, found.n);
	else
		list_text(run, found.v, found.n);
	if (found.n == 0) {
		say("no entry of the catalogue speaks of \"%s\"", w->search);
		return EXIT_EYES;
	}
	if (isatty(STDERR_FILENO) && !options.quiet)
		fprintf(stderr, "%s\n", terms_caution);
	return EXIT_DONE;
}

/* ---- one entry --------------------------------------------------------------
 */

static bool
is_file(const char *name)
{
	return strchr(name, '/') != NULL && strncmp(name, "catalogue/", 10);
}

static int
no_such_entry(struct terms_run *run, const char *name)
{
	struct str near = catalogue_nearest(str_of(name), &run->keep);

	if (near.n == 0)
		return say_usage("terms",
		    "the catalogue has no \"%s\"; makegood terms lists all",
		    name);
	return say_usage("terms",
	    "the catalogue has no \"%s\"; did you mean \"%.*s\"?", name,
	    STR_ARG(near));
}

static bool
known(struct terms_run *run, struct str name)
{
	size_t n;
	struct str *v = catalogue_names(&run->keep, &n);

	if (str_starts(name, "catalogue/"))
		name = str_sub(name, strlen("catalogue/"), name.n);
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i], name))
			return true;
	return false;
}

/* -1, or the exit code after a complaint. */
static int
get_entry(struct terms_run *run, const char *name, struct catalogue_entry *e)
{
	struct str text;
	struct err err;
	int rc;

	if (is_file(name)) {
		if (file_read(name, FILE_BYTES, &run->keep, &text, &err) != 0)
			return say_err(&err);
		rc = catalogue_parse(
		    text, str_of(name), &run->zones, &run->keep, e, &run->d);
	} else {
		if (!known(run, str_of(name)))
			return no_such_entry(run, name);
		rc = catalogue_get(
		    str_of(name), &run->zones, &run->keep, e, &run->d);
	}
	if (run->d.list.n != 0)
		say_diags(&run->d);
	return rc == 0 ? -1 : EXIT_INPUT;
}

static int
show(struct terms_run *run, const char *name)
{
	struct catalogue_entry e;
	struct json_out json;
	int code = get_entry(run, name, &e);

	if (code >= 0)
		return code;
	if (options.json) {
		json_begin(&json, &run->out);
		terms_json(&json, &e, true, &run->keep);
		json_end(&json);
	} else
		terms_sheet(&run->out, &e, &run->keep);
	return EXIT_DONE;
}

/* The zone of the case; UTC where there is none. */
static int
case_zone(struct terms_run *run, const char *dir, struct str *ret_zone)
{
	char *path = file_join(&run->keep, dir, STR("case.yaml"));
	struct str text;
	const struct node *zone;
	struct node *root;
	struct err e;

	if (!file_exists(path))
		return say_usage("terms",
		    "\"%s\" is not a case folder: it has no case.yaml", dir);
	if (file_read(path, FILE_BYTES, &run->keep, &text, &e) != 0)
		return say_err(&e);
	if (node_parse(text, STR("case.yaml"), &run->keep, &root, &run->d) !=
	    0) {
		say_diags(&run->d);
		return EXIT_INPUT;
	}
	zone = node_get(root, "zone");
	if (zone != NULL && zone->kind == NODE_SCALAR)
		*ret_zone = zone->text;
	return -1;
}

static int
put_contract(struct terms_run *run, const struct wish *w, struct str name)
{
	struct str file =
	    str_format(&run->keep, "contracts/%.*s.yaml", STR_ARG(name));
	char *path = file_join(&run->keep, w->dir, file);
	struct err e;

	if (file_exists(path)) {
		buf_clear(&run->out);
		return say_usage("terms",
		    "\"%s\" is there already; nothing was written", path);
	}
	if (file_mkdirs(file_join(&run->keep, w->dir, STR("contracts")), &e) !=
		0 ||
	    file_write(path, buf_str(&run->out), &e) != 0) {
		buf_clear(&run->out);
		return say_err(&e);
	}
	buf_clear(&run->out);
	if (!options.quiet)
		buf_addf(
		    &run->out, "%s\nnext: makegood check %s\n", path, w->dir);
	return EXIT_DONE;
}

static int
copy(struct terms_run *run, const struct wish *w)
{
	struct str zone = STR("UTC");
	struct catalogue_entry e;
	int code;

	if (is_file(w->name))
		return say_usage("terms", "--copy wants the name of an entry");
	code = get_entry(run, w->name, &e);
	if (code < 0 && w->dir != NULL)
		code = case_zone(run, w->dir, &zone);
	if (code >= 0)
		return code;
	terms_contract(&run->out, &e, zone, STR("EUR"), &run->keep);
	return w->dir != NULL ? put_contract(run, w, e.name) : EXIT_DONE;
}

/* ---- the command ------------------------------------------------------------
 */

static int
read_wish(int argc, char **argv, struct wish *w)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--copy") == 0)
			w->copy = true;
		else if (strcmp(argv[i], "--search") == 0) {
			if (strlen(argv[++i]) > 100)
				return say_usage("terms",
				    "--search wants a word, not that much");
			w->search = argv[i];
		} else if (w->name == NULL)
			w->name = argv[i];
		else if (w->dir == NULL && w->copy)
			w->dir = argv[i];
		else
			return say_usage("terms",
			    "\"%s\" is one argument too many", argv[i]);
	}
	if (w->name == NULL && w->copy)
		return say_usage("terms", "which terms shall be copied?");
	if (w->name != NULL && w->search != NULL)
		return say_usage(
		    "terms", "--search looks through the list, not at one");
	return -1;
}

static int
terms(int argc, char **argv)
{
	struct wish w = { .name = NULL };
	struct terms_run run = { .zones = { .keep = NULL } };
	int code = read_wish(argc, argv, &w);

	if (code >= 0)
		return code;
	run.zones.keep = &run.keep;
	diags_init(&run.d, &run.keep);
	buf_init(&run.out, OUT_BYTES);
	code = w.copy           ? copy(&run, &w)
	       : w.name != NULL ? show(&run, w.name)
				: list(&run, &w);
	if (run.out.n != 0)
		say_text(stdout, buf_str(&run.out));
	buf_release(&run.out);
	arena_release(&run.keep);
	return code;
}

const struct command cmd_terms = {
	.name = "terms",
	.args = "[NAME [--copy [DIR]]]",
	.summary = "public terms that a contract can start from",
	.help =
	    "Without NAME, one line for each entry of the catalogue: name, "
	    "provider, service,\npromise, remedy, and whether its text was "
	    "read or recalled; what does not fit is\ncut or left out, and in "
	    "--json. With NAME, all that is known of it. NAME may\nalso be a "
	    "file of your own in the same format, with a slash in its name.\n"
	    "Terms change: compare with the agreement in force.\n\n"
	    "  --search WORD   only entries in which the word occurs\n"
	    "  --copy [DIR]    a contract file that starts from these terms, "
	    "into the case\n                  folder DIR or on the standard "
	    "output\n\n"
	    "Examples:\n"
	    "  makegood terms hetzner-cloud\n"
	    "  makegood terms upcloud --copy my-case\n",
	.options = "--json --copy --search=hosting",
	.run = terms,
};
