#include "import/crew.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "import/agents.h"

/* How many jobs may be begun beyond those in use by the crew. */
enum { AHEAD = 2, THREADS_MAX = 256 };

/* Work that whoever has time may help with. */
struct share {
	void (*run)(void *arg, size_t i);
	void *arg;
	size_t n, begun, done;
	struct share *next;
};

struct crew {
	pthread_mutex_t lock;
	pthread_cond_t news;
	pthread_t thread[THREADS_MAX];
	size_t size;
	void (*job)(void *arg, struct crew *crew, size_t i);
	void *arg;
	size_t n, begun, running, used;
	bool *done;
	struct share *shares;
	struct agents_shelf *agents;
	bool ending;
};

size_t
crew_size(const struct crew *c)
{
	return c == NULL ? 1 : c->size;
}

struct agents_shelf *
crew_agents(struct crew *c)
{
	return c == NULL ? NULL : c->agents;
}

bool
crew_idle(struct crew *c)
{
	bool idle;

	if (crew_size(c) == 1)
		return false;
	pthread_mutex_lock(&c->lock);
	idle = c->begun == c->n;
	pthread_mutex_unlock(&c->lock);
	return idle;
}

/* One piece of some share, with the lock held around it; false: none left. */
static bool
help(struct crew *c)
{
	struct share *s = c->shares;
	size_t i;

	while (s != NULL && s->begun == s->n)
		s = s->next;
	if (s == NULL)
		return false;
	i = s->begun++;
	pthread_mutex_unlock(&c->lock);
	s->run(s->arg, i);
	pthread_mutex_lock(&c->lock);
	s->done++;
	pthread_cond_broadcast(&c->news);
	return true;
}

void
crew_share(
    struct crew *c, size_t n, void (*run)(void *arg, size_t i), void *arg)
{
	struct share mine = { .run = run, .arg = arg, .n = n };
	struct share **at;

	if (c == NULL || n <= 1) {
		for (size_t i = 0; i < n; i++)
			run(arg, i);
		return;
	}
	pthread_mutex_lock(&c->lock);
	for (at = &c->shares; *at != NULL; at = &(*at)->next)
		;
	*at = &mine;
	pthread_cond_broadcast(&c->news);
	while (mine.done < mine.n)
		if (!help(c))
			pthread_cond_wait(&c->news, &c->lock);
	for (at = &c->shares; *at != &mine; at = &(*at)->next)
		;
	*at = mine.next;
	pthread_mutex_unlock(&c->lock);
}

/* The next job, with the lock held around it. */
static void
begin(struct crew *c)
{
	size_t i = c->begun++;

	c->running++;
	pthread_mutex_unlock(&c->lock);
	c->job(c->arg, c, i);
	pthread_mutex_lock(&c->lock);
	c->running--;
	c->done[i] = true;
	pthread_cond_broadcast(&c->news);
}

static void *
work(void *arg)
{
	struct crew *c = arg;
	bool more;

	pthread_mutex_lock(&c->lock);
	for (;;) {
		if (help(c))
			continue;
		more = !c->ending && c->begun < c->n;
		/* who has nothing to begin may still be asked for help */
		if (!more && c->running == 0)
			break;
		if (more && c->begun < c->used + c->size + AHEAD)
			begin(c);
		else
			pthread_cond_wait(&c->news, &c->lock);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

int
crew_start(size_t size, size_t n,
    void (*job)(void *arg, struct crew *crew, size_t i), void *arg,
    struct crew **ret_crew, struct err *e)
{
	struct crew *c = calloc(1, sizeof *c);

	if (c == NULL || (c->done = calloc(n + 1, sizeof *c->done)) == NULL)
		arena_exhausted();
	c->job = job;
	c->arg = arg;
	c->n = n;
	c->agents = agents_shelf_new();
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->news, NULL);
	*ret_crew = c;
	pthread_mutex_lock(&c->lock);
	while (c->size < size && c->size < THREADS_MAX) {
		errno = pthread_create(&c->thread[c->size], NULL, work, c);
		if (errno != 0)
			break;
		c->size++;
	}
	pthread_mutex_unlock(&c->lock);
	if (c->size != 0)
		return 0;
	err_errno(e, "could not start a thread");
	crew_end(c);
	return -1;
}

bool
crew_next(struct crew *c)
{
	struct timespec until;
	bool done;

	pthread_mutex_lock(&c->lock);
	if (!c->done[c->used]) {
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += 100 * 1000 * 1000;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		pthread_cond_timedwait(&c->news, &c->lock, &until);
	}
	done = c->done[c->used];
	pthread_mutex_unlock(&c->lock);
	return done;
}

void
crew_used(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	c->used++;
	pthread_cond_broadcast(&c->news);
	pthread_mutex_unlock(&c->lock);
}

void
crew_end(struct crew *c)
{
	pthread_mutex_lock(&c->lock);
	c->ending = true;
	pthread_cond_broadcast(&c->news);
	pthread_mutex_unlock(&c->lock);
	for (size_t i = 0; i < c->size; i++)
		pthread_join(c->thread[i], NULL);
	pthread_cond_destroy(&c->news);
	pthread_mutex_destroy(&c->lock);
	agents_shelf_free(c->agents);
	free(c->done);
	free(c);
}
