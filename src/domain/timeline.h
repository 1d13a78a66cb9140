/*
 * timeline.h -- what happened to a service, from what happened to its parts.
 *
 * A service needs every group of its resources; the members of one group stand
 * in for each other. So a group is as well as its best member, and a service as
 * badly off as its worst group. Records of the service itself come on top.
 * Only records of the viewpoint that settings.evidence names are looked at, and
 * accepted proposals, unless others are asked for. Where one monitor has no
 * data and another of them knew how the subject was, the other's word holds.
 */
#ifndef DOMAIN_TIMELINE_H
#define DOMAIN_TIMELINE_H

#include "base/map.h"
#include "domain/dossier.h"

/* Rows of one subject or service, as a run in a sorted index. */
struct timeline_run {
	size_t first, n;
};

/* Built once for a dossier, which it borrows. */
struct timeline {
	const struct dossier *dossier;
	/* id -> run */
	struct map outage_of, coverage_of, window_of, dependency_of;
	VEC(struct timeline_run) runs;
	/* sorted by that id */
	size_t *outages, *coverage, *windows, *dependencies;
	struct timeline_run everywhere; /* windows without a subject */
};

void timeline_index(const struct dossier *dossier, struct arena *keep,
    struct timeline *ret_timeline);

/* Whether a record counts for the service: by its viewpoint, or accepted. */
bool timeline_counts(enum evidence policy, const struct outage *o);

struct timeline_outages {
	struct outage *v;
	size_t n;
};

/*
 * The outages of one service that touch `within`, unclipped, by start. A record
 * of a resource without stand-in appears as it is. Where members of a group
 * failed together, the common part appears with the id, times and origin of the
 * record that completed the failure.
 */
void timeline_build(const struct timeline *t, const struct service *service,
    struct span within, struct arena *keep,
    struct timeline_outages *ret_outages);

/* Viewpoints as a set of bits. */
#define VIEW_BIT(view) (1u << (view))
#define VIEWS_PROVIDER VIEW_BIT(VIEW_PROVIDER)
#define VIEWS_CUSTOMER (VIEW_BIT(VIEW_CUSTOMER) | VIEW_BIT(VIEW_PROBE))
#define VIEWS_TRAFFIC  VIEW_BIT(VIEW_TRAFFIC)
/* What was found in the traffic and accepted by a person: no viewpoint. */
#define VIEWS_ACCEPTED (1u << 31)

/* The same from the records of these viewpoints, whatever the settings say. */
void timeline_build_as(const struct timeline *t, unsigned views,
    const struct service *service, struct span within, struct arena *keep,
    struct timeline_outages *ret_outages);

/*
 * The windows that concern the service: its own, those without a subject, those
 * of resources without stand-in, and of a group the parts announced for all
 * members at once.
 */
void timeline_windows(const struct timeline *t, const struct service *service,
    struct arena *keep, struct window **ret_windows, size_t *ret_n);

#endif
