/*
 * xlsx_rows.c -- the rows of a long table as the text of their sheet.
 *
 * What the library would write cell by cell, at a tenth of its price: the
 * columns hold still, so that names, looks and formulas are found once and used
 * again. Values and texts are the same as in xlsx_cell.c.
 */
#include "doc/xlsx_look.h"
#include "doc/xlsx_temp.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

#define LOOKS 4 /* of a column, that follow each other */

/* What makes cells of a column look different. */
struct kind_of_look {
	uint64_t bits;
	int32_t offset_s; /* of instants */
};

struct column_state {
	struct str name; /* "AB" */
	struct kind_of_look known[LOOKS];
	int32_t style[LOOKS];
	unsigned n_known;
	const struct formula *formula; /* that the pattern is of */
	struct str pattern;            /* escaped; empty: write the value */
	enum cell_kind kind;           /* of the widest cell so far */
	int64_t rank;
};

struct rows {
	struct book *b;
	const struct book_table *place;
	struct part part;
	struct column_state *column;
	struct book_column *told;
	unsigned kept; /* what was found and is used again */
	char row[24];  /* its number */
	size_t row_n;
};

static void
put(struct rows *r, const char *p, size_t n)
{
	part_add(&r->part, p, n);
}

#define PUT(r, literal) put((r), "" literal, sizeof(literal) - 1)

/* ---- numbers --------------------------------------------------------------
 */

/* n / 10^digits with no more decimals than it needs. */
static void
put_decimal(struct rows *r, int64_t n, int digits)
{
	uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char text[32];
	size_t at = sizeof text;

	while (digits > 0 && rest % 10 == 0) {
		rest /= 10;
		digits--;
	}
	for (int i = 0; i < digits; i++, rest /= 10)
		text[--at] = (char)('0' + rest % 10);
	if (digits > 0)
		text[--at] = '.';
	do {
		text[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (n < 0)
		text[--at] = '-';
	put(r, text + at, sizeof text - at);
}

static void
put_double(struct rows *r, double v)
{
	char text[40];

	put(r, text, (size_t)snprintf(text, sizeof text, "%.16G", v));
}

/* A share with all its decimals, where it has no more than these. */
#define MOST_DECIMALS 9

static void
put_share(struct rows *r, const struct cell *c, double value)
{
	struct ratio share = book_share(c);
	int64_t power = 1, n;

	for (int digits = 0; digits <= MOST_DECIMALS; digits++, power *= 10) {
		if (power % share.den != 0)
			continue;
		n = power / (int64_t)share.den;
		if (__builtin_mul_overflow(n, share.num, &n))
			break;
		put_decimal(r, n, digits);
		return;
	}
	put_double(r, value);
}

/* A spreadsheet counts days from the end of 1899. */
#define DAYS_BEFORE_1970 25569

static bool
put_time(struct rows *r, const struct cell *c)
{
	struct civil t;
	double days;

	if (!book_local(c, &t))
		return false;
	if (c->kind == CELL_DATE)
		t.hour = t.minute = t.second = t.ms = 0;
	days = (double)civil_ms(t) / MS_DAY + DAYS_BEFORE_1970;
	PUT(r, "><v>");
	put_double(r, days);
	PUT(r, "</v></c>");
	return true;
}

/* "<v>...</v>"; false when there is no number. */
static bool
put_number(struct rows *r, const struct cell *c)
{
	double v;

	if (!book_value(c, &v))
		return false;
	PUT(r, "<v>");
	if (c->kind == CELL_COUNT)
		put_decimal(r, c->number, 0);
	else if (c->kind == CELL_MONEY)
		put_decimal(r, c->number, c->digits);
	else if (c->kind == CELL_DURATION)
		put_decimal(r, c->number, 3);
	else if (c->kind == CELL_PERCENT)
		put_share(r, c, v);
	else
		put_double(r, v);
	PUT(r, "</v>");
	return true;
}

/* ---- text -----------------------------------------------------------------
 */

/* As it is: nothing a file or a spreadsheet would take for something else. */
static bool
is_simple(struct str s)
{
	if (s.n > 8000 || s.p[0] == ' ' || s.p[s.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < ' ' || c > '~' || c == '&' || c == '<' || c == '>' ||
		    c == '_')
			return false;
	}
	return true;
}

static struct str
escaped(struct arena *keep, struct str s)
{
	struct buf out;
	struct str copy;

	buf_init(&out, s.n * 7 + 16);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '&')
			buf_adds(&out, "&amp;");
		else if (c == '<')
			buf_adds(&out, "&lt;");
		else if (c == '>')
			buf_adds(&out, "&gt;");
		else if (c < ' ' && c != '\t' && c != '\n' && c != BOOK_ROW)
			buf_addf(&out, "_x%04X_", c);
		else
			buf_addc(&out, (char)c);
	}
	copy = str_dup(keep, buf_str(&out));
	buf_release(&out);
	return copy;
}

static void
put_text(struct rows *r, struct str s)
{
	struct str safe = s;

	if (!is_simple(s)) {
		safe = escaped(
		    r->b->keep, str_of(book_cstr(r->b, s, BOOK_MOST_TEXT)));
		PUT(r, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
	} else {
		PUT(r, " t=\"inlineStr\"><is><t>");
	}
	put(r, safe.p, safe.n);
	PUT(r, "</t></is></c>");
}

/* ---- looks ----------------------------------------------------------------
 */

static struct kind_of_look
kind_of(const struct cell *c)
{
	struct kind_of_look k = { 0 };
	uint64_t code = 0;

	for (size_t i = 0; i < 3; i++)
		code = code << 8 | (unsigned char)c->code[i];
	k.bits = (uint64_t)c->kind | (uint64_t)c->tone << 4 |
		 (uint64_t)(c->decimals & 255) << 16 |
		 (uint64_t)(c->digits & 255) << 24 | code << 32;
	if (c->kind == CELL_TEXT)
		k.bits |= (uint64_t)book_wraps(c) << 8;
	if (c->kind == CELL_DURATION || c->kind == CELL_INSTANT)
		k.bits |= (uint64_t)(c->number % MS_SECOND != 0) << 9 |
			  (uint64_t)(c->number % MS_MINUTE != 0) << 10;
	if (c->kind == CELL_INSTANT && c->zone != NULL)
		k.offset_s = zone_offset_s(c->zone, c->number);
	return k;
}

static int32_t
style_of(struct rows *r, int column, const struct cell *c)
{
	struct column_state *s = &r->column[column];
	struct kind_of_look k = kind_of(c);
	struct look look;
	unsigned at;

	for (at = 0; at < LOOKS && at < s->n_known; at++)
		if (s->known[at].bits == k.bits &&
		    s->known[at].offset_s == k.offset_s)
			return s->style[at];
	look = look_body(r->b, r->place->table, column, c);
	look.number = look_number(r->b, c);
	r->kept++;
	at = s->n_known++ % LOOKS;
	s->known[at] = k;
	s->style[at] = lxw_format_get_xf_index(book_format(r->b, look));
	return s->style[at];
}

/* ---- formulas -------------------------------------------------------------
 */

/* The formula of a column, spelled when another one begins. */
static struct str
pattern_of(struct rows *r, int column, const struct formula *f)
{
	struct column_state *s = &r->column[column];
	struct arena *keep = r->b->keep;
	struct str pattern;
	const char *text;

	if (s->formula == f)
		return s->pattern;
	text = book_pattern(r->b, r->place, f);
	pattern = text != NULL ? escaped(keep, str_of(text)) : STR_NONE;
	/* with rows of its own, another one may come to lie where it lies */
	if (f->n_rows > 0)
		return pattern;
	r->kept++;
	s->formula = f;
	s->pattern = pattern;
	return pattern;
}

/* BOOK_ROW becomes the number of this row. */
static void
put_pattern(struct rows *r, struct str s)
{
	size_t at;

	while ((at = str_find(s, BOOK_ROW)) < s.n) {
		put(r, s.p, at);
		put(r, r->row, r->row_n);
		s = str_sub(s, at + 1, s.n);
	}
	put(r, s.p, s.n);
}

static bool
put_formula(struct rows *r, int column, const struct cell *c)
{
	struct str pattern;
	double v;

	if (c->formula == NULL || !book_value(c, &v))
		return false;
	pattern = pattern_of(r, column, c->formula);
	if (pattern.n == 0)
		return false;
	PUT(r, "><f>");
	put_pattern(r, pattern);
	PUT(r, "</f>");
	(void)put_number(r, c);
	PUT(r, "</c>");
	return true;
}

/* ---- cells ----------------------------------------------------------------
 */

/* Grows with the room a cell takes; the same room for the same rank. */
static int64_t
rank_of(const struct cell *c)
{
	switch (c->kind) {
	case CELL_TEXT:
		return (int64_t)utf8_count(c->text);
	case CELL_PERCENT:
		return c->decimals * 2 +
		       (ratio_ok(c->ratio) && c->ratio.num >= c->ratio.den);
	case CELL_INSTANT:
		return (c->number % MS_MINUTE != 0) +
		       (c->number % MS_SECOND != 0);
	case CELL_DATE:
	case CELL_EMPTY:
		return 0;
	case CELL_NUMBER:
		return INT64_MAX;
	case CELL_COUNT:
	case CELL_MONEY:
	case CELL_DURATION:
	case CELL_CLOCK:
		break;
	}
	/* the sign takes the room of a digit */
	return c->number < 0 ? -(c->number / 10 * 100) : c->number;
}

static void
measure(struct rows *r, int column, const struct cell *c)
{
	struct column_state *s = &r->column[column];
	struct book_column *told = &r->told[column];
	int64_t rank = rank_of(c);
	double most;

	told->digits |= book_digits(c);
	told->live |= c->formula != NULL;
	if (c->kind == CELL_EMPTY ||
	    (s->kind == c->kind && rank <= s->rank && rank < INT64_MAX))
		return;
	s->kind = c->kind;
	s->rank = rank;
	most = (double)book_characters(r->b, c);
	if (most > told->most)
		told->most = most;
	if (c->kind == CELL_INSTANT && c->zone != NULL && told->zone.n == 0)
		told->zone = c->zone->name;
}

static void
put_cell(struct rows *r, int column, const struct cell *c)
{
	const struct column_state *s = &r->column[column];

	PUT(r, "<c r=\"");
	put(r, s->name.p, s->name.n);
	put(r, r->row, r->row_n);
	PUT(r, "\" s=\"");
	put_decimal(r, style_of(r, column, c), 0);
	PUT(r, "\"");
	if (c->kind == CELL_TEXT && c->text.n > 0) {
		put_text(r, c->text);
	} else if ((c->kind != CELL_INSTANT && c->kind != CELL_DATE) ||
		   !put_time(r, c)) {
		double v;

		if (put_formula(r, column, c))
			return;
		if (!book_value(c, &v)) {
			PUT(r, "/>");
			return;
		}
		PUT(r, ">");
		(void)put_number(r, c);
		PUT(r, "</c>");
	}
}

static void
put_row(struct rows *r, size_t i, const struct cell *cell)
{
	r->row_n = (size_t)snprintf(
	    r->row, sizeof r->row, "%zu", r->place->head + 2 + i);
	PUT(r, "<row r=\"");
	put(r, r->row, r->row_n);
	PUT(r, "\">");
	for (int k = 0; k < r->place->table->n_columns; k++) {
		struct arena_mark mark = arena_mark(r->b->keep);
		unsigned kept = r->kept;

		measure(r, k, &cell[k]);
		put_cell(r, k, &cell[k]);
		if (r->kept == kept)
			arena_reset(r->b->keep, mark);
	}
	PUT(r, "</row>");
}

static int
put_rows(struct rows *r, struct err *e)
{
	const struct table *t = r->place->table;
	size_t bytes = (size_t)t->n_columns * sizeof(struct cell);
	struct arena scratch = { 0 };
	struct cell *cell = arena_alloc(&scratch, bytes);
	int rc = 0;

	for (size_t i = 0; i < t->source.n && rc == 0; i++) {
		struct arena_mark mark = arena_mark(&scratch);

		memset(cell, 0, bytes);
		rc = t->source.make(t->source.arg, i, &scratch, cell, e);
		if (rc == 0)
			put_row(r, i, cell);
		arena_reset(&scratch, mark);
	}
	arena_release(&scratch);
	return rc;
}

void
book_stream_rows(
    struct book *b, const struct book_block *at, struct book_column *column)
{
	struct rows r = {
		.b = b, .place = &b->tables.v[at->table], .told = column
	};
	size_t n = (size_t)r.place->table->n_columns;
	lxw_worksheet *ws = b->sheets.v[at->sheet].ws;
	FILE *file = xlsx_temp_file();

	if (file == NULL) {
		b->failed = true;
		(void)err_errno(b->why, "could not write a temporary file");
		return;
	}
	r.column = arena_array(b->keep, n, sizeof *r.column);
	for (size_t i = 0; i < n; i++) {
		r.column[i].name = book_letters(b->keep, i);
		r.column[i].rank = -1;
	}
	part_begin(&r.part, file);
	if (put_rows(&r, b->why) != 0)
		b->failed = true;
	if (!part_end(&r.part, false) && !b->failed) {
		b->failed = true;
		(void)err_errno(b->why, "could not write a temporary file");
	}
	*vec_push(b->keep, &b->streams) =
	    (struct book_stream){ at->sheet, r.place->head, r.part };
	ws->dim_rowmax = (lxw_row_t)(r.place->head + r.place->body);
	ws->dim_colmax = (lxw_col_t)(n - 1);
}

void
book_streams_release(struct book *b)
{
	for (size_t i = 0; i < b->streams.n; i++)
		fclose(b->streams.v[i].part.to);
	b->streams.n = 0;
}
