/*
 * watched.h -- what monitors saw, as outages and windows of the case.
 *
 * Subjects are translated into those of the case by the rule of the file; the
 * states are folded (domain/watch.h) by its policy. Whether an outage counts is
 * not decided here.
 */
#ifndef IMPORT_WATCHED_H
#define IMPORT_WATCHED_H

#include "import/job.h"

/* Read job->reader to its end, into job->batch. */
MUST int watched_read(
    struct job *job, const struct format_info *info, struct err *e);

/* What the outages and windows of a table would look like to a monitor. */
void watched_from_table(struct job *job,
    void (*see)(void *arg, const struct sighting *sighting), void *arg);

#endif
