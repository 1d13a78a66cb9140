/*
 * json_doc.h -- JSON exports of monitors: bounded documents, streams of lines,
 * and the few kinds of value their formats share.
 *
 * A document is read whole, so its size, depth and number of values are bounded
 * before the library sees a byte; a stream is read line by line. Sightings are
 * collected, put in order of time and then told. Nothing here knows a format.
 */
#ifndef IMPORT_JSON_DOC_H
#define IMPORT_JSON_DOC_H

#include <jansson.h>

#include "base/map.h"
#include "base/zone.h"
#include "import/job.h"

#define JDOC_MAX_BYTES ((size_t)64 << 20)
#define JDOC_MAX_DEPTH 64
/* Values weigh what they cost in memory, about 40 bytes a unit. */
#define JDOC_MAX_WEIGHT ((size_t)16 << 20)
/* Sightings of one file. */
#define JDOC_MAX_SIGHTS ((size_t)2 << 20)
/* Collected in blocks, for a growing array would hold its old copies too. */
#define JDOC_BLOCK ((size_t)4096)
/* Texts are cut to this: nobody names a monitor in more. */
#define JDOC_MAX_TEXT ((size_t)200)

struct jdoc_line {
	const json_t *value;
	int64_t line;
};

struct jdoc {
	struct job *job;
	json_t *root; /* NULL after a complaint, and in a stream */
	/* For times without offset: that of the file's rule, or what the
	 * format says. NULL: such a time is refused. */
	const struct zone *zone;
	bool zoneless;    /* such a time was refused */
	int64_t line;     /* in a stream: of this record */
	int64_t from, to; /* in a stream: its bytes */
	bool stream;      /* texts live as long as their record */
	struct jdoc_line *lines;
	size_t n_lines;
	struct arena kept, texts;
	struct map names; /* of subjects in `kept`, by text */
	VEC(struct str) name;
	VEC(struct sighting *) sights; /* blocks of JDOC_BLOCK */
	size_t n_sights;
	size_t dropped; /* beyond JDOC_MAX_SIGHTS */
};

/*
 * The whole file as one document. 0 with doc->root NULL after a complaint; -1
 * when the file cannot be read. UTF-16 and byte order marks are fine. Duplicate
 * keys are refused: which one is meant?
 */
MUST int jdoc_open(struct job *job, struct jdoc *doc, struct err *e);

/*
 * One record a line, each an object; or a document: its elements when it is an
 * array, else the object itself. A line that cannot be read is a reject.
 */
typedef void jdoc_each(struct jdoc *doc, const json_t *record, void *arg);
MUST int jdoc_records(struct job *job, struct jdoc *doc, jdoc_each *each,
    void *arg, struct err *e);

/* Give everything back; also after a failure. */
void jdoc_close(struct jdoc *doc);

/*
 * format.watch of a document: open, take what it says, tell it, close. `take`
 * sees a root that is there.
 */
MUST int jdoc_watch(
    struct job *job, void (*take)(struct jdoc *doc), struct err *e);

/* Where an object or array begins; 0 when it is neither. */
int64_t jdoc_line(const struct jdoc *doc, const json_t *value);

/* For format.detect: 90 when `head` looks like JSON and every key occurs. */
int jdoc_detect(struct str head, const char *const *keys);

/* ---- values ---- */

/* By keys with dots between: "data.result"; NULL when there is no such. */
const json_t *jdoc_at(const json_t *root, const char *path);
/* The same, only when it is an array; else NULL. */
const json_t *jdoc_array(const json_t *root, const char *path);
/* A complaint that the file lacks `path`, with what it should be. */
void jdoc_lacks(struct jdoc *doc, const char *path, const char *what);

/*
 * Text at `path`: strings without controls, cut to JDOC_MAX_TEXT; numbers as
 * their digits; empty for everything else. Good until jdoc_close(), in a stream
 * until the next record.
 */
struct str jdoc_text(struct jdoc *doc, const json_t *object, const char *path);
/* Any text of the document by the same rules: keys too can be subjects. */
struct str jdoc_plain(struct jdoc *doc, struct str text);
/* The first of these paths with a text. Ended by NULL. */
struct str jdoc_texts(
    struct jdoc *doc, const json_t *object, const char *const *paths);
/* An integer, also as 3.0 or "3"; false for everything else. */
bool jdoc_int(const json_t *value, int64_t *ret_value);
/* A number, also as text; NaN and infinities too. */
bool jdoc_number(const json_t *value, double *ret_value);

enum jdoc_when { JDOC_GIVEN, JDOC_NONE, JDOC_BAD };

/*
 * An instant: RFC 3339, or a count since 1970 whose unit (s, ms, us, ns) its
 * size tells. JDOC_NONE for null, an empty text, 0 and the year 1.
 */
enum jdoc_when jdoc_when(
    struct jdoc *doc, const json_t *value, int64_t *ret_at);
/* The instant at `path`; false after a reject of `object` when it has none. */
bool jdoc_needs_time(
    struct jdoc *doc, const json_t *object, const char *path, int64_t *ret_at);
/* The same, but none is NO_INSTANT. */
bool jdoc_may_time(
    struct jdoc *doc, const json_t *object, const char *path, int64_t *ret_at);

/* An entry of a list and its time. */
struct jdoc_row {
	int64_t at;
	size_t order; /* in the file */
	const json_t *entry;
};

/*
 * The entries of a list by time, which stands at the first of `paths` that has
 * one; of equal times in the order of events, also when the list is newest
 * first. Entries without a time are rejects. In doc->kept.
 */
size_t jdoc_rows(struct jdoc *doc, const json_t *list, const char *const *paths,
    struct jdoc_row **ret_rows);

/* ---- sightings ---- */

/* This entry cannot be used; counted, its neighbours go on. */
void jdoc_reject(struct jdoc *doc, const json_t *entry, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The rest is empty or NO_INSTANT, for the caller to fill. */
struct sighting jdoc_sighting(
    enum sight_kind kind, enum sight_state state, int64_t at, int64_t to_at);

/*
 * Collect one sighting of `entry`. Spans that end before they begin are
 * rejects; empty ones say nothing and are dropped. NULL: its line is set.
 */
void jdoc_see(
    struct jdoc *doc, const json_t *entry, const struct sighting *sighting);

/*
 * All collected sightings in order of time; of equal times in the order of
 * events, also when the file is newest first. Complains when there are none.
 */
void jdoc_tell(struct jdoc *doc);

/*
 * The most common distance of neighbours in times that ascend, rounded to
 * `grain` ms; the smallest of equally common ones; 0 when there is none.
 */
int64_t jdoc_step(
    struct arena *scratch, const int64_t *at, size_t n, int64_t grain);

/*
 * Names that several entries share, so that these can be told apart: counts of
 * each text. Texts are borrowed.
 */
void jdoc_count(struct map *counts, struct str text);
bool jdoc_is_shared(const struct map *counts, struct str text);

#endif
