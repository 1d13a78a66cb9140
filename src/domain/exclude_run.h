/*
 * exclude_run.h -- candidates for exclusion, on their way through step 5.
 *
 * Only exclude*.c includes it.
 */
#ifndef DOMAIN_EXCLUDE_RUN_H
#define DOMAIN_EXCLUDE_RUN_H

#include "base/map.h"
#include "domain/settle_run.h"

/* An announced window, or a record that is itself of the kind. */
struct candidate {
	struct str kind;
	struct span span;
	int64_t announced_at;
	size_t line;            /* SIZE_MAX: a window, for all lines */
	size_t member;          /* whose; SIZE_MAX: of all, or of a group */
	struct str group;       /* empty: none */
	struct str approved_by; /* may be empty */
	bool accepted;
	struct span granted; /* what of it is accepted */
};

/* In the order of time. */
struct candidates {
	struct candidate *v;
	size_t n;
};

/* Those of all kinds, kind by kind as they first occur. */
struct kinds {
	struct map numbers;
	struct candidates *of;
	size_t n;
};

/* All windows that touch the period, and all records of an excluded kind. */
struct kinds exclude_gather(struct settle_run *run);

/* Whether an accepted window counts for a member. */
bool exclude_concerns(
    const struct settle_run *run, const struct candidate *c, size_t member);

/* The members that the window may concern: its own, or any; [first, end). */
size_t exclude_first(const struct candidate *c);
size_t exclude_end(const struct settle_run *run, const struct candidate *c);

/*
 * An outage that began inside an accepted window may run on past its announced
 * end; not past one that a limit has moved. Of several windows the first to end
 * decides: from there on all of the outage is taken. By line; NO_INSTANT: none.
 */
const int64_t *exclude_overrun(
    struct settle_run *run, const struct candidates *c);

#endif
