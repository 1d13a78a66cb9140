/*
 * printed.h -- the figures of versions of reports that were printed. Neither an
 * import nor a settlement touches them.
 */
#ifndef STORE_PRINTED_H
#define STORE_PRINTED_H

#include "domain/version_figures.h"
#include "store/store.h"

/* All of them, by incident and version. */
MUST int store_load_printed(struct store *s, struct arena *keep,
    struct printed_version **ret_versions, size_t *ret_n, struct err *e);

/* This version's figures, in the place of those it had before. */
MUST int store_put_printed(
    struct store *s, const struct printed_version *version, struct err *e);

#endif
