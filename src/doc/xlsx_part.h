/*
 * xlsx_part.h -- text of a package's part, compressed as it comes.
 *
 * A part may be put together from pieces: each is compressed by itself, ends on
 * a whole byte, and only the last one says that the part ends.
 */
#ifndef DOC_XLSX_PART_H
#define DOC_XLSX_PART_H

#include <stdint.h>
#include <stdio.h>
#include <zlib.h>

#include "base/str.h"

struct part {
	FILE *to; /* borrowed */
	z_stream z;
	unsigned char *in, *out;
	size_t n;           /* bytes of `in` that wait */
	uint64_t raw, size; /* bytes before and after */
	uint32_t crc;
	bool failed; /* the file could not be written */
};

void part_begin(struct part *p, FILE *to);
void part_add(struct part *p, const void *bytes, size_t n);
/* `last`: nothing follows. False when anything could not be written. */
bool part_end(struct part *p, bool last);

#endif
