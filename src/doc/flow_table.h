/*
 * flow_table.h -- a table between its blocks and its marks.
 */
#ifndef DOC_FLOW_TABLE_H
#define DOC_FLOW_TABLE_H

#include "doc/flow.h"

#define TABLE_GAP  10.0 /* between columns */
#define NARROW_GAP 6.0  /* rather than smaller type */

struct grid_column {
	const struct column *column;
	int of; /* its index in the table */
	struct str head, unit;
	struct lines head_lines, unit_lines;
	bool wraps; /* holds text; figures and instants stay on one line */
	double x, width;
	double least, natural; /* what it needs at least, and would like */
};

/* The columns that are printed, and the text of every cell in them. */
struct grid {
	const struct table *table;
	struct grid_column *column;
	size_t n;
	struct str **cell; /* [row][column] */
	double size, line; /* of the body */
	double gap;        /* between columns */
};

struct grid *grid_new(struct flow *f, const struct table *t);
/* How a cell is set: its tone, the role of its row. */
struct type grid_type(
    const struct flow *f, const struct grid *g, size_t row, size_t column);
struct type grid_head_type(const struct flow *f, const struct grid *g);
struct type grid_unit_type(const struct flow *f, const struct grid *g);

#endif
