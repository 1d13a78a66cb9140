/*
 * traffic.h -- logs of requests as a whole, whatever their dialect.
 *
 * A dialect turns one line into a struct access_line; everything else is common
 * to all: counters per site and UTC hour, which requests are views, who is a
 * robot, and that of a line that cannot be read only its place and the reason
 * are kept. No line spoils another.
 */
#ifndef IMPORT_TRAFFIC_H
#define IMPORT_TRAFFIC_H

#include "base/zone.h"
#include "import/access.h"
#include "import/count.h"
#include "import/job.h"

/* Which site a line belongs to. */
enum traffic_site {
	TRAFFIC_SITE_OF_RULE, /* no line says it */
	TRAFFIC_SITE_OF_LINE, /* every line says it */
	TRAFFIC_SITE_OF_BOTH  /* the line, and where it is silent the rule */
};

/* Why a line is a reject that names no site, and no rule does either. */
extern const char traffic_no_site[];

/* What a dialect returns for a line that tells of no request: a comment. */
extern const char traffic_silent[];

struct traffic_dialect {
	/*
	 * One line without its newline and CR. NULL, or why it is malformed: a
	 * static text. What is returned may point into the line or `state`;
	 * *ret_line comes in as the line before left it.
	 */
	const char *(*line)(
	    void *state, struct str text, struct access_line *ret_line);
	enum traffic_site site;
	const char *zone; /* for the Sources page; NULL: that of the file */
	/*
	 * Access logs: 1 + their kind. The state is a struct access_clock then,
	 * and plain lines may be read by access_fast.h instead of line().
	 */
	int fast;
	bool from_start; /* a line may hang on any before it */
};

/* Read the file to its end; complaints as import_file() says. */
MUST int traffic_read(struct job *job, const struct traffic_dialect *dialect,
    void *state, struct err *e);

/* Where a piece of a log ends up; start with { 0 }. */
struct traffic_piece {
	struct arena keep;
	struct count count;
	struct reader *reader;
	int64_t lines, rejected;
	VEC(struct reject) rejects; /* the first ones */
	const char *first_reason;   /* of the first reject */
	int64_t first_rejected;     /* its line */
	int64_t too_many_at; /* line of the first site too many; 0: none */
	/* A last line that is only half of one: why, and where it begins. */
	const char *half_reason; /* NULL: there is none */
	int64_t half_at;
	int64_t from_byte, to_byte;
	_Atomic int64_t *done; /* bytes of all pieces; NULL: there is one */
	/* Sites of all pieces, and how many of them are from here. */
	_Atomic int64_t *sites;
	int64_t own_sites;
};

/*
 * Count the lines of piece->reader. Any number of threads may read pieces of
 * one file: of the job only what no reader changes is used. `first`: the piece
 * begins with the file.
 */
MUST int traffic_read_piece(const struct job *job,
    const struct traffic_dialect *dialect, void *state, bool first,
    struct traffic_piece *piece, struct err *e);

/*
 * Put the pieces of a file together, in order: counters, rejects, complaints
 * and the part. False and nothing done: only as one piece can it be told which
 * sites are too many. The pieces are empty afterwards but for their readers.
 */
bool traffic_join(struct job *job, const struct traffic_dialect *dialect,
    struct traffic_piece *pieces, size_t n, struct part *part);

void traffic_piece_release(struct traffic_piece *piece);

/* One part of a table that was read as a whole: `tally` becomes its rollup. */
void traffic_table_part(struct job *job, struct tally *tally);

/* Share of the first lines the dialect can read, 0..100. */
int traffic_detect(
    const struct traffic_dialect *dialect, void *state, struct str head);

/* ---- times ---- */

/* How a log's times are read, and the last day and minute converted. */
struct traffic_clock {
	const struct zone *zone; /* of times without offset; NULL: refused */
	enum local_policy repeated, missing;
	char date[12];
	int64_t days;       /* of that date, since 1970 */
	int64_t local, utc; /* minutes since 1970; -1: none yet */
};

/* UTC under no name: good enough to tell a dialect. */
extern const struct zone traffic_any_zone;

/* By the file's rule; with `utc`, UTC unless the rule names a zone. */
MUST int traffic_clock_of(
    struct job *job, bool utc, struct traffic_clock *ret_clock, struct err *e);

/*
 * traffic_read() with a clock by the file's rule that the dialect finds in its
 * state; the Sources page is told whether the zone was asked for at all.
 */
MUST int traffic_read_clocked(struct job *job,
    const struct traffic_dialect *dialect, void *state, bool utc,
    struct traffic_clock *clock, struct err *e);

/*
 * "2026-03-05T14:50:00.123+01:00", "2026/03/05 13:50:00",
 * "05/Mar/2026:14:50:00 +0100" (in brackets or not), "1772718600.123" (the size
 * tells s, ms, us or ns). Fractions of a second are dropped. NULL, or why it is
 * no time: a static text.
 */
const char *traffic_when(
    struct traffic_clock *clock, struct str text, int64_t *ret_at_s);

/* ---- counters ---- */

/*
 * A file of no known format: true after a complaint that it counts whole days,
 * which cannot be used.
 */
bool traffic_days_told(struct job *job, struct str head);

/* ---- texts ---- */

/*
 * A host name as clients send it, without its port; empty for "-", "_" and
 * addresses, which are no sites.
 */
struct str traffic_host(struct str text);

/* The host of an absolute URL, as above; *ret_path (may be NULL) what follows.
 * Empty when it is none. */
struct str traffic_url(struct str target, struct str *ret_path);

/* Begins the target of a request with http:// and the like? */
bool traffic_is_url(struct str target);

/*
 * The address of a client, the first where proxies named several; empty for "-"
 * and nothing. "192.0.2.7:51234", "2001:db8::7", "[2001:db8::7]:51234, x".
 */
struct str traffic_client(struct str text);

/* The same where a port always follows: "2001:db8::7:51234". */
struct str traffic_peer(struct str text);

/* The second word of "GET /path HTTP/1.1". */
struct str traffic_target(struct str request);

/* Three digits; "-", "-1" and "0" as 0: the client did not wait. */
bool traffic_status(struct str text, int *ret_status);

/* Digits; 0 for "-" and nothing. */
bool traffic_bytes(struct str text, int64_t *ret_bytes);

#endif
