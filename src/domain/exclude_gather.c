/*
 * The candidates of step 5, by kind, and where outages run past them. What is
 * accepted is decided elsewhere.
 */
#include <stdlib.h>

#include "domain/exclude_run.h"

static int
by_time(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->span.from_at != y->span.from_at)
		return x->span.from_at < y->span.from_at ? -1 : 1;
	if (x->span.to_at != y->span.to_at)
		return x->span.to_at < y->span.to_at ? -1 : 1;
	if (x->line != y->line)
		return x->line > y->line ? -1 : 1;
	return str_cmp(x->kind, y->kind);
}

/* The last of those that share an id, as each pool names its members once. */
static void
name_members(const struct settle_run *run, struct map *members)
{
	for (size_t m = 0; run->n_members > 1 && m < run->n_members; m++)
		map_put(members, run->members[m].id, (int64_t)m);
}

/* A window may name one of several pooled resources, or a group of them. */
static void
set_member(const struct settle_run *run, const struct map *members,
    struct candidate *c, struct str subject)
{
	int64_t m = map_get(members, subject);

	c->member = m < 0 ? SIZE_MAX : (size_t)m;
	for (size_t i = 0; m < 0 && run->n_members > 1 && i < run->n_members;
	     i++)
		if (subject.n != 0 && str_eq(run->members[i].group, subject))
			c->group = subject;
}

bool
exclude_concerns(
    const struct settle_run *run, const struct candidate *c, size_t member)
{
	if (!c->accepted || c->line != SIZE_MAX)
		return false;
	if (c->member != SIZE_MAX)
		return c->member == member;
	return c->group.n == 0 || str_eq(c->group, run->members[member].group);
}

size_t
exclude_first(const struct candidate *c)
{
	return c->member == SIZE_MAX ? 0 : c->member;
}

size_t
exclude_end(const struct settle_run *run, const struct candidate *c)
{
	return c->member == SIZE_MAX ? run->n_members : c->member + 1;
}

static struct candidates
gather(struct settle_run *run)
{
	const struct settle_input *in = run->in;
	struct map members = { .keep = run->keep };
	struct candidates c = { arena_array(run->keep,
				    in->n_windows + run->n_lines + 1,
				    sizeof(struct candidate)),
		0 };

	name_members(run, &members);
	for (size_t i = 0; i < in->n_windows; i++) {
		const struct window *w = &in->windows[i];

		if (span_ms(span_intersect(w->span, settle_reach(run))) == 0)
			continue;
		c.v[c.n] = (struct candidate){ .kind = w->kind,
			.span = w->span,
			.announced_at = w->announced_at,
			.approved_by = w->approved_by,
			.line = SIZE_MAX };
		set_member(run, &members, &c.v[c.n++], w->subject);
	}
	for (size_t i = 0; i < run->n_lines; i++) {
		const struct outage *o = run->lines[i].outage;

		if (o->excluded_kind.n != 0)
			c.v[c.n++] =
			    (struct candidate){ .kind = o->excluded_kind,
				    .span = o->span,
				    .announced_at = NO_INSTANT,
				    .approved_by = o->approved_by,
				    .line = i,
				    .member = run->lines[i].member };
	}
	qsort(c.v, c.n, sizeof *c.v, by_time);
	return c;
}

struct kinds
exclude_gather(struct settle_run *run)
{
	struct candidates all = gather(run);
	struct kinds k = { .numbers = { .keep = run->keep } };
	struct candidate *v = arena_array(run->keep, all.n + 1, sizeof *v);

	k.of = arena_array(run->keep, all.n + 1, sizeof *k.of);
	for (size_t i = 0; i < all.n; i++) {
		if (map_get(&k.numbers, all.v[i].kind) < 0)
			map_put(&k.numbers, all.v[i].kind, (int64_t)k.n++);
		k.of[map_get(&k.numbers, all.v[i].kind)].n++;
	}
	for (size_t i = 0; i < k.n; i++) {
		k.of[i].v = v;
		v += k.of[i].n;
		k.of[i].n = 0;
	}
	for (size_t i = 0; i < all.n; i++) {
		struct candidates *own =
		    &k.of[map_get(&k.numbers, all.v[i].kind)];

		own->v[own->n++] = all.v[i];
	}
	return k;
}

/* ---- overruns ---------------------------------------------------------------
 */

static int
by_end(const void *a, const void *b)
{
	const struct candidate *x = *(const struct candidate *const *)a;
	const struct candidate *y = *(const struct candidate *const *)b;

	if (x->span.to_at != y->span.to_at)
		return x->span.to_at < y->span.to_at ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* The first line of a member that begins at `at` or later. */
static size_t
first_from(const struct settle_run *run, const struct places *own, int64_t at)
{
	size_t low = 0, high = own->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct line_work *l = &run->lines[own->v[mid]];

		if (l->outage->span.from_at < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* `next` leads from lines that have an end to the next one without. */
static void
give_end(struct settle_run *run, const struct candidate *w, size_t member,
    size_t *next, int64_t *end_of)
{
	const struct places *own = &run->lines_of[member];
	size_t i = settle_root(next, first_from(run, own, w->span.from_at));

	for (; i < own->n; i = settle_root(next, i)) {
		const struct outage *o = run->lines[own->v[i]].outage;

		if (o->span.from_at >= w->span.to_at)
			break;
		end_of[own->v[i]] = w->granted.to_at;
		next[i] = i + 1;
	}
}

const int64_t *
exclude_overrun(struct settle_run *run, const struct candidates *c)
{
	int64_t *end_of =
	    arena_array(run->keep, run->n_lines + 1, sizeof *end_of);
	size_t **next = arena_array(run->keep, run->n_members, sizeof *next);
	const struct candidate **w =
	    arena_array(run->keep, c->n + 1, sizeof *w);

	for (size_t i = 0; i < run->n_lines; i++)
		end_of[i] = NO_INSTANT;
	for (size_t m = 0; m < run->n_members; m++) {
		size_t n = run->lines_of[m].n + 1;

		next[m] = arena_array(run->keep, n, sizeof *next[m]);
		for (size_t i = 0; i < n; i++)
			next[m][i] = i;
	}
	for (size_t i = 0; i < c->n; i++)
		w[i] = &c->v[i];
	qsort(w, c->n, sizeof *w, by_end);
	for (size_t i = 0; i < c->n; i++) {
		struct span in = span_intersect(w[i]->span, settle_reach(run));
		size_t end = exclude_end(run, w[i]);

		for (size_t m = exclude_first(w[i]);
		     w[i]->granted.to_at == in.to_at && m < end; m++)
			if (exclude_concerns(run, w[i], m))
				give_end(run, w[i], m, next[m], end_of);
	}
	return end_of;
}
