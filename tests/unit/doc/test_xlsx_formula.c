/* Formulas: how they are spelled, and what a spreadsheet makes of them. */
#include "doc/xlsx_book.h"
#include "unit/doc/files.h"
#include "unit/doc/sample.h"

static const struct formula n100 = { .op = FORMULA_NUMBER, .text = "100" };
static const struct formula minus = { .op = FORMULA_NUMBER, .text = "-0.5" };
static const struct formula b_col = { .op = FORMULA_COLUMN, .col = 1 };
static const struct formula c_col = { .op = FORMULA_COLUMN, .col = 2 };

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
	const struct formula column = { .op = FORMULA_COLUMN, .col = 4 };
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

/* Names for addresses; no parentheses around the whole. */
static void
test_words(void **state)
{
	struct column column[] = { { .head = STR("Fee") },
		{ .head = STR("Rate") }, { .head = STR("Low") } };
	const struct formula mul = {
		.op = FORMULA_MUL, .a = &b_col, .b = &c_col
	};
	const struct formula even = {
		.op = FORMULA_ROUND_EVEN, .a = &mul, .digits = 2
	};
	const struct formula sum = { .op = FORMULA_SUM };
	const struct formula_where where = { 2, NULL, -1, CMP_LE, &b_col };
	const struct formula sums = { .op = FORMULA_SUM_WHERE,
		.table = "t",
		.where = &where,
		.n_where = 1 };
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_it, NULL, STR("Title"), 0);
	struct table *t;

	(void)state;
	doc_heading(d, 1, STR("Terms of all"), STR("The terms"));
	t = doc_table(d, "t", column, 3);
	assert_str(formula_words(d, t, &mul, &a), "[Rate]*[Low]");
	assert_str(
	    formula_words(d, t, &even, &a), "ROUNDEVEN(([Rate]*[Low]),2)");
	assert_str(formula_words(d, t, &sums, &a),
	    "SUMPRODUCT((('The terms'[Low])<=[Rate])*1,'The terms'[Fee])");
	/* a sum of rows above has no name */
	assert_int_equal(formula_words(d, t, &sum, &a).n, 0);
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
	static const struct formula a = { .op = FORMULA_COLUMN, .col = 0 };
	static const struct formula b = { .op = FORMULA_COLUMN, .col = 1 };
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spelling),
		cmocka_unit_test(test_cannot_be_spelled),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_recalculation),
	};

	return cmocka_run_group_tests_name(
	    "doc/xlsx_formula", tests, NULL, NULL);
}
