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
	};

	if (argc == 4 && strcmp(argv[1], "--write") == 0)
		return write_only(argv[2], argv[3]) != 0;
	return cmocka_run_group_tests_name(
	    "doc/charts", tests, setup, teardown);
}
