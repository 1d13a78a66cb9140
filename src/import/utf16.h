/*
 * utf16.h -- text files as UTF-8, whichever of three encodings they came in.
 *
 * Spreadsheets write "Unicode text" as UTF-16, mostly with a byte order mark.
 * What cannot be decoded becomes the byte FF, which no UTF-8 has: the field it
 * stands in is refused later, with its place.
 */
#ifndef IMPORT_UTF16_H
#define IMPORT_UTF16_H

#include "import/reader.h"

enum utf16_order { UTF16_NOT, UTF16_LITTLE, UTF16_BIG };

/* Start with { 0 }. */
struct utf16 {
	bool begun, end;
	enum utf16_order order;
	unsigned char raw[4096];
	size_t n;      /* bytes waiting in raw */
	uint32_t high; /* first half of a pair, or 0 */
};

/* The least room utf16_read() can work with. */
#define UTF16_ROOM 16

/*
 * Like reader_read(), without byte order mark and always UTF-8. `cap` is at
 * least UTF16_ROOM.
 */
MUST int utf16_read(struct utf16 *u, struct reader *r, char *to, size_t cap,
    size_t *ret_n, struct err *e);

#endif
