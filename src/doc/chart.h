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
	double scale;       /* of a plot's height, so that it fits a page */
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
extern const struct chart_art art_lines;
extern const struct chart_art art_multiples;
extern const struct chart_art art_calendar;
extern const struct chart_art art_lanes;
extern const struct chart_art art_dots;

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
/* The place of the first clock change to the right of `after`, else NAN. */
double axis_change_after(const struct axis *a, double after);

/* ---- any other scale (chart_scale.c) ------------------------------------ */

/* A scale on the page: `from` stands at `at`, `to` a `length` further. */
struct ruler {
	enum scale_kind kind;
	double from, to;
	double at, length; /* negative: upward */
	struct scale_tick *tick;
	size_t n;
};

/*
 * The ticks of the scale that lie in it, or round ones; a scale of no length is
 * replaced by [from, to], the range of what is to be shown.
 */
struct ruler ruler_new(
    const struct plot *p, const struct scale *s, double from, double to);
/* The place of a value, no further than an eighth beyond the ends; NAN for
 * what has none. */
double ruler_at(const struct ruler *r, double v);
/* Labels of an upright scale, right-aligned before `x`, and its grid lines to
 * `right`; ruler_room() tells how wide they are. */
double ruler_room(const struct plot *p, const struct ruler *r);
void ruler_upright(
    const struct plot *p, const struct ruler *r, double x, double right);
/* The line at `y` and labels below; ruler_height() tells their height, also of
 * a scale of time. */
void ruler_level(const struct plot *p, const struct ruler *r, double y);
double ruler_height(const struct plot *p, const struct scale *s);
/* Ticks of a scale of time as an axis. */
struct axis ruler_axis(const struct plot *p, const struct ruler *r);

/* The round step that divides `most` into four or five. */
double scale_step(double most);
/* A number beside a tick of a scale with this step. */
struct str scale_number(const struct plot *p, double v, double step);

/* ---- room for labels (chart_room.c) ------------------------------------- */

/* A raster of what is taken, one cell a point. */
struct room {
	double x, y;
	int w, h;
	unsigned char *taken;
	int *sum;
	bool stale;
};

struct room room_new(struct arena *keep, struct box b);
void room_take(struct room *r, struct box b);
void room_take_line(
    struct room *r, struct point from, struct point to, double margin);
/* The free place for a box of this size that is nearest to a point. */
bool room_find(struct room *r, struct point near, double w, double h,
    double most, struct box *ret_box);

/* ---- marks --------------------------------------------------------------- */

/* A filled circle, or its outline when `pen` has a width. */
void plot_dot(const struct plot *p, struct point at, double radius,
    uint32_t color, double outline);
/* "+ 12": what found no room. */
void plot_more(const struct plot *p, double y, size_t n);
/* Ink that can be read on this colour. */
uint32_t plot_ink_on(const struct plot *p, uint32_t color);

#endif
