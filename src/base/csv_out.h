/*
 * csv_out.h -- writing one field of comma-separated values.
 */
#ifndef BASE_CSV_OUT_H
#define BASE_CSV_OUT_H

#include "base/str.h"

/*
 * A text as one field: in quotes where it could be taken for more than one. A
 * spreadsheet computes what begins as a formula does, so that a stranger's text
 * could run there; such a text gets an apostrophe before it, which spreadsheets
 * take for "this is text". Not for numbers: a minus is theirs.
 */
void csv_out_text(struct buf *out, struct str text);

#endif
