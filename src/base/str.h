/*
 * str.h -- text as pointer and length, and a growing buffer.
 *
 * A str borrows its bytes and need not end in NUL. Text becomes
 * NUL-terminated only at the doors to other libraries, through str_cstr().
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_NONE     ((struct str){ NULL, 0 })
/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

struct str str_of(const char *cstr);
struct str str_dup(struct arena *keep, struct str s);
/* NUL-terminated copy; a NUL inside ends it early. */
char *str_cstr(struct arena *keep, struct str s);
struct str str_format(struct arena *keep, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *cstr);
/* ASCII letters without case. */
bool str_is_nocase(struct str a, const char *cstr);
/* Byte order, shorter first when equal so far; for qsort. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, const char *prefix);
bool str_ends(struct str s, const char *suffix);
/* Offset of `c`, or s.n when absent. */
size_t str_find(struct str s, char c);
/* Bytes [from, to), both clamped to the text. */
struct str str_sub(struct str s, size_t from, size_t to);
/* Without blanks, tabs, CR and LF at both ends. */
struct str str_trim(struct str s);
/* What stands before `sep`; *rest becomes what follows (empty at the end). */
struct str str_cut(struct str s, char sep, struct str *rest);
/* Whole text as a decimal integer with optional sign; false when it is not. */
bool str_int64(struct str s, int64_t *ret_value);

/* Distance for "did you mean": insertions, deletions, replacements. */
size_t str_distance(struct str a, struct str b);

/*
 * Growing text on the heap. `limit` bounds it in bytes; what goes over is
 * dropped and `full` is set. buf_release() gives the memory back.
 */
struct buf {
	char *p;
	size_t n, cap, limit;
	bool full;
};

void buf_init(struct buf *b, size_t limit_bytes);
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_adds(struct buf *b, const char *cstr);
void buf_addstr(struct buf *b, struct str s);
void buf_addc(struct buf *b, char c);
void buf_addi(struct buf *b, int64_t n); /* "-12" */
void buf_addf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vaddf(struct buf *b, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
/* The text so far; borrowed until the next change. */
struct str buf_str(const struct buf *b);
void buf_clear(struct buf *b);
void buf_release(struct buf *b);

#endif
