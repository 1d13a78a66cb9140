#include "import/visits.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "import/sip.h"

enum {
	FIRST_SLOTS = 1024,
	MAX_SLOTS = VISITS_MAX_CLIENTS / 3 * 4,
	RECENT = 5,
	/* a client further from now than this will not go on */
	FAR_S = 2 * VISITS_GAP_S
};

struct slot {
	uint64_t client; /* 0: empty */
	uint32_t first_s, last_s;
};

/* Open addressing, at most three quarters full. */
struct visits {
	struct arena own, mem; /* this struct; the slots */
	struct sip key;
	struct slot *slots;
	size_t cap, n;
	uint32_t recent[RECENT]; /* times of the last lines, a ring */
	unsigned lines;
	int64_t forgotten;
};

int
visits_new(struct visits **ret, struct err *e)
{
	struct arena own = { 0 };
	struct visits *v;
	uint64_t key[2];
	ssize_t got;

	do
		got = getrandom(key, sizeof key, 0);
	while (got < 0 && errno == EINTR);
	if (got != (ssize_t)sizeof key)
		return err_errno(e, "no random key for counting visits");
	v = arena_new(&own, struct visits);
	v->own = own;
	sip_start(&v->key, key[0], key[1]);
	v->cap = FIRST_SLOTS;
	v->slots = arena_array(&v->mem, v->cap, sizeof *v->slots);
	*ret = v;
	return 0;
}

void
visits_free(struct visits *v)
{
	struct arena own;

	if (v == NULL)
		return;
	arena_release(&v->mem);
	own = v->own;
	arena_release(&own);
}

int64_t
visits_forgotten(const struct visits *v)
{
	return v->forgotten;
}

static uint64_t
client_of(
    const struct visits *v, int32_t site, struct str client, struct str agent)
{
	struct sip s = v->key;
	uint64_t h;

	sip_word(&s, (uint32_t)site);
	sip_text(&s, client);
	sip_text(&s, agent);
	h = sip_end(&s);
	return h != 0 ? h : 1;
}

/* The client's slot, or the empty one for it. */
static struct slot *
slot_of(const struct visits *v, uint64_t client)
{
	size_t i = (size_t)client & (v->cap - 1);

	while (v->slots[i].client != 0 && v->slots[i].client != client)
		i = (i + 1) & (v->cap - 1);
	return &v->slots[i];
}

/*
 * What time it is in the log: the middle one of the last lines', so that a line
 * with a date of its own does not make everybody else look long gone.
 */
static int64_t
now(const struct visits *v)
{
	uint32_t t[RECENT];
	size_t n = v->lines < RECENT ? v->lines : RECENT;

	for (size_t i = 0; i < n; i++) {
		size_t k = i;

		for (; k > 0 && t[k - 1] > v->recent[i]; k--)
			t[k] = t[k - 1];
		t[k] = v->recent[i];
	}
	return t[n / 2];
}

/*
 * Leave out who is further from `at_s` than `far_s`. In place: what is behind
 * an empty slot can only move towards it.
 */
static void
sweep(struct visits *v, int64_t at_s, int64_t far_s)
{
	size_t mask = v->cap - 1, from = 0;

	while (v->slots[from].client != 0)
		from++;
	for (size_t k = 1; k <= mask; k++) {
		struct slot *s = &v->slots[(from + k) & mask], old = *s;

		if (old.client == 0)
			continue;
		s->client = 0;
		if ((int64_t)old.last_s + far_s < at_s ||
		    at_s + far_s < (int64_t)old.first_s)
			v->n--;
		else
			*slot_of(v, old.client) = old;
	}
}

static void
grow(struct visits *v)
{
	struct arena old = v->mem;
	struct slot *from = v->slots;
	size_t n = v->cap;

	v->mem = (struct arena){ 0 };
	v->cap = n * 2;
	v->slots = arena_array(&v->mem, v->cap, sizeof *v->slots);
	for (size_t i = 0; i < n; i++)
		if (from[i].client != 0)
			*slot_of(v, from[i].client) = from[i];
	arena_release(&old);
}

/* Sweeping pays only when it leaves half of the room. */
static void
make_room(struct visits *v)
{
	int64_t at_s = now(v), far_s = FAR_S;
	size_t before;

	sweep(v, at_s, far_s);
	if (v->n <= v->cap / 2)
		return;
	if (v->cap < MAX_SLOTS) {
		grow(v);
		return;
	}
	before = v->n;
	for (; v->n > v->cap / 2 && far_s >= 0; far_s = far_s / 2 - 1)
		sweep(v, at_s, far_s);
	/* all of them came in the same second */
	if (v->n > v->cap / 2) {
		memset(v->slots, 0, v->cap * sizeof *v->slots);
		v->n = 0;
	}
	v->forgotten += (int64_t)(before - v->n);
}

bool
visits_seen(struct visits *v, int32_t site, int64_t at_s, struct str client,
    struct str agent)
{
	uint32_t t = at_s < 0            ? 0
		     : at_s > UINT32_MAX ? UINT32_MAX
					 : (uint32_t)at_s;
	uint64_t c;
	struct slot *s;
	bool begins;

	if (client.n == 0)
		return false;
	c = client_of(v, site, client, agent);
	v->recent[v->lines++ % RECENT] = t;
	if (v->lines == 2 * RECENT)
		v->lines = RECENT;
	s = slot_of(v, c);
	begins = s->client == 0 ||
		 (int64_t)t > (int64_t)s->last_s + VISITS_GAP_S ||
		 (int64_t)t + VISITS_GAP_S < (int64_t)s->first_s;
	if (begins) {
		v->n += s->client == 0;
		*s = (struct slot){ c, t, t };
		if (v->n > v->cap / 4 * 3)
			make_room(v);
	} else if (t > s->last_s) {
		s->last_s = t;
	} else if (t < s->first_s) {
		s->first_s = t;
	}
	return begins;
}
