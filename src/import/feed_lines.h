/*
 * feed_lines.h -- what the HTML of a feed's entry says, line by line: on which
 * day and at which time which word was told. The lines have no year, and their
 * zone is an abbreviation; what they mean is not decided here.
 */
#ifndef IMPORT_FEED_LINES_H
#define IMPORT_FEED_LINES_H

#include "base/civil.h"
#include "import/feed.h"

#define FEED_MAX_UPDATES 500

struct feed_stamp {
	int64_t at;
	int32_t offset_s; /* as written: that of the page, or 0 */
};

enum feed_word {
	FEED_OTHER,
	FEED_OVER,      /* resolved, completed */
	FEED_SCHEDULED, /* planned work, not begun */
	FEED_WORK,      /* planned work goes on */
	FEED_CANCELLED
};

struct feed_update {
	struct civil local; /* without year */
	char zone[8];
	enum feed_word word;
	int64_t at;
};

struct feed_lines {
	const struct feed_entry *from;
	struct feed_stamp published, updated;
	struct feed_update update[FEED_MAX_UPDATES];
	size_t n;
	bool planned;
	struct feed_update begins; /* of planned work, as announced */
	struct civil ends;
	bool has_begins;
};

/* False when the entry's own time cannot be read. */
bool feed_lines_of(const struct feed_entry *from, struct feed_lines *ret_lines);

#endif
