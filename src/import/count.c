#include "import/count.h"

void
count_person(struct count *c, const struct request *q, struct cell *cell)
{
	if (q->client.n == 0 || (q->client.n == 1 && q->client.p[0] == '-')) {
		c->nobodies++;
		return;
	}
	if (c->visits != NULL &&
	    visits_seen(c->visits, q->site, q->at_s, q->client, q->agent))
		cell->n[CELL_VISITS]++;
	if (c->visitors != NULL)
		visitors_seen(c->visitors, q->site,
		    tally_name(c->tally, q->site), q->at_s, q->client,
		    q->agent);
}
