/*
 * flow.h -- blocks flow down pages. Knows sheets and blocks, no file format.
 *
 * A block is set where `y` stands and moves it on. What must stay together asks
 * for room first; space before a block vanishes at the top of a page.
 */
#ifndef DOC_FLOW_H
#define DOC_FLOW_H

#include "doc/sheet.h"

struct setting;

/*
 * How generously white space is given. A document is laid out at ease first;
 * where less space between its blocks and rows saves a page it is tightened.
 */
struct ease {
	double between; /* blocks: a factor of the space before and after */
	double row;     /* above and below the text of a table's row */
	double chart;   /* a factor of the height of plots */
};

struct flow {
	const struct doc *doc;
	const struct brand *brand;
	struct sheet *sheet;
	struct arena *keep;
	double x, width;    /* the text column */
	double top, bottom; /* between header and footer */
	double y;
	bool fresh; /* nothing on this page yet */
	const struct ease *ease;
	struct setting *table_plan; /* of the last table (flow_table.c) */
};

/* Lay the whole document out on a new sheet. */
void flow_doc(const struct doc *d, struct arena *keep, struct sheet *ret_sheet);

/* A new page, unless `height` still fits on this one (or this one is empty). */
void flow_room(struct flow *f, double height);
void flow_page(struct flow *f);
/* Space before the next block, and after the last one; at this document's ease.
 */
void flow_gap(struct flow *f, double height);
void flow_after(struct flow *f, double height);
double flow_space(const struct flow *f, double height);
/* What was set reaches down to `y`. */
void flow_down(struct flow *f, double y);

/* Text as it will be drawn. */
struct str flow_text(const struct flow *f, struct str s);
struct type flow_type(const struct flow *f, double size, bool bold);
/* The baseline of a line of this size whose top is at `y`. */
double flow_baseline(double y, double size, double line);

/*
 * The logo where a page begins, at the right; in a letter at the edge of the
 * address window. Returns its box: empty where there is none.
 */
struct box flow_logo(struct flow *f);
/* Header, footer and address window. */
void flow_furniture(struct flow *f);
void flow_letter(struct flow *f);

/* Space before a block; what keeps blocks together counts it, too. */
#define TILES_BEFORE 4
#define TABLE_BEFORE 6
#define CHART_BEFORE 8

void flow_tiles(struct flow *f, const struct block *b);
double flow_tiles_height(const struct flow *f, const struct block *b);
void flow_table(struct flow *f, const struct table *t);
/* Caption, head and first rows: less makes no sense on a page. */
double flow_table_least(struct flow *f, const struct table *t);
void flow_chart(struct flow *f, const struct chart *c);
/* Its height when it gives way so that it fits the page. */
double flow_chart_least(struct flow *f, const struct chart *c);

#endif
