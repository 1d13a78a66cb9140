/*
 * scan.h -- where quotation marks and newlines stand in a text.
 */
#ifndef IMPORT_SCAN_H
#define IMPORT_SCAN_H

#include <stddef.h>
#include <stdint.h>

/* More places than this behind the last one are written. */
enum { SCAN_SLACK = 16 };

/*
 * The places of every '"' and '\n' in text[0, n), rising, into `to`, which has
 * room for n + SCAN_SLACK; returns how many. Bytes up to 64 behind the text are
 * read.
 */
typedef size_t scan_marks(const char *text, size_t n, uint32_t *to);

/*
 * The ways of this machine, the fastest first; all of them find the same. NULL:
 * it has none of that number.
 */
scan_marks *scan_number(int i);

#endif
