/*
 * zone.h -- local time by the rules of the system's tzdata.
 *
 * A zone is a table of offset changes, asked from glibc once when it is opened
 * and never again. Known from 1970 to 2100. Local days begin at the first
 * instant of their date, whether or not midnight exists.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/civil.h"
#include "base/err.h"

struct zone_change {
	int64_t from_at;  /* this offset holds from here on */
	int32_t offset_s; /* east of Greenwich is positive */
	char abbr[8];
};

struct zone {
	struct str name;
	const struct zone_change *v; /* the first row holds since ever */
	size_t n;
};

/* Zones opened so far; start with { .keep = arena }. */
struct zones {
	struct arena *keep;
	VEC(const struct zone *) list;
};

/*
 * The zone of this IANA name, or "UTC". Fails (ERR_INPUT) when tzdata does
 * not know the name: glibc alone would silently take UTC. Borrowed from `set`.
 */
MUST int zone_open(struct zones *set, struct str name,
    const struct zone **ret_zone, struct err *e);

int32_t zone_offset_s(const struct zone *z, int64_t at);
struct civil zone_civil(const struct zone *z, int64_t at);
/* The local time with its offset, as iso_local(). */
struct str zone_iso(struct arena *keep, const struct zone *z, int64_t at);

enum zone_local {
	ZONE_ONCE,     /* an ordinary local time */
	ZONE_REPEATED, /* occurs twice; *ret_at is the earlier instant */
	ZONE_MISSING   /* skipped; *ret_at is the instant of the change */
};

/* The instant of a local time; *ret_later (may be NULL) is the second reading.
 */
enum zone_local zone_instant(const struct zone *z, struct civil local,
    int64_t *ret_at, int64_t *ret_later);

/* First instant of the local date. Month and day may run over (day 32, month
 * 13). */
int64_t zone_day(const struct zone *z, int year, int month, int day);
/* The local date of an instant, in days since 1970-01-01. */
int64_t zone_date(const struct zone *z, int64_t at);
/* First instant of such a date. */
int64_t zone_date_begins(const struct zone *z, int64_t date);
/*
 * The instant of a clock time of a date, in seconds that may run into the next
 * days; of two readings the earlier or the `later`, of a skipped one the
 * change.
 */
int64_t zone_clock(const struct zone *z, int64_t date, int seconds, bool later);
/* First instant of the local date `days` after that of `at`. */
int64_t zone_add_days(const struct zone *z, int64_t at, int days);

#endif
