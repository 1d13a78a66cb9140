/*
 * guard.h -- what leaves the house names nobody else.
 *
 * A finished document for one customer, for customers or for the public is
 * searched, whole, for the names and numbers of all other customers. It is the
 * last door: what let a name through, a section or a sentence somebody wrote,
 * does not matter.
 *
 * Whole words count, with capitals as they are; blanks and punctuation between
 * them do not. Not looked for are: names of less than four characters; numbers
 * of digits alone with less than five of them, which are years and counts; and
 * words of the reports' own wording in that language, as of a customer "Post".
 * What also stands in the reader's own data, or in the provider's, is no leak.
 */
#ifndef REPORT_GUARD_H
#define REPORT_GUARD_H

#include "report/build.h"

/*
 * 0 for an internal edition and for a document that holds; else -1 with
 * ERR_INPUT, naming the customer and the place.
 */
MUST int guard_edition(const struct build *b, struct err *e);

#endif
