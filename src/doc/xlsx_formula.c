/*
 * xlsx_formula.c -- formulas by structure become formulas by address. The only
 * place that spells A1.
 */
#include "doc/xlsx_book.h"

#include <string.h>

#define MOST_BYTES 8000 /* a spreadsheet takes 8192 characters */
#define MOST_DEPTH 40

struct speller {
	const struct book *b;
	const struct book_table *t;
	size_t row, column; /* inside the table */
	bool pattern;       /* for any row: BOOK_ROW instead of its number */
	bool words;         /* names of sheets and columns, no addresses */
	struct buf out;
	bool failed;
};

/* Body rows of any table. */
struct extent {
	const struct book_table *t;
	size_t first, n;
	struct str sheet; /* in words only */
};

static void expression(struct speller *s, const struct formula *f, int depth);

static const char *const comparisons[] = {
	[CMP_EQ] = "=",
	[CMP_LT] = "<",
	[CMP_LE] = "<=",
	[CMP_GT] = ">",
	[CMP_GE] = ">=",
};

struct str
book_letters(struct arena *keep, size_t column)
{
	char letters[8];
	size_t at = sizeof letters;

	for (size_t c = column + 1; c > 0 && at > 0; c = (c - 1) / 26)
		letters[--at] = (char)('A' + (c - 1) % 26);
	return str_dup(keep, (struct str){ letters + at, sizeof letters - at });
}

struct str
book_a1(struct arena *keep, size_t row, size_t column, bool fixed)
{
	const char *sign = fixed ? "$" : "";

	return str_format(keep, "%s%.*s%s%zu", sign,
	    STR_ARG(book_letters(keep, column)), sign, row + 1);
}

struct str
book_range(const struct book *b, const struct book_table *t, int column,
    size_t first, size_t n)
{
	struct str name = b->sheets.v[t->sheet].name, out;
	size_t row = t->head + 1 + first;
	struct buf quoted;

	/* 'Tom''s sheet'!$A$2:$A$9 */
	buf_init(&quoted, 2 * name.n + 1);
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '\'')
			buf_addc(&quoted, '\'');
		buf_addc(&quoted, name.p[i]);
	}
	out = str_format(b->keep, "'%.*s'!%.*s:%.*s", STR_ARG(buf_str(&quoted)),
	    STR_ARG(book_a1(b->keep, row, (size_t)column, true)),
	    STR_ARG(book_a1(b->keep, row + n - 1, (size_t)column, true)));
	buf_release(&quoted);
	return out;
}

struct str
book_column_name(struct arena *keep, const struct table *t, int column)
{
	return str_format(
	    keep, "%s_%.*s", t->id, STR_ARG(t->column[column].head));
}

/* Where a table stands, by the document alone. */
static const struct table *
table_in_words(const struct speller *s, const char *id, struct str *ret_sheet)
{
	const struct doc *d = s->b->doc;
	struct str sheet = d->title;

	for (size_t i = 0; i < d->blocks.n; i++) {
		const struct block *k = &d->blocks.v[i];

		if (k->kind == BLOCK_HEADING && k->level <= 1)
			sheet = k->sheet.n > 0 ? k->sheet : k->text;
		if (k->kind != BLOCK_TABLE || id == NULL ||
		    strcmp(k->table->id, id) != 0)
			continue;
		*ret_sheet = sheet;
		return k->table;
	}
	return NULL;
}

static const struct book_table *
table_named(const struct book *b, const char *id)
{
	for (size_t i = 0; i < b->tables.n; i++)
		if (id != NULL && strcmp(b->tables.v[i].table->id, id) == 0)
			return &b->tables.v[i];
	return NULL;
}

/* Rows of a column, as a fixed range. */
static void
range(struct speller *s, const struct extent *x, int column)
{
	struct arena *keep = s->b->keep;
	const struct book_table *t = x->t;

	if (column < 0 || column >= t->table->n_columns) {
		s->failed = true;
		return;
	}
	if (s->words) {
		bool quoted = str_find(x->sheet, ' ') < x->sheet.n;

		buf_addf(&s->out, quoted ? "'%.*s'[%.*s]" : "%.*s[%.*s]",
		    STR_ARG(x->sheet), STR_ARG(t->table->column[column].head));
		return;
	}
	if (t->table->named && x->n == t->body) {
		buf_addstr(&s->out, book_column_name(keep, t->table, column));
		return;
	}
	buf_addstr(&s->out, book_range(s->b, t, column, x->first, x->n));
}

/* Body rows above, since the last subtotal for a subtotal row. */
static void
sum_above(struct speller *s)
{
	const struct table *t = s->t->table;
	bool subtotal = t->rows.v[s->row].role == ROW_SUBTOTAL;
	size_t from = 0, runs = 0;

	for (size_t i = 0; subtotal && i < s->row; i++)
		if (t->rows.v[i].role != ROW_BODY)
			from = i + 1;
	buf_adds(&s->out, "SUM(");
	for (size_t i = from; i < s->row; i++) {
		size_t end = i;

		while (end < s->row && t->rows.v[end].role == ROW_BODY)
			end++;
		if (end == i)
			continue;
		buf_addf(&s->out, "%s%.*s:%.*s", runs++ > 0 ? "," : "",
		    STR_ARG(book_a1(
			s->b->keep, s->t->head + 1 + i, s->column, false)),
		    STR_ARG(book_a1(
			s->b->keep, s->t->head + end, s->column, false)));
		i = end;
	}
	buf_adds(&s->out, runs > 0 ? ")" : "0)");
}

/* (range * scale + range) compared to a value, as 1 or 0 per row. */
static void
condition(struct speller *s, const struct extent *x,
    const struct formula_where *w, int depth)
{
	buf_adds(&s->out, "((");
	range(s, x, w->col);
	if (w->scale != NULL) {
		buf_addc(&s->out, '*');
		expression(s, w->scale, depth);
	}
	if (w->plus_col >= 0) {
		buf_addc(&s->out, '+');
		range(s, x, w->plus_col);
	}
	buf_adds(&s->out, ")");
	buf_adds(&s->out, comparisons[w->cmp]);
	expression(s, w->rhs, depth);
	buf_adds(&s->out, ")");
}

/* All rows, whichever of them the one formula looks at. */
static bool
extent_in_words(
    const struct speller *s, const struct formula *f, struct extent *ret)
{
	struct book_table *t = arena_new(s->b->keep, struct book_table);

	t->table = table_in_words(s, f->table, &ret->sheet);
	ret->t = t;
	ret->n = 1;
	return t->table != NULL;
}

/* The rows that a sum looks at; false when there are no such rows. */
static bool
extent_of(const struct speller *s, const struct formula *f, struct extent *ret)
{
	const struct book_table *t;

	if (s->words)
		return extent_in_words(s, f, ret);
	t = table_named(s->b, f->table);
	if (t == NULL || f->first > t->body || f->n_rows > t->body - f->first)
		return false;
	*ret = (struct extent){ t, f->first, f->n_rows, STR_NONE };
	if (f->n_rows == 0)
		*ret = (struct extent){ t, 0, t->body, STR_NONE };
	return true;
}

/* The column stands apart, so that text in it counts as nothing. */
static void
sum_where(struct speller *s, const struct formula *f, int depth)
{
	struct extent x;

	if (!extent_of(s, f, &x)) {
		s->failed = true;
		return;
	}
	if (x.n == 0) {
		buf_addc(&s->out, '0');
		return;
	}
	if (f->n_where == 0) {
		buf_adds(&s->out, "SUM(");
		range(s, &x, f->col);
		buf_addc(&s->out, ')');
		return;
	}
	buf_adds(&s->out, "SUMPRODUCT(");
	for (int i = 0; i < f->n_where; i++) {
		condition(s, &x, &f->where[i], depth);
		buf_addc(&s->out, '*');
	}
	buf_adds(&s->out, "1,");
	range(s, &x, f->col);
	buf_addc(&s->out, ')');
}

/* Decimal text as the file format wants it: digits and one point, nothing else.
 */
static void
number(struct speller *s, const char *text)
{
	struct ratio ignored;

	if (text == NULL || !ratio_parse(str_of(text), &ignored)) {
		s->failed = true;
		return;
	}
	if (text[0] == '-')
		buf_addf(&s->out, "(%s)", text);
	else
		buf_adds(&s->out, text);
}

static void
call(struct speller *s, const char *name, const struct formula *f, int depth)
{
	buf_adds(&s->out, name);
	buf_addc(&s->out, '(');
	expression(s, f->a, depth);
	buf_addc(&s->out, ',');
	if (f->op == FORMULA_MIN || f->op == FORMULA_MAX)
		expression(s, f->b, depth);
	else
		buf_addf(&s->out, "%d", f->digits);
	buf_addc(&s->out, ')');
}

static void
infix(struct speller *s, char sign, const struct formula *f, int depth)
{
	buf_addc(&s->out, '(');
	expression(s, f->a, depth);
	buf_addc(&s->out, sign);
	expression(s, f->b, depth);
	buf_addc(&s->out, ')');
}

/*
 * Spreadsheets know no rounding to even: an exact half becomes twice the
 * rounded half of it. The inner rounding removes the noise of binary fractions,
 * without which no half would be exact.
 */
static void
round_even(struct speller *s, const struct formula *f, int depth)
{
	char shift[32], x[4096];
	struct speller inner = *s;
	long long power = 1;

	for (int i = 0; i < f->digits && i < 15; i++)
		power *= 10;
	buf_init(&inner.out, sizeof x - 64);
	expression(&inner, f->a, depth);
	snprintf(shift, sizeof shift, "%lld", power);
	snprintf(x, sizeof x, "ROUND(%.*s*%s,6)", STR_ARG(buf_str(&inner.out)),
	    shift);
	s->failed |= inner.failed || inner.out.full || f->digits < 0;
	buf_release(&inner.out);
	buf_addf(&s->out,
	    "(IF(MOD(ABS(%s),1)=0.5,2*ROUND(%s/2,0),ROUND(%s,0))/%s)", x, x, x,
	    shift);
}

static void
choice(struct speller *s, const struct formula *f, int depth)
{
	buf_adds(&s->out, "IF(");
	expression(s, f->a, depth);
	buf_adds(&s->out, comparisons[f->cmp]);
	expression(s, f->b, depth);
	buf_addc(&s->out, ',');
	expression(s, f->c, depth);
	buf_addc(&s->out, ',');
	expression(s, f->d, depth);
	buf_addc(&s->out, ')');
}

static void
cell(struct speller *s, const struct formula *f)
{
	if (f->col < 0 || f->col >= s->t->table->n_columns) {
		s->failed = true;
		return;
	}
	if (s->words) {
		buf_addf(&s->out, "[%.*s]",
		    STR_ARG(s->t->table->column[f->col].head));
		return;
	}
	if (s->pattern) {
		buf_addstr(&s->out, book_letters(s->b->keep, (size_t)f->col));
		buf_addc(&s->out, BOOK_ROW);
		return;
	}
	buf_addstr(&s->out, book_a1(s->b->keep, s->t->head + 1 + s->row,
				(size_t)f->col, false));
}

/* Operations that are a sign between two values, or a function of them. */
static const struct {
	char sign;
	const char *name;
} spellings[] = {
	[FORMULA_ADD] = { '+', NULL },
	[FORMULA_SUB] = { '-', NULL },
	[FORMULA_MUL] = { '*', NULL },
	[FORMULA_DIV] = { '/', NULL },
	[FORMULA_MIN] = { 0, "MIN" },
	[FORMULA_MAX] = { 0, "MAX" },
	[FORMULA_ROUND] = { 0, "ROUND" },
	[FORMULA_ROUND_DOWN] = { 0, "ROUNDDOWN" },
	[FORMULA_ROUND_UP] = { 0, "ROUNDUP" },
};

static void
expression(struct speller *s, const struct formula *f, int depth)
{
	if (f == NULL || depth > MOST_DEPTH) {
		s->failed = true;
		return;
	}
	depth++;
	switch (f->op) {
	case FORMULA_NUMBER:
		number(s, f->text);
		break;
	case FORMULA_COLUMN:
		cell(s, f);
		break;
	case FORMULA_SUM:
		/* only totals have rows above them */
		if (s->pattern || s->words)
			s->failed = true;
		else
			sum_above(s);
		break;
	case FORMULA_ROUND_EVEN:
		if (s->words)
			call(s, "ROUNDEVEN", f, depth);
		else
			round_even(s, f, depth);
		break;
	case FORMULA_IF:
		choice(s, f, depth);
		break;
	case FORMULA_SUM_WHERE:
		sum_where(s, f, depth);
		break;
	default:
		if (spellings[f->op].sign != 0)
			infix(s, spellings[f->op].sign, f, depth);
		else
			call(s, spellings[f->op].name, f, depth);
	}
}

static char *
spell(struct speller *s, const struct formula *f)
{
	char *out = NULL;

	buf_init(&s->out, MOST_BYTES);
	if (!s->pattern && !s->words)
		buf_addc(&s->out, '=');
	expression(s, f, 0);
	if (!s->failed && !s->out.full)
		out = str_cstr(s->b->keep, buf_str(&s->out));
	buf_release(&s->out);
	return out;
}

char *
book_formula(const struct book *b, const struct book_table *t, size_t row,
    size_t column, const struct formula *f)
{
	struct speller s = { .b = b, .t = t, .row = row, .column = column };

	return spell(&s, f);
}

char *
book_pattern(
    const struct book *b, const struct book_table *t, const struct formula *f)
{
	struct speller s = { .b = b, .t = t, .pattern = true };

	return spell(&s, f);
}

/* "(a+b)" as "a+b": the outermost sign needs no parentheses. */
static struct str
bare(struct str s)
{
	int open = 0;

	for (size_t i = 0; i + 1 < s.n; i++) {
		open += (s.p[i] == '(') - (s.p[i] == ')');
		if (open == 0)
			return s;
	}
	return s.n > 2 ? str_sub(s, 1, s.n - 1) : s;
}

struct str
formula_words(const struct doc *d, const struct table *t,
    const struct formula *f, struct arena *keep)
{
	const struct book b = { .doc = d, .keep = keep };
	const struct book_table place = { .table = t };
	struct speller s = { .b = &b, .t = &place, .words = true };
	const char *text = spell(&s, f);

	return text != NULL ? bare(str_of(text)) : STR_NONE;
}
