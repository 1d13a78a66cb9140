/*
 * beside.h -- a stream unpacked ahead, in a thread of its own.
 *
 * Bytes, their order and the failure at the end are those of the stream itself.
 * As long as the thread runs, the stream is its alone.
 */
#ifndef IMPORT_BESIDE_H
#define IMPORT_BESIDE_H

#include "import/stream.h"

struct beside;

/* NULL when the system gives no thread: then read the stream oneself. */
struct beside *beside_start(struct stream *in);

/* As stream_read(); at *ret_n == 0 or a failure the thread has nothing left. */
MUST int beside_read(
    struct beside *b, char *to, size_t cap, size_t *ret_n, struct err *e);

/* stream_done_bytes() of what was read. */
int64_t beside_done_bytes(const struct beside *b);

/* Ends the thread, at any time; then the stream is the caller's again. NULL is
 * fine. */
void beside_stop(struct beside *b);

#endif
