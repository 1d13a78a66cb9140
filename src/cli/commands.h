/*
 * commands.h -- one row per command; each file cmd_x.c exports its row.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include <stdbool.h>

enum exit_code {
	EXIT_DONE = 0,
	EXIT_EYES = 1,  /* done, but something needs your eyes */
	EXIT_TYPED = 2, /* usage */
	EXIT_INPUT = 3, /* invalid input or contract */
	EXIT_ENV = 4    /* the environment failed */
};

struct command {
	const char *name;
	const char *args;    /* "DIR [KIND...]" */
	const char *summary; /* one line for `makegood --help` */
	const char *help; /* options and two examples, for `COMMAND --help` */
	const char *options; /* what cli/options.h takes apart; may be empty */
	bool takes_names;    /* words that are no options are not paths */
	/* argv[0] is the command's name; returns an exit code */
	int (*run)(int argc, char **argv);
};

/* Options every command understands, set before run(). */
struct options {
	bool quiet, json, help, version;
	const char
	    *reports_dir; /* --reports: overlay over the built-in reports/ */
};
extern struct options options;

extern const struct command cmd_availability;
extern const struct command cmd_detect, cmd_dump;
extern const struct command cmd_calc, cmd_check, cmd_engine, cmd_estimate;
extern const struct command cmd_explain;
extern const struct command cmd_formats, cmd_import, cmd_init, cmd_report;
extern const struct command cmd_reconcile, cmd_rollup, cmd_run, cmd_settle;
extern const struct command cmd_terms;

#endif
