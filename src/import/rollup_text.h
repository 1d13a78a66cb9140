/*
 * rollup_text.h -- rollup files: what logs add up to, for another machine.
 *
 *	#makegood-rollup,1
 *	site,from,hits,bytes,errors,robots,views,redirects,client_errors,visits
 *	#part,DIGEST,FROM,TO,TAIL,LINES,REJECTED,FIRST,LAST,LAYER,NAME,RULES
 *	www.shop.example,2025-01-01T00Z,2,66614,0,1,1,0,0,0
 *	#visitors,www.shop.example,2025-01-01,SKETCH
 *	#sum,1,2,66614,0,1,1,0,0,0
 *	#end,1,1
 *
 * Without the lines that begin with # it is a table as any other. A row is an
 * hour, or a minute (2025-01-01T00:05Z) on days counted so. Each part stands
 * for itself, so that a log brought twice is known again. The same parts give
 * the same bytes.
 */
#ifndef IMPORT_ROLLUP_TEXT_H
#define IMPORT_ROLLUP_TEXT_H

#include "domain/counters.h"
#include "domain/part.h"
#include "import/rollup.h"

#define ROLLUP_MARK "#makegood-rollup,1"
/* Counters of a row, in the order of the columns. */
#define ROLLUP_COUNTERS 8

/* How the columns lie in struct traffic. */
extern const size_t rollup_counters[ROLLUP_COUNTERS];
extern const char rollup_head[];

/* What is being written; begin with { .out = buffer }. */
struct rollup_text {
	struct buf *out;
	int64_t parts, cells;
	int64_t part_cells;
	struct traffic sum; /* of the part */
};

void rollup_text_begin(struct rollup_text *w);
void rollup_text_part(struct rollup_text *w, const struct part *part);
/* In order of site and day; hours or minutes. */
void rollup_text_day(struct rollup_text *w, const struct site_day *day);
void rollup_text_visitors(
    struct rollup_text *w, const struct site_visitors *visitors);
/* The part is complete. */
void rollup_text_sum(struct rollup_text *w);
void rollup_text_end(struct rollup_text *w);

#endif
