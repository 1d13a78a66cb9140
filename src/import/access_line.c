/*
 * access_line.c -- one line of an access log, byte by byte: the reading that
 * decides. access_fast.c must come to the same, or leave the line to it.
 */
#include "import/access.h"

#include <string.h>

#include "base/civil.h"
#include "base/hash.h"
#include "import/digits.h"

/* "[05/Mar/2026:14:50:00 +0100]" and the blank and quote behind it. */
enum { STAMP_BYTES = 28, STAMP_BEFORE_QUOTE = STAMP_BYTES + 1 };

/* An answer of a petabyte and more is a mistake. */
#define SIZE_DIGITS 15

/* What is left of the line being parsed. */
struct cursor {
	const char *p, *end;
};

/* ---- the time
 * ----------------------------------------------------------------- */

int
access_month(const char *p)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int m = 0; m < 12; m++)
		if (memcmp(p, names + 3 * m, 3) == 0)
			return m + 1;
	return 0;
}

static bool
zone_minutes(const char *p, int *ret_minutes)
{
	int h = digit_two(p + 2), m = digit_two(p + 4);

	if (p[0] != ' ' || (p[1] != '+' && p[1] != '-') || p[6] != ']' ||
	    h < 0 || h > 15 || m < 0 || m > 59)
		return false;
	*ret_minutes = (p[1] == '-' ? -1 : 1) * (h * 60 + m);
	return true;
}

/* Convert the hour at `s` and remember it. */
static bool
new_hour(struct access_clock *k, const char *s)
{
	int day = digit_two(s + 1), month = access_month(s + 4),
	    hour = digit_two(s + 13);
	int century = digit_two(s + 8), rest = digit_two(s + 10), offset, year;

	if (s[0] != '[' || s[3] != '/' || s[7] != '/' || s[12] != ':' ||
	    day < 1 || month == 0 || century < 0 || rest < 0 || hour < 0 ||
	    hour > 23 || !zone_minutes(s + 21, &offset))
		return false;
	year = century * 100 + rest;
	/* a day that does not exist must not become another one */
	if (year < 1970 || year > 2100 || day > civil_month_days(year, month))
		return false;
	k->minute = civil_days(year, month, day) * 24 * 60 + hour * 60 - offset;
	k->hour[0] = hash_word(s);
	k->hour[1] = hash_word(s + 7);
	k->zone = hash_word(s + 21);
	return true;
}

bool
access_stamp(struct access_clock *k, const char *s, int64_t *ret_at_s)
{
	int minute = digit_two(s + 16), second = digit_two(s + 19);

	if (s[15] != ':' || s[18] != ':' || minute < 0 || minute > 59 ||
	    second < 0 || second > 60)
		return false;
	if ((k->hour[0] != hash_word(s) || k->hour[1] != hash_word(s + 7) ||
		k->zone != hash_word(s + 21)) &&
	    !new_hour(k, s))
		return false;
	*ret_at_s = (k->minute + minute) * 60 + second;
	return *ret_at_s >= 0;
}

/* ---- the fields
 * ---------------------------------------------------------------- */

const char *
access_quote(const char *p, const char *end)
{
	const char *q;

	for (const char *from = p;
	     (q = memchr(from, '"', (size_t)(end - from))) != NULL;
	     from = q + 1) {
		const char *b = q;

		while (b > p && b[-1] == '\\')
			b--;
		if ((q - b) % 2 == 0)
			return q;
	}
	return NULL;
}

/* "quoted" behind one blank; moves behind it. */
static bool
quoted(struct cursor *c, struct str *ret_text)
{
	const char *q;

	if (c->end - c->p < 3 || c->p[0] != ' ' || c->p[1] != '"')
		return false;
	q = access_quote(c->p + 2, c->end);
	if (q == NULL)
		return false;
	*ret_text = (struct str){ c->p + 2, (size_t)(q - c->p - 2) };
	c->p = q + 1;
	return true;
}

/* A word behind which a blank stands; moves behind the blank. */
static bool
word(struct cursor *c, struct str *ret_word)
{
	const char *blank = memchr(c->p, ' ', (size_t)(c->end - c->p));

	if (blank == NULL || blank == c->p)
		return false;
	*ret_word = (struct str){ c->p, (size_t)(blank - c->p) };
	c->p = blank + 1;
	return true;
}

/* The opening quote of the request: the first one that no user name escapes. */
static const char *
request_quote(const struct cursor *c)
{
	const char *q, *from = c->p;

	while ((q = memchr(from, '"', (size_t)(c->end - from))) != NULL &&
	       q > c->p && q[-1] == '\\')
		from = q + 1;
	return q;
}

/* An IPv4 or IPv6 address, roughly: its bytes and a digit. */
static bool
address_like(struct str s)
{
	bool mark = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '.' || c == ':')
			mark = true;
		else if (!digit(c) && !(c >= 'a' && c <= 'f') &&
			 !(c >= 'A' && c <= 'F'))
			return false;
	}
	return mark;
}

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!digit(s.p[i]))
			return false;
	return s.n >= 1 && s.n <= 5;
}

/*
 * "www.example.org:443 " or, where an address follows at once, the name alone.
 * The address is asked for because "192.0.2.1 - mary ann" has four words as
 * well.
 */
static bool
site(struct cursor *c, struct str *ret_site)
{
	struct str name, port;
	const char *next;

	if (!word(c, &name))
		return false;
	*ret_site = str_cut(name, ':', &port);
	if (ret_site->n != name.n)
		return all_digits(port);
	next = memchr(c->p, ' ', (size_t)(c->end - c->p));
	return next != NULL &&
	       address_like((struct str){ c->p, (size_t)(next - c->p) });
}

static bool
size_of_answer(struct cursor *c, int64_t *ret_bytes)
{
	int64_t v = 0;
	const char *from = c->p;

	*ret_bytes = 0;
	if (c->p < c->end && *c->p == '-') {
		c->p++;
		return c->p == c->end || *c->p == ' ';
	}
	while (c->p < c->end && digit(*c->p) && c->p - from < SIZE_DIGITS)
		v = v * 10 + (*c->p++ - '0');
	*ret_bytes = v;
	return c->p > from && (c->p == c->end || *c->p == ' ');
}

/*
 * Fields a server was told to add: numbers, and in quotes anything. Letters or
 * brackets outside quotes are the next line, run into this one.
 */
static bool
tail(struct cursor *c, bool with_quotes)
{
	struct str any;

	while (c->p < c->end) {
		if (with_quotes && quoted(c, &any))
			continue;
		if (*c->p++ != ' ')
			return false;
		while (c->p < c->end && *c->p != ' ') {
			if (!digit(*c->p) && *c->p != '.' && *c->p != ',' &&
			    *c->p != '-')
				return false;
			c->p++;
		}
	}
	return true;
}

/* ---- the line
 * -------------------------------------------------------------------- */

/* What stands before the stamp: [site] host ident user. */
static const char *
read_front(enum access_kind kind, struct cursor c, struct access_line *line)
{
	struct str any;

	if (kind == ACCESS_VHOST && !site(&c, &line->site))
		return "no name of a site at the start";
	if (!word(&c, &line->client) || !word(&c, &any) || c.p >= c.end)
		return "host, identity and user are not there";
	return NULL;
}

static const char *
read_numbers(struct cursor *c, struct access_line *line)
{
	const char *p = c->p;

	if (c->end - p < 6 || p[0] != ' ' || !digit(p[1]) || !digit(p[2]) ||
	    !digit(p[3]) || p[4] != ' ')
		return "the status is not a number of three digits";
	line->status = (p[1] - '0') * 100 + (p[2] - '0') * 10 + (p[3] - '0');
	c->p += 5;
	if (!size_of_answer(c, &line->bytes))
		return "the size is neither a number nor \"-\"";
	return NULL;
}

static const char *
read_back(enum access_kind kind, struct cursor *c, struct access_line *line)
{
	struct str referer;

	line->agent = STR_NONE;
	if (kind != ACCESS_COMMON &&
	    (!quoted(c, &referer) || !quoted(c, &line->agent)))
		return "no referer and user agent in quotes";
	if (c->p != c->end && !tail(c, kind != ACCESS_COMMON))
		return "something else follows the last field";
	return NULL;
}

const char *
access_parse(enum access_kind kind, struct str text, struct access_clock *clock,
    struct access_line *ret_line)
{
	struct cursor c = { text.p, text.p + text.n };
	const char *quote, *stamp, *why;

	ret_line->site = ret_line->method = ret_line->target = STR_NONE;
	if (text.n != 0 && c.end[-1] == '\r')
		c.end--;
	if (c.p == c.end)
		return "the line is empty";
	quote = request_quote(&c);
	if (quote == NULL || quote - c.p <= STAMP_BEFORE_QUOTE ||
	    quote[-1] != ' ' || quote[-2] != ']' ||
	    quote[-STAMP_BEFORE_QUOTE] != '[')
		return "no time in brackets before a request in quotes";
	stamp = quote - STAMP_BEFORE_QUOTE;
	if (stamp[-1] != ' ' || !access_stamp(clock, stamp, &ret_line->at_s))
		return "the date or time does not exist";
	why = read_front(kind, (struct cursor){ c.p, stamp - 1 }, ret_line);
	if (why != NULL)
		return why;
	c.p = quote - 1;
	if (!quoted(&c, &ret_line->request))
		return "the request does not end";
	why = read_numbers(&c, ret_line);
	if (why == NULL)
		why = read_back(kind, &c, ret_line);
	return why;
}

/* ---- views
 * ----------------------------------------------------------------------- */

/* What browsers fetch to show a page, and what programs read: by length. */
static const char *const assets[] = {
	[2] = "js",
	[3] = "bmpcsseotgificojpgmapmjsmp3mp4oggotfpngrsssvgttftxtxml",
	[4] = "atomavifjpegjsonsvgzwebmwebpwoff",
	[5] = "woff2",
	[11] = "webmanifest",
};

enum { EXTENSION_MAX = sizeof assets / sizeof *assets - 1 };

const char *
access_assets(size_t n)
{
	return n <= EXTENSION_MAX ? assets[n] : NULL;
}

static bool
asset(const char *extension, size_t n)
{
	char lower[EXTENSION_MAX];

	if (n > EXTENSION_MAX || assets[n] == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		lower[i] = (char)(extension[i] | 0x20);
	for (const char *a = assets[n]; *a != '\0'; a += n)
		if (a[0] == lower[0] && memcmp(a, lower, n) == 0)
			return true;
	return false;
}

/* Is it no part of another page? The query is none of our business. */
static bool
page(const char *p, const char *end)
{
	const char *dot = NULL;

	for (; p < end && *p != ' ' && *p != '?' && *p != '#'; p++) {
		if (*p == '.')
			dot = p + 1;
		else if (*p == '/')
			dot = NULL;
	}
	return dot == NULL || !asset(dot, (size_t)(p - dot));
}

bool
access_is_view(const struct access_line *line)
{
	struct str r = line->request, t = line->target;

	if (line->status != 200 && line->status != 304)
		return false;
	if (r.p == NULL)
		return t.n != 0 && str_is(line->method, "GET") &&
		       page(t.p, t.p + t.n);
	return r.n >= 5 && memcmp(r.p, "GET ", 4) == 0 &&
	       page(r.p + 4, r.p + r.n);
}
