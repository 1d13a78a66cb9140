/*
 * review_put.h -- rows of the sheets of data: cells in the order of the
 * columns, each as a number, a time or a plain text.
 */
#ifndef REPORT_REVIEW_PUT_H
#define REPORT_REVIEW_PUT_H

#include "report/review.h"

struct review_put {
	struct row *r;
	size_t at; /* the next column */
};

/* Begins sheet `which` of review_sheets with its table. */
struct table *review_sheet(struct build *b, size_t which);

void review_put_cell(struct review_put *p, struct cell c);
void review_put_text(struct review_put *p, struct str s);
void review_put_count(struct review_put *p, int64_t n);
/* Whole seconds where they are, else with milliseconds; negative: not known. */
void review_put_seconds(struct review_put *p, int64_t ms);
void review_put_clock(struct review_put *p, int64_t ms);
/* `z` NULL: UTC. Nothing for NO_INSTANT, here and below. */
void review_put_instant(struct review_put *p, int64_t at, const struct zone *z);
void review_put_share(struct review_put *p, struct ratio share, int decimals);
void review_put_money(struct review_put *p, struct currency c, int64_t minor);
/* Minutes that local time is ahead of UTC. */
void review_put_offset(struct review_put *p, int64_t at, const struct zone *z);
/* Two columns: month and quarter of the local day. */
void review_put_month(struct build *b, struct review_put *p, int64_t at);

#endif
