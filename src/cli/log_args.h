/*
 * log_args.h -- the options by which logs are counted: `makegood rollup` and
 * `makegood import --db`.
 */
#ifndef CLI_LOG_ARGS_H
#define CLI_LOG_ARGS_H

#include <stdio.h>

#include "flow/run_counters.h"

struct log_args {
	const char *command;
	const char *db, *out; /* --db, -o; NULL: not given */
	int threads;
	char **rest; /* what is no option */
	size_t n_rest;
	bool any; /* an option about how logs are read was given */
	struct counters_wish wish;
};

/* Said where a log is "-". */
#define LOG_NO_STREAM                                                          \
	"a log is read more than once, so the standard input cannot be one; "  \
	"put it into a file"

/*
 * Read argv[1..argc). Returns an exit code, or -1 when the command should go
 * on.
 */
int log_args_read(struct log_args *a, int argc, char **argv, struct journey *j);

/*
 * What became of the logs, to `to` (NULL: nowhere), then every diagnostic;
 * returns the exit code.
 */
int log_args_outcome(
    FILE *to, struct journey *j, const struct import_result *result);

/* clang-format off */
/* These options for cli/options.h, and the lines of the help about them. */
#define LOG_ARGS_OPTIONS \
	"--json -j=4 --zone=Europe/Rome --site=www.example.com " \
	"--format=apache --log-format=combined " \
	"--minutes=2026-03-01|2026-03-08 --visits --visitors " \
	"--robots=robots.txt --source=web1 --layer=edge"
#define LOG_ARGS_HELP \
	"  -j N                read N logs (or parts of one) at once; else\n" \
	"                      one for each processor, at most 8\n" \
	"  --zone ZONE         of times without offset (UTC)\n" \
	"  --site NAME         of logs whose lines name no site\n" \
	"  --format NAME       see makegood formats\n" \
	"  --log-format TEXT   as in the server's configuration\n" \
	"  --minutes FROM TO   count the days from FROM to before TO\n" \
	"                      by minute\n" \
	"  --visits            count visits, too\n" \
	"  --visitors          estimate visitors of each day, too\n" \
	"  --robots FILE       rules for robots: makegood formats --robots\n" \
	"  --source NAME       the machine the logs are from\n" \
	"  --layer NAME        of logs that see the same requests\n"
/* clang-format on */

#endif
