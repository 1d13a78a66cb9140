/*
 * Charts in hard sizes and shapes: whatever their number, their names and their
 * values, no two texts touch and nothing leaves the page.
 */
#include "unit/doc/charts.h"
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

static void
test_hard(void **state)
{
	const struct doc_style *const styles[] = { &style_en, &style_de };

	(void)state;
	for (size_t k = 0; k < 2 * N_HARD_CASES; k++) {
		struct arena a = { 0 };
		struct sheet s;

		flow_doc(
		    hard_doc(&a, styles[k % 2], &hard_cases[k / 2]), &a, &s);
		check_sheet(&s);
		arena_release(&a);
	}
}

/* ---- charts by dice ------------------------------------------------------ */

static double
odd_value(uint64_t *seed)
{
	static const double odd[] = { -1, 0, NAN, INFINITY, -INFINITY, 1e300,
		1e-9 };
	int64_t pick = dice_between(seed, 0, 40);

	return pick < 7 ? odd[pick] : (double)dice_between(seed, -900, 90000);
}

static struct str
odd_text(struct arena *a, uint64_t *seed, int most)
{
	static const char *const words[] = { "disponibilit\xc3\xa0", "of",
		"=1+1", "\xff", "service-level", "12,345", "W",
		"illimitatamente" };
	struct str s = STR_NONE;

	for (int64_t n = dice_between(seed, 0, most); n > 0; n--)
		s = str_format(a, "%.*s%s%s", STR_ARG(s), s.n > 0 ? " " : "",
		    words[dice_between(seed, 0, 7)]);
	return s;
}

static int64_t
odd_time(uint64_t *seed, const struct chart *c)
{
	int64_t length = c->to_at - c->from_at;

	return c->from_at + dice_between(seed, -MS_DAY, length + MS_DAY);
}

static void
odd_scale(struct arena *a, uint64_t *seed, struct scale *s)
{
	s->kind = (enum scale_kind)dice_between(seed, 0, 2);
	s->from = odd_value(seed);
	s->to = odd_value(seed);
	s->share = dice_between(seed, 0, 1) == 1;
	s->name = odd_text(a, seed, 3);
	s->n_ticks = (size_t)dice_between(seed, 0, 5);
	s->tick = arena_array(a, s->n_ticks, sizeof *s->tick);
	for (size_t i = 0; i < s->n_ticks; i++)
		s->tick[i] = (struct scale_tick){ odd_value(seed),
			odd_text(a, seed, 3) };
}

static struct line *
odd_lines(struct arena *a, uint64_t *seed, const struct chart *c, size_t n)
{
	struct line *v = arena_array(a, n, sizeof *v);

	for (size_t i = 0; i < n; i++) {
		struct line *l = &v[i];

		l->label = odd_text(a, seed, 4);
		l->value = odd_text(a, seed, 2);
		l->paint = (enum paint)dice_between(seed, 0, 11);
		l->stepped = dice_between(seed, 0, 1) == 1;
		l->dashed = dice_between(seed, 0, 1) == 1;
		l->band = dice_between(seed, 0, 1) == 1;
		l->n_points = (size_t)dice_between(seed, 0, 60);
		l->point = arena_array(a, l->n_points, sizeof *l->point);
		for (size_t k = 0; k < l->n_points; k++)
			l->point[k] =
			    (struct line_point){ c->x.kind == SCALE_TIME
						     ? (double)odd_time(seed, c)
						     : odd_value(seed),
				    odd_value(seed), odd_value(seed),
				    odd_value(seed) };
	}
	return v;
}

static void
odd_plane(struct arena *a, uint64_t *seed, struct chart *c)
{
	odd_scale(a, seed, &c->x);
	odd_scale(a, seed, &c->y);
	c->n_lines = (size_t)dice_between(seed, 0, 14);
	c->line = odd_lines(a, seed, c, c->n_lines);
	c->n_marks = (size_t)dice_between(seed, 0, 30);
	c->mark = arena_array(a, c->n_marks, sizeof *c->mark);
	for (size_t i = 0; i < c->n_marks; i++)
		c->mark[i] = (struct line_mark){ odd_value(seed),
			odd_value(seed), odd_text(a, seed, 6) };
	c->n_levels = (size_t)dice_between(seed, 0, 6);
	c->level = arena_array(a, c->n_levels, sizeof *c->level);
	for (size_t i = 0; i < c->n_levels; i++)
		c->level[i] = (struct line_level){ odd_value(seed),
			odd_text(a, seed, 3), i == 1 };
	c->n_multiples = (size_t)dice_between(seed, 0, 30);
	c->multiple = arena_array(a, c->n_multiples, sizeof *c->multiple);
	for (size_t i = 0; i < c->n_multiples; i++) {
		struct multiple *m = &c->multiple[i];

		m->label = odd_text(a, seed, 8);
		m->n_lines = (size_t)dice_between(seed, 0, 6);
		m->line = odd_lines(a, seed, c, m->n_lines);
	}
	c->n_groups = (size_t)dice_between(seed, 0, 40);
	c->group = arena_array(a, c->n_groups, sizeof *c->group);
	for (size_t i = 0; i < c->n_groups; i++) {
		struct dot_group *g = &c->group[i];

		g->label = odd_text(a, seed, 5);
		g->note = odd_text(a, seed, 3);
		g->median = odd_value(seed);
		g->n_values = (size_t)dice_between(seed, 0, 40);
		g->value = arena_array(a, g->n_values, sizeof *g->value);
		for (size_t k = 0; k < g->n_values; k++)
			g->value[k] = odd_value(seed);
	}
}

static void
odd_lane(struct arena *a, uint64_t *seed, const struct chart *c, struct lane *k)
{
	k->label = odd_text(a, seed, 6);
	k->value = odd_text(a, seed, 3);
	k->none = odd_text(a, seed, 9);
	k->n_blocks = (size_t)dice_between(seed, 0, 9);
	k->block = arena_array(a, k->n_blocks, sizeof *k->block);
	for (size_t i = 0; i < k->n_blocks; i++)
		k->block[i] = (struct lane_block){ odd_time(seed, c),
			odd_time(seed, c),
			(enum paint)dice_between(seed, 0, 11),
			odd_text(a, seed, 4), dice_between(seed, 0, 1) == 1 };
	k->n_marks = (size_t)dice_between(seed, 0, 20);
	k->mark = arena_array(a, k->n_marks, sizeof *k->mark);
	for (size_t i = 0; i < k->n_marks; i++)
		k->mark[i] = (struct lane_mark){ odd_time(seed, c),
			(enum mark_kind)dice_between(seed, 0, 4) };
}

static void
odd_days(struct arena *a, uint64_t *seed, struct chart *c)
{
	c->notch = odd_text(a, seed, 4);
	c->n_bands = (size_t)dice_between(seed, 0, 14);
	c->band = arena_array(a, c->n_bands, sizeof *c->band);
	for (size_t i = 0; i < c->n_bands; i++) {
		struct calendar_band *k = &c->band[i];
		int first = (int)dice_between(seed, 1, 28);

		k->label = odd_text(a, seed, 6);
		k->n_days = (size_t)dice_between(seed, 0, 31);
		k->day = arena_array(a, k->n_days, sizeof *k->day);
		for (size_t d = 0; d < k->n_days; d++)
			k->day[d] = (struct calendar_day){
				zone_day(&rome, 2013, (int)i, first + (int)d),
				dice_between(seed, -5, 2000),
				odd_text(a, seed, 1),
				(enum day_cue)dice_between(seed, 0, 3)
			};
	}
	c->n_lanes = (size_t)dice_between(seed, 0, 30);
	c->lane = arena_array(a, c->n_lanes, sizeof *c->lane);
	for (size_t i = 0; i < c->n_lanes; i++)
		odd_lane(a, seed, c, &c->lane[i]);
	c->n_grounds = 3;
	c->ground = arena_array(a, 3, sizeof *c->ground);
	for (size_t i = 0; i < 3; i++)
		c->ground[i] =
		    (struct lane_block){ odd_time(seed, c), odd_time(seed, c),
			    PAINT_DOWN, odd_text(a, seed, 4), i == 0 };
	c->n_mark_legends = (size_t)dice_between(seed, 0, 8);
	c->mark_legend =
	    arena_array(a, c->n_mark_legends, sizeof *c->mark_legend);
	for (size_t i = 0; i < c->n_mark_legends; i++)
		c->mark_legend[i] =
		    (struct mark_legend){ (enum mark_kind)(i % 5),
			    odd_text(a, seed, 5) };
}

/* Values that are no numbers, times outside, texts of any length. */
static void
test_dice(void **state)
{
	static const int64_t lengths[] = { 0, 4 * MS_MINUTE, 30 * MS_HOUR,
		33 * MS_DAY, 1500 * MS_DAY };
	uint64_t seed = 20131077;

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct arena a = { 0 };
		struct doc *d = doc_new(&a, i % 2 ? &style_de : &style_it,
		    &rome, odd_text(&a, &seed, 12), 0);
		struct chart *c = arena_new(&a, struct chart);
		struct sheet s;

		c->kind = (enum chart_kind)(CHART_LINES + i % 5);
		c->title = odd_text(&a, &seed, 14);
		c->alt = odd_text(&a, &seed, 14);
		c->from_at = hour(-24.0 * (double)dice_between(&seed, 0, 40));
		c->to_at = c->from_at + lengths[i / 5 % 5];
		c->zone = &rome;
		odd_plane(&a, &seed, c);
		odd_days(&a, &seed, c);
		doc_chart(d, c);
		flow_doc(d, &a, &s);
		check_sheet(&s);
		if (i % 3 == 0) {
			assert_true(bytes_of(&a, "text", d).n > 0);
			assert_true(bytes_of(&a, "xlsx", d).n > 0);
		}
		if (i % 7 == 0)
			assert_true(bytes_of(&a, "pdf", d).n > 0);
		arena_release(&a);
	}
}

/* --write FILE N: case N as a file of the kind its name ends with. */
static int
write_only(const char *path, const char *number)
{
	const struct hard *h =
	    &hard_cases[strtoul(number, NULL, 10) % N_HARD_CASES];
	const char *dot = strrchr(path, '.');
	const char *name =
	    dot == NULL || strcmp(dot, ".txt") == 0 ? "text" : dot + 1;
	struct arena a = { 0 };
	struct err e = { 0 };
	int rc =
	    writer_named(name)->write(hard_doc(&a, &style_en, h), path, &e);

	arena_release(&a);
	writers_release();
	return rc;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hard),
		cmocka_unit_test(test_dice),
	};

	if (argc == 4 && strcmp(argv[1], "--write") == 0)
		return write_only(argv[2], argv[3]) != 0;
	return cmocka_run_group_tests_name(
	    "doc/charts", tests, setup, teardown);
}
