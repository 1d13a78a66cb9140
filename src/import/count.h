/*
 * count.h -- one request counted, whichever way its line was read.
 */
#ifndef IMPORT_COUNT_H
#define IMPORT_COUNT_H

#include "import/agents.h"
#include "import/tally.h"
#include "import/visitors.h"
#include "import/visits.h"

struct count {
	struct tally *tally;
	struct agents *agents;
	struct visits *visits;     /* NULL: not asked for */
	struct visitors *visitors; /* NULL: not asked for */
	int32_t site; /* of lines that name none; -1: there is none */
	int64_t rows, first_s, last_s;
	int64_t nobodies; /* people's requests that say of no client */
};

struct request {
	int32_t site;
	int64_t at_s, bytes;
	int status;
	bool page; /* a view, if a person asked for it */
	struct str client, agent;
};

/* Sessions and visitors are people's. */
void count_person(struct count *c, const struct request *q, struct cell *cell);

static inline __attribute__((always_inline)) void
count_request(struct count *c, const struct request *q, bool robot)
{
	static const uint8_t kinds[10] = { CELL_REST, CELL_REST, CELL_REST,
		CELL_REDIRECTS, CELL_CLIENT_ERRORS, CELL_ERRORS, CELL_ERRORS,
		CELL_ERRORS, CELL_ERRORS, CELL_ERRORS };
	struct cell *cell =
	    tally_cell(c->tally, q->site, (uint32_t)(q->at_s / 60));

	cell->n[CELL_HITS]++;
	cell->n[kinds[(unsigned)q->status / 100]]++;
	cell->n[CELL_ROBOTS] += robot;
	cell->n[CELL_VIEWS] += q->page & !robot;
	if (__builtin_add_overflow(cell->bytes, q->bytes, &cell->bytes))
		cell->bytes = INT64_MAX;
	if (!robot && (c->visits != NULL || c->visitors != NULL))
		count_person(c, q, cell);
	c->rows++;
	if (q->at_s < c->first_s)
		c->first_s = q->at_s;
	if (q->at_s > c->last_s)
		c->last_s = q->at_s;
}

#endif
