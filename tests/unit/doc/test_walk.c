/* Every text of a document is seen, with the heading it stands under. */
#include "doc/walk.h"
#include "unit/doc/sample.h"
#include "unit/support.h"

struct seen {
	struct walk walk;
	const char *wanted;
	struct str under;
	size_t times, texts;
};

static bool
see(struct walk *w, struct str text)
{
	struct seen *s = (struct seen *)w;

	s->texts++;
	if (str_is(text, s->wanted)) {
		s->times++;
		s->under = w->under;
	}
	return true;
}

static struct seen
look_for(const struct doc *d, const char *text)
{
	static struct err e;
	struct seen s = { .walk = { .see = see, .err = &e }, .wanted = text };

	assert_true(doc_walk(d, &s.walk));
	return s;
}

/* One text in every place that has room for one; each is found once. */
static struct chart *
full_chart(struct doc *d)
{
	static struct scale_tick tick = { 1, { "t-tick", 6 } };
	static struct line line = { .label = { "t-line", 6 },
		.value = { "t-end", 5 } };
	static struct line small = { .label = { "t-small", 7 } };
	static struct line_mark mark = { 0, 0, { "t-mark", 6 } };
	static struct line_level level = { 0, { "t-level", 7 }, false };
	static struct multiple multiple = { { "t-multiple", 10 }, &small, 1 };
	static struct calendar_day day = { .text = { "t-day", 5 } };
	static struct calendar_band band = { { "t-band", 6 }, &day, 1 };
	static struct lane_block block = { .label = { "t-block", 7 } };
	static struct lane_block ground = { .label = { "t-ground", 8 } };
	static struct lane lane = { .label = { "t-lane", 6 },
		.value = { "t-lane-value", 12 },
		.none = { "t-none", 6 },
		.block = &block,
		.n_blocks = 1 };
	static struct mark_legend means = { MARK_DOT, { "t-means", 7 } };
	static struct dot_group group = { .label = { "t-group", 7 },
		.note = { "t-note", 6 } };
	static struct strip_row strip = { .label = { "t-strip", 7 },
		.value = { "t-strip-value", 13 } };
	static struct bar bar = { .label = { "t-bar", 5 },
		.value = { "t-bar-value", 11 },
		.note = { "t-bar-note", 10 } };
	static struct ladder_box box = { { "t-head", 6 }, { "t-gives", 7 },
		{ "t-reach", 7 }, false };
	static struct legend legend = { PAINT_DOWN, { "t-legend", 8 } };
	struct chart *c = arena_new(d->keep, struct chart);

	*c = (struct chart){ .title = STR("t-title"),
		.subtitle = STR("t-subtitle"),
		.alt = STR("t-alt"),
		.label_expected = STR("t-expected"),
		.label_observed = STR("t-observed"),
		.notch = STR("t-notch"),
		.x = { .tick = &tick, .n_ticks = 1, .name = STR("t-x") },
		.y = { .name = STR("t-y") },
		.line = &line,
		.mark = &mark,
		.level = &level,
		.multiple = &multiple,
		.band = &band,
		.lane = &lane,
		.ground = &ground,
		.mark_legend = &means,
		.group = &group,
		.strip = &strip,
		.bar = &bar,
		.box = &box,
		.legend = &legend };
	c->n_lines = c->n_marks = c->n_levels = c->n_multiples = 1;
	c->n_bands = c->n_lanes = c->n_grounds = c->n_mark_legends = 1;
	c->n_groups = c->n_strips = c->n_bars = c->n_boxes = c->n_legends = 1;
	return c;
}

static void
test_charts(void **state)
{
	static const char *const texts[] = { "t-title", "t-subtitle", "t-alt",
		"t-expected", "t-observed", "t-notch", "t-x", "t-y", "t-tick",
		"t-line", "t-end", "t-small", "t-mark", "t-level", "t-multiple",
		"t-day", "t-band", "t-block", "t-ground", "t-lane",
		"t-lane-value", "t-none", "t-means", "t-group", "t-note",
		"t-strip", "t-strip-value", "t-bar", "t-bar-value",
		"t-bar-note", "t-head", "t-gives", "t-reach", "t-legend" };
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, NULL, STR("x"), 0);

	(void)state;
	doc_heading(d, 1, STR("Chapter"), STR("t-sheet"));
	doc_chart(d, full_chart(d));
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct seen s = look_for(d, texts[i]);

		if (s.times != 1)
			fail_msg("%s: %zu times", texts[i], s.times);
		assert_true(str_is(s.under, "Chapter"));
	}
	assert_int_equal(look_for(d, "t-sheet").times, 1);
	arena_release(&a);
}

static int
make_row(void *arg, size_t i, struct arena *scratch, struct cell *cell,
    struct err *e)
{
	if (arg != NULL)
		return err_set(e, ERR_ENV, "no row");
	cell[0] = cell_text(str_format(scratch, "made %zu", i));
	return 0;
}

static void
test_blocks(void **state)
{
	static struct column column[1] = { { .head = { "t-head", 6 },
	    .unit = { "t-unit", 6 } } };
	static const char *const texts[] = { "t-doc", "t-sub", "t-author",
		"t-left", "t-right", "t-foot", "t-water", "t-sender", "t-to",
		"t-paragraph", "t-note", "t-result", "t-figure", "t-label",
		"t-value", "t-caption", "t-empty", "t-head", "t-unit", "t-cell",
		"made 0", "made 2" };
	struct str sender = STR("t-sender"), recipient = STR("t-to");
	struct arena a = { 0 };
	struct err e = { 0 };
	struct doc *d = doc_new(&a, &style_en, NULL, STR("t-doc"), 0);
	struct key_figure *k = arena_new(&a, struct key_figure);
	struct table *t, *made;
	struct seen s;

	(void)state;
	d->subtitle = STR("t-sub");
	d->author = STR("t-author");
	d->header_left = STR("t-left");
	d->header_right = STR("t-right");
	d->footer = STR("t-foot");
	d->watermark = STR("t-water");
	d->sender = &sender;
	d->recipient = &recipient;
	d->n_sender = d->n_recipient = 1;
	doc_paragraph(d, STR("t-paragraph"));
	doc_note(d, STR("t-note"));
	doc_result(d, STR("t-result"));
	*k = (struct key_figure){ cell_text(STR("t-value")), STR("t-figure"),
		STR("t-label") };
	doc_key_figures(d, k, 1);
	t = doc_table(d, "a", column, 1);
	t->caption = STR("t-caption");
	t->none = STR("t-empty");
	table_row(d, t, ROW_BODY)->cell[0] = cell_text(STR("t-cell"));
	made = doc_table(d, "b", (struct column[1]){ { .right = true } }, 1);
	made->source = (struct row_source){ 3, make_row, NULL };
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (look_for(d, texts[i]).times != 1)
			fail_msg("%s is not seen once", texts[i]);
	/* a row that cannot be made ends the walk */
	made->source.arg = d;
	s = (struct seen){ .walk = { .see = see, .err = &e }, .wanted = "" };
	assert_false(doc_walk(d, &s.walk));
	assert_true(s.walk.failed);
	assert_int_equal(e.kind, ERR_ENV);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_charts),
		cmocka_unit_test(test_blocks),
	};

	return cmocka_run_group_tests_name("doc/walk", tests, NULL, NULL);
}
