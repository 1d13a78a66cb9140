#include "import/scan.h"

#include <stdbool.h>
#include <string.h>

#include "import/wide.h"

/*
 * Write the places of the bits of `mask`. A line of a log has seven marks in
 * some three hundred bytes, so four at once are nearly always enough, and a
 * branch that is hardly ever taken costs nothing.
 */
static inline size_t
places(uint64_t mask, uint32_t base, uint32_t *to)
{
	int n = __builtin_popcountll(mask);

	for (int i = 0; i < 4; i++) {
		/* of no bit the place is nonsense, and written over */
		to[i] = base + (uint32_t)__builtin_ctzll(
				   mask | UINT64_C(0x8000000000000000));
		mask &= mask - 1;
	}
	if (n > 4)
		for (int i = 4; i < n; i++) {
			to[i] = base + (uint32_t)__builtin_ctzll(mask);
			mask &= mask - 1;
		}
	return (size_t)n;
}

/* The bits of a block that begins `left` bytes before the end. */
static inline uint64_t
inside(uint64_t mask, size_t left)
{
	return left >= 64 ? mask : mask & ((UINT64_C(1) << left) - 1);
}

/* ---- any machine
 * ------------------------------------------------------------------------ */

/* Has one of the eight bytes this value? May say yes without, never no. */
static inline bool
may_hold(uint64_t word, uint64_t value)
{
	word ^= value * UINT64_C(0x0101010101010101);
	return ((word - UINT64_C(0x0101010101010101)) & ~word &
		   UINT64_C(0x8080808080808080)) != 0;
}

static size_t
marks_plain(const char *text, size_t n, uint32_t *to)
{
	size_t found = 0, i = 0;

	while (i < n) {
		uint64_t word;
		size_t end = i + 8 < n ? i + 8 : n;

		if (end - i == 8) {
			memcpy(&word, text + i, 8);
			if (!may_hold(word, '"') && !may_hold(word, '\n')) {
				i = end;
				continue;
			}
		}
		for (; i < end; i++) {
			to[found] = (uint32_t)i;
			found += text[i] == '"' || text[i] == '\n';
		}
	}
	return found;
}

/* ---- x86-64
 * ----------------------------------------------------------------------------
 */

#ifdef __SSE2__

static inline uint64_t
mask16(const char *p)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')),
	    _mm_cmpeq_epi8(v, _mm_set1_epi8('\n')));

	return (unsigned)_mm_movemask_epi8(hit);
}

static size_t
marks_sse2(const char *text, size_t n, uint32_t *to)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i += 64) {
		const char *p = text + i;
		uint64_t mask = mask16(p) | mask16(p + 16) << 16 |
				mask16(p + 32) << 32 | mask16(p + 48) << 48;

		found += places(inside(mask, n - i), (uint32_t)i, to + found);
	}
	return found;
}

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

AVX2 static inline uint64_t
mask32(const char *p)
{
	__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i hit =
	    _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('"')),
		_mm256_cmpeq_epi8(v, _mm256_set1_epi8('\n')));

	return (unsigned)_mm256_movemask_epi8(hit);
}

AVX2 static size_t
marks_avx2(const char *text, size_t n, uint32_t *to)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i += 64) {
		const char *p = text + i;
		uint64_t mask = mask32(p) | mask32(p + 32) << 32;

		found += places(inside(mask, n - i), (uint32_t)i, to + found);
	}
	return found;
}

#define AVX512                                                                 \
	__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,popcnt")))

/* Sixteen places at once; more in 64 bytes are the work of somebody malicious.
 */
AVX512 static size_t
marks_avx512(const char *text, size_t n, uint32_t *to)
{
	const __m512i numbers = _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56,
	    55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39,
	    38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22,
	    21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3,
	    2, 1, 0);
	size_t found = 0;

	for (size_t i = 0; i < n; i += 64) {
		__m512i v = _mm512_loadu_si512(text + i);
		uint64_t mask =
		    _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"')) |
		    _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n'));
		__m512i at;

		mask = inside(mask, n - i);
		at = _mm512_maskz_compress_epi8(mask, numbers);
		_mm512_storeu_si512(to + found,
		    _mm512_add_epi32(
			_mm512_cvtepu8_epi32(_mm512_castsi512_si128(at)),
			_mm512_set1_epi32((int)i)));
		if (__builtin_popcountll(mask) > 16)
			places(mask, (uint32_t)i, to + found);
		found += (size_t)__builtin_popcountll(mask);
	}
	return found;
}

#endif

/* In the order of wide_cpu. */
static scan_marks *const ways[] = {
#ifdef __SSE2__
	[WIDE_ANY] = marks_sse2,
	[WIDE_AVX2] = marks_avx2,
	[WIDE_AVX512] = marks_avx512,
#else
	[WIDE_ANY] = marks_plain,
#endif
};

scan_marks *
scan_number(int i)
{
	int best = (int)wide_cpu();

	if (i <= best)
		return ways[best - i];
	return i == best + 1 ? marks_plain : NULL;
}
