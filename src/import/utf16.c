#include "import/utf16.h"

#include <string.h>

#include "base/utf8.h"

#define UNDECODABLE '\xFF'

/* By the mark, or by where the zero byte of a first ASCII character is. */
static enum utf16_order
order_of(struct str head, size_t *ret_skip)
{
	const unsigned char *p = (const unsigned char *)head.p;

	*ret_skip = 0;
	if (head.n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
		*ret_skip = 3;
		return UTF16_NOT;
	}
	if (head.n < 2)
		return UTF16_NOT;
	if (p[0] == 0xFF && p[1] == 0xFE) {
		*ret_skip = 2;
		return UTF16_LITTLE;
	}
	if (p[0] == 0xFE && p[1] == 0xFF) {
		*ret_skip = 2;
		return UTF16_BIG;
	}
	if (p[0] != 0 && p[1] == 0)
		return UTF16_LITTLE;
	return p[0] == 0 && p[1] != 0 ? UTF16_BIG : UTF16_NOT;
}

static int
begin(struct utf16 *u, struct reader *r, struct err *e)
{
	struct str head;
	size_t skip;

	if (reader_peek(r, &head, e) != 0)
		return -1;
	u->begun = true;
	u->order = order_of(head, &skip);
	if (skip != 0)
		return reader_read(r, (char *)u->raw, skip, &skip, e);
	return 0;
}

/* One UTF-16 unit to zero to five bytes at `to`. */
static size_t
unit(struct utf16 *u, uint32_t c, char *to)
{
	size_t n = 0;

	if (u->high != 0 && c >= 0xDC00 && c <= 0xDFFF) {
		c = 0x10000 + ((u->high - 0xD800) << 10) + (c - 0xDC00);
		u->high = 0;
		return utf8_put(c, to);
	}
	if (u->high != 0)
		to[n++] = UNDECODABLE;
	u->high = 0;
	if (c >= 0xD800 && c <= 0xDBFF)
		u->high = c;
	else if (c >= 0xDC00 && c <= 0xDFFF)
		to[n++] = UNDECODABLE;
	else
		n += utf8_put(c, to + n);
	return n;
}

/* What is in `raw` as UTF-8, as far as there is room. */
static size_t
convert(struct utf16 *u, char *to, size_t cap)
{
	size_t i = 0, n = 0;

	for (; i + 1 < u->n && n + UTF16_ROOM <= cap; i += 2) {
		uint32_t a = u->raw[i], b = u->raw[i + 1];

		n += unit(
		    u, u->order == UTF16_BIG ? a << 8 | b : b << 8 | a, to + n);
	}
	u->n -= i;
	memmove(u->raw, u->raw + i, u->n);
	if (u->end && u->n == 1 && n + UTF16_ROOM <= cap) {
		to[n++] = UNDECODABLE;
		u->n = 0;
	}
	if (u->end && u->n == 0 && u->high != 0 && n + UTF16_ROOM <= cap) {
		to[n++] = UNDECODABLE;
		u->high = 0;
	}
	return n;
}

int
utf16_read(struct utf16 *u, struct reader *r, char *to, size_t cap,
    size_t *ret_n, struct err *e)
{
	if (!u->begun && begin(u, r, e) != 0)
		return -1;
	if (u->order == UTF16_NOT)
		return reader_read(r, to, cap, ret_n, e);
	do {
		size_t got;

		if (!u->end) {
			if (reader_read(r, (char *)u->raw + u->n,
				sizeof u->raw - u->n, &got, e) != 0)
				return -1;
			u->n += got;
			u->end = got == 0;
		}
		*ret_n = convert(u, to, cap);
	} while (*ret_n == 0 && !u->end);
	return 0;
}
