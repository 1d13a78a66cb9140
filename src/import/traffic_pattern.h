/*
 * traffic_pattern.h -- lines of a log as their server was told to write them: a
 * LogFormat of Apache or a log_format of nginx, out of case.yaml.
 */
#ifndef IMPORT_TRAFFIC_PATTERN_H
#define IMPORT_TRAFFIC_PATTERN_H

#include "base/str.h"

/* What a value of a line is to us. */
enum pattern_slot {
	PATTERN_IGNORED,
	PATTERN_TIME,
	PATTERN_STATUS,
	PATTERN_SITE,
	PATTERN_HOST, /* what the client asked for, where no site is told */
	PATTERN_REQUEST,
	PATTERN_METHOD,
	PATTERN_TARGET,
	PATTERN_BYTES,
	PATTERN_ALL_BYTES, /* with headers, where the others are not told */
	PATTERN_AGENT,
	PATTERN_CLIENT,
	PATTERN_FORWARDED, /* the client, where a proxy asked for him */
	PATTERN_SLOTS
};

#define PATTERN_MAX_PIECES 100
#define PATTERN_MAX_BYTES  2000

/* A value and the text that stands before it. */
struct pattern_piece {
	struct str before;
	enum pattern_slot slot;
	bool quoted; /* a backslash escapes the quote that ends it */
};

struct pattern {
	struct pattern_piece v[PATTERN_MAX_PIECES];
	size_t n;
	struct str after; /* the last one */
};

/*
 * NULL, or why the text cannot be used: a static text. `ret` borrows from
 * `keep`.
 */
const char *pattern_compile(
    struct str text, struct arena *keep, struct pattern *ret);

/*
 * The values of a line by slot, of several in one slot the first; p is NULL
 * where the pattern has none. False when the line does not fit.
 */
bool pattern_match(
    const struct pattern *pattern, struct str line, struct str *values);

#endif
