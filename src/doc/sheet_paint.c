/*
 * sheet_paint.c -- fills and hatches. A hatch is cut to its box by arithmetic,
 * not by a clip, and runs on one grid for the whole page, so that neighbours
 * join.
 */
#include "doc/sheet.h"

#include <math.h>

#define MAX_HATCH     2000
#define LEAST_HATCHED 2.0 /* narrower boxes are only filled */

enum hatch { HATCH_NONE, HATCH_RISING, HATCH_LEVEL, HATCH_CROSS };

struct hatch_style {
	enum hatch kind;
	uint32_t color;
	double width, pitch;
	uint32_t border; /* drawn when has_border */
	bool has_border;
};

static struct hatch_style
hatch_of(const struct brand *b, enum paint p)
{
	switch (p) {
	case PAINT_DEGRADED:
		return (struct hatch_style){ HATCH_RISING, b->degraded_hatch,
			0.45, 3.2, 0, false };
	case PAINT_EXCLUDED:
		return (struct hatch_style){ HATCH_LEVEL, b->excluded_hatch,
			0.5, 2.6, 0, false };
	case PAINT_NO_DATA:
		return (struct hatch_style){ HATCH_CROSS, b->no_data_hatch,
			0.35, 3.2, b->no_data_border, true };
	case PAINT_LOST:
		return (struct hatch_style){ HATCH_RISING, b->lost_hatch, 0.35,
			4, 0, false };
	default:
		return (struct hatch_style){ 0 };
	}
}

/*
 * Lines x + dir * y = k * step inside the box. With y downward, dir 1 rises to
 * the right.
 */
static size_t
slanted(struct box b, double step, int dir, struct point *out)
{
	double y0 = dir > 0 ? b.y : -(b.y + b.h);
	double lo = b.x + y0, hi = lo + b.w + b.h;
	size_t n = 0;

	for (double k = ceil(lo / step); k * step < hi && n + 2 <= MAX_HATCH;
	     k++) {
		double c = k * step;
		double x1 = fmax(b.x, c - y0 - b.h);
		double x2 = fmin(b.x + b.w, c - y0);

		if (x2 - x1 < 0.05)
			continue;
		out[n++] = (struct point){ x1, dir * (c - x1) };
		out[n++] = (struct point){ x2, dir * (c - x2) };
	}
	return n;
}

static size_t
level(struct box b, double pitch, struct point *out)
{
	size_t n = 0;

	for (double y = b.y + pitch / 2; y < b.y + b.h && n + 2 <= MAX_HATCH;
	     y += pitch) {
		out[n++] = (struct point){ b.x, y };
		out[n++] = (struct point){ b.x + b.w, y };
	}
	return n;
}

void
sheet_paint(
    struct sheet *s, const struct brand *b, struct box box, enum paint paint)
{
	struct hatch_style h = hatch_of(b, paint);
	struct pen pen = { .color = h.color, .width = h.width };
	double step = h.pitch * 1.41421356;
	struct point p[MAX_HATCH];

	if (!(box.w > 0) || !(box.h > 0))
		return;
	if (box.w < LEAST_HATCHED || box.h < LEAST_HATCHED) {
		/* a paint that lives by its border would not be seen */
		sheet_fill(
		    s, box, h.has_border ? h.border : brand_fill(b, paint));
		return;
	}
	sheet_fill(s, box, brand_fill(b, paint));
	if (h.kind == HATCH_RISING || h.kind == HATCH_CROSS)
		sheet_pairs(s, p, slanted(box, step, 1, p), pen);
	if (h.kind == HATCH_CROSS)
		sheet_pairs(s, p, slanted(box, step, -1, p), pen);
	if (h.kind == HATCH_LEVEL)
		sheet_pairs(s, p, level(box, h.pitch, p), pen);
	if (h.has_border && box.w > 1)
		sheet_frame(s,
		    (struct box){
			box.x + 0.25, box.y + 0.25, box.w - 0.5, box.h - 0.5 },
		    (struct pen){ .color = h.border, .width = 0.5 });
}
