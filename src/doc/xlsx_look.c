/*
 * xlsx_look.c -- cell formats and number formats of the workbook.
 *
 * A number format shows the same as the other writers print, by the patterns of
 * the document's language; separators follow whoever opens the file.
 */
#include "doc/xlsx_look.h"

#include <string.h>

#define FONT                                                                   \
	"Arial" /* the metrics of the PDF's font, and everywhere at hand       \
		 */
#define MOST_FORMAT 120 /* bytes the library keeps of a number format */

static bool
same_look(const struct look *a, const struct look *b)
{
	bool number =
	    a->number == b->number || (a->number != NULL && b->number != NULL &&
					  strcmp(a->number, b->number) == 0);

	return number && a->color == b->color && a->size == b->size &&
	       a->bold == b->bold && a->left == b->left &&
	       a->right == b->right && a->wrap == b->wrap && a->top == b->top &&
	       a->above == b->above && a->below == b->below &&
	       a->italic == b->italic && a->indented == b->indented &&
	       a->framed == b->framed && a->filled == b->filled &&
	       a->fill == b->fill && a->hatched == b->hatched;
}

/*
 * The font that widths of columns are counted in: with the cells' own, which
 * has the same metrics everywhere, a column is as wide for every program.
 */
void
look_default(struct book *b)
{
	lxw_format *f = STAILQ_FIRST(b->wb->formats);

	format_set_font_name(f, FONT);
	format_set_font_size(f, 10);
}

/* What only cells of a calendar have. */
static void
set_fill(const struct book *b, lxw_format *f, const struct look *look)
{
	if (look->framed) {
		format_set_border(f, LXW_BORDER_THIN);
		format_set_border_color(f, b->brand->axis);
	}
	if (look->hatched) {
		format_set_pattern(f, LXW_PATTERN_LIGHT_TRELLIS);
		format_set_fg_color(f, b->brand->no_data_hatch);
		format_set_bg_color(f, b->brand->no_data);
	} else if (look->filled) {
		format_set_pattern(f, LXW_PATTERN_SOLID);
		format_set_bg_color(f, look->fill);
	}
}

lxw_format *
book_format(struct book *b, struct look look)
{
	struct book_look *l;
	lxw_format *f;

	for (size_t i = 0; i < b->looks.n; i++)
		if (same_look(&b->looks.v[i].look, &look))
			return b->looks.v[i].format;
	f = workbook_add_format(b->wb);
	l = vec_push(b->keep, &b->looks);
	*l = (struct book_look){ look, f };
	format_set_font_name(f, FONT);
	format_set_font_size(f, look.size > 0 ? look.size : 10);
	format_set_font_color(f, look.color > 0 ? look.color : 0x000000);
	if (look.number != NULL)
		format_set_num_format(f, look.number);
	if (look.bold)
		format_set_bold(f);
	if (look.indented)
		format_set_indent(f, 1);
	if (look.italic)
		format_set_italic(f);
	if (look.left)
		format_set_align(f, LXW_ALIGN_LEFT);
	if (look.right)
		format_set_align(f, LXW_ALIGN_RIGHT);
	if (look.wrap)
		format_set_text_wrap(f);
	if (look.top)
		format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	if (look.above != 0) {
		format_set_top(f, look.above);
		format_set_top_color(f, b->brand->rule);
	}
	if (look.below != 0) {
		format_set_bottom(f, look.below);
		format_set_bottom_color(f, look.below == LXW_BORDER_HAIR
					       ? b->brand->grid
					       : b->brand->rule);
	}
	set_fill(b, f, &look);
	return f;
}

/* Blanks, hyphens and colons may stand as they are. */
static bool
is_bare(char c)
{
	return c == ' ' || c == '-' || c == ':';
}

/* Text as a literal of a number format: in quotes, which it may not contain. */
static void
literal(struct buf *out, const char *text, size_t n)
{
	bool open = false;

	for (size_t i = 0; i < n; i++) {
		if (text[i] == '"')
			continue;
		if (open == is_bare(text[i])) {
			buf_addc(out, '"');
			open = !open;
		}
		buf_addc(out, text[i]);
	}
	if (open)
		buf_addc(out, '"');
}

struct code {
	const char *place, *format; /* "{dd}", "dd" */
};

/* A pattern of the style as a number format: places become codes. */
static void
pattern(struct buf *out, const char *text, const struct code *codes, size_t n)
{
	const char *from = text;

	while (*text != '\0') {
		size_t i = 0;

		while (i < n && strncmp(text, codes[i].place,
				    strlen(codes[i].place)) != 0)
			i++;
		if (i == n) {
			text++;
			continue;
		}
		literal(out, from, (size_t)(text - from));
		buf_adds(out, codes[i].format);
		text += strlen(codes[i].place);
		from = text;
	}
	literal(out, from, (size_t)(text - from));
}

/* The finished format, or `otherwise` when it is too long for the library. */
static const char *
finish(const struct book *b, struct buf *out, const char *otherwise)
{
	const char *text = otherwise;

	if (!out->full)
		text = str_cstr(b->keep, buf_str(out));
	buf_release(out);
	return text;
}

static void
decimals(char text[24], int n)
{
	size_t at = 0;

	if (n > 0)
		text[at++] = '.';
	for (int i = 0; i < n && at < 20; i++)
		text[at++] = '0';
	text[at] = '\0';
}

static const char *
money_format(const struct book *b, const struct cell *c)
{
	struct doc_style style = *b->doc->style;
	struct str symbol, unit;
	char fraction[24], amount[48], sign[32], code[16];
	const struct code codes[] = { { "{amount}", amount },
		{ "{symbol}", sign }, { "{code}", code } };
	struct buf out;

	/* The sign alone is what the pattern "{symbol}" prints. */
	style.money = "{symbol}";
	symbol = format_money(b->keep, &style, 0, c->code, 0);
	unit = symbol.n < 16 ? symbol : str_of(c->code);
	decimals(fraction, c->digits);
	snprintf(amount, sizeof amount, "#,##0%s", fraction);
	snprintf(sign, sizeof sign, "[$%.*s]", STR_ARG(unit));
	snprintf(code, sizeof code, "\"%s\"", c->code);
	buf_init(&out, MOST_FORMAT);
	pattern(&out, b->doc->style->money, codes, 3);
	return finish(b, &out, "#,##0.00");
}

static const char *
percent_format(const struct book *b, const struct cell *c)
{
	struct buf out;
	char fraction[24], figure[32];
	const struct code codes[] = { { "{n}", figure }, { "%", "%" } };

	decimals(fraction, c->decimals);
	snprintf(figure, sizeof figure, "0%s", fraction);
	buf_init(&out, MOST_FORMAT);
	pattern(&out, b->doc->style->percent, codes, 2);
	return finish(b, &out, "0.000%");
}

/* Seconds with their unit: "{s} s". */
static const char *
duration_format(const struct book *b, const struct cell *c)
{
	const char *text = b->doc->style->seconds;
	const char *end = strchr(text, '}');
	const char *open = strchr(text, '{');
	struct buf out;

	buf_init(&out, MOST_FORMAT);
	if (open != NULL && end != NULL)
		literal(&out, text, (size_t)(open - text));
	buf_adds(&out, c->number % MS_SECOND != 0 ? "#,##0.000" : "#,##0");
	if (end != NULL)
		literal(&out, end + 1, strlen(end + 1));
	return finish(b, &out, "#,##0");
}

static void
date_pattern(struct buf *out, const struct book *b)
{
	static const struct code codes[] = { { "{dd}", "dd" }, { "{d}", "d" },
		{ "{mm}", "mm" }, { "{m}", "m" }, { "{month}", "mmmm" },
		{ "{yyyy}", "yyyy" } };

	pattern(out, b->doc->style->date, codes, 6);
}

static const char *
date_format(const struct book *b)
{
	struct buf out;

	buf_init(&out, MOST_FORMAT);
	date_pattern(&out, b);
	return finish(b, &out, "yyyy-mm-dd");
}

/* Date and time as numbers; the offset they are in as a literal behind them. */
static const char *
instant_format(const struct book *b, const struct cell *c)
{
	int32_t offset = c->zone ? zone_offset_s(c->zone, c->number) : 0;
	int64_t rest = c->number % MS_MINUTE;
	const char *minute = rest % MS_SECOND != 0 ? "mm:ss.000"
			     : rest != 0           ? "mm:ss"
						   : "mm";
	const struct code codes[] = { { "{HH}", "hh" }, { "{MM}", minute } };
	struct str tail = str_format(
	    b->keep, " (%.*s)", STR_ARG(format_offset(b->keep, offset)));
	struct buf out;

	buf_init(&out, MOST_FORMAT);
	date_pattern(&out, b);
	buf_addc(&out, ' ');
	pattern(&out, b->doc->style->time, codes, 2);
	literal(&out, tail.p, tail.n);
	return finish(b, &out, "yyyy-mm-dd hh:mm");
}

static const char *
number_format(const struct book *b, const struct cell *c)
{
	char fraction[24];

	decimals(fraction, c->decimals);
	return str_cstr(b->keep, str_format(b->keep, "#,##0%s", fraction));
}

const char *
look_number(const struct book *b, const struct cell *c)
{
	switch (c->kind) {
	case CELL_COUNT:
		return "#,##0";
	case CELL_MONEY:
		return money_format(b, c);
	case CELL_PERCENT:
		return percent_format(b, c);
	case CELL_DURATION:
		return duration_format(b, c);
	case CELL_CLOCK:
		return "[h]:mm:ss";
	case CELL_INSTANT:
		return instant_format(b, c);
	case CELL_DATE:
		return date_format(b);
	case CELL_NUMBER:
		return number_format(b, c);
	case CELL_TEXT:
	case CELL_EMPTY:
		break;
	}
	return NULL;
}

struct look
look_tone(const struct book *b, enum tone t, bool bold)
{
	return (struct look){ .color = brand_tone(b->brand, t),
		.bold = bold || t == TONE_STRONG || t == TONE_MONEY };
}
