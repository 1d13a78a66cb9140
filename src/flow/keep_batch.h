/*
 * keep_batch.h -- everything one file says, into the database.
 */
#ifndef FLOW_KEEP_BATCH_H
#define FLOW_KEEP_BATCH_H

#include "import/import.h"
#include "store/store.h"

/* Add all facts and rejects of `b` to a version of its file. */
MUST int keep_batch(
    struct store *s, const struct batch *b, int64_t source, struct err *e);

#endif
