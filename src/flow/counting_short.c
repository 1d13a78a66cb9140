/*
 * counting_short.c -- logs shorter than a block that have grown: they count
 * once, as the beginning of the longer one.
 */
#include "flow/counting.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "import/reader.h"

static bool
is_short(const struct counting_piece *p)
{
	const struct part *part = &p->row->part;

	return part->from_byte == 0 && part->to_byte > 0 &&
	       part->to_byte < PART_BLOCK;
}

/* Empty when it cannot be read; whoever imports it complains. */
static struct str
head_of(struct journey *j, struct counting_source *s)
{
	struct err ignored = { 0 };
	struct reader *r;
	struct str head;

	if (s->head.p != NULL || s->path == NULL)
		return s->head;
	s->head = STR("");
	if (reader_open(s->path, &r, &ignored) != 0)
		return s->head;
	if (reader_peek(r, &head, &ignored) == 0 && head.n != 0)
		s->head = str_dup(j->keep, str_sub(head, 0, PART_BLOCK));
	reader_close(r);
	return s->head;
}

/* The key tells more than the log: layer and site must be the same. */
static bool
same_rest(const struct counting_piece *a, const struct counting_piece *b)
{
	return str_eq(str_sub(a->key, PART_HEX - 1, a->key.n),
	    str_sub(b->key, PART_HEX - 1, b->key.n));
}

/* Does the log of `longer` begin with all of `p`? */
static bool
begins_with(struct journey *j, struct counting_source *v,
    const struct counting_piece *longer, const struct counting_piece *p)
{
	size_t n = (size_t)p->row->part.to_byte;
	struct str head = head_of(j, &v[longer->source]);
	struct str own = head_of(j, &v[p->source]);
	char hex[DIGEST_HEX];

	if (head.n < n || strcmp(longer->row->part.fingerprint,
			      p->row->part.fingerprint) == 0)
		return false;
	/* most differ early, and then no digest is needed */
	if (own.n >= n && v[p->source].n_parts == 1 &&
	    memcmp(own.p, head.p, n) != 0)
		return false;
	digest_bytes(str_sub(head, 0, n), hex);
	return strcmp(hex, p->row->part.fingerprint) == 0;
}

static int
by_length(const void *pa, const void *pb)
{
	const struct counting_piece *const *a = pa, *const *b = pb;
	int64_t x = (*a)->row->part.to_byte, y = (*b)->row->part.to_byte;

	if (x != y)
		return x > y ? -1 : 1;
	return str_cmp((*a)->key, (*b)->key);
}

void
counting_join_short(struct journey *j, struct counting_source *sources,
    struct counting_piece *pieces, size_t n)
{
	struct arena scratch = { 0 };
	struct counting_piece **order =
	    arena_array(&scratch, n + 1, sizeof(struct counting_piece *));
	size_t n_first = 0, first_short;

	/* beginnings of logs, the longest first */
	for (size_t i = 0; i < n; i++)
		if (pieces[i].row->part.from_byte == 0)
			order[n_first++] = &pieces[i];
	if (n_first != 0)
		qsort(order, n_first, sizeof *order, by_length);
	for (first_short = 0; first_short < n_first; first_short++)
		if (is_short(order[first_short]))
			break;
	for (size_t i = first_short; i < n_first; i++)
		for (size_t k = 0; k < i; k++)
			if (order[k]->row->part.to_byte >
				order[i]->row->part.to_byte &&
			    sources[order[k]->source].n_parts > 0 &&
			    same_rest(order[k], order[i]) &&
			    begins_with(j, sources, order[k], order[i])) {
				order[i]->key = order[k]->key;
				break;
			}
	arena_release(&scratch);
}
