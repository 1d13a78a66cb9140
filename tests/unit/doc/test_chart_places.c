/*
 * Where charts draw, worked out by hand: what is twice as long is twice as far,
 * what is small can still be seen, and colours are those of the design.
 *
 * Lengths are points. Marks are found by what they look like, in the order in
 * which they are drawn.
 */
#include <math.h>

#include "doc/chart.h"
#include "doc/heat.h"
#include "unit/doc/layout.h"

#define NEAR 1e-6

static int
setup(void **state)
{
	struct err e = { 0 };

	(void)state;
	return faces_load(&e);
}

static int
teardown(void **state)
{
	(void)state;
	faces_release();
	return 0;
}

/* A document with one chart, laid out: its first page. */
struct drawn {
	struct arena keep;
	struct doc *doc;
	struct chart *c;
	struct sheet sheet;
	const struct page *page;
};

static struct chart *
begin(struct drawn *d, enum chart_kind kind)
{
	memset(d, 0, sizeof *d);
	d->doc = doc_new(&d->keep, &style_en, &rome, STR("Chart"), 0);
	d->c = arena_new(&d->keep, struct chart);
	d->c->kind = kind;
	d->c->title = STR("Finding");
	d->c->zone = &rome;
	return d->c;
}

static void
lay_out(struct drawn *d)
{
	doc_chart(d->doc, d->c);
	flow_doc(d->doc, &d->keep, &d->sheet);
	check_sheet(&d->sheet);
	d->page = &d->sheet.pages.v[0];
}

static void
end(struct drawn *d)
{
	arena_release(&d->keep);
}

static bool
near(double a, double b)
{
	return fabs(a - b) < NEAR;
}

/* The `nth` filled box of this colour and height; height 0: any. */
static struct box
fill_of(const struct drawn *d, uint32_t color, double height, size_t nth)
{
	for (size_t i = 0; i < d->page->marks.n; i++) {
		const struct mark *m = &d->page->marks.v[i];

		if (m->kind != MARK_FILL || m->pen.color != color ||
		    (height > 0 && !near(m->box.h, height)))
			continue;
		if (nth-- == 0)
			return m->box;
	}
	fail_msg("there is no such box");
	return (struct box){ 0 };
}

static const struct mark *
text_of(const struct drawn *d, const char *text)
{
	for (size_t i = 0; i < d->page->marks.n; i++) {
		const struct mark *m = &d->page->marks.v[i];

		if (m->kind == MARK_TEXT && str_is(m->text, text))
			return m;
	}
	fail_msg("\"%s\" is not on the page", text);
	return NULL;
}

static double
middle(const struct mark *m)
{
	return m->box.x + m->box.w / 2;
}

/* The `nth` mark of a kind with so many points and this colour. */
static const struct mark *
path_of(const struct drawn *d, enum sheet_mark_kind kind, size_t points,
    uint32_t color, size_t nth)
{
	for (size_t i = 0; i < d->page->marks.n; i++) {
		const struct mark *m = &d->page->marks.v[i];

		if (m->kind == kind && m->n == points &&
		    m->pen.color == color && nth-- == 0)
			return m;
	}
	return NULL;
}

/* The middle of the `nth` dot: drawn as a polygon of many corners. */
static struct point
dot_of(const struct drawn *d, uint32_t color, size_t nth)
{
	for (size_t i = 0; i < d->page->marks.n; i++) {
		const struct mark *m = &d->page->marks.v[i];
		double x0 = 1e9, x1 = -1e9, y0 = 1e9, y1 = -1e9;

		if (m->kind != MARK_AREA || m->n < 8 || m->pen.color != color ||
		    nth-- != 0)
			continue;
		for (size_t k = 0; k < m->n; k++) {
			x0 = fmin(x0, m->point[k].x);
			x1 = fmax(x1, m->point[k].x);
			y0 = fmin(y0, m->point[k].y);
			y1 = fmax(y1, m->point[k].y);
		}
		return (struct point){ (x0 + x1) / 2, (y0 + y1) / 2 };
	}
	fail_msg("there is no such dot");
	return (struct point){ 0 };
}

/* ---- colours --------------------------------------------------------------
 */

static void
test_palette(void **state)
{
	const struct brand *b = &brand_default;
	const struct {
		uint32_t is, should;
	} role[] = {
		{ b->available, 0xE3EAEF },
		{ b->degraded, 0xF2B134 },
		{ b->degraded_hatch, 0x5A3E00 },
		{ b->excluded, 0x4F93C8 },
		{ b->excluded_hatch, 0xFFFFFF },
		{ b->down, 0xA63A00 },
		{ b->no_data, 0xFFFFFF },
		{ b->no_data_hatch, 0x9AA0A6 },
		{ b->no_data_border, 0x6B7278 },
		{ b->expected, 0x0072B2 },
		{ b->band, 0xCFE3F1 },
		{ b->observed, 0x1A1A1A },
		{ b->text, 0x1A1A1A },
		{ b->lost, 0xF6D3BC },
		{ b->lost_hatch, 0xA63A00 },
		{ b->credit, 0x8A3B73 },
		{ b->kept, 0x1B9E77 },
		{ b->secondary, 0x555555 },
		{ b->axis, 0x6B7278 },
		{ b->grid, 0xD5DADE },
		{ b->shade, 0xEEF0F2 },
		{ b->muted, 0x9AA0A6 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof role / sizeof role[0]; i++)
		assert_int_equal(role[i].is, role[i].should);
	for (size_t i = 0; i < N_HEATS; i++) {
		static const uint32_t fill[] = { 0xFFFFFF, 0xFDE3CE, 0xF9BE8B,
			0xEE8A3C, 0xC4510F, 0x7A2B05 };

		assert_int_equal(heats[i].fill, fill[i]);
		assert_int_equal(heats[i].ink, i < 4 ? 0x1A1A1A : 0xFFFFFF);
	}
}

/* Relative luminance of sRGB, of 1. */
static double
luminance(uint32_t color)
{
	static const double weight[] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double v = (color >> (16 - 8 * i) & 0xFF) / 255.0;

		v = v <= 0.03928 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
		sum += weight[i] * v;
	}
	return sum;
}

static double
contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

static void
test_contrast(void **state)
{
	const struct brand *b = &brand_default;
	const uint32_t words[] = { b->text, b->secondary, b->axis, b->expected,
		b->down, b->credit, b->kept_text };
	const uint32_t marks[] = { b->excluded, b->kept, b->degraded_hatch,
		b->no_data_border };

	(void)state;
	/* black on white is 21:1 by definition */
	assert_true(near(contrast(0, 0xFFFFFF), 21));
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		assert_true(contrast(words[i], 0xFFFFFF) >= 4.5);
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		assert_true(contrast(marks[i], 0xFFFFFF) >= 3);
	for (size_t i = 0; i < N_HEATS; i++) {
		assert_true(contrast(heats[i].ink, heats[i].fill) >= 4.6);
		/* darker with every class, in grey too */
		assert_true(i == 0 || luminance(heats[i].fill) <
					  luminance(heats[i - 1].fill));
	}
}

static void
test_heat_bounds(void **state)
{
	static const struct {
		int64_t minutes;
		int heat;
	} row[] = { { -1, 0 }, { 0, 0 }, { 1, 1 }, { 14, 1 }, { 15, 2 },
		{ 59, 2 }, { 60, 3 }, { 239, 3 }, { 240, 4 }, { 719, 4 },
		{ 720, 5 }, { 1500, 5 } };

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		assert_int_equal(heat_of(row[i].minutes), row[i].heat);
}

/* ---- C1 -------------------------------------------------------------------
 */

/* April 2013 in Rome: 30 days of 24 h, 720 h. */
#define APRIL     INT64_C(1364767200000)
#define APRIL_END (APRIL + 720 * MS_HOUR)

static void
test_strip(void **state)
{
	struct strip_span spans[] = {
		{ APRIL + 216 * MS_HOUR, APRIL + 216 * MS_HOUR + MS_MINUTE,
		    PAINT_DOWN },
		{ APRIL + 360 * MS_HOUR, APRIL + 363 * MS_HOUR, PAINT_DOWN },
		{ APRIL_END - MS_MINUTE, APRIL_END, PAINT_DOWN },
		/* of another month: not drawn */
		{ APRIL_END, APRIL_END + MS_HOUR, PAINT_DOWN },
	};
	int64_t tick[] = { APRIL + 361 * MS_HOUR };
	struct strip_row rows[2] = { { .label = STR("One"),
					 .span = spans,
					 .n_spans = 4,
					 .tick = tick,
					 .n_ticks = 1 },
		{ .label = STR("Two") } };
	const struct brand *b = &brand_default;
	struct drawn d;
	struct chart *c = begin(&d, CHART_STRIP);
	struct box axis, short_one, three, last, flash;
	const struct mark *mark = NULL;
	size_t lines = 0;

	(void)state;
	c->from_at = APRIL;
	c->to_at = APRIL_END;
	c->strip = rows;
	c->n_strips = 2;
	lay_out(&d);
	axis = fill_of(&d, b->available, 12, 0);
	assert_true(near(fill_of(&d, b->available, 12, 2).y - axis.y, 22));
	short_one = fill_of(&d, b->down, 12, 0);
	three = fill_of(&d, b->down, 12, 1);
	last = fill_of(&d, b->down, 12, 2);
	/* a minute of 720 h would be 0.01 pt wide */
	assert_true(near(short_one.w, 0.6));
	assert_true(near(short_one.x, axis.x + axis.w * 216 / 720));
	assert_true(near(three.x, axis.x + axis.w / 2));
	assert_true(near(three.w, axis.w * 3 / 720));
	assert_true(near(last.w, 0.6));
	assert_true(near(last.x + last.w, axis.x + axis.w));
	/* the recovery: 0.6 pt in the bar, a tick of 3.5 pt 1 pt above it */
	flash = fill_of(&d, b->available, 12, 1);
	assert_true(near(flash.w, 0.6));
	assert_true(near(flash.x + 0.3, axis.x + axis.w * 361 / 720));
	for (size_t i = 0; (mark = path_of(&d, MARK_CURVE, 2, b->text, i));
	     i++) {
		if (!near(mark->point[0].x, flash.x + 0.3))
			continue;
		lines++;
		assert_true(near(mark->point[1].y, axis.y - 1));
		assert_true(near(mark->point[1].y - mark->point[0].y, 3.5));
	}
	assert_int_equal(lines, 1);
	end(&d);
}

/*
 * Saturday 30 and Sunday 31 March 2013 in Rome: 47 h. The clock goes from 2 to
 * 3 after 26 of them; a double line, 1.8 pt apart, tells.
 */
static void
test_strip_clock_change(void **state)
{
	struct strip_row row = { .label = STR("One") };
	const struct brand *b = &brand_default;
	struct drawn d;
	struct chart *c = begin(&d, CHART_STRIP);
	struct box axis;
	const struct mark *m;
	int found = 0;

	(void)state;
	c->from_at = APRIL - 47 * MS_HOUR;
	c->to_at = APRIL;
	c->strip = &row;
	c->n_strips = 1;
	lay_out(&d);
	axis = fill_of(&d, b->available, 12, 0);
	for (size_t i = 0; (m = path_of(&d, MARK_CURVE, 2, b->axis, i)); i++)
		for (int k = -1; k <= 1; k += 2)
			found += near(m->point[0].x,
				     axis.x + axis.w * 26 / 47 + k * 0.9) &&
				 near(m->point[0].x, m->point[1].x);
	assert_int_equal(found, 2);
	text_of(&d, "UTC+1 \xe2\x86\x92 UTC+2");
	end(&d);
}

/* ---- C4, C11, C5 ----------------------------------------------------------
 */

/* 1000 less nothing, less a half: the half would be a quarter of a point. */
static void
test_waterfall(void **state)
{
	struct bar bars[] = {
		{ STR("all"), STR("1000"), 1000, 0, PAINT_DOWN, STR_NONE },
		{ STR("none"), STR("0"), 0, 1000, PAINT_EXCLUDED, STR_NONE },
		{ STR("half"), STR("0.5"), -0.5, 1000, PAINT_EXCLUDED,
		    STR_NONE },
		{ STR("much"), STR("499.5"), -499.5, 999.5, PAINT_EXCLUDED,
		    STR_NONE },
		{ STR("rest"), STR("500"), 500, 0, PAINT_DOWN, STR_NONE },
	};
	const struct brand *b = &brand_default;
	double right = b->page_width - b->right;
	struct drawn d;
	struct chart *c = begin(&d, CHART_WATERFALL);
	struct box all, stub, half, much, rest;

	(void)state;
	c->bar = bars;
	c->n_bars = 5;
	lay_out(&d);
	all = fill_of(&d, b->down, 10, 0);
	rest = fill_of(&d, b->down, 10, 1);
	half = fill_of(&d, b->excluded, 10, 0);
	much = fill_of(&d, b->excluded, 10, 1);
	stub = fill_of(&d, b->axis, 10, 0);
	assert_true(near(rest.w, all.w / 2));
	assert_true(near(rest.x, all.x));
	assert_true(near(stub.w, 0.8));
	assert_true(near(half.w, 1.5));
	/* what is too wide stays inside */
	assert_true(half.x + half.w <= all.x + all.w + NEAR);
	assert_true(stub.x + stub.w <= all.x + all.w + NEAR);
	assert_true(near(much.w, all.w * 0.4995));
	assert_true(near(much.x, all.x + all.w / 2));
	/* rows 19 pt apart, values in one column at the right edge */
	assert_true(near(rest.y - all.y, 4 * 19));
	for (size_t i = 0; i < 5; i++) {
		const struct mark *m =
		    text_of(&d, str_cstr(&d.keep, bars[i].value));

		assert_true(fabs(m->box.x + m->box.w - right) < 0.01);
	}
	end(&d);
}

/* In the order given, "unknown" last as it was put, lengths from zero. */
static void
test_pareto(void **state)
{
	struct bar bars[] = {
		{ STR("power (2)"), STR("600"), 600, 0, PAINT_DOWN,
		    STR("60 %") },
		{ STR("disk (1)"), STR("300"), 300, 0, PAINT_DOWN,
		    STR("90 %") },
		{ STR("unknown (1)"), STR("100"), 100, 0, PAINT_MUTED,
		    STR("100 %") },
	};
	const struct brand *b = &brand_default;
	struct drawn d;
	struct chart *c = begin(&d, CHART_BARS);
	struct box first, second, unknown;

	(void)state;
	c->bar = bars;
	c->n_bars = 3;
	lay_out(&d);
	first = fill_of(&d, b->down, 10, 0);
	second = fill_of(&d, b->down, 10, 1);
	unknown = fill_of(&d, b->muted, 10, 0);
	assert_true(near(second.w, first.w / 2));
	assert_true(near(unknown.w, first.w / 6));
	assert_true(first.y < second.y && second.y < unknown.y);
	/* the value stands 5 pt behind the end, the share at the right edge */
	assert_true(
	    fabs(text_of(&d, "300")->box.x - second.x - second.w - 5) < 0.01);
	for (size_t i = 0; i < 3; i++) {
		const struct mark *m =
		    text_of(&d, str_cstr(&d.keep, bars[i].note));

		assert_true(fabs(m->box.x + m->box.w - b->page_width +
				 b->right) < 0.01);
	}
	end(&d);
}

static void
test_ladder(void **state)
{
	struct ladder_box boxes[] = {
		{ STR("one"), STR("0 %"), STR("a"), false },
		{ STR("two"), STR("10 %"), STR("b"), false },
		{ STR("three"), STR("25 %"), STR("c"), true },
		{ STR("four"), STR("100 %"), STR("d"), false },
	};
	const struct brand *b = &brand_default;
	struct drawn d;
	struct chart *c = begin(&d, CHART_LADDER);
	const struct mark *frame = NULL, *arrow;
	double before = 0;
	size_t frames = 0;

	(void)state;
	c->box = boxes;
	c->n_boxes = 4;
	lay_out(&d);
	for (size_t i = 0; i < d.page->marks.n; i++)
		if (d.page->marks.v[i].kind == MARK_FRAME) {
			frame = &d.page->marks.v[i];
			frames++;
		}
	assert_int_equal(frames, 1);
	assert_true(near(frame->pen.width, 1.8));
	assert_int_equal(frame->pen.color, b->credit);
	/* the frame is drawn inside: its outer edge is the box */
	assert_true(near(frame->box.h + 1.8, fill_of(&d, b->shade, 0, 0).h));
	assert_true(near(frame->box.w + 1.8, fill_of(&d, b->shade, 0, 0).w));
	arrow = path_of(&d, MARK_AREA, 3, b->credit, 0);
	assert_non_null(arrow);
	assert_true(near(arrow->point[2].x, frame->box.x + frame->box.w / 2));
	assert_true(arrow->point[2].y > arrow->point[0].y);
	assert_true(text_of(&d, "three")->box.x > frame->box.x);
	assert_true(text_of(&d, "three")->box.x < frame->box.x + frame->box.w);
	for (size_t i = 0; i < 4; i++) {
		double x = text_of(&d, str_cstr(&d.keep, boxes[i].head))->box.x;

		assert_true(x > before);
		before = x;
	}
	end(&d);
}

/* ---- C6 -------------------------------------------------------------------
 */

/* The box of a day: 31 x 23, weeks from Monday; its frame is always drawn. */
static struct box
day_box(const struct drawn *d, size_t nth)
{
	for (size_t i = 0; i < d->page->marks.n; i++) {
		const struct mark *m = &d->page->marks.v[i];

		if (m->kind == MARK_FRAME && near(m->box.w, 31) &&
		    near(m->box.h, 23) && nth-- == 0)
			return m->box;
	}
	fail_msg("there is no such day");
	return (struct box){ 0 };
}

/* The colour of what was filled last below this point; white: nothing. */
static uint32_t
color_at(const struct drawn *d, double x, double y)
{
	uint32_t color = 0xFFFFFF;

	for (size_t i = 0; i < d->page->marks.n; i++) {
		const struct mark *m = &d->page->marks.v[i];

		if (m->kind == MARK_FILL && x > m->box.x &&
		    x < m->box.x + m->box.w && y > m->box.y &&
		    y < m->box.y + m->box.h)
			color = m->pen.color;
	}
	return color;
}

/* Colour of the text whose right end is here; 0: there is none. */
static uint32_t
ink_before(const struct drawn *d, double x, double y)
{
	for (size_t i = 0; i < d->page->marks.n; i++) {
		const struct mark *m = &d->page->marks.v[i];

		if (m->kind == MARK_TEXT && near(m->box.y, y) &&
		    fabs(m->box.x + m->box.w - x) < 0.01)
			return m->type.color;
	}
	return 0;
}

/*
 * March 2013 begins on a Friday and ends on Sunday 31, the day of the clock
 * change; April begins on a Monday. Two months stand beside each other.
 */
static void
test_calendar(void **state)
{
	static const int64_t minutes[] = { 0, 1, 14, 15, 59, 60, 239, 240, 719,
		720 };
	static const uint32_t fill[] = { 0xFFFFFF, 0xFDE3CE, 0xFDE3CE, 0xF9BE8B,
		0xF9BE8B, 0xEE8A3C, 0xEE8A3C, 0xC4510F, 0xC4510F, 0x7A2B05 };
	struct drawn d;
	struct chart *c = begin(&d, CHART_CALENDAR);
	struct calendar_band bands[2] = { { .label = STR("March 2013") },
		{ .label = STR("April 2013") } };
	const struct mark *notch;
	struct box first, day, april;

	(void)state;
	for (int m = 0; m < 2; m++) {
		bands[m].n_days = m == 0 ? 31 : 30;
		bands[m].day =
		    arena_array(&d.keep, bands[m].n_days, sizeof *bands[m].day);
		for (int i = 0; i < (int)bands[m].n_days; i++) {
			int64_t v = m == 0 && i < 10 ? minutes[i] : 0;

			bands[m].day[i] = (struct calendar_day){
				zone_day(&rome, 2013, 3 + m, i + 1), v,
				str_format(&d.keep, "%d", (int)v),
				m == 0 && i == 30   ? DAY_NOTCH
				: m == 0 && i == 19 ? DAY_NO_DATA
						    : DAY_PLAIN
			};
		}
	}
	c->band = bands;
	c->n_bands = 2;
	lay_out(&d);
	first = day_box(&d, 0);
	assert_true(near(first.x, brand_default.left + 4 * 31));
	for (size_t i = 0; i < 31; i++) {
		day = day_box(&d, i);
		/* Friday is the fifth column; day i stands i + 4 further */
		assert_true(
		    near(day.x, first.x - 4 * 31 + (double)((i + 4) % 7) * 31));
		assert_true(near(day.y, first.y + (double)((i + 4) / 7) * 23));
		if (i >= 10)
			continue;
		assert_int_equal(color_at(&d, day.x + 15, day.y + 11), fill[i]);
		/* its figure, 2.5 pt from the right, 3 above the bottom */
		assert_int_equal(
		    ink_before(&d, day.x + 31 - 2.5, day.y + 23 - 3),
		    i < 7 ? 0x1A1A1A : 0xFFFFFF);
	}
	april = day_box(&d, 31);
	assert_true(near(april.y, first.y));
	/* seven columns end at the right margin */
	assert_true(
	    fabs(april.x + 7 * 31 -
		 (brand_default.page_width - brand_default.right)) < 0.01);
	/* day 31 is cut at its top right corner, day 20 says nothing */
	day = day_box(&d, 30);
	notch = path_of(&d, MARK_AREA, 3, 0x1A1A1A, 0);
	assert_non_null(notch);
	assert_true(near(notch->point[1].x, day.x + 31));
	assert_true(near(notch->point[1].y, day.y));
	day = day_box(&d, 19);
	assert_int_equal(ink_before(&d, day.x + 31 - 2.5, day.y + 23 - 3), 0);
	end(&d);
}

/* ---- scales ---------------------------------------------------------------
 */

/* 1 min to 30 d = 43,200 min: log10 of it is 4.63548. */
static void
test_log_axis(void **state)
{
	static struct scale_tick tick[] = { { 1, { "1 min", 5 } },
		{ 10, { "10 min", 6 } }, { 60, { "1 h", 3 } },
		{ 360, { "6 h", 3 } }, { 1440, { "1 d", 3 } },
		{ 10080, { "7 d", 3 } }, { 43200, { "30 d", 4 } } };
	/* log10(v) / log10(43200) */
	static const double part[] = { 0, 0.215727, 0.383596, 0.551464,
		0.681345, 0.863655, 1 };
	struct line_point point[] = { { 1, 0, 0, 0 }, { 60, 0.5, 0, 0 },
		{ 43200, 1, 0, 0 } };
	struct line line = { .label = STR("quarter"),
		.paint = PAINT_DOWN,
		.point = point,
		.n_points = 3 };
	struct drawn d;
	struct chart *c = begin(&d, CHART_LINES);
	const struct mark *curve;
	double from, to;

	(void)state;
	c->x = (struct scale){ SCALE_LOG, 1, 43200, tick, 7, STR("window"),
		false, false };
	c->y = (struct scale){ .kind = SCALE_LINEAR, .to = 1, .share = true };
	c->line = &line;
	c->n_lines = 1;
	lay_out(&d);
	curve = path_of(&d, MARK_CURVE, 3, brand_default.down, 0);
	assert_non_null(curve);
	from = curve->point[0].x;
	to = curve->point[2].x;
	assert_true(
	    fabs(curve->point[1].x - from - part[2] * (to - from)) < 0.001);
	/* half of the height at 50 % */
	assert_true(near(
	    curve->point[1].y, (curve->point[0].y + curve->point[2].y) / 2));
	for (size_t i = 0; i < 7; i++)
		assert_true(
		    fabs(middle(text_of(&d, str_cstr(&d.keep, tick[i].label))) -
			 from - part[i] * (to - from)) < 0.01);
	end(&d);
}

/* From 100 % to -20 %: zero lies five sixths down, and is drawn bold. */
static void
test_burn(void **state)
{
	struct line_point point[] = { { (double)APRIL, 1, 0, 0 },
		{ (double)(APRIL + 360 * MS_HOUR), -0.2, 0, 0 },
		{ (double)APRIL_END, -0.2, 0, 0 } };
	struct line line = { .label = STR("mail"),
		.paint = PAINT_DOWN,
		.stepped = true,
		.point = point,
		.n_points = 3 };
	struct line_level zero = { 0, STR("used up"), true };
	const struct brand *b = &brand_default;
	struct drawn d;
	struct chart *c = begin(&d, CHART_LINES);
	const struct mark *curve = NULL, *level = NULL, *m;
	double half;

	(void)state;
	c->x = (struct scale){ .kind = SCALE_TIME,
		.from = (double)APRIL,
		.to = (double)APRIL_END };
	c->y = (struct scale){ .kind = SCALE_LINEAR, .share = true };
	c->line = &line;
	c->n_lines = 1;
	c->level = &zero;
	c->n_levels = 1;
	lay_out(&d);
	for (size_t n = 3; n < 9 && curve == NULL; n++)
		curve = path_of(&d, MARK_CURVE, n, b->down, 0);
	assert_non_null(curve);
	/* it stays at 100 % for half of April, then steps down */
	half = (curve->point[0].x + curve->point[curve->n - 1].x) / 2;
	assert_true(near(curve->point[1].x, half));
	assert_true(near(curve->point[1].y, curve->point[0].y));
	for (size_t i = 0; (m = path_of(&d, MARK_CURVE, 2, b->text, i)); i++)
		if (near(m->point[0].y, m->point[1].y) && m->pen.width > 0.9)
			level = m;
	assert_non_null(level);
	assert_true(near((level->point[0].y - curve->point[0].y) * 6,
	    (curve->point[curve->n - 1].y - curve->point[0].y) * 5));
	text_of(&d, "0%");
	end(&d);
}

/* The same value at the same height, whatever its neighbours are. */
static void
test_multiples(void **state)
{
	struct line_point point[3][2] = {
		{ { 0, 1, 0, 0 }, { 7, 0.98, 0, 0 } },
		{ { 0, 0.95, 0, 0 }, { 7, 0.98, 0, 0 } },
		{ { 0, 1, 0, 0 }, { 7, 0.96, 0, 0 } },
	};
	struct line line[3];
	struct multiple multiple[3];
	struct drawn d;
	struct chart *c = begin(&d, CHART_MULTIPLES);
	uint32_t color = brand_default.expected;

	(void)state;
	for (int i = 0; i < 3; i++) {
		line[i] = (struct line){ .value = STR("last"),
			.paint = PAINT_EXPECTED,
			.point = point[i],
			.n_points = 2 };
		multiple[i] = (struct multiple){ STR("service"), &line[i], 1 };
	}
	c->x = (struct scale){ .kind = SCALE_LINEAR, .to = 7 };
	c->y = (struct scale){
		.kind = SCALE_LINEAR, .from = 0.95, .to = 1, .share = true
	};
	c->multiple = multiple;
	c->n_multiples = 3;
	lay_out(&d);
	assert_true(near(dot_of(&d, color, 0).y, dot_of(&d, color, 1).y));
	/* 2 of 5 points of a field 46 high */
	assert_true(near(
	    dot_of(&d, color, 2).y - dot_of(&d, color, 0).y, 46 * 0.02 / 0.05));
	/* beside each other, each its own width further */
	assert_true(near(dot_of(&d, color, 1).x - dot_of(&d, color, 0).x,
	    dot_of(&d, color, 2).x - dot_of(&d, color, 1).x));
	end(&d);
}

/* 1, 10, 100 and 1000 are equally far; 31.6 lies in the middle of them. */
static void
test_dots(void **state)
{
	double value[] = { 1, 10, 100, 1000 };
	struct dot_group group = { .label = STR("2024 Q1"),
		.note = STR("n = 4"),
		.value = value,
		.n_values = 4,
		.median = sqrt(1000) };
	const struct brand *b = &brand_default;
	struct drawn d;
	struct chart *c = begin(&d, CHART_DOTS);
	struct box bar;
	double x[4];

	(void)state;
	c->x = (struct scale){ .kind = SCALE_LOG, .from = 1, .to = 1000 };
	c->group = &group;
	c->n_groups = 1;
	lay_out(&d);
	for (size_t i = 0; i < 4; i++)
		x[i] = dot_of(&d, b->expected, i).x;
	for (size_t i = 1; i < 4; i++)
		assert_true(fabs(x[i] - x[i - 1] - (x[3] - x[0]) / 3) < 0.001);
	bar = fill_of(&d, b->text, 15, 0);
	assert_true(fabs(bar.x + bar.w / 2 - (x[0] + x[3]) / 2) < 0.001);
	text_of(&d, "n = 4");
	end(&d);
}

/* Messages and silence on one axis; kept and missed differ in shape. */
static void
test_lanes(void **state)
{
	struct lane_mark mark[] = { { APRIL + 180 * MS_HOUR, MARK_DOT },
		{ APRIL + 360 * MS_HOUR, MARK_KEPT },
		{ APRIL + 540 * MS_HOUR, MARK_MISSED } };
	struct lane_block block = { APRIL + 180 * MS_HOUR,
		APRIL + 540 * MS_HOUR, PAINT_DOWN, STR("360 h"), true };
	struct lane lane[] = {
		{ .label = STR("web"), .mark = mark, .n_marks = 3 },
		{ .label = STR("phone"), .none = STR("nothing") },
		{ .label = STR("silence"), .block = &block, .n_blocks = 1 }
	};
	const struct brand *b = &brand_default;
	struct drawn d;
	struct chart *c = begin(&d, CHART_LANES);
	const struct mark *kept, *missed;
	struct box silence;
	double from, width;

	(void)state;
	c->from_at = APRIL;
	c->to_at = APRIL_END;
	c->lane = lane;
	c->n_lanes = 3;
	lay_out(&d);
	silence = fill_of(&d, b->down, 10, 0);
	width = silence.w * 2; /* 360 of 720 h */
	from = silence.x - width / 4;
	assert_true(near(dot_of(&d, b->expected, 0).x, silence.x));
	kept = path_of(&d, MARK_CURVE, 3, b->kept_text, 0);
	missed = path_of(&d, MARK_PAIRS, 4, b->down, 0);
	assert_non_null(kept);
	assert_non_null(missed);
	/* the strokes: 15 high, at the promised instants */
	kept = path_of(&d, MARK_CURVE, 2, b->kept_text, 0);
	assert_true(near(kept->point[0].x, from + width / 2));
	assert_true(near(kept->point[1].y - kept->point[0].y, 15));
	missed = path_of(&d, MARK_CURVE, 2, b->down, 0);
	assert_true(near(missed->point[0].x, silence.x + silence.w));
	text_of(&d, "nothing");
	text_of(&d, "360 h");
	end(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_palette),
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_heat_bounds),
		cmocka_unit_test(test_strip),
		cmocka_unit_test(test_strip_clock_change),
		cmocka_unit_test(test_waterfall),
		cmocka_unit_test(test_pareto),
		cmocka_unit_test(test_ladder),
		cmocka_unit_test(test_calendar),
		cmocka_unit_test(test_log_axis),
		cmocka_unit_test(test_burn),
		cmocka_unit_test(test_multiples),
		cmocka_unit_test(test_dots),
		cmocka_unit_test(test_lanes),
	};

	return cmocka_run_group_tests_name(
	    "doc/chart places", tests, setup, teardown);
}
