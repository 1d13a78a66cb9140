/*
 * engine_fetch.c -- many days of many shards at once, handed over in order.
 *
 * Every thread belongs to one shard and keeps one connection to it. It may run
 * ahead of the day that is wanted next by a few days only, so memory does not
 * grow with the history. What is handed over does not depend on who was faster.
 */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

#include "import/engine_adapter.h"

#define THREADS_MAX   (16 * ENGINE_SOURCES_MAX)
#define AHEAD_MINIMUM 16

/* One task and what came of it. */
struct slot {
	struct arena keep;
	struct engine_day day;
	struct engine_trouble trouble;
	bool done, bad;
};

struct fetching {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	const struct engine_task *tasks;
	struct slot *slots;
	bool *begun; /* by a thread */
	size_t n, taken, ahead;
	bool stop;
};

struct worker {
	pthread_t thread;
	struct fetching *f;
	const struct engine_source *source;
	size_t next; /* no task of this source before it is left */
};

int
engine_blame(struct engine_trouble *trouble, bool input, const char *hint,
    const char *fmt, ...)
{
	va_list ap;

	trouble->input = input;
	trouble->hint = hint;
	va_start(ap, fmt);
	vsnprintf(trouble->text, sizeof trouble->text, fmt, ap);
	va_end(ap);
	/* one line, whatever a server said */
	for (char *p = trouble->text; *p != '\0'; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	return -1;
}

static const struct engine_adapter *
adapter_of(const struct engine_source *source)
{
	return source->kind == ENGINE_CLICKHOUSE ? &engine_clickhouse
						 : &engine_pg;
}

static int
check_count(const struct engine_adapter *adapter, const struct engine_day *day,
    int64_t count, struct engine_trouble *trouble)
{
	if (count < 0 || count == day->hits ||
	    (adapter->moving && !day->final && count > day->hits))
		return 0;
	return engine_blame(trouble, false,
	    "import again; when it stays so, rows were lost on the way",
	    "the engine counts %lld requests, but its groups hold %lld",
	    (long long)count, (long long)day->hits);
}

static int
fetch_day(
    struct engine_link *link, const struct engine_task *task, struct slot *slot)
{
	const struct engine_adapter *adapter = adapter_of(task->source);
	struct engine_day *day = &slot->day;
	struct engine_rows rows;
	int64_t now, count;

	engine_rows_begin(&rows, &slot->keep, task);
	if (adapter->day(link, task, &rows, &now, &count, &slot->trouble) != 0)
		return -1;
	engine_rows_end(&rows, &day->sites, &day->n);
	day->hits = rows.hits;
	day->rejected = rows.rejected;
	day->bytes = rows.bytes;
	day->first_at = rows.first_at;
	day->last_at = rows.last_at;
	day->final = (task->day + 1) * MS_DAY + task->source->delay_ms <=
		     now * MS_SECOND;
	return check_count(adapter, day, count, &slot->trouble);
}

/* The next task of this worker's shard, or n when there is none. */
static size_t
pick(struct worker *w)
{
	struct fetching *f = w->f;
	size_t i;

	pthread_mutex_lock(&f->lock);
	for (;; pthread_cond_wait(&f->changed, &f->lock)) {
		for (; w->next < f->n; w->next++)
			if (f->tasks[w->next].source == w->source &&
			    !f->begun[w->next])
				break;
		if (f->stop || w->next >= f->n || w->next < f->taken + f->ahead)
			break;
	}
	i = f->stop ? f->n : w->next;
	if (i < f->n)
		f->begun[i] = true;
	pthread_mutex_unlock(&f->lock);
	return i;
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	const struct engine_adapter *adapter = adapter_of(w->source);
	struct engine_link *link = NULL;
	size_t i;

	while ((i = pick(w)) < w->f->n) {
		struct slot *slot = &w->f->slots[i];
		bool bad;

		slot->day = (struct engine_day){ .i = i };
		if (link == NULL)
			link = adapter->open(w->source, &slot->trouble);
		bad =
		    link == NULL || fetch_day(link, &w->f->tasks[i], slot) != 0;
		slot->trouble.of_day = link != NULL;
		pthread_mutex_lock(&w->f->lock);
		slot->bad = bad;
		slot->done = true;
		pthread_cond_broadcast(&w->f->changed);
		pthread_mutex_unlock(&w->f->lock);
		if (bad)
			break;
	}
	if (link != NULL)
		adapter->close(link);
	return NULL;
}

/* ---- the thread that asked ---- */

static int
take_all(struct fetching *f,
    int (*take)(void *arg, const struct engine_day *day, struct err *e),
    void *arg, size_t *ret_bad, struct engine_trouble *trouble, struct err *e)
{
	for (size_t i = 0; i < f->n; i++) {
		struct slot *slot = &f->slots[i];

		pthread_mutex_lock(&f->lock);
		while (!slot->done)
			pthread_cond_wait(&f->changed, &f->lock);
		pthread_mutex_unlock(&f->lock);
		if (slot->bad) {
			*ret_bad = i;
			*trouble = slot->trouble;
			return -1;
		}
		if (take(arg, &slot->day, e) != 0)
			return -1;
		arena_release(&slot->keep);
		pthread_mutex_lock(&f->lock);
		f->taken = i + 1;
		pthread_cond_broadcast(&f->changed);
		pthread_mutex_unlock(&f->lock);
	}
	return 0;
}

static bool
knows(const struct worker *workers, size_t n, const struct engine_source *s)
{
	for (size_t i = 0; i < n; i++)
		if (workers[i].source == s)
			return true;
	return false;
}

/*
 * As many threads for each shard as it may have connections, and tasks; every
 * shard gets one.
 */
static size_t
assign(struct fetching *f, struct worker *workers)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct engine_source *source = f->tasks[i].source;
		size_t wanted = 0;

		if (knows(workers, n, source))
			continue;
		for (size_t k = i; k < f->n; k++)
			wanted += f->tasks[k].source == source;
		if (wanted > (size_t)source->connections)
			wanted = (size_t)source->connections;
		if (wanted > THREADS_MAX / ENGINE_SOURCES_MAX)
			wanted = THREADS_MAX / ENGINE_SOURCES_MAX;
		for (; wanted > 0; wanted--)
			workers[n++] = (struct worker){
				.f = f, .source = source, .next = i
			};
	}
	return n;
}

static int
run(struct fetching *f, struct worker *workers, size_t *ret_running,
    struct err *e)
{
	size_t n = assign(f, workers);

	f->ahead = AHEAD_MINIMUM + 4 * n;
	for (*ret_running = 0; *ret_running < n; ++*ret_running)
		if (pthread_create(&workers[*ret_running].thread, NULL, work,
			&workers[*ret_running]) != 0)
			return err_set(e, ERR_ENV, "could not start a thread");
	return 0;
}

static void
end(struct fetching *f, struct worker *workers, size_t running)
{
	pthread_mutex_lock(&f->lock);
	f->stop = true;
	pthread_cond_broadcast(&f->changed);
	pthread_mutex_unlock(&f->lock);
	for (size_t i = 0; i < running; i++)
		pthread_join(workers[i].thread, NULL);
	for (size_t i = 0; i < f->n; i++)
		arena_release(&f->slots[i].keep);
	pthread_cond_destroy(&f->changed);
	pthread_mutex_destroy(&f->lock);
}

static int
prepare(const struct engine_task *tasks, size_t n, size_t *ret_bad,
    struct engine_trouble *trouble)
{
	for (*ret_bad = 0; *ret_bad < n; ++*ret_bad)
		if ((*ret_bad == 0 ||
			tasks[*ret_bad].source != tasks[*ret_bad - 1].source) &&
		    adapter_of(tasks[*ret_bad].source)->prepare(trouble) != 0)
			return -1;
	return 0;
}

int
engine_fetch(const struct engine_task *tasks, size_t n,
    int (*take)(void *arg, const struct engine_day *day, struct err *e),
    void *arg, size_t *ret_bad, struct engine_trouble *trouble, struct err *e)
{
	struct arena keep = { 0 };
	struct worker workers[THREADS_MAX];
	struct fetching f = { .tasks = tasks, .n = n };
	size_t running = 0;
	int rc;

	e->kind = ERR_NONE;
	if (prepare(tasks, n, ret_bad, trouble) != 0)
		return -1;
	f.slots = arena_array(&keep, n + 1, sizeof *f.slots);
	f.begun = arena_array(&keep, n + 1, sizeof *f.begun);
	pthread_mutex_init(&f.lock, NULL);
	pthread_cond_init(&f.changed, NULL);
	rc = run(&f, workers, &running, e);
	if (rc == 0)
		rc = take_all(&f, take, arg, ret_bad, trouble, e);
	end(&f, workers, running);
	arena_release(&keep);
	return rc;
}

int
engine_explain(const struct engine_task *task, bool plan, struct buf *out,
    struct engine_trouble *trouble)
{
	const struct engine_adapter *adapter = adapter_of(task->source);
	struct engine_link *link;
	int rc;

	if (adapter->prepare(trouble) != 0)
		return -1;
	link = adapter->open(task->source, trouble);
	if (link == NULL)
		return -1;
	rc = adapter->explain(link, task, plan, out, trouble);
	adapter->close(link);
	return rc;
}
