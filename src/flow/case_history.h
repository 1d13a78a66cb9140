/*
 * case_history.h -- what settling a period may look at beside its outages:
 * earlier periods, claims and named amounts.
 *
 * Earlier periods come from three places: settlements kept in the database,
 * history.csv, and what this run settled a moment ago. The same period said
 * twice is one, if both say the same; else it is a complaint.
 */
#ifndef FLOW_CASE_HISTORY_H
#define FLOW_CASE_HISTORY_H

#include "base/map.h"
#include "domain/dossier.h"
#include "store/store.h"

/* The rows of one kind of fact, by service. */
struct case_chain {
	struct map first;
	size_t *next; /* the row after, or SIZE_MAX */
};

struct past_entry;

struct case_history {
	const struct dossier *d;
	struct store *store;
	struct diags *diags;
	struct case_chain past, claims, amounts;
	/* of the service that is being settled: its contract, which says how
	 * periods are called, and what is known, oldest first */
	const struct contract *contract;
	struct arena *keep;
	VEC(struct past_entry) entries;
};

/* Look through the facts of a dossier, once; the index lives in `keep`. */
void case_history_begin(struct case_history *h, const struct dossier *d,
    struct store *store, struct diags *diags, struct arena *keep);

/*
 * Begin with a service: forget the entries of the last one and load those of
 * this one into `keep`. Contradictions are complaints.
 */
MUST int case_history_service(struct case_history *h,
    const struct service *service, const struct contract *contract,
    struct arena *keep, struct err *e);

/*
 * What the contract calls the period that a run over `name` settles: "2024-Q1"
 * for "2024-03" where it measures quarters. So periods follow each other.
 */
struct str case_history_name(const struct case_history *h, struct str name);

/*
 * What history, claim and amounts say for in->service in in->period_name. An
 * amount called "base" stands for the fee.
 */
void case_history_fill(
    const struct case_history *h, struct arena *keep, struct settle_input *in);

/*
 * This one is settled and is history for those that follow. `last`: no other
 * part of its period comes. What is new lives in `keep`.
 */
void case_history_add(struct case_history *h, const struct settlement *done,
    bool last, struct arena *keep);

#endif
