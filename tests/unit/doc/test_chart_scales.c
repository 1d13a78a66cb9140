/*
 * Calendars, scales and lanes, worked out by hand: days in their weeks, values
 * at their share of the axis. Lengths are points.
 */
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
		cmocka_unit_test(test_calendar),
		cmocka_unit_test(test_log_axis),
		cmocka_unit_test(test_burn),
		cmocka_unit_test(test_multiples),
		cmocka_unit_test(test_dots),
		cmocka_unit_test(test_lanes),
	};

	return cmocka_run_group_tests_name(
	    "doc/chart scales", tests, setup, teardown);
}
