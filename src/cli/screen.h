/*
 * screen.h -- text for people, as wide as where it is read.
 *
 * That is what COLUMNS says, else the terminal, else 80 columns, in a pipe too;
 * machines take --json.
 */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include "base/str.h"

/* Columns that a line may take; asked once. */
size_t screen_width(void);

/*
 * Add a text that stands from column `from` on, and a line feed. It is broken
 * at blanks, never inside a number with its unit, and what follows is set
 * below.
 */
void screen_wrap(struct buf *out, struct str text, size_t from);

/* Add a text and blanks up to `width` columns. */
void screen_pad(struct buf *out, struct str text, size_t width);

/* The text, or what of it fits in `width` columns and an ellipsis. */
struct str screen_cut(struct arena *keep, struct str text, size_t width);

#endif
