/*
 * Pages as marks: no two texts touch, nothing leaves the page, small things
 * stay visible, tables keep their rows together.
 */
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
test_samples(void **state)
{
	const struct doc_style *const styles[] = { &style_en, &style_it,
		&style_de };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct arena a = { 0 };
		struct sheet s;

		flow_doc(sample_doc(&a, styles[i]), &a, &s);
		assert_true(s.pages.n >= 3);
		assert_int_equal(s.bookmarks.n, 3);
		check_sheet(&s);
		arena_release(&a);
	}
}

/* ---- tables -------------------------------------------------------------- */

static size_t
count_texts(const struct page *p, const char *text, enum face face)
{
	size_t n = 0;

	for (size_t i = 0; i < p->marks.n; i++)
		if (p->marks.v[i].kind == MARK_TEXT &&
		    p->marks.v[i].type.face == face &&
		    str_is(p->marks.v[i].text, text))
			n++;
	return n;
}

static void
test_long_table(void **state)
{
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, &rome, STR("Long"), 0);
	struct sheet s;
	size_t pages;

	(void)state;
	sample_table(d, "t", "Outages", 120);
	flow_doc(d, &a, &s);
	pages = s.pages.n;
	assert_true(pages >= 3);
	check_sheet(&s);
	for (size_t i = 0; i < pages; i++) {
		struct str label =
		    str_format(&a, "Page %zu of %zu", i + 1, pages);
		const struct page *p = &s.pages.v[i];

		assert_int_equal(count_texts(p, "Service", FACE_BOLD), 1);
		assert_int_equal(
		    count_texts(p, "continued", FACE_REGULAR), i > 0);
		assert_int_equal(
		    count_texts(p, str_cstr(&a, label), FACE_REGULAR), 1);
	}
	/* Every row once: its number stands in the first column. */
	for (int r = 1; r <= 120; r++) {
		struct str number = str_format(&a, "%d", r);
		size_t n = 0;

		for (size_t i = 0; i < pages; i++)
			n += count_texts(
			    &s.pages.v[i], str_cstr(&a, number), FACE_REGULAR);
		assert_int_equal(n, 1);
	}
	/* The total stands on the page of the last row. */
	assert_int_equal(
	    count_texts(&s.pages.v[pages - 1], "120", FACE_REGULAR), 1);
	assert_int_equal(
	    count_texts(&s.pages.v[pages - 1], "Total", FACE_BOLD), 1);
	arena_release(&a);
}

/* The page that holds a text, or the number of pages. */
static size_t
page_with(const struct sheet *s, const char *text)
{
	for (size_t i = 0; i < s->pages.n; i++)
		for (size_t k = 0; k < s->pages.v[i].marks.n; k++)
			if (str_is(s->pages.v[i].marks.v[k].text, text))
				return i;
	return s->pages.n;
}

/*
 * Lines before a chapter push it down by one line at a time, so that the end of
 * the page comes at every place of it: heading, what introduces the table, its
 * caption and its first row stand on one page in every case. A page has room
 * for fewer than 70 lines of 13 points (842 / 13 = 64.8).
 */
static void
test_titles_never_alone(void **state)
{
	static const char intro[] = "What the table shows.";
	int moved = 0;

	(void)state;
	for (int lines = 10; lines < 70; lines++) {
		struct arena a = { 0 };
		struct doc *d = doc_new(&a, &style_en, &rome, STR("Titles"), 0);
		struct sheet s;
		size_t page;

		for (int i = 0; i < lines; i++)
			doc_small_print(d, STR("filler"));
		doc_heading(d, 2, STR("Chapter"), STR_NONE);
		doc_paragraph(d, str_of(intro));
		sample_table(d, "t", "Caption", 30);
		flow_doc(d, &a, &s);
		page = page_with(&s, "Chapter");
		assert_true(page < s.pages.n);
		assert_int_equal(page_with(&s, intro), page);
		assert_int_equal(page_with(&s, "Caption"), page);
		assert_int_equal(page_with(&s, "1"), page);
		assert_int_equal(page_with(&s, "2"), page);
		moved += page > 0;
		arena_release(&a);
	}
	assert_in_range(moved, 1, 59);
}

/*
 * A name of 60 characters in a narrow column is cut after two lines, with a
 * number; the whole name stands under the table. Longer text is prose and is
 * not cut.
 */
static void
test_long_names(void **state)
{
	static const char name[] =
	    "Societ\xc3\xa0 Cooperativa dei Produttori di Castagne e Funghi";
	static const char prose[] =
	    "Two members of the cluster were restarted one after the other, "
	    "and every restart brought the sites back for some minutes only.";
	struct column column[9] = { 0 };
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, &rome, STR("Names"), 0);
	struct table *t = doc_table(d, "t", column, 9);
	struct sheet s;
	size_t cut = 0, whole = 0, dots = 0;

	(void)state;
	for (int r = 0; r < 3; r++) {
		struct row *row = table_row(d, t, ROW_BODY);

		row->cell[0] = cell_text(str_of(r < 2 ? name : prose));
		for (int k = 1; k < 9; k++) {
			column[k].right = true;
			row->cell[k] = cell_count(12345678);
		}
	}
	flow_doc(d, &a, &s);
	check_sheet(&s);
	for (size_t i = 0; i < s.pages.v[0].marks.n; i++) {
		struct str text = s.pages.v[0].marks.v[i].text;

		cut += str_ends(text, "\xe2\x80\xa6 [1]");
		whole += str_starts(text, "[1] Societ\xc3\xa0 Cooperativa") &&
			 str_ends(text, " Castagne e Funghi");
		dots += holds(text, "\xe2\x80\xa6");
	}
	assert_int_equal(cut, 2);
	assert_int_equal(whole, 1);
	assert_int_equal(dots, 2);
	arena_release(&a);
}

/* ---- charts -------------------------------------------------------------- */

/* One second of a week would be 0.0006 pt. */
static void
test_short_spans_stay_visible(void **state)
{
	struct strip_span span[] = {
		{ hour(20), hour(20) + MS_SECOND, PAINT_DOWN },
	};
	int64_t tick[] = { hour(60) };
	struct strip_row row = { STR("www"), STR("1 s"), span, 1, tick, 1 };
	struct chart c = { .kind = CHART_STRIP,
		.from_at = hour(0),
		.to_at = hour(168),
		.zone = &rome,
		.strip = &row,
		.n_strips = 1 };
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, &rome, STR("Strip"), 0);
	int down = 0, open = 0;
	struct sheet s;

	(void)state;
	doc_chart(d, &c);
	flow_doc(d, &a, &s);
	for (size_t i = 0; i < s.pages.v[0].marks.n; i++) {
		const struct mark *m = &s.pages.v[0].marks.v[i];

		if (m->kind == MARK_FILL && m->pen.color == 0xA63A00) {
			assert_true(m->box.w >= 0.599);
			down++;
		}
		if (m->kind == MARK_FILL && m->pen.color == 0xE3EAEF &&
		    m->box.w < 1) {
			assert_true(m->box.w >= 0.59);
			open++;
		}
	}
	assert_int_equal(down, 1);
	assert_int_equal(open, 1);
	arena_release(&a);
}

static void
test_waterfall_and_ladder(void **state)
{
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, &rome, STR("Steps"), 0);
	int stubs = 0, frames = 0, pointers = 0;
	double right = -1;
	struct sheet s;

	(void)state;
	sample_waterfall(d);
	sample_ladder(d, 12, 7);
	flow_doc(d, &a, &s);
	for (size_t i = 0; i < s.pages.v[0].marks.n; i++) {
		const struct mark *m = &s.pages.v[0].marks.v[i];

		if (m->kind == MARK_FILL && m->pen.color == 0x6B7278)
			stubs += m->box.w >= 0.79 && m->box.w <= 0.81;
		if (m->kind == MARK_FILL && m->pen.color == 0x4F93C8)
			assert_true(m->box.w >= 1.49);
		if (m->kind == MARK_FRAME && m->pen.color == 0x8A3B73) {
			assert_true(m->pen.width == 1.8);
			frames++;
		}
		pointers += m->kind == MARK_AREA && m->n == 3 &&
			    m->pen.color == 0x8A3B73;
		/* All values of the waterfall end in one column. */
		if (m->kind == MARK_TEXT && str_ends(m->text, " min") &&
		    m->type.face == FACE_BOLD && m->type.size < 8) {
			double end = m->box.x + m->box.w;

			assert_true(right < 0 || fabs(end - right) < 0.01);
			right = end;
		}
	}
	assert_int_equal(stubs, 2);
	assert_int_equal(frames, 1);
	assert_int_equal(pointers, 1);
	assert_true(right > 0);
	arena_release(&a);
}

static double
distance(struct point p, struct box b)
{
	double dx = fmax(fmax(b.x - p.x, p.x - b.x - b.w), 0);
	double dy = fmax(fmax(b.y - p.y, p.y - b.y - b.h), 0);

	return hypot(dx, dy);
}

/* Each point of both lines is 8 pt or more from both labels. */
static void
test_labels_keep_away(void **state)
{
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, &rome, STR("Curves"), 0);
	const struct mark *label[2] = { NULL, NULL };
	const struct page *p;
	struct sheet s;

	(void)state;
	sample_series(d, 312);
	flow_doc(d, &a, &s);
	p = &s.pages.v[0];
	for (size_t i = 0; i < p->marks.n; i++) {
		if (str_is(p->marks.v[i].text, "expected"))
			label[0] = &p->marks.v[i];
		if (str_is(p->marks.v[i].text, "observed"))
			label[1] = &p->marks.v[i];
	}
	assert_non_null(label[0]);
	assert_non_null(label[1]);
	for (size_t i = 0; i < p->marks.n; i++) {
		const struct mark *m = &p->marks.v[i];

		if (m->kind != MARK_CURVE || m->n < 10)
			continue;
		for (size_t k = 0; k < m->n; k++)
			for (int l = 0; l < 2; l++) {
				struct box b = ink_of(label[l]);

				b.y += 0.21 * label[l]->type.size;
				b.h -= 0.21 * label[l]->type.size;
				assert_true(distance(m->point[k], b) >= 7.5);
			}
	}
	arena_release(&a);
}

/* A week across 31 March 2013 shows both offsets, and two thin lines. */
static void
test_clock_change(void **state)
{
	struct strip_row row = { STR("www"), STR("0 min"), NULL, 0, NULL, 0 };
	struct chart c = { .kind = CHART_STRIP,
		.from_at = hour(-14 * 24),
		.to_at = hour(-7 * 24),
		.zone = &rome,
		.strip = &row,
		.n_strips = 1 };
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_de, &rome, STR("Change"), 0);
	int lines = 0;
	struct sheet s;

	(void)state;
	doc_chart(d, &c);
	flow_doc(d, &a, &s);
	check_sheet(&s);
	assert_int_equal(count_texts(&s.pages.v[0], "UTC+1 \xe2\x86\x92 UTC+2",
			     FACE_REGULAR),
	    1);
	assert_int_equal(count_texts(&s.pages.v[0], "So", FACE_REGULAR), 1);
	assert_int_equal(count_texts(&s.pages.v[0], "31.03.", FACE_REGULAR), 1);
	for (size_t i = 0; i < s.pages.v[0].marks.n; i++)
		lines += s.pages.v[0].marks.v[i].kind == MARK_CURVE &&
			 s.pages.v[0].marks.v[i].pen.width == 0.4;
	assert_int_equal(lines, 2);
	arena_release(&a);
}

/* On the day of 23 hours, too, noon is at 12:00. */
static void
test_hours_by_the_clock(void **state)
{
	struct strip_row row = { STR("www"), STR("0 min"), NULL, 0, NULL, 0 };
	struct chart c = { .kind = CHART_STRIP,
		.from_at = hour(-11 * 24 + 1),
		.to_at = hour(-9 * 24),
		.zone = &rome,
		.strip = &row,
		.n_strips = 1 };
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, &rome, STR("Hours"), 0);
	struct sheet s;

	(void)state;
	doc_chart(d, &c);
	flow_doc(d, &a, &s);
	check_sheet(&s);
	assert_int_equal(count_texts(&s.pages.v[0], "12:00", FACE_REGULAR), 2);
	assert_int_equal(count_texts(&s.pages.v[0], "13:00", FACE_REGULAR), 0);
	arena_release(&a);
}

/* ---- text ---------------------------------------------------------------- */

static void
test_clean(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_str(face_clean(&a, STR("plain")), "plain");
	assert_str(face_clean(&a, STR("a\tb")), "a b");
	assert_str(face_clean(&a, STR("\xe2\x9c\x93")), "[U+2713]");
	assert_str(face_clean(&a, STR("\xf0\x9f\x98\x80")), "[U+1F600]");
	assert_str(face_clean(&a, STR("on\xe2\x80\x91line")), "on-line");
	/* a + U+0300 becomes one character; a soft hyphen leaves no trace. */
	assert_str(face_clean(&a, STR("citta\xcc\x80")), "citt\xc3\xa0");
	assert_str(face_clean(&a, STR("Wart\xc2\xad"
				      "ung")),
	    "Wartung");
	arena_release(&a);
}

/* What reports print must have a shape of its own in both cuts. */
static void
test_cover(void **state)
{
	static const char *const needed =
	    "\xe2\x88\x92 \xe2\x89\xa5 \xe2\x89\xa4 \xe2\x86\x92 "
	    "\xe2\x82\xac \xc3\x9f \xc3\xb1 \xc3\xa7 \xc3\xa8 \xc3\xa0 "
	    "\xe2\x80\x9c \xe2\x80\x9d \xe2\x80\x9e \xc2\xab \xc2\xbb "
	    "\xe2\x80\x93 \xe2\x80\x94 \xe2\x80\x99 \xe2\x80\xa6 \xce\xa3 "
	    "\xc3\x97 \xc2\xb1 \xc2\xa7 \xc2\xb5 \xe2\x80\xb0 \xc5\xa1 "
	    "\xc5\x82 \xce\x86 \xd0\x81";
	struct str s = str_of(needed);
	struct arena a = { 0 };

	(void)state;
	assert_str(face_clean(&a, s), needed);
	for (size_t i = 0; i < s.n;) {
		uint32_t c = utf8_next(s, &i);

		assert_true(face_advance(FACE_REGULAR, c) > 0);
		assert_true(face_advance(FACE_BOLD, c) > 0);
	}
	arena_release(&a);
}

/* A figure space for every figure: columns of numbers stand straight. */
static void
test_figures_are_equally_wide(void **state)
{
	(void)state;
	for (enum face f = 0; f < N_FACES; f++)
		for (uint32_t c = '0'; c <= '9'; c++)
			assert_int_equal(face_advance(f, c), 556);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_long_table),
		cmocka_unit_test(test_titles_never_alone),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_short_spans_stay_visible),
		cmocka_unit_test(test_waterfall_and_ladder),
		cmocka_unit_test(test_labels_keep_away),
		cmocka_unit_test(test_clock_change),
		cmocka_unit_test(test_hours_by_the_clock),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_cover),
		cmocka_unit_test(test_figures_are_equally_wide),
	};

	return cmocka_run_group_tests_name(
	    "doc/layout", tests, setup, teardown);
}
