/* Plain lines on x86-64 processors with AVX2. */
#if defined(__x86_64__) && !defined(__clang__)
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif

#include "import/access_lines.h"

access_run *
access_run_avx2(enum access_kind kind)
{
	return lines_of(kind);
}
