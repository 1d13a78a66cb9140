/*
 * xlsx_chart.c -- the block of a chart: its words, its picture or cells, its
 * figures.
 */
#include "doc/xlsx_chart.h"

#include "doc/xlsx_look.h"

#define PIXELS_A_CHARACTER 7
#define PIXELS_OF_A_COLUMN 64
#define PICTURE_WIDTH      640

size_t
chart_rows(
    const struct book *b, const struct chart *c, const struct chart_data *d)
{
	size_t n = 1;

	/* a picture has its title inside */
	if (c->title.n > 0 && d == NULL)
		n += book_lines(b, c->title).n;
	if (c->subtitle.n > 0)
		n += book_lines(b, c->subtitle).n;
	if (c->alt.n > 0)
		n += book_lines(b, c->alt).n;
	if (c->kind == CHART_CALENDAR && !c->no_xlsx)
		n += calendar_rows(b, c);
	else if (d != NULL)
		n += chart_picture_rows(d);
	return n;
}

size_t
chart_columns(const struct book_sheet *s)
{
	double pixels = 0;
	size_t n = 0;

	for (; n < s->columns || pixels < PICTURE_WIDTH; n++)
		pixels += n < s->wide && s->width[n] > 0
			      ? s->width[n] * PIXELS_A_CHARACTER
			      : PIXELS_OF_A_COLUMN;
	return n;
}

uint8_t
chart_type(const struct chart *c)
{
	switch (c->kind) {
	case CHART_BARS:
		return LXW_CHART_BAR;
	case CHART_WATERFALL:
		return LXW_CHART_BAR_STACKED;
	case CHART_MULTIPLES:
		return LXW_CHART_LINE;
	default:
		return LXW_CHART_SCATTER_STRAIGHT;
	}
}

void
book_put_chart(struct book *b, const struct book_block *at)
{
	const struct chart *c = at->block->chart;
	struct look quiet = look_tone(b, TONE_MUTED, false);
	size_t row = at->row;

	if (c->title.n > 0 && at->data == NULL)
		row = book_prose(
		    b, at, row, look_tone(b, TONE_STRONG, true), c->title);
	if (c->subtitle.n > 0)
		row = book_prose(b, at, row, quiet, c->subtitle);
	if (c->kind == CHART_CALENDAR && !c->no_xlsx) {
		calendar_put(b, at, row);
		row += calendar_rows(b, c);
	} else if (at->data != NULL) {
		chart_picture(b, at, row);
		chart_data_put(b, at);
		row += chart_picture_rows(at->data);
	}
	if (c->alt.n > 0)
		book_prose(b, at, row, look_tone(b, TONE_PLAIN, false), c->alt);
}
