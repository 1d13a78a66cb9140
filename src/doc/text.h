/*
 * text.h -- what the parts of the text writer share. Lines of at most 100 code
 * points, columns aligned by code points, no colour, no control characters.
 */
#ifndef DOC_TEXT_H
#define DOC_TEXT_H

#include "doc/doc.h"
#include "doc/wrap.h"

#define TEXT_COLUMNS 100

struct text_out {
	struct buf buf;
	struct arena *scratch;
	const struct doc *doc;
};

/* One line of text: valid, tabs and line ends turned into blanks. */
struct str text_clean(struct arena *keep, struct str s);
/* `s` cut to `width` code points, and blanks up to it; `right`: blanks first.
 */
void text_pad(struct text_out *o, struct str s, size_t width, bool right);
/* End the line, without blanks before its end. */
void text_end(struct text_out *o);
void text_repeat(struct text_out *o, const char *sign, size_t n);
/* Wrapped, every line with `prefix` before it. */
void text_block(struct text_out *o, const char *prefix, struct str s);

void text_table(struct text_out *o, const struct table *t);
void text_chart(struct text_out *o, const struct chart *c);
/* The width a label may take: that of the text, at most 26. */
size_t text_label(struct text_out *o, struct str label, size_t most);
/* The drawings of text_plot.c. */
void text_lines(struct text_out *o, const struct chart *c);
void text_multiples(struct text_out *o, const struct chart *c);
void text_calendar(struct text_out *o, const struct chart *c);
void text_lanes(struct text_out *o, const struct chart *c);
void text_dots(struct text_out *o, const struct chart *c);

/* See struct writer. */
int text_write(const struct doc *d, const char *path, struct err *e);

#endif
