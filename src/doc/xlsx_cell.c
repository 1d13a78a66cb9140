/*
 * xlsx_cell.c -- values and texts on their way into cells.
 *
 * Text is always text: a leading "=" never becomes a formula, characters that
 * the file format escapes are escaped. A value that is no number is left blank.
 */
#include "doc/xlsx_look.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

#define FIRST_YEAR 1900
#define LAST_YEAR  9999

void
book_check(struct book *b, unsigned error)
{
	if (b->first_error == LXW_NO_ERROR)
		b->first_error = error;
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') ||
	       (c >= 'a' && c <= 'f');
}

/* Would a reader take "_x0041_" here for an escaped "A"? */
static bool
looks_escaped(const char *p, size_t n)
{
	return n >= 7 && p[0] == '_' && p[1] == 'x' && is_hex(p[2]) &&
	       is_hex(p[3]) && is_hex(p[4]) && is_hex(p[5]) && p[6] == '_';
}

char *
book_cstr(const struct book *b, struct str s, size_t most)
{
	struct str clean = doc_text(b->keep, s);
	size_t units = 0, i = 0;
	struct buf out;
	char *text;

	buf_init(&out, clean.n * 7 + 16);
	while (i < clean.n) {
		size_t from = i;
		uint32_t c = utf8_next(clean, &i);
		bool escape =
		    c == '_' && looks_escaped(clean.p + from, clean.n - from);

		units += escape ? 7 : (c > 0xFFFF ? 2 : 1);
		if (units > most)
			break;
		if (escape)
			buf_adds(&out, "_x005F_");
		else
			buf_add(&out, clean.p + from, i - from);
	}
	text = str_cstr(b->keep, buf_str(&out));
	buf_release(&out);
	return text;
}

void
book_text(struct book *b, size_t sheet, size_t row, size_t column,
    struct look look, struct str s)
{
	lxw_worksheet *ws = b->sheets.v[sheet].ws;

	if (s.n == 0)
		book_check(b, worksheet_write_blank(ws, (uint32_t)row,
				  (uint16_t)column, book_format(b, look)));
	else
		book_check(b,
		    worksheet_write_string(ws, (uint32_t)row, (uint16_t)column,
			book_cstr(b, s, BOOK_MOST_TEXT), book_format(b, look)));
}

size_t
book_prose(struct book *b, const struct book_block *at, size_t row,
    struct look look, struct str s)
{
	struct lines l = book_lines(b, s);

	for (size_t i = 0; i < l.n; i++)
		book_text(b, at->sheet, row + i, 0, look, l.v[i]);
	return row + l.n;
}

static double
power_of_ten(int n)
{
	double v = 1;

	for (int i = 0; i < n; i++)
		v *= 10;
	return v;
}

struct ratio
book_share(const struct cell *c)
{
	/* as it is shown: floored, unless a formula gives the exact one */
	return c->formula != NULL
		   ? c->ratio
		   : ratio_quantize(c->ratio, c->decimals + 2, ROUND_FLOOR);
}

static double
percent_value(const struct cell *c)
{
	struct ratio r = book_share(c);

	return (double)r.num / (double)r.den;
}

bool
book_value(const struct cell *c, double *ret_value)
{
	double v = NAN;

	switch (c->kind) {
	case CELL_COUNT:
		v = (double)c->number;
		break;
	case CELL_MONEY:
		v = (double)c->number / power_of_ten(c->digits);
		break;
	case CELL_PERCENT:
		if (ratio_ok(c->ratio))
			v = percent_value(c);
		break;
	case CELL_DURATION:
		v = (double)c->number / 1000;
		break;
	case CELL_CLOCK:
		v = (double)c->number / MS_DAY;
		break;
	case CELL_NUMBER:
		if (ratio_ok(c->ratio))
			v = (double)c->ratio.num / (double)c->ratio.den;
		break;
	case CELL_TEXT:
	case CELL_EMPTY:
	case CELL_INSTANT:
	case CELL_DATE:
		break;
	}
	if (!isfinite(v))
		return false;
	*ret_value = v;
	return true;
}

size_t
book_characters(const struct book *b, const struct cell *c)
{
	const struct doc_style *style = b->doc->style;
	struct cell shown = *c;
	size_t more = 0;

	/* in seconds, where other writers have hours and minutes */
	if (c->kind == CELL_DURATION) {
		shown = cell_count(c->number / MS_SECOND);
		more = utf8_count(str_of(style->seconds)) - strlen("{s}") +
		       (c->number % MS_SECOND != 0 ? strlen(".000") : 0);
	}
	if (c->kind == CELL_CLOCK) {
		shown = cell_count(c->number / MS_HOUR);
		more = strlen(":00:00");
	}
	return utf8_count(cell_format(b->keep, style, &shown)) + more;
}

bool
book_local(const struct cell *c, struct civil *ret_time)
{
	struct civil t;

	if (c->number == NO_INSTANT)
		return false;
	t = c->zone != NULL ? zone_civil(c->zone, c->number)
			    : civil_of_ms(c->number);
	*ret_time = t;
	return t.year >= FIRST_YEAR && t.year <= LAST_YEAR;
}

static bool
local_time(const struct cell *c, lxw_datetime *out)
{
	struct civil t;

	if (!book_local(c, &t))
		return false;
	*out = (lxw_datetime){ t.year, t.month, t.day, 0, 0, 0 };
	if (c->kind == CELL_INSTANT) {
		out->hour = t.hour;
		out->min = t.minute;
		out->sec = t.second + t.ms / 1000.0;
	}
	return true;
}

void
book_cell(struct book *b, const struct book_block *at, size_t row,
    size_t column, struct look look, const struct cell *c)
{
	lxw_worksheet *ws = b->sheets.v[at->sheet].ws;
	lxw_datetime when;
	double value;

	look.number = look_number(b, c);
	if (c->kind == CELL_TEXT) {
		book_text(b, at->sheet, row, column, look, c->text);
	} else if (book_value(c, &value)) {
		book_check(
		    b, worksheet_write_number(ws, (uint32_t)row,
			   (uint16_t)column, value, book_format(b, look)));
	} else if ((c->kind == CELL_INSTANT || c->kind == CELL_DATE) &&
		   local_time(c, &when)) {
		book_check(
		    b, worksheet_write_datetime(ws, (uint32_t)row,
			   (uint16_t)column, &when, book_format(b, look)));
	} else {
		book_text(b, at->sheet, row, column, look, STR_NONE);
	}
}
