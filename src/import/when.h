/*
 * when.h -- times as people's spreadsheets and monitors write them.
 *
 * One text is read as far as it goes by itself; what it leaves open (which of
 * two numbers is the day) is settled by the column it stands in, when all rows
 * are known. Nothing is guessed: what no row proves and nobody declared is
 * refused with both readings. Which of two equal local hours is meant is not
 * decided here either: when_readings() gives both.
 */
#ifndef IMPORT_WHEN_H
#define IMPORT_WHEN_H

#include "base/zone.h"

/* `dates:` of a file's rule. */
enum when_dates {
	WHEN_AUTO,
	WHEN_DMY,
	WHEN_MDY,
	WHEN_YMD,   /* for years of two digits */
	WHEN_EXCEL, /* days since 1899-12-30, as a number */
	WHEN_EPOCH  /* seconds since 1970, however large */
};

enum when_shape {
	WHEN_NONE,    /* no text, or nothing that is a time */
	WHEN_INSTANT, /* ms is UTC */
	WHEN_LOCAL,   /* ms is the local clock, read as if it were UTC */
	WHEN_TWO      /* a and b are day and month; ms is the time of day */
};

/* One cell; small, because files hold millions. */
struct when {
	int64_t ms;
	int16_t year;
	int16_t offset_min; /* WHEN_TWO with `offset` */
	uint8_t a, b;
	uint8_t shape;
	bool offset;
};

/* What the rows read so far tell about all of them. */
struct when_column {
	enum when_dates dates;      /* declared */
	bool comma;                 /* 46112,979 is a number too */
	int64_t day_line, mon_line; /* first row that proves day, month first */
	int64_t open_line;          /* first row that is open */
	struct when open;
	int64_t n, n_seconds, n_local; /* times, with seconds, without zone */
	int64_t n_day_only;
};

/*
 * Read one cell that stands in `line`. False: it is no time, and *ret_hint says
 * what to do (a constant).
 */
bool when_read(struct when_column *c, struct str text, int64_t line,
    struct when *ret_when, const char **ret_hint);

/* How day and month are to be read. */
enum when_order { ORDER_DAY, ORDER_MONTH, ORDER_OPEN, ORDER_BOTH };
/*
 * After the last row. OPEN: no row proves it; BOTH: two rows prove the opposite
 * of each other. Nothing to decide counts as ORDER_DAY.
 */
enum when_order when_order(const struct when_column *c);

/* A cell in which nothing is open any more. False: there is no such day. */
bool when_settle(enum when_order order, struct when *w);

/*
 * The instants a settled cell can mean in a zone: the same twice for ordinary
 * times. For a local time that does not exist: read with the offset after the
 * change, and with the one before it.
 */
enum zone_local when_readings(const struct zone *z, const struct when *w,
    int64_t *ret_earlier, int64_t *ret_later);

/* "2026-04-03 10:00", for both orders of an open one. */
struct str when_shown_order(
    struct arena *keep, const struct when *w, enum when_order order);

#endif
