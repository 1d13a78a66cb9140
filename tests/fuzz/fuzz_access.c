/*
 * fuzz_access.c -- any bytes as an access log.
 *
 * Every line is counted once, as a hit or as a reject; rejects carry no text;
 * what one line means does not hang on the lines before it.
 */
#include <string.h>

#include "fuzz_job.h"
#include "import/access.h"

/* Each line twice: with a fresh clock, and with the one of the lines before. */
static int64_t
lines(enum access_kind kind, struct str text)
{
	struct access_clock old = { 0 };
	int64_t count = 0;

	while (text.n != 0) {
		struct access_clock fresh = { 0 };
		struct access_line a = { 0 }, b = { 0 };
		struct str line = str_cut(text, '\n', &text);
		const char *why_a = access_parse(kind, line, &fresh, &a);
		const char *why_b = access_parse(kind, line, &old, &b);

		count++;
		MUST_HOLD(why_a == why_b);
		if (why_a != NULL)
			continue;
		MUST_HOLD(a.at_s == b.at_s && a.status == b.status);
		MUST_HOLD(a.bytes >= 0 && a.at_s >= 0);
		access_is_view(&a);
	}
	return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct format *const formats[] = { &format_common,
		&format_combined, &format_vhost_combined };
	struct fuzz_job f;
	struct str text;
	struct err e;
	int64_t hits, count;
	int kind;

	if (n == 0)
		return 0;
	kind = data[0] % 3;
	text = (struct str){ (const char *)data + 1, n - 1 };
	count = lines((enum access_kind)kind, text);
	for (int i = 0; i < 3; i++)
		MUST_HOLD(formats[i]->detect(text) <= 100);
	fuzz_job_begin(&f, text);
	f.job.rule.site = STR("www.example.org");
	if (formats[kind]->read(&f.job, &e) == 0 &&
	    reader_done_bytes(f.job.reader) == (int64_t)text.n &&
	    (text.n < 3 || memchr("\x1F\x42\xFD\x28", text.p[0], 4) == NULL)) {
		hits = fuzz_job_hits(&f);
		MUST_HOLD(hits == f.batch.source.rows);
		MUST_HOLD(hits + f.batch.source.rejected == count);
	}
	for (size_t i = 0; i < f.batch.rejects.n; i++)
		MUST_HOLD(f.batch.rejects.v[i].excerpt.n == 0);
	fuzz_job_end(&f);
	return 0;
}
