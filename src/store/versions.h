/*
 * versions.h -- what an import of traffic asks before it reads anything: which
 * versions of a file, and which parts of a log, are there already.
 */
#ifndef STORE_VERSIONS_H
#define STORE_VERSIONS_H

#include "store/traffic.h"

/* A version of a file: what was made of these bytes. */
struct version_row {
	int64_t id;
	struct str read_as;
	int64_t first_at, last_at; /* NO_INSTANT: no row */
};

/* All versions of these bytes under this name. */
MUST int store_versions_of(struct store *s, struct str name, const char *sha256,
    struct arena *keep, struct version_row **ret_rows, size_t *ret_n,
    struct err *e);

/* A part, and the rules of a version of a file that brought it. */
struct known_part {
	struct part_row row; /* name is not filled */
	struct str rules;
};

/* The parts of a log that files of traffic brought; one may come twice. */
MUST int store_known_parts(struct store *s, const char *fingerprint,
    struct arena *keep, struct known_part **ret_parts, size_t *ret_n,
    struct err *e);

/* Every outage of the files that count; to_at is NO_INSTANT while it lasts. */
MUST int store_each_outage(struct store *s,
    void (*see)(void *arg, int64_t from_at, int64_t to_at), void *arg,
    struct err *e);

/*
 * A site of which parts of two layers count, the first by name; *ret_site is
 * empty when there is none.
 */
MUST int store_layers_meet(struct store *s, struct arena *keep,
    struct str *ret_site, struct str *ret_a, struct str *ret_b, struct err *e);

/*
 * How many sites have totals of days that do not count because they have hours,
 * too; and the first of them by name.
 */
MUST int store_days_left_out(struct store *s, struct arena *keep,
    struct str *ret_site, int64_t *ret_n, struct err *e);

#endif
