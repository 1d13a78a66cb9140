/*
 * crew.h -- threads that read files, and help each other with large ones.
 *
 * Files are taken in order, and not many more are begun than were delivered, so
 * memory stays bounded however many there are.
 */
#ifndef IMPORT_CREW_H
#define IMPORT_CREW_H

#include "import/ingest.h"

struct crew;

/* How many threads there are; 1 for NULL. */
size_t crew_size(const struct crew *c);

/* What its threads have learned about agents; NULL for NULL. */
struct agents_shelf *crew_agents(struct crew *c);

/* More threads than files that wait: one of them can help another way. */
bool crew_idle(struct crew *c);

/*
 * Call run(arg, 0 .. n - 1), on any threads of the crew and in any order;
 * returns when all are done. NULL: here, in order.
 */
void crew_share(
    struct crew *c, size_t n, void (*run)(void *arg, size_t i), void *arg);

/*
 * Start up to `size` threads for n jobs. `job` is called for each on one of
 * them, in order of their beginning.
 */
MUST int crew_start(size_t size, size_t n,
    void (*job)(void *arg, struct crew *crew, size_t i), void *arg,
    struct crew **ret_crew, struct err *e);

/*
 * Wait for the next job in order to be done, at most a tenth of a second; false
 * when it is not done yet.
 */
bool crew_next(struct crew *c);

/* The job that was done has been used: another may begin. */
void crew_used(struct crew *c);

/* Begin no more jobs; end what was begun and all threads. */
void crew_end(struct crew *c);

/* import_file() of a log, with the help of a crew (or NULL). */
MUST int import_log(const struct import_context *ctx, struct crew *crew,
    const struct ingest_file *file, struct arena *keep, struct batch *ret_batch,
    struct diags *d, struct err *e);

#endif
