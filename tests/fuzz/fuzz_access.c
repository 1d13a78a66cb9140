/*
 * fuzz_access.c -- any bytes as an access log.
 *
 * Every line is counted once, as a hit or as a reject; rejects carry no text;
 * what one line means does not hang on the lines before it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/zone.h"
#include "import/access.h"
#include "import/formats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MUST_HOLD(condition)                                                   \
	do {                                                                   \
		if (!(condition))                                              \
			abort();                                               \
	} while (0)

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

static int64_t
hits_of(const struct batch *b)
{
	struct site_day day;
	int64_t hits = 0;

	for (size_t i = 0; i < b->parts.n; i++)
		while (rollup_next(b->parts.v[i].rollup, &day))
			for (size_t k = 0; k < day.n; k++)
				hits += day.cells[k].hits;
	return hits;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct format *const formats[] = { &format_common,
		&format_combined, &format_vhost_combined };
	struct arena keep = { 0 };
	struct zones zones = { .keep = &keep };
	struct import_context ctx = { .zones = &zones };
	struct batch batch = { .kind = SOURCE_TRAFFIC };
	struct job job = { .ctx = &ctx,
		.file = STR("fuzz"),
		.keep = &keep,
		.scratch = &keep,
		.batch = &batch };
	struct str text;
	struct diags d;
	struct err e;
	int64_t hits = 0, count;
	int kind;

	if (n == 0)
		return 0;
	kind = data[0] % 3;
	text = (struct str){ (const char *)data + 1, n - 1 };
	diags_init(&d, &keep);
	job.d = &d;
	job.rule.site = STR("www.example.org");
	batch.source.first_at = batch.source.last_at = NO_INSTANT;
	count = lines((enum access_kind)kind, text);
	for (int i = 0; i < 3; i++)
		MUST_HOLD(formats[i]->detect(text) <= 100);
	job.reader = reader_memory(text);
	if (formats[kind]->read(&job, &e) == 0 &&
	    reader_done_bytes(job.reader) == (int64_t)text.n &&
	    (text.n < 3 || memchr("\x1F\x42\xFD\x28", text.p[0], 4) == NULL)) {
		hits = hits_of(&batch);
		MUST_HOLD(hits == batch.source.rows);
		MUST_HOLD(hits + batch.source.rejected == count);
	}
	for (size_t i = 0; i < batch.rejects.n; i++)
		MUST_HOLD(batch.rejects.v[i].excerpt.n == 0);
	batch_release(&batch);
	reader_close(job.reader);
	arena_release(&keep);
	return 0;
}
