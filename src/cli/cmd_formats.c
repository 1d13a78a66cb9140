/*
 * makegood formats [NAME] -- what files of a case may look like, and who counts
 * as a robot in them.
 */
#include <stdio.h>
#include <string.h>

#include "base/json_out.h"
#include "cli/commands.h"
#include "cli/formats_robots.h"
#include "cli/nearest.h"
#include "cli/options.h"
#include "cli/say.h"
#include "import/import.h"

#define INDENT "    "

static void
json_columns(struct json_out *j, const struct format_column *c, size_t n)
{
	json_key_of(j, "columns");
	json_open_list(j);
	for (size_t i = 0; i < n; i++) {
		json_open_map(j);
		json_put_text(j, "name", str_of(c[i].name));
		json_put_text(j, "type", str_of(c[i].type));
		json_put_bool(j, "required", c[i].required);
		json_close_map(j);
	}
	json_close_list(j);
}

/* One line for each format. */
static void
json_format(const struct format_info *f, struct arena *scratch)
{
	struct format_column *columns;
	size_t n = format_columns(f, scratch, &columns);
	struct json_out j;
	struct buf out;

	buf_init(&out, (size_t)1 << 20);
	json_begin_narrow(&j, &out);
	json_open_map(&j);
	json_put_text(&j, "name", str_of(f->name));
	json_put_text(&j, "kind", str_of(source_kind_name(f->kind)));
	json_put_text(&j, "title", str_of(f->title));
	if (n != 0)
		json_columns(&j, columns, n);
	json_key_of(&j, "specimen");
	if (f->specimen != NULL)
		json_text(&j, str_of(f->specimen));
	else
		json_null(&j);
	json_close_map(&j);
	json_end(&j);
	say_text(stdout, buf_str(&out));
	buf_release(&out);
}

static void
print_specimen(const char *text)
{
	while (*text != '\0') {
		int n = (int)strcspn(text, "\n");

		printf(INDENT "%.*s\n", n, text);
		text += n + (text[n] == '\n');
	}
}

static void
print_columns(const struct format_column *c, size_t n)
{
	puts("\ncolumns, in any order (* must be there):");
	for (size_t i = 0; i < n; i++) {
		bool more = c[i].what[0] != '\0' || c[i].alias != NULL;

		printf("  %c %-14s %-*s", c[i].required ? '*' : ' ', c[i].name,
		    more ? 13 : 0, c[i].type);
		if (c[i].what[0] != '\0')
			printf(" %s", c[i].what);
		if (c[i].alias != NULL)
			printf(" (or \"%s\")", c[i].alias);
		putchar('\n');
	}
}

static void
print_format(const struct format_info *f, struct arena *scratch)
{
	struct format_column *columns;
	size_t n = format_columns(f, scratch, &columns);

	printf("%s: %s\n", f->name, f->title);
	if (f->specimen != NULL) {
		puts("\nfor example:");
		print_specimen(f->specimen);
	}
	if (n != 0)
		print_columns(columns, n);
}

static const struct format_info *
find_format(const char *name)
{
	for (size_t i = 0; format_infos[i] != NULL; i++)
		if (strcmp(format_infos[i]->name, name) == 0)
			return format_infos[i];
	return NULL;
}

static int
no_format(const char *name)
{
	struct nearest near = { .typed = str_of(name) };

	for (size_t i = 0; format_infos[i] != NULL; i++)
		nearest_begins(&near, str_of(format_infos[i]->name), 2);
	if (near.name.n != 0)
		return say_usage("formats",
		    "there is no format \"%s\"; did you mean \"%.*s\"?", name,
		    STR_ARG(near.name));
	return say_usage("formats", "there is no format \"%s\"", name);
}

static int
run(int argc, char **argv)
{
	const struct format_info *only = NULL;
	struct arena scratch = { 0 };

	if (option_flag("--robots", &argc, argv))
		return formats_robots(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "--rules") == 0)
		return say_usage("formats", "--rules belongs to --robots");
	if (argc > 2)
		return say_usage("formats", "one name at a time");
	if (argc == 2 && (only = find_format(argv[1])) == NULL)
		return no_format(argv[1]);
	if (!options.json && only != NULL)
		print_format(only, &scratch);
	for (size_t i = 0; format_infos[i] != NULL; i++) {
		const struct format_info *f = format_infos[i];
		if (options.json && (only == NULL || only == f))
			json_format(f, &scratch);
		else if (only == NULL)
			printf("%-15s %s\n", f->name, f->title);
	}
	arena_release(&scratch);
	return EXIT_DONE;
}

const struct command cmd_formats = {
	.name = "formats",
	.args = "[NAME | --robots [--rules FILE] [AGENT...]]",
	.summary = "file formats understood, with specimens",
	.help =
	    "Logs may be plain or compressed with gzip, bzip2, xz or "
	    "zstd.\n"
	    "Tables may use comma, semicolon or tab, UTF-8 or UTF-16; "
	    "columns are\nfound by name.\n"
	    "With --json: one object a line.\n\n"
	    "  --robots      the rules by which robots are told, or which of "
	    "them match\n"
	    "                user agents; - reads agents from standard input\n"
	    "  --rules FILE  rules of another file\n\n"
	    "Examples:\n"
	    "  makegood formats outages\n"
	    "  makegood formats --robots \"curl/8.5.0\" \"Mozilla/5.0\"\n",
	.options = "--json --robots --rules=robots.txt",
	.takes_names = true,
	.run = run,
};
