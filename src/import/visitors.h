/*
 * visitors.h -- how many different visitors a site had on a UTC day, as a
 * sketch (domain/sketch.h) that adds up with those of other logs.
 *
 * A visitor is an address and a user agent, hashed together with the name of
 * the site and the day: the same person is another number tomorrow and on the
 * next site, so that sketches cannot be used to follow anybody. The hash has no
 * secret, or sketches of two machines could not be added up. Hence what a
 * sketch tells to somebody who has one and knows a person's address and the
 * exact words of his browser: that he was not there, or that he may have been.
 * The other way, from a sketch to an address, leads nowhere: each visitor
 * leaves less than two bytes, which a million addresses share. Where even that
 * is too much, leave visitors alone: nothing about outages needs them.
 *
 * Only sketches of the days being read are open; others lie packed.
 */
#ifndef IMPORT_VISITORS_H
#define IMPORT_VISITORS_H

#include "import/rollup.h"

struct visitors;

struct visitors *visitors_new(void);
void visitors_free(struct visitors *v); /* NULL is fine */

/*
 * A request by somebody who is no robot. `site` stands for `name` in this
 * table; `name` must be as it is to be stored (lower case, without port).
 */
void visitors_seen(struct visitors *v, int32_t site, struct str name,
    int64_t at_s, struct str client, struct str agent);

/* Add what `more` has seen, whatever numbers its sites had; empties it. */
void visitors_join(struct visitors *v, struct visitors *more);

/*
 * By site name and day, each once; false at the end. Borrowed until the next
 * call of anything here; the first call after visitors_seen() begins anew.
 */
bool visitors_next(struct visitors *v, struct site_visitors *ret);
void visitors_rewind(struct visitors *v);

#endif
