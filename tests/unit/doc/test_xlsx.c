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

/* ---- formulas ------------------------------------------------------------ */

static const struct formula n100 = { .op = FORMULA_NUMBER, .text = "100" };
static const struct formula minus = { .op = FORMULA_NUMBER, .text = "-0.5" };
static const struct formula b_col = { .op = FORMULA_CELL, .col = 1 };
static const struct formula c_col = { .op = FORMULA_CELL, .col = 2 };

/* Table "t" has its head in row 5 (of the sheet "It's"), three body rows. */
static char *
spelled(struct arena *a, const struct formula *f, size_t row, size_t column)
{
	static struct row rows[4] = { { ROW_BODY, NULL }, { ROW_BODY, NULL },
		{ ROW_BODY, NULL }, { ROW_TOTAL, NULL } };
	static struct table t = { .id = "t", .n_columns = 4 };
	struct book b = { .keep = a };
	struct book_sheet *s = vec_push(a, &b.sheets);
	struct book_table *p = vec_push(a, &b.tables);

	t.rows.v = rows;
	t.rows.n = 4;
	s->name = STR("It's");
	*p = (struct book_table){ &t, 0, 4, 4, 3, true };
	return book_formula(&b, p, row, column, f);
}

static void
test_spelling(void **state)
{
	const struct formula sum = { .op = FORMULA_SUM };
	const struct formula mul = {
		.op = FORMULA_MUL, .a = &b_col, .b = &n100
	};
	const struct formula div = {
		.op = FORMULA_DIV, .a = &mul, .b = &minus
	};
	const struct formula min = {
		.op = FORMULA_MIN, .a = &div, .b = &c_col
	};
	const struct formula round = {
		.op = FORMULA_ROUND, .a = &mul, .digits = 2
	};
	const struct formula down = { .op = FORMULA_ROUND_DOWN, .a = &mul };
	const struct formula up = {
		.op = FORMULA_ROUND_UP, .a = &mul, .digits = 3
	};
	const struct formula choice = { .op = FORMULA_IF,
		.cmp = CMP_GE,
		.a = &b_col,
		.b = &n100,
		.c = &c_col,
		.d = &sum };
	const struct formula_where where[] = {
		{ 0, NULL, -1, CMP_EQ, &b_col },
		{ 1, &c_col, 2, CMP_LE, &n100 },
	};
	const struct formula sums = { .op = FORMULA_SUM_WHERE,
		.col = 3,
		.table = "t",
		.where = where,
		.n_where = 2 };
	const struct {
		const struct formula *f;
		size_t row, column;
		const char *text;
	} row[] = {
		{ &sum, 3, 3, "=SUM(D6:D8)" },
		{ &mul, 0, 0, "=(B6*100)" },
		{ &min, 1, 0, "=MIN(((B7*100)/(-0.5)),C7)" },
		{ &round, 2, 0, "=ROUND((B8*100),2)" },
		{ &down, 2, 0, "=ROUNDDOWN((B8*100),0)" },
		{ &up, 2, 0, "=ROUNDUP((B8*100),3)" },
		{ &choice, 3, 0, "=IF(B9>=100,C9,SUM(A6:A8))" },
		{ &sums, 0, 0,
		    "=SUMPRODUCT((('It''s'!$A$6:$A$8)=B6)*(('It''s'!$B$6:$B$8*"
		    "C6+'It''s'!$C$6:$C$8)<=100)*1,'It''s'!$D$6:$D$8)" },
	};
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		assert_string_equal(
		    spelled(&a, row[i].f, row[i].row, row[i].column),
		    row[i].text);
	arena_release(&a);
}

static void
test_cannot_be_spelled(void **state)
{
	const struct formula no_table = { .op = FORMULA_SUM_WHERE,
		.table = "nowhere" };
	const struct formula column = { .op = FORMULA_CELL, .col = 4 };
	const struct formula half = { .op = FORMULA_ADD, .a = &n100 };
	const struct formula text = { .op = FORMULA_NUMBER, .text = "1;cmd" };
	struct formula deep[60];
	struct arena a = { 0 };

	(void)state;
	assert_null(spelled(&a, &no_table, 0, 0));
	assert_null(spelled(&a, &column, 0, 0));
	assert_null(spelled(&a, &half, 0, 0));
	assert_null(spelled(&a, &text, 0, 0));
	for (size_t i = 0; i < 60; i++)
		deep[i] = (struct formula){ .op = FORMULA_ADD,
			.a = i > 0 ? &deep[i - 1] : &n100,
			.b = &n100 };
	assert_null(spelled(&a, &deep[59], 0, 0));
	arena_release(&a);
}

static void
test_addresses(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_str(book_a1(&a, 0, 0, false), "A1");
	assert_str(book_a1(&a, 9, 25, true), "$Z$10");
	assert_str(book_a1(&a, 0, 26, false), "AA1");
	assert_str(book_a1(&a, 0, 701, false), "ZZ1");
	assert_str(book_a1(&a, 1048575, 16383, false), "XFD1048576");
	arena_release(&a);
}

/* ---- values -------------------------------------------------------------- */

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

/* ---- what a spreadsheet makes of it ---------------------------------------
 */

/* One formula of each kind; values by hand. */
static void
add_formulas(struct doc *d)
{
	static struct column column[3] = {
		{ { "a", 1 }, { NULL, 0 }, true, 0, false },
		{ { "b", 1 }, { NULL, 0 }, true, 0, false },
		{ { "result", 6 }, { NULL, 0 }, true, 0, false },
	};
	static const struct formula a = { .op = FORMULA_CELL, .col = 0 };
	static const struct formula b = { .op = FORMULA_CELL, .col = 1 };
	static const struct formula add = {
		.op = FORMULA_ADD, .a = &a, .b = &b
	};
	static const struct formula mul = {
		.op = FORMULA_MUL, .a = &a, .b = &b
	};
	static const struct formula up2 = {
		.op = FORMULA_ROUND, .a = &mul, .digits = 2
	};
	static const struct formula even2 = {
		.op = FORMULA_ROUND_EVEN, .a = &mul, .digits = 2
	};
	static const struct formula even0 = { .op = FORMULA_ROUND_EVEN,
		.a = &mul };
	static const struct formula down = {
		.op = FORMULA_ROUND_DOWN, .a = &mul, .digits = 2
	};
	static const struct formula ceil2 = {
		.op = FORMULA_ROUND_UP, .a = &mul, .digits = 2
	};
	static const struct formula max = {
		.op = FORMULA_MAX, .a = &a, .b = &b
	};
	static const struct formula choice = { .op = FORMULA_IF,
		.cmp = CMP_LT,
		.a = &a,
		.b = &b,
		.c = &a,
		.d = &b };
	static const struct formula_where where[] = {
		{ 0, NULL, -1, CMP_GE, &a },
		{ 1, &b, 0, CMP_LE, &a },
	};
	static const struct formula sums = { .op = FORMULA_SUM_WHERE,
		.col = 1,
		.table = "checks",
		.where = where,
		.n_where = 2 };
	static const struct formula total = { .op = FORMULA_SUM };
	static const struct {
		const struct formula *f;
		int a, b;   /* hundredths */
		int result; /* thousandths */
	} row[] = {
		{ &add, 4999, 25, 50240 },
		/* 49.99 * 0.25 = 12.4975 */
		{ &up2, 4999, 25, 12500 },
		{ &even2, 4999, 25, 12500 },
		{ &down, 4999, 25, 12490 },
		{ &ceil2, 4999, 25, 12500 },
		/* 0.50 * 0.05 = 0.025, 0.50 * 0.03 = 0.015 */
		{ &up2, 50, 5, 30 },
		{ &even2, 50, 5, 20 },
		{ &even2, 50, 3, 20 },
		/* 0.5, 1.5 and -2.5, to even */
		{ &even0, 50, 100, 0 },
		{ &even0, 150, 100, 2000 },
		{ &even0, -250, 100, -2000 },
		{ &max, 300, 700, 7000 },
		{ &choice, 300, 700, 3000 },
		/*
		 * Rows whose a is 90 or more: only this one; and b * 0.01 + a
		 * <= 90: 0.0001 + 90 is not, so nothing is left.
		 */
		{ &sums, 9000, 1, 0 },
	};
	struct table *t = doc_table(d, "checks", column, 3);
	int64_t all = 0;
	struct row *r;

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		r = table_row(d, t, ROW_BODY);
		r->cell[0] = cell_number(ratio_make(row[i].a, 100), 2);
		r->cell[1] = cell_number(ratio_make(row[i].b, 100), 2);
		r->cell[2] = cell_number(ratio_make(row[i].result, 1000), 3);
		r->cell[2].formula = row[i].f;
		all += row[i].result;
	}
	r = table_row(d, t, ROW_TOTAL);
	r->cell[2] = cell_number(ratio_make(all, 1000), 3);
	r->cell[2].formula = &total;
}

/*
 * Convert to CSV with a profile that never (1) or always (0) recalculates.
 */
static struct str
converted(struct arena *a, const char *path, int mode)
{
	char *dir = temp_path(a, ".office");

	assert_int_equal(
	    run(a,
		"mkdir -p %s/user && printf '%%s' '<?xml version=\"1.0\"?>"
		"<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">"
		"<item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\">"
		"<prop oor:name=\"OOXMLRecalcMode\" oor:op=\"fuse\">"
		"<value>%d</value></prop></item></oor:items>' "
		"> %s/user/registrymodifications.xcu",
		dir, mode, dir),
	    0);
	run(a,
	    "cd %s && soffice -env:UserInstallation=file://%s --headless "
	    "--convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,"
	    "false,true,false,false,false,-1' --outdir %s %s >/dev/null 2>&1 "
	    "&& cat %s/*.csv > %s/all",
	    dir, dir, dir, path, dir, dir);
	path = str_cstr(a, str_format(a, "%s/all", dir));
	if (!file_exists(path))
		return STR_NONE;
	return read_back(a, path);
}

static void
test_recalculation(void **state)
{
	struct arena a = { 0 };
	struct doc *d = sample_doc(&a, &style_en);
	char *path = temp_path(&a, ".xlsx");
	struct str never, always;

	(void)state;
	if (!have("soffice")) {
		arena_release(&a);
		skip();
	}
	add_formulas(d);
	write_doc("xlsx", d, path);
	never = converted(&a, path, 1);
	run(&a, "rm -rf %s", temp_path(&a, ".office"));
	always = converted(&a, path, 0);
	run(&a, "rm -rf %s %s", temp_path(&a, ".office"), path);
	assert_true(never.n > 1000);
	/* 50.24 + 4 x 12.5 - 0.01 + 0.03 + 2 x 0.02 + 7 + 3 = 110.3 */
	assert_true(holds(never, ",,110.3,"));
	assert_int_equal(never.n, always.n);
	assert_memory_equal(never.p, always.p, never.n);
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
	assert_int_equal(w->write(d, "/nonexistent/x.xlsx", &e), -1);
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
		cmocka_unit_test(test_spelling),
		cmocka_unit_test(test_cannot_be_spelled),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_number_formats),
		cmocka_unit_test(test_text_stays_text),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_sheet_names),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_recalculation),
		cmocka_unit_test(test_failures),
	};

	if (argc == 3 && strcmp(argv[1], "--write") == 0)
		return write_only(argv[2]) != 0;
	return cmocka_run_group_tests_name("doc/xlsx", tests, NULL, NULL);
}
