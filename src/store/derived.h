/*
 * derived.h -- what was computed, kept until it is computed anew.
 *
 * Settlements with their lines and trace and the estimates are written again by
 * settling, the list of outputs by reporting. Nothing reads a settlement back
 * into a report; they stand here for people with questions, as the proof of
 * what was decided, and as history once the case has moved on.
 */
#ifndef STORE_DERIVED_H
#define STORE_DERIVED_H

#include "base/file.h"
#include "domain/dossier.h"
#include "store/kept.h"

/*
 * Forget the settlements of these periods, all estimates and the mark of the
 * last run. Settlements of other periods stay: they are history.
 */
MUST int store_drop_settlements(
    struct store *s, struct kept_but periods, struct err *e);

/* One service in one period, with its lines, exclusions and steps. */
MUST int store_add_settlement(
    struct store *s, const struct ledger_row *row, struct err *e);

/* The n-th estimate of the case, with its points. */
MUST int store_add_estimate(struct store *s, int64_t n,
    const struct site_estimate *estimate, struct err *e);

/* All of them, in the order in which they were added. */
MUST int store_load_estimates(struct store *s, struct arena *keep,
    struct site_estimate **ret_estimates, size_t *ret_n, struct err *e);

/* The settlements now stand for the inputs of this digest. */
MUST int store_mark_settled(
    struct store *s, const char *input_sha256, int64_t as_of, struct err *e);
/* The digest of the last mark; empty when nothing is settled. */
MUST int store_load_settled(
    struct store *s, char ret_input_sha256[DIGEST_HEX], struct err *e);

/* A file in reports/. */
struct output_row {
	struct str file, kind, subject;
	struct str input_sha256, sha256;
	int64_t bytes;
};

MUST int store_put_output(
    struct store *s, const struct output_row *row, struct err *e);
MUST int store_drop_output(struct store *s, struct str file, struct err *e);
/* By file name. */
MUST int store_load_outputs(struct store *s, struct arena *keep,
    struct output_row **ret_rows, size_t *ret_n, struct err *e);

#endif
