#include "base/str.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str
str_of(const char *cstr)
{
	return (struct str){ cstr, cstr ? strlen(cstr) : 0 };
}

struct str
str_dup(struct arena *keep, struct str s)
{
	return (struct str){ str_cstr(keep, s), s.n };
}

char *
str_cstr(struct arena *keep, struct str s)
{
	char *p = arena_alloc(keep, s.n + 1);

	if (s.n != 0)
		memcpy(p, s.p, s.n);
	return p;
}

struct str
str_format(struct arena *keep, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return STR_NONE;
	p = arena_alloc(keep, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (struct str){ p, (size_t)n };
}

bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
str_is(struct str a, const char *cstr)
{
	return str_eq(a, str_of(cstr));
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
str_is_nocase(struct str a, const char *cstr)
{
	if (a.n != strlen(cstr))
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(cstr[i]))
			return false;
	return true;
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.n >= n && (n == 0 || memcmp(s.p, prefix, n) == 0);
}

bool
str_ends(struct str s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.n >= n && (n == 0 || memcmp(s.p + s.n - n, suffix, n) == 0);
}

size_t
str_find(struct str s, char c)
{
	const char *p = s.n == 0 ? NULL : memchr(s.p, c, s.n);

	return p == NULL ? s.n : (size_t)(p - s.p);
}

struct str
str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return (struct str){ s.p ? s.p + from : NULL, to - from };
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str
str_trim(struct str s)
{
	while (s.n != 0 && blank(s.p[0]))
		s = str_sub(s, 1, s.n);
	while (s.n != 0 && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str
str_cut(struct str s, char sep, struct str *rest)
{
	size_t at = str_find(s, sep);

	*rest = str_sub(s, at < s.n ? at + 1 : s.n, s.n);
	return str_sub(s, 0, at);
}

bool
str_int64(struct str s, int64_t *ret_value)
{
	bool minus = s.n != 0 && s.p[0] == '-';
	size_t i = s.n != 0 && (s.p[0] == '-' || s.p[0] == '+');
	int64_t v = 0;

	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		int digit = s.p[i] - '0';

		/* built downwards, because INT64_MIN has no positive twin */
		if (digit < 0 || digit > 9 ||
		    __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, digit, &v))
			return false;
	}
	if (!minus && v == INT64_MIN)
		return false;
	*ret_value = minus ? v : -v;
	return true;
}

size_t
str_distance(struct str a, struct str b)
{
	size_t row[65];

	if (a.n > 64 || b.n > 64)
		return 64;
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t above = row[j], best = corner;

			if (lower(a.p[i - 1]) != lower(b.p[j - 1]))
				best++;
			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			corner = above;
		}
	}
	return row[b.n];
}

void
buf_init(struct buf *b, size_t limit_bytes)
{
	*b = (struct buf){ .limit = limit_bytes };
}

void
buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (n == 0 || b->full)
		return;
	if (n > b->limit - b->n) {
		b->full = true;
		return;
	}
	if (n >= b->cap - b->n) {
		size_t cap = b->cap < 256 ? 256 : b->cap * 2;
		char *p;

		if (cap < b->n + n + 1)
			cap = b->n + n + 1;
		p = realloc(b->p, cap);
		if (p == NULL) {
			fputs("makegood: out of memory\n", stderr);
			_Exit(4);
		}
		b->p = p;
		b->cap = cap;
	}
	memcpy(b->p + b->n, bytes, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void
buf_adds(struct buf *b, const char *cstr)
{
	buf_add(b, cstr, strlen(cstr));
}

void
buf_addstr(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}

void
buf_addc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
	char small[512], *big;
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(small, sizeof small, fmt, ap);
	if (n >= 0 && (size_t)n < sizeof small) {
		buf_add(b, small, (size_t)n);
	} else if (n >= 0) {
		big = malloc((size_t)n + 1);
		if (big == NULL) {
			fputs("makegood: out of memory\n", stderr);
			_Exit(4);
		}
		vsnprintf(big, (size_t)n + 1, fmt, again);
		buf_add(b, big, (size_t)n);
		free(big);
	}
	va_end(again);
}

void
buf_addi(struct buf *b, int64_t n)
{
	char text[20];
	char *p = text + sizeof text;
	uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;

	do
		*--p = (char)('0' + rest % 10);
	while ((rest /= 10) != 0);
	if (n < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(text + sizeof text - p));
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(b, fmt, ap);
	va_end(ap);
}

struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

void
buf_clear(struct buf *b)
{
	b->n = 0;
	b->full = false;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void
buf_release(struct buf *b)
{
	free(b->p);
	buf_init(b, b->limit);
}
