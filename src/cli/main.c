/*
 * main.c -- finds the command, takes the options all commands share, and ends
 * with its exit code. Everything else stands in cmd_*.c.
 */
#include <stdio.h>
#include <string.h>

#include "base/version.h"
#include "cli/commands.h"
#include "cli/say.h"

struct options options;

/* In the order of the help: single questions first, then work on a case. */
static const struct command *const commands[] = {
	&cmd_calc,
	&cmd_availability,
	&cmd_estimate,
	&cmd_rollup,
	&cmd_detect,
	&cmd_dump,
	&cmd_engine,
	&cmd_formats,
	&cmd_terms,
	&cmd_init,
	&cmd_check,
	&cmd_import,
	&cmd_settle,
	&cmd_report,
	&cmd_run,
	&cmd_explain,
	&cmd_reconcile,
};
#define N_COMMANDS (sizeof commands / sizeof *commands)

static void
print_help(void)
{
	puts("makegood -- downtime to the second, lost traffic, credit to the "
	     "cent\n\n"
	     "usage: makegood COMMAND [OPTIONS] ARGUMENTS\n");
	for (size_t i = 0; i < N_COMMANDS; i++)
		printf("  %-13s %s\n", commands[i]->name, commands[i]->summary);
	puts("\nOptions of every command:\n"
	     "  -h, --help       what the command does, with examples\n"
	     "  -q, --quiet      nothing but results and complaints\n"
	     "  --json           results for machines, where there are any\n"
	     "  --reports DIR    languages, texts and looks from DIR\n"
	     "  --version        the version of this program\n\n"
	     "Exit codes: 0 done, 1 done but something needs your eyes, 2 "
	     "usage,\n3 invalid input or contract, 4 the environment failed.\n"
	     "\nStart with: makegood init my-case --from tiny && makegood run "
	     "my-case");
}

static const struct command *
find_command(const char *name)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static const char *
nearest_command(const char *name)
{
	const char *best = NULL;
	size_t near = 4;

	for (size_t i = 0; i < N_COMMANDS; i++) {
		size_t far =
		    str_distance(str_of(name), str_of(commands[i]->name));

		if (far < near) {
			near = far;
			best = commands[i]->name;
		}
	}
	return best;
}

static void
print_command_help(const struct command *c)
{
	printf("usage: makegood %s %s\n\n%s\n\n%s", c->name, c->args,
	    c->summary, c->help);
}

/*
 * Take the shared options out of argv, wherever they stand before a lone "--".
 * Returns -1 when the program should go on, else an exit code.
 */
static int
take_shared(const struct command *c, int *argc, char **argv)
{
	int kept = 1, i = 1;

	for (; i < *argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "-h") == 0 ||
		    strcmp(argv[i], "--help") == 0) {
			print_command_help(c);
			return EXIT_DONE;
		}
		if (strcmp(argv[i], "-q") == 0 ||
		    strcmp(argv[i], "--quiet") == 0)
			options.quiet = true;
		else if (strcmp(argv[i], "--json") == 0)
			options.json = true;
		else if (strcmp(argv[i], "--reports") == 0) {
			if (i + 1 == *argc)
				return say_usage(
				    c->name, "--reports wants a folder");
			options.reports_dir = argv[++i];
		} else
			argv[kept++] = argv[i];
	}
	for (; i < *argc; i++)
		argv[kept++] = argv[i];
	argv[kept] = NULL;
	*argc = kept;
	return -1;
}

static int
no_command(const char *name)
{
	const char *near = nearest_command(name);

	if (near != NULL)
		say("unknown command \"%s\"; did you mean \"%s\"?", name, near);
	else
		say("unknown command \"%s\"; see makegood --help", name);
	return EXIT_TYPED;
}

/* Shared options may also stand before the command; bring it to the front. */
static void
command_first(int argc, char **argv)
{
	int at = 1;
	char *name;

	while (at < argc - 1 && argv[at][0] == '-' &&
	       strcmp(argv[at], "--help") != 0 && strcmp(argv[at], "-h") != 0 &&
	       strcmp(argv[at], "--version") != 0)
		at += strcmp(argv[at], "--reports") == 0 ? 2 : 1;
	if (at >= argc)
		return;
	name = argv[at];
	for (; at > 1; at--)
		argv[at] = argv[at - 1];
	argv[1] = name;
}

static int
run_command(const struct command *c, int argc, char **argv)
{
	int rc = take_shared(c, &argc, argv);

	if (rc < 0)
		rc = c->run(argc, argv);
	if (fflush(stdout) != 0) {
		say("could not write to the standard output");
		return EXIT_ENV;
	}
	return rc;
}

int
main(int argc, char **argv)
{
	const struct command *c;
	bool help;

	if (argc < 2) {
		print_help();
		return EXIT_TYPED;
	}
	command_first(argc, argv);
	help = strcmp(argv[1], "help") == 0;
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    (help && argc == 2)) {
		print_help();
		return fflush(stdout) == 0 ? EXIT_DONE : EXIT_ENV;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("makegood " MAKEGOOD_VERSION);
		return EXIT_DONE;
	}
	c = find_command(argv[help ? 2 : 1]);
	if (c == NULL)
		return no_command(argv[help ? 2 : 1]);
	if (help) {
		print_command_help(c);
		return EXIT_DONE;
	}
	return run_command(c, argc - 1, argv + 1);
}
