/*
 * arena.h -- memory by lifetime.
 *
 * Everything allocated from an arena is released together. A parameter
 * called `keep` is the arena in which a function leaves what it returns; one
 * called `scratch` is reset before the function returns. Running out of memory
 * ends the program in one place, so nobody checks for NULL.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

/* Start with { 0 }; give back with arena_release(). */
struct arena {
	struct arena_block *head;
};

struct arena_mark {
	struct arena_block *block;
	size_t used;
};

/* Zeroed memory, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *a, size_t bytes);

/* The same for `count` elements of `size` bytes; the product is checked. */
void *arena_array(struct arena *a, size_t count, size_t size);

struct arena_mark arena_mark(const struct arena *a);

/* Forget everything allocated since `mark`. */
void arena_reset(struct arena *a, struct arena_mark mark);

/* Give all memory back; the arena can be used again. */
void arena_release(struct arena *a);

/* Memory from elsewhere ran out: ends the program as an arena would. */
_Noreturn void arena_exhausted(void);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))

/*
 * A growing array whose elements live in an arena. vec_push() returns the
 * address of a new zeroed element, good until the next push.
 */
#define VEC(type)                                                              \
	struct {                                                               \
		type *v;                                                       \
		size_t n, cap;                                                 \
	}

#define vec_push(a, vec)                                                       \
	((vec)->v = vec_room(                                                  \
	     (a), (vec)->v, (vec)->n, &(vec)->cap, sizeof *(vec)->v),          \
	    &(vec)->v[(vec)->n++])

/* The machinery of vec_push(); not for direct use. */
void *vec_room(
    struct arena *a, void *old, size_t used, size_t *cap, size_t size);

#endif
