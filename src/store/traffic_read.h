/*
 * traffic_read.h -- the packed days of many parts, site by site; for this room
 * only.
 *
 * Rows stand by part. To have them by site, the days of as many sites as fit
 * into a bounded piece of memory are gathered from one pass over the tables,
 * then those of the next sites, in order of their names.
 */
#ifndef STORE_TRAFFIC_READ_H
#define STORE_TRAFFIC_READ_H

#include "base/map.h"
#include "store/traffic.h"

enum piece_kind {
	PIECE_HOURS,
	PIECE_MINUTES,
	PIECE_LOCAL_DAY,
	PIECE_VISITORS,
	PIECE_KINDS
};
#define PIECE_BIT(kind) (1u << (kind))

/* The day of one site as one part has it. */
struct piece {
	size_t site; /* place in the order of names */
	int64_t day; /* of PIECE_LOCAL_DAY: when it began */
	int64_t part;
	enum piece_kind kind;
	/* packed counters; PIECE_LOCAL_DAY: a struct traffic; or a sketch */
	struct str packed;
};

/* All of one site: by day, kind and part. */
struct site_pieces {
	struct str site;
	const struct piece *v;
	size_t n;
};

struct traffic_wanted {
	int64_t part;            /* 0: all that count */
	const struct map *sites; /* only these names; NULL: all */
	unsigned kinds;          /* bits: PIECE_BIT() */
	size_t bytes;            /* to be gathered at once; 0: as usual */
};

/* Borrowed during the call; not 0 stops and is returned. */
typedef int see_site(void *arg, const struct site_pieces *site, struct err *e);

MUST int traffic_each_site(struct store *s, const struct traffic_wanted *wanted,
    see_site *see, void *arg, struct err *e);

/* How many pieces from the first on have its day and kind. */
size_t traffic_alike(const struct piece *v, size_t n);

/*
 * Pieces of one kind and day, added up; `cells` has room for
 * COUNTERS_MAX_CELLS. Not for sketches.
 */
MUST int traffic_add_up(struct str site, const struct piece *v, size_t n,
    struct traffic *cells, struct site_day *ret_day, struct err *e);

/*
 * The days of a site, added up over the parts: hours, and behind each day its
 * minutes where all parts that have the day have them; totals of local days
 * only where the site has nothing else.
 */
MUST int traffic_each_day(const struct site_pieces *site, see_site_day *see,
    void *arg, struct err *e);

#endif
