/*
 * walk.c -- see walk.h.
 */
#include "doc/walk.h"

static bool
see(struct walk *w, struct str text)
{
	return text.n == 0 || w->see(w, text);
}

static bool
see_all(struct walk *w, const struct str *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!see(w, text[i]))
			return false;
	return true;
}

/* ---- charts ---------------------------------------------------------------
 */

static bool
walk_scale(struct walk *w, const struct scale *s)
{
	for (size_t i = 0; i < s->n_ticks; i++)
		if (!see(w, s->tick[i].label))
			return false;
	return see(w, s->name);
}

static bool
walk_lines(struct walk *w, const struct line *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!see(w, l[i].label) || !see(w, l[i].value))
			return false;
	return true;
}

static bool
walk_blocks(struct walk *w, const struct lane_block *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!see(w, b[i].label))
			return false;
	return true;
}

static bool
walk_lanes(struct walk *w, const struct chart *c)
{
	for (size_t i = 0; i < c->n_lanes; i++) {
		const struct lane *k = &c->lane[i];
		const struct str text[] = { k->label, k->value, k->none };

		if (!see_all(w, text, 3) ||
		    !walk_blocks(w, k->block, k->n_blocks))
			return false;
	}
	for (size_t i = 0; i < c->n_mark_legends; i++)
		if (!see(w, c->mark_legend[i].label))
			return false;
	return walk_blocks(w, c->ground, c->n_grounds);
}

static bool
walk_bars(struct walk *w, const struct chart *c)
{
	for (size_t i = 0; i < c->n_bars; i++) {
		const struct bar *b = &c->bar[i];
		const struct str text[] = { b->label, b->value, b->note };

		if (!see_all(w, text, 3))
			return false;
	}
	for (size_t i = 0; i < c->n_boxes; i++) {
		const struct ladder_box *b = &c->box[i];
		const struct str text[] = { b->head, b->value, b->note };

		if (!see_all(w, text, 3))
			return false;
	}
	return true;
}

static bool
walk_calendar(struct walk *w, const struct chart *c)
{
	for (size_t i = 0; i < c->n_bands; i++) {
		const struct calendar_band *b = &c->band[i];

		if (!see(w, b->label))
			return false;
		for (size_t k = 0; k < b->n_days; k++)
			if (!see(w, b->day[k].text))
				return false;
	}
	return see(w, c->notch);
}

static bool
walk_rows(struct walk *w, const struct chart *c)
{
	for (size_t i = 0; i < c->n_strips; i++)
		if (!see(w, c->strip[i].label) || !see(w, c->strip[i].value))
			return false;
	for (size_t i = 0; i < c->n_groups; i++)
		if (!see(w, c->group[i].label) || !see(w, c->group[i].note))
			return false;
	for (size_t i = 0; i < c->n_legends; i++)
		if (!see(w, c->legend[i].label))
			return false;
	return true;
}

static bool
walk_plane(struct walk *w, const struct chart *c)
{
	for (size_t i = 0; i < c->n_marks; i++)
		if (!see(w, c->mark[i].label))
			return false;
	for (size_t i = 0; i < c->n_levels; i++)
		if (!see(w, c->level[i].label))
			return false;
	for (size_t i = 0; i < c->n_multiples; i++) {
		const struct multiple *m = &c->multiple[i];

		if (!see(w, m->label) || !walk_lines(w, m->line, m->n_lines))
			return false;
	}
	return walk_lines(w, c->line, c->n_lines) && walk_scale(w, &c->x) &&
	       walk_scale(w, &c->y);
}

static bool
walk_chart(struct walk *w, const struct chart *c)
{
	const struct str text[] = { c->title, c->subtitle, c->alt,
		c->label_expected, c->label_observed };

	return see_all(w, text, 5) && walk_rows(w, c) && walk_bars(w, c) &&
	       walk_plane(w, c) && walk_calendar(w, c) && walk_lanes(w, c);
}

/* ---- blocks ---------------------------------------------------------------
 */

static bool
walk_cells(struct walk *w, const struct cell *c, int n)
{
	for (int i = 0; i < n; i++)
		if (c[i].kind == CELL_TEXT && !see(w, c[i].text))
			return false;
	return true;
}

/* Rows that are made when they are asked for. */
static bool
walk_made(struct walk *w, const struct table *t)
{
	struct arena scratch = { 0 };
	bool ok = true;

	for (size_t r = 0; r < t->source.n && ok; r++) {
		struct arena_mark mark = arena_mark(&scratch);
		struct cell *cell =
		    arena_array(&scratch, (size_t)t->n_columns, sizeof *cell);

		w->failed = t->source.make(
				t->source.arg, r, &scratch, cell, w->err) != 0;
		ok = !w->failed && walk_cells(w, cell, t->n_columns);
		arena_reset(&scratch, mark);
	}
	arena_release(&scratch);
	return ok;
}

static bool
walk_table(struct walk *w, const struct table *t)
{
	if (!see(w, t->caption) || !see(w, t->none) || !see(w, t->paper_rest))
		return false;
	for (int i = 0; i < t->n_columns; i++)
		if (!see(w, t->column[i].head) || !see(w, t->column[i].unit))
			return false;
	for (size_t r = 0; r < t->rows.n; r++)
		if (!walk_cells(w, t->rows.v[r].cell, t->n_columns))
			return false;
	return walk_made(w, t);
}

static bool
walk_figures(struct walk *w, const struct block *b)
{
	for (size_t i = 0; i < b->n_figures; i++) {
		const struct key_figure *k = &b->figure[i];

		if (!see(w, k->text) || !see(w, k->label) ||
		    (k->value.kind == CELL_TEXT && !see(w, k->value.text)))
			return false;
	}
	return true;
}

static bool
walk_block(struct walk *w, const struct block *b)
{
	if (b->kind == BLOCK_HEADING)
		w->under = b->text.n > 0 ? b->text : b->sheet;
	return see(w, b->text) && see(w, b->sheet) && walk_figures(w, b) &&
	       (b->table == NULL || walk_table(w, b->table)) &&
	       (b->chart == NULL || walk_chart(w, b->chart));
}

bool
doc_walk(const struct doc *d, struct walk *w)
{
	const struct str text[] = { d->title, d->subtitle, d->author,
		d->header_left, d->header_right, d->footer, d->watermark };

	w->under = STR_NONE;
	if (!see_all(w, text, sizeof text / sizeof text[0]) ||
	    !see_all(w, d->sender, d->n_sender) ||
	    !see_all(w, d->recipient, d->n_recipient))
		return false;
	for (size_t i = 0; i < d->blocks.n; i++)
		if (!walk_block(w, &d->blocks.v[i]))
			return false;
	return true;
}
