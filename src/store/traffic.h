/*
 * traffic.h -- parts of logs and their counters.
 *
 * Counters belong to a part, parts to the versions of files that brought them;
 * a part that two files bring is stored once. What counts are the parts of the
 * current files.
 */
#ifndef STORE_TRAFFIC_H
#define STORE_TRAFFIC_H

#include "domain/counters.h"
#include "domain/dossier.h"
#include "domain/part.h"
#include "store/store.h"

struct part_row {
	int64_t id;
	struct part part;
	bool current; /* a current file brings it */
};

/* Every part with this fingerprint, by from_byte, then id. */
MUST int store_find_parts(struct store *s, const char *fingerprint,
    struct arena *keep, struct part_row **ret_rows, size_t *ret_n,
    struct err *e);

MUST int store_add_part(
    struct store *s, const struct part *part, int64_t *ret_id, struct err *e);

/* This version of a file brings this part. */
MUST int store_link_part(
    struct store *s, int64_t source, int64_t part, struct err *e);

/* By day, minutes also as hours. Each site and day of a part once. */
MUST int store_add_site_day(
    struct store *s, int64_t part, const struct site_day *day, struct err *e);

MUST int store_add_visitors(struct store *s, int64_t part, struct str site,
    int64_t day, struct str sketch, struct err *e);

/*
 * What counts now, added up over the parts, by site name and time: hours (or
 * minutes where `minutes`). Borrowed during the call; not 0 stops.
 */
MUST int store_each_site_day(struct store *s, bool minutes,
    int (*see)(void *arg, const struct site_day *day, struct err *e), void *arg,
    struct err *e);

/* The parts that count now, by fingerprint and from_byte. */
MUST int store_load_parts(struct store *s, struct arena *keep,
    struct part_row **ret_rows, size_t *ret_n, struct err *e);

#endif
