/*
 * xlsx_part.c -- see xlsx_part.h.
 */
#include "doc/xlsx_part.h"

#include <stdlib.h>
#include <string.h>

#define PART_BYTES 65536
/* Sheets repeat themselves so much that more effort hardly pays. */
#define EFFORT 2
/* No header and no sum of its own: the package has them. */
#define BARE_WINDOW (-15)
#define MEMORY      9

void
part_begin(struct part *p, FILE *to)
{
	*p = (struct part){ .to = to };
	p->in = malloc(PART_BYTES);
	p->out = malloc(PART_BYTES);
	if (p->in == NULL || p->out == NULL ||
	    deflateInit2(&p->z, EFFORT, Z_DEFLATED, BARE_WINDOW, MEMORY,
		Z_DEFAULT_STRATEGY) != Z_OK)
		arena_exhausted();
}

/* What waits goes through, and what comes out is written. */
static void
press(struct part *p, int how)
{
	p->crc = (uint32_t)crc32(p->crc, p->in, (uInt)p->n);
	p->raw += p->n;
	p->z.next_in = p->in;
	p->z.avail_in = (uInt)p->n;
	p->n = 0;
	do {
		size_t n;

		p->z.next_out = p->out;
		p->z.avail_out = PART_BYTES;
		deflate(&p->z, how);
		n = PART_BYTES - p->z.avail_out;
		p->failed |= fwrite(p->out, 1, n, p->to) != n;
		p->size += n;
	} while (p->z.avail_out == 0);
}

void
part_add(struct part *p, const void *bytes, size_t n)
{
	const char *from = bytes;

	while (n > 0) {
		size_t take = PART_BYTES - p->n;

		take = n < take ? n : take;
		memcpy(p->in + p->n, from, take);
		p->n += take;
		from += take;
		n -= take;
		if (p->n == PART_BYTES)
			press(p, Z_NO_FLUSH);
	}
}

bool
part_end(struct part *p, bool last)
{
	press(p, last ? Z_FINISH : Z_SYNC_FLUSH);
	deflateEnd(&p->z);
	free(p->in);
	free(p->out);
	p->in = p->out = NULL;
	return !p->failed;
}
