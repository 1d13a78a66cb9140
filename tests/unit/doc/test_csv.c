/*
 * test_csv.c -- tables as comma-separated values: one head, plain values.
 */
#include "unit/doc/files.h"

#include "doc/csv.h"

static void
test_values(void **state)
{
	static const char want[] = "name,n,eur,share,seconds,hms,utc,x\n"
				   "\"a \"\"b\"\", c\",-7,12.05,0.99900,1.500,"
				   "90,2013-04-01T00:00:00Z,'=x\n";
	static const char *const heads[] = { "name", "n", "eur", "share",
		"seconds", "hms", "utc", "x" };
	struct arena a = { 0 };
	struct doc d = { .keep = &a };
	struct column *c = arena_array(&a, 8, sizeof *c);
	const char *path = "/tmp/makegood-test.csv";
	struct err e = { 0 };
	struct table *t;
	struct row *r;
	char got[sizeof want + 64] = { 0 };
	FILE *in;

	(void)state;
	for (int i = 0; i < 8; i++)
		c[i].head = str_of(heads[i]);
	doc_paragraph(&d, STR("words are left out"));
	t = doc_table(&d, "data", c, 8);
	r = table_row(&d, t, ROW_BODY);
	r->cell[0] = cell_text(STR("a \"b\", c"));
	r->cell[1] = cell_count(-7);
	r->cell[2] = cell_money(1205, "EUR", 2);
	r->cell[3] = cell_percent(ratio_make(999, 1000), 3);
	r->cell[4] = cell_duration(1500);
	r->cell[5] = cell_clock(90000);
	/* 15,796 days after 1970 */
	r->cell[7] = cell_text(STR("=x\u202E"));
	r->cell[6] = cell_instant(INT64_C(15796) * MS_DAY, NULL);
	assert_int_equal(csv_write(&d, path, &e), 0);
	in = fopen(path, "rb");
	assert_non_null(in);
	assert_true(fread(got, 1, sizeof got - 1, in) > 0);
	fclose(in);
	remove(path);
	assert_string_equal(got, want);
	assert_int_equal(csv_write(&d, "/nowhere/at/all.csv", &e), -1);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_values) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
