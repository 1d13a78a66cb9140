/*
 * text_table.c -- tables of the text writer: columns aligned by code points, or
 * one record after the other when the columns do not fit side by side.
 */
#include "doc/text.h"

#include <string.h>

#include "base/utf8.h"

#define GAP       2
#define WORD_MOST 30 /* a longer word may be broken */

/* The columns that are printed, and what stands in them. */
struct grid {
	const struct table *t;
	const struct column **column;
	int *of;              /* their index in the table */
	size_t *width, *word; /* and the longest word in it */
	bool *wraps; /* holds text; figures and instants stay on one line */
	size_t n;
	struct str *head;
	struct str **cell; /* [row][column] */
};

static struct str
head_text(struct text_out *o, const struct column *c)
{
	struct str head = text_clean(o->scratch, c->head);
	struct str unit = text_clean(o->scratch, c->unit);

	if (unit.n == 0)
		return head;
	if (head.n == 0)
		return unit;
	return str_format(
	    o->scratch, "%.*s (%.*s)", STR_ARG(head), STR_ARG(unit));
}

static void
fill_grid(struct text_out *o, const struct table *t, struct grid *g)
{
	size_t n = (size_t)t->n_columns;

	*g = (struct grid){ .t = t };
	g->column = arena_array(o->scratch, n, sizeof *g->column);
	g->of = arena_array(o->scratch, n, sizeof *g->of);
	g->width = arena_array(o->scratch, n, sizeof *g->width);
	g->word = arena_array(o->scratch, n, sizeof *g->word);
	g->wraps = arena_array(o->scratch, n, sizeof *g->wraps);
	g->head = arena_array(o->scratch, n, sizeof *g->head);
	g->cell = arena_array(o->scratch, t->rows.n, sizeof *g->cell);
	for (int i = 0; i < t->n_columns; i++)
		if (!t->column[i].xlsx_only) {
			g->column[g->n] = &t->column[i];
			g->head[g->n] = head_text(o, &t->column[i]);
			g->of[g->n++] = i;
		}
	for (size_t r = 0; r < t->rows.n; r++) {
		g->cell[r] = arena_array(o->scratch, n, sizeof **g->cell);
		for (size_t k = 0; k < g->n; k++) {
			const struct cell *c = &t->rows.v[r].cell[g->of[k]];
			bool quiet = c->kind == CELL_EMPTY &&
				     t->rows.v[r].role != ROW_BODY;

			if (c->kind == CELL_TEXT && !g->column[k]->right &&
			    t->rows.v[r].role == ROW_BODY)
				g->wraps[k] = true;
			g->cell[r][k] = quiet ? STR_NONE
					      : text_clean(o->scratch,
						    cell_format(o->scratch,
							o->doc->style, c));
		}
	}
}

static double
one_column(const void *ctx, uint32_t c)
{
	(void)ctx;
	(void)c;
	return 1;
}

/* Addresses and paths may be divided at their joints, other words not. */
static size_t
longest_word(struct str s)
{
	const struct wrap_rule rule = { .advance = one_column };

	return (size_t)wrap_widest_word(&rule, s, WORDS_JOINTS);
}

static size_t
total_width(const struct grid *g)
{
	size_t sum = g->n > 0 ? (g->n - 1) * GAP : 0;

	for (size_t k = 0; k < g->n; k++)
		sum += g->width[k];
	return sum;
}

/* The widest column of text that can give way; g->n: none can. */
static size_t
widest(const struct grid *g)
{
	size_t found = g->n;

	for (size_t k = 0; k < g->n; k++) {
		size_t least = g->word[k] < WORD_MOST ? g->word[k] : WORD_MOST;

		if (g->wraps[k] && g->width[k] > least &&
		    (found == g->n || g->width[k] > g->width[found]))
			found = k;
	}
	return found;
}

/* The widest column of text gives way first. */
static bool
fit_widths(struct grid *g)
{
	for (size_t k = 0; k < g->n; k++) {
		g->width[k] = longest_word(g->head[k]);
		for (size_t r = 0; r < g->t->rows.n; r++) {
			size_t n = utf8_count(g->cell[r][k]);

			size_t word = longest_word(g->cell[r][k]);

			if (n > g->width[k])
				g->width[k] = n;
			if (word > g->word[k])
				g->word[k] = word;
		}
		if (utf8_count(g->head[k]) <= 14 &&
		    utf8_count(g->head[k]) > g->width[k])
			g->width[k] = utf8_count(g->head[k]);
	}
	while (total_width(g) > TEXT_COLUMNS) {
		size_t k = widest(g);

		if (k == g->n)
			return false;
		g->width[k]--;
	}
	return true;
}

static void
put_row(struct text_out *o, const struct grid *g, const struct str *cell)
{
	struct lines *l = arena_array(o->scratch, g->n, sizeof *l);
	size_t most = 1;

	for (size_t k = 0; k < g->n; k++) {
		l[k] = wrap_columns(o->scratch, g->width[k], cell[k]);
		if (l[k].n > most)
			most = l[k].n;
	}
	for (size_t i = 0; i < most; i++) {
		for (size_t k = 0; k < g->n; k++) {
			struct str s = i < l[k].n ? l[k].v[i] : STR_NONE;

			text_pad(o, s, g->width[k], g->column[k]->right);
			if (k + 1 < g->n)
				text_repeat(o, " ", GAP);
		}
		text_end(o);
	}
}

static void
put_rule(struct text_out *o, const struct grid *g)
{
	for (size_t k = 0; k < g->n; k++) {
		text_repeat(o, "-", g->width[k]);
		if (k + 1 < g->n)
			text_repeat(o, " ", GAP);
	}
	buf_addc(&o->buf, '\n');
}

static void
put_aligned(struct text_out *o, const struct grid *g)
{
	put_row(o, g, g->head);
	put_rule(o, g);
	for (size_t r = 0; r < g->t->rows.n; r++) {
		enum row_role role = g->t->rows.v[r].role;

		if (role == ROW_TOTAL &&
		    (r == 0 || g->t->rows.v[r - 1].role != ROW_TOTAL))
			put_rule(o, g);
		put_row(o, g, g->cell[r]);
		if (role == ROW_SUBTOTAL)
			put_rule(o, g);
	}
}

/* Head and value, one under the other, a blank line between rows. */
static void
put_records(struct text_out *o, const struct grid *g)
{
	size_t most = 0;

	for (size_t k = 0; k < g->n; k++) {
		size_t n = utf8_count(g->head[k]);

		if (n > most)
			most = n;
	}
	if (most > 40)
		most = 40;
	for (size_t r = 0; r < g->t->rows.n; r++) {
		if (r > 0)
			buf_addc(&o->buf, '\n');
		for (size_t k = 0; k < g->n; k++) {
			struct lines l = wrap_columns(
			    o->scratch, TEXT_COLUMNS - most - 4, g->cell[r][k]);

			for (size_t i = 0; i < l.n; i++) {
				buf_adds(&o->buf, "  ");
				text_pad(o, i == 0 ? g->head[k] : STR_NONE,
				    most, false);
				buf_adds(&o->buf, "  ");
				buf_addstr(&o->buf, l.v[i]);
				text_end(o);
			}
		}
	}
}

void
text_table(struct text_out *o, const struct table *t)
{
	struct grid g;

	if (t->caption.n > 0)
		text_block(o, "", t->caption);
	if (t->rows.n == 0) {
		text_block(o, "  ",
		    t->none.n > 0 ? t->none : str_of(o->doc->style->empty));
		return;
	}
	if (t->caption.n > 0)
		buf_addc(&o->buf, '\n');
	fill_grid(o, t, &g);
	if (fit_widths(&g))
		put_aligned(o, &g);
	else
		put_records(o, &g);
}
