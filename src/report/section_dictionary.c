/*
 * section_dictionary.c -- what the columns of a workbook are: type, unit,
 * meaning, formula and where they come from. Its sheet is the last one, so that
 * every table before it is known; types and formulas are read off the cells.
 */
#include <string.h>

#include "report/review.h"
#include "report/sections.h"

enum {
	DICT_SHEET,
	DICT_COLUMN,
	DICT_TYPE,
	DICT_UNIT,
	DICT_MEANING,
	DICT_FORMULA,
	DICT_FROM
};

static const struct column_spec columns[] = {
	{ "sheet", false, 16, false },
	{ "column", false, 24, false },
	{ "type", false, 16, false },
	{ "unit", false, 12, false },
	{ "meaning", false, 60, false },
	{ "formula", false, 40, false },
	{ "origin", false, 24, false },
};

static const struct {
	const char *type, *unit;
} kinds[] = {
	[DATA_TEXT] = { "review.type.text", NULL },
	[DATA_COUNT] = { "review.type.count", NULL },
	[DATA_SECONDS] = { "review.type.number", "s" },
	[DATA_CLOCK] = { "review.type.clock", "[h]:mm:ss" },
	[DATA_SHARE] = { "review.type.share", "0-1" },
	[DATA_AMOUNT] = { "review.type.amount", NULL },
	[DATA_DATE] = { "review.type.date", NULL },
	[DATA_UTC] = { "review.type.instant", "UTC" },
	[DATA_LOCAL] = { "review.type.instant", NULL },
	[DATA_FLAG] = { "review.type.flag", "0/1" },
	[DATA_NUMBER] = { "review.type.number", NULL },
};

/* ---- what the case's files say --------------------------------------------
 */

/* Columns that are not computed, and the phrase for where they come from. */
static const struct {
	const char *key, *from;
} origins[] = {
	{ "abandoned", "messages" },
	{ "base", "master" },
	{ "bt_1", "billing" },
	{ "bt_151", "billing" },
	{ "bt_152", "billing" },
	{ "bt_2", "billing" },
	{ "bt_22", "billing" },
	{ "bt_25", "billing" },
	{ "bt_26", "billing" },
	{ "bt_3", "billing" },
	{ "cap", "contract" },
	{ "claim_needed", "contract" },
	{ "claimed_from", "records" },
	{ "clause", "contract" },
	{ "contract", "contract" },
	{ "contract_id", "contract" },
	{ "counted_by", "register" },
	{ "country", "master" },
	{ "currency", "contract" },
	{ "customer", "master" },
	{ "customer_id", "master" },
	{ "declared", "records" },
	{ "end", "records" },
	{ "file", "records" },
	{ "incident", "records" },
	{ "last_good", "register" },
	{ "line", "records" },
	{ "low_open", "contract" },
	{ "low_ppm", "contract" },
	{ "high_in", "contract" },
	{ "high_ppm", "contract" },
	{ "lost_objects", "register" },
	{ "object", "register" },
	{ "observed", "logs" },
	{ "outage_id", "records" },
	{ "page_from", "records" },
	{ "page_to", "records" },
	{ "promised", "contract" },
	{ "promised_next", "messages" },
	{ "reason", "records" },
	{ "reissued", "register" },
	{ "reported", "records" },
	{ "restored", "register" },
	{ "restored_from", "register" },
	{ "robots", "logs" },
	{ "said_by", "messages" },
	{ "seen", "records" },
	{ "segment", "master" },
	{ "service", "master" },
	{ "service_id", "master" },
	{ "site", "master" },
	{ "start", "records" },
	{ "stated", "messages" },
	{ "stated_field", "messages" },
	{ "tells", "messages" },
	{ "tier", "contract" },
	{ "version", "contract" },
	{ "zone", "settings" },
};

/* Whole numbers that are more than a count. */
static const struct {
	const char *key;
	enum data_kind kind;
	const char *unit;
} whole[] = {
	{ "claim_needed", DATA_FLAG, NULL },
	{ "customer_minutes", DATA_NUMBER, "min" },
	{ "den_ms", DATA_COUNT, "ms" },
	{ "high_in", DATA_FLAG, NULL },
	{ "high_ppm", DATA_COUNT, "ppm" },
	{ "low_open", DATA_FLAG, NULL },
	{ "low_ppm", DATA_COUNT, "ppm" },
	{ "up_ms", DATA_COUNT, "ms" },
};

static const char *
origin_of(const struct book_column *c)
{
	if (c->data != NULL)
		return c->data->from;
	for (size_t i = 0; i < sizeof origins / sizeof *origins; i++)
		if (strcmp(origins[i].key, c->key) == 0)
			return origins[i].from;
	return "computed";
}

/* ---- what the cells say ---------------------------------------------------
 */

/* Rows looked at, where they are made one by one. */
#define MADE_MOST 400

/* What the rows have in a column: the first cell that is not empty. */
struct sample {
	struct cell cell;
	const struct formula *formula;
	bool mixed; /* more than one currency */
};

static void
look_at(struct sample *s, const struct cell *c)
{
	if (s->formula == NULL)
		s->formula = c->formula;
	if (c->kind == CELL_EMPTY)
		return;
	if (s->cell.kind == CELL_EMPTY)
		s->cell = *c;
	s->mixed |= c->kind == CELL_MONEY && s->cell.kind == CELL_MONEY &&
		    strcmp(c->code, s->cell.code) != 0;
}

static int
look_at_made(const struct build *b, const struct table *t, struct sample *s,
    struct err *e)
{
	size_t n = t->source.n < MADE_MOST ? t->source.n : MADE_MOST;
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++) {
		struct cell *cell =
		    arena_array(b->keep, (size_t)t->n_columns, sizeof *cell);

		rc = t->source.make(t->source.arg, i, b->keep, cell, e);
		for (int k = 0; k < t->n_columns && rc == 0; k++)
			look_at(&s[k], &cell[k]);
	}
	return rc;
}

static int
samples_of(
    struct build *b, const struct table *t, struct sample **ret, struct err *e)
{
	struct sample *s =
	    arena_array(b->keep, (size_t)t->n_columns, sizeof *s);

	*ret = s;
	for (size_t i = 0; i < t->rows.n; i++)
		for (int k = 0;
		     k < t->n_columns && t->rows.v[i].role == ROW_BODY; k++)
			look_at(&s[k], &t->rows.v[i].cell[k]);
	return t->source.n > 0 ? look_at_made(b, t, s, e) : 0;
}

static enum data_kind
kind_of(const struct book_column *c, const struct cell *cell)
{
	static const enum data_kind by_cell[] = {
		[CELL_EMPTY] = DATA_TEXT,
		[CELL_TEXT] = DATA_TEXT,
		[CELL_COUNT] = DATA_COUNT,
		[CELL_MONEY] = DATA_AMOUNT,
		[CELL_PERCENT] = DATA_SHARE,
		[CELL_DURATION] = DATA_SECONDS,
		[CELL_INSTANT] = DATA_LOCAL,
		[CELL_DATE] = DATA_DATE,
		[CELL_NUMBER] = DATA_NUMBER,
		[CELL_CLOCK] = DATA_CLOCK,
	};

	if (c->data != NULL)
		return c->data->kind;
	if (cell->kind == CELL_EMPTY && c->table->column[c->column].right)
		return DATA_NUMBER;
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (strcmp(whole[i].key, c->key) == 0)
			return whole[i].kind;
	return by_cell[cell->kind];
}

static struct str
unit_of(
    struct build *b, const struct book_column *c, const struct sample *sample)
{
	const struct cell *cell = &sample->cell;
	enum data_kind kind = kind_of(c, cell);

	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (c->data == NULL && whole[i].unit != NULL &&
		    strcmp(whole[i].key, c->key) == 0)
			return str_of(whole[i].unit);
	if (kinds[kind].unit != NULL)
		return str_of(kinds[kind].unit);
	if (kind == DATA_LOCAL)
		return cell->zone != NULL ? cell->zone->name : b->zone->name;
	if (kind == DATA_AMOUNT)
		return cell->kind == CELL_MONEY && !sample->mixed
			   ? str_dup(b->keep, str_of(cell->code))
			   : TEXT(b, "col.currency");
	return STR_NONE;
}

/* ---- the sheet ------------------------------------------------------------
 */

/* The phrase that says what a column means; NULL: its head says it all. */
static const char *
words_of(struct build *b, const struct book_column *c)
{
	const char *key =
	    str_cstr(b->keep, str_format(b->keep, "%s.%s", c->group, c->key));

	return lang_has(b->lang, key) ? key : NULL;
}

/* Totals alone explain themselves. */
static bool
has_body(const struct table *t)
{
	return t->source.n > 0 ||
	       (t->rows.n > 0 && t->rows.v[0].role == ROW_BODY);
}

/* A sheet with two tables tells a column of both once. */
static bool
told(const struct build *b, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(b->shown.v[k].sheet, b->shown.v[i].sheet) &&
		    str_is(str_of(b->shown.v[k].key), b->shown.v[i].key))
			return true;
	return false;
}

static void
add_column(struct build *b, struct table *t, const struct book_column *c,
    const struct sample *s)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);
	struct str unit = unit_of(b, c, s);
	const char *from = s->formula != NULL ? "computed" : origin_of(c);

	r->cell[DICT_SHEET] = cell_text(c->sheet);
	r->cell[DICT_COLUMN] = cell_text(c->table->column[c->column].head);
	r->cell[DICT_TYPE] =
	    cell_text(TEXT(b, kinds[kind_of(c, &s->cell)].type));
	if (unit.n > 0)
		r->cell[DICT_UNIT] = cell_text(unit);
	r->cell[DICT_MEANING] = cell_text(TEXT(b, words_of(b, c)));
	if (s->formula != NULL)
		r->cell[DICT_FORMULA] = cell_text(
		    formula_words(b->doc, c->table, s->formula, b->keep));
	r->cell[DICT_FROM] = cell_text(TEXT(
	    b, str_cstr(b->keep, str_format(b->keep, "review.from.%s", from))));
}

int
section_dictionary(struct build *b, struct err *e)
{
	const size_t n = b->shown.n; /* without the columns of this table */
	const struct table *last = NULL;
	struct sample *samples = NULL;
	struct table *t;

	if (!build_book(b))
		return 0;
	doc_heading(
	    b->doc, 1, TEXT(b, "head.dictionary"), TEXT(b, "sheet.dictionary"));
	doc_paragraph(b->doc, TEXT(b, "book.meanings"));
	t = TABLE(b, "dictionary", columns);
	for (size_t i = 0; i < n; i++) {
		const struct book_column *c = &b->shown.v[i];

		if (c->table != last && samples_of(b, c->table, &samples, e))
			return -1;
		last = c->table;
		if (has_body(c->table) && words_of(b, c) && !told(b, i))
			add_column(b, t, c, &samples[c->column]);
	}
	return 0;
}
