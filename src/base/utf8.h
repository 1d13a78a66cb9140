/*
 * utf8.h -- the one gate for text from outside: valid UTF-8 or nothing.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdint.h>

#include "base/str.h"

/* utf8_next() of what is not ASCII. */
uint32_t utf8_next_wide(struct str s, size_t *at);

/*
 * The code point at s.p[*at], advancing *at; UINT32_MAX when the bytes there
 * are not well-formed UTF-8 (then *at advances by one).
 */
static inline uint32_t
utf8_next(struct str s, size_t *at)
{
	unsigned char c = (unsigned char)s.p[*at];

	return c < 0x80 ? (++*at, c) : utf8_next_wide(s, at);
}

/* Number of bytes written to out (1..4). `c` must be a scalar value. */
size_t utf8_put(uint32_t c, char out[4]);

/*
 * True when the text is safe for every library we hand it to: well-formed, no
 * surrogates, no non-characters, no NUL or other control but tab, LF and CR.
 * Else false and *ret_at is the offset of the first offending byte.
 */
bool utf8_ok(struct str s, size_t *ret_at);

/* Code points in valid text. */
size_t utf8_count(struct str s);

/*
 * Columns of a terminal: 2 for a character of East Asian width W or F (Unicode
 * Standard Annex 11), 0 for one that is set above or below the one before it,
 * else 1.
 */
size_t utf8_cell(uint32_t c);
size_t utf8_cells(struct str s);

/*
 * True for a character that shapes or turns text but has no shape itself: soft
 * hyphens, joiners, marks of direction, separators of lines, tags. What such a
 * character does to its neighbours cannot be seen, so that it can deceive.
 */
bool utf8_hidden(uint32_t c);

/*
 * Text as people may be shown it: the one rule of every report and of what goes
 * to a terminal. Offending bytes are U+FFFD and hidden characters are left out,
 * but for joiners and variants behind a letter of a script, or a picture, that
 * needs them; separators of lines, and carriage returns, become blanks. `s`
 * itself where nothing is to be done.
 */
struct str utf8_shown(struct arena *keep, struct str s);

/*
 * A copy in which every offending byte, and what utf8_shown() leaves out, is
 * U+FFFD: for excerpts of bad input in messages.
 */
struct str utf8_clean(struct arena *keep, struct str s);

#endif
