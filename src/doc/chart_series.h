/*
 * chart_series.h -- C2 between its points and its marks.
 */
#ifndef DOC_CHART_SERIES_H
#define DOC_CHART_SERIES_H

#include "doc/chart.h"

/* One point of the drawing; NAN: there is none. */
struct sample {
	double x, expected, low, high, observed; /* y on the page */
};

struct curves {
	struct axis axis;
	double left, top, right, bottom; /* of the plot */
	double step, most;               /* of the scale, in units */
	struct sample *v;
	size_t n;
};

struct curves curves_new(const struct plot *p, double height);
/*
 * A place for a label beside its own line, 8 pt away from every line, off the
 * grid lines and the box in `taken`; false when there is none. `own` is 0 for
 * expected, 1 for observed. *ret_box is where the text goes.
 */
bool curves_place(const struct curves *c, int own, double width, double height,
    const struct box *taken, struct box *ret_box);

#endif
