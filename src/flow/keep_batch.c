#include "flow/keep_batch.h"

#include "store/fact_tables.h"
#include "store/sources.h"

/* The cells come by site: each run of one site goes in together. */
static int
keep_traffic(
    struct store *s, const struct batch *b, int64_t source, struct err *e)
{
	struct arena scratch = { 0 };
	struct arena_mark mark = arena_mark(&scratch);
	size_t from = 0, to;
	int rc = 0;

	for (; from < b->traffic.n && rc == 0; from = to) {
		struct str site = b->traffic.v[from].site;
		struct traffic *v;

		for (to = from;
		     to < b->traffic.n && str_eq(b->traffic.v[to].site, site);)
			to++;
		v = arena_array(&scratch, to - from, sizeof *v);
		for (size_t i = from; i < to; i++)
			v[i - from] = b->traffic.v[i].counts;
		rc = store_add_traffic(s, source, site, v, to - from, e);
		arena_reset(&scratch, mark);
	}
	arena_release(&scratch);
	return rc;
}

static int
keep_rejects(
    struct store *s, const struct batch *b, int64_t source, struct err *e)
{
	for (size_t i = 0; i < b->rejects.n; i++) {
		const struct reject *r = &b->rejects.v[i];
		struct reject_row row = { r->line, r->from_byte, r->to_byte,
			r->reason, r->excerpt };

		if (store_add_reject(s, source, (int64_t)i, &row, e) != 0)
			return -1;
	}
	return 0;
}

int
keep_batch(
    struct store *s, const struct batch *b, int64_t source, struct err *e)
{
	const struct {
		enum fact_kind kind;
		const void *rows;
		size_t n;
	} facts[] = {
		{ FACT_CUSTOMERS, b->customers.v, b->customers.n },
		{ FACT_SERVICES, b->services.v, b->services.n },
		{ FACT_DEPENDENCIES, b->dependencies.v, b->dependencies.n },
		{ FACT_OUTAGES, b->outages.v, b->outages.n },
		{ FACT_WINDOWS, b->windows.v, b->windows.n },
		{ FACT_INCIDENTS, b->incidents.v, b->incidents.n },
		{ FACT_NOTICES, b->notices.v, b->notices.n },
		{ FACT_ACTIONS, b->actions.v, b->actions.n },
		{ FACT_CALLS, b->calls.v, b->calls.n },
		{ FACT_PAST, b->past.v, b->past.n },
		{ FACT_CLAIMS, b->claims.v, b->claims.n },
		{ FACT_AMOUNTS, b->amounts.v, b->amounts.n },
		{ FACT_HOLIDAYS, b->holidays.v, b->holidays.n },
	};

	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		if (store_add_facts(s, facts[i].kind, source, facts[i].rows,
			facts[i].n, e) != 0)
			return -1;
	if (keep_traffic(s, b, source, e) != 0)
		return -1;
	return keep_rejects(s, b, source, e);
}
