/*
 * main.c -- finds the command, takes the options all commands share, and ends
 * with its exit code. Everything else stands in cmd_*.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/version.h"
#include "cli/commands.h"
#include "cli/nearest.h"
#include "cli/options.h"
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
print_help(FILE *to)
{
	fputs("makegood -- downtime to the second, lost traffic, credit to the "
	      "cent\n\n"
	      "usage: makegood COMMAND [OPTIONS] ARGUMENTS\n\n",
	    to);
	for (size_t i = 0; i < N_COMMANDS; i++)
		fprintf(to, "  %-13s %s\n", commands[i]->name,
		    commands[i]->summary);
	fputs("\nOptions of every command:\n"
	      "  -h, --help       what the command does, with examples\n"
	      "  -q, --quiet      nothing but results and complaints\n"
	      "  --json           results for machines, where there are any\n"
	      "  --reports DIR    languages, texts and looks from DIR\n"
	      "  --version        the version of this program\n\n"
	      "Exit codes: 0 done, 1 done but something needs your eyes, 2 "
	      "usage,\n3 invalid input or contract, 4 the environment failed.\n"
	      "\nStart with: makegood init my-case --from tiny && makegood run "
	      "my-case\n",
	    to);
}

static const struct command *
find_command(const char *name)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static void
print_command_help(const struct command *c)
{
	printf("usage: makegood %s %s\n\n%s\n\n%s", c->name, c->args,
	    c->summary, c->help);
}

static int
print_version(void)
{
	puts("makegood " MAKEGOOD_VERSION);
	return EXIT_DONE;
}

static int
no_command(const char *name)
{
	struct nearest near = { .typed = str_of(name) };

	for (size_t i = 0; i < N_COMMANDS; i++)
		nearest_begins(&near, str_of(commands[i]->name), 2);
	if (name[0] == '-')
		say("which command shall take %s? see makegood --help", name);
	else if (near.name.n != 0)
		say("unknown command \"%s\"; did you mean \"%.*s\"?", name,
		    STR_ARG(near.name));
	else
		say("unknown command \"%s\"; see makegood --help", name);
	return EXIT_TYPED;
}

static bool
is_one_of(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

/* Shared options may also stand before the command; bring it to the front. */
static void
command_first(int argc, char **argv)
{
	int at = 1;
	char *name;

	while (at < argc && argv[at][0] == '-')
		at += strcmp(argv[at], "--reports") == 0 ? 2 : 1;
	if (at >= argc)
		return;
	name = argv[at];
	for (; at > 1; at--)
		argv[at] = argv[at - 1];
	argv[1] = name;
}

/* What an overlay lacks is built in, so a wrong name would go unnoticed. */
static int
check_overlay(void)
{
	struct stat st;

	if (options.reports_dir == NULL)
		return -1;
	errno = 0;
	if (stat(options.reports_dir, &st) == 0 && S_ISDIR(st.st_mode))
		return -1;
	say("--reports: could not open the folder \"%s\": %s",
	    options.reports_dir, strerror(errno != 0 ? errno : ENOTDIR));
	return EXIT_ENV;
}

static int
run_command(const struct command *c, int argc, char **argv)
{
	struct arena keep = { 0 };
	int rc = options_take(c, &argc, &argv, &keep);

	if (rc < 0 && options.help) {
		print_command_help(c);
		rc = EXIT_DONE;
	}
	if (rc < 0 && options.version)
		rc = print_version();
	if (rc < 0)
		rc = check_overlay();
	if (rc < 0)
		rc = c->run(argc, argv);
	arena_release(&keep);
	return rc;
}

/* "makegood help", "makegood help COMMAND" */
static int
help(const char *name)
{
	const struct command *c = name != NULL ? find_command(name) : NULL;

	if (name != NULL && c == NULL)
		return no_command(name);
	if (c != NULL)
		print_command_help(c);
	else
		print_help(stdout);
	return EXIT_DONE;
}

static int
act(int argc, char **argv)
{
	static const char *const helps[] = { "help", "--help", "-h", NULL };
	static const char *const versions[] = { "version", "--version", "-V",
		NULL };
	const struct command *c;

	if (argc < 2) {
		print_help(stderr);
		return EXIT_TYPED;
	}
	if (is_one_of(argv[1], helps))
		return help(argv[2]);
	if (argc == 2 && is_one_of(argv[1], versions))
		return print_version();
	command_first(argc, argv);
	c = find_command(argv[1]);
	if (c == NULL)
		return no_command(argv[1]);
	return run_command(c, argc - 1, argv + 1);
}

/*
 * A descriptor that was closed would be given to the next file opened, and what
 * is printed would land there. Behind these nothing can be read or written.
 */
static void
keep_descriptors(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDWR };

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
			(void)open("/dev/null", modes[fd]);
}

int
main(int argc, char **argv)
{
	int rc;

	keep_descriptors();
	rc = act(argc, argv);
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return rc;
	say("could not write to the standard output%s%s",
	    errno != 0 ? ": " : "", errno != 0 ? strerror(errno) : "");
	return EXIT_ENV;
}
