/* Workbooks: live formulas with stored values, text that stays text, same
 * bytes. */
#include "doc/xlsx_book.h"
#include "unit/doc/files.h"
#include "unit/doc/sample.h"

/* One part of a written workbook, "" where unzip has none. */
static struct str
part_of(struct arena *a, const struct doc *d, const char *part)
{
	char *path = temp_path(a, ".xlsx"), *out = temp_path(a, ".part");
	struct str s;

	write_doc("xlsx", d, path);
	run(a, "unzip -p %s '%s' > %s 2>/dev/null", path, part, out);
	s = read_back(a, out);
	remove(path);
	remove(out);
	return s;
}

static void
test_same_bytes(void **state)
{
	struct arena a = { 0 };
	struct doc *d = sample_doc(&a, &style_it);
	struct str first = bytes_of(&a, "xlsx", d);
	struct str again = bytes_of(&a, "xlsx", d);

	(void)state;
	assert_true(str_starts(first, "PK"));
	assert_int_equal(first.n, again.n);
	assert_memory_equal(first.p, again.p, first.n);
	arena_release(&a);
}

static void
test_comma_locale(void **state)
{
	struct arena a = { 0 };
	struct str here = bytes_of(&a, "xlsx", sample_doc(&a, &style_it));
	struct str italy = bytes_in_italy(&a);

	(void)state;
	if (italy.n == 0) {
		arena_release(&a);
		skip();
	}
	assert_int_equal(here.n, italy.n);
	assert_memory_equal(here.p, italy.p, here.n);
	arena_release(&a);
}

static void
test_parts_are_xml(void **state)
{
	struct arena a = { 0 };
	char *path = temp_path(&a, ".xlsx"), *dir = temp_path(&a, ".dir");

	(void)state;
	if (!have("xmllint") || !have("unzip")) {
		arena_release(&a);
		skip();
	}
	write_doc("xlsx", sample_doc(&a, &style_de), path);
	assert_int_equal(run(&a, "unzip -tqq %s", path), 0);
	assert_int_equal(
	    run(&a,
		"mkdir -p %s && cd %s && unzip -qqo %s && find . -type f | "
		"xargs xmllint --noout",
		dir, dir, path),
	    0);
	run(&a, "rm -rf %s %s", dir, path);
	arena_release(&a);
}

/* ---- values -------------------------------------------------------------- */

static const struct formula n100 = { .op = FORMULA_NUMBER, .text = "100" };

static double
value_of(struct cell c)
{
	double v = -1;

	assert_true(book_value(&c, &v));
	return v;
}

static void
test_values(void **state)
{
	const struct ratio second = ratio_make(2591999, 2592000);
	struct cell c = cell_percent(second, 3);
	double v;

	(void)state;
	assert_true(value_of(cell_money(4900, "EUR", 2)) == 49.0);
	assert_true(value_of(cell_money(-5, "EUR", 2)) == -0.05);
	assert_true(value_of(cell_money(7, "JPY", 0)) == 7.0);
	assert_true(value_of(cell_duration(346320000)) == 346320.0);
	assert_true(value_of(cell_count(-3)) == -3.0);
	/* Shown with three decimals of a percent, it must not become 100. */
	assert_true(value_of(c) == 0.99999);
	c.formula = &n100;
	assert_true(value_of(c) == 2591999.0 / 2592000.0);
	c = cell_percent(ratio_make(1, 0), 3);
	assert_false(book_value(&c, &v));
	c = cell_text(STR("49"));
	assert_false(book_value(&c, &v));
}

static void
test_number_formats(void **state)
{
	static struct column column[5] = {
		{ { "a", 1 }, { NULL, 0 }, true, 0, false },
		{ { "b", 1 }, { NULL, 0 }, true, 0, false },
		{ { "c", 1 }, { NULL, 0 }, true, 0, false },
		{ { "d", 1 }, { NULL, 0 }, true, 0, false },
		{ { "e", 1 }, { NULL, 0 }, true, 0, false },
	};
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_de, &rome, STR("x"), 0);
	struct table *t = doc_table(d, "t", column, 5);
	struct row *r = table_row(d, t, ROW_BODY);
	struct str s;

	(void)state;
	r->cell[0] = cell_money(1, "EUR", 2);
	r->cell[1] = cell_percent(ratio_make(1, 2), 3);
	r->cell[2] = cell_duration(1000);
	r->cell[3] = cell_instant(hour(1), &rome);
	r->cell[4] = cell_money(1, "JPY", 0);
	s = part_of(&a, d, "xl/styles.xml");
	assert_true(
	    holds(s, "\"#,##0.00&quot;" NBSP "&quot;[$\xe2\x82\xac]\""));
	assert_true(holds(s, "\"0.000&quot;" NBSP "&quot;%\""));
	assert_true(holds(s, "\"#,##0 &quot;Sek.&quot;\""));
	assert_true(holds(s,
	    "\"dd&quot;.&quot;mm&quot;.&quot;yyyy hh:mm &quot;Uhr&quot; "
	    "&quot;(UTC+2)&quot;\""));
	assert_true(holds(s, "\"#,##0&quot;" NBSP "&quot;[$JPY]\""));
	arena_release(&a);
}

/* ---- text ---------------------------------------------------------------- */

static void
test_text_stays_text(void **state)
{
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, NULL, STR("=1+1"), 0);
	struct str s, sheet;

	(void)state;
	doc_paragraph(d, STR("=cmd|' /C calc'!A0"));
	doc_paragraph(d, STR("+1"));
	doc_paragraph(d, STR("_x0041_ & <b> _x41_"));
	doc_paragraph(d, (struct str){ "a\x01\xFFz", 4 });
	s = part_of(&a, d, "xl/sharedStrings.xml");
	sheet = part_of(&a, d, "xl/worksheets/sheet1.xml");
	assert_true(holds(s, "<t>=cmd|' /C calc'!A0</t>"));
	assert_true(holds(s, "<t>_x005F_x0041_ &amp; &lt;b&gt; _x41_</t>"));
	assert_true(holds(s, "<t>a\xEF\xBF\xBD\xEF\xBF\xBDz</t>"));
	assert_false(holds(sheet, "<f>"));
	arena_release(&a);
}

static void
test_long_text(void **state)
{
	struct book b = { 0 };
	struct arena a = { 0 };
	struct buf text;
	char *out;

	(void)state;
	b.keep = &a;
	buf_init(&text, 400000);
	for (int i = 0; i < 20000; i++)
		buf_adds(&text, "\xf0\x9f\x98\x80");
	/* Two units each: 16,383 of them fit into 32,767. */
	out = book_cstr(&b, buf_str(&text), 32767);
	assert_int_equal(strlen(out), 16383 * 4);
	buf_release(&text);
	arena_release(&a);
}

static void
test_sheet_names(void **state)
{
	static const struct {
		const char *wish, *name;
	} row[] = {
		{ "Traffic", "Traffic" },
		{ "traffic", "traffic (2)" },
		{ "a/b:c?[d]*e\\f", "a b c  d  e f" },
		{ "'quoted'", "quoted" },
		{ "History", "History (2)" },
		{ "\xc3\x9c"
		  "bersicht",
		    "\xc3\x9c"
		    "bersicht" },
		{ "\xc3\xbc"
		  "bersicht",
		    "\xc3\xbc"
		    "bersicht (2)" },
		{ "1234567890123456789012345678901234",
		    "1234567890123456789012345678901" },
		{ "1234567890123456789012345678901X",
		    "123456789012345678901234567 (2)" },
		{ "***", "Report" },
	};
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, NULL, STR("x"), 0);
	struct book b = { .doc = d, .keep = &a };
	struct err e = { 0 };
	size_t n = sizeof row / sizeof row[0];

	(void)state;
	for (size_t i = 0; i < n; i++)
		doc_heading(d, 1, STR("Heading"), str_of(row[i].wish));
	assert_int_equal(book_plan(&b, &e), 0);
	assert_int_equal(b.sheets.n, n);
	for (size_t i = 0; i < n; i++)
		assert_str(b.sheets.v[i].name, row[i].name);
	/* The library agrees. */
	bytes_of(&a, "xlsx", d);
	arena_release(&a);
}

/* Heads of one table must differ; instants name their zone. */
static void
test_heads(void **state)
{
	static struct column column[4] = {
		{ { "Credit", 6 }, { "net", 3 }, true, 0, false },
		{ { "credit (net)", 12 }, { NULL, 0 }, true, 0, false },
		{ { "Start", 5 }, { NULL, 0 }, false, 0, false },
		{ { NULL, 0 }, { NULL, 0 }, false, 0, true },
	};
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, &rome, STR("x"), 0);
	struct table *t = doc_table(d, "lines", column, 4);
	struct row *r = table_row(d, t, ROW_BODY);
	struct str s;

	(void)state;
	r->cell[2] = cell_instant(hour(0), &rome);
	s = part_of(&a, d, "xl/tables/table1.xml");
	assert_true(holds(s, "displayName=\"mg_lines\""));
	assert_true(holds(s, "name=\"Credit (net)\""));
	assert_true(holds(s, "name=\"credit (net) (2)\""));
	assert_true(holds(s, "name=\"Start (Europe/Rome)\""));
	assert_true(holds(s, "name=\"4\""));
	arena_release(&a);
}

/*
 * The widest column is 60 units, a letter each: 90 letters are two lines of 15
 * points; the short row stays as it is.
 */
static void
test_wrapped_text_has_room(void **state)
{
	static struct column column[1] = {
		{ { "Rule", 4 }, { NULL, 0 }, false, 0, false },
	};
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, &rome, STR("x"), 0);
	struct table *t = doc_table(d, "rules", column, 1);
	struct str s;

	(void)state;
	table_row(d, t, ROW_BODY)->cell[0] = cell_text(
	    STR("Nine words. Nine words. Nine words. Nine words. Nine words. "
		"Nine words. Nine words. Nine w"));
	table_row(d, t, ROW_BODY)->cell[0] = cell_text(STR("short"));
	s = part_of(&a, d, "xl/worksheets/sheet1.xml");
	assert_true(holds(s, "ht=\"30\" customHeight=\"1\""));
	assert_false(holds(s, " ht=\"15\""));
	assert_true(holds(s, "orientation=\"landscape\""));
	/* scaled, not fitted: page breaks hold */
	assert_false(holds(s, "fitToPage"));
	s = part_of(&a, d, "docProps/core.xml");
	assert_true(holds(s, "<dc:language>en</dc:language>"));
	arena_release(&a);
}

/* Names of table objects must differ, or the file needs repair. */
static void
test_same_id_twice(void **state)
{
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, &rome, STR("x"), 0);

	(void)state;
	sample_table(d, "steps", "One", 1);
	sample_table(d, "steps", "Two", 1);
	sample_table(d, "odd id!", "Three", 1);
	assert_true(holds(part_of(&a, d, "xl/tables/table1.xml"),
	    "displayName=\"mg_steps\""));
	assert_true(holds(part_of(&a, d, "xl/tables/table2.xml"),
	    "displayName=\"mg_steps_2\""));
	assert_true(holds(part_of(&a, d, "xl/tables/table3.xml"),
	    "displayName=\"mg_odd_id_\""));
	arena_release(&a);
}

static void
test_failures(void **state)
{
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, NULL, STR("x"), 0);
	const struct writer *w = writer_named("xlsx");
	struct err e = { 0 };

	(void)state;
	assert_int_equal(w->write(d, "/dev/null/x.xlsx", &e), -1);
	assert_int_equal(e.kind, ERR_ENV);
	arena_release(&a);
}

static int
write_only(const char *path)
{
	struct arena a = { 0 };
	struct err e = { 0 };
	int rc =
	    writer_named("xlsx")->write(sample_doc(&a, &style_it), path, &e);

	arena_release(&a);
	return rc;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_comma_locale),
		cmocka_unit_test(test_parts_are_xml),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_number_formats),
		cmocka_unit_test(test_text_stays_text),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_sheet_names),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_wrapped_text_has_room),
		cmocka_unit_test(test_same_id_twice),
		cmocka_unit_test(test_failures),
	};

	if (argc == 3 && strcmp(argv[1], "--write") == 0)
		return write_only(argv[2]) != 0;
	return cmocka_run_group_tests_name("doc/xlsx", tests, NULL, NULL);
}
