/*
 * xlsx_calendar.c -- a calendar as cells: two rows a week, the days and their
 * minutes. The minutes are figures; their class is a conditional format, so
 * that it follows them.
 */
#include "doc/xlsx_chart.h"

#include "doc/heat.h"
#include "doc/xlsx_look.h"

#define WEEK_ROWS  2
#define HEAD_ROWS  2 /* month, weekdays */
#define MOST_WEEKS 6
#define DAY_WIDTH  9.0
#define LEGENDS    2 /* besides the classes: no data, notch */

static struct civil
day_of(const struct book *b, const struct chart *c, int64_t at)
{
	const struct zone *z = c->zone != NULL ? c->zone : b->doc->zone;

	return z != NULL ? zone_civil(z, at) : civil_of_ms(at);
}

/* Days from the Monday before the first day; -1: not in this band. */
static int
place_of(const struct book *b, const struct chart *c,
    const struct calendar_band *k, size_t i)
{
	struct civil first = day_of(b, c, k->day[0].at);
	struct civil d = day_of(b, c, k->day[i].at);
	int64_t place = civil_weekday(first.year, first.month, first.day) +
			civil_days(d.year, d.month, d.day) -
			civil_days(first.year, first.month, first.day);

	return place >= 0 && place < 7 * MOST_WEEKS ? (int)place : -1;
}

static size_t
weeks(
    const struct book *b, const struct chart *c, const struct calendar_band *k)
{
	int last = 0;

	for (size_t i = 0; i < k->n_days; i++) {
		int at = place_of(b, c, k, i);

		last = at > last ? at : last;
	}
	return (size_t)(last / 7 + 1);
}

size_t
calendar_rows(const struct book *b, const struct chart *c)
{
	size_t n = N_HEATS + LEGENDS + 2;

	for (size_t i = 0; i < c->n_bands; i++)
		n += HEAD_ROWS + WEEK_ROWS * weeks(b, c, &c->band[i]) + 1;
	return n;
}

static void
put_day(struct book *b, const struct book_block *at, size_t row, size_t column,
    const struct calendar_day *d)
{
	const struct chart *c = at->block->chart;
	struct look look = look_tone(b, TONE_MUTED, false);
	lxw_worksheet *ws = b->sheets.v[at->sheet].ws;
	int day = day_of(b, c, d->at).day;

	look.left = true;
	look.size = 8;
	look.framed = d->cue != DAY_OUTSIDE;
	look.bold = d->cue == DAY_NOTCH;
	look.number = d->cue == DAY_NOTCH ? "0\" *\"" : "0";
	book_check(b, worksheet_write_number(ws, (uint32_t)row,
			  (uint16_t)column, day, book_format(b, look)));
	if (d->cue == DAY_OUTSIDE)
		return;
	look = look_tone(b, TONE_STRONG, true);
	look.framed = look.right = true;
	look.number = "#,##0";
	look.hatched = d->cue == DAY_NO_DATA;
	if (d->cue == DAY_NO_DATA)
		book_text(b, at->sheet, row + 1, column, look, STR("?"));
	else
		book_check(b, worksheet_write_number(ws, (uint32_t)row + 1,
				  (uint16_t)column, (double)d->value,
				  book_format(b, look)));
}

/* Darker classes first: the first rule that holds ends the search. */
static void
put_rules(struct book *b, const struct book_block *at, size_t row,
    lxw_format *const format[N_HEATS])
{
	for (int i = N_HEATS - 1; i > 0; i--) {
		lxw_conditional_format rule = { .type =
						    LXW_CONDITIONAL_TYPE_CELL,
			.criteria =
			    LXW_CONDITIONAL_CRITERIA_GREATER_THAN_OR_EQUAL_TO,
			.value = (double)heats[i].from,
			.format = format[i],
			.stop_if_true = LXW_TRUE };

		if (i + 1 < N_HEATS) {
			rule.criteria = LXW_CONDITIONAL_CRITERIA_BETWEEN;
			rule.min_value = (double)heats[i].from;
			rule.max_value = (double)heats[i + 1].from - 1;
		}
		book_check(b, worksheet_conditional_format_range(
				  b->sheets.v[at->sheet].ws, (uint32_t)row, 0,
				  (uint32_t)row, 6, &rule));
	}
}

static size_t
put_band(struct book *b, const struct book_block *at, size_t row,
    const struct calendar_band *k, lxw_format *const format[N_HEATS])
{
	const struct chart *c = at->block->chart;
	struct look look = look_tone(b, TONE_STRONG, true);
	size_t n = weeks(b, c, k);

	book_text(b, at->sheet, row, 0, look, k->label);
	look = look_tone(b, TONE_MUTED, false);
	look.right = true;
	for (size_t i = 0; i < 7; i++)
		book_text(b, at->sheet, row + 1, i, look,
		    str_of(b->doc->style->weekday[i]));
	row += HEAD_ROWS;
	for (size_t i = 0; i < k->n_days; i++) {
		int place = place_of(b, c, k, i);

		if (place >= 0)
			put_day(b, at, row + (size_t)(place / 7) * WEEK_ROWS,
			    (size_t)(place % 7), &k->day[i]);
	}
	for (size_t i = 0; i < n; i++)
		put_rules(b, at, row + i * WEEK_ROWS + 1, format);
	return row + n * WEEK_ROWS + 1;
}

static void
put_legend(struct book *b, const struct book_block *at, size_t row)
{
	const struct chart *c = at->block->chart;
	struct look text = look_tone(b, TONE_PLAIN, false);

	for (int i = 0; i < N_HEATS; i++, row++) {
		struct look look = {
			.framed = true, .filled = true, .fill = heats[i].fill
		};

		book_text(b, at->sheet, row, 0, look, STR_NONE);
		book_text(b, at->sheet, row, 1, text,
		    heat_label(b->keep, b->doc->style, i));
	}
	for (size_t i = 0; i < c->n_legends; i++) {
		struct look look = { .framed = true, .hatched = true };

		if (c->legend[i].paint != PAINT_NO_DATA)
			continue;
		book_text(b, at->sheet, row, 0, look, STR("?"));
		book_text(b, at->sheet, row++, 1, text, c->legend[i].label);
		break;
	}
	if (c->notch.n > 0) {
		book_text(b, at->sheet, row, 0, look_tone(b, TONE_MUTED, true),
		    STR("*"));
		book_text(b, at->sheet, row, 1, text, c->notch);
	}
}

void
calendar_put(struct book *b, const struct book_block *at, size_t row)
{
	const struct chart *c = at->block->chart;
	struct book_sheet *s = &b->sheets.v[at->sheet];
	lxw_format *format[N_HEATS];

	for (int i = 0; i < N_HEATS; i++) {
		format[i] = workbook_add_format(b->wb);
		format_set_bg_color(format[i], heats[i].fill);
		format_set_font_color(format[i], heats[i].ink);
	}
	for (size_t i = 0; i < 7 && i < s->wide; i++)
		if (s->width[i] < DAY_WIDTH)
			s->width[i] = DAY_WIDTH;
	for (size_t i = 0; i < c->n_bands; i++)
		row = put_band(b, at, row, &c->band[i], format);
	put_legend(b, at, row);
}
