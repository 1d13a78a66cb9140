/*
 * wide.h -- sixty-four bytes at a time: where one of a few characters stands
 * among them, whether two blocks are the same.
 *
 * A set of bytes is a mask, the first byte its lowest bit. How it is found
 * hangs on what the compiler may use in the file that includes this; what is
 * found does not.
 */
#ifndef IMPORT_WIDE_H
#define IMPORT_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#define WIDE static inline __attribute__((always_inline))

enum { WIDE_BYTES = 64 };

/* What this processor can do, each more than the one before. */
enum wide_cpu { WIDE_ANY, WIDE_AVX2, WIDE_AVX512 };

static inline enum wide_cpu
wide_cpu(void)
{
#ifdef __x86_64__
#define CAN(what) __builtin_cpu_supports(what)
	if (CAN("avx2") && CAN("bmi") && CAN("bmi2") && CAN("popcnt"))
		return CAN("avx512f") && CAN("avx512bw") && CAN("avx512vl") &&
			       CAN("avx512vbmi2")
			   ? WIDE_AVX512
			   : WIDE_AVX2;
#undef CAN
#endif
	return WIDE_ANY;
}

#if defined(__AVX512BW__)

WIDE uint64_t
wide_is(__m512i v, char c)
{
	return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c));
}

WIDE uint64_t
wide_where(const char *p, char c)
{
	return wide_is(_mm512_loadu_si512(p), c);
}

WIDE uint64_t
wide_where_any(const char *p, char a, char b, char c)
{
	__m512i v = _mm512_loadu_si512(p);

	return wide_is(v, a) | wide_is(v, b) | wide_is(v, c);
}

/* The first `n` bytes, less than all, and zeros behind them. */
WIDE void
wide_first(const char *p, size_t n, char *to)
{
	_mm512_storeu_si512(
	    to, _mm512_maskz_loadu_epi8((UINT64_C(1) << n) - 1, p));
}

WIDE bool
wide_same(const char *a, const char *b)
{
	return _mm512_cmpneq_epi8_mask(
		   _mm512_loadu_si512(a), _mm512_loadu_si512(b)) == 0;
}

#else

#if defined(__AVX2__)

enum { WIDE_STEP = 32 };

WIDE uint64_t
wide_is(const char *p, char a, char b, char c)
{
	__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i hit = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(a)),
	    _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(b)),
		_mm256_cmpeq_epi8(v, _mm256_set1_epi8(c))));

	return (unsigned)_mm256_movemask_epi8(hit);
}

#elif defined(__SSE2__)

enum { WIDE_STEP = 16 };

WIDE uint64_t
wide_is(const char *p, char a, char b, char c)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(a)),
	    _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(b)),
		_mm_cmpeq_epi8(v, _mm_set1_epi8(c))));

	return (unsigned)_mm_movemask_epi8(hit);
}

#else

enum { WIDE_STEP = 1 };

WIDE uint64_t
wide_is(const char *p, char a, char b, char c)
{
	return *p == a || *p == b || *p == c;
}

#endif

WIDE uint64_t
wide_where_any(const char *p, char a, char b, char c)
{
	uint64_t mask = 0;

	for (int i = 0; i < WIDE_BYTES; i += WIDE_STEP)
		mask |= wide_is(p + i, a, b, c) << i;
	return mask;
}

WIDE uint64_t
wide_where(const char *p, char c)
{
	return wide_where_any(p, c, c, c);
}

/* The first `n` bytes, less than all, and zeros behind them. */
WIDE void
wide_first(const char *p, size_t n, char *to)
{
	static const unsigned char some[2 * WIDE_BYTES] = {
		255, 255, 255, 255, 255, 255, 255, 255, /* 8 */
		255, 255, 255, 255, 255, 255, 255, 255, /* 16 */
		255, 255, 255, 255, 255, 255, 255, 255, /* 24 */
		255, 255, 255, 255, 255, 255, 255, 255, /* 32 */
		255, 255, 255, 255, 255, 255, 255, 255, /* 40 */
		255, 255, 255, 255, 255, 255, 255, 255, /* 48 */
		255, 255, 255, 255, 255, 255, 255, 255, /* 56 */
		255, 255, 255, 255, 255, 255, 255, 255, /* 64 */
	};
	uint64_t words[WIDE_BYTES / 8], mask[WIDE_BYTES / 8];

	memcpy(words, p, sizeof words);
	memcpy(mask, some + WIDE_BYTES - n, sizeof mask);
	for (int i = 0; i < WIDE_BYTES / 8; i++)
		words[i] &= mask[i];
	memcpy(to, words, sizeof words);
}

WIDE bool
wide_same(const char *a, const char *b)
{
	uint64_t x[WIDE_BYTES / 8], y[WIDE_BYTES / 8], differ = 0;

	memcpy(x, a, sizeof x);
	memcpy(y, b, sizeof y);
	for (int i = 0; i < WIDE_BYTES / 8; i++)
		differ |= x[i] ^ y[i];
	return differ == 0;
}

#endif

#endif
