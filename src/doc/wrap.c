/*
 * wrap.c -- see wrap.h. Knows code points and widths, nothing of fonts.
 */
#include "doc/wrap.h"

#include <string.h>

#include "base/utf8.h"

#define ELLIPSIS "\xe2\x80\xa6"

static bool
is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool
is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC0;
}

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* May a line end between `c` and `next`, having seen `before` ahead of `c`? */
static bool
breakable(uint32_t before, uint32_t c, uint32_t next)
{
	return (c == '-' || c == '/' || c == 0x2010 || c == 0x2013) &&
	       is_letter(before) && is_letter(next);
}

/* Does a word of one letter end at `at`, as the "e" of "e-mail"? */
static bool
lone_letter(struct str s, size_t at)
{
	return at == 1 || (at > 1 && is_blank((unsigned char)s.p[at - 2]));
}

/*
 * A number and its unit stay together: no line ends at the blank at `at` when a
 * digit stands before it and a word of at most three letters, or a sign, after
 * it.
 */
static bool
before_unit(struct str s, size_t at, uint32_t before)
{
	size_t n = 0;

	if (!is_digit(before))
		return false;
	for (at++; at < s.n && n < 4; n++) {
		uint32_t c = utf8_next(s, &at);

		if (is_blank(c) || c == '\n' || c == ',' || c == ';' ||
		    c == '.' || c == ')' || c == ':')
			break;
		if (!is_letter(c) && c != '%' && c != 0x20AC)
			return false;
	}
	return n > 0 && n < 4;
}

/* The byte of `s` at `at`; a blank of no width to break at counts as one. */
static bool
gap_at(struct str s, size_t at)
{
	return s.p[at] == ' ' || (unsigned char)s.p[at] == 0xA0;
}

/* Does a figure and its unit, as in "05 min", start at `at`? */
static bool
figure_starts(struct str s, size_t at)
{
	size_t from = at;

	while (
	    at < s.n && (is_digit((unsigned char)s.p[at]) ||
			    (at > from && (s.p[at] == ',' || s.p[at] == '.'))))
		at++;
	at += at + 1 < s.n && (unsigned char)s.p[at] == 0xC2;
	return at > from && at + 1 < s.n && gap_at(s, at) &&
	       is_letter((unsigned char)s.p[at + 1]);
}

/* Does a figure and its unit of at most three letters end at `at`? */
static bool
figure_ends(struct str s, size_t at)
{
	size_t n = 0;

	at -= at > 0 && s.p[at - 1] == '.';
	for (; at > 0 && is_letter((unsigned char)s.p[at - 1]) && n < 4; n++)
		at--;
	if (n < 1 || n > 3 || at < 2 || !gap_at(s, at - 1))
		return false;
	at -= s.p[at - 1] == ' ' ? 1 : 2;
	return at > 0 && is_digit((unsigned char)s.p[at - 1]);
}

/* Is the blank at `at` inside a duration, as in "275 h 05 min"? */
static bool
inside_duration(struct str s, size_t at)
{
	return figure_starts(s, at + 1) && figure_ends(s, at);
}

/*
 * Where an over-long word, an address or a path, is divided if at all; never
 * inside a number, a date or a time.
 */
static bool
is_joint(uint32_t before, uint32_t c, uint32_t next)
{
	if (is_digit(before) && is_digit(next))
		return false;
	return c == '.' || c == '/' || c == '-' || c == '_' || c == '@' ||
	       c == ':' || c == ',' || c == '?' || c == '&' || c == '=';
}

static uint32_t
peek(struct str s, size_t at)
{
	return at < s.n ? utf8_next(s, &at) : '\n';
}

/*
 * The line that starts at `at`. Returns where it ends and, in *ret_next, where
 * the following one starts.
 */
static size_t
one_line(
    const struct wrap_rule *rule, struct str s, size_t at, size_t *ret_next)
{
	size_t end = 0, next = 0, joint = 0, i = at;
	uint32_t before = ' ';
	double w = 0;

	while (i < s.n) {
		size_t here = i;
		uint32_t c = utf8_next(s, &i);

		if (c == '\n')
			return *ret_next = i, here;
		if (is_blank(c) && (before_unit(s, here, before) ||
				       inside_duration(s, here))) {
			joint = i;
		} else if (is_blank(c)) {
			end = is_blank(before) ? end : here;
			next = i;
		}
		w += rule->advance(rule->ctx, c);
		if (w > rule->width + 1e-6 && !is_blank(c)) {
			if (next > at && end > at)
				return *ret_next = next, end;
			if (joint > at)
				here = joint;
			if (here == at)
				here = i; /* at least one code point */
			return *ret_next = here, here;
		}
		if (breakable(before, c, peek(s, i)) && !lone_letter(s, here))
			end = next = i;
		if (is_joint(before, c, peek(s, i)))
			joint = i;
		before = c;
	}
	return *ret_next = s.n, s.n;
}

static struct str
trimmed_right(struct str s)
{
	while (s.n > 0 && is_blank((unsigned char)s.p[s.n - 1]))
		s.n--;
	return s;
}

static size_t
skip_blanks(struct str s, size_t at)
{
	while (at < s.n && is_blank((unsigned char)s.p[at]))
		at++;
	return at;
}

double
wrap_width(const struct wrap_rule *rule, struct str s)
{
	double w = 0;

	for (size_t i = 0; i < s.n;)
		w += rule->advance(rule->ctx, utf8_next(s, &i));
	return w;
}

double
wrap_widest_word(
    const struct wrap_rule *rule, struct str s, enum wrap_words words)
{
	double w = 0, most = 0;
	uint32_t before = ' ';

	for (size_t i = 0; i < s.n;) {
		uint32_t c = utf8_next(s, &i);

		if (is_blank(c) || c == '\n')
			w = 0;
		else
			w += rule->advance(rule->ctx, c);
		if (w > most)
			most = w;
		if ((words >= WORDS_HYPHENS &&
			breakable(before, c, peek(s, i))) ||
		    (words >= WORDS_JOINTS && is_joint(before, c, peek(s, i))))
			w = 0;
		before = c;
	}
	return most;
}

/* As much of `s` as fits, and dots. */
static struct str
dotted(struct arena *keep, const struct wrap_rule *rule, struct str s)
{
	double w = rule->advance(rule->ctx, 0x2026);
	size_t n = 0;
	char *out;

	for (size_t i = 0; i < s.n; n = i) {
		w += rule->advance(rule->ctx, utf8_next(s, &i));
		if (w > rule->width + 1e-6)
			break;
	}
	s = trimmed_right(str_sub(s, 0, n));
	out = arena_alloc(keep, s.n + sizeof ELLIPSIS);
	if (s.n > 0)
		memcpy(out, s.p, s.n);
	memcpy(out + s.n, ELLIPSIS, sizeof ELLIPSIS);
	return (struct str){ out, s.n + sizeof ELLIPSIS - 1 };
}

struct str
wrap_cut(struct arena *keep, const struct wrap_rule *rule, struct str s)
{
	size_t line = str_find(s, '\n');

	if (line == s.n && wrap_width(rule, s) <= rule->width + 1e-6)
		return s;
	return dotted(keep, rule, str_sub(s, 0, line));
}

struct lines
wrap_text(struct arena *keep, const struct wrap_rule *rule, struct str s)
{
	VEC(struct str) v = { 0 };
	size_t at = skip_blanks(s, 0), next;
	bool cut = false;

	while (!cut && (at < s.n || v.n == 0)) {
		size_t end = one_line(rule, s, at, &next);
		struct str line = trimmed_right(str_sub(s, at, end));
		bool hard = next > 0 && next <= s.n && s.p != NULL &&
			    next > at && s.p[next - 1] == '\n';

		next = hard ? next : skip_blanks(s, next);
		if (v.n + 1 == rule->max_lines && next < s.n) {
			cut = true;
			line = dotted(keep, rule,
			    str_sub(s, at,
				at + str_find(str_sub(s, at, s.n), '\n')));
		}
		*vec_push(keep, &v) = line;
		at = next;
	}
	return (struct lines){ v.v, v.n, cut };
}

struct lines
wrap_balanced(struct arena *keep, const struct wrap_rule *rule, struct str s)
{
	struct lines best = wrap_text(keep, rule, s);
	struct wrap_rule narrow = *rule;
	double lo = rule->width / 2, hi = rule->width;

	if (best.n < 2 || best.cut)
		return best;
	for (int i = 0; i < 8; i++) {
		struct lines l;

		narrow.width = (lo + hi) / 2;
		l = wrap_text(keep, &narrow, s);
		if (l.n == best.n && !l.cut &&
		    wrap_widest_word(&narrow, s, WORDS_HYPHENS) <=
			narrow.width) {
			best = l;
			hi = narrow.width;
		} else {
			lo = narrow.width;
		}
	}
	return best;
}

static double
one_column(const void *ctx, uint32_t c)
{
	(void)ctx;
	(void)c;
	return 1;
}

struct lines
wrap_columns(struct arena *keep, size_t width, struct str s)
{
	struct wrap_rule rule = { (double)width, 0, one_column, NULL };

	return wrap_text(keep, &rule, s);
}

struct str
wrap_cut_columns(struct arena *keep, size_t width, struct str s)
{
	struct wrap_rule rule = { (double)width, 1, one_column, NULL };

	return wrap_cut(keep, &rule, s);
}
