/*
 * civil.h -- calendar dates, clock times and ISO 8601, free of zones.
 *
 * Instants are milliseconds since 1970-01-01T00:00:00Z (POSIX time: leap
 * seconds do not exist; a second written :60 is read as the next one).
 */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include "base/str.h"

#define MS_SECOND INT64_C(1000)
#define MS_MINUTE (60 * MS_SECOND)
#define MS_HOUR   (60 * MS_MINUTE)
#define MS_DAY    (24 * MS_HOUR)

/* An instant that is not known or was not given. */
#define NO_INSTANT INT64_MIN

struct civil {
	int year, month, day; /* proleptic Gregorian, month and day from 1 */
	int hour, minute, second, ms;
};

/* Days since 1970-01-01. */
int64_t civil_days(int year, int month, int day);
struct civil civil_of_days(int64_t days);
/* The fields read as if they were UTC. */
int64_t civil_ms(struct civil c);
struct civil civil_of_ms(int64_t at);
int civil_month_days(int year, int month);
/* 1 to 12 of "Mar", "march", whatever follows three letters; 0 of others. */
int civil_month_named(struct str name);
/* 0 Monday .. 6 Sunday. */
int civil_weekday(int year, int month, int day);
int civil_weekday_of_days(int64_t days);

/* A parsed ISO 8601 text; offset_s is meaningful when has_offset. */
struct iso {
	struct civil at;
	bool has_time, has_offset;
	int32_t offset_s;
};

/*
 * "2026-03-05", "2026-03-05T14:03", "2026-03-05 14:03:09.250", each time with
 * optional "Z", "+02:00", "+0200", "+02". False for anything else, for dates
 * that do not exist and for years outside 1970..2100.
 */
bool iso_parse(struct str s, struct iso *ret_iso);

/* "2026-03-05T14:03:09Z", with ".250" only where there are milliseconds. */
struct str iso_utc(struct arena *keep, int64_t at);
/* "2026-03-05T15:03:09+01:00", milliseconds as above. */
struct str iso_local(struct arena *keep, struct civil c, int32_t offset_s);
/* "+01:00" */
struct str iso_offset(struct arena *keep, int32_t offset_s);

#endif
