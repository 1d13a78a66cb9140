/*
 * live.h -- formulas of workbooks, put together from parts. They live in the
 * document's arena.
 */
#ifndef REPORT_LIVE_H
#define REPORT_LIVE_H

#include "report/build.h"

/* A number as decimal text, which must outlive the document. */
const struct formula *live_number(struct build *b, const char *text);
/* A column of the same row. */
const struct formula *live_column(struct build *b, int col);
/* l and r with the sign or function `op` between them. */
const struct formula *live_pair(struct build *b, enum formula_op op,
    const struct formula *l, const struct formula *r);
/* a rounded the way of `op` to `digits` decimals. */
const struct formula *live_round(
    struct build *b, enum formula_op op, const struct formula *a, int digits);
/* The operation that rounds amounts as a contract's money is rounded. */
enum formula_op live_rounding(enum rounding mode);
/* In a row of totals: the sum of its column's body rows above. */
const struct formula *live_column_sum(struct build *b);
/*
 * The sum of column `col` of `table` over the rows that satisfy all of `where`,
 * which is copied; all rows where n is 0.
 */
struct formula *live_sum(struct build *b, const char *table, int col,
    const struct formula_where *where, int n);

#endif
