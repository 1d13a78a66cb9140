#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

#define BLOCK_BYTES ((size_t)64 << 10)
#define ALIGN       alignof(max_align_t)

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	alignas(max_align_t) unsigned char data[];
};

_Noreturn void
arena_exhausted(void)
{
	fputs("makegood: out of memory\n", stderr);
	_Exit(4);
}

static struct arena_block *
block_new(struct arena_block *next, size_t bytes)
{
	size_t size = bytes > BLOCK_BYTES / 4 ? bytes : BLOCK_BYTES;
	struct arena_block *b;

	if (size > SIZE_MAX - sizeof *b)
		arena_exhausted();
	b = malloc(sizeof *b + size);
	if (b == NULL)
		arena_exhausted();
	b->next = next;
	b->used = 0;
	b->size = size;
	POISON(b->data, size);
	return b;
}

void *
arena_alloc(struct arena *a, size_t bytes)
{
	struct arena_block *b = a->head;
	void *p;

	if (bytes > SIZE_MAX - ALIGN)
		arena_exhausted();
	bytes = (bytes + ALIGN - 1) / ALIGN * ALIGN;
	if (b == NULL || b->size - b->used < bytes)
		a->head = b = block_new(b, bytes);
	p = b->data + b->used;
	b->used += bytes;
	UNPOISON(p, bytes);
	memset(p, 0, bytes);
	return p;
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		arena_exhausted();
	return arena_alloc(a, count * size);
}

struct arena_mark
arena_mark(const struct arena *a)
{
	struct arena_mark m = { a->head, a->head ? a->head->used : 0 };

	return m;
}

void
arena_reset(struct arena *a, struct arena_mark mark)
{
	while (a->head != mark.block) {
		struct arena_block *b = a->head;

		a->head = b->next;
		UNPOISON(b->data, b->size);
		free(b);
	}
	if (a->head != NULL) {
		POISON(a->head->data + mark.used, a->head->used - mark.used);
		a->head->used = mark.used;
	}
}

void
arena_release(struct arena *a)
{
	arena_reset(a, (struct arena_mark){ NULL, 0 });
}

void *
vec_room(struct arena *a, void *old, size_t used, size_t *cap, size_t size)
{
	size_t more;
	void *p;

	if (used < *cap)
		return old;
	more = *cap < 8 ? 8 : *cap * 2;
	if (more <= *cap)
		arena_exhausted();
	p = arena_array(a, more, size);
	if (used != 0)
		memcpy(p, old, used * size);
	*cap = more;
	return p;
}
