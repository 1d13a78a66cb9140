/*
 * traffic_memory.h -- what the files about traffic share; for this room only.
 */
#ifndef STORE_TRAFFIC_MEMORY_H
#define STORE_TRAFFIC_MEMORY_H

#include "store/columns.h"

/*
 * Ids of sites and hours of the part that is being written, so that a million
 * site days are not a million questions. Nothing of it may outlive a
 * transaction that was rolled back.
 */
struct traffic_memory;
void traffic_forget(struct store *s);

/* Ids of sites are given in turn: a larger one is none of ours. */
#define SITE_ID_MAX INT64_C(50000000)

/* struct traffic, for columns_bind() and columns_read(). */
#define TRAFFIC_COLUMNS 9
extern const struct column traffic_columns[TRAFFIC_COLUMNS];

/*
 * What version 1 and 2 kept as a row for each hour becomes packed days; called
 * once, inside the transaction that makes version 3.
 */
MUST int traffic_migrate(struct store *s, struct err *e);

#endif
