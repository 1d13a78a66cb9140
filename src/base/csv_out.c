/*
 * csv_out.c -- see csv_out.h. Knows nothing of rows or of what is written.
 */
#include "base/csv_out.h"

#include <string.h>

/* Alone, such a sign is no formula. */
static bool
looks_computed(struct str s)
{
	return s.n > 1 && memchr("=+-@\t\r", s.p[0], 6) != NULL;
}

void
csv_out_text(struct buf *out, struct str text)
{
	bool quoted = false;

	for (size_t i = 0; i < text.n && !quoted; i++)
		quoted = memchr(",;\"\n\r\t", text.p[i], 6) != NULL;
	if (quoted)
		buf_addc(out, '"');
	if (looks_computed(text))
		buf_addc(out, '\'');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			buf_addc(out, '"');
		buf_addc(out, text.p[i]);
	}
	if (quoted)
		buf_addc(out, '"');
}
