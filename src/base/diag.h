/*
 * diag.h -- complaints about input, collected and shown all at once.
 *
 * A diagnostic names a place (file, line, column), says what is wrong and why,
 * quotes the line and gives a hint. Nothing here prints; only cli does.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/str.h"

enum diag_level { DIAG_ERROR, DIAG_WARNING };

/* Where in the input; line and col (in characters) count from 1, 0 means "the
 * whole". */
struct place {
	struct str file;
	int64_t line;
	int64_t col;
};

struct diag {
	enum diag_level level;
	struct place at;
	struct str message; /* one line, lower case, no full stop */
	struct str excerpt; /* the offending line, cleaned, at most 160 bytes */
	struct str hint;    /* what to do; may be empty */
	int64_t caret;      /* the column, in the excerpt; 0: none */
};

struct diag_text {
	struct str file, text;
	VEC(size_t) marks; /* where every so many lines begin; made once */
};

/* At most `limit` are kept (default 200); the rest is only counted. */
struct diags {
	struct arena *keep;
	VEC(struct diag) list;
	VEC(struct diag_text) texts;
	size_t errors, warnings, limit;
};

void diags_init(struct diags *d, struct arena *keep);

/*
 * Register the text of a file, borrowed for as long as `d` lives: diagnostics
 * added later for this file quote their line from it.
 */
void diags_text(struct diags *d, struct str file, struct str text);

/* Add one; `hint` may be NULL. The message is formatted into d->keep. */
void diag_add(struct diags *d, enum diag_level level, struct place at,
    const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* The same, quoting `excerpt` instead of looking the line up. */
void diag_quote(struct diags *d, enum diag_level level, struct place at,
    struct str excerpt, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

/*
 * The column of a word in a line of a registered file; 0 where it does not
 * stand there by itself, or more than once.
 */
int64_t diag_column(struct diags *d, struct place at, struct str word);

/*
 * The column of a word in a line of a table, in the cell below `head_word` of
 * the first line; 0 where it does not stand there.
 */
int64_t diag_column_below(
    struct diags *d, struct place at, const char *head_word, struct str word);

/* By file, line, column; stable. */
void diags_sort(struct diags *d);

/*
 *   contracts/gold.yaml:7:12: error: unknown key "targett"
 *       targett: 99.9
 *       ^
 *   hint: did you mean "target"?
 */
void diag_format(const struct diag *one, struct buf *out);

#endif
