/*
 * both_ways.h -- a text as an access log, read line by line in full and read
 * fast: both must say the same of every line.
 */
#ifndef TESTS_IMPORT_BOTH_WAYS_H
#define TESTS_IMPORT_BOTH_WAYS_H

#include <stdlib.h>
#include <string.h>

#include "import/formats.h"
#include "import/traffic.h"

struct way {
	struct arena keep;
	struct batch batch;
	struct diags diags;
	struct str cells; /* of the rollup, as they lie in memory */
};

static inline const char *
way_common(void *state, struct str text, struct access_line *ret_line)
{
	return access_parse(ACCESS_COMMON, text, state, ret_line);
}

static inline const char *
way_combined(void *state, struct str text, struct access_line *ret_line)
{
	return access_parse(ACCESS_COMBINED, text, state, ret_line);
}

static inline const char *
way_vhost(void *state, struct str text, struct access_line *ret_line)
{
	return access_parse(ACCESS_VHOST, text, state, ret_line);
}

static inline void
way_cells(struct way *w)
{
	struct site_day day;
	struct buf b;

	buf_init(&b, SIZE_MAX / 2);
	for (size_t i = 0; i < w->batch.parts.n; i++)
		while (rollup_next(w->batch.parts.v[i].rollup, &day)) {
			buf_addstr(&b, day.site);
			buf_add(&b, &day.step_ms, sizeof day.step_ms);
			buf_add(&b, day.cells, day.n * sizeof *day.cells);
		}
	w->cells = str_dup(&w->keep, buf_str(&b));
	buf_release(&b);
}

/* Start with { 0 }; the first lines by minute when their days are even. */
static inline int
way_read(struct way *w, enum access_kind kind, bool fast, struct str text)
{
	static const char *(*const lines[])(
	    void *, struct str, struct access_line *) = {
		way_common,
		way_combined,
		way_vhost,
	};
	static const int64_t minutes[] = { 15804, 15806, 16000 };
	const struct traffic_dialect dialect = { .line = lines[kind],
		.site = kind == ACCESS_VHOST ? TRAFFIC_SITE_OF_LINE
					     : TRAFFIC_SITE_OF_RULE,
		.zone = "offset in each line",
		.fast = fast ? 1 + (int)kind : 0 };
	const struct settings settings = { .traffic_unit = STR("views") };
	const struct import_context ctx = { .settings = &settings,
		.minute_days = minutes,
		.n_minute_days = 3,
		.max_rejects = 100000 };
	struct access_clock clock = { 0 };
	struct job job = { .ctx = &ctx,
		.file = STR("text"),
		.keep = &w->keep,
		.scratch = &w->keep,
		.batch = &w->batch,
		.d = &w->diags };
	struct err e = { 0 };
	int rc;

	diags_init(&w->diags, &w->keep);
	job.rule.site = STR("www.example.org");
	w->batch.source.first_at = w->batch.source.last_at = NO_INSTANT;
	job.reader = reader_memory(text);
	rc = traffic_read(&job, &dialect, &clock, &e);
	reader_close(job.reader);
	if (rc == 0)
		way_cells(w);
	return rc;
}

static inline void
way_release(struct way *w)
{
	batch_release(&w->batch);
	arena_release(&w->keep);
}

/* NULL, or in what they differ. */
static inline const char *
way_differs(const struct way *a, const struct way *b)
{
	if (a->batch.source.rows != b->batch.source.rows)
		return "lines counted";
	if (a->batch.source.rejected != b->batch.source.rejected ||
	    a->batch.rejects.n != b->batch.rejects.n)
		return "lines rejected";
	for (size_t i = 0; i < a->batch.rejects.n; i++) {
		const struct reject *x = &a->batch.rejects.v[i];
		const struct reject *y = &b->batch.rejects.v[i];

		if (x->line != y->line || x->from_byte != y->from_byte ||
		    x->to_byte != y->to_byte || !str_eq(x->reason, y->reason))
			return "a reject";
	}
	if (a->batch.source.first_at != b->batch.source.first_at ||
	    a->batch.source.last_at != b->batch.source.last_at)
		return "first and last";
	if (a->batch.parts.n != b->batch.parts.n)
		return "parts";
	if (a->batch.parts.n != 0 &&
	    (a->batch.parts.v[0].part.lines != b->batch.parts.v[0].part.lines ||
		a->batch.parts.v[0].part.to_byte !=
		    b->batch.parts.v[0].part.to_byte))
		return "lines";
	if (!str_eq(a->cells, b->cells))
		return "counters";
	return NULL;
}

/* Read a text both ways; NULL, or in what they differ. */
static inline const char *
both_ways(enum access_kind kind, struct str text)
{
	struct way slow = { 0 }, fast = { 0 };
	int rc = way_read(&slow, kind, false, text);
	const char *why = way_read(&fast, kind, true, text) != rc
			      ? "whether it can be read"
			      : NULL;

	if (why == NULL && rc == 0)
		why = way_differs(&slow, &fast);
	way_release(&slow);
	way_release(&fast);
	return why;
}

#endif
