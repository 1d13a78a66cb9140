#include "cli/screen.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"

#define USUAL 80
#define LEAST 40 /* narrower is not readable anyway */
#define MOST  10000

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What the terminal or its user says, or 0. */
static size_t
asked_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	int64_t n;

	if (columns != NULL && str_int64(str_of(columns), &n) && n > 0)
		return n < MOST ? (size_t)n : MOST;
	if (isatty(STDOUT_FILENO) &&
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		return size.ws_col;
	return 0;
}

size_t
screen_width(void)
{
	static size_t width;

	if (width == 0)
		width = asked_width();
	if (width == 0)
		width = USUAL;
	if (width < LEAST)
		width = LEAST;
	/* a full line makes some terminals add an empty one */
	return width - 1;
}

static bool
is_unit(struct str word)
{
	static const char *const units[] = { "%", "s", "min", "h", "d", "ms",
		"days", "hours", "minutes", "seconds" };

	while (word.n > 1 && strchr(".,;:)", word.p[word.n - 1]) != NULL)
		word.n--;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (str_is(word, units[i]))
			return true;
	return false;
}

/* "EUR" before an amount. */
static bool
is_currency(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] < 'A' || word.p[i] > 'Z')
			return false;
	return word.n == 3;
}

/* The last part of "1 h" with a blank that never breaks (U+00A0) is a unit. */
static bool
ends_in_unit(struct str word)
{
	while (word.n > 2) {
		if (memcmp(word.p, "\xc2\xa0", 2) == 0)
			return !is_digit(word.p[2]);
		word = str_sub(word, 1, word.n);
	}
	return false;
}

/*
 * "743 h 00 min", "EUR 9.00" and "-> 99.9 %" stay on one line; U+2192 is the
 * arrow.
 */
static bool
stay_together(struct str word, struct str next)
{
	if (word.n == 0 || next.n == 0)
		return false;
	if (str_is(word, "\xe2\x86\x92") || str_is(word, "\xc2\xa7"))
		return true;
	if (is_digit(word.p[word.n - 1]))
		return is_unit(next);
	return is_digit(next.p[0]) &&
	       (is_unit(word) || is_currency(word) || ends_in_unit(word));
}

/* A word, and what must stand beside it. */
static struct str
next_piece(struct str text, struct str *rest)
{
	struct str word = str_cut(text, ' ', rest), last = word;

	while (rest->n != 0) {
		struct str more, next = str_cut(*rest, ' ', &more);

		if (!stay_together(last, next))
			break;
		word = str_sub(text, 0, (size_t)(next.p - text.p) + next.n);
		last = next;
		*rest = more;
	}
	return word;
}

void
screen_wrap(struct buf *out, struct str text, size_t from)
{
	size_t at = from, width = screen_width();

	while (text.n != 0) {
		struct str rest, word = next_piece(text, &rest);
		size_t wide = utf8_cells(word);

		if (at > from && at + 1 + wide > width) {
			buf_addf(out, "\n%*s", (int)from, "");
			at = from;
		} else if (at > from) {
			buf_addc(out, ' ');
			at++;
		}
		buf_addstr(out, word);
		at += wide;
		text = rest;
	}
	buf_addc(out, '\n');
}

void
screen_pad(struct buf *out, struct str text, size_t width)
{
	size_t wide = utf8_cells(text);

	buf_addstr(out, text);
	if (wide < width)
		buf_addf(out, "%*s", (int)(width - wide), "");
}

struct str
screen_cut(struct arena *keep, struct str text, size_t width)
{
	size_t at = 0, end = 0, wide = 0;

	if (utf8_cells(text) <= width)
		return text;
	while (at < text.n) {
		wide += utf8_cell(utf8_next(text, &at));
		if (wide + 1 > width)
			break;
		end = at;
	}
	return str_format(
	    keep, "%.*s\xe2\x80\xa6", STR_ARG(str_trim(str_sub(text, 0, end))));
}
