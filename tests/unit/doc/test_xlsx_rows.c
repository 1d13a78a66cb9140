/* Rows that are made when they are wanted: the same workbook, however many. */
#include "doc/xlsx_book.h"
#include "unit/doc/files.h"
#include "unit/doc/sample.h"

static struct column columns[] = {
	{ { "no", 2 }, { NULL, 0 }, true, 0, false },
	{ { "name", 4 }, { NULL, 0 }, false, 0, false },
	{ { "amount", 6 }, { NULL, 0 }, true, 0, false },
	{ { "share", 5 }, { NULL, 0 }, true, 0, false },
	{ { "time", 4 }, { NULL, 0 }, true, 0, false },
	{ { "at", 2 }, { NULL, 0 }, false, 0, false },
	{ { "day", 3 }, { NULL, 0 }, false, 0, false },
	{ { "twice", 5 }, { NULL, 0 }, true, 0, false },
	{ { "own", 3 }, { NULL, 0 }, true, 0, false },
};

enum { NO, NAME, AMOUNT, SHARE, TIME, AT, DAY, TWICE, OWN, COLUMNS };

static const struct formula no_col = { .op = FORMULA_COLUMN, .col = NO };
static const struct formula two = { .op = FORMULA_NUMBER, .text = "2" };
static const struct formula twice = {
	.op = FORMULA_MUL, .a = &no_col, .b = &two
};

struct plan {
	size_t fails_at; /* SIZE_MAX: never */
	size_t asked;
};

static int
make(void *arg, size_t i, struct arena *scratch, struct cell *cell,
    struct err *e)
{
	static const char *const names[] = { "plain", "a < b & \"c\"",
		" blanks ", "_x0041_",
		"Stra\xc3\x9f"
		"e",
		"=1+1" };
	struct plan *plan = arg;
	struct formula *own = arena_new(scratch, struct formula);

	plan->asked++;
	if (i == plan->fails_at)
		return err_set(e, ERR_INPUT, "row %zu is missing", i);
	*own = (struct formula){ .op = FORMULA_SUM_WHERE,
		.table = "long",
		.col = NO,
		.first = i,
		.n_rows = 1 };
	cell[NO] = cell_count((int64_t)i + 1);
	cell[NAME] =
	    cell_text(str_dup(scratch, str_of(names[i % (sizeof names / 8)])));
	cell[AMOUNT] = cell_money(i % 2 ? -1205 : 4900, "EUR", 2);
	cell[SHARE] = cell_percent(ratio_make(464, 465), 3);
	cell[TIME] = cell_duration(i % 2 ? 1500 : 346320000);
	cell[AT] = cell_instant(hour(1), &rome);
	cell[DAY] = cell_date(hour(1), &rome);
	cell[TWICE] = cell_count(2 * ((int64_t)i + 1));
	cell[TWICE].formula = &twice;
	cell[OWN] = cell_count((int64_t)i + 1);
	cell[OWN].formula = own;
	return 0;
}

static struct doc *
long_doc(struct arena *a, size_t n, struct plan *plan)
{
	struct doc *d = doc_new(a, &style_it, &rome, STR("Long"), 1);
	struct table *t;

	doc_heading(d, 1, STR("Rows"), STR("Rows"));
	doc_paragraph(d, STR("Before."));
	t = doc_table(d, "long", columns, COLUMNS);
	t->source = (struct row_source){ n, make, plan };
	doc_paragraph(d, STR("After."));
	return d;
}

static struct str
sheet_of(struct arena *a, const struct doc *d)
{
	char *path = temp_path(a, ".xlsx"), *out = temp_path(a, ".part");
	struct str s;

	write_doc("xlsx", d, path);
	assert_int_equal(run(a, "unzip -tqq %s", path), 0);
	run(a, "unzip -p %s xl/worksheets/sheet1.xml > %s", path, out);
	if (have("xmllint"))
		assert_int_equal(run(a, "xmllint --noout %s", out), 0);
	s = read_back(a, out);
	remove(path);
	remove(out);
	return s;
}

/*
 * Title, subtitle, blank (rows 1 to 3), heading and blank (4, 5), paragraph and
 * blank (6, 7), the head (8): rows from 9 on.
 */
static void
test_cells(void **state)
{
	struct arena a = { 0 };
	struct plan plan = { SIZE_MAX, 0 };
	struct str s = sheet_of(&a, long_doc(&a, 6, &plan));

	(void)state;
	assert_int_equal(plan.asked, 6);
	assert_true(holds(s, "<row r=\"9\"><c r=\"A9\" s=\""));
	assert_true(holds(s, "<v>49</v>"));
	assert_true(holds(s, "<v>-12.05</v>"));
	assert_true(holds(s, "<v>346320</v>"));
	assert_true(holds(s, "<v>1.5</v>"));
	/* 464/465 is 99.784..., floored as it is shown */
	assert_true(holds(s, "<v>0.99784</v>"));
	assert_true(holds(s, "<f>(A9*2)</f><v>2</v>"));
	assert_true(holds(s, "<f>(A14*2)</f><v>12</v>"));
	assert_true(holds(s, "<f>SUM('Rows'!$A$14:$A$14)</f><v>6</v>"));
	assert_true(holds(s, ">plain</t>"));
	assert_true(holds(s, ">a &lt; b &amp; \"c\"</t>"));
	assert_true(holds(s, "xml:space=\"preserve\"> blanks </t>"));
	assert_true(holds(s, ">_x005F_x0041_</t>"));
	assert_true(holds(s, ">Stra\xc3\x9f"
			     "e</t>"));
	assert_true(holds(s, ">=1+1</t>"));
	/* title, heading, paragraph, head, rows, paragraph */
	assert_int_equal(times(s, "<row "), 1 + 1 + 1 + 1 + 6 + 1);
	assert_true(holds(s, "<row r=\"16\""));
	assert_true(holds(s, "<dimension ref=\"A1:I16\"/>"));
	arena_release(&a);
}

/* The same formulas and widths as when the rows are kept. */
static void
test_same_as_kept(void **state)
{
	struct arena a = { 0 };
	struct plan plan = { SIZE_MAX, 0 };
	struct doc *d = long_doc(&a, 2, &plan);
	const struct doc *filled;
	struct str made, kept;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(doc_filled(d, &a, &filled, &e), 0);
	assert_ptr_not_equal(d, filled);
	assert_int_equal(table_rows(d->blocks.v[2].table), 2);
	assert_int_equal(filled->blocks.v[2].table->rows.n, 2);
	made = sheet_of(&a, d);
	kept = sheet_of(&a, filled);
	for (size_t i = 0; i + 3 < made.n; i++) {
		struct str v = str_sub(made, i, made.n);

		if (!str_starts(v, "<f>") && !str_starts(v, "<col "))
			continue;
		v = str_sub(v, 0, str_find(str_sub(v, 4, v.n), '<') + 4);
		assert_true(holds(kept, str_cstr(&a, v)));
	}
	assert_int_equal(times(made, "<f>"), times(kept, "<f>"));
	arena_release(&a);
}

/* More than any buffer holds; the same bytes again. */
static void
test_many(void **state)
{
	enum { MANY = 20000 };
	struct arena a = { 0 };
	struct plan plan = { SIZE_MAX, 0 };
	struct doc *d = long_doc(&a, MANY, &plan);
	struct str s = sheet_of(&a, d), one, two_;

	(void)state;
	assert_true(holds(s, "<f>(A20008*2)</f><v>40000</v>"));
	assert_int_equal(times(s, "<f>(A"), MANY);
	one = bytes_of(&a, "xlsx", d);
	two_ = bytes_of(&a, "xlsx", d);
	assert_int_equal(one.n, two_.n);
	assert_memory_equal(one.p, two_.p, one.n);
	arena_release(&a);
}

/* A row that cannot be made is no workbook, in any format. */
static void
test_failing(void **state)
{
	struct arena a = { 0 };
	struct plan plan = { 4, 0 };
	struct doc *d = long_doc(&a, 9, &plan);

	(void)state;
	for (size_t i = 0; i < n_writers; i++) {
		char *path = temp_path(&a, ".out");
		struct err e = { 0 };

		assert_int_equal(writers[i].write(d, path, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
		assert_string_equal(e.text, "row 4 is missing");
		remove(path);
	}
	writers_release();
	arena_release(&a);
}

/* Text, PDF and CSV make them, too. */
static void
test_other_writers(void **state)
{
	struct arena a = { 0 };
	struct plan plan = { SIZE_MAX, 0 };
	struct doc *d = long_doc(&a, 3, &plan);
	struct str s = bytes_of(&a, "csv", d);

	(void)state;
	assert_true(holds(s, "\n2,\"a < b & \"\"c\"\"\",-12.05,"));
	assert_int_equal(times(s, "\n"), 4);
	s = bytes_of(&a, "text", d);
	assert_true(holds(s, "a < b & \"c\""));
	s = bytes_of(&a, "pdf", d);
	assert_true(str_starts(s, "%PDF-"));
	writers_release();
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_same_as_kept),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_failing),
		cmocka_unit_test(test_other_writers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
