#include "import/access_fast.h"

#include <stdlib.h>
#include <string.h>

#include "import/access_page.h"
#include "import/reader.h"

struct access_fast {
	enum access_kind kind;
	scan_marks *find;
	struct str text;
	uint32_t *marks; /* places in text */
	size_t n, at, cap;
	struct access_pages pages;
};

/* For each kind its own copy, with the tests that do not concern it gone. */
#define EVERYWHERE static inline __attribute__((always_inline))

/* "[05/Mar/2026:14:50:00 +0100] " stands before the quote of the request. */
enum { STAMP = 29 };

struct access_fast *
access_fast_new(enum access_kind kind, scan_marks *marks)
{
	struct access_fast *f = calloc(1, sizeof *f);

	if (f == NULL)
		arena_exhausted();
	f->kind = kind;
	f->find = marks;
	access_pages_init(&f->pages);
	return f;
}

void
access_fast_free(struct access_fast *f)
{
	if (f == NULL)
		return;
	free(f->marks);
	free(f);
}

void
access_fast_text(struct access_fast *f, struct str text)
{
	if (text.n + SCAN_SLACK > f->cap) {
		free(f->marks);
		f->cap = text.n + SCAN_SLACK;
		f->marks = malloc(f->cap * sizeof *f->marks);
		if (f->marks == NULL)
			arena_exhausted();
	}
	f->text = text;
	f->n = f->find(text.p, text.n, f->marks);
	f->at = 0;
}

/* ---- fields
 * ---------------------------------------------------------------------- */

static inline uint64_t
word_at(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

static inline bool
digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* Up to eight digits that end before `end`. */
EVERYWHERE bool
number(const char *p, const char *end, int64_t *ret)
{
	int64_t v = 0;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	/* all eight at once, those before `p` made zeros */
	uint64_t w = word_at(end - 8), zeros = UINT64_C(0x3030303030303030);
	unsigned before = (unsigned)(8 - (end - p)) * 8;
	uint64_t mask = before == 0 ? 0 : ~UINT64_C(0) >> (64 - before);

	w = ((w & ~mask) | (zeros & mask)) ^ zeros;
	if (((w + UINT64_C(0x7676767676767676)) | w) &
	    UINT64_C(0x8080808080808080))
		return false;
	w = w * 10 + (w >> 8);
	v = (int64_t)((((w & UINT64_C(0x000000ff000000ff)) *
			   UINT64_C(0x000f424000000064)) +
			  (((w >> 16) & UINT64_C(0x000000ff000000ff)) *
			      UINT64_C(0x0000271000000001))) >>
		      32);
#else
	for (; p < end; p++) {
		if (!digit(*p))
			return false;
		v = v * 10 + (*p - '0');
	}
#endif
	*ret = v;
	return true;
}

/* The time of a line whose hour and zone are those of the line before. */
EVERYWHERE bool
stamp(struct access_clock *k, const char *s, int64_t *ret_at_s)
{
	/* ":50:00 +" less what must stand there: the digits are left */
	uint64_t t = word_at(s + 15) ^ UINT64_C(0x30303a30303a);
	unsigned minute, second;

	if (k->hour[0] != word_at(s) || k->hour[1] != word_at(s + 7) ||
	    k->zone != word_at(s + 21))
		return access_stamp(k, s, ret_at_s);
	minute = (unsigned)(t >> 8 & 0xff) * 10 + (unsigned)(t >> 16 & 0xff);
	second = (unsigned)(t >> 32 & 0xff) * 10 + (unsigned)(t >> 40 & 0xff);
	t &= UINT64_C(0xffffffffffff);
	*ret_at_s = (k->minute + minute) * 60 + second;
	return ((t + UINT64_C(0x76767f76767f)) & UINT64_C(0x808080808080)) ==
		   0 &&
	       (t & UINT64_C(0x8080ff8080ff)) == 0 && minute < 60 &&
	       second <= 60 && *ret_at_s >= 0;
}

/* "www.example.org:443 "; returns what stands behind it, or NULL. */
EVERYWHERE const char *
known_site(
    const struct tally *t, const char *p, const char *end, int32_t *ret_site)
{
	const char *q = access_colon(p);
	const char *port;

	if (q == NULL && (q = memchr(p, ':', (size_t)(end - p))) == NULL)
		return NULL;
	*ret_site = tally_known(t, p, (size_t)(q - p));
	port = ++q;
	while (digit(*q))
		q++;
	if (*ret_site < 0 || q == port || q - port > 5 || *q != ' ')
		return NULL;
	return q + 1;
}

/* "192.0.2.7 - - ": the client, a word and something; ends before `end`. */
EVERYWHERE bool
client(const char *p, const char *end, struct str *ret_client)
{
	uint64_t blanks = access_blanks(p);
	int first, second;

	if ((blanks & (blanks - 1)) == 0)
		return false;
	first = __builtin_ctzll(blanks);
	second = __builtin_ctzll(blanks & (blanks - 1));
	*ret_client = (struct str){ p, (size_t)first };
	return first > 0 && second > first + 1 && p + second + 1 < end;
}

/* ---- lines
 * ----------------------------------------------------------------------- */

/*
 * " 200 5120" between the quote of the request and `end`: a status and the
 * size.
 */
EVERYWHERE bool
numbers(const char *p, const char *end, struct request *q)
{
	unsigned a = (unsigned char)(p[1] - '0');
	unsigned b = (unsigned char)(p[2] - '0');
	unsigned c = (unsigned char)(p[3] - '0');

	if (end - p < 6 || end - p > 13 || p[0] != ' ' || p[4] != ' ' ||
	    a > 9 || b > 9 || c > 9)
		return false;
	q->status = (int)(a * 100 + b * 10 + c);
	q->bytes = 0;
	return (p[5] == '-' && end - p == 6) || number(p + 5, end, &q->bytes);
}

/* Marks of a line: "request" and, if not common, "referer" "agent". */
EVERYWHERE bool
shape(enum access_kind kind, const char *t, const uint32_t *m)
{
	if (t[m[0]] != '"' || t[m[1]] != '"' || t[m[1] - 1] == '\\')
		return false;
	if (kind == ACCESS_COMMON)
		return t[m[2]] == '\n';
	return t[m[2]] == '"' && t[m[3]] == '"' && t[m[4]] == '"' &&
	       t[m[5]] == '"' && t[m[6]] == '\n' && m[5] + 1 == m[6] &&
	       m[3] + 2 == m[4] && t[m[3] + 1] == ' ' && t[m[2] - 1] == ' ' &&
	       t[m[3] - 1] != '\\' && t[m[5] - 1] != '\\';
}

/* One plain line from `l`; false: it is none. */
EVERYWHERE bool
plain(const struct access_fast *f, enum access_kind kind, size_t l,
    struct access_clock *clock, const struct count *c, struct request *q)
{
	const uint32_t *m = f->marks + f->at;
	const char *t = f->text.p, *p = t + l, *quote = t + m[0];
	const char *end = t + m[2] - (kind != ACCESS_COMMON);

	q->site = c->site;
	if (!shape(kind, t, m) || m[0] - l <= STAMP + 1 || quote[-1] != ' ' ||
	    quote[-2] != ']' || quote[-STAMP] != '[' ||
	    quote[-STAMP - 1] != ' ' ||
	    m[kind == ACCESS_COMMON ? 2 : 6] - l > READER_LINE_MAX)
		return false;
	if (kind == ACCESS_VHOST &&
	    (p = known_site(c->tally, p, quote, &q->site)) == NULL)
		return false;
	if (!client(p, quote - STAMP - 1, &q->client) ||
	    !numbers(t + m[1] + 1, end, q) ||
	    !stamp(clock, quote - STAMP, &q->at_s))
		return false;
	if (kind != ACCESS_COMMON)
		q->agent = (struct str){ t + m[4] + 1, m[5] - m[4] - 1 };
	q->page = ((q->status == 200) | (q->status == 304)) &
		  access_page(&f->pages, quote + 1, t + m[1]);
	return true;
}

EVERYWHERE void
finish(struct count *c, const struct request *q, uint64_t key)
{
	count_request(c, q, agents_robot(c->agents, q->agent, key));
}

/*
 * A line is counted after the next one was read: until then what is known of
 * its agent has come from memory.
 */
EVERYWHERE size_t
run(struct access_fast *f, enum access_kind kind, struct access_clock *clock,
    struct count *c, size_t from, int64_t *lines)
{
	const size_t marks = kind == ACCESS_COMMON ? 3 : 7;
	struct request q[2] = { 0 };
	uint64_t key[2] = { 0 };
	int64_t n = 0;

	/* those of the line that was none of ours */
	while (f->at < f->n && f->marks[f->at] < from)
		f->at++;
	for (; f->at + marks <= f->n; n++) {
		if (!plain(f, kind, from, clock, c, &q[n & 1]))
			break;
		key[n & 1] = agents_key(c->agents, q[n & 1].agent);
		if (n != 0)
			finish(c, &q[~n & 1], key[~n & 1]);
		f->at += marks;
		from = f->marks[f->at - 1] + 1;
	}
	if (n != 0)
		finish(c, &q[~n & 1], key[~n & 1]);
	*lines += n;
	return from;
}

size_t
access_fast_run(struct access_fast *f, struct access_clock *clock,
    struct count *c, size_t from, int64_t *lines)
{
	switch (f->kind) {
	case ACCESS_COMMON:
		return run(f, ACCESS_COMMON, clock, c, from, lines);
	case ACCESS_COMBINED:
		return run(f, ACCESS_COMBINED, clock, c, from, lines);
	default:
		return run(f, ACCESS_VHOST, clock, c, from, lines);
	}
}
