/* Text, UTF-8, maps, files. */
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv_out.h"
#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"
#include "unit/support.h"

static void
test_integers(void **state)
{
	int64_t v = 0;

	(void)state;
	assert_true(str_int64(STR("-9223372036854775808"), &v));
	assert_true(v == INT64_MIN);
	assert_true(str_int64(STR("9223372036854775807"), &v));
	assert_true(v == INT64_MAX);
	assert_false(str_int64(STR("9223372036854775808"), &v));
	assert_false(str_int64(STR(""), &v));
	assert_false(str_int64(STR("-"), &v));
	assert_false(str_int64(STR("1 "), &v));
}

static void
test_distance(void **state)
{
	(void)state;
	assert_int_equal(str_distance(STR("targett"), STR("target")), 1);
	assert_int_equal(str_distance(STR("kitten"), STR("sitting")), 3);
	assert_int_equal(str_distance(STR(""), STR("abc")), 3);
}

static void
test_utf8_gate(void **state)
{
	static const char *const bad[] = {
		"\xC3\x41",         /* a lead byte without its follower */
		"\xC0\xAF",         /* an overlong slash */
		"\xED\xA0\x80",     /* a surrogate */
		"\xF4\x90\x80\x80", /* beyond U+10FFFF */
		"\xEF\xBF\xBF",     /* U+FFFF, a non-character */
		"\xEF\xB7\x90",     /* U+FDD0, another */
		"a\x01", "a\x7F", "\xC2\x85", "abc\xE2\x82"
	};
	size_t at = 99;

	(void)state;
	assert_true(utf8_ok(STR("caffè € ß − \t\r\n \xF0\x9F\x8D\x95"), &at));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(utf8_ok(str_of(bad[i]), &at));
	assert_false(utf8_ok((struct str){ "a\0b", 3 }, &at));
	assert_int_equal(at, 1);
}

static void
test_utf8_clean(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_str(utf8_clean(&a, STR("a\xFFz\x01")), "a\uFFFDz\uFFFD");
	assert_int_equal(utf8_count(STR("caffè")), 5);
	arena_release(&a);
}

/* A code point written is the code point read, over the whole range. */
/*
 * What turns or hides its neighbours goes; what a script or a picture needs
 * stays: the joiner between two Latin letters goes, that between a man and a
 * sheaf does not. In excerpts something stands for it.
 */
static void
test_utf8_shown(void **state)
{
	static const struct {
		const char *text, *shown, *marked;
	} cases[] = {
		{ "a\u202Eb\u202C", "ab", "a\uFFFDb\uFFFD" },
		{ "\uFEFFz\u200Be\u00ADr\u2067o\u200F", "zero",
		    "\uFFFDz\uFFFDe\uFFFDr\uFFFDo\uFFFD" },
		{ "a\u2028b\rc", "a b c", "a\uFFFDb\rc" },
		{ "f\u200Di\u200Cx\uFE0F", "fix", "f\uFFFDi\uFFFDx\uFFFD" },
		{ "\u0645\u06CC\u200C\u062E", "\u0645\u06CC\u200C\u062E",
		    "\u0645\u06CC\u200C\u062E" },
		{ "\U0001F468\u200D\U0001F33E", "\U0001F468\u200D\U0001F33E",
		    "\U0001F468\u200D\U0001F33E" },
		{ "\u2764\uFE0F\u200D", "\u2764\uFE0F\u200D",
		    "\u2764\uFE0F\u200D" },
		{ "x\U000E0041y", "xy", "x\uFFFDy" },
		{ "\x1B[31m\xC2\x9B", "\uFFFD[31m\uFFFD", "\uFFFD[31m\uFFFD" },
		{ "\tcaffe\u0301 \u05E9\n", "\tcaffe\u0301 \u05E9\n",
		    "\tcaffe\u0301 \u05E9\n" },
	};
	struct arena a = { 0 };
	struct str plain = STR("nothing to do");

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_str(
		    utf8_shown(&a, str_of(cases[i].text)), cases[i].shown);
		assert_str(
		    utf8_clean(&a, str_of(cases[i].text)), cases[i].marked);
	}
	assert_ptr_equal(utf8_shown(&a, plain).p, plain.p);
	arena_release(&a);
}

/* One field; alone, a sign is no formula. */
static void
test_csv_field(void **state)
{
	static const struct {
		const char *text, *field;
	} cases[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "-", "-" },
		{ "a=b", "a=b" },
		{ "=1+2", "'=1+2" },
		{ "+39 06", "'+39 06" },
		{ "-1", "'-1" },
		{ "@SUM(A1)", "'@SUM(A1)" },
		{ "\t=1", "\"'\t=1\"" },
		{ "a,b", "\"a,b\"" },
		{ "a;b", "\"a;b\"" },
		{ "=\"x\"", "\"'=\"\"x\"\"\"" },
	};
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		csv_out_text(&out, str_of(cases[i].text));
		assert_str(buf_str(&out), cases[i].field);
		buf_clear(&out);
	}
	buf_release(&out);
}

static void
test_utf8_round_trip(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
		char out[4];
		size_t n, at = 0;

		if (c >= 0xD800 && c < 0xE000)
			continue;
		n = utf8_put(c, out);
		assert_int_equal(utf8_next((struct str){ out, n }, &at), c);
		assert_int_equal(at, n);
	}
}

static void
test_map(void **state)
{
	struct arena a = { 0 };
	struct map m = { .keep = &a };

	(void)state;
	assert_int_equal(map_get(&m, STR("x")), -1);
	for (int i = 0; i < 5000; i++)
		map_put(&m, str_format(&a, "key%d", i), i);
	map_put(&m, STR("key7"), 70);
	assert_int_equal(m.n, 5000);
	assert_int_equal(map_get(&m, STR("key7")), 70);
	assert_int_equal(map_get(&m, STR("key4999")), 4999);
	assert_int_equal(map_get(&m, STR("key5000")), -1);
	arena_release(&a);
}

static void
test_names_for_files(void **state)
{
	struct arena a = { 0 };
	struct str one = file_name_safe(&a, STR("../x")),
		   two = file_name_safe(&a, STR("..!x"));

	(void)state;
	assert_true(file_name_ok(STR("R2_c-1_2013-04_it")));
	assert_false(file_name_ok(STR(".hidden")));
	assert_false(file_name_ok(STR("-rf")));
	assert_false(file_name_ok(STR("a/b")));
	assert_false(file_name_ok(STR("")));
	assert_str(file_name_safe(&a, STR("plain")), "plain");
	assert_true(file_name_ok(one) && file_name_ok(two));
	assert_false(str_eq(one, two));
	arena_release(&a);
}

/* SHA-256 of "abc", the first example of FIPS 180-2. */
static void
test_digest(void **state)
{
	char hex[DIGEST_HEX];

	(void)state;
	digest_bytes(STR("abc"), hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
}

static void
test_files_appear_whole(void **state)
{
	char dir[] = "/tmp/makegood-test-XXXXXX", path[64], *temp;
	struct arena a = { 0 };
	struct err e = { 0 };
	struct str text, *names;
	size_t n;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/x.txt", dir);
	assert_int_equal(file_begin(path, &a, &temp, &e), 0);
	assert_false(file_exists(path));
	assert_int_equal(file_write(path, STR("hello"), &e), 0);
	assert_int_equal(file_read(path, 5, &a, &text, &e), 0);
	assert_str(text, "hello");
	assert_int_equal(file_read(path, 4, &a, &text, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_int_equal(file_list(dir, &a, &names, &n, &e), 0);
	assert_int_equal(n, 1);
	unlink(path);
	rmdir(dir);
	assert_int_equal(file_write(path, STR("hello"), &e), -1);
	assert_int_equal(e.kind, ERR_ENV);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_integers),
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_utf8_gate),
		cmocka_unit_test(test_utf8_clean),
		cmocka_unit_test(test_utf8_shown),
		cmocka_unit_test(test_csv_field),
		cmocka_unit_test(test_utf8_round_trip),
		cmocka_unit_test(test_map),
		cmocka_unit_test(test_names_for_files),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_files_appear_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
