/*
 * chart_field.h -- a field between two scales, and lines in it.
 */
#ifndef DOC_CHART_FIELD_H
#define DOC_CHART_FIELD_H

#include "doc/chart.h"

struct field {
	struct box box;
	struct ruler x, y;
};

/* What lines and levels cover; nothing at all gives [0, 1]. */
struct range {
	double x0, x1, y0, y1;
};

void range_init(struct range *r);
void range_lines(struct range *r, const struct line *l, size_t n);
void range_levels(struct range *r, const struct line_level *l, size_t n);
void range_close(struct range *r);

/* Scales of the chart laid over the box. */
struct field field_new(
    const struct plot *p, struct box box, const struct range *r);
/* A line as points of the page, broken by points that are NAN. */
struct point *field_path(const struct plot *p, const struct field *f,
    const struct line *l, size_t *ret_n);
/* The band of a line that has one, and the line; nothing outside the box. */
void field_band(
    const struct plot *p, const struct field *f, const struct line *l);
void field_line(
    const struct plot *p, const struct field *f, const struct line *l);
void field_levels(const struct plot *p, const struct field *f);
/* Where a line or level ends; false when it is nowhere in the box. */
bool field_end(
    const struct field *f, const struct line *l, struct point *ret_at);
bool field_level(const struct field *f, double y, double *ret_at);

#endif
