/*
 * estimate_site.h -- the traffic that one site lost in one incident.
 */
#ifndef DOMAIN_ESTIMATE_SITE_H
#define DOMAIN_ESTIMATE_SITE_H

#include "domain/dossier.h"

struct site_input {
	const struct site_traffic *traffic; /* sorted by `at`, one step */
	const struct zone *zone;            /* of the site */
	struct str unit;     /* settings.traffic_unit; empty: hits */
	struct str incident; /* its id */
	struct span window;  /* the incident's */
	struct spans others; /* other outages of the site, to be masked */
	/* local dates that are taken for Sundays: see struct estimate_input */
	const int64_t *holidays;
	size_t n_holidays;
};

/* At most so many windows of a site in one incident are estimated. */
#define SITE_WINDOWS_MAX 12

/*
 * The windows to be estimated one by one, from the times in which a site was
 * not what it should be (clean). What lies closer than the guard or a bin is
 * one: the time in between is no evidence of anything. Of too many the closest
 * are put together.
 */
struct spans estimate_windows(
    const struct spans *trouble, int64_t step_ms, struct arena *keep);

/*
 * What a unit ("views", "visits", else hits) counts in a bin. Robots visit
 * nothing and look at nothing; of the hits theirs are taken off.
 */
int64_t estimate_count(struct str unit, const struct traffic *bin);

/*
 * Hours without a row are zero where the log was alive (see site_traffic), else
 * unknown. The unit of the result says what was counted: "views" or "visits"
 * when these were asked for, else "hits". What of `others` lies in the window
 * is the window; a rebound is not told when another of them touches its day.
 * ERR_INPUT as estimate_window(); the error names the site. Lives in `keep` and
 * borrows the names.
 */
MUST int estimate_site(const struct site_input *in, struct arena *keep,
    struct site_estimate *ret_estimate, struct err *e);

#endif
