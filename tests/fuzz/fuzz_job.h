/*
 * fuzz_job.h -- a file in memory on its way through a format.
 */
#ifndef TESTS_FUZZ_FUZZ_JOB_H
#define TESTS_FUZZ_FUZZ_JOB_H

#include "base/zone.h"
#include "fuzz.h"
#include "import/formats.h"

struct fuzz_job {
	struct arena keep;
	struct diags d;
	struct import_context ctx;
	struct batch batch;
	struct job job;
};

/* A zone takes longer to open than all the rest: once, for all inputs. */
static inline struct zones *
fuzz_zones(void)
{
	static struct arena keep;
	static struct zones zones = { .keep = &keep };

	return &zones;
}

static inline const struct zone *
fuzz_zone(struct str name)
{
	const struct zone *zone = NULL;
	struct err e;

	MUST_HOLD(zone_open(fuzz_zones(), name, &zone, &e) == 0);
	return zone;
}

static inline void
fuzz_job_begin(struct fuzz_job *f, struct str text)
{
	*f = (struct fuzz_job){ .batch = { .kind = SOURCE_TRAFFIC } };
	diags_init(&f->d, &f->keep);
	f->ctx.zones = fuzz_zones();
	f->batch.source.first_at = f->batch.source.last_at = NO_INSTANT;
	f->job = (struct job){ .ctx = &f->ctx,
		.d = &f->d,
		.file = STR("fuzz"),
		.keep = &f->keep,
		.scratch = &f->keep,
		.batch = &f->batch,
		.reader = reader_memory(text) };
}

static inline void
fuzz_job_end(struct fuzz_job *f)
{
	batch_release(&f->batch);
	reader_close(f->job.reader);
	arena_release(&f->keep);
}

/* How many formats there are of a sort: as many as its target has names for. */
static inline size_t
fuzz_formats(bool (*of_sort)(const struct format *format))
{
	size_t n = 0;

	for (const struct format_info *const *at = format_infos; *at; at++)
		n += of_sort((*at)->format);
	return n;
}

/* What all parts of the batch count together. */
static inline int64_t
fuzz_job_hits(const struct fuzz_job *f)
{
	struct site_day day;
	int64_t hits = 0;

	for (size_t i = 0; i < f->batch.parts.n; i++)
		while (rollup_next(f->batch.parts.v[i].rollup, &day))
			for (size_t k = 0; k < day.n; k++)
				hits += day.cells[k].hits;
	return hits;
}

#endif
