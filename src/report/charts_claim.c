/*
 * charts_claim.c -- C3: the loss as it grew.
 */
#include "domain/estimate_loss.h"
#include "report/charts.h"

static void
loss_words(struct build *b, struct chart *c)
{
	const struct lost_figures *l = &b->incident.lost;
	const struct lost_sums *s = &l->sums;
	struct fill fill[] = {
		{ "lost",
		    show_estimate(b, s->lost, s->lost_lo80, s->lost_hi80) },
		{ "low", show_estimate(
			     b, s->lost_lo80, s->lost_lo80, s->lost_hi80) },
		{ "high", show_estimate(
			      b, s->lost_hi80, s->lost_lo80, s->lost_hi80) },
		{ "unit", show_unit(b, l->unit) },
		{ "zone", b->dossier->settings.zone_name },
	};

	c->title = lang_fill(b->lang, "chart.loss.title", b->keep, fill, 5);
	c->subtitle = lang_fill(b->lang, "chart.loss.what", b->keep, fill, 5);
	c->alt = lang_fill(b->lang, "chart.loss.alt", b->keep, fill, 5);
	c->line[0].value = fill[0].text;
}

static void
loss_line(struct build *b, const struct loss_curve *loss, struct line *line)
{
	line->label = TEXT(b, "chart.loss.so_far");
	line->paint = PAINT_DOWN;
	line->band = true;
	line->point = arena_array(b->keep, loss->n, sizeof *line->point);
	line->n_points = loss->n;
	for (size_t i = 0; i < loss->n; i++) {
		const struct loss_point *p = &loss->points[i];

		line->point[i] = (struct line_point){ (double)p->at, p->lost,
			p->low, p->high };
	}
}

/* What came back in the day after, beside the loss and never deducted. */
static void
after_line(struct build *b, const struct loss_curve *loss, struct line *line)
{
	const struct loss_point *last = &loss->points[loss->n - 1];

	line->label = TEXT(b, "chart.loss.after");
	line->paint = PAINT_DOWN;
	line->dashed = true;
	line->point = arena_array(b->keep, 2, sizeof *line->point);
	line->n_points = 2;
	line->point[0] =
	    (struct line_point){ .x = (double)last->at, .y = last->lost };
	line->point[1] = (struct line_point){ .x = (double)loss->after_at,
		.y = loss->after };
}

struct chart *
loss_chart(struct build *b)
{
	struct loss_curve loss =
	    estimate_loss(b->dossier, &b->incident.lost, b->keep);
	bool after = loss.after_at != NO_INSTANT;
	struct chart *c;

	if (loss.n < 2)
		return NULL;
	c = arena_new(b->keep, struct chart);
	c->kind = CHART_LINES;
	c->zone = b->zone;
	c->line = arena_array(b->keep, 2, sizeof *c->line);
	c->n_lines = 1 + (size_t)after;
	loss_line(b, &loss, &c->line[0]);
	if (after)
		after_line(b, &loss, &c->line[1]);
	c->x = (struct scale){ .kind = SCALE_TIME,
		.from = (double)loss.points[0].at,
		.to = (double)(after ? loss.after_at
				     : loss.points[loss.n - 1].at),
		.name = b->dossier->settings.zone_name };
	c->y = (struct scale){ .kind = SCALE_LINEAR,
		.from = after && loss.after < 0 ? loss.after : 0,
		.to = loss.points[loss.n - 1].high,
		.name = show_unit(b, b->incident.lost.unit) };
	if (after && loss.after > c->y.to)
		c->y.to = loss.after;
	c->from_at = (int64_t)c->x.from;
	c->to_at = (int64_t)c->x.to;
	loss_words(b, c);
	return c;
}
