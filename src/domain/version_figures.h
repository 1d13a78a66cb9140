/*
 * version_figures.h -- the key figures of one version of an incident's reports,
 * and how they differ from those of the version before.
 *
 * A person raises the version of an incident when a changed report is issued.
 * What a version said is kept by the store; here it is only compared.
 */
#ifndef DOMAIN_VERSION_FIGURES_H
#define DOMAIN_VERSION_FIGURES_H

#include "domain/incident_figures.h"

/* Times in ms, money in minor units, estimates in thousandths. */
struct version_figure {
	struct str name;          /* "span", "lost", "credit" */
	struct currency currency; /* of a credit; else no code */
	int64_t value;
};

struct printed_version {
	struct str incident;
	int64_t version;
	VEC(struct version_figure) figures; /* those that are known */
};

/* The version of the incident's reports, from 1. */
int64_t incident_version(const struct incident *in);

/* What the reports of this incident say now; borrows from `f`. */
struct printed_version version_figures(
    const struct incident_figures *f, struct arena *keep);

/* Version `version` of `incident` among `n` of them; NULL: it is not kept. */
const struct printed_version *version_find(const struct printed_version *v,
    size_t n, struct str incident, int64_t version);

enum version_kind {
	VERSION_TIME,
	VERSION_COUNT,
	VERSION_ESTIMATE, /* with its interval */
	VERSION_MONEY
};

struct version_value {
	bool known;
	int64_t value, low, high; /* low and high of estimates */
};

struct version_change {
	struct str name; /* phrase "versions.NAME" */
	enum version_kind kind;
	struct currency currency;
	struct version_value before, now;
	bool changed; /* in any of its numbers, or known in one only */
};

/*
 * Every figure that one of the two knows, in a fixed order, credits by
 * currency.
 */
struct version_change *version_changes(const struct printed_version *before,
    const struct printed_version *now, struct arena *keep, size_t *ret_n);

#endif
