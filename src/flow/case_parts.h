/*
 * case_parts.h -- which contract version and which plan hold when: a period of
 * a service, cut where one of them changes.
 */
#ifndef FLOW_CASE_PARTS_H
#define FLOW_CASE_PARTS_H

#include "base/map.h"
#include "domain/dossier.h"

/* Where versions and plans stand; over a dossier, which it borrows. */
struct case_versions {
	const struct dossier *d;
	const struct contract **contract; /* by id and time */
	struct map contract_first, plan_first;
};

/* A stretch of a period under one version of the contract and one plan. */
struct case_part {
	struct span span;
	const struct contract *contract;
	const struct service *plan;
	int number;         /* 0: the whole period; else counted from 1 */
	struct ratio share; /* of the period, for what is paid by the period */
	struct ratio fee_minor;
};

struct case_parts {
	struct span period;
	struct case_part *v;
	size_t n;
};

void case_versions_index(
    struct case_versions *v, const struct dossier *d, struct arena *keep);

/* The last version of a contract; NULL when there is none of that id. */
const struct contract *case_version_last(
    const struct case_versions *v, struct str id);

/*
 * The period of that name for a service: no part when nothing is due then, one
 * as a rule, several where the contract settles each part by itself. An instant
 * of the service's life without contract is a complaint, and no part.
 */
void case_parts_of(const struct case_versions *v, const struct service *service,
    struct str name, struct arena *keep, struct case_parts *ret_parts,
    struct diags *d);

#endif
