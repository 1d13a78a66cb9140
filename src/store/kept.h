/*
 * kept.h -- settlements that stay when the case moves on to other periods.
 *
 * A run throws away only what it settles anew. The others are history: later
 * periods look back at them, and they belong to the digest of a run.
 */
#ifndef STORE_KEPT_H
#define STORE_KEPT_H

#include "base/file.h"
#include "domain/dossier.h"
#include "store/store.h"

/* What a kept settlement of one service says, a part of a period or all. */
struct kept_row {
	struct str period;
	int64_t part; /* 0: the whole period */
	int64_t from_at, to_at;
	struct ratio availability; /* share of 1; den 0: none */
	struct ratio downtime;     /* ms */
	int64_t denominator_ms;
	int64_t credit_minor;
	struct currency currency;
	struct used_allowance *used;
	size_t n_used;
};

/* The periods that a run settles anew; their rows are not kept. */
struct kept_but {
	const struct str *v;
	size_t n;
};

/* All kept settlements of a service, by period name and part. */
MUST int store_load_kept(struct store *s, struct str service,
    struct kept_but but, struct arena *keep, struct kept_row **ret_rows,
    size_t *ret_n, struct err *e);

/* The names of the periods that are kept, of whatever service. */
MUST int store_load_kept_periods(struct store *s, struct kept_but but,
    struct arena *keep, struct str **ret_names, size_t *ret_n, struct err *e);

/*
 * Digest of what is kept of all services: the same as long as history is the
 * same. Empty when nothing is kept.
 */
MUST int store_digest_kept(struct store *s, struct kept_but but,
    char ret_sha256[DIGEST_HEX], struct err *e);

/* Forget the settlements of these periods with all that belongs to them. */
MUST int store_drop_periods(
    struct store *s, struct kept_but periods, struct err *e);

#endif
