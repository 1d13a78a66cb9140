/*
 * lang.h -- phrases by key, and how numbers and dates look, by language.
 *
 * One file per language, reports/lang/xx.yaml, read when it is first asked for.
 * Nested keys are joined with dots: "head.method". A phrase that is missing, or
 * lacks a place, never falls back to another language: the first such fault is
 * remembered, and the report that met it is not produced.
 */
#ifndef REPORT_LANG_H
#define REPORT_LANG_H

#include "base/diag.h"
#include "base/err.h"
#include "base/map.h"
#include "doc/doc.h"

struct phrase {
	struct str key, text;
};

/* One language. Everything is borrowed from the arena of its `struct langs`. */
struct lang {
	struct str code; /* "it" */
	struct str file; /* "reports/lang/it.yaml" */
	struct doc_style style;
	const char *weekday_long[7]; /* Monday first */
	struct phrase *phrases;      /* in the order of the file */
	size_t n_phrases;
	struct map by_key;
	struct phrase *elisions; /* "il" is "l'" before 8 and 11 */
	size_t n_elisions;
	char *fault; /* first fault met, "" if none; LANG_FAULT_BYTES long */
};

#define LANG_FAULT_BYTES 300

struct brand; /* doc/brand.h */
struct guard; /* report/guard.c */

/* The languages opened so far, and the brand that goes with them. */
struct langs {
	const char *overlay; /* folder standing for reports/, or NULL */
	struct arena *keep;
	VEC(struct lang *) list;
	const struct brand *brand; /* NULL until a report needs it */
	struct guard *guard;       /* the same */
};

/* `overlay` and `keep` must outlive `ret_langs`. Reads nothing yet. */
void langs_open(
    struct langs *ret_langs, const char *overlay, struct arena *keep);

/* The language of this code ("it"); ERR_INPUT when its file is missing or
 * wrong. */
MUST int langs_get(struct langs *langs, struct str code,
    const struct lang **ret_lang, struct err *e);

/*
 * A long passage, reports/text/CODE/NAME.md, as paragraphs: blank lines
 * separate them, line ends inside become blanks.
 */
MUST int langs_passage(struct langs *langs, const struct lang *lang,
    const char *name, struct arena *keep, struct str **ret_paragraphs,
    size_t *ret_n, struct err *e);

/* The same for a text at hand, which must be valid UTF-8. */
void lang_paragraphs(struct str text, struct arena *keep,
    struct str **ret_paragraphs, size_t *ret_n);

/* The value of a {place}. */
struct fill {
	const char *name;
	struct str text;
};

/*
 * The first complaint about a file of reports/ as an error: such files are
 * ours, so one complaint is enough. Returns -1.
 */
int diags_err(const struct diags *d, const char *file, struct err *e);

/* True when the phrase exists. */
bool lang_has(const struct lang *l, const char *key);
/* A phrase as it stands. Missing: its key in brackets, and a fault. */
struct str lang_text(const struct lang *l, const char *key);
/* A phrase with its {places} replaced. A place without value is a fault. */
struct str lang_fill(const struct lang *l, const char *key, struct arena *keep,
    const struct fill *fill, size_t n);
/* KEY.one when `count` is 1, else KEY.other; {n} is the count. */
struct str lang_count(const struct lang *l, const char *key, struct arena *keep,
    int64_t count, const struct fill *fill, size_t n);

/* The places as a list: LANG_FILL(l, key, keep, { "d", day }, { "c", clause }).
 */
#define LANG_FILL(l, key, keep, ...)                                           \
	lang_fill((l), (key), (keep), (struct fill[]){ __VA_ARGS__ },          \
	    sizeof((struct fill[]){ __VA_ARGS__ }) / sizeof(struct fill))

/*
 * 0 when every phrase asked for since the last call was complete; else -1 with
 * the first fault, naming key and file. Forgets the fault.
 */
MUST int lang_check(const struct lang *l, struct err *e);

/* "Friday 12 April 2013" and "April 2013" in this language. */
struct str lang_day(
    const struct lang *l, struct arena *keep, int64_t at, const struct zone *z);
struct str lang_month(
    const struct lang *l, struct arena *keep, int year, int month);

#endif
