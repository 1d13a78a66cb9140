#include "domain/part_cover.h"

#include <stdlib.h>

/* A part on its way: the best chain that ends with it. */
struct step {
	const struct part_choice *part;
	size_t at;  /* in the caller's array */
	bool known; /* a chain from the beginning of the cluster ends here */
	int64_t worth, links;
	size_t before; /* the step before; itself: the first */
};

static int
by_bytes(const void *pa, const void *pb)
{
	const struct step *x = pa, *y = pb;
	const struct part_choice *a = x->part, *b = y->part;

	if (a->from_byte != b->from_byte)
		return a->from_byte < b->from_byte ? -1 : 1;
	if (a->to_byte != b->to_byte)
		return a->to_byte > b->to_byte ? -1 : 1;
	if (a->worth != b->worth)
		return a->worth > b->worth ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* The first of v[0..n) that begins at or behind `byte`. */
static size_t
first_from(const struct step *v, size_t n, int64_t byte)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (v[mid].part->from_byte < byte)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool
better(const struct step *s, int64_t worth, int64_t links)
{
	return !s->known || worth > s->worth ||
	       (worth == s->worth && links < s->links);
}

/*
 * Parts are in order of their beginning, so all chains that end where a part
 * begins are known when it is reached.
 */
static void
chain(struct step *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct step *s = &v[i];
		int64_t end = s->part->to_byte;

		if (s->part->from_byte == v[0].part->from_byte) {
			s->known = true;
			s->before = i;
			s->worth = s->part->worth;
			s->links = 1;
		}
		if (!s->known)
			continue;
		for (size_t k = first_from(v, n, end);
		     k < n && v[k].part->from_byte == end; k++)
			if (better(&v[k], s->worth + v[k].part->worth,
				s->links + 1)) {
				v[k].known = true;
				v[k].before = i;
				v[k].worth = s->worth + v[k].part->worth;
				v[k].links = s->links + 1;
			}
	}
}

/* Parts that overlap or touch; they end at `end`. */
static bool
choose(struct step *v, size_t n, int64_t end, struct part_choice *all)
{
	struct step *best = NULL;

	chain(v, n);
	for (size_t i = 0; i < n; i++)
		if (v[i].known && v[i].part->to_byte == end &&
		    (best == NULL || better(best, v[i].worth, v[i].links)))
			best = &v[i];
	if (best == NULL)
		return false;
	for (;;) {
		all[best->at].counts = true;
		if (&v[best->before] == best)
			return true;
		best = &v[best->before];
	}
}

/* Two neighbours of which neither holds the other. */
static void
find_clash(const struct step *v, size_t n, size_t *ret_a, size_t *ret_b)
{
	size_t widest = 0;

	*ret_a = *ret_b = v[0].at;
	for (size_t i = 1; i < n; i++) {
		const struct part_choice *a = v[widest].part, *b = v[i].part;

		if (b->from_byte > a->from_byte && b->from_byte < a->to_byte &&
		    b->to_byte > a->to_byte) {
			*ret_a = v[widest].at;
			*ret_b = v[i].at;
			return;
		}
		if (b->to_byte > a->to_byte)
			widest = i;
	}
}

bool
part_cover(struct part_choice *v, size_t n, struct arena *scratch,
    size_t *ret_a, size_t *ret_b)
{
	struct step *steps = arena_array(scratch, n + 1, sizeof *steps);
	size_t from = 0, to;

	for (size_t i = 0; i < n; i++) {
		v[i].counts = false;
		steps[i] = (struct step){ .part = &v[i], .at = i };
	}
	qsort(steps, n, sizeof *steps, by_bytes);
	for (; from < n; from = to) {
		int64_t end = steps[from].part->to_byte;

		for (to = from + 1; to < n && steps[to].part->from_byte < end;
		     to++)
			if (steps[to].part->to_byte > end)
				end = steps[to].part->to_byte;
		if (!choose(&steps[from], to - from, end, v)) {
			find_clash(&steps[from], to - from, ret_a, ret_b);
			return false;
		}
	}
	return true;
}
