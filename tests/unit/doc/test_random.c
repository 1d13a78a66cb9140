/* Documents by dice: whatever they hold, pages stay in order. */
#include "unit/doc/layout.h"

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

static struct str
random_text(struct arena *a, uint64_t *seed, int most)
{
	static const char *const words[] = { "disponibilit\xc3\xa0", "of",
		"Wartungsfenster", "a", "service-level", "\xe2\x88\x92",
		"12,345", "h", "W", "illimitatamente", "5 %" };
	struct str s = STR_NONE;

	for (int64_t n = dice_between(seed, 0, most); n > 0; n--)
		s = str_format(a, "%.*s%s%s", STR_ARG(s), s.n > 0 ? " " : "",
		    words[dice_between(seed, 0, 10)]);
	return s;
}

static void
random_spans(struct arena *a, uint64_t *seed, struct chart *c)
{
	c->n_strips = (size_t)dice_between(seed, 0, 45);
	c->strip = arena_array(a, c->n_strips, sizeof *c->strip);
	for (size_t i = 0; i < c->n_strips; i++) {
		struct strip_row *r = &c->strip[i];

		r->label = random_text(a, seed, 8);
		r->value = random_text(a, seed, 2);
		r->n_spans = (size_t)dice_between(seed, 0, 20);
		r->span = arena_array(a, r->n_spans, sizeof *r->span);
		for (size_t k = 0; k < r->n_spans; k++) {
			int64_t from = c->from_at + dice_between(seed, -MS_HOUR,
							40 * MS_DAY);

			r->span[k] = (struct strip_span){ from,
				from + dice_between(seed, 0, 9 * MS_HOUR),
				(enum paint)dice_between(seed, 0, 11) };
		}
		r->n_ticks = r->n_spans;
		r->tick = arena_array(a, r->n_ticks, sizeof *r->tick);
		for (size_t k = 0; k < r->n_ticks; k++)
			r->tick[k] = r->span[k].to_at;
	}
}

static double
random_value(uint64_t *seed)
{
	static const double odd[] = { -1, 0, NAN, INFINITY, -INFINITY, 1e300,
		1e-9 };
	int64_t pick = dice_between(seed, 0, 60);

	return pick < 7 ? odd[pick] : (double)dice_between(seed, 0, 90000);
}

static void
random_points(struct arena *a, uint64_t *seed, struct chart *c)
{
	c->n_points = (size_t)dice_between(seed, 0, 900);
	c->point = arena_array(a, c->n_points, sizeof *c->point);
	for (size_t i = 0; i < c->n_points; i++)
		c->point[i] = (struct series_point){
			c->from_at + (c->to_at - c->from_at) /
					 (int64_t)c->n_points * (int64_t)i,
			random_value(seed), random_value(seed),
			random_value(seed), random_value(seed)
		};
	c->label_expected = STR("expected");
	c->label_observed = STR("observed");
	c->shade.from_at = c->from_at + (c->to_at - c->from_at) / 3;
	c->shade.to_at = c->from_at + (c->to_at - c->from_at) / 2;
}

static void
random_bars(struct arena *a, uint64_t *seed, struct chart *c)
{
	c->n_bars = (size_t)dice_between(seed, 0, 50);
	c->bar = arena_array(a, c->n_bars, sizeof *c->bar);
	for (size_t i = 0; i < c->n_bars; i++)
		c->bar[i] = (struct bar){ random_text(a, seed, 12),
			random_text(a, seed, 2), random_value(seed),
			random_value(seed),
			(enum paint)dice_between(seed, 0, 11),
			random_text(a, seed, 3) };
	c->n_boxes = (size_t)dice_between(seed, 0, 25);
	c->box = arena_array(a, c->n_boxes, sizeof *c->box);
	for (size_t i = 0; i < c->n_boxes; i++)
		c->box[i] = (struct ladder_box){ random_text(a, seed, 5),
			random_text(a, seed, 2), random_text(a, seed, 6),
			i == 3 };
	c->n_legends = (size_t)dice_between(seed, 0, 9);
	c->legend = arena_array(a, c->n_legends, sizeof *c->legend);
	for (size_t i = 0; i < c->n_legends; i++)
		c->legend[i] =
		    (struct legend){ (enum paint)i, random_text(a, seed, 5) };
}

/* Whatever the document holds, all writers make a file of it. */
static void
check_writers(struct arena *a, const struct doc *d)
{
	assert_true(bytes_of(a, "text", d).n > 0);
	assert_true(bytes_of(a, "pdf", d).n > 0);
	assert_true(bytes_of(a, "xlsx", d).n > 0);
}

/* From minutes to years, with and without clock changes, odd numbers, no rows.
 */
static void
test_random_charts(void **state)
{
	static const int64_t lengths[] = { 0, 4 * MS_MINUTE, 5 * MS_HOUR,
		30 * MS_HOUR, 6 * MS_DAY, 33 * MS_DAY, 200 * MS_DAY,
		1500 * MS_DAY };
	uint64_t seed = 20130411;

	(void)state;
	for (int i = 0; i < 160; i++) {
		struct arena a = { 0 };
		struct doc *d = doc_new(&a, i % 2 ? &style_de : &style_it,
		    &rome, random_text(&a, &seed, 12), 0);
		struct chart *c = arena_new(&a, struct chart);
		struct sheet s;

		c->kind = (enum chart_kind)(i % 5);
		c->title = random_text(&a, &seed, 14);
		c->subtitle = random_text(&a, &seed, 14);
		c->alt = random_text(&a, &seed, 14);
		c->from_at = hour(-24.0 * (double)dice_between(&seed, 0, 40));
		c->to_at = c->from_at + lengths[i / 5 % 8];
		c->zone = &rome;
		random_spans(&a, &seed, c);
		random_points(&a, &seed, c);
		random_bars(&a, &seed, c);
		doc_chart(d, c);
		flow_doc(d, &a, &s);
		check_sheet(&s);
		if (i % 6 == 0)
			check_writers(&a, d);
		arena_release(&a);
	}
}

static void
test_random_tables(void **state)
{
	uint64_t seed = 99;

	(void)state;
	for (int i = 0; i < 60; i++) {
		struct arena a = { 0 };
		struct doc *d =
		    doc_new(&a, &style_it, &rome, STR("Tabelle"), 0);
		int n = (int)dice_between(&seed, 1, 13);
		struct column *column =
		    arena_array(&a, (size_t)n, sizeof *column);
		struct table *t = doc_table(d, "t", column, n);
		struct sheet s;

		for (int k = 0; k < n; k++) {
			column[k].head = random_text(&a, &seed, 3);
			column[k].unit = random_text(&a, &seed, 1);
			column[k].right = dice_between(&seed, 0, 1) == 1;
		}
		for (int64_t r = dice_between(&seed, 0, 90); r > 0; r--) {
			struct row *row =
			    table_row(d, t, r < 3 ? ROW_TOTAL : ROW_BODY);

			for (int k = 0; k < n; k++)
				row->cell[k] =
				    column[k].right
					? cell_count(
					      dice_between(&seed, 0, 99999))
					: cell_text(random_text(&a, &seed, 9));
		}
		flow_doc(d, &a, &s);
		check_sheet(&s);
		if (i % 6 == 0)
			check_writers(&a, d);
		arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_charts),
		cmocka_unit_test(test_random_tables),
	};

	return cmocka_run_group_tests_name(
	    "doc/random", tests, setup, teardown);
}
