/*
 * estimate_print.h -- an estimate for programs and for people.
 */
#ifndef CLI_ESTIMATE_PRINT_H
#define CLI_ESTIMATE_PRINT_H

#include "domain/estimate.h"

/* One object on one line; `name`, unless it is empty, comes as "case". */
void estimate_json(struct buf *out, struct str name, const struct estimate *x);

/* A page of text. */
void estimate_text(struct buf *out, const struct estimate *x);

/* The beginning of such an object, and one more text in it. */
void estimate_json_begins(struct buf *out, struct str name);
void estimate_json_pair(struct buf *out, const char *key, struct str text);

#endif
