/*
 * chart.h -- drawings inside the text column.
 *
 * A kind of chart tells its height and draws itself into a plot. It draws
 * values and measures text with the font, so that no two texts ever touch.
 */
#ifndef DOC_CHART_H
#define DOC_CHART_H

#include "doc/flow.h"

struct plot {
	struct flow *f;
	struct sheet *s;
	const struct brand *b;
	const struct chart *c;
	struct arena *keep;
	double x, y, width; /* top left corner, width of the text column */
	double most;        /* height there is at most */
};

struct chart_art {
	double (*height)(const struct plot *p);
	void (*draw)(const struct plot *p);
};

extern const struct chart_art art_strip;
extern const struct chart_art art_series;
extern const struct chart_art art_waterfall;
extern const struct chart_art art_ladder;
extern const struct chart_art art_bars;

struct type plot_type(const struct plot *p, bool bold);
struct type plot_quiet(const struct plot *p);
/* The widest of the texts on one line. */
double plot_widest(const struct type *t, const struct str *s, size_t n);

/* ---- the axis of time --------------------------------------------------- */

struct axis {
	int64_t from_at, to_at;
	double x, width;
	const struct zone *zone;
};

struct tick {
	int64_t at;
	struct str upper, lower;
};

struct ticks {
	struct tick *v;
	size_t n;
};

double axis_x(const struct axis *a, int64_t at);
/*
 * The finest steps whose labels do not touch: minutes, hours, days, weeks,
 * months of the zone. Labels stand to the right of their tick.
 */
struct ticks axis_ticks(const struct plot *p, const struct axis *a);
/* Grid lines from `top` to `bottom`. */
void axis_grid(const struct plot *p, const struct axis *a,
    const struct ticks *t, double top, double bottom);
/* The line at `y`, with labels below it; axis_height() tells their height. */
void axis_labels(const struct plot *p, const struct axis *a,
    const struct ticks *t, double y);
double axis_height(const struct plot *p);
/* Clock changes as thin double lines, with the two offsets above `top`. */
void axis_changes(
    const struct plot *p, const struct axis *a, double top, double bottom);
/* Does a clock change fall inside? Then keep axis_change_height() above. */
bool axis_has_change(const struct axis *a);
double axis_change_height(const struct plot *p);

#endif
