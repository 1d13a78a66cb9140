#include "domain/watch_ending.h"

static bool
ends_before(const struct watch_ending *a, const struct watch_ending *b)
{
	return a->at != b->at ? a->at < b->at : a->turn < b->turn;
}

void
watch_ending_push(struct watch *w, struct watch_ending e)
{
	size_t i = w->endings.n;

	vec_push(w->keep, &w->endings);
	while (i > 0 && ends_before(&e, &w->endings.v[(i - 1) / 2])) {
		w->endings.v[i] = w->endings.v[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	w->endings.v[i] = e;
}

struct watch_ending
watch_ending_pop(struct watch *w)
{
	struct watch_ending *v = w->endings.v, first = v[0];
	struct watch_ending last = v[--w->endings.n];
	size_t n = w->endings.n, i = 0;

	while (2 * i + 1 < n) {
		size_t c = 2 * i + 1;

		if (c + 1 < n && ends_before(&v[c + 1], &v[c]))
			c++;
		if (!ends_before(&v[c], &last))
			break;
		v[i] = v[c];
		i = c;
	}
	if (n > 0)
		v[i] = last;
	return first;
}
