/*
 * charts.c -- charts of one settlement: the waterfall and the ladder.
 */
#include "report/charts.h"

#include <string.h>

static const struct step *
step_named(const struct settlement *s, const char *key)
{
	for (size_t i = 0; i < s->trace.steps.n; i++)
		if (strcmp(s->trace.steps.v[i].key, key) == 0)
			return &s->trace.steps.v[i];
	return NULL;
}

/* ---- C4 ---------------------------------------------------------------- */

static struct bar
bar_of_step(struct build *b, const struct ledger_row *row,
    const struct step *st, bool first, bool last)
{
	struct bar bar = { .label = explain_label(b->lang, b->keep, row, st) };
	int64_t taken = st->delta_ms < 0 ? -st->delta_ms : st->delta_ms;

	if (first || last) {
		bar.value = show_time(b, st->left_ms);
		bar.size = (double)st->left_ms;
		bar.paint = last ? PAINT_DOWN : PAINT_MUTED;
		return bar;
	}
	bar.value = show_time(b, st->delta_ms);
	bar.size = (double)taken;
	/* What is taken away hangs from where the step before ended. */
	bar.start =
	    (double)(st->delta_ms < 0 ? st->left_ms : st->left_ms - taken);
	bar.paint = st->delta_ms > 0 ? PAINT_DOWN : PAINT_EXCLUDED;
	return bar;
}

static void
waterfall_words(struct build *b, const struct ledger_row *row, struct str name,
    struct chart *c)
{
	const struct settlement *s = &row->settlement;
	const struct step *from = step_named(s, "reported");
	const struct step *to = step_named(s, "downtime");
	struct fill fill[] = {
		{ "reported", show_time(b, from ? from->left_ms : 0) },
		{ "counted", show_time(b, to ? to->left_ms : 0) },
		{ "service", name },
		{ "period", show_period(b, s->period_name) },
	};
	bool all = from && to && from->left_ms == to->left_ms;

	c->title = lang_fill(b->lang,
	    all ? "chart.waterfall.all" : "chart.waterfall.some", b->keep, fill,
	    4);
	c->subtitle =
	    lang_fill(b->lang, "chart.waterfall.what", b->keep, fill, 4);
	c->alt = lang_fill(b->lang, "chart.waterfall.alt", b->keep, fill, 4);
}

struct chart *
waterfall_chart(struct build *b, const struct ledger_row *row, struct str name)
{
	const struct settlement *s = &row->settlement;
	struct chart *c = arena_new(b->keep, struct chart);
	size_t n = 0, drawn = 0;

	for (size_t i = 0; i < s->trace.steps.n; i++)
		n += s->trace.steps.v[i].has_time;
	c->kind = CHART_WATERFALL;
	c->x.ms = true;
	c->x.name = TEXT(b, "chart.waterfall.hours");
	c->bar = arena_array(b->keep, n, sizeof *c->bar);
	for (size_t i = 0; i < s->trace.steps.n; i++) {
		const struct step *st = &s->trace.steps.v[i];

		if (!st->has_time)
			continue;
		c->bar[drawn] =
		    bar_of_step(b, row, st, drawn == 0, drawn + 1 == n);
		drawn++;
	}
	c->n_bars = drawn;
	waterfall_words(b, row, name, c);
	return c;
}

/* ---- C5 ---------------------------------------------------------------- */

static void
ladder_words(struct build *b, const struct ledger_row *row, struct str name,
    struct chart *c)
{
	const struct settlement *s = &row->settlement;
	bool hit = s->tier_hit >= 0;
	const char *title = s->undecided   ? "chart.ladder.open"
			    : hit          ? "chart.ladder.hit"
			    : s->tier_hole ? "chart.ladder.hole"
					   : "chart.ladder.none";
	struct fill fill[] = {
		{ "share", share_text(b->lang, b->keep, s, s->availability) },
		{ "lowest",
		    share_text(b->lang, b->keep, s, s->availability_low) },
		{ "row",
		    hit ? tier_text(b->lang, b->keep, row, (size_t)s->tier_hit)
			: STR_NONE },
		{ "gives",
		    hit ? tier_value(b->lang, b->keep, row, (size_t)s->tier_hit)
			: STR_NONE },
		{ "service", name },
		{ "contract", row->contract->name },
		{ "period", show_period(b, s->period_name) },
		{ "downtime", show_time(b, s->downtime_ms) },
	};

	c->title = lang_fill(b->lang, title, b->keep, fill, 8);
	c->subtitle = lang_fill(b->lang, "chart.ladder.what", b->keep, fill, 8);
	c->alt = lang_fill(b->lang, "chart.ladder.alt", b->keep, fill, 8);
}

struct chart *
ladder_chart(struct build *b, const struct ledger_row *row, struct str name)
{
	const struct settlement *s = &row->settlement;
	struct chart *c = arena_new(b->keep, struct chart);
	const struct credit_tiers *table =
	    credit_table(row->contract->terms->credit);
	bool minutes = table && table->on == ON_AVAILABILITY;

	if (!s->n_tiers)
		return NULL;
	c->kind = CHART_LADDER;
	c->box = arena_array(b->keep, s->n_tiers, sizeof *c->box);
	c->n_boxes = s->n_tiers;
	for (size_t i = 0; i < s->n_tiers; i++) {
		struct ladder_box *box = &c->box[i];
		int64_t reach_ms;

		box->head = tier_text(b->lang, b->keep, row, i);
		box->value = tier_value(b->lang, b->keep, row, i);
		box->hit = (int)i == s->tier_hit;
		if (minutes && tier_reach(s, i, &reach_ms))
			box->note = FILL(b, "chart.ladder.reach",
			    { "time", show_time(b, reach_ms) });
		else if (minutes)
			box->note = TEXT(b, "chart.ladder.more");
	}
	ladder_words(b, row, name, c);
	return c;
}
