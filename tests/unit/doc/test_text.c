/* The text writer: columns, wrapping, charts as characters. */
#include "base/file.h"
#include "doc/text.h"
#include "unit/doc/sample.h"
#include "unit/support.h"

/* What the writer makes of a document. */
static struct str
written(struct arena *a, const struct doc *d)
{
	char path[] = "/tmp/makegood-text-XXXXXX";
	int fd = mkstemp(path);
	struct err e = { 0 };
	struct str s = STR_NONE;

	assert_true(fd >= 0);
	assert_int_equal(text_write(d, path, &e), 0);
	assert_int_equal(file_read(path, 1 << 24, a, &s, &e), 0);
	remove(path);
	return s;
}

static struct doc *
empty_doc(struct arena *a)
{
	return doc_new(a, &style_en, &rome, STR("Title"), 0);
}

static void
test_table_is_aligned(void **state)
{
	static struct column column[] = {
		{ { "Name", 4 }, { NULL, 0 }, false, 0, false },
		{ { "Count", 5 }, { NULL, 0 }, true, 0, false },
		{ { "Hidden", 6 }, { NULL, 0 }, true, 0, true },
	};
	struct arena a = { 0 };
	struct doc *d = empty_doc(&a);
	struct table *t = doc_table(d, "t", column, 3);
	struct row *r;

	(void)state;
	r = table_row(d, t, ROW_BODY);
	r->cell[0] = cell_text(STR("caff\xc3\xa8"));
	r->cell[1] = cell_count(1234);
	r = table_row(d, t, ROW_BODY);
	r->cell[0] = cell_text(STR("x"));
	r = table_row(d, t, ROW_TOTAL);
	r->cell[0] = cell_text(STR("Total"));
	r->cell[1] = cell_count(1234);
	assert_str(written(&a, d), "Title\n"
				   "=====\n"
				   "\n"
				   "Name   Count\n"
				   "-----  -----\n"
				   "caff\xc3\xa8  1,234\n"
				   "x          -\n"
				   "-----  -----\n"
				   "Total  1,234\n");
	arena_release(&a);
}

static void
test_no_rows(void **state)
{
	static struct column column[] = { { { "Name", 4 }, { NULL, 0 }, false,
	    0, false } };
	struct arena a = { 0 };
	struct doc *d = empty_doc(&a);
	struct table *t = doc_table(d, "t", column, 1);

	(void)state;
	t->caption = STR("Outages");
	t->none = STR("None was recorded.");
	assert_str(
	    written(&a, d), "Title\n=====\n\nOutages\n  None was recorded.\n");
	arena_release(&a);
}

/* Ten columns of 14 figures need 158 columns: they become records. */
static void
test_wide_table_becomes_records(void **state)
{
	struct column column[10] = { 0 };
	struct arena a = { 0 };
	struct doc *d = empty_doc(&a);
	struct table *t = doc_table(d, "t", column, 10);
	struct row *r = table_row(d, t, ROW_BODY);
	struct str s;

	(void)state;
	for (int i = 0; i < 10; i++) {
		column[i].head = STR("Count");
		column[i].right = true;
		r->cell[i] = cell_count(12345678901);
	}
	s = written(&a, d);
	assert_true(str_starts(
	    s, "Title\n=====\n\n  Count  12,345,678,901\n  Count  12,345"));
	arena_release(&a);
}

static void
test_lines_fit(void **state)
{
	struct arena a = { 0 };
	struct str s = written(&a, sample_doc(&a, &style_de)), line;
	int lines = 0;

	(void)state;
	while (s.n > 0) {
		line = str_cut(s, '\n', &s);
		lines++;
		if (utf8_count(line) > TEXT_COLUMNS)
			fail_msg("%zu columns: %.*s", utf8_count(line),
			    STR_ARG(line));
		assert_false(str_ends(line, " "));
	}
	assert_true(lines > 100);
	arena_release(&a);
}

/* Of 56 columns for 168 h each stands for 3 h: 5 h degraded begin in column 2.
 */
static void
test_strip(void **state)
{
	static struct strip_span span[] = { { 0, 0, PAINT_DEGRADED },
		{ 0, 0, PAINT_DOWN } };
	static struct strip_row row = { { "www", 3 }, { "1 h", 3 }, span, 2,
		NULL, 0 };
	static struct chart c = {
		.kind = CHART_STRIP, .strip = &row, .n_strips = 1, .zone = &rome
	};
	struct arena a = { 0 };
	struct doc *d = empty_doc(&a);

	(void)state;
	c.from_at = hour(0);
	c.to_at = hour(168);
	span[0].from_at = hour(6);
	span[0].to_at = hour(12);
	span[1].from_at = hour(12);
	span[1].to_at = hour(12.1);
	doc_chart(d, &c);
	assert_str(written(&a, d),
	    "Title\n=====\n\n\n"
	    "www |..~~#..................................................."
	    "| 1 h\n"
	    "     2013-04-11                                    "
	    "2013-04-18\n");
	arena_release(&a);
}

static void
test_hostile_text(void **state)
{
	struct arena a = { 0 };
	struct doc *d = empty_doc(&a);
	struct str s;

	(void)state;
	doc_paragraph(d, (struct str){ "a\x1b[31mred\xff\tb", 12 });
	s = written(&a, d);
	/* The escape and the stray byte are U+FFFD, the tab is a blank. */
	assert_str(s, "Title\n=====\n\na\xEF\xBF\xBD[31mred\xEF\xBF\xBD b\n");
	arena_release(&a);
}

static void
test_cannot_write(void **state)
{
	struct arena a = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(text_write(empty_doc(&a), "/dev/null/x.txt", &e), -1);
	assert_int_equal(e.kind, ERR_ENV);
	assert_int_equal(text_write(empty_doc(&a), "/dev/full", &e), -1);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table_is_aligned),
		cmocka_unit_test(test_no_rows),
		cmocka_unit_test(test_wide_table_becomes_records),
		cmocka_unit_test(test_lines_fit),
		cmocka_unit_test(test_strip),
		cmocka_unit_test(test_hostile_text),
		cmocka_unit_test(test_cannot_write),
	};

	return cmocka_run_group_tests_name("doc/text", tests, NULL, NULL);
}
