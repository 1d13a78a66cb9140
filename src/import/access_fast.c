#include "import/access_fast.h"

#include <stdlib.h>
#include <string.h>

#include "import/access_run.h"

/* In the order of wide_cpu. */
static access_run *(*const runs[])(enum access_kind kind) = {
	[WIDE_ANY] = access_run_any,
	[WIDE_AVX2] = access_run_avx2,
	[WIDE_AVX512] = access_run_avx512,
};

struct access_fast *
access_fast_number(enum access_kind kind, int i)
{
	struct access_fast *f;

	if (i > (int)wide_cpu())
		return NULL;
	f = calloc(1, sizeof *f);
	if (f == NULL)
		arena_exhausted();
	f->find = scan_number(i);
	f->run = runs[(int)wide_cpu() - i](kind);
	access_pages_init(&f->pages);
	return f;
}

struct access_fast *
access_fast_new(enum access_kind kind)
{
	return access_fast_number(kind, 0);
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

size_t
access_fast_run(struct access_fast *f, struct access_clock *clock,
    struct count *c, size_t from, int64_t *lines)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return f->run(f, clock, c, from, lines);
#else
	(void)f, (void)clock, (void)c, (void)lines;
	return from;
#endif
}
