/*
 * seen.h -- the rows of an export until the last one is known: only then is
 * it sure which number is the day, which of two equal hours is meant, and what
 * came first. Then all of it is told in order of time.
 */
#ifndef IMPORT_SEEN_H
#define IMPORT_SEEN_H

#include "base/map.h"
#include "import/table.h"

#define SEEN_MAX_ROWS  ((size_t)5000000)
#define SEEN_MAX_NAMES ((size_t)200000)

struct seen_row {
	struct when at, to; /* after seen_settle(): ms is the instant */
	int64_t line;
	int32_t subject, note; /* of the names; -1: none */
	int32_t place;         /* which of several eyes saw it; -1: one */
	uint8_t kind, state;   /* of the sighting */
	bool soft, open;       /* open: a span without end */
};

struct seen {
	struct job *job;
	struct when_column when;
	const struct zone *zone; /* of the local times, once settled */
	struct map index;
	VEC(struct str) names;
	VEC(struct seen_row) rows;
	bool newest_first; /* what the format does; then what the times show */
	bool full;
	int64_t rejected; /* by seen_reject() */
};

void seen_init(struct seen *s, struct job *job);

/* A name by number; -1 for an empty one, and when there are too many. */
int32_t seen_name(struct seen *s, struct str name);
/* The same for what people wrote; -1 when they wrote too much. */
int32_t seen_note(struct seen *s, struct str note);

/* A row of the table's current line; NULL, after a complaint, when it is one
 * too many. Good until the next. */
struct seen_row *seen_add(struct seen *s, int64_t line);

/* The time in a column. False: the row was rejected. */
bool seen_time(
    struct seen *s, struct table *t, size_t column, struct when *ret_when);

/* A row of a span, whose end may be empty; NULL as the two above. */
struct seen_row *seen_span(
    struct seen *s, struct table *t, size_t from, size_t to);

/*
 * Every time to its instant, the rows in order. Local times take the zone of
 * the file's head or of its rule. False after a complaint.
 */
bool seen_settle(struct seen *s, const struct table *t);

/* Complain about a line, and show it where the file is small. */
void seen_say(struct seen *s, enum diag_level level, int64_t line,
    const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* A row that only proved bad when all was known. */
void seen_reject(struct seen *s, const struct seen_row *row, const char *why);

/* Tell the rows as events; states told again, and ends that are missing, are
 * summed up in one complaint each. */
void seen_tell_events(struct seen *s);

/* Tell the rows as spans; one that ends before it begins is a reject. */
void seen_tell_spans(struct seen *s);

/* One row as a sighting of its kind. */
void seen_tell(struct seen *s, const struct seen_row *row);

/*
 * The usual distance between two checks of each subject, by number of its name
 * plus one; 0: not to be told. In the scratch; to be asked once all is settled.
 */
int64_t *seen_intervals(const struct seen *s);

/*
 * A whole file: each good row goes to `row`, then everything is settled.
 * *ret_ok is false after a complaint that leaves nothing to tell.
 */
struct seen_reading {
	const struct table_column *column;
	size_t n_columns;
	const int *places; /* see table_open() */
	void (*row)(struct seen *s, struct table *t);
	/* For seen_watch(): how the format is sorted; what tells its rows. */
	bool newest_first;
	void (*tell)(struct seen *s);
};
MUST int seen_read(struct seen *s, const struct seen_reading *how, bool *ret_ok,
    struct err *e);

/* The whole of a format that has nothing else to remember: read, then tell. */
MUST int seen_watch(
    struct job *job, const struct seen_reading *how, struct err *e);

#endif
