/*
 * traffic.h -- parts of logs and their counters.
 *
 * Counters belong to a part, parts to the versions of files that brought them;
 * a part that two files bring is stored once. What counts are the parts that
 * store_choose_parts() was last told.
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
	bool counts; /* chosen by store_choose_parts() */
};

/* Every part with this fingerprint, by from_byte, then id. */
MUST int store_find_parts(struct store *s, const char *fingerprint,
    struct arena *keep, struct part_row **ret_rows, size_t *ret_n,
    struct err *e);

/* ERR_INPUT: these bytes are there already, read by the same rules. */
MUST int store_add_part(
    struct store *s, const struct part *part, int64_t *ret_id, struct err *e);

/* This version of a file brings this part; saying so twice is the same. */
MUST int store_link_part(
    struct store *s, int64_t source, int64_t part, struct err *e);

/* The parts a version of a file brings, by fingerprint and from_byte. */
MUST int store_links_of(struct store *s, int64_t source, struct arena *keep,
    struct part_row **ret_rows, size_t *ret_n, struct err *e);

/* From now on these parts count, and no others. Each id once. */
MUST int store_choose_parts(
    struct store *s, const int64_t *ids, size_t n, struct err *e);

/*
 * By day, minutes also as hours. Each site and day of a part once, whole; in
 * order of site and day is fastest.
 */
MUST int store_add_site_day(
    struct store *s, int64_t part, const struct site_day *day, struct err *e);

MUST int store_add_visitors(struct store *s, int64_t part, struct str site,
    int64_t day, struct str sketch, struct err *e);

/* Borrowed during the call; not 0 stops and is returned. */
typedef int see_site_day(void *arg, const struct site_day *day, struct err *e);

/*
 * What counts now, added up over the parts, by site name and time. Hours of
 * every day, and totals of local days of sites that have no hours; or, where
 * `minutes`, only the days that all parts of the site counted by minute.
 */
MUST int store_each_site_day(
    struct store *s, bool minutes, see_site_day *see, void *arg, struct err *e);

/*
 * What one part holds, as it was added: days counted by minute as minutes only,
 * totals of local days after the other days of their site.
 */
MUST int store_each_of_part(
    struct store *s, int64_t part, see_site_day *see, void *arg, struct err *e);

/* A sketch (domain/sketch.h) of the visitors of a site on a UTC day. */
typedef int see_visitors(
    void *arg, struct str site, int64_t day, struct str sketch, struct err *e);

/* Of one part; or, `part` 0, all that counts put together. */
MUST int store_each_visitors(
    struct store *s, int64_t part, see_visitors *see, void *arg, struct err *e);

/* The parts that count now, by fingerprint and from_byte. */
MUST int store_load_parts(struct store *s, struct arena *keep,
    struct part_row **ret_rows, size_t *ret_n, struct err *e);

#endif
