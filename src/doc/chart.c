/*
 * chart.c -- what all charts share: the finding as title, what is shown as
 * subtitle, the drawing, the legend, and the sentence for those who do not see
 * it.
 */
#include "doc/chart.h"

#include <math.h>

#define CORNERS        16 /* of a circle */
#define HEADING_ROOM   60 /* a chart never pushes its heading off the page */
#define BEFORE_DRAWING 8
#define AFTER_DRAWING  5
#define SCALE_LEAST    0.8 /* rather than to the next page */
#define SWATCH_W       12.0
#define SWATCH_H       7.0
#define LEGEND_GAP     16.0

static const struct chart_art *const arts[] = {
	[CHART_STRIP] = &art_strip,
	[CHART_SERIES] = &art_series,
	[CHART_WATERFALL] = &art_waterfall,
	[CHART_LADDER] = &art_ladder,
	[CHART_BARS] = &art_bars,
	[CHART_LINES] = &art_lines,
	[CHART_MULTIPLES] = &art_multiples,
	[CHART_CALENDAR] = &art_calendar,
	[CHART_LANES] = &art_lanes,
	[CHART_DOTS] = &art_dots,
};

struct type
plot_type(const struct plot *p, bool bold)
{
	return flow_type(p->f, p->b->chart, bold);
}

struct type
plot_quiet(const struct plot *p)
{
	struct type t = plot_type(p, false);

	t.color = p->b->secondary;
	return t;
}

double
plot_widest(const struct type *t, const struct str *s, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++) {
		double w = type_width(t, s[i]);

		if (w > most)
			most = w;
	}
	return most;
}

void
plot_dot(const struct plot *p, struct point at, double radius, uint32_t color,
    double outline)
{
	struct point c[CORNERS + 1];

	for (int i = 0; i <= CORNERS; i++) {
		double turn = 2 * 3.14159265358979 * (i % CORNERS) / CORNERS;

		c[i] = (struct point){ at.x + radius * cos(turn),
			at.y + radius * sin(turn) };
	}
	if (outline > 0) {
		sheet_area(p->s, c, CORNERS, 0xFFFFFF);
		sheet_curve(p->s, c, CORNERS + 1,
		    (struct pen){ .color = color, .width = outline });
	} else {
		sheet_area(p->s, c, CORNERS, color);
	}
}

void
plot_more(const struct plot *p, double y, size_t n)
{
	struct type quiet = plot_quiet(p);

	if (n > 0)
		sheet_text(p->s,
		    (struct point){
			p->x, flow_baseline(y, quiet.size, p->b->chart_line) },
		    ALIGN_LEFT, &quiet, str_format(p->keep, "+ %zu", n));
}

uint32_t
plot_ink_on(const struct plot *p, uint32_t color)
{
	double r = (color >> 16 & 0xFF) / 255.0;
	double g = (color >> 8 & 0xFF) / 255.0, b = (color & 0xFF) / 255.0;
	double light =
	    0.2126 * pow(r, 2.2) + 0.7152 * pow(g, 2.2) + 0.0722 * pow(b, 2.2);

	return light < 0.2 ? 0xFFFFFF : p->b->text;
}

/* The texts around a drawing. */
struct frame {
	struct type title_type, quiet;
	struct lines title, subtitle, alt;
	double head, legend, foot;
};

/* Where each entry of the legend goes; returns the height of all. */
static double
legend(const struct plot *p, bool draw)
{
	const struct chart *c = p->c;
	struct type t = plot_type(p, false);
	double x = p->x, y = p->y, line = p->b->chart_line + 3;

	if (c->n_legends == 0)
		return 0;
	for (size_t i = 0; i < c->n_legends; i++) {
		struct str s = type_cut(p->keep, &t, p->width - SWATCH_W - 5,
		    flow_text(p->f, c->legend[i].label));
		double w = SWATCH_W + 5 + type_width(&t, s);
		struct box box = { x, y + (line - SWATCH_H) / 2, SWATCH_W,
			SWATCH_H };

		if (x > p->x && x + w > p->x + p->width) {
			x = p->x;
			y += line;
			box.x = x;
			box.y += line;
		}
		if (draw) {
			sheet_paint(p->s, p->b, box, c->legend[i].paint);
			sheet_text(p->s,
			    (struct point){ x + SWATCH_W + 5,
				flow_baseline(y, t.size, line) },
			    ALIGN_LEFT, &t, s);
		}
		x += w + LEGEND_GAP;
	}
	return y + line - p->y;
}

static struct plot
plot_of(struct flow *f, const struct chart *c)
{
	return (struct plot){ f, f->sheet, f->brand, c, f->keep, f->x, f->y,
		f->width, f->bottom - f->top - HEADING_ROOM, 1 };
}

static struct frame
frame_of(const struct plot *p)
{
	const struct brand *b = p->b;
	struct frame fr = { .title_type = flow_type(p->f, b->body, true),
		.quiet = plot_quiet(p) };

	if (p->c->title.n > 0)
		fr.title = type_balanced(p->keep, &fr.title_type, p->width,
		    flow_text(p->f, p->c->title));
	if (p->c->subtitle.n > 0)
		fr.subtitle = type_wrap(p->keep, &fr.quiet, p->width, 0,
		    flow_text(p->f, p->c->subtitle));
	if (p->c->alt.n > 0)
		fr.alt = type_wrap(p->keep, &fr.quiet, p->width * 0.92, 0,
		    flow_text(p->f, p->c->alt));
	fr.head = (double)fr.title.n * b->body_line +
		  (double)fr.subtitle.n * (b->chart_line + 1) + BEFORE_DRAWING;
	fr.legend = legend(p, false);
	fr.foot =
	    AFTER_DRAWING + fr.legend +
	    (fr.alt.n > 0 ? 4 + (double)fr.alt.n * (b->chart_line + 1) : 0);
	return fr;
}

static double
height_at(struct flow *f, const struct chart *c, double scale)
{
	struct plot p = plot_of(f, c);
	struct frame fr = frame_of(&p);

	p.most -= fr.head + fr.foot + 8;
	p.scale = fmax(scale * f->ease->chart, SCALE_LEAST);
	return fr.head + arts[c->kind]->height(&p) + fr.foot;
}

double
flow_chart_least(struct flow *f, const struct chart *c)
{
	return height_at(f, c, SCALE_LEAST);
}

/* The largest at which it still fits on this page; 1 when none does. */
static double
scale_here(struct flow *f, const struct chart *c)
{
	for (int percent = 100; percent >= SCALE_LEAST * 100; percent -= 5)
		if (f->y + height_at(f, c, percent / 100.0) <= f->bottom)
			return percent / 100.0;
	return 1;
}

static double
put_lines(
    struct plot *p, const struct type *t, double line, const struct lines *l)
{
	sheet_lines(p->s,
	    (struct point){ p->x, flow_baseline(p->y, t->size, line) },
	    ALIGN_LEFT, t, line, l);
	return p->y + (double)l->n * line;
}

void
flow_chart(struct flow *f, const struct chart *c)
{
	struct plot p;
	struct frame fr;
	double line = f->brand->chart_line + 1, scale;

	flow_gap(f, CHART_BEFORE);
	scale = scale_here(f, c);
	flow_room(f, height_at(f, c, scale));
	p = plot_of(f, c);
	p.scale = fmax(scale * f->ease->chart, SCALE_LEAST);
	fr = frame_of(&p);
	p.most -= fr.head + fr.foot + 8;
	sheet_open(f->sheet, ROLE_FIGURE, flow_text(f, c->alt));
	p.y = put_lines(&p, &fr.title_type, f->brand->body_line, &fr.title);
	p.y = put_lines(&p, &fr.quiet, line, &fr.subtitle) + BEFORE_DRAWING;
	arts[c->kind]->draw(&p);
	p.y += arts[c->kind]->height(&p) + AFTER_DRAWING;
	p.y += legend(&p, true);
	sheet_close(f->sheet);
	if (fr.alt.n > 0) {
		p.y += 4;
		sheet_open(f->sheet, ROLE_P, STR_NONE);
		p.y = put_lines(&p, &fr.quiet, line, &fr.alt);
		sheet_close(f->sheet);
	}
	flow_down(f, p.y);
	flow_after(f, 12);
}
