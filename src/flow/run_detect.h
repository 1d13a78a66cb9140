/*
 * run_detect.h -- outages of a case that only its traffic tells of.
 */
#ifndef FLOW_RUN_DETECT_H
#define FLOW_RUN_DETECT_H

#include "domain/estimate_proposal.h"
#include "flow/journey.h"

#define DETECTED_FILE "outages/detected.csv"

struct detect_wish {
	char *const *sites; /* none: all that have traffic */
	size_t n_sites;
	double level; /* of struct detect_input */
	int64_t min_ms;
	bool write; /* the proposals into the case folder */
};

struct detect_result {
	struct detect_site *sites; /* by name */
	size_t n_sites;
	const struct zone *zone;
	struct str written; /* name of the file in the folder; empty: none */
};

/*
 * Look at the traffic that was imported. With `write`, DETECTED_FILE is
 * replaced as a whole by the proposals for which the case has a service.
 * ERR_USAGE for a site without traffic.
 */
MUST int run_detect(struct journey *j, const struct detect_wish *wish,
    struct detect_result *ret_result, struct err *e);

#endif
