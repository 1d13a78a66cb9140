/*
 * access.h -- one line of a web server's access log.
 *
 * The parser is complete and strict: a line either tells time, request, status
 * and size beyond doubt, or it is malformed. Servers escape quotation marks
 * that clients send, so an unescaped one always ends a field. Nothing of a line
 * is kept; what is returned points into it.
 */
#ifndef IMPORT_ACCESS_H
#define IMPORT_ACCESS_H

#include "base/str.h"

enum access_kind { ACCESS_COMMON, ACCESS_COMBINED, ACCESS_VHOST };

/*
 * The last hour converted, as the words its stamp is made of: a log repeats it
 * line by line. Start with { 0 }.
 */
struct access_clock {
	uint64_t hour[2]; /* "[05/Mar/2026:14", the words overlap */
	uint64_t zone;    /* " +0100] " */
	int64_t minute;   /* UTC minute in which that hour begins */
};

struct access_line {
	struct str site; /* without port; empty but for ACCESS_VHOST */
	struct str
	    client;   /* the address, or what stands for it; may be empty */
	int64_t at_s; /* seconds since 1970 */
	struct str request; /* "GET / HTTP/1.1", or whatever came */
	/* where a log tells both apart, and no request as a whole */
	struct str method, target;
	int status;
	int64_t bytes;
	struct str agent; /* empty for ACCESS_COMMON */
};

/*
 * The 28 bytes of "[05/Mar/2026:14:50:00 +0100]" and the blank behind them;
 * false when they are no time.
 */
bool access_stamp(
    struct access_clock *clock, const char *stamp, int64_t *ret_at_s);

/* NULL, or why the line (without its newline) is malformed: a static text. */
const char *access_parse(enum access_kind kind, struct str line,
    struct access_clock *clock, struct access_line *ret_line);

/* A page somebody looked at: GET, 200 or 304, and no part of another page. */
bool access_is_view(const struct access_line *line);

/*
 * The extensions, in lower case, of what is part of another page: those `n`
 * bytes long, one behind the other; NULL when there are none.
 */
#define ACCESS_EXTENSION_MAX 11
const char *access_assets(size_t n);

/* The quotation mark that ends a field: the first that no backslash escapes;
 * NULL when there is none. */
const char *access_quote(const char *p, const char *end);

/* 1..12 for the three letters at `p` by the English months; 0 for others. */
int access_month(const char *p);

#endif
