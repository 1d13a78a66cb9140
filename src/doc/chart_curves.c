/*
 * chart_curves.c -- the numbers of C2: scale, samples, and where its labels
 * have room.
 */
#include "doc/chart_series.h"

#include <math.h>

#define MOST_SAMPLES 600
#define CLEAR        8.0
#define MOST_COLUMNS 900
#define EMPTY_LO     1e9
#define EMPTY_HI     (-1e9)

static bool
known(double v)
{
	return isfinite(v) && v >= 0;
}

static double
greatest(const struct chart *c)
{
	double most = 0;

	for (size_t i = 0; i < c->n_points; i++) {
		const double v[] = { c->point[i].expected, c->point[i].high,
			c->point[i].observed };

		for (int k = 0; k < 3; k++)
			if (known(v[k]) && v[k] > most)
				most = v[k];
	}
	return most;
}

struct mean {
	double sum;
	int n;
};

static void
mean_add(struct mean *m, double v)
{
	if (known(v)) {
		m->sum += v;
		m->n++;
	}
}

static double
mean_y(const struct curves *c, const struct mean *m)
{
	double v;

	if (m->n == 0)
		return NAN;
	v = fmin(m->sum / m->n, c->most);
	return c->bottom - v / c->most * (c->bottom - c->top);
}

/* Points stand in the middle of their bins, as far as the next one tells. */
static double
point_x(const struct chart *c, const struct axis *a, size_t i)
{
	int64_t at = c->point[i].at, next;

	if (i + 1 < c->n_points)
		next = c->point[i + 1].at;
	else if (i > 0)
		next = at + (at - c->point[i - 1].at);
	else
		next = a->to_at;
	return axis_x(a, at + (next - at) / 2);
}

static void
sample(const struct chart *c, struct curves *out)
{
	size_t bucket = (c->n_points + MOST_SAMPLES - 1) / MOST_SAMPLES;

	for (size_t i = 0; i < c->n_points; i += bucket) {
		struct mean m[4] = { { 0 } };
		size_t end =
		    i + bucket < c->n_points ? i + bucket : c->n_points;

		for (size_t k = i; k < end; k++) {
			mean_add(&m[0], c->point[k].expected);
			mean_add(&m[1], c->point[k].low);
			mean_add(&m[2], c->point[k].high);
			mean_add(&m[3], c->point[k].observed);
		}
		out->v[out->n++] =
		    (struct sample){ (point_x(c, &out->axis, i) +
					 point_x(c, &out->axis, end - 1)) /
					 2,
			    mean_y(out, &m[0]), mean_y(out, &m[1]),
			    mean_y(out, &m[2]), mean_y(out, &m[3]) };
	}
}

struct curves
curves_new(const struct plot *p, double height)
{
	const struct chart *c = p->c;
	struct type t = plot_quiet(p);
	struct curves out = { .top = p->y, .bottom = p->y + height };
	double most = greatest(c);
	struct str widest;

	if (!(most > 0))
		most = 1;
	out.step = scale_step(most);
	out.most = out.step * ceil(most / out.step - 1e-9);
	widest = format_count(p->keep, p->f->doc->style,
	    out.most < 1e15 ? (int64_t)out.most : INT64_C(1000000000000000));
	out.left = p->x + type_width(&t, flow_text(p->f, widest)) + 22;
	out.right = p->x + p->width;
	out.axis =
	    (struct axis){ c->from_at, c->to_at, out.left, out.right - out.left,
		    c->zone != NULL ? c->zone : p->f->doc->zone };
	if (out.axis.to_at <= out.axis.from_at && c->n_points > 0) {
		out.axis.from_at = c->point[0].at;
		out.axis.to_at = c->point[c->n_points - 1].at + 1;
	}
	out.v = arena_array(p->keep, MOST_SAMPLES + 1, sizeof *out.v);
	if (c->n_points > 0)
		sample(c, &out);
	return out;
}

/* Per point of width: what the two lines cover. */
struct cover {
	double lo[2][MOST_COLUMNS], hi[2][MOST_COLUMNS];
	int n;
};

static void
cover_add(struct cover *k, const struct curves *c, int line, struct point p)
{
	int i = (int)(p.x - c->left);

	if (i < 0 || i >= k->n)
		return;
	k->lo[line][i] = fmin(k->lo[line][i], p.y);
	k->hi[line][i] = fmax(k->hi[line][i], p.y);
}

static void
cover_line(struct cover *k, const struct curves *c, int line)
{
	for (int i = 0; i < k->n; i++) {
		k->lo[line][i] = EMPTY_LO;
		k->hi[line][i] = EMPTY_HI;
	}
	for (size_t i = 1; i < c->n; i++) {
		const struct sample *a = &c->v[i - 1], *b = &c->v[i];
		double ya = line == 0 ? a->expected : a->observed;
		double yb = line == 0 ? b->expected : b->observed;
		int steps = (int)(b->x - a->x) + 1;

		if (isnan(ya) || isnan(yb))
			continue;
		for (int s = 0; s <= steps; s++) {
			double part = (double)s / steps;

			cover_add(k, c, line,
			    (struct point){ a->x + (b->x - a->x) * part,
				ya + (yb - ya) * part });
		}
	}
}

/* The distance of the box to a line, looking straight up and down. */
static double
distance(const struct cover *k, const struct curves *c, int line, struct box b)
{
	double least = EMPTY_LO;

	for (int i = (int)(b.x - c->left - CLEAR);
	     i <= (int)(b.x + b.w - c->left + CLEAR); i++) {
		if (i < 0 || i >= k->n || k->lo[line][i] > k->hi[line][i])
			continue;
		if (k->hi[line][i] < b.y)
			least = fmin(least, b.y - k->hi[line][i]);
		else if (k->lo[line][i] > b.y + b.h)
			least = fmin(least, k->lo[line][i] - b.y - b.h);
		else
			return -1;
	}
	return least;
}

static bool
on_grid(const struct curves *c, struct box b)
{
	double unit = (c->bottom - c->top) / c->most * c->step;

	for (double y = c->bottom; y >= c->top - 0.1; y -= unit)
		if (y > b.y - 1.5 && y < b.y + b.h + 1.5)
			return true;
	return false;
}

static bool
overlap(struct box a, const struct box *b, double margin)
{
	return b != NULL && a.x < b->x + b->w + margin &&
	       b->x < a.x + a.w + margin && a.y < b->y + b->h + margin &&
	       b->y < a.y + a.h + margin;
}

bool
curves_place(const struct curves *c, int own, double width, double height,
    const struct box *taken, struct box *ret_box)
{
	struct cover k = { .n = (int)(c->right - c->left) };
	double best = EMPTY_LO;

	k.n = k.n > MOST_COLUMNS ? MOST_COLUMNS : k.n;
	cover_line(&k, c, 0);
	cover_line(&k, c, 1);
	for (double y = c->top + 1; y + height < c->bottom - 2; y += 3)
		for (double x = c->left + 4; x + width < c->right - 4; x += 9) {
			struct box b = { x, y, width, height };
			double d, other;

			if (on_grid(c, b) || overlap(b, taken, 6))
				continue;
			d = distance(&k, c, own, b);
			if (d < CLEAR || d >= best)
				continue;
			other = distance(&k, c, 1 - own, b);
			if (other < CLEAR || other <= d)
				continue;
			best = d;
			*ret_box = b;
		}
	return best < 60;
}
