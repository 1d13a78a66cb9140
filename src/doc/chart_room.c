/*
 * chart_room.c -- where a label has room: a raster of taken points and sums
 * over it, so that every place is asked in one step.
 */
#include "doc/chart.h"

#include <math.h>
#include <string.h>

#define MOST_SIDE 900

struct room
room_new(struct arena *keep, struct box b)
{
	struct room r = { .x = b.x,
		.y = b.y,
		.w = b.w > 1 ? (int)fmin(b.w, MOST_SIDE) : 1,
		.h = b.h > 1 ? (int)fmin(b.h, MOST_SIDE) : 1,
		.stale = true };
	size_t n = (size_t)r.w * (size_t)r.h;

	r.taken = arena_array(keep, n, 1);
	r.sum = arena_array(
	    keep, (size_t)(r.w + 1) * (size_t)(r.h + 1), sizeof(int));
	memset(r.taken, 0, n);
	return r;
}

static int
within(double v, int most)
{
	if (!(v > 0))
		return 0;
	return v > most ? most : (int)v;
}

void
room_take(struct room *r, struct box b)
{
	int x0 = within(floor(b.x - r->x), r->w);
	int x1 = within(ceil(b.x + b.w - r->x), r->w);
	int y0 = within(floor(b.y - r->y), r->h);
	int y1 = within(ceil(b.y + b.h - r->y), r->h);

	for (int y = y0; y < y1 && x1 > x0; y++)
		memset(r->taken + (size_t)y * (size_t)r->w + x0, 1,
		    (size_t)(x1 - x0));
	r->stale = true;
}

void
room_take_line(
    struct room *r, struct point from, struct point to, double margin)
{
	double length = hypot(to.x - from.x, to.y - from.y);
	int steps;

	if (!isfinite(length) || length > 4 * MOST_SIDE)
		return;
	steps = (int)length + 1;
	for (int i = 0; i <= steps; i++) {
		double part = (double)i / steps;

		room_take(
		    r, (struct box){ from.x + (to.x - from.x) * part - margin,
			   from.y + (to.y - from.y) * part - margin, 2 * margin,
			   2 * margin });
	}
}

static void
add_up(struct room *r)
{
	int wide = r->w + 1;

	for (int x = 0; x < wide; x++)
		r->sum[x] = 0;
	for (int y = 0; y < r->h; y++) {
		int row = 0;

		r->sum[(y + 1) * wide] = 0;
		for (int x = 0; x < r->w; x++) {
			row += r->taken[y * r->w + x];
			r->sum[(y + 1) * wide + x + 1] =
			    r->sum[y * wide + x + 1] + row;
		}
	}
	r->stale = false;
}

static double
away(struct point p, double x, double y, double w, double h)
{
	double dx = fmax(fmax(x - p.x, p.x - x - w), 0);
	double dy = fmax(fmax(y - p.y, p.y - y - h), 0);

	return hypot(dx, dy);
}

bool
room_find(struct room *r, struct point near, double w, double h, double most,
    struct box *ret_box)
{
	int iw = (int)ceil(w), ih = (int)ceil(h), wide = r->w + 1;
	double best = most;
	bool found = false;

	if (r->stale)
		add_up(r);
	for (int y = 0; y + ih <= r->h; y++)
		for (int x = 0; x + iw <= r->w; x++) {
			const int *a = r->sum + y * wide + x;
			const int *b = a + ih * wide;
			double d;

			if (b[iw] - b[0] - a[iw] + a[0] > 0)
				continue;
			d = away(near, r->x + x, r->y + y, w, h);
			if (d >= best)
				continue;
			best = d;
			found = true;
			*ret_box = (struct box){ r->x + x, r->y + y, w, h };
		}
	return found;
}
