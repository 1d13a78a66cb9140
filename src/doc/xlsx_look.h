/*
 * xlsx_look.h -- number formats of cells, and the look of a tone.
 */
#ifndef DOC_XLSX_LOOK_H
#define DOC_XLSX_LOOK_H

#include "doc/xlsx_book.h"

/* The number format of a cell's kind, NULL for text. */
const char *look_number(const struct book *b, const struct cell *c);
/* The look of what has none of its own; before anything else is written. */
void look_default(struct book *b);
struct look look_tone(const struct book *b, enum tone t, bool bold);
/* Of a cell in a body row of the table, but for its number format. */
struct look look_body(const struct book *b, const struct table *t, int column,
    const struct cell *c);

#endif
