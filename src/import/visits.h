/*
 * visits.h -- sessions: requests of one client to one site with no gap of more
 * than half an hour between them.
 *
 * A client is an address and a user agent. Neither is kept: a client is a
 * 64-bit number under a key drawn afresh for each table and never stored, so
 * that nothing of it outlives the reading of one log. Whoever opens a table
 * asks it for each line in the order of the log.
 *
 * Lines a few minutes late do not begin another visit. A visit ends with its
 * log: one that goes on in the next log counts there again.
 */
#ifndef IMPORT_VISITS_H
#define IMPORT_VISITS_H

#include "base/err.h"
#include "base/str.h"

#define VISITS_GAP_S (30 * 60)

struct visits;

/* ERR_ENV when the system gives no random key. */
MUST int visits_new(struct visits **ret, struct err *e);
void visits_free(struct visits *v); /* NULL is fine */

/*
 * A request by somebody who is no robot; `site` is any number that stands for
 * it in this log. True when a visit begins with it; never without a client.
 */
bool visits_seen(struct visits *v, int32_t site, int64_t at_s,
    struct str client, struct str agent);

/*
 * How often clients had to be forgotten before their half hour was over,
 * because more of them came at once than VISITS_MAX_CLIENTS; 0 as a rule.
 */
int64_t visits_forgotten(const struct visits *v);

/* So many clients within half an hour are kept: 64 MiB. */
#define VISITS_MAX_CLIENTS ((size_t)3 << 20)

#endif
