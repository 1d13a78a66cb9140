/*
 * xlsx_plan.c -- which block goes to which sheet and row.
 *
 * A heading of level 1 begins a sheet; what stands before the first one shares
 * its sheet. Sheet names are made legal and unique.
 */
#include "doc/xlsx_book.h"

#include "base/utf8.h"
#include "doc/wrap.h"
#include "doc/xlsx_chart.h"

#define MOST_NAME     31
#define PROSE_COLUMNS 100
#define FRONT_ROWS    3 /* title, subtitle, blank */

struct lines
book_lines(const struct book *b, struct str s)
{
	return wrap_columns(b->keep, PROSE_COLUMNS, doc_text(b->keep, s));
}

/* Letters without case, as far as spreadsheets compare names. */
static uint32_t
folded(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
	    (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
		return c + 32;
	if (c >= 0x400 && c <= 0x40F)
		return c + 80;
	if (c >= 0x100 && c <= 0x17F)
		return c | 1;
	return c;
}

static bool
same_name(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	while (i < a.n && k < b.n)
		if (folded(utf8_next(a, &i)) != folded(utf8_next(b, &k)))
			return false;
	return i == a.n && k == b.n;
}

static bool
taken(const struct book *b, struct str name)
{
	/* A name that spreadsheets keep for themselves. */
	if (same_name(name, STR("History")))
		return true;
	for (size_t i = 0; i < b->sheets.n; i++)
		if (same_name(b->sheets.v[i].name, name))
			return true;
	return false;
}

/* The first `most` UTF-16 units of a text, in whole characters. */
static struct str
first_units(struct str s, size_t most)
{
	size_t n = 0, i = 0, end = 0;

	while (i < s.n) {
		n += utf8_next(s, &i) > 0xFFFF ? 2 : 1;
		if (n > most)
			break;
		end = i;
	}
	return str_sub(s, 0, end);
}

static struct str
trimmed(struct str s)
{
	struct str t = str_trim(s);

	while (t.n > 0 && t.p[0] == '\'')
		t = str_sub(t, 1, t.n);
	while (t.n > 0 && t.p[t.n - 1] == '\'')
		t.n--;
	return str_trim(t);
}

/* No []:*?/\, no apostrophe at the ends, 31 characters, not yet taken. */
static struct str
legal_name(const struct book *b, struct str wish)
{
	struct str s = str_dup(b->keep, doc_text(b->keep, wish));
	char *p = (char *)(uintptr_t)s.p;
	struct str name;

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)p[i] < ' ' || p[i] == '[' || p[i] == ']' ||
		    p[i] == ':' || p[i] == '*' || p[i] == '?' || p[i] == '/' ||
		    p[i] == '\\')
			p[i] = ' ';
	name = trimmed(first_units(trimmed(s), MOST_NAME));
	if (name.n == 0)
		name = STR("Report");
	s = name;
	for (int i = 2; taken(b, name); i++) {
		struct str tail = str_format(b->keep, " (%d)", i);

		name = first_units(s, MOST_NAME - tail.n);
		name = str_format(
		    b->keep, "%.*s%.*s", STR_ARG(trimmed(name)), STR_ARG(tail));
	}
	return name;
}

size_t
book_rows(const struct book *b, const struct block *block)
{
	const struct table *t = block->table;

	switch (block->kind) {
	case BLOCK_HEADING:
		/* Only a new sheet: its table begins in the first row. */
		if (block->text.n == 0)
			return 0;
		/* fall through */
	case BLOCK_PARAGRAPH:
	case BLOCK_NOTE:
	case BLOCK_RESULT:
		return book_lines(b, block->text).n + 1;
	case BLOCK_KEY_FIGURES:
		return block->n_figures + 1;
	case BLOCK_TABLE:
		return (t->caption.n > 0) + 1 + table_rows(t) + 1;
	case BLOCK_CHART:
	case BLOCK_PAGE_BREAK:
		break;
	}
	return 0;
}

/* Where the body ends, and whether it has subtotals inside. */
static void
plan_totals(struct book_table *p, const struct table *t)
{
	while (p->body > 0 && t->rows.v[p->body - 1].role == ROW_TOTAL)
		p->body--;
	for (size_t i = 0; i < p->body; i++)
		p->plain &= t->rows.v[i].role == ROW_BODY;
}

static void
plan_table(struct book *b, struct book_block *at)
{
	const struct table *t = at->block->table;
	struct book_table *p = vec_push(b->keep, &b->tables);
	struct book_sheet *s = &b->sheets.v[at->sheet];

	at->table = b->tables.n - 1;
	*p = (struct book_table){ .table = t,
		.sheet = at->sheet,
		.head = at->row + (t->caption.n > 0),
		.rows = table_rows(t),
		.body = table_rows(t),
		.plain = true };
	if (t->source.n == 0)
		plan_totals(p, t);
	if ((size_t)t->n_columns > s->columns)
		s->columns = (size_t)t->n_columns;
	s->streamed |= t->source.n > 0;
	s->tables++;
	s->only = at->table;
}

/* The name of the sheet the first blocks go to. */
static struct str
first_name(const struct book *b)
{
	for (size_t i = 0; i < b->doc->blocks.n; i++) {
		const struct block *k = &b->doc->blocks.v[i];

		if (k->kind == BLOCK_HEADING && k->level <= 1)
			return k->sheet.n > 0 ? k->sheet : k->text;
	}
	return b->doc->title;
}

static void
add_sheet(struct book *b, struct str wish)
{
	struct str name = legal_name(b, wish);
	struct book_sheet *s = vec_push(b->keep, &b->sheets);

	s->name = name;
	s->columns = 2;
}

/* Is there a table before the sheet ends? Its head should stay in sight. */
static bool
table_follows(const struct book *b, size_t i)
{
	for (i++; i < b->doc->blocks.n; i++) {
		const struct block *k = &b->doc->blocks.v[i];

		if (k->kind == BLOCK_HEADING && k->level <= 1)
			return false;
		if (k->kind == BLOCK_TABLE)
			return true;
	}
	return false;
}

static void
plan_block(struct book *b, const struct block *k)
{
	struct book_sheet *s = &b->sheets.v[b->sheets.n - 1];
	struct book_block *at = vec_push(b->keep, &b->blocks);

	*at = (struct book_block){
		.block = k, .sheet = b->sheets.n - 1, .row = s->rows
	};
	if (k->kind == BLOCK_TABLE)
		plan_table(b, at);
	s->rows += book_rows(b, k);
	if (k->kind != BLOCK_CHART)
		return;
	at->data = chart_data_new(b, k->chart);
	s->rows += chart_rows(b, k->chart, at->data);
	if (k->chart->kind == CHART_CALENDAR && s->wide < 7)
		s->wide = 7;
}

/* Charts that waited for the tables, then the figures of all charts. */
static void
end_sheet(struct book *b, size_t first, size_t end)
{
	struct book_sheet *s = &b->sheets.v[b->sheets.n - 1];
	size_t n = b->blocks.n, from = 0;

	for (size_t i = first; i < end; i++) {
		const struct block *k = &b->doc->blocks.v[i];

		if (k->kind == BLOCK_CHART && table_follows(b, i))
			plan_block(b, k);
	}
	n = b->blocks.n;
	while (from < n && b->blocks.v[from].sheet != b->sheets.n - 1)
		from++;
	for (; from < n; from++) {
		struct book_block *at = &b->blocks.v[from];

		if (at->data == NULL)
			continue;
		if (s->printed == 0)
			s->printed = s->rows;
		at->data_row = s->rows;
		s->rows += chart_data_rows(at->data);
		if (chart_data_columns(at->data) > s->wide)
			s->wide = chart_data_columns(at->data);
	}
}

static int
check_size(const struct book *b, struct err *e)
{
	const struct book_sheet *s = &b->sheets.v[b->sheets.n - 1];

	if (s->rows < XLSX_MOST_ROWS && s->columns <= XLSX_MOST_COLUMNS)
		return 0;
	return err_set(e, ERR_INPUT,
	    "sheet \"%.*s\" would be larger than a spreadsheet can be",
	    STR_ARG(s->name));
}

int
book_plan(struct book *b, struct err *e)
{
	bool named = false; /* has a heading given the sheet its name? */
	size_t first = 0, n = b->doc->blocks.n;

	add_sheet(b, first_name(b));
	b->sheets.v[0].rows = FRONT_ROWS;
	for (size_t i = 0; i < n; i++) {
		const struct block *k = &b->doc->blocks.v[i];

		if (k->kind == BLOCK_HEADING && k->level <= 1) {
			if (named) {
				end_sheet(b, first, i);
				if (check_size(b, e) != 0)
					return -1;
				add_sheet(
				    b, k->sheet.n > 0 ? k->sheet : k->text);
				first = i;
			}
			named = true;
		}
		if (k->kind != BLOCK_CHART || !table_follows(b, i))
			plan_block(b, k);
		if (check_size(b, e) != 0)
			return -1;
	}
	end_sheet(b, first, n);
	if (check_size(b, e) != 0)
		return -1;
	for (size_t i = 0; i < b->sheets.n; i++) {
		struct book_sheet *s = &b->sheets.v[i];

		s->wide = s->wide > s->columns ? s->wide : s->columns;
		s->width = arena_array(b->keep, s->wide, sizeof(double));
		s->least = arena_array(b->keep, s->wide, sizeof(double));
		if (s->streamed)
			continue;
		s->height = arena_array(b->keep, s->rows + 1, sizeof(double));
		for (size_t k = 0; k <= s->rows; k++)
			s->height[k] = LXW_DEF_ROW_HEIGHT;
	}
	return 0;
}
