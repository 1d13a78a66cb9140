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
	struct agents_shelf *shelf; /* where they are given back */
	struct visits *visits;      /* NULL: not asked for */
	struct visitors *visitors;  /* NULL: not asked for */
	int32_t site; /* of lines that name none; -1: there is none */
	int64_t rows, first_s, last_s;
	int64_t nobodies; /* people's requests that say of no client */
};

struct request {
	int32_t site;
	uint32_t minute; /* since 1970, that of at_s */
	int64_t at_s, bytes;
	enum cell_count kind; /* count_kind() */
	bool page;            /* a view, if a person asked for it */
	struct str client, agent;
};

/* Sessions and visitors are people's. */
void count_person(struct count *c, const struct request *q, struct cell *cell);

/* Where a status of so many hundreds counts, 0 to 9. */
static inline enum cell_count
count_kind(unsigned hundreds)
{
	static const uint8_t kinds[16] = { CELL_REST, CELL_REST, CELL_REST,
		CELL_REDIRECTS, CELL_CLIENT_ERRORS, CELL_ERRORS, CELL_ERRORS,
		CELL_ERRORS, CELL_ERRORS, CELL_ERRORS };

	return (enum cell_count)kinds[hundreds & 15];
}

static inline __attribute__((always_inline)) void
count_request(struct count *c, const struct request *q, bool robot)
{
	struct cell *cell = tally_cell(c->tally, q->site, q->minute);

	cell->n[CELL_HITS]++;
	cell->n[q->kind]++;
	cell->n[CELL_ROBOTS] += robot;
	cell->n[CELL_VIEWS] += q->page & !robot;
	if (__builtin_add_overflow(cell->bytes, q->bytes, &cell->bytes))
		cell->bytes = INT64_MAX;
	if ((c->visits != NULL || c->visitors != NULL) && !robot)
		count_person(c, q, cell);
	c->rows++;
	c->first_s = q->at_s < c->first_s ? q->at_s : c->first_s;
	c->last_s = q->at_s > c->last_s ? q->at_s : c->last_s;
}

#endif
