/*
 * access_page.h -- is a request one of a page? From the extension of its path,
 * many bytes at a time where the machine can.
 */
#ifndef IMPORT_ACCESS_PAGE_H
#define IMPORT_ACCESS_PAGE_H

#include "import/access.h"
#include "import/wide.h"

enum { PAGES_SLOTS = 256, PAGES_WORD = 8 };

/* The extensions of what is part of another page, up to eight bytes long. */
struct access_pages {
	uint64_t factor; /* no two of them fall into one slot */
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

static inline size_t
access_page_slot(const struct access_pages *pages, uint64_t word)
{
	return (size_t)(word * pages->factor >> 56);
}

/* Where the path ends: at a blank, the query or the fragment, or `end`. */
WIDE const char *
access_path_end(const char *p, const char *end)
{
	for (; p < end; p += WIDE_BYTES) {
		uint64_t mask = wide_where_any(p, ' ', '?', '#');

		if (mask != 0) {
			p += __builtin_ctzll(mask);
			break;
		}
	}
	return p < end ? p : end;
}

/*
 * The request ends before `end`; at least 16 bytes may be read before it and
 * WIDE_BYTES behind its end. Nothing is guessed: what is asked for is as often
 * a page as a part of one.
 */
WIDE bool
access_page(
    const struct access_pages *pages, const char *request, const char *end)
{
	const char *path = request + 4, *stop;
	unsigned dots, slashes, n, other;
	uint64_t w;
	uint32_t get;

	if (end - request < 5)
		return false;
	memcpy(&get, request, sizeof get);
	stop = access_path_end(path, end);
	/* the last 16 bytes, of them only those of the path */
	dots = access_hits(stop - 16, '.');
	slashes = access_hits(stop - 16, '/');
	other = stop - path < 16 ? (unsigned)(16 - (stop - path)) : 0;
	dots = dots >> other << other;
	slashes = slashes >> other << other;
	n = (unsigned)__builtin_clz(dots | 1) - 16;
	if ((dots > slashes) & (n > PAGES_WORD))
		return access_page_slowly(request, end);
	memcpy(&w, stop - PAGES_WORD, sizeof w);
	w |= UINT64_C(0x2020202020202020);
	w = w >> 1 >> (((PAGES_WORD - n) * 8 - 1) & 63);
	return (get == UINT32_C(0x20544547)) &
	       ((dots <= slashes) | (n == 0) |
		   (pages->slots[access_page_slot(pages, w)] != w));
}

#else

static inline bool
access_page(
    const struct access_pages *pages, const char *request, const char *end)
{
	(void)pages;
	return access_page_slowly(request, end);
}

#endif

#endif
