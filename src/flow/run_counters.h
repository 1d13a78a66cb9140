/*
 * run_counters.h -- logs to counters without a case: into a database that holds
 * nothing else, or into a rollup file.
 *
 * A log is known again by its beginning, so that importing it twice, renamed,
 * packed or grown, counts every line once.
 */
#ifndef FLOW_RUN_COUNTERS_H
#define FLOW_RUN_COUNTERS_H

#include "flow/run_import.h"
#include "import/import.h"

struct counters_wish {
	char *const *logs;
	size_t n;
	struct str source;     /* the machine they come from; may be empty */
	struct file_rule rule; /* zone, site, format, log_format, layer */
	int64_t minutes_from, minutes_to; /* NO_INSTANT: no day by minute */
	bool visits, visitors;
	const char *robots; /* a file of rules; NULL: those built in */
};

/*
 * Into the database `path`, which is made where there is none. An error among
 * the complaints is ERR_INPUT, and what counts is what it was.
 */
MUST int run_counters(struct journey *j, const char *path,
    const struct counters_wish *wish, struct import_result *ret_result,
    struct err *e);

/* As a rollup file, passed on piece by piece; not 0 stops. */
MUST int run_rollup(struct journey *j, const struct counters_wish *wish,
    int (*write)(void *arg, struct str text, struct err *e), void *arg,
    struct import_result *ret_result, struct err *e);

#endif
