/*
 * access_lines.h -- plain lines of access logs; for the files that say for
 * which processors, and for nobody else.
 *
 * A field is read as one or two words and judged as a whole: guesses that go
 * wrong cost more than all that is computed here. The words are little-endian;
 * other machines read every line in full.
 */
#ifndef IMPORT_ACCESS_LINES_H
#define IMPORT_ACCESS_LINES_H

#include "base/hash.h"
#include "import/access_run.h"
#include "import/reader.h"
#include "import/wide.h"

/* "[05/Mar/2026:14:50:00 +0100] " stands before the quote of the request. */
enum { STAMP = 29, PORT_DIGITS = 5, SIZE_DIGITS = 8 };

/* Eight bytes, the first one lowest. */
#define BYTES(a, b, c, d, e, f, g, h)                                          \
	((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 |            \
	    (uint64_t)(d) << 24 | (uint64_t)(e) << 32 | (uint64_t)(f) << 40 |  \
	    (uint64_t)(g) << 48 | (uint64_t)(h) << 56)
#define ALL(a) ((a)*UINT64_C(0x0101010101010101))

/* Added to a byte, these carry into its highest bit when it is above 9, 5, 0.
 */
enum { TO_9 = 0x76, TO_5 = 0x7a, TO_0 = 0x7f };

/* Not 0 when a byte of `w` exceeds what `most` lets pass. */
WIDE uint64_t
above(uint64_t w, uint64_t most)
{
	return ((w + most) | w) & ALL(UINT64_C(0x80));
}

/* The `n` bytes at `p`, 1 to 8, less '0', the last one highest. */
WIDE uint64_t
digits(const char *p, size_t n)
{
	return (hash_word(p) ^ ALL((uint64_t)'0')) << ((64 - 8 * n) & 63);
}

WIDE int64_t
value(uint64_t digits)
{
	digits = digits * 10 + (digits >> 8);
	return (int64_t)((((digits & UINT64_C(0x000000ff000000ff)) *
			      UINT64_C(0x000f424000000064)) +
			     (((digits >> 16) & UINT64_C(0x000000ff000000ff)) *
				 UINT64_C(0x0000271000000001))) >>
			 32);
}

/* ---- fields
 * ---------------------------------------------------------------------- */

/* The time of a line whose hour and zone are those of the line before. */
WIDE bool
stamp(struct access_clock *k, const char *s, struct request *q)
{
	uint64_t t = hash_word(s + 15), sum;

	if (((k->hour[0] ^ hash_word(s)) | (k->hour[1] ^ hash_word(s + 7)) |
		(k->zone ^ hash_word(s + 21))) != 0) {
		if (!access_stamp(k, s, &q->at_s))
			return false;
		q->minute = (uint32_t)(q->at_s / 60);
		return q->at_s / 60 <= UINT32_MAX;
	}
	/* ":50:00"; the blank and sign behind are those of the zone */
	t = (t ^ BYTES(':', '0', '0', ':', '0', '0', 0, 0)) << 16;
	sum = t * 10 + (t >> 8);
	q->minute = (uint32_t)k->minute + (uint32_t)(sum >> 24 & 0xff);
	q->at_s = k->minute * 60 + (int64_t)(sum >> 24 & 0xff) * 60 +
		  (int64_t)(sum >> 48 & 0xff);
	return above(t, BYTES(0, 0, TO_0, TO_5, TO_9, TO_0, TO_5, TO_9)) == 0 &&
	       k->minute >= 0;
}

/* "443 192.0.2.7 - - " from the port on, or from the client on. */
WIDE bool
client(enum access_kind kind, const char *p, const char *end, struct str *ret)
{
	uint64_t blanks = wide_where(p, ' '), odd = 0;
	unsigned first = 0, second, third;

	if (kind == ACCESS_VHOST) {
		size_t n = (size_t)__builtin_ctzll(blanks | UINT64_C(1) << 63);

		odd = above(digits(p, n), ALL((uint64_t)TO_9)) |
		      (n - 1 >= PORT_DIGITS);
		first = (unsigned)n + 1;
		blanks &= blanks - 1;
	}
	odd |= (blanks & (blanks - 1)) == 0;
	blanks |= UINT64_C(3) << 62;
	second = (unsigned)__builtin_ctzll(blanks);
	third = (unsigned)__builtin_ctzll(blanks & (blanks - 1));
	*ret = (struct str){ p + first, second - first };
	return (odd | (second == first) | (third == second + 1) |
		   (p + third + 1 >= end)) == 0;
}

/* " 200 5120" behind the quote of the request, `n` bytes. */
WIDE bool
numbers(const char *p, size_t n, struct request *q)
{
	uint64_t w = hash_word(p), size = digits(p + 5, n - 5);
	uint64_t status = (w ^ BYTES(' ', '0', '0', '0', ' ', 0, 0, 0)) &
			  UINT64_C(0xffffffffff);
	uint64_t odd = above(
	    status, BYTES(TO_0, TO_9, TO_9, TO_9, TO_0, TO_0, TO_0, TO_0));

	/* "-": none */
	if ((n == 6) & (size == (uint64_t)('-' ^ '0') << 56))
		size = 0;
	odd |= above(size, ALL((uint64_t)TO_9));
	q->kind = count_kind((unsigned)(status >> 8) & 0xff);
	q->page = ((status == BYTES(0, 2, 0, 0, 0, 0, 0, 0)) |
		   (status == BYTES(0, 3, 0, 4, 0, 0, 0, 0)));
	q->bytes = value(size);
	return (odd | (n - 6 >= SIZE_DIGITS)) == 0;
}

/* ---- lines
 * ----------------------------------------------------------------------- */

/* Not 0 when the bytes from `p` on are others; up to three of them. */
WIDE uint32_t
unlike(const char *p, size_t n, char a, char b, char c)
{
	uint32_t w;

	memcpy(&w, p, sizeof w);
	return (w ^ (uint32_t)BYTES(a, b, c, 0, 0, 0, 0, 0)) &
	       (UINT32_MAX >> (32 - 8 * n));
}

/*
 * Marks of the line from `l` on: "request" and, if not common, "referer"
 * "agent". A mark that stands where the next one must is the next one.
 */
WIDE bool
shape(enum access_kind kind, const char *t, size_t l, const uint32_t *m)
{
	const char *quote = t + m[0];
	uint32_t odd;

	if (m[0] - l <= STAMP + 1)
		return false;
	odd = unlike(quote - STAMP - 1, 2, ' ', '[', 0) |
	      unlike(quote - 2, 3, ']', ' ', '"') |
	      unlike(t + m[1], 2, '"', ' ', 0) | (t[m[1] - 1] == '\\');
	if (kind == ACCESS_COMMON)
		return (odd | unlike(t + m[2], 1, '\n', 0, 0) |
			   (m[2] - l > READER_LINE_MAX)) == 0;
	odd |= unlike(t + m[2] - 1, 2, ' ', '"', 0) |
	       unlike(t + m[3], 3, '"', ' ', '"') | (t[m[3] - 1] == '\\') |
	       unlike(t + m[5], 2, '"', '\n', 0) | (t[m[5] - 1] == '\\');
	return (odd | (m[6] - l > READER_LINE_MAX)) == 0;
}

/* One plain line from `l` on; false: it is none. */
WIDE bool
plain(const struct access_fast *f, enum access_kind kind, size_t l,
    struct access_clock *clock, const struct count *c, struct request *q)
{
	const uint32_t *m = f->marks + f->at;
	const char *t = f->text.p, *p = t + l, *quote = t + m[0];
	const size_t end = m[2] - (kind != ACCESS_COMMON);

	q->site = c->site;
	if (!shape(kind, t, l, m))
		return false;
	if (kind == ACCESS_VHOST) {
		uint64_t colons = wide_where(p, ':');
		size_t n = (size_t)__builtin_ctzll(colons | UINT64_C(1) << 63);

		q->site = tally_known(c->tally, p, n);
		if ((q->site < 0) | (colons == 0))
			return false;
		p += n + 1;
	}
	if (!client(kind, p, quote - STAMP - 1, &q->client) ||
	    !numbers(t + m[1] + 1, end - m[1] - 1, q) ||
	    !stamp(clock, quote - STAMP, q))
		return false;
	if (kind != ACCESS_COMMON)
		q->agent = (struct str){ t + m[4] + 1, m[5] - m[4] - 1 };
	q->page &= access_page(&f->pages, quote + 1, t + m[1]);
	return true;
}

WIDE size_t
run(struct access_fast *f, enum access_kind kind, struct access_clock *clock,
    struct count *c, size_t from, int64_t *lines)
{
	const size_t marks = kind == ACCESS_COMMON ? 3 : 7;
	struct request q = { 0 };

	/* those of the line that was none of ours */
	while (f->at < f->n && f->marks[f->at] < from)
		f->at++;
	while (f->at + marks <= f->n && plain(f, kind, from, clock, c, &q)) {
		uint64_t key = agents_key(c->agents, q.agent);

		count_request(c, &q, agents_robot(c->agents, q.agent, key));
		++*lines;
		f->at += marks;
		from = f->marks[f->at - 1] + 1;
	}
	return from;
}

#define LINES(name, kind)                                                      \
	static inline size_t name(struct access_fast *f,                       \
	    struct access_clock *clock, struct count *c, size_t from,          \
	    int64_t *lines)                                                    \
	{                                                                      \
		return run(f, (kind), clock, c, from, lines);                  \
	}

LINES(lines_common, ACCESS_COMMON)
LINES(lines_combined, ACCESS_COMBINED)
LINES(lines_vhost, ACCESS_VHOST)

static inline access_run *
lines_of(enum access_kind kind)
{
	static access_run *const all[] = {
		[ACCESS_COMMON] = lines_common,
		[ACCESS_COMBINED] = lines_combined,
		[ACCESS_VHOST] = lines_vhost,
	};

	return all[kind];
}

#endif
