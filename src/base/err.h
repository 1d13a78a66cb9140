/*
 * err.h -- "the world failed": disk, database, permission, memory map.
 *
 * Bad input is not an err but a diagnostic (diag.h); a bug is an assert. A
 * function returns 0 or -1 and describes the failure in its last parameter;
 * each level on the way up may add one clause saying what it was doing.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#define MUST __attribute__((warn_unused_result))

enum err_kind {
	ERR_NONE,
	ERR_USAGE, /* exit 2: what was typed makes no sense */
	ERR_INPUT, /* exit 3: what was read makes no sense */
	ERR_ENV    /* exit 4: the environment failed us */
};

struct err {
	enum err_kind kind;
	char text[1000];
};

/* Describe a failure; returns -1 so that callers can `return err_set(...)`. */
int err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with ": " and the text of errno behind it; kind is ERR_ENV. */
int err_errno(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Put "CLAUSE: " before what is there; returns -1. */
int err_while(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Stop: the program contradicts itself. */
#define BUG(what) err_bug(__FILE__, __LINE__, (what))
_Noreturn void err_bug(const char *file, int line, const char *what);

#endif
