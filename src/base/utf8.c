#include "base/utf8.h"

/* How many bytes a lead byte announces, and the bits of value in it. */
static int
utf8_lead(unsigned char c, uint32_t *ret_bits)
{
	if (c < 0x80)
		return *ret_bits = c, 1;
	if (c >= 0xC2 && c <= 0xDF)
		return *ret_bits = c & 0x1F, 2;
	if (c >= 0xE0 && c <= 0xEF)
		return *ret_bits = c & 0x0F, 3;
	if (c >= 0xF0 && c <= 0xF4)
		return *ret_bits = c & 0x07, 4;
	return 0;
}

uint32_t
utf8_next_wide(struct str s, size_t *at)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t c = 0;
	int n = utf8_lead((unsigned char)s.p[*at], &c);

	if (n == 0 || (size_t)n > s.n - *at)
		return (*at)++, UINT32_MAX;
	for (int i = 1; i < n; i++) {
		unsigned char b = (unsigned char)s.p[*at + (size_t)i];

		if ((b & 0xC0) != 0x80)
			return (*at)++, UINT32_MAX;
		c = c << 6 | (b & 0x3F);
	}
	if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return (*at)++, UINT32_MAX;
	*at += (size_t)n;
	return c;
}

size_t
utf8_put(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

static bool
acceptable(uint32_t c)
{
	if (c == UINT32_MAX || (c & 0xFFFE) == 0xFFFE)
		return false;
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r';
	return !(c >= 0x7F && c < 0xA0) && !(c >= 0xFDD0 && c <= 0xFDEF);
}

static bool
is_plain(char c)
{
	return c >= ' ' && c < 0x7F;
}

bool
utf8_ok(struct str s, size_t *ret_at)
{
	size_t at = 0;

	while (at < s.n) {
		size_t start = at;

		if (is_plain(s.p[at])) {
			at++;
			continue;
		}
		if (!acceptable(utf8_next(s, &at))) {
			if (ret_at != NULL)
				*ret_at = start;
			return false;
		}
	}
	return true;
}

size_t
utf8_count(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += (s.p[i] & 0xC0) != 0x80;
	return n;
}

/* Blocks, not single characters: what these hold is of one width. */
static const struct {
	uint32_t from, to;
	size_t cells;
} unusual[] = {
	{ 0x0300, 0x036f, 0 },   /* combining marks */
	{ 0x0483, 0x0489, 0 },   /* Cyrillic ones */
	{ 0x0591, 0x05bd, 0 },   /* Hebrew points */
	{ 0x064b, 0x065f, 0 },   /* Arabic signs */
	{ 0x1100, 0x115f, 2 },   /* Hangul beginnings */
	{ 0x1ab0, 0x1aff, 0 },   /* more marks */
	{ 0x1dc0, 0x1dff, 0 },   /* more marks */
	{ 0x200b, 0x200f, 0 },   /* joiners and directions */
	{ 0x20d0, 0x20ff, 0 },   /* marks for symbols */
	{ 0x2e80, 0x303e, 2 },   /* radicals, ideographic punctuation */
	{ 0x3041, 0xa4cf, 2 },   /* kana, ideographs, Yi */
	{ 0xac00, 0xd7a3, 2 },   /* Hangul */
	{ 0xf900, 0xfaff, 2 },   /* compatibility ideographs */
	{ 0xfe00, 0xfe0f, 0 },   /* variation selectors */
	{ 0xfe20, 0xfe2f, 0 },   /* half marks */
	{ 0xfe30, 0xfe6f, 2 },   /* compatibility forms */
	{ 0xff00, 0xff60, 2 },   /* full width */
	{ 0xffe0, 0xffe6, 2 },   /* full width signs */
	{ 0x1f300, 0x1f64f, 2 }, /* pictures */
	{ 0x1f900, 0x1f9ff, 2 }, /* more pictures */
	{ 0x20000, 0x3fffd, 2 }, /* rare ideographs */
};

size_t
utf8_cell(uint32_t c)
{
	for (size_t i = 0; i < sizeof unusual / sizeof *unusual; i++)
		if (c >= unusual[i].from && c <= unusual[i].to)
			return unusual[i].cells;
	return 1;
}

size_t
utf8_cells(struct str s)
{
	size_t at = 0, n = 0;

	while (at < s.n)
		n += utf8_cell(utf8_next(s, &at));
	return n;
}

static const struct {
	uint32_t from, to;
} hidden[] = {
	{ 0x00ad, 0x00ad },   /* soft hyphen */
	{ 0x034f, 0x034f },   /* grapheme joiner */
	{ 0x061c, 0x061c },   /* Arabic letter mark */
	{ 0x180b, 0x180f },   /* Mongolian variants */
	{ 0x200b, 0x200f },   /* zero width, joiners, marks of direction */
	{ 0x2028, 0x202e },   /* separators, embeddings, overrides */
	{ 0x2060, 0x206f },   /* word joiner, isolates */
	{ 0xfe00, 0xfe0f },   /* variants */
	{ 0xfeff, 0xfeff },   /* byte order mark */
	{ 0xfff9, 0xfffb },   /* notes between lines */
	{ 0xe0000, 0xe0fff }, /* tags, more variants */
};

/* Scripts that join their letters, and pictures put together from others. */
static const struct {
	uint32_t from, to;
} joined[] = {
	{ 0x0600, 0x109f },
	{ 0x1780, 0x18af },
	{ 0x2190, 0x2bff },
	{ 0xa800, 0xabff },
	{ 0xfb50, 0xfdff },
	{ 0xfe0f, 0xfe0f },
	{ 0xfe70, 0xfefc },
	{ 0x10a00, 0x1ffff },
};

bool
utf8_hidden(uint32_t c)
{
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		if (c >= hidden[i].from && c <= hidden[i].to)
			return true;
	return false;
}

/* May it stand behind `before`, to say how that is drawn? */
static bool
is_needed(uint32_t c, uint32_t before)
{
	if (c != 0x200c && c != 0x200d && (c < 0xfe00 || c > 0xfe0f))
		return false;
	for (size_t i = 0; i < sizeof joined / sizeof *joined; i++)
		if (before >= joined[i].from && before <= joined[i].to)
			return true;
	return false;
}

/* What stands for a character; 0: nothing. */
static uint32_t
stand_in(uint32_t c, uint32_t before, bool marked)
{
	if (!acceptable(c))
		return 0xfffd;
	if (c == '\r' && !marked) /* it would write over its line */
		return ' ';
	if (!utf8_hidden(c) || is_needed(c, before))
		return c;
	if (marked)
		return 0xfffd;
	return c == 0x2028 || c == 0x2029 ? ' ' : 0;
}

static struct str
rewrite(struct arena *keep, struct str s, bool marked)
{
	/* one byte becomes at most the three of U+FFFD */
	char *out = arena_array(keep, s.n + 1, 3);
	uint32_t before = 0;
	size_t at = 0, n = 0;

	while (at < s.n) {
		uint32_t c = stand_in(utf8_next(s, &at), before, marked);

		if (c != 0)
			n += utf8_put(before = c, out + n);
	}
	return (struct str){ out, n };
}

struct str
utf8_shown(struct arena *keep, struct str s)
{
	uint32_t before = 0;
	size_t at = 0;

	while (at < s.n) {
		uint32_t c;

		if (is_plain(s.p[at])) {
			before = (unsigned char)s.p[at++];
			continue;
		}
		c = utf8_next(s, &at);
		if (stand_in(c, before, false) != c)
			return rewrite(keep, s, false);
		before = c;
	}
	return s;
}

struct str
utf8_clean(struct arena *keep, struct str s)
{
	return rewrite(keep, s, true);
}
