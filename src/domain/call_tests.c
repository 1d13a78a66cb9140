/*
 * call_tests.c -- test calls by channel. See call_tests.h.
 */
#include "domain/call_tests.h"

#include <stdlib.h>

const char *const call_result_names[] = {
	[CALL_ANSWERED] = "answered",
	[CALL_ENGAGED] = "engaged",
	[CALL_DEAD] = "dead",
	[CALL_QUEUE] = "queue",
	NULL,
};

static int
by_channel_and_time(const void *a, const void *b)
{
	const struct call_test *x = *(const struct call_test *const *)a;
	const struct call_test *y = *(const struct call_test *const *)b;
	int order = str_cmp(x->channel, y->channel);

	if (order != 0)
		return order;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->from.line < y->from.line ? -1 : x->from.line > y->from.line;
}

/* Bars between equal tests; one bar goes on while the result does. */
static void
find_stretches(struct call_channel *c, struct arena *keep)
{
	c->stretches = arena_array(keep, c->n_tests, sizeof *c->stretches);
	for (size_t i = 1; i < c->n_tests; i++) {
		const struct call_test *a = c->tests[i - 1], *b = c->tests[i];
		struct call_stretch *last =
		    c->n_stretches != 0 ? &c->stretches[c->n_stretches - 1]
					: NULL;

		if (a->result != b->result || a->at == b->at ||
		    b->at - a->at > CALL_TEST_BOUND_MS)
			continue;
		if (last != NULL && last->span.to_at == a->at &&
		    last->result == a->result)
			last->span.to_at = b->at;
		else
			c->stretches[c->n_stretches++] =
			    (struct call_stretch){ { a->at, b->at },
				    a->result };
	}
}

void
call_test_figures(const struct dossier *dossier, struct span span,
    struct arena *keep, struct call_test_figures *ret_figures)
{
	const struct call_test **all =
	    arena_array(keep, dossier->n_call_tests + 1, sizeof *all);
	struct call_test_figures f = { .tests = 0 };
	size_t n = 0;

	for (size_t i = 0; i < dossier->n_call_tests; i++) {
		const struct call_test *t = &dossier->call_tests[i];

		if (t->at >= span.from_at && t->at < span.to_at)
			all[n++] = t;
	}
	if (n != 0)
		qsort(all, n, sizeof *all, by_channel_and_time);
	f.channels = arena_array(keep, n + 1, sizeof *f.channels);
	for (size_t i = 0; i < n; i++) {
		struct call_channel *c;

		if (i == 0 || !str_eq(all[i]->channel, all[i - 1]->channel))
			f.channels[f.n_channels++] =
			    (struct call_channel){ .channel = all[i]->channel,
				    .tests = all + i };
		c = &f.channels[f.n_channels - 1];
		c->n_tests++;
		c->answered += all[i]->result == CALL_ANSWERED;
		f.answered += all[i]->result == CALL_ANSWERED;
	}
	f.tests = (int64_t)n;
	for (size_t i = 0; i < f.n_channels; i++)
		find_stretches(&f.channels[i], keep);
	*ret_figures = f;
}
