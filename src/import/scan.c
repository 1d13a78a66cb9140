#include "import/scan.h"

#include <stdbool.h>
#include <string.h>

#ifdef __SSE2__
#include <immintrin.h>
#endif

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

#endif

scan_marks *
scan_number(int i)
{
#ifdef __SSE2__
	if (i == 0)
		return __builtin_cpu_supports("avx2") &&
			       __builtin_cpu_supports("bmi") &&
			       __builtin_cpu_supports("popcnt")
			   ? marks_avx2
			   : marks_sse2;
	if (i == 1)
		return marks_sse2;
	i -= 2;
#endif
	return i == 0 ? marks_plain : NULL;
}

scan_marks *
scan_best(void)
{
	return scan_number(0);
}
