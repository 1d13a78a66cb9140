/*
 * run_dump.h -- what counts in the traffic of a database, piece by piece.
 */
#ifndef FLOW_RUN_DUMP_H
#define FLOW_RUN_DUMP_H

#include "domain/counters.h"
#include "domain/part.h"
#include "flow/journey.h"

enum dump_kind { DUMP_HOURS, DUMP_MINUTES, DUMP_VISITORS, DUMP_PARTS };

/* Who is told; what it is given is borrowed. Not 0 stops. */
struct dump_reader {
	/* by site and time; DUMP_HOURS: totals of local days, too */
	int (*day)(void *arg, const struct site_day *day, struct err *e);
	/* by site and UTC day, days since 1970 */
	int (*visitors)(void *arg, struct str site, int64_t day, int64_t count,
	    struct err *e);
	/* by fingerprint and first byte; of every kind, after the rest */
	int (*part)(void *arg, const struct part *part, struct err *e);
	void *arg;
};

/*
 * `path` is a database or the folder of a case. ERR_ENV where neither is.
 */
MUST int run_dump(struct journey *j, const char *path, enum dump_kind kind,
    const struct dump_reader *to, struct err *e);

#endif
