/*
 * Where charts draw, worked out by hand: what is twice as long is twice as far,
 * what is small can still be seen, and colours are those of the design. Lengths
 * are points.
 */
#include "doc/heat.h"
#include "unit/doc/places.h"

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
	};

	return cmocka_run_group_tests_name(
	    "doc/chart places", tests, setup, teardown);
}
