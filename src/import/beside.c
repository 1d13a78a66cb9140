#include "import/beside.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Enough for neither side to wait long, and still within a cache. */
#define SLOTS      8
#define SLOT_BYTES ((size_t)256 << 10)

struct slot {
	char *bytes;
	size_t n;
	int64_t done_bytes;
};

struct beside {
	struct stream *in;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct slot ring[SLOTS];
	char *bytes; /* of all slots */

	/* under the lock: slots filled and emptied since the start */
	unsigned filled, emptied;
	bool stop; /* nobody reads any more */
	bool over; /* nothing more comes */
	int rc;    /* how it ended */
	struct err err;

	/* of the reading side */
	size_t at; /* in the slot being read */
	int64_t done_bytes;
};

/* ---- the thread ---------------------------------------------------------- */

/* False: nobody reads any more. */
static bool
wait_for_room(struct beside *b)
{
	bool go_on;

	pthread_mutex_lock(&b->lock);
	while (b->filled - b->emptied == SLOTS && !b->stop)
		pthread_cond_wait(&b->changed, &b->lock);
	go_on = !b->stop;
	pthread_mutex_unlock(&b->lock);
	return go_on;
}

static void *
run(void *arg)
{
	struct beside *b = arg;
	bool over = false;

	while (!over && wait_for_room(b)) {
		struct slot *slot = &b->ring[b->filled % SLOTS];
		struct err e = { 0 };
		int rc = 0;

		slot->n = 0;
		while (rc == 0 && slot->n < SLOT_BYTES &&
		       stream_end(b->in) == STREAM_GOING) {
			size_t got = 0;

			rc = stream_read(b->in, slot->bytes + slot->n,
			    SLOT_BYTES - slot->n, &got, &e);
			slot->n += got;
		}
		slot->done_bytes = stream_done_bytes(b->in);
		over = rc != 0 || stream_end(b->in) != STREAM_GOING;
		pthread_mutex_lock(&b->lock);
		b->filled += slot->n != 0;
		b->over = over;
		b->rc = rc;
		b->err = e;
		pthread_cond_signal(&b->changed);
		pthread_mutex_unlock(&b->lock);
	}
	return NULL;
}

/* ---- the reading side ---------------------------------------------------- */

static void
release(struct beside *b)
{
	pthread_cond_destroy(&b->changed);
	pthread_mutex_destroy(&b->lock);
	free(b->bytes);
	free(b);
}

struct beside *
beside_start(struct stream *in)
{
	struct beside *b = calloc(1, sizeof *b);
	char *bytes = malloc(SLOTS * SLOT_BYTES);

	if (b == NULL || bytes == NULL) {
		free(b);
		free(bytes);
		return NULL;
	}
	b->in = in;
	b->bytes = bytes;
	for (size_t i = 0; i < SLOTS; i++)
		b->ring[i].bytes = bytes + i * SLOT_BYTES;
	b->done_bytes = stream_done_bytes(in);
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->changed, NULL);
	if (pthread_create(&b->thread, NULL, run, b) != 0) {
		release(b);
		return NULL;
	}
	return b;
}

void
beside_stop(struct beside *b)
{
	if (b == NULL)
		return;
	pthread_mutex_lock(&b->lock);
	b->stop = true;
	pthread_cond_signal(&b->changed);
	pthread_mutex_unlock(&b->lock);
	pthread_join(b->thread, NULL);
	release(b);
}

/* The slot to read; NULL: there is none any more. */
static struct slot *
wait_for_slot(struct beside *b)
{
	struct slot *slot = NULL;

	pthread_mutex_lock(&b->lock);
	while (b->filled == b->emptied && !b->over)
		pthread_cond_wait(&b->changed, &b->lock);
	if (b->filled != b->emptied)
		slot = &b->ring[b->emptied % SLOTS];
	pthread_mutex_unlock(&b->lock);
	return slot;
}

int
beside_read(
    struct beside *b, char *to, size_t cap, size_t *ret_n, struct err *e)
{
	struct slot *slot = wait_for_slot(b);
	size_t n;

	*ret_n = 0;
	if (slot == NULL) {
		/* the thread has said its last word */
		if (b->rc != 0)
			*e = b->err;
		return b->rc;
	}
	n = slot->n - b->at;
	n = n < cap ? n : cap;
	memcpy(to, slot->bytes + b->at, n);
	b->at += n;
	*ret_n = n;
	b->done_bytes = slot->done_bytes;
	if (b->at < slot->n)
		return 0;
	b->at = 0;
	pthread_mutex_lock(&b->lock);
	b->emptied++;
	pthread_cond_signal(&b->changed);
	pthread_mutex_unlock(&b->lock);
	return 0;
}

int64_t
beside_done_bytes(const struct beside *b)
{
	return b->done_bytes;
}
