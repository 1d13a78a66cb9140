/*
 * wrap.h -- breaking text into lines of a given width, by any measure.
 *
 * Breaks at blanks (never at no-break ones, nor between a number and its unit),
 * after a hyphen or slash between letters, and inside a word only when the word
 * alone is wider than the line; then after a point or the like if there is one.
 */
#ifndef DOC_WRAP_H
#define DOC_WRAP_H

#include "base/str.h"

struct wrap_rule {
	double width;
	size_t max_lines; /* 0: as many as it takes */
	double (*advance)(const void *ctx, uint32_t c); /* of one code point */
	const void *ctx;
};

/* Lines borrow from the text, but a line that was cut ends in its own dots. */
struct lines {
	struct str *v;
	size_t n;
	bool cut; /* max_lines did not suffice */
};

/* Of valid UTF-8. Always at least one line, be it empty. */
struct lines wrap_text(
    struct arena *keep, const struct wrap_rule *rule, struct str s);

/* Lines of at most `width` code points. */
struct lines wrap_columns(struct arena *keep, size_t width, struct str s);
/* `s` cut to so many code points. */
struct str wrap_cut_columns(struct arena *keep, size_t width, struct str s);

/* The same number of lines, but all of about the same width: for headings. */
struct lines wrap_balanced(
    struct arena *keep, const struct wrap_rule *rule, struct str s);

/* Width of a text on one line. */
double wrap_width(const struct wrap_rule *rule, struct str s);
/* Where words end: only at blanks, also at hyphens, at every joint. */
enum wrap_words { WORDS_WHOLE, WORDS_HYPHENS, WORDS_JOINTS };

/* Width of its widest word: no line can be narrower without breaking it. */
double wrap_widest_word(
    const struct wrap_rule *rule, struct str s, enum wrap_words words);
/* `s`, or as much of it as fits followed by an ellipsis. */
struct str wrap_cut(
    struct arena *keep, const struct wrap_rule *rule, struct str s);

#endif
