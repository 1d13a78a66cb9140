/*
 * fuzz_rollup.c -- any bytes as a rollup file.
 *
 * What is accepted can be written, is then accepted again, and gives the same
 * bytes: so nothing is in the parts that a rollup file could not say.
 */
#include <string.h>

#include "fuzz_job.h"
#include "import/rollup_text.h"

static void
write_batch(const struct batch *b, struct buf *out)
{
	struct rollup_text w = { .out = out };

	rollup_text_begin(&w);
	for (size_t i = 0; i < b->parts.n; i++) {
		struct rollup *r = b->parts.v[i].rollup;
		struct site_visitors visitors;
		struct site_day day;

		rollup_text_part(&w, &b->parts.v[i].part);
		rollup_rewind(r);
		while (rollup_next(r, &day))
			rollup_text_day(&w, &day);
		while (rollup_next_visitors(r, &visitors))
			rollup_text_visitors(&w, &visitors);
		rollup_text_sum(&w);
	}
	rollup_text_end(&w);
}

/* True when the text is a rollup; written anew to `out`. */
static bool
read_and_write(struct str text, struct buf *out)
{
	struct fuzz_job f;
	struct err e = { 0 };
	bool ok;

	fuzz_job_begin(&f, text);
	ok =
	    format_info_rollup.format->read(&f.job, &e) == 0 && f.d.errors == 0;
	if (ok)
		write_batch(&f.batch, out);
	fuzz_job_end(&f);
	return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n };
	struct buf once, twice;

	buf_init(&once, (size_t)1 << 28);
	buf_init(&twice, (size_t)1 << 28);
	if (read_and_write(text, &once)) {
		MUST_HOLD(read_and_write(buf_str(&once), &twice));
		MUST_HOLD(
		    once.n == twice.n && memcmp(once.p, twice.p, once.n) == 0);
	}
	buf_release(&once);
	buf_release(&twice);
	return 0;
}
