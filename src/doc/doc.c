/*
 * doc.c -- building a document, block by block. See doc.h.
 *
 * Nothing here knows how a block will look.
 */
#include "doc/doc.h"

#include <string.h>

#include "base/utf8.h"

struct str
doc_text(struct arena *keep, struct str s)
{
	return utf8_shown(keep, s);
}

struct doc *
doc_new(struct arena *keep, const struct doc_style *style,
    const struct zone *zone, struct str title, int64_t created_at)
{
	struct doc *d = arena_new(keep, struct doc);

	d->keep = keep;
	d->style = style;
	d->zone = zone;
	d->title = doc_text(keep, title);
	d->created_at = created_at;
	return d;
}

static struct block *
add(struct doc *d, enum block_kind kind, struct str text)
{
	struct block *b = vec_push(d->keep, &d->blocks);

	b->kind = kind;
	b->text = doc_text(d->keep, text);
	return b;
}

void
doc_heading(struct doc *d, int level, struct str text, struct str sheet)
{
	struct block *b = add(d, BLOCK_HEADING, text);

	b->level = level;
	b->sheet = doc_text(d->keep, sheet);
}

void
doc_paragraph(struct doc *d, struct str text)
{
	add(d, BLOCK_PARAGRAPH, text);
}

void
doc_small_print(struct doc *d, struct str text)
{
	add(d, BLOCK_PARAGRAPH, text)->level = 1;
}

void
doc_result(struct doc *d, struct str text)
{
	add(d, BLOCK_RESULT, text);
}

void
doc_note(struct doc *d, struct str text)
{
	add(d, BLOCK_NOTE, text);
}

void
doc_page_break(struct doc *d)
{
	add(d, BLOCK_PAGE_BREAK, STR_NONE);
}

void
doc_key_figures(struct doc *d, struct key_figure *figure, size_t n)
{
	struct block *b = add(d, BLOCK_KEY_FIGURES, STR_NONE);

	b->figure = figure;
	b->n_figures = n;
}

void
doc_chart(struct doc *d, struct chart *chart)
{
	add(d, BLOCK_CHART, STR_NONE)->chart = chart;
}

struct table *
doc_table(struct doc *d, const char *id, struct column *column, int n_columns)
{
	struct table *t = arena_new(d->keep, struct table);

	t->id = id;
	t->column = column;
	t->n_columns = n_columns;
	add(d, BLOCK_TABLE, STR_NONE)->table = t;
	return t;
}

struct row *
table_row(struct doc *d, struct table *t, enum row_role role)
{
	struct row *r = vec_push(d->keep, &t->rows);

	r->role = role;
	r->cell = arena_array(d->keep, (size_t)t->n_columns, sizeof *r->cell);
	return r;
}

size_t
table_rows(const struct table *t)
{
	return t->source.n > 0 ? t->source.n : t->rows.n;
}

static int
fill_table(struct table *t, struct arena *keep, struct err *e)
{
	struct row_source source = t->source;

	t->source = (struct row_source){ 0 };
	for (size_t i = 0; i < source.n; i++) {
		struct row *r = vec_push(keep, &t->rows);

		r->role = ROW_BODY;
		r->cell =
		    arena_array(keep, (size_t)t->n_columns, sizeof *r->cell);
		if (source.make(source.arg, i, keep, r->cell, e) != 0)
			return -1;
	}
	return 0;
}

int
doc_filled(const struct doc *d, struct arena *keep, const struct doc **ret_doc,
    struct err *e)
{
	struct doc *copy = NULL;

	*ret_doc = d;
	for (size_t i = 0; i < d->blocks.n; i++) {
		const struct table *t = d->blocks.v[i].table;
		struct table *own;

		if (t == NULL || t->source.n == 0)
			continue;
		if (copy == NULL) {
			copy = arena_new(keep, struct doc);
			*copy = *d;
			copy->blocks.v =
			    arena_array(keep, d->blocks.n, sizeof *d->blocks.v);
			memcpy(copy->blocks.v, d->blocks.v,
			    d->blocks.n * sizeof *d->blocks.v);
			*ret_doc = copy;
		}
		own = arena_new(keep, struct table);
		*own = *t;
		if (fill_table(own, keep, e) != 0)
			return -1;
		copy->blocks.v[i].table = own;
	}
	return 0;
}

struct cell
cell_text(struct str s)
{
	return (struct cell){ .kind = CELL_TEXT, .text = s };
}

struct cell
cell_count(int64_t n)
{
	return (struct cell){ .kind = CELL_COUNT, .number = n };
}

struct cell
cell_money(int64_t minor, const char *code, int digits)
{
	struct cell c = { .kind = CELL_MONEY, .number = minor };

	for (size_t i = 0; i < sizeof c.code - 1 && code[i] != '\0'; i++)
		c.code[i] = code[i];
	c.digits = digits;
	return c;
}

struct cell
cell_percent(struct ratio share, int decimals)
{
	return (struct cell){
		.kind = CELL_PERCENT, .ratio = share, .decimals = decimals
	};
}

struct cell
cell_duration(int64_t ms)
{
	return (struct cell){ .kind = CELL_DURATION, .number = ms };
}

struct cell
cell_instant(int64_t at, const struct zone *z)
{
	return (struct cell){ .kind = CELL_INSTANT, .number = at, .zone = z };
}

struct cell
cell_date(int64_t at, const struct zone *z)
{
	return (struct cell){ .kind = CELL_DATE, .number = at, .zone = z };
}

struct cell
cell_number(struct ratio value, int decimals)
{
	return (struct cell){
		.kind = CELL_NUMBER, .ratio = value, .decimals = decimals
	};
}

struct cell
cell_clock(int64_t ms)
{
	return (struct cell){ .kind = CELL_CLOCK, .number = ms };
}
