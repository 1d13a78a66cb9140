/*
 * chart.c -- what all charts share: the finding as title, what is shown as
 * subtitle, the drawing, the legend, and the sentence for those who do not see
 * it.
 */
#include "doc/chart.h"

#define HEADING_ROOM   60 /* a chart never pushes its heading off the page */
#define BEFORE_DRAWING 8
#define AFTER_DRAWING  5
#define SWATCH_W       12.0
#define SWATCH_H       7.0
#define LEGEND_GAP     16.0

static const struct chart_art *const arts[] = {
	[CHART_STRIP] = &art_strip,
	[CHART_SERIES] = &art_series,
	[CHART_WATERFALL] = &art_waterfall,
	[CHART_LADDER] = &art_ladder,
	[CHART_BARS] = &art_bars,
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
		f->width, f->bottom - f->top - HEADING_ROOM };
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

double
flow_chart_height(struct flow *f, const struct chart *c)
{
	struct plot p = plot_of(f, c);
	struct frame fr = frame_of(&p);

	p.most -= fr.head + fr.foot + 8;
	return fr.head + arts[c->kind]->height(&p) + fr.foot;
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
	double line = f->brand->chart_line + 1;

	flow_gap(f, 8);
	flow_room(f, flow_chart_height(f, c));
	p = plot_of(f, c);
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
	f->y += 12;
}
