#include "flow/keep_batch.h"

#include "store/fact_tables.h"
#include "store/sources.h"

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
		{ FACT_COVERAGE, b->coverage.v, b->coverage.n },
		{ FACT_WINDOWS, b->windows.v, b->windows.n },
		{ FACT_INCIDENTS, b->incidents.v, b->incidents.n },
		{ FACT_NOTICES, b->notices.v, b->notices.n },
		{ FACT_ACTIONS, b->actions.v, b->actions.n },
		{ FACT_CALLS, b->calls.v, b->calls.n },
		{ FACT_PAST, b->past.v, b->past.n },
		{ FACT_CLAIMS, b->claims.v, b->claims.n },
		{ FACT_AMOUNTS, b->amounts.v, b->amounts.n },
		{ FACT_HOLIDAYS, b->holidays.v, b->holidays.n },
		{ FACT_BACKUPS, b->backups.v, b->backups.n },
		{ FACT_RESTORATIONS, b->restorations.v, b->restorations.n },
		{ FACT_REGULATORY, b->regulatory.v, b->regulatory.n },
		{ FACT_SUBMISSIONS, b->submissions.v, b->submissions.n },
		{ FACT_CALL_TESTS, b->call_tests.v, b->call_tests.n },
	};

	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		if (store_add_facts(s, facts[i].kind, source, facts[i].rows,
			facts[i].n, e) != 0)
			return -1;
	return keep_rejects(s, b, source, e);
}
