#include "import/ingest.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "import/crew.h"

/* One file on its way. */
struct ingest_state {
	const struct ingest_file *file;
	struct import_context ctx;
	struct arena keep;
	struct batch batch;
	struct diags diags;
	struct err err;
	int rc;
	_Atomic int64_t done_bytes, all_bytes;
};

struct ingest {
	const struct import_context *ctx;
	struct ingest_state *state;
	size_t n;
	int (*take)(void *arg, struct ingest_result *result, struct err *e);
	void *arg;
};

/* On the thread that reads. */
static void
note_progress(void *arg, int64_t done_bytes, int64_t all_bytes)
{
	struct ingest_state *s = arg;

	atomic_store_explicit(&s->all_bytes, all_bytes, memory_order_relaxed);
	atomic_store_explicit(&s->done_bytes, done_bytes, memory_order_relaxed);
}

static void
read_one(void *arg, struct crew *crew, size_t i)
{
	struct ingest *g = arg;
	struct ingest_state *s = &g->state[i];

	s->ctx = *g->ctx;
	/* whoever wants a digest takes it himself */
	s->ctx.digested = true;
	if (crew != NULL) {
		s->ctx.progress = note_progress;
		s->ctx.progress_arg = s;
	}
	diags_init(&s->diags, &s->keep);
	s->rc = import_log(
	    &s->ctx, crew, s->file, &s->keep, &s->batch, &s->diags, &s->err);
}

static void
show_progress(const struct ingest *g, const struct ingest_state *s)
{
	int64_t all = atomic_load_explicit(&s->all_bytes, memory_order_relaxed);

	if (g->ctx->progress != NULL && all > 0)
		g->ctx->progress(g->ctx->progress_arg,
		    atomic_load_explicit(&s->done_bytes, memory_order_relaxed),
		    all);
}

/* Hand over one result and forget it. */
static int
deliver(struct ingest *g, size_t i, struct err *e)
{
	struct ingest_state *s = &g->state[i];
	struct ingest_result result = { .i = i,
		.rc = s->rc,
		.batch = &s->batch,
		.diags = &s->diags,
		.err = s->err };
	int rc;

	show_progress(g, s);
	rc = g->take(g->arg, &result, e);
	if (s->rc == 0)
		batch_release(&s->batch);
	arena_release(&s->keep);
	return rc == 0 ? 0 : -1;
}

static int
one_by_one(struct ingest *g, struct err *e)
{
	for (size_t i = 0; i < g->n; i++) {
		read_one(g, NULL, i);
		if (deliver(g, i, e) != 0)
			return -1;
	}
	return 0;
}

/* What was read and is not wanted any more. */
static void
forget(struct ingest *g, size_t from)
{
	for (size_t i = from; i < g->n; i++) {
		batch_release(&g->state[i].batch);
		arena_release(&g->state[i].keep);
	}
}

static int
side_by_side(struct ingest *g, size_t threads, struct err *e)
{
	struct crew *crew;
	size_t i = 0;
	int rc = 0;

	if (crew_start(threads, g->n, read_one, g, &crew, e) != 0)
		return -1;
	while (i < g->n && rc == 0) {
		if (!crew_next(crew)) {
			show_progress(g, &g->state[i]);
			continue;
		}
		rc = deliver(g, i++, e);
		crew_used(crew);
	}
	crew_end(crew);
	forget(g, i);
	return rc;
}

int
ingest_files(const struct import_context *ctx, const struct ingest_file *files,
    size_t n, int threads,
    int (*take)(void *arg, struct ingest_result *result, struct err *e),
    void *arg, struct err *e)
{
	struct ingest g = { .ctx = ctx, .n = n, .take = take, .arg = arg };
	int rc;

	*e = (struct err){ 0 };
	if (threads < 1)
		threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
	g.state = calloc(n + 1, sizeof *g.state);
	if (g.state == NULL)
		arena_exhausted();
	for (size_t i = 0; i < n; i++)
		g.state[i].file = &files[i];
	rc = threads <= 1 ? one_by_one(&g, e)
			  : side_by_side(&g, (size_t)threads, e);
	free(g.state);
	return rc;
}
