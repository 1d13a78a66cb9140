/*
 * casedoc_read.h -- shared by the readers of the parts of a case document.
 *
 * Only casedoc*.c includes it. Every function complains at the place of the
 * node and returns false when something does not fit.
 */
#ifndef DOMAIN_CASEDOC_READ_H
#define DOMAIN_CASEDOC_READ_H

#include "base/map.h"
#include "domain/casedoc.h"
#include "domain/terms_read.h"

/* What is known while one document is read. */
struct reading {
	struct casedoc *doc;
	struct zones *zones;
	struct arena *keep;
	struct diags *d;
	struct span period;
	struct str period_name;
	struct claim_fact claim;
	struct map services;  /* id to number */
	struct map resources; /* of all services */
};

/* A time without offset is local time of the document's zone. */
bool casedoc_instant_of(
    struct reading *r, const struct node *n, int64_t *ret_at);
/* The same; a missing node leaves *ret_at alone. */
bool casedoc_optional(struct reading *r, const struct node *n, int64_t *ret_at);
bool casedoc_span(struct reading *r, const struct node *from,
    const struct node *to, struct span *ret_span);
bool casedoc_money(
    struct reading *r, const struct node *n, struct ratio *ret_minor);

/* casedoc_services.c */
bool casedoc_services(struct reading *r, const struct node *list);
/* casedoc_facts.c: what happened, handed to the services it concerns. */
bool casedoc_incidents(struct reading *r, const struct node *list);
bool casedoc_windows(struct reading *r, const struct node *list);
bool casedoc_history(struct reading *r, const struct node *list);
/* So many records all services of a case may have to look at together. */
#define CASE_RECORDS 500000

/* Which services of a pool are its members; once all else is read. */
bool casedoc_pool(struct reading *r);

#endif
