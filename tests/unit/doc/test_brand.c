/* The brand: the file says what the program has built in. */
#include <math.h>

#include "base/asset.h"
#include "base/file.h"
#include "doc/brand.h"
#include "unit/support.h"

static bool
read_brand(struct arena *a, struct str text, struct brand *b, struct diags *d)
{
	diags_init(d, a);
	return brand_read(text, STR("brand.yaml"), a, b, d);
}

static void
test_file_is_default(void **state)
{
	struct arena a = { 0 };
	struct brand b;
	struct diags d;
	struct err e;
	struct str text;

	(void)state;
	/* Every field must be named: what is missing stays 0 and differs. */
	memset(&b, 0, sizeof b);
	assert_int_equal(
	    asset_get(NULL, "reports/brand/default/brand.yaml", &a, &text, &e),
	    0);
	assert_true(read_brand(&a, text, &b, &d));
	assert_int_equal(d.errors, 0);
	assert_memory_equal(&b, &brand_default, sizeof b);
	arena_release(&a);
}

static void
test_overlay(void **state)
{
	struct arena a = { 0 };
	struct brand b = brand_default;
	struct diags d;

	(void)state;
	assert_true(read_brand(&a,
	    STR("palette:\n  down: \"#0a0B0c\"\ntype:\n  body: 10.25\n"), &b,
	    &d));
	assert_int_equal(b.down, 0x0A0B0C);
	assert_true(b.body == 10.25);
	assert_true(b.table == brand_default.table);
	arena_release(&a);
}

static void
test_refused(void **state)
{
	static const char *const bad[] = {
		"palette:\n  down: red\n",
		"palette:\n  down: \"#12345\"\n",
		"palette:\n  down: \"#12345g\"\n",
		"palette:\n  dwon: \"#123456\"\n",
		"type:\n  body: 200\n",
		"type:\n  body: big\n",
		"page:\n  left: -3\n",
		"colours: {}\n",
		"- palette\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct arena a = { 0 };
		struct brand b = brand_default;
		struct diags d;

		assert_false(read_brand(&a, str_of(bad[i]), &b, &d));
		assert_true(d.errors > 0);
		assert_memory_equal(&b, &brand_default, sizeof b);
		arena_release(&a);
	}
}

static void
test_load(void **state)
{
	char dir[] = "/tmp/makegood-brand-XXXXXX", path[100];
	const struct brand *b = NULL;
	struct arena a = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(brand_load(NULL, &a, &b, &e), 0);
	assert_memory_equal(b, &brand_default, sizeof *b);
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/brand/default", dir);
	assert_int_equal(file_mkdirs(path, &e), 0);
	snprintf(path, sizeof path, "%s/brand/default/brand.yaml", dir);
	assert_int_equal(file_write(path, STR("page:\n  left: 60\n"), &e), 0);
	assert_int_equal(brand_load(dir, &a, &b, &e), 0);
	assert_true(b->left == 60 && b->right == 50);
	assert_int_equal(file_write(path, STR("page:\n  left: wide\n"), &e), 0);
	assert_int_equal(brand_load(dir, &a, &b, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	/* the file that was read, not the one it stands for */
	assert_true(str_starts(str_of(e.text), path));
	assert_non_null(strstr(e.text, ".yaml:2:9: "));
	snprintf(path, sizeof path, "rm -r %s", dir);
	assert_int_equal(system(path), 0);
	arena_release(&a);
}

/* Relative luminance by the web's accessibility guidelines. */
static double
luminance(uint32_t color)
{
	static const double share[] = { 0.0722, 0.7152, 0.2126 };
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double v = (color >> 8 * i & 255) / 255.0;

		sum +=
		    share[i] *
		    (v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
	}
	return sum;
}

/* 4.5 to 1 against white is the least for text. */
static void
test_text_can_be_read(void **state)
{
	(void)state;
	for (enum tone t = TONE_PLAIN; t <= TONE_GOOD; t++)
		assert_true(
		    1.05 / (luminance(brand_tone(&brand_default, t)) + 0.05) >=
		    4.5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file_is_default),
		cmocka_unit_test(test_overlay),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_load),
		cmocka_unit_test(test_text_can_be_read),
	};

	return cmocka_run_group_tests_name("doc/brand", tests, NULL, NULL);
}
