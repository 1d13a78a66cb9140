/*
 * access_page.h -- blanks, colons and the extension of a path, many bytes at a
 * time where the machine can.
 */
#ifndef IMPORT_ACCESS_PAGE_H
#define IMPORT_ACCESS_PAGE_H

#include <string.h>

#include "import/access.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { PAGES_SLOTS = 256, PAGES_WORD = 8 };

/* The extensions of what is part of another page, up to eight bytes long. */
struct access_pages {
	uint64_t slots[PAGES_SLOTS];
};

void access_pages_init(struct access_pages *pages);

/* The same as access_is_view() of a request of status 200. */
bool access_page_slowly(const char *request, const char *end);

#if defined(__SSE2__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

static inline unsigned
access_hits(const char *p, char c)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(c)));
}

/* The first colon of 32 bytes; NULL. */
static inline const char *
access_colon(const char *p)
{
	unsigned mask = access_hits(p, ':') | access_hits(p + 16, ':') << 16;

	return mask != 0 ? p + __builtin_ctz(mask) : NULL;
}

/* Which of 64 bytes are blanks. */
static inline uint64_t
access_blanks(const char *p)
{
	return (uint64_t)access_hits(p, ' ') |
	       (uint64_t)access_hits(p + 16, ' ') << 16 |
	       (uint64_t)access_hits(p + 32, ' ') << 32 |
	       (uint64_t)access_hits(p + 48, ' ') << 48;
}

static inline size_t
access_page_slot(uint64_t word)
{
	return (size_t)(word * UINT64_C(0x9e3779b97f4a7c15) >> 56);
}

/* Is what ends before `end` and is `n` bytes long an extension of those? */
static inline bool
access_asset(const struct access_pages *pages, const char *end, size_t n)
{
	uint64_t w;

	memcpy(&w, end - PAGES_WORD, sizeof w);
	w = (w | UINT64_C(0x2020202020202020)) >> (PAGES_WORD - n) * 8;
	for (size_t i = access_page_slot(w); pages->slots[i] != 0;
	     i = (i + 1) & (PAGES_SLOTS - 1))
		if (pages->slots[i] == w)
			return true;
	return false;
}

/* Where the path ends: at a blank, the query or the fragment, or `end`. */
static inline const char *
access_path_end(const char *p, const char *end)
{
	for (; p < end; p += 16) {
		unsigned mask = access_hits(p, ' ') | access_hits(p, '?') |
				access_hits(p, '#');

		if (mask != 0) {
			p += __builtin_ctz(mask);
			return p < end ? p : end;
		}
	}
	return end;
}

/*
 * The request ends before `end`; at least 16 bytes stand before it and 16
 * behind its end.
 */
static inline bool
access_page(
    const struct access_pages *pages, const char *request, const char *end)
{
	const char *path = request + 4, *stop;
	unsigned dots, slashes, n;

	if (end - request < 5 || memcmp(request, "GET ", 4) != 0)
		return false;
	stop = access_path_end(path, end);
	/* the last 16 bytes, of them only those of the path */
	dots = access_hits(stop - 16, '.');
	slashes = access_hits(stop - 16, '/');
	if (stop - path < 16) {
		dots = dots >> (16 - (stop - path)) << (16 - (stop - path));
		slashes = slashes >> (16 - (stop - path))
					 << (16 - (stop - path));
	}
	if (dots <= slashes)
		return true;
	n = (unsigned)__builtin_clz(dots) - 16;
	if (n == 0)
		return true;
	if (n <= PAGES_WORD)
		return !access_asset(pages, stop, n);
	return access_page_slowly(request, end);
}

#else

static inline const char *
access_colon(const char *p)
{
	return memchr(p, ':', 32);
}

static inline uint64_t
access_blanks(const char *p)
{
	uint64_t mask = 0;

	for (int i = 0; i < 64; i++)
		mask |= (uint64_t)(p[i] == ' ') << i;
	return mask;
}

static inline bool
access_page(
    const struct access_pages *pages, const char *request, const char *end)
{
	(void)pages;
	return access_page_slowly(request, end);
}

#endif

#endif
